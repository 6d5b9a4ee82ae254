"""China's working days: weekends, statutory holidays and the make-up working days that go with them.

Holidays are published a year ahead at most, so a year beyond the published ones falls back to
plain weekends, and ``is_published`` lets the caller say so.
"""

from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar


@lru_cache(maxsize=64)
def is_published(year: int) -> bool:
    """Whether the State Council's holiday arrangement for ``year`` is known to us."""
    try:
        chinese_calendar.is_workday(date(year, 10, 1))
    except NotImplementedError:
        return False
    return True


@lru_cache(maxsize=8192)
def is_workday(day: date) -> bool:
    """Whether ``day`` is worked; by weekend alone where the year is not published."""
    if is_published(day.year):
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < 5


def add_workdays(day: date, count: int) -> date:
    """The ``count``-th working day after ``day`` (which itself is not counted). ``count`` must not be negative."""
    if count < 0:
        raise ValueError("count must not be negative")
    while count:
        day += timedelta(days=1)
        if is_workday(day):
            count -= 1
    return day


def workdays_between(first: date, last: date) -> int:
    """How many working days lie after ``first`` up to and including ``last``; negative when ``last`` is earlier."""
    if last < first:
        return -workdays_between(last, first)
    days = (last - first).days
    return sum(is_workday(first + timedelta(days=n)) for n in range(1, days + 1))
