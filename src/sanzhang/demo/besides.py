"""The few inspections and hazards that stand in place of no record.

Joint inspections by officers of the brigade with departments count for the brigade's own duty alone, since neither town nor village takes part; one
inspection was entered for the wrong place and withdrawn; a hazard seen in passing is answered like any other.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sanzhang.demo import names
from sanzhang.demo.directory import author
from sanzhang.demo.hazards import Found
from sanzhang.demo.ids import clock
from sanzhang.demo.looking import JOINT, words
from sanzhang.demo.places import PREMISES, Spot
from sanzhang.demo.steps import Payload, Step
from sanzhang.packs import checklists

if TYPE_CHECKING:
    from sanzhang.demo.inspections import Inspecting

_VILLAGES_TO_ONE = 7
_DAYS_BACK = (2, 70)
_MADE_TO_ONE_PASSED = 25
_WITH = ("department", "unit")


def with_the_brigade(inspecting: "Inspecting", villages: list[str]) -> None:
    """Joint inspections by officers of the brigade, with departments, rather where many people are."""
    kind = next((kind for kind, modes in inspecting.modes.items() if JOINT in modes), "")
    if inspecting.directory.may(names.SLICE_HOLDERS, f"record.{kind}"):
        for _time in range(len(villages) // _VILLAGES_TO_ONE):
            _joined(inspecting, kind, inspecting.rng.choice(villages))


def _joined(inspecting: "Inspecting", kind: str, village: str) -> None:
    rng, looking = inspecting.rng, inspecting.looking
    day = max(inspecting.until - timedelta(days=rng.randint(*_DAYS_BACK)), inspecting.since)
    officers = [held for held in inspecting.directory.over(names.SLICE_HOLDERS, village, day) if not held.sector]
    found = inspecting.places.premises(village, clock(day, 0), below=True)
    marked, answered_for = [spot for spot in found if spot.marks], [spot for spot in found if spot.snapshot["sector"]]
    spot = rng.choice(marked or answered_for or found) if found else None
    used = looking.checklist(spot, JOINT, day) if spot else None
    if spot and used and officers:
        moment = clock(day, rng.uniform(9.5, 17) * 3600)
        said = looking.said(spot, JOINT, kind, used, moment, [party for party in _WITH if party in inspecting.pack.parties])
        said["note"] = rng.choice(words()["notes"]["joined"])
        by, recorded = author(rng.choice(officers)), moment + timedelta(minutes=rng.randint(2, 90))
        inspecting.made.append((inspecting.chronicle.add("inspection.made", spot.area, by, moment, said, recorded), spot))


def wrong_shop(inspecting: "Inspecting", showcase: str) -> None:
    """Somebody tapped on another shop of the same kind; he withdraws that inspection and enters it for the right one."""
    right = [(step, spot) for step, spot in inspecting.made if spot.type == PREMISES and step.payload["findings"]]
    for step, spot in sorted(right, key=lambda pair: not pair[0].area.startswith(showcase)):
        moment = step.occurred_at - timedelta(minutes=40)
        beside = [other for other in inspecting.places.premises(spot.area, moment) if other.key != spot.key]
        alike = [other for other in beside if other.inspected_as == spot.inspected_as]
        if alike and moment > clock(moment.date(), 6 * 3600):
            _wrong(inspecting, step, alike[0], moment)
            return


def _wrong(inspecting: "Inspecting", right: Step, other: Spot, moment: datetime) -> None:
    said, looking, add = right.payload, inspecting.looking, inspecting.chronicle.add
    used = checklists(moment.date())[said["checklist"]]
    mode = inspecting.modes[said["evidence"]][0]
    wrong = looking.said(other, mode, said["evidence"], used, moment, said["parties"], findings=1)
    wrong |= {"note": "", "photos": [], "signature": {"state": "absent", "name": "", "sha256": ""}}
    step = add("inspection.made", right.area, right.by, moment, wrong, moment + timedelta(minutes=3))
    why = {"inspection": str(step.id), "evidence": said["evidence"], "reason": words()["withdrawn"]}
    add("inspection.withdrawn", right.area, right.by, moment + timedelta(minutes=9), why)


def in_passing(inspecting: "Inspecting") -> list[Found]:
    """Hazards that somebody saw on his way, without an inspection."""
    kind, known = inspecting.pack.evidence_from("hazard.found"), words()["passing"]
    able = [step for step, _spot in inspecting.made if kind and inspecting.directory.may(step.by.post, f"record.{kind.id}")]
    able = [step for step in able if step.recorded_at < clock(inspecting.until - timedelta(days=1), 0)]
    some = inspecting.rng.sample(able, min(len(able) // _MADE_TO_ONE_PASSED, len(known)))
    return [_passed(inspecting, seen, step) for seen, step in zip(known, some, strict=False)]


def _passed(inspecting: "Inspecting", seen: Payload, after: Step) -> Found:
    """``seen`` on the way home from the inspection ``after``."""
    moment = after.occurred_at + timedelta(minutes=inspecting.rng.randint(20, 70))
    spot, camera = inspecting.places.whole(after.area, moment), inspecting.looking.camera
    finding = inspecting.looking.finding(seen["text"], seen["severity"], moment, camera.stand(spot), "by_date", scene=seen["scene"])
    said, recorded = {"place": spot.seen, "finding": finding}, max(after.recorded_at, moment) + timedelta(minutes=2)
    return Found(inspecting.chronicle.add("hazard.found", spot.area, after.by, moment, said, recorded), finding, spot)
