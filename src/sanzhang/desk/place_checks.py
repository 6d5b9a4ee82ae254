"""What was inspected and found at one place: a part of the place's own page."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from sanzhang.desk.access import DeskRequest
from sanzhang.desk.checked import Who, hazard_word, speaks_of_suspicion
from sanzhang.desk.registers import evidence_titles, moment
from sanzhang.desk.tables.hazards import URGENCY, standing_of, with_urgency
from sanzhang.desk.tables.inspections import mark_words
from sanzhang.hazards.queries import visible_to as hazards_visible_to
from sanzhang.inspections.queries import visible_to as inspections_visible_to

SHOWN = 8


def checked_at(request: DeskRequest, type: str, key: str) -> dict[str, Any]:
    """The newest inspections of a place, and its most urgent hazards. Three queries."""
    inspections = list(inspections_visible_to(request.scope).filter(place_type=type, place_key=key)[: SHOWN + 1])
    rows = with_urgency(hazards_visible_to(request.scope).filter(place_type=type, place_key=key))
    hazards = list(rows.order_by(*URGENCY, "pk")[: SHOWN + 1])
    who = Who(request.county, [*(row.person for row in inspections), *(row.found_by for row in hazards)])
    kinds, today, suspected = evidence_titles(request.county), timezone.localdate(), speaks_of_suspicion(request)
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
                "state": standing_of(row, today, suspected),
                "url": reverse("desk:hazard", args=[row.id]),
            }
            for row in hazards[:SHOWN]
        ],
        "hazard_word": hazard_word(request),
        "key": key,
        "more_inspections": len(inspections) > SHOWN,
        "more_hazards": len(hazards) > SHOWN,
    }
