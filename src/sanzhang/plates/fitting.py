"""In which size a text fits. Reckoned here, once a text: typesetting each in every size to see takes ten times as long, and a gigabyte."""

import re
from collections.abc import Sequence
from functools import cache

from sanzhang.photos.fonts import Font

POINTS_A_MM = 72 / 25.4
LEADING = 0.3  # of the size, between two lines; as the templates set it
SPARE = 0.97  # lines end a little before their edge: where a sign may not begin a line, the one before it goes along
_UNITS = re.compile(r"[!-~\u00c0-\u024f]+|\s+|.", re.DOTALL)
_EM = 100
NEVER = 10**6  # lines that no box holds: one word is wider than the box
BREAK = "\u200b"  # a place where a line may end


def size_for(text: str, width: float, height: float, sizes: Sequence[float], font: Font) -> float:
    """The largest of ``sizes`` (points) in which ``text`` fits into ``width`` by ``height`` (mm); the smallest where it fits in none."""
    for size in sizes:
        lines = sum(_lines(part, width * SPARE * POINTS_A_MM / size, font) for part in text.split("\n"))
        if lines * size * (1 + LEADING) - size * LEADING <= height * POINTS_A_MM:
            return size
    return sizes[-1]


def _lines(text: str, ems: float, font: Font) -> int:
    """How many lines of that many ems the text takes; words of Latin letters stay whole where they can."""
    lines, filled = 1, 0.0
    for unit in _UNITS.findall(text):
        wide = sum(_ems(letter, font) for letter in unit)
        if wide > ems:
            return NEVER
        if filled and filled + wide > ems:
            lines, filled = lines + 1, 0.0
            if unit.isspace():
                continue
        filled += wide
    return lines


@cache
def _ems(letter: str, font: Font) -> float:
    return 0 if letter == BREAK else font.at(_EM).getlength(letter) / _EM
