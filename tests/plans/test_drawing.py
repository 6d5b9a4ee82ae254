"""A draw is held once, over the whole pool, by what seed and pools give; whoever doubts it draws again."""

from typing import Any

import pytest
from tests import county
from tests.county import COUNTY, OTHER_TOWN, TOWN, VILLAGE
from tests.plans.conftest import CHIEF, GRID, OFFICER, TOWN_HEAD, WORKER, at, make, states, today
from typer.testing import CliRunner

from sanzhang.cli.main import app
from sanzhang.journal import projecting
from sanzhang.journal.actors import Actor
from sanzhang.journal.append import append, draft
from sanzhang.journal.rebuild import rebuild
from sanzhang.people.queries import actors_of
from sanzhang.plans.drawing import drawn_by
from sanzhang.plans.models import Plan, PlanDraw, PlanInspector, PlanPlace
from sanzhang.plans.pools import may_be_drawn, pool_of
from sanzhang.plans.recount import recount
from sanzhang.rules.draw import draw, pool_hash
from sanzhang.rules.problems import Problem, Problems

SEED = "2026118"
WITH: dict[str, Any] = {"parties": ["department"], "present": [{"name": "其木格"}]}


@pytest.fixture
def chief(people: dict[str, str]) -> Actor:
    return county.actor(people, CHIEF)


def able(people: dict[str, str], number: str, plan: Plan) -> list[str]:
    return [held.person for held in may_be_drawn(actors_of(people[number], today())[0], plan, today())]


def held(by: Actor, plan: Plan, inspectors: list[str], **changes: Any) -> PlanDraw:
    payload = drawn_by(plan, SEED, "given", inspectors, today()).model_dump(mode="json") | changes
    return PlanDraw.objects.get(id=append(draft("plan.drawn", plan.area, payload), by).id)


def refused(by: Actor, plan: Plan, inspectors: list[str], **changes: Any) -> list[str]:
    with pytest.raises((Problem, Problems)) as error:
        held(by, plan, inspectors, **changes)
    found = error.value
    return [problem.code for problem in found.problems] if isinstance(found, Problems) else [found.code]


def test_the_pool_is_all_that_fits_but_what_is_closed_or_was_just_inspected(people: dict[str, str], shops: list[str], chief: Actor) -> None:
    closed = county.place(VILLAGE, "停业的店", closed=True)
    county.inspection(county.actor(people, WORKER), GRID, shops[0], at(-5))
    county.inspection(county.actor(people, WORKER), GRID, shops[1], at(-6))
    plan = make(chief, [], "draw", count=1, kinds=["small_shop"], recent_days=6)
    pool = pool_of(plan, today())
    assert pool.places == tuple(sorted([shops[1], shops[2]]))
    assert dict(pool.excluded) == {closed: "closed", shops[0]: "recent"}
    marked = make(chief, [], "draw", count=1, marks=["key_unit"], area=COUNTY)
    assert pool_of(marked, today()).places == (shops[3],)
    assert pool_of(make(chief, [], "draw", count=1, area=COUNTY), today()).places == tuple(sorted(shops))


def test_who_may_be_drawn(people: dict[str, str], shops: list[str], chief: Actor) -> None:
    town, whole = make(chief, [], "draw", count=1), make(chief, [], "draw", count=1, area=COUNTY)
    sector = make(chief, [], "draw", count=1, area=COUNTY, sector="housing")
    names = {person: number for number, person in people.items()}
    drawable = {names[person].split("@")[0] for person in able(people, CHIEF, town)}
    assert drawable >= {"brigade_officer", "town_officer", "police_station", "department_inspector"}
    assert drawable.isdisjoint({"village_head", "grid_worker", "committee_office", "system_admin"})
    assert {names[person].split("@")[1] for person in able(people, TOWN_HEAD, town)} == {TOWN}
    assert {names[person].partition("@")[2][:6] for person in able(people, CHIEF, whole)} == {COUNTY}
    departments = {names[person].partition("/")[2] for person in able(people, CHIEF, sector)}
    assert departments == {"", "housing"}
    assert {names[person] for person in able(people, f"department_head@{COUNTY}/housing", sector)} == {
        f"department_head@{COUNTY}/housing", f"department_inspector@{COUNTY}/housing",
    }  # fmt: skip


def test_the_result_is_that_of_the_rules_and_becomes_the_plans(people: dict[str, str], shops: list[str], chief: Actor) -> None:
    plan, inspectors = make(chief, [], "draw", count=3), [people[TOWN_HEAD], people[OFFICER], people[CHIEF]]
    drawing = held(chief, plan, inspectors)
    expected = draw(SEED, shops[:4], inspectors, 3)
    assert [one.place for one in expected] == list(
        PlanPlace.objects.filter(plan=plan.id).order_by("number").values_list("place", flat=True)
    )
    people_of = PlanInspector.objects.filter(at__place=expected[0].place).order_by("number").values_list("person", flat=True)
    assert tuple(people_of) == expected[0].inspectors
    assert (drawing.seed, drawing.seed_from, drawing.pool_places, drawing.pool_inspectors) == (SEED, "given", 4, 3)
    assert drawing.pool_hash == pool_hash(shops[:4], inspectors)
    assert recount(plan, drawing).same
    assert rebuild(check=True).differing == []


