"""Weeks, months, quarters, half-years and years as value objects."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache


class Cadence(StrEnum):
    """How often a duty comes round; ``ONCE`` has a single period that the duty itself bounds."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    ONCE = "once"


_MONTHS = {Cadence.MONTH: 1, Cadence.QUARTER: 3, Cadence.HALF_YEAR: 6, Cadence.YEAR: 12}
_KEY = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})|Q(?P<quarter>[1-4])|H(?P<half>[12])|W(?P<week>\d{2}))?\Z", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of whole days, both ends included. Its ``key`` reads ``2026-03``, ``2026Q1``, ``2026H1``, ``2026W09`` or ``2026``."""

    start: date
    end: date
    cadence: Cadence
    key: str

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def next(self) -> "Period":
        """The period that begins the day after this one ends."""
        return containing(self.cadence, self.end + timedelta(days=1))

    @property
    def previous(self) -> "Period":
        """The period that ends the day before this one begins."""
        return containing(self.cadence, self.start - timedelta(days=1))


@lru_cache(maxsize=4096)
def containing(cadence: Cadence, day: date) -> Period:
    """The period of ``cadence`` in which ``day`` lies. Weeks are ISO weeks (Monday first).

    Raises ``ValueError`` for ``Cadence.ONCE``, whose bounds are the duty's own.
    """
    if cadence is Cadence.ONCE:
        raise ValueError("'once' has no calendar period")
    if cadence is Cadence.WEEK:
        start = day - timedelta(days=day.weekday())
        year, week, _ = day.isocalendar()
        return Period(start, start + timedelta(days=6), cadence, f"{year}W{week:02d}")
    months = _MONTHS[cadence]
    index = (day.month - 1) // months
    start = date(day.year, index * months + 1, 1)
    last = start.month + months
    end = (date(day.year, last, 1) if last <= 12 else date(day.year + 1, last - 12, 1)) - timedelta(days=1)
    return Period(start, end, cadence, _key(cadence, day.year, index + 1))


def _key(cadence: Cadence, year: int, number: int) -> str:
    match cadence:
        case Cadence.MONTH:
            return f"{year}-{number:02d}"
        case Cadence.QUARTER:
            return f"{year}Q{number}"
        case Cadence.HALF_YEAR:
            return f"{year}H{number}"
        case _:
            return f"{year}"


def parse(key: str) -> Period:
    """The period that ``key`` names. Raises ``ValueError`` when it names none."""
    found = _KEY.match(key)
    try:
        if not found:
            raise ValueError
        year = int(found["year"])
        if found["week"]:
            return containing(Cadence.WEEK, date.fromisocalendar(year, int(found["week"]), 1))
        if found["month"]:
            return containing(Cadence.MONTH, date(year, int(found["month"]), 1))
        if found["quarter"]:
            return containing(Cadence.QUARTER, date(year, int(found["quarter"]) * 3, 1))
        if found["half"]:
            return containing(Cadence.HALF_YEAR, date(year, int(found["half"]) * 6, 1))
        return containing(Cadence.YEAR, date(year, 1, 1))
    except ValueError:
        raise ValueError(f"not a period: {key!r}") from None


def months_before(day: date, months: int) -> date:
    """The same day of the month ``months`` earlier; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    first = date(year, month + 1, 1)
    return min(first + timedelta(days=day.day - 1), containing(Cadence.MONTH, first).end)
