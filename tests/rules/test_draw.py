"""The random draw: what anybody gets by hand, whatever the order of the pools, and nobody with much more to do than another."""

import hashlib
from collections import Counter
from random import Random

import pytest
from hypothesis import given, strategies as st

from sanzhang.rules.draw import MOST_IN_POOL, Drawn, draw, draw_problems, in_order, number, pool_hash
from sanzhang.rules.problems import Problems

SEED, PLACES, PEOPLE = "2026118", ("A", "B", "C", "D", "E"), ("wang", "li", "zhao")
MANY = st.integers(2, 40)


def codes(*given: object, **more: int) -> list[str]:
    return [problem.code for problem in draw_problems(*given, **more)]  # type: ignore[arg-type]


def test_the_numbers_are_those_of_sha256sum() -> None:
    # printf '2026118|A' | sha256sum
    assert number(SEED, "A") == "8740c3211df46945b91197bbac0045b185cbc94489f2d1e0e6899624ba2c1cd8"
    assert in_order(SEED, PLACES) == ["A", "B", "D", "C", "E"]
    assert [in_order(f"{SEED}|{turn}", PEOPLE) for turn in (1, 2, 3)] == [
        ["zhao", "li", "wang"],
        ["li", "wang", "zhao"],
        ["zhao", "li", "wang"],
    ]


def test_a_draw_by_hand() -> None:
    assert draw(SEED, PLACES, PEOPLE, 4) == (
        Drawn("A", ("zhao", "li")),
        Drawn("B", ("wang", "li")),  # round 2 goes on at the same place
        Drawn("D", ("wang", "zhao")),  # wang was there already, and is dealt now
        Drawn("C", ("zhao", "li")),
    )
    assert draw(SEED, PLACES, PEOPLE, 1, per_place=3) == (Drawn("A", ("zhao", "li", "wang")),)


def test_chinese_is_hashed_as_utf_8() -> None:
    assert number("开奖 07", "兴隆便民超市") == hashlib.sha256("开奖 07|兴隆便民超市".encode()).hexdigest()


def test_the_hash_of_the_pools() -> None:
    # printf 'A\nB\nC\nD\nE\n\nli\nwang\nzhao' | sha256sum
    expected = "7167ebdf53b570154b2e954260e775c3c8f93070618570610b0a740d1a7bfb8a"
    assert pool_hash(PLACES, PEOPLE) == pool_hash(PLACES[::-1], PEOPLE[::-1]) == expected
    assert pool_hash(("A", "B"), ("C",)) != pool_hash(("A",), ("B", "C"))


def pools(places: int, people: int) -> tuple[list[str], list[str]]:
    return [f"place-{number}" for number in range(places)], [f"person-{number}" for number in range(people)]


@given(seed=st.text(min_size=1, max_size=20).filter(str.strip), places=MANY, people=MANY, count=MANY, chance=st.randoms())
def test_whatever_the_order_of_the_pools_the_result_is_one(seed: str, places: int, people: int, count: int, chance: Random) -> None:
    pool, inspectors = pools(places, people)
    expected = draw(seed, pool, inspectors, min(count, places))
    chance.shuffle(pool)
    chance.shuffle(inspectors)
    assert draw(seed, pool, inspectors, min(count, places)) == expected


@given(seed=st.integers(0, 10**9), places=MANY, people=MANY, count=MANY, together=st.integers(2, 5))
def test_the_load_is_balanced_and_nobody_goes_alone(seed: int, places: int, people: int, count: int, together: int) -> None:
    pool, inspectors = pools(places, people)
    count, per_place = min(count, places), min(together, people)
    drawn = draw(str(seed), pool, inspectors, count, per_place)
    assert len({one.place for one in drawn}) == count
    assert {one.place for one in drawn} <= set(pool)
    assert all(len(set(one.inspectors)) == per_place for one in drawn)
    load = Counter(person for one in drawn for person in one.inspectors)
    often = [load[person] for person in inspectors]
    assert sum(often) == count * per_place
    assert max(often) - min(often) <= 1


def test_another_seed_draws_others() -> None:
    pool = [f"place-{number}" for number in range(1000)]
    first, second = (({one.place for one in draw(seed, pool, PEOPLE, 100)}) for seed in ("1", "2"))
    assert len(first & second) < 30


def test_every_place_has_the_same_chance() -> None:
    pool = [str(number) for number in range(10)]
    often = Counter(one.place for seed in range(2000) for one in draw(f"seed {seed}", pool, PEOPLE, 2))
    assert all(330 < often[place] < 470 for place in pool)  # 400 each, four standard deviations either way


@pytest.mark.parametrize(
    ("seed", "places", "people", "count", "per_place", "expected"),
    [
        (SEED, PLACES, PEOPLE, 5, 2, []),
        ("  ", PLACES, PEOPLE, 5, 2, ["draw_seed"]),
        (SEED, (), PEOPLE, 1, 2, ["draw_pool_empty"]),
        (SEED, PLACES, PEOPLE, 6, 2, ["draw_count"]),
        (SEED, PLACES, PEOPLE, 0, 2, ["draw_count"]),
        (SEED, PLACES, ("li", "li"), 1, 2, ["draw_inspectors"]),
        (SEED, PLACES, PEOPLE, 1, 4, ["draw_inspectors"]),
        (SEED, PLACES, PEOPLE, 1, 1, ["draw_alone"]),
        (SEED, range(MOST_IN_POOL + 1), PEOPLE, 1, 2, ["draw_pool_size"]),
        ("", (), (), 0, 1, ["draw_count", "draw_alone", "draw_seed", "draw_pool_empty", "draw_inspectors"]),
    ],
)
def test_every_problem_at_once(seed: str, places: object, people: object, count: int, per_place: int, expected: list[str]) -> None:
    assert codes(seed, places, people, count, per_place) == expected


def test_a_draw_that_cannot_be_is_refused_in_words() -> None:
    with pytest.raises(Problems, match=r"要抽 9 处，池里只有 5 处。(?s:.*)检查人只有 1 名，每处要 2 名"):
        draw(SEED, PLACES, ("li",), 9)
