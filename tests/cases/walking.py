"""Cases of 2025, opened and carried on by those who hold the posts of the small county."""

from typing import Any

import pytest
from tests.county import photo
from tests.hazards.walking import at
from tests.inspections.conftest import GRID

from sanzhang.cases.models import Case, CaseStep
from sanzhang.journal.actors import Actor
from sanzhang.journal.append import append, draft
from sanzhang.rules.problems import Problem

PICTURE = [photo("c" * 64, "scene")]
THREE = ["甲", "乙", "丙"]


def begin(cycle: str, event: str, place: str, by: Actor, day: str, *, area: str = GRID, **more: Any) -> str:
    """A case begins. Returns its id."""
    where = {"type": "premises", "key": place, "snapshot": {"name": "兴隆便民超市"}}
    payload = {"cycle": cycle, "event": event, "place": where, **more}
    return str(append(draft("case.opened", area, payload, occurred_at=at(day)), by).id)


def go(case: str, event: str, by: Actor, day: str, *, area: str = GRID, **more: Any) -> str:
    """A case goes one step further. Returns the entry's id."""
    return str(append(draft("case.moved", area, {"case": case, "event": event, **more}, occurred_at=at(day)), by).id)


def proposed(place: str, by: Actor, day: str = "2025-09-22", **more: Any) -> str:
    """A major hazard is proposed for judging."""
    return begin("listing", "proposed", place, by, day, note="一楼商铺住人，二楼安全出口锁闭", **more)


def determined(place: str, by: Actor, day: str = "2025-09-22", *, area: str = GRID, **more: Any) -> str:
    """A major hazard is determined in one day."""
    case = proposed(place, by, day, area=area, **more)
    go(case, "discussed", by, day, area=area, people=THREE, note="一致同意")
    go(case, "determined", by, day, area=area, note="直接判定")
    return case


def listed(place: str, officer: Actor, bureau: Actor, leader: Actor) -> str:
    """A place is put on the list, to be put right by the end of 2025, supervised by the housing department."""
    case = determined(place, officer)
    go(case, "notified", officer, "2025-09-23", number="鄂消重改〔2025〕1号")
    go(case, "reported", bureau, "2025-09-24", number="鄂应急〔2025〕9号")
    go(case, "agreed", leader, "2025-09-28", number="鄂政〔2025〕30号")
    go(case, "listed", officer, "2025-09-30", photos=PICTURE, due="2025-12-31", department="housing")
    return case


def refused(*words: Any, opening: bool = False, **more: Any) -> str:
    """With which code a step, or an opening, is refused."""
    step = begin if opening else go
    with pytest.raises(Problem) as caught:
        step(*words, **more)
    assert caught.value.hint
    return caught.value.code


def stands(case: str) -> tuple[str, str]:
    """State, and by when the next step is due."""
    row = Case.objects.get(id=case)
    return row.state, row.next_due.isoformat() if row.next_due else ""


def events(case: str) -> list[str]:
    """Every step, in order."""
    return list(CaseStep.objects.filter(case=case).order_by("occurred_at", "recorded_at").values_list("event", flat=True))
