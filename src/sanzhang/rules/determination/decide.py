"""What follows from a case: computed as the rules say, and told with what it rests on.

A verdict is a suggestion; people confirm it. ``major`` is None only where the edition's elements or facts of the premises are missing, so that the
answer could be either, or where the standard itself leaves it to people (``may``). It is never None merely because a rule was recalled instead of read,
or read only on a poor copy (B-): then ``unverified`` names each such part, the explanation says 待核, and whoever shows the verdict must not choose it
beforehand.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any, Literal

from sanzhang.rules.determination.cases import Case, Finding, read_case
from sanzhang.rules.determination.compiled import Count, Part, Ready, Tables, tables
from sanzhang.rules.determination.editions import Editions
from sanzhang.rules.determination.judging import Judged, judge
from sanzhang.rules.determination.setting import Setting, setting
from sanzhang.rules.determination.thresholds import applies
from sanzhang.rules.problems import Problems

Basis = Literal["direct", "combined", "excluded", "none", "undecided"]


@dataclass(eq=False, repr=False)  # not frozen, because that would double the time of making one
class Determination:
    """The verdict. ``rule``: the clause by which. ``sure`` and ``open``: bits of the elements that count, and of those that may.

    ``counts``: the rules of combination that are reached or, without a verdict, those that may be for these premises.
    """

    case: Case
    major: bool | None
    basis: Basis
    rule: str
    sure: int
    open: int
    counts: tuple[Count, ...]

    @cached_property
    def judged(self) -> tuple[Judged, ...]:
        """Each element that was handed in, whether it counts, and why."""
        return tuple(judge(finding, self.case.yes, self.case.no) for finding in self.case.findings)


def decide(data: dict[str, Any], editions: Editions) -> Determination:
    """The verdict on a case as it was handed in (see ``cases``). Raises ``Problems``."""
    return determined(read_case(data, tables(editions)))


def decide_many(cases: Iterable[dict[str, Any]], editions: Editions) -> Iterator[Determination | Problems]:
    """The verdict on each case, in order; its problems, where it has some."""
    ready: Tables = tables(editions)
    for data in cases:
        try:
            yield determined(read_case(data, ready))
        except Problems as problems:
            yield problems


def compare(data: dict[str, Any], editions: Editions) -> tuple[Determination, ...]:
    """The verdict under every edition, oldest first. Raises ``Problems``.

    An element of the case's own edition is looked for in another by the counterpart that the tables name (``same_as``); what has none there is open.
    """
    own = read_case(data, tables(editions))
    return tuple(determined(own if ready is own.ready else _carried(own, ready)) for ready in own.tables.ready.values())


def determined(case: Case) -> Determination:
    """The verdict on a case that was checked already."""
    here = setting(case.ready, case.yes, case.no)
    sure = possible = 0
    unplaced = not case.ready.parts
    for finding in case.findings:
        part = finding.part
        if part is None:
            unplaced = True
        elif finding.plain and part.bit & here.plain:
            sure |= part.bit
        elif not part.bit & here.elsewhere:
            counted = judge(finding, case.yes, case.no).counted
            if counted:
                sure |= part.bit
            elif counted is None:
                possible |= part.bit
    possible &= ~sure
    if here.excluded:
        return Determination(case, False, "excluded", here.excluded, sure, possible, ())
    found = _ruled(case, here, sure, possible)
    if here.optional and (found.major is not False or unplaced):
        return Determination(case, None, "undecided", here.optional, sure, possible, ())
    if (found.major is False and unplaced) or (found.major and here.doubtful):
        return Determination(case, None, "undecided", "", sure, possible, ())
    return found


def _ruled(case: Case, here: Setting, sure: int, possible: int) -> Determination:
    """By direct elements, then by each rule of combination; what may still come leaves it undecided."""
    ready = case.ready
    if sure & ready.direct:
        return Determination(case, True, "direct", ready.direct_rule, sure, possible, ())
    reached: list[Count] = []
    pending: list[Count] = []
    may_be = bool(possible & ready.direct)
    for count, is_here in here.counts:
        if (sure & count.mask).bit_count() >= count.at_least:
            (reached if is_here else pending).append(count)
        elif possible and ((sure | possible) & count.mask).bit_count() >= count.at_least:
            may_be = True
    if reached:
        return Determination(case, True, "combined", reached[0].no, sure, possible, tuple(reached))
    if pending and (either := _one_whatever(pending, case.yes, case.no)):
        return Determination(case, True, "combined", " / ".join(count.no for count in either), sure, possible, either)
    if pending or may_be:
        asked = tuple(count for count, is_here in here.counts if is_here is None)
        return Determination(case, None, "undecided", "", sure, possible, asked)
    return Determination(case, False, "none", "", sure, possible, ())


def _one_whatever(pending: list[Count], yes: int, no: int) -> tuple[Count, ...]:
    """The fewest of these rules of which one is for the premises whatever the missing facts turn out to be; none, when it depends on them."""
    if not _always_one(pending, yes, no):
        return ()
    for count in tuple(pending):
        if _always_one(rest := [one for one in pending if one is not count], yes, no):
            pending = rest
    return tuple(pending)


def _always_one(counts: list[Count], yes: int, no: int) -> bool:
    asked = 0
    for count in counts:
        for together in count.where + count.unless:
            asked |= together & ~(yes | no)
    bits = [1 << index for index in range(asked.bit_length()) if asked >> index & 1]
    for answers in product((True, False), repeat=len(bits)):
        more = sum(bit for bit, answer in zip(bits, answers, strict=True) if answer)
        if not any(applies(count.where, count.unless, yes | more, no | asked & ~more) for count in counts):
            return False
    return True


def _same_unit(finding: Finding, part: Part) -> bool:
    """Whether what was measured for the element can be held against its counterpart ``part``."""
    own = finding.shape or (finding.part.measured[0] if finding.part and finding.part.measured else None)
    there = part.measured[0] if part.measured and part.alike else None
    return bool(finding.scale and own and own.measure and there and there.measure and own.measure.unit == there.measure.unit)


def _carried(case: Case, ready: Ready) -> Case:
    """The case with its elements under the numbers that they have in another edition."""
    own = case.ready.edition.id
    there = {same: part for part in ready.parts.values() for same in part.element.same_as}
    findings = []
    for finding in case.findings:
        part = there.get(f"{own}:{finding.no}")
        if part is None and finding.part:
            numbers = [name.partition(":")[2] for name in finding.part.element.same_as if name.startswith(f"{ready.edition.id}:")]
            part = next((ready.parts[no] for no in numbers if no in ready.parts), None)
        left, scale = (finding.left, finding.scale) if part and _same_unit(finding, part) else (0, 0)
        findings.append(Finding(part.element.no if part else finding.no, part, None, left, scale, finding.correctable))
    return case._replace(ready=ready, findings=tuple(findings))
