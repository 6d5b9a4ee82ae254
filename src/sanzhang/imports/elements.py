"""The rows of a table of elements out of a file: YAML, Excel or CSV. What they mean is for ``rules.determination.table``."""

from typing import Any

import yaml

from sanzhang.imports.reading import is_blank, read_sheet
from sanzhang.rules.determination.rows import COLUMNS, Row
from sanzhang.rules.pack.lines import load_with_lines
from sanzhang.rules.problems import Problem, Problems, gettext_noop as _

YAML_ENDINGS = (".yaml", ".yml")


def read_rows(content: bytes, name: str) -> list[Row]:
    """The rows, each with the number by which the file shows it. Raises ``Problem`` or ``Problems`` for a file that is no such table."""
    return _from_yaml(content, name) if name.lower().endswith(YAML_ENDINGS) else _from_sheet(content, name)


def _from_sheet(content: bytes, name: str) -> list[Row]:
    sheet = read_sheet(content, name).rows
    if not sheet:
        raise Problem("file_blank", _("“{name}”里没有内容。"), _("第一行写列名，从模板开始填。"), name=name)
    (first, head), *rows = sheet
    keys = _columns([str(cell or "") for cell in head], f"{first}")
    return [Row(number, {key: cell for key, cell in zip(keys, cells, strict=False) if not is_blank(cell)}) for number, cells in rows]


def _columns(titles: list[str], where: str) -> list[str]:
    """The column of each title. Raises ``Problems`` for titles that are none, and for two that are the same."""
    known = {title: key for key, title in COLUMNS.items()} | {key: key for key in COLUMNS}
    keys = [known.get(title.strip("\ufeff *＊　"), "") for title in titles]
    problems = [
        Problem(
            "header_unknown",
            _("不认识“{title}”这一列。"),
            _("可用的列：{known}。"),
            where=where,
            title=title,
            known="、".join(COLUMNS.values()),
        )
        for title, key in zip(titles, keys, strict=True)
        if title.strip() and not key
    ]
    twice = [key for index, key in enumerate(keys) if key and key in keys[:index]]
    problems += [
        Problem("header_twice", _("“{title}”这一列有两个。"), _("删去其中一列。"), where=where, title=COLUMNS[key]) for key in twice
    ]
    if problems:
        raise Problems(problems)
    return keys


def _from_yaml(content: bytes, name: str) -> list[Row]:
    """``rows:`` a list; ``entered_by:`` and ``checked_by:`` beside it are for every row that names none itself."""
    try:
        data, lines = load_with_lines(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Problem("file_encoding", _("“{name}”不是 UTF-8 编码。"), _("用编辑器另存为 UTF-8。"), name=name) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{mark.line + 1}" if mark else ""
        raise Problem("file_yaml", _("“{name}”不是正确的 YAML。"), _("检查缩进、冒号后的空格和引号。"), where=where, name=name) from None
    rows = data.get("rows") if isinstance(data, dict) else None
    if not isinstance(rows, list):
        raise Problem("file_yaml", _("“{name}”里没有 rows: 列表。"), _("写 rows:，下面每一项一条要素。"), name=name)
    common = {key: data[key] for key in ("entered_by", "checked_by") if key in data}
    return [_row(row, common, lines.get(("rows", index), index + 1)) for index, row in enumerate(rows)]


def _row(row: Any, common: dict[str, Any], number: int) -> Row:
    if not isinstance(row, dict):
        raise Problem("file_yaml", _("这一项应写成“名称: 内容”的形式。"), _("如 {{number: '5.1', kind: 直接, …}}。"), where=f"{number}")
    keys = _columns([str(key) for key in row], f"{number}")
    cells = {key: value for key, value in zip(keys, row.values(), strict=True) if not is_blank(value)}
    return Row(number, common | cells)
