"""Fill a banner with inspections and their hazards, as a year leaves them, and accounts of those who read the lists."""

import hashlib
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from uuid_utils.compat import uuid7

from benchmarks.phone_filling import BATCH, COUNTY, check, fill as fill_county

SECTOR = "public_security"
TOWN = COUNTY + "101"
READERS = {"county": ("brigade_chief", COUNTY, ""), "town": ("town_head", TOWN, ""), "sector": ("department_head", COUNTY, SECTOR)}
FINDINGS = (0, 0, 2, 2, 3, 3, 3, 4, 4, 2.5)
TEXTS = ("货物占用通道", "安全出口上锁", "电线私拉乱接", "灭火器过期", "电动自行车在室内充电", "疏散指示标志损坏")
JOINT = {"evidence": "joint_inspection", "parties": ["town_head"], "present": [{"name": "巴雅尔", "organisation": "乌兰镇"}]}
NOTHING = Path("/dev/null")


def fill(rows: int) -> None:
    """``rows`` inspections with 2.35 hazards each, in the order in which they happened, through the journal; a tenth made by a department."""
    fill_county(0, 0, NOTHING)
    from django.db import connection

    from sanzhang.journal.append import append_each, draft
    from sanzhang.journal.sealing import seal

    grids, readers = _grids(), _readers()
    rng, begin, done = random.Random(1), datetime.now(UTC) - timedelta(days=360), 0  # noqa: S311 - the same draw every time
    while done < rows:
        batch = []
        for number in range(done, min(done + BATCH, rows)):
            at = begin + timedelta(days=358) * (number / rows) + timedelta(minutes=rng.randrange(1440))
            grid, worker, places = rng.choice(grids)
            made = check(rng.choice(places), 0) | {"findings": _findings(rng, at)}
            if rng.random() < 0.1:
                batch.append((draft("inspection.made", grid, made | JOINT, occurred_at=at), readers["sector"]))
            else:
                batch.append((draft("inspection.made", grid, made, occurred_at=at), worker))
        receipts = append_each(batch)
        assert not (refused := [receipt for receipt in receipts if receipt.outcome != "accepted"]), refused[:1]
        done += len(receipts)
        seal(COUNTY)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # what the database does by itself within minutes of so many new rows
            cursor.execute("VACUUM ANALYZE")


def _grids() -> list[tuple[str, Any, list[str]]]:
    from sanzhang.people.models import Appointment
    from sanzhang.people.queries import actors_of
    from sanzhang.premises.models import Premises

    workers = Appointment.objects.filter(post="grid_worker", county=COUNTY).order_by("area")
    today = datetime.now(UTC).date()
    return [
        (held.area, actors_of(held.person, today)[0], list(Premises.objects.filter(area=held.area).values_list("key", flat=True)))
        for held in workers
    ]


def _readers() -> dict[str, Any]:
    """Those who read the lists, each with an account called as in ``READERS``."""
    from sanzhang.accounts.models import Account
    from sanzhang.journal.actors import system_actor
    from sanzhang.journal.append import append_all, draft
    from sanzhang.journal.personal import hide
    from sanzhang.people.queries import actors_of

    found = {}
    for name, (post, area, sector) in READERS.items():
        key = str(uuid7())
        person = {"key": key, "number": name, "hidden": hide(key, {"name": f"读者{name}", "phone": "139"})}
        appointment = {"key": name, "person": key, "post": post, "sector": sector, "start": "2025-01-01"}
        append_all([draft("person.set", area, person), draft("appointment.set", area, appointment)], system_actor())
        Account.objects.open(name, key, COUNTY, None)
        found[name] = actors_of(key, datetime.now(UTC).date())[0]
    return found


def _findings(rng: random.Random, at: datetime) -> list[dict[str, Any]]:
    """Two in three are corrected on the spot, one in ten is reported up, the rest are left to be corrected by a day."""
    number = rng.choice(FINDINGS)
    return [_finding(rng, at) for _n in range(int(number) + (rng.random() < number % 1))]


def _finding(rng: random.Random, at: datetime) -> dict[str, Any]:
    id, drawn = str(uuid7()), rng.random()
    action = "on_the_spot" if drawn < 0.66 else "cannot" if drawn < 0.76 else "by_date"
    due = (day_after(at, rng.randrange(3, 60))).isoformat() if action == "by_date" else None
    after = [_photo(id, at)] if action == "on_the_spot" else []
    return {
        "id": id, "item": "aisles", "text": f"{rng.choice(TEXTS)}（{rng.randrange(1000)}）", "element": "", "action": action, "due": due,
        "severity": rng.choice(("general", "general", "general", "serious")), "photos": [], "after": after,
    }  # fmt: skip


def day_after(at: datetime, days: int) -> date:
    """The day ``days`` after a moment."""
    return (at + timedelta(hours=8, days=days)).date()


def _photo(id: str, at: datetime) -> dict[str, Any]:
    return {
        "sha256": hashlib.sha256(id.encode()).hexdigest(), "name": "a.jpg", "size": 200_000, "width": 1600, "height": 1200, "role": "after",
        "source": "camera", "taken_at": at.isoformat(), "no_position": "denied",
    }  # fmt: skip
