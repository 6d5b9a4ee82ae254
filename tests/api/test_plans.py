"""Plans on the phone: what they ask for inside one's area and nobody did yet. And for programs: plans page by page, with every place."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from tests import county
from tests.api.conftest import SISTER, VILLAGE
from tests.api.phone import Phone
from tests.plans.conftest import CHIEF, FAR, HOUSING, OFFICER, TOWN, at, make, today

from sanzhang.api.v1.plan_schemas import Plans, PlanWhole
from sanzhang.api.v1.today import Today
from sanzhang.journal.append import append, draft
from sanzhang.plans.drawing import drawn_by
from sanzhang.plans.models import Plan
from sanzhang.rules.workdays import add_workdays

GRID = VILLAGE + "001"
WORKER = f"grid_worker@{GRID}"


@pytest.fixture
def shops(people: dict[str, str]) -> list[str]:
    """Three shops in the first grid, one in the neighbours', one far away; their keys."""
    here = [county.place(GRID, f"{name}便民超市") for name in ("甲", "乙", "丙")]
    return [*here, county.place(SISTER + "001", "邻村便民超市"), county.place(FAR, "远处便民超市")]


def asked(phone: Phone) -> list[dict[str, Any]]:
    """What plans ask of a phone."""
    told = phone.get("/today").json()
    Today.model_validate(told)
    visits: list[dict[str, Any]] = told["visits"]
    return visits


def places(phone: Phone) -> list[tuple[str, bool]]:
    """The places of these, and whether they are his own."""
    return [(one["place"], one["mine"]) for one in asked(phone)]


def test_a_plan_asks_for_places_until_somebody_was_there(
    people: dict[str, str], shops: list[str], worker: Phone, phone_of: Callable[..., Phone]
) -> None:
    plan = make(county.actor(people, CHIEF), [shops[0], shops[3]], first=str(today(-5)), last=str(today(20)), checklist="nine_small_shop")
    (one,) = asked(worker)
    assert (one["plan"], one["place"], one["place_name"], one["area_name"]) == (str(plan.id), shops[0], "甲便民超市", "敖伦网格")
    assert (one["kind"], one["kind_title"], one["title"], one["post_title"]) == (
        "campaign",
        "专项行动",
        "小商店专项检查",
        "消防救援大队大队长",
    )
    assert (one["since"], one["due"], one["late"]) == (str(today(-5)), str(today(20)), False)
    assert (one["checklist"], one["evidence"], one["mine"]) == ("nine_small_shop", [], True)
    neighbour = phone_of(f"grid_worker@{SISTER}001")
    assert places(neighbour) == [(shops[3], True)]
    assert places(phone_of(f"village_head@{FAR}")) == []
    assert worker.outcomes(worker.check(GRID, shops[0], checklist="general_place")) == ["accepted"]
    assert places(worker) == [(shops[0], True)]
    assert worker.outcomes(worker.check(GRID, shops[0])) == ["accepted"]
    assert places(worker) == []


def test_only_what_can_still_be_done_within_a_month_is_asked(people: dict[str, str], shops: list[str], worker: Phone) -> None:
    chief = county.actor(people, CHIEF)
    make(chief, shops[:1], last=str(today(32)))
    assert asked(worker) == []
    plan = make(chief, shops[1:2], last=str(today(31)))
    assert [one["place"] for one in asked(worker)] == [shops[1]]
    append(draft("plan.ended", TOWN, {"plan": str(plan.id), "reason": "已完成"}), chief)
    assert asked(worker) == []


def test_what_is_late_says_so_as_long_as_an_inspection_counts(people: dict[str, str], shops: list[str], worker: Phone) -> None:
    chief = county.actor(people, CHIEF)
    due = add_workdays(today(-8), 3)
    again = [{"key": shops[0], "after": str(today(-8)), "due": str(due)}]
    make(chief, [], "revisit", places=again, first=str(today(-8)), last=str(today(3)), workdays=3)
    (one,) = asked(worker)
    assert (one["due"], one["late"], one["since"]) == (str(due), True, str(today(-7)))


def test_a_joint_inspection_is_for_those_who_may_record_one(
    people: dict[str, str], shops: list[str], worker: Phone, phone_of: Callable[..., Phone]
) -> None:
    make(county.actor(people, CHIEF), shops[:1], "joint", departments=["housing"])
    officer = phone_of(OFFICER)
    (one,) = asked(officer)
    assert (one["departments"], one["evidence"], one["mine"]) == (["housing"], ["joint_inspection"], True)
    powers = county.actor(people, WORKER).powers
    assert places(worker) == [(shops[0], "record.joint_inspection" in powers)]


def draw(people: dict[str, str]) -> Plan:
    """A draw of three places of the first town for two inspectors, held."""
    chief = county.actor(people, CHIEF)
    plan = make(chief, [], "draw", count=3)
    drawn = drawn_by(plan, "20261124", "given", [people[CHIEF], people[OFFICER]], today())
    append(draft("plan.drawn", TOWN, drawn.model_dump(mode="json")), chief)
    return plan


