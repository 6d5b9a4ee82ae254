"""Households: nothing personal in the clear, opened for a reason, erased for good."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from tests import county
from tests.county import COUNTY, FAR, SISTER, VILLAGE
from tests.households.conftest import now

from sanzhang.households.entries.set_household import HouseholdSet
from sanzhang.households.models import Household
from sanzhang.households.personal import personal_of
from sanzhang.journal.actors import Actor
from sanzhang.journal.append import append, draft
from sanzhang.journal.models import Entry, SubjectKey
from sanzhang.journal.rebuild import rebuild
from sanzhang.journal.sealing import seal
from sanzhang.journal.verify import verify
from sanzhang.rules.problems import Problem

SECRETS = ("王秀英", "13912345678", "某巷某号", "living_alone_elderly", "灶边堆柴草")


def head(people: dict[str, str], village: str = VILLAGE) -> Actor:
    return county.actor(people, f"village_head@{village}")


def refused(by: Actor, number: str = "009", area: str = VILLAGE, **state: Any) -> Problem:
    with pytest.raises(Problem) as caught:
        county.household(area, number, by, **state)
    return caught.value


def restated(home: str, **changes: Any) -> HouseholdSet:
    household = now(home)
    same = {name: getattr(household, name) for name in ("key", "number", "vulnerable", "purpose", "keep_until", "sealed")}
    return HouseholdSet.model_validate(same | {"base": str(household.entry)} | changes)


def test_nothing_personal_is_kept_in_the_clear_anywhere(home: str) -> None:
    personal = personal_of(now(home))
    assert personal is not None
    assert (personal.name, personal.phone, personal.people, personal.categories) == ("王秀英", "13912345678", 1, ("living_alone_elderly",))
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of our own tables
            rows = repr(cursor.fetchall())
            assert not [secret for secret in SECRETS if secret in rows], table


@pytest.mark.parametrize(
    ("state", "code", "said"),
    [
        ({"number": " "}, "household_number", "没有写户编号"),
        ({"purpose": " "}, "household_purpose", "目的"),
        ({"keep_until": "2020-01-01"}, "household_keep_until", "2020-01-01"),
        ({"keep_until": "2126-01-01"}, "household_keep_until", "十年"),
        ({"name": " "}, "household_personal", "户主姓名"),
        ({"name": "乌" * 61}, "household_personal", "不能用"),
        ({"people": 51}, "household_people", "50"),
        ({"categories": ["rich"]}, "household_categories", "类别"),
        ({"personal": {"name": "王秀英", "income": 5}}, "household_personal", "不能用"),
        ({"personal": {"name": "王秀英", "position": {"lat": 99, "lon": 0}}}, "position", "地球"),
        ({"colour": "red"}, "payload", "colour"),
    ],
)
def test_what_cannot_be_is_refused_without_repeating_it(people: dict[str, str], state: dict[str, Any], code: str, said: str) -> None:
    problem = refused(head(people), **({"number": "009"} | state))
    assert problem.code == code
    assert said in str(problem)
    assert "王秀英" not in str(problem)
    assert not SubjectKey.objects.filter(subject__startswith="household:").exists()


def test_a_household_lies_in_a_village_or_grid(people: dict[str, str]) -> None:
    chief = county.actor(people, f"town_head@{county.TOWN}")
    assert refused(chief, area=county.TOWN).code == "household_area"
    assert refused(chief, area=VILLAGE + "099").code == "household_area"


def test_a_number_is_one_households_in_its_village(people: dict[str, str], home: str) -> None:
    assert refused(head(people), "001").code == "household_number"
    assert refused(head(people), "001", VILLAGE + "001").code == "household_number"
    assert county.household(SISTER, "001", head(people, SISTER))


def test_nobody_reaches_into_a_neighbours_village(people: dict[str, str], home: str) -> None:
    neighbour = head(people, SISTER)
    assert refused(neighbour, "001").code == "outside_area"
    assert refused(neighbour, "002", SISTER, key=home).code == "outside_area"
    for kind in ("household.removed", "household.erased", "household.revealed"):
        with pytest.raises(Problem, match="不在您任职的区域内"):
            append(draft(kind, SISTER, {"key": home, "reason": "试一试"}), neighbour)
    assert personal_of(now(home)) is not None


def test_registering_and_opening_take_their_powers(people: dict[str, str], home: str) -> None:
    office, brigade = county.actor(people, f"committee_office@{COUNTY}"), county.actor(people, f"brigade_chief@{COUNTY}")
    for by, kind in ((office, "household.revealed"), (office, "household.erased"), (brigade, "household.erased")):
        with pytest.raises(Problem) as caught:
            append(draft(kind, VILLAGE, {"key": home, "reason": "试一试"}), by)
        assert caught.value.code == "no_power"
    assert refused(brigade).code == "no_power"
    append(draft("household.revealed", VILLAGE, {"key": home, "reason": "联系家人"}), brigade)
    entry = Entry.objects.get(kind="household.revealed")
    assert json.loads(entry.body)["payload"] == {"key": home, "reason": "联系家人"}


def test_two_who_change_the_same_state_are_both_kept_and_marked(people: dict[str, str], home: str) -> None:
    base, by = str(now(home).entry), head(people)
    append(draft("household.set", VILLAGE, restated(home, purpose="甲")), by)
    append(draft("household.set", VILLAGE, restated(home, purpose="乙", base=base)), by)
    assert (now(home).purpose, now(home).conflict, Household.objects.filter(key=home).count()) == ("乙", True, 3)
    append(draft("household.set", VILLAGE, restated(home)), by)
    assert not now(home).conflict


@pytest.mark.parametrize("kind", ["household.erased", "household.removed"])
def test_what_was_erased_cannot_be_read_and_cannot_come_back(people: dict[str, str], home: str, kind: str) -> None:
    by, before = head(people), restated(home)
    other = county.household(VILLAGE, "002", by)
    append(draft("household.set", VILLAGE, restated(home, purpose="改过")), by)
    append(draft(kind, VILLAGE, {"key": home, "reason": "已搬走"}), by)
    assert not SubjectKey.objects.filter(subject=f"household:{home}").exists()
    assert {personal_of(state) for state in Household.objects.filter(key=home)} == {None}
    assert [state.erased for state in Household.objects.filter(key=home).order_by("recorded_at")] == [False, kind == "household.erased"]
    assert personal_of(now(other)) is not None
    for again in (lambda: append(draft("household.set", VILLAGE, before), by), lambda: county.household(VILLAGE, "001", by, key=home)):
        with pytest.raises(Problem) as caught:
            again()
        assert caught.value.code == "household_gone"
    with pytest.raises(Problem) as caught:
        append(draft(kind, VILLAGE, {"key": home, "reason": "再来"}), by)
    assert caught.value.code == "household_unknown"
    assert county.household(VILLAGE, "001", by)


def test_after_an_erasure_the_chain_verifies_and_a_rebuild_agrees(people: dict[str, str], home: str) -> None:
    kept = county.household(FAR, "001", head(people, FAR))
    place = county.place(VILLAGE, "某店", head(people))
    append(draft("household.erased", VILLAGE, {"key": home, "reason": "期满"}), head(people))
    seal(COUNTY)
    assert verify(COUNTY).problems == []
    assert rebuild(check=True).differing == []
    assert rebuild(check=False).differing == []
    assert personal_of(Household.objects.filter(key=home)[0]) is None
    assert personal_of(now(kept)) is not None
    assert place


def test_data_of_another_household_cannot_be_passed_off(people: dict[str, str], home: str) -> None:
    other = county.household(VILLAGE, "002")
    for sealed in (now(home).sealed, {}, {"subject": f"household:{other}", "nonce": "?", "data": "?"}):
        with pytest.raises(Problem) as caught:
            append(draft("household.set", VILLAGE, restated(other, sealed=sealed)), head(people))
        assert caught.value.code == "household_personal"


def test_a_household_may_be_kept_from_the_day_on_which_it_was_recorded(people: dict[str, str]) -> None:
    key = county.household(VILLAGE, "003", head(people), day=datetime(2025, 3, 1, 4, tzinfo=UTC), keep_until="2025-12-31")
    assert now(key).keep_until.isoformat() == "2025-12-31"
