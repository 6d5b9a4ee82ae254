"""Joint plans: a department that is invited sees the plan and its places; what was found is referred to departments, several at once."""

from typing import Any

import pytest
from django.urls import reverse
from tests import county
from tests.county import COUNTY, FAR, OTHER_TOWN, SISTER, finding
from tests.desk.calls import CHIEF, As, post, text
from tests.plans.conftest import at, make, today

from sanzhang.hazards.models import Hazard, HazardEvent
from sanzhang.journal.append import append, draft
from sanzhang.journal.models import Entry
from sanzhang.journal.rebuild import rebuild
from sanzhang.plans.models import Plan

GRID = county.VILLAGE + "001"
HOUSING, POLICE = f"department_head@{COUNTY}/housing", f"department_head@{COUNTY}/public_security"
OFFICER, WORKER, TOWN_HEAD = f"brigade_officer@{COUNTY}", f"grid_worker@{GRID}", f"town_head@{county.TOWN}"


@pytest.fixture
def shops(people: dict[str, str]) -> list[str]:
    """A shop that no department oversees, and a building site of housing's."""
    return [
        county.place(GRID, "甲便民超市", address="某街 1 号"),
        county.place(GRID, "某工地", kind="construction_site", sector="housing"),
    ]


@pytest.fixture
def plan(people: dict[str, str], shops: list[str]) -> Plan:
    return make(county.actor(people, CHIEF), shops, "joint", departments=["housing"], title="联合查工地和超市", note="穿反光背心")


# Who sees it


def test_an_invited_department_sees_the_plan_its_places_and_what_is_asked(as_: As, plan: Plan, shops: list[str]) -> None:
    client = as_(HOUSING)
    assert "受邀参加" in text(client, "plans")
    assert "联合查工地和超市" in text(client, "plans", query="?q=联合")
    assert "受邀参加" in text(client, "plans", query="?export=csv")
    page = text(client, "plan", plan.id)
    assert "邀请旗住房和城乡建设局参加" in page.split('class="notice"')[1]
    assert "要求：穿反光背心" in page
    rows = page.split("<tbody>")[1].split("</tbody>")[0]
    assert ["甲便民超市" in rows, "某工地" in rows] == [True, True]
    assert f"/premises/{shops[1]}/" in rows
    assert f"/premises/{shops[0]}/" not in rows  # another's place has no page for it
    assert "某街 1 号" in rows
    file = text(client, "plan", plan.id, query="?export=csv")
    assert "某街 1 号" in file


def test_it_may_look_and_not_manage(as_: As, plan: Plan) -> None:
    page = text(as_(HOUSING), "plan", plan.id)
    assert "结束计划" not in page
    assert "只能为本行业的场所作计划" in post(as_(HOUSING), "plan_end", plan.id, **{"ended-reason": "不想查了"})
    assert Plan.objects.get(id=plan.id).ended_at is None


@pytest.mark.parametrize("query", ["", "?q=联合", "?export=csv", f"?area={GRID}"])
def test_one_that_is_not_invited_does_not_see_it(as_: As, plan: Plan, query: str) -> None:
    assert "联合查工地和超市" not in text(as_(POLICE), "plans", query=query)
    text(as_(POLICE), "plan", plan.id, status=404)
    assert as_(POLICE).post(reverse("desk:plan_refer", args=[plan.id]), {}).status_code == 404


def test_an_invitation_holds_in_the_departments_own_area_alone(as_: As, people: dict[str, str]) -> None:
    """A sector's name within another's, and a plan elsewhere, are no invitation."""
    far = county.place(FAR, "远处的店")
    made = make(county.actor(people, CHIEF), [far], "joint", area=OTHER_TOWN, departments=["public_security"], title="远处的联合检查")
    assert "远处的联合检查" in text(as_(POLICE), "plans")
    assert "远处的联合检查" not in text(as_(HOUSING), "plans")
    assert "远处的联合检查" not in text(as_(f"village_head@{SISTER}"), "plans")
    text(as_(f"village_head@{SISTER}"), "plan", made.id, status=404)


def test_for_its_own_plan_a_department_is_not_called_invited(as_: As, people: dict[str, str], shops: list[str]) -> None:
    make(county.actor(people, HOUSING), shops[1:], "joint", area=COUNTY, sector="housing", departments=["housing"], title="本行业的")
    page = text(as_(HOUSING), "plans")
    assert "本行业的" in page
    assert "受邀参加" not in page


# What was found


