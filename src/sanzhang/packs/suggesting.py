"""The index by which a sentence finds elements and items, for the standard and the checklists of one day."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sanzhang.packs.load import STANDARDS, checklists, editions, every_checklist, premises_kinds
from sanzhang.rules.determination.editions import Edition, Editions
from sanzhang.rules.suggest import Index, build_index
from sanzhang.rules.suggest.entries import element_entries, item_entries
from sanzhang.rules.suggest.synonyms import Synonyms, read_synonyms
from sanzhang.rules.suggest.words import vocabulary


@dataclass(frozen=True, slots=True)
class Suggesting:
    """``edition``: the one of the day; ``shown``: the one whose elements are in the index, an earlier one where those of the day are not loaded."""

    index: Index
    edition: Edition
    shown: Edition | None


@lru_cache(maxsize=1)
def synonyms() -> Synonyms:
    """How people write what the standard and the checklists put otherwise. Raises ``Problems`` with every mistake."""
    path = STANDARDS / "synonyms.yaml"
    elements = {f"{edition.id}:{element.no}" for edition in editions() for element in edition.elements}
    items = {item.id for checklist in every_checklist().versions for item in checklist.items}
    return read_synonyms(path.name, path.read_text("utf-8"), elements, items)


@lru_cache(maxsize=8)
def suggesting(day: date, every: Editions | None = None) -> Suggesting:
    """The index for ``day``. ``every``: the editions, where a county has loaded elements of its own; those that ship otherwise."""
    every, words = every or editions(), synonyms()
    edition = every.on(day)
    loaded = [one for one in every.versions[: every.versions.index(edition) + 1] if one.loaded]
    shown = loaded[-1] if loaded else None
    entries = [
        *(element_entries(shown, every.facts.of_kind, words.said) if shown else ()),
        *item_entries(checklists(day).values(), premises_kinds(), words.said),
    ]
    return Suggesting(build_index(entries, vocabulary(words.things, words.states)), edition, shown)
