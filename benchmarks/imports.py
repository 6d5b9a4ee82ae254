"""How long 20,000 rows take: the check with every row's faults, the commit, and taking it back.

    python benchmarks/imports.py [rows]

In a database of its own (SQLite), thrown away afterwards.
"""

import csv
import io
import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")  # with secrets and a home of their own

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from sanzhang.imports.importing import check_file, commit_file  # noqa: E402
from sanzhang.imports.tables import TABLES  # noqa: E402
from sanzhang.imports.undoing import undo_batch  # noqa: E402
from sanzhang.journal.actors import system_actor  # noqa: E402
from sanzhang.journal.append import append_all, draft  # noqa: E402
from sanzhang.people.posts import posts_of  # noqa: E402

COUNTY = "150624"
TOWNS, VILLAGES = 20, 20
GRIDS = [
    f"{COUNTY}{100 + town}{1 + village:03}{1 + grid:03}"
    for town in range(TOWNS)
    for village in range(VILLAGES)
    for grid in range(999)
]  # fmt: skip


def main(count: int) -> None:
    """Import ``count`` grids, as many people, and an appointment for each of them."""
    call_command("migrate", verbosity=0)
    prepare()
    people = [f"P{number:06}" for number in range(count)]
    print(f"{connection.vendor}, {count} rows; seconds, in brackets those of the processor")
    print(f"{'table':<14}{'faults':>14}{'check':>14}{'commit':>14}{'again':>14}{'undo':>14}")
    grids = [(code, f"第{number}网格") for number, code in enumerate(GRIDS[:count])]
    measure("areas", ("区划代码", "区划名称"), grids, spoil=lambda row: (row[0][:-1], row[1]))
    named = [(number, f"网格员{number}", GRIDS[place], "13800000000") for place, number in enumerate(people)]
    measure("people", ("人员编号", "姓名", "所属区划代码", "联系电话"), named, spoil=lambda row: (row[0], "", row[2], row[3]))
    terms = [(number, "grid_worker", GRIDS[place], date(2026, 1, 1)) for place, number in enumerate(people)]
    measure(
        "appointments",
        ("人员编号", "岗位", "任职区划代码", "任职日期"),
        terms,
        spoil=lambda row: (row[0], row[1], row[2][:12], "昨天"),
        undo=True,
    )


def prepare() -> None:
    """The towns and villages above the grids; and the pack is read, as it is in a server that runs."""
    posts_of(COUNTY)
    codes = [COUNTY, *(f"{COUNTY}{100 + town}" for town in range(TOWNS))]
    codes += [f"{COUNTY}{100 + town}{1 + village:03}" for town in range(TOWNS) for village in range(VILLAGES)]
    append_all([draft("area.set", code, {"name": f"区划{code}"}) for code in codes], system_actor())


def measure(
    table: str, head: Sequence[str], rows: list[tuple[Any, ...]], *, spoil: Callable[[Any], tuple[Any, ...]], undo: bool = False
) -> None:
    """Time one table: a file in which every row is wrong, the sound file checked and committed, the same file once more, and the way back."""
    bad = timed(lambda: check_file(TABLES[table], as_csv(head, [spoil(row) for row in rows]), "bad.csv", COUNTY, system_actor()))
    assert len({fault.row for fault in bad[1].faults}) == len(rows)
    file = as_csv(head, rows)
    checked = timed(lambda: check_file(TABLES[table], file, "good.csv", COUNTY, system_actor()))
    assert checked[1].counts["new"] == len(rows), checked[1].faults[:3]
    committed = timed(lambda: commit_file(TABLES[table], file, "good.csv", COUNTY, system_actor()))
    again = timed(lambda: check_file(TABLES[table], file, "good.csv", COUNTY, system_actor()))
    assert again[1].counts["unchanged"] == len(rows)
    undone = timed(lambda: undo_batch(str(committed[1][0]), COUNTY, system_actor()))[0] if undo else ""
    print(f"{table:<14}" + "".join(f"{figure:>14}" for figure in (bad[0], checked[0], committed[0], again[0], undone)), flush=True)


def timed(work: Callable[[], Any]) -> tuple[str, Any]:
    """How long ``work`` took, of that (in brackets) the processor's own time, and what it gave."""
    start, worked = time.perf_counter(), time.process_time()
    found = work()
    return f"{time.perf_counter() - start:.1f} ({time.process_time() - worked:.1f})", found


def as_csv(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """A file."""
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    return text.getvalue().encode("gb18030")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
