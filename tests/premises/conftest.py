"""The small county, and one place in the first village."""

import pytest
from tests import county

from sanzhang.journal.versions import present
from sanzhang.premises.models import Premises


@pytest.fixture
def people(db: None) -> dict[str, str]:
    """The county's people by number."""
    return county.build()


@pytest.fixture
def shop(people: dict[str, str]) -> str:
    """A shop in the first village; its key."""
    return county.place(
        county.VILLAGE,
        "兴隆便民超市",
        address="富民路 12 号",
        code="91350100M000100Y43",
        position={"lat": 39.1, "lon": 107.98, "accuracy": 20},
    )


def now(key: str) -> Premises:
    """The present state of a place."""
    found = present(Premises, key)
    assert found is not None
    return found
