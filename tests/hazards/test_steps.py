"""From a suspected hazard to its end: urged, extended, reported, taken over, ordered, referred, inspected again; each step by whom the table names."""

from dataclasses import replace
from uuid import uuid4

import pytest
from tests import county
from tests.county import COUNTY, FAR, SISTER, TOWN, finding
from tests.hazards.walking import AFTER, at, find, move, refused, stands
from tests.inspections.conftest import GRID

from sanzhang.cycles.lateness import is_late
from sanzhang.hazards.models import Hazard, HazardEvent
from sanzhang.hazards.queries import hazard_facts, steps_of, steps_visible_to, visible_to
from sanzhang.journal.actors import Actor, Place, Scope, system_actor
from sanzhang.journal.append import Outcome, append, append_each, draft
from sanzhang.journal.rebuild import rebuild


@pytest.fixture
def officer(people: dict[str, str]) -> Actor:
    """An officer of the brigade."""
    return county.actor(people, f"brigade_officer@{COUNTY}")


@pytest.fixture
def office(people: dict[str, str]) -> Actor:
    """The committee's office."""
    return county.actor(people, f"committee_office@{COUNTY}")


@pytest.fixture
def police(people: dict[str, str]) -> Actor:
    """The head of one department."""
    return county.actor(people, f"department_head@{COUNTY}/public_security")


@pytest.fixture
def housing(people: dict[str, str]) -> Actor:
    """An inspector of another."""
    return county.actor(people, f"department_inspector@{COUNTY}/housing")


@pytest.fixture
def hazard(worker: Actor, shop: str) -> str:
    """A hazard found on 22 September 2025, to be corrected by the 30th."""
    return find(worker, shop)


def events(hazard: str) -> list[str]:
    return [step.event for step in steps_of(Hazard.objects.get(id=hazard))]


def test_a_whole_life_from_the_grid_to_the_brigades_last_look(hazard: str, worker: Actor, officer: Actor) -> None:
    move("urged", hazard, worker, "2025-09-23", note="店主答应清理")
    assert stands(hazard) == ("open", "2025-09-30")
    move("reported", hazard, worker, "2025-09-24", kind="reported", note="要改建筑")
    assert stands(hazard) == ("reported", "2025-09-28"), "three workdays, of which the Sunday is one"
    move("taken", hazard, officer, "2025-09-26")
    assert stands(hazard) == ("taken", "2025-09-30")
    assert refused("ordered", hazard, worker, "2025-09-28", number="鄂消限〔2025〕1号", due="2025-10-20") == "no_power"
    move("ordered", hazard, officer, "2025-09-28", number="鄂消限〔2025〕1号", due="2025-10-20")
    assert stands(hazard) == ("ordered", "2025-10-20")
    move("rectified", hazard, worker, "2025-10-10", note="单位说改好了")
    assert stands(hazard) == ("rectified", "2025-10-14"), "three workdays, of which the Saturday is one"
    assert refused("reinspected", hazard, worker, "2025-10-13", photos=AFTER) == "no_power"
    assert refused("reinspected", hazard, officer, "2025-10-13") == "photo_missing"
    move("reinspected", hazard, officer, "2025-10-13", photos=AFTER)
    assert stands(hazard) == ("corrected", "")
    row = Hazard.objects.get(id=hazard)
    assert (row.ended, row.corrected_at, row.due.isoformat()) == (True, at("2025-10-13"), "2025-10-20")
    assert events(hazard) == ["found", "urged", "reported", "taken", "ordered", "rectified", "reinspected"]
    order = HazardEvent.objects.get(event="ordered")
    assert (order.state, order.data) == ("ordered", {"number": "鄂消限〔2025〕1号", "due": "2025-10-20"})
    assert rebuild(check=True).differing == []


def test_what_is_still_there_goes_back_to_the_brigade(hazard: str, worker: Actor, officer: Actor) -> None:
    move("ordered_now", hazard, officer, "2025-09-24", number="鄂消立〔2025〕1号")
    assert stands(hazard) == ("ordered", "2025-09-24")
    move("corrected", hazard, worker, "2025-09-24", kind="corrected", photos=AFTER)
    assert stands(hazard) == ("rectified", "2025-09-28"), "what the brigade has in hand is inspected again before it ends"
    assert refused("remains", hazard, officer, "2025-09-26", note=" ") == "need_missing"
    move("remains", hazard, officer, "2025-09-26", note="又堆上了")
    assert stands(hazard) == ("taken", "2025-09-30")
    assert Hazard.objects.get(id=hazard).corrected_at is None
    move("returned", hazard, officer, "2025-09-28", note="由嘎查督促清理", due="2025-10-11")
    assert stands(hazard) == ("open", "2025-10-11")


