"""Sealings and penalties, which are the brigade's alone; and what citizens report."""

from datetime import timedelta

import pytest
from tests import county
from tests.cases.walking import PICTURE, begin, events, go, refused, stands
from tests.county import COUNTY, photo
from tests.hazards.walking import at
from tests.inspections.conftest import GRID

from sanzhang.cases.models import Case
from sanzhang.cases.queries import listed_places
from sanzhang.cycles.lateness import is_late
from sanzhang.journal.actors import Actor, Place, Scope
from sanzhang.journal.append import append, draft
from sanzhang.journal.models import Entry
from sanzhang.journal.rebuild import rebuild
from sanzhang.photos.models import PhotoUse

TWO = ["甲", "乙"]


def test_premises_are_sealed_for_thirty_days_at_most_and_sealed_again(shop: str, worker: Actor, town: Actor, officer: Actor) -> None:
    for somebody in (worker, town):
        assert refused("sealing", "decided", shop, somebody, "2025-09-26", result="exits", people=TWO, note="x", opening=True) == "no_power"
    assert (
        refused("sealing", "decided", shop, officer, "2025-09-26", result="smell", people=TWO, note="x", opening=True) == "choice_unknown"
    )
    case = begin("sealing", "decided", shop, officer, "2025-09-26", result="exits", people=TWO, note="集体研究同意")
    assert stands(case) == ("decided", "2025-09-30")
    assert refused(case, "sealed", worker, "2025-09-28", number="1", until="2025-10-28") == "no_power"
    assert refused(case, "sealed", officer, "2025-09-28", number="1", until="2025-10-29") == "due_far"
    go(case, "sealed", officer, "2025-09-28", number="鄂消封〔2025〕1号", until="2025-10-28")
    assert stands(case) == ("sealed", "2025-10-28")
    assert refused(case, "sealed_again", officer, "2025-10-20", number="2", until="2025-11-10") == "step_early"
    go(case, "sealed_again", officer, "2025-10-28", number="鄂消封〔2025〕2号", until="2025-11-20")
    assert stands(case) == ("sealed", "2025-11-20")
    assert refused(case, "lifted", officer, "2025-11-10", note="已清理") == "photo_missing"
    go(case, "lifted", officer, "2025-11-10", note="已清理", photos=PICTURE)
    assert stands(case) == ("lifted", "")
    assert events(case) == ["decided", "sealed", "sealed_again", "lifted"]
    assert listed_places(Scope((Place(COUNTY),))) == set(), "a sealing is no listing"
    assert rebuild(check=True).differing == []


def test_sealed_at_once_the_papers_follow_within_a_day(shop: str, officer: Actor) -> None:
    case = begin(
        "sealing", "sealed_at_once", shop, officer, "2025-09-30", result="explosives", people=TWO, note="电话报请同意", photos=PICTURE
    )
    assert stands(case) == ("urgent", "2025-10-01")
    noon = at("2025-10-01")
    assert Case.objects.get(id=case).due_at == noon, "twenty-four hours, not the end of a day"
    assert [Case.objects.filter(is_late(when)).exists() for when in (noon, noon + timedelta(minutes=1))] == [False, True]
    assert refused(case, "confirmed", officer, "2025-10-01", number="1", until="2025-10-30", people=["甲"]) == "people_few"
    assert refused(case, "confirmed", officer, "2025-10-01", number="1", until="2025-10-31", people=TWO) == "due_far", "from the sealing"
    go(case, "confirmed", officer, "2025-10-01", number="1", until="2025-10-30", people=TWO)
    assert stands(case) == ("sealed", "2025-10-30")
    assert Case.objects.get(id=case).due_at is None


