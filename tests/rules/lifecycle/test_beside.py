"""Deadlines counted from the inspection, beside each other, by the hour, and what follows once a period has run out."""

from datetime import UTC, date, datetime

import pytest
from tests.rules.lifecycle.expected import NUMBERS, enough, table

from sanzhang.rules.lifecycle import Given, LifeCycle, Standing, begin, coming, walk
from sanzhang.rules.problems import Problems

LISTING = table("listing")
MONDAY = date(2025, 9, 22)


def go(now: Standing, event: str, day: date, cycle: LifeCycle = LISTING, **instead: object) -> Standing:
    return walk(cycle, now, event, day, enough(cycle.id, event, day, **instead), NUMBERS)


def listed() -> Standing:
    return Standing(
        "listed", "agreed", date(2025, 12, 31), since=date(2025, 9, 30), inspected_on=MONDAY, beside={"progress": date(2025, 10, 30)}
    )


def test_the_report_is_due_by_a_day_counted_from_the_inspection_however_long_was_talked() -> None:
    now = begin(LISTING, "proposed", date(2025, 9, 24), enough("listing", "proposed"), NUMBERS, inspected_on=MONDAY)
    assert (now.due, now.inspected_on) == (date(2025, 9, 30), MONDAY)
    now = go(now, "discussed", date(2025, 9, 28))
    assert now.due == date(2025, 9, 30)
    now = go(now, "sent_to_experts", date(2025, 9, 29))
    assert now.due == date(2025, 10, 21), "experts put it off by ten workdays"
    assert go(now, "concluded", date(2025, 10, 13)).due == date(2025, 10, 21)


def test_without_an_inspection_it_counts_from_the_step() -> None:
    assert begin(LISTING, "proposed", date(2025, 9, 24), enough("listing", "proposed"), NUMBERS).due == date(2025, 10, 10)


def test_what_is_due_beside_the_expected_step_stays_until_it_is_done_or_can_be_no_more() -> None:
    now = go(Standing("discussed", due=date(2025, 9, 30), inspected_on=MONDAY), "determined", date(2025, 9, 24))
    assert (now.due, now.beside, now.next_due) == (date(2025, 9, 30), {"notified": date(2025, 9, 28)}, date(2025, 9, 28))
    reported = go(now, "reported", date(2025, 9, 25))
    assert reported.beside == {"notified": date(2025, 9, 28)}, "the notice is still owed"
    assert go(reported, "notified", date(2025, 9, 26)).beside == {}
    assert go(listed(), "review_asked", date(2025, 10, 20)).beside == {}, "nobody tells of progress while it is inspected"
    assert go(listed(), "paused", date(2025, 10, 20)).beside == {}
    assert go(listed(), "progress", date(2025, 10, 28)).beside == {"progress": date(2025, 11, 27)}
    assert go(listed(), "passed", date(2025, 10, 28)).inspected_on == date(2025, 10, 28)


def told(now: Standing, today: date) -> list[tuple[str, date | None, date | None]]:
    return [(one.step.event, one.by, one.over) for one in coming(LISTING, now, today)]


def test_what_is_due_first_is_waited_for_first() -> None:
    assert told(listed(), date(2025, 10, 1)) == [("progress", date(2025, 10, 30), None), ("review_asked", date(2025, 12, 31), None)]
    assert told(Standing("plate_removed"), date(2025, 10, 1)) == []
    assert told(Standing("gone_with_an_old_table"), date(2025, 10, 1)) == []


def test_once_the_period_is_over_the_brigade_inspects_whether_asked_or_not() -> None:
    last = date(2025, 12, 31)
    assert told(Standing("listed", due=last), last) == [("review_asked", last, None)]
    assert told(Standing("listed", due=last), date(2026, 1, 1)) == [("passed", date(2026, 1, 6), last)], (
        "three workdays, of which the Sunday after New Year is one"
    )
    assert [one.owner.zh for one in coming(LISTING, Standing("listed", due=last), date(2026, 1, 1)) if one.owner] == ["消防救援大队"]
    assert told(Standing("paused", due=last, stopped_on=date(2025, 12, 1)), date(2026, 2, 1))[0][2] is None


def test_hours_end_at_a_moment_and_are_a_day_where_no_moment_is_known() -> None:
    sealing, noon = table("sealing"), datetime(2025, 9, 30, 4, tzinfo=UTC)
    given = enough("sealing", "sealed_at_once")
    urgent = begin(sealing, "sealed_at_once", date(2025, 9, 30), given, NUMBERS, noon)
    assert (urgent.due, urgent.due_at) == (date(2025, 10, 1), datetime(2025, 10, 1, 4, tzinfo=UTC))
    assert begin(sealing, "sealed_at_once", date(2025, 9, 30), given, NUMBERS).due == date(2025, 10, 1)
    confirmed = walk(sealing, urgent, "confirmed", date(2025, 10, 1), enough("sealing", "confirmed", until=date(2025, 10, 30)), NUMBERS)
    assert (confirmed.due, confirmed.due_at) == (date(2025, 10, 30), None)


@pytest.mark.parametrize(("until", "code"), [(date(2025, 10, 30), ""), (date(2025, 10, 31), "due_far")])
def test_thirty_days_count_from_the_sealing_not_from_the_papers(until: date, code: str) -> None:
    urgent = Standing("urgent", since=date(2025, 9, 30), due=date(2025, 10, 1))
    given = enough("sealing", "confirmed", until=until)
    if not code:
        assert walk(table("sealing"), urgent, "confirmed", date(2025, 10, 2), given, NUMBERS).due == until
        return
    with pytest.raises(Problems) as caught:
        walk(table("sealing"), urgent, "confirmed", date(2025, 10, 2), given, NUMBERS)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_nothing_is_sealed_again_before_the_first_sealing_has_run_out() -> None:
    sealed = Standing("sealed", due=date(2025, 10, 28))
    again = Given(number="2", until=date(2025, 11, 20))
    with pytest.raises(Problems) as caught:
        walk(table("sealing"), sealed, "sealed_again", date(2025, 10, 27), again, NUMBERS)
    assert [problem.code for problem in caught.value.problems] == ["step_early"]
    assert walk(table("sealing"), sealed, "sealed_again", date(2025, 10, 28), again, NUMBERS).due == date(2025, 11, 20)