def test_more_time_is_asked_for_and_granted_by_the_head(hazard: str, worker: Actor, head: Actor) -> None:
    assert refused("extension_asked", hazard, worker, "2025-09-29", note="货多") == "need_missing"
    assert refused("extension_asked", hazard, worker, "2025-09-29", note="货多", until="2025-09-28") == "due_past"
    move("extension_asked", hazard, worker, "2025-09-29", note="货多", until="2025-10-15")
    assert stands(hazard) == ("extension_asked", "2025-09-30"), "asking moves nothing"
    assert refused("extension_granted", hazard, worker, "2025-09-29", due="2025-10-12") == "no_power"
    move("extension_granted", hazard, head, "2025-09-29", due="2025-10-12")
    assert stands(hazard) == ("open", "2025-10-12")
    assert Hazard.objects.get(id=hazard).due.isoformat() == "2025-10-12"
    move("extension_asked", hazard, worker, "2025-10-10", note="还是多", until="2025-11-30")
    move("extension_refused", hazard, head, "2025-10-10", note="已经延过一次")
    assert stands(hazard) == ("open", "2025-10-12")
    assert rebuild(check=True).differing == []


def test_more_time_for_an_order_is_the_brigades_to_give(hazard: str, officer: Actor, head: Actor) -> None:
    move("ordered", hazard, officer, "2025-09-24", number="1", due="2025-09-30")
    assert refused("extension_asked", hazard, head, "2025-09-26", note="x", until="2025-10-20") == "no_power"
    move("extension_asked", hazard, officer, "2025-09-26", note="单位书面申请", until="2025-10-20")
    assert refused("extension_granted", hazard, head, "2025-09-27", due="2025-10-15") == "no_power"
    move("extension_granted", hazard, officer, "2025-09-27", due="2025-10-15")
    assert stands(hazard) == ("ordered", "2025-10-15")


def test_a_referral_is_answered_by_the_department_to_which_it_went(hazard: str, office: Actor, police: Actor, housing: Actor) -> None:
    assert refused("referred", hazard, police, "2025-09-24", department="housing", note="请处理") == "no_power"
    assert refused("referred", hazard, office, "2025-09-24", department="no_such", note="请处理") == "sector_unknown"
    move("referred", hazard, office, "2025-09-24", department="housing", note="请督促物业清理")
    assert stands(hazard) == ("referred", "2025-09-30"), "five workdays by the parameter, of which the Sunday is one"
    assert refused("receipt", hazard, police, "2025-09-25", note="收到", due="2025-10-20") == "hazard_other"
    move("receipt", hazard, housing, "2025-09-25", note="已派人", due="2025-10-20")
    assert stands(hazard) == ("accepted", "2025-10-20")
    assert refused("answered", hazard, police, "2025-10-09", note="办结", photos=AFTER) == "hazard_other"
    assert refused("answered", hazard, housing, "2025-10-09", note="办结") == "photo_missing"
    move("answered", hazard, housing, "2025-10-09", note="办结", photos=AFTER)
    assert stands(hazard) == ("rectified", "2025-10-13")
    assert Hazard.objects.get(id=hazard).referred_to == "housing"
    assert rebuild(check=True).differing == []


def test_a_referral_may_be_sent_back_and_made_again(hazard: str, office: Actor, police: Actor, housing: Actor) -> None:
    move("referred", hazard, office, "2025-09-24", department="housing", note="请处理")
    assert refused("sent_back", hazard, police, "2025-09-25", note="不归我们") == "hazard_other"
    move("sent_back", hazard, housing, "2025-09-25", note="不归我们管")
    assert stands(hazard) == ("taken", "2025-09-29")
    assert Hazard.objects.get(id=hazard).referred_to == ""
    move("referred", hazard, office, "2025-09-26", department="public_security", note="请处理")
    assert refused("receipt", hazard, housing, "2025-09-26", note="收到", due="2025-10-20") == "hazard_other"
    move("receipt", hazard, police, "2025-09-26", note="收到", due="2025-10-20")
    assert stands(hazard) == ("accepted", "2025-10-20")


