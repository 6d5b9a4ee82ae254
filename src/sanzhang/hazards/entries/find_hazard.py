"""A hazard was found outside an inspection: in passing, or told by somebody."""

from functools import partial

from sanzhang.hazards.finding import found_steps, hazard_row
from sanzhang.hazards.models import Hazard, HazardEvent
from sanzhang.hazards.steps import power_from
from sanzhang.inspections.checks import check_finding, check_item, check_place
from sanzhang.inspections.homes import protect
from sanzhang.inspections.payloads import Finding, PlaceSeen
from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Kind, Payload, Short, Written
from sanzhang.journal.rows import insert
from sanzhang.photos.uses import keep_uses
from sanzhang.rules.days import day_of


class HazardFound(Payload):
    """What, and where. ``checklist``: the one whose item the finding names, where it names one."""

    place: PlaceSeen
    finding: Finding
    checklist: Short = ""


def check(written: Written[HazardFound], actor: Actor) -> None:
    """The place is known and the finding can be acted on."""
    check_place(written.county, written.payload.place)
    check_finding(written.payload.finding, day_of(written.occurred_at))
    check_item(written.payload.checklist, written.payload.finding.item)


def apply(written: Written[HazardFound]) -> None:
    """The hazard, its first steps, and where its photos are used."""
    finding = written.payload.finding
    insert(Hazard, [hazard_row(written, finding, written.payload.place, written.payload.checklist)])
    insert(HazardEvent, found_steps(written, finding))
    keep_uses(written, [*finding.photos, *finding.after])


KIND = Kind("hazard.found", HazardFound, partial(power_from, "hazard.found"), apply, check, serial=False, protect=protect)
