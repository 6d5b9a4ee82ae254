"""Hazards, from finding to closing: the board, and one with everything that was done about it."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sanzhang.desk.access import DeskRequest, actor_for, needs
from sanzhang.desk.checked import HOUSEHOLD, hazard_word, place_name, speaks_of_suspicion
from sanzhang.desk.forms.hazards import CorrectForm, ReportForm, SettleForm
from sanzhang.desk.hazard_facts import facts_of, history_of
from sanzhang.desk.photos import by_content, keep_photo, shown_by
from sanzhang.desk.registers import attempt, may, show_register
from sanzhang.desk.seen import board_for
from sanzhang.desk.served import served_lines
from sanzhang.desk.tables.hazards import HazardFilter, HazardTable, before_and_after, hazards_shown, standing_of
from sanzhang.hazards.entries.correct_hazard import HazardCorrected
from sanzhang.hazards.entries.report_hazard import HazardReported
from sanzhang.hazards.entries.settle_hazard import HazardSettled
from sanzhang.hazards.models import Hazard, HazardEvent
from sanzhang.hazards.queries import steps_of, visible_to
from sanzhang.hazards.states import State
from sanzhang.journal.append import append, draft
from sanzhang.journal.kinds import Payload
from sanzhang.packs import pack_for
from sanzhang.rules.days import day_of

SETTLE = "settle.hazards"


@needs("view.area")
def hazards(request: DeskRequest) -> HttpResponseBase:
    """Hazards inside the user's scope, the late ones first."""
    chosen, word = HazardFilter(request, visible_to(request.scope)), hazard_word(request)
    table = HazardTable(hazards_shown(request, chosen.qs))
    table.columns["text"].column.verbose_name = word
    context: dict[str, Any] = {
        "title": word,
        "lede": _("逾期的在最前，其次按整改期限和发现的先后。大队认定之前，都是疑似隐患和整改建议。"),
        "form": chosen.form,
        "links": [{"title": _("检查"), "url": reverse("desk:inspections")}],
    }
    return show_register(request, table, context)


@needs("view.area")
def hazard(request: DeskRequest, hazard_id: UUID) -> HttpResponse:
    """One hazard: photos before and after, every step, and what is to be done about it by whoever may."""
    return _show(request, _found(request, hazard_id))


@require_POST
@needs("view.area")
def hazard_correct(request: DeskRequest, hazard_id: UUID) -> HttpResponse:
    """Record that it was corrected, with photos."""
    found = _found(request, hazard_id)
    form = CorrectForm(found.found_on, timezone.localdate(), request.POST, request.FILES)

    def change() -> None:
        moment = _moment(form.cleaned_data["occurred_on"], found)
        photos = tuple(keep_photo(request, file, moment) for file in form.cleaned_data["photos"])
        payload = HazardCorrected(hazard=found.id, note=form.cleaned_data["note"], photos=photos)
        _append(request, "hazard.corrected", found, payload, _power(request, "hazard.corrected"), moment)

    return _answer(request, found, {"correct": form}, change, _("整改已登记。"))


@require_POST
@needs("view.area")
def hazard_report(request: DeskRequest, hazard_id: UUID) -> HttpResponse:
    """Report it up to the brigade."""
    found, form = _found(request, hazard_id), ReportForm(request.POST)

    def change() -> None:
        payload = HazardReported(hazard=found.id, note=form.cleaned_data["note"])
        _append(request, "hazard.reported", found, payload, _power(request, "hazard.reported"))

    return _answer(request, found, {"report": form}, change, _("已上报大队。"))


@require_POST
@needs("view.area")
def hazard_settle(request: DeskRequest, hazard_id: UUID) -> HttpResponse:
    """Say how it stands, where two people told of different ends."""
    found, form = _found(request, hazard_id), SettleForm(request.county, speaks_of_suspicion(request), request.POST)

    def change() -> None:
        payload = HazardSettled(hazard=found.id, state=form.cleaned_data["state"], note=form.cleaned_data["note"])
        _append(request, "hazard.settled", found, payload, SETTLE)

    return _answer(request, found, {"settle": form}, change, _("已核对。原来的记录都保留。"))


def _answer(request: DeskRequest, found: Hazard, forms: dict[str, Form], change: Callable[[], None], done: str) -> HttpResponse:
    """Make the change that a form asks for, or show the page again with what stands in the way."""
    form = next(iter(forms.values()))
    if not form.is_valid():
        return _show(request, found, forms)
    problems = attempt(change)
    if problems:
        return _show(request, found, forms, problems)
    messages.success(request, done)
    return redirect("desk:hazard", found.id)


def _append(request: DeskRequest, kind: str, found: Hazard, payload: Payload, power: str, when: datetime | None = None) -> None:
    append(draft(kind, found.area, payload, occurred_at=when), actor_for(request, power, found.area))


def _found(request: DeskRequest, hazard_id: UUID) -> Hazard:
    found = visible_to(request.scope).filter(id=hazard_id).first()
    if found is None:
        raise Http404
    return found


def _power(request: DeskRequest, origin: str) -> str:
    """The power that a step takes, as the journal asks for it."""
    kind = pack_for(request.county, settings.DEFAULT_PACK).evidence_from(origin)
    return f"record.{kind.id}" if kind else SETTLE


def _moment(day: date, found: Hazard) -> datetime:
    """When something was done of which only the day is known: noon, but after what was recorded of that day, and not later than now."""
    noon = timezone.make_aware(datetime.combine(day, time(12)))
    before = [step.occurred_at for step in steps_of(found) if day_of(step.occurred_at) == day]
    return min(max([noon, *before]), timezone.now()) if day < timezone.localdate() else timezone.now()


def _show(
    request: DeskRequest, found: Hazard, forms: dict[str, Form] | None = None, problems: list[dict[str, str]] | None = None
) -> HttpResponse:
    board, steps, suspected = board_for(request), list(steps_of(found)), speaks_of_suspicion(request)
    photos = by_content(shown_by(request.scope, [step.entry for step in steps], places=found.place_type != HOUSEHOLD))
    shown = {
        "hazard": found,
        "word": hazard_word(request),
        "where": place_name(found.place_type, found.place_name, board.area_name(found.area)),
        "state": standing_of(found, timezone.localdate(), suspected),
        "facts": facts_of(request, board, found),
        "history": history_of(board, steps, photos),
        "forms": {**_forms(request, found, suspected), **(forms or {})},
        "problems": problems,
        "served": served_lines(request, board, _counted(found, steps), str(found.id)),
        "board": board,
        **before_and_after(steps, photos),
    }
    return render(request, "desk/hazard.html", shown)


def _counted(found: Hazard, steps: list[HazardEvent]) -> list[str]:
    return [str(found.id), *(str(step.id) for step in steps)]


def _forms(request: DeskRequest, found: Hazard, suspected: bool) -> dict[str, Form]:
    """What this user may do about it now."""
    forms: dict[str, Form] = {}
    if found.conflict and found.state != State.WITHDRAWN and may(request, SETTLE, found.area):
        forms["settle"] = SettleForm(request.county, suspected)
    if not found.ended and may(request, _power(request, "hazard.corrected"), found.area):
        forms["correct"] = CorrectForm(found.found_on, timezone.localdate())
    if found.state == State.OPEN and may(request, _power(request, "hazard.reported"), found.area):
        forms["report"] = ReportForm()
    return forms
