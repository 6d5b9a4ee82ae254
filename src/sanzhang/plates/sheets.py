"""What stands on a plate and on a board. Nothing here is more than anybody may read who walks past."""

from dataclasses import dataclass, field

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Plate:
    """A plate for a door: what it is for, which place, and its code. ``area`` sorts the sheets and is printed beside the plates, not on them."""

    heading: str
    name: str
    lines: tuple[str, ...]
    code: str
    area: str


@dataclass(frozen=True, slots=True)
class Board:
    """A notice board of an area: who answers for it. A post that is vacant has an empty name, to be filled in by hand."""

    name: str
    above: str
    code: str
    people: tuple[tuple[str, str], ...] = field(default=())


def address_of(code: str) -> str:
    """What the QR code says: where the code is looked up, and nothing else. Under the app's own address, so that a phone that keeps the app opens the
    place also when its own scanner reads the plate and there is no network.
    """
    return f"{settings.PUBLIC_URL.rstrip('/')}/field/q/{code}"


def spelled(code: str) -> str:
    """A code as people read it out: in fours."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
