"""What is done about hazards and listings is recorded once, and counts: for duties with their days, and for the measures that rules propose (P7, P10)."""

from datetime import date

import pytest
from tests import county
from tests.cases.walking import PICTURE, THREE, determined, go, listed
from tests.county import COUNTY
from tests.hazards.walking import AFTER, at, find, move
from tests.inspections.conftest import GRID, people, shop, worker

from sanzhang.cases.models import CaseStep
from sanzhang.hazards.models import HazardEvent
from sanzhang.journal.actors import Actor, system_actor
from sanzhang.journal.append import append, draft
from sanzhang.journal.rebuild import rebuild
from sanzhang.packs import shipped
from sanzhang.rules.standing import Standing
from sanzhang.standing.board import Board, compute
from sanzhang.standing.load import lasting_kinds, load_facts

__all__ = ["people", "shop", "worker"]


@pytest.fixture
def actors(people: dict[str, str]) -> dict[str, Actor]:
    """Those who act here, by post."""
    posts = ("brigade_officer", "emergency_bureau", "county_leader", "committee_office", "department_inspector")
    return {post: county.actor(people, f"{post}@{COUNTY}" + ("/housing" if post == "department_inspector" else "")) for post in posts}


def on(day: str) -> Board:
    return compute(COUNTY, date.fromisoformat(day))


def triggered(board: Board, duty: str) -> list[Standing]:
    """The obligations of a duty that something began, in the order in which they began."""
    return [standing for standing in board.standings if standing.obligation.duty.id == duty]


def stood(board: Board, duty: str) -> tuple[str, str, tuple[str, ...]]:
    """The one obligation of a duty: its state, its due day, what counts for it."""
    (standing,) = triggered(board, duty)
    return str(standing.state), standing.obligation.window.due.isoformat(), standing.records


def hazard_step(event: str) -> str:
    return str(HazardEvent.objects.get(event=event).id)


def case_step(event: str) -> str:
    return str(CaseStep.objects.get(event=event).id)


def test_a_referral_is_owed_a_receipt_within_five_workdays(worker: Actor, shop: str, actors: dict[str, Actor]) -> None:
    hazard = find(worker, shop)
    assert triggered(on("2025-09-24"), "county.referral_answered") == []
    move("referred", hazard, actors["committee_office"], "2025-09-24", department="housing", note="请处理")
    assert stood(on("2025-09-30"), "county.referral_answered") == ("open", "2025-09-30", ())
    assert stood(on("2025-10-01"), "county.referral_answered")[0] == "overdue"
    move("receipt", hazard, actors["department_inspector"], "2025-09-29", note="已派人", due="2025-10-20")
    board = on("2025-10-09")
    assert stood(board, "county.referral_answered") == ("met", "2025-09-30", (hazard_step("receipt"),))
    (standing,) = triggered(board, "county.referral_answered")
    assert standing.obligation.trigger == hazard_step("referred")
    assert standing.obligation.duty.clause == "二(二)3④"
    assert [one.obligation.duty.id for one in board.counted_for[hazard_step("receipt")]] == ["county.referral_answered"]
    assert stood(on("2025-09-28"), "county.referral_answered")[0] == "open", "a past day as it stood then"


def test_each_referral_is_answered_by_its_own_receipt(worker: Actor, shop: str, actors: dict[str, Actor]) -> None:
    hazard = find(worker, shop)
    move("referred", hazard, actors["committee_office"], "2025-09-24", department="housing", note="请处理")
    move("sent_back", hazard, actors["department_inspector"], "2025-09-25", note="不归我们")
    move("referred", hazard, actors["committee_office"], "2025-10-09", department="housing", note="再看")
    move("receipt", hazard, actors["department_inspector"], "2025-10-20", note="已派人", due="2025-11-20")
    first, second = triggered(on("2025-10-21"), "county.referral_answered")
    assert (str(first.state), first.obligation.window.due.isoformat(), first.records) == ("overdue", "2025-09-30", ())
    assert (str(second.state), second.obligation.window.due.isoformat(), second.records) == (
        "met_late", "2025-10-15", (hazard_step("receipt"),)
    )  # fmt: skip


