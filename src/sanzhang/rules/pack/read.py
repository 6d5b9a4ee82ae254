"""Read a pack from its files' text, with every error at once: file, line, what is wrong, what to write instead."""

from collections.abc import Mapping
from difflib import get_close_matches
from textwrap import shorten
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sanzhang.rules.pack import model
from sanzhang.rules.pack.lines import KeyTwice, Path, line_of, load_with_lines
from sanzhang.rules.pack.links import broken_links
from sanzhang.rules.pack.model import Pack
from sanzhang.rules.problems import Problem, Problems, gettext_noop as _

_LISTS = ("clauses", "posts", "sectors", "groups", "evidence", "parameters", "duties", "measures", "programmes", "stages")


# What to write instead, by a part of the name of pydantic's error.
_HINTS = {
    "int_": _("写一个整数，或 {{parameter: 待定参数的名称}}。"),
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


class PackErrors(Problems):
    """A pack that cannot be used, with each reason."""


class _Merged:
    """The files of one pack laid together, remembering for each statement the file and line it came from."""

    def __init__(self) -> None:
        self.data: dict[str, Any] = {}
        self.origin: dict[Path, tuple[str, dict[Path, int], Path]] = {}
        self.problems: list[Problem] = []

    def add(self, file: str, text: str) -> None:
        try:
            data, lines = load_with_lines(text)
        except yaml.YAMLError as error:
            self.problems.append(_not_yaml(file, text, error))
            return
        if not isinstance(data, dict):
            self.problems.append(_at(file, 1, _("文件应是“名称: 内容”的形式。"), _("从 id:、clauses: 等名称写起。")))
            return
        for key, value in data.items():
            line = line_of((key,), lines)
            if key in _LISTS and not isinstance(value, list):
                self.problems.append(_at(file, line, _("“{key}”应是一个列表。"), _("每一项另起一行，以“- ”开头。"), key=key))
            elif key in _LISTS:
                into = self.data.setdefault(key, [])
                for index, item in enumerate(value):
                    self.origin[(key, len(into))] = (file, lines, (key, index))
                    into.append(item)
            elif key in self.data:
                self.problems.append(_at(file, line, _("“{key}”已在另一个文件里写过。"), _("只保留一处。"), key=key))
            else:
                self.origin[(key,)] = (file, lines, (key,))
                self.data[key] = value

    def place(self, path: Path) -> tuple[str, int]:
        """File and line of the value at ``path`` of the merged data."""
        for length in (2, 1):
            if path[:length] in self.origin:
                file, lines, inside = self.origin[path[:length]]
                return file, line_of((*inside, *path[length:]), lines)
        file = next((origin[0] for origin in self.origin.values()), "pack.yaml")
        return file, 1


def read_pack(files: Mapping[str, str]) -> Pack:
    """Build a pack from ``{file name: text}``; list statements of several files are joined in the given order.

    Raises ``PackErrors`` with every problem found, each with its file and line.
    """
    merged = _Merged()
    for file, text in files.items():
        merged.add(file, text)
    if merged.problems:
        raise PackErrors(merged.problems)
    try:
        pack = Pack.model_validate(merged.data)
    except ValidationError as error:
        raise PackErrors(_explain(merged, error.errors())) from None
    broken = [_at(*merged.place(path), problem.message, problem.hint, **problem.params) for path, problem in broken_links(pack)]
    if broken:
        raise PackErrors(broken)
    return pack


def _at(file: str, line: int, message: str, hint: str, **params: Any) -> Problem:
    return Problem("pack", message, hint, where=f"{file}:{line}", **params)


def _not_yaml(file: str, text: str, error: yaml.YAMLError) -> Problem:
    if isinstance(error, KeyTwice):
        return _at(file, error.line, _("“{key}”在同一处写了两次。"), _("只保留一个，另一个删去或改名。"), key=error.key)
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else text.count("\n", 0, getattr(error, "position", 0)) + 1
    problem = getattr(error, "problem", None) or getattr(error, "reason", error)
    return _at(file, line, _("这一行不是正确的 YAML：{problem}。"), _("检查缩进、冒号后的空格、引号和日期。"), problem=problem)


def _explain(merged: _Merged, details: list[ErrorDetails]) -> list[Problem]:
    """One problem for each place. A value that fits none of several shapes is reported once, and only where it goes wrong."""
    places: dict[Path, list[ErrorDetails]] = {}
    for detail in details:
        places.setdefault(_written(detail, merged.data), []).append(detail)
    around = {path[:length] for path in places for length in range(len(path))}
    return [_explain_one(merged, path, found) for path, found in places.items() if path not in around]


def _written(detail: ErrorDetails, data: Any) -> Path:
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


def _explain_one(merged: _Merged, path: Path, details: list[ErrorDetails]) -> Problem:
    file, line = merged.place(path)
    kinds = {detail["type"] for detail in details}
    name = next((part for part in reversed(path) if isinstance(part, str)), "")
    if "missing" in kinds:
        return _at(file, line, _("缺少“{name}”。"), _("补上这一项；写法见 docs/writing-a-pack.md。"), name=name)
    if "extra_forbidden" in kinds:
        near = get_close_matches(str(name), _field_names(), n=1)
        if near:
            return _at(file, line, _("不认识“{name}”。"), _("是不是要写“{near}”？"), name=name, near=near[0])
        return _at(file, line, _("不认识“{name}”。"), _("删去它，或对照 docs/writing-a-pack.md 改名。"), name=name)
    expected = [detail["ctx"]["expected"] for detail in details if "expected" in detail.get("ctx", {})]
    if expected and any(kind.startswith("int_") for kind in kinds):
        expected.insert(0, "0, 1, 2 …")
    hint = _("可以写 {expected}。") if expected else next((hint for kind, hint in _HINTS.items() if any(kind in k for k in kinds)), _OTHER)
    value = shorten(repr(details[0]["input"]), 60, placeholder="…")
    return _at(file, line, _("“{name}”的值 {value} 不能用。"), hint, name=name, value=value, expected=", ".join(expected))


def _field_names() -> list[str]:
    """The names that could have been meant: every field of every statement."""
    statements = [cls for cls in vars(model).values() if isinstance(cls, type) and issubclass(cls, model.Statement)]
    return sorted({field for cls in statements for field in cls.model_fields})
