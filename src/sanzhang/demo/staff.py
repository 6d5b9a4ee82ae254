"""People and posts: most filled, a few vacant, some handed over on the way, every village in the slice of a brigade officer."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sanzhang.demo import names
from sanzhang.demo.ids import Ids, clock
from sanzhang.demo.people import Person, Registry
from sanzhang.rules.areas import LENGTHS, Level, parent
from sanzhang.rules.facts import Appointment, Area
from sanzhang.rules.pack import Pack
from sanzhang.rules.pack.model import Post

_DEPUTIES = {Level.COUNTY: 3, Level.TOWN: 2, Level.VILLAGE: 1, Level.GRID: 1}
_VACANT = 0.025
_SMALL_GRID_POSTS = 0.06
_HEAD_IS_GRID_CHIEF = 0.25
_MONGOLIAN = {"gacha": 0.8, "sumu": 0.7}
_BODIES = {"gacha": "委员会", "village": "村民委员会", "community": "居民委员会", "zone": "管理委员会"}


@dataclass(slots=True)
class Staff:
    """``people`` and the ``appointments`` with which the county began; ``handovers``: which of them passes to whom, and when."""

    people: list[Person]
    appointments: list[Appointment] = field(default_factory=list)
    handovers: list[tuple[Appointment, Person, date]] = field(default_factory=list)


def make_staff(pack: Pack, areas: tuple[Area, ...], rng: random.Random, ids: Ids, since: date, until: date) -> Staff:
    """Staff for ``areas``. Who was there at first began with the notice; who is in a new area began with the area."""
    return _Hiring(pack, areas, rng, ids, since, until).staff


class _Hiring:
    def __init__(self, pack: Pack, areas: tuple[Area, ...], rng: random.Random, ids: Ids, since: date, until: date) -> None:
        self.pack, self.rng, self.ids = pack, rng, ids
        self.since, self.until = since, until
        self.area_by_code = {area.code: area for area in areas}
        self.county = areas[0]
        self.registry = Registry(rng)
        self.staff = Staff(self.registry.people)
        for post in pack.posts:
            if post.id == names.SLICE_POST:
                self._share_out_slices(post, areas)
                continue
            for area in self._held_in(post, areas):
                for sector in [sector.id for sector in pack.sectors] if post.per_sector else [""]:
                    self._fill(post, area, sector)
        self._plan_handovers()

    def _held_in(self, post: Post, areas: tuple[Area, ...]) -> list[Area]:
        # A post above the county is entered at the county.
        length = max(LENGTHS[post.level], 6)
        return [area for area in areas if len(area.code) == length]

    def _fill(self, post: Post, area: Area, sector: str) -> None:
        for number in range(self._wanted(post)):
            if post.level in (Level.VILLAGE, Level.GRID) and self.rng.random() < _VACANT:
                continue
            head = self._village_head(post, area) if number == 0 else None
            self._appoint(head or self._person(post, area, sector), post, area, sector)

    def _wanted(self, post: Post) -> int:
        if post.deputy_of:
            return 2 if post.per_sector else _DEPUTIES.get(post.level, 1)
        if post.level is Level.GRID and not post.required:
            return int(self.rng.random() < _SMALL_GRID_POSTS)
        return 1

    def _village_head(self, post: Post, area: Area) -> str | None:
        """In a small village the head leads the first grid himself."""
        if not (post.level is Level.GRID and post.required and area.code.endswith("001")) or self.rng.random() >= _HEAD_IS_GRID_CHIEF:
            return None
        heads = [held for held in self.staff.appointments if held.area == parent(area.code) and self._post(held.post).single]
        return heads[0].person if heads else None

    def _post(self, post_id: str) -> Post:
        return next(post for post in self.pack.posts if post.id == post_id)

    def _person(self, post: Post, area: Area, sector: str) -> str:
        mongolian = max(_MONGOLIAN.get(self.area_by_code[code].kind, 0.3) for code in _up_to_town(area.code, self.area_by_code))
        key = str(self.ids.at(clock(self.pack.effective, 3600 * 7)))
        return self.registry.person(key, self._organisation(post, area, sector), area.code, mongolian=mongolian).key

    def _organisation(self, post: Post, area: Area, sector: str) -> str:
        if sector:
            return next(known.department.zh for known in self.pack.sectors if known.id == sector)
        if post.id in names.ORGANISATIONS:
            return names.ORGANISATIONS[post.id].format(county=self.county.name, area=area.name)
        body = self.area_by_code[parent(area.code)] if area.level is Level.GRID else area
        return body.name + _BODIES.get(body.kind, "人民政府" if body.level in (Level.COUNTY, Level.TOWN) else "")

    def _appoint(self, person: str, post: Post, area: Area, sector: str = "") -> None:
        start = area.valid_from or self.pack.effective
        key = str(self.ids.at(clock(start, 3600 * 8)))
        self.staff.appointments.append(Appointment(key, person, post.id, area.code, start, area.valid_to, sector))

    def _share_out_slices(self, post: Post, areas: tuple[Area, ...]) -> None:
        """Whole runs of villages to each officer of the brigade; one village is nobody's."""
        officers = [held.person for held in self.staff.appointments if held.post == names.SLICE_HOLDERS]
        villages = [area for area in areas if area.level is post.level]
        forgotten = self.rng.randrange(len(villages)) if len(villages) > 1 else -1
        for number, village in enumerate(villages):
            if number != forgotten and officers:
                self._appoint(officers[number * len(officers) // len(villages)], post, village)

    def _plan_handovers(self) -> None:
        """Some heads change on the way; somebody new takes over."""
        days = (self.until - self.since).days
        held = [held for held in self.staff.appointments if self._post(held.post).single and held.start < self.since and held.end is None]
        below = [held for held in held if len(held.area) > len(self.county.code)]
        for leaving in self.rng.sample(below, min(len(below), max(1, len(below) // 20))) if days > 60 else []:
            post = self._post(leaving.post)
            area = self.area_by_code[leaving.area]
            day = self.since + timedelta(days=self.rng.randint(days // 4, days * 3 // 4))
            self._person(post, area, leaving.sector)
            self.staff.handovers.append((leaving, self.registry.people[-1], day))


def _up_to_town(code: str, known: dict[str, Area]) -> Iterator[str]:
    while code in known:
        yield code
        code = parent(code)


def after_handovers(staff: Staff, successors: list[Appointment]) -> tuple[Appointment, ...]:
    """All appointments as they stand in the end: ``successors`` are those that the hand-overs began."""
    ended = {leaving.id: day - timedelta(days=1) for leaving, _person, day in staff.handovers}
    return tuple(replace(held, end=ended.get(held.id, held.end)) for held in staff.appointments) + tuple(successors)
