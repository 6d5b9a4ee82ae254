"""Plans at the desk: looked for, kept, followed; a draw is held and done again; where to go next."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests import county
from tests.county import COUNTY, FAR, OTHER_TOWN, SISTER, TOWN, VILLAGE, finding
from tests.desk.calls import CHIEF, HEAD, OFFICE, As, post, text
from tests.plans.conftest import at, make, states, today

from sanzhang.desk import planning
from sanzhang.journal import projecting
from sanzhang.journal.append import append, draft
from sanzhang.journal.models import Entry
from sanzhang.plans.models import Plan, PlanDraw, PlanInspector
from sanzhang.plans.recount import recount
from sanzhang.rules.draw import draw
from sanzhang.rules.workdays import add_workdays

GRID = VILLAGE + "001"
WORKER, TOWN_HEAD, OFFICER = f"grid_worker@{GRID}", f"town_head@{TOWN}", f"town_officer@{TOWN}"
HOUSING = f"department_head@{COUNTY}/housing"


@pytest.fixture
def shops(people: dict[str, str]) -> list[str]:
    """Two shops and a building site in the first village."""
    return [county.place(GRID, name, **more) for name, more in (("甲便民超市", {}), ("乙便民超市", {}), ("某工地", SITE))]


SITE = {"kind": "construction_site", "sector": "housing", "marks": ["key_unit"]}


def terms(**more: Any) -> dict[str, Any]:
    return {"title": "小商店专项检查", "first": str(today()), "last": str(today(30)), "area": TOWN, "kinds": ["small_shop"]} | more


def the_plan() -> Plan:
    return Plan.objects.get()


# Making


def test_looking_lists_what_fits_and_keeping_takes_what_is_ticked(as_: As, people: dict[str, str], shops: list[str]) -> None:
    client = as_(TOWN_HEAD)
    page = post(client, "plan_new", "campaign", look="1", **terms())
    assert "找到 4 处场所" in page  # two more of the fixtures, in the two villages
    assert "甲便民超市（敖伦其日嘎嘎查 敖伦网格）" in page
    assert "某工地" not in page
    assert f"只属于{FAR}的场所" not in page
    assert not Plan.objects.exists()
    page = post(client, "plan_new", "campaign", keep="1", listed="1", places=shops[:2], **terms())
    assert "计划已保存" in page
    assert "小商店专项检查" in page
    assert list(the_plan().places.order_by("number").values_list("place", flat=True)) == shops[:2]
    assert Entry.objects.get(kind="plan.made").person == people[TOWN_HEAD]


def test_keeping_without_looking_takes_all_that_fits(as_: As, shops: list[str]) -> None:
    post(as_(TOWN_HEAD), "plan_new", "campaign", keep="1", **terms())
    assert the_plan().places.count() == 4


def test_many_places_are_not_ticked_one_by_one(as_: As, shops: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "LISTED", 3)
    monkeypatch.setattr("sanzhang.desk.pages.plans.LISTED", 3)
    page = post(as_(CHIEF), "plan_new", "campaign", look="1", **terms(area=COUNTY))
    assert "找到 5 处场所。 超过 3 处，不逐处勾选" in page
    assert 'name="listed"' not in page
    post(as_(CHIEF), "plan_new", "campaign", keep="1", **terms(area=COUNTY))
    assert the_plan().places.count() == 5


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(as_: As, shops: list[str]) -> None:
    page = post(as_(TOWN_HEAD), "plan_new", "campaign", keep="1", listed="1", **terms(last=str(today(-1)), first=str(today(400))))
    for words in ("早于第一天", "已经过去", "没有要查的场所", "小商店专项检查"):
        assert words in page, words
    page = post(as_(TOWN_HEAD), "plan_new", "campaign", keep="1", area=TOWN)
    assert "还没有保存，请更正以下各处" in page
    assert "没有符合" not in page
    assert not Plan.objects.exists()


def test_a_joint_plan_invites_departments(as_: As, shops: list[str]) -> None:
    page = text(as_(CHIEF), "plan_new", "joint")
    assert "邀请的部门" in page
    assert "抽取多少处" not in page
    post(as_(CHIEF), "plan_new", "joint", keep="1", departments=["housing", "education"], **terms())
    assert the_plan().departments == ["education", "housing"]


def test_a_revisit_reckons_the_day_of_each_place(as_: As, people: dict[str, str], shops: list[str]) -> None:
    due = today(3)
    county.inspection(county.actor(people, WORKER), GRID, shops[0], at(-5), finding("出口堵塞", due=str(due)))
    revisit = {**terms(), "last": str(today(60)), "start": "due", "workdays": "3"}
    page = post(as_(TOWN_HEAD), "plan_new", "revisit", look="1", **revisit)
    day = add_workdays(due, 3)
    assert "甲便民超市" in page
    assert "乙便民超市" not in page
    assert f"· {day}" in page
    post(as_(TOWN_HEAD), "plan_new", "revisit", keep="1", listed="1", places=shops[:2], **revisit)
    assert list(the_plan().places.values_list("place", "due", "since")) == [(shops[0], day, due + timedelta(days=1))]
    page = post(as_(TOWN_HEAD), "plan_new", "revisit", look="1", **(revisit | {"start": "day"}))
    assert "填写起算日，或改选起算方式" in page


def test_a_department_plans_for_its_own_sector(as_: As, shops: list[str]) -> None:
    page = post(as_(HOUSING), "plan_new", "campaign", look="1", **terms(area=COUNTY, kinds=[], sector="housing"))
    assert "某工地" in page
    assert "便民超市" not in page
    post(as_(HOUSING), "plan_new", "campaign", keep="1", **terms(area=COUNTY, kinds=[], sector="housing"))
    plan = the_plan()
    assert (plan.sector, list(plan.places.values_list("place", flat=True))) == ("housing", shops[2:])
    assert "小商店专项检查" in text(as_(HOUSING), "plans")
    assert "小商店专项检查" not in text(as_(f"department_head@{COUNTY}/public_security"), "plans")
    assert "选择一个有效的选项" in post(as_(HOUSING), "plan_new", "campaign", keep="1", **terms(area=COUNTY, sector="education"))


@pytest.mark.parametrize("number", [WORKER, HEAD, f"slice_officer@{VILLAGE}", f"county_leader@{COUNTY}"])
def test_only_those_with_the_power_make_plans(as_: As, number: str) -> None:
    client = as_(number)
    assert client.get(reverse("desk:plan_new", args=["joint"])).status_code == 403
    assert "制定计划" not in text(client, "plans")


def test_there_are_four_kinds_of_plan(as_: As) -> None:
    page = text(as_(OFFICE), "plans")
    assert [kind for kind in ("joint", "campaign", "draw", "revisit") if f"/plans/new/{kind}/" in page] == [
        "joint",
        "campaign",
        "draw",
        "revisit",
    ]
    assert "没有这样的检查计划。" in page
    assert as_(OFFICE).get("/plans/new/parade/").status_code == 404


# Following


def test_the_list_says_how_far_each_plan_is(as_: As, people: dict[str, str], shops: list[str]) -> None:
    chief = county.actor(people, CHIEF)
    make(chief, shops[:2], title="甲乙两店")
    make(chief, shops[2:], title="旧计划", first=str(today(-20)), last=str(today()))
    county.inspection(county.actor(people, WORKER), GRID, shops[0], at())
    lines = text(as_(CHIEF), "plans", query="?export=csv&sort=title").splitlines()
    assert lines[0].lstrip("\ufeff") == "计划,种类,区域,期间,已查 / 应查,逾期,情况,制定人"
    assert [line.split(",")[0] for line in lines[1:]] == ["旧计划", "甲乙两店"]
    assert lines[2].split(",")[3:7] == [f"{today()} 至 {today(30)}", "1/2", "0", "进行中"]
    for query, seen in (
        ("?q=甲乙", True),
        ("?kind=joint", False),
        ("?state=running", True),
        ("?state=withdrawn", False),
        (f"?area={OTHER_TOWN}", False),
    ):
        assert ("甲乙两店" in text(as_(CHIEF), "plans", query=query).split("<tbody>")[-1]) is seen, query


def test_one_plan_shows_each_place_and_leads_to_its_inspection(as_: As, people: dict[str, str], shops: list[str]) -> None:
    plan = make(county.actor(people, CHIEF), shops, checklist="nine_small_shop", note="逐户查看")
    made = county.inspection(county.actor(people, WORKER), GRID, shops[0], at())
    page = text(as_(TOWN_HEAD), "plan", plan.id)
    for words in (
        "甲便民超市",
        "某工地",
        f"/inspections/{made}/",
        f"/premises/{shops[2]}/",
        "待查",
        "已查",
        "逐户查看",
        "小商店检查表",
        "怎样计入",
    ):
        assert words in page, words
    assert "抽中的检查人" not in page
    assert "到场部门" not in page
    rows = text(as_(TOWN_HEAD), "plan", plan.id, query="?state=done").split("<tbody>")[1]
    assert "甲便民超市" in rows
    assert "某工地" not in rows
    lines = text(as_(TOWN_HEAD), "plan", plan.id, query="?export=csv&sort=-state").splitlines()
    assert lines[0].lstrip("\ufeff") == "序号,场所,类型,区域,地址,应查日期,情况,检查日期,检查人"
    assert [line.split(",")[6] for line in lines[1:]] == ["已查", "待查", "待查"]
    assert as_(CHIEF).get(f"/plans/{plan.id}/?export=xlsx").status_code == 200


def test_no_page_asks_once_a_row(as_: As, people: dict[str, str], shops: list[str]) -> None:
    def made(number: int) -> Plan:
        keys = [county.place(GRID, f"{number}-{n} 号店") for n in range(number)]
        for key in keys:
            county.inspection(county.actor(people, WORKER), GRID, key, at(), finding("货物堵门", due=str(today(9))))
        plans = [make(county.actor(people, CHIEF), keys, title=f"计划 {n}") for n in range(number)]
        return plans[0]

    def asked(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    client, few = as_(CHIEF), made(2)
    pages = ("/plans/", "/plans/?export=csv", "/visits/")
    before = [asked(address) for address in (*pages, f"/plans/{few.id}/")]
    many = made(12)
    assert [asked(address) for address in (*pages, f"/plans/{many.id}/")] == before


def test_departments_invited_are_compared_with_those_that_came(as_: As, people: dict[str, str], shops: list[str]) -> None:
    plan = make(county.actor(people, CHIEF), shops[:2], "joint", departments=["housing", "education"])
    joint = {"evidence": "joint_inspection", "parties": ["department"], "present": [{"name": "其木格"}]}
    county.inspection(county.actor(people, TOWN_HEAD), GRID, shops[0], at(), departments=["housing", "commerce"], **joint)
    county.inspection(county.actor(people, OFFICER), GRID, shops[1], at(), departments=["housing"], **joint)
    page = text(as_(CHIEF), "plan", plan.id).split('id="came"')[1]
    cells = [part.split("</tr>")[0] for part in page.split("<tr>")[2:5]]
    assert ["2 / 2" in cells[1], "0 / 2" in cells[0], "1 / 2" in cells[2]] == [True, True, True]
    assert ["已邀请" in cell for cell in cells] == [True, True, False]
    assert "没有邀请，到场了" in cells[2]


def test_what_was_found_is_added_up_by_department_and_leads_to_the_hazards(as_: As, people: dict[str, str], shops: list[str]) -> None:
    plan = make(county.actor(people, CHIEF), shops)
    worker = county.actor(people, WORKER)
    county.inspection(worker, GRID, shops[0], at(), finding("货物堵门", due=str(today(9))))
    county.inspection(worker, GRID, shops[2], at(), finding("没有灭火器", due=str(today(9))), finding("电线裸露", due=str(today(9))))
    before = county.place(GRID, "计划外的店")
    county.inspection(worker, GRID, before, at(), finding("计划外的隐患", due=str(today(9))))
    page = text(as_(CHIEF), "plan", plan.id).split('id="found"')[1]
    assert f"?plan={plan.id}&amp;overseen=housing" in page
    assert f"?plan={plan.id}&amp;overseen=-" in page
    listed = text(as_(CHIEF), "hazards", query=f"?plan={plan.id}&overseen=housing").split("<tbody>")[-1]
    assert ["没有灭火器" in listed, "电线裸露" in listed, "货物堵门" in listed, "计划外的隐患" in listed] == [True, True, False, False]
    all_of_it = text(as_(CHIEF), "hazards", query=f"?plan={plan.id}").split("<tbody>")[-1]
    assert ["货物堵门" in all_of_it, "计划外的隐患" in all_of_it] == [True, False]
    assert "货物堵门" not in text(as_(f"village_head@{SISTER}"), "hazards", query=f"?plan={plan.id}")


def test_ending_and_withdrawing_take_a_reason(as_: As, people: dict[str, str], shops: list[str]) -> None:
    plan = make(county.actor(people, TOWN_HEAD), shops[:1])
    assert "结束计划" in text(as_(OFFICER), "plan", plan.id)
    assert "撤回计划" not in text(as_(OFFICER), "plan", plan.id)
    assert "别人作的" in post(as_(OFFICER), "plan_withdraw", plan.id, **{"withdrawn-reason": "作错了计划"})
    assert "这个字段是必填项" in post(as_(TOWN_HEAD), "plan_end", plan.id)
    page = post(as_(OFFICER), "plan_end", plan.id, **{"ended-reason": "转入下一阶段"})
    assert "理由：转入下一阶段" in page
    assert "计划结束时未查" in page
    assert "这个计划已经结束或撤回" in post(as_(TOWN_HEAD), "plan_withdraw", plan.id, **{"withdrawn-reason": "作错了计划"})
    other = make(county.actor(people, TOWN_HEAD), shops[:1])
    assert "原因：作错了计划" in post(as_(CHIEF), "plan_withdraw", other.id, **{"withdrawn-reason": "作错了计划"})
    assert text(as_(CHIEF), "plans").count("已撤回") >= 1


def test_a_plan_elsewhere_is_not_there(as_: As, people: dict[str, str], shops: list[str]) -> None:
    far = county.place(FAR, "远处的店")
    plan = make(county.actor(people, CHIEF), [far], area=OTHER_TOWN, title="远处的计划")
    assert "远处的计划" in text(as_(CHIEF), "plans")
    for query in ("", f"?area={OTHER_TOWN}", "?q=远处", "?export=csv"):
        assert "远处的计划" not in text(as_(TOWN_HEAD), "plans", query=query)
    for name in ("plan", "plan_draw"):
        text(as_(TOWN_HEAD), name, plan.id, status=404)
    for name, field in (("plan_end", "ended-reason"), ("plan_withdraw", "withdrawn-reason")):
        assert as_(TOWN_HEAD).post(reverse(f"desk:{name}", args=[plan.id]), {field: "不该成功"}).status_code == 404
        assert as_(HEAD).post(reverse(f"desk:{name}", args=[plan.id]), {field: "不该成功"}).status_code == 403
    assert states(plan) == {far: "open"}


# Drawing


def test_the_terms_are_kept_first_and_then_it_is_drawn(as_: As, people: dict[str, str], shops: list[str]) -> None:
    client = as_(TOWN_HEAD)
    draw_terms = terms(count="2", per_place="2", recent_days="30")
    page = post(client, "plan_new", "draw", look="1", **draw_terms)
    assert "现在的抽查池" in page
    assert not Plan.objects.exists()
    page = post(client, "plan_new", "draw", keep="1", **draw_terms)
    assert "抽查条件已保存" in page
    plan, chosen = the_plan(), [people[TOWN_HEAD], people[OFFICER]]
    assert "待抽取" in text(client, "plans")
    assert "还没有抽取" in text(client, "plan", plan.id)
    page = post(client, "plan_draw", plan.id, seed=" 2026118 ", inspectors=chosen)
    assert "抽取完成" in page
    assert "2026118" in page
    drawing = PlanDraw.objects.get()
    assert (drawing.seed, drawing.seed_from, drawing.person) == ("2026118", "given", people[TOWN_HEAD])
    expected = draw("2026118", recount(plan, drawing).drawn.places, chosen, 2)
    assert list(plan.places.order_by("number").values_list("place", flat=True)) == [one.place for one in expected]
    assert "这个计划已经抽取过" not in text(client, "plan_draw", plan.id)


def test_without_a_seed_one_is_made_and_said_so(as_: As, people: dict[str, str], shops: list[str]) -> None:
    plan = make(county.actor(people, TOWN_HEAD), [], "draw", count=1)
    post(as_(TOWN_HEAD), "plan_draw", plan.id, inspectors=[people[TOWN_HEAD], people[OFFICER]])
    drawing = PlanDraw.objects.get()
    assert (len(drawing.seed), drawing.seed_from) == (16, "made")
    assert "系统生成" in text(as_(TOWN_HEAD), "plan_draw", plan.id)


def test_the_record_is_done_again_and_shows_the_whole_pool(as_: As, people: dict[str, str], shops: list[str]) -> None:
    county.place(GRID, "停业的店", closed=True)
    plan = make(county.actor(people, TOWN_HEAD), [], "draw", count=1, area=VILLAGE)
    post(as_(TOWN_HEAD), "plan_draw", plan.id, seed="7", inspectors=[people[TOWN_HEAD], people[OFFICER]])
    page = text(as_(TOWN_HEAD), "plan_draw", plan.id)
    assert "重算核对：相同" in page
    assert "停业 1 处" in page
    assert "printf" in page
    lines = text(as_(TOWN_HEAD), "plan_draw", plan.id, query="?export=csv").splitlines()
    assert lines[0].lstrip("\ufeff") == "序号,场所,区域,结果,场所代码,SHA-256（种子|场所代码）"
    results = [line.split(",")[3] for line in lines[1:]]
    assert results == ["抽中", *["未抽中"] * 3, "不参加：停业"]
    hashes = [line.split(",")[5] for line in lines[1:-1]]
    assert hashes == sorted(hashes)
    with projecting.allowed():
        PlanInspector.objects.filter(person=people[OFFICER]).update(person=people[CHIEF])
    page = text(as_(CHIEF), "plan_draw", plan.id)
    assert "重算核对：不同" in page
    assert "页面上的计划与抽取记录不一致" in page


def test_a_draw_that_cannot_be_says_why(as_: As, people: dict[str, str], shops: list[str]) -> None:
    plan = make(county.actor(people, TOWN_HEAD), [], "draw", count=40)
    page = post(as_(TOWN_HEAD), "plan_draw", plan.id, seed="7", inspectors=[people[OFFICER]])
    assert "要抽 40 处，池里只有" in page
    assert "可抽的检查人只有 1 名" in page
    assert not PlanDraw.objects.exists()
    append(draft("plan.ended", TOWN, {"plan": str(plan.id), "reason": "不抽了"}), county.actor(people, TOWN_HEAD))
    assert "定种子，抽取" not in text(as_(TOWN_HEAD), "plan_draw", plan.id)


# Where to go


def test_where_to_go_names_reasons_and_becomes_a_plan(as_: As, people: dict[str, str], shops: list[str]) -> None:
    county.inspection(county.actor(people, WORKER), GRID, shops[0], at(-20), finding("出口堵塞", due=str(today(-4))))
    page = text(as_(TOWN_HEAD), "visits")
    assert "1 处隐患逾期未改，最久 4 天" in page
    assert page.index("甲便民超市") < page.index("某工地") < page.index("乙便民超市")
    assert f"只属于{FAR}的场所" not in page
    page = post(as_(TOWN_HEAD), "plan_new", "joint", begin="1", places=shops[:2])
    assert "甲便民超市（" in page
    assert f'value="{GRID}" selected' in page
    assert "还没有保存" not in page


def test_somebody_without_the_power_reads_where_to_go(as_: As, shops: list[str]) -> None:
    page = text(as_(WORKER), "visits")
    assert "甲便民超市" in page
    assert "勾选的作" not in page
    assert 'type="checkbox"' not in page


def test_where_to_go_in_an_empty_area(as_: As, people: dict[str, str]) -> None:
    assert "辖区内没有在用的场所" in text(as_(f"grid_worker@{SISTER}001"), "visits")