def test_a_department_sees_what_it_has_in_hand_and_nothing_else(
    hazard: str, worker: Actor, shop: str, office: Actor, housing: Actor
) -> None:
    find(worker, shop, text="灭火器过期")
    seen = {sector: Scope((Place(COUNTY, sector),)) for sector in ("housing", "public_security")}
    assert [visible_to(scope).count() for scope in seen.values()] == [0, 0]
    move("referred", hazard, office, "2025-09-24", department="housing", note="请处理")
    assert [[str(row.id) for row in visible_to(scope)] for scope in seen.values()] == [[hazard], []]
    assert [[step.event for step in steps_visible_to(scope)] for scope in seen.values()] == [["found", "referred"], []]
    assert visible_to(Scope((Place(FAR),))).count() == steps_visible_to(Scope((Place(FAR),))).count() == 0
    assert visible_to(Scope((Place(COUNTY),))).count() == 2
    move("sent_back", hazard, housing, "2025-09-25", note="不归我们管")
    assert visible_to(seen["housing"]).count() == 0
    assert [step.event for step in steps_visible_to(seen["housing"])] == ["sent_back"], "what one did oneself, one still sees"


def test_it_is_linked_to_an_earlier_one_of_the_same_place(hazard: str, worker: Actor, shop: str) -> None:
    elsewhere = find(worker, county.place(GRID, "隔壁的店"), "2025-09-01")
    earlier, later = find(worker, shop, "2025-09-02"), find(worker, shop, "2025-09-25")
    gone = find(worker, shop, "2025-09-03")
    move("withdrawn", gone, system_actor(), "2025-09-04", note="记错了店")
    for other in (elsewhere, hazard, later, gone, str(uuid4())):
        assert refused("linked", hazard, worker, "2025-09-25", earlier=other) == "earlier_unknown"
    same_day = find(worker, shop)
    assert refused("linked", hazard, worker, "2025-09-25", earlier=same_day) == "earlier_unknown", "recorded after it"
    move("linked", hazard, worker, "2025-09-25", earlier=earlier)
    assert str(Hazard.objects.get(id=hazard).earlier) == earlier
    assert stands(hazard) == ("open", "2025-09-30")
    move("linked", same_day, worker, "2025-09-25", earlier=hazard)


def test_what_was_wrongly_entered_stays_on_record_and_counts_for_nothing(hazard: str, worker: Actor, head: Actor) -> None:
    until = at("2025-10-01").date()
    assert [fact.withdrawn_at for fact in hazard_facts(COUNTY, None, until)] == [None]
    assert refused("withdrawn", hazard, worker, "2025-09-23", note="记错了") == "no_power"
    move("withdrawn", hazard, head, "2025-09-23", note="记错了店")
    assert stands(hazard) == ("withdrawn", "")
    assert events(hazard) == ["found", "withdrawn"]
    assert hazard_facts(COUNTY, None, until) == ()
    assert refused("taken", hazard, head, "2025-09-24") == "step_forbidden"
    assert refused("", hazard, worker, "2025-09-24", kind="corrected", photos=AFTER) == "hazard_withdrawn"
    assert rebuild(check=True).differing == []


def test_two_offices_at_once_and_steps_out_of_order(hazard: str, worker: Actor, officer: Actor, head: Actor) -> None:
    seen = str(Hazard.objects.get(id=hazard).entry)
    taken = move("taken", hazard, officer, "2025-09-24", seen=seen)
    assert refused("ordered", hazard, officer, "2025-09-24", seen=seen, number="1", due="2025-10-20") == "step_meanwhile"
    assert refused("ordered", hazard, officer, "2025-09-21", number="1", due="2025-10-20") == "before_found"
    assert refused("ordered", hazard, officer, "2025-09-23", number="1", due="2025-10-20") == "step_order"
    move("ordered", hazard, officer, "2025-09-24", seen=taken, number="1", due="2025-10-20")
    assert stands(hazard)[0] == "ordered"


