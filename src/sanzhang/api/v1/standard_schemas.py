"""The shapes of what is the same for everybody in a county: kinds, marks, checklists and the like."""

from typing import Annotated

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
    """A kind of record. ``levels``: of areas in which it is recorded; ``asks_parties``: who took part must be said."""

    group: str
    levels: list[str]
    asks_parties: bool


class Basis(Shape):
    """Why an item is asked: what the source wants, which source, and how well that is verified (A best, X not found)."""

    text: str
    source: str
    grade: Annotated[Grade, values(Grade)]


class ChecklistItem(Shape):
    """One thing to look at, written as it should be. ``problems``: what is usually wrong, to be recorded with one tap."""

    id: str
    section: str
    text: str
    basis: Basis
    severity: Severity
    element: str
    hint: str
    problems: list[str]


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
