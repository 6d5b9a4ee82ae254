"""A brigade loads the elements of the 2025 edition; from then on its county has them, and nobody else's."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.cli.test_determination import table
from tests.county import COUNTY, VILLAGE, actor
from tests.rules.determination.build import case, table_payload
from typer.testing import CliRunner

from sanzhang.cli.main import app
from sanzhang.determination.models import ElementTable
from sanzhang.determination.queries import edition_for, editions_for
from sanzhang.journal.append import append, draft
from sanzhang.journal.rebuild import rebuild
from sanzhang.packs import editions
from sanzhang.rules.determination.decide import decide
from sanzhang.rules.problems import Problem

DAY = date(2025, 11, 1)


def load(people: dict[str, str], by: str = f"brigade_chief@{COUNTY}", **more: Any) -> None:
    append(draft("elements.loaded", COUNTY, table_payload(**more)), actor(people, by))


def test_before_it_is_loaded_the_edition_waits(people: dict[str, str]) -> None:
    assert edition_for(COUNTY, DAY).elements == ()
    assert editions_for(COUNTY) is editions()


def test_a_loaded_table_is_the_countys(people: dict[str, str]) -> None:
    load(people)
    assert len(edition_for(COUNTY, DAY).elements) == 65
    assert edition_for("152524", DAY).elements == ()
    assert edition_for(COUNTY, date(2025, 10, 31)).id == "gb35181-2017"
    found = decide(case("mall", "5.1", date="2025-11-01"), editions_for(COUNTY))
    assert (found.major, found.basis) == (True, "direct")
    assert editions_for(COUNTY) is editions_for(COUNTY)


def test_the_newest_table_is_used(people: dict[str, str]) -> None:
    load(people)
    load(people, page="12")
    assert edition_for(COUNTY, DAY).by_number["5.1"].page == 12
    assert ElementTable.objects.count() == 2


def test_a_wrong_table_is_refused_whole(people: dict[str, str]) -> None:
    with pytest.raises(Problem, match="65 处问题") as told:
        load(people, checked_by="甲")
    assert told.value.code == "elements_refused"
    with pytest.raises(Problem, match="29"):
        load(people, direct=29)
    assert not ElementTable.objects.exists()


@pytest.mark.parametrize("by", [f"grid_worker@{VILLAGE}001", f"committee_office@{COUNTY}"])
def test_only_the_brigade_loads(people: dict[str, str], by: str) -> None:
    with pytest.raises(Problem):
        load(people, by=by)
    assert not ElementTable.objects.exists()


def test_the_command_loads_what_the_check_lets_pass(people: dict[str, str], tmp_path: Path) -> None:
    words = ["elements", "load", str(table(tmp_path)), "--county", COUNTY, "--as"]
    refused = CliRunner().invoke(app, [*words, f"committee_office@{COUNTY}"])
    assert refused.exit_code == 1
    assert not ElementTable.objects.exists()
    result = CliRunner().invoke(app, [*words, f"brigade_chief@{COUNTY}"])
    assert result.exit_code == 0, result.output
    assert edition_for(COUNTY, DAY).by_number["6.35"].page == 9


def test_it_can_be_rebuilt(people: dict[str, str]) -> None:
    load(people)
    assert rebuild(check=True).differing == []
