"""The shapes of what is pulled. The phone's own types are made from these; ``tests/api/test_pull.py`` holds real answers against them."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from sanzhang.api.v1.shapes import Person, Shape
from sanzhang.api.v1.standard_schemas import Checklist, Choice, EvidenceKind, HazardState, HazardStep, Mark, PremisesKind
from sanzhang.inspections.payloads import Action, PlaceType, Severity
from sanzhang.rules.position import Position

LastDay = date | Literal[""]


class HeldPost(Shape):
    """A post that the person holds today. ``id``: the appointment; ``powers``: what it may do in ``area`` and everywhere below."""

    id: str
    post: str
    title: str
    area: str
    area_name: str
    sector: str
    powers: list[str]


class Area(Shape):
    """An area. Its code begins with the code of the area above it."""

    code: str
    name: str
    level: Literal["county", "town", "village", "grid"]
    plate: str


class Premises(Shape):
    """A place. ``entry``: the state that an edit starts from; goes back as ``base``. ``conflict``: two people changed the same state."""

    key: str
    area: str
    kind: str
    marks: list[str]
    name: str
    code: str
    address: str
    position: Position | None
    responsible: str
    phone: str
    storeys: int | None
    floor_area: int | None
    occupancy: int | None
    sector: str
    notes: str
    initials: str
    closed: bool
    conflict: bool
    plate: str
    last_inspected: LastDay
    entry: str


class HouseholdPersonal(Shape):
    """Who lives there. ``categories``: why they are looked after; ``contact``: a relative or neighbour to call."""

    name: str
    phone: str
    address: str
    people: int | None
    categories: list[str]
    contact: str
    notes: str
    position: Position | None


class Household(Shape):
    """A household. ``personal`` is null where the person's posts may not open it. ``conflict``, ``entry``: as of a place."""

    key: str
    area: str
    number: str
    vulnerable: bool
    purpose: str
    keep_until: date
    personal: HouseholdPersonal | None
    conflict: bool
    plate: str
    last_inspected: LastDay
    entry: str


class Hazard(Shape):
    """A suspected hazard as it stands now. ``photos``: SHA-256 of each, before and after. ``conflict``: two people recorded different ends.

    ``state``: one of the county's table, which may have states that a program doesn't know: show ``state_title``. ``next_due``: by when the next step
    is due, ``next_step``, which ``owner`` owes; while ``stopped``, the clock doesn't run. ``due``: by when it is to be corrected.
    ``referred_to``: the department that has it in hand. ``entry``: the last that changed it; goes back as ``seen`` with the next step.
    """

    id: str
    area: str
    place_type: PlaceType
    place_key: str
    place_name: str
    item: str
    element: str
    text: str
    severity: Severity
    state: str
    state_title: str
    ended: bool
    owner: str
    next_step: str
    next_due: date | None
    stopped: bool
    referred_to: str
    entry: str
    action: Action
    due: date | None
    found_on: date
    corrected_on: date | None
    conflict: bool
    photos: list[str]


class Removed(Shape):
    """Keys of what is no longer this phone's."""

    premises: list[str]
    households: list[str]
    hazards: list[str]


def sometimes() -> Any:
    """A key that is left out, never null, where there is nothing new to say."""
    return Field(default_factory=list)


class Pull(Shape):
    """What is pulled. ``reset``: in the place of everything pulled before. Areas and standards come with a reset, or when they changed."""

    cursor: str
    reset: bool
    server_time: datetime
    key_expires_at: datetime
    person: Person
    county: str
    county_name: str
    demo: bool
    posts: list[HeldPost]
    areas: list[Area] = sometimes()
    kinds: list[PremisesKind] = sometimes()
    marks: list[Mark] = sometimes()
    categories: list[Choice] = sometimes()
    evidence: list[EvidenceKind] = sometimes()
    parties: list[Choice] = sometimes()
    departments: list[Choice] = sometimes()
    checklists: list[Checklist] = sometimes()
    states: list[HazardState] = sometimes()
    steps: list[HazardStep] = sometimes()
    premises: list[Premises]
    households: list[Household]
    hazards: list[Hazard]
    removed: Removed
