"""Sealing: entries get their place in the county's chain shortly after their commit, in batches.

Writers of one county don't wait for each other to seal: whoever finds the seal busy leaves its entries to the one who holds it,
to the next writer, or to the server's own sealer a second later. Until then an entry counts, and is shown as not sealed yet.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction

from sanzhang.journal.canonical import link_hash
from sanzhang.journal.models import Entry

BATCH = 1000


def seal(county: str, *, wait: bool = True) -> int:
    """Seal what is not sealed yet; returns how many entries were. With ``wait`` false, does nothing when somebody else is sealing."""
    sealed = 0
    while True:
        count = _seal_batch(county, wait=wait)
        sealed += count
        if count < BATCH:
            return sealed


def seal_soon(county: str) -> None:
    """Seal after the running transaction has committed, unless somebody else is at it. Once, however many entries it writes.

    A server that runs its own sealer (``SEAL_BEHIND``) leaves it to that, within a second: then no writer spends time on it.
    """
    if settings.SEAL_BEHIND:
        return
    after = _Seal(county)
    if after not in [waiting[1] for waiting in connection.run_on_commit]:
        transaction.on_commit(after, robust=True)  # a seal that fails is made by the next writer; the entry stands


@dataclass(frozen=True, slots=True)
class _Seal:
    """Two of the same county are equal, so that one transaction asks for one seal."""

    county: str

    def __call__(self) -> None:
        seal(self.county, wait=False)


def unsealed_counties() -> list[str]:
    """Counties with entries that wait to be sealed."""
    return list(Entry.objects.filter(seq__isnull=True).values_list("county", flat=True).distinct())


def sealed_counties() -> list[str]:
    """Counties that have a chain: one look at its first link each."""
    return list(Entry.objects.filter(seq=1).values_list("county", flat=True))


def _seal_batch(county: str, *, wait: bool) -> int:
    with transaction.atomic():
        if not _take_seal(county, wait=wait):
            return 0
        waiting = list(
            Entry.objects.filter(county=county, seq__isnull=True)
            .order_by("recorded_at", "id")
            .only("id", "content_hash", "recorded_at")[:BATCH]
        )
        if not waiting:
            return 0
        last = Entry.objects.filter(county=county, seq__isnull=False).order_by("-seq").values_list("seq", "hash").first()
        seq, previous = (last[0] or 0, last[1]) if last else (0, "")
        places = []
        for entry in waiting:
            seq += 1
            sealed = link_hash(county, seq, previous, entry.content_hash, entry.recorded_at)
            places.append((seq, previous, sealed, Entry._meta.pk.get_db_prep_value(entry.id, connection)))
            previous = sealed
        with connection.cursor() as cursor:
            # One prepared statement for the batch; the ORM's bulk update builds a CASE with a branch for every entry.
            cursor.executemany("UPDATE journal_entry SET seq = %s, prev_hash = %s, hash = %s WHERE id = %s", places)
        return len(waiting)


def _take_seal(county: str, *, wait: bool) -> bool:
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        # A seal that a crash takes back is simply made again, so its commit need not wait for the disk. The entries' own commits do.
        cursor.execute("SET LOCAL synchronous_commit TO off")
        if wait:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [2, int(county)])
            return True
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [2, int(county)])
        return bool(cursor.fetchone()[0])
