"""Three plans of inspections: a campaign that everyday rounds carry along, a joint one with departments, and a random draw; partly done.

What is done for the last two is done by officers of the brigade with departments, as in ``besides``, so it counts for the brigade's own duty alone.
"""

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sanzhang.demo import names
from sanzhang.demo.chronicle import Chronicle
from sanzhang.demo.diligence import Diligence
from sanzhang.demo.directory import Directory, author
from sanzhang.demo.hazards import Aftermath, Found
from sanzhang.demo.ids import clock
from sanzhang.demo.inspections import Inspecting
from sanzhang.demo.looking import JOINT, words
from sanzhang.demo.places import PREMISES, Spot
from sanzhang.demo.steps import Payload, Step
from sanzhang.packs import premises_kinds
from sanzhang.rules.areas import LENGTHS, Level
from sanzhang.rules.draw import TOGETHER, draw, pool_hash
from sanzhang.rules.facts import Appointment, Area
from sanzhang.rules.pack import Pack
from sanzhang.rules.pack.model import EvidenceKind

POWER = "plan.inspections"
SEED = "20260624"
_CAMPAIGN, _JOINT, _DRAW = (-45, 15), (-28, -3), (-21, 9)
_JOINT_PLACES, _DRAWN, _RECENT_DAYS = 8, 6, 30
_INVITED, _DONE = 3, 0.65
_WITH = ("department", "unit")
T = TypeVar("T")


def write_plans(
    chronicle: Chronicle,
    pack: Pack,
    directory: Directory,
    areas: tuple[Area, ...],
    diligence: Diligence,
    showcase: str,
    rng: random.Random,
    until: date,
) -> None:
    """Make the plans, and do a part of them. ``showcase``: the village worth showing; its town is where two of them are."""
    planning = _Planning(chronicle, pack, directory, areas, rng, until)
    planning.campaign(showcase[: LENGTHS[Level.TOWN]])
    made = [*planning.joint(planning.county), *planning.drawn(showcase[: LENGTHS[Level.TOWN]])]
    aftermath = Aftermath(chronicle, pack, directory, diligence, planning.inspecting.looking.camera, rng, until)
    for step, spot in made:
        for finding in step.payload["findings"]:
            aftermath.follow(Found(step, finding, spot))


