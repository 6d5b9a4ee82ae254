"""Choosing the place that something is about: a registered one by its name, or the area where it isn't registered."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy

from sanzhang.desk.access import DeskRequest
from sanzhang.desk.case_places import PREMISES
from sanzhang.desk.forms.cases import FindPlaceForm
from sanzhang.desk.places import place_names
from sanzhang.premises.queries import matching, visible_to

LISTED = 20
LEDE = gettext_lazy("先找到场所，再填要登记的内容。")


def choose_place(request: DeskRequest, about: str, cancel_url: str, area_form: Form | None) -> HttpResponse:
    """The places that somebody may mean. ``about``: what is to be registered; ``area_form``: where it need not be at a registered one."""
    form = FindPlaceForm(request.GET)
    text = form.cleaned_data["q"].strip() if form.is_valid() else ""
    found = list(matching(visible_to(request.scope), text)[: LISTED + 1]) if text else []
    areas = place_names([row.area for row in found])
    keep = {"event": request.GET["event"]} if request.GET.get("event") else {}
    context: dict[str, Any] = {
        "about": about,
        "lede": LEDE,
        "form": form,
        "text": text,
        "places": [
            {
                "name": row.name,
                "area": areas[row.area],
                "address": row.address,
                "url": f"?{urlencode({'place': f'{PREMISES}:{row.key}', **keep})}",
            }
            for row in found[:LISTED]
        ],
        "more": len(found) > LISTED,
        "area_form": area_form,
        "cancel_url": cancel_url,
    }
    return render(request, "desk/choose_place.html", context)
