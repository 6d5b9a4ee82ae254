"""A brigade loads the elements of the 2025 edition and a second person confirms them; from then on its county has them, and nobody else's."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.cli.test_determination import table
from tests.county import COUNTY, VILLAGE, actor
from tests.rules.determination.build import case, table_payload
from typer.testing import CliRunner

from sanzhang.cli.main import app
from sanzhang.determination.entries.load_elements import KIND as LOADED, ElementsLoaded
from sanzhang.determination.models import ElementTable
from sanzhang.determination.queries import edition_for, editions_for
from sanzhang.journal.append import append, draft, new_id
from sanzhang.journal.kinds import Written
from sanzhang.journal.projecting import allowed
from sanzhang.journal.rebuild import rebuild
from sanzhang.packs import editions
from sanzhang.rules.determination.decide import decide
from sanzhang.rules.problems import NotYet, Problem

DAY = date(2025, 11, 1)


OFFICER, BRIGADE_CHIEF = f"brigade_officer@{COUNTY}", f"brigade_chief@{COUNTY}"


def enter(people: dict[str, str], by: str = BRIGADE_CHIEF, **more: Any) -> ElementTable:
    return ElementTable.objects.get(id=append(draft("elements.loaded", COUNTY, table_payload(**more)), actor(people, by)).id)


def confirm(people: dict[str, str], table: ElementTable, by: str = OFFICER, **given: Any) -> None:
    append(draft("elements.checked", COUNTY, {"table": str(table.id), "right": True} | given), actor(people, by))


def load(people: dict[str, str], **more: Any) -> None:
    confirm(people, enter(people, **more))


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


def test_it_is_used_only_once_a_second_person_has_checked_it(people: dict[str, str]) -> None:
    table = enter(people)
    assert edition_for(COUNTY, DAY).elements == ()
    with pytest.raises(Problem, match="装载的人不能复核"):
        confirm(people, table, BRIGADE_CHIEF)
    with pytest.raises(Problem):
        confirm(people, table, f"committee_office@{COUNTY}")
    assert edition_for(COUNTY, DAY).elements == ()
    confirm(people, table)
    table.refresh_from_db()
    assert (table.person, table.checked_by, table.right) == (people[BRIGADE_CHIEF], people[OFFICER], True)
    assert edition_for(COUNTY, DAY).loaded
    with pytest.raises(Problem, match="已经复核过"):
        confirm(people, table)


def test_one_that_was_found_wrong_is_never_used(people: dict[str, str]) -> None:
    table = enter(people)
    with pytest.raises(Problem, match="没有写哪里不对"):
        confirm(people, table, right=False)
    confirm(people, table, right=False, note="5.3 抄错")
    assert edition_for(COUNTY, DAY).elements == ()


def test_whoever_loaded_it_may_take_it_back(people: dict[str, str]) -> None:
    confirm(people, enter(people), BRIGADE_CHIEF, right=False, note="传错了文件")
    assert ElementTable.objects.get().right is False


def test_a_table_of_another_county_or_none_cannot_be_checked(people: dict[str, str]) -> None:
    with pytest.raises(NotYet):
        append(draft("elements.checked", COUNTY, {"table": str(new_id()), "right": True}), actor(people, OFFICER))


def test_the_newest_checked_table_is_used(people: dict[str, str]) -> None:
    load(people)
    second = enter(people, page="12")
    assert edition_for(COUNTY, DAY).by_number["5.1"].page == 9
    confirm(people, second)
    assert edition_for(COUNTY, DAY).by_number["5.1"].page == 12
    assert ElementTable.objects.count() == 2


def test_a_wrong_table_is_refused_whole(people: dict[str, str]) -> None:
    with pytest.raises(Problem, match="65 处问题") as told:
        enter(people, checked_by="甲")
    assert told.value.code == "elements_refused"
    with pytest.raises(Problem, match="29"):
        enter(people, direct=29)
    with pytest.raises(Problem, match="另一个人复核"):
        append(draft("elements.loaded", COUNTY, table_payload() | {"to_check": False}), actor(people, OFFICER))
    assert not ElementTable.objects.exists()


def test_an_entry_from_before_the_second_person_stays_in_use(people: dict[str, str]) -> None:
    """Such an entry named who checked each row, and was used at once. It can't be made any more, but it is applied in every rebuild."""
    by = actor(people, BRIGADE_CHIEF)
    payload = ElementsLoaded.model_validate({name: value for name, value in table_payload().items() if name != "to_check"})
    old = Written(
        new_id(), "elements.loaded", COUNTY, COUNTY, by.person, by.post, by.area, "", datetime.now(UTC), datetime.now(UTC), "", payload
    )
    with allowed():
        LOADED.apply(old)
    assert edition_for(COUNTY, DAY).loaded


@pytest.mark.parametrize("by", [f"grid_worker@{VILLAGE}001", f"committee_office@{COUNTY}"])
def test_only_the_brigade_loads(people: dict[str, str], by: str) -> None:
    with pytest.raises(Problem):
        enter(people, by=by)
    assert not ElementTable.objects.exists()


def test_the_command_loads_what_the_check_lets_pass_and_a_second_person_confirms(people: dict[str, str], tmp_path: Path) -> None:
    words = ["elements", "load", str(table(tmp_path)), "--county", COUNTY, "--as"]
    refused = CliRunner().invoke(app, [*words, f"committee_office@{COUNTY}"])
    assert refused.exit_code == 1
    assert not ElementTable.objects.exists()
    result = CliRunner().invoke(app, [*words, BRIGADE_CHIEF])
    assert result.exit_code == 0, result.output
    made = ElementTable.objects.get()
    assert str(made.id) in result.output
    confirming = ["elements", "confirm", str(made.id), "--county", COUNTY, "--as"]
    assert CliRunner().invoke(app, [*confirming, BRIGADE_CHIEF]).exit_code == 1
    assert edition_for(COUNTY, DAY).elements == ()
    assert CliRunner().invoke(app, [*confirming, OFFICER]).exit_code == 0
    assert edition_for(COUNTY, DAY).by_number["6.35"].page == 9


def test_the_command_determines_by_what_the_county_has_loaded(people: dict[str, str]) -> None:
    given = json.dumps(case("mall", "5.1", date="2025-12-01"))

    def answer(*words: str) -> Any:
        return json.loads(CliRunner().invoke(app, ["determine", "--json", *words], input=given).output)

    assert answer("--county", COUNTY)["basis"] == "undecided"
    load(people)
    found = answer("--county", COUNTY)
    assert list(found) == ["edition", "major", "basis", "rule", "elements", "missing", "unverified", "explanation"]
    assert (found["edition"], found["major"], found["basis"]) == ("gb35181-2025", True, "direct")
    assert answer()["basis"] == "undecided"
    assert answer("--county", "999999")["errors"][0]["code"] == "county_unknown"


def test_a_sentence_finds_what_the_county_has_loaded(people: dict[str, str]) -> None:
    words = ["suggest", "样例 5.7", "--date", "2025-12-01", "--json"]
    load(people)
    mine, shipped = (json.loads(CliRunner().invoke(app, [*words, *more]).stdout) for more in (["--county", COUNTY], []))
    assert (mine["edition"], mine["elements_of"]) == ("gb35181-2025", "gb35181-2025")
    assert shipped["elements_of"] == "gb35181-2017"


def test_it_can_be_rebuilt(people: dict[str, str]) -> None:
    load(people)
    confirm(people, enter(people), right=False, note="重复")
    assert rebuild(check=True).differing == []
