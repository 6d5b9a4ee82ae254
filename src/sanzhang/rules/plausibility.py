"""What about somebody's inspections is worth asking him about. A question, never a verdict: each has an innocent answer, mostly the true one.

Visits at night, quick rounds and places without signal are ordinary; nothing here asks about them.
"""

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import combinations, product
from typing import Any

from sanzhang.rules.problems import gettext_noop as _

# All thresholds are here. Neither law nor research gives figures for any of this; these are the product's own, and deliberately wide: what they
# let pass is not thereby true, but whoever works hard, far out and at night should never meet one.
FAR_METRES = 50_000  # beyond what a phone that found no satellites mistakes, by the mast it sees, even on the steppe
MANY, MANY_WITHIN = 40, timedelta(minutes=10)  # one place every fifteen seconds
SAME_PICTURE = 4  # of the 64 bits of two difference hashes: what scaling and compressing again change
PLAIN = 8  # a hash with fewer bits of one kind is that of a wall, or of the night: all of those are alike
EARTH_METRES = 6_371_000


class Asks(StrEnum):
    """What is asked about; the value is stored."""

    SAME_PHOTO = "same_photo"
    FAR = "far"
    MANY = "many"


@dataclass(frozen=True, slots=True)
class Point:
    """A position in WGS 84, with the metres by which it may be off."""

    lat: float
    lon: float
    accuracy: float = 0


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo by its content. ``dhash``: its difference hash, empty while the file has not arrived. ``source``: camera, gallery, or drawn."""

    sha256: str
    dhash: str = ""
    source: str = "camera"


@dataclass(frozen=True, slots=True)
class Visit:
    """One inspection. ``place`` says which place; ``position``: where the phone was; ``registered``: where the place is on record."""

    id: str
    place: str
    occurred_at: datetime
    position: Point | None = None
    registered: Point | None = None
    photos: tuple[Shot, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """Something to ask about ``visits``, in the order in which they were made. ``message`` is a template in Chinese, ``params`` fill it."""

    asks: Asks
    visits: tuple[str, ...]
    message: str
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The same question has the same key, whoever computes it and when."""
        return question_key(self.asks, self.visits)

    @property
    def sentence(self) -> str:
        """The question in Chinese."""
        return self.message.format(**self.params)


def question_key(asks: str, visits: Iterable[str]) -> str:
    """The key of the question of that kind about just these visits."""
    return hashlib.sha256(f"{asks}:{','.join(sorted(visits))}".encode()).hexdigest()[:32]


def questions(visits: Iterable[Visit]) -> list[Question]:
    """What to ask one person about his ``visits``."""
    ordered = sorted(visits, key=lambda visit: (visit.occurred_at, visit.id))
    return [*_same_photo(ordered), *_far(ordered), *_many(ordered)]


def metres_between(one: Point, other: Point) -> float:
    """The distance over ground."""
    lat, other_lat = math.radians(one.lat), math.radians(other.lat)
    across = math.sin(math.radians(other.lon - one.lon) / 2) ** 2 * math.cos(lat) * math.cos(other_lat)
    return 2 * EARTH_METRES * math.asin(math.sqrt(math.sin((other_lat - lat) / 2) ** 2 + across))


def _far(visits: Sequence[Visit]) -> Iterator[Question]:
    for visit in visits:
        if visit.position is None or visit.registered is None:
            continue
        metres = metres_between(visit.position, visit.registered)
        if metres - visit.position.accuracy - visit.registered.accuracy > FAR_METRES:
            message = _("这次检查的定位离登记的位置约 {km} 公里，是登记的位置不对，还是定位不准？")
            yield Question(Asks.FAR, (visit.id,), message, {"km": round(metres / 1000)})


def _many(visits: Sequence[Visit]) -> Iterator[Question]:
    runs: list[tuple[int, int]] = []
    for first in range(len(visits) - MANY + 1):
        last = first + MANY - 1
        if visits[last].occurred_at - visits[first].occurred_at > MANY_WITHIN:
            continue
        if runs and first <= runs[-1][1]:
            runs[-1] = runs[-1][0], last
        else:
            runs.append((first, last))
    for first, last in runs:
        lasted = visits[last].occurred_at - visits[first].occurred_at
        params = {"n": last - first + 1, "minutes": max(1, math.ceil(lasted / timedelta(minutes=1)))}
        ids = tuple(visit.id for visit in visits[first : last + 1])
        yield Question(Asks.MANY, ids, _("{n} 次检查记在 {minutes} 分钟之内，是事后一起补记的吗？"), params)


