"""``sanzhang pack``."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sanzhang.cli.main import app
from sanzhang.packs.load import NOTICES


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


@pytest.mark.parametrize("words", [("check", "no-such"), ("diff", "otog-2022", "no-such"), ("diff", "otog-2022", "otog-2022", "--on", "x")])
def test_mistakes_are_told(words: tuple[str, ...]) -> None:
    result = run(*words)
    assert result.exit_code == 1
    assert "Traceback" not in result.output


def test_a_pack_does_not_differ_from_itself_and_does_from_another() -> None:
    assert "共 0 处不同" in run("diff", "otog-2022", "otog-2022").output
    assert "共 0 处不同" not in run("diff", "otog-2022", "sonid-right").output
