"""Hazards of 2025, found and carried on by those who hold the posts of the small county."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from tests.county import finding, photo
from tests.inspections.conftest import GRID

from sanzhang.hazards.models import Hazard
from sanzhang.journal.actors import Actor
from sanzhang.journal.append import append, draft
from sanzhang.rules.problems import Problem

AFTER = [photo("b" * 64, "after")]


def at(day: str, hour: int = 4) -> datetime:
    """That day at noon in China, or at another hour of UTC."""
    when = date.fromisoformat(day)
    return datetime(when.year, when.month, when.day, hour, tzinfo=UTC)


def find(
    by: Actor,
    place: str,
    day: str = "2025-09-22",
    *,
    action: str = "by_date",
    due: str = "2025-09-30",
    area: str = GRID,
    text: str = "安全出口堆货",
) -> str:
    """A hazard found in passing, by default to be corrected by 2025-09-30. Returns its id."""
    named = finding(text, action, **({"due": due} if action == "by_date" else {}))
    where = {"type": "premises", "key": place, "snapshot": {"name": "兴隆便民超市"}}
    append(draft("hazard.found", area, {"place": where, "finding": named}, occurred_at=at(day)), by)
    return str(named["id"])


def move(event: str, hazard: str, by: Actor, day: str, *, area: str = GRID, kind: str = "moved", **more: Any) -> str:
    """One step about a hazard; corrected and reported are entries of their own. Returns the entry's id."""
    payload = {"hazard": hazard, **more} | ({"event": event} if kind == "moved" else {})
    return str(append(draft(f"hazard.{kind}", area, payload, occurred_at=at(day)), by).id)


def refused(event: str, hazard: str, by: Actor, day: str, **more: Any) -> str:
    """With which code a step is refused."""
    with pytest.raises(Problem) as caught:
        move(event, hazard, by, day, **more)
    assert caught.value.hint
    return caught.value.code


def stands(hazard: str) -> tuple[str, str]:
    """State, and by when the next step is due."""
    row = Hazard.objects.get(id=hazard)
    return row.state, row.next_due.isoformat() if row.next_due else ""
