"""``sanzhang import``."""

import pytest
from tests.imports.conftest import as_csv
from typer.testing import CliRunner

from sanzhang.cli import imports  # noqa: F401 - adds the command
from sanzhang.cli.main import app
from sanzhang.journal.models import Entry
from sanzhang.people.models import Person

HEAD = ("人员编号", "姓名", "所属区划代码")


@pytest.fixture
def run(county, tmp_path):
    """Run the command on rows."""

    def go(rows, *options):
        file = tmp_path / "名单.csv"
        file.write_bytes(as_csv([HEAD, *rows], "gbk"))
        return CliRunner().invoke(app, ["import", "people", str(file), "--county", county, *options])

    return go


def test_checks_and_writes_nothing(run):
    before = Entry.objects.count()
    result = run([("DD009", "新人", "150624")])
    assert result.exit_code == 0
    assert "编码 gbk；新增 1" in result.output.replace("\n", "")
    assert Entry.objects.count() == before


def test_commits_in_the_name_of_a_person(run):
    assert run([("DD009", "新人", "150624101")], "--commit", "--as", "JZ001").exit_code == 0
    row = Person.objects.get(number="DD009")
    assert Entry.objects.get(id=row.entry).person == "JZ001"


def test_faults_end_with_a_code_for_scripts(run):
    result = run([("DD009", "新人", "150624102")], "--commit", "--as", "JZ001")
    assert result.exit_code == 1
    assert not Person.objects.filter(number="DD009").exists()


def test_somebody_without_the_power_is_refused(run):
    assert run([("DD009", "新人", "150624")], "--as", "DD002").exit_code == 1
