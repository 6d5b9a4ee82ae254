"""A place is registered, changed, closed, taken off; and what is refused says why."""

import json
from typing import Any

import pytest
from tests import county
from tests.county import COUNTY, FAR, SISTER, TOWN, VILLAGE
from tests.premises.conftest import now

from sanzhang.journal.actors import Actor
from sanzhang.journal.append import append, draft
from sanzhang.journal.models import Entry
from sanzhang.journal.personal import reveal
from sanzhang.premises.models import Premises
from sanzhang.premises.restating import restated
from sanzhang.rules.credit_code import check_character, is_credit_code
from sanzhang.rules.plates import plate_code
from sanzhang.rules.problems import Problem

HEAD = f"village_head@{VILLAGE}"


def head(people: dict[str, str]) -> Actor:
    return county.actor(people, HEAD)


def refused(by: Actor, area: str = VILLAGE, **state: Any) -> Problem:
    with pytest.raises(Problem) as caught:
        county.place(area, state.pop("name", "某店"), by, **state)
    return caught.value


def test_a_place_is_kept_with_initials_and_plate_and_its_telephone_sealed(people: dict[str, str], shop: str) -> None:
    place = now(shop)
    assert (place.name, place.area, place.initials, place.plate) == ("兴隆便民超市", VILLAGE, "xlbmcs", plate_code("premises", shop))
    assert (place.lat, place.lon, place.accuracy, place.is_rough) == (39.1, 107.98, 20, False)
    assert (reveal(place.sealed) or {})["phone"] == "13812341234"
    assert "13812341234" not in Entry.objects.get(kind="premises.set").body


def test_no_telephone_needs_no_key(people: dict[str, str]) -> None:
    key = county.place(VILLAGE, "某店", head(people), phone="")
    assert now(key).sealed == {}


