"""How fast the journal takes entries: one by one and in batches of 500, on the database that SANZHANG_DATABASE_URL names.

    python benchmarks/journal.py            # SQLite in a temporary folder, and PostgreSQL where one answers

Each run is bounded (--seconds) and ends by itself. PostgreSQL gets a database of its own, dropped afterwards.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from statistics import quantiles

POSTGRES = os.environ.get("SANZHANG_TEST_POSTGRES", "postgresql://127.0.0.1:5432/postgres?user=postgres")
NAME = "sanzhang_benchmark"
BATCH = 500


def main() -> None:
    """Run each database in a process of its own and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.measure:
        measure(chosen.measure, chosen.seconds)
        return
    with tempfile.TemporaryDirectory() as home:
        _run("SQLite", chosen.seconds, {"SANZHANG_HOME": home})
        if _make_database():
            address = POSTGRES.replace("/postgres?", f"/{NAME}?")
            _run("PostgreSQL", chosen.seconds, {"SANZHANG_HOME": home, "SANZHANG_DATABASE_URL": address})
            _drop_database()


def measure(title: str, seconds: float) -> None:
    """Append records of one village for ``seconds``, then batches for as long."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests import county

    from sanzhang.journal.append import append, append_each

    people = county.build()
    head = county.actor(people, f"village_head@{county.VILLAGE}", date(2026, 6, 1))
    times = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        item = _draft(len(times))
        began = time.perf_counter()
        append(item, head)
        times.append(time.perf_counter() - began)
    cuts = quantiles(times, n=100)
    print(
        f"{title}: single append {len(times) / sum(times):.0f}/s, p50 {cuts[49] * 1000:.1f} ms, p95 {cuts[94] * 1000:.1f} ms, n {len(times)} (sealing included)"
    )
    done, spent = 0, 0.0
    while spent < seconds:
        items = [_draft(number) for number in range(BATCH)]
        began = time.perf_counter()
        receipts = append_each([(item, head) for item in items])
        spent += time.perf_counter() - began
        done += sum(receipt.outcome == "accepted" for receipt in receipts)
    print(f"{title}: batches of {BATCH}: {done / spent:.0f} entries/s, n {done}")


def _draft(number: int) -> object:
    from datetime import UTC, datetime

    from tests import county

    from sanzhang.journal.append import draft

    day = datetime(2026, 1, 1, 4, tzinfo=UTC) + timedelta(days=number % 150)
    return draft(
        "record.made",
        county.VILLAGE,
        {"evidence": "joint_inspection", "areas": [county.VILLAGE], "note": f"第 {number} 次"},
        occurred_at=day,
    )


def _run(title: str, seconds: float, environment: dict[str, str]) -> None:
    key = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
    secrets = dict.fromkeys(("SANZHANG_SECRET_KEY", "SANZHANG_DATA_KEY", "SANZHANG_SIGNING_KEY"), key)
    settings = {"DJANGO_SETTINGS_MODULE": "sanzhang.site.settings", "PYTHONPATH": "."}
    command = [sys.executable, __file__, "--measure", title, "--seconds", str(seconds)]
    subprocess.run(command, env=os.environ | secrets | settings | environment, check=True)


def _make_database() -> bool:
    import psycopg

    try:
        with psycopg.connect(POSTGRES, autocommit=True, connect_timeout=3) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {NAME}")
            connection.execute(f"CREATE DATABASE {NAME}")
    except psycopg.OperationalError:
        print("PostgreSQL does not answer; left out")
        return False
    return True


def _drop_database() -> None:
    import psycopg

    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {NAME}")


if __name__ == "__main__":
    main()