def test_only_those_who_were_drawn_fulfil_it_and_only_after_the_draw(people: dict[str, str], shops: list[str], chief: Actor) -> None:
    plan = make(chief, [], "draw", count=1, first=str(today(-9)), kinds=["school"])
    county.inspection(county.actor(people, OFFICER), VILLAGE, shops[3], at(-2), evidence="joint_inspection", **WITH)
    held(chief, plan, [people[TOWN_HEAD], people[OFFICER]])
    assert states(plan) == {shops[3]: "open"}
    county.inspection(county.actor(people, f"village_head@{VILLAGE}"), VILLAGE, shops[3], at())
    assert states(plan) == {shops[3]: "open"}
    county.inspection(county.actor(people, OFFICER), VILLAGE, shops[3], at(), evidence="joint_inspection", **WITH)
    assert states(plan) == {shops[3]: "done"}


def test_a_result_that_does_not_follow_is_refused(people: dict[str, str], shops: list[str], chief: Actor) -> None:
    plan, inspectors = make(chief, [], "draw", count=2), [people[TOWN_HEAD], people[OFFICER], people[CHIEF]]
    right = drawn_by(plan, SEED, "given", inspectors, today()).model_dump(mode="json")
    others = [key for key in shops[:4] if key not in {one["place"] for one in right["result"]}]
    picked = [right["result"][0] | {"place": others[0]}, right["result"][1]]
    alone = [right["result"][0] | {"inspectors": right["result"][0]["inspectors"][:1]}, right["result"][1]]
    for changes in ({"result": picked}, {"result": alone}, {"result": right["result"][::-1]}, {"seed": "another"}, {"pool_hash": "0" * 64}):
        assert refused(chief, plan, inspectors, **changes) == ["draw_result"], changes
    assert not PlanDraw.objects.exists()


def test_a_pool_that_is_not_whole_and_people_without_a_post_are_refused_together(
    people: dict[str, str], shops: list[str], chief: Actor
) -> None:
    plan, village = make(chief, [], "draw", count=1), people[f"village_head@{VILLAGE}"]
    inspectors = [people[TOWN_HEAD], village, people[f"town_head@{OTHER_TOWN}"]]
    left = shops[1:4]
    result = [{"place": one.place, "inspectors": one.inspectors} for one in draw(SEED, left, inspectors, 1)]
    changes = {"places": left, "result": result, "pool_hash": pool_hash(left, inspectors)}
    assert refused(chief, plan, inspectors, **changes) == ["draw_pool", "draw_stranger"]
    with pytest.raises(Problems, match=r"2 名检查人今天没有可在这里检查的任职：.*敖伦其日嘎嘎查"):
        held(chief, plan, inspectors)


def test_too_few_places_or_people_are_named_at_once(people: dict[str, str], shops: list[str], chief: Actor) -> None:
    plan = make(chief, [], "draw", count=9)
    with pytest.raises(Problems, match=r"要抽 9 处，池里只有 4 处。(?s:.*)检查人只有 1 名"):
        drawn_by(plan, SEED, "given", [people[OFFICER]], today())
    empty = make(chief, [], "draw", count=1, kinds=["temple"])
    with pytest.raises(Problems, match="抽查池是空的"):
        drawn_by(empty, SEED, "given", [people[OFFICER], people[TOWN_HEAD]], today())


def test_it_is_drawn_once_and_only_where_there_is_something_to_draw(people: dict[str, str], shops: list[str], chief: Actor) -> None:
    inspectors = [people[TOWN_HEAD], people[OFFICER]]
    plan = make(chief, [], "draw", count=1)
    held(chief, plan, inspectors)
    assert refused(chief, plan, inspectors) == ["plan_drawn"]
    ended, campaign = make(chief, [], "draw", count=1), make(chief, shops[:1])
    payload = drawn_by(ended, SEED, "given", inspectors, today()).model_dump(mode="json") | {"plan": str(campaign.id)}
    with pytest.raises(Problem, match="这个计划不是抽查"):
        append(draft("plan.drawn", TOWN, payload), chief)
    append(draft("plan.ended", TOWN, {"plan": str(ended.id), "reason": "不抽了"}), chief)
    assert refused(chief, ended, inspectors) == ["plan_over"]
    with pytest.raises(Problem, match="没有这项权限"):
        held(county.actor(people, WORKER), make(chief, [], "draw", count=1, area=GRID), inspectors)


def test_drawing_again_finds_tables_that_were_changed(people: dict[str, str], shops: list[str], chief: Actor) -> None:
    plan = make(chief, [], "draw", count=2)
    drawing = held(chief, plan, [people[TOWN_HEAD], people[OFFICER]])
    runner = CliRunner()
    told = runner.invoke(app, ["draw", "--check", str(plan.id)])
    assert told.exit_code == 0, told.output
    assert f"相同：种子 {SEED}，池 4 处、2 名检查人，抽中 2 处" in told.output
    with projecting.allowed():
        PlanInspector.objects.filter(person=people[OFFICER]).update(person=people[CHIEF])
    assert recount(plan, drawing).differs == ("plan",)
    told = runner.invoke(app, ["draw", "--check", str(plan.id)])
    assert told.exit_code == 1
    assert "不同" in told.output
    with projecting.allowed():
        Plan.objects.filter(id=plan.id).update(count=1)
    assert recount(Plan.objects.get(id=plan.id), drawing).differs == ("result", "plan")


@pytest.mark.parametrize("name", ["nonsense", "00000000-0000-7000-8000-000000000000"])
def test_the_command_says_what_is_missing(people: dict[str, str], name: str) -> None:
    told = CliRunner().invoke(app, ["draw", "--check", name])
    assert told.exit_code == 1
    assert "没有编号为" in told.output