@pytest.mark.parametrize(
    ("state", "code", "said"),
    [
        ({"name": " "}, "premises_name", "没有名称"),
        ({"kind": "castle"}, "premises_kind", "castle"),
        ({"marks": ["golden"]}, "premises_marks", "golden"),
        ({"sector": "alchemy"}, "sector_unknown", "alchemy"),
        ({"storeys": 201}, "premises_storeys", "201"),
        ({"storeys": 0}, "premises_storeys", "1 到 200"),
        ({"floor_area": 1_000_001}, "premises_floor_area", "1000001"),
        ({"occupancy": -1}, "premises_occupancy", "-1"),
        ({"code": "91350100M000100Y44"}, "premises_code", "校验码"),
        ({"code": "123"}, "premises_code", "123"),
        ({"position": {"lat": 91, "lon": 0, "accuracy": 5}}, "position", "91"),
        ({"position": {"lat": 39, "lon": 107, "accuracy": -5}}, "position", "地球"),
        ({"phone": "1" * 41}, "premises_phone", "40"),
        ({"phone": 13800000000}, "premises_phone", "电话"),
        ({"colour": "red"}, "payload", "colour"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(people: dict[str, str], state: dict[str, Any], code: str, said: str) -> None:
    problem = refused(head(people), **state)
    assert problem.code == code
    assert said in str(problem)
    assert not Premises.objects.exists()


def test_a_place_lies_in_a_village_or_grid_that_is_registered(people: dict[str, str]) -> None:
    town_head = county.actor(people, f"town_head@{TOWN}")
    assert refused(town_head, TOWN).code == "premises_area"
    assert refused(town_head, TOWN + "077").code == "area_unknown"
    assert now(county.place(VILLAGE + "001", "网格里的店", town_head)).area == VILLAGE + "001"


def test_a_credit_code_is_taken_in_any_case_and_kept_in_capitals(people: dict[str, str]) -> None:
    assert now(county.place(VILLAGE, "某店", head(people), code=" 91350100m000100y43 ")).code == "91350100M000100Y43"


def test_check_characters_follow_the_standard() -> None:
    assert is_credit_code("91350100M000100Y43")
    assert not is_credit_code("91350100M000100I43")
    assert check_character("91350100M000100Y4") == "3"


def test_nobody_registers_changes_or_removes_at_his_neighbours(people: dict[str, str], shop: str) -> None:
    neighbour = county.actor(people, f"village_head@{SISTER}")
    assert refused(neighbour, VILLAGE).code == "outside_area"
    assert refused(neighbour, SISTER, key=shop, base=str(now(shop).entry)).code == "outside_area"
    for kind in ("premises.removed", "premises.revealed"):
        with pytest.raises(Problem, match="不在您任职的区域内"):
            append(draft(kind, SISTER, {"key": shop, "reason": "试一试"}), neighbour)
    assert now(shop).area == VILLAGE


def test_registering_takes_the_power(people: dict[str, str]) -> None:
    assert refused(county.actor(people, f"committee_office@{COUNTY}")).code == "no_power"


def test_a_department_deals_with_its_own_sector_only(people: dict[str, str]) -> None:
    police = county.actor(people, f"department_head@{COUNTY}/public_security")
    key = county.place(VILLAGE, "旅店", police, sector="public_security")
    assert refused(police, sector="housing").code == "outside_sector"
    assert refused(police, sector="").code == "outside_sector"
    other = county.place(VILLAGE, "学校", sector="housing")
    with pytest.raises(Problem, match="不属于您的行业"):
        append(draft("premises.removed", VILLAGE, {"key": other, "reason": "试一试"}), police)
    append(draft("premises.removed", VILLAGE, {"key": key, "reason": "拆除"}), police)


def test_the_same_place_twice_is_refused_naming_the_first(people: dict[str, str], shop: str) -> None:
    by = head(people)
    same_name = refused(by, VILLAGE, name="兴隆便民超市")
    assert (same_name.code, "兴隆便民超市" in str(same_name), county.AREAS[VILLAGE] in str(same_name)) == ("premises_twice", True, True)
    assert "兴隆便民超市" in str(refused(by, VILLAGE, name="另一家", code="91350100M000100Y43"))
    assert county.place(VILLAGE, "另一家", by)


def test_a_code_used_out_of_sight_is_refused_without_naming_whose_it_is(people: dict[str, str]) -> None:
    county.place(FAR, "远处的秘密商店", code="91350100M000100Y43")
    problem = refused(head(people), VILLAGE, code="91350100M000100Y43")
    assert problem.code == "premises_twice"
    assert "秘密" not in str(problem)
    assert county.AREAS[FAR] not in str(problem)


def test_two_who_change_the_same_state_are_both_kept_and_marked(people: dict[str, str], shop: str) -> None:
    base, by = str(now(shop).entry), head(people)
    append(draft("premises.set", VILLAGE, restated(now(shop), responsible="甲", base=base)), by)
    assert not now(shop).conflict
    append(draft("premises.set", VILLAGE, restated(now(shop), responsible="乙", base=base)), by)
    assert (now(shop).responsible, now(shop).conflict) == ("乙", True)
    assert Premises.objects.filter(key=shop).count() == 3
    append(draft("premises.set", VILLAGE, restated(now(shop))), by)
    assert not now(shop).conflict


def test_a_change_of_what_was_taken_off_meanwhile_comes_back_marked(people: dict[str, str], shop: str) -> None:
    base, by = now(shop), head(people)
    append(draft("premises.removed", VILLAGE, {"key": shop, "reason": "拆除"}), by)
    assert not Premises.objects.filter(key=shop, superseded_at__isnull=True).exists()
    append(draft("premises.set", VILLAGE, restated(base, responsible="甲")), by)
    assert now(shop).conflict


def test_removing_takes_a_reason_and_happens_once(people: dict[str, str], shop: str) -> None:
    by = head(people)
    with pytest.raises(Problem, match="没有写理由"):
        append(draft("premises.removed", VILLAGE, {"key": shop, "reason": ""}), by)
    append(draft("premises.removed", VILLAGE, {"key": shop, "reason": "拆除"}), by)
    with pytest.raises(Problem, match="没有登记这个场所"):
        append(draft("premises.removed", VILLAGE, {"key": shop, "reason": "拆除"}), by)


def test_a_telephone_of_another_place_cannot_be_passed_off(people: dict[str, str], shop: str) -> None:
    other = county.place(VILLAGE, "另一家", phone="")
    for sealed in (now(shop).sealed, {"subject": f"premises:{other}"}, {"subject": f"premises:{other}", "nonce": "?", "data": "?"}):
        state = json.loads(restated(now(other), sealed=sealed).model_dump_json())
        with pytest.raises(Problem, match="电话不能用"):
            append(draft("premises.set", VILLAGE, state), head(people))
