"""How long the desk's two long lists take, page by page and as files, at 100,000 inspections with 235,000 hazards.

    python benchmarks/lists.py                      # PostgreSQL where one answers, then SQLite; filling takes minutes
    python benchmarks/lists.py --rows 5000          # quickly
    python benchmarks/lists.py --keep /tmp/filled   # keep what was filled, and use it the next time

Whole requests inside one process, asked one after another: what the desk itself needs, without network. Each file is made in a process of its own, so that
its memory is known. What is kept stays until somebody deletes the folder and drops the databases called ``sanzhang_benchmark_lists_…``.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks import lists_filling, lists_measuring

ROOT = Path(__file__).resolve().parent.parent
POSTGRES = os.environ.get("SANZHANG_TEST_POSTGRES", "postgresql://127.0.0.1:5432/postgres?user=postgres")


def main() -> None:
    """Each database in turn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=20, help="requests a page")
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    parser.add_argument("--keep", type=Path, help="a folder in which what was filled is kept, and taken from")
    parser.add_argument("--part", choices=["fill", "pages", "file"], help=argparse.SUPPRESS)
    parser.add_argument("--address", default="", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.part == "fill":
        lists_filling.fill(chosen.rows)
    elif chosen.part == "pages":
        lists_measuring.pages(chosen.times)
    elif chosen.part == "file":
        lists_measuring.file(chosen.address)
    else:
        for title in ("postgresql", "sqlite"):
            if chosen.only in (None, title):
                with tempfile.TemporaryDirectory() as folder:
                    measure(title, (chosen.keep or Path(folder)).absolute(), chosen)


def measure(title: str, folder: Path, chosen: argparse.Namespace) -> None:
    """Fill a database, or take the one that was kept; then the pages, and each file."""
    if title == "postgresql" and not _answers():
        print("PostgreSQL does not answer; left out")
        return
    name, home = f"sanzhang_benchmark_lists_{chosen.rows}", folder / f"lists-{title}-{chosen.rows}"
    environment = _environment(title, home, name)
    part = [sys.executable, __file__, "--rows", str(chosen.rows), "--times", str(chosen.times), "--part"]
    try:
        if home.exists():
            subprocess.run([sys.executable, "-m", "django", "migrate"], env=environment, check=True, stdout=subprocess.DEVNULL)
        else:
            began = time.perf_counter()
            (home / "static").mkdir(parents=True)
            if title == "postgresql":
                _run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")
            subprocess.run([*part, "fill"], env=environment, check=True)
            print(f"{title}: {chosen.rows} inspections filled in {time.perf_counter() - began:.0f} s")
        print(f"{title}: milliseconds a request; CPU: of the desk and of the database", flush=True)
        subprocess.run([*part, "pages"], env=environment, check=True)
        for address in lists_measuring.FILES:
            subprocess.run([*part, "file", "--address", address], env=environment, check=True)
    finally:
        if title == "postgresql" and not chosen.keep:
            _run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _environment(title: str, home: Path, name: str) -> dict[str, str]:
    key = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
    secrets = dict.fromkeys(("SANZHANG_SECRET_KEY", "SANZHANG_DATA_KEY", "SANZHANG_SIGNING_KEY"), key)
    settings = {"DJANGO_SETTINGS_MODULE": "sanzhang.site.settings", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "SANZHANG_HOME": str(home)}
    database = {"SANZHANG_DATABASE_URL": POSTGRES.replace("/postgres?", f"/{name}?")} if title == "postgresql" else {}
    return os.environ | secrets | settings | database


def _answers() -> bool:
    import psycopg

    try:
        psycopg.connect(POSTGRES, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def _run(*statements: str) -> None:
    import psycopg

    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


if __name__ == "__main__":
    main()
