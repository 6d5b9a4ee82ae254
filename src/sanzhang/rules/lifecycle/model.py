"""What the table of a life cycle may say."""

from datetime import date
from functools import cached_property
from typing import Literal

from pydantic import Field

from sanzhang.rules.pack.model import Grade, Id, Origin, ParameterRef, Statement, Text

SAME = "same"
BACK = "back"

FieldName = Literal["note", "photos", "due", "number", "department", "people", "agreed", "result", "earlier", "until"]


class Basis(Statement):
    """Where a rule comes from, and how well that is verified."""

    text: Text
    grade: Grade


class Need(Statement):
    """What must be given with a step. ``at_least``: how many people, photos, or days later than now; ``share_of_people``: which part of them.

    ``at_most_days``: a date may lie so many days ahead at most, counted from the step, or from the day since which the state holds (``counted_from``).
    ``choices``: the values from which one is chosen.
    """

    field: FieldName
    title: Text
    at_least: int = 1
    share_of_people: tuple[int, int] | None = None
    at_most_days: int | None = None
    counted_from: Literal["step", "state"] = "step"
    choices: dict[str, Text] = {}
    optional: bool = False


class Deadline(Statement):
    """By when the next step is due: so many ``hours``, ``days`` or ``workdays`` later, or the day that is asked for (``asked``), or none at all.

    ``since``: counted from this step, from the inspection on which all rests, or from the deadline that stands (which is thereby put off).
    A table's number is shown with its ``basis``; a ``parameter`` has its own in the notice's pack.
    """

    hours: int | None = None
    days: int | None = None
    workdays: int | None = None
    parameter: ParameterRef | None = None
    asked: Literal["due", "until"] | None = None
    none: bool = False
    since: Literal["step", "inspection", "due"] = "step"
    basis: Basis | None = None


class Beside(Deadline):
    """A step that is due beside the expected one, such as a notice to be served while a report is written."""

    event: Id


class AtEnd(Deadline):
    """What is expected once the deadline of a state has passed, and within how long after it."""

    next: Id
    owner: Text


class State(Statement):
    """Where something stands. ``owner``: who owes the next step, in words; ``next``: the step that is expected; ``at_end``: what is expected instead
    once the deadline has passed.

    ``clock`` stopped: the deadline does not run while it stands here. ``ended``: nothing is left to do.
    """

    id: Id
    title: Text
    owner: Text | None = None
    next: Id | None = None
    at_end: AtEnd | None = None
    clock: Literal["runs", "stopped"] = "runs"
    ended: bool = False


class CountsAs(Statement):
    """Stands for the power to record what a step counts as in the county's notice."""

    counts_as: Origin


class Step(Statement):
    """One row: in which states (``of``) ``event`` may happen, what follows, who may do it, what it needs, and by when the next step is due.

    ``to``: a state, ``same``, or ``back`` for the state before this one. Without a ``deadline`` the present one stays.
    ``beside``: what else is due from then on. ``inspects``: it is an inspection, from which deadlines count. ``opens``: the event with which something
    begins. ``four_eyes``: not by the person who took the step before. ``in_hand``: only by the department that has it in hand. ``once_due``: only when
    the present deadline has come. ``document``: the paper that goes with it.
    """

    event: Id
    title: Text
    of: tuple[str, ...] = ()
    opens: bool = False
    to: str
    by: Id | CountsAs
    needs: tuple[Need, ...] = ()
    deadline: Deadline | None = None
    beside: tuple[Beside, ...] = ()
    inspects: bool = False
    four_eyes: bool = False
    in_hand: bool = False
    once_due: bool = False
    document: Text | None = None
    basis: Basis | None = None


class LifeCycle(Statement):
    """A whole table. A changed one is a file of its own with the next ``version``, for steps from ``valid_from`` on: the past stays as it was."""

    id: Id
    version: int = Field(ge=1)
    valid_from: date = date.min
    title: Text
    states: tuple[State, ...]
    steps: tuple[Step, ...]

    def state(self, name: str) -> State:
        """The state called ``name``; ``KeyError`` when there is none."""
        return self.by_state[name]

    @cached_property
    def by_state(self) -> dict[str, State]:
        """The states by name."""
        return {state.id: state for state in self.states}

    def step(self, event: str, state: str) -> Step | None:
        """The row for ``event`` in ``state``; None when it must not happen there."""
        return next((step for step in self.steps if step.event == event and state in step.of), None)

    def expected(self, state: str) -> Step | None:
        """The step that ``state`` waits for; None where nothing is left to do, or the table has no such state any more."""
        found = self.by_state.get(state)
        return self.step(found.next, state) if found and found.next else None

    def beginning(self, event: str) -> Step | None:
        """The row for ``event`` with which something begins."""
        return next((step for step in self.steps if step.event == event and step.opens), None)

    def title_of(self, event: str) -> Text | None:
        """What ``event`` is called; None for one that the table no longer has."""
        return next((step.title for step in self.steps if step.event == event), None)
