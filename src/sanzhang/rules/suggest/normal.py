"""A sentence in one way of writing: half-width, lower case, percentages in digits, small numbers before a counter in characters."""

import re
import unicodedata

# What is read of a text; people write a sentence, and a pasted report must not cost more than one.
LONGEST = 200

_DIGITS = "一二三四五六七八九"
_PERCENT = re.compile(f"百分之([{_DIGITS}]?)(十?)([{_DIGITS}]?)")
_COUNTED = re.compile(r"(?<![\d.])([1-9])(?=[个部层楼处具扇名人])")


def normal(text: str) -> str:
    """The first ``LONGEST`` characters of ``text``, ready to be compared."""
    short = unicodedata.normalize("NFKC", text[:LONGEST]).lower().replace("两", "二")
    return _COUNTED.sub(lambda found: _DIGITS[int(found[1]) - 1], _PERCENT.sub(_percent, short))


def _percent(found: re.Match[str]) -> str:
    tens, ten, units = found.groups()
    if not (tens or ten or units):
        return found[0]
    first = (_value(tens) or 1) * 10 if ten else _value(tens)
    return f"{first + _value(units)}%"


def _value(digit: str) -> int:
    return _DIGITS.index(digit) + 1 if digit else 0
