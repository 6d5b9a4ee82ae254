"""What something waits for: the expected step, what is due beside it, and what follows once a period has run out."""

from dataclasses import dataclass
from datetime import date

from sanzhang.rules.lifecycle.due import Ground, deadline_of
from sanzhang.rules.lifecycle.given import Given
from sanzhang.rules.lifecycle.model import LifeCycle, Step
from sanzhang.rules.lifecycle.walk import Standing
from sanzhang.rules.pack.model import Text


@dataclass(frozen=True, slots=True)
class Coming:
    """A step that is waited for. ``by``: the day by which it is due, if any; ``over``: the period before it ran out that day, if it did."""

    step: Step
    owner: Text | None
    by: date | None = None
    over: date | None = None


def coming(cycle: LifeCycle, now: Standing, today: date) -> list[Coming]:
    """Everything that is waited for, what is due first at the front. Empty where nothing is left to do, or the table has no such state any more."""
    state = cycle.by_state.get(now.state)
    if state is None or state.ended:
        return []
    found = [
        Coming(step, state.owner, due) for event, due in now.beside.items() if (step := cycle.step(event, now.state))
    ]  # fmt: skip
    expected = cycle.expected(now.state)
    if state.at_end and now.due and today > now.due and now.stopped_on is None:
        step = cycle.step(state.at_end.next, now.state)
        by = deadline_of(state.at_end, Ground(now.due), Given(), {})
        found += [Coming(step, state.at_end.owner, by, over=now.due)] if step else []
    elif expected and expected.event not in now.beside:
        found.append(Coming(expected, state.owner, now.due))
    return sorted(found, key=lambda one: one.by or date.max)
