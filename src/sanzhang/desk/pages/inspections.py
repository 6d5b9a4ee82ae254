"""Inspections and home visits: what was looked at, what was found, which duties it serves."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sanzhang.desk.access import DeskRequest, needs
from sanzhang.desk.checked import HOUSEHOLD, checklist_title, hazard_word, place_name
from sanzhang.desk.inspection_facts import facts_of, place_facts, sections_of
from sanzhang.desk.photos import by_content, shown_by
from sanzhang.desk.registers import attempt, show_register
from sanzhang.desk.seen import board_for
from sanzhang.desk.served import served_lines
from sanzhang.desk.tables.hazards import hazard_cards
from sanzhang.desk.tables.inspections import InspectionFilter, InspectionTable, inspections_shown, name_then
from sanzhang.desk.words import say
from sanzhang.hazards.queries import steps_of_each, visible_to as hazards_visible_to
from sanzhang.inspections.entries.withdraw_inspection import InspectionWithdrawn
from sanzhang.inspections.models import Inspection
from sanzhang.inspections.queries import newest, visible_to
from sanzhang.journal.actors import Actor, narrowest
from sanzhang.journal.append import append, draft


@needs("view.area")
def inspections(request: DeskRequest) -> HttpResponseBase:
    """Inspections inside the user's scope, the newest first."""
    chosen = InspectionFilter(request, visible_to(request.scope) if request.GET.get("place") else newest(request.scope))
    context: dict[str, Any] = {
        "title": _("检查"),
        "lede": _("现场检查和入户走访，在手机上做，离线也行。发现的问题自动列入隐患。"),
        "form": chosen.form,
        "links": [{"title": hazard_word(request), "url": reverse("desk:hazards")}],
    }
    return show_register(request, InspectionTable(inspections_shown(request, chosen.qs)), context)


@needs("view.area")
def inspection(request: DeskRequest, inspection_id: UUID) -> HttpResponse:
    """One inspection, as it was written down there, and what became of it."""
    return _show(request, _found(request, inspection_id))


@require_POST
@needs("view.area")
def inspection_withdraw(request: DeskRequest, inspection_id: UUID) -> HttpResponse:
    """Withdraw a wrong inspection, and with it the hazards it found."""
    found = _found(request, inspection_id)
    reason = request.POST.get("reason", "")
    actor = _withdrawer(request, found) or request.actors[0]
    payload = InspectionWithdrawn(inspection=found.id, evidence=found.evidence, reason=reason)
    problems = attempt(lambda: append(draft("inspection.withdrawn", found.area, payload), actor))
    if problems:
        return _show(request, found, problems=problems, reason=reason)
    messages.success(request, _("已撤回。这次检查和它发现的隐患仍可查看，不再计入。"))
    return redirect("desk:inspection", found.id)


def _found(request: DeskRequest, inspection_id: UUID) -> Inspection:
    found = visible_to(request.scope).filter(id=inspection_id).first()
    if found is None:
        raise Http404
    return found


def _withdrawer(request: DeskRequest, found: Inspection) -> Actor | None:
    """The post in which the user may withdraw it: his own, or one in charge around whoever made it."""
    power = f"record.{found.evidence}"
    near = narrowest(request.actors, found.area)
    return next((actor for actor in near if actor.may(power, found.area) and actor.may_take_back(found.person, found.post_area)), None)


def _show(request: DeskRequest, found: Inspection, **context: Any) -> HttpResponse:
    board = board_for(request)
    hazards = list(hazards_visible_to(request.scope).filter(inspection=found.id).order_by("id"))
    steps = steps_of_each([hazard.id for hazard in hazards])
    entries = {found.id, *(step.entry for taken in steps.values() for step in taken)}
    photos = shown_by(request.scope, entries, places=found.place_type != HOUSEHOLD)
    named = {name for taken in steps.values() for step in taken for name in step.photos}
    counted = [str(found.id), *(str(hazard.id) for hazard in hazards)]
    counted += [str(step.id) for taken in steps.values() for step in taken if step.entry == found.id]
    kinds = {kind.id: say(kind.title) for kind in board.pack.evidence}
    shown = {
        "inspection": found,
        "name": place_name(found.place_type, name_then(found), board.area_name(found.area)),
        "kind": kinds.get(found.evidence, found.evidence),
        "checklist": checklist_title(found.checklist, found.checklist_version),
        "facts": facts_of(board, found),
        "place": place_facts(request.scope, board, found),
        "sections": sections_of(found, hazards),
        "hazards": hazard_cards(request, hazards, steps, by_content(photos)),
        "hazard_word": hazard_word(request),
        "scene": [photo for photo in photos if photo.role in ("scene", "attachment") and photo.sha256 not in named],
        "signature": [photo for photo in photos if photo.role == "signature"],
        "served": served_lines(request, board, counted),
        "may_withdraw": not found.withdrawn_at and _withdrawer(request, found) is not None,
        "board": board,
        **context,
    }
    return render(request, "desk/inspection.html", shown)
