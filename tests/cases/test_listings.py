"""A major hazard, from being proposed to the removal of its plate; each step by whom the law names."""

from uuid import uuid4

from tests import county
from tests.cases.walking import PICTURE, THREE, begin, determined, events, go, listed, proposed, refused, stands
from tests.county import COUNTY, FAR, TOWN, VILLAGE
from tests.hazards.walking import at, find, move
from tests.inspections.conftest import GRID

from sanzhang.cases.models import Case, CaseStep
from sanzhang.cases.queries import (
    in_listings,
    listed_places,
    of_place,
    steps_of,
    steps_of_each,
    steps_visible_to,
    visible_to,
)
from sanzhang.cycles.lateness import is_late
from sanzhang.determination.verdicts import kept
from sanzhang.journal.actors import Actor, Place, Scope, system_actor
from sanzhang.journal.append import Outcome, append, append_each, draft
from sanzhang.journal.rebuild import rebuild

WHOLE = Scope((Place(COUNTY),))


def test_from_being_proposed_to_the_removal_of_the_plate(
    shop: str, worker: Actor, officer: Actor, bureau: Actor, leader: Actor, housing: Actor, town: Actor
) -> None:
    hazard = find(worker, shop)
    said = kept({"date": "2025-09-22", "premises_kind": "mall", "premises": {}, "elements": [{"no": "6.5"}]}, "gb35181-2017", COUNTY)
    assert refused("listing", "proposed", shop, worker, "2025-09-22", note="x", opening=True) == "no_power"
    case = proposed(shop, officer, hazards=[hazard], determination=said)
    assert stands(case) == ("proposed", "2025-09-30"), "seven workdays from the inspection, of which the Sunday is one"
    assert refused(case, "discussed", officer, "2025-09-23", people=["甲", "乙"], note="讨论") == "people_few"
    go(case, "discussed", officer, "2025-09-23", people=THREE, note="一致同意")
    assert stands(case) == ("discussed", "2025-09-30"), "a discussion gives no more time"
    assert refused(case, "determined", bureau, "2025-09-24", note="x") == "no_power"
    go(case, "determined", officer, "2025-09-24", note="直接判定 7.2.1")
    assert stands(case) == ("determined", "2025-09-28"), "the notice to the premises within three workdays"
    assert Case.objects.get(id=case).step_due.isoformat() == "2025-09-30", "the report by the day that was counted from the inspection"
    assert refused(case, "reported", officer, "2025-09-25", number="1") == "no_power"
    go(case, "notified", officer, "2025-09-25", number="鄂消重改〔2025〕1号")
    assert stands(case) == ("determined", "2025-09-30")
    go(case, "reported", bureau, "2025-09-25", number="鄂应急〔2025〕9号")
    assert stands(case) == ("reported", "2025-10-11"), "the government decides within seven workdays"
    assert refused(case, "agreed", bureau, "2025-09-28", number="1") == "no_power"
    go(case, "agreed", leader, "2025-09-28", number="鄂政〔2025〕30号")
    assert stands(case) == ("agreed", "2025-10-11")
    assert refused(case, "listed", town, "2025-09-30", due="2025-12-31", department="housing") == "photo_missing"
    assert refused(case, "listed", town, "2025-09-30", photos=PICTURE, due="2025-12-31", department="no_such") == "sector_unknown"
    go(case, "listed", town, "2025-09-30", photos=PICTURE, due="2025-12-31", department="housing")
    assert stands(case) == ("listed", "2025-10-30"), "what was done is told once a month"
    go(case, "progress", housing, "2025-10-29", note="拆了隔板")
    go(case, "extended", leader, "2025-10-30", note="材料未到", due="2026-01-31")
    row = Case.objects.get(id=case)
    assert (stands(case), row.step_due.isoformat()) == (("listed", "2025-11-28"), "2026-01-31")
    go(case, "review_asked", housing, "2025-10-31", note="改完了")
    assert stands(case) == ("review_asked", "2025-11-05")
    assert refused(case, "passed", officer, "2025-11-03", photos=PICTURE, people=["甲"]) == "people_few"
    go(case, "passed", officer, "2025-11-03", photos=PICTURE, people=["甲", "乙"])
    assert stands(case) == ("passed", "2025-11-10")
    assert refused(case, "plate_removed", officer, "2025-11-04", photos=PICTURE) == "step_forbidden", "closing and removing are two steps"
    go(case, "case_closed", officer, "2025-11-04", people=THREE, note="同意销案")
    go(case, "removal_agreed", leader, "2025-11-05", number="鄂政〔2025〕41号")
    go(case, "plate_removed", town, "2025-11-06", photos=PICTURE)
    row = Case.objects.get(id=case)
    assert (row.state, row.ended, row.department, row.due.isoformat()) == ("plate_removed", True, "housing", "2026-01-31")
    assert (row.hazards, row.determination, row.place_name) == ([hazard], said, "兴隆便民超市")
    assert events(case) == [
        "proposed", "discussed", "determined", "notified", "reported", "agreed", "listed", "progress", "extended", "review_asked", "passed",
        "case_closed", "removal_agreed", "plate_removed",
    ]  # fmt: skip
    assert rebuild(check=True).differing == []


