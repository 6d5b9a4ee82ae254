"""Fire-safety committees of the banner and its towns."""

from functools import partial

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sanzhang.committee.entries.set_committee import CommitteeSet
from sanzhang.committee.models import Committee
from sanzhang.committee.queries import visible_to
from sanzhang.desk.access import DeskRequest, actor_for, needs
from sanzhang.desk.forms.areas import area_choices
from sanzhang.desk.forms.organisations import CommitteeForm
from sanzhang.desk.forms.people import line_of
from sanzhang.desk.registers import attempt, form_page, may, show_register
from sanzhang.desk.rows import Rows
from sanzhang.desk.tables.committees import CommitteeTable, committee_rows
from sanzhang.journal.append import append, draft
from sanzhang.people.entries.set_person import ERASED
from sanzhang.people.models import Person
from sanzhang.people.queries import people_chosen
from sanzhang.rules.areas import Level


@needs("view.area", "manage.people")
def committees(request: DeskRequest) -> HttpResponseBase:
    """Committees inside the user's scope; the areas that ought to have one and don't come first."""
    has = set(visible_to(request.scope).values_list("key", flat=True))
    without = [
        {"name": name, "url": reverse("desk:committee_edit", args=[code]) if may(request, "manage.people", code) else ""}
        for code, name in area_choices(request.scope, Level.COUNTY, Level.TOWN)
        if code not in has
    ]
    missing = {"title": _("还没有防火安全委员会"), "sentence": _("旗和每个苏木镇都要成立防火安全委员会。"), "items": without}
    context = {"title": _("防火安全委员会"), "missing": [missing]}
    return show_register(request, CommitteeTable(Rows(visible_to(request.scope), partial(committee_rows, request))), context)


@needs("manage.people")
def committee_edit(request: DeskRequest, code: str) -> HttpResponse:
    """Register or change the committee of an area."""
    names = dict(area_choices(request.scope, Level.COUNTY, Level.TOWN))
    if code not in names:
        raise Http404
    found = visible_to(request.scope).filter(key=code).first()
    form = CommitteeForm(_eligible(request, found), request.POST or None, initial=_initial(found, names[code]))
    problems: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        payload = CommitteeSet(
            name=data["name"],
            chair=data["chair"].key if data["chair"] else "",
            members=tuple(member.key for member in data["members"]),
            founded=data["founded"],
        )
        problems = attempt(lambda: append(draft("committee.set", code, payload), actor_for(request, "manage.people", code)))
        if not problems:
            messages.success(request, _("委员会已登记。"))
            return redirect("desk:committees")
    return form_page(request, form, _("防火安全委员会 · %(area)s") % {"area": names[code]}, reverse("desk:committees"), problems=problems)


def _eligible(request: DeskRequest, found: Committee | None) -> QuerySet[Person]:
    """People inside the scope, and those who are on the committee already."""
    present = [found.chair, *found.members] if found else []
    return people_chosen(request.scope, present)


def _initial(found: Committee | None, area: str) -> dict[str, object]:
    if found is None:
        return {"name": _("%(area)s防火安全委员会") % {"area": area}}
    people = {
        person.key: line_of(person)
        for person in Person.objects.filter(key__in=[found.chair, *found.members], superseded_at__isnull=True).exclude(name=ERASED)
    }
    lines = "\n".join(people[key] for key in found.members if key in people)
    return {"name": found.name, "chair": people.get(found.chair, ""), "members": lines, "founded": found.founded}
