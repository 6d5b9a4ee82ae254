"""The small county, a shop in the first grid, and somebody who inspects it."""

from datetime import datetime

import pytest
from django.utils import timezone
from tests import county
from tests.county import VILLAGE

from sanzhang.journal.actors import Actor

GRID = VILLAGE + "001"


@pytest.fixture
def people(db: None) -> dict[str, str]:
    """The county's people by number."""
    return county.build()


@pytest.fixture
def shop(people: dict[str, str]) -> str:
    """A shop in the first grid; its key."""
    return county.place(GRID, "兴隆便民超市")


@pytest.fixture
def worker(people: dict[str, str]) -> Actor:
    """The grid worker."""
    return county.actor(people, f"grid_worker@{GRID}")


@pytest.fixture
def head(people: dict[str, str]) -> Actor:
    """The head of the village around the grid."""
    return county.actor(people, f"village_head@{VILLAGE}")


def ago(**span: float) -> datetime:
    """A moment some time before now."""
    return timezone.now() - timezone.timedelta(**span)
