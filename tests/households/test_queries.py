"""Who sees which households, which are due to be erased, and what a phone is told."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import county
from tests.county import COUNTY, FAR, SISTER, VILLAGE
from tests.households.conftest import now

from sanzhang.households.personal import masked
from sanzhang.households.queries import erased, for_phone, states_of, to_be_erased, visible_to
from sanzhang.journal.actors import Scope
from sanzhang.journal.append import append, draft
from sanzhang.people.queries import actors_of, scope_of

DAY = date(2026, 6, 30)


def scope(people: dict[str, str], number: str, power: str = "view.area") -> Scope:
    return scope_of(actors_of(people[number], DAY), power)


def test_everybody_sees_his_area_and_a_department_no_household_at_all(people: dict[str, str], home: str) -> None:
    far = county.household(FAR, "001")
    in_grid = county.household(VILLAGE + "001", "002")
    assert [one.key for one in visible_to(scope(people, f"village_head@{VILLAGE}"))] == [home, in_grid]
    assert [one.key for one in visible_to(scope(people, f"grid_worker@{VILLAGE}001"))] == [in_grid]
    assert visible_to(scope(people, f"village_head@{SISTER}")).count() == 0
    assert visible_to(scope(people, f"department_head@{COUNTY}/public_security")).count() == 0
    assert visible_to(scope(people, f"brigade_chief@{COUNTY}")).count() == 3
    assert list(states_of(scope(people, f"village_head@{VILLAGE}"), far)) == []


def test_what_is_kept_too_long_comes_first_and_erased_ones_are_a_list_of_their_own(people: dict[str, str], home: str) -> None:
    late = county.household(VILLAGE, "002", day=datetime(2025, 3, 1, 4, tzinfo=UTC), keep_until="2025-12-31")
    own = scope(people, f"village_head@{VILLAGE}")
    assert [one.key for one in visible_to(own)] == [late, home]
    assert [one.key for one in visible_to(own).filter(to_be_erased(DAY))] == [late]
    assert not visible_to(own).filter(to_be_erased(date(2025, 12, 31))).exists()
    append(draft("household.erased", VILLAGE, {"key": late, "reason": "期满"}), county.actor(people, f"village_head@{VILLAGE}"))
    assert [one.key for one in visible_to(own)] == [home]
    assert [one.key for one in erased(own)] == [late]
    assert not erased(scope(people, f"village_head@{FAR}")).exists()


def test_a_phone_gets_what_is_personal_only_where_its_post_may_open_it(people: dict[str, str], home: str) -> None:
    number = f"village_head@{VILLAGE}"
    own, opening = scope(people, number), scope(people, number, "reveal.households")
    closed = for_phone(own, Scope())[0]
    assert closed == {
        "key": home, "area": VILLAGE, "number": "001", "vulnerable": True, "purpose": "上门查找隐患", "keep_until": "2030-12-31",
        "conflict": False, "personal": None, "plate": now(home).plate, "last_inspected": "", "entry": str(now(home).entry),
    }  # fmt: skip
    assert for_phone(own, opening)[0]["personal"] == {
        "name": "王秀英", "phone": "13912345678", "address": "某巷某号", "people": 1, "categories": ["living_alone_elderly"], "contact": "",
        "notes": "灶边堆柴草", "position": None,
    }  # fmt: skip
    assert (
        for_phone(scope(people, f"county_leader@{COUNTY}"), scope(people, f"county_leader@{COUNTY}", "reveal.households"))[0]["personal"]
        is None
    )
    for more in range(5):
        county.household(VILLAGE, f"1{more}")
    with CaptureQueriesContext(connection) as queries:
        assert len(for_phone(own, opening)) == 6
    assert len(queries) == 2
    assert [one["key"] for one in for_phone(own, opening, [home])] == [home]


@pytest.mark.parametrize(("name", "shown"), [("王秀英", "王*"), ("乌云其木格", "乌*"), ("", "")])
def test_masked_names_show_their_first_character(name: str, shown: str) -> None:
    assert masked(name) == shown
