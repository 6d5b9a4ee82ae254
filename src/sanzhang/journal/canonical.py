"""Canonical JSON (RFC 8785) and SHA-256: the same content gives the same bytes everywhere."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import rfc8785

LARGEST_INTEGER = 2**53 - 1
# Between these, numbers with a fraction are written alike by Python and by the RFC.
ALIKE_FROM, ALIKE_TO = 1e-4, 1e15
_in_one_go = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, check_circular=False).encode


def canonical(data: Any) -> str:
    """``data`` as canonical JSON text. Raises ``ValueError`` for what JSON cannot hold."""
    try:
        if not _is_simple(data):
            return rfc8785.dumps(data).decode("utf-8")
        text = _in_one_go(data)
    except RecursionError:
        raise ValueError("hundreds of levels") from None
    text.encode("utf-8")  # half characters are no text
    return text


def _is_simple(value: Any) -> bool:
    """Whether Python's own encoder, ten times as fast, writes it as the RFC asks. That is so for nearly everything that is ever recorded."""
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if kind is dict:
        return all(type(key) is str and key.isascii() for key in value) and all(map(_is_simple, value.values()))
    if kind is list or kind is tuple:
        return all(map(_is_simple, value))
    if isinstance(value, int):
        return -LARGEST_INTEGER <= value <= LARGEST_INTEGER
    return isinstance(value, float) and ALIKE_FROM <= abs(value) < ALIKE_TO and not value.is_integer()


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
