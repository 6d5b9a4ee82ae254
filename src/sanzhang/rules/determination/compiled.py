"""Editions made ready for many cases: facts and elements as bits, so that a case is a few dictionary look-ups and comparisons of whole numbers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from sanzhang.rules.determination.editions import Edition, Editions, Element, Form, Measure, Rule, Threshold, Where
from sanzhang.rules.pack.model import Text

Masks = tuple[int, ...]
Comparison = Literal["more_than", "at_least", "less_than", "at_most"]
Exact = int | float | Decimal


@dataclass(frozen=True, slots=True)
class Bound:
    """A threshold: for which premises, which comparison, with how much; ``also``: another comparison that must hold with it."""

    where: Masks
    comparison: Comparison
    value: int | Decimal
    also: tuple[Comparison, int | Decimal] | None


@dataclass(frozen=True, slots=True)
class Shape:
    """A form of an element. ``measure`` None: it is seen, not measured."""

    form: Form
    where: Masks
    unless: Masks
    measure: Measure | None
    bounds: tuple[Bound, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """An element, with its own bit among those of its edition. ``alike``: its forms measure the same thing."""

    element: Element
    bit: int
    where: Masks
    unless: Masks
    shapes: tuple[Shape, ...]
    measured: tuple[Shape, ...]
    by_form: dict[str, Shape]
    alike: bool


@dataclass(frozen=True, slots=True)
class Count:
    """A rule of combination: of the elements in ``mask``, ``at_least`` so many. ``recalled``: the part of the mask that was not read."""

    no: str
    text: Text | None
    where: Masks
    unless: Masks
    mask: int
    recalled: int
    at_least: int
    verified: bool


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """One edition made ready. ``facts``: bits of those that it asks about.

    ``exclusions``: the bits of the facts that exclude a determination, with the clause; ``optional``: those for which it may be left undetermined;
    ``unread``: those that may exclude, but were not read.
    """

    edition: Edition
    parts: dict[str, Part]
    direct: int
    verified: int
    counts: tuple[Count, ...]
    direct_rule: str
    exclusions: tuple[tuple[int, str], ...]
    optional: tuple[tuple[int, str], ...]
    unread: int
    facts: int


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything ready. ``begins``: the first days of the editions, newest first. ``bits``: facts; ``with_yes`` and ``with_no``: what follows from an answer.

    ``of_kind``: the facts that a kind of premises, or a class said in place of one, settles: yes, no. ``claimed``: false unless said.
    """

    editions: Editions
    begins: tuple[tuple[date, Ready], ...]
    ready: dict[str, Ready]
    bits: dict[str, int]
    with_yes: dict[str, int]
    with_no: dict[str, int]
    of_kind: dict[str, tuple[int, int]]
    claimed: int

    def on(self, day: date) -> Ready:
        """The edition for ``day``."""
        for first, ready in self.begins:
            if first <= day:
                return ready
        raise AssertionError("the oldest edition has no first day")

    def names(self, mask: int) -> list[str]:
        """The facts in ``mask``."""
        return [name for name, bit in self.bits.items() if bit & mask]


@lru_cache(maxsize=64)
def tables(editions: Editions) -> Tables:
    """``editions`` made ready; kept, since the same ones are asked again and again."""
    facts = editions.facts
    bits = {fact.id: 1 << index for index, fact in enumerate(facts.facts)}
    with_yes = {fact.id: bits[fact.id] | _union(fact.implies, bits) for fact in facts.facts}
    with_no = {fact.id: _union((other.id for other in facts.facts if fact.id in (other.id, *other.implies)), bits) for fact in facts.facts}
    of_kind = {name: (with_yes[name], 0) for name in facts.classes}  # a kind of the same name says more
    of_kind |= {kind: _settled(answers, with_yes, with_no) for kind, answers in facts.of_kind.items()}
    claimed = _union((fact.id for fact in facts.facts if fact.claimed), bits)
    ready = {edition.id: _ready(edition, bits, claimed) for edition in editions}
    begins = [(edition.valid_from.day if edition.valid_from else date.min, ready[edition.id]) for edition in editions]
    return Tables(editions, tuple(reversed(begins)), ready, bits, with_yes, with_no, of_kind, claimed)


