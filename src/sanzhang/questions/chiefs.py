"""Who is asked to look at somebody's inspections: the chief directly above him, as appointments stand today."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Q
from django.utils import timezone

from sanzhang.inspections.models import Inspection
from sanzhang.journal.actors import Scope
from sanzhang.people.models import Appointment
from sanzhang.people.posts import posts_of
from sanzhang.people.queries import on
from sanzhang.rules.chiefs import InPost, nearest_above

ASK = "ask.questions"


def in_post(inspection: Inspection) -> InPost:
    """In which post an inspection was recorded."""
    return InPost(inspection.person, inspection.post, inspection.post_area, inspection.sector)


def chiefs_of(county: str, acted: Collection[InPost]) -> frozenset[str]:
    """The people directly above somebody who acted in these posts."""
    above = {post.area[:length] for post in acted for length in range(6, len(post.area) + 1, 3)}
    able = _by_area(_present(Q(area__in=above), _asking_posts(county)))
    held = _present(Q(person=next(iter(acted)).person))
    return nearest_above(acted, held, able, posts_of(county), ASK)


class Chiefs:
    """Who is above whom in a part of a county: loaded once, asked often."""

    def __init__(self, county: str, scope: Scope, people: Collection[str]) -> None:
        """``people``: those whose chiefs will be asked for."""
        self._posts = posts_of(county)
        self._able = _by_area(_present(scope.filter("area"), _asking_posts(county)))
        self._held: dict[str, list[InPost]] = defaultdict(list)
        for post in _present(Q(person__in=people)):
            self._held[post.person].append(post)
        self._known: dict[frozenset[InPost], frozenset[str]] = {}

    def above(self, acted: Iterable[InPost]) -> frozenset[str]:
        """The people directly above somebody who acted in these posts."""
        posts = frozenset(acted)
        if posts not in self._known:
            person = next(iter(posts)).person
            self._known[posts] = nearest_above(posts, self._held.get(person, ()), self._able, self._posts, ASK)
        return self._known[posts]


def _asking_posts(county: str) -> list[str]:
    return [post.id for post in posts_of(county).values() if ASK in post.powers]


def _present(where: Q, posts: Collection[str] | None = None) -> list[InPost]:
    rows = Appointment.objects.filter(where, on(timezone.localdate()), superseded_at__isnull=True)
    if posts is not None:
        rows = rows.filter(post__in=posts)
    return [InPost(*row) for row in rows.values_list("person", "post", "area", "sector")]


def _by_area(posts: Iterable[InPost]) -> dict[str, list[InPost]]:
    found: dict[str, list[InPost]] = defaultdict(list)
    for post in posts:
        found[post.area].append(post)
    return found
