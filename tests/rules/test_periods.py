"""Periods tile the calendar; working days add up; the area code is the tree."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from sanzhang.rules.areas import LENGTHS, Level, ancestor, county_of, covers, is_code, level_of, parent
from sanzhang.rules.periods import Cadence, containing, months_before, parse
from sanzhang.rules.workdays import add_workdays, is_published, is_workday, workdays_between

CADENCES = st.sampled_from([cadence for cadence in Cadence if cadence is not Cadence.ONCE])
DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))
NEAR = st.dates(date(2019, 1, 1), date(2030, 12, 31))
CODES = st.sampled_from(sorted(LENGTHS.values())).flatmap(lambda length: st.text("0123456789", min_size=length, max_size=length))


@given(CADENCES, DAYS)
def test_a_period_holds_its_day_and_is_named_by_its_key(cadence: Cadence, day: date) -> None:
    period = containing(cadence, day)
    assert day in period
    assert period == containing(cadence, period.start) == containing(cadence, period.end) == parse(period.key)


@given(CADENCES, DAYS)
def test_periods_tile_the_calendar(cadence: Cadence, day: date) -> None:
    period = containing(cadence, day)
    assert period.next.previous == period == period.previous.next
    assert period.next.start == period.end + timedelta(days=1)
    assert period.previous.end == period.start - timedelta(days=1)
    assert len({period.key, period.next.key, period.previous.key}) == 3


@pytest.mark.parametrize(
    ("key", "first", "last"),
    [
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2026Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026H2", date(2026, 7, 1), date(2026, 12, 31)),
        ("2026W01", date(2025, 12, 29), date(2026, 1, 4)),
        ("2026W53", date(2026, 12, 28), date(2027, 1, 3)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_keys(key: str, first: date, last: date) -> None:
    assert (parse(key).start, parse(key).end, parse(key).key) == (first, last, key)


@pytest.mark.parametrize(
    "key", ["", "2026-13", "2026-00", "2025W53", "2026Q5", "2026H0", "26", "2026-3", "0000", "2026-03\n", "２０２６", "once"]
)
def test_what_is_no_period_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="not a period"):
        parse(key)


def test_once_has_no_calendar_period() -> None:
    with pytest.raises(ValueError, match="once"):
        containing(Cadence.ONCE, date(2026, 1, 1))


@given(DAYS, st.integers(0, 60))
def test_months_before(day: date, months: int) -> None:
    earlier = months_before(day, months)
    assert (day.year - earlier.year) * 12 + day.month - earlier.month == months
    assert earlier.day == day.day or (earlier.day < day.day and (earlier + timedelta(days=1)).day == 1)


@given(NEAR, st.integers(0, 60))
def test_workdays_add_up(day: date, count: int) -> None:
    due = add_workdays(day, count)
    assert workdays_between(day, due) == count
    assert workdays_between(due, day) == -count
    assert count == 0 or is_workday(due)


@given(NEAR, st.integers(0, 200), st.integers(0, 200))
def test_stretches_of_workdays_add_up(first: date, days: int, more: int) -> None:
    middle = first + timedelta(days=days)
    last = middle + timedelta(days=more)
    assert workdays_between(first, last) == workdays_between(first, middle) + workdays_between(middle, last)


def test_holidays_and_the_days_worked_for_them() -> None:
    assert not is_workday(date(2026, 2, 17))  # 春节
    assert is_workday(date(2026, 2, 14))  # Saturday, worked
    assert not is_workday(date(2026, 10, 1))
    assert is_workday(date(2026, 10, 10))  # Saturday, worked
    assert not is_published(2099)
    assert [is_workday(date(2099, 10, day)) for day in (1, 3, 4)] == [True, False, False]  # plain weekends
    with pytest.raises(ValueError, match="negative"):
        add_workdays(date(2026, 1, 1), -1)


@given(CODES)
def test_an_ancestor_is_a_prefix(code: str) -> None:
    assert is_code(code)
    level = level_of(code)
    assert ancestor(code, level) == code
    for above in Level:
        found = ancestor(code, above)
        if LENGTHS[above] <= len(code):
            assert found is not None
            assert covers(found, code)
            assert level_of(found) is above
        else:
            assert found is None
    assert parent(code) == code[: len(parent(code))] != code
    assert covers(parent(code), code)
    assert parent(code) == "" or LENGTHS[level_of(parent(code))] < len(code)


@given(CODES, CODES)
def test_covering_is_a_tree(one: str, other: str) -> None:
    assert covers(one, other) == (ancestor(other, level_of(one)) == one)
    assert not (covers(one, other) and covers(other, one)) or one == other
    if covers(one, other) and len(one) >= 6:
        assert county_of(one) == county_of(other)


@pytest.mark.parametrize("text", ["", "1", "15062", "１５０６２４", "15062a", "1506241010030011"])
def test_what_is_no_code_is_refused(text: str) -> None:
    assert not is_code(text)
    with pytest.raises(ValueError, match="not an area code"):
        level_of(text)
