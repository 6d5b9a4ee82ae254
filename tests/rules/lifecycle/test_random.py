"""Whatever is tried, in whatever order: nothing leaves the known states, and what is refused changes nothing."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from tests.rules.lifecycle.expected import ASKS, ENDED, LEADS, NUMBERS, OPENING, enough, table

from sanzhang.rules.lifecycle import Standing, begin, walk
from sanzhang.rules.problems import Problems

EVENTS = {name: sorted(ASKS[name]) for name in sorted(ASKS)}
AT_THE_END = {("hazard", "corrected"): {"corrected", "linked", "withdrawn"}}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
@pytest.mark.parametrize("name", sorted(LEADS))
def test_a_walk_never_leaves_the_known_states(name: str, data: st.DataObject) -> None:
    day = data.draw(st.dates(date(2023, 1, 1), date(2026, 6, 30)))
    opening = data.draw(st.sampled_from(sorted(OPENING[name])))
    now = begin(table(name), opening, day, enough(name, opening, day), NUMBERS)
    for event in data.draw(st.lists(st.sampled_from(EVENTS[name]), max_size=25)):
        day += timedelta(days=data.draw(st.integers(0, 40)))
        after = attempt(name, now, event, day)
        assert (after is not None) == (event in LEADS[name][now.state] and not untimely(name, now, event, day))
        if after:
            stands(name, now, after, day)
            now = after


def untimely(name: str, now: Standing, event: str, day: date) -> bool:
    """Whether the step has to wait until the deadline has come, or comes when all that it may give has run out."""
    step = table(name).step(event, now.state)
    waits = step and step.once_due and now.due and day < now.due
    counted = (
        step
        and now.since
        and any(need.counted_from == "state" and day > now.since + timedelta(days=need.at_most_days or 0) for need in step.needs)
    )
    return bool(waits or counted)


def attempt(name: str, now: Standing, event: str, day: date) -> Standing | None:
    """How it stands after the step; None where the table forbids it."""
    try:
        return walk(table(name), now, event, day, enough(name, event, day), NUMBERS)
    except Problems as refused:
        if refused.problems[0].code not in ("step_forbidden", "step_early", "due_far"):
            raise
        return None


def stands(name: str, before: Standing, after: Standing, day: date) -> None:
    assert after.state in LEADS[name]
    assert after.before in ("", *LEADS[name])
    assert after.since is not None
    assert after.since <= day
    if before.state in ENDED[name]:
        assert set(LEADS[name][before.state]) == AT_THE_END[name, before.state], "an ended state allows only what its row says"
    if after.state in ENDED[name]:
        assert (after.due, after.stopped_on) == (None, None)
    assert (after.stopped_on is not None) == (after.state == "paused")
