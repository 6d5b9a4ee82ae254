"""The small county, and phones of its people."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from tests import county
from tests.api.phone import Phone

from sanzhang.standing import board

VILLAGE, SISTER, FAR = county.VILLAGE, county.SISTER, county.FAR


@pytest.fixture(autouse=True)
def fresh() -> None:
    """Boards are kept by the length of the journal, and every test begins a journal of its own; nobody has called yet."""
    board._kept.clear()
    cache.clear()


@pytest.fixture
def people(db: None) -> dict[str, str]:
    """The county's people by number."""
    return county.build()


@pytest.fixture
def phone_of(people: dict[str, str]) -> Callable[..., Phone]:
    """``phone_of("grid_worker@150624100001001")``: that person's phone, signed in."""

    def phone(number: str, clock: timedelta = timedelta()) -> Phone:
        made = Phone(county.account(people, number), clock)
        answer = made.sign_in()
        assert answer.status_code == 201, answer.content
        return made

    return phone


@pytest.fixture
def worker(phone_of: Callable[..., Phone]) -> Phone:
    """A grid worker's phone."""
    return phone_of(f"grid_worker@{VILLAGE}001")