def test_experts_conclude_by_two_thirds_of_at_least_seven(shop: str, officer: Actor) -> None:
    case, seven = proposed(shop, officer), [f"专家{n}" for n in range(7)]
    go(case, "sent_to_experts", officer, "2025-09-26", note="中庭防火分隔存疑")
    assert stands(case) == ("experts", "2025-10-21"), "ten workdays more than the thirtieth of September"
    assert refused(case, "concluded", officer, "2025-10-10", people=seven[:6], agreed=6, note="构成") == "people_few"
    assert refused(case, "concluded", officer, "2025-10-10", people=seven, agreed=4, note="构成") == "agreed_few"
    go(case, "concluded", officer, "2025-10-10", people=seven, agreed=5, note="构成重大火灾隐患")
    assert stands(case) == ("discussed", "2025-10-21")
    assert CaseStep.objects.get(event="concluded").data == {"people": seven, "agreed": 5}


def test_the_government_may_decline_and_the_group_may_find_it_not_major(shop: str, officer: Actor, bureau: Actor, leader: Actor) -> None:
    case = determined(shop, officer)
    go(case, "reported", bureau, "2025-09-24", number="1")
    assert refused(case, "declined", officer, "2025-09-28", note="x") == "no_power"
    go(case, "declined", leader, "2025-09-28", note="限期自行整改")
    assert stands(case) == ("declined", "")
    assert refused(case, "agreed", leader, "2025-09-29", number="2") == "step_forbidden"
    other = proposed(shop, officer, "2025-10-13")
    go(other, "not_major", officer, "2025-10-13", note="已当场消除")
    assert Case.objects.get(id=other).ended
    assert rebuild(check=True).differing == []


def test_what_failed_stays_listed_until_it_is_in_order(shop: str, officer: Actor, bureau: Actor, leader: Actor, housing: Actor) -> None:
    case = listed(shop, officer, bureau, leader)
    go(case, "review_asked", housing, "2025-10-20", note="改完了")
    assert refused(case, "failed", officer, "2025-10-22", note="喷淋未修") == "need_missing"
    go(case, "failed", officer, "2025-10-22", note="喷淋未修", due="2026-02-28")
    row = Case.objects.get(id=case)
    assert (row.state, row.step_due.isoformat(), row.due.isoformat()) == ("listed", "2026-02-28", "2026-02-28")
    assert stands(case) == ("listed", "2025-11-21"), "and it is told again within a month how far it is"


