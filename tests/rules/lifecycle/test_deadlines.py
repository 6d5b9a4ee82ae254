"""By when the next step is due, counted by hand: over the Spring Festival and the National Day with their make-up working days, and standing still."""

from datetime import date
from typing import Any

import pytest
from tests.rules.lifecycle.expected import enough, table

from sanzhang.rules.lifecycle import Given, LifeCycle, Numbers, Standing, begin, read_life_cycle, walk

# A table of our own, with each kind of deadline and a state in which the clock stands still.
PERMIT = read_life_cycle(
    "permit.yaml",
    """
id: permit
version: 1
title: {zh: 许可, en: Permit}
states:
  - {id: asked, title: {zh: 已申请, en: Asked}, owner: {zh: 窗口, en: Desk}, next: answered}
  - {id: waiting, title: {zh: 等补正, en: Waiting}, owner: {zh: 申请人, en: Applicant}, next: completed, clock: stopped}
  - {id: abroad, title: {zh: 出国, en: Abroad}, owner: {zh: 申请人, en: Applicant}, next: completed, clock: stopped}
  - {id: answered, title: {zh: 已答复, en: Answered}, ended: true}
steps:
  - {event: asked, title: {zh: 申请, en: Ask}, opens: true, to: asked, by: view.area, deadline: {days: 20, basis: &us {text: {zh: 试, en: Try}, grade: X}}}
  - {event: asked_from_abroad, title: {zh: 境外申请, en: Ask}, opens: true, to: abroad, by: view.area, deadline: {days: 20, basis: *us}}
  - {event: incomplete, title: {zh: 不齐, en: Incomplete}, of: [asked], to: waiting, by: view.area}
  - {event: left, title: {zh: 出国, en: Left}, of: [waiting], to: abroad, by: view.area}
  - {event: reminded, title: {zh: 催, en: Remind}, of: [waiting, abroad], to: same, by: view.area}
  - {event: given_time, title: {zh: 宽限, en: More time}, of: [waiting], to: same, by: view.area, deadline: {days: 30, basis: *us}}
  - {event: completed, title: {zh: 补齐, en: Completed}, of: [waiting, abroad], to: back, by: view.area}
  - {event: begun_again, title: {zh: 重来, en: Again}, of: [waiting], to: asked, by: view.area, deadline: {workdays: 3, basis: *us}}
  - {event: put_off, title: {zh: 不限, en: Put off}, of: [asked], to: same, by: view.area, deadline: {none: true}}
  - {event: answered, title: {zh: 答复, en: Answer}, of: [asked], to: answered, by: view.area, deadline: {days: 9, basis: *us}}
""",
)
NUMBERS: Numbers = {"referral_workdays": (5, "workdays"), "major_report_workdays": (10, "days"), "plate_workdays": (5, "workdays")}


def due(name: str, state: str, event: str, day: date, **instead: Any) -> date | None:
    given = enough(name, event, day, **instead)
    if not state:
        return begin(table(name), event, day, given, NUMBERS).due
    return walk(table(name), Standing(state, due=date(2024, 1, 2)), event, day, given, NUMBERS).due


@pytest.mark.parametrize(
    ("state", "event", "day", "expected"),
    [
        # 2024: 10 to 17 February off, the Sundays 4 and 18 February worked
        ("open", "reported", date(2024, 2, 1), date(2024, 2, 5)),
        ("open", "reported", date(2024, 2, 8), date(2024, 2, 19)),
        ("open", "reported", date(2024, 2, 9), date(2024, 2, 20)),
        # 2024: 1 to 7 October off, Sunday 29 September and Saturday 12 October worked
        ("open", "reported", date(2024, 9, 27), date(2024, 10, 8)),
        ("taken", "referred", date(2024, 10, 9), date(2024, 10, 15)),
        # 2025: 28 January to 4 February off, Sunday 26 January and Saturday 8 February worked
        ("taken", "referred", date(2025, 1, 24), date(2025, 2, 7)),
        ("accepted", "answered", date(2025, 1, 27), date(2025, 2, 7)),
        # 2025: 1 to 8 October off, Sunday 28 September and Saturday 11 October worked
        ("ordered", "rectified", date(2025, 9, 26), date(2025, 9, 30)),
        ("rectified", "remains", date(2025, 9, 30), date(2025, 10, 11)),
    ],
)
def test_working_days_of_hazards(state: str, event: str, day: date, expected: date) -> None:
    assert due("hazard", state, event, day) == expected


@pytest.mark.parametrize(
    ("name", "state", "event", "day", "expected"),
    [
        ("listing", "determined", "reported", date(2025, 1, 24), date(2025, 2, 10)),
        ("listing", "reported", "agreed", date(2024, 9, 29), date(2024, 10, 11)),
        ("listing", "", "proposed", date(2024, 2, 8), date(2024, 2, 18)),
        ("listing", "passed", "case_closed", date(2024, 9, 30), date(2024, 10, 12)),
        ("sealing", "", "sealed_at_once", date(2024, 9, 30), date(2024, 10, 1)),
        ("sealing", "", "decided", date(2024, 9, 30), date(2024, 10, 10)),
        ("penalty", "", "filed", date(2024, 12, 3), date(2025, 3, 3)),
        ("report", "", "received_urgent", date(2025, 9, 30), date(2025, 10, 1)),
        ("report", "", "received", date(2025, 9, 30), date(2025, 10, 11)),
    ],
)
def test_days_and_working_days_of_cases(name: str, state: str, event: str, day: date, expected: date) -> None:
    assert due(name, state, event, day) == expected


