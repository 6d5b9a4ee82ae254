"""Compute every projection anew from the journal, and compare."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.dateparse import parse_datetime

from sanzhang.journal import projecting
from sanzhang.journal.kinds import Written, apply, kind_named
from sanzhang.journal.models import Entry, Projection
from sanzhang.journal.sealing import seal, unsealed_counties


@dataclass(slots=True)
class Rebuilt:
    """What a rebuild did. ``differing`` names the tables that came out otherwise than they stood."""

    entries: int = 0
    differing: list[str] = field(default_factory=list)


def rebuild(*, check: bool, progress: Callable[[int], None] = lambda done: None) -> Rebuilt:
    """Empty all projections and apply every entry again, in the order of the chains. With ``check``, compare and put everything back as it was."""
    for county in unsealed_counties():
        seal(county)
    result = Rebuilt()
    with transaction.atomic():
        before = {model: fingerprint(model) for model in projecting.projections()}
        with projecting.rebuilding():
            for model in projecting.projections():
                model._default_manager.all().delete()
            # The order of the chains, county by county: entries of different counties never touch the same rows, and a clock
            # that was once set back does not matter.
            for entry in Entry.objects.order_by("county", "seq").iterator(chunk_size=2000):
                written = read_entry(entry)
                apply(written)
                result.entries += 1
                progress(result.entries)
        result.differing = [model._meta.db_table for model, print_ in before.items() if fingerprint(model) != print_]
        if check:
            transaction.set_rollback(True)
    return result


def read_entry(entry: Entry) -> Written[Any]:
    """The stored entry with its payload read back."""
    body = json.loads(entry.body)
    actor = body["actor"]
    payload = kind_named(entry.kind).payload.model_validate(body["payload"])
    device = body.get("device") or {"id": "", "clock_offset": 0}
    occurred_at = (parse_datetime(body["occurred_at"]) or entry.occurred_at) + timedelta(seconds=device["clock_offset"])
    return Written(
        UUID(body["id"]), entry.kind, entry.county, entry.area, actor["person"], actor["post"], actor["area"], actor["sector"],
        occurred_at, entry.recorded_at, entry.batch, payload, device["id"], device["clock_offset"],
    )  # fmt: skip


def fingerprint(model: type[Projection]) -> str:
    """SHA-256 over every row and column of a table, in the order of its key."""
    summed = hashlib.sha256()
    for row in model._default_manager.order_by("pk").values_list().iterator(chunk_size=2000):
        summed.update(repr(row).encode())
    return summed.hexdigest()
