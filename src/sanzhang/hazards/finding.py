"""Hazards follow from inspections: each finding is one, from the moment the inspection is kept."""

from typing import Any

from django.db.models import Q

from sanzhang.cycles.tables import life_cycle
from sanzhang.cycles.taking import standing_columns
from sanzhang.hazards.models import Hazard, HazardEvent
from sanzhang.hazards.states import CYCLE, Event, State
from sanzhang.hazards.steps import standing_in, step_row
from sanzhang.inspections.entries.withdraw_inspection import InspectionWithdrawn
from sanzhang.inspections.payloads import Finding, InspectionMade, PlaceSeen
from sanzhang.journal.kinds import Written
from sanzhang.journal.rows import insert
from sanzhang.rules.days import day_of

IN_THE_AREA = (State.OPEN, State.EXTENSION_ASKED, State.TO_CHECK, State.REPORTED)
STATES = {"on_the_spot": State.CORRECTED, "by_date": State.OPEN, "cannot": State.REPORTED}


def hazards_of_inspection(written: Written[InspectionMade]) -> None:
    """A hazard for each finding, with the steps that finding it was: what could not be corrected is thereby reported up, not typed again."""
    payload = written.payload
    insert(Hazard, [hazard_row(written, finding, payload.place, payload.checklist) for finding in payload.findings])
    insert(HazardEvent, [row for finding in payload.findings for row in found_steps(written, finding)])


def hazards_of_withdrawal(written: Written[InspectionWithdrawn]) -> None:
    """What a withdrawn inspection found was wrongly entered too. It stays on record, marked.

    What the brigade or a department has had in hand stays as it is: whoever withdraws his inspection takes back no order.
    """
    own = Q(state__in=IN_THE_AREA) | Q(state=State.CORRECTED, before__in=["", *IN_THE_AREA])
    found = Hazard.objects.filter(own, inspection=written.payload.inspection)
    ids = list(found.values_list("id", flat=True))
    HazardEvent.objects.filter(hazard__in=ids).update(withdrawn_at=written.recorded_at)
    insert(HazardEvent, [step_row(written, hazard, Event.WITHDRAWN, State.WITHDRAWN, note=written.payload.reason) for hazard in ids])
    found.update(
        state=State.WITHDRAWN, ended=True, next_due=None, step_due=None, beside={}, changed_at=written.recorded_at, entry=written.id
    )


def hazard_row(written: Written[Any], finding: Finding, place: PlaceSeen, checklist: str = "") -> dict[str, Any]:
    """A finding as a row of ``Hazard``."""
    day = day_of(written.occurred_at)
    table = life_cycle(written.county, CYCLE, day)
    stands = standing_in(written.county, table, STATES[finding.action], finding.due, day)
    return standing_columns(table, stands) | {
        "id": finding.id, "county": written.county, "area": written.area, "sector": written.sector, "place_type": place.type,
        "place_key": place.key, "place_name": str(place.snapshot.get("name") or place.snapshot.get("number") or "")[:200],
        "inspection": written.id if written.kind == "inspection.made" else None, "checklist": checklist, "item": finding.item,
        "element": finding.element, "text": finding.text, "severity": finding.severity,
        "action": finding.action, "due": finding.due, "found_on": day, "found_by": written.person,
        "found_post": written.post, "corrected_at": written.occurred_at if finding.action == "on_the_spot" else None,
        "recorded_at": written.recorded_at, "changed_at": written.recorded_at, "entry": written.id,
    }  # fmt: skip


def found_steps(written: Written[Any], finding: Finding) -> list[dict[str, Any]]:
    """The steps that a finding is: found; and corrected, or reported, in the same moment."""
    given = {"no_photo": finding.no_photo} if finding.no_photo else {}
    steps = [step_row(written, finding.id, Event.FOUND, State.OPEN, photos=finding.photos, fixed=finding.action, data=given)]
    if finding.action == "on_the_spot":
        steps.append(step_row(written, finding.id, Event.CORRECTED, State.CORRECTED, photos=finding.after))
    if finding.action == "cannot":
        steps.append(step_row(written, finding.id, Event.REPORTED, State.REPORTED))
    return steps