def test_out_of_business_it_pauses_and_is_judged_anew(shop: str, officer: Actor, bureau: Actor, leader: Actor) -> None:
    case = listed(shop, officer, bureau, leader)
    go(case, "paused", officer, "2025-10-20", note="已停业", photos=PICTURE)
    row = Case.objects.get(id=case)
    assert (row.state, row.before, row.stopped_on.isoformat(), row.step_due.isoformat()) == ("paused", "listed", "2025-10-20", "2025-12-31")
    assert not Case.objects.filter(is_late(at("2026-06-01").date())).exists(), "nothing is late while its clock stands still"
    go(case, "reopened", officer, "2026-01-19", note="重新开业")
    assert stands(case) == ("proposed", "2026-01-28"), "seven workdays from the inspection that saw it open again"
    assert Case.objects.get(id=case).stopped_on is None
    assert Case.objects.filter(is_late(at("2026-06-01").date())).exists()
    go(case, "discussed", officer, "2026-01-20", people=THREE, note="仍构成")
    go(case, "determined", officer, "2026-01-20", note="仍构成")
    assert rebuild(check=True).differing == []


def test_one_listing_at_a_place_at_a_time(shop: str, officer: Actor) -> None:
    case = proposed(shop, officer)
    assert refused("listing", "proposed", shop, officer, "2025-09-23", note="又", opening=True) == "case_twice"
    proposed(county.place(GRID, "隔壁的店"), officer)
    go(case, "withdrawn", officer, "2025-09-23", note="记错了店")
    assert events(case) == ["proposed", "withdrawn"], "it stays on record"
    assert Case.objects.get(id=case).ended
    proposed(shop, officer, "2025-09-24")


def test_hazards_of_that_place_belong_to_it_also_later(shop: str, worker: Actor, officer: Actor, town: Actor) -> None:
    elsewhere, gone = find(worker, county.place(GRID, "隔壁的店")), find(worker, shop)
    first, second = find(worker, shop), find(worker, shop)
    move("withdrawn", gone, town, "2025-09-22", note="记错了店")
    for wrong in ([elsewhere], [first, gone], [str(uuid4())]):
        assert refused("listing", "proposed", shop, officer, "2025-09-22", note="x", hazards=wrong, opening=True) == "case_hazards"
    case = proposed(shop, officer, hazards=[first])
    assert refused(case, "discussed", officer, "2025-09-23", people=THREE, note="x", hazards=[elsewhere]) == "case_hazards"
    go(case, "discussed", officer, "2025-09-23", people=THREE, note="x", hazards=[second, first])
    assert Case.objects.get(id=case).hazards == [first, second]
    assert {str(hazard) for hazard in in_listings(WHOLE)} == {first, second}
    assert rebuild(check=True).differing == []


def test_two_offices_at_once_and_steps_out_of_order(shop: str, officer: Actor) -> None:
    case = proposed(shop, officer)
    seen = str(Case.objects.get(id=case).entry)
    first = go(case, "discussed", officer, "2025-09-24", seen=seen, people=THREE, note="同意")
    assert refused(case, "not_major", officer, "2025-09-24", seen=seen, note="x") == "step_meanwhile"
    assert refused(case, "determined", officer, "2025-09-21", note="x") == "before_opened"
    assert refused(case, "determined", officer, "2025-09-23", note="x") == "step_order"
    go(case, "determined", officer, "2025-09-24", seen=first, note="直接判定")
    assert stands(case)[0] == "determined"


