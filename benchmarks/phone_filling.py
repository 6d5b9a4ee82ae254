"""A banner for the phones' benchmark: 98 villages, a grid and a grid worker in each, 200 places in the grids of those who send, and many inspections."""

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from uuid_utils.compat import uuid7

COUNTY = "150624"
PLACES, HAZARDS, BATCH = 200, 50, 500


def fill(rows: int, phones: int, file: Path) -> None:
    """Build it through the journal, every entry checked; write what the phones need into ``file``."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    from sanzhang.accounts.devices import register_device
    from sanzhang.accounts.models import Account
    from sanzhang.demo.divisions import shipped_divisions
    from sanzhang.journal.actors import system_actor
    from sanzhang.journal.append import append_all, append_each, draft
    from sanzhang.journal.sealing import seal
    from sanzhang.people.queries import actors_of

    system = system_actor()
    areas = [(division.code, division.name) for division in shipped_divisions(COUNTY)]
    grids = [f"{code}001" for code, _name in areas if len(code) == 12]
    append_all([draft("area.set", code, {"name": name}) for code, name in [*areas, *((grid, "第一网格") for grid in grids)]], system)
    made = []
    for number, grid in enumerate(grids):
        key = str(uuid7())
        _person(append_all, draft, system, key, number, grid)
        places = [str(uuid7()) for _n in range(PLACES if number < phones else 10)]
        append_all([draft("premises.set", grid, _place(place, n)) for n, place in enumerate(places)], system)
        made.append((grid, actors_of(key, datetime.now(UTC).date())[0], places))
    rng, begin, done = random.Random(1), datetime.now(UTC) - timedelta(days=360), 0  # noqa: S311 - the same draw every time
    while done < rows:
        batch = []
        for _n in range(min(BATCH, rows - done)):
            number = rng.randrange(len(made))
            grid, worker, places = made[number]
            # Those who send get few hazards, so that what they download first has just the size that is asked for.
            findings = 0 if number < phones else rng.choice((0, 0, 1, 3))
            batch.append(
                (
                    draft(
                        "inspection.made",
                        grid,
                        check(rng.choice(places), findings),
                        occurred_at=begin + timedelta(minutes=rng.randrange(500_000)),
                    ),
                    worker,
                )
            )
        done += sum(receipt.outcome == "accepted" for receipt in append_each(batch))
        seal(COUNTY)
    told = []
    for number, (grid, worker, places) in enumerate(made[:phones]):
        open_hazards = [(draft("inspection.made", grid, check(place, 1)), worker) for place in places[:HAZARDS]]
        assert all(receipt.outcome == "accepted" for receipt in append_each(open_hazards))
        account = Account.objects.open(f"worker{number}", worker.person, COUNTY, None)
        device, token = register_device(account, "benchmark", "1.0.0")
        told.append({"device": str(device.id), "token": token, "grid": grid, "places": places})
    seal(COUNTY)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # what the database does by itself within minutes of so many new rows
            cursor.execute("VACUUM ANALYZE")
    file.write_text(json.dumps(told))


def check(place: str, findings: int, photo: dict[str, Any] | None = None) -> dict[str, Any]:
    """An inspection as phones send it. With ``photo``, its first finding shows it."""
    due = (datetime.now(UTC) + timedelta(days=7)).date().isoformat()
    return {
        "checklist": "nine_small_shop", "checklist_version": 1, "evidence": "daily_patrol",
        "place": {"type": "premises", "key": place, "snapshot": {"name": "乌兰镇便民小卖部", "kind": "small_shop", "address": "乌兰镇敖伦路 12 号", "responsible": "巴特尔"}},
        "answers": {"aisles": "problem"} if findings else {}, "note": "", "no_position": "", "started_at": datetime.now(UTC).isoformat(),
        "position": {"lat": 39.09, "lon": 107.98, "accuracy": 12.0}, "signature": {"state": "absent", "name": "", "sha256": ""},
        "findings": [
            {"id": str(uuid7()), "item": "aisles", "text": "货物占用通道", "element": "", "severity": "general", "action": "by_date", "due": due,
             "photos": [photo] if photo and not n else [], "after": []}
            for n in range(findings)
        ],
    }  # fmt: skip


def _place(key: str, number: int) -> dict[str, Any]:
    return {
        "key": key, "kind": "small_shop", "name": f"便民小卖部{number:03}", "address": f"敖伦路 {number} 号", "responsible": "巴特尔",
        "phone": "13912345678", "position": {"lat": 39.0 + number / 1000, "lon": 107.9, "accuracy": 10}, "floor_area": 60, "storeys": 1,
    }  # fmt: skip


def _person(append_all: Any, draft: Any, system: Any, key: str, number: int, grid: str) -> None:
    from sanzhang.journal.personal import hide

    append_all(
        [
            draft(
                "person.set", grid, {"key": key, "number": f"W{number}", "hidden": hide(key, {"name": f"网格员{number}", "phone": "139"})}
            ),
            draft("appointment.set", grid, {"key": f"w{number}", "person": key, "post": "grid_worker", "start": "2025-01-01"}),
        ],
        system,
    )
