"""The small county with places in two villages, and plans made of them."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests import county
from tests.county import COUNTY, FAR, TOWN, VILLAGE

from sanzhang.journal.actors import Actor
from sanzhang.journal.append import append, draft
from sanzhang.plans.models import Plan
from sanzhang.plans.queries import progress_of, standings_of
from sanzhang.rules.plans import progress

CHIEF, OFFICE, TOWN_HEAD, OFFICER = f"brigade_chief@{COUNTY}", f"committee_office@{COUNTY}", f"town_head@{TOWN}", f"town_officer@{TOWN}"
HOUSING = f"department_head@{COUNTY}/housing"
GRID = VILLAGE + "001"
WORKER = f"grid_worker@{GRID}"


@pytest.fixture
def people(db: None) -> dict[str, str]:
    """The county's people by number."""
    return county.build()


@pytest.fixture
def shops(people: dict[str, str]) -> list[str]:
    """Three shops and a school in the first town, a shop in the other."""
    here = [county.place(GRID, f"{name}便民超市") for name in ("甲", "乙", "丙")]
    school = county.place(VILLAGE, "第一小学", kind="school", marks=["key_unit"], sector="education")
    return [*here, school, county.place(FAR, "远处便民超市")]


def today(days: int = 0) -> date:
    """Today, or so many days from it."""
    return timezone.localdate() + timedelta(days=days)


def at(days: int = 0) -> datetime:
    """A moment of the day so many days from today; not in the future."""
    return timezone.now() + timedelta(days=days) - timedelta(minutes=1)


def said(kind: str = "campaign", **more: Any) -> dict[str, Any]:
    """The payload of a plan of the next month."""
    return {"kind": kind, "title": "小商店专项检查", "first": str(today()), "last": str(today(30)), **more}


def make(by: Actor, keys: list[str], kind: str = "campaign", area: str = TOWN, **more: Any) -> Plan:
    """A plan of these places."""
    payload = said(kind, **({"places": [{"key": key} for key in keys]} | more))
    receipt = append(draft("plan.made", area, payload, occurred_at=at()), by)
    return Plan.objects.get(id=receipt.id)


def states(plan: Plan, day: date | None = None) -> dict[str, str]:
    """Where each place of a plan stands; what the database counts of it is held against it each time."""
    plan, day = Plan.objects.get(id=plan.id), day or today()
    standings = standings_of(plan, day)
    assert progress_of([plan], day) == {plan.id: progress(standings)}
    return {standing.planned.place: standing.state.value for standing in standings}


def withdraw(by: Actor, inspection: str, area: str, evidence: str = "daily_patrol") -> None:
    """Take an inspection back."""
    append(draft("inspection.withdrawn", area, {"inspection": inspection, "evidence": evidence, "reason": "记错了"}), by)
