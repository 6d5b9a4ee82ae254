"""One look at one place: the checklist, what was found, who was there, the photos; as the phone would send it."""

import random
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import yaml

from sanzhang.demo.camera import Camera, Where
from sanzhang.demo.chronicle import Chronicle
from sanzhang.demo.directory import Directory
from sanzhang.demo.divisions import DATA
from sanzhang.demo.people import invented_name
from sanzhang.demo.places import PREMISES, Spot
from sanzhang.demo.steps import Payload
from sanzhang.packs import checklists, premises_kinds
from sanzhang.rules.checklists import HOUSEHOLD, Checklist, Item
from sanzhang.rules.pack import Pack

JOINT = "joint"
_FINDINGS, _HOW_MANY = 0.4, (0.64, 0.27, 0.09)
_QUICK, _SLOW, _BEYOND = {"on_the_spot": 0.78, "by_date": 0.22}, {"by_date": 1.0}, {"by_date": 0.74, "cannot": 0.26}
_DAYS_TO_CORRECT = (3, 7, 7, 10, 15, 15, 30)
_BEFORE, _SCENE, _NOT_THERE = 0.6, 0.08, 0.3
_SIGNED, _REFUSED, _SIGNED_THOUGH_FINE = 0.4, 0.04, 0.08
_USUAL_AT_JOINT = 0.4
_OFTEN = 2  # the departments that a notice names first come along elsewhere too


@cache
def words() -> dict[str, Any]:
    """The shipped sentences."""
    read: dict[str, Any] = yaml.safe_load((DATA / "inspections.yaml").read_text("utf-8"))
    return read


@cache
def scene_of(item: str) -> str:
    """What a picture of a fault with that item shows."""
    return next((scene for scene, items in words()["scenes"].items() if item in items), "passage")


@cache
def usual_on(day: date) -> tuple[dict[str, str], dict[str, str]]:
    """The usual checklists of kinds of premises, and of marks that have one, on that day."""
    known = premises_kinds()
    marked = {mark.id: mark.checklist_on(day) for mark in known.marks}
    return {kind.id: kind.checklist_on(day) for kind in known.kinds}, {mark: used for mark, used in marked.items() if used}


