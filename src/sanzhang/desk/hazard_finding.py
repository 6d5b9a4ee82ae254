"""Who may register a hazard outside an inspection, where, and from what: for the links that lead to the form, and for the form itself."""

from django.http import Http404
from django.urls import reverse
from django.utils.http import urlencode

from sanzhang.cases.models import Case
from sanzhang.cases.states import LINKED
from sanzhang.desk.access import DeskRequest
from sanzhang.desk.case_places import chosen_place
from sanzhang.desk.registers import may
from sanzhang.desk.steps import pack_of, table_today, taker
from sanzhang.hazards.states import Event
from sanzhang.rules.areas import Level, level_of

SETTLE = "settle.hazards"
FOUND = f"hazard.{Event.FOUND}"


def finding_power(county: str) -> str:
    """The power that registering a hazard takes: of recording what it counts as; where the notice counts nothing of the sort, of settling."""
    kind = pack_of(county).evidence_from(FOUND)
    return f"record.{kind.id}" if kind else SETTLE


def finding_levels(county: str) -> frozenset[Level]:
    """The levels of area at which hazards lie."""
    kind = pack_of(county).evidence_from(FOUND)
    return frozenset(kind.levels) if kind else frozenset({Level.VILLAGE, Level.GRID})


def finding_url(request: DeskRequest, type: str, key: str, area: str) -> str:
    """Where the user registers a hazard at a place in ``area``; empty where he may not."""
    if not area or level_of(area) not in finding_levels(request.county) or not may(request, finding_power(request.county), area):
        return ""
    return f"{reverse('desk:hazard_new')}?{urlencode({'place': f'{type}:{key}'})}"


def finding_url_of(request: DeskRequest, case: Case) -> str:
    """Where the user registers a hazard that a case is about; empty where the table doesn't link them now, or the place is registered no longer."""
    step = table_today(case.county, case.cycle).step(LINKED, case.state)
    if step is None or not taker(request, case, step):
        return ""
    try:
        place = chosen_place(request.scope, f"{case.place_type}:{case.place_key}")
    except Http404:
        return ""
    url = finding_url(request, case.place_type, case.place_key, case.area) if place.area == case.area else ""
    return f"{url}&{urlencode({'case': str(case.id)})}" if url else ""