def test_what_nobody_knows_is_refused_in_words(shop: str, worker: Actor, officer: Actor, people: dict[str, str]) -> None:
    case = proposed(shop, officer)
    assert refused("lottery", "proposed", shop, officer, "2025-09-22", note="x", opening=True) == "cycle_unknown"
    assert refused("listing", "discussed", shop, officer, "2025-09-22", people=THREE, note="x", opening=True) == "step_forbidden"
    assert refused("listing", "proposed", shop, officer, "2025-09-22", note=" ", opening=True) == "need_missing"
    assert refused("listing", "proposed", str(uuid4()), officer, "2025-09-22", note="x", opening=True) == "place_unknown"
    assert refused("listing", "proposed", shop, officer, "2025-09-22", note="x", due="2025-10-01", opening=True) == "need_unasked"
    assert refused(case, "danced", officer, "2025-09-23") == "step_forbidden"
    assert refused(str(uuid4()), "discussed", officer, "2025-09-23", people=THREE, note="x") == "case_unknown"
    assert refused(case, "discussed", officer, "2025-09-23", area=VILLAGE, people=THREE, note="x") == "case_area"
    neighbour = county.actor(people, f"village_head@{FAR}")
    assert refused(case, "danced", neighbour, "2025-09-23") == "outside_area", "a neighbour isn't told how it stands"


def test_the_same_entry_twice_is_one(shop: str, officer: Actor) -> None:
    where = {"type": "premises", "key": shop, "snapshot": {"name": "兴隆便民超市"}}
    item = draft("case.opened", GRID, {"cycle": "listing", "event": "proposed", "place": where, "note": "x"}, occurred_at=at("2025-09-22"))
    assert [append(item, officer).outcome for _time in range(2)] == [Outcome.ACCEPTED, Outcome.REPEATED]
    step = draft("case.moved", GRID, {"case": str(item.id), "event": "not_major", "note": "x"}, occurred_at=at("2025-09-23"))
    assert [one.outcome for _time in range(2) for one in append_each([(step, officer)])] == [Outcome.ACCEPTED, Outcome.REPEATED]
    assert events(str(item.id)) == ["proposed", "not_major"]
    waiting = draft("case.moved", GRID, {"case": str(uuid4()), "event": "not_major", "note": "x"}, occurred_at=at("2025-09-23"))
    assert [one.outcome for one in append_each([(waiting, officer)])] == [Outcome.WAITING]


def test_each_sees_his_own(shop: str, officer: Actor, bureau: Actor, leader: Actor, housing: Actor, police: Actor) -> None:
    case = listed(shop, officer, bureau, leader)
    far = proposed(county.place(FAR, "远处的店"), officer, area=FAR)
    both = {case, far}
    for scope, seen in (
        (WHOLE, both), (Scope((Place(TOWN),)), {case}), (Scope((Place(GRID),)), {case}), (Scope((Place(FAR),)), {far}), (Scope(), set()),
        (Scope((Place(COUNTY, "housing"),)), {case}), (Scope((Place(COUNTY, "public_security"),)), set()),
    ):  # fmt: skip
        assert {str(row.id) for row in visible_to(scope)} == seen
        assert {str(step.case) for step in steps_visible_to(scope)} == seen
        assert listed_places(scope) == ({shop} if case in seen else set()) | (
            {Case.objects.get(id=far).place_key} if far in seen else set()
        )
        assert of_place(scope, shop).count() == (case in seen)
    assert refused(case, "progress", police, "2025-10-20", note="x") == "case_other"
    assert refused(far, "danced", housing, "2025-10-20", area=FAR) == "case_other", "who doesn't see it isn't told how it stands"
    row = Case.objects.get(id=case)
    assert [step.event for step in steps_of(row)] == [step.event for step in steps_of_each([row.id])[row.id]]


def test_a_department_that_supervises_nothing_here_puts_up_no_plate(
    shop: str, officer: Actor, bureau: Actor, leader: Actor, housing: Actor
) -> None:
    case = determined(shop, officer)
    go(case, "reported", bureau, "2025-09-24", number="1")
    go(case, "agreed", leader, "2025-09-28", number="2")
    assert refused(case, "listed", housing, "2025-09-30", photos=PICTURE, due="2025-12-31", department="housing") == "case_other"


def test_the_program_itself_may_open_one(shop: str) -> None:
    assert stands(begin("listing", "proposed", shop, system_actor(), "2025-09-22", note="导入"))[0] == "proposed"
