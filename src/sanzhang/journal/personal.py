"""Personal data inside entries: encrypted with a key of its own for each subject, so that destroying the key erases it everywhere."""

import json
import secrets
from base64 import b64decode, b64encode, urlsafe_b64decode
from collections.abc import Sequence
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from sanzhang.journal import projecting
from sanzhang.journal.models import SubjectKey

Sealed = dict[str, str]
LOOKED_UP = 500  # keys at once: databases limit how many values a statement holds


def hide(subject: str, data: dict[str, Any]) -> Sealed:
    """``data`` about ``subject``, encrypted (AES-256-GCM) with the subject's key, which is made when there is none yet."""
    nonce = secrets.token_bytes(12)
    text = json.dumps(data, ensure_ascii=False, sort_keys=True).encode()
    return {
        "subject": subject,
        "nonce": b64encode(nonce).decode(),
        "data": b64encode(AESGCM(_key_for(subject)).encrypt(nonce, text, subject.encode())).decode(),
    }


def is_sealed(sealed: Sealed) -> bool:
    """Whether this has the shape of what ``hide`` gives; whether its key opens it only ``reveal`` tells."""
    try:
        nonce, data = (b64decode(sealed[part], validate=True) for part in ("nonce", "data"))
    except (ValueError, LookupError):
        return False
    return len(nonce) == 12 and len(data) >= 16 and set(sealed) == {"subject", "nonce", "data"}


def reveal(sealed: Sealed) -> dict[str, Any] | None:
    """What ``hide`` encrypted; None once the subject's key is destroyed."""
    return _opened(sealed, SubjectKey.objects.filter(subject=sealed["subject"]).first())


def reveal_many(sealed: Sequence[Sealed]) -> list[dict[str, Any] | None]:
    """What each of ``sealed`` holds, as ``reveal`` gives it; None also for an empty one. The keys are looked up together."""
    subjects = list({one["subject"] for one in sealed if one})
    rows: dict[str, SubjectKey] = {}
    for start in range(0, len(subjects), LOOKED_UP):
        rows |= {row.subject: row for row in SubjectKey.objects.filter(subject__in=subjects[start : start + LOOKED_UP])}
    return [_opened(one, rows.get(one["subject"])) if one else None for one in sealed]


def destroy_key(subject: str) -> None:
    """Erase everything that is encrypted for ``subject``, for good.

    A rebuild destroys nothing: what was erased cannot be read anyway, and a key made since then belongs to what was written since then.
    """
    if projecting.is_rebuilding():
        return
    SubjectKey.objects.filter(subject=subject).delete()


def _opened(sealed: Sealed, row: SubjectKey | None) -> dict[str, Any] | None:
    if row is None:
        return None
    try:
        text = AESGCM(_unwrap(row)).decrypt(b64decode(sealed["nonce"]), b64decode(sealed["data"]), sealed["subject"].encode())
    except InvalidTag:
        return None
    data: dict[str, Any] = json.loads(text)
    return data


def _key_for(subject: str) -> bytes:
    row = SubjectKey.objects.filter(subject=subject).first()
    if row:
        return _unwrap(row)
    key = AESGCM.generate_key(256)
    nonce = secrets.token_bytes(12)
    SubjectKey.objects.create(subject=subject, wrapped=nonce + AESGCM(_master()).encrypt(nonce, key, subject.encode()))
    return key


def _unwrap(row: SubjectKey) -> bytes:
    wrapped = bytes(row.wrapped)
    return AESGCM(_master()).decrypt(wrapped[:12], wrapped[12:], row.subject.encode())


def _master() -> bytes:
    return urlsafe_b64decode(settings.DATA_KEY)
