"""Phones: registered by signing in once, known by a token from then on, and reported lost."""

import hashlib
import secrets
from base64 import urlsafe_b64decode
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from sanzhang.accounts.models import Account, Device
from sanzhang.journal.actors import Scope
from sanzhang.journal.append import new_id

CONTACT_NOTED_EVERY = timedelta(minutes=10)


def register_device(account: Account, label: str, app: str, device: UUID | None = None) -> tuple[Device, str]:
    """A phone of ``account``, and the token by which it is known from now on. A phone that was registered before keeps its id, and so its key."""
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    known = Device.objects.filter(id=device, account=account, lost_at__isnull=True).first() if device else None
    fresh = known or Device(id=new_id(), account=account, registered_at=now)
    fresh.token_hash, fresh.label, fresh.app, fresh.last_contact, fresh.signed_out_at = _hashed(token), label, app, now, None
    fresh.save()
    return fresh, token


def device_with(token: str) -> Device | None:
    """The phone that the token belongs to."""
    return Device.objects.select_related("account").filter(token_hash=_hashed(token)).first()


def note_contact(device: Device) -> None:
    """Keep when the phone was last heard of; not each time, for it talks a lot."""
    now = timezone.now()
    if device.last_contact is None or now - device.last_contact > CONTACT_NOTED_EVERY:
        Device.objects.filter(id=device.id).update(last_contact=now)


def report_lost(device: Device) -> None:
    """At its next contact the phone is told to delete what it holds; nothing is accepted from it any more."""
    Device.objects.filter(id=device.id, lost_at__isnull=True).update(lost_at=timezone.now())


def sign_out(device: Device) -> None:
    """The token is good for nothing any more; signing in again gives the phone a new one."""
    Device.objects.filter(id=device.id).update(signed_out_at=timezone.now())


def sign_out_all(account: Account) -> None:
    """As ``sign_out``, for every phone of the account. A lost one stays lost: at its next contact it still deletes what it holds."""
    Device.objects.filter(account=account, signed_out_at__isnull=True).update(signed_out_at=timezone.now())


def data_key(device: Device) -> bytes:
    """The 32 bytes with which the phone encrypts what it keeps. Made from the server's key, so that the same phone gets the same again."""
    return HKDF(SHA256(), 32, salt=None, info=b"device:" + device.id.bytes).derive(urlsafe_b64decode(settings.DATA_KEY))


def key_expires_at() -> datetime:
    """Until when a phone that was just heard of may open what it keeps without being heard of again."""
    return timezone.now() + timedelta(days=settings.DEVICE_KEY_DAYS)


def devices_of(account: Account) -> QuerySet[Device]:
    """The phones of an account, the one last heard of first."""
    return Device.objects.filter(account=account).order_by("-last_contact")


def devices_visible_to(scope: Scope) -> QuerySet[Device]:
    """The phones of accounts of the counties inside the scope, the one last heard of first."""
    return Device.objects.filter(scope.filter("account__county")).select_related("account").order_by("-last_contact", "-id")


def in_use() -> Q:
    """The condition that a phone is neither lost nor signed out."""
    return Q(lost_at__isnull=True, signed_out_at__isnull=True)


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
