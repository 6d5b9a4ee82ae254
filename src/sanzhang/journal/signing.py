"""Signed checkpoints: proof of how far a county's chain had come, which outlives the database."""

import os
from base64 import urlsafe_b64decode

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.utils import timezone

from sanzhang.journal.canonical import canonical, instant
from sanzhang.journal.models import Checkpoint, Entry


def make_checkpoint(county: str) -> Checkpoint | None:
    """Sign the present end of the county's chain; None when it has no sealed entry. Signing the same end twice gives the first again."""
    last = Entry.objects.filter(county=county, seq__isnull=False).order_by("-seq").first()
    if last is None or last.seq is None:
        return None
    made_at = timezone.now()
    checkpoint, _created = Checkpoint.objects.get_or_create(
        county=county,
        seq=last.seq,
        defaults={
            "hash": last.hash,
            "made_at": made_at,
            "public_key": public_key(),
            "signature": _signing_key().sign(_statement(county, last.seq, last.hash, instant(made_at))).hex(),
        },
    )
    return checkpoint


def public_key() -> str:
    """The public half of the key that we sign with, to be published."""
    return _signing_key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def is_ours(checkpoint: Checkpoint) -> bool:
    """Whether it names our key, or a former one that SANZHANG_FORMER_PUBLIC_KEYS (comma separated) declares.

    Without this, whoever can write the database could make the chain anew and sign it with a key of his own.
    """
    return checkpoint.public_key in (public_key(), *os.environ.get("SANZHANG_FORMER_PUBLIC_KEYS", "").split(","))


def is_genuine(checkpoint: Checkpoint) -> bool:
    """Whether the checkpoint was signed with the key that it names, and not altered since."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(checkpoint.public_key))
        key.verify(
            bytes.fromhex(checkpoint.signature), _statement(checkpoint.county, checkpoint.seq, checkpoint.hash, instant(checkpoint.made_at))
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def _signing_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(urlsafe_b64decode(settings.SIGNING_KEY))


def _statement(county: str, seq: int, hash: str, made_at: str) -> bytes:
    return canonical({"county": county, "seq": seq, "hash": hash, "made_at": made_at}).encode()
