"""The area code is the tree: GB/T 2260 plus the 12-digit statistical code, plus three digits for a grid.

``150624`` is a banner (county), ``150624101`` a town, ``150624101003`` a village and
``150624101003001`` a grid. An ancestor's code is a prefix of its descendants' codes.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum


class Level(StrEnum):
    """How deep an area lies; the value is stored."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWN = "town"
    VILLAGE = "village"
    GRID = "grid"


LENGTHS = {Level.PROVINCE: 2, Level.CITY: 4, Level.COUNTY: 6, Level.TOWN: 9, Level.VILLAGE: 12, Level.GRID: 15}
LEVELS = {length: level for level, length in LENGTHS.items()}


def is_code(code: str) -> bool:
    """Whether ``code`` has the shape of an area code (2, 4, 6, 9, 12 or 15 digits)."""
    return code.isascii() and code.isdigit() and len(code) in LEVELS


def level_of(code: str) -> Level:
    """Level of a well-formed code. Raises ``ValueError`` for any other text."""
    if not is_code(code):
        raise ValueError(f"not an area code: {code!r}")
    return LEVELS[len(code)]


def covers(area: str, code: str) -> bool:
    """Whether ``area`` is ``code`` itself or an ancestor of it."""
    return code.startswith(area)


def ancestor(code: str, level: Level) -> str | None:
    """The ancestor of ``code`` (or itself) at ``level``; None when ``code`` lies above that level."""
    length = LENGTHS[level]
    return code[:length] if len(code) >= length else None


def parent(code: str) -> str:
    """Code one level up; empty for a province."""
    lengths = [length for length in LEVELS if length < len(code)]
    return code[: max(lengths)] if lengths else ""


def named(code: str, names: Mapping[str, str], top: Level = Level.VILLAGE) -> str:
    """What an area is called in words: by its names from ``top`` down; by its code where it has none.

    A grid by its village's name too, unless said otherwise: every village has a first grid.
    """
    if code not in names:
        return code
    chain = (code[:length] for length in LENGTHS.values() if LENGTHS[top] <= length < len(code))
    return " ".join([*(names[above] for above in chain if above in names), names[code]])


def smallest_around(codes: Sequence[str]) -> str:
    """The smallest area that covers all of ``codes`` (one at least); empty where not even a province does."""
    shortest = min(codes, key=len)
    return next(
        (shortest[:n] for n in sorted(LEVELS, reverse=True) if n <= len(shortest) and all(code.startswith(shortest[:n]) for code in codes)),
        "",
    )


def county_of(code: str) -> str:
    """The first six digits: the shard key."""
    return code[:6]