def test_what_the_table_does_not_know_is_refused_in_words(hazard: str, worker: Actor, officer: Actor, people: dict[str, str]) -> None:
    assert refused("reinspected", hazard, worker, "2025-09-24") == "step_forbidden"
    assert refused("danced", hazard, officer, "2025-09-24") == "step_forbidden"
    assert refused("corrected", hazard, worker, "2025-09-24", photos=AFTER) == "step_of_its_own"
    assert refused("reported", hazard, worker, "2025-09-24") == "step_of_its_own"
    assert refused("taken", str(uuid4()), officer, "2025-09-24") == "hazard_unknown"
    neighbour = county.actor(people, f"village_head@{SISTER}")
    assert refused("danced", hazard, neighbour, "2025-09-24") == "outside_area", "a neighbour isn't told how it stands"
    assert refused("urged", hazard, neighbour, "2025-09-24", note="x") == "outside_area"


@pytest.mark.parametrize(
    "more", [{"due": "2027-01-01"}, {"department": "housing"}, {"number": "1"}, {"until": "2025-10-30"}, {"result": "x"}]
)
def test_a_step_brings_nothing_that_it_was_not_asked_for(hazard: str, worker: Actor, more: dict[str, str]) -> None:
    assert refused("urged", hazard, worker, "2025-09-24", note="督促", **more) == "need_unasked"
    row = Hazard.objects.get(id=hazard)
    assert (row.due.isoformat(), row.referred_to) == ("2025-09-30", "")


def test_the_same_step_twice_is_one_step(hazard: str, officer: Actor) -> None:
    item = draft("hazard.moved", GRID, {"hazard": hazard, "event": "taken"}, occurred_at=at("2025-09-24"))
    assert [append(item, officer).outcome for _time in range(2)] == [Outcome.ACCEPTED, Outcome.REPEATED]
    assert [one.outcome for one in append_each([(item, officer)])] == [Outcome.REPEATED]
    assert events(hazard) == ["found", "taken"]


def test_what_was_settled_waits_for_the_brigade_from_that_day(hazard: str, worker: Actor, head: Actor) -> None:
    move("", hazard, worker, "2025-09-24", kind="corrected", photos=AFTER)
    move("", hazard, head, "2025-09-24", kind="reported", note="还堆着")
    move("", hazard, head, "2025-09-26", kind="settled", state="reported", note="看过，要大队处理")
    assert stands(hazard) == ("reported", "2025-09-30")
    row = Hazard.objects.get(id=hazard)
    assert (row.before, row.corrected_at, row.ended, row.conflict) == ("corrected", None, False, False)
    assert list(Hazard.objects.filter(is_late(at("2025-10-01").date()))) == [row]
    assert not Hazard.objects.filter(is_late(at("2025-09-30").date())).exists()
    assert rebuild(check=True).differing == []


def test_a_decided_number_of_days_holds_for_referrals_from_its_day(worker: Actor, shop: str, office: Actor) -> None:
    decided = {"parameter": "referral_workdays", "value": 2, "valid_from": "2025-09-25", "basis": "委员会纪要"}
    first, second = find(worker, shop), find(worker, shop)
    append(draft("parameter.decided", COUNTY, decided), system_actor())
    move("referred", first, office, "2025-09-24", department="housing", note="请处理")
    move("referred", second, office, "2025-09-25", department="housing", note="请处理")
    assert [stands(first)[1], stands(second)[1]] == ["2025-09-30", "2025-09-28"]
    assert rebuild(check=True).differing == []


def test_what_is_said_to_be_corrected_is_looked_at_before_it_ends(hazard: str, worker: Actor) -> None:
    move("rectified", hazard, worker, "2025-09-24", note="店主微信说清了")
    assert stands(hazard) == ("to_check", "2025-09-28"), "three workdays, of which the Sunday is one"
    assert refused("not_corrected", hazard, worker, "2025-09-26", note="还在") == "need_missing"
    move("not_corrected", hazard, worker, "2025-09-26", note="还堆着", due="2025-10-11")
    assert stands(hazard) == ("open", "2025-10-11")
    move("rectified", hazard, worker, "2025-10-09", note="又说清了")
    move("corrected", hazard, worker, "2025-10-10", kind="corrected", photos=AFTER)
    assert stands(hazard) == ("corrected", "")


