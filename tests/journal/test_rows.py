"""Plain inserts: the same rows, whether few or many, as the ORM would have written."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from sanzhang.inspections.models import Inspection
from sanzhang.journal import projecting
from sanzhang.journal.rows import FEW, insert, select

MOMENT = datetime(2026, 3, 1, 23, 30, 15, 123456, UTC)


def row(id: UUID, **more: Any) -> dict[str, Any]:
    """An inspection as its entry keeps it."""
    return {
        "id": id, "county": "150624", "area": "150624101003", "evidence": "daily_patrol", "checklist": "nine_small_shop", "checklist_version": 1,
        "place_type": "premises", "place_key": "p1", "place": {"name": "小卖部 \\ 100%"}, "person": "w", "post": "grid_worker",
        "post_area": "150624101003", "parties": [], "departments": [], "present": [], "answers": {}, "findings_count": 0, "signature": {},
        "lat": 39.09, "lon": None, "started_at": MOMENT, "occurred_at": MOMENT, "occurred_on": date(2026, 3, 2), "recorded_at": MOMENT, **more,
    }  # fmt: skip


@pytest.mark.parametrize("count", [0, 1, 2, FEW, FEW + 1, 3 * FEW])
def test_as_many_rows_as_were_given_are_there_and_say_the_same(db: None, count: int) -> None:
    given = [row(uuid4(), note=f"第 {number} 条 %s") for number in range(count)]
    with projecting.allowed():
        insert(Inspection, given)
    kept = {one.id: one for one in Inspection.objects.all()}
    assert len(kept) == count
    for one in given:
        same = kept[one["id"]]
        assert {name: getattr(same, name) for name in one} == one
        assert (same.sector, same.clock_offset, same.withdrawn_at) == ("", 0, None)
    assert sorted(select(Inspection, ("id", "note"), "id", list(kept))) == sorted((one["id"], one["note"]) for one in given)
