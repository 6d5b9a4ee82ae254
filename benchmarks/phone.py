"""What phones ask of the server, at many rows: sending with and without photos, sending twice, the first download, and whether anything is left behind.

    python benchmarks/phone.py                         # PostgreSQL where one answers, then SQLite; 100,000 rows, 8 phones
    python benchmarks/phone.py --rows 5000 --seconds 5 # quickly
    python benchmarks/phone.py --keep /tmp/filled      # keep what was filled; the next run begins from a copy of it

A real server (`sanzhang serve`) on this machine's loopback, 8 phones as processes of their own that send one after another without a pause. Everything is
bounded and ends by itself; PostgreSQL gets a database of its own, dropped afterwards. ``--load-minutes`` lengthens the load before the look at what is behind.
What is kept (``--keep``) stays until somebody deletes the folder and drops the databases called ``sanzhang_benchmark_phone_kept_…``.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks import phone_filling, phone_load, processes

POSTGRES = os.environ.get("SANZHANG_TEST_POSTGRES", "postgresql://127.0.0.1:5432/postgres?user=postgres")
NAME = "sanzhang_benchmark_phone"
SANZHANG = str(Path(sys.executable).with_name("sanzhang"))


def main() -> None:
    """Each database in turn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--phones", type=int, default=8)
    parser.add_argument("--load-minutes", type=float, default=0)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    parser.add_argument("--keep", type=Path, help="a folder in which what was filled is kept, and taken from")
    parser.add_argument("--workers", type=int, help="processes of the server; by default 2 on PostgreSQL, 1 on SQLite")
    parser.add_argument("--threads", type=int, default=4, help="threads of each process")
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
    if title == "postgresql" and not _answers():
        print("PostgreSQL does not answer; left out")
        return
    environment = _environment(title, home)
    try:
        _filled(title, home, chosen, environment)
        workers = chosen.workers or (2 if title == "postgresql" else 1)
        port = processes.free_port()  # never another's server
        command = [SANZHANG, "serve", "--port", str(port), "--workers", str(workers), "--threads", str(chosen.threads)]
        server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        try:
            phone_load.run(
                title, port, home / "phones.json", chosen.seconds, chosen.load_minutes, lambda: processes.spent(server.pid, NAME)
            )
            _wait_until_looked_at(title, home / "media" / "unseen")
            print(f"{title}: memory of the server's processes {processes.memory(server.pid):.0f} MB")
        finally:
            server.terminate()
            server.wait(20)
        subprocess.run([SANZHANG, "verify"], env=environment, check=True, stdout=subprocess.DEVNULL)
        print(f"{title}: sanzhang verify: clean")
    finally:
        if title == "postgresql":
            _run(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


def _filled(title: str, home: Path, chosen: argparse.Namespace, environment: dict[str, str]) -> None:
    """Fill a new database, or begin from a copy of the one that was kept."""
    kept = chosen.keep and chosen.keep / f"{title}-{chosen.rows}-{chosen.phones}"
    name = f"{NAME}_kept_{chosen.rows}_{chosen.phones}"
    if kept and kept.exists():
        shutil.copytree(kept, home, dirs_exist_ok=True)
        if title == "postgresql":
            _copy_database(name, NAME)
        subprocess.run([SANZHANG, "init"], env=environment, check=True, stdout=subprocess.DEVNULL)
        print(f"{title}: {chosen.rows} inspections, as they were kept")
        return
    if title == "postgresql":
        _run(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)", f"CREATE DATABASE {NAME}")
    began = time.perf_counter()
    fill = [sys.executable, __file__, "--fill", str(home / "phones.json"), "--rows", str(chosen.rows), "--phones", str(chosen.phones)]
    subprocess.run(fill, env=environment, check=True)
    print(f"{title}: {chosen.rows} inspections filled in {time.perf_counter() - began:.0f} s")
    if kept:
        if title == "postgresql":
            _copy_database(NAME, name)
        shutil.copytree(home, kept)


def _wait_until_looked_at(title: str, waiting: Path) -> None:
    """The other half of W4: the photos that nobody had looked at when the load ended, and how long that takes."""
    began, left = time.perf_counter(), waiting.read_bytes().count(b"\n")
    while waiting.stat().st_size:
        time.sleep(0.1)
    print(f"{title}: W4 of the photos {left} at most were left to look at, and were {time.perf_counter() - began:.1f} s later")


def _environment(title: str, home: Path) -> dict[str, str]:
    key = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
    secrets = dict.fromkeys(("SANZHANG_SECRET_KEY", "SANZHANG_DATA_KEY", "SANZHANG_SIGNING_KEY"), key)
    settings = {"DJANGO_SETTINGS_MODULE": "sanzhang.site.settings", "SANZHANG_HOME": str(home)}
    database = {"SANZHANG_DATABASE_URL": POSTGRES.replace("/postgres?", f"/{NAME}?")} if title == "postgresql" else {}
    return os.environ | secrets | settings | database


def _answers() -> bool:
    import psycopg

    try:
        psycopg.connect(POSTGRES, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def _copy_database(source: str, target: str) -> None:
    _run(f"DROP DATABASE IF EXISTS {target} WITH (FORCE)", f"CREATE DATABASE {target} TEMPLATE {source}")


def _run(*statements: str) -> None:
    import psycopg

    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


if __name__ == "__main__":
    main()
