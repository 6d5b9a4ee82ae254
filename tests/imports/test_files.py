"""What files are understood: encodings, heads, cells."""

from datetime import date

import pytest
from tests.imports.conftest import AREAS, as_csv, as_xlsx, texts, told

from sanzhang.imports.reading import read_sheet
from sanzhang.imports.tables import TABLES
from sanzhang.imports.template import EXAMPLE_SHEET, template
from sanzhang.rules.problems import Problem

HEAD = ("区划代码", "区划名称")


@pytest.mark.parametrize(("encoding", "said"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gbk", "gbk"), ("utf-16", "utf-16")])
def test_every_usual_encoding_is_read_and_named(check, encoding, said):
    report = check("areas", content=as_csv([HEAD, ("150624101003", "四嘎查")], encoding))
    assert (report.faults, report.encoding, report.counts["new"]) == ([], said, 1)


def test_the_signs_beyond_gbk_are_read_too(check):
    report = check("areas", content=as_csv([HEAD, ("150624101003", "㙍嘎查")], "gb18030"))
    assert report.lines[0].title == "㙍嘎查"


def test_a_garbled_head_is_recognised_as_such(check):
    garbled = ",".join(HEAD).encode("utf-8").decode("gb18030", "ignore").encode("utf-8")
    report = check("areas", content=garbled + b"\n150624101003,x\n")
    assert told(report) == [(1, "", "header_garbled")]


def test_an_unknown_column_is_named_with_the_nearest_known_one(check):
    report = check("areas", ("区划代码", "区划名程", "备注"), ("150624101003", "四嘎查", "x"))
    assert told(report) == [(1, "区划名程", "header_unknown"), (1, "备注", "header_unknown"), (1, "区划名称", "header_missing")]
    assert "是不是“区划名称”" in texts(report)


def test_cells_are_still_checked_under_a_broken_head(check):
    report = check("areas", ("区划代码", "多余"), ("15062", ""))
    assert (2, "区划代码", "area_code") in told(report)


def test_a_doubled_and_a_nameless_column_are_refused(check):
    report = check("areas", ("区划代码", "代码", "区划名称", ""), ("150624101003", "", "四嘎查", "x"))
    assert told(report) == [(1, "代码", "header_twice"), (1, "", "header_blank")]


def test_another_table_is_not_taken_for_this_one(check):
    assert told(check("areas", ("车牌", "颜色"), ("x", "y"))) == [(1, "", "header_none")]


def test_a_title_above_the_head_and_empty_rows_do_not_disturb(check):
    report = check("areas", ("某某旗区划表",), (), ("区划代码（必填）", " 名称* "), (), ("15062410100", "四嘎查"))
    assert told(report) == [(5, "区划代码", "area_code")]


@pytest.mark.parametrize("written", [150624101003.0, "150624101003.0", " 150624101003 ", "１５０６２４１０１００３", "'150624101003"])
def test_a_code_that_a_spreadsheet_has_changed_is_still_read(check, written):
    report = check("areas", content=as_xlsx([HEAD, (written, "四嘎查")]))
    assert [line.area for line in report.lines] == ["150624101003"]


def test_statistical_codes_with_zeros_behind_are_read(check):
    report = check("areas", content=as_xlsx([HEAD, (150624103000, "丙镇"), ("150624000000", "某某旗")]))
    assert [(line.area, line.state) for line in report.lines] == [("150624103", "new"), ("150624", "unchanged")]


def test_scientific_notation_is_refused_with_what_to_do(check):
    assert "科学计数法" in texts(check("areas", HEAD, ("1.50624E+11", "四嘎查")))


@pytest.mark.parametrize(
    "written", ["2026-03-01", "2026/3/1", "2026.3.1", "2026年3月1日", "20260301", "2026-03-01 00:00:00", date(2026, 3, 1), 46082]
)
def test_days_are_read_however_they_are_written(commit, check, written):
    report = check("areas", content=as_xlsx([(*HEAD, "设立日期"), ("150624101001", "", written)]))
    assert report.lines[0].changes == [("设立日期", "—", "2026-03-01")]


@pytest.mark.parametrize("written", ["2026-02-30", "三月一日", "2026年3月", "1026-03-01"])
def test_what_is_no_day_is_refused(check, written):
    assert told(check("areas", (*HEAD, "设立日期"), ("150624101001", "", written))) == [(2, "设立日期", "cell_date")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xd0\xcf\x11\xe0....", "file_xls"),
        (b"PK\x03\x04broken", "file_broken"),
        (b"\xff\xfe\x00", "file_encoding"),
        (b"\n \n", "file_rows"),
        (b'a,"b\n', "file_csv"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(content, code):
    with pytest.raises(Problem) as caught:
        read_sheet(content, "名单")
    assert caught.value.code == code
    assert caught.value.hint


@pytest.mark.parametrize("name", TABLES)
def test_the_template_is_understood_as_it_is(county, check, name):
    content = template(TABLES[name], county)
    assert told(check(name, content=content)) == [(0, "", "file_no_rows")]
    head, *examples = read_sheet(content, "模板.xlsx", sheet=EXAMPLE_SHEET).rows
    assert head[1] == [column.title for column in TABLES[name].columns]
    assert examples
    assert all(isinstance(cell, str) for _number, row in examples for cell in row)


def test_the_example_of_the_template_can_be_imported(check, county):
    rows = [row for _number, row in read_sheet(template(TABLES["departments"], county), "模板.xlsx", sheet=EXAMPLE_SHEET).rows]
    report = check("departments", *rows)
    assert (report.faults, report.counts["new"]) == ([], 2)


def test_the_county_of_the_fixtures_reads_as_unchanged(check):
    report = check("areas", HEAD, *AREAS.items())
    assert report.counts == {"new": 0, "changed": 0, "unchanged": len(AREAS)}
    assert not report.can_commit
