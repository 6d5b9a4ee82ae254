"""Places to be inspected again: those with hazards that are not settled, and from which day working days are counted."""

from datetime import date
from typing import Literal

from django.db.models import Max, QuerySet

from sanzhang.hazards.queries import visible_to as hazards_visible_to
from sanzhang.journal.actors import Scope
from sanzhang.plans.entries.make_plan import PlannedPlace
from sanzhang.premises.models import Premises
from sanzhang.rules.workdays import add_workdays

From = Literal["due", "found"]


def to_revisit(scope: Scope, places: QuerySet[Premises], start: From | date, workdays: int) -> list[PlannedPlace]:
    """Those of ``places`` with hazards that are not settled, each with the ``workdays``-th working day after the latest day by which one of them was
    to be corrected, on which one was found, or after the day that is given for all.
    """
    hazards = hazards_visible_to(scope).filter(place_type="premises", ended=False, place_key__in=places.order_by().values("key"))
    latest = hazards.order_by().values("place_key").annotate(day=Max("found_on" if start == "found" else "due"))
    after = {key: start if isinstance(start, date) else day for key, day in latest.values_list("place_key", "day")}
    return [
        PlannedPlace(key=key, after=day, due=add_workdays(day, workdays))
        for key in places.values_list("key", flat=True)
        if (day := after.get(key)) is not None
    ]
