"""The page of one case: how it stands, what may be done next by this user, what was done, and the hazards that belong to it."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanzhang.cases.models import Case, CaseStep
from sanzhang.cases.queries import steps_of
from sanzhang.cases.states import DETERMINED, JUDGED, LINKED
from sanzhang.cycles.words import Words
from sanzhang.desk.access import DeskRequest
from sanzhang.desk.case_places import hazards_at
from sanzhang.desk.checked import HOUSEHOLD, place_name, place_urls, speaks_of_suspicion
from sanzhang.desk.closed_places import closed_under
from sanzhang.desk.forms.cases import CaseStepForm
from sanzhang.desk.hazard_finding import finding_url_of
from sanzhang.desk.judgings import judgings_of, stale_since
from sanzhang.desk.photos import by_content, of_steps
from sanzhang.desk.registers import department_titles
from sanzhang.desk.seen import board_for
from sanzhang.desk.served import served_lines
from sanzhang.desk.step_history import history_of, now_of, who
from sanzhang.desk.steps import Option, follows, may_take, offered, taker, words_today
from sanzhang.desk.tables.cases import standing_of
from sanzhang.desk.tables.hazards import standing_of as hazard_standing
from sanzhang.desk.words import say
from sanzhang.hazards.models import Hazard
from sanzhang.hazards.queries import visible_to as hazards_visible_to
from sanzhang.rules.lifecycle import LifeCycle, Step
from sanzhang.standing.board import Board


def show(request: DeskRequest, row: Case, tried: Form | None = None, problems: list[dict[str, str]] | None = None) -> HttpResponse:
    """The page; with ``tried``, a form that could not be taken, filled in as it was."""
    request.cycle = row.cycle
    board, taken, words, now = board_for(request), list(steps_of(row)), words_today(row.county, row.cycle), timezone.now()
    table = words.table
    photos = by_content(of_steps([(step.id, step.photos) for step in taken], places=row.place_type != HOUSEHOLD))
    options, typed = offered(_options(request, row, words, taken, unlinked(request, row)), tried)
    hazards = list(hazards_visible_to(request.scope).filter(id__in=row.hazards))
    shown = {
        "case": row,
        "cycle": say(table.title),
        "where": place_name(row.place_type, row.place_name, board.area_name(row.area)),
        "state": standing_of(words, row, now),
        "now": now_of(words, row, row.department, taken, now),
        "facts": _facts(request, board, row),
        "history": history_of(board, table, taken, photos),
        "options": options,
        "typed": typed,
        "problems": problems,
        "hazards": [_hazard_line(request, one) for one in hazards],
        "hazards_elsewhere": len(row.hazards) - len(hazards),
        "find_url": finding_url_of(request, row),
        "closed": closed_under(request, row),
        "judgings": judgings_of(row, taken),
        "judge_url": _judge_url(request, row, table),
        "stale_since": stale_since(row, taken),
        "served": served_lines(request, board, [str(step.id) for step in taken], _determination(taken)),
        "board": board,
    }
    return render(request, "desk/case.html", shown)


def step_form(
    request: DeskRequest, row: Case, step: Step, taken: list[CaseStep], here: list[Hazard], data: Any = None, files: Any = None
) -> CaseStepForm:
    """The form of ``step``; not dated before what was done last."""
    since = max([row.opened_on, *(event.occurred_on for event in taken)])
    return CaseStepForm(row.county, step, since, row.entry, here, data, files)


def unlinked(request: DeskRequest, row: Case) -> list[Hazard]:
    """Hazards of the place that are not over and don't belong to the case yet."""
    if row.ended:
        return []
    return [one for one in hazards_at(request.scope, row.place_type, row.place_key) if str(one.id) not in row.hazards]


def _options(request: DeskRequest, row: Case, words: Words, taken: list[CaseStep], here: list[Hazard]) -> list[Option]:
    waited, found = {one.event for one in words.awaits(row)}, []
    for step in may_take(request, row, words):
        if step.event == JUDGED or (step.event == LINKED and not here):  # judged on a page of its own, against the standard
            continue
        url = reverse("desk:case_step", args=[row.id, step.event])
        form, after = step_form(request, row, step, taken, here), follows(row.county, words.table, step, row.state, row.before)
        found.append(Option(step, say(step.title), form, url, after, step.event in waited))
    return found


def _judge_url(request: DeskRequest, row: Case, table: LifeCycle) -> str:
    """Where the case is judged again; empty where that can't be done now, or not by this user."""
    step = table.step(JUDGED, row.state)
    return reverse("desk:case_judge", args=[row.id]) if step and taker(request, row, step) else ""


def _determination(taken: list[CaseStep]) -> str:
    """The last determination, which begins the duties of reporting and listing; empty where there is none."""
    return next((str(step.id) for step in reversed(taken) if step.event == DETERMINED), "")


def _facts(request: DeskRequest, board: Board, row: Case) -> list[dict[str, Any]]:
    """What it is about, where, who began it, who supervises, and by when the premises are to be put right."""
    place, area = (row.place_type, row.place_key), board.area_name(row.area)
    departments = department_titles(row.county)
    facts: list[dict[str, Any]] = [
        {
            "label": _("对象"),
            "value": place_name(row.place_type, row.place_name, area),
            "url": place_urls(request.scope, [place]).get(place),
        },
        {"label": _("区域"), "value": area},
        {"label": _("事由"), "value": row.text},
        {"label": _("立项日期"), "value": row.opened_on.isoformat()},
        {"label": _("立项人"), "value": who(board, row.opened_by, row.opened_post)},
        {"label": _("督办部门"), "value": departments.get(row.department, row.department)},
        {"label": _("整改期限"), "value": row.due.isoformat() if row.due else ""},
        {"label": _("编号"), "value": str(row.id)},
    ]
    return [fact for fact in facts if fact["value"]]


def _hazard_line(request: DeskRequest, one: Hazard) -> dict[str, Any]:
    state = hazard_standing(one, timezone.now(), speaks_of_suspicion(request))
    return {"text": one.text, "found": one.found_on, "state": state, "url": reverse("desk:hazard", args=[one.id])}
