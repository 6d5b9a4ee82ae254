"""A case as it is handed in (a mapping, as from JSON), checked and made ready. Every problem of a case is told at once.

``{"date": "2024-01-23", "premises_kind": "entertainment", "premises": {"high_rise": true}, "elements": [{"no": "7.3.6", "measured": 31}]}``

- ``date``: the day of the inspection; it chooses the edition.
- ``premises_kind``: a kind of premises (``packs/standards/premises.yaml``), or a class of the standard such as ``crowded``.
- ``premises``: facts, true, false or null (not known), by the names of ``packs/standards/determination/facts.yaml``; what is said here outdoes the kind.
- ``elements``: ``no``; ``form`` where the element has several; ``measured``, in per cent or as its two numbers; ``immediately_correctable``.
  An element without ``measured`` is there because the inspector says so. The same number twice counts once.
- ``id``: anything, handed back.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, NamedTuple

from sanzhang.rules.determination.compiled import Exact, Part, Ready, Shape, Tables
from sanzhang.rules.determination.editions import Measure
from sanzhang.rules.determination.thresholds import read_measured
from sanzhang.rules.problems import Problem, Problems, gettext_noop as _

AT_ONCE = "immediately_correctable"
KEYS = frozenset({"id", "date", "premises_kind", "premises", "elements"})
ELEMENT_KEYS = frozenset({"no", "form", "measured", AT_ONCE})


class Finding(NamedTuple):
    """One element that was handed in. ``part`` None: the edition's table is not here. ``scale`` 0: not measured. ``correctable`` None: not known.

    ``plain``: stated, with nothing more said about it.
    """

    no: str
    part: Part | None
    shape: Shape | None = None
    left: Exact = 0
    scale: int | Decimal = 0
    correctable: bool | None = False
    plain: bool = False


class Case(NamedTuple):
    """A case made ready: its edition, what is known of the premises as bits (``said``: what was stated, not taken from the kind), its elements."""

    tables: Tables
    ready: Ready
    day: date
    kind: str
    yes: int
    no: int
    said: int
    findings: tuple[Finding, ...]
    id: Any = None


def read_case(data: dict[str, Any], tables: Tables, edition: str = "") -> Case:
    """The case that ``data`` describes, under the edition of its date or the one named. Raises ``Problems`` with everything that is wrong."""
    if not isinstance(data, dict):
        raise Problems(
            [Problem("case", _("这不是一个判定案例。"), _('写成 {{"date": …, "premises_kind": …, "elements": […]}}。'), where="case")]
        )
    problems: list[Problem] = []
    if not KEYS.issuperset(data):
        problems += _unknown_names(data, KEYS, "")
    day = _day(data.get("date"), problems)
    kind = data.get("premises_kind")
    base = tables.of_kind.get(kind) if isinstance(kind, str) else None
    if base is None:
        problems.append(_no_kind(kind, tables))
        base = (0, 0)
    yes, no, said = _facts(data.get("premises"), base, tables, problems)
    ready = tables.ready[edition] if edition else tables.on(day) if day else None
    if ready is None or day is None:
        raise Problems(problems)
    at_once = tables.bits[AT_ONCE]
    findings = _findings(data.get("elements"), ready, True if yes & at_once else False if no & at_once else None, problems)
    if problems:
        raise Problems(problems)
    return Case(tables, ready, day, str(kind), yes, no, said, findings, data.get("id"))


def _day(value: Any, problems: list[Problem]) -> date | None:
    if isinstance(value, str) and len(value) == 10:
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    elif type(value) is date:
        return value
    problems.append(
        Problem("case_date", _("检查日期 {value} 不能用。"), _("写成 2024-01-23 这样的日期。"), where="date", value=repr(value)[:60])
    )
    return None


def _facts(given: Any, base: tuple[int, int], tables: Tables, problems: list[Problem]) -> tuple[int, int, int]:
    """The facts known to be so and not so, and those that were stated: those of the kind, outdone by what is said."""
    if given is None:
        given = {}
    elif not isinstance(given, dict):
        problems.append(
            Problem("case_premises", _("场所情况应写成“名称: 是否”的形式。"), _('如 {{"high_rise": true}}。'), where="premises")
        )
        given = {}
    yes = no = open_ = 0
    for name, value in given.items():
        if name not in tables.bits:
            problems += _unknown_names([name], tables.bits, "premises")
        elif value is True:
            yes |= tables.with_yes[name]
        elif value is False:
            no |= tables.with_no[name]
        elif value is None:
            open_ |= tables.bits[name]
        else:
            problems.append(_no_answer(name, value, "premises."))
    if yes & no:
        names = tables.names(yes & no)
        problems.append(
            Problem("case_facts", _("场所情况互相矛盾：{names}。"), _("检查这些情况。"), where="premises", names="、".join(names))
        )
    said = yes | no | open_
    return base[0] & ~said | yes, (base[1] | tables.claimed & ~base[0]) & ~said | no, said


def _findings(given: Any, ready: Ready, correctable: bool | None, problems: list[Problem]) -> tuple[Finding, ...]:
    if not isinstance(given, list | tuple):
        problems.append(Problem("case_elements", _("要素应写成列表。"), _("没有要素就写 []。"), where="elements"))
        return ()
    found = []
    plain = _plain(ready) if correctable is False else {}
    for index, one in enumerate(given):
        if type(one) is dict and len(one) == 1 and type(no := one.get("no")) is str and no in plain:
            found.append(plain[no])
            continue
        try:
            found.append(_finding(one, ready, correctable, index))
        except Problem as problem:
            problems.append(problem)
        except Problems as several:
            problems += several.problems
    return tuple(found)


@lru_cache(maxsize=64)
def _plain(ready: Ready) -> dict[str, Finding]:
    """Each element as it is handed in most often: stated, and no more. Values, so one of each is enough."""
    return {no: Finding(no, part, plain=True) for no, part in ready.parts.items()}


def _finding(one: Any, ready: Ready, correctable: bool | None, index: int) -> Finding:
    if not isinstance(one, dict) or not isinstance(one.get("no"), str):
        raise Problem("element_no", _("要素没有编号。"), _('写成 {{"no": "7.3.6"}}；编号要加引号。'), where=f"elements[{index}]")
    part = ready.parts.get(one["no"])
    if part is None and ready.parts:
        raise _no_element(one["no"], ready, f"elements[{index}].no")
    at_once = one.get(AT_ONCE, correctable)
    problems: list[Problem] = []
    if not ELEMENT_KEYS.issuperset(one):
        problems += _unknown_names(one, ELEMENT_KEYS, "")
    if at_once is not None and not isinstance(at_once, bool):
        problems.append(_no_answer(AT_ONCE, at_once, ""))
    shape: Shape | None = None
    left: Exact = 0
    scale: int | Decimal = 0
    try:
        if part and one.get("form") is not None:
            shape = _form(one["form"], part)
        if part and one.get("measured") is not None:
            left, scale = read_measured(one["measured"], _measure(part, shape))
    except Problem as problem:
        problems.append(problem)
    if problems:
        for one_problem in problems:
            one_problem.where = f"elements[{index}].{one_problem.where}"
        raise Problems(problems)
    return Finding(one["no"], part, shape, left, scale, at_once)


def _form(name: Any, part: Part) -> Shape:
    found = part.by_form.get(name) if isinstance(name, str) else None
    if found is None:
        forms = "、".join(part.by_form)
        hint = _("可以写：{forms}。") if forms else _("这一条只有一种情形，去掉 form。")
        raise Problem("element_form", _("第 {no} 条没有情形“{form}”。"), hint, where="form", no=part.element.no, form=name, forms=forms)
    return found


def _measure(part: Part, shape: Shape | None) -> Measure:
    """What is measured for the element, or for this form of it. Where its forms measure different things, the form must be named."""
    measure = shape.measure if shape else part.measured[0].measure if part.measured else None
    if shape is None and not part.alike:
        forms = "、".join(one.form.id for one in part.measured)
        message, hint = _("第 {no} 条有几种测量内容，没有写是哪一种情形。"), _("用 form 写明：{forms}。")
        raise Problem("element_form", message, hint, where="measured", no=part.element.no, forms=forms)
    if measure is None:
        forms = "、".join(one.form.id for one in part.measured)
        hint = _("去掉测量值，或改用这些情形之一：{forms}。") if forms else _("去掉测量值。")
        raise Problem("element_measured", _("第 {no} 条的这种情形不用测量值。"), hint, where="measured", no=part.element.no, forms=forms)
    return measure


def _no_element(no: str, ready: Ready, where: str) -> Problem:
    near = get_close_matches(no, list(ready.parts), n=3, cutoff=0.5)
    hint = _("相近的编号：{near}。") if near else _("直接判定要素和综合判定要素的编号见该版本的要素表。")
    return Problem(
        "element_unknown", _("{edition} 没有要素 {no}。"), hint, where=where, edition=ready.edition.number, no=no, near="、".join(near)
    )


def _no_kind(kind: Any, tables: Tables) -> Problem:
    near = get_close_matches(kind, list(tables.of_kind), n=3, cutoff=0.5) if isinstance(kind, str) else []
    hint = _("相近的类型：{near}。") if near else _("可以写：{known}。")
    return Problem(
        "premises_kind",
        _("没有场所类型“{kind}”。"),
        hint,
        where="premises_kind",
        kind=kind,
        near="、".join(near),
        known="、".join(tables.of_kind),
    )


def _no_answer(name: str, value: Any, where: str) -> Problem:
    return Problem(
        "case_fact", _("“{name}”的值 {value} 不能用。"), _("写 true、false，不清楚的写 null。"),
        where=f"{where}{name}", name=name, value=repr(value)[:60],
    )  # fmt: skip


def _unknown_names(given: Iterable[str], known: Iterable[str], where: str) -> list[Problem]:
    problems = []
    for name in given:
        if name not in known:
            near = get_close_matches(str(name), sorted(known), n=1, cutoff=0.5)
            hint = _("是不是要写“{near}”？") if near else _("可以写：{known}。")
            place = f"{where}.{name}" if where else str(name)
            problems.append(
                Problem(
                    "case_name", _("不认识“{name}”。"), hint, where=place, name=name, near="".join(near), known="、".join(sorted(known))
                )
            )
    return problems
