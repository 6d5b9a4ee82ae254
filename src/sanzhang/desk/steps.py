"""What may be done next along a life cycle, by whom, and by when: for the pages of hazards and of cases."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanzhang.cases.models import Case
from sanzhang.cycles.tables import life_cycle, numbers, power_of
from sanzhang.desk.access import DeskRequest
from sanzhang.desk.words import UNITS, say
from sanzhang.hazards.models import Hazard
from sanzhang.journal.actors import Actor, Place, Scope, narrowest
from sanzhang.packs import pack_for
from sanzhang.rules.lifecycle import ANSWERS, Given, LifeCycle, State, Step, deadline_of, open_steps
from sanzhang.rules.pack.model import Pack

SOON = timedelta(days=3)
WIDEST = 6  # digits of a county

Moving = Hazard | Case


@dataclass(frozen=True, slots=True)
class Option:
    """A step that the user may take now, with its form. ``follows``: what comes after it, as ``follows`` tells. ``expected``: the table waits for it."""

    step: Step
    title: str
    form: Form
    url: str
    follows: dict[str, Any]
    expected: bool


def offered(options: list[Option], tried: Form | None) -> tuple[list[Option], list[dict[str, Any]]]:
    """``options`` with the form that was tried in its place; and what was typed into it, where that step can't be taken any more."""
    shown = [replace(option, form=tried) if tried and option.form.prefix == tried.prefix else option for option in options]
    if tried is None or any(option.form is tried for option in shown):
        return shown, []
    fields = [field for field in tried.visible_fields() if field.widget_type not in ("photos", "date")]
    return shown, [{"label": field.label, "value": field.value()} for field in fields if field.value()]


def pack_of(county: str) -> Pack:
    """The pack of the county's notice."""
    return pack_for(county, settings.DEFAULT_PACK)


def table_today(county: str, cycle: str) -> LifeCycle:
    """The county's table for steps of today."""
    return life_cycle(county, cycle, timezone.localdate())


def may_take(request: DeskRequest, row: Moving, table: LifeCycle) -> list[Step]:
    """The steps that the user may take now, the expected one first."""
    expected = table.expected(row.state)
    steps = [step for step in open_steps(table, row.state) if taker(request, row, step)]
    return sorted(steps, key=lambda step: step is not expected)


def row_for(table: LifeCycle, event: str, state: str) -> Step | None:
    """The row for ``event`` in ``state``; where it can't be taken there, any of its rows, so that its form can be read and refused in words."""
    return table.step(event, state) or next((step for step in table.steps if step.event == event and step.of), None)


def taker(request: DeskRequest, row: Moving, step: Step) -> Actor | None:
    """The post in which the user may take ``step``: the narrowest; where a department has it in hand, one of that department, or of none."""
    power = power_of(step, pack_of(row.county))
    sector = _in_hand_of(row, power)
    able = [actor for actor in narrowest(request.actors, row.area) if actor.may(power, row.area)]
    able = [actor for actor in able if not sector or actor.sector in ("", sector)]
    return next((actor for actor in able if sector and actor.sector == sector), able[0] if able else None)


def _in_hand_of(row: Moving, power: str) -> str:
    """The sector whose department alone answers for the step; empty where any post with the power may."""
    if isinstance(row, Case):
        return row.department
    return row.referred_to if power == ANSWERS else ""


def mine(request: DeskRequest, table: LifeCycle, *sector_fields: str, begins_below: bool = False) -> Q:
    """The condition that the next step of something is for this user to take.

    ``begins_below``: what nobody has touched since it began is left to the posts in the area; one of the whole county isn't asked for it.
    """
    found = Q(pk__in=[])
    for actor in request.actors:
        states = [state.id for state in _waiting_for(actor, table, begins_below)]
        if states:
            sector = "" if "view.all_sectors" in actor.powers else actor.sector
            found |= Q(state__in=states) & Scope((Place(actor.area, sector),)).filter("area", *sector_fields)
    return found & Q(ended=False)


