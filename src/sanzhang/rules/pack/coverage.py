"""How far a pack covers its notice: what became rules, what cannot be checked, what is still 待定 or 待核."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sanzhang.rules.facts import ParameterDecision
from sanzhang.rules.pack.model import Grade, OpenParameter, Pack
from sanzhang.rules.periods import Cadence

_NUMERALS = frozenset("一二三四五六七八九十百")


@dataclass(frozen=True, slots=True)
class Unverified:
    """A statement whose grade doesn't let it decide. ``table`` is the pack's list it stands in."""

    table: str
    id: str
    grade: Grade


@dataclass(frozen=True, slots=True)
class Coverage:
    """What became of the clauses of a notice. Each clause is counted once, in the first of these that fits:

    ``with_duties``: a duty cites it; ``not_checkable``: it says why no record can show it; ``by_other``: only a post,
    parameter, measure, programme or stage cites it; ``headings``: its sub-clauses carry it; ``uncovered``: none of these.
    """

    clauses: int
    with_duties: int
    not_checkable: int
    by_other: int
    headings: int
    uncovered: tuple[str, ...]
    duties: int
    periodic: int
    once: int
    triggered: int
    decided: tuple[str, ...]
    undecided: tuple[str, ...]
    unverified: tuple[Unverified, ...]


def coverage(pack: Pack, decisions: tuple[ParameterDecision, ...] = ()) -> Coverage:
    """Count the clauses, rules and open parameters of ``pack``; ``decisions`` are those the committee has recorded."""
    by_duty = {duty.clause for duty in pack.duties}
    by_other = set(_other_citations(pack))
    numbers = [clause.number for clause in pack.clauses]
    found: dict[str, list[str]] = {"duty": [], "other": [], "reason": [], "heading": [], "none": []}
    for clause in pack.clauses:
        if clause.number in by_duty:
            found["duty"].append(clause.number)
        elif clause.not_checkable:
            found["reason"].append(clause.number)
        elif clause.number in by_other:
            found["other"].append(clause.number)
        elif any(is_part_of(number, clause.number) for number in numbers):
            found["heading"].append(clause.number)
        else:
            found["none"].append(clause.number)
    recorded = {decision.parameter for decision in decisions}
    decided = [parameter.id for parameter in pack.parameters if parameter.id in recorded or _is_decided(parameter)]
    once = sum(duty.every is Cadence.ONCE for duty in pack.duties)
    triggered = sum(duty.trigger is not None for duty in pack.duties)
    return Coverage(
        clauses=len(numbers),
        with_duties=len(found["duty"]),
        not_checkable=len(found["reason"]),
        by_other=len(found["other"]),
        headings=len(found["heading"]),
        uncovered=tuple(found["none"]),
        duties=len(pack.duties),
        periodic=len(pack.duties) - once - triggered,
        once=once,
        triggered=triggered,
        decided=tuple(decided),
        undecided=tuple(parameter.id for parameter in pack.parameters if parameter.id not in decided),
        unverified=tuple(_unverified(pack)),
    )


def is_part_of(number: str, heading: str) -> bool:
    """Whether clause ``number`` stands below ``heading``: 二(二)1① below 二(二)1, but 二(二)12 not."""
    if number == heading or not number.startswith(heading):
        return False
    last, following = heading[-1], number[len(heading)]
    continues = (last in "0123456789" and following in "0123456789") or (last in _NUMERALS and following in _NUMERALS)
    return not continues


def _other_citations(pack: Pack) -> Iterator[str]:
    for post in pack.posts:
        if post.clause:
            yield post.clause
    cited: tuple[Iterable[str], ...] = (
        (parameter.clause for parameter in pack.parameters),
        (measure.clause for measure in pack.measures),
        (programme.clause for programme in pack.programmes),
        (stage.clause for stage in pack.stages),
    )
    for clauses in cited:
        yield from clauses


def _is_decided(parameter: OpenParameter) -> bool:
    return any(value.decided_by for value in parameter.values)


def _unverified(pack: Pack) -> Iterator[Unverified]:
    if not pack.source.grade.verified:
        yield Unverified("source", pack.id, pack.source.grade)
    for clause in pack.clauses:
        if not clause.grade.verified:
            yield Unverified("clauses", clause.number, clause.grade)
    for parameter in pack.parameters:
        if not parameter.grade.verified:
            yield Unverified("parameters", parameter.id, parameter.grade)
    for duty in pack.duties:
        if not duty.grade.verified:
            yield Unverified("duties", duty.id, duty.grade)
