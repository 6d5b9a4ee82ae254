"""How many queries each page takes is a committed baseline: a page that begins to ask once a row is found at once.

After a change that is meant: ``UPDATE_QUERY_COUNTS=1 pytest tests/desk/test_query_counts.py``.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests import county
from tests.desk.routes import addresses_of, all_routes

from sanzhang.hazards.models import Hazard
from sanzhang.journal.append import append, draft

pytestmark = pytest.mark.sqlite_only  # every page once: what its queries say is held by the subjects' own tests on PostgreSQL

BASELINE = Path(__file__).with_name("query_counts.json")
READERS = [
    f"brigade_chief@{county.COUNTY}",
    f"village_head@{county.FAR}",
    f"system_admin@{county.COUNTY}",
    f"security_admin@{county.COUNTY}",
    f"audit_admin@{county.COUNTY}",
]


@pytest.mark.sqlite_only
def test_every_page_takes_as_many_queries_as_before(as_: Callable[[str], Client]) -> None:
    counts = {}
    for reader in READERS:
        client = as_(reader)
        for name, pattern in all_routes():
            for number, address in enumerate(addresses_of(name, pattern)):
                if client.get(address).status_code != 200:  # also warms the board
                    continue
                with CaptureQueriesContext(connection) as queries:
                    client.get(address)
                counts[f"{reader.split('@')[0]} {name} {number}"] = len(queries)
    if os.environ.get("UPDATE_QUERY_COUNTS"):
        BASELINE.write_text(json.dumps(counts, indent=1, sort_keys=True) + "\n", "utf-8")
    assert counts == json.loads(BASELINE.read_text("utf-8"))


def test_no_list_asks_once_a_row(as_: Callable[[str], Client], people: dict[str, str]) -> None:
    client = as_(f"brigade_chief@{county.COUNTY}")
    lists = [
        "/records/",
        "/ledger/",
        "/net/",
        "/proposals/",
        "/areas/",
        "/people/",
        "/appointments/",
        "/premises/",
        "/households/",
        "/inspections/",
        "/hazards/",
        "/referrals/",
        "/cases/report/",
    ]
    refer(people, str(Hazard.objects.get(area=county.FAR).id))
    few = [_queries(client, address) for address in lists]
    head, shop = county.actor(people, f"village_head@{county.FAR}"), county.place(county.FAR, "某商店")
    for day in range(1, 21):
        county.record(head, "daily_patrol", county.FAR, county.date(2026, 5, day))
        county.place(county.FAR, f"第 {day} 家")
        county.household(county.FAR, f"{day:03d}")
        found = county.finding(f"第 {day} 处", due=timezone.localdate().isoformat())
        county.inspection(head, county.FAR, shop, timezone.now(), found)
        refer(people, str(found["id"]))
        county.case("report", "received", county.FAR, shop, note=f"第 {day} 件", result="visit")
    assert [_queries(client, address) for address in lists] == few


def refer(people: dict[str, str], hazard: str) -> None:
    """Refer a hazard of the far village to a department."""
    payload = {"hazard": hazard, "event": "referred", "department": "housing", "note": "请督促整改"}
    append(draft("hazard.moved", county.FAR, payload), county.actor(people, f"brigade_chief@{county.COUNTY}"))


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
