"""The workbook into which a brigade copies the elements of an edition: a sheet for the rows, one that explains every column."""

from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext

from sanzhang.imports.reading import DATA_SHEET
from sanzhang.rules.determination.facts import FactTable
from sanzhang.rules.determination.rows import COLUMNS, COMPARISONS, PEOPLE, REQUIRED
from sanzhang.rules.problems import gettext_noop as _

NOTES_SHEET = "说明"
PREPARED_ROWS = 400
OFFERED = {
    "kind": ["直接", "综合", "不予判定", "附录"],
    "comparison": list(COMPARISONS),
    "also_comparison": list(COMPARISONS),
    "unit": ["%", "米", "平方米", "层", "个"],
}
NOTES = {
    "number": _("标准的条号，按文本写：5.10 不是 5.1。同一条有几个界限的写几行，后面各行只填条号、测量内容、比较、界限；有一个成立就算。"),
    "kind": _("直接、综合各有规定的条数；不予判定是不计的情形；附录写“不能正常运行”等怎样判定，条数不限。"),
    "category": _("标准里的分类标题。"),
    "text": _("用自己的话写要素的内容。"),
    "page": _("标准原文的页码。"),
    "entered_by": _("可以不写：装载的人由系统记下。"),
    "checked_by": _("可以不写：复核的人由系统记下。写了就不能和录入人相同。"),
    "where": _("有一种成立就适用，用顿号隔开；要同时成立的用“＋”连接，如：高层＋人员密集场所、地下。适用于所有场所的写“不限”。"),
    "unless": _("除外的场所，写法同上。"),
    "measure": _("要测量的写量的是什么；不写的由检查人认定。"),
    "unit": _("不写就是百分比。"),
    "comparison": _("大于、小于不含本数，不小于、不大于含本数。"),
    "percent": _("界限的数。"),
    "also_comparison": _("有下限又有上限时写第二个比较。"),
    "also_bound": _("第二个界限的数。"),
    "most": _("超过它就是写错了，如损坏率不超过 100。"),
    "decides": _("附录的一条判定哪些要素，写条号，用顿号隔开。"),
    "fact": _("不予判定的情形是哪一种。"),
    "same_as": _("2017 版里相当的条号，用来对照。"),
    "keywords": _("人们常用的说法，用来提示要素。"),
}


def elements_template(facts: FactTable) -> bytes:
    """The workbook. Every cell is text, so that no clause becomes a number."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    text, head = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "bg_color": "#E9ECEF", "num_format": "@"})
    required, prose = (
        book.add_format({"bold": True, "bg_color": "#CFD6DD", "num_format": "@"}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    data = book.add_worksheet(DATA_SHEET)
    for position, (key, title) in enumerate(COLUMNS.items()):
        data.set_column(position, position, 16, text)
        data.write_string(0, position, title, required if key in REQUIRED and key not in PEOPLE else head)
        if key in OFFERED:
            data.data_validation(
                1, position, PREPARED_ROWS, position, {"validate": "list", "source": OFFERED[key], "error_type": "warning"}
            )
    data.freeze_panes(1, 1)
    _explain(book.add_worksheet(NOTES_SHEET), facts, head, prose)
    book.close()
    return file.getvalue()


def _explain(sheet: Any, facts: FactTable, head: Any, prose: Any) -> None:
    for position, (title, width) in enumerate(((_("列"), 16), (_("填什么"), 70), (_("可选值"), 70))):
        sheet.set_column(position, position, width)
        sheet.write_string(0, position, gettext(title), head)
    words = {
        "where": [fact.title.zh.removeprefix("是") for fact in facts.facts if not fact.claimed],
        "fact": [fact.title.zh for fact in facts.facts if fact.claimed],
    }
    offered = {**OFFERED, **words, "unless": words["where"]}
    for number, (key, title) in enumerate(COLUMNS.items(), start=1):
        for position, cell in enumerate((title, gettext(NOTES[key]), "、".join(offered.get(key, [])))):
            sheet.write_string(number, position, cell, prose)
