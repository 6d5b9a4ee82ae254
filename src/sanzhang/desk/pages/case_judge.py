"""A case is judged again: the form of the determination as it was filled in last, what the standard says now, and the step that records it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanzhang.cases.entries.move_case import CaseMoved
from sanzhang.cases.models import Case, CaseStep
from sanzhang.cases.queries import LISTING, steps_of
from sanzhang.cases.states import JUDGED, REOPENED
from sanzhang.desk.access import DeskRequest, needs
from sanzhang.desk.case_page import step_form, unlinked
from sanzhang.desk.case_places import Chosen, chosen_place
from sanzhang.desk.determining import kept_of, look
from sanzhang.desk.forms.cases import CaseStepForm
from sanzhang.desk.forms.determination import DeterminationForm
from sanzhang.desk.forms.files import receiving
from sanzhang.desk.judgings import filled_again, stale_since
from sanzhang.desk.moments import moment_after
from sanzhang.desk.pages.cases import found_case
from sanzhang.desk.photos import ref_of
from sanzhang.desk.places import place_names
from sanzhang.desk.registers import attempt
from sanzhang.desk.steps import follows, table_today, taker
from sanzhang.desk.words import say
from sanzhang.determination.queries import editions_for
from sanzhang.journal.append import append, draft
from sanzhang.rules.lifecycle import Step


@needs("view.area")
def case_judge(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Look what the standard says now, and record it with the case."""
    row = found_case(request, case_id)
    step = table_today(row.county, row.cycle).step(JUDGED, row.state)
    if row.cycle != LISTING or step is None or taker(request, row, step) is None:
        raise Http404
    place = chosen_place(request.scope, f"{row.place_type}:{row.place_key}")
    taken = list(steps_of(row))
    if request.method != "POST":
        return _show(request, row, step, place, _form(request, row, step, taken), _filled(row, place, taken))
    judge, keep = _judging(row, place, request.POST), "keep" in request.POST
    looked = look(judge)
    form = _form(request, row, step, taken, bound="digest" in request.POST)
    digest = looked.get("digest", "")
    if not keep or not digest or digest != request.POST.get("digest"):
        if form.is_bound and not keep:  # only looking: nobody is asked yet for what is missing
            form.full_clean()
            form.errors.clear()
        return _show(request, row, step, place, form, judge, changed=keep and bool(digest), **looked)
    problems = attempt(lambda: _record(request, row, step, form, judge, taken)) if form.is_valid() else []
    if form.errors or problems:
        form.look_again(found_case(request, row.id).entry)
        return _show(request, row, step, place, form, judge, problems=problems, **looked)
    messages.success(request, _("“%(step)s”已登记。") % {"step": say(step.title)})
    return redirect("desk:case", row.id)


def _record(
    request: DeskRequest, row: Case, step: Step, form: CaseStepForm, judge: DeterminationForm, taken: list[CaseStep]
) -> None:  # fmt: skip
    moment = moment_after(form.cleaned_data["occurred_on"], [one.occurred_at for one in taken])
    photos = [ref_of(photo, moment, "scene") for photo in form.cleaned_data.get("photos") or ()]
    payload = CaseMoved(case=row.id, hazards=form.hazards, determination=kept_of(judge), **form.taken(photos))
    actor = taker(request, row, step)
    if actor is None:
        raise Http404
    append(draft("case.moved", row.area, payload, occurred_at=moment), actor)


def _form(request: DeskRequest, row: Case, step: Step, taken: list[CaseStep], *, bound: bool = False) -> CaseStepForm:
    data, files = (request.POST, request.FILES) if bound else (None, None)
    return receiving(request, step_form(request, row, step, taken, unlinked(request, row), data, files))


def _judging(row: Case, place: Chosen, data: Any = None) -> DeterminationForm:
    today = timezone.localdate()
    return DeterminationForm(row.county, place.kind, today, today, data, closed=place.closed, sizes=place.sizes)


def _filled(row: Case, place: Chosen, taken: list[CaseStep]) -> DeterminationForm:
    """As it was filled in last; after a reopening for that day, otherwise for the day of the inspection that was judged."""
    known, case = editions_for(row.county), row.determination.get("case", {})
    reopened = next((step.occurred_on for step in reversed(taken) if step.event == REOPENED), None)
    day = stale_since(row, taken) or (date.fromisoformat(case["date"]) if case else timezone.localdate())
    data = filled_again(row.determination, known, day, closed=place.closed, reopened=reopened is not None)
    return _judging(row, place, data)


def _show(
    request: DeskRequest, row: Case, step: Step, place: Chosen, form: CaseStepForm, judge: DeterminationForm, **looked: Any
) -> HttpResponse:
    table = table_today(row.county, row.cycle)
    request.cycle = row.cycle
    context = {
        "cycle": say(table.title),
        "place": place,
        "area": place_names([place.area])[place.area],
        "title": say(step.title),
        "form": form,
        "judge": judge,
        "flagged": sorted({one.element for one in form.here if one.element}),
        "follows": follows(row.county, table, step, row.state),
        "cancel_url": reverse("desk:case", args=[row.id]),
        "again": True,
    }
    return render(request, "desk/case_new.html", context | looked)
