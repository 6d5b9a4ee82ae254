"""What became of what was found: corrected in time, late, or not at all; reported up; told twice; settled."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from sanzhang.demo.camera import Camera
from sanzhang.demo.chronicle import Chronicle
from sanzhang.demo.diligence import Diligence
from sanzhang.demo.directory import Directory, author
from sanzhang.demo.ids import clock
from sanzhang.demo.looking import scene_of, words
from sanzhang.demo.places import Spot
from sanzhang.demo.premises import registrar
from sanzhang.demo.steps import Author, Payload, Step
from sanzhang.rules.pack import Pack

_SETTLES = "settle.hazards"
_HIMSELF, _REPORTED_UP, _ENDED_ABOVE = 0.65, 0.6, 0.4
_LATE_AT_MOST = 12
_TOLD_TWICE, _TOLD_THERE, _SETTLED = 4, 2, 1
_NEAR = {6: 1, 9: 2, 12: 4, 15: 6}


@dataclass(frozen=True, slots=True)
class Found:
    """A hazard, and when and where it was found."""

    step: Step
    finding: Payload
    spot: Spot

    @property
    def id(self) -> str:
        """The hazard's id."""
        return str(self.finding["id"])


class Aftermath:
    """Lets time pass over hazards."""

    def __init__(
        self, chronicle: Chronicle, pack: Pack, directory: Directory, diligence: Diligence, camera: Camera, rng: random.Random, until: date
    ) -> None:
        self.chronicle, self.directory, self.diligence, self.camera = chronicle, directory, diligence, camera
        self.rng, self.until = rng, until
        self.corrected: list[tuple[Found, Step]] = []
        kinds = {origin: pack.evidence_from(f"hazard.{origin}") for origin in ("corrected", "reported")}
        self._power = {origin: f"record.{kind.id}" if kind else _SETTLES for origin, kind in kinds.items()}

    def follow(self, found: Found) -> None:
        """One hazard: whoever neglects other duties neglects this one too."""
        if found.finding["action"] == "cannot":
            if self.rng.random() < _ENDED_ABOVE:
                self._end_above(found)
        elif found.finding["action"] == "by_date":
            self._by_date(found)

    def tell_twice(self, showcase: str) -> None:
        """Of a few, two people say that they are corrected, each without knowing of the other; over one of them somebody has looked already."""
        recent = sorted(self.corrected, key=lambda pair: -pair[1].occurred_at.toordinal())
        shown = [pair for pair in recent if pair[0].step.area.startswith(showcase)][:_TOLD_THERE]
        told = 0
        for found, first in [*shown, *(pair for pair in recent if pair not in shown)]:
            if told < _TOLD_TWICE and self._told_again(found, first, settle=told >= _TOLD_TWICE - _SETTLED):
                told += 1

    def _by_date(self, found: Found) -> None:
        day, due = found.step.occurred_at.date(), date.fromisoformat(found.finding["due"])
        outcome = self.diligence.draw(self.rng, found.step.area)
        # The exemplary town leaves nothing undone: it has fewer hazards than other duties, and one left would weigh more.
        match "met" if found.step.area.startswith(self.diligence.exemplary or "-") else outcome:
            case "met":
                self._correct(found, day + timedelta(days=self.rng.randint(1, (due - day).days)), "corrected")
            case "late":
                self._correct(found, due + timedelta(days=self.rng.randint(1, _LATE_AT_MOST)), "corrected_late")
            case _ if self.rng.random() < _REPORTED_UP:
                self._report(found, due + timedelta(days=self.rng.randint(1, 4)))

    def _correct(self, found: Found, day: date, said: str) -> None:
        by = self._somebody(found, "corrected", day)
        step = self._corrected(found, day, by, said) if by else None
        if step:
            self.corrected.append((found, step))

    def _end_above(self, found: Found) -> None:
        day = found.step.occurred_at.date() + timedelta(days=self.rng.randint(4, 30))
        able = [held for held in self.directory.authors(self._power["corrected"], found.step.area, day) if not held.sector]
        highest = [held for held in able if len(held.area) == min(len(held.area) for held in able)]
        if highest:
            self._corrected(found, day, author(self.rng.choice(highest)), "corrected_above")

    def _corrected(self, found: Found, day: date, by: Author, said: str) -> Step | None:
        moment = max(clock(day, self.rng.uniform(9, 18) * 3600), found.step.occurred_at + timedelta(minutes=30))
        recorded = max(moment + timedelta(minutes=self.rng.randint(0, 20)), found.step.recorded_at + timedelta(minutes=1))
        if recorded >= clock(self.until, 0):
            return None
        scene, seed = self._picture(found)
        photo = self.camera.shot("after", moment - timedelta(minutes=1), self.camera.stand(found.spot), scene, seed, fixed=True)
        payload = {"hazard": found.id, "note": self.rng.choice(words()[said]), "photos": [photo]}
        return self.chronicle.add("hazard.corrected", found.step.area, by, moment, payload, recorded)

    def _picture(self, found: Found) -> tuple[str, int]:
        """The same place as on the first photo."""
        for photo in found.finding["photos"]:
            return photo["draw"]["scene"], photo["draw"]["seed"]
        return scene_of(found.finding["item"]), self.camera.seed()

    def _report(self, found: Found, day: date) -> None:
        by = self._somebody(found, "reported", day)
        moment = max(clock(day, self.rng.uniform(9, 17) * 3600), found.step.recorded_at + timedelta(minutes=5))
        if by and moment < clock(self.until, 0):
            payload = {"hazard": found.id, "note": self.rng.choice(words()["reported"])}
            self.chronicle.add("hazard.reported", found.step.area, by, moment, payload)

    def _told_again(self, found: Found, first: Step, *, settle: bool) -> bool:
        day = first.occurred_at.date() + timedelta(days=1)
        if settle and day >= self.until - timedelta(days=4):
            return False
        by = self._somebody(found, "corrected", day, but=first.by.person)
        again = self._corrected(found, day, by, "corrected_too") if by else None
        if again and settle:
            told = again.recorded_at.date() + timedelta(days=1)
            said = {"hazard": found.id, "state": "corrected", "note": words()["settled"]}
            self.chronicle.add(
                "hazard.settled", found.step.area, registrar(self.directory, _SETTLES, found.step.area, told), clock(told, 3600 * 16), said
            )
        return again is not None

    def _somebody(self, found: Found, origin: str, day: date, but: str = "") -> Author | None:
        """Rather whoever found it, otherwise somebody who works near."""
        by, power = found.step.by, self._power[origin]
        able = [held for held in self.directory.authors(power, found.step.area, day) if not held.sector and held.person != but]
        himself = [held for held in able if (held.person, held.post, held.area) == (by.person, by.post, by.area)]
        if not able:
            return None
        if himself and self.rng.random() < _HIMSELF:
            return author(himself[0])
        return author(self.rng.choices(able, [_NEAR[len(held.area)] for held in able])[0])
