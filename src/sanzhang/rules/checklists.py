"""Checklists: what a person looks at, place by place. Read from YAML text; a version that has been issued is never changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from sanzhang.rules.pack.model import Grade, Id, Statement, Text

HOUSEHOLD, AREA = "household", "area"

Words = Annotated[str, StringConstraints(min_length=1)]
Element = Annotated[str, StringConstraints(pattern=r"^(20\d\d:\d+(\.\d+)+)?$")]


class Mode(StrEnum):
    """How a checklist is gone through. A notice's evidence kinds say which of these they come from."""

    EVERYDAY = "everyday"
    JOINT = "joint"
    VISIT = "visit"
    VULNERABLE_VISIT = "vulnerable_visit"
    RESIDENTIAL = "residential"
    AGENCY = "agency"


class Basis(Statement):
    """Why an item is asked: what the source wants, in our own words; which source; how well that is verified."""

    text: Words
    source: Words
    grade: Grade


class Section(Statement):
    """A part of the walk, such as the kitchen."""

    id: Id
    title: Text


class Phrase(Text):
    """What is usually wrong, in a few words. ``element``: the one that just this fault may touch."""

    element: Element = ""


class CommonItem(Statement):
    """One thing to look at, written as it should be; several checklists may use it.

    ``element``: the element of the standard on major fire hazards that a fault may touch, by edition and number; for the brigade's
    attention, it decides nothing. ``problems``: what is usually wrong, to be recorded with one tap; where one of them names an element
    of its own, the others touch none.
    """

    id: Id
    text: Text
    basis: Basis
    severity: Literal["general", "serious"] = "general"
    element: Element = ""
    hint: Text | None = None
    problems: tuple[Phrase, ...] = Field((), min_length=1)

    @property
    def elements(self) -> tuple[str, ...]:
        """For each problem the element that it may touch; empty where they all touch the item's."""
        own = tuple(problem.element for problem in self.problems)
        return own if any(own) else ()


class Item(CommonItem):
    """One thing to look at in a section of one checklist."""

    section: Id


class CommonItems(Statement):
    """A file of items that checklists include."""

    items: tuple[CommonItem, ...] = Field(min_length=1)


class Checklist(Statement):
    """The items for some kinds of premises, for households or for an area, in the order of the walk.

    ``for_`` (in files and on the phone: ``for``): kinds of premises, ``household``, ``area``. ``modes``: the usual one first.
    """

    id: Id
    version: int = Field(ge=1)
    valid_from: date
    title: Text
    for_: tuple[Id, ...] = Field(alias="for", min_length=1)
    modes: tuple[Mode, ...] = Field(min_length=1)
    sections: tuple[Section, ...] = Field(min_length=1)
    items: tuple[Item, ...] = Field(min_length=1)

    @property
    def unverified(self) -> tuple[Item, ...]:
        """The items whose basis still has to be compared with its source (待核)."""
        return tuple(item for item in self.items if not item.basis.grade.verified)


@dataclass(frozen=True, slots=True)
class Checklists:
    """Every version of every checklist."""

    versions: tuple[Checklist, ...]

    def exact(self, name: str, version: int) -> Checklist | None:
        """Just this version, however old: a draft on a phone keeps to the one it was begun with."""
        return next((found for found in self.versions if found.id == name and found.version == version), None)

    def on(self, day: date) -> dict[str, Checklist]:
        """The newest version of each that is valid on ``day``."""
        return newest(found for found in self.versions if found.valid_from <= day)


def newest(versions: Iterable[Checklist]) -> dict[str, Checklist]:
    """The one with the highest number of each."""
    return {found.id: found for found in sorted(versions, key=lambda found: (found.id, found.version))}
