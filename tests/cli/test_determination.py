"""``sanzhang determine`` and ``sanzhang elements``."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from sanzhang.cli.main import app

BAR = {
    "date": "2024-01-23",
    "premises_kind": "entertainment",
    "elements": [{"no": "7.3.6", "form": "absent"}, {"no": "7.3.9"}, {"no": "7.5"}],
}
ONE_EXIT = {"id": 7, "date": "2022-06-30", "premises_kind": "entertainment", "premises": {}, "elements": [{"no": "6.5", "measured": 79}]}
BAD = {"date": "2024-01-23", "premises_kind": "entertainment", "elements": [{"no": "6.5", "measured": -3}, {"no": "6.11"}]}


def run(given: Any, *words: str) -> Result:
    """Run it with ``given`` on its standard input."""
    text = given if isinstance(given, str) else json.dumps(given)
    return CliRunner().invoke(app, ["determine", *words], input=text)


def test_json_has_the_agreed_keys() -> None:
    result = run(BAR, "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.output)
    assert list(found) == ["edition", "major", "basis", "rule", "elements", "missing", "unverified", "explanation"]
    assert (found["edition"], found["major"], found["basis"], found["rule"]) == ("gb35181-2017", True, "combined", "5.3.3(a)")
    assert [one["no"] for one in found["elements"] if one["counted"]] == ["7.3.6", "7.3.9", "7.5"]
    assert "7.5" in found["unverified"]
    assert any("待核" in sentence for sentence in found["explanation"])
    assert any("3 人以上集体讨论" in sentence and "7 名以上专家" in sentence for sentence in found["explanation"])


def test_a_measured_element_shows_value_and_threshold() -> None:
    found = json.loads(run(ONE_EXIT, "--json").output)
    (element,) = found["elements"]
    assert found["id"] == 7
    assert (element["measured"], element["threshold"], element["reason"]) == (79, "小于 80%", "beyond")
    assert any("79%" in sentence and "80%" in sentence for sentence in found["explanation"])
    assert found["unverified"] == []


def test_several_cases_are_answered_each() -> None:
    result = run([BAR, BAD, ONE_EXIT], "--json")
    assert result.exit_code == 1
    first, second, third = json.loads(result.output)
    assert (first["major"], third["major"]) == (True, True)
    assert {(one["where"], one["code"]) for one in second["errors"]} == {
        ("elements[0].measured", "measured_range"), ("elements[1].no", "element_unknown"),
    }  # fmt: skip
    assert all(one["message"] and one["hint"] for one in second["errors"])


def test_lines() -> None:
    result = run("\n".join([json.dumps(BAR), "", "{broken", json.dumps(ONE_EXIT)]), "--lines")
    assert result.exit_code == 1
    first, second, third = map(json.loads, result.output.splitlines())
    assert first["major"] is True
    assert second["errors"][0]["code"] == "json"
    assert third["id"] == 7


@pytest.mark.parametrize("text", ["", "{", "nope", "[" * 100_000])
def test_what_is_no_json_is_an_error_in_json(text: str) -> None:
    result = run(text, "--json")
    assert result.exit_code == 1
    assert json.loads(result.output)["errors"][0]["code"] == "json"


@pytest.mark.parametrize("value", [None, 5, "x", [5]])
def test_what_is_no_case_is_an_error_in_json(value: Any) -> None:
    result = run(value, "--json")
    assert result.exit_code == 1
    assert "errors" in result.output


def test_without_json_it_speaks() -> None:
    result = run(BAR)
    assert result.exit_code == 0
    assert "可判定为重大火灾隐患" in result.output
    assert "这是建议，不是决定" in result.output
    assert "can be determined" in run(BAR, "--lang", "en").output
    assert run(BAD).exit_code == 1


def test_the_editions_beside_each_other() -> None:
    found = json.loads(run(BAR, "--json", "--compare").output)
    assert [(one["edition"], one["major"]) for one in found["editions"]] == [
        ("ga653-2006", None), ("gb35181-2017", True), ("gb35181-2025", None),
    ]  # fmt: skip


def test_it_needs_no_settings() -> None:
    """A fresh interpreter, without any setting of ours and without a database."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("SANZHANG_", "DJANGO_"))}
    words = [sys.executable, "-c", "from sanzhang.cli.main import app; app()", "determine", "--json"]
    found = subprocess.run(words, input=json.dumps(ONE_EXIT), env=environment, capture_output=True, text=True, check=True)
    assert json.loads(found.stdout)["major"] is True


HEAD = "条号,种类,内容,页码,录入人,复核人\n"


def table(folder: Path, direct: int = 30, combined: int = 35, checked_by: str = "乙") -> Path:
    """A made-up table of elements."""
    lines = [f"5.{index},直接,样例,9,甲,{checked_by}\n" for index in range(1, direct + 1)]
    lines += [f"6.{index},综合,样例,9,甲,{checked_by}\n" for index in range(1, combined + 1)]
    file = folder / "elements.csv"
    file.write_text(HEAD + "".join(lines), "utf-8")
    return file


def check(*words: str) -> Result:
    return CliRunner().invoke(app, ["elements", "check", *words])


def test_a_good_table_is_counted(tmp_path: Path) -> None:
    result = check(str(table(tmp_path)))
    assert result.exit_code == 0, result.output
    assert "ok" in result.output
    assert "30" in result.output
    assert "35" in result.output
    assert "5.30 条没有写适用场所" in result.output + result.stderr


def test_a_bad_table_is_told_line_by_line(tmp_path: Path) -> None:
    result = check(str(table(tmp_path, direct=29, checked_by="甲")))
    assert result.exit_code == 1
    assert "同一个人" in result.output
    assert "应有 30 项，这里有 29 项" in result.output
    assert "共 65 处问题" in result.output


def test_a_table_decides_at_once(tmp_path: Path) -> None:
    case = {"date": "2025-11-01", "premises_kind": "mall", "elements": [{"no": f"6.{index}"} for index in range(1, 7)]}
    assert json.loads(run(case, "--json").output)["major"] is None
    assert json.loads(run(case, "--json", "--elements", str(table(tmp_path))).output)["basis"] == "combined"
    assert run(case, "--json", "--elements", str(table(tmp_path, combined=34))).exit_code == 1