def test_a_major_hazard_is_reported_within_seven_and_listed_within_fourteen_workdays(shop: str, actors: dict[str, Actor]) -> None:
    case = determined(shop, actors["brigade_officer"])
    board = on("2025-09-22")
    assert stood(board, "county.major_hazard_report") == ("open", "2025-09-30", ())
    assert stood(board, "county.listing") == ("open", "2025-10-16", ())
    assert {standing.obligation.trigger for standing in triggered(board, "county.listing")} == {case_step("determined")}
    late = on("2025-10-17")
    assert [stood(late, duty)[0] for duty in ("county.major_hazard_report", "county.listing")] == ["overdue", "overdue"]
    go(case, "reported", actors["emergency_bureau"], "2025-09-30", number="1")
    go(case, "agreed", actors["county_leader"], "2025-10-11", number="2")
    assert stood(on("2025-10-11"), "county.listing")[0] == "open", "agreeing is not yet listing"
    go(case, "listed", actors["brigade_officer"], "2025-10-17", photos=PICTURE, due="2025-12-31", department="housing")
    board = on("2025-10-20")
    assert stood(board, "county.major_hazard_report") == ("met", "2025-09-30", (case_step("reported"),))
    assert stood(board, "county.listing") == ("met_late", "2025-10-16", (case_step("listed"),))
    listing = next(record for record in load_facts(COUNTY, date(2025, 10, 20)).records if record.kind == "listed_supervision")
    assert (listing.data, listing.areas, listing.refers_to) == ({"correct_by": "2025-12-31"}, (GRID,), case_step("determined"))
    assert rebuild(check=True).differing == []


@pytest.mark.parametrize("post", ["town_officer@150624100", "emergency_bureau@150624", "brigade_chief@150624"])
def test_whoever_supervises_and_puts_up_the_plate_it_counts(people: dict[str, str], shop: str, actors: dict[str, Actor], post: str) -> None:
    case = determined(shop, actors["brigade_officer"])
    go(case, "reported", actors["emergency_bureau"], "2025-09-24", number="1")
    go(case, "agreed", actors["county_leader"], "2025-09-28", number="2")
    go(case, "listed", county.actor(people, post), "2025-09-30", photos=PICTURE, due="2025-12-31", department="housing")
    assert stood(on("2025-10-09"), "county.listing")[0] == "met"


def test_judged_anew_after_a_pause_it_is_owed_anew(shop: str, actors: dict[str, Actor]) -> None:
    officer, bureau = actors["brigade_officer"], actors["emergency_bureau"]
    case = listed(shop, officer, bureau, actors["county_leader"])
    go(case, "paused", officer, "2025-10-20", note="停业", photos=PICTURE)
    go(case, "reopened", officer, "2025-11-17", note="重新开业")
    go(case, "discussed", officer, "2025-11-18", people=THREE, note="仍构成")
    go(case, "determined", officer, "2025-11-18", note="仍构成")
    go(case, "reported", bureau, "2025-11-19", number="3")
    first, second = triggered(on("2025-11-20"), "county.major_hazard_report")
    assert [(str(one.state), one.obligation.window.due.isoformat()) for one in (first, second)] == [
        ("met", "2025-09-30"),
        ("met", "2025-11-27"),
    ]
    assert first.records != second.records
    assert [str(one.state) for one in triggered(on("2025-11-20"), "county.listing")] == ["met", "open"]


def test_an_order_that_was_carried_out_counts_as_checked_again(worker: Actor, shop: str, actors: dict[str, Actor]) -> None:
    hazard = find(worker, shop)
    assert stood(on("2025-09-23"), "village.hazards_cleared") == ("open", "2025-10-22", ())
    move("ordered", hazard, actors["brigade_officer"], "2025-09-24", number="1", due="2025-10-10")
    move("rectified", hazard, worker, "2025-10-09", note="单位说改好了")
    assert stood(on("2025-10-10"), "village.hazards_cleared")[0] == "open", "what the premises say of themselves is no check"
    move("reinspected", hazard, actors["brigade_officer"], "2025-10-11", photos=AFTER)
    assert stood(on("2025-10-11"), "village.hazards_cleared") == ("met", "2025-10-22", (hazard_step("reinspected"),))
    record = next(record for record in load_facts(COUNTY, date(2025, 10, 11)).records if record.kind == "hazard_rechecked")
    assert record.data == {"result": "corrected"}


