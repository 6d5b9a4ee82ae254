"""A plan of inspections is made. Its places are named here; those of a draw by the draw itself, so that its terms are known before its seed."""

from datetime import date, timedelta
from uuid import uuid5

from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Kind, Line, Long, Payload, Short, Written
from sanzhang.journal.rows import insert
from sanzhang.plans import checks, terms
from sanzhang.plans.choices import PlanKind
from sanzhang.plans.models import Plan, PlanPlace
from sanzhang.rules.days import day_of
from sanzhang.rules.draw import TOGETHER


class PlannedPlace(Payload):
    """One place by its key. Of a revisit: the day after which working days are counted, and the day that they lead to."""

    key: Short
    after: date | None = None
    due: date | None = None


class PlanMade(Payload):
    """What is planned; its area is the entry's. ``departments``: the sectors that are invited. ``kinds`` and ``marks``: what was looked for."""

    kind: PlanKind
    title: Line
    first: date
    last: date
    sector: Short = ""
    kinds: tuple[Short, ...] = ()
    marks: tuple[Short, ...] = ()
    checklist: Short = ""
    departments: tuple[Short, ...] = ()
    places: tuple[PlannedPlace, ...] = ()
    count: int = 0
    per_place: int = TOGETHER
    recent_days: int = 0
    workdays: int | None = None
    note: Long = ""


def check(written: Written[PlanMade], actor: Actor) -> None:
    """Raises ``Problems`` with everything that is wrong."""
    made, day = written.payload, day_of(written.occurred_at)
    problems = [
        *terms.check_words(made, written.county, written.area, actor, day),
        *terms.check_period(made, day),
        *terms.check_kind(made),
    ]
    if made.kind is not PlanKind.DRAW:
        problems += terms.check_places(made, written.county, written.area)
    checks.refuse(problems)


def apply(written: Written[PlanMade]) -> None:
    """The plan and its places. Of a revisit nothing counts that was done up to the day from which is counted."""
    made, is_draw = written.payload, written.payload.kind is PlanKind.DRAW
    row = {
        "id": written.id, "county": written.county, "area": written.area, "sector": made.sector, "plan_kind": made.kind.value,
        "title": made.title.strip(), "first": made.first, "last": made.last, "until": made.last, "kinds": sorted(made.kinds), "marks": sorted(made.marks),
        "checklist": made.checklist, "departments": sorted(made.departments), "count": made.count if is_draw else 0,
        "per_place": made.per_place if is_draw else 0, "recent_days": made.recent_days if is_draw else 0, "workdays": made.workdays,
        "note": made.note, "person": written.person, "post": written.post, "post_area": written.post_area, "recorded_at": written.recorded_at,
    }  # fmt: skip
    insert(Plan, [row])
    insert(PlanPlace, [_place(written, number, place) for number, place in enumerate(made.places, start=1)])


def _place(written: Written[PlanMade], number: int, place: PlannedPlace) -> dict[str, object]:
    first, last = written.payload.first, written.payload.last
    since = max(first, place.after + timedelta(days=1)) if place.after else first
    return {
        "id": uuid5(written.id, place.key), "plan_id": written.id, "number": number, "place": place.key, "since": since, "due": place.due or last,
    }  # fmt: skip


KIND = Kind("plan.made", PlanMade, checks.POWER, apply, check)
