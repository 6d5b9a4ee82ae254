"""The register of households at the desk: nothing personal without a reason, nothing personal in files, erased when its time is over."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from tests import county
from tests.county import COUNTY, FAR, SISTER, TOWN, VILLAGE
from tests.desk.calls import HEAD, TODAY, As, post, text

from sanzhang.households.models import Household
from sanzhang.households.personal import personal_of
from sanzhang.journal.models import Entry
from sanzhang.journal.versions import present

SECRETS = ("王秀英", "13912345678", "富民巷 3 号", "灶边堆柴草")
BRIGADE = f"brigade_chief@{COUNTY}"


def in_a_year() -> str:
    return (TODAY() + timedelta(days=365)).isoformat()


@pytest.fixture
def home(people: dict[str, str]) -> str:
    return county.household(VILLAGE, "H-001", name="王秀英", address="富民巷 3 号", notes="灶边堆柴草", keep_until=in_a_year())


def now(key: str) -> Household:
    found = present(Household, key)
    assert found is not None
    return found


def form(household: Household | None = None, **more: object) -> dict[str, object]:
    state = {
        "number": "H-009",
        "area": VILLAGE,
        "purpose": "上门查找隐患",
        "keep_until": in_a_year(),
        "name": "李某",
        "phone": "13700000000",
    }
    return state | ({"number": household.number, "base": str(household.entry)} if household else {}) | more


def test_the_list_shows_no_more_than_the_beginning_of_a_name_and_that_to_few(as_: As, home: str) -> None:
    for reader, begun in ((HEAD, True), (BRIGADE, True), (f"county_leader@{COUNTY}", False)):
        page = text(as_(reader), "households")
        assert "H-001" in page
        assert ("王*" in page) is begun, reader
        assert not [secret for secret in SECRETS if secret in page]
    for reader in (f"village_head@{SISTER}", f"department_head@{COUNTY}/public_security"):
        client = as_(reader)
        assert "H-001" not in text(client, "households")
        text(client, "household", home, status=404)


def test_files_never_hold_anything_personal(as_: As, home: str) -> None:
    lines = text(as_(HEAD), "households", query="?export=csv&number=H-001").lstrip("\ufeff").splitlines()
    assert lines == ["户编号,区域,重点,登记目的,保存到,状态", f"H-001,{county.AREAS[VILLAGE]},重点,上门查找隐患,{in_a_year()},"]


def test_personal_data_are_shown_only_for_a_reason_that_is_kept(as_: As, people: dict[str, str], home: str) -> None:
    client = as_(HEAD)
    page = text(client, "household", home)
    assert "王*" in page
    assert "上门查找隐患" in page
    assert not [secret for secret in SECRETS if secret in page]
    assert "王秀英" not in post(client, "household_reveal", home, reason="")
    assert not Entry.objects.filter(kind="household.revealed").exists()
    answer = client.post(reverse("desk:household_reveal", args=[home]), {"reason": "入户走访前核对"})
    assert not [secret for secret in SECRETS if secret not in answer.content.decode()]
    assert "no-store" in answer["Cache-Control"]
    entry = Entry.objects.get(kind="household.revealed")
    assert (entry.person, json.loads(entry.body)["payload"]) == (people[HEAD], {"key": home, "reason": "入户走访前核对"})
    assert "王秀英" not in text(client, "household", home)
    leader = as_(f"county_leader@{COUNTY}")
    assert "您的岗位不能查看" in text(leader, "household", home)
    assert leader.post(reverse("desk:household_reveal", args=[home]), {"reason": "想看一看"}).status_code == 403
    assert as_(f"village_head@{FAR}").post(reverse("desk:household_reveal", args=[home]), {"reason": "想看一看"}).status_code == 404


def test_a_household_is_registered_with_a_purpose_that_is_proposed(as_: As) -> None:
    client = as_(HEAD)
    assert "上门帮助查找和消除火灾隐患" in text(client, "household_new")
    assert "住户已保存" in post(client, "household_new", **form(vulnerable="on", categories=["living_alone_elderly"], people="2"))
    household = Household.objects.get(number="H-009")
    personal = personal_of(household)
    assert personal is not None
    assert (household.vulnerable, personal.name, personal.people, personal.categories) == (True, "李某", 2, ("living_alone_elderly",))
    assert "本村已有" in post(client, "household_new", **form())
    assert "保存期限" in post(client, "household_new", **form(number="H-010", keep_until="2020-01-01"))


def test_changing_opens_what_is_personal_for_a_reason_first(as_: As, home: str) -> None:
    client = as_(HEAD)
    page = text(client, "household_edit", home)
    assert "王秀英" not in page
    assert "王秀英" not in post(client, "household_edit", home, reason="")
    page = post(client, "household_edit", home, reason="住址变了，更正")
    assert 'value="王秀英"' in page
    assert Entry.objects.filter(kind="household.revealed").count() == 1
    post(client, "household_edit", home, **form(now(home), name="王秀英", address="新村 5 号"))
    personal = personal_of(now(home))
    assert personal is not None
    assert (personal.address, personal.notes, now(home).conflict) == ("新村 5 号", "", False)
    page = post(client, "household_edit", home, **form(now(home), base="", name="王秀英"))
    assert "别人同时也改了" in page
    assert "待核对" in text(client, "households", query="?state=conflict")


def test_what_is_kept_too_long_comes_first_and_is_erased_for_good(as_: As, home: str) -> None:
    county.household(VILLAGE, "H-002", name="赵老", day=datetime(2025, 3, 1, 4, tzinfo=UTC), keep_until="2025-12-31")
    client = as_(HEAD)
    page = text(client, "households")
    assert page.index("H-002") < page.index("H-001")
    assert "1 户的保存期限已过" in page
    assert "应删除" in page
    page = text(client, "households", query="?state=due")
    assert ("H-002" in page, "H-001" in page) == (True, False)
    late = Household.objects.get(number="H-002").key
    assert reverse("desk:household_erase", args=[late]) in page
    assert reverse("desk:household_erase", args=[late]) not in text(as_(BRIGADE), "households")
    assert "不能恢复" in text(client, "household_erase", late)
    post(client, "household_erase", late, reason="")
    assert present(Household, late) is not None
    page = post(client, "household_erase", late, reason="保存期满")
    assert "个人信息已删除" in page
    assert "赵*" not in page
    assert "H-002" not in text(client, "households")
    page = text(client, "households", query="?state=erased")
    assert "已删除" in page.split("<tbody>")[1]
    assert "赵*" not in page
    text(client, "household_edit", late, status=404)


def test_a_household_registered_wrongly_is_taken_back_with_its_data(as_: As, home: str) -> None:
    page = post(as_(f"town_head@{TOWN}"), "household_remove", home, reason="登记错了")
    assert "个人信息一并删除" in page
    assert personal_of(Household.objects.get(key=home)) is None
    assert "H-001" not in text(as_(HEAD), "households", query="?state=erased")


def test_who_may_not_manage_gets_no_buttons(as_: As, home: str) -> None:
    client = as_(BRIGADE)
    assert reverse("desk:household_new") not in text(client, "households")
    assert reverse("desk:household_edit", args=[home]) not in text(client, "household", home)
    for name in ("household_edit", "household_erase", "household_remove"):
        text(client, name, home, status=403)
