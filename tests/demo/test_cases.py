"""What was carried further in the demonstration: by those who may, as the tables allow it, and the journal takes every step."""

from collections import Counter
from datetime import timedelta

import pytest
from tests.demo.small import UNTIL

from sanzhang.cases.models import Case, CaseStep
from sanzhang.cycles.lateness import is_late
from sanzhang.demo.divisions import shipped_divisions, synthetic_divisions
from sanzhang.demo.ids import clock
from sanzhang.demo.load import load
from sanzhang.demo.simulate import simulate
from sanzhang.demo.steps import Simulated, Step
from sanzhang.hazards.models import HazardEvent
from sanzhang.journal.rebuild import rebuild
from sanzhang.packs import life_cycle, pack_for, shipped
from sanzhang.photos.models import PhotoUse
from sanzhang.photos.queries import missing
from sanzhang.rules.lifecycle import power_of

PACK = shipped("otog-2022")
KINDS = ("hazard.moved", "case.opened", "case.moved")


@pytest.fixture(scope="module")
def banner() -> Simulated:
    """The banner, four months."""
    return simulate(PACK, shipped_divisions("150624"), months=4, seed=3, until=UNTIL)


def of(simulated: Simulated, *kinds: str) -> list[Step]:
    return [step for step in simulated.steps if step.kind in kinds]


def test_every_sort_is_there(banner: Simulated) -> None:
    opened = Counter(step.payload["cycle"] for step in of(banner, "case.opened"))
    assert opened == {"listing": 4, "sealing": 1, "penalty": 2, "report": 6}
    done = Counter(step.payload["event"] for step in of(banner, "hazard.moved"))
    another = simulate(PACK, shipped_divisions("150624"), months=4, seed=5, until=UNTIL)  # not every script finds a hazard in four months
    assert set(done) | {step.payload["event"] for step in of(another, "hazard.moved")} == {
        "referred", "receipt", "answered", "taken", "ordered_now", "ordered", "rectified", "reinspected", "remains", "extension_asked",
        "extension_granted", "returned",
    }  # fmt: skip
    assert done["referred"] == 3
    assert len({step.payload["place"]["key"] for step in of(banner, "case.opened")}) == 13, "each at a place of its own"


def test_each_step_is_taken_by_somebody_in_post_with_the_power(banner: Simulated) -> None:
    powers = {post.id: post.powers for post in PACK.posts}
    held = {appointment.id: appointment for appointment in banner.as_facts().appointments}
    cycles = {str(step.id): step.payload["cycle"] for step in of(banner, "case.opened")}
    for step in of(banner, *KINDS):
        day = step.occurred_at.date()
        name = "hazard" if step.kind == "hazard.moved" else cycles[step.payload.get("case", str(step.id))]
        table = life_cycle(PACK.id, name, day)
        assert table
        assert {power_of(row, PACK) for row in table.steps if row.event == step.payload["event"]} & powers[step.by.post]
        assert held[step.by.appointment].holds_on(day)
        assert step.area.startswith(step.by.area)
        assert 8 <= step.occurred_at.hour < 19
        assert step.occurred_at < clock(UNTIL, 0)


def test_no_grid_worker_gives_orders_and_departments_answer(banner: Simulated) -> None:
    orders = [step for step in of(banner, *KINDS) if step.payload["event"] in ("ordered", "ordered_now", "sealed", "filed", "reinspected")]
    assert {step.by.post for step in orders} <= {"brigade_chief", "brigade_officer"}
    answers = [step for step in of(banner, "hazard.moved") if step.payload["event"] in ("receipt", "answered")]
    assert answers
    assert all(step.by.sector for step in answers)
    assert {step.by.post for step in of(banner, "case.moved") if step.payload["event"] in ("agreed", "removal_agreed")} <= {
        "county_leader", "committee_office"
    }  # fmt: skip


@pytest.mark.django_db
def test_loaded_the_tables_say_the_same_and_can_be_made_again(small: Simulated) -> None:
    load(small)
    stand = {
        cycle: sorted(Case.objects.filter(cycle=cycle).values_list("state", flat=True))
        for cycle in ("listing", "sealing", "penalty", "report")
    }
    assert stand == {
        "listing": ["case_closed", "determined", "listed", "plate_removed"],
        "sealing": ["sealed"],
        "penalty": ["carried_out", "filed"],
        "report": ["answered", "answered", "answered", "confirmed", "received", "received"],
    }
    assert CaseStep.objects.count() == len(of(small, "case.opened", "case.moved"))
    moved = {step.payload["hazard"] for step in of(small, "hazard.moved")}
    assert moved
    assert HazardEvent.objects.filter(hazard__in=moved).exclude(event__in=("found", "reported")).count() == len(of(small, "hazard.moved"))
    assert Case.objects.filter(is_late(UNTIL)).exists()
    assert Case.objects.filter(ended=False).exclude(is_late(UNTIL)).exists()
    uses = PhotoUse.objects.filter(entry__in=CaseStep.objects.values("id"))
    assert uses.count() > 5
    assert missing(uses.values_list("sha256", flat=True)) == []
    assert rebuild(check=True).differing == []


def test_what_is_counted_follows_from_these_steps(banner: Simulated) -> None:
    ids = {str(step.id) for step in of(banner, "case.moved")}
    records = [record for record in banner.as_facts().records if record.id in ids]
    assert Counter(record.kind for record in records) == {
        "major_hazard_found": 4, "major_hazard_reported": 3, "listed_supervision": 3, "listing_failed": 1,
    }  # fmt: skip
    answered = {record.refers_to for record in records if record.kind == "listed_supervision"}
    assert answered <= {record.id for record in records if record.kind == "major_hazard_found"}
    assert all(record.data["correct_by"] > record.occurred_on.isoformat() for record in records if record.kind == "listed_supervision")


def test_same_arguments_same_steps_in_a_county_of_any_size_and_by_another_notice() -> None:
    for size in ((1, 1), (2, 5)):
        once, again = (simulate(PACK, synthetic_divisions("990003", *size), months=2, seed=4, until=UNTIL) for _time in (1, 2))
        assert repr(of(once, *KINDS)) == repr(of(again, *KINDS))
        assert of(once, "case.opened")
    other = simulate(pack_for("152524", "otog-2022"), shipped_divisions("152524"), months=3, seed=1, until=UNTIL)
    assert {step.by.post for step in of(other, *KINDS)} >= {"fire_brigade", "department"}
    assert of(other, "case.opened")
    first = min(step.occurred_at.date() for step in of(other, "case.opened"))
    assert first >= UNTIL - timedelta(days=90)
