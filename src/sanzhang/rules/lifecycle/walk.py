"""One step along a life cycle: whether it may be taken, and how things stand afterwards."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sanzhang.rules.lifecycle.due import Ground, Numbers, deadline_of, moment_of
from sanzhang.rules.lifecycle.given import Given
from sanzhang.rules.lifecycle.model import BACK, SAME, LifeCycle, Step
from sanzhang.rules.lifecycle.needs import wrong
from sanzhang.rules.problems import Problem, Problems, gettext_noop as _


@dataclass(frozen=True, slots=True)
class Standing:
    """How something stands: its state, and the one before (to which ``back`` leads).

    ``due``: by when the expected step is due, ``due_at`` to the moment where hours count; ``beside``: what else is due, by event; ``since``: the day
    since which it is in this state; ``stopped_on``: since when the clock is stopped; ``inspected_on``: the inspection from which deadlines count.
    """

    state: str
    before: str = ""
    due: date | None = None
    stopped_on: date | None = None
    since: date | None = None
    inspected_on: date | None = None
    beside: Mapping[str, date] = field(default_factory=dict)
    due_at: datetime | None = None

    @property
    def next_due(self) -> date | None:
        """The earliest day by which anything is due."""
        return min([day for day in (self.due, *self.beside.values()) if day], default=None)


def begin(
    cycle: LifeCycle, event: str, day: date, given: Given, numbers: Numbers, at: datetime | None = None, inspected_on: date | None = None
) -> Standing:
    """How something stands that begins with ``event`` on ``day``, at the moment ``at`` where hours count, found by an inspection on ``inspected_on``.

    Raises ``Problems`` with everything that is missing.
    """
    step = cycle.beginning(event)
    if step is None:
        raise Problems([_not_here(cycle, event, "")])
    if problems := wrong(step, given, day):
        raise Problems(problems)
    return _after(cycle, step, Standing("", inspected_on=inspected_on or day), step.to, day, given, numbers, at)


def walk(
    cycle: LifeCycle, now: Standing, event: str, day: date, given: Given, numbers: Numbers, at: datetime | None = None
) -> Standing:  # fmt: skip
    """How things stand after ``event`` on ``day``, at the moment ``at`` where hours count.

    Raises ``Problems``: the event must not happen in this state, something that it needs is missing, something is given for which nobody asked.
    """
    step = cycle.step(event, now.state)
    if step is None:
        raise Problems([_not_here(cycle, event, now.state)])
    if problems := wrong(step, given, day, since=now.since, due=now.due):
        raise Problems(problems)
    return _after(cycle, step, now, {SAME: now.state, BACK: now.before or now.state}.get(step.to, step.to), day, given, numbers, at)


def open_steps(cycle: LifeCycle, state: str) -> list[Step]:
    """What may happen next to something in ``state``, in the table's order."""
    return [step for step in cycle.steps if state in step.of]


def _after(
    cycle: LifeCycle, step: Step, now: Standing, to: str, day: date, given: Given, numbers: Numbers, at: datetime | None
) -> Standing:  # fmt: skip
    inspected = day if step.inspects else now.inspected_on
    ground = Ground(day, at, inspected, now.due)
    due, due_at = now.due, now.due_at
    if step.deadline is not None:
        due, due_at = deadline_of(step.deadline, ground, given, numbers), moment_of(step.deadline, ground)
    beside = {event: last for event, last in now.beside.items() if event != step.event}
    for other in step.beside:
        if last := deadline_of(other, ground, given, numbers):
            beside[other.event] = last
    beside = {event: last for event, last in beside.items() if cycle.step(event, to)}
    moved = now if to == now.state else replace(now, state=to, before=now.state, since=day)
    after = replace(moved, due=due, due_at=due_at, inspected_on=inspected, beside=beside)
    return _clock(cycle, now, after, day, keeps=step.deadline is None)


def _clock(cycle: LifeCycle, before: Standing, after: Standing, day: date, keeps: bool) -> Standing:
    """Stop the clock where the new state says so; when it runs again, the days for which a deadline stood still are added to it."""
    if cycle.state(after.state).ended:
        return replace(after, due=None, due_at=None, stopped_on=None, beside={})
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
