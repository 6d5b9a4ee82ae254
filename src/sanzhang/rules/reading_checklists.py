"""Checklists out of their files' text. Items that several checklists share are written once and laid in where they are used."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sanzhang.rules.checklists import AREA, HOUSEHOLD, Checklist, Checklists, CommonItem, CommonItems
from sanzhang.rules.pack.lines import Path
from sanzhang.rules.pack.model import Text
from sanzhang.rules.pack.reading import Place, made, twice, unknown, written
from sanzhang.rules.premises import PremisesKinds
from sanzhang.rules.problems import Problem, Problems, gettext_noop as _

# What fits a phone: a line and a half for an item, one button for a problem.
MOST_TEXT, MOST_PROBLEM = 32, 18

# The items of a shared file by their id, as written; None: the file cannot be used, and says so itself.
_Shared = Mapping[str, dict[str, dict[str, Any]] | None]


def read_checklists(files: Mapping[str, str], shared: Mapping[str, str], kinds: PremisesKinds) -> Checklists:
    """The checklists of ``{file name: text}``; ``shared`` are the files that their ``includes`` may name.

    Raises ``Problems`` with every mistake of every file.
    """
    problems: list[Problem] = []
    common: dict[str, dict[str, dict[str, Any]] | None] = {}
    for file, text in shared.items():
        common[file.removesuffix(".yaml")] = None
        try:
            common[file.removesuffix(".yaml")] = _read_shared(file, text)
        except Problems as several:
            problems += several.problems
    found: list[Checklist] = []
    for file, text in files.items():
        try:
            found.append(_read_one(file, text, common, kinds))
        except Problems as several:
            problems += several.problems
    if not problems:
        problems += _across(found, kinds)
    if problems:
        raise Problems(problems)
    return Checklists(tuple(found))


def _read_shared(file: str, text: str) -> dict[str, dict[str, Any]]:
    source = written(file, text)
    items = made(CommonItems, source.data, source.place).items
    if problems := list(_items(items, source.place)):
        raise Problems(problems)
    return {item["id"]: item for item in source.data["items"]}


def _read_one(file: str, text: str, common: _Shared, kinds: PremisesKinds) -> Checklist:
    source = written(file, text)
    problems: list[Problem] = []
    data, kept = _laid_in(source.data, common, source.place, problems)

    def place(path: Path) -> str:
        """Where it is written: items that could not be laid in are missing from ``data``."""
        if path[:1] == ("items",) and len(path) > 1 and isinstance(path[1], int):
            path = ("items", kept[path[1]], *path[2:])
        return source.place(path)

    try:
        checklist = made(Checklist, data, place)
    except Problems as several:
        raise Problems([*problems, *several.problems]) from None
    problems += _broken(checklist, kinds, place)
    if file.removesuffix(".yaml") not in (checklist.id, f"{checklist.id}.v{checklist.version}"):
        name = f"{checklist.id}.v{checklist.version}.yaml"
        problems.append(Problem("pack", _("文件名和检查表的名称、版本不一致。"), _("改名为 {name}。"), where=place(("id",)), name=name))
    if problems:
        raise Problems(problems)
    every = (kind for name in checklist.for_ for kind in kinds.named(name) or (name,))
    return checklist.model_copy(update={"for_": tuple(dict.fromkeys(every))})


def _laid_in(data: dict[str, Any], common: _Shared, place: Place, problems: list[Problem]) -> tuple[dict[str, Any], list[int]]:
    """The file's data with each ``use:`` replaced by the shared item, and for each item the index at which it is written."""
    rest = {name: value for name, value in data.items() if name != "includes"}
    names = data.get("includes", [])
    known: dict[str, dict[str, Any]] = {}
    complete = True
    for index, name in enumerate(map(str, names if isinstance(names, list) else [names])):
        if name not in common:
            problems.append(unknown(name, "includes", common, place(("includes", index))))
        complete = complete and common.get(name) is not None
        known |= common.get(name) or {}
    if not isinstance(rest.get("items"), list):
        return rest, []
    items: list[Any] = []
    kept: list[int] = []
    for index, item in enumerate(rest["items"]):
        if isinstance(item, dict) and "use" in item:
            if (used := str(item["use"])) not in known:
                if complete:
                    problems.append(unknown(used, "includes", known, place(("items", index, "use"))))
                continue
            item = known[used] | {name: value for name, value in item.items() if name != "use"}
        items.append(item)
        kept.append(index)
    return rest | {"items": items}, kept


def _broken(checklist: Checklist, kinds: PremisesKinds, place: Place) -> Iterator[Problem]:
    """Names that point at nothing or stand twice, and what does not fit a phone."""
    sections = {section.id for section in checklist.sections}
    yield from twice([(("sections", index), section.id) for index, section in enumerate(checklist.sections)], "sections", place)
    for index, name in enumerate(checklist.for_):
        if name not in (HOUSEHOLD, AREA) and not kinds.named(name):
            yield unknown(name, "kinds", {kind.id for kind in kinds.kinds} | {HOUSEHOLD, AREA}, place(("for", index)))
    for index, item in enumerate(checklist.items):
        if item.section not in sections:
            yield unknown(item.section, "sections", sections, place(("items", index, "section")))
    yield from _items(checklist.items, place)


def _items(items: Sequence[CommonItem], place: Place) -> Iterator[Problem]:
    yield from twice([(("items", index), item.id) for index, item in enumerate(items)], "items", place)
    for index, item in enumerate(items):
        yield from _too_long(item.text, MOST_TEXT, place(("items", index, "text")))
        for at, problem in enumerate(item.problems):
            yield from _too_long(problem, MOST_PROBLEM, place(("items", index, "problems", at)))


def _too_long(text: Text, most: int, where: str) -> Iterator[Problem]:
    if len(text.zh) > most:
        yield Problem(
            "pack",
            _("“{text}”有 {count} 个字。"),
            _("手机上最多 {most} 个字，写短些。"),
            where=where,
            text=text.zh,
            count=len(text.zh),
            most=most,
        )


def _across(found: Sequence[Checklist], kinds: PremisesKinds) -> Iterator[Problem]:
    """What only shows when all files are laid side by side."""
    yield from twice([((), f"{one.id}.v{one.version}") for one in found], "checklists", lambda _path: "checklists")
    names = {one.id for one in found}
    for user, name in ((one.id, name) for one in (*kinds.kinds, *kinds.marks) for name in one.checklists):
        if name not in names:
            yield unknown(name, "checklists", names, f"premises.yaml {user}")