def test_at_once_as_asked_and_none() -> None:
    day = date(2024, 10, 1)
    assert due("hazard", "open", "ordered_now", day) == day
    assert due("hazard", "taken", "ordered", day, due=date(2024, 10, 6)) == date(2024, 10, 6), "as asked, also on a day off"
    assert due("sealing", "decided", "sealed", day, until=date(2024, 10, 31)) == date(2024, 10, 31)


def test_a_step_without_a_deadline_of_its_own_leaves_the_present_one() -> None:
    day = date(2024, 1, 2)
    for name, state, event in (("hazard", "open", "urged"), ("hazard", "open", "extension_asked"), ("listing", "discussed", "determined")):
        assert due(name, state, event, date(2024, 1, 1)) == day, event
    for name, state, event in (
        ("hazard", "rectified", "reinspected"),
        ("hazard", "open", "withdrawn"),
        ("listing", "removal_agreed", "plate_removed"),
    ):
        assert due(name, state, event, date(2024, 1, 1)) is None, "nothing is due where nothing is left to do"


def go(cycle: LifeCycle, now: Standing, *steps: tuple[str, date]) -> Standing:
    for event, day in steps:
        now = walk(cycle, now, event, day, Given(), {})
    return now


def asked() -> Standing:
    return begin(PERMIT, "asked", date(2024, 3, 1), Given(), {})


def test_while_the_clock_stands_still_no_day_counts() -> None:
    stopped = go(PERMIT, asked(), ("incomplete", date(2024, 3, 5)))
    assert (stopped.state, stopped.due, stopped.stopped_on) == ("waiting", date(2024, 3, 21), date(2024, 3, 5))
    going = go(PERMIT, stopped, ("reminded", date(2024, 3, 9)), ("completed", date(2024, 3, 15)))
    assert (going.state, going.due, going.stopped_on) == ("asked", date(2024, 3, 31), None), "ten days later, as long as it stood still"
    assert (going.before, going.since) == ("waiting", date(2024, 3, 15))


def test_it_stands_still_from_the_first_of_several_states_in_which_it_does() -> None:
    stopped = go(PERMIT, asked(), ("incomplete", date(2024, 3, 5)), ("left", date(2024, 3, 8)))
    assert (stopped.before, stopped.stopped_on) == ("waiting", date(2024, 3, 5))
    assert go(PERMIT, stopped, ("completed", date(2024, 3, 10))).state == "waiting", "back to the state before"


def test_a_deadline_given_while_it_stands_still_counts_from_there() -> None:
    stopped = go(PERMIT, asked(), ("incomplete", date(2024, 3, 5)), ("given_time", date(2024, 3, 10)))
    assert (stopped.due, stopped.stopped_on) == (date(2024, 4, 9), date(2024, 3, 10))
    assert go(PERMIT, stopped, ("completed", date(2024, 3, 12))).due == date(2024, 4, 11)


def test_a_deadline_given_on_going_on_is_not_moved() -> None:
    again = go(PERMIT, asked(), ("incomplete", date(2024, 3, 5)), ("begun_again", date(2024, 3, 15)))
    assert (again.due, again.stopped_on) == (date(2024, 3, 20), None)


def test_it_may_stand_still_from_the_beginning_and_has_none_at_the_end() -> None:
    abroad = begin(PERMIT, "asked_from_abroad", date(2024, 3, 1), Given(), {})
    assert (abroad.stopped_on, abroad.due) == (date(2024, 3, 1), date(2024, 3, 21))
    assert go(PERMIT, asked(), ("answered", date(2024, 3, 4))).due is None
    off = go(PERMIT, asked(), ("put_off", date(2024, 3, 4)))
    assert off.due is None
    assert go(PERMIT, off, ("incomplete", date(2024, 3, 5)), ("completed", date(2024, 3, 9))).due is None


def test_a_listing_paused_for_three_weeks_is_judged_anew() -> None:
    listed = Standing("listed", "agreed", date(2024, 6, 30), since=date(2024, 3, 1))
    paused = walk(table("listing"), listed, "paused", date(2024, 5, 6), enough("listing", "paused"), NUMBERS)
    assert (paused.state, paused.due, paused.stopped_on) == ("paused", date(2024, 6, 30), date(2024, 5, 6))
    again = walk(table("listing"), paused, "reopened", date(2024, 5, 27), enough("listing", "reopened"), NUMBERS)
    assert (again.state, again.due, again.stopped_on) == ("proposed", date(2024, 6, 6), None)