def test_of_a_draw_only_whoever_was_drawn_is_asked(people: dict[str, str], shops: list[str], phone_of: Callable[..., Phone]) -> None:
    plan = draw(people)
    chief = phone_of(CHIEF)
    assert {mine for _place, mine in places(chief)} == {True}
    assert len(places(chief)) == 3
    assert {mine for _place, mine in places(phone_of(f"village_head@{VILLAGE}"))} == {False}
    told = chief.get(f"/plans/{plan.id}").json()
    PlanWhole.model_validate(told)
    assert (told["draw"]["seed"], told["draw"]["pool_places"], told["draw"]["pool_inspectors"]) == ("20261124", 4, 2)
    for one in told["places"]:
        assert {person["key"] for person in one["inspectors"]} == {people[CHIEF], people[OFFICER]}


def test_plans_are_read_page_by_page(people: dict[str, str], shops: list[str], phone_of: Callable[..., Phone]) -> None:
    chief = phone_of(CHIEF)
    by = county.actor(people, CHIEF)
    made = [make(by, shops[:1], last=str(today(days))) for days in (9, 3, 3, 20, 5)]
    found, cursor = [], ""
    while True:
        told = chief.get("/plans", limit="2", cursor=cursor).json()
        Plans.model_validate(told)
        found.append([(one["last"], UUID(one["id"])) for one in told["plans"]])
        cursor = told["next"]
        if not cursor:
            break
    assert [len(part) for part in found] == [2, 2, 1]
    rows = [row for part in found for row in part]
    assert rows == sorted(rows, reverse=True)
    assert {id for _day, id in rows} == {plan.id for plan in made}


def test_a_list_of_plans_is_narrowed(people: dict[str, str], shops: list[str], phone_of: Callable[..., Phone]) -> None:
    chief, by = phone_of(CHIEF), county.actor(people, CHIEF)
    campaign, joint = make(by, shops[:1]), make(by, shops[:1], "joint", departments=["housing"])
    append(draft("plan.withdrawn", TOWN, {"plan": str(campaign.id), "reason": "作错了"}), by)

    def ids(**wanted: str) -> set[str]:
        return {one["id"] for one in chief.get("/plans", **wanted).json()["plans"]}

    assert ids(kind="joint") == ids(over="false") == {str(joint.id)}
    assert ids(over="true") == {str(campaign.id)}
    assert ids(area=TOWN) == {str(campaign.id), str(joint.id)}
    assert ids(area=county.OTHER_TOWN) == set()
    assert chief.get("/plans", cursor="x").json()["code"] == "cursor"
    assert chief.get("/plans", kind="party").status_code == 422
    told = chief.get(f"/plans/{campaign.id}").json()
    assert (told["over"], told["because"], told["places"][0]["state"]) == (True, "作错了", "left")


def test_a_plan_tells_what_counts_for_each_place(
    people: dict[str, str], shops: list[str], worker: Phone, phone_of: Callable[..., Phone]
) -> None:
    chief = phone_of(CHIEF)
    plan = make(county.actor(people, CHIEF), shops[:2], first=str(today(-5)))
    made = county.inspection(county.actor(people, WORKER), GRID, shops[0], at(-1), county.finding("堆放货物", due=str(today(9))))
    told = chief.get(f"/plans/{plan.id}").json()
    PlanWhole.model_validate(told)
    assert (told["total"], told["done"], told["late"], told["draw"]) == (2, 1, 0, None)
    first, second = told["places"]
    assert (first["name"], first["state"], first["state_title"], first["done_on"]) == ("甲便民超市", "done", "已查", str(today(-1)))
    (counted,) = first["inspections"]
    assert (counted["id"], counted["by"]["name"], counted["findings"]) == (made, "敖伦网格网格员", 1)
    assert (second["state"], second["inspections"], second["done_on"]) == ("open", [], None)


def test_plans_of_others_are_not_there(people: dict[str, str], shops: list[str], phone_of: Callable[..., Phone]) -> None:
    plan = make(county.actor(people, CHIEF), shops[:1])
    for number in (f"grid_worker@{SISTER}001", f"town_head@{county.OTHER_TOWN}", HOUSING):
        other = phone_of(number)
        assert other.get("/plans").json()["plans"] == [], number
        answer = other.get(f"/plans/{plan.id}")
        assert (answer.status_code, answer.json()["code"]) == (404, "plan_not_here"), number


def test_where_a_visit_helps_most_comes_with_reasons_in_words(people: dict[str, str], shops: list[str], worker: Phone) -> None:
    late = county.finding("堆放货物", due=str(today(-3)))
    county.inspection(county.actor(people, WORKER), GRID, shops[1], at(-10), late)
    told = worker.get("/today").json()["suggested"]
    assert {one["place"] for one in told} == set(shops[:3])
    assert told[0] == {"place": shops[1], "reasons": ["1 处隐患逾期未改，最久 3 天", "上次检查在 10 天前", "近一年发现 1 处隐患"]}
    assert told[1]["reasons"] == ["还没有检查过"]


def test_where_to_go_is_told_again_to_whoever_sees_the_same(
    people: dict[str, str], shops: list[str], worker: Phone, phone_of: Callable[..., Phone], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_for = []
    monkeypatch.setattr("sanzhang.api.v1.visits._suggested", lambda caller, day: asked_for.append(caller.person) or [])
    for phone in (worker, worker, phone_of(f"grid_worker@{SISTER}001")):
        assert phone.get("/today").json()["suggested"] == []
    assert len(asked_for) == 2
