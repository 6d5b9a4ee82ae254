"""What may be done next along a life cycle, by whom, and by when: for the pages of hazards and of cases."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from sanzhang.cases.models import Case
from sanzhang.cycles.lateness import late_on
from sanzhang.cycles.tables import life_cycle, numbers, power_of
from sanzhang.cycles.words import Words
from sanzhang.desk.access import DeskRequest
from sanzhang.desk.registers import department_titles
from sanzhang.desk.words import UNITS, say
from sanzhang.hazards.models import Hazard
from sanzhang.journal.actors import Actor, Place, Scope, narrowest
from sanzhang.packs import pack_for
from sanzhang.rules.days import day_of
from sanzhang.rules.lifecycle import Deadline, Given, Ground, LifeCycle, Step, deadline_of, open_steps
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


def may_take(request: DeskRequest, row: Moving, words: Words) -> list[Step]:
    """The steps that the user may take now, in the order in which they are waited for, then the others."""
    waited = [one.event for one in words.awaits(row)]
    steps = [step for step in open_steps(words.table, row.state) if taker(request, row, step)]
    return sorted(steps, key=lambda step: waited.index(step.event) if step.event in waited else len(waited))


def row_for(table: LifeCycle, event: str, state: str) -> Step | None:
    """The row for ``event`` in ``state``; where it can't be taken there, any of its rows, so that its form can be read and refused in words."""
    return table.step(event, state) or next((step for step in table.steps if step.event == event and step.of), None)


def taker(request: DeskRequest, row: Moving, step: Step) -> Actor | None:
    """The post in which the user may take ``step``: the narrowest; where a department has it in hand, one of that department, or of none."""
    power = power_of(step, pack_of(row.county))
    sector = row.department if isinstance(row, Case) else row.referred_to if step.in_hand else ""
    able = [actor for actor in narrowest(request.actors, row.area) if actor.may(power, row.area)]
    able = [actor for actor in able if not sector or actor.sector == sector or (not actor.sector and not step.in_hand)]
    return next((actor for actor in able if sector and actor.sector == sector), able[0] if able else None)


def mine(request: DeskRequest, table: LifeCycle, sector_fields: Callable[[Step], tuple[str, ...]], *, begins_below: bool = False) -> Q:
    """The condition that something waits for a step of this user's. ``sector_fields``: the columns that name the sectors which may take a step.

    ``begins_below``: what nobody has touched since it began is left to the posts in the area; one of the whole county isn't asked for it.
    """
    found = Q(pk__in=[])
    for actor in request.actors:
        sector = "" if "view.all_sectors" in actor.powers else actor.sector
        place = Scope((Place(actor.area, sector),))
        for waits, step in _waiting_for(actor, table, begins_below):
            if sector or not step.in_hand:
                found |= waits & place.filter("area", *sector_fields(step))
    return found & Q(ended=False)


def _waiting_for(actor: Actor, table: LifeCycle, begins_below: bool) -> Iterator[tuple[Q, Step]]:
    """For each step that the post may take: the condition that a row waits for it."""
    beginning = {step.to for step in table.steps if step.opens}
    wide = begins_below and len(actor.area) <= WIDEST and not actor.sector
    pack, today = pack_of(actor.area[:WIDEST]), timezone.localdate()
    for state in table.states:
        step = table.expected(state.id)
        if step and power_of(step, pack) in actor.powers and not (wide and state.id in beginning):
            yield Q(state=state.id), step
        over = state.at_end and table.step(state.at_end.next, state.id)
        if over and power_of(over, pack) in actor.powers:
            yield Q(state=state.id, step_due__lt=today), over
    for event in {one.event for step in table.steps for one in step.beside}:
        rows = [step for step in table.steps if step.event == event and power_of(step, pack) in actor.powers]
        yield from ((Q(state__in=step.of, beside__has_key=event), step) for step in rows)


def words_today(county: str, cycle: str) -> Words:
    """The words of the county's table of today, with its departments by name."""
    return Words(table_today(county, cycle), department_titles(county), timezone.localdate())


