"""Rank elements and items by how close they are to a sentence: cosine of weighted features, of the closest sentence of each and of all of them together."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt

from sanzhang.rules.pack.model import Text
from sanzhang.rules.suggest.index import Entry, Index, KindOf, Shelf
from sanzhang.rules.suggest.words import features

# How much the closest sentence counts beside the whole.
CLOSEST = 0.4
# Below this closeness there is nothing to suggest. Many faults are about no element, so that more is asked of these.
LEAST: dict[KindOf, float] = {"element": 0.1, "item": 0.05}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that the sentence may be about. ``score``: closeness from 0 to 1, to compare with others; it is no probability."""

    kind_of: KindOf
    id: str
    title: Text
    score: float


def suggest(text: str, index: Index, kind: str = "", limit: int = 3) -> list[Suggestion]:
    """The ``limit`` closest elements, then the ``limit`` closest items, best first; fewer where nothing is close.

    ``kind``: kind of premises, ``household`` or ``area``; empty, or one that the index does not know: no preference.
    """
    weights = features(text, index.words)
    return [found for shelf in index.shelves.values() for found in _best(shelf, weights, kind, limit)]


def _best(shelf: Shelf, weights: dict[str, float], kind: str, limit: int) -> list[Suggestion]:
    preferred = kind if kind in shelf.kinds else ""
    found: list[Suggestion] = []
    for number, closeness in _closeness(shelf, weights):
        entry = shelf.entries[number]
        id_, counts = _place(entry, preferred)
        if (score := round(closeness * counts, 3)) >= LEAST[entry.kind_of]:
            found.append(Suggestion(entry.kind_of, id_, entry.title, score))
    best: dict[str, Suggestion] = {}
    for one in sorted(found, key=lambda one: -one.score):
        best.setdefault(one.id.rpartition("/")[2], one)  # an item that checklists word differently is suggested once
    return list(best.values())[:limit]


def _place(entry: Entry, kind: str) -> tuple[str, float]:
    """Under which id it is shown, and how much its closeness counts."""
    here = next((place.id for place in entry.places if kind in place.kinds), "")
    return (here, 1.0) if here else (entry.places[0].id, entry.elsewhere if kind else 1.0)


def _closeness(shelf: Shelf, weights: dict[str, float]) -> Iterator[tuple[int, float]]:
    """Entries that share anything with the sentence, in their order, each with its closeness in the language that fits best."""
    asked = {feature: weight * shelf.rarity.get(feature, shelf.unknown) for feature, weight in weights.items()}
    length = sqrt(sum(weight**2 for weight in asked.values())) or 1.0
    products: dict[int, float] = {}
    for feature, weight in asked.items():
        for face, part in shelf.met.get(feature, ()):
            products[face] = products.get(face, 0.0) + weight * part
    closest: dict[tuple[int, int], float] = {}
    whole: dict[tuple[int, int], float] = {}
    for face, product in products.items():
        number, language, is_whole = shelf.faces[face]
        kept = whole if is_whole else closest
        kept[number, language] = max(kept.get((number, language), 0.0), product / length)
    best: dict[int, float] = {}
    for key, part in closest.items():
        best[key[0]] = max(best.get(key[0], 0.0), CLOSEST * part + (1 - CLOSEST) * whole[key])
    yield from sorted(best.items())
