"""The small county, a shop in the first grid, and those who carry cases to their end."""

import pytest
from tests import county
from tests.county import COUNTY, TOWN
from tests.inspections.conftest import people, shop, worker

from sanzhang.journal.actors import Actor

__all__ = ["people", "shop", "worker"]


@pytest.fixture
def officer(people: dict[str, str]) -> Actor:
    """An officer of the brigade."""
    return county.actor(people, f"brigade_officer@{COUNTY}")


@pytest.fixture
def bureau(people: dict[str, str]) -> Actor:
    """The emergency bureau."""
    return county.actor(people, f"emergency_bureau@{COUNTY}")


@pytest.fixture
def leader(people: dict[str, str]) -> Actor:
    """The banner's leader in charge."""
    return county.actor(people, f"county_leader@{COUNTY}")


@pytest.fixture
def housing(people: dict[str, str]) -> Actor:
    """The head of a department."""
    return county.actor(people, f"department_head@{COUNTY}/housing")


@pytest.fixture
def police(people: dict[str, str]) -> Actor:
    """The head of another."""
    return county.actor(people, f"department_head@{COUNTY}/public_security")


@pytest.fixture
def town(people: dict[str, str]) -> Actor:
    """An officer of the town."""
    return county.actor(people, f"town_officer@{TOWN}")
