"""What has changed for a phone since its cursor: which places, households and hazards to send again, and which are no longer its own."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max

from sanzhang.hazards.queries import changed_by
from sanzhang.households.models import Household
from sanzhang.inspections.models import Inspection
from sanzhang.journal.actors import Scope
from sanzhang.journal.models import Entry, Version
from sanzhang.premises.models import Premises

MOST = 2000
# Entries are sealed in the order in which they were recorded, but for writers that overlapped: so long may one have taken.
OVERLAP = timedelta(minutes=5)
REGISTERS = ("premises.", "household.", "inspection.", "hazard.")


@dataclass(slots=True)
class Changes:
    """Keys of what to send, and of what to drop. ``areas``: whether areas changed."""

    premises: set[str] = field(default_factory=set)
    households: set[str] = field(default_factory=set)
    hazards: set[UUID] = field(default_factory=set)
    areas: bool = False


def head(county: str) -> int:
    """The last sealed place of the county's chain."""
    return Entry.objects.filter(county=county).aggregate(last=Max("seq"))["last"] or 0


def changes_since(county: str, scope: Scope, seq: int, until: int) -> Changes | None:
    """What changed after place ``seq`` up to ``until``. None when it is so much that pulling everything is cheaper."""
    changes = Changes()
    if seq >= until:
        return changes
    since = Entry.objects.filter(county=county, seq=seq).values_list("recorded_at", flat=True).first()
    rows = Entry.objects.filter(scope.filter("area"), county=county, seq__gt=seq, seq__lte=until).values_list("id", "kind")
    kinds = dict(rows[: MOST + 1])
    if len(kinds) > MOST or since is None:
        return None
    ids = [id for id, kind in kinds.items() if kind.startswith(REGISTERS)]
    inspected = Inspection.objects.filter(id__in=ids).values_list("place_type", "place_key")
    changes.premises = _keys(Premises, county, scope, ids, since) | {key for type, key in inspected if type == "premises"}
    changes.households = _keys(Household, county, scope, ids, since) | {key for type, key in inspected if type == "household"}
    changes.hazards = set(changed_by(ids))
    changes.areas = any(kind.startswith("area.") for kind in kinds.values())
    return changes


def _keys(model: type[Version], county: str, scope: Scope, entries: list[UUID], since: datetime) -> set[str]:
    """Things whose present state one of ``entries`` set, and those whose state inside the scope was superseded or ended meanwhile."""
    rows: Any = model._default_manager
    changed = rows.filter(scope.filter("area"), superseded_at__isnull=True, entry__in=entries).values_list("key", flat=True)
    left = rows.filter(scope.filter("area"), county=county, superseded_at__gte=since - OVERLAP).values_list("key", flat=True)
    return {*changed, *left}
