"""Plates and boards to print: chosen here, given out as a PDF."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _, gettext_noop

from sanzhang.desk.access import DeskRequest, needs
from sanzhang.desk.forms.plates import PlatesForm
from sanzhang.desk.places import area_filter, kind_titles
from sanzhang.desk.words import say, tell
from sanzhang.households.queries import visible_to as households_visible_to
from sanzhang.journal.actors import Actor, Scope, inside
from sanzhang.people.queries import scope_of
from sanzhang.plates.choosing import answering, areas_of, boards, household_plates, premises_plates
from sanzhang.plates.printing import MOST, boards_pdf, check_number, plates_pdf
from sanzhang.premises.queries import matching, visible_to as premises_visible_to
from sanzhang.rules.areas import Level
from sanzhang.rules.plates import read_plate
from sanzhang.rules.problems import Problem

POWERS = ("manage.premises", "manage.areas")


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of thing to print: what it is called, which of these powers lets one print it, and what can be asked beside the area.

    ``level``: boards for areas of that level; what a department sees of an area is not who answers for it, so no department prints them.
    """

    title: str
    powers: tuple[str, ...]
    asks: tuple[str, ...] = ()
    level: Level | None = None

    def scope(self, actors: list[Actor]) -> Scope:
        """Where somebody may print it."""
        places = [place for power in self.powers for place in scope_of(actors, power).places]
        return Scope(tuple(dict.fromkeys(place for place in places if self.level is None or not place.sector)))


SORTS = {
    "premises": Sort(gettext_noop("场所牌"), ("manage.premises",), ("kind", "q")),
    "households": Sort(gettext_noop("住户牌（只有编号）"), ("manage.households",), ("q",)),
    "grids": Sort(gettext_noop("网格公示牌"), POWERS, level=Level.GRID),
    "villages": Sort(gettext_noop("嘎查村社区公示牌"), POWERS, level=Level.VILLAGE),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is to be printed: how many, and how the file is made."""

    sort: str
    number: int
    pdf: Callable[[], bytes]


@needs(*POWERS)
def plates(request: DeskRequest) -> HttpResponse:
    """Choose what to print."""
    form, sorts = _form(request)
    chosen = _chosen(request, form) if form.is_valid() else None
    context: dict[str, Any] = {"form": form, "chosen": chosen, "most": MOST, "problem": None}
    if chosen:
        try:
            check_number(chosen.number)
        except Problem as problem:
            context["problem"] = tell(problem)
        context["title"] = sorts[chosen.sort]
        context["one_a_sheet"] = SORTS[chosen.sort].level is not None
        context["pdf_url"] = f"{reverse('desk:plates_pdf')}?{urlencode(form.cleaned_data)}"
    return render(request, "desk/plates.html", context)


@needs(*POWERS)
def plates_file(request: DeskRequest) -> HttpResponse:
    """The file."""
    form, sorts = _form(request)
    back = redirect(f"{reverse('desk:plates')}?{request.GET.urlencode()}")
    if not form.is_valid():
        return back
    chosen = _chosen(request, form)
    try:
        check_number(chosen.number)
        content = chosen.pdf()
    except Problem as problem:
        told = tell(problem)
        messages.error(request, f"{told['message']}{told['hint']}")
        return back
    response = HttpResponse(content, content_type="application/pdf")
    where = dict(form.fields["area"].choices).get(form.cleaned_data["area"], "") if form.cleaned_data["area"] else ""  # type: ignore[attr-defined]
    name = "-".join(filter(None, (sorts[chosen.sort], where, f"{timezone.localdate():%Y%m%d}")))
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{urlencode({'': f'{name}.pdf'})[1:]}"
    return response


def _form(request: DeskRequest) -> tuple[PlatesForm, dict[str, str]]:
    sorts = {
        name: _(sort.title)
        for name, sort in SORTS.items()
        if sort.scope(request.actors).places and (sort.level is None or answering(request.county, sort.level))
    }
    form = PlatesForm(request.GET, list(sorts.items()), area_filter(request.scope), lambda name: SORTS[name].asks if name in SORTS else ())
    return form, sorts


def _chosen(request: DeskRequest, form: PlatesForm) -> Chosen:
    name, area = form.cleaned_data["what"], form.cleaned_data["area"]
    kind, text = form.cleaned_data.get("kind", ""), form.cleaned_data.get("q", "").strip()
    scope = SORTS[name].scope(request.actors)
    if level := SORTS[name].level:
        return Chosen(name, len(areas_of(scope, level, area)), lambda: boards_pdf(boards(scope, request.county, level, area, say)))
    if name == "households":
        homes = households_visible_to(scope).filter(inside("area", area))
        if text:
            homes = homes.filter(Q(number__icontains=text) | Q(plate=read_plate(text) or "-"))
        return Chosen(name, homes.count(), lambda: plates_pdf(household_plates(homes)))
    shops = matching(premises_visible_to(scope).filter(inside("area", area), closed=False), text)
    if kind:
        shops = shops.filter(kind=kind)
    return Chosen(name, shops.count(), lambda: plates_pdf(premises_plates(shops, kind_titles())))