def _waiting_for(actor: Actor, table: LifeCycle, begins_below: bool) -> list[State]:
    beginning = {step.to for step in table.steps if step.opens}
    wide = begins_below and len(actor.area) <= WIDEST and not actor.sector
    pack = pack_of(actor.area[:WIDEST])
    found = []
    for state in table.states:
        step = table.expected(state.id)
        if step and power_of(step, pack) in actor.powers and not (wide and state.id in beginning):
            found.append(state)
    return found


def waiting_words(table: LifeCycle, departments: dict[str, str]) -> Callable[[Any], tuple[str, str]]:
    """A function that says who owes the next step about a thing, and what it is; a department that has it in hand by its name."""
    words: dict[str, tuple[str, str]] = {}
    answered: set[str] = set()
    for state in table.states:
        step = table.expected(state.id)
        words[state.id] = say(state.owner), say(step.title) if step else ""
        if step and step.by == ANSWERS:
            answered.add(state.id)

    def said(row: Any) -> tuple[str, str]:
        owner, step = words.get(row.state, ("", ""))
        return (departments.get(row.referred_to, row.referred_to), step) if row.state in answered and row.referred_to else (owner, step)

    return said


def countdown(row: Any, today: date) -> dict[str, Any]:
    """How many days are left for the next step, or gone: in words, with ``late`` days, and whether it is due soon."""
    due = None if row.ended else row.next_due
    late = (today - due).days if due and not row.stopped_on else 0
    return {"due": due, "late": max(late, 0), "soon": bool(due and late <= 0 and due - today <= SOON), "words": _left(row, due, late)}


def _left(row: Any, due: date | None, late: int) -> str:
    if row.ended:
        return ""
    if row.stopped_on:
        return _("暂停计算期限")
    if due is None:
        return _("没有期限")
    if late > 0:
        return _("逾期 %(n)s 天") % {"n": late}
    return _("还有 %(n)s 天") % {"n": -late} if late else _("今天到期")


def follows(county: str, table: LifeCycle, step: Step, state: str, back: str = "") -> dict[str, Any]:
    """What comes after ``step`` is taken in ``state``: state, owner, next step, by when and on what ground; and what the step itself rests on.

    ``back``: the state to which a step back leads.
    """
    after = table.by_state.get({"same": state, "back": back or state}.get(step.to, step.to))
    then = table.expected(after.id) if after else None
    told = {
        "state": say(after.title) if after and step.to != "same" else "",
        "owner": say(after.owner) if after else "",
        "next": say(then.title) if then else "",
        "ended": bool(after and after.ended),
        "document": say(step.document),
        "basis": say(step.basis.text) if step.basis else "",
        "basis_grade": step.basis.grade.value if step.basis else "",
    }
    return told | deadline_words(county, step)


def deadline_words(county: str, step: Step) -> dict[str, Any]:
    """By when the step after ``step`` is due, reckoned from today, with the ground, its grade, and whether a number still waits for a decision."""
    deadline, today = step.deadline, timezone.localdate()
    if deadline is None or deadline.none:
        return {"by": ""}
    if deadline.asked:
        title = next(say(need.title) for need in step.needs if need.field == deadline.asked)
        return {"by": _("到填写的“%(title)s”") % {"title": title}}
    known = numbers(county, today, step)
    day = deadline_of(deadline, today, Given(), known)
    if deadline.parameter:
        number, unit = known[deadline.parameter.parameter]
        ground = _of_parameter(county, deadline.parameter.parameter)
    else:
        number, unit = (deadline.days, "days") if deadline.days is not None else (deadline.workdays or 0, "workdays")
        ground = {
            "ground": say(deadline.basis.text) if deadline.basis else "",
            "grade": deadline.basis.grade.value if deadline.basis else "",
        }
    span = _("%(n)s %(unit)s内") % {"n": number, "unit": _(UNITS[unit])} if number else _("当天")
    return {"by": _("%(span)s（从今天算，到 %(day)s）") % {"span": span, "day": day}, **ground}


def _of_parameter(county: str, name: str) -> dict[str, Any]:
    parameter = next(parameter for parameter in pack_of(county).parameters if parameter.id == name)
    return {"ground": say(parameter.basis), "grade": parameter.grade.value, "parameter": reverse("desk:parameters") + f"#{name}"}
