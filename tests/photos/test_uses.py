"""Photos in payloads, and where they turn out to be used."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from pydantic import ValidationError
from tests.county import COUNTY, FAR, SISTER, TOWN, VILLAGE
from tests.photos.pictures import jpeg

from sanzhang.journal.actors import Place, Scope
from sanzhang.journal.kinds import Payload, Written
from sanzhang.journal.projecting import OutsideTheJournal, allowed
from sanzhang.photos.models import PhotoUse
from sanzhang.photos.queries import missing, visible_to
from sanzhang.photos.uses import PhotoRef, keep_uses
from sanzhang.rules.problems import Problem

NOON = datetime(2026, 6, 10, 4, tzinfo=UTC)
REF = {
    "sha256": "a" * 64, "name": "IMG_1.jpg", "size": 200_000, "width": 1600, "height": 1200, "role": "before", "source": "camera",
    "taken_at": "2026-06-10T11:59:00+08:00", "position": {"lat": 39.1, "lon": 107.9, "accuracy": 12.5}, "no_position": "",
}  # fmt: skip


def ref(**changed: Any) -> PhotoRef:
    """A photo in a payload."""
    return PhotoRef.model_validate(REF | changed)


def written(area: str = VILLAGE, sector: str = "", clock_offset: int = 0) -> Written[Payload]:
    """An entry as its ``apply`` sees it."""
    recorded = NOON + timedelta(minutes=5)
    return Written(uuid4(), "x", COUNTY, area, "p", "grid_worker", area, sector, NOON, recorded, "", Payload(), "", clock_offset)


def use(area: str, *refs: PhotoRef, sector: str = "", signature: str = "") -> UUID:
    """An entry that uses photos; returns its id."""
    entry = written(area, sector)
    with allowed():
        keep_uses(entry, refs, signature)
    return entry.id


UNFIT = {
    "no hash": {"sha256": "A" * 64},
    "a line after the hash": {"sha256": "a" * 64 + "\n"},
    "too large": {"size": 10 * 2**20 + 1},
    "empty": {"size": 0},
    "text for a number": {"width": "1600"},
    "too many pixels": {"width": 10_000, "height": 6_000},
    "no zone": {"taken_at": "2026-06-10T11:59:00"},
    "before there were phones": {"taken_at": "0001-01-01T00:00:00Z"},
    "unknown role": {"role": "portrait"},
    "unknown source": {"source": "web"},
    "position and reason": {"no_position": "denied"},
    "neither": {"position": None},
    "unknown field": {"iso": 100},
}


@pytest.mark.parametrize("changed", UNFIT.values(), ids=UNFIT)
def test_what_a_faulty_program_sends_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ref(**changed)


@pytest.mark.parametrize("position", [{"lat": 91, "lon": 0}, {"lat": 0, "lon": -181}, {"lat": 0, "lon": 0, "accuracy": -1}])
def test_a_position_nowhere_on_earth_is_refused_in_words(position: dict[str, float]) -> None:
    with pytest.raises(Problem) as caught:
        ref(position=position)
    assert caught.value.code == "position"


def test_an_entry_keeps_where_its_photos_are_used(db: None, django_assert_num_queries: Any) -> None:
    entry = written(sector="education")
    refs = [ref(), ref(), ref(role="after"), ref(sha256="b" * 64, position=None, no_position="denied")]
    with allowed(), django_assert_num_queries(1):
        keep_uses(entry, refs, signature="c" * 64)
    rows = list(PhotoUse.objects.filter(entry=entry.id))
    assert {(row.sha256[0], row.role, row.source, row.lat, row.place_reason) for row in rows} == {
        ("a", "before", "camera", 39.1, ""), ("a", "after", "camera", 39.1, ""), ("b", "before", "camera", None, "denied"),
        ("c", "signature", "drawn", None, ""),
    }  # fmt: skip
    assert {(row.county, row.area, row.sector, row.recorded_at) for row in rows} == {(COUNTY, VILLAGE, "education", entry.recorded_at)}
    assert len({row.id for row in rows}) == 4


def test_an_entry_without_photos_costs_nothing(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        keep_uses(written(), [])


def test_a_wrong_clock_is_put_right_for_what_this_phone_took(db: None) -> None:
    entry = written(clock_offset=3600)
    with allowed():
        keep_uses(entry, [ref(), ref(sha256="b" * 64, source="gallery", position=None, no_position="gallery")])
    taken = {row.source: row.taken_at for row in PhotoUse.objects.filter(entry=entry.id)}
    assert taken["camera"] - taken["gallery"] == timedelta(hours=1)


def test_only_entries_write_uses(db: None) -> None:
    with pytest.raises(OutsideTheJournal):
        keep_uses(written(), [ref()])


def test_photos_are_seen_inside_the_scope_only(db: None) -> None:
    use(VILLAGE, ref())
    use(FAR, ref(sha256="b" * 64))
    use(VILLAGE, ref(sha256="c" * 64), sector="education")
    village, town, nobody = Scope((Place(VILLAGE),)), Scope((Place(TOWN),)), Scope()
    school, other = Scope((Place(TOWN, "education"),)), Scope((Place(TOWN, "culture"),))
    for scope, sees in ((village, "ac"), (town, "ac"), (Scope((Place(COUNTY),)), "abc"), (school, "c"), (other, ""), (nobody, "")):
        assert {row.sha256[0] for row in visible_to(scope)} == set(sees)
        assert {letter for letter in "abc" if visible_to(scope).filter(sha256=letter * 64)} == set(sees)
    assert not visible_to(Scope((Place(SISTER),))).filter(sha256="a" * 64)


def test_a_photo_that_two_places_use_is_seen_from_both(db: None) -> None:
    use(VILLAGE, ref())
    use(FAR, ref())
    assert visible_to(Scope((Place(VILLAGE),))).filter(sha256="a" * 64)
    assert visible_to(Scope((Place(FAR),))).filter(sha256="a" * 64)
    assert PhotoUse.objects.count() == 2


def test_what_has_not_arrived_is_missing(keep: Any) -> None:
    here = keep(jpeg(1, (200, 150)))
    assert missing(["b" * 64, here, "b" * 64, "a" * 64]) == ["b" * 64, "a" * 64]
