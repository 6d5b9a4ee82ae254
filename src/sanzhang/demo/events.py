"""What doesn't come by the calendar: hazards and fires, what follows from them, and how those who must answer do."""

from datetime import date, timedelta

from sanzhang.demo import names
from sanzhang.demo.book import Book, Deed
from sanzhang.demo.diligence import Diligence
from sanzhang.demo.doing import Doing
from sanzhang.rules.areas import LENGTHS, Level
from sanzhang.rules.evidence import Evidence
from sanzhang.rules.facts import Appointment, Area, Facts
from sanzhang.rules.obligations import Obligation, obligations
from sanzhang.rules.pack.model import Duty, EvidenceKind, Trigger
from sanzhang.rules.parameters import Parameters

_ROUNDS = 5
_GROWTH_IN_LAZY_TOWN = 2.5
_LATE_AT_MOST = 20
_FIELD_FIRST = {6: 1, 9: 2, 12: 4, 15: 8}


class Events:
    """Lets things happen, and answers them."""

    def __init__(self, book: Book, diligence: Diligence, parameters: Parameters) -> None:
        self.book, self.rng = book, book.rng
        self.diligence, self.parameters = diligence, parameters
        self.doing = Doing(book)
        self.owed = {kind for duty in book.pack.duties for kind in duty.evidence}
        self.grown = {kind for measure in book.pack.measures for rule in measure.on_growth for kind in rule.evidence}
        self._settled: set[str] = set()
        self._outcomes: dict[str, str] = {}

    def run(self) -> None:
        """First what simply happens, then answers and what grows out of them, until nothing new comes."""
        for kind in self.book.pack.evidence:
            if not kind.refers_to and (kind.id not in self.owed or kind.id in names.YEARLY):
                self._happen(kind)
        for _round in range(_ROUNDS):
            before = len(self.book.steps)
            for kind in self.book.pack.evidence:
                if kind.refers_to and (kind.id not in self.owed or kind.id in names.SHARES):
                    self._grow_out(kind)
            for duty in sorted(self.book.pack.duties, key=lambda duty: -LENGTHS[duty.per]):
                if duty.trigger:
                    self._answer(duty, duty.trigger)
            if len(self.book.steps) == before:
                break

    def _happen(self, kind: EvidenceKind) -> None:
        """So many times a year in each village; where growth is judged, also in the year before."""
        first = self.book.since
        if kind.id in self.grown:
            first = max(first - timedelta(days=365), self.book.pack.effective)
        for village in self.book.areas:
            if village.level is Level.VILLAGE and village.kind != "virtual":
                expected = names.YEARLY.get(kind.id, names.YEARLY_OTHERWISE) * (self.book.last_day - first).days / 365
                for _ in range(int(expected + self.rng.random())):
                    self._happen_once(kind, village, first + timedelta(days=self.rng.randint(0, (self.book.last_day - first).days)))

    def _happen_once(self, kind: EvidenceKind, village: Area, day: date) -> None:
        if not village.exists_on(day) or self._spared(village.code, day):
            return
        allowed = [LENGTHS[level] for level in kind.levels]
        grids = self.book.below(village.code, day, [length for length in allowed if length > len(village.code)])
        place = self.rng.choice(grids) if grids else village.code[: max(length for length in allowed if length <= len(village.code))]
        by = self._anybody(kind, place, day)
        if by:
            self.book.make(Deed(kind, (place,), day, by, self._parties(kind)))

    def _spared(self, area: str, day: date) -> bool:
        """Less happened the year before in the town that neglects its duties, so that growth shows there."""
        return day < self.book.since and area.startswith(self.diligence.lazy or "-") and self.rng.random() > 1 / _GROWTH_IN_LAZY_TOWN

    def _grow_out(self, kind: EvidenceKind) -> None:
        """A share of what ``kind`` can refer to leads to it."""
        records = [record for record in self.book.records(kind.refers_to) if f"{kind.id}<{record.id}" not in self._settled]
        for record in records:
            self._settled.add(f"{kind.id}<{record.id}")
            if self.rng.random() >= names.SHARES.get(kind.id, names.SHARE_OTHERWISE):
                continue
            day = record.occurred_on + timedelta(days=self.rng.randint(0, 12))
            if day > self.book.last_day or len(record.areas[0]) not in {LENGTHS[level] for level in kind.levels}:
                continue
            by = self._anybody(kind, record.areas[0], day)
            if by:
                self.book.make(Deed(kind, record.areas[:1], day, by, self._parties(kind), refers_to=record))

    def _answer(self, duty: Duty, trigger: Trigger) -> None:
        alone = self.book.pack.model_copy(update={"duties": (duty,)})
        records = self.book.records(dict.fromkeys((*trigger.evidence, *duty.evidence)))
        facts = Facts(self.book.county, self.book.areas, records=records, decisions=self.book.decisions)
        evidence = Evidence(alone, facts, self.book.last_day)
        for obligation in obligations(alone, facts, self.parameters, self.book.since, self.book.last_day):
            if obligation.key in self._settled:
                continue
            self._settled.add(obligation.key)
            if not evidence.for_obligation(obligation):
                self._answer_one(obligation)

    def _answer_one(self, obligation: Obligation) -> None:
        """Answer one record. Who fails to at one level fails at the others too: the outcome belongs to the record."""
        trigger = self.book.by_id[obligation.trigger]
        outcome = self._outcomes.get(f"{trigger.id}{obligation.duty.evidence}") or self.diligence.draw(self.rng, obligation.area)
        self._outcomes[f"{trigger.id}{obligation.duty.evidence}"] = outcome
        if outcome == "never":
            return
        day = self._answer_day(obligation, outcome)
        if day > self.book.last_day:
            return
        deed = self.doing.deed(obligation, day, answers=trigger)
        if deed:
            self.book.make(deed)

    def _answer_day(self, obligation: Obligation, outcome: str) -> date:
        window = obligation.window
        if outcome == "late":
            return window.due + timedelta(days=self.rng.randint(1, _LATE_AT_MOST))
        return window.start + timedelta(days=self.rng.randint(0, (window.due - window.start).days))

    def _anybody(self, kind: EvidenceKind, area: str, day: date) -> Appointment | None:
        """Somebody who may record ``kind`` in ``area``, rather somebody close to it."""
        found = self.book.directory.authors(f"record.{kind.id}", area, day)
        return self.rng.choices(found, [_FIELD_FIRST[len(held.area)] for held in found])[0] if found else None

    def _parties(self, kind: EvidenceKind) -> tuple[str, ...]:
        known = list(self.book.pack.parties)
        return tuple(sorted(self.rng.sample(known, min(1, len(known))))) if kind.asks_parties else ()
