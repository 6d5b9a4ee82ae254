"""A phone knows how each hazard stands and which steps its person may take, and takes them; whoever was slower is told in words."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests import county
from tests.api.conftest import SISTER, VILLAGE
from tests.api.phone import Phone, photo
from tests.api.test_pull import agrees
from tests.journal.conftest import seal_all

from sanzhang.hazards.models import Hazard, HazardEvent

GRID = VILLAGE + "001"


@pytest.fixture
def hazard(worker: Phone) -> str:
    """A hazard found in a check, to be corrected within a week."""
    place, finding = worker.place(GRID), worker.finding()
    assert worker.outcomes(place, worker.check(GRID, place["payload"]["key"], finding)) == ["accepted"] * 2
    seal_all()
    return str(finding["id"])


@pytest.fixture
def officer(phone_of: Callable[..., Phone]) -> Phone:
    """An officer of the brigade."""
    return phone_of(f"brigade_officer@{county.COUNTY}")


def pulled(phone: Phone, hazard: str) -> dict[str, Any]:
    """The hazard as the phone is told of it."""
    found: dict[str, Any] = next(one for one in phone.pull()["hazards"] if one["id"] == hazard)
    return found


def move(phone: Phone, hazard: str, event: str, **given: Any) -> dict[str, Any]:
    """A step, as the phone sends it."""
    return phone.entry("hazard.moved", GRID, {"hazard": hazard, "event": event, **given})


def soon(days: int = 20) -> str:
    """A day some time from now."""
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def events(phone: Phone) -> set[str]:
    """The steps that the phone's person may take somewhere."""
    return {step["event"] for step in phone.pull()["steps"]}


def test_a_hazard_says_how_it_stands_in_the_countys_words(worker: Phone, hazard: str) -> None:
    told = pulled(worker, hazard)
    assert (told["state"], told["state_title"], told["ended"], told["stopped"]) == ("open", "待整改", False, False)
    assert (told["owner"], told["next_step"], told["next_due"]) == ("属地（网格、嘎查村社区）", "整改完成", soon(7))
    assert told["entry"] == str(Hazard.objects.get().entry)
    english = worker.client.get("/api/v1/sync/pull", headers=worker._headers() | {"Accept-Language": "en"}).json()["hazards"][0]
    assert (english["state_title"], english["owner"], english["next_step"]) == ("To be corrected", "Grid and village", "Corrected")


def test_another_language_tells_the_words_of_all_hazards_again_and_nothing_else(worker: Phone, hazard: str) -> None:
    cursor = worker.pull()["cursor"]
    again = worker.client.get("/api/v1/sync/pull", {"cursor": cursor}, headers=worker._headers() | {"Accept-Language": "en"}).json()
    assert (again["reset"], again["premises"], [one["state_title"] for one in again["hazards"]]) == (False, [], ["To be corrected"])
    agrees(again)


def test_a_phone_is_told_the_steps_of_its_posts_as_data(worker: Phone, officer: Phone, phone_of: Callable[..., Phone]) -> None:
    assert events(worker) == {"corrected", "not_corrected", "urged", "extension_asked", "reported", "rectified", "linked"}
    assert {"taken", "ordered", "reinspected", "remains", "referred"} <= events(officer)
    assert {"receipt", "answered", "sent_back"} <= events(phone_of(f"department_inspector@{county.COUNTY}/public_security"))
    told = worker.pull()
    asks = next(step for step in told["steps"] if step["event"] == "extension_asked")
    assert asks == {
        "event": "extension_asked", "title": "申请延期", "of": ["open"], "to": "extension_asked", "kind": "hazard.moved",
        "power": "record.hazard_found", "by_department": False, "deadline": "kept", "document": "", "takes_photos": True,
        "needs": [
            {"field": "note", "title": "延期的理由", "optional": False, "at_least": 1, "at_most_days": None, "choices": []},
            {"field": "until", "title": "申请延到", "optional": False, "at_least": 1, "at_most_days": None, "choices": []},
        ],
    }  # fmt: skip
    own = {step["event"]: (step["kind"], step["takes_photos"]) for step in told["steps"]}
    assert (own["corrected"], own["reported"]) == (("hazard.corrected", True), ("hazard.reported", False))
    states = {state["id"]: state for state in told["states"]}
    assert states["open"]["next"] == "corrected"
    assert [name for name, state in states.items() if state["ended"]] == ["corrected", "withdrawn"]
    assert [name for name, state in states.items() if state["by_department"]] == ["referred", "accepted"]
    assert all(set(step["of"]) <= states.keys() for step in told["steps"])


