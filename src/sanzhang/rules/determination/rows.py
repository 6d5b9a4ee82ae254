"""The rows of a table of elements as they were typed: what each must say, and how people may write it."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sanzhang.rules.determination.editions import NUMBER_PATTERN
from sanzhang.rules.determination.facts import FactTable
from sanzhang.rules.problems import Problem, gettext_noop as _

# What a column is called in a file; each may also be called by its key.
COLUMNS = {
    "number": "条号", "kind": "种类", "category": "类别", "text": "内容", "page": "页码", "entered_by": "录入人", "checked_by": "复核人",
    "where": "适用场所", "fact": "不予判定情形", "measure": "测量内容", "comparison": "比较", "percent": "界限", "most": "最大可能",
    "same_as": "2017版条号", "keywords": "关键词",
}  # fmt: skip
REQUIRED = ("number", "kind", "text", "page", "entered_by", "checked_by")
KINDS = {"直接": "direct", "直接判定": "direct", "综合": "combined", "综合判定": "combined", "不予判定": "exclusion"}
COMPARISONS = {"大于": "more_than", "不小于": "at_least", "小于": "less_than", "不大于": "at_most"}
NUMBER = re.compile(NUMBER_PATTERN)
LARGEST = 1_000_000


class Row(NamedTuple):
    """One row: the number by which its file shows it, and its cells by column. Blank cells are left out."""

    number: int
    cells: dict[str, Any]

    @property
    def no(self) -> str:
        """The number of the clause."""
        return self.text("number")

    @property
    def kind(self) -> str:
        """``direct``, ``combined``, ``exclusion``, or whatever else was written."""
        return KINDS.get(self.text("kind"), self.text("kind"))

    @property
    def comparison(self) -> str:
        """``more_than`` and so on, or whatever else was written."""
        return COMPARISONS.get(self.text("comparison"), self.text("comparison"))

    def text(self, column: str) -> str:
        """The cell as text; empty where it is blank."""
        return str(self.cells.get(column, "")).strip()

    def words(self, column: str) -> list[str]:
        """The words of a cell that may hold several."""
        cell = self.cells.get(column, "")
        text = "、".join(map(str, cell)) if isinstance(cell, list | tuple) else str(cell)
        for comma in "，,；;":
            text = text.replace(comma, "、")
        return [word.strip() for word in text.split("、") if word.strip()]

    def amount(self, column: str) -> float | None:
        """The number in a cell; None where there is none that can be used."""
        try:
            value = float(self.text(column).removesuffix("%"))
        except ValueError:
            return None
        return value if 0 <= value < LARGEST else None


def unfit(rows: Sequence[Row], facts: FactTable) -> Iterator[Problem]:
    """What is wrong with each row by itself, and numbers that stand twice."""
    for row in rows:
        yield from _blank_or_wrong(row)
        yield from _unknown_facts(row, facts)
        yield from _broken_threshold(row)
    yield from _twice(rows)


def facts_by_word(facts: FactTable) -> dict[str, str]:
    """Facts by the words that people write for them: the name, the title, the title without “是”."""
    return {word: fact.id for fact in facts.facts for word in (fact.id, fact.title.zh, fact.title.zh.removeprefix("是"))}


def _blank_or_wrong(row: Row) -> Iterator[Problem]:
    for key in REQUIRED:
        if not row.text(key):
            yield Problem("elements_missing", _("没有填“{column}”。"), _("补上这一格。"), where=f"{row.number}:{key}", column=COLUMNS[key])
    if isinstance(row.cells.get("number"), int | float):  # a spreadsheet made 5.1 of 5.10
        message, hint = _("条号 {no} 被当成了数。"), _("把这一列设为文本格式：5.10 不是 5.1。")
        yield Problem("elements_number", message, hint, where=f"{row.number}:number", no=row.no)
    elif row.no and not NUMBER.fullmatch(row.no):
        yield Problem(
            "elements_number", _("条号 {no} 不能用。"), _("写成 5.1、6.2.3 或 5.1 a) 这样。"), where=f"{row.number}:number", no=row.no[:60]
        )
    if row.kind and row.kind not in KINDS.values():
        message, hint = _("种类“{kind}”不能用。"), _("写：直接、综合或不予判定。")
        yield Problem("elements_kind", message, hint, where=f"{row.number}:kind", kind=row.kind)
    if row.text("entered_by") and row.text("entered_by").casefold() == row.text("checked_by").casefold():
        message, hint = _("录入人和复核人是同一个人（{name}）。"), _("由另一个人对照原文复核。")
        yield Problem("elements_checked", message, hint, where=f"{row.number}:checked_by", name=row.text("checked_by"))
    page = row.amount("page")
    if row.text("page") and (page is None or page < 1 or not page.is_integer()):
        message, hint = _("页码 {value} 不能用。"), _("写标准原文的页码，一个整数。")
        yield Problem("elements_page", message, hint, where=f"{row.number}:page", value=row.text("page")[:60])


def _unknown_facts(row: Row, facts: FactTable) -> Iterator[Problem]:
    known = facts_by_word(facts)
    for key in ("where", "fact"):
        of_these = [fact for fact in facts.facts if fact.claimed is (key == "fact")]
        for word in row.words(key):
            if known.get(word) not in {fact.id for fact in of_these}:
                message, hint = _("不认识“{name}”。"), _("可以写：{known}。")
                names = "、".join(fact.title.zh.removeprefix("是") for fact in of_these)
                yield Problem("elements_fact", message, hint, where=f"{row.number}:{key}", name=word, known=names)
    if row.kind == "exclusion" and len(row.words("fact")) != 1:
        message, hint = _("没有写明是哪一种不予判定情形。"), _("在“{column}”里写一种。")
        yield Problem("elements_fact", message, hint, where=f"{row.number}:fact", column=COLUMNS["fact"])


def _broken_threshold(row: Row) -> Iterator[Problem]:
    given = [key for key in ("measure", "comparison", "percent") if row.text(key)]
    if 0 < len(given) < 3:
        message, hint = _("阈值没有写全。"), _("测量内容、比较、界限三格都要填，或都不填。")
        yield Problem("elements_threshold", message, hint, where=f"{row.number}:{given[0]}")
    if row.comparison and row.comparison not in COMPARISONS.values():
        message, hint = _("比较“{comparison}”不能用。"), _("写：大于、不小于、小于或不大于。")
        yield Problem("elements_threshold", message, hint, where=f"{row.number}:comparison", comparison=row.comparison)
    for key in ("percent", "most"):
        if row.text(key) and row.amount(key) is None:
            message, hint = _("“{column}”的值 {value} 不能用。"), _("写一个百分数，如 80。")
            yield Problem("elements_value", message, hint, where=f"{row.number}:{key}", column=COLUMNS[key], value=row.text(key)[:60])


def _twice(rows: Sequence[Row]) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for row in rows:
        if row.no and (first := seen.setdefault(row.no, row.number)) != row.number:
            message, hint = _("条号 {no} 在第 {first} 行已经有了。"), _("删去其中一行，或改正条号。")
            yield Problem("elements_twice", message, hint, where=f"{row.number}:number", no=row.no, first=first)
