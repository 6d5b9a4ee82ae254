"""What phones ask of the server, at many rows: sending with and without photos, sending twice, the first download, and whether anything is left behind.

    python benchmarks/phone.py                         # PostgreSQL where one answers, then SQLite; 100,000 rows, 8 phones
    python benchmarks/phone.py --rows 5000 --seconds 5 # quickly

A real server (`sanzhang serve`) on this machine's loopback, 8 phones as processes of their own that send one after another without a pause. Everything is
bounded and ends by itself; PostgreSQL gets a database of its own, dropped afterwards. ``--load-minutes`` lengthens the load before the look at what is behind.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks import phone_filling, phone_load

POSTGRES = os.environ.get("SANZHANG_TEST_POSTGRES", "postgresql://127.0.0.1:5432/postgres?user=postgres")
NAME = "sanzhang_benchmark_phone"
PORT = 8791


def main() -> None:
    """Each database in turn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--phones", type=int, default=8)
    parser.add_argument("--load-minutes", type=float, default=0)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    parser.add_argument("--fill", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.fill:
        phone_filling.fill(chosen.rows, chosen.phones, Path(chosen.fill))
        return
    for title in ("postgresql", "sqlite"):
        if chosen.only in (None, title):
            with tempfile.TemporaryDirectory() as home:
                measure(title, Path(home), chosen)


def measure(title: str, home: Path, chosen: argparse.Namespace) -> None:
    """Fill a database, serve it, and let the phones loose."""
    environment = _environment(title, home)
    if environment is None:
        print("PostgreSQL does not answer; left out")
        return
    try:
        phones = home / "phones.json"
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, __file__, "--fill", str(phones), "--rows", str(chosen.rows), "--phones", str(chosen.phones)],
            env=environment,
            check=True,
        )
        print(f"{title}: {chosen.rows} inspections filled in {time.perf_counter() - began:.0f} s")
        workers = "2" if title == "postgresql" else "1"
        command = [str(Path(sys.executable).with_name("sanzhang")), "serve", "--port", str(PORT), "--workers", workers, "--threads", "4"]
        server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        try:
            phone_load.run(title, PORT, phones, chosen.seconds, chosen.load_minutes, server.pid)
        finally:
            server.terminate()
            server.wait(20)
        subprocess.run([*command[:1], "verify"], env=environment, check=True, stdout=subprocess.DEVNULL)
        print(f"{title}: sanzhang verify: clean")
    finally:
        if title == "postgresql":
            _drop_database()


def _environment(title: str, home: Path) -> dict[str, str] | None:
    key = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
    secrets = dict.fromkeys(("SANZHANG_SECRET_KEY", "SANZHANG_DATA_KEY", "SANZHANG_SIGNING_KEY"), key)
    settings = {"DJANGO_SETTINGS_MODULE": "sanzhang.site.settings", "PYTHONPATH": ".", "SANZHANG_HOME": str(home)}
    if title == "sqlite":
        return os.environ | secrets | settings
    if not _make_database():
        return None
    return os.environ | secrets | settings | {"SANZHANG_DATABASE_URL": POSTGRES.replace("/postgres?", f"/{NAME}?")}


def _make_database() -> bool:
    import psycopg

    try:
        with psycopg.connect(POSTGRES, autocommit=True, connect_timeout=3) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {NAME}")
    except psycopg.OperationalError:
        return False
    return True


def _drop_database() -> None:
    import psycopg

    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


if __name__ == "__main__":
    main()
