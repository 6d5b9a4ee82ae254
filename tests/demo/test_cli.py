"""``sanzhang demo``, as it is typed."""

from pathlib import Path

import pytest
from tests.demo.small import UNTIL
from typer.testing import CliRunner, Result

from sanzhang.accounts.models import Account
from sanzhang.cli.main import app
from sanzhang.demo.queries import is_demo
from sanzhang.journal.models import Entry
from sanzhang.packs import shipped
from sanzhang.rules.standing import evaluate

PLACE = ("--months", "1", "--seed", "5", "--until", UNTIL.isoformat())


@pytest.fixture
def divisions(tmp_path: Path) -> Path:
    """A division list of one town and two villages."""
    file = tmp_path / "list.csv"
    rows = ["code,name,level,parent_code", "990005,演示旗,county,9900", "990005100,甲镇,town,990005"]
    rows += [f"99000510000{number},{number}号嘎查,village,990005100" for number in (1, 2)]
    file.write_text("\n".join(rows) + "\n", "utf-8")
    return file


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["demo", *words])


@pytest.mark.django_db
def test_it_loads_and_prints_the_accounts_with_the_password(divisions: Path) -> None:
    result = run("--county", "990005", "--divisions", str(divisions), "--password", "Some-pass-word-9", *PLACE)
    assert result.exit_code == 0, result.output
    assert "village_head" in result.output
    assert "Some-pass-word-9" in result.output
    assert is_demo("990005")
    assert Account.objects.get(username="village_head").check_password("Some-pass-word-9")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "chinese", "english"),
    [
        (("--county", "110101"), "没有随附", "--divisions"),
        (("--county", "150624", "--until", "2999-01-01"), "晚于今天", "future"),
    ],
)
def test_what_cannot_be_done_is_said_in_both_languages(words: tuple[str, ...], chinese: str, english: str) -> None:
    result = run(*words)
    assert result.exit_code == 1
    assert chinese in result.output
    assert english in result.output
    assert not Entry.objects.exists()


def test_with_out_it_writes_files_that_can_be_read_back(divisions: Path, tmp_path: Path) -> None:
    from sanzhang.standing.files import read_facts

    folder = tmp_path / "facts"
    result = run("--county", "990005", "--divisions", str(divisions), "--out", str(folder), *PLACE)
    assert result.exit_code == 0, result.output
    assert {"areas.csv", "appointments.csv", "records.jsonl"} <= {file.name for file in folder.iterdir()}
    assert evaluate(shipped("otog-2022"), read_facts(folder), UNTIL)
