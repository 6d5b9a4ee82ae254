"""A verdict as plain data for programs."""

from collections.abc import Callable, Mapping
from typing import Any

from sanzhang.rules.determination.decide import Determination
from sanzhang.rules.determination.explain import explanation, measured, per_cent, plain
from sanzhang.rules.determination.judging import Judged
from sanzhang.rules.determination.resting import missing, unverified
from sanzhang.rules.pack.model import Text
from sanzhang.rules.problems import Problem, gettext_noop as _


def as_data(found: Determination, translate: Callable[[str], str], title: Callable[[Text], str]) -> dict[str, Any]:
    """``edition, major, basis, rule, elements, missing, unverified, explanation``; ``id`` first where the case has one."""
    own = {} if found.case.id is None else {"id": found.case.id}
    return own | {
        "edition": found.case.ready.edition.id,
        "major": found.major,
        "basis": found.basis,
        "rule": found.rule,
        "elements": [_element(found, one, translate, title) for one in found.judged],
        "missing": list(missing(found)),
        "unverified": list(unverified(found)),
        "explanation": [sentence.said(translate, title) for sentence in explanation(found)],
    }


def _element(found: Determination, one: Judged, translate: Callable[[str], str], title: Callable[[Text], str]) -> dict[str, Any]:
    part = one.finding.part
    known: dict[str, Any] = {"no": one.finding.no, "counted": one.counted, "reason": one.reason}
    if part:
        element = part.element
        known |= {"kind": element.kind, "category": element.category, "text": title(element.text), "grade": str(element.grade)}
    if one.finding.shape:
        known["form"] = one.finding.shape.form.id
    if one.finding.scale:
        known["measured"] = float(per_cent(one.finding))
    if held := measured(found, one):
        known["threshold"] = plain(held["bound"], title, translate(_("、")))
    return known


def problem_as_data(problem: Problem, translate: Callable[[str], str]) -> Mapping[str, str]:
    """``where, code, message, hint``."""
    return {
        "where": problem.where,
        "code": problem.code,
        "message": translate(problem.message).format(**problem.params),
        "hint": translate(problem.hint).format(**problem.params) if problem.hint else "",
    }