def _union(names: Iterable[str], bits: dict[str, int]) -> int:
    mask = 0
    for name in names:
        mask |= bits[name]
    return mask


def _settled(answers: dict[str, bool], with_yes: dict[str, int], with_no: dict[str, int]) -> tuple[int, int]:
    yes = _union((name for name, answer in answers.items() if answer), with_yes)
    return yes, _union((name for name, answer in answers.items() if not answer), with_no) & ~yes


def _masks(where: Where, bits: dict[str, int]) -> Masks:
    return tuple(_union(together, bits) for together in where)


def _ready(edition: Edition, bits: dict[str, int], claimed: int) -> Ready:
    measures = {measure.id: measure for measure in edition.measures}
    parts = {element.no: _part(element, 1 << index, measures, bits) for index, element in enumerate(edition.elements)}
    numbers = {no: part.bit for no, part in parts.items()}
    combined = _union(tuple(element.no for element in edition.of_kind("combined")), numbers)
    counts = [_count(rule, combined, numbers, bits) for rule in edition.rules]
    if bound := edition.combined_at_least:
        counts.append(Count(bound.no, None, (), (), combined, 0, bound.count, bound.grade.verified))
    return Ready(
        edition=edition,
        parts=parts,
        direct=_union(tuple(element.no for element in edition.of_kind("direct")), numbers),
        verified=_union(tuple(element.no for element in edition.elements if element.grade.verified), numbers),
        counts=tuple(counts),
        direct_rule=edition.direct_rule.no if edition.direct_rule else "",
        exclusions=tuple(_excluding(edition, bits, may=False)),
        optional=tuple(_excluding(edition, bits, may=True)),
        unread=claimed if edition.exclusions is None else 0,
        facts=_union(edition.asks_about, bits),
    )


def _excluding(edition: Edition, bits: dict[str, int], *, may: bool) -> Iterator[tuple[int, str]]:
    yield from ((bits[one.fact], one.no) for one in edition.exclusions or () if one.may is may)


def _count(rule: Rule, combined: int, numbers: dict[str, int], bits: dict[str, int]) -> Count:
    recalled = _union(rule.recalled, numbers)
    mask = _union(rule.counts, numbers) | recalled or combined
    return Count(
        rule.no, rule.text, _masks(rule.where, bits), _masks(rule.unless, bits), mask, recalled, rule.at_least, rule.grade.verified
    )


def _part(element: Element, bit: int, measures: dict[str, Measure], bits: dict[str, int]) -> Part:
    shapes = tuple(
        Shape(
            form,
            _masks(form.where, bits),
            _masks(form.unless, bits),
            measures[form.measure] if form.measure else None,
            tuple(_bound(threshold, bits) for threshold in form.thresholds),
        )
        for form in element.forms
    )
    measured = tuple(shape for shape in shapes if shape.measure)
    by_form = {shape.form.id: shape for shape in shapes}
    alike = len({form.measure for form in element.forms if form.measure}) <= 1
    return Part(element, bit, _masks(element.where, bits), _masks(element.unless, bits), shapes, measured, by_form, alike)


def _bound(threshold: Threshold, bits: dict[str, int]) -> Bound:
    given: dict[Comparison, float | None] = {
        "more_than": threshold.more_than,
        "at_least": threshold.at_least,
        "less_than": threshold.less_than,
        "at_most": threshold.at_most,
    }
    first, *more = [(name, _exact(value)) for name, value in given.items() if value is not None]
    return Bound(_masks(threshold.where, bits), *first, more[0] if more else None)


def _exact(value: float) -> int | Decimal:
    return int(value) if value.is_integer() else Decimal(str(value))