def test_a_penalty_is_decided_delivered_and_carried_out(shop: str, worker: Actor, officer: Actor) -> None:
    assert refused("penalty", "filed", shop, worker, "2025-09-26", number="1", people=TWO, note="x", opening=True) == "no_power"
    assert refused("penalty", "filed", shop, officer, "2025-09-26", number="1", people=["甲", "甲"], note="x", opening=True) == "people_few"
    case = begin("penalty", "filed", shop, officer, "2025-09-26", number="鄂消立〔2025〕7号", people=TWO, note="锁闭安全出口")
    assert stands(case) == ("filed", "2025-12-25")
    go(case, "decided", officer, "2025-10-20", number="鄂消罚〔2025〕7号", note="罚款 5000 元")
    assert stands(case) == ("decided", "2025-10-27")
    go(case, "delivered", officer, "2025-10-21", due="2025-11-05")
    assert stands(case) == ("delivered", "2025-11-05")
    assert refused(case, "carried_out", worker, "2025-10-30", note="已缴") == "no_power"
    go(case, "carried_out", officer, "2025-10-30", note="已缴")
    assert Case.objects.get(id=case).ended
    dropped = begin("penalty", "filed", shop, officer, "2025-09-26", number="鄂消立〔2025〕8号", people=TWO, note="另一案")
    go(dropped, "dropped", officer, "2025-10-09", note="轻微并及时改正，不予处罚")
    assert rebuild(check=True).differing == []


def test_what_is_reported_is_checked_on_the_spot_and_answered(shop: str, worker: Actor, town: Actor) -> None:
    assert refused("report", "received", shop, worker, "2025-09-26", result="12345", note="x", opening=True) == "no_power"
    case = begin("report", "received", shop, town, "2025-09-26", result="12345", number="T2025092601", note="仓库住人")
    assert stands(case) == ("received", "2025-09-30")
    urgent = begin("report", "received_urgent", shop, town, "2025-09-26", result="visit", note="疏散通道被锁")
    assert stands(urgent) == ("received", "2025-09-27")
    assert refused(case, "answered", town, "2025-09-27", note="x") == "step_forbidden"
    assert refused(case, "confirmed", worker, "2025-09-28", note="住了两人") == "photo_missing"
    go(case, "confirmed", worker, "2025-09-28", note="住了两人", photos=PICTURE)
    go(urgent, "unfounded", worker, "2025-09-27", note="通道畅通", photos=PICTURE)
    assert [stands(one) for one in (case, urgent)] == [("confirmed", "2025-10-09"), ("unfounded", "2025-09-30")]
    assert refused(case, "answered", worker, "2025-09-29", note="x") == "no_power"
    for one in (case, urgent):
        go(one, "answered", town, "2025-09-29", note="已电话答复")
        assert stands(one) == ("answered", "")
    assert rebuild(check=True).differing == []


THERE = {"position": {"lat": 39.12345, "lon": 107.98765, "accuracy": 9}, "no_position": ""}


@pytest.mark.parametrize("at_home", [True, False])
def test_of_a_home_no_position_is_kept(people: dict[str, str], shop: str, town: Actor, worker: Actor, at_home: bool) -> None:
    home = {"type": "household", "key": county.household(GRID, "017"), "snapshot": {"number": "017"}}
    place = home if at_home else {"type": "premises", "key": shop, "snapshot": {"name": "某店"}}
    said = {"cycle": "report", "event": "received", "result": "visit", "note": "楼道堆物", "photos": [photo("d" * 64, "scene", **THERE)]}
    case = str(append(draft("case.opened", GRID, said | {"place": place}, occurred_at=at("2025-09-26")), town).id)
    go(case, "confirmed", worker, "2025-09-26", note="属实", photos=[photo("e" * 64, "scene", **THERE)])
    kept = "\n".join(Entry.objects.filter(kind__startswith="case.").values_list("body", flat=True))
    assert ("39.12345" in kept) is not at_home
    assert {(use.lat, use.place_reason) for use in PhotoUse.objects.all()} == {(None, "private") if at_home else (39.12345, "")}
    assert Case.objects.get(id=case).place_name == ("017" if at_home else "某店")
    assert rebuild(check=True).differing == []
