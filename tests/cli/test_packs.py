"""``sanzhang pack``."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sanzhang.cli.main import app
from sanzhang.packs.load import NOTICES, STANDARDS


def run(*words: str) -> Result:
    """Run it."""
    return CliRunner().invoke(app, ["pack", *words])


def test_every_shipped_pack_is_complete() -> None:
    result = run("check")
    assert result.exit_code == 0, result.output
    assert "otog-2022" in result.output
    assert "条款" in result.output


def copy(tmp_path: Path, old: str, new: str) -> Path:
    """A shipped pack with one thing changed."""
    text = (NOTICES / "sonid-right" / "notice.yaml").read_text("utf-8")
    assert old in text
    (tmp_path / "notice.yaml").write_text(text.replace(old, new), "utf-8")
    return tmp_path


def test_a_folder_is_checked_and_every_error_told(tmp_path: Path) -> None:
    result = run("check", str(copy(tmp_path, "clauses:", "nonsense: 1\nclauses:")))
    assert result.exit_code == 1
    assert "notice.yaml:" in result.output
    assert "nonsense" in result.output


def test_life_cycles_are_counted() -> None:
    lines = [line.strip() for line in run("check", "otog-2022").output.splitlines()]
    assert {"办理流程：5", "状态：41", "步骤：70", "待核的期限：21"} <= set(lines)
    assert "unverified deadlines：21" in run("check", "sonid-right", "--lang", "en").output


def test_mistakes_of_life_cycles_are_told_beside_those_of_the_clauses(tmp_path: Path) -> None:
    folder = copy(tmp_path, "clauses:\n", 'clauses:\n  - {number: "9", grade: B-, summary: {zh: 新增, en: New}}\n')
    (folder / "lifecycles").mkdir()
    report = (STANDARDS / "lifecycles" / "report.yaml").read_text("utf-8")
    (folder / "lifecycles" / "report.yaml").write_text(
        report.replace("by: take.reports", "by: take.calls").replace("to: confirmed", "to: confrimed"), "utf-8"
    )
    (folder / "lifecycles" / "wish.yaml").write_text(
        report.replace("id: report", "id: wish").replace("by: take.reports", "by: take.wishes"), "utf-8"
    )
    result = run("check", str(folder))
    assert result.exit_code == 1
    assert "有条款没有着落：9" in result.output
    assert "lifecycles/report.yaml:35" in result.output
    assert "“confrimed”在 states 里没有" in result.output
    assert "lifecycles/wish.yaml:15" in result.output
    assert "没有一个岗位有权限“take.wishes”，谁也办不了：received_urgent、received、answered" in result.output


@pytest.mark.parametrize("words", [("check", "no-such"), ("diff", "otog-2022", "no-such"), ("diff", "otog-2022", "otog-2022", "--on", "x")])
def test_mistakes_are_told(words: tuple[str, ...]) -> None:
    result = run(*words)
    assert result.exit_code == 1
    assert "Traceback" not in result.output


def test_a_pack_does_not_differ_from_itself_and_does_from_another() -> None:
    assert "共 0 处不同" in run("diff", "otog-2022", "otog-2022").output
    assert "共 0 处不同" not in run("diff", "otog-2022", "sonid-right").output
