"""Which questions are open. Nothing is kept of them: they are computed when somebody who may ask looks."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from sanzhang.inspections.models import Inspection
from sanzhang.journal.actors import Actor, Scope
from sanzhang.people.queries import scope_of
from sanzhang.photos.models import Photo, PhotoUse
from sanzhang.premises.models import Premises
from sanzhang.questions.chiefs import ASK, Chiefs, in_post
from sanzhang.questions.models import SettledQuestion
from sanzhang.rules.areas import county_of, smallest_around
from sanzhang.rules.chiefs import InPost
from sanzhang.rules.days import CHINA
from sanzhang.rules.plausibility import Point, Question, Shot, Visit, questions

LOOKED_BACK = timedelta(days=60)
MOST = 10_000  # inspections looked at for one reader, the newest: only where hardly any chief is appointed are there more
COUNTY_WIDE = 9  # an area with a code no longer than this is better searched by day than by area
CHUNK = 5000


@dataclass(frozen=True, slots=True)
class Asked:
    """An open question about one person's inspections, in the order in which they were made."""

    question: Question
    person: str
    inspections: tuple[Inspection, ...]

    @property
    def area(self) -> str:
        """The smallest area in which all of them lie."""
        return smallest_around([inspection.area for inspection in self.inspections])


def open_questions(actors: Sequence[Actor], since: date) -> list[Asked]:
    """What ``actors`` (one person in his posts) may ask about inspections made on or after ``since``, the newest first.

    Only about people directly below him, in his area and sector; never about himself.
    """
    scope = scope_of(list(actors), ASK)
    if not scope.places:
        return []
    county, reader = county_of(scope.places[0].area), actors[0].person
    made = _made(scope, county, since).exclude(person=reader)
    acted: dict[str, set[InPost]] = defaultdict(set)
    for row in made.order_by().values_list("person", "post", "post_area", "sector").distinct():
        acted[row[0]].add(InPost(*row))
    chiefs = Chiefs(county, scope, list(acted))
    mine = [person for person, posts in acted.items() if _may_concern(reader, posts, chiefs)]
    rows = list(made.filter(person__in=mine).order_by("-occurred_on", "-id").only(*COLUMNS)[:MOST])
    settled = _settled(county, since)
    found = [
        asked
        for asked in _questions(rows)
        if not _is_settled(asked, settled) and reader in chiefs.above(in_post(inspection) for inspection in asked.inspections)
    ]
    whole = Inspection.objects.in_bulk([inspection.id for asked in found for inspection in asked.inspections])
    found = [Asked(asked.question, asked.person, tuple(whole[part.id] for part in asked.inspections)) for asked in found]
    return sorted(found, key=lambda asked: (asked.inspections[-1].occurred_at, asked.question.key), reverse=True)


COLUMNS = (
    "id", "county", "area", "sector", "place_type", "place_key", "person", "post", "post_area", "lat", "lon", "accuracy", "occurred_at",
)  # fmt: skip


def _made(scope: Scope, county: str, since: date) -> QuerySet[Inspection]:
    rows = Inspection.objects.filter(scope.filter("area", "sector"), occurred_on__gte=since, withdrawn_at__isnull=True)
    # The databases take the index of the condition that looks narrowest; without this word they would read all years of a whole county.
    return rows.filter(county=county) if any(len(place.area) <= COUNTY_WIDE for place in scope.places) else rows


def _may_concern(reader: str, posts: Collection[InPost], chiefs: Chiefs) -> bool:
    """Whether a question about somebody could be for the reader: he is above one of his posts, or possibly above several together."""
    return len({post.area for post in posts}) > 1 or any(reader in chiefs.above([post]) for post in posts)


def _questions(rows: list[Inspection]) -> list[Asked]:
    registered, photos = _registered(rows), _photos([row.id for row in rows])
    by_person: dict[str, list[Visit]] = defaultdict(list)
    for row in rows:
        by_person[row.person].append(_visit(row, registered, photos))
    known = {str(row.id): row for row in rows}
    return [
        Asked(question, person, tuple(known[id] for id in question.visits))
        for person, visits in by_person.items()
        for question in questions(visits)
    ]


def _visit(row: Inspection, registered: dict[str, Point], photos: dict[UUID, list[Shot]]) -> Visit:
    return Visit(
        str(row.id),
        f"{row.place_type}:{row.place_key}",
        row.occurred_at,
        _point(row.lat, row.lon, row.accuracy),
        registered.get(row.place_key) if row.place_type == "premises" else None,
        tuple(photos.get(row.id, ())),
    )


def _registered(rows: list[Inspection]) -> dict[str, Point]:
    """Where places are on record now. Of households that is personal, and stays sealed."""
    keys = list({row.place_key for row in rows if row.place_type == "premises" and row.lat is not None})
    places = Premises.objects.filter(superseded_at__isnull=True, lat__isnull=False)
    found = (places.filter(key__in=part).values_list("key", "lat", "lon", "accuracy") for part in _parts(keys))
    return {key: point for part in found for key, *where in part if (point := _point(*where))}


def _photos(inspections: list[UUID]) -> dict[UUID, list[Shot]]:
    look = Photo.objects.filter(sha256=OuterRef("sha256")).values("dhash")[:1]
    uses = PhotoUse.objects.exclude(role="signature").annotate(dhash=Subquery(look))
    shots: dict[UUID, list[Shot]] = defaultdict(list)
    for part in _parts(inspections):
        for entry, sha256, dhash, source in uses.filter(entry__in=part).values_list("entry", "sha256", "dhash", "source"):
            shots[entry].append(Shot(sha256, dhash or "", source))
    return shots


def _point(lat: float | None, lon: float | None, accuracy: float | None) -> Point | None:
    return None if lat is None or lon is None else Point(lat, lon, accuracy or 0)


def _parts(items: list[UUID] | list[str]) -> Iterable[list[UUID] | list[str]]:
    """A long list in parts that a statement can hold."""
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))


def _settled(county: str, since: date) -> dict[tuple[str, str], list[frozenset[str]]]:
    """Settled questions by what they ask and by each inspection they are about."""
    found: dict[tuple[str, str], list[frozenset[str]]] = defaultdict(list)
    # Nothing is settled before it was made.
    recent = SettledQuestion.objects.filter(county=county, recorded_at__gte=datetime.combine(since, time(), CHINA))
    for asks, ids in recent.values_list("asks", "inspections"):
        about = frozenset(ids)
        for id in about:
            found[asks, id].append(about)
    return found


def _is_settled(asked: Asked, settled: dict[tuple[str, str], list[frozenset[str]]]) -> bool:
    """Whether it was settled as it is, or while it was about these inspections and others: what is left of it isn't asked again."""
    visits = asked.question.visits
    return any(about.issuperset(visits) for about in settled.get((asked.question.asks, visits[0]), ()))
