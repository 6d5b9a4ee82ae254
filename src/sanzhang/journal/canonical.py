"""Canonical JSON (RFC 8785) and SHA-256: the same content gives the same bytes everywhere."""

import hashlib
from datetime import UTC, datetime
from typing import Any

import rfc8785


def canonical(data: Any) -> str:
    """``data`` as canonical JSON text. Raises ``ValueError`` for what JSON cannot hold."""
    return rfc8785.dumps(data).decode("utf-8")


def digest(text: str) -> str:
    """SHA-256 of ``text`` in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def instant(moment: datetime) -> str:
    """``moment`` in UTC with microseconds, the one way instants are written in the journal."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def link_hash(county: str, seq: int, prev_hash: str, content_hash: str, recorded_at: datetime) -> str:
    """The hash that ties entry ``seq`` to the one before it and to the moment it was recorded."""
    return digest(
        canonical({"county": county, "seq": seq, "prev": prev_hash, "content": content_hash, "recorded_at": instant(recorded_at)})
    )