def test_steps_from_the_phone_go_the_whole_way(worker: Phone, officer: Phone, phone_of: Callable[..., Phone], hazard: str) -> None:
    police = phone_of(f"department_inspector@{county.COUNTY}/public_security")
    assert worker.outcomes(move(worker, hazard, "urged", note="店主答应清理", photos=[photo("b" * 64, "scene")])) == ["accepted"]
    assert officer.outcomes(move(officer, hazard, "taken")) == ["accepted"]
    assert officer.outcomes(move(officer, hazard, "referred", department="public_security", note="请查处")) == ["accepted"]
    told = pulled(police, hazard)
    assert (told["state"], told["owner"] != "收到抄告的部门", told["referred_to"]) == ("referred", True, "public_security")
    assert police.outcomes(move(police, hazard, "receipt", note="已安排", due=soon(), seen=told["entry"])) == ["accepted"]
    after = [photo("c" * 64, "after")]
    assert police.outcomes(move(police, hazard, "answered", note="已清空", photos=after)) == ["accepted"]
    assert officer.outcomes(move(officer, hazard, "remains", note="又堆上了")) == ["accepted"]
    assert officer.outcomes(move(officer, hazard, "ordered", number="鄂消限〔2026〕1号", due=soon())) == ["accepted"]
    assert officer.outcomes(officer.entry("hazard.corrected", GRID, {"hazard": hazard, "photos": after})) == ["accepted"]
    assert officer.outcomes(move(officer, hazard, "reinspected", photos=[photo("d" * 64, "after")])) == ["accepted"]
    assert (pulled(officer, hazard)["state_title"], Hazard.objects.get().ended) == ("已整改", True)


def test_two_steps_in_one_push_follow_each_other(phone_of: Callable[..., Phone], hazard: str) -> None:
    head = phone_of(f"village_head@{VILLAGE}")
    first = move(head, hazard, "extension_asked", note="等货", until=soon(), seen=pulled(head, hazard)["entry"])
    second = move(head, hazard, "reported", seen=first["id"]) | {"kind": "hazard.reported", "payload": {"hazard": hazard, "note": "改不了"}}
    assert head.outcomes(first, second) == ["accepted", "accepted"]
    assert head.outcomes(first, second) == ["repeated", "repeated"]
    assert [step.event for step in HazardEvent.objects.order_by("recorded_at")][-2:] == ["extension_asked", "reported"]


def test_a_step_that_comes_before_its_hazard_waits(worker: Phone) -> None:
    place, finding = worker.place(GRID), worker.finding()
    check = worker.check(GRID, place["payload"]["key"], finding)
    urged = move(worker, finding["id"], "urged", note="店主答应清理")
    assert worker.push(urged).json()["results"][0]["outcome"] == "waiting"
    assert worker.outcomes(place, check, urged) == ["accepted"] * 3


def test_whoever_was_slower_is_told_and_sends_it_again_after_looking(worker: Phone, phone_of: Callable[..., Phone], hazard: str) -> None:
    head, seen = phone_of(f"village_head@{VILLAGE}"), pulled(worker, hazard)["entry"]
    assert head.outcomes(move(head, hazard, "urged", note="嘎查已上门", seen=seen)) == ["accepted"]
    late = move(worker, hazard, "urged", note="再去一趟", seen=seen)
    refused = worker.push(late).json()["results"][0]
    assert (refused["outcome"], refused["problem"]["code"]) == ("refused", "step_meanwhile")
    assert refused["problem"]["message"] == "您看的时候，别人已经办理了一步。"
    again = move(worker, hazard, "urged", note="再去一趟", seen=pulled(worker, hazard)["entry"])
    assert worker.outcomes(again) == ["accepted"]
    assert sorted(HazardEvent.objects.filter(event="urged").values_list("note", flat=True)) == ["再去一趟", "嘎查已上门"]


def test_nobody_takes_anothers_step(worker: Phone, officer: Phone, phone_of: Callable[..., Phone], hazard: str) -> None:
    neighbour = phone_of(f"grid_worker@{SISTER}001")
    assert neighbour.outcomes(move(neighbour, hazard, "urged", note="x")) == ["outside_area"]
    assert worker.outcomes(move(worker, hazard, "taken")) == ["no_power"]
    assert officer.outcomes(move(officer, hazard, "referred", department="public_security", note="请查处")) == ["accepted"]
    housing = phone_of(f"department_inspector@{county.COUNTY}/housing")
    assert housing.outcomes(move(housing, hazard, "receipt", note="x", due=soon())) == ["hazard_other"]
    assert hazard not in [one["id"] for one in housing.pull()["hazards"]]
    assert worker.outcomes(move(worker, hazard, "no_such_step")) == ["step_forbidden"]


def test_of_two_departments_of_one_person_that_one_answers_which_was_asked(
    people: dict[str, str], officer: Phone, phone_of: Callable[..., Phone], hazard: str
) -> None:
    from sanzhang.journal.actors import system_actor
    from sanzhang.journal.append import append, draft

    person = people[f"department_inspector@{county.COUNTY}/housing"]
    post = {"key": "0196f3a2-0000-7000-8000-000000000001", "person": person, "post": "department_inspector", "start": "2025-01-01"}
    append(draft("appointment.set", county.COUNTY, post | {"sector": "public_security"}), system_actor())
    for sector in ("public_security", "housing"):
        both = phone_of(f"department_inspector@{county.COUNTY}/housing")
        assert officer.outcomes(move(officer, hazard, "referred", department=sector, note="请查处")) == ["accepted"]
        assert both.outcomes(move(both, hazard, "receipt", note="已安排", due=soon())) == ["accepted"]
        assert both.outcomes(move(both, hazard, "sent_back", note="不归我管")) == ["accepted"]
        assert HazardEvent.objects.filter(event="receipt").latest("recorded_at").sector == sector
