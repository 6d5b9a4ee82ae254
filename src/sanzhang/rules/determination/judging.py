"""Whether one element counts at the premises, and why."""

from typing import Literal, NamedTuple

from sanzhang.rules.determination.cases import Finding
from sanzhang.rules.determination.compiled import Part, Shape
from sanzhang.rules.determination.thresholds import applies, judged

Reason = Literal[
    "stated", "beyond", "within", "correctable", "correctable_unknown", "elsewhere", "premises_unknown", "bound_unknown", "no_table"
]


class Judged(NamedTuple):
    """An element that was handed in, whether it counts, and why. None: something is missing."""

    finding: Finding
    counted: bool | None
    reason: Reason


def judge(finding: Finding, yes: int, no: int) -> Judged:
    """Correctable at once, for other premises, within the threshold: it does not count. Stated by the inspector, or beyond the threshold: it does."""
    if finding.part is None:
        return Judged(finding, None, "no_table")
    if finding.correctable:
        return Judged(finding, False, "correctable")
    found = _found(finding, finding.part, yes, no)
    if finding.correctable is None and found.counted is not False:
        return Judged(finding, None, "correctable_unknown")
    return found


def _found(finding: Finding, part: Part, yes: int, no: int) -> Judged:
    here = applies(part.where, part.unless, yes, no)
    if here is False:
        return Judged(finding, False, "elsewhere")
    shapes = part.shapes
    if finding.shape:
        shapes = (finding.shape,)
    elif finding.scale:
        shapes = part.measured
    if not shapes:
        found = Judged(finding, True, "stated")
    elif len(shapes) == 1 and not shapes[0].where and not shapes[0].unless and finding.scale:
        found = _answered(finding, judged(finding.left, finding.scale, shapes[0].bounds, yes, no))
    else:
        found = _formed(finding, part, shapes, yes, no)
    return found if here or found.counted is False else Judged(finding, None, "premises_unknown")


def _formed(finding: Finding, part: Part, shapes: tuple[Shape, ...], yes: int, no: int) -> Judged:
    """By the forms that may be meant: only stated, one of them is enough; measured, all of them must say the same, or one where that is enough."""
    here = [applies(shape.where, shape.unless, yes, no) for shape in shapes]
    if all(answer is False for answer in here):
        return Judged(finding, False, "elsewhere")
    if not finding.scale:
        return Judged(finding, True, "stated") if True in here else Judged(finding, None, "premises_unknown")
    if part.element.either:
        return _answered(finding, _either(finding, shapes, here, yes, no))
    answers = {
        judged(finding.left, finding.scale, shape.bounds, yes, no) if answer else None
        for shape, answer in zip(shapes, here, strict=True)
        if answer is not False
    }
    return _answered(finding, answers.pop() if len(answers) == 1 else None)


def _either(finding: Finding, shapes: tuple[Shape, ...], here: list[bool | None], yes: int, no: int) -> bool | None:
    """Whether one of the forms counts. None: one would, but it is not known whether it is for these premises."""
    counted: bool | None = False
    for shape, answer in zip(shapes, here, strict=True):
        beyond = False if answer is False else judged(finding.left, finding.scale, shape.bounds, yes, no)
        if beyond and answer:
            return True
        if beyond is not False:
            counted = None
    return counted


def _answered(finding: Finding, counted: bool | None) -> Judged:
    return Judged(finding, counted, "bound_unknown" if counted is None else "beyond" if counted else "within")
