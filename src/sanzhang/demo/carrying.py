"""Carries hazards and cases along their life cycles: each step by somebody whose post may take it, with all that the table asks for."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import yaml

from sanzhang.demo.camera import Camera
from sanzhang.demo.chronicle import Chronicle
from sanzhang.demo.directory import Directory, author
from sanzhang.demo.divisions import DATA
from sanzhang.demo.ids import clock
from sanzhang.demo.places import Places, Spot
from sanzhang.demo.steps import Payload
from sanzhang.packs import life_cycle
from sanzhang.rules.areas import county_of
from sanzhang.rules.facts import Appointment, Area
from sanzhang.rules.lifecycle import SAME, SETTLE, Step, power_of
from sanzhang.rules.lifecycle.model import Need
from sanzhang.rules.pack import Pack
from sanzhang.rules.workdays import add_workdays

HAZARD = "hazard"
_HOURS = (9.2, 16.8)
_NUMBERS = (3, 60)
_SCENE = "passage"
_AT_LEAST = timedelta(minutes=40)


@cache
def scripts() -> dict[str, Any]:
    """What is done, step by step."""
    read: dict[str, Any] = yaml.safe_load((DATA / "cases.yaml").read_text("utf-8"))
    return read


@dataclass(slots=True)
class Carried:
    """A hazard or a case on its way. ``state`` and ``id`` are empty before it begins; ``department``: who has it in hand; ``by``: who moved it last."""

    cycle: str
    spot: Spot
    state: str = ""
    id: str = ""
    department: str = ""
    by: str = ""
    last: datetime | None = None


class Carrying:
    """Those who carry them."""

    def __init__(
        self, chronicle: Chronicle, pack: Pack, directory: Directory, areas: tuple[Area, ...], rng: random.Random, until: date
    ) -> None:
        self.chronicle, self.pack, self.directory, self.rng, self.until = chronicle, pack, directory, rng, until
        self.places, self.camera = Places(chronicle.steps, areas), Camera(rng)
        self._names = {step.payload["key"]: step.payload["name"] for step in chronicle.steps if step.kind == "person.set"}

    def carry(self, thing: Carried, script: list[Payload], first: date, **opening: Any) -> None:
        """As far as the script and the time go, and as somebody is in post. ``opening``: what is said besides when a case begins."""
        day = add_workdays(first - timedelta(days=1), 1)
        for said in script:
            day = add_workdays(day, said.get("after", 0))
            if day >= self.until or not self._take(thing, said, day, opening):
                return

    def _take(self, thing: Carried, said: Payload, day: date, opening: dict[str, Any]) -> bool:
        step = self._row(thing, said["event"], day)
        held = self._who(step, thing, day) if step else None
        if step is None or held is None:
            return False
        moment = clock(day, self.rng.uniform(*_HOURS) * 3600)
        moment = max(moment, thing.last + _AT_LEAST) if thing.last else moment
        given: dict[str, Any] = {need.field: self._given(need, said, thing, held, moment) for need in step.needs if not need.optional}
        if given.get("department", "-") == "":
            return False
        kind, about = self._about(thing, opening)
        made = self.chronicle.add(kind, thing.spot.area, author(held), moment, {"event": step.event, **about, **given})
        thing.last, thing.by = moment, held.person
        thing.id = thing.id or str(made.id)
        thing.state = thing.state if step.to == SAME else step.to
        thing.department = given.get("department", thing.department)
        return True

    def _row(self, thing: Carried, event: str, day: date) -> Step | None:
        table = life_cycle(self.pack.id, thing.cycle, day)
        if table is None:
            return None
        return table.step(event, thing.state) if thing.state else table.beginning(event)

    def _about(self, thing: Carried, opening: dict[str, Any]) -> tuple[str, Payload]:
        if not thing.state:
            return "case.opened", {"cycle": thing.cycle, "place": thing.spot.seen, **opening}
        return ("hazard.moved", {"hazard": thing.id}) if thing.cycle == HAZARD else ("case.moved", {"case": thing.id})

    def _photo(self, spot: Spot, role: str, moment: datetime) -> Payload:
        return self.camera.shot(role, moment, self.camera.stand(spot), _SCENE, self.camera.seed(), fixed=role == "after")

    def _who(self, step: Step, thing: Carried, day: date) -> Appointment | None:
        """The department that has it in hand; otherwise the nearest, for what is seen and settled on the spot, or one of the widest area."""
        power = power_of(step, self.pack)
        able = [held for held in self.directory.authors(power, thing.spot.area, day) if not step.four_eyes or held.person != thing.by]
        own = [held for held in able if held.sector and held.sector == thing.department]
        others = [held for held in able if not held.sector]
        far = max if power == SETTLE or power.startswith("record.") else min
        general = [held for held in others if len(held.area) == far(len(held.area) for held in others)]
        return self.rng.choice(own or general) if own or general else None

    def _given(self, need: Need, said: Payload, thing: Carried, held: Appointment, moment: datetime) -> Any:
        day = moment.date()
        match need.field:
            case "photos":
                return [self._photo(thing.spot, said["photo"], moment)]
            case "due" | "until":
                return (day + timedelta(days=said[need.field])).isoformat()
            case "number":
                return said["number"].format(year=day.year, n=self.rng.randint(*_NUMBERS))
            case "people":
                return self._colleagues(held, thing.spot.area, day)[: need.at_least]
            case "department":
                return self._department(thing.spot, day)
        return said[need.field]

    def _colleagues(self, held: Appointment, area: str, day: date) -> list[str]:
        """Names of those who decide together: first those of his own post, then others of the county."""
        around = [one for post in self.directory.posts_with("view.area") for one in self.directory.over(post, county_of(area), day)]
        inside = sorted((one for one in around if not one.sector), key=lambda one: (one.person != held.person, one.post != held.post))
        return list(dict.fromkeys(self._names[one.person] for one in [held, *inside]))

    def _department(self, spot: Spot, day: date) -> str:
        """The department of the place, or any that somebody heads; empty where there is none."""
        headed = {held.sector for held in self.directory.authors("answer.referrals", spot.area, day) if held.sector}
        own = spot.snapshot.get("sector")
        return own if own in headed else next((sector.id for sector in self.pack.sectors if sector.id in headed), "")
