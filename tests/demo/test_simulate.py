"""The simulation: deterministic, inside its county, by people who may, and with every state in it."""

import os
import subprocess
import sys
from collections import Counter
from datetime import date, datetime
from itertools import pairwise

import pytest
from tests.demo.small import COUNTY, UNTIL

from sanzhang.demo.divisions import shipped_divisions, synthetic_divisions
from sanzhang.demo.ids import clock
from sanzhang.demo.simulate import first_day, simulate
from sanzhang.demo.steps import Simulated, smallest_cover
from sanzhang.packs import pack_for, shipped
from sanzhang.rules.areas import LEVELS, covers
from sanzhang.rules.facts import Facts
from sanzhang.rules.holders import gaps
from sanzhang.rules.pack import Pack
from sanzhang.rules.standing import State, evaluate

PACK = shipped("otog-2022")


@pytest.fixture(scope="session")
def banner() -> Simulated:
    """The banner, a whole year."""
    return simulate(PACK, shipped_divisions("150624"), months=12, seed=1, until=UNTIL)


@pytest.fixture(scope="session")
def facts(banner: Simulated) -> Facts:
    return banner.as_facts().known_at(None)


def test_same_arguments_same_bytes(small: Simulated) -> None:
    again = simulate(PACK, synthetic_divisions(COUNTY, towns=3, villages=9), months=2, seed=7, until=UNTIL)
    assert repr(again.steps) == repr(small.steps)


def test_another_seed_is_another_county(small: Simulated) -> None:
    other = simulate(PACK, synthetic_divisions(COUNTY, towns=3, villages=9), months=2, seed=8, until=UNTIL)
    assert repr(other.steps) != repr(small.steps)


