"""The shapes of hazards and cases as programs read them, each with every step that was taken."""

from datetime import date, datetime
from typing import Any

from sanzhang.api.v1.shapes import Person, Shape
from sanzhang.inspections.payloads import Action, PlaceType, Severity


class AwaitedStep(Shape):
    """A step that is waited for. ``by``: when it is due; ``over``: the day on which the period before it ran out."""

    step: str
    owner: str
    by: date | None
    over: date | None


class Stands(Shape):
    """How something stands, as in a pull. ``awaits``: all that it waits for, what is due first at the front. ``late``: something was due before now,
    and its clock runs. Times are when the server recorded it.
    """

    id: str
    area: str
    area_name: str
    place_type: PlaceType
    place_key: str
    place_name: str
    text: str
    state: str
    state_title: str
    ended: bool
    owner: str
    next_step: str
    next_due: date | None
    awaits: list[AwaitedStep]
    late: bool
    stopped: bool
    due: date | None
    entry: str
    recorded_at: datetime
    changed_at: datetime


class StepDone(Shape):
    """One step. ``state``: how it stood afterwards; ``given``: day, number, department, people and so on, by field; ``withdrawn``: counts for nothing."""

    entry: str
    event: str
    title: str
    state: str
    state_title: str
    by: Person
    post: str
    post_title: str
    sector: str
    occurred_at: datetime
    recorded_at: datetime
    note: str
    photos: list[str]
    given: dict[str, Any]
    withdrawn: bool


class HazardRead(Stands):
    """A suspected hazard. ``earlier``: the same one found before, or empty."""

    checklist: str
    item: str
    element: str
    severity: Severity
    action: Action
    found_on: date
    corrected_on: date | None
    referred_to: str
    earlier: str
    conflict: bool


class HazardWhole(HazardRead):
    """A suspected hazard with its history, the first step first."""

    history: list[StepDone]


class Hazards(Shape):
    """One page, the newest found first. ``next``: the cursor of the next page; empty at the end."""

    as_of: date
    hazards: list[HazardRead]
    next: str


class CaseRead(Stands):
    """A case. ``cycle``: the life cycle that it follows; ``department``: the sector that supervises it, or empty; ``hazards``: what it is about."""

    cycle: str
    cycle_title: str
    opened_on: date
    department: str
    hazards: list[str]


class CaseWhole(CaseRead):
    """A case with its history, the first step first. ``determination``: what the standard last said of it."""

    determination: dict[str, Any]
    history: list[StepDone]


class Cases(Shape):
    """One page, the newest opened first. ``next``: the cursor of the next page; empty at the end."""

    as_of: date
    cases: list[CaseRead]
    next: str
