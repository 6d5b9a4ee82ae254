"""P6: a past day stays as it was known then; files and database give the same figures; duties pass with the post."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from tests import county
from tests.journal.conftest import COUNTY, TOWN, VILLAGE, build_banner, inspect

from sanzhang.journal.actors import Actor, system_actor
from sanzhang.journal.append import append, draft
from sanzhang.journal.rebuild import rebuild
from sanzhang.packs import shipped
from sanzhang.people.models import Appointment
from sanzhang.rules.standing import Standing, evaluate
from sanzhang.standing.board import Board, compute
from sanzhang.standing.files import read_facts, write_facts
from sanzhang.standing.load import load_facts

DAY = date(2026, 7, 15)


@pytest.fixture
def people(db: None) -> dict[str, str]:
    """The banner's people."""
    return build_banner()


@pytest.fixture
def head(people: dict[str, str]) -> Actor:
    """The town head."""
    return county.actor(people, "town_head")


def monthly(board: Board, month: str) -> Standing:
    """The town's monthly joint inspection."""
    return board.by_key[f"town.joint_inspection@{TOWN}@{month}"]


def change_everything(people: dict[str, str], head: Actor, made: str) -> None:
    """Whatever may change what is known of the past."""
    system = system_actor()
    inspect(head, TOWN, date(2026, 4, 2), "police_station")
    append(draft("record.withdrawn", TOWN, {"record": made, "evidence": "joint_inspection", "reason": "重复"}), system)
    append(draft("area.set", VILLAGE, {"name": "改名", "valid_to": "2026-05-31"}), system)
    append(draft("exemption.granted", TOWN, {"duty": "town.joint_inspection", "period": "2026-02", "reason": "封控"}), system)
    held = Appointment.objects.get(person=people["town_head"]).key
    append(draft("post.handed_over", TOWN, {"appointment": held, "successor": people["grid_worker"], "from_day": "2026-03-01"}), system)
    grace = next(parameter for parameter in shipped("otog-2022").parameters if parameter.id == "grace_days")
    append(draft("parameter.decided", COUNTY, {"parameter": grace.id, "value": 3, "valid_from": "2026-01-01", "basis": "纪要"}), system)


def test_a_past_day_stays_as_it_was_known_then(people: dict[str, str], head: Actor) -> None:
    made = inspect(head, TOWN, date(2026, 6, 10), "police_station")
    then, moment = compute(COUNTY, DAY), timezone.now()
    assert monthly(then, "2026-06").state == "met"
    change_everything(people, head, made)
    now = compute(COUNTY, DAY)
    assert now.standings != then.standings
    assert monthly(now, "2026-06").state == "missed"
    assert monthly(now, "2026-04").state == "met"
    assert monthly(now, "2026-02").state == "exempt"
    again = compute(COUNTY, DAY, known_at=moment)
    assert again.standings == then.standings
    assert again.gaps == then.gaps
    assert again.area_name(VILLAGE) == then.area_name(VILLAGE)
    rebuild(check=False)
    assert compute(COUNTY, DAY, known_at=moment).standings == then.standings


def test_files_and_database_give_the_same(people: dict[str, str], head: Actor, tmp_path: Path) -> None:
    change_everything(people, head, inspect(head, TOWN, date(2026, 6, 10), "police_station"))
    pack = shipped("otog-2022")
    facts = load_facts(COUNTY, DAY)
    write_facts(facts, tmp_path)
    read = read_facts(tmp_path, pack)
    assert read == facts
    since = date(2026, 1, 1)
    assert tuple(evaluate(pack, read, DAY, since=since)) == tuple(evaluate(pack, facts, DAY, since=since))
    assert {standing.obligation.key for standing in evaluate(pack, read, DAY, since=since)} <= set(compute(COUNTY, DAY).by_key)


def test_open_duties_pass_with_the_post(people: dict[str, str], head: Actor) -> None:
    inspect(head, TOWN, date(2026, 5, 10), "village")
    held = Appointment.objects.get(person=people["town_head"]).key
    append(
        draft("post.handed_over", TOWN, {"appointment": held, "successor": people["grid_worker"], "from_day": "2026-06-16"}),
        system_actor(),
    )
    board = compute(COUNTY, date(2026, 6, 20))
    before, going_over = monthly(board, "2026-05"), monthly(board, "2026-06")
    assert before.owner
    assert before.owner.person == people["town_head"]
    assert going_over.owner
    assert going_over.owner.person == people["grid_worker"]
    assert [held.person for held in going_over.holders] == [people["town_head"], people["grid_worker"]]
    earlier = monthly(compute(COUNTY, date(2026, 6, 15)), "2026-06")
    assert earlier.owner
    assert earlier.owner.person == people["town_head"]


def test_a_post_that_ends_leaves_a_gap(people: dict[str, str]) -> None:
    def holes(day: date) -> set[tuple[str, str]]:
        return {(gap.post, gap.area) for gap in compute(COUNTY, day).gaps}

    held = Appointment.objects.get(person=people["town_head"])
    payload = {"key": held.key, "person": held.person, "post": "town_head", "start": "2025-01-01", "end": "2026-06-30"}
    append(draft("appointment.set", TOWN, payload), system_actor())
    assert ("town_head", TOWN) not in holes(date(2026, 6, 30))
    assert ("town_head", TOWN) in holes(date(2026, 7, 1))
    assert monthly(compute(COUNTY, date(2026, 7, 2)), "2026-07").owner is None


def test_a_record_of_tomorrow_counts_for_nothing_today(people: dict[str, str], head: Actor) -> None:
    inspect(head, TOWN, date(2026, 6, 10), "police_station")
    assert monthly(compute(COUNTY, date(2026, 6, 9)), "2026-06").state == "open"
    assert monthly(compute(COUNTY, date(2026, 6, 10)), "2026-06").state == "met"


def test_a_day_to_come_can_be_asked_for(people: dict[str, str]) -> None:
    ahead = timezone.localdate() + timedelta(days=400)
    assert any(standing.obligation.window.start > timezone.localdate() for standing in compute(COUNTY, ahead).standings)
