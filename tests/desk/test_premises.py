"""The register of premises at the desk."""

import json

import pytest
from django.urls import reverse
from tests import county
from tests.county import COUNTY, FAR, SISTER, TOWN, VILLAGE
from tests.desk.calls import HEAD, As, post, text

from sanzhang.journal.models import Entry
from sanzhang.journal.personal import reveal
from sanzhang.journal.versions import present
from sanzhang.premises.models import Premises

FORM = {"area": VILLAGE, "kind": "small_restaurant", "name": "巴图手把肉馆", "marks": ["key_unit"], "phone": "13812341234"}


@pytest.fixture
def shop(people: dict[str, str]) -> str:
    return county.place(VILLAGE, "兴隆便民超市", address="富民路 12 号", position={"lat": 39.1, "lon": 107.98, "accuracy": 1500})


def now(key: str) -> Premises:
    found = present(Premises, key)
    assert found is not None
    return found


def test_places_are_listed_inside_the_scope_and_found_by_initials(as_: As, shop: str) -> None:
    county.place(FAR, "深井加油站", kind="petrol_station")
    page = text(as_(HEAD), "premises")
    assert "兴隆便民超市" in page
    assert "位置粗略" in page
    assert "深井加油站" not in page
    assert "13812341234" not in page
    chief = as_(f"brigade_chief@{COUNTY}")
    for query in ("?q=sjjyz", f"?area={FAR}&kind=petrol_station", "?kind=petrol_station", "?state=unplaced&q=深井加油站"):
        page = text(chief, "premises", query=query)
        assert "深井加油站" in page, query
        assert "兴隆便民超市" not in page, query
    assert "没有这样的场所" in text(chief, "premises", query="?mark=cultural_relic")


def test_the_file_holds_what_the_list_shows(as_: As, shop: str) -> None:
    county.place(FAR, "深井加油站", kind="petrol_station")
    lines = text(as_(f"brigade_chief@{COUNTY}"), "premises", query="?export=csv&q=深井加").lstrip("\ufeff").splitlines()
    assert lines == ["名称,类型,标记,区域,地址,负责人,状态", f"深井加油站,加油加气站,,{county.AREAS[FAR]},,某负责人,"]
    assert "深井加油站" not in text(as_(HEAD), "premises", query="?export=csv")


def test_a_department_sees_its_sector_and_registers_into_it(as_: As, shop: str) -> None:
    county.place(FAR, "深井旅店", sector="public_security")
    client = as_(f"department_head@{COUNTY}/public_security")
    page = text(client, "premises")
    assert "深井旅店" in page
    assert "兴隆便民超市" not in page
    text(client, "premises_one", shop, status=404)
    text(client, "premises_edit", shop, status=404)
    form = text(client, "premises_new")
    assert 'value="public_security"' in form
    assert 'value="housing"' not in form
    post(client, "premises_new", **FORM, sector="public_security")
    assert Premises.objects.get(name="巴图手把肉馆").sector == "public_security"


def test_a_place_is_registered_and_changed_and_the_telephone_stays_unless_changed(as_: As) -> None:
    client = as_(HEAD)
    page = post(client, "premises_new", **FORM, lat="39.1", lon="107.98", storeys="2", floor_area="180", code="91350100m000100y43")
    assert "场所已保存" in page
    place = Premises.objects.get(name="巴图手把肉馆")
    assert (place.kind, place.marks, place.code, place.storeys) == ("small_restaurant", ["key_unit"], "91350100M000100Y43", 2)
    changed = FORM | {"phone": "", "name": "巴图肉馆", "base": str(place.entry), "lat": "39.1", "lon": "107.98"}
    post(client, "premises_edit", place.key, **changed)
    place = now(place.key)
    assert (place.name, (reveal(place.sealed) or {})["phone"], place.conflict) == ("巴图肉馆", "13812341234", False)
    post(client, "premises_edit", place.key, **changed | {"base": str(place.entry), "forget_phone": "on"})
    assert now(place.key).sealed == {}
    page = text(client, "premises_one", place.key)
    assert "巴图手把肉馆 → 巴图肉馆" in page
    assert "138****1234" in page


