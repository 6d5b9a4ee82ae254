"""The small county, and one household in the first village."""

import pytest
from tests import county

from sanzhang.households.models import Household
from sanzhang.journal.versions import present


@pytest.fixture
def people(db: None) -> dict[str, str]:
    """The county's people by number."""
    return county.build()


@pytest.fixture
def home(people: dict[str, str]) -> str:
    """A household in the first village; its key."""
    return county.household(county.VILLAGE, "001", name="王秀英", categories=["living_alone_elderly"], people=1, notes="灶边堆柴草")


def now(key: str) -> Household:
    """The present state of a household."""
    found = present(Household, key)
    assert found is not None
    return found
