"""Invented premises and households: about ten and three a village, inside the box, made up beyond doubt, by people who may."""

from collections import Counter
from datetime import date
from statistics import mean

import pytest
from tests.demo.small import UNTIL

from sanzhang.demo.divisions import shipped_divisions
from sanzhang.demo.load import load
from sanzhang.demo.points import EAST, NORTH, SOUTH, WEST
from sanzhang.demo.simulate import simulate
from sanzhang.demo.steps import Simulated, Step
from sanzhang.households.models import Household
from sanzhang.households.personal import personal_of_each
from sanzhang.journal.models import Entry
from sanzhang.packs import household_categories, premises_kinds, shipped
from sanzhang.premises.models import Premises
from sanzhang.rules.areas import covers
from sanzhang.rules.credit_code import is_credit_code

PACK = shipped("otog-2022")


@pytest.fixture(scope="module")
def banner() -> Simulated:
    """The banner, one month of records."""
    return simulate(PACK, shipped_divisions("150624"), months=1, seed=1, until=UNTIL)


def of(simulated: Simulated, kind: str) -> list[Step]:
    return [step for step in simulated.steps if step.kind == kind]


def registered(simulated: Simulated, kind: str) -> list[Step]:
    return [step for step in of(simulated, kind) if not step.payload["base"]]


def test_every_village_has_about_ten_places_and_three_households(banner: Simulated) -> None:
    for kind, low, high in (("premises.set", 8, 11), ("household.set", 2, 4)):
        counts = Counter(step.area[:12] for step in registered(banner, kind))
        assert len(counts) > 80
        assert low < mean(counts.values()) < high


def test_places_lie_inside_the_box_and_those_of_a_village_near_each_other(banner: Simulated) -> None:
    villages: dict[str, list[float]] = {}
    for step in registered(banner, "premises.set"):
        point = step.payload["position"]
        if point:
            assert WEST <= point["lon"] <= EAST
            assert SOUTH <= point["lat"] <= NORTH
            villages.setdefault(step.area[:12], []).append(point["lat"])
    assert max(max(found) - min(found) for found in villages.values()) < 0.1
    assert 0.8 < sum(map(len, villages.values())) / len(registered(banner, "premises.set")) < 1


def test_nobody_can_take_them_for_real(banner: Simulated) -> None:
    for step in of(banner, "premises.set"):
        assert step.payload["name"].endswith("（演示）")
        assert step.payload["phone"] == "" or step.payload["phone"].startswith("100")
        assert step.payload["code"] == "" or (step.payload["code"][2:8] == "000000" and is_credit_code(step.payload["code"]))
    for step in of(banner, "household.set"):
        assert step.payload["personal"]["phone"].startswith("100")
        assert "演示" in step.payload["personal"]["address"]


def test_kinds_marks_and_categories_are_those_of_the_standards_and_plausibly_mixed(banner: Simulated) -> None:
    places = registered(banner, "premises.set")
    assert {step.payload["kind"] for step in places} <= {kind.id for kind in premises_kinds().kinds}
    assert {mark for step in places for mark in step.payload["marks"]} == {mark.id for mark in premises_kinds().marks}
    categories = {category.id for category in household_categories().categories}
    assert {one for step in of(banner, "household.set") for one in step.payload["personal"]["categories"]} == categories
    kinds = Counter(step.payload["kind"] for step in places)
    assert kinds["fodder_yard"] > 100
    assert kinds["small_shop"] > kinds["mall"] > 0


def test_whoever_registers_has_the_power_there_that_day(banner: Simulated) -> None:
    powers = {post.id: post.powers for post in PACK.posts}
    held = {appointment.id: appointment for appointment in banner.as_facts().appointments}
    for kind, power in (
        ("premises.set", "manage.premises"),
        ("premises.removed", "manage.premises"),
        ("household.set", "manage.households"),
    ):
        for step in of(banner, kind):
            if step.by.person:
                assert power in powers[step.by.post]
                assert covers(step.by.area, step.area)
                assert held[step.by.appointment].start <= step.occurred_at.date()


def test_time_passes_over_them(banner: Simulated) -> None:
    changed = [step for step in of(banner, "premises.set") if step.payload["base"]]
    assert any(step.payload["closed"] for step in changed)
    assert of(banner, "premises.removed")
    assert any(count > 1 for count in Counter(step.payload["base"] for step in changed).values())
    assert of(banner, "household.erased")
    due = [step for step in of(banner, "household.set") if date.fromisoformat(step.payload["keep_until"]) < UNTIL]
    assert 0 < len(due) < len(of(banner, "household.set")) / 5


@pytest.mark.django_db
def test_loaded_they_are_in_the_registers_and_nothing_personal_is_in_the_clear(small: Simulated) -> None:
    load(small)
    present = {"county": small.county, "superseded_at__isnull": True}
    assert Premises.objects.filter(**present).count() == len(registered(small, "premises.set")) - len(of(small, "premises.removed"))
    homes = list(Household.objects.filter(**present))
    assert len(homes) == len(of(small, "household.set")) - len(of(small, "household.erased"))
    names = {step.payload["personal"]["name"] for step in of(small, "household.set")}
    assert {personal.name for personal in personal_of_each(homes) if personal} <= names
    bodies = "".join(Entry.objects.filter(kind__in=["household.set", "premises.set"]).values_list("body", flat=True))
    assert not [step.payload["personal"]["phone"] for step in of(small, "household.set") if step.payload["personal"]["phone"] in bodies]
    assert not [phone for step in of(small, "premises.set") if (phone := step.payload["phone"]) and phone in bodies]
