"""Read a pack from its files' text, with every error at once: file, line, what is wrong, what to write instead."""

from collections.abc import Mapping
from typing import Any

from sanzhang.rules.pack.lines import Path, line_of
from sanzhang.rules.pack.links import broken_links
from sanzhang.rules.pack.model import Pack
from sanzhang.rules.pack.reading import HINTS, made, written
from sanzhang.rules.problems import Problem, Problems, gettext_noop as _

_LISTS = ("clauses", "posts", "sectors", "groups", "evidence", "parameters", "duties", "measures", "programmes", "stages")


# A number may be an open parameter instead.
_HINTS = HINTS | {"int_": _("写一个整数，或 {{parameter: 待定参数的名称}}。")}


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
            source = written(file, text)
        except Problems as several:
            self.problems += several.problems
            return
        lines = source.lines
        for key, value in source.data.items():
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

    def place(self, path: Path) -> str:
        """File and line of the value at ``path`` of the merged data."""
        for length in (2, 1):
            if path[:length] in self.origin:
                file, lines, inside = self.origin[path[:length]]
                return f"{file}:{line_of((*inside, *path[length:]), lines)}"
        file = next((origin[0] for origin in self.origin.values()), "pack.yaml")
        return f"{file}:1"


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
        pack = made(Pack, merged.data, merged.place, _HINTS)
    except Problems as several:
        raise PackErrors(several.problems) from None
    broken = []
    for path, problem in broken_links(pack):
        problem.where = merged.place(path)
        broken.append(problem)
    if broken:
        raise PackErrors(broken)
    return pack


def _at(file: str, line: int, message: str, hint: str, **params: Any) -> Problem:
    return Problem("pack", message, hint, where=f"{file}:{line}", **params)
