"""One step along a life cycle: whether it may be taken, and how things stand afterwards."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sanzhang.rules.lifecycle.model import BACK, SAME, Deadline, LifeCycle, Step
from sanzhang.rules.lifecycle.needs import wrong
from sanzhang.rules.problems import Problem, Problems, gettext_noop as _
from sanzhang.rules.workdays import add_workdays


@dataclass(frozen=True, slots=True)
class Given:
    """What a person gives with a step. ``people``: names; ``photos``: how many; ``agreed``: how many of the people agreed."""

    note: str = ""
    photos: int = 0
    due: date | None = None
    number: str = ""
    department: str = ""
    people: tuple[str, ...] = ()
    agreed: int | None = None
    result: str = ""
    earlier: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How something stands: its state, the one before (to which ``back`` leads), by when the next step is due, since when the clock is stopped."""

    state: str
    before: str = ""
    due: date | None = None
    stopped_on: date | None = None
    since: date | None = None


Numbers = Mapping[str, tuple[int, str]]
"""What the notice's parameters say on a day: number and unit (``days`` or ``workdays``) by name."""


def begin(cycle: LifeCycle, event: str, day: date, given: Given, numbers: Numbers) -> Standing:
    """How something stands that begins with ``event``. Raises ``Problems`` with everything that is missing."""
    step = cycle.beginning(event)
    if step is None:
        raise Problems([_not_here(cycle, event, "")])
    if problems := wrong(step, given, day):
        raise Problems(problems)
    begun = Standing(step.to, due=deadline_of(step.deadline, day, given, numbers), since=day)
    return _clock(cycle, Standing(""), begun, day, keeps=False)


def walk(cycle: LifeCycle, now: Standing, event: str, day: date, given: Given, numbers: Numbers) -> Standing:
    """How things stand after ``event`` on ``day``.

    Raises ``Problems``: the event must not happen in this state, something that it needs is missing, something is given for which nobody asked.
    """
    step = cycle.step(event, now.state)
    if step is None:
        raise Problems([_not_here(cycle, event, now.state)])
    if problems := wrong(step, given, day):
        raise Problems(problems)
    to = {SAME: now.state, BACK: now.before or now.state}.get(step.to, step.to)
    due = now.due if step.deadline is None else deadline_of(step.deadline, day, given, numbers)
    after = replace(now, state=to, due=due) if to == now.state else Standing(to, now.state, due, now.stopped_on, day)
    return _clock(cycle, now, after, day, keeps=step.deadline is None)


def open_steps(cycle: LifeCycle, state: str) -> list[Step]:
    """What may happen next to something in ``state``, in the table's order."""
    return [step for step in cycle.steps if state in step.of]


def deadline_of(deadline: Deadline | None, day: date, given: Given, numbers: Numbers) -> date | None:
    """The day by which the next step is due. A day of the notice's parameters counts from the day after."""
    if deadline is None or deadline.none:
        return None
    if deadline.asked:
        asked: date | None = getattr(given, deadline.asked)
        return asked
    if deadline.parameter:
        number, unit = numbers[deadline.parameter.parameter]
        return add_workdays(day, number) if unit == "workdays" else day + timedelta(days=number)
    if deadline.workdays is not None:
        return add_workdays(day, deadline.workdays)
    return day + timedelta(days=deadline.days or 0)


def _clock(cycle: LifeCycle, before: Standing, after: Standing, day: date, keeps: bool) -> Standing:
    """Stop the clock where the new state says so; when it runs again, the days for which a deadline stood still are added to it."""
    if cycle.state(after.state).ended:
        return replace(after, due=None, stopped_on=None)
    if cycle.state(after.state).clock == "stopped":
        return replace(after, stopped_on=before.stopped_on if before.stopped_on and keeps else day)
    if before.stopped_on is None:
        return after
    stood = day - before.stopped_on
    return replace(after, due=after.due + stood if after.due and keeps else after.due, stopped_on=None)


def _not_here(cycle: LifeCycle, event: str, state: str) -> Problem:
    titles = _titles(step.title.zh for step in (open_steps(cycle, state) if state else [step for step in cycle.steps if step.opens]))
    title = cycle.title_of(event)
    name = title.zh if title else event
    if not state:
        return Problem(
            "step_forbidden",
            _("{cycle}不能从“{event}”开始。"),
            _("可以从这些开始：{open}。"),
            cycle=cycle.title.zh,
            event=name,
            open=titles,
        )
    stands = cycle.by_state.get(state)
    return Problem(
        "step_forbidden", _("现在是“{state}”，不能“{event}”。"), _("现在可以做的：{open}。刷新后再看。"),
        state=stands.title.zh if stands else state, event=name, open=titles,
    )  # fmt: skip


def _titles(titles: Iterable[str]) -> str:
    found: Collection[str] = list(dict.fromkeys(titles))
    return "、".join(found) or "—"