def test_measures_are_proposed_for_a_major_hazard_and_for_what_was_left_uncorrected(
    shop: str, worker: Actor, actors: dict[str, Actor]
) -> None:
    officer = actors["brigade_officer"]
    hazard = find(worker, shop)
    assert on("2025-09-22").proposals == [] or all(not proposal.records for proposal in on("2025-09-22").proposals)
    determined(shop, officer, hazards=[hazard])
    move("ordered_now", hazard, officer, "2025-09-24", number="1")
    move("rectified", hazard, worker, "2025-09-24", note="说改好了")
    move("remains", hazard, officer, "2025-09-25", note="还锁着")
    found = {proposal.trigger: proposal for proposal in on("2025-09-26").proposals if proposal.records}
    assert {trigger: proposal.records for trigger, proposal in found.items()} == {
        "talk.major_hazard": (case_step("determined"),),
        "exposure.major_hazard": (case_step("determined"),),
        "exposure.left_uncorrected": (hazard_step("remains"),),
    }
    assert {proposal.person for proposal in found.values()} == {""}, "aimed at nobody: who told of it only told what he saw"


def test_what_was_withdrawn_or_learned_later_counts_for_nothing(worker: Actor, shop: str, actors: dict[str, Actor]) -> None:
    hazard = find(worker, shop, action="cannot")
    moment = HazardEvent.objects.latest("recorded_at").recorded_at
    assert [str(one.state) for one in triggered(on("2025-09-30"), "grid.hazard_report")] == ["met"]
    move("withdrawn", hazard, system_actor(), "2025-09-26", note="记错了店")
    assert triggered(on("2025-09-30"), "grid.hazard_report") == []
    then = compute(COUNTY, date(2025, 9, 30), known_at=moment)
    assert [str(one.state) for one in triggered(then, "grid.hazard_report")] == ["met"], "as it was known then"


def test_what_is_begun_by_a_step_never_grows_old(worker: Actor, shop: str, actors: dict[str, Actor]) -> None:
    assert {"referral", "referral_receipt", "major_hazard_found", "major_hazard_reported", "listed_supervision"} <= lasting_kinds(
        shipped("otog-2022")
    )
    hazard = find(worker, shop)
    move("referred", hazard, actors["committee_office"], "2025-09-24", department="housing", note="请处理")
    determined(shop, actors["brigade_officer"])
    facts = load_facts(COUNTY, date(2028, 6, 1), pack=shipped("otog-2022"))
    assert {record.kind for record in facts.records} == {"hazard_found", "referral", "major_hazard_found"}
    assert [str(one.state) for one in triggered(on("2028-06-01"), "county.referral_answered")] == ["overdue"]


def test_one_fact_is_typed_once(worker: Actor, shop: str, actors: dict[str, Actor]) -> None:
    hazard = find(worker, shop, action="cannot")
    move("taken", hazard, actors["brigade_officer"], "2025-09-23")
    move("corrected", hazard, worker, "2025-09-24", kind="corrected", photos=AFTER)
    kinds = [record.kind for record in load_facts(COUNTY, at("2025-09-30").date()).records]
    assert sorted(kinds) == ["hazard_found", "hazard_rechecked", "hazard_reported_up"]


def test_a_decided_number_moves_what_is_owed_from_its_day(shop: str, actors: dict[str, Actor]) -> None:
    decided = {"parameter": "major_report_workdays", "value": 3, "valid_from": "2025-09-01", "basis": "委员会纪要"}
    append(draft("parameter.decided", COUNTY, decided), system_actor())
    case = determined(shop, actors["brigade_officer"])
    assert stood(on("2025-09-23"), "county.major_hazard_report")[1] == "2025-09-25"
    assert CaseStep.objects.filter(case=case).count() == 3
