"""The records of the simulation: each made by somebody who may make it, where and when he could."""

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sanzhang.demo.chronicle import Chronicle
from sanzhang.demo.directory import Directory, author
from sanzhang.demo.ids import clock
from sanzhang.demo.phrases import Phrases
from sanzhang.demo.steps import Step, smallest_cover
from sanzhang.rules.areas import LENGTHS
from sanzhang.rules.facts import Appointment, Area, ParameterDecision, Record
from sanzhang.rules.pack import Pack
from sanzhang.rules.pack.model import EvidenceKind

_OFFLINE = 0.13


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that is about to be recorded."""

    kind: EvidenceKind
    areas: tuple[str, ...]
    day: date
    by: Appointment
    parties: tuple[str, ...] = ()
    for_period: str = ""
    refers_to: Record | None = None


class Book:
    """All records made so far, by kind, with the means to make more."""

    def __init__(
        self,
        pack: Pack,
        areas: tuple[Area, ...],
        decisions: tuple[ParameterDecision, ...],
        directory: Directory,
        chronicle: Chronicle,
        since: date,
        until: date,
        rng: random.Random,
    ) -> None:
        self.pack, self.areas, self.directory, self.chronicle, self.rng = pack, areas, directory, chronicle, rng
        self.decisions, self.since, self.until = decisions, since, until
        self.last_day = until - timedelta(days=1)
        self.kinds = {kind.id: kind for kind in pack.evidence}
        self.by_kind: dict[str, list[Record]] = defaultdict(list)
        self.by_id: dict[str, Record] = {}
        self.steps: dict[str, Step] = {}
        self._phrases = Phrases(pack, rng)
        self._area_by_code = {area.code: area for area in areas}
        self._below: dict[str, list[Area]] = defaultdict(list)
        for area in areas:
            for length in LENGTHS.values():
                if length < len(area.code):
                    self._below[area.code[:length]].append(area)

    @property
    def county(self) -> str:
        """The county's code."""
        return self.areas[0].code

    def records(self, kinds: Iterable[str]) -> tuple[Record, ...]:
        """The records of ``kinds`` so far."""
        return tuple(record for kind in kinds for record in self.by_kind[kind])

    def below(self, area: str, day: date, lengths: Iterable[int]) -> list[str]:
        """Areas below ``area`` that exist on ``day`` and whose codes have one of ``lengths``."""
        wanted = set(lengths)
        return [found.code for found in self._below[area] if len(found.code) in wanted and found.exists_on(day)]

    def siblings(self, area: str, day: date) -> list[str]:
        """Other areas of the same level under the same parent on ``day``."""
        shorter = max((length for length in LENGTHS.values() if length < len(area)), default=0)
        return [code for code in self.below(area[:shorter], day, [len(area)]) if code != area]

    def area(self, code: str) -> Area:
        """The area ``code`` as it stands in the end."""
        return self._area_by_code[code]

    def make(self, deed: Deed) -> Record | None:
        """Record ``deed``; None when it would reach the journal only after the end of the simulation."""
        occurred_at, recorded_at = self._times(deed)
        if recorded_at >= clock(self.until, 0):
            return None
        data = self._phrases.answers(deed.kind, deed.day)
        area = smallest_cover(deed.areas)
        refers_to = deed.refers_to.id if deed.refers_to else ""
        payload: dict[str, Any] = {
            "evidence": deed.kind.id,
            "areas": list(deed.areas),
            "parties": list(deed.parties),
            "for_period": deed.for_period,
            "refers_to": refers_to,
            "note": self._phrases.note(deed.kind, self._place(deed.areas), deed.parties, data),
            "data": data,
            "attachments": [],
        }
        step = self.chronicle.add("record.made", area, author(deed.by), occurred_at, payload, recorded_at)
        return self._enter(step, deed, data, refers_to)

    def _enter(self, step: Step, deed: Deed, data: dict[str, Any], refers_to: str) -> Record:
        made = Record(
            str(step.id), deed.kind.id, deed.areas, deed.day, deed.by.person, deed.by.post, deed.by.sector, frozenset(deed.parties),
            deed.for_period, refers_to, data, step.recorded_at,
        )  # fmt: skip
        self.by_kind[deed.kind.id].append(made)
        self.by_id[made.id] = made
        self.steps[made.id] = step
        return made

    def _place(self, areas: tuple[str, ...]) -> str:
        """The village with its grid, or the areas by name."""
        if len(areas) == 1 and len(areas[0]) == 15:
            return self._area_by_code[areas[0][:12]].name + self._area_by_code[areas[0]].name
        return "、".join(self._area_by_code[code].name for code in areas)

    def _times(self, deed: Deed) -> tuple[datetime, datetime]:
        """When it is done and when it reaches the journal: minutes later, or days where there was no net; never before what it answers."""
        occurred_at = clock(deed.day, self.rng.uniform(8.2, 18.3) * 3600)
        delay = timedelta(days=self.rng.uniform(0.7, 6)) if self.rng.random() < _OFFLINE else timedelta(minutes=self.rng.randint(1, 40))
        recorded_at = occurred_at + timedelta(seconds=int(delay.total_seconds()))
        if deed.refers_to:
            answered = self.steps[deed.refers_to.id]
            occurred_at = max(occurred_at, answered.occurred_at + timedelta(minutes=30))
            recorded_at = max(recorded_at, occurred_at, answered.recorded_at) + timedelta(minutes=1)
        return occurred_at, recorded_at
