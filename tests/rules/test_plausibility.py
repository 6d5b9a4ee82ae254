"""At, just under and just over each threshold; what is ordinary is never asked about."""

from datetime import UTC, datetime, timedelta
from math import degrees

import pytest

from sanzhang.rules.plausibility import EARTH_METRES, FAR_METRES, MANY, MANY_WITHIN, Asks, Point, Shot, Visit, question_key, questions

START = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
HOME = Point(39.1, 107.98)
LOOK = 0x0F1E2D3C4B5A6978  # a hash of a picture that shows something
A, B, C = (letter * 64 for letter in "abc")


def visit(number: int, place: str = "p", *shots: Shot, at: timedelta | None = None, **more: object) -> Visit:
    """Visits an hour apart unless said otherwise."""
    moment = START + (timedelta(hours=number) if at is None else at)
    return Visit(f"v{number}", place, moment, photos=shots, **more)  # type: ignore[arg-type]


def asked(*visits: Visit) -> list[tuple[str, tuple[str, ...]]]:
    return [(str(question.asks), question.visits) for question in questions(visits)]


def north(metres: float) -> Point:
    return Point(HOME.lat + degrees(metres / EARTH_METRES), HOME.lon)


def changed(bits: int) -> str:
    """A hash that differs from ``LOOK`` in so many bits, spread over all of it."""
    return f"{LOOK ^ sum(1 << (place * 13 + 3) % 64 for place in range(bits)):016x}"


# The same photo


def test_one_photo_at_two_places_is_asked_about_once_in_plain_words() -> None:
    found = questions([visit(1, "p", Shot(A)), visit(2, "q", Shot(A)), visit(3, "r", Shot(B))])
    assert [(question.asks, question.visits, question.sentence) for question in found] == [
        (Asks.SAME_PHOTO, ("v1", "v2"), "这两次检查用了同一张照片，是同一处吗？")
    ]


def test_a_photo_used_at_many_places_is_one_question() -> None:
    found = questions([visit(number, f"p{number}", Shot(A)) for number in range(5)])
    assert [question.sentence for question in found] == ["这 5 次检查用了同一张照片，是同一处吗？"]


@pytest.mark.parametrize(
    "visits",
    [
        pytest.param([visit(1, "p", Shot(A)), visit(2, "p", Shot(A))], id="the same place twice"),
        pytest.param([visit(1, "p", Shot(A), Shot(A))], id="twice in one inspection"),
        pytest.param([visit(1, "p", Shot(A, source="drawn")), visit(2, "q", Shot(A, source="drawn"))], id="signatures"),
        pytest.param([visit(1, "p", Shot(A)), visit(2, "q", Shot(B))], id="photos that have not arrived yet"),
    ],
)
def test_no_question_about(visits: list[Visit]) -> None:
    assert asked(*visits) == []


@pytest.mark.parametrize(("bits", "expected"), [(0, True), (3, True), (4, True), (5, False), (32, False)])
def test_photos_that_look_the_same(bits: int, expected: bool) -> None:
    found = questions([visit(1, "p", Shot(A, f"{LOOK:016x}")), visit(2, "q", Shot(B, changed(bits)))])
    assert [question.sentence for question in found] == (["这两次检查的照片看起来一样，是同一处吗？"] if expected else [])


@pytest.mark.parametrize("first", range(0, 64, 5))
def test_wherever_the_four_bits_lie(first: int) -> None:
    other = LOOK ^ sum(1 << (first + 16 * step) % 64 for step in range(4))
    assert asked(visit(1, "p", Shot(A, f"{LOOK:016x}")), visit(2, "q", Shot(B, f"{other:016x}")))


@pytest.mark.parametrize(
    ("dhash", "expected"), [(0, False), (2**7 - 1, False), (2**8 - 1, True), (2**56 - 1, True), (2**57 - 1, False), (2**64 - 1, False)]
)
def test_pictures_of_the_night_or_a_wall_look_like_each_other_and_say_nothing(dhash: int, expected: bool) -> None:
    found = asked(visit(1, "p", Shot(A, f"{dhash:016x}")), visit(2, "q", Shot(B, f"{dhash:016x}")))
    assert bool(found) is expected