def test_the_position_of_the_phone_stays_as_exact_as_it_is(as_: As, shop: str) -> None:
    client = as_(HEAD)
    page = text(client, "premises_edit", shop)
    assert 'value="39.1"' in page
    form = FORM | {"name": "改名", "phone": "", "base": str(now(shop).entry)}
    post(client, "premises_edit", shop, **form, lat="39.1", lon="107.98")
    assert now(shop).accuracy == 1500
    post(client, "premises_edit", shop, **form | {"base": str(now(shop).entry)}, lat="39.2", lon="107.98")
    assert (now(shop).lat, now(shop).accuracy) == (39.2, 0)


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(as_: As, shop: str) -> None:
    client = as_(HEAD)
    page = post(client, "premises_new", **FORM | {"name": "兴隆便民超市"})
    assert "已经登记了这个场所" in page
    assert 'value="兴隆便民超市"' in page
    assert "校验码" in post(client, "premises_new", **FORM | {"code": "911"})
    assert "要么都填" in post(client, "premises_new", **FORM | {"lat": "39.1"})
    assert Premises.objects.filter(area=VILLAGE, superseded_at__isnull=True).count() == 2


def test_two_at_the_desk_are_told_and_both_are_kept(as_: As, shop: str) -> None:
    base = str(now(shop).entry)
    form = FORM | {"name": "兴隆便民超市", "base": base}
    post(as_(HEAD), "premises_edit", shop, **form, responsible="甲")
    page = post(as_(f"town_head@{TOWN}"), "premises_edit", shop, **form, responsible="乙")
    assert "别人同时也改了" in page
    assert "甲 → 乙" in page
    assert "两个人从同一份登记" in text(as_(HEAD), "premises_one", shop)
    assert "兴隆便民超市" in text(as_(HEAD), "premises", query="?state=conflict")
    post(as_(HEAD), "premises_edit", shop, **form | {"base": str(now(shop).entry)}, responsible="乙")
    assert "没有这样的场所" in text(as_(HEAD), "premises", query="?state=conflict")


def test_a_telephone_is_shown_only_for_a_reason_that_is_kept(as_: As, people: dict[str, str], shop: str) -> None:
    client = as_(f"town_head@{TOWN}")
    page = text(client, "premises_one", shop)
    assert "138****1234" in page
    assert "13812341234" not in page
    assert "13812341234" not in post(client, "premises_reveal", shop, reason="")
    assert not Entry.objects.filter(kind="premises.revealed").exists()
    answer = client.post(reverse("desk:premises_reveal", args=[shop]), {"reason": "联系落实整改"})
    assert "13812341234" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    entry = Entry.objects.get(kind="premises.revealed")
    assert (entry.person, json.loads(entry.body)["payload"]) == (people[f"town_head@{TOWN}"], {"key": shop, "reason": "联系落实整改"})
    neighbour = as_(f"village_head@{SISTER}").post(reverse("desk:premises_reveal", args=[shop]), {"reason": "想看一看"})
    assert neighbour.status_code == 404


def test_a_place_is_closed_opened_and_taken_off_with_a_reason(as_: As, shop: str) -> None:
    client = as_(HEAD)
    assert "停业" in post(client, "premises_close", shop, closed="1", base=str(now(shop).entry))
    assert now(shop).closed
    assert "兴隆便民超市" in text(client, "premises", query="?state=closed")
    post(client, "premises_close", shop, closed="0", base=str(now(shop).entry))
    assert (now(shop).closed, now(shop).conflict) == (False, False)
    post(client, "premises_remove", shop, reason="")
    assert present(Premises, shop) is not None
    assert "已撤回" in post(client, "premises_remove", shop, reason="已经拆除")
    assert "兴隆便民超市" not in text(client, "premises")
    page = text(client, "premises_one", shop)
    assert "撤回登记" in page
    assert reverse("desk:premises_edit", args=[shop]) not in page


def test_who_may_not_manage_gets_no_buttons(as_: As, shop: str) -> None:
    client = as_(f"county_leader@{COUNTY}")
    assert reverse("desk:premises_new") not in text(client, "premises")
    assert reverse("desk:premises_edit", args=[shop]) not in text(client, "premises_one", shop)
    for name in ("premises_edit", "premises_remove"):
        text(client, name, shop, status=403)
