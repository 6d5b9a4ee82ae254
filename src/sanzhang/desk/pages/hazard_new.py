"""A hazard found outside an inspection: in passing, or because somebody told of it. First the place, then what was found."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanzhang.cases.entries.move_case import CaseMoved
from sanzhang.cases.models import Case
from sanzhang.cases.queries import visible_to as cases_visible_to
from sanzhang.cases.states import LINKED
from sanzhang.desk.access import DeskRequest, actor_for, needs
from sanzhang.desk.case_places import Chosen, chosen_place
from sanzhang.desk.checked import HOUSEHOLD, hazard_word, speaks_of_suspicion
from sanzhang.desk.choosing import choose_place
from sanzhang.desk.forms.areas import area_choices
from sanzhang.desk.forms.cases import AreaPlaceForm
from sanzhang.desk.forms.files import receiving
from sanzhang.desk.forms.hazard_found import HazardFoundForm
from sanzhang.desk.hazard_finding import finding_levels, finding_power, finding_url, finding_url_of
from sanzhang.desk.moments import moment_after
from sanzhang.desk.photos import ref_of
from sanzhang.desk.places import place_names
from sanzhang.desk.registers import attempt
from sanzhang.hazards.entries.find_hazard import HazardFound
from sanzhang.hazards.queries import visible_to
from sanzhang.journal.append import append, draft, new_id


@needs("view.area")
def hazard_new(request: DeskRequest) -> HttpResponse:
    """Choose the place, say what was found, record it; what a case is about is linked with it at once."""
    power = finding_power(request.county)
    if not any(power in actor.powers for actor in request.actors):
        raise PermissionDenied
    title, named = _("登记%(word)s") % {"word": hazard_word(request)}, request.GET.get("place", "")
    if not named:
        areas = AreaPlaceForm(area_choices(request.scope, *sorted(finding_levels(request.county))))
        return choose_place(request, title, reverse("desk:hazards"), areas)
    place, case = chosen_place(request.scope, named), _case(request)
    if not finding_url(request, place.seen.type, place.seen.key, place.area):
        raise PermissionDenied
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    words, suspected = case.text if case else "", speaks_of_suspicion(request)
    form = HazardFoundForm(request.county, place, timezone.localdate(), suspected, words, data, files)
    problems: list[dict[str, str]] = []
    if request.method == "POST" and receiving(request, form).is_valid():
        id = new_id()
        problems = attempt(lambda: _record(request, place, case, form, id))
        if not problems:
            messages.success(request, _("%(word)s已登记。") % {"word": hazard_word(request)})
            if case:
                return redirect("desk:case", case.id)
            return redirect("desk:hazard", id) if visible_to(request.scope).filter(id=id).exists() else redirect("desk:hazards")
    context: dict[str, Any] = {
        "title": title,
        "place": place,
        "area": place_names([place.area])[place.area],
        "at_home": place.seen.type == HOUSEHOLD,
        "case": case,
        "form": form,
        "problems": problems,
        "cancel_url": reverse("desk:case", args=[case.id]) if case else reverse("desk:hazards"),
        "word": hazard_word(request),
    }
    return render(request, "desk/hazard_new.html", context)


def _record(request: DeskRequest, place: Chosen, case: Case | None, form: HazardFoundForm, id: UUID) -> None:
    data = form.cleaned_data
    moment = moment_after(data["occurred_on"], [])
    photos = [ref_of(photo, moment, "before") for photo in data["photos"]]
    after = [ref_of(photo, moment, "after") for photo in data["after"]]
    payload = HazardFound(place=place.seen, finding=form.finding(id, photos, after), checklist=form.checklist)
    append(
        draft("hazard.found", place.area, payload, occurred_at=moment, id=id), actor_for(request, finding_power(request.county), place.area)
    )
    if case:
        link = CaseMoved(case=case.id, event=LINKED, hazards=(id,))
        append(draft("case.moved", case.area, link), actor_for(request, finding_power(case.county), case.area))


def _case(request: DeskRequest) -> Case | None:
    """The case from which the user comes. Raises ``Http404`` where nothing is to be registered from it."""
    if not (id := request.GET.get("case", "")):
        return None
    try:
        found = cases_visible_to(request.scope).filter(id=UUID(id)).first()
    except ValueError:
        found = None
    if found is None or not finding_url_of(request, found):
        raise Http404
    return found
