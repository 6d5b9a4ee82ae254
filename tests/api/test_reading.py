"""Programs read hazards and cases page by page, inside the scope of whoever signed in, with every step that was taken."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from tests import county
from tests.api.conftest import FAR, SISTER, VILLAGE
from tests.api.phone import Phone
from tests.cases.walking import determined, listed

from sanzhang.api.v1.reading_schemas import CaseWhole, HazardWhole
from sanzhang.hazards.models import Hazard
from sanzhang.journal.append import append, draft

GRID = VILLAGE + "001"


def find(people: dict[str, str], place: str, text: str, days: int, area: str = GRID) -> str:
    """A hazard found so many days ago, to be corrected a week later."""
    found = timezone.now() - timedelta(days=days)
    finding = county.finding(text, due=(found + timedelta(days=7)).date().isoformat())
    where = {"type": "premises", "key": place, "snapshot": {"name": "兴隆便民超市"}}
    by = county.actor(people, f"grid_worker@{area}")
    append(draft("hazard.found", area, {"place": where, "finding": finding}, occurred_at=found), by)
    return str(finding["id"])


@pytest.fixture
def shop(people: dict[str, str]) -> str:
    """A shop in the first grid; its key."""
    return county.place(GRID, "兴隆便民超市")


@pytest.fixture
def hazards(people: dict[str, str], shop: str) -> list[str]:
    """Seven hazards, the newest first; the last two are late."""
    return [find(people, shop, f"隐患{days}", days) for days in (0, 1, 1, 2, 3, 9, 10)]


@pytest.fixture
def head(phone_of: Callable[..., Phone]) -> Phone:
    """The head of the village."""
    return phone_of(f"village_head@{VILLAGE}")


def pages(phone: Phone, **asked: str) -> list[list[str]]:
    """The ids on every page, one page after the other."""
    found, cursor = [], ""
    while True:
        told = phone.get("/hazards", cursor=cursor, **asked).json()
        found.append([one["id"] for one in told["hazards"]])
        cursor = told["next"]
        if not cursor:
            return found


def ids(phone: Phone, **asked: str) -> list[str]:
    """The ids on the first page."""
    return [one["id"] for one in phone.get("/hazards", **asked).json()["hazards"]]


def refusal(phone: Phone, path: str, **asked: str) -> tuple[int, str]:
    """Status and code of a refusal, which says in words what to do."""
    answer = phone.get(path, **asked)
    told: dict[str, Any] = answer.json()
    assert told["message"]
    assert told["hint"]
    return answer.status_code, told["code"]


def test_pages_follow_each_other_without_a_gap(head: Phone, hazards: list[str]) -> None:
    found = pages(head, limit="3")
    assert [len(page) for page in found] == [3, 3, 1]
    read = [UUID(id) for page in found for id in page]
    assert {str(id) for id in read} == set(hazards)
    days = dict(Hazard.objects.values_list("id", "found_on"))
    order = [(days[id], id) for id in read]
    assert order == sorted(order, reverse=True)
    assert pages(head, limit="7") == [[str(id) for id in read]]


def test_a_list_is_narrowed(head: Phone, worker: Phone, hazards: list[str]) -> None:
    assert set(ids(head, late="true")) == set(hazards[5:])
    assert set(ids(head, late="false")) == set(hazards[:5])
    before = timezone.now().isoformat()
    reported = worker.entry("hazard.reported", GRID, {"hazard": hazards[3], "note": "要改建筑"})
    assert worker.outcomes(reported) == ["accepted"]
    assert ids(head, state="reported") == [hazards[3]]
    assert ids(head, changed_since=before) == [hazards[3]]
    assert ids(head, changed_since=timezone.now().isoformat()) == []
    assert ids(head, area=GRID, state="reported") == [hazards[3]]
    assert ids(head, area=VILLAGE + "002") == []


def test_one_hazard_with_all_that_was_done(head: Phone, worker: Phone, hazards: list[str]) -> None:
    urged = worker.entry("hazard.moved", GRID, {"hazard": hazards[5], "event": "urged", "note": "店主答应清理"})
    until = (timezone.localdate() + timedelta(days=9)).isoformat()
    asked = worker.entry("hazard.moved", GRID, {"hazard": hazards[5], "event": "extension_asked", "note": "等货", "until": until})
    assert worker.outcomes(urged, asked) == ["accepted"] * 2
    told = head.get(f"/hazards/{hazards[5]}").json()
    HazardWhole.model_validate(told)
    assert (told["state_title"], told["owner"], told["next_step"], told["late"]) == ("申请延期", "属地负责人", "同意延期", True)
    assert (told["area_name"], told["text"], told["entry"]) == ("敖伦网格", "隐患9", asked["id"])
    steps = [(step["title"], step["state"], step["post_title"], step["note"], step["given"]) for step in told["history"]]
    assert steps == [
        ("发现", "open", "网格员", "", {}), ("督促整改", "open", "网格员", "店主答应清理", {}),
        ("申请延期", "extension_asked", "网格员", "等货", {"until": until}),
    ]  # fmt: skip
    assert {step["by"]["name"] for step in told["history"]} == {"敖伦网格网格员"}


def test_a_neighbour_reads_nothing(people: dict[str, str], phone_of: Callable[..., Phone], hazards: list[str], shop: str) -> None:
    case = determined(shop, county.actor(people, f"brigade_officer@{county.COUNTY}"))
    for number in (f"grid_worker@{SISTER}001", f"village_head@{FAR}", f"town_head@{county.OTHER_TOWN}"):
        neighbour = phone_of(number)
        assert (ids(neighbour), ids(neighbour, area=GRID)) == ([], []), number
        assert neighbour.get("/cases").json()["cases"] == []
        assert refusal(neighbour, f"/hazards/{hazards[0]}") == (404, "hazard_not_here")
        assert refusal(neighbour, f"/cases/{case}") == (404, "case_not_here")


def test_a_department_reads_what_it_has_in_hand_alone(
    people: dict[str, str], phone_of: Callable[..., Phone], hazards: list[str], shop: str
) -> None:
    officer, bureau, leader = (
        county.actor(people, f"{post}@{county.COUNTY}") for post in ("brigade_officer", "emergency_bureau", "county_leader")
    )
    case = listed(shop, officer, bureau, leader)
    moved = {"hazard": hazards[0], "event": "referred", "department": "housing", "note": "请查处"}
    append(draft("hazard.moved", GRID, moved), officer)
    housing, police = (phone_of(f"department_head@{county.COUNTY}/{sector}") for sector in ("housing", "public_security"))
    assert (ids(housing), ids(police)) == ([hazards[0]], [])
    assert [one["id"] for one in housing.get("/cases").json()["cases"]] == [case]
    assert police.get("/cases").json()["cases"] == []
    assert len(housing.get(f"/hazards/{hazards[0]}").json()["history"]) == 2, "also what others did about it"
    assert refusal(housing, f"/hazards/{hazards[1]}") == (404, "hazard_not_here")


def test_a_case_with_all_that_was_done(people: dict[str, str], phone_of: Callable[..., Phone], shop: str) -> None:
    officer, bureau, leader = (
        county.actor(people, f"{post}@{county.COUNTY}") for post in ("brigade_officer", "emergency_bureau", "county_leader")
    )
    case = listed(shop, officer, bureau, leader)
    reader = phone_of(f"committee_office@{county.COUNTY}")
    for asked in ({}, {"cycle": "listing", "state": "listed", "late": "true"}, {"area": county.TOWN}):
        assert [one["id"] for one in reader.get("/cases", **asked).json()["cases"]] == [case], asked
    for asked in ({"cycle": "sealing"}, {"late": "false"}, {"changed_since": timezone.now().isoformat()}):
        assert reader.get("/cases", **asked).json()["cases"] == [], asked
    told = reader.get(f"/cases/{case}").json()
    CaseWhole.model_validate(told)
    assert (told["state"], told["department"], told["due"], told["opened_on"]) == ("listed", "housing", "2025-12-31", "2025-09-22")
    assert [step["event"] for step in told["history"]] == [
        "proposed",
        "discussed",
        "determined",
        "notified",
        "reported",
        "agreed",
        "listed",
    ]
    assert told["history"][1]["given"] == {"people": ["甲", "乙", "丙"]}
    assert told["history"][5]["given"] == {"number": "鄂政〔2025〕30号"}


def test_what_cannot_be_asked_is_refused_in_words(head: Phone, hazards: list[str]) -> None:
    for path in ("/hazards", "/cases"):
        assert refusal(head, path, limit="0") == (422, "request")
        assert refusal(head, path, limit="201") == (422, "request")
        assert refusal(head, path, changed_since="2026-11-24T08:00:00") == (422, "request"), "without a zone nobody knows when"
        assert refusal(head, path, area="鄂托克旗") == (422, "area_code")
        for cursor in ("x", "2026-11-24", "2026-11-24.x", "2026-99-99." + str(uuid4())):
            assert refusal(head, path, cursor=cursor) == (422, "cursor")
        assert refusal(head, f"{path}/x") == (422, "request")
        assert refusal(head, f"{path}/{uuid4()}")[0] == 404
    assert refusal(head, "/hazards", state="finished") == (422, "state_unknown")
    assert refusal(head, "/cases", cycle="no_such") == (422, "cycle_unknown")
    assert refusal(head, "/cases", cycle="listing", state="open") == (422, "state_unknown")
