"""Who sees which places, and how they are found."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import county
from tests.county import COUNTY, FAR, SISTER, VILLAGE
from tests.premises.conftest import now

from sanzhang.journal.actors import Scope
from sanzhang.people.queries import actors_of, scope_of
from sanzhang.premises.initials import initials
from sanzhang.premises.queries import by_keys, for_phone, marked, matching, states_of, visible_to
from sanzhang.premises.telephone import masked


def scope(people: dict[str, str], number: str) -> Scope:
    return scope_of(actors_of(people[number], date(2026, 6, 30)))


def names(people: dict[str, str], number: str) -> list[str]:
    return [place.name for place in visible_to(scope(people, number))]


def test_everybody_sees_his_area_and_a_department_its_sector(people: dict[str, str], shop: str) -> None:
    far = county.place(FAR, "深井小学", sector="public_security")
    county.place(SISTER, "巴音商店")
    assert names(people, f"village_head@{VILLAGE}") == ["兴隆便民超市"]
    assert names(people, f"grid_worker@{VILLAGE}001") == []
    assert names(people, f"department_head@{COUNTY}/public_security") == ["深井小学"]
    assert len(names(people, f"brigade_chief@{COUNTY}")) == 3
    own = scope(people, f"village_head@{VILLAGE}")
    assert set(by_keys(own, [shop, far])) == {shop}
    assert list(states_of(own, far)) == []
    assert [one["key"] for one in for_phone(own)] == [shop]
    assert for_phone(own, [far]) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("便民", True), ("xlbm", True), ("XL BM", True), ("富民路", True), ("9135", True), ("91350100m", True), (" ", True), ("", True),
        ("乌兰", False), ("0100", False), ("zz", False),
    ],
)  # fmt: skip
def test_a_place_is_found_by_whatever_one_knows_of_it(people: dict[str, str], shop: str, text: str, found: bool) -> None:
    rows = visible_to(scope(people, f"village_head@{VILLAGE}"))
    assert matching(rows, text).exists() is found


def test_a_place_is_found_by_its_plate(people: dict[str, str], shop: str) -> None:
    county.place(VILLAGE, "另一家")
    plate = now(shop).plate
    rows = visible_to(scope(people, f"village_head@{VILLAGE}"))
    for text in (plate, plate.lower(), f"{plate[:4]}-{plate[4:8]}-{plate[8:]}", f"https://fire.example/q/{plate}"):
        assert [place.key for place in matching(rows, text)] == [shop]


def test_marks_are_told_apart(people: dict[str, str]) -> None:
    key = county.place(VILLAGE, "某饭店", marks=["key_unit", "cultural_relic"])
    county.place(VILLAGE, "某商店", marks=["high_risk_unit"])
    rows = visible_to(scope(people, f"village_head@{VILLAGE}"))
    assert [place.key for place in marked(rows, "key_unit")] == [key]
    assert not marked(rows, "unit").exists()


@pytest.mark.parametrize(
    ("name", "letters"),
    [("兴隆便民超市", "xlbmcs"), ("KTV 天地（2 店）", "ktvtd2d"), ("重庆火锅", "cqhg"), ("", ""), ("!!", ""), ("ABC", "abc")],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_the_phone_gets_all_it_shows_with_a_few_queries_however_many_places(people: dict[str, str], shop: str) -> None:
    own = scope(people, f"village_head@{VILLAGE}")
    one = for_phone(own)[0]
    assert one == {
        "key": shop, "area": VILLAGE, "kind": "small_shop", "marks": [], "name": "兴隆便民超市", "code": "91350100M000100Y43",
        "address": "富民路 12 号", "position": {"lat": 39.1, "lon": 107.98, "accuracy": 20}, "responsible": "某负责人", "phone": "13812341234",
        "storeys": None, "floor_area": None, "occupancy": None, "sector": "", "notes": "", "initials": "xlbmcs", "closed": False,
        "conflict": False, "plate": now(shop).plate, "last_inspected": "", "entry": str(now(shop).entry),
    }  # fmt: skip
    county.place(VILLAGE, "没有电话的店", phone="", position=None)
    for number in range(5):
        county.place(VILLAGE, f"店{number}", phone=f"1380000000{number}")
    with CaptureQueriesContext(connection) as queries:
        told = for_phone(own)
    assert len(queries) == 2
    assert {place["name"]: (place["phone"], place["position"]) for place in told}["没有电话的店"] == ("", None)
    assert {place["phone"] for place in told} >= {f"1380000000{number}" for number in range(5)}


@pytest.mark.parametrize(("phone", "shown"), [("13812341234", "138****1234"), ("0477-6210000", "047****0000"), ("110", "****"), ("", "")])
def test_masked_telephones_show_only_their_ends(phone: str, shown: str) -> None:
    assert masked(phone) == shown
