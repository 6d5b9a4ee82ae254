"""``sanzhang suggest``."""

import json

import pytest
from typer.testing import CliRunner, Result

from sanzhang.cli.main import app


def run(*words: str) -> Result:
    """Run it."""
    return CliRunner().invoke(app, ["suggest", *words])


def test_elements_and_items_are_ranked() -> None:
    result = run("应急照明损坏率超过50%", "--date", "2025-06-01", "--kind", "mall")
    assert result.exit_code == 0, result.output
    assert "GB 35181-2017" in result.output
    assert "gb35181-2017:7.3.6" in result.output
    assert "crowded_place/lights_signs" in result.output
    assert "不是判定" in result.output


def test_json_for_programs() -> None:
    result = run("灭火器过期", "--date", "2025-06-01", "--kind", "small_shop", "--json")
    told = json.loads(result.stdout)
    assert (told["edition"], told["elements_of"], told["day"], told["kind"]) == ("gb35181-2017", "gb35181-2017", "2025-06-01", "small_shop")
    assert told["elements"] == []
    assert told["items"][0]["id"] == "nine_small_shop/extinguishers"
    assert 0 < told["items"][0]["score"] <= 1


def test_under_an_edition_whose_elements_are_not_loaded_the_former_ones_are_hints() -> None:
    result = run("应急照明损坏", "--date", "2026-01-01")
    assert "GB 35181-2025" in result.output
    assert "仅作提示" in result.output.replace("\n", "")
    told = json.loads(run("应急照明损坏", "--date", "2026-01-01", "--json").stdout)
    assert (told["edition"], told["elements_of"]) == ("gb35181-2025", "gb35181-2017")


def test_a_recalled_element_is_marked() -> None:
    lines = run("室内消火栓没水", "--date", "2025-06-01", "--kind", "mall").output.splitlines()
    assert next(line for line in lines if "7.4.3" in line).endswith("[待核]")
    assert "[to be checked]" in run("indoor hydrants out of order", "--date", "2025-06-01", "--lang", "en").output


def test_where_nothing_is_close_it_says_so() -> None:
    result = run("今天天气不错", "--date", "2025-06-01")
    assert result.exit_code == 0
    assert result.output.count("没有相近的") == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["", "--date", "2025-06-01"], "没有写看到的情况"),
        (["灯坏", "--kind", "malls"], "mall"),
        (["灯坏", "--date", "2001-01-01"], "2001-01-01 没有可用的要素和检查表"),
        (["灯坏", "--date", "x"], "不是日期"),
    ],
)
def test_mistakes_are_told(words: list[str], told: str) -> None:
    result = run(*words)
    assert result.exit_code == 1
    assert told in result.output
    assert "Traceback" not in result.output
