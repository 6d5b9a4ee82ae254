"""The small county, and somebody's inspections with things about them that one would ask."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests import county
from tests.county import VILLAGE

GRID = VILLAGE + "001"
WORKER, GRID_CHIEF, HEAD = f"grid_worker@{GRID}", f"grid_chief@{GRID}", f"village_head@{VILLAGE}"
CHIEF = f"brigade_chief@{county.COUNTY}"
SHOP = {"lat": 39.1, "lon": 107.98, "accuracy": 10}
FAR_AWAY: dict[str, Any] = {"position": {"lat": 40.1, "lon": 107.98, "accuracy": 50}, "no_position": ""}


@pytest.fixture
def people(db: None) -> dict[str, str]:
    """The county's people by number."""
    return county.build()


def ago(**span: float) -> datetime:
    """Some time before now."""
    return timezone.now() - timedelta(**span)


def same_photo(people: dict[str, str], by: str = WORKER, area: str = GRID, sha256: str = "a" * 64, days: float = 3) -> list[str]:
    """Two inspections of two shops with one photo; their ids."""
    shops = [county.place(area, f"{by} {sha256[-2:]} 店{number}", position=SHOP) for number in range(2)]
    actor = county.actor(people, by)
    return [
        county.inspection(actor, area, shop, ago(days=days, hours=-number), photos=[county.photo(sha256, "scene")])
        for number, shop in enumerate(shops)
    ]


def far_away(people: dict[str, str], by: str = WORKER, area: str = GRID) -> str:
    """An inspection made a degree north of where its shop is on record."""
    return county.inspection(county.actor(people, by), area, county.place(area, f"{by} 远店", position=SHOP), ago(days=1), **FAR_AWAY)
