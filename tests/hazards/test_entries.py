"""Hazards, from finding to closing: every step stays, also those that contradict each other; somebody in charge then says how it stands."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from tests import county
from tests.county import COUNTY, FAR, VILLAGE, finding, photo
from tests.inspections.conftest import GRID, ago

from sanzhang.cycles.lateness import is_late
from sanzhang.hazards.models import Hazard, HazardEvent
from sanzhang.hazards.queries import counts, hazard_facts, steps_of_each, steps_visible_to, visible_to
from sanzhang.hazards.steps import power_from
from sanzhang.journal.actors import Actor, Place, Scope
from sanzhang.journal.append import append, draft
from sanzhang.journal.kinds import Written
from sanzhang.journal.rebuild import rebuild
from sanzhang.packs import shipped
from sanzhang.rules.problems import NotYet, Problem
from sanzhang.standing.board import board

AFTER = [photo("b" * 64, "after")]


@pytest.fixture
def hazard(worker: Actor, shop: str) -> str:
    """A hazard to be corrected within a week."""
    named = finding("安全出口堆放货物", due=in_days(7))
    county.inspection(worker, GRID, shop, ago(days=2), named)
    return str(named["id"])


def in_days(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def step(kind: str, hazard: str, by: Actor, *, area: str = GRID, days_ago: float = 0, **more: Any) -> None:
    append(draft(f"hazard.{kind}", area, {"hazard": hazard, **more}, occurred_at=ago(days=days_ago)), by)


def state(hazard: str) -> tuple[str, bool]:
    row = Hazard.objects.get(id=hazard)
    return row.state, row.conflict


def refused(kind: str, hazard: str, by: Actor, **more: Any) -> str:
    with pytest.raises(Problem) as raised:
        step(kind, hazard, by, **more)
    assert raised.value.hint
    return raised.value.code


def test_one_is_reported_up_then_corrected(hazard: str, worker: Actor, head: Actor) -> None:
    step("reported", hazard, worker, note="要改建筑")
    assert state(hazard) == ("reported", False)
    assert refused("reported", hazard, head) == "hazard_reported"
    step("corrected", hazard, head, photos=AFTER)
    assert state(hazard) == ("corrected", False)
    assert [one.event for one in steps_of_each([Hazard.objects.get().id])[Hazard.objects.get().id]] == ["found", "reported", "corrected"]
    assert rebuild(check=True).differing == []


def test_what_contradicts_is_kept_and_marked_until_somebody_in_charge_has_looked(hazard: str, worker: Actor, head: Actor) -> None:
    step("corrected", hazard, worker, photos=AFTER)
    step("reported", hazard, head, note="还堆着")
    assert state(hazard) == ("corrected", True)
    assert refused("settled", hazard, worker, state="open", note="看过") == "no_power"
    assert refused("settled", hazard, head, state="open", note=" ") == "reason_missing"
    step("settled", hazard, head, state="open", note="到现场看过，又堆上了", due="2099-12-31")
    assert state(hazard) == ("open", False)
    assert refused("settled", hazard, head, state="open", note="再看") == "hazard_settled"
    assert list(HazardEvent.objects.order_by("recorded_at").values_list("event", flat=True)) == [
        "found",
        "corrected",
        "reported",
        "settled",
    ]
    assert rebuild(check=True).differing == []


def test_two_corrections_are_both_kept(hazard: str, worker: Actor, head: Actor) -> None:
    step("corrected", hazard, worker, photos=AFTER, days_ago=1)
    first = Hazard.objects.get().corrected_at
    step("corrected", hazard, head, photos=AFTER, days_ago=1.5)
    assert state(hazard) == ("corrected", True)
    assert Hazard.objects.get().corrected_at == first, "the later of the two, whichever arrived first"


def test_what_cannot_be_kept_is_refused_in_words(hazard: str, worker: Actor, head: Actor) -> None:
    assert refused("corrected", hazard, worker, photos=[]) == "photo_missing"
    assert refused("corrected", hazard, worker, photos=AFTER, days_ago=9) == "before_found"
    assert refused("corrected", hazard, head, photos=AFTER, area=VILLAGE) == "hazard_area"
    assert refused("corrected", str(uuid4()), worker, photos=AFTER) == "hazard_unknown"
    with pytest.raises(NotYet):
        step("reported", str(uuid4()), worker)
    made = Hazard.objects.get().inspection
    append(draft("inspection.withdrawn", GRID, {"inspection": str(made), "evidence": "daily_patrol", "reason": "记错了"}), worker)
    assert refused("corrected", hazard, worker, photos=AFTER) == "hazard_withdrawn"
    assert refused("reported", hazard, worker) == "hazard_withdrawn"


def test_one_is_found_outside_an_inspection(worker: Actor, shop: str) -> None:
    place = {"type": "premises", "key": shop, "snapshot": {"name": "兴隆便民超市"}}
    named = finding("消防通道停车", due=in_days(1), photos=[photo("a" * 64)])
    append(draft("hazard.found", GRID, {"place": place, "finding": named}), worker)
    row = Hazard.objects.get()
    assert (str(row.id), row.inspection, row.place_name, row.state) == (named["id"], None, "兴隆便民超市", "open")
    with pytest.raises(Problem) as raised:
        append(draft("hazard.found", GRID, {"place": place, "finding": finding("没有期限")}), worker)
    assert raised.value.code == "finding_due"
    assert rebuild(check=True).differing == []


def test_steps_count_as_the_kinds_that_the_notice_names_and_answer_their_hazard(hazard: str, worker: Actor, head: Actor) -> None:
    triggered = [one for one in board(COUNTY).standings if one.obligation.trigger == hazard]
    assert [str(one.state) for one in triggered] == ["open"]
    step("corrected", hazard, head, photos=AFTER)
    found, corrected = sorted(hazard_facts(COUNTY, None, timezone.localdate()), key=lambda fact: fact.occurred_on)
    assert (found.id, found.kind, found.data, found.refers_to) == (hazard, "hazard_found", {"fixed": "by_date"}, "")
    assert (corrected.kind, corrected.refers_to, corrected.data) == ("hazard_rechecked", hazard, {"result": "corrected"})
    triggered = [one for one in board(COUNTY).standings if one.obligation.trigger == hazard]
    assert [(str(one.state), one.records) for one in triggered] == [("met", (corrected.id,))]


def test_where_the_notice_counts_no_step_the_power_of_settling_is_asked_for(hazard: str) -> None:
    pack = shipped("sonid-right")
    assert pack.evidence_from("hazard.corrected") is None
    written = Written(uuid4(), "hazard.corrected", str(pack.county), "", "", "", "", "", ago(), ago(), "", None)
    assert power_from("hazard.corrected", written) == "settle.hazards"
    assert power_from("hazard.reported", written) == "record.hazard_passed_on"


def test_each_sees_and_counts_his_own(hazard: str, people: dict[str, str]) -> None:
    far = county.place(FAR, "远处的店")
    county.inspection(county.actor(people, f"village_head@{FAR}"), FAR, far, ago(days=9), finding("远处的隐患", due=in_days(-1)))
    for area, seen in ((COUNTY, 2), (VILLAGE, 1), (GRID, 1), (FAR, 1), (VILLAGE[:9] + "002", 0)):
        scope = Scope((Place(area),))
        assert (visible_to(scope).count(), steps_visible_to(scope).count()) == (seen, seen), area
    assert counts(Scope((Place(COUNTY),)), timezone.localdate()) == {"open": 2, "late": 1, "conflict": 0}
    assert [row.text for row in Hazard.objects.filter(is_late(timezone.localdate()))] == ["远处的隐患"]
    assert counts(Scope(), timezone.localdate()) == {"open": 0, "late": 0, "conflict": 0}
