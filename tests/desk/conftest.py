"""The small county, and clients signed in as its people."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.core.cache import cache
from django.test import Client
from tests import county

from sanzhang.desk import counted
from sanzhang.standing import board


@pytest.fixture(autouse=True)
def fresh_boards() -> None:
    """Boards and counts are kept by the length of the journal, and every test begins a journal of its own."""
    board._kept.clear()
    counted._kept.clear()
    cache.clear()  # how often an address tried to sign in


@pytest.fixture
def people(db: None) -> dict[str, str]:
    """The county's people by number; one secret-looking record, place, household and inspection with a hazard in each village."""
    found = county.build()
    for village in (county.VILLAGE, county.SISTER, county.FAR):
        head = county.actor(found, f"village_head@{village}")
        county.record(head, "joint_inspection", village, date(2026, 6, 10), note=f"只属于{village}的记录")
        shop = county.place(village, f"只属于{village}的场所")
        county.household(village, f"只属于{village}的户")
        found_there = county.finding(f"只属于{village}的隐患", due="2026-06-20", photos=[county.photo(village[-4:] * 16)])
        at = datetime(2026, 6, 10, 4, tzinfo=UTC)
        county.inspection(head, village, shop, at, found_there, name=f"只属于{village}的场所", note=f"只属于{village}的检查")
        county.case("report", "received", village, shop, name=f"只属于{village}的场所", note=f"只属于{village}的事项", result="visit")
    return found


@pytest.fixture
def as_(people: dict[str, str]) -> Callable[[str], Client]:
    """``as_("village_head@150624100001")``: a client signed in as that person."""

    def sign_in(number: str) -> Client:
        client = Client()
        client.force_login(county.account(people, number), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
