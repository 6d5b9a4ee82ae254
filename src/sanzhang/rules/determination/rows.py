"""The rows of a table of elements as they were typed: what each must say, and how people may write it."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from sanzhang.rules.determination.editions import NUMBER_PATTERN
from sanzhang.rules.determination.facts import FactTable

# What a column is called in a file; each may also be called by its key.
COLUMNS = {
    "number": "条号", "kind": "种类", "category": "类别", "text": "内容", "page": "页码", "entered_by": "录入人", "checked_by": "复核人",
    "where": "适用场所", "unless": "不适用场所", "measure": "测量内容", "unit": "单位", "comparison": "比较", "percent": "界限",
    "also_comparison": "另一比较", "also_bound": "另一界限", "most": "最大可能", "decides": "判定条号", "fact": "不予判定情形",
    "same_as": "2017版条号", "keywords": "关键词",
}  # fmt: skip
REQUIRED = ("number", "kind", "text", "page", "entered_by", "checked_by")
PEOPLE = ("entered_by", "checked_by")  # not asked for where the journal knows them
KINDS = {
    "直接": "direct", "直接判定": "direct", "综合": "combined", "综合判定": "combined", "不予判定": "exclusion", "附录": "annex", "附录A": "annex",
}  # fmt: skip
ELEMENTS = ("direct", "combined")
COMPARISONS = {"大于": "more_than", "不小于": "at_least", "小于": "less_than", "不大于": "at_most"}
UNITS = {
    "": "percent", "%": "percent", "百分比": "percent", "米": "metres", "平方米": "square_metres", "㎡": "square_metres", "层": "storeys",
    "个": "pieces", "件": "pieces", "处": "pieces",
}  # fmt: skip
EVERYWHERE = ("不限", "所有场所", "everywhere")
TOGETHER = "＋+且"  # between facts that must all hold
NUMBER = re.compile(NUMBER_PATTERN)
ANNEX = re.compile(r"^A(\.\d+)*( ?[a-z]\))?$")
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
    def unit(self) -> str:
        """``percent`` and so on, or whatever else was written."""
        return UNITS.get(self.text("unit"), self.text("unit"))

    @property
    def everywhere(self) -> bool:
        """Whether it says that it is for all premises."""
        return self.text("where") in EVERYWHERE

    @property
    def limits(self) -> list[tuple[str, str, str]]:
        """Its comparisons, each with the column of its bound, and the bound's text."""
        pairs = [("comparison", "percent"), ("also_comparison", "also_bound")]
        return [(COMPARISONS.get(self.text(name), self.text(name)), bound, self.text(bound)) for name, bound in pairs if self.text(name)]

    def text(self, column: str) -> str:
        """The cell as text; empty where it is blank."""
        cell = self.cells.get(column, "")
        return str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell).strip()

    def words(self, column: str) -> list[str]:
        """The words of a cell that may hold several."""
        cell = self.cells.get(column, "")
        text = "、".join(map(str, cell)) if isinstance(cell, list | tuple) else str(cell)
        for comma in "，,；;":
            text = text.replace(comma, "、")
        return [word.strip() for word in text.split("、") if word.strip()]

    def alternatives(self, column: str) -> list[list[str]]:
        """The facts of a cell, one of which must hold; each may be several that must hold together."""
        if column == "where" and self.everywhere:
            return []
        split = re.compile(f"[{TOGETHER}]")
        return [[word.strip() for word in split.split(together) if word.strip()] for together in self.words(column)]

    def amount(self, column: str) -> float | None:
        """The number in a cell; None where there is none that can be used."""
        try:
            value = float(self.text(column).removesuffix("%"))
        except ValueError:
            return None
        return value if -LARGEST < value < LARGEST else None


def first_of_each(rows: Sequence[Row]) -> dict[str, Row]:
    """For each number its first row: the later ones are more of its thresholds."""
    found: dict[str, Row] = {}
    for row in rows:
        found.setdefault(row.no, row)
    return found


def facts_by_word(facts: FactTable) -> dict[str, str]:
    """What a fact may be called: its name, its title, the title without “是”, and words of its own."""
    return {word: fact.id for fact in facts.facts for word in (fact.id, fact.title.zh, fact.title.zh.removeprefix("是"), *fact.words)}
