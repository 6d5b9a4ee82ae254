"""The shapes of plans of inspections as programs read them."""

from datetime import date, datetime
from typing import Annotated

from sanzhang.api.v1.shapes import Person, Shape, values
from sanzhang.plans.choices import PlanKind
from sanzhang.rules.plans import PlaceState


class PlanRead(Shape):
    """A plan. ``sector``: whose places, empty for all; ``departments``: the sectors it invites; ``kinds``, ``marks``: which places were looked for.

    ``count``, ``per_place``, ``recent_days``: of a draw; ``workdays``: of a revisit. ``total``, ``done``, ``late``: places, counted from inspections.
    ``over``: it was ended or withdrawn, ``because``.
    """

    id: str
    kind: Annotated[str, values(PlanKind)]
    kind_title: str
    title: str
    area: str
    area_name: str
    sector: str
    first: date
    last: date
    checklist: str
    departments: list[str]
    kinds: list[str]
    marks: list[str]
    count: int
    per_place: int
    recent_days: int
    workdays: int | None
    note: str
    by: Person
    post: str
    post_title: str
    recorded_at: datetime
    over: bool
    ended_at: datetime | None
    withdrawn_at: datetime | None
    because: str
    total: int
    done: int
    late: int


class Plans(Shape):
    """One page, those that end last first. ``next``: the cursor of the next page; empty at the end."""

    as_of: date
    plans: list[PlanRead]
    next: str


class InspectionCounted(Shape):
    """An inspection that counts for a place of a plan."""

    id: str
    day: date
    by: Person
    post: str
    evidence: str
    checklist: str
    departments: list[str]
    findings: int


class PlanPlaceRead(Shape):
    """A place of a plan. ``name`` and ``area`` are empty where it is no longer registered. ``inspectors``: who was drawn for it.

    ``done_on``: the day of the first inspection that counts; ``inspections``: those of them that the caller may see.
    """

    place: str
    name: str
    area: str
    area_name: str
    since: date
    due: date
    state: Annotated[str, values(PlaceState)]
    state_title: str
    inspectors: list[Person]
    done_on: date | None
    inspections: list[InspectionCounted]


class PlanDrawRead(Shape):
    """How the places were drawn. ``entry``: the journal's entry, which holds both pools; ``excluded``: how many stayed out, by reason."""

    entry: str
    seed: str
    seed_from: str
    pool_hash: str
    pool_places: int
    pool_inspectors: int
    excluded: dict[str, int]
    by: Person
    occurred_at: datetime


class PlanWhole(PlanRead):
    """A plan with its places, as they stand today. ``draw`` is null where nothing was drawn."""

    as_of: date
    places: list[PlanPlaceRead]
    draw: PlanDrawRead | None
