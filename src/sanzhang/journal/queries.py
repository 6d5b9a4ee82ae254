"""Reads of the journal."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, Max, Q, QuerySet

from sanzhang.journal.actors import Scope
from sanzhang.journal.models import Checkpoint, Entry


def visible_to(scope: Scope) -> QuerySet[Entry]:
    """Entries about areas inside the scope, the newest first."""
    return Entry.objects.filter(scope.filter("area")).order_by("-recorded_at")


def length_of(county: str) -> int:
    """How many entries the county's journal has. Its last sealed place plus the few not sealed yet: both from an index, never a count of all."""
    entries = Entry.objects.filter(county=county)
    sealed = entries.filter(seq__isnull=False).aggregate(last=Max("seq"))["last"] or 0
    return int(sealed + entries.filter(seq__isnull=True).count())


def not_withdrawn(known_at: datetime | None) -> Q:
    """The condition for records of any sort that stood at ``known_at`` (None: that stand now): recorded by then, and not withdrawn by then."""
    if known_at is None:
        return Q(withdrawn_at__isnull=True)
    return Q(recorded_at__lte=known_at) & (Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=known_at))


def authors(scope: Scope, entries: list[UUID]) -> dict[UUID, str]:
    """Who made each of ``entries`` that lies inside the scope."""
    return dict(Entry.objects.filter(scope.filter("area"), id__in=entries).values_list("id", "person"))


def checkpoints_visible_to(scope: Scope) -> QuerySet[Checkpoint]:
    """Signed checkpoints of the counties inside the scope, the newest first."""
    return Checkpoint.objects.filter(scope.filter("county")).order_by("-seq")


def neighbours(scope: Scope, entry: Entry) -> tuple[Entry | None, Entry | None]:
    """The sealed entries before and after ``entry`` inside the scope."""
    if entry.seq is None:
        return None, None
    sealed = Entry.objects.filter(scope.filter("area"), county=entry.county, seq__isnull=False)
    return sealed.filter(seq__lt=entry.seq).order_by(F("seq").desc()).first(), sealed.filter(seq__gt=entry.seq).order_by("seq").first()
