"""The declared synonyms: how people write what the standard and the checklists put otherwise."""

from collections.abc import Collection, Iterator
from typing import Annotated

from pydantic import Field, StringConstraints

from sanzhang.rules.pack.model import Id, Statement
from sanzhang.rules.pack.reading import Place, made, twice, unknown, written
from sanzhang.rules.problems import Problem, Problems

Writings = Annotated[tuple[Annotated[str, StringConstraints(min_length=1)], ...], Field(min_length=1)]


class Said(Statement):
    """What else is said of an element (``edition:number``) or of an item (its id, the same in every checklist)."""

    elements: dict[str, Writings] = {}
    items: dict[Id, Writings] = {}


class Synonyms(Statement):
    """Names of things and of states, each with its writings; and what else is said of elements and items."""

    things: dict[Id, Writings]
    states: dict[Id, Writings]
    said: Said


def read_synonyms(file: str, text: str, elements: Collection[str], items: Collection[str]) -> Synonyms:
    """The synonyms; ``elements`` and ``items`` are those that there are. Raises ``Problems`` with every mistake."""
    found = written(file, text)
    synonyms = made(Synonyms, found.data, found.place)
    if problems := list(_broken(synonyms, elements, items, found.place)):
        raise Problems(problems)
    return synonyms


def _broken(synonyms: Synonyms, elements: Collection[str], items: Collection[str], place: Place) -> Iterator[Problem]:
    tables = (("things", synonyms.things), ("states", synonyms.states))
    for table, groups in tables:
        for name, writings in groups.items():
            yield from twice([((table, name, number), writing) for number, writing in enumerate(writings)], name, place)
    yield from twice([((table, name), name) for table, groups in tables for name in groups], "things, states", place)
    for table, said, known in (("elements", synonyms.said.elements, elements), ("items", synonyms.said.items, items)):
        yield from (unknown(name, table, known, place(("said", table, name))) for name in said if name not in known)
