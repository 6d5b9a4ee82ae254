"""Tables of elements out of files: YAML, CSV, Excel."""

import io

import pytest
import xlsxwriter

from sanzhang.imports.elements import read_rows
from sanzhang.rules.determination.rows import Row
from sanzhang.rules.problems import Problem, Problems

YAML = """
entered_by: 甲
checked_by: 乙
rows:
  - {number: "5.10", kind: 直接, text: 样例, page: 9}
  - {条号: "6.1", 种类: 综合, 内容: 样例, 页码: 10, checked_by: 丙}
"""


def test_yaml() -> None:
    assert read_rows(YAML.encode(), "elements.yaml") == [
        Row(5, {"entered_by": "甲", "checked_by": "乙", "number": "5.10", "kind": "直接", "text": "样例", "page": 9}),
        Row(6, {"entered_by": "甲", "checked_by": "丙", "number": "6.1", "kind": "综合", "text": "样例", "page": 10}),
    ]


def test_csv_keeps_the_number_as_it_was_typed() -> None:
    text = "条号,种类,内容,页码,录入人,复核人\n5.10,直接,样例,9,甲,乙\n,,,,,\n6.1,综合,,9,甲,乙\n"
    first, second = read_rows(text.encode("gb18030"), "elements.csv")
    assert first == Row(2, {"number": "5.10", "kind": "直接", "text": "样例", "page": "9", "entered_by": "甲", "checked_by": "乙"})
    assert (second.number, "text" in second.cells) == (4, False)


def test_excel_says_when_a_number_was_made_of_a_clause() -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet("数据")
        sheet.write_row(0, 0, ["条号", "种类", "内容", "页码"])
        sheet.write_row(1, 0, ["5.1", "直接", "样例", 9])
        sheet.write_row(2, 0, [5.1, "直接", "样例", 9])
    first, second = read_rows(content.getvalue(), "elements.xlsx")
    assert first.cells["number"] == "5.1"
    assert second.cells["number"] == 5.1


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        ("rows: [", "a.yaml", "file_yaml"),
        ("rows: 5", "a.yaml", "file_yaml"),
        ("- 5", "a.yaml", "file_yaml"),
        ("rows: [5]", "a.yaml", "file_yaml"),
        ("条号,码页\n5.1,9\n", "a.csv", "header_unknown"),
        ("条号,条号\n5.1,5.1\n", "a.csv", "header_twice"),
        ("", "a.csv", "file_rows"),
    ],
)
def test_files_that_are_no_such_table(content: str, name: str, code: str) -> None:
    with pytest.raises((Problem, Problems)) as told:
        read_rows(content.encode(), name)
    problems = told.value.problems if isinstance(told.value, Problems) else [told.value]
    assert problems[0].code == code


def test_yaml_in_another_encoding() -> None:
    with pytest.raises(Problem, match="UTF-8"):
        read_rows("rows: [] # 要素".encode("gb18030"), "a.yml")
