"""The shapes of what is the same for everybody in a county: kinds, marks, checklists and the like."""

from typing import Annotated, Literal

from pydantic import Field

from sanzhang.api.v1.shapes import Shape, values
from sanzhang.inspections.payloads import Severity
from sanzhang.rules.pack.model import Grade


class Choice(Shape):
    """Something to choose."""

    id: str
    title: str


class Mark(Choice):
    """What a place may be besides its kind. ``checklist``: used there instead of the kind's own; empty for none."""

    checklist: str


class PremisesKind(Choice):
    """A kind of place. ``group``: the heading under which it is offered; ``checklist``: the one usually used there."""

    group: str
    checklist: str


class EvidenceKind(Choice):
    """A kind of record. ``levels``: of areas in which it is recorded; ``asks_parties``: who took part must be said.

    ``comes_from``: what counts as it: an inspection of that mode, a step of a hazard. From ``inspection.joint`` alone, it names people too.
    """

    group: str
    levels: list[str]
    asks_parties: bool
    comes_from: list[str]


class Basis(Shape):
    """Why an item is asked: what the source wants, which source, and how well that is verified (A best, X not found)."""

    text: str
    source: str
    grade: Annotated[Grade, values(Grade)]


class ChecklistItem(Shape):
    """One thing to look at, written as it should be. ``problems``: what is usually wrong, to be recorded with one tap.

    ``elements``: for each problem the element that it may touch, or an empty text; left out where all of them touch the item's.
    """

    id: str
    section: str
    text: str
    basis: Basis
    severity: Severity
    element: str
    hint: str
    problems: list[str]
    elements: list[str] = Field(default_factory=list)


class Checklist(Shape):
    """A checklist in its newest version.

    ``for``: kinds of places, ``household`` or ``area``. ``evidence``: kinds of evidence as which a check with it may be recorded, the usual one first.
    """

    id: str
    version: int
    title: str
    for_: list[str] = Field(alias="for")
    evidence: list[str]
    sections: list[Choice]
    items: list[ChecklistItem]


class HazardState(Choice):
    """A state in which a hazard may be. ``next``: the event that is expected, and what that step is called; empty where it has ended.

    ``owner``: who owes that step, in words; with ``by_department`` it is the department to which the hazard was referred.
    """

    owner: str
    next: str
    next_step: str
    by_department: bool
    ended: bool


class StepNeed(Shape):
    """What is given with a step, by the field of the payload. ``at_least``: how many photos or people; ``at_most_days``: how far ahead a day may lie."""

    field: str
    title: str
    optional: bool
    at_least: int
    at_most_days: int | None
    choices: list[Choice]


class HazardStep(Shape):
    """A step that one of the person's posts may take in the states ``of``: in its area, where it carries ``power``.

    ``kind``: of the entry that records it. ``to``: the state afterwards, ``same``, or ``back`` for the one before. ``by_department``: of departments
    only the one to which the hazard was referred. ``deadline``: of the step after it. A note is always welcome; photos where ``takes_photos``.
    """

    event: str
    title: str
    of: list[str]
    to: str
    kind: str
    power: str
    by_department: bool
    deadline: Literal["kept", "due", "until", "none", "counted"]
    document: str
    takes_photos: bool
    needs: list[StepNeed]