def _same_photo(visits: Sequence[Visit]) -> Iterator[Question]:
    """One question for all visits that hang together by their photos, so that a photo used five times is not asked about ten times."""
    groups = _Groups([visit.place for visit in visits])
    by_content: dict[str, list[int]] = defaultdict(list)
    by_look: dict[str, list[int]] = defaultdict(list)
    for number, visit in enumerate(visits):
        shots = [shot for shot in visit.photos if shot.source != "drawn"]
        for sha256 in dict.fromkeys(shot.sha256 for shot in shots):
            by_content[sha256].append(number)
        for dhash in dict.fromkeys(shot.dhash for shot in shots if _says_something(shot.dhash)):
            by_look[dhash].append(number)
    for users in by_content.values():
        groups.join_all(users)
    same = groups.copy()
    for users in by_look.values():
        groups.join_all(users)
    for one, other in _alike(list(by_look)):
        for pair in product(by_look[one], by_look[other]):
            groups.join(*pair)
    for members in groups.found():
        ids, exact = tuple(visits[member].id for member in members), same.hang_together(members)
        yield Question(Asks.SAME_PHOTO, ids, _photo_words(len(ids), exact), {"n": len(ids)})


def _photo_words(visits: int, exact: bool) -> str:
    if exact:
        return _("这两次检查用了同一张照片，是同一处吗？") if visits == 2 else _("这 {n} 次检查用了同一张照片，是同一处吗？")
    return _("这两次检查的照片看起来一样，是同一处吗？") if visits == 2 else _("这 {n} 次检查的照片看起来一样，是同一处吗？")


def _says_something(dhash: str) -> bool:
    return bool(dhash) and PLAIN <= int(dhash, 16).bit_count() <= 64 - PLAIN


def _alike(hashes: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The pairs of hashes that differ in no more than ``SAME_PICTURE`` bits.

    Of five pieces of a hash, four changed bits leave one as it was: only hashes that share a piece are compared.
    """
    pieces = SAME_PICTURE + 1
    width = -(-64 // pieces)
    shelves: dict[tuple[int, int], list[int]] = defaultdict(list)
    numbers = [int(dhash, 16) for dhash in hashes]
    for place, number in enumerate(numbers):
        for piece in range(pieces):
            shelves[piece, number >> piece * width & (1 << width) - 1].append(place)
    for shelf in shelves.values():
        for one, other in combinations(shelf, 2):
            if (numbers[one] ^ numbers[other]).bit_count() <= SAME_PICTURE:
                yield hashes[one], hashes[other]


class _Groups:
    """Which visits hang together: only visits to different places are joined."""

    def __init__(self, places: list[str], above: list[int] | None = None) -> None:
        self._places = places
        self._above = above if above is not None else list(range(len(places)))

    def copy(self) -> "_Groups":
        return _Groups(self._places, list(self._above))

    def join(self, one: int, other: int) -> None:
        if self._places[one] != self._places[other]:
            self._above[self._top(one)] = self._top(other)

    def join_all(self, users: list[int]) -> None:
        """Join every pair; each user of a photo that was used at two places has somebody at another place, so two rounds are enough."""
        stranger = next((user for user in users if self._places[user] != self._places[users[0]]), users[0])
        for user in users:
            self.join(users[0], user)
            self.join(stranger, user)

    def hang_together(self, members: Sequence[int]) -> bool:
        return len({self._top(member) for member in members}) == 1

    def found(self) -> list[list[int]]:
        together: dict[int, list[int]] = defaultdict(list)
        for number in range(len(self._above)):
            together[self._top(number)].append(number)
        return [members for members in together.values() if len(members) > 1]

    def _top(self, number: int) -> int:
        while self._above[number] != number:
            self._above[number] = self._above[self._above[number]]
            number = self._above[number]
        return number
