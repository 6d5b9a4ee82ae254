"""Reads of batches: what one import did, from the journal itself."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone

from sanzhang.imports.registers import BY_KIND, Register
from sanzhang.journal.actors import Scope
from sanzhang.journal.models import Entry, Version

LISTED, MOST_LISTED = timedelta(days=90), 50
NEW, CHANGED, REMOVED = "new", "changed", "removed"


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of a batch with the states on both sides of it. ``before`` None: the thing was new; ``after`` None: it was taken away."""

    entry: UUID
    recorded_at: datetime
    register: Register
    key: str
    before: Version | None
    after: Version | None

    @property
    def state(self) -> str:
        """What became of the thing."""
        return REMOVED if self.after is None else NEW if self.before is None else CHANGED


def undo_of(batch: str) -> str:
    """The id of the batch that takes ``batch`` back: it follows from it, so it can be there only once."""
    return str(uuid5(UUID(batch), "undo"))


def visible_batches(scope: Scope, county: str, person: str) -> list[dict[str, Any]]:
    """The imports of the last months that ``person`` may see something of, the latest first."""
    rows = visible_entries(scope, county, person).filter(recorded_at__gte=timezone.now() - LISTED).values("batch")
    found = list(
        rows.annotate(at=Max("recorded_at"), person=Min("person"), kind=Min("kind"), count=Count("id")).order_by("-at")[:MOST_LISTED]
    )
    taken_back = set(Entry.objects.filter(batch__in=[undo_of(row["batch"]) for row in found]).values_list("batch", flat=True))
    return [row | {"register": BY_KIND[row["kind"]], "taken_back": undo_of(row["batch"]) in taken_back} for row in found]


def visible_entries(scope: Scope, county: str, person: str) -> QuerySet[Entry]:
    """Entries about registers that were made as part of a batch: those inside the scope; where a post is bound to a sector, only its holder's own."""
    whole = Scope(tuple(place for place in scope.places if not place.sector))
    bound = Scope(tuple(place for place in scope.places if place.sector))
    reach = whole.filter("area") | (bound.filter("area") & Q(person=person))
    return Entry.objects.filter(reach, county=county, kind__in=BY_KIND).exclude(batch="")


def steps_of(entries: Iterable[Entry]) -> list[Step]:
    """The entries with the states before and after them, in the given order."""
    found = list(entries)
    keys = {entry.id: _key(entry) for entry in found}
    befores: dict[tuple[Register, str, datetime], Version] = {}
    afters: dict[UUID, Version] = {}
    for register in {BY_KIND[entry.kind] for entry in found}:
        times = [entry.recorded_at for entry in found if BY_KIND[entry.kind] is register]
        rows = register.model._default_manager.filter(county=found[0].county)
        # A state is superseded at the very moment its successor was recorded; the index on county and superseded_at serves the range.
        for row in rows.filter(superseded_at__range=(min(times), max(times))):
            if row.superseded_at:
                befores[register, row.key, row.superseded_at] = row
        for row in rows.filter(recorded_at__range=(min(times), max(times))):
            afters[row.entry] = row
    return [
        Step(
            entry.id,
            entry.recorded_at,
            BY_KIND[entry.kind],
            keys[entry.id],
            befores.get((BY_KIND[entry.kind], keys[entry.id], entry.recorded_at)),
            afters.get(entry.id),
        )
        for entry in found
    ]


def _key(entry: Entry) -> str:
    payload: dict[str, Any] = json.loads(entry.body)["payload"]
    return BY_KIND[entry.kind].key_of(entry.area, payload)
