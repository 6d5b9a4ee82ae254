"""Find the head of a file and say what is wrong with it: missing and unknown columns, doubled ones, garbled ones."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from sanzhang.imports.cells import plain
from sanzhang.imports.reading import Sheet, is_blank
from sanzhang.imports.table import Column, Fault, Table
from sanzhang.rules.problems import Problem, gettext_noop as _

# Lists often carry a title above their head.
LOOKED_AT = 5
DECORATION = re.compile(r"[\s*＊:：]|[(（](必填|选填|可不填)[)）]")


@dataclass(frozen=True, slots=True)
class Head:
    """Which position holds which column, and the rows below."""

    columns: dict[int, Column]
    rows: list[tuple[int, list[Any]]]
    faults: list[Fault]

    @property
    def missing(self) -> bool:
        """Whether the file as a whole cannot be understood."""
        return bool(self.faults)


def read_head(sheet: Sheet, table: Table) -> Head:
    """The head of the file: the first rows' best match."""
    words = {_word(name): column for column in table.columns for name in (column.title, column.key, *column.synonyms)}
    candidates = sheet.rows[:LOOKED_AT]
    best = max(range(len(candidates)), key=lambda index: (_recognised(candidates[index][1], words), -index))
    number, cells = candidates[best]
    columns: dict[int, Column] = {}
    faults: list[Fault] = []
    for position, cell in enumerate(cells):
        if is_blank(cell):
            if any(position < len(row) and not is_blank(row[position]) for _number, row in sheet.rows[best + 1 :]):
                faults.append(
                    Fault(
                        number,
                        "",
                        Problem(
                            "header_blank", _("第 {position} 列没有表头，却有内容。"), _("补上表头，或删去这一列。"), position=position + 1
                        ),
                    )
                )
            continue
        column = words.get(_word(cell))
        if column is None:
            faults.append(Fault(number, plain(cell), _unknown(plain(cell), table)))
        elif column in columns.values():
            faults.append(
                Fault(number, plain(cell), Problem("header_twice", _("“{title}”这一列有两个。"), _("删去其中一列。"), title=column.title))
            )
        else:
            columns[position] = column
    faults += [
        Fault(number, column.title, _missing(column)) for column in table.columns if column.required and column not in columns.values()
    ]
    return Head(columns, sheet.rows[best + 1 :], _garbled(number, cells, words) if not columns else faults)


def _recognised(cells: Sequence[Any], words: dict[str, Column]) -> int:
    return sum(_word(cell) in words for cell in cells if not is_blank(cell))


def _word(cell: Any) -> str:
    return DECORATION.sub("", unicodedata.normalize("NFKC", plain(cell))).lower()


def _unknown(title: str, table: Table) -> Problem:
    near = get_close_matches(_word(title), [column.title for column in table.columns], n=1, cutoff=0.5)
    if near:
        return Problem(
            "header_unknown", _("不认识“{title}”这一列。"), _("是不是“{near}”？改正表头，或删去这一列。"), title=title, near=near[0]
        )
    return Problem(
        "header_unknown",
        _("不认识“{title}”这一列。"),
        _("可用的列：{known}。"),
        title=title,
        known="、".join(column.title for column in table.columns),
    )


def _missing(column: Column) -> Problem:
    return Problem("header_missing", _("缺少“{title}”这一列。"), _("补上这一列；模板里有全部的列。"), title=column.title)


def _garbled(number: int, cells: Sequence[Any], words: dict[str, Column]) -> list[Fault]:
    """No column was recognised at all: either the text was once read in the wrong encoding, or it is another table."""
    titles = [plain(cell) for cell in cells if not is_blank(cell)]
    if any(_word(_mended(title)) in words for title in titles) or any("\ufffd" in title for title in titles):
        problem = Problem(
            "header_garbled",
            _("表头是乱码：“{title}”。文件曾被按错误的编码另存。"),
            _("从原来的文件重新导出，另存为 .xlsx 或“CSV UTF-8”。"),
            title=titles[0],
        )
    else:
        problem = Problem(
            "header_none", _("没有认出任何一列，表头像是“{title}”。"), _("核对所选的表；下载模板对照表头。"), title="、".join(titles[:6])
        )
    return [Fault(number, "", problem)]


def _mended(title: str) -> str:
    """UTF-8 that was read as GBK, read rightly; what was lost on the way is ignored."""
    return title.encode("gb18030", "ignore").decode("utf-8", "ignore")
