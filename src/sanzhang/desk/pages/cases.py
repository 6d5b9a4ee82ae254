"""Cases: lists by life cycle, and one with everything that was done in it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_noop
from django.views.decorators.http import require_POST

from sanzhang.cases.entries.move_case import CaseMoved
from sanzhang.cases.models import Case
from sanzhang.cases.queries import LISTING, counts_by_state, steps_of, visible_to
from sanzhang.cycles.lateness import is_late
from sanzhang.cycles.tables import power_of
from sanzhang.desk.access import DeskRequest, actor_for, needs
from sanzhang.desk.case_page import show, step_form, unlinked
from sanzhang.desk.forms.files import receiving
from sanzhang.desk.moments import moment_after
from sanzhang.desk.photos import ref_of
from sanzhang.desk.registers import attempt, show_register
from sanzhang.desk.steps import pack_of, row_for, table_today, taker
from sanzhang.desk.tables.cases import CaseFilter, CaseTable, cases_shown
from sanzhang.desk.words import say
from sanzhang.hazards.states import CYCLE as HAZARD
from sanzhang.journal.append import append, draft
from sanzhang.rules.lifecycle import LifeCycle
from sanzhang.rules.problems import Problem

LEDES = {
    LISTING: gettext_noop("从提出判定到摘牌。逾期的在最前；期限是下一步的期限，整改期限另列。"),
    "sealing": gettext_noop("大队集体研究决定，最长三十日；危险消除后解除。"),
    "penalty": gettext_noop("从立案到履行。"),
    "report": gettext_noop("群众反映的问题：到现场核查，再答复。这里不记举报人是谁。"),
}


@needs("view.area")
def cases(request: DeskRequest, cycle: str) -> HttpResponseBase:
    """Cases of one life cycle inside the user's scope, the late ones first."""
    table = case_table(request, cycle)
    rows = visible_to(request.scope).filter(cycle=cycle)
    chosen = CaseFilter(request, table, rows)
    listed = CaseTable(table, cases_shown(request, table, chosen.qs), supervised=cycle == LISTING)
    context: dict[str, Any] = {
        "title": say(table.title),
        "lede": _(LEDES[cycle]) if cycle in LEDES else "",
        "form": chosen.form,
        "figures": _figures(request, table),
        "empty_text": _("没有这样的事项。"),
    }
    if events := openings(request, table):
        first = table.beginning(events[0])
        title = say(first.title) if first and len(events) == 1 else _("立项")
        context["action"] = {"title": title, "url": reverse("desk:case_new", args=[cycle])}
    return show_register(request, listed, context, "desk/cases.html")


@needs("view.area")
def case(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """One case."""
    return show(request, found_case(request, case_id))


@require_POST
@needs("view.area")
def case_step(request: DeskRequest, case_id: UUID, case_event: str) -> HttpResponse:
    """Take a step in a case."""
    found = found_case(request, case_id)
    step = row_for(table_today(found.county, found.cycle), case_event, found.state)
    if step is None:
        raise Http404
    taken = list(steps_of(found))
    form = receiving(request, step_form(request, found, step, taken, unlinked(request, found), request.POST, request.FILES))

    def change() -> None:
        moment = moment_after(form.cleaned_data["occurred_on"], [one.occurred_at for one in taken])
        photos = [ref_of(photo, moment, "scene") for photo in form.cleaned_data.get("photos") or ()]
        actor = taker(request, found, step) or actor_for(request, power_of(step, pack_of(found.county)), found.area)
        payload = CaseMoved(case=found.id, hazards=form.hazards, **form.taken(photos))
        append(draft("case.moved", found.area, payload, occurred_at=moment), actor)

    problems = attempt(change) if form.is_valid() else []
    if form.errors or problems:
        now = found_case(request, found.id)
        form.look_again(now.entry)
        return show(request, now, form, problems)
    messages.success(request, _("“%(step)s”已登记。") % {"step": say(step.title)})
    if not visible_to(request.scope).filter(id=found.id).exists():
        return redirect("desk:cases", found.cycle)
    return redirect("desk:case", found.id)


def case_table(request: DeskRequest, cycle: str) -> LifeCycle:
    """The county's table for cases of that name. Raises ``Http404`` when there is none."""
    try:
        table = table_today(request.county, cycle)
    except Problem:
        raise Http404 from None
    if cycle == HAZARD:
        raise Http404
    return table


def openings(request: DeskRequest, table: LifeCycle) -> list[str]:
    """The events with which the user may open such a case, in the table's order."""
    pack = pack_of(request.county)
    held = {power for actor in request.actors for power in actor.powers}
    return [step.event for step in table.steps if step.opens and power_of(step, pack) in held]


def found_case(request: DeskRequest, case_id: UUID) -> Case:
    """The case, inside the user's scope. Raises ``Http404`` when there is none."""
    found = visible_to(request.scope).filter(id=case_id).first()
    if found is None:
        raise Http404
    return found


def _figures(request: DeskRequest, table: LifeCycle) -> list[dict[str, Any]]:
    """How many go on in each state, and how many are late: each leads to them."""
    address, found = reverse("desk:cases", args=[table.id]), counts_by_state(request.scope, table.id)
    if not any(found.get(state.id) for state in table.states if not state.ended):
        return []
    late = visible_to(request.scope).filter(is_late(timezone.now()), cycle=table.id).count()
    figures = [{"label": _("逾期"), "value": late, "url": f"{address}?late=on", "state": "overdue" if late else ""}]
    for state in table.states:
        if not state.ended and found.get(state.id):
            step = table.expected(state.id)
            note = _("下一步：%(step)s") % {"step": say(step.title)} if step else ""
            figures.append({"label": say(state.title), "value": found[state.id], "note": note, "url": f"{address}?state={state.id}"})
    return figures
