"""The short code on a place's plate, and how it is read back from what somebody scans or types.

Twelve characters of Crockford's base32: no letter that looks like a digit, and none of them can be guessed from the next.
"""

import hashlib
import re
from typing import Literal

PlateKind = Literal["premises", "household", "area"]
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
_ADDRESS = re.compile(r"/q/([^/?#]+)/?(?:[?#].*)?$", re.IGNORECASE)
_READ_AS = str.maketrans("OIL", "011", " -")


def plate_code(kind: PlateKind, key: str) -> str:
    """The code of the place ``key``: the first 60 bits of a SHA-256, five to a character."""
    bits = int.from_bytes(hashlib.sha256(f"{kind}:{key}".encode()).digest()[:8]) >> 4
    return "".join(ALPHABET[bits >> shift & 31] for shift in range(5 * (LENGTH - 1), -1, -5))


def read_plate(text: str) -> str:
    """The code in ``text``, which is a code or an address that ends in ``/q/CODE``; empty when there is none.

    Small letters, O for 0, I and L for 1, spaces and dashes are forgiven.
    """
    written = text.strip()
    address = _ADDRESS.search(written)
    code = (address[1] if address else written).upper().translate(_READ_AS)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""
