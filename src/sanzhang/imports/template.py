"""The workbook to fill in: a sheet for the data, one that explains every column, one with an example."""

from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext

from sanzhang.imports.cells import CLEAR
from sanzhang.imports.reading import DATA_SHEET
from sanzhang.imports.table import Column, Parser, Table
from sanzhang.rules.problems import gettext_noop as _

NOTES_SHEET, EXAMPLE_SHEET = "说明", "示例"
# Excel takes no more than this as the list behind a cell.
LONGEST_LIST = 255
PREPARED_ROWS = 5000
KINDS = {
    Parser.TEXT: _("文字"),
    Parser.CODE: _("区划代码"),
    Parser.AREA: _("区划代码，须已登记"),
    Parser.AREAS: _("区划代码，须已登记，可填多个"),
    Parser.DATE: _("日期，如 2026-03-01、2026/3/1、2026年3月1日"),
    Parser.CHOICE: _("从可选值中选"),
    Parser.CHOICES: _("从可选值中选，可填多个，用顿号隔开"),
    Parser.INTEGER: _("整数"),
    Parser.DECIMAL: _("数字，可带小数"),
    Parser.PERSON: _("人员编号，须已登记"),
    Parser.PEOPLE: _("人员编号，须已登记，可填多个"),
}


def template(table: Table, county: str) -> bytes:
    """The template as an Excel workbook. Every cell is text, so that no code becomes a number."""
    file = BytesIO()
    workbook = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    styles = {
        "text": workbook.add_format({"num_format": "@"}),
        "head": workbook.add_format({"bold": True, "bg_color": "#E9ECEF", "num_format": "@"}),
        "required": workbook.add_format({"bold": True, "bg_color": "#CFD6DD", "num_format": "@"}),
        "prose": workbook.add_format({"text_wrap": True, "valign": "top"}),
    }
    data = workbook.add_worksheet(DATA_SHEET)
    _head(data, table, styles)
    for position, column in enumerate(table.columns):
        _offer_choices(data, position, column, county)
    _notes(workbook.add_worksheet(NOTES_SHEET), table, county, styles)
    _examples(workbook.add_worksheet(EXAMPLE_SHEET), table, styles)
    workbook.close()
    return file.getvalue()


def _head(sheet: Any, table: Table, styles: dict[str, Any]) -> None:
    for position, column in enumerate(table.columns):
        sheet.set_column(position, position, 20, styles["text"])
        sheet.write_string(0, position, column.title, styles["required" if column.required else "head"])
    sheet.freeze_panes(1, 0)


def _offer_choices(sheet: Any, position: int, column: Column, county: str) -> None:
    titles = list((column.choices(county) if column.choices else {}).values())
    if titles and column.parser is Parser.CHOICE and len(",".join(titles)) <= LONGEST_LIST:
        sheet.data_validation(1, position, PREPARED_ROWS, position, {"validate": "list", "source": titles, "error_type": "warning"})


def _notes(sheet: Any, table: Table, county: str, styles: dict[str, Any]) -> None:
    for position, (title, width) in enumerate(((_("列"), 20), (_("是否必填"), 12), (_("填什么"), 36), (_("说明"), 50), (_("可选值"), 60))):
        sheet.set_column(position, position, width)
        sheet.write_string(0, position, gettext(title), styles["head"])
    for number, column in enumerate(table.columns, start=1):
        choices = column.choices(county).values() if column.choices else ()
        cells = (
            column.title,
            gettext(_("必填")) if column.required else "",
            gettext(KINDS[column.parser]),
            gettext(column.help) if column.help else "",
            gettext(_("、")).join(choices),
        )
        for position, cell in enumerate(cells):
            sheet.write_string(number, position, cell, styles["prose"])
    for offset, note in enumerate(notes(table), start=len(table.columns) + 2):
        sheet.write_string(offset, 0, note)


def notes(table: Table) -> list[str]:
    """What holds for the table as a whole."""
    key = gettext(_("、")).join(column.title for column in table.columns if column.key in table.key)
    return [
        gettext(_("同一行由这些列认定：{key}。已登记的更新，没有登记的新增。")).format(key=key),
        gettext(_("更新时，空白的格子保持原值；要清空，填“{word}”。")).format(word=CLEAR),
        *(gettext(note) for note in table.notes),
    ]


def _examples(sheet: Any, table: Table, styles: dict[str, Any]) -> None:
    _head(sheet, table, styles)
    for number in range(max(len(column.examples) for column in table.columns)):
        for position, column in enumerate(table.columns):
            if number < len(column.examples):
                sheet.write_string(number + 1, position, column.examples[number], styles["text"])


def text_workbook(title: str, rows: list[list[str]]) -> bytes:
    """A workbook of one sheet in which every cell is text: nothing in it can run as a formula."""
    file = BytesIO()
    workbook = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = workbook.add_worksheet(title)
    for number, row in enumerate(rows):
        for position, cell in enumerate(row):
            sheet.write_string(number, position, cell)
    sheet.set_column(0, 3, 24)
    sheet.freeze_panes(1, 0)
    workbook.close()
    return file.getvalue()
