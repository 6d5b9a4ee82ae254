"""Inspections: kept whole, counted as what the notice calls them, withdrawn by those who may; what can't be kept is refused in words."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from tests import county
from tests.county import COUNTY, FAR, SISTER, TOWN, VILLAGE, finding, photo
from tests.inspections.conftest import GRID, ago

from sanzhang.hazards.models import Hazard, HazardEvent
from sanzhang.inspections.models import Inspection
from sanzhang.inspections.queries import inspection_facts, last_inspected, visible_to
from sanzhang.journal.actors import Actor, Place, Scope
from sanzhang.journal.append import append, draft
from sanzhang.journal.models import Entry
from sanzhang.journal.rebuild import rebuild
from sanzhang.photos.models import PhotoUse
from sanzhang.rules.problems import NotYet, Problem
from sanzhang.standing.board import board


def tomorrow() -> str:
    return (timezone.localdate() + timedelta(days=1)).isoformat()


def withdraw(made: str, by: Actor, reason: str = "记错了门店") -> None:
    append(draft("inspection.withdrawn", GRID, {"inspection": made, "evidence": "daily_patrol", "reason": reason}), by)


def test_one_entry_says_it_all_and_the_tables_can_be_made_again(worker: Actor, shop: str) -> None:
    ways = [
        finding("一", due=tomorrow(), photos=[photo("a" * 64)]),
        finding("二", "cannot"),
        finding("三", "on_the_spot", after=[photo("b" * 64, "after")]),
    ]
    made = county.inspection(worker, GRID, shop, ago(hours=1), *ways, answers={"aisles": "problem"}, photos=[photo("c" * 64, "scene")])
    row = Inspection.objects.get(id=made)
    assert (row.area, row.person, row.findings_count, row.place_key, row.answers) == (GRID, worker.person, 3, shop, {"aisles": "problem"})
    assert dict(Hazard.objects.values_list("text", "state")) == {"一": "open", "二": "reported", "三": "corrected"}
    assert sorted(HazardEvent.objects.values_list("event", flat=True)) == ["corrected", "found", "found", "found", "reported"]
    assert sorted(PhotoUse.objects.values_list("role", flat=True)) == ["after", "before", "scene"]
    assert rebuild(check=True).differing == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"checklist": "no_such"}, "checklist_unknown"),
        ({"checklist_version": 99}, "checklist_unknown"),
        ({"answers": {"no_such": "fine"}}, "item_unknown"),
        ({"evidence": "home_visit"}, "evidence_unknown"),
        ({"evidence": "no_such"}, "no_power"),
        ({"place": {"type": "premises", "key": "nowhere", "snapshot": {}}}, "place_unknown"),
        ({"place": {"type": "area", "key": GRID, "snapshot": {str(n): n for n in range(99)}}}, "snapshot"),
        ({"parties": ["nobody"]}, "party_unknown"),
        ({"departments": ["nothing"]}, "sector_unknown"),
        ({"findings": [finding("一", due="2020-01-01")]}, "finding_due"),
        ({"findings": [finding("一")]}, "finding_due"),
        ({"findings": [finding("一", "cannot", due="2035-01-01")]}, "finding_due"),
        ({"findings": [finding("一", "on_the_spot")]}, "finding_after"),
        ({"signature": {"state": "signed", "name": "某", "sha256": ""}}, "signature"),
        ({"findings": [finding("一", due="2035-01-01", photos=[photo("a" * 64)], no_photo="camera")]}, "finding_no_photo"),
        ({"findings": [finding("一", due="2035-01-01", no_photo="lazy")]}, "payload"),
        ({"colour": "red"}, "payload"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(worker: Actor, shop: str, change: dict[str, Any], code: str) -> None:
    before = Entry.objects.count()
    place = {"type": "premises", "key": shop, "snapshot": {}}
    plain = {"checklist": "nine_small_shop", "checklist_version": 1, "evidence": "daily_patrol", "started_at": ago(hours=1).isoformat()}
    with pytest.raises(Problem) as raised:
        append(draft("inspection.made", GRID, {**plain, "place": place, **change}), worker)
    assert (raised.value.code, bool(raised.value.hint)) == (code, True)
    assert isinstance(raised.value, NotYet) is (code == "place_unknown")
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, "joint_alone"),
        ({"present": [{"name": "其木格"}]}, "joint_alone"),
        ({"departments": ["housing"]}, "joint_unnamed"),
        ({"parties": ["police_station"], "present": [{"name": "敖伦其日嘎嘎查嘎查村（社区）主要负责人"}]}, "joint_unnamed"),
        ({"parties": ["police_station"], "present": [{"name": "其木格"}]}, ""),
        ({"departments": ["housing"], "present": [{"name": "其木格", "organisation": "住建局"}]}, ""),
    ],
)
def test_a_joint_inspection_says_which_departments_came_and_names_somebody(
    head: Actor, shop: str, change: dict[str, Any], code: str
) -> None:
    if not code:
        assert county.inspection(head, GRID, shop, ago(minutes=5), evidence="joint_inspection", **change)
        return
    with pytest.raises(Problem, match="联合检查") as raised:
        county.inspection(head, GRID, shop, ago(minutes=5), evidence="joint_inspection", **change)
    assert raised.value.code == code


def test_a_joint_inspection_kept_before_names_were_asked_is_made_again_as_it_was(
    head: Actor, shop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr("sanzhang.inspections.checks.check_taking_part", lambda *_: None)
        made = county.inspection(head, GRID, shop, ago(minutes=5), evidence="joint_inspection")
    assert rebuild(check=True).differing == []
    assert Inspection.objects.get(id=made).present == []


def test_why_there_is_no_photo_stays_with_the_finding(worker: Actor, shop: str) -> None:
    wrong = finding("堆放货物", due=tomorrow(), no_photo="refused")
    county.inspection(worker, GRID, shop, ago(minutes=5), wrong)
    assert HazardEvent.objects.get(hazard=wrong["id"], event="found").data == {"no_photo": "refused"}


def test_of_a_home_nothing_personal_is_kept(worker: Actor) -> None:
    home = county.household(GRID, "001")
    visit = {"checklist": "home_visit", "checklist_version": 1, "evidence": "home_visit", "started_at": ago(hours=1).isoformat()}
    with pytest.raises(Problem) as raised:
        append(
            draft(
                "inspection.made", GRID, visit | {"place": {"type": "household", "key": home, "snapshot": {"number": "001", "name": "王"}}}
            ),
            worker,
        )
    assert raised.value.code == "snapshot_personal"
    append(draft("inspection.made", GRID, visit | {"place": {"type": "household", "key": home, "snapshot": {"number": "001"}}}), worker)
    assert Inspection.objects.get().evidence == "home_visit"


def test_the_level_and_the_power_are_the_notices(people: dict[str, str], worker: Actor, shop: str) -> None:
    with pytest.raises(Problem) as raised:
        county.inspection(county.actor(people, f"town_head@{TOWN}"), TOWN, shop, ago(hours=1))
    assert raised.value.code in ("no_power", "record_level")
    with pytest.raises(Problem) as raised:
        county.inspection(worker, GRID, shop, ago(hours=1), evidence="joint_inspection", checklist="joint_inspection")
    assert raised.value.code == "no_power"
    with pytest.raises(Problem) as raised:
        county.inspection(worker, SISTER + "001", shop, ago(hours=1))
    assert raised.value.code == "outside_area"


def test_a_withdrawn_one_stays_marked_with_its_hazards_and_counts_no_more(worker: Actor, shop: str) -> None:
    made = county.inspection(worker, GRID, shop, ago(hours=1), finding("一", due=tomorrow()))
    known = timezone.now()
    assert [fact.id for fact in inspection_facts(COUNTY, None, timezone.localdate())] == [made]
    assert made in board(COUNTY).counted_for
    withdraw(made, worker)
    row = Inspection.objects.get(id=made)
    assert (bool(row.withdrawn_at), row.withdrawn_because) == (True, "记错了门店")
    assert Hazard.objects.get().state == "withdrawn"
    assert inspection_facts(COUNTY, None, timezone.localdate()) == ()
    assert [fact.id for fact in inspection_facts(COUNTY, known, timezone.localdate())] == [made], "what was known then stays so"
    assert made not in board(COUNTY).counted_for
    assert last_inspected(Scope((Place(COUNTY),)), [shop]) == {}
    assert rebuild(check=True).differing == []


def test_only_whoever_made_it_and_those_in_charge_withdraw_it(people: dict[str, str], worker: Actor, head: Actor, shop: str) -> None:
    made = county.inspection(worker, GRID, shop, ago(hours=1))
    cases = [
        (county.actor(people, f"grid_chief@{GRID}"), "不对", "not_yours"),
        (county.actor(people, f"village_head@{SISTER}"), "不对", "outside_area"),
        (head, "  ", "reason_missing"),
    ]
    for by, reason, code in cases:
        with pytest.raises(Problem) as raised:
            withdraw(made, by, reason)
        assert raised.value.code == code
    withdraw(made, head)
    with pytest.raises(Problem) as raised:
        withdraw(made, head)
    assert raised.value.code == "inspection_withdrawn"
    with pytest.raises(NotYet):
        withdraw(str(uuid4()), worker)


def test_each_sees_his_own(people: dict[str, str], worker: Actor, shop: str) -> None:
    county.inspection(worker, GRID, shop, ago(hours=1))
    far = county.place(FAR, "远处的店")
    county.inspection(county.actor(people, f"village_head@{FAR}"), FAR, far, ago(days=2))
    seen = {area: visible_to(Scope((Place(area),))).count() for area in (COUNTY, TOWN, VILLAGE, GRID, SISTER, FAR)}
    assert seen == {COUNTY: 2, TOWN: 1, VILLAGE: 1, GRID: 1, SISTER: 0, FAR: 1}
    assert visible_to(Scope()).count() == 0
    assert visible_to(Scope((Place(COUNTY, "housing"),))).count() == 0
    assert visible_to(Scope((Place(COUNTY), Place("150625")))).count() == 2
    assert [row.area for row in visible_to(Scope((Place(COUNTY),)))] == [GRID, FAR]


def test_an_office_inspects_alone_and_it_passes_for_nothing_else(people: dict[str, str], worker: Actor, shop: str) -> None:
    inspector = county.actor(people, f"department_inspector@{county.COUNTY}/housing")
    alone = {"checklist_version": 2, "evidence": "agency_check"}
    made = county.inspection(inspector, GRID, shop, ago(minutes=5), finding("堆货", due="2035-01-01", photos=[photo("a" * 64)]), **alone)
    assert (Inspection.objects.get(id=made).evidence, Hazard.objects.get(inspection=made).sector) == ("agency_check", "housing")
    with pytest.raises(Problem) as raised:
        county.inspection(worker, GRID, shop, ago(minutes=5), **alone)
    assert raised.value.code == "no_power", "a grid worker's round is a round"