def countdown(row: Any, now: datetime) -> dict[str, Any]:
    """How many days are left for what is due first, or gone: in words, with ``late`` days, and whether it is due soon."""
    due, late, today = None if row.ended else row.next_due, late_on(row, now), day_of(now)
    soon = bool(due and not late and not row.stopped_on and due - today <= SOON)
    at = localtime(row.due_at) if due and row.due_at and day_of(row.due_at) == due else None
    return {"due": due, "at": at, "late": late, "soon": soon, "words": _left(row, due, late, today)}


def _left(row: Any, due: date | None, late: int, today: date) -> str:
    if row.ended:
        return ""
    if row.stopped_on:
        return _("暂停计算期限")
    if due is None:
        return _("没有期限")
    if late > 0:
        return _("逾期 %(n)s 天") % {"n": late}
    left = (due - today).days
    return _("还有 %(n)s 天") % {"n": left} if left else _("今天到期")


def follows(county: str, table: LifeCycle, step: Step, state: str, back: str = "") -> dict[str, Any]:
    """What comes after ``step`` is taken in ``state``: state, owner, next step, by when and on what ground; and what the step itself rests on.

    ``back``: the state to which a step back leads.
    """
    after = table.by_state.get({"same": state, "back": back or state}.get(step.to, step.to))
    then = table.expected(after.id) if after else None
    told: dict[str, Any] = {
        "state": say(after.title) if after and step.to != "same" else "",
        "owner": say(after.owner) if after else "",
        "next": say(then.title) if then else "",
        "ended": bool(after and after.ended),
        "document": say(step.document),
        "basis": say(step.basis.text) if step.basis else "",
        "basis_grade": step.basis.grade.value if step.basis else "",
    }
    beside = [
        {"step": say(title) if (title := table.title_of(one.event)) else one.event, **_deadline(county, step, one)} for one in step.beside
    ]
    return told | deadline_words(county, step) | {"beside": beside}


def deadline_words(county: str, step: Step) -> dict[str, Any]:
    """By when the step after ``step`` is due, reckoned from today, with the ground, its grade, and whether a number still waits for a decision."""
    return {"by": ""} if step.deadline is None or step.deadline.none else _deadline(county, step, step.deadline)


def _deadline(county: str, step: Step, deadline: Deadline) -> dict[str, Any]:
    if deadline.asked:
        title = next(say(need.title) for need in step.needs if need.field == deadline.asked)
        return {"by": _("到填写的“%(title)s”") % {"title": title}}
    today = timezone.localdate()
    known = numbers(county, today, step)
    if deadline.parameter:
        number, unit = known[deadline.parameter.parameter]
        ground = _of_parameter(county, deadline.parameter.parameter)
    else:
        number, unit = next((n, unit) for unit in ("hours", "days", "workdays") if (n := getattr(deadline, unit)) is not None)
        ground = {
            "ground": say(deadline.basis.text) if deadline.basis else "",
            "grade": deadline.basis.grade.value if deadline.basis else "",
        }
    span = _("%(n)s %(unit)s内") % {"n": number, "unit": _(UNITS[unit])} if number else _("当天")
    if deadline.since == "inspection":
        return {"by": _("%(span)s（从检查那天算）") % {"span": span}, **ground}
    if deadline.since == "due":
        return {"by": _("在现在的期限上顺延 %(n)s %(unit)s") % {"n": number, "unit": _(UNITS[unit])}, **ground}
    day = deadline_of(deadline, Ground(today), Given(), known)
    return {"by": _("%(span)s（从今天算，到 %(day)s）") % {"span": span, "day": day}, **ground}


def _of_parameter(county: str, name: str) -> dict[str, Any]:
    parameter = next(parameter for parameter in pack_of(county).parameters if parameter.id == name)
    return {"ground": say(parameter.basis), "grade": parameter.grade.value, "parameter": reverse("desk:parameters") + f"#{name}"}
