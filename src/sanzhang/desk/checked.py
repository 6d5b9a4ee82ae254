"""What the pages of inspections and of hazards share: the place that was looked at, who looked, how sure its time and position are."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _, gettext_noop

from sanzhang.desk.access import DeskRequest
from sanzhang.desk.registers import post_titles
from sanzhang.desk.rows import addresses
from sanzhang.desk.words import say
from sanzhang.households import queries as households
from sanzhang.journal.actors import Scope
from sanzhang.packs import checklist
from sanzhang.people.posts import posts_of
from sanzhang.people.queries import names_of
from sanzhang.premises import queries as premises
from sanzhang.rules.areas import Level

HOUSEHOLD, AREA = "household", "area"
NO_POSITION = {
    "denied": gettext_noop("没有位置：手机未允许定位"),
    "unavailable": gettext_noop("没有位置：无法定位"),
    "timeout": gettext_noop("没有位置：定位超时"),
    "private": gettext_noop("住户的位置不保存"),
}
MINUTE, HOUR, DAY = 60, 3600, 86400


def place_urls(scope: Scope, places: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Pages of places (type and key) that are registered now inside the scope. Two queries."""
    wanted = set(places)
    by_type = {kind: [key for type, key in wanted if type == kind] for kind in ("premises", HOUSEHOLD)}
    shops = premises.visible_to(scope).filter(key__in=by_type["premises"]).order_by().values_list("key", flat=True)
    homes = households.visible_to(scope).filter(key__in=by_type[HOUSEHOLD]).order_by().values_list("key", flat=True)
    shop, home, area = addresses("desk:premises_one"), addresses("desk:household"), addresses("desk:area")
    found = {("premises", key): shop(key) for key in shops} | {(HOUSEHOLD, key): home(key) for key in homes}
    return found | {(AREA, key): area(key) for type, key in wanted if type == AREA and scope.covers(key)}


def place_name(type: str, name: str, area: str) -> str:
    """A place in a list: a household by its number alone; a whole area by the area's name."""
    if type == HOUSEHOLD:
        return _("住户 %(number)s") % {"number": name}
    return name or area


def checklist_title(id: str, version: int) -> str:
    """What a checklist is called; one that is not shipped any more by its id."""
    found = checklist(id, version)
    return say(found.title) if found else f"{id} v{version}"


class Who:
    """Who did something, in which post: in words, with the names looked up once."""

    def __init__(self, county: str, people: Iterable[str]) -> None:
        self._names, self._posts = names_of(list(set(people))), post_titles(county)
        self._words = _("%(name)s（%(post)s）")

    def __call__(self, person: str, post: str) -> str:
        """Name and post."""
        return self._words % {"name": self.name(person), "post": self._posts.get(post, post)}

    def name(self, person: str) -> str:
        """The name alone."""
        return self._names.get(person, "—")


def clock_words(offset: int) -> str:
    """How far the device's clock was off, and that the time was put right; empty when it was right. ``offset``: seconds it was behind."""
    if not offset:
        return ""
    off = abs(offset)
    if off >= DAY:
        span = _("%(days)s 天 %(hours)s 小时") % {"days": off // DAY, "hours": off % DAY // HOUR}
    elif off >= HOUR:
        span = _("%(hours)s 小时 %(minutes)s 分钟") % {"hours": off // HOUR, "minutes": off % HOUR // MINUTE}
    else:
        span = _("%(minutes)s 分钟") % {"minutes": max(1, round(off / MINUTE))}
    words = _("手机时间慢 %(span)s，已按服务器时间校正。") if offset > 0 else _("手机时间快 %(span)s，已按服务器时间校正。")
    return words % {"span": span}


def position_words(row: Any) -> str:
    """Where the device was, and how surely, or why that isn't known."""
    if row.lat is None or row.lon is None:
        return _(NO_POSITION.get(row.no_position, gettext_noop("没有位置")))
    return point_words(row.lat, row.lon, row.accuracy or 0)


def point_words(lat: float, lon: float, accuracy: float) -> str:
    """A point, and by how many metres it may be off; one that a person put there (0) is as it is."""
    point = f"{lat:.5f}, {lon:.5f}"
    return _("%(point)s（误差约 %(metres)d 米）") % {"point": point, "metres": accuracy} if accuracy else point


def speaks_of_suspicion(request: DeskRequest) -> bool:
    """Whether the user is told of 疑似隐患 and 建议整改: in a grid nobody rules on hazards, everybody finds and urges."""
    posts = posts_of(request.county)
    return bool(request.actors) and all(actor.post in posts and posts[actor.post].level is Level.GRID for actor in request.actors)


def hazard_word(request: DeskRequest) -> str:
    """What a hazard is called to this user."""
    return _("疑似隐患") if speaks_of_suspicion(request) else _("隐患")
