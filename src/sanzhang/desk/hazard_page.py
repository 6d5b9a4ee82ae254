"""The page of one hazard: how it stands, what may be done about it now by this user, what was done, and what it belongs to."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from sanzhang.cases.models import Case
from sanzhang.cases.queries import LISTING, of_place
from sanzhang.cycles.words import Words
from sanzhang.desk.access import DeskRequest
from sanzhang.desk.checked import HOUSEHOLD, hazard_word, place_name, speaks_of_suspicion
from sanzhang.desk.forms.hazards import CorrectForm, ReportForm, SettleForm
from sanzhang.desk.forms.steps import StepForm
from sanzhang.desk.hazard_facts import facts_of
from sanzhang.desk.photos import by_content, of_steps
from sanzhang.desk.registers import department_titles, may
from sanzhang.desk.seen import board_for
from sanzhang.desk.served import served_lines
from sanzhang.desk.step_history import history_of, now_of, rows_of
from sanzhang.desk.steps import Option, follows, may_take, offered, words_today
from sanzhang.desk.tables.cases import case_line
from sanzhang.desk.tables.hazards import before_and_after, standing_of
from sanzhang.desk.words import say
from sanzhang.hazards.models import Hazard, HazardEvent
from sanzhang.hazards.queries import steps_of, visible_to
from sanzhang.hazards.states import CYCLE, Event, State
from sanzhang.rules.lifecycle import SAME, Step

SETTLE, DETERMINE, ORDERS = "settle.hazards", "determine.major", "issue.orders"
MOST_BEFORE = 100


def show(request: DeskRequest, row: Hazard, tried: Form | None = None, problems: list[dict[str, str]] | None = None) -> HttpResponse:
    """The page; with ``tried``, a form that could not be taken, filled in as it was."""
    board, taken, words, now = board_for(request), list(steps_of(row)), words_today(row.county, CYCLE), timezone.now()
    table = words.table
    photos = by_content(of_steps([(step.entry, step.photos) for step in taken], places=row.place_type != HOUSEHOLD))
    suspected, here = speaks_of_suspicion(request), same_place(request, row)
    settle = SettleForm(row.county, suspected) if _may_settle(request, row) else None
    if settle and isinstance(tried, SettleForm):
        settle, tried = tried, None
    options, typed = offered(_options(request, row, words, taken, before(row, here)), tried)
    cases = [case for case in of_place(request.scope, row.place_key) if str(row.id) in case.hazards]
    shown = {
        "hazard": row,
        "word": hazard_word(request),
        "where": place_name(row.place_type, row.place_name, board.area_name(row.area)),
        "state": standing_of(row, now, suspected),
        "inspection_withdrawn": any(step.withdrawn_at for step in taken),
        "ruled": any(step and step.by == ORDERS for step in rows_of(table, taken)),
        "now": now_of(words, row, row.referred_to, taken, now),
        "facts": facts_of(request, board, row),
        "history": history_of(board, table, taken, photos),
        "settle": settle,
        "options": options,
        "typed": typed,
        "problems": problems,
        "occurrences": _occurrences(request, row, here, suspected),
        "cases": [case_line(case, now) for case in cases],
        "propose_url": _propose_url(request, row, cases),
        "served": served_lines(request, board, [str(row.id), *(str(step.id) for step in taken)], str(row.id)),
        "board": board,
        **before_and_after(taken, photos),
    }
    return render(request, "desk/hazard.html", shown)


def step_form(
    row: Hazard, step: Step, taken: list[HazardEvent], earlier: list[Hazard], data: Any = None, files: Any = None
) -> StepForm:  # fmt: skip
    """The form of ``step``; not dated before what was done last."""
    since = max([row.found_on, *(event.occurred_on for event in taken)])
    choices = [(str(one.id), f"{one.found_on} {one.text}") for one in earlier]
    departments = list(department_titles(row.county).items())
    return StepForm(step, since, timezone.localdate(), row.entry, data, files, departments=departments, earlier=choices)


def same_place(request: DeskRequest, row: Hazard) -> list[Hazard]:
    """The other hazards of the same place that were not withdrawn, the newest first."""
    rows = visible_to(request.scope).filter(place_type=row.place_type, place_key=row.place_key)
    return list(rows.exclude(id=row.id).exclude(state=State.WITHDRAWN)[:MOST_BEFORE])


def before(row: Hazard, here: list[Hazard]) -> list[Hazard]:
    """Those that were found before, and to which it may be linked; what the same item found comes first."""
    earlier = [one for one in here if one.found_on <= row.found_on and one.earlier != row.id]
    return sorted(earlier, key=lambda one: not _alike(row, one))


def _options(request: DeskRequest, row: Hazard, words: Words, taken: list[HazardEvent], earlier: list[Hazard]) -> list[Option]:
    """The steps that the user may take now. What another person saw corrected too comes from his phone, and is offered to nobody."""
    waited, found = {one.event for one in words.awaits(row)}, []
    for step in may_take(request, row, words):
        if (step.event == Event.CORRECTED and step.to == SAME) or (any(need.field == "earlier" for need in step.needs) and not earlier):
            continue
        form, title, page = _form_of(row, step, taken, earlier)
        url = reverse(f"desk:{page}", args=[row.id, step.event] if page == "hazard_step" else [row.id])
        after = follows(row.county, words.table, step, row.state, row.before)
        found.append(Option(step, title, form, url, after, step.event in waited))
    return found


def _form_of(row: Hazard, step: Step, taken: list[HazardEvent], earlier: list[Hazard]) -> tuple[Form, str, str]:
    """Form, title and page of a step; what the phone records by entries of their own has forms of its own."""
    if step.event == Event.CORRECTED:
        return CorrectForm(row.found_on, timezone.localdate()), _("登记整改"), "hazard_correct"
    if step.event == Event.REPORTED:
        return ReportForm(), _("这里改不了？上报大队"), "hazard_report"
    return step_form(row, step, taken, earlier), say(step.title), "hazard_step"


def _may_settle(request: DeskRequest, row: Hazard) -> bool:
    return row.conflict and row.state != State.WITHDRAWN and may(request, SETTLE, row.area)


def _alike(row: Hazard, other: Hazard) -> bool:
    """Whether both were found by the same item of a checklist, or called the same where there was none."""
    return (row.checklist, row.item) == (other.checklist, other.item) if row.item else row.text == other.text


def _occurrences(request: DeskRequest, row: Hazard, here: list[Hazard], suspected: bool) -> dict[str, Any]:
    """The same hazard before and afterwards, as far as it is linked; and one that looks the same, to be linked by a person."""
    now = timezone.now()
    linked = [one for one in here if one.id == row.earlier or one.earlier == row.id]
    alike = next((one for one in before(row, here) if row.earlier is None and _alike(row, one)), None)
    lines = [_line(one, now, suspected) for one in linked]
    return {"linked": lines, "alike": _line(alike, now, suspected) if alike and not row.ended else None}


def _line(one: Hazard, now: datetime, suspected: bool) -> dict[str, Any]:
    return {"id": one.id, "text": one.text, "found": one.found_on, "state": standing_of(one, now, suspected), "url": hazard_url(one.id)}


def hazard_url(id: UUID) -> str:
    """The page of one hazard."""
    return reverse("desk:hazard", args=[id])


def _propose_url(request: DeskRequest, row: Hazard, cases: list[Case]) -> str:
    """Where a major hazard is proposed for what may be an element of one; empty where nobody asks, or it was done."""
    under_way = any(case.cycle == LISTING and not case.ended for case in cases)
    if not row.element or row.ended or under_way or row.place_type == HOUSEHOLD or not may(request, DETERMINE, row.area):
        return ""
    query = urlencode({"place": f"{row.place_type}:{row.place_key}", "hazards": str(row.id)})
    return f"{reverse('desk:case_new', args=[LISTING])}?{query}"
