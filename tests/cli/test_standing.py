"""``sanzhang standing``, as it is typed."""

import csv
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from tests import county
from tests.journal.conftest import COUNTY, TOWN, VILLAGE, build_banner, inspect
from typer.testing import CliRunner, Result

from sanzhang.cli.main import app
from sanzhang.standing.files import write_facts
from sanzhang.standing.load import load_facts
from sanzhang.standing.present import FIELDS, STATES

DAY = "2026-07-15"


def run(*words: str) -> Result:
    """Run it."""
    return CliRunner().invoke(app, ["standing", *words])


@pytest.fixture
def facts(db: None, tmp_path: Path) -> Path:
    """The banner in the database, and the same as files."""
    people = build_banner()
    inspect(county.actor(people, "town_head"), TOWN, date(2026, 6, 10), "police_station")
    inspect(county.actor(people, "brigade_chief"), COUNTY, date(2026, 5, 10), "department")
    write_facts(load_facts(COUNTY, date.fromisoformat(DAY)), tmp_path / "facts")
    return tmp_path / "facts"


@pytest.mark.parametrize("area", [COUNTY, TOWN, VILLAGE])
@pytest.mark.parametrize(
    "options", [(), ("--since", "2026-06-01"), ("--known-at", "2026-01-01"), ("--known-at", "2026-07-01T08:00:00+08:00")]
)
def test_files_and_database_give_the_same_figures(facts: Path, area: str, options: tuple[str, ...]) -> None:
    words = ("--area", area, "--as-of", DAY, *options, "--format", "json")
    ours, theirs = run(*words), run(*words, "--facts", str(facts))
    if "--known-at" in options:  # everything was recorded just now, so nothing was known then
        assert (ours.exit_code, theirs.exit_code) == (1, 1)
        assert "没有登记" in ours.output
        return
    assert (ours.exit_code, theirs.exit_code) == (0, 0), theirs.output
    rows = json.loads(theirs.stdout)
    assert json.loads(ours.stdout) == rows
    assert rows
    assert all(tuple(row) == FIELDS for row in rows)
    assert all(row["area"].startswith(area) for row in rows)


def test_a_row_leads_to_clause_owner_and_records(facts: Path) -> None:
    rows = json.loads(run("--area", TOWN, "--as-of", DAY, "--format", "json", "--facts", str(facts)).stdout)
    row = next(row for row in rows if row["duty"] == "town.joint_inspection" and row["period"] == "2026-06" and row["area"] == TOWN)
    assert (row["state"], row["counted"], row["at_least"], row["due"], row["owner_post"]) == ("met", 1, 1, "2026-06-30", "town_head")
    assert row["clause"]
    assert len(row["records"]) == 1
    assert row["owner"]


def test_csv_has_the_same_rows(facts: Path) -> None:
    words = ("--area", TOWN, "--as-of", DAY, "--facts", str(facts), "--format")
    rows = list(csv.DictReader(run(*words, "csv").stdout.splitlines()))
    assert [row["duty"] + row["period"] + row["state"] for row in rows] == [
        row["duty"] + row["period"] + row["state"] for row in json.loads(run(*words, "json").stdout)
    ]


def test_the_table_ends_with_counts_and_gaps(facts: Path) -> None:
    words = ("--area", COUNTY, "--as-of", DAY, "--facts", str(facts))
    counts = dict.fromkeys(STATES, 0)
    for row in json.loads(run(*words, "--format", "json").stdout):
        counts[row["state"]] += 1
    output = run(*words).output
    for state, count in counts.items():
        assert not count or f"{STATES[state].zh} {count}" in output.replace("\n", "")
    assert "无人负责" in output
    assert "obligations:" in run(*words, "--lang", "en").output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--area", "150624999", "--as-of", DAY), "没有登记"),
        (("--area", "abc", "--as-of", DAY), "没有登记"),
        (("--area", TOWN, "--as-of", "2026-02-30"), "--as-of"),
        (("--area", TOWN, "--known-at", "gestern"), "--known-at"),
        (("--area", TOWN, "--pack", "no-such"), "otog-2022"),
        (("--area", TOWN, "--facts", "/nowhere"), "areas.csv"),
    ],
)
def test_mistakes_are_told_without_a_traceback(facts: Path, words: tuple[str, ...], told: str) -> None:
    for result in (run(*words), run(*words, *(() if "--facts" in words else ("--facts", str(facts))))):
        assert result.exit_code == 1
        assert told in result.output
        assert "Traceback" not in result.output


def test_files_need_no_django_and_no_secret(facts: Path) -> None:
    code = (
        "import sys; from typer.testing import CliRunner; from sanzhang.cli.main import app;"
        f"result = CliRunner().invoke(app, ['standing', '--area', '{TOWN}', '--as-of', '{DAY}', '--format', 'json', '--facts', {str(facts)!r}]);"
        "assert result.exit_code == 0, result.output; assert not [name for name in sys.modules if name.split('.')[0] == 'django']"
    )
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("SANZHANG", "DJANGO"))}
    done = subprocess.run(
        [sys.executable, "-c", code], env=bare | {"SANZHANG_HOME": str(facts)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