def test_nobody_grants_himself_more_time(hazard: str, head: Actor, people: dict[str, str]) -> None:
    move("extension_asked", hazard, head, "2025-09-29", note="货多", until="2025-10-15")
    assert refused("extension_granted", hazard, head, "2025-09-29", due="2025-10-15") == "four_eyes"
    move("linked", hazard, county.actor(people, f"grid_worker@{GRID}"), "2025-09-29", earlier=_earlier(hazard, head))
    assert refused("extension_refused", hazard, head, "2025-09-29", note="算了") == "four_eyes", "whatever somebody else did meanwhile"
    above = county.actor(people, f"town_officer@{TOWN}")
    move("extension_granted", hazard, above, "2025-09-29", due="2025-10-12")
    assert stands(hazard) == ("open", "2025-10-12")


def _earlier(hazard: str, by: Actor) -> str:
    return find(by, Hazard.objects.get(id=hazard).place_key, "2025-09-01")


def test_an_order_that_ran_out_is_inspected_without_waiting_to_be_asked(hazard: str, officer: Actor) -> None:
    move("ordered", hazard, officer, "2025-09-24", number="1", due="2025-09-30")
    move("remains", hazard, officer, "2025-10-10", note="没有改")
    row = Hazard.objects.get(id=hazard)
    assert (row.state, row.inspected_on.isoformat()) == ("taken", "2025-10-10")
    move("ordered", hazard, officer, "2025-10-10", number="2", due="2025-10-20")
    move("reinspected", hazard, officer, "2025-10-20", photos=AFTER)
    assert stands(hazard) == ("corrected", "")


def test_a_department_that_keeps_silent_is_pressed_and_loses_it(hazard: str, office: Actor, officer: Actor, housing: Actor) -> None:
    before = Hazard.objects.get(id=hazard).due
    move("referred", hazard, office, "2025-09-24", department="housing", note="请处理")
    move("pressed", hazard, office, "2025-10-09", note="电话催办，说在排")
    assert stands(hazard) == ("referred", "2025-09-30"), "pressing gives no more time"
    move("receipt", hazard, housing, "2025-10-09", note="已派人", due="2025-10-20")
    assert Hazard.objects.get(id=hazard).due == before, "what a department promises is not the deadline of the premises"
    assert refused("recalled", hazard, housing, "2025-10-21", note="x") == "no_power"
    move("recalled", hazard, officer, "2025-10-21", note="逾期未办")
    row = Hazard.objects.get(id=hazard)
    assert (row.state, row.referred_to) == ("taken", "")


def test_no_office_without_a_sector_answers_for_a_department(hazard: str, office: Actor, people: dict[str, str]) -> None:
    move("referred", hazard, office, "2025-09-24", department="housing", note="请处理")
    bureau = county.actor(people, f"emergency_bureau@{COUNTY}")
    assert refused("receipt", hazard, bureau, "2025-09-25", note="收到", due="2025-10-20") == "no_power"
    able = replace(bureau, powers=bureau.powers | {"answer.referrals"})
    assert refused("receipt", hazard, able, "2025-09-25", note="收到", due="2025-10-20") == "referral_other"


def test_the_area_takes_back_nothing_on_which_the_brigade_ruled(hazard: str, head: Actor, officer: Actor) -> None:
    move("ordered", hazard, officer, "2025-09-24", number="1", due="2025-09-30")
    assert refused("withdrawn", hazard, head, "2025-09-25", note="算了") == "no_power"
    move("withdrawn", hazard, officer, "2025-09-25", note="查错了店")
    assert stands(hazard) == ("withdrawn", "")


def test_who_withdraws_his_inspection_takes_back_no_order(people: dict[str, str], shop: str, worker: Actor, officer: Actor) -> None:
    ordered, left, done = (finding(text, "by_date", due="2025-09-30") for text in ("锁闭出口", "堆货", "灭火器过期"))
    made = county.inspection(worker, GRID, shop, at("2025-09-22"), ordered, left, done)
    move("ordered", str(ordered["id"]), officer, "2025-09-23", number="1", due="2025-10-15")
    move("corrected", str(done["id"]), worker, "2025-09-23", kind="corrected", photos=AFTER)
    append(
        draft(
            "inspection.withdrawn", GRID, {"inspection": made, "evidence": "daily_patrol", "reason": "记错了"}, occurred_at=at("2025-09-24")
        ),
        worker,
    )
    assert [stands(str(one["id"]))[0] for one in (ordered, left, done)] == ["ordered", "withdrawn", "withdrawn"]
    assert rebuild(check=True).differing == []