@pytest.fixture
def found(people: dict[str, str], plan: Plan, shops: list[str]) -> list[Hazard]:
    """Two hazards at the site, one at the shop, found by a joint inspection."""
    texts = [["没有灭火器", "电线裸露"], ["货物堵门"]]
    named: list[dict[str, Any]] = []
    for shop, at_shop in zip(reversed(shops), texts, strict=True):
        findings = [finding(words, due=str(today(9))) for words in at_shop]
        joint = {"evidence": "joint_inspection", "parties": ["department"], "departments": ["housing"], "present": [{"name": "其木格"}]}
        county.inspection(county.actor(people, f"town_head@{county.TOWN}"), GRID, shop, at(), *findings, name="某处", **joint)
        named += findings
    return [Hazard.objects.get(id=one["id"]) for one in named]


def refer(client: Any, plan: Plan, hazards: list[Hazard], **more: object) -> str:
    data = {"group": "housing", "department": "housing", "note": "请依职责督促整改"}
    return post(client, "plan_refer", plan.id, chosen=[f"{one.id}/{one.entry}" for one in hazards], **(data | more))


def test_findings_are_listed_by_department_and_offered_to_those_who_may_refer(as_: As, plan: Plan, found: list[Hazard]) -> None:
    page = text(as_(OFFICER), "plan", plan.id)
    housing = page.split('id="findings-housing"')[1].split("</details>")[0]
    nobody = page.split('id="findings-none"')[1].split("</details>")[0]
    assert ["没有灭火器" in housing, "电线裸露" in housing, "货物堵门" in housing] == [True, True, False]
    assert "货物堵门" in nobody
    assert '<option value="housing" selected>' in housing
    assert housing.count('name="chosen"') == 2
    page = text(as_(TOWN_HEAD), "plan", plan.id)
    assert "没有灭火器" in page
    assert 'name="chosen"' not in page


def test_what_is_ticked_is_referred_each_with_its_result(as_: As, plan: Plan, found: list[Hazard]) -> None:
    before = Entry.objects.filter(kind="hazard.moved").count()
    page = refer(as_(OFFICER), plan, found[:2])
    assert "办成 2 处" in page
    results = page.split('id="referred"')[1].split("</section>")[0]
    assert results.count("已抄告") == 2
    assert Entry.objects.filter(kind="hazard.moved").count() == before + 2
    for hazard in found[:2]:
        hazard.refresh_from_db()
        assert (hazard.state, hazard.referred_to) == ("referred", "housing")
        assert HazardEvent.objects.get(hazard=hazard.id, event="referred").note == "请依职责督促整改"
    found[2].refresh_from_db()
    assert found[2].state == "open"
    assert 'name="chosen"' not in page.split('id="findings-housing"')[1].split("</details>")[0]
    assert rebuild(check=True).differing == []


def test_one_that_cannot_be_referred_says_why_and_the_others_are(as_: As, people: dict[str, str], plan: Plan, found: list[Hazard]) -> None:
    append(draft("hazard.moved", GRID, {"hazard": str(found[0].id), "event": "urged", "note": "x"}), county.actor(people, WORKER))
    page = refer(as_(OFFICER), plan, found[:2])
    assert "办成 1 处" in page
    assert "别人已经办理了一步" in page
    assert [Hazard.objects.get(id=one.id).state for one in found[:2]] == ["open", "referred"]


def test_what_is_missing_is_said_and_ticks_and_words_stay(as_: As, plan: Plan, found: list[Hazard]) -> None:
    page = refer(as_(OFFICER), plan, found[:1], note="")
    housing = page.split('id="findings-housing"')[1].split("</details>")[0]
    assert "这个字段是必填项" in housing
    assert housing.count("checked") == 1
    page = refer(as_(OFFICER), plan, [], note="只写了事由")
    assert "没有勾选要抄告的隐患。" in page
    assert "只写了事由" in page
    assert {one.state for one in Hazard.objects.filter(id__in=[one.id for one in found])} == {"open"}


def test_who_may_not_refer_is_refused_one_by_one(as_: As, plan: Plan, found: list[Hazard]) -> None:
    page = refer(as_(TOWN_HEAD), plan, found[:1])
    assert "办成 0 处" in page
    assert "没有这项权限" in page
    assert "办成 0 处" in post(as_(TOWN_HEAD), "plan_refer", plan.id, chosen=["nonsense/x"], department="housing", note="x")
    assert Hazard.objects.get(id=found[0].id).state == "open"