def test_same_bytes_whatever_the_hash_seed() -> None:
    program = (
        "import hashlib; from datetime import date; from sanzhang.demo.divisions import synthetic_divisions as d;"
        "from sanzhang.demo.simulate import simulate; from sanzhang.packs import shipped;"
        "s = simulate(shipped('otog-2022'), d('990001', 2, 4), months=2, seed=3, until=date(2026, 5, 1));"
        "print(hashlib.sha256(repr(s.steps).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program], env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(digests) == 1
    assert len(digests.pop().strip()) == 64


def test_every_state_is_there_and_most_is_met(facts: Facts) -> None:
    states = Counter(standing.state for standing in evaluate(PACK, facts, UNTIL))
    assert set(states) == set(State)
    assert states[State.MET] > sum(states.values()) / 2


def test_one_town_is_lazy_and_one_exemplary(facts: Facts) -> None:
    met: Counter[str] = Counter()
    closed: Counter[str] = Counter()
    for standing in evaluate(PACK, facts, UNTIL):
        town = standing.obligation.area[:9]
        if len(town) == 9 and standing.state in (State.MET, State.MET_LATE, State.OVERDUE, State.MISSED):
            closed[town] += 1
            met[town] += standing.state is State.MET
    shares = sorted(met[town] / closed[town] for town in closed if closed[town] > 50)
    assert shares[0] < 0.75 < 0.98 < shares[-1]


def test_everything_lies_in_the_county(banner: Simulated, facts: Facts) -> None:
    known = {area.code for area in facts.areas}
    assert all(code.startswith(banner.county) and len(code) in LEVELS for code in known)
    assert all(step.area.startswith(banner.county) for step in banner.steps)
    assert {code for record in facts.records for code in record.areas} <= known
    assert {held.area for held in facts.appointments} <= known


def test_every_author_held_the_post_that_day_and_had_the_power(banner: Simulated, facts: Facts) -> None:
    powers = {post.id: post.powers for post in PACK.posts}
    held = {appointment.id: appointment for appointment in facts.appointments}
    for step in banner.steps:
        if step.kind == "record.made":
            appointment = held[step.by.appointment]
            assert (appointment.person, appointment.post, appointment.area) == (step.by.person, step.by.post, step.by.area)
            assert appointment.holds_on(step.occurred_at.date())
            assert f"record.{step.payload['evidence']}" in powers[step.by.post]
            assert covers(step.by.area, step.area)


def test_answers_come_after_what_they_answer(banner: Simulated) -> None:
    seen: dict[str, datetime] = {}
    for step in banner.steps:
        if step.kind == "record.made":
            refers_to = step.payload["refers_to"]
            assert not refers_to or seen[refers_to] < step.occurred_at
            seen[str(step.id)] = step.occurred_at
    assert any(step.payload.get("refers_to") for step in banner.steps)


def test_single_posts_have_one_holder_at_a_time_and_a_few_posts_are_vacant(facts: Facts) -> None:
    single = {post.id for post in PACK.posts if post.single}
    held = sorted(
        (held.post, held.area, held.sector, held.start, held.end or date.max) for held in facts.appointments if held.post in single
    )
    for one, next_ in pairwise(held):
        assert one[:3] != next_[:3] or one[4] < next_[3]
    assert 0 < len(gaps(PACK, facts, UNTIL)) < len(facts.appointments) / 20


def test_time_brings_changes(banner: Simulated, facts: Facts) -> None:
    assert any(area.merged_into for area in facts.areas)
    assert any(area.valid_from for area in facts.areas)
    assert banner.count("post.handed_over")
    assert banner.count("record.withdrawn")
    assert banner.count("exemption.granted")
    assert banner.count("parameter.decided") == 2
    assert any((step.recorded_at - step.occurred_at).days >= 2 for step in banner.steps)


def test_nothing_is_recorded_after_the_end_and_the_past_can_be_seen_as_it_was(banner: Simulated) -> None:
    assert all(step.occurred_at <= step.recorded_at < clock(UNTIL, 0) for step in banner.steps)
    moment = clock(date(2026, 3, 1), 0)
    then = banner.as_facts().known_at(moment)
    assert 0 < len(then.records) < len(banner.as_facts().records)
    assert len({area.code for area in then.areas}) == len(then.areas)


def test_ids_have_the_shape_of_uuid7_and_never_repeat(banner: Simulated) -> None:
    assert len({step.id for step in banner.steps}) == len(banner.steps)
    assert all(step.id.version == 7 and step.id.variant == "specified in RFC 4122" for step in banner.steps)
    assert all(step.id.int >> 80 == int(step.occurred_at.timestamp() * 1000) for step in banner.steps)


def test_telephone_numbers_cannot_exist(banner: Simulated) -> None:
    phones = [step.payload["phone"] for step in banner.steps if step.kind == "person.set"]
    assert len(set(phones)) == len(phones)
    assert all(phone.startswith("100") and len(phone) == 11 for phone in phones)


@pytest.mark.parametrize(
    ("until", "months", "first"),
    [(date(2026, 12, 31), 12, date(2026, 1, 1)), (date(2026, 7, 15), 12, date(2025, 7, 1)), (date(2026, 7, 15), 1, date(2026, 6, 1))],
)
def test_the_first_day_leaves_whole_months(until: date, months: int, first: date) -> None:
    assert first_day(until, months) == first


@pytest.mark.parametrize(
    ("areas", "cover"),
    [
        (("990001101001001",), "990001101001001"),
        (("990001101001", "990001101002"), "990001101"),
        (("990001101001", "990001102001"), "990001"),
        (("990001101001", "990001101001002"), "990001101001"),
    ],
)
def test_the_smallest_cover(areas: tuple[str, ...], cover: str) -> None:
    assert smallest_cover(areas) == cover


def test_a_second_banner_is_simulated_by_its_own_pack() -> None:
    pack = pack_for("152524", "otog-2022")
    made = simulate(pack, shipped_divisions("152524"), months=3, seed=1, until=UNTIL)
    states = Counter(standing.state for standing in evaluate(pack, made.as_facts(), UNTIL))
    assert {State.MET, State.OPEN, State.MISSED} <= set(states)
    assert {step.by.post for step in made.steps} - {""} <= {post.id for post in pack.posts}


@pytest.mark.parametrize("size", [(1, 1), (2, 5)])
def test_tiny_counties_and_packs_with_other_posts_are_simulated_too(size: tuple[int, int]) -> None:
    text = PACK.model_dump_json()
    for post in PACK.posts:
        text = text.replace(f'"{post.id}"', f'"x_{post.id}"')
    renamed = Pack.model_validate_json(text)
    made = simulate(renamed, synthetic_divisions("990003", *size), months=1, seed=1, until=UNTIL)
    assert made.count("record.made") > 10
    assert any(standing.state is State.MET for standing in evaluate(renamed, made.as_facts(), UNTIL))
