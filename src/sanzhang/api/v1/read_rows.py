"""Rows of hazards and cases, and their steps, as values of the shapes in ``reading_schemas.py``."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from sanzhang.api.v1.cycles import standing_told
from sanzhang.cases.models import Case, CaseStep
from sanzhang.cycles.lateness import late_on
from sanzhang.cycles.words import Words
from sanzhang.hazards.models import Hazard, HazardEvent
from sanzhang.hazards.states import SETTLED_TITLE, Event
from sanzhang.packs.words import say
from sanzhang.people.posts import posts_of
from sanzhang.people.queries import names_of
from sanzhang.rules.days import day_of

STANDS = ("area", "place_type", "place_key", "place_name", "text", "state", "ended", "next_due", "due", "recorded_at", "changed_at")


def hazard_told(row: Hazard, words: Words, areas: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """A hazard as it stands at that moment."""
    same = ("checklist", "item", "element", "severity", "action", "found_on", "referred_to", "conflict")
    return _stands(row, words, areas, now, row.referred_to) | {name: getattr(row, name) for name in same} | {
        "corrected_on": day_of(row.corrected_at) if row.corrected_at else None, "earlier": str(row.earlier or ""),
    }  # fmt: skip


def case_told(row: Case, words: Words, areas: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """A case as it stands at that moment."""
    return _stands(row, words, areas, now, row.department) | {
        "cycle": row.cycle, "cycle_title": say(words.table.title), "opened_on": row.opened_on, "department": row.department, "hazards": row.hazards,
    }  # fmt: skip


def history_told(county: str, words: Words, steps: Iterable[HazardEvent | CaseStep]) -> list[dict[str, Any]]:
    """Every step with who took it, in which post."""
    taken, posts = list(steps), posts_of(county)
    names = names_of([step.person for step in taken])
    return [
        {
            "entry": str(getattr(step, "entry", step.id)), "event": step.event, "title": _title(words, step.event), "state": step.state,
            "state_title": words.state(step.state) if step.state else "",
            "by": {"key": step.person, "name": names.get(step.person, step.person)}, "post": step.post,
            "post_title": say(posts[step.post].title) if step.post in posts else step.post, "sector": step.sector,
            "occurred_at": step.occurred_at, "recorded_at": step.recorded_at, "note": step.note, "photos": step.photos, "given": step.data,
            "withdrawn": getattr(step, "withdrawn_at", None) is not None,
        }
        for step in taken
    ]  # fmt: skip


def _stands(row: Hazard | Case, words: Words, areas: Mapping[str, str], now: datetime, department: str) -> dict[str, Any]:
    awaits = [{"step": one.step, "owner": one.owner, "by": one.by, "over": one.over} for one in words.awaits(row, department)]
    return {name: getattr(row, name) for name in STANDS} | standing_told(words, row, department) | {
        "id": str(row.id), "area_name": areas.get(row.area, row.area), "late": late_on(row, now) > 0, "stopped": row.stopped_on is not None,
        "awaits": awaits, "entry": str(row.entry),
    }  # fmt: skip


def _title(words: Words, event: str) -> str:
    return gettext(SETTLED_TITLE) if event == Event.SETTLED else words.event(event)
