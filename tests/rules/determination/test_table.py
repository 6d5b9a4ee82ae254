"""A table of elements of the 2025 edition, as a brigade would enter it. Its contents are made up."""

import pytest
from tests.rules.determination.build import NEW_DAY, OLD_DAY, SHIPPED, case, table_rows

from sanzhang.rules.determination.decide import compare, decide
from sanzhang.rules.determination.editions import Editions
from sanzhang.rules.determination.resting import missing, unverified
from sanzhang.rules.determination.rows import Row
from sanzhang.rules.determination.table import read_table
from sanzhang.rules.problems import Problems

NEW = "gb35181-2025"


def loaded(rows: list[Row] | None = None) -> Editions:
    return SHIPPED.replaced(read_table(rows or table_rows(), NEW, SHIPPED))


def changed(index: int, **cells: object) -> list[Row]:
    rows = table_rows()
    rows[index] = Row(rows[index].number, rows[index].cells | cells)
    return rows


def told(rows: list[Row]) -> set[tuple[str, str]]:
    with pytest.raises(Problems) as problems:
        read_table(rows, NEW, SHIPPED)
    return {(problem.where, problem.code) for problem in problems.value.problems}


def test_a_loaded_table_decides() -> None:
    every = loaded()
    six = [f"6.{number}" for number in range(1, 7)]
    direct = decide(case("office", "5.30", date=NEW_DAY), every)
    assert (direct.major, direct.basis, unverified(direct)) == (True, "direct", ())
    combined = decide(case("office", *six, date=NEW_DAY), every)
    assert (combined.basis, unverified(combined)) == ("combined", ("综合判定",))  # the bound of six was read on a poor copy
    assert decide(case("office", *six[:5], date=NEW_DAY), every).basis == "none"
    assert decide(case("mall", *six[:5], date=NEW_DAY), every).major is False  # one bound for all premises


def test_the_shipped_editions_stay_as_they_are() -> None:
    loaded()
    assert SHIPPED.on(loaded().versions[2].valid_from.day).elements == ()  # type: ignore[union-attr]


def test_who_entered_and_who_checked_it_is_kept() -> None:
    element = loaded().versions[2].by_number["5.1"]
    assert element.page == 9
    assert "甲" in element.source
    assert "乙" in element.source


@pytest.mark.parametrize(("direct", "combined"), [(29, 35), (31, 35), (30, 34), (30, 36)])
def test_the_numbers_of_the_standard_are_kept_to(direct: int, combined: int) -> None:
    assert told(table_rows(direct, combined)) == {("elements", "element_count")}


@pytest.mark.parametrize(
    ("cells", "where", "code"),
    [
        ({"page": ""}, "2:page", "elements_missing"),
        ({"page": "0"}, "2:page", "elements_page"),
        ({"page": "九"}, "2:page", "elements_page"),
        ({"page": 9.5}, "2:page", "elements_page"),
        ({"text": " "}, "2:text", "elements_missing"),
        ({"entered_by": ""}, "2:entered_by", "elements_missing"),
        ({"checked_by": ""}, "2:checked_by", "elements_missing"),
        ({"checked_by": " 甲"}, "2:checked_by", "elements_checked"),
        ({"number": "5.x"}, "2:number", "elements_number"),
        ({"number": 5.1}, "2:number", "elements_number"),
        ({"number": "7.1"}, "2:number", "element_chapter"),
        ({"where": "大商场"}, "2:where", "elements_fact"),
        ({"where": "closed"}, "2:where", "elements_fact"),
        ({"measure": "宽度"}, "2:measure", "elements_threshold"),
        ({"measure": "宽度", "comparison": "少于", "percent": "80"}, "2:comparison", "elements_threshold"),
        ({"measure": "宽度", "comparison": "小于", "percent": "很多"}, "2:percent", "elements_value"),
        ({"same_as": "8.1"}, "2:same_as", "elements_counterpart"),
    ],
)
def test_each_row_is_checked(cells: dict[str, object], where: str, code: str) -> None:
    assert (where, code) in told(changed(0, **cells))


def test_a_number_stands_once_and_everything_is_told_at_once() -> None:
    rows = changed(1, number="5.1", page="x")
    rows[40] = Row(42, rows[40].cells | {"kind": "其他"})
    assert told(rows) == {
        ("3:number", "elements_twice"), ("3:page", "elements_page"), ("42:kind", "elements_kind"), ("elements", "element_count"),
    }  # fmt: skip


@pytest.mark.parametrize("edition", ["gb35181-2017", "ga653-2006", "gb35181-2030"])
def test_only_the_edition_that_waits_takes_a_table(edition: str) -> None:
    with pytest.raises(Problems, match=NEW):
        read_table(table_rows(), edition, SHIPPED)


def test_thresholds_and_premises_of_a_table() -> None:
    every = loaded(changed(0, where="公共娱乐场所、商店", measure="宽度", comparison="小于", percent="80%"))
    answers = {value: decide(case("mall", {"no": "5.1", "measured": value}, date=NEW_DAY), every).major for value in (79.9, 80)}
    assert answers == {79.9: True, 80: False}
    assert decide(case("petrol_station", "5.1", date=NEW_DAY), every).major is False


def test_exclusions_are_those_of_the_table() -> None:
    assert decide(case("mall", "5.1", date=NEW_DAY, closed=True), loaded()).major is None
    assert missing(decide(case("mall", "5.1", date=NEW_DAY, closed=True), loaded())) == ("edition.exclusions",)
    row = Row(
        99, {"number": "4.2 b)", "kind": "不予判定", "text": "样例", "fact": "closed", "page": 3, "entered_by": "甲", "checked_by": "乙"}
    )
    found = decide(case("mall", "5.1", date=NEW_DAY, closed=True), loaded([*table_rows(), row]))
    assert (found.major, found.basis, found.rule) == (False, "excluded", "4.2 b)")
    assert told([*table_rows(), Row(99, row.cells | {"fact": ""})]) == {("99:fact", "elements_fact")}


def test_the_editions_side_by_side_by_their_counterparts() -> None:
    every = loaded(changed(30, same_as="7.3.6"))
    new = compare(case("mall", {"no": "7.3.6", "form": "absent"}, date=OLD_DAY), every)[2]
    assert [(one.finding.no, one.counted) for one in new.judged] == [("6.1", True)]
    assert (new.major, new.basis) == (False, "none")
    old = compare(case("mall", "6.1", "6.2", date=NEW_DAY), every)[1]
    assert [(one.finding.no, one.counted) for one in old.judged] == [("7.3.6", True), ("6.2", None)]
    assert (old.major, missing(old)) == (None, ("elements[1].no",))
