"""What was inspected and found at one place, and which cases there were: a part of the place's own page."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from sanzhang.cases.queries import LISTING, of_place
from sanzhang.cycles.tables import power_of
from sanzhang.desk.access import DeskRequest
from sanzhang.desk.checked import Who, hazard_word, speaks_of_suspicion
from sanzhang.desk.hazard_finding import finding_url
from sanzhang.desk.registers import evidence_titles, may, moment
from sanzhang.desk.steps import pack_of, table_today
from sanzhang.desk.tables.cases import case_line
from sanzhang.desk.tables.hazards import URGENCY, standing_of
from sanzhang.desk.tables.inspections import mark_words
from sanzhang.desk.words import say
from sanzhang.hazards.queries import visible_to as hazards_visible_to
from sanzhang.inspections.queries import visible_to as inspections_visible_to

SHOWN = 8
PREMISES = "premises"
CYCLES = (LISTING, "sealing", "penalty", "report")


def checked_at(request: DeskRequest, type: str, key: str, area: str) -> dict[str, Any]:
    """The newest inspections of a place, its most urgent hazards, and every case. Four queries. ``area``: where it lies; empty where it is registered no longer."""
    inspections = list(inspections_visible_to(request.scope).filter(place_type=type, place_key=key)[: SHOWN + 1])
    rows = hazards_visible_to(request.scope).filter(place_type=type, place_key=key)
    hazards = list(rows.order_by(*URGENCY, "pk")[: SHOWN + 1])
    who = Who(request.county, [*(row.person for row in inspections), *(row.found_by for row in hazards)])
    kinds, now, suspected = evidence_titles(request.county), timezone.now(), speaks_of_suspicion(request)
    return {
        "inspections": [
            {
                "when": moment(row.occurred_at),
                "kind": kinds.get(row.evidence, row.evidence),
                "who": who(row.person, row.post),
                "findings": row.findings_count,
                "marks": mark_words(row),
                "url": reverse("desk:inspection", args=[row.id]),
            }
            for row in inspections[:SHOWN]
        ],
        "hazards": [
            {
                "text": row.text,
                "found": row.found_on,
                "due": row.due,
                "who": who(row.found_by, row.found_post),
                "state": standing_of(row, now, suspected),
                "url": reverse("desk:hazard", args=[row.id]),
            }
            for row in hazards[:SHOWN]
        ],
        "cases": [case_line(row, now) for row in of_place(request.scope, key).filter(place_type=type)],
        "openings": _openings(request, type, key, area),
        "hazard_word": hazard_word(request),
        "find_url": finding_url(request, type, key, area),
        "key": key,
        "more_inspections": len(inspections) > SHOWN,
        "more_hazards": len(hazards) > SHOWN,
    }


def _openings(request: DeskRequest, type: str, key: str, area: str) -> list[dict[str, str]]:
    """The cases that the user may begin about the place."""
    pack, found = pack_of(request.county), []
    for cycle in CYCLES:
        table = table_today(request.county, cycle)
        if any(step.opens and may(request, power_of(step, pack), area) for step in table.steps) and (cycle != LISTING or type == PREMISES):
            query = urlencode({"place": f"{type}:{key}"})
            found.append({"title": say(table.title), "url": f"{reverse('desk:case_new', args=[cycle])}?{query}"})
    return found
