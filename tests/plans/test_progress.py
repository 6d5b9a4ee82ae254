"""How far a plan is follows from inspections that were made anyway."""

from typing import Any

import pytest
from django.utils import timezone
from tests import county
from tests.county import COUNTY, FAR, OTHER_TOWN, TOWN, VILLAGE, finding
from tests.plans.conftest import CHIEF, GRID, OFFICER, TOWN_HEAD, WORKER, at, make, states, today, withdraw

from sanzhang.journal.actors import Place, Scope
from sanzhang.journal.append import append_each, draft
from sanzhang.people.queries import actors_of, scope_of
from sanzhang.plans.models import Plan
from sanzhang.plans.queries import inspections_under, progress_of, visible_to
from sanzhang.plans.visiting import where_to_go
from sanzhang.rules.plans import Progress


def patrol(people: dict[str, str], shop: str, days: int = 0, by: str = WORKER, area: str = GRID, **more: Any) -> str:
    return county.inspection(county.actor(people, by), area, shop, at(days), **more)


def test_an_inspection_at_a_planned_place_counts_by_itself(people: dict[str, str], shops: list[str]) -> None:
    plan = make(county.actor(people, CHIEF), shops[:2], first=str(today(-5)))
    patrol(people, shops[0], -6)
    assert states(plan) == {shops[0]: "open", shops[1]: "open"}
    made = patrol(people, shops[0], -5)
    assert states(plan) == {shops[0]: "done", shops[1]: "open"}
    assert states(plan, today(31)) == {shops[0]: "done", shops[1]: "late"}
    withdraw(county.actor(people, WORKER), made, GRID)
    assert states(plan) == {shops[0]: "open", shops[1]: "open"}


def test_what_comes_from_a_phone_days_later_counts_too(people: dict[str, str], shops: list[str]) -> None:
    plan = make(county.actor(people, CHIEF), shops[:1], first=str(today(-5)))
    payload = {
        "checklist": "nine_small_shop", "checklist_version": 1, "evidence": "daily_patrol", "no_position": "denied",
        "place": {"type": "premises", "key": shops[0], "snapshot": {"name": "甲店"}}, "started_at": at(-3).isoformat(),
    }  # fmt: skip
    append_each([(draft("inspection.made", GRID, payload, occurred_at=at(-3)), county.actor(people, WORKER))])
    assert states(plan) == {shops[0]: "done"}


def test_with_a_checklist_only_that_one_counts(people: dict[str, str], shops: list[str]) -> None:
    plan = make(county.actor(people, CHIEF), shops[:1], checklist="general_place")
    patrol(people, shops[0])
    assert states(plan) == {shops[0]: "open"}
    patrol(people, shops[0], checklist="general_place")
    assert states(plan) == {shops[0]: "done"}


def test_for_a_joint_plan_only_joint_inspections_count(people: dict[str, str], shops: list[str]) -> None:
    plan = make(county.actor(people, CHIEF), shops[:1], "joint", departments=["housing", "education"])
    patrol(people, shops[0])
    assert states(plan) == {shops[0]: "open"}
    joint = {"evidence": "joint_inspection", "departments": ["housing"], "parties": ["department"], "present": [{"name": "其木格"}]}
    made = patrol(people, shops[0], by=TOWN_HEAD, **joint)
    again = patrol(people, shops[0], by=OFFICER, **joint)
    assert states(plan) == {shops[0]: "done"}
    assert inspections_under(plan, today()) == [made, again]


def test_a_revisit_is_done_after_the_day_from_which_is_counted(people: dict[str, str], shops: list[str]) -> None:
    places = [{"key": shops[0], "after": str(today(-1)), "due": str(today(-1))}]
    plan = make(county.actor(people, CHIEF), [], "revisit", places=places, workdays=0, first=str(today(-9)))
    patrol(people, shops[0], -1)
    assert states(plan) == {shops[0]: "late"}
    patrol(people, shops[0])
    assert states(plan) == {shops[0]: "done_late"}


def test_a_household_with_the_same_key_or_another_place_counts_for_nothing(people: dict[str, str], shops: list[str]) -> None:
    plan = make(county.actor(people, CHIEF), shops[:1])
    patrol(people, shops[1])
    assert states(plan) == {shops[0]: "open"}


def test_many_plans_take_as_many_queries_as_one(people: dict[str, str], shops: list[str], django_assert_num_queries: Any) -> None:
    chief = county.actor(people, CHIEF)
    patrol(people, shops[0])
    plans = [make(chief, shops[:2]), make(chief, shops[1:3]), make(chief, shops[4:], area=OTHER_TOWN, last=str(today()))]
    with django_assert_num_queries(1):
        found = progress_of(plans, today(1))
    assert [found[plan.id] for plan in plans] == [Progress(2, 1, 0), Progress(2, 0, 0), Progress(1, 0, 1)]
    with django_assert_num_queries(0):
        assert progress_of([], today()) == {}


@pytest.mark.parametrize(
    ("number", "seen"),
    [
        (CHIEF, {"all", "town", "far", "sector"}),
        (TOWN_HEAD, {"town"}),
        (f"town_head@{OTHER_TOWN}", {"far"}),
        (f"village_head@{VILLAGE}", set()),
        (f"department_head@{COUNTY}/housing", {"sector"}),
        (f"department_head@{COUNTY}/public_security", set()),
    ],
)
def test_who_sees_a_plan(people: dict[str, str], shops: list[str], number: str, seen: set[str]) -> None:
    chief, site = county.actor(people, CHIEF), county.place(VILLAGE, "工地", sector="housing")
    make(chief, shops[:1], area=COUNTY, title="all")
    make(chief, shops[:1], title="town")
    make(chief, shops[4:], area=OTHER_TOWN, title="far")
    make(chief, [site], area=COUNTY, sector="housing", title="sector")
    scope = scope_of(actors_of(people[number], timezone.localdate()))
    assert set(visible_to(scope).values_list("title", flat=True)) == seen


def test_where_to_go_is_read_from_the_registers(people: dict[str, str], shops: list[str], django_assert_num_queries: Any) -> None:
    due = str(today(-4))
    patrol(people, shops[1], -10, by=WORKER)
    county.inspection(
        county.actor(people, WORKER), GRID, shops[2], at(-20), finding("出口堵塞", due=due), finding("线路老化", due=str(today(9)))
    )
    county.place(GRID, "关门的店", closed=True)
    with django_assert_num_queries(3):
        found = where_to_go(Scope((Place(TOWN),)), today(), listed={shops[1]})
    assert [visit.key for visit in found] == [shops[1], shops[2], shops[3], *sorted([shops[0]])]
    words = {visit.key: [reason.message.format(**reason.params) for reason in visit.reasons] for visit in found}
    assert words[shops[2]] == ["1 处隐患逾期未改，最久 4 天", "上次检查在 20 天前", "近一年发现 2 处隐患"]
    assert words[shops[3]] == ["还没有检查过", "重点单位"]
    assert [visit.key for visit in where_to_go(Scope((Place(FAR),)), today())] == [shops[4]]
    assert where_to_go(Scope(), today()) == []


def test_a_place_of_two_plans_serves_both(people: dict[str, str], shops: list[str]) -> None:
    chief = county.actor(people, CHIEF)
    both = [make(chief, shops[:1]), make(chief, shops[:1], title="另一个")]
    patrol(people, shops[0])
    assert [states(plan) for plan in both] == [{shops[0]: "done"}] * 2
    assert Plan.objects.count() == 2
