"""Where to go next inside a scope, out of registers, hazards and inspections."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Count, Max, Min, Q

from sanzhang.cycles.lateness import is_late
from sanzhang.hazards.queries import visible_to as hazards_visible_to
from sanzhang.hazards.states import State
from sanzhang.inspections.queries import visible_to as inspections_visible_to
from sanzhang.journal.actors import Scope
from sanzhang.premises.queries import visible_to as premises_visible_to
from sanzhang.rules.visits import Risk, Seen, Visit, visits

YEAR = timedelta(days=365)


def where_to_go(scope: Scope, today: date, *, listed: Collection[str] = (), risk: Risk = lambda key: None) -> list[Visit]:
    """Every place inside the scope that is in business, in the order of ``rules.visits``. Three queries."""
    places = premises_visible_to(scope).filter(closed=False).order_by().values_list("key", "marks")
    last = inspections_visible_to(scope).filter(place_type="premises", withdrawn_at__isnull=True).order_by().values("place_key")
    inspected = dict(last.annotate(day=Max("occurred_on")).values_list("place_key", "day"))
    found = hazards_visible_to(scope).filter(place_type="premises").exclude(state=State.WITHDRAWN).order_by().values("place_key")
    counted = found.annotate(
        late=Count("pk", filter=is_late(today)),
        oldest=Min("next_due", filter=is_late(today)),
        year=Count("pk", filter=Q(found_on__gt=today - YEAR)),
    ).values_list("place_key", "late", "oldest", "year")
    hazards = {key: (late, (today - oldest).days if oldest else 0, year) for key, late, oldest, year in counted}
    known = (Seen(key, marks, *hazards.get(key, (0, 0, 0)), inspected.get(key)) for key, marks in places)
    return visits(known, today, listed=listed, risk=risk)
