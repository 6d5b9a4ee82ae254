"""Hazards, from finding to closing: the board, and one with everything that was done about it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from sanzhang.desk.access import DeskRequest, needs
from sanzhang.desk.checked import hazard_word
from sanzhang.desk.hazard_finding import finding_power
from sanzhang.desk.hazard_page import show
from sanzhang.desk.registers import show_register
from sanzhang.desk.tables.hazards import HazardFilter, HazardTable, hazards_shown
from sanzhang.hazards.queries import most_urgent, visible_to


@needs("view.area")
def hazards(request: DeskRequest) -> HttpResponseBase:
    """Hazards inside the user's scope, the late ones first."""
    chosen, word = (
        HazardFilter(request, visible_to(request.scope) if request.GET.get("place") else most_urgent(request.scope)),
        hazard_word(request),
    )
    table = HazardTable(request.county, hazards_shown(request, chosen.qs))
    table.columns["text"].column.verbose_name = word
    context: dict[str, Any] = {
        "title": word,
        "lede": _("逾期的在最前，其次按整改期限和发现的先后。大队认定之前，都是疑似隐患和整改建议。"),
        "form": chosen.form,
        "links": [{"title": _("检查"), "url": reverse("desk:inspections")}],
    }
    if any(finding_power(request.county) in actor.powers for actor in request.actors):
        context["action"] = {"title": _("登记%(word)s") % {"word": word}, "url": reverse("desk:hazard_new")}
    return show_register(request, table, context)


@needs("view.area")
def hazard(request: DeskRequest, hazard_id: UUID) -> HttpResponse:
    """One hazard: photos before and after, every step, and what is to be done about it by whoever may."""
    found = visible_to(request.scope).filter(id=hazard_id).first()
    if found is None:
        raise Http404
    return show(request, found)
