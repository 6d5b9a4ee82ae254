"""A case begins: first the place, then what the first step asks for; for a major hazard what the standard says comes before anything is recorded."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from sanzhang.cases.entries.open_case import CaseOpened
from sanzhang.cases.queries import LISTING
from sanzhang.cycles.tables import power_of
from sanzhang.desk.access import DeskRequest, actor_for, needs
from sanzhang.desk.case_places import PREMISES, Chosen, chosen_place, hazards_at
from sanzhang.desk.choosing import choose_place
from sanzhang.desk.determining import kept_of, look
from sanzhang.desk.forms.cases import AreaPlaceForm, CaseStepForm
from sanzhang.desk.forms.determination import DeterminationForm
from sanzhang.desk.forms.files import receiving
from sanzhang.desk.moments import moment_after
from sanzhang.desk.pages.cases import case_table, openings
from sanzhang.desk.photos import ref_of
from sanzhang.desk.places import area_filter, place_names
from sanzhang.desk.registers import attempt
from sanzhang.desk.steps import follows, pack_of
from sanzhang.desk.words import say
from sanzhang.hazards.models import Hazard
from sanzhang.journal.append import append, draft, new_id
from sanzhang.rules.lifecycle import LifeCycle, Step

Shown = dict[str, Any]


@needs("view.area")
def case_new(request: DeskRequest, cycle: str) -> HttpResponse:
    """Choose the place, look, and record."""
    table = case_table(request, cycle)
    events = openings(request, table)
    if not events:
        raise PermissionDenied
    wanted = request.GET.get("event") or request.POST.get("event") or events[0]
    step = table.beginning(wanted) if wanted in events else table.beginning(events[0])
    assert step is not None  # noqa: S101 - every event of ``events`` opens
    named = request.GET.get("place", "")
    if not named:
        areas = None if cycle == LISTING else AreaPlaceForm(area_filter(request.scope))
        return choose_place(request, say(table.title), reverse("desk:cases", args=[cycle]), areas)
    place = chosen_place(request.scope, named)
    if cycle == LISTING and place.seen.type != PREMISES:
        raise Http404
    here = hazards_at(request.scope, place.seen.type, place.seen.key)
    if request.method != "POST":
        return _show(request, table, step, place, _step_form(request, step, here), _judging(request.county, cycle, place, here))
    asked = cycle != LISTING or "digest" in request.POST  # before the first look, nobody was asked for more than the case
    form, judge = _step_form(request, step, here, bound=asked), _judging(request.county, cycle, place, here, request.POST)
    return _answer(request, table, step, place, form, judge)


def _answer(
    request: DeskRequest, table: LifeCycle, step: Step, place: Chosen, form: CaseStepForm, judge: DeterminationForm | None
) -> HttpResponse:
    """Show what the standard says; record only what was shown."""
    looked: Shown = {}
    if judge:
        looked = look(judge)
        keep, digest = "keep" in request.POST, looked.get("digest", "")
        if not keep or not digest or digest != request.POST.get("digest"):
            return _show(
                request,
                table,
                step,
                place,
                form if keep or not form.is_bound else _unasked(form),
                judge,
                changed=keep and bool(digest),
                **looked,
            )
    problems: list[dict[str, str]] = []
    if form.is_valid():
        id = new_id()
        problems = attempt(lambda: _record(request, table, step, place, form, judge, id))
        if not problems:
            messages.success(request, _("“%(step)s”已登记。") % {"step": say(step.title)})
            return redirect("desk:case", id)
    return _show(request, table, step, place, form, judge, problems=problems, **looked)


def _record(
    request: DeskRequest, table: LifeCycle, step: Step, place: Chosen, form: CaseStepForm, judge: DeterminationForm | None, id: Any
) -> None:
    moment = moment_after(form.cleaned_data["occurred_on"], [])
    photos = [ref_of(photo, moment, "scene") for photo in form.cleaned_data.get("photos") or ()]
    payload = CaseOpened(
        cycle=table.id, place=place.seen, hazards=form.hazards, determination=kept_of(judge) if judge else {}, **form.taken(photos)
    )
    actor = actor_for(request, power_of(step, pack_of(request.county)), place.area)
    append(draft("case.opened", place.area, payload, occurred_at=moment, id=id), actor)


def _step_form(request: DeskRequest, step: Step, here: list[Hazard], *, bound: bool = False) -> CaseStepForm:
    first = min([timezone.localdate(), *(one.found_on for one in here)])
    data, files = (request.POST, request.FILES) if bound else (None, None)
    return receiving(request, CaseStepForm(request.county, step, first, None, here, data, files, chosen=request.GET.getlist("hazards")))


def _unasked(form: CaseStepForm) -> CaseStepForm:
    """The form with what was typed, without asking yet for what is missing: the user only wanted to look."""
    form.full_clean()
    form.errors.clear()
    return form


def _judging(county: str, cycle: str, place: Chosen, here: list[Hazard], data: Any = None) -> DeterminationForm | None:
    """For a major hazard what the standard asks. The day is that of the newest finding here."""
    if cycle != LISTING:
        return None
    today = timezone.localdate()
    first = max([one.found_on for one in here], default=today)
    return DeterminationForm(county, place.kind, first, today, data, closed=place.closed, sizes=place.sizes)


def _show(
    request: DeskRequest, table: LifeCycle, step: Step, place: Chosen, form: CaseStepForm, judge: DeterminationForm | None, **looked: Any
) -> HttpResponse:
    kinds = [one for one in table.steps if one.event in openings(request, table) and one.opens]
    here = {"place": place.named}
    context = {
        "cycle": say(table.title),
        "place": place,
        "area": place_names([place.area])[place.area],
        "step": step,
        "title": say(step.title),
        "kinds": [{"title": say(one.title), "url": f"?{urlencode(here | {'event': one.event})}", "chosen": one is step} for one in kinds],
        "form": form,
        "judge": judge,
        "flagged": sorted({one.element for one in form.here if one.element}),
        "follows": follows(request.county, table, step, step.to),
        "cancel_url": reverse("desk:cases", args=[table.id]),
    }
    return render(request, "desk/case_new.html", context | looked)
