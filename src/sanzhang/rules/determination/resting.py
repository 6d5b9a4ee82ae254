"""What a verdict rests on that was not read (待核), and what it still lacks."""

from collections.abc import Iterator

from sanzhang.rules.determination.compiled import Count, Masks, Part
from sanzhang.rules.determination.decide import Determination
from sanzhang.rules.determination.judging import Judged
from sanzhang.rules.determination.thresholds import applies


def unverified(found: Determination) -> tuple[str, ...]:
    """Each part that was recalled, or read only on a poor copy, and without which the verdict would not stand.

    ``7.3.9`` an element; ``5.3.3(c)`` a rule; ``5.3.3(a):7.5`` that the element is in the rule's range; ``7.2.1:area`` how a threshold is understood;
    ``valid_from`` that the edition applied on that day; the name of a fact: that premises of this kind are such.
    """
    begins = found.case.ready.edition.valid_from
    day = begins is not None and not begins.grade.verified and begins.shown_from is not None and found.case.day < begins.shown_from
    parts: Iterator[str] = iter(())
    match found.basis:
        case "direct":
            parts = _direct(found)
        case "combined":
            parts = _combined(found)
        case "excluded":
            parts = (one.no for one in found.case.ready.edition.exclusions or () if one.no == found.rule and not one.grade.verified)
        case "none":
            parts = _kept_from(found)
    return (*(["valid_from"] if day and found.major is not None else []), *dict.fromkeys(parts))


def missing(found: Determination) -> tuple[str, ...]:
    """Without a verdict: the facts it waits for. With one: the measurements by which its elements should still be shown.

    A fact by its name; ``elements[0].form``, ``.measured``, ``.immediately_correctable``, ``.no`` (no counterpart in this edition);
    ``edition.elements`` and ``edition.exclusions``: what was not published, to be entered by the brigade; ``discussion``: the standard leaves it to people.
    """
    if found.major is not None:
        return tuple(f"elements[{index}].measured" for index, one in enumerate(found.judged) if is_unmeasured(found, one))
    return tuple(dict.fromkeys(_waited_for(found)))


def is_unmeasured(found: Determination, one: Judged) -> bool:
    """Whether an element that counts could only have been found by measuring, and no measurement was given."""
    if not one.counted or one.finding.scale or not one.finding.part:
        return False
    case = found.case
    shapes = [one.finding.shape] if one.finding.shape else one.finding.part.shapes
    here = [shape for shape in shapes if applies(shape.where, shape.unless, case.yes, case.no) is not False]
    return bool(here) and all(shape.measure for shape in here)


def _direct(found: Determination) -> Iterator[str]:
    direct = [
        one.finding.part for one in found.judged if one.counted and one.finding.part and one.finding.part.bit & found.case.ready.direct
    ]
    if all(any(_doubts(found, part)) for part in direct):
        yield from (text for part in direct for text in _doubts(found, part))


def _combined(found: Determination) -> Iterator[str]:
    counted = [one.finding.part for one in found.judged if one.counted and one.finding.part]
    by = found.rule.split(" / ")
    for count in found.counts if len(by) == 1 else ():
        sure = {part.bit for part in counted if part.bit & count.mask & ~count.recalled and not any(_doubts(found, part))}
        if count.verified and len(sure) >= count.at_least:
            return
    for count in found.counts:
        if count.no in by:
            yield from _range(count, counted)
            yield from (text for part in counted if part.bit & count.mask for text in _doubts(found, part))


def _range(count: Count, counted: list[Part]) -> Iterator[str]:
    if not count.verified:
        yield count.no
    yield from (f"{count.no}:{part.element.no}" for part in counted if part.bit & count.recalled)


def _kept_from(found: Determination) -> Iterator[str]:
    """For a verdict of “not major”: recalled rules that the elements came near to, and elements left out for a reason that was recalled."""
    case = found.case
    for one in found.judged:
        part = one.finding.part
        if part and one.counted is False and one.reason in ("elsewhere", "within"):
            yield from _doubts(found, part)
    for count in case.ready.counts:
        near = (found.sure | found.open) & count.mask
        if near and not count.verified and applies(count.where, count.unless, case.yes, case.no) is not False:
            yield count.no


def _doubts(found: Determination, part: Part) -> Iterator[str]:
    if not part.bit & found.case.ready.verified:
        yield part.element.no
    if any(one.finding.part is part and one.finding.scale for one in found.judged):
        yield from (f"{part.element.no}:{shape.form.id}" for shape in part.measured if shape.form.unsure)
    yield from _by_kind(found, part)


def _by_kind(found: Determination, part: Part) -> Iterator[str]:
    """Facts on which the element depends here, and which nobody stated: the kind of premises was taken to settle them."""
    case, asked = found.case, 0
    for where in (part.where, part.unless, *(shape.where + shape.unless for shape in part.shapes)):
        for together in where:
            asked |= together
    settled = asked & (case.yes | case.no) & ~case.said
    if settled:
        facts = case.tables.editions.facts.by_id
        yield from (name for name in case.tables.names(settled) if not facts[name].grade.verified)


def _waited_for(found: Determination) -> Iterator[str]:
    case = found.case
    if found.rule:
        yield "discussion"
    if not case.ready.parts:
        yield "edition.elements"
    if case.yes & case.ready.unread:
        yield "edition.exclusions"
    for index, one in enumerate(found.judged):
        if one.counted is None and one.finding.part:
            yield from _asked(found, one, one.finding.part, f"elements[{index}]")
        elif one.counted is None and case.ready.parts:
            yield f"elements[{index}].no"
    for count in found.counts:
        yield from names_open(found, count.where + count.unless)
    for bit, _clause in case.ready.exclusions:
        yield from case.tables.names(bit & ~(case.yes | case.no))


def _asked(found: Determination, one: Judged, part: Part, where: str) -> Iterator[str]:
    finding = one.finding
    if one.reason == "correctable_unknown":
        yield f"{where}.immediately_correctable"
        return
    if one.reason == "premises_unknown":
        yield from names_open(found, part.where + part.unless)
    shapes = (finding.shape,) if finding.shape else part.measured if finding.scale else part.shapes
    here = [shape for shape in shapes if applies(shape.where, shape.unless, found.case.yes, found.case.no) is not False]
    if one.reason == "bound_unknown" and len(here) > 1 and not part.element.either:
        yield f"{where}.form"
    for shape in here:
        yield from names_open(found, shape.where + shape.unless)
        if one.reason == "bound_unknown":
            yield from names_open(found, tuple(together for bound in shape.bounds for together in bound.where))


def names_open(found: Determination, alternatives: Masks) -> list[str]:
    """The facts not known in those alternatives that may still hold."""
    case, asked = found.case, 0
    for together in alternatives:
        if not together & case.no:
            asked |= together & ~case.yes
    return case.tables.names(asked)
