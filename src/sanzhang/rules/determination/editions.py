"""The editions of the standard on major fire hazards, as declared: elements, thresholds, rules of combination, exclusions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints, model_validator

from sanzhang.rules.determination.facts import FactTable
from sanzhang.rules.pack.model import Grade, Id, Statement, Text

Kind = Literal["direct", "combined"]
NUMBER_PATTERN = r"^\d+(\.\d+)+( ?[a-z]\))?$"
Number = Annotated[str, StringConstraints(pattern=NUMBER_PATTERN)]
Words = Annotated[str, StringConstraints(min_length=1)]
# Alternatives of facts: one of them must hold as a whole. () means everywhere.
Where = tuple[Annotated[tuple[Id, ...], Field(min_length=1)], ...]


Lower = Literal["more_than", "at_least"]
Upper = Literal["less_than", "at_most"]
Unit = Literal["percent", "metres", "square_metres", "storeys", "pieces"]


class Threshold(Statement):
    """A bound below, above, or both: what lies beyond it counts. ``where``: premises for which it is; the last one of a form is for all others."""

    where: Where = ()
    more_than: float | None = None
    at_least: float | None = None
    less_than: float | None = None
    at_most: float | None = None

    @model_validator(mode="after")
    def _bounded(self) -> "Threshold":
        lower, upper = ([name for name in get_args(kind) if getattr(self, name) is not None] for kind in (Lower, Upper))
        if not lower + upper or len(lower) > 1 or len(upper) > 1:
            raise ValueError("one of more_than and at_least, or one of less_than and at_most, or one of each")
        return self


class Measure(Statement):
    """What is measured: in per cent, ``part`` as a share of ``whole``; or a number of ``unit``. ``most``: a value beyond it cannot be right."""

    id: Id
    title: Text
    unit: Unit = "percent"
    part: Id = "actual"
    whole: Id = "standard"
    most: int | None = None


class Form(Statement):
    """One of the ways in which an element occurs: seen by the inspector, or measured against ``thresholds``.

    ``unsure``: why the threshold has to be confirmed by the brigade; ``annex``: the rule of the annex by which it is judged.
    """

    id: Id
    text: Text
    where: Where = ()
    unless: Where = ()
    measure: Id | None = None
    thresholds: tuple[Threshold, ...] = ()
    unsure: Text | None = None
    annex: str = ""


class Element(Statement):
    """One numbered element in our own words. ``same_as``: its counterparts in other editions, as ``edition:number``; ``page``: where it was copied from.

    ``either``: a value is held against every form that may be meant, and one is enough; otherwise they must agree, or the form be named.
    """

    no: Number = Field(alias="number")
    kind: Kind
    category: str
    text: Text
    grade: Grade
    source: Words
    where: Where = ()
    unless: Where = ()
    forms: tuple[Form, ...] = ()
    keywords: tuple[Words, ...] = ()
    note: Text | None = None
    page: int | None = None
    either: bool = False
    same_as: tuple[str, ...] = ()


class Rule(Statement):
    """How many combined elements make a major hazard. Without ``counts`` all count; ``recalled``: numbers of the range that were not read."""

    no: Words = Field(alias="number")
    text: Text
    at_least: int = Field(ge=1)
    where: Where = ()
    unless: Where = ()
    counts: tuple[Number, ...] = ()
    recalled: tuple[Number, ...] = ()
    grade: Grade
    source: Words


class Exclusion(Statement):
    """A fact because of which nothing is determined. ``may``: because of which people may leave it undetermined."""

    no: Words = Field(alias="number")
    fact: Id
    may: bool = False
    text: Text
    grade: Grade
    source: Words


class Day(Statement):
    """A first or last day. ``shown_from``: from this day on, published decisions show that the edition is applied."""

    day: date
    grade: Grade
    shown_from: date | None = None
    source: str = ""


class Numbers(Statement):
    """How many elements of each kind the standard has; or the chapters that they are in."""

    direct: int = Field(ge=1)
    combined: int = Field(ge=1)


class Chapters(Statement):
    """The chapters of the elements."""

    direct: str
    combined: str


class DirectRule(Statement):
    """The clause by which one direct element is enough."""

    no: Words = Field(alias="number")
    grade: Grade
    source: Words


class CorrectableRule(DirectRule):
    """The clause by which what can be corrected at once is no element."""

    text: Text


class Discussion(DirectRule):
    """How many people discuss a verdict, and how many experts where it is in doubt; of these two thirds agree."""

    people: int
    experts: int


class SimpleBound(DirectRule):
    """One bound for the combined elements of all premises."""

    count: int = Field(ge=1)


class Category(Statement):
    """A heading of elements."""

    id: Id
    title: Text


class Edition(Statement):
    """One edition. ``counts``: how many elements it has by what was published; None when not even that is known. ``exclusions`` None: not read.

    ``direct_by_premises``: its direct elements are ordered by kind of premises, so that one for all of them is worth asking about.
    """

    id: str
    number: Words
    title: Text
    grade: Grade
    source: Words
    valid_from: Day | None
    valid_until: Day | None
    counts: Numbers | None
    combined_at_least: SimpleBound | None
    exclusions: tuple[Exclusion, ...] | None
    categories: tuple[Category, ...]
    measures: tuple[Measure, ...]
    elements: tuple[Element, ...]
    rules: tuple[Rule, ...]
    chapters: Chapters | None = None
    direct_by_premises: bool = False
    direct_rule: DirectRule | None = None
    correctable_rule: CorrectableRule | None = None
    discussion: Discussion | None = None

    @property
    def loaded(self) -> bool:
        """Whether its elements are here, so that it can decide."""
        return bool(self.elements)

    @cached_property
    def by_number(self) -> dict[str, Element]:
        """Elements by number."""
        return {element.no: element for element in self.elements}

    @cached_property
    def asks_about(self) -> frozenset[str]:
        """The facts on which something in it depends."""
        forms = [form for element in self.elements for form in element.forms]
        parts: list[Element | Form | Rule] = [*self.elements, *forms, *self.rules]
        thresholds = [threshold.where for form in forms for threshold in form.thresholds]
        conditions = [one.where + one.unless for one in parts] + thresholds
        excluding = {one.fact for one in self.exclusions or ()}
        return frozenset(name for where in conditions for together in where for name in together) | excluding

    def of_kind(self, kind: Kind) -> tuple[Element, ...]:
        """The direct, or the combined elements."""
        return tuple(element for element in self.elements if element.kind == kind)


@dataclass(frozen=True, eq=False)
class Editions:
    """Every edition, oldest first, and the facts that they ask about. Known by identity, so that what is computed from it once can be kept."""

    versions: tuple[Edition, ...]
    facts: FactTable

    def __iter__(self) -> Iterator[Edition]:
        return iter(self.versions)

    def on(self, day: date) -> Edition:
        """The edition that applies to what was inspected on ``day``."""
        return next(one for one in reversed(self.versions) if one.valid_from is None or one.valid_from.day <= day)

    def named(self, name: str) -> Edition | None:
        """The edition ``name``; None when there is none."""
        return next((one for one in self.versions if one.id == name), None)

    def replaced(self, edition: Edition) -> "Editions":
        """The same with ``edition`` in place of the one of its name, as when a county has loaded its elements."""
        return Editions(tuple(edition if one.id == edition.id else one for one in self.versions), self.facts)
