"""Statements out of YAML text, with every error at once: file, line, what is wrong, what to write instead."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from textwrap import shorten
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sanzhang.rules.pack.lines import KeyTwice, Path, line_of, load_with_lines
from sanzhang.rules.pack.model import Statement, Text
from sanzhang.rules.problems import Problem, Problems, gettext_noop as _

Made = TypeVar("Made", bound=Statement)
Place = Callable[[Path], str]

# What to write instead, by a part of the name of pydantic's error.
HINTS = {
    "int_": _("写一个整数。"),
    "string_type": _("写文字；数字和日期要加引号。"),
    "string_pattern": _("只用小写字母、数字和下划线，以字母开头。"),
    "string_too": _("写长短合适的文字。"),
    "date": _("写成 2026-01-31 这样的日期。"),
    "bool": _("写 true 或 false。"),
    "too_short": _("至少写一项。"),
    "tuple": _("写成列表，每一项以“- ”开头，或 [甲, 乙]。"),
    "set": _("写成列表，每一项以“- ”开头，或 [甲, 乙]。"),
    "dict": _("写成“名称: 内容”的形式。"),
    "model": _("写成“名称: 内容”的形式。"),
}
_OTHER = _("对照 docs/writing-a-pack.md 改这一个值。")


@dataclass(frozen=True, slots=True)
class Written:
    """One file as it was written: its data, and the line of each value."""

    file: str
    data: dict[str, Any]
    lines: dict[Path, int]

    def place(self, path: Path) -> str:
        """File and line of the value at ``path``, or of the nearest one around it."""
        return f"{self.file}:{line_of(path, self.lines)}"


def written(file: str, text: str) -> Written:
    """The file's data. Raises ``Problems`` when it is not YAML, or not of the form “name: content”."""
    try:
        data, lines = load_with_lines(text)
    except yaml.YAMLError as error:
        raise Problems([_not_yaml(file, text, error)]) from None
    if not isinstance(data, dict):
        raise Problems([Problem("pack", _("文件应是“名称: 内容”的形式。"), _("从 id: 等名称写起。"), where=f"{file}:1")])
    return Written(file, data, lines)


def made(kind: type[Made], data: dict[str, Any], place: Place, hints: Mapping[str, str] = HINTS) -> Made:
    """The statement that ``data`` says. Raises ``Problems`` with each value that cannot be used."""
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        raise Problems(list(_explain(kind, data, place, hints, error.errors()))) from None


def twice(names: Iterable[tuple[Path, str]], table: str, place: Place) -> Iterator[Problem]:
    """A problem for each name that an earlier one has already."""
    seen: set[str] = set()
    for path, name in names:
        if name in seen:
            yield Problem(
                "pack",
                _("“{name}”在 {table} 里写了两次。"),
                _("改掉其中一个的名称，或删去一个。"),
                where=place(path),
                name=name,
                table=table,
            )
        seen.add(name)


def unknown(name: str, table: str, known: Iterable[str], where: str) -> Problem:
    """``name`` stands for nothing in ``table``."""
    near = get_close_matches(name, sorted(known), n=1, cutoff=0.5)
    if near:
        return Problem(
            "pack", _("“{name}”在 {table} 里没有。"), _("是不是要写“{near}”？"), where=where, name=name, table=table, near=near[0]
        )
    return Problem(
        "pack", _("“{name}”在 {table} 里没有。"), _("在 {table} 里加上它，或改用已有的名称。"), where=where, name=name, table=table
    )


def _not_yaml(file: str, text: str, error: yaml.YAMLError) -> Problem:
    if isinstance(error, KeyTwice):
        return Problem(
            "pack", _("“{key}”在同一处写了两次。"), _("只保留一个，另一个删去或改名。"), where=f"{file}:{error.line}", key=error.key
        )
    mark, position = getattr(error, "problem_mark", None), getattr(error, "position", 0)
    # Of text read in C, the position counts bytes.
    before = text[:position] if getattr(error, "encoding", "") == "unicode" else text.encode()[:position].decode(errors="replace")
    line = mark.line + 1 if mark else before.count("\n") + 1
    problem = getattr(error, "problem", None) or getattr(error, "reason", error)
    return Problem(
        "pack", _("这一行不是正确的 YAML：{problem}。"), _("检查缩进、冒号后的空格、引号和日期。"), where=f"{file}:{line}", problem=problem
    )


def _explain(kind: type[Statement], data: Any, place: Place, hints: Mapping[str, str], details: list[ErrorDetails]) -> Iterator[Problem]:
    """One problem for each place. A value that fits none of several shapes is reported once, and only where it goes wrong."""
    places: dict[Path, list[ErrorDetails]] = {}
    for detail in details:
        places.setdefault(_path(detail, data), []).append(detail)
    around = {path[:length] for path in places for length in range(len(path))}
    for path, found in places.items():
        if path not in around:
            yield _explain_one(kind, path, place(path), hints, found)


def _path(detail: ErrorDetails, data: Any) -> Path:
    """The path as the author wrote it, without the shapes that were tried on the value."""
    path: list[str | int] = []
    for part in detail["loc"]:
        if _holds(data, part):
            data = data[part]
        elif detail["type"] != "missing" or part != detail["loc"][-1]:
            continue
        path.append(part)
    return tuple(path)


def _holds(data: Any, part: str | int) -> bool:
    if isinstance(data, list):
        return isinstance(part, int) and part < len(data)
    return isinstance(data, dict) and part in data


def _explain_one(kind: type[Statement], path: Path, where: str, hints: Mapping[str, str], details: list[ErrorDetails]) -> Problem:
    errors = {detail["type"] for detail in details}
    name = next((part for part in reversed(path) if isinstance(part, str)), "")
    if "missing" in errors:
        return Problem("pack", _("缺少“{name}”。"), _("补上这一项；写法见 docs/writing-a-pack.md。"), where=where, name=name)
    if "extra_forbidden" in errors:
        near = get_close_matches(name, _field_names(kind), n=1)
        if near:
            return Problem("pack", _("不认识“{name}”。"), _("是不是要写“{near}”？"), where=where, name=name, near=near[0])
        return Problem("pack", _("不认识“{name}”。"), _("删去它，或对照 docs/writing-a-pack.md 改名。"), where=where, name=name)
    expected = [detail["ctx"]["expected"] for detail in details if "expected" in detail.get("ctx", {})]
    if expected and any(error.startswith("int_") for error in errors):
        expected.insert(0, "0, 1, 2 …")
    hint = _("可以写 {expected}。") if expected else next((hint for part, hint in hints.items() if any(part in e for e in errors)), _OTHER)
    value = shorten(repr(details[0]["input"]), 60, placeholder="…")
    return Problem("pack", _("“{name}”的值 {value} 不能用。"), hint, where=where, name=name, value=value, expected=", ".join(expected))


def _field_names(kind: type[Statement]) -> list[str]:
    """The names that could have been meant: every field of every statement that is defined beside ``kind``."""
    beside = [cls for cls in _statements(Statement) if cls.__module__ == kind.__module__ or cls is Text]
    return sorted({field.alias or name for cls in beside for name, field in cls.model_fields.items()})


def _statements(kind: type[Statement]) -> Iterator[type[Statement]]:
    for cls in kind.__subclasses__():
        yield cls
        yield from _statements(cls)