class Looking:
    """Makes what inspections say."""

    def __init__(self, chronicle: Chronicle, pack: Pack, directory: Directory, rng: random.Random) -> None:
        self.ids, self.rng, self.directory, self.pack = chronicle.ids, rng, directory, pack
        self.camera = Camera(rng)
        self.sectors = [sector.id for sector in pack.sectors]
        self.people = {
            step.payload["key"]: {"name": step.payload["name"], "organisation": step.payload["organisation"]}
            for step in chronicle.steps
            if step.kind == "person.set"
        }

    def checklist(self, spot: Spot, mode: str, day: date) -> Checklist | None:
        """With what such a place is usually gone through that way on that day; None when nothing is made for it."""
        kinds, marks = usual_on(day)
        usual = [marks[mark] for mark in spot.marks if mark in marks] + [kinds.get(spot.inspected_as, "")]
        fits = [found for found in checklists(day).values() if spot.inspected_as in found.for_ and mode in found.modes]
        fits.sort(key=lambda found: usual.index(found.id) if found.id in usual else len(usual))
        if mode == JOINT and self.rng.random() >= _USUAL_AT_JOINT:
            fits.sort(key=lambda found: found.modes[0] != JOINT)
        return fits[0] if fits else None

    def said(
        self, spot: Spot, mode: str, evidence: str, used: Checklist, moment: datetime, parties: Iterable[str], findings: int | None = None
    ) -> Payload:
        """The payload of an inspection that ended at ``moment``."""
        where, began = self.camera.stand(spot), moment - timedelta(minutes=self.rng.randint(4, 22), seconds=self.rng.randint(0, 59))
        found = self._found(used, moment, where, self._how_many() if findings is None else findings)
        parties = sorted(parties)
        departments = self._departments(spot, parties) if mode == JOINT else []
        photos = [self.camera.shot("scene", began, where, "passage", self.camera.seed(), fixed=True)] if self._scene(found) else []
        signature = self._signature(spot, found, moment, photos)
        return {
            "checklist": used.id,
            "checklist_version": used.version,
            "evidence": evidence,
            "place": spot.seen,
            "parties": parties,
            "departments": departments,
            "present": self._present(spot, parties, departments, moment.date()) if mode == JOINT else [],
            "answers": self._answers(used, found),
            "findings": found,
            "photos": photos,
            "signature": signature,
            **where.said,
            "note": self.rng.choice(words()["notes"][mode]),
            "started_at": began.isoformat(),
        }

    def finding(self, text: str, severity: str, moment: datetime, where: Where, action: str, *, scene: str, item: str = "") -> Payload:
        """Something wrong, with photos of it."""
        seed, day = self.camera.seed(), moment.date()
        taken = moment - timedelta(minutes=self.rng.randint(2, 4))
        before = [self.camera.shot("before", taken, where, scene, seed)] if self.rng.random() < _BEFORE else []
        after = self.camera.shot("after", taken + timedelta(seconds=90), where, scene, seed, fixed=True)
        return {
            "id": str(self.ids.at(moment)),
            "item": item,
            "text": text,
            "element": "",
            "severity": severity,
            "action": action,
            "due": (day + timedelta(days=self.rng.choice(_DAYS_TO_CORRECT))).isoformat() if action == "by_date" else None,
            "photos": before,
            "after": [after] if action == "on_the_spot" else [],
        }

    def _how_many(self) -> int:
        return self.rng.choices((1, 2, 3), _HOW_MANY)[0] if self.rng.random() < _FINDINGS else 0

    def _found(self, used: Checklist, moment: datetime, where: Where, many: int) -> list[Payload]:
        items = [item for item in used.items if item.problems]
        at_home = HOUSEHOLD in used.for_
        return [self._at_item(item, moment, where, at_home=at_home) for item in self.rng.sample(items, min(many, len(items)))]

    def _at_item(self, item: Item, moment: datetime, where: Where, *, at_home: bool) -> Payload:
        beyond = item.severity == "serious" and not at_home
        chances = _QUICK if item.id not in words()["slow"] else _BEYOND if beyond else _SLOW
        phrase, action = self.rng.choice(item.problems), self.rng.choices(list(chances), list(chances.values()))[0]
        element = phrase.element if item.elements else item.element
        return self.finding(phrase.zh, item.severity, moment, where, action, scene=scene_of(item.id), item=item.id) | {"element": element}

    def _answers(self, used: Checklist, found: list[Payload]) -> dict[str, str]:
        """Only what was touched."""
        wrong = {finding["item"]: "problem" for finding in found}
        others = [item.id for item in used.items if item.id not in wrong]
        return dict.fromkeys(self.rng.sample(others, self.rng.randint(1, 2)) if self.rng.random() < _NOT_THERE else [], "none") | wrong

    def _scene(self, found: list[Payload]) -> bool:
        return not found and self.rng.random() < _SCENE

    def _signature(self, spot: Spot, found: list[Payload], moment: datetime, photos: list[Payload]) -> Payload:
        """Whether whoever answers for the place signed; at homes nobody is asked."""
        drawn = self.rng.random()
        name = spot.snapshot.get("responsible", "") if spot.type == PREMISES else ""
        if name and drawn < (_SIGNED if found else _SIGNED_THOUGH_FINE):
            photos.append(self.camera.signature(moment, self.camera.seed()))
            return {"state": "signed", "name": name, "sha256": ""}
        refused = bool(found) and bool(name) and drawn > 1 - _REFUSED
        return {"state": "refused" if refused else "absent", "name": name if refused else "", "sha256": ""}

    def _departments(self, spot: Spot, parties: list[str]) -> list[str]:
        """Those who came along: the one that answers for such places, where a department is named at all."""
        if not self.sectors or not any(party.startswith("department") for party in parties):
            return []
        others = self.rng.sample(self.sectors[:_OFTEN], self.rng.choice((0, 0, 1)))
        return sorted({spot.snapshot.get("sector") or self.sectors[0], *others})

    def _present(self, spot: Spot, parties: list[str], departments: list[str], day: date) -> list[Payload]:
        """By name: whoever answers for the place, and somebody for each who took part; never nobody."""
        shown = [{"name": spot.snapshot["responsible"], "organisation": spot.name}] if spot.type == PREMISES else []
        posts = [(post.id, sector) for sector in departments for post in self.pack.posts if post.per_sector and post.deputy_of]
        posts += [(post.id, "") for post in self.pack.posts if post.id in parties]
        for post, sector in posts:
            held = [held for held in self.directory.over(post, spot.area, day) if held.sector == sector]
            shown.append(self.people[self.rng.choice(held).person] if held else {"name": invented_name(self.rng, 0.4), "organisation": ""})
        named = {person["name"]: person for person in shown if person["name"]}
        return list(named.values()) or [{"name": invented_name(self.rng, 0.4), "organisation": ""}]