def test_visits_hang_together_through_a_third_place_and_do_not_through_one_place() -> None:
    chain = [visit(1, "p", Shot(A)), visit(2, "q", Shot(A), Shot(B)), visit(3, "r", Shot(B))]
    assert asked(*chain) == [("same_photo", ("v1", "v2", "v3"))]
    apart = [visit(1, "p", Shot(A)), visit(2, "q", Shot(A)), visit(3, "r", Shot(B)), visit(4, "s", Shot(B))]
    assert asked(*apart) == [("same_photo", ("v1", "v2")), ("same_photo", ("v3", "v4"))]
    again = [visit(1, "p", Shot(A)), visit(2, "p", Shot(A)), visit(3, "q", Shot(A))]
    assert asked(*again) == [("same_photo", ("v1", "v2", "v3"))]


# Far away


@pytest.mark.parametrize(
    ("metres", "own", "registered", "expected"),
    [
        (FAR_METRES - 10, 0, 0, False),
        (FAR_METRES, 0, 0, False),
        (FAR_METRES + 10, 0, 0, True),
        (FAR_METRES + 10, 20, 0, False),
        (FAR_METRES + 10, 0, 20, False),
        (FAR_METRES + 3010, 2000, 1000, True),
        (FAR_METRES + 2990, 2000, 1000, False),
        (400_000, 90_000, 0, True),
    ],
)
def test_distance(metres: float, own: float, registered: float, expected: bool) -> None:
    where = north(metres)
    # A hair inside, so that arithmetic does not decide.
    place = Point(HOME.lat, HOME.lon, registered)
    found = questions([visit(1, position=Point(where.lat - 1e-9, where.lon, own), registered=place)])
    assert bool(found) is expected
    if found:
        assert found[0].sentence == f"这次检查的定位离登记的位置约 {round(metres / 1000)} 公里，是登记的位置不对，还是定位不准？"


def test_east_is_as_far_as_north() -> None:
    east = Point(HOME.lat, HOME.lon + 0.578)  # a degree is about 86.3 km here
    assert asked(visit(1, position=Point(HOME.lat, HOME.lon + 0.582), registered=HOME)) == [("far", ("v1",))]
    assert asked(visit(1, position=east, registered=HOME)) == []


@pytest.mark.parametrize(("position", "registered"), [(None, HOME), (north(10**6), None), (None, None)])
def test_without_a_position_there_is_no_question(position: Point | None, registered: Point | None) -> None:
    assert asked(visit(1, position=position, registered=registered)) == []


# Many at once


def quick(number: int, within: timedelta, offset: int = 0) -> list[Visit]:
    return [visit(offset + place, at=within * place / (number - 1)) for place in range(number)]


@pytest.mark.parametrize(
    ("number", "within", "expected"),
    [
        (MANY - 1, timedelta(), False),
        (MANY - 1, MANY_WITHIN, False),
        (MANY, timedelta(), True),
        (MANY, MANY_WITHIN, True),
        (MANY, MANY_WITHIN + timedelta(seconds=1), False),
        (MANY + 1, MANY_WITHIN + timedelta(seconds=5), True),
    ],
)
def test_so_many_in_so_short_a_time(number: int, within: timedelta, expected: bool) -> None:
    assert bool(questions(quick(number, within))) is expected


def test_one_question_for_a_run_and_one_for_each_run() -> None:
    found = questions(quick(100, timedelta(minutes=20)))
    assert [question.sentence for question in found] == ["100 次检查记在 20 分钟之内，是事后一起补记的吗？"]
    evening = [Visit(f"e{n}", "p", START + timedelta(hours=9, seconds=n)) for n in range(MANY)]
    assert len(questions([*quick(MANY, MANY_WITHIN), *evening])) == 2


@pytest.mark.parametrize("hour", range(24))
def test_the_hour_of_the_day_never_matters(hour: int) -> None:
    at = timedelta(hours=hour - START.hour)
    assert asked(*[visit(place, f"p{place}", Shot(f"{place:064x}"), at=at + timedelta(minutes=place)) for place in range(30)]) == []


# Keys


def test_the_key_does_not_depend_on_the_order_and_differs_by_kind() -> None:
    assert question_key("far", ["a", "b"]) == question_key("far", ["b", "a"]) != question_key("many", ["a", "b"])
    visits = [visit(1, "p", Shot(A)), visit(2, "q", Shot(A)), visit(3, "r", Shot(C))]
    assert [question.key for question in questions(visits)] == [question.key for question in questions(visits[::-1])]


def test_a_busy_year_is_looked_through_in_no_time() -> None:
    numbers = (n * 0x9E3779B97F4A7C15 % 2**64 for n in range(1, 6001))
    visits = [visit(n, f"p{n}", Shot(f"{n:064x}", f"{number:016x}")) for n, number in enumerate(numbers)]
    assert questions(visits) == []
