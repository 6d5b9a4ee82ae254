"""Who holds which post where, on a given day, and may therefore record what."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

from sanzhang.demo.steps import Author
from sanzhang.rules.areas import LENGTHS
from sanzhang.rules.facts import Appointment
from sanzhang.rules.pack import Pack


class Directory:
    """The appointments of a county by post and area."""

    def __init__(self, pack: Pack, appointments: Iterable[Appointment]) -> None:
        self._posts = {post.id: post for post in pack.posts}
        self._held: dict[tuple[str, str], list[Appointment]] = defaultdict(list)
        self._below: dict[tuple[str, str], list[Appointment]] = defaultdict(list)
        for held in appointments:
            self._held[held.post, held.area].append(held)
            for length in LENGTHS.values():
                if 6 <= length < len(held.area):
                    self._below[held.post, held.area[:length]].append(held)
        self.posts_with = cache(self._posts_with)

    def _posts_with(self, power: str) -> tuple[str, ...]:
        """The posts that carry ``power``, in the pack's order."""
        return tuple(post.id for post in self._posts.values() if power in post.powers)

    def may(self, post: str, power: str) -> bool:
        """Whether ``post`` carries ``power``."""
        return post in self._posts and power in self._posts[post].powers

    def over(self, post: str, area: str, day: date) -> Iterator[Appointment]:
        """Those who hold ``post`` in ``area`` or an area around it on ``day``, the widest area first."""
        for length in LENGTHS.values():
            if 6 <= length <= len(area):
                yield from (held for held in self._held.get((post, area[:length]), ()) if held.holds_on(day))

    def below(self, post: str, area: str, day: date) -> list[Appointment]:
        """Those who hold ``post`` somewhere below ``area`` on ``day``."""
        return [held for held in self._below.get((post, area), ()) if held.holds_on(day)]

    def authors(self, power: str, area: str, day: date) -> list[Appointment]:
        """Everybody whose post carries ``power`` over ``area`` on ``day``."""
        return [held for post in self.posts_with(power) for held in self.over(post, area, day)]

    def in_charge(self, power: str, area: str, day: date, *, but: str = "") -> Appointment | None:
        """Who would do with ``power`` what concerns ``area``: the one with the widest area who isn't the person ``but``."""
        found = [held for held in self.authors(power, area, day) if held.person != but and not held.sector]
        return min(found, key=lambda held: len(held.area), default=None)


def author(held: Appointment) -> Author:
    """Somebody in the post that he holds."""
    return Author(held.person, held.post, held.area, held.sector, held.id)
