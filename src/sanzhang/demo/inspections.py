"""Invented inspections of the last three months, each in place of a plain record.

Who made a round anyway, or a joint inspection, or a visit, now made it as an inspection of one place in that same area: the same person on the
same day, with the same parties, under the same id. So what was done stays done, what was neglected stays neglected, and nothing is counted
twice. For that a round in a village as a whole stays there, at a place that lies in no grid, or at the village itself: in a grid it would count for
the grid too. Little comes on top, see ``besides``. What findings call forth, correcting and reporting, is done as diligently as all else, see
``hazards``.

Everything is drawn from a source of its own, after all records: what was invented before stays as it was.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sanzhang.demo.besides import in_passing, with_the_brigade, wrong_shop
from sanzhang.demo.chronicle import Chronicle
from sanzhang.demo.diligence import Diligence
from sanzhang.demo.directory import Directory
from sanzhang.demo.hazards import Aftermath, Found
from sanzhang.demo.ids import clock
from sanzhang.demo.looking import JOINT, Looking, words
from sanzhang.demo.places import Places, Spot
from sanzhang.demo.steps import Step
from sanzhang.demo.worth_asking import leave_questions
from sanzhang.rules.areas import LENGTHS, Level
from sanzhang.rules.facts import Area
from sanzhang.rules.pack import Pack
from sanzhang.rules.pack.model import EvidenceKind

DAYS = 90
# Which share of the records of each sort becomes inspections; in the village worth showing all.
_SHARE = {"everyday": 0.12, "agency": 0.3, JOINT: 1.0, "residential": 0.24, "visit": 0.15, "vulnerable_visit": 0.25}
_MORE_FOR_HEADS = 2.5
_NIGHT, _EVENING = 0.025, (20.8, 23.4)
_WHOLE_AREA = 0.1
_VILLAGE = LENGTHS[Level.VILLAGE]
_AT_HOME = {"visit", "vulnerable_visit"}


def write_inspections(
    chronicle: Chronicle,
    pack: Pack,
    directory: Directory,
    areas: tuple[Area, ...],
    diligence: Diligence,
    showcase: str,
    rng: random.Random,
    until: date,
) -> None:
    """Turn records into inspections, and let follow what follows from them. ``showcase``: the village worth showing."""
    inspecting = Inspecting(chronicle, pack, directory, areas, rng, until)
    inspecting.instead_of_records(showcase)
    with_the_brigade(inspecting, [area.code for area in areas if area.level is Level.VILLAGE])
    leave_questions(inspecting.made, inspecting.looking.camera, directory, showcase, until)
    wrong_shop(inspecting, showcase)
    found = [Found(step, finding, spot) for step, spot in inspecting.made for finding in step.payload["findings"]]
    aftermath = Aftermath(chronicle, pack, directory, diligence, inspecting.looking.camera, rng, until)
    for hazard in [*found, *in_passing(inspecting)]:
        aftermath.follow(hazard)
    aftermath.tell_twice(showcase)


class Inspecting:
    """Those who inspect: what they know, and what they made."""

    def __init__(
        self, chronicle: Chronicle, pack: Pack, directory: Directory, areas: tuple[Area, ...], rng: random.Random, until: date
    ) -> None:
        self.chronicle, self.pack, self.directory, self.rng, self.until = chronicle, pack, directory, rng, until
        self.since = until - timedelta(days=DAYS)
        self.places = Places(chronicle.steps, areas)
        self.looking = Looking(chronicle, pack, directory, rng)
        self.modes = {kind.id: modes for kind in pack.evidence if (modes := list(_modes(kind)))}
        self.made: list[tuple[Step, Spot]] = []

    def instead_of_records(self, showcase: str) -> None:
        """Inspections in place of a share of the records of such work."""
        withdrawn = {step.payload["record"] for step in self.chronicle.steps if step.kind == "record.withdrawn"}
        twice = [step.payload for step in self.chronicle.steps if str(step.id) in withdrawn]
        for number, step in enumerate(self.chronicle.steps):
            if self._may_be_one(step) and step.payload not in twice and self.rng.random() < self._share(step, showcase):
                made = self._instead_of(step)
                if made:
                    self.chronicle.steps[number] = made[0]
                    self.made.append(made)

    def _may_be_one(self, step: Step) -> bool:
        """Of one village or grid, of the last months, in its own time and about nothing else."""
        said: dict[str, Any] = step.payload
        return (
            step.kind == "record.made"
            and step.occurred_at.date() >= self.since
            and said["evidence"] in self.modes
            and len(said["areas"]) == 1
            and len(step.area) >= _VILLAGE
            and not said["for_period"]
            and not said["refers_to"]
        )

    def _share(self, step: Step, showcase: str) -> float:
        """How likely it becomes one. The wider somebody's area, the fewer there are of his kind, and the rarer his rounds."""
        mode = self.modes[step.payload["evidence"]][0]
        if step.area.startswith(showcase) or (len(step.by.area) < _VILLAGE and mode not in _AT_HOME):
            return 1.0
        return _SHARE[mode] * (_MORE_FOR_HEADS if len(step.by.area) == _VILLAGE and mode not in _AT_HOME else 1.0)

    def _instead_of(self, step: Step) -> tuple[Step, Spot] | None:
        mode = self.rng.choice(self.modes[step.payload["evidence"]])
        spot = self._spot(step, mode)
        used = self.looking.checklist(spot, mode, step.occurred_at.date()) if spot else None
        if spot is None or used is None:
            return None
        id, moment, recorded = step.id, step.occurred_at, step.recorded_at
        at_night = mode == "everyday" and self.rng.random() < _NIGHT and recorded < clock(self.until - timedelta(days=1), 0)
        if at_night:
            moment = clock(moment.date(), self.rng.uniform(*_EVENING) * 3600)
            id, recorded = self.looking.ids.at(moment), max(recorded, moment + timedelta(minutes=8))
        said = self.looking.said(spot, mode, step.payload["evidence"], used, moment, step.payload["parties"])
        if at_night:
            said["note"] = words()["notes"]["night"]
        return Step(id, "inspection.made", spot.area, step.by, moment, recorded, said), spot

    def _spot(self, step: Step, mode: str) -> Spot | None:
        """A place in the record's area; now and then the area itself."""
        if mode in _AT_HOME:
            homes = self.places.households(step.area, step.occurred_at)
            homes = [home for home in homes if home.vulnerable] if mode == "vulnerable_visit" else homes
            return self.rng.choice(homes) if homes else None
        if self.rng.random() < _WHOLE_AREA:
            return self.places.whole(step.area, step.occurred_at)
        found = self.places.premises(step.area, step.occurred_at, below=mode == JOINT)
        found = [spot for spot in found if self.looking.checklist(spot, mode, step.occurred_at.date())]
        marked = [spot for spot in found if spot.marks] if mode == JOINT else []
        if not found and len(step.area) == _VILLAGE:
            return self.places.whole(step.area, step.occurred_at)
        return self.rng.choice(marked or found) if found else None


def _modes(kind: EvidenceKind) -> Iterator[str]:
    """The ways of inspecting that count as ``kind``."""
    for origin in kind.comes_from:
        about, _dot, mode = origin.partition(".")
        if about == "inspection":
            yield mode
