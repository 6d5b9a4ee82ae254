"""A place was inspected, or a home visited. One entry says it all, once."""

from django.conf import settings

from sanzhang.inspections import checks
from sanzhang.inspections.homes import protect
from sanzhang.inspections.models import Inspection
from sanzhang.inspections.payloads import InspectionMade
from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Kind, Written
from sanzhang.journal.rows import insert
from sanzhang.packs import pack_for
from sanzhang.photos.uses import PhotoRef, keep_uses
from sanzhang.rules.areas import LEVELS
from sanzhang.rules.days import day_of
from sanzhang.rules.problems import Problem, gettext_noop as _


def check(written: Written[InspectionMade], actor: Actor) -> None:
    """The checklist, the place, the findings and whoever took part are all such as can be kept."""
    payload, pack = written.payload, pack_for(written.county, settings.DEFAULT_PACK)
    kind = checks.check_evidence(pack, payload, checks.check_checklist(payload))
    if LEVELS.get(len(written.area)) not in kind.levels:
        raise Problem("record_level", _("“{kind}”不在 {code} 这一级记录。"), _("改选区域。"), kind=kind.title.zh, code=written.area)
    checks.check_place(written.county, payload.place)
    checks.check_taking_part(pack, payload, kind, written.person)
    day = day_of(written.occurred_at)
    for finding in payload.findings:
        checks.check_finding(finding, day)
    if payload.signature.state == "signed" and not payload.signature.sha256:
        raise Problem("signature", _("记为已签字，但没有签名。"), _("补签，或改为拒签、不在场。"))


def apply(written: Written[InspectionMade]) -> None:
    """The inspection and where its photos are used. Its hazards follow in their own subject."""
    payload, position = written.payload, written.payload.position
    row = {
        "id": written.id, "county": written.county, "area": written.area, "sector": written.sector, "evidence": payload.evidence,
        "checklist": payload.checklist, "checklist_version": payload.checklist_version, "place_type": payload.place.type,
        "place_key": payload.place.key, "place": payload.place.snapshot, "person": written.person, "post": written.post,
        "post_area": written.post_area, "parties": sorted(payload.parties), "departments": sorted(payload.departments),
        "present": [person.model_dump() for person in payload.present], "answers": payload.answers,
        "findings_count": len(payload.findings), "signature": payload.signature.model_dump(), "lat": position and position.lat,
        "lon": position and position.lon, "accuracy": position and position.accuracy, "no_position": payload.no_position,
        "note": payload.note, "started_at": payload.started_at, "occurred_at": written.occurred_at,
        "occurred_on": day_of(written.occurred_at), "clock_offset": written.clock_offset, "recorded_at": written.recorded_at,
    }  # fmt: skip
    insert(Inspection, [row])
    keep_uses(written, _photos(payload), signature=payload.signature.sha256)


def _photos(payload: InspectionMade) -> list[PhotoRef]:
    return [*payload.photos, *(photo for finding in payload.findings for photo in (*finding.photos, *finding.after))]


KIND = Kind(
    "inspection.made", InspectionMade, lambda written: f"record.{written.payload.evidence}", apply, check, serial=False, protect=protect
)
