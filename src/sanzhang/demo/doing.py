"""Who does something for a duty, and where: somebody whose record counts and who may make it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sanzhang.demo.book import Book, Deed
from sanzhang.rules.areas import LENGTHS, Level
from sanzhang.rules.evidence import doers_of
from sanzhang.rules.facts import Appointment, Record
from sanzhang.rules.obligations import Obligation
from sanzhang.rules.pack.model import Duty, EvidenceKind

_OWN, _OTHER, _FROM_ABOVE = 3.0, 2.0, 0.4
_NAMED_BY_ANOTHER = 0.15
_IN_THE_FIELD = 0.6
_FOR_MANY = 0.12
_FIRST_KIND = 4.0
_WITH_NEIGHBOURS = 0.2
_VILLAGE, _GRID = LENGTHS[Level.VILLAGE], LENGTHS[Level.GRID]


@dataclass(frozen=True, slots=True)
class _Chance:
    kind: EvidenceKind
    held: tuple[Appointment, ...]
    weight: float


class Doing:
    """Turns what is owed into deeds of people in post."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.rng = book.rng
        self._order = [post.id for post in book.pack.posts]
        self._deputies = {post.id: post.deputy_of for post in book.pack.posts if post.deputy_of}

    def deed(self, obligation: Obligation, day: date, for_period: str = "", answers: Record | None = None) -> Deed | None:
        """Something that counts for ``obligation`` on ``day``; None when nobody is in post who could do it."""
        chances = list(self._chances(obligation, day, answers))
        if not chances:
            return None
        chosen = self.rng.choices(chances, [chance.weight for chance in chances])[0]
        held = self.rng.choice(chosen.held)
        areas = self._areas(obligation, chosen.kind, held, day, answers)
        if not areas:
            return None
        referred = answers if answers and answers.kind in chosen.kind.refers_to else self._earlier(chosen.kind, obligation.area, day)
        if chosen.kind.refers_to and referred is None:
            return None
        by, parties = self._present(obligation.duty, chosen.kind, held, areas, day)
        return Deed(chosen.kind, areas, day, by, parties, for_period, referred)

    def _chances(self, obligation: Obligation, day: date, answers: Record | None) -> Iterator[_Chance]:
        duty, directory = obligation.duty, self.book.directory
        doers = sorted(doers_of(self.book.pack, duty), key=self._order.index)
        for kind in (self.book.kinds[name] for name in duty.evidence):
            if answers and answers.kind not in kind.refers_to:
                continue
            for post in doers:
                if not directory.may(post, f"record.{kind.id}"):
                    continue
                near = [held for held in directory.over(post, obligation.area, day) if not duty.sectors or held.sector == obligation.sector]
                near += directory.below(post, obligation.area, day)
                if near:
                    weight = self._weight(duty, post, near[0], obligation.area)
                    yield _Chance(kind, tuple(near), weight * (_FIRST_KIND if kind.id == duty.evidence[0] else 1))

    def _weight(self, duty: Duty, post: str, held: Appointment, area: str) -> float:
        if len(held.area) < len(area) and duty.reach == "within" and post != duty.owed_by:
            return _FROM_ABOVE
        return _OWN if post == duty.owed_by else _OTHER

    def _areas(self, obligation: Obligation, kind: EvidenceKind, held: Appointment, day: date, answers: Record | None) -> tuple[str, ...]:
        """Where it is recorded: inside the areas of the actor and of the duty, at a level where the kind is recorded."""
        allowed = {LENGTHS[level] for level in kind.levels}
        if answers and len(answers.areas[0]) in allowed and answers.areas[0].startswith(held.area):
            return answers.areas[:1]
        base = max(held.area, obligation.area, key=len)
        if obligation.duty.reach == "over" and len(held.area) < len(base) and self.rng.random() < _FOR_MANY:
            base = self.rng.choice([base[:length] for length in LENGTHS.values() if max(len(held.area), 6) <= length < len(base)])
        goes_down = obligation.duty.reach == "within" and _GRID in allowed and len(base) < _VILLAGE and self.rng.random() < _IN_THE_FIELD
        if len(base) not in allowed or goes_down:
            inside = self.book.below(base, day, [length for length in allowed if length <= _VILLAGE] or allowed)
            base = self.rng.choice(inside) if inside else base
        if len(base) not in allowed or not self.book.area(base).exists_on(day):
            return ()
        if len(held.area) < len(base) and _GRID in allowed and not answers and self.rng.random() < _WITH_NEIGHBOURS:
            beside = [code for code in self.book.siblings(base, day) if code.startswith(held.area)]
            return (base, *sorted(self.rng.sample(beside, min(len(beside), self.rng.randint(1, 2)))))
        return (base,)

    def _present(
        self, duty: Duty, kind: EvidenceKind, held: Appointment, areas: tuple[str, ...], day: date
    ) -> tuple[Appointment, tuple[str, ...]]:
        """Who records it and who took part. Where parties are asked a deputy may record what his chief did, naming him."""
        parties = set(duty.parties)
        if duty.parties_any:
            others = [party for party in duty.parties_any if party != held.post] or list(duty.parties_any)
            parties.update(self.rng.sample(others, min(len(others), self.rng.randint(1, 2))))
        if kind.asks_parties and self.book.pack.parties:
            parties.update(self.rng.sample(list(self.book.pack.parties), self.rng.randint(0, min(2, len(self.book.pack.parties)))))
            deputy = self._deputy(kind, held, areas, day)
            if deputy:
                return deputy, tuple(sorted({*parties, held.post}))
        return held, tuple(sorted(parties))

    def _deputy(self, kind: EvidenceKind, held: Appointment, areas: tuple[str, ...], day: date) -> Appointment | None:
        if self.rng.random() >= _NAMED_BY_ANOTHER:
            return None
        posts = [
            post for post, chief in self._deputies.items() if chief == held.post and self.book.directory.may(post, f"record.{kind.id}")
        ]
        found = [other for post in posts for other in self.book.directory.over(post, held.area, day)]
        same = [other for other in found if other.area == held.area and other.sector == held.sector]
        return self.rng.choice(same) if same else None

    def _earlier(self, kind: EvidenceKind, area: str, day: date) -> Record | None:
        """An earlier record in ``area`` that a record of ``kind`` can refer to."""
        found = [record for record in self.book.records(kind.refers_to) if record.areas[0].startswith(area) and record.occurred_on <= day]
        return self.rng.choice(found) if found else None
