"""Sealing: entries get their place in the county's chain shortly after their commit, in batches.

Writers of one county don't wait for each other to seal: whoever finds the seal busy leaves its entries to the one who holds it,
to the next writer, or to the server's own sealer a second later. Until then an entry counts, and is shown as not sealed yet.
"""

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
    """Seal after the running transaction has committed, unless somebody else is at it."""
    transaction.on_commit(lambda: seal(county, wait=False))


def unsealed_counties() -> list[str]:
    """Counties with entries that wait to be sealed."""
    return list(Entry.objects.filter(seq__isnull=True).values_list("county", flat=True).distinct())


def _seal_batch(county: str, *, wait: bool) -> int:
    with transaction.atomic():
        if not _take_seal(county, wait=wait):
            return 0
        waiting = list(Entry.objects.filter(county=county, seq__isnull=True).order_by("recorded_at", "id").defer("body")[:BATCH])
        if not waiting:
            return 0
        last = Entry.objects.filter(county=county, seq__isnull=False).order_by("-seq").values_list("seq", "hash").first()
        seq, previous = last or (0, "")
        for entry in waiting:
            seq += 1
            entry.seq, entry.prev_hash = seq, previous
            entry.hash = previous = link_hash(county, seq, entry.prev_hash, entry.content_hash, entry.recorded_at)
        Entry.objects.bulk_update(waiting, ["seq", "prev_hash", "hash"], batch_size=200)
        return len(waiting)


def _take_seal(county: str, *, wait: bool) -> bool:
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [2, int(county)])
            return True
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [2, int(county)])
        return bool(cursor.fetchone()[0])
