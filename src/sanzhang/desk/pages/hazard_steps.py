"""Steps about a hazard: what the table of its life cycle allows, and what somebody in charge settles."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sanzhang.cycles.tables import power_of
from sanzhang.desk.access import DeskRequest, actor_for, needs
from sanzhang.desk.checked import speaks_of_suspicion
from sanzhang.desk.forms.files import receiving
from sanzhang.desk.forms.hazards import CorrectForm, ReportForm, SettleForm
from sanzhang.desk.hazard_page import SETTLE, before, same_place, show, step_form
from sanzhang.desk.moments import moment_after
from sanzhang.desk.photos import Role, ref_of
from sanzhang.desk.registers import attempt
from sanzhang.desk.steps import pack_of, row_for, table_today, taker
from sanzhang.desk.words import say
from sanzhang.hazards.entries.correct_hazard import HazardCorrected
from sanzhang.hazards.entries.move_hazard import HazardMoved
from sanzhang.hazards.entries.report_hazard import HazardReported
from sanzhang.hazards.entries.settle_hazard import HazardSettled
from sanzhang.hazards.models import Hazard, HazardEvent
from sanzhang.hazards.queries import steps_of, visible_to
from sanzhang.hazards.states import CYCLE, Event, State
from sanzhang.journal.actors import Actor
from sanzhang.journal.append import append, draft
from sanzhang.journal.kinds import Payload

PUT_RIGHT = (State.RECTIFIED, State.CORRECTED)


@require_POST
@needs("view.area")
def hazard_step(request: DeskRequest, hazard_id: UUID, event: str) -> HttpResponse:
    """Take a step along the life cycle."""
    found = _found(request, hazard_id)
    table = table_today(found.county, CYCLE)
    step = row_for(table, event, found.state)
    if step is None or event in (Event.CORRECTED, Event.REPORTED):
        raise Http404
    taken = list(steps_of(found))
    form = receiving(request, step_form(found, step, taken, before(found, same_place(request, found)), request.POST, request.FILES))

    def change() -> None:
        moment = _moment(form, taken)
        role: Role = "after" if step.to in PUT_RIGHT else "scene"
        photos = [ref_of(photo, moment, role) for photo in form.cleaned_data.get("photos") or ()]
        actor = taker(request, found, step) or actor_for(request, power_of(step, pack_of(found.county)), found.area)
        _append("hazard.moved", found, HazardMoved(hazard=found.id, **form.taken(photos)), actor, moment)

    return _answer(request, found, form, change, _("“%(step)s”已登记。") % {"step": say(step.title)})


@require_POST
@needs("view.area")
def hazard_correct(request: DeskRequest, hazard_id: UUID) -> HttpResponse:
    """Record that it was corrected, with photos."""
    found = _found(request, hazard_id)
    form = receiving(request, CorrectForm(found.found_on, timezone.localdate(), request.POST, request.FILES))

    def change() -> None:
        moment = _moment(form, steps_of(found))
        photos = tuple(ref_of(photo, moment, "after") for photo in form.cleaned_data["photos"])
        payload = HazardCorrected(hazard=found.id, note=form.cleaned_data["note"], photos=photos)
        _append("hazard.corrected", found, payload, _actor(request, found, Event.CORRECTED), moment)

    return _answer(request, found, form, change, _("整改已登记。"))


@require_POST
@needs("view.area")
def hazard_report(request: DeskRequest, hazard_id: UUID) -> HttpResponse:
    """Report it up to the brigade."""
    found, form = _found(request, hazard_id), ReportForm(request.POST)

    def change() -> None:
        payload = HazardReported(hazard=found.id, note=form.cleaned_data["note"])
        _append("hazard.reported", found, payload, _actor(request, found, Event.REPORTED))

    return _answer(request, found, form, change, _("已上报大队。"))


@require_POST
@needs("view.area")
def hazard_settle(request: DeskRequest, hazard_id: UUID) -> HttpResponse:
    """Say how it stands, where two people told of different ends."""
    found, form = _found(request, hazard_id), SettleForm(request.county, speaks_of_suspicion(request), request.POST)

    def change() -> None:
        given = form.cleaned_data
        payload = HazardSettled(hazard=found.id, state=given["state"], note=given["note"], due=given["due"])
        _append("hazard.settled", found, payload, actor_for(request, SETTLE, found.area))

    return _answer(request, found, form, change, _("已核对。原来的记录都保留。"))


def _answer(request: DeskRequest, found: Hazard, form: Form, change: Callable[[], None], done: str) -> HttpResponse:
    """Make the change that a form asks for, or show the page again with what stands in the way."""
    problems = attempt(change) if form.is_valid() else []
    if form.errors or problems:
        return _again(request, found, form, problems)
    messages.success(request, done)
    if not visible_to(request.scope).filter(id=found.id).exists():
        return redirect("desk:referrals")  # sent back: the department has it in hand no longer
    return redirect("desk:hazard", found.id)


def _again(request: DeskRequest, found: Hazard, form: Any, problems: list[dict[str, str]]) -> HttpResponse:
    """The page as things stand now, with what was typed; whoever was slower decides anew."""
    now = _found(request, found.id)
    if hasattr(form, "look_again"):
        form.look_again(now.entry)
    return show(request, now, form, problems)


def _append(kind: str, found: Hazard, payload: Payload, actor: Actor, when: datetime | None = None) -> None:
    append(draft(kind, found.area, payload, occurred_at=when), actor)


def _actor(request: DeskRequest, found: Hazard, event: str) -> Actor:
    """In which post the user does what counts as ``event``."""
    kind = pack_of(request.county).evidence_from(f"hazard.{event}")
    return actor_for(request, f"record.{kind.id}" if kind else SETTLE, found.area)


def _found(request: DeskRequest, hazard_id: UUID) -> Hazard:
    found = visible_to(request.scope).filter(id=hazard_id).first()
    if found is None:
        raise Http404
    return found


def _moment(form: Form, taken: Iterable[HazardEvent]) -> datetime:
    return moment_after(form.cleaned_data["occurred_on"], [step.occurred_at for step in taken])
