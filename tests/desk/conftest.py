"""The small county, and clients signed in as its people."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from tests import county

from sanzhang.standing import board


@pytest.fixture(autouse=True)
def fresh_boards() -> None:
    """Boards are kept by the length of the journal, and every test begins a journal of its own."""
    board._kept.clear()


@pytest.fixture
def people(db: None) -> dict[str, str]:
    """The county's people by number; one secret-looking record in each village."""
    found = county.build()
    for village in (county.VILLAGE, county.SISTER, county.FAR):
        head = county.actor(found, f"village_head@{village}")
        county.record(head, "joint_inspection", village, date(2026, 6, 10), note=f"只属于{village}的记录")
    return found


@pytest.fixture
def as_(people: dict[str, str]) -> Callable[[str], Client]:
    """``as_("village_head@150624100001")``: a client signed in as that person."""

    def sign_in(number: str) -> Client:
        client = Client()
        client.force_login(county.account(people, number), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