class _Planning:
    def __init__(
        self, chronicle: Chronicle, pack: Pack, directory: Directory, areas: tuple[Area, ...], rng: random.Random, until: date
    ) -> None:
        self.chronicle, self.pack, self.directory, self.rng, self.until = chronicle, pack, directory, rng, until
        self.inspecting = Inspecting(chronicle, pack, directory, areas, rng, until)
        self.evidence: EvidenceKind | None = pack.evidence_from(f"inspection.{JOINT}")
        self.county = areas[0].code[: LENGTHS[Level.COUNTY]]
        self.brigade = {name for post in pack.posts if post.id == names.SLICE_HOLDERS for name in (post.deputy_of, post.id)}

    def campaign(self, town: str) -> None:
        """Every small place of the town within two months."""
        kinds, moment = premises_kinds().named("nine_small"), self._moment(_CAMPAIGN)
        keys = [
            key for key, state in self._register(town, moment).items() if state.payload["kind"] in kinds and not state.payload["closed"]
        ]
        if keys:
            self._make("campaign", town, moment, _CAMPAIGN, kinds=list(kinds), places=keys)

    def joint(self, county: str) -> list[tuple[Step, Spot]]:
        """Some key and high-risk units of the county, with departments; most were seen in time."""
        moment = self._moment(_JOINT)
        marked = [key for key, state in self._register(county, moment).items() if state.payload["marks"] and not state.payload["closed"]]
        keys = self.rng.sample(marked, min(_JOINT_PLACES, len(marked)))
        sectors = [sector.id for sector in self.pack.sectors[:_INVITED]]
        if not keys or not self._make("joint", county, moment, _JOINT, departments=sectors, places=keys):
            return []
        return [made for key in _most(keys) if (made := self._inspect(key, None, _JOINT))]

    def drawn(self, town: str) -> list[tuple[Step, Spot]]:
        """Places of the town and officers of the brigade, drawn in front of everybody; some were seen already."""
        moment = self._moment(_DRAW)
        officers = sorted({held.person for held in self._officers(moment)})
        places, excluded = self._pool(town, moment)
        count = min(_DRAWN, len(places))
        if len(officers) < TOGETHER or not count:
            return []
        plan = self._make("draw", town, moment, _DRAW, count=count, per_place=TOGETHER, recent_days=_RECENT_DAYS)
        if plan is None:
            return []
        result = draw(SEED, places, officers, count)
        said = {
            "plan": str(plan.id), "seed": SEED, "seed_from": "given", "places": places, "inspectors": officers, "excluded": excluded,
            "pool_hash": pool_hash(places, officers),
            "result": [{"place": one.place, "inspectors": list(one.inspectors)} for one in result],
        }  # fmt: skip
        self.chronicle.add("plan.drawn", town, plan.by, moment + timedelta(minutes=20), said)
        return [made for one in _most(result) if (made := self._inspect(one.place, one.inspectors[0], _DRAW))]

    def _moment(self, period: tuple[int, int]) -> datetime:
        return clock(self.until + timedelta(days=period[0]), 3600 * 9 + 1800)

    def _make(self, kind: str, area: str, moment: datetime, period: tuple[int, int], **more: Any) -> Step | None:
        """The plan: the town's own, or the brigade's; None where nobody has the power."""
        near = [held for held in self.directory.authors(POWER, area, moment.date()) if not held.sector]
        able = [held for held in near if held.area == area] if kind == "campaign" else [held for held in near if held.post in self.brigade]
        if not able:
            return None
        held = able[0]
        first, last = (self.until + timedelta(days=days) for days in period)
        said = {"kind": kind, "first": first.isoformat(), "last": last.isoformat(), **words()["plans"][kind], **more}
        said["places"] = [{"key": key} for key in more.get("places", ())]
        return self.chronicle.add("plan.made", area, author(held), moment, said)

    def _inspect(self, key: str, person: str | None, period: tuple[int, int]) -> tuple[Step, Spot] | None:
        """Somebody of the brigade, or just ``person``, inspects the place within the period."""
        day = self.until + timedelta(days=self.rng.randint(period[0] + 1, min(period[1], -1)))
        moment = clock(day, self.rng.uniform(9.5, 17) * 3600)
        officers = [held for held in self._officers(moment) if person in (None, held.person)]
        state = self._register("", moment).get(key)
        spot = next((spot for spot in self.inspecting.places.premises(state.area, moment) if spot.key == key), None) if state else None
        used = self.inspecting.looking.checklist(spot, JOINT, day) if spot else None
        if not (spot and used and officers and self.evidence):
            return None
        said = self.inspecting.looking.said(
            spot, JOINT, self.evidence.id, used, moment, [party for party in _WITH if party in self.pack.parties]
        )
        by, recorded = author(self.rng.choice(officers)), moment + timedelta(minutes=self.rng.randint(2, 90))
        return self.chronicle.add("inspection.made", spot.area, by, moment, said, recorded), spot

    def _officers(self, moment: datetime) -> list[Appointment]:
        """Officers of the brigade who may inspect jointly."""
        if not self.evidence or not self.directory.may(names.SLICE_HOLDERS, f"record.{self.evidence.id}"):
            return []
        return [held for held in self.directory.over(names.SLICE_HOLDERS, self.county, moment.date()) if not held.sector]

    def _register(self, area: str, moment: datetime) -> dict[str, Step]:
        """The present state of each place in the area, as it was on record at ``moment``."""
        found: dict[str, Step] = {}
        for step in self._recorded(moment):
            if step.kind == "premises.set":
                found[step.payload["key"]] = step
            elif step.kind == "premises.removed":
                found.pop(step.payload["key"], None)
        return {key: step for key, step in found.items() if step.area.startswith(area)}

    def _pool(self, town: str, moment: datetime) -> tuple[list[str], list[Payload]]:
        """The places that can be drawn, and the others each with the reason, as the register and the journal were then."""
        since, last = moment.date() - timedelta(days=_RECENT_DAYS), dict[str, date]()
        withdrawn = {step.payload["inspection"] for step in self._recorded(moment) if step.kind == "inspection.withdrawn"}
        for step in self._recorded(moment):
            if step.kind == "inspection.made" and step.payload["place"]["type"] == PREMISES and str(step.id) not in withdrawn:
                key, day = step.payload["place"]["key"], step.occurred_at.date()
                last[key] = max(last.get(key, day), day)
        left = {
            key: "closed" if step.payload["closed"] else "recent"
            for key, step in self._register(town, moment).items()
            if step.payload["closed"] or last.get(key, since) > since
        }
        pool = sorted(key for key in self._register(town, moment) if key not in left)
        return pool, [{"place": key, "reason": reason} for key, reason in sorted(left.items())]

    def _recorded(self, moment: datetime) -> list[Step]:
        return sorted((step for step in self.chronicle.steps if step.recorded_at <= moment), key=lambda step: step.recorded_at)


def _most(planned: Sequence[T]) -> Sequence[T]:
    """The first of what was planned: as many as were done."""
    return planned[: max(int(len(planned) * _DONE), 1)]
