"""Read a pack from its files' text, with every error at once: file, line, what is wrong, what to write instead."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sanzhang.rules.pack import model
from sanzhang.rules.pack.lines import Path, line_of, load_with_lines
from sanzhang.rules.pack.links import broken_links
from sanzhang.rules.pack.model import Pack
from sanzhang.rules.problems import Problem, Problems, gettext_noop as _

_LISTS = ("clauses", "posts", "sectors", "groups", "evidence", "parameters", "duties", "measures", "programmes", "stages")


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
            mark = getattr(error, "problem_mark", None)
            self.problems.append(
                _at(
                    file,
                    mark.line + 1 if mark else 1,
                    _("这一行不是正确的 YAML：{problem}。"),
                    _("检查缩进、冒号后的空格和引号。"),
                    problem=getattr(error, "problem", error),
                )
            )
            return
        if not isinstance(data, dict):
            self.problems.append(_at(file, 1, _("文件应是“名称: 内容”的形式。"), _("从 id:、clauses: 等名称写起。")))
            return
        for key, value in data.items():
            if key in _LISTS and isinstance(value, list):
                into = self.data.setdefault(key, [])
                for index, item in enumerate(value):
                    self.origin[(key, len(into))] = (file, lines, (key, index))
                    into.append(item)
            elif key in self.data:
                self.problems.append(_at(file, lines[(key,)], _("“{key}”已在另一个文件里写过。"), _("只保留一处。"), key=key))
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
        raise PackErrors([_explain(merged, detail) for detail in error.errors()]) from None
    broken = [_at(*merged.place(path), problem.message, problem.hint, **problem.params) for path, problem in broken_links(pack)]
    if broken:
        raise PackErrors(broken)
    return pack


def _at(file: str, line: int, message: str, hint: str, **params: Any) -> Problem:
    return Problem("pack", message, hint, where=f"{file}:{line}", **params)


def _explain(merged: _Merged, detail: ErrorDetails) -> Problem:
    path = tuple(part for part in detail["loc"])
    name = path[-1] if path else ""
    file, line = merged.place(path)
    match detail["type"]:
        case "missing":
            return _at(file, line, _("缺少“{name}”。"), _("补上这一项；写法见 docs/writing-a-pack.md。"), name=name)
        case "extra_forbidden":
            near = get_close_matches(str(name), _field_names(), n=1)
            if near:
                return _at(file, line, _("不认识“{name}”。"), _("是不是要写“{near}”？"), name=name, near=near[0])
            return _at(file, line, _("不认识“{name}”。"), _("删去它，或对照 docs/writing-a-pack.md 改名。"), name=name)
        case _:
            return _at(
                file,
                line,
                _("“{name}”的值 {value!r} 不能用：{reason}。"),
                _("照提示改这一个值。"),
                name=name,
                value=detail["input"],
                reason=detail["msg"],
            )


def _field_names() -> list[str]:
    """The names that could have been meant: every field of every statement."""
    statements = [cls for cls in vars(model).values() if isinstance(cls, type) and issubclass(cls, model.Statement)]
    return sorted({field for cls in statements for field in cls.model_fields})
