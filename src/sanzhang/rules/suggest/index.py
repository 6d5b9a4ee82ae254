"""The index: which feature stands where. Built once from the texts of elements and items; asked with a sentence."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import Literal

from sanzhang.rules.pack.model import Text
from sanzhang.rules.suggest.words import Vocabulary, features

KindOf = Literal["element", "item"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands: its id there, and the kinds of premises (``household``, ``area``) for which that is."""

    id: str
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """An element or an item. ``texts``: its sentences, by language; ``places``: the narrowest first.

    ``elsewhere``: how much its closeness counts where the kind of premises is one that it is not for; 0: it is not shown there.
    """

    kind_of: KindOf
    title: Text
    texts: tuple[tuple[str, ...], ...]
    places: tuple[Place, ...]
    elsewhere: float


@dataclass(frozen=True, slots=True)
class Shelf:
    """The entries of one kind. ``faces``: for each text that can be met, the entry, its language, and whether it is the whole of them.

    ``rarity``: how much a feature tells, ``unknown``: one that stands nowhere; ``met``: the faces in which it stands, each with its part of that face.
    ``kinds``: the kinds of premises for which any entry is.
    """

    entries: tuple[Entry, ...]
    faces: tuple[tuple[int, int, bool], ...]
    rarity: Mapping[str, float]
    met: Mapping[str, Sequence[tuple[int, float]]]
    unknown: float
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Index:
    """Elements and items, each ranked among themselves."""

    words: Vocabulary
    shelves: Mapping[KindOf, Shelf]


def build_index(entries: Iterable[Entry], words: Vocabulary) -> Index:
    """The index of ``entries``."""
    every = tuple(entries)
    kinds_of: tuple[KindOf, ...] = ("element", "item")
    return Index(words, {kind: _shelf(tuple(entry for entry in every if entry.kind_of == kind), words) for kind in kinds_of})


def _shelf(entries: tuple[Entry, ...], words: Vocabulary) -> Shelf:
    seen: Counter[str] = Counter()
    faces: list[tuple[int, int, bool]] = []
    found: list[dict[str, float]] = []
    for number, entry in enumerate(entries):
        every: dict[str, float] = {}
        for language, sentences in enumerate(entry.texts):
            whole: dict[str, float] = {}
            for sentence in sentences:
                faces.append((number, language, False))
                found.append(features(sentence, words))
                whole |= found[-1]
            faces.append((number, language, True))
            found.append(whole)
            every |= whole
        seen.update(every.keys())
    rarity = {feature: log(1 + len(entries) / (count + 0.5)) for feature, count in seen.items()}
    met: dict[str, list[tuple[int, float]]] = {}
    for face, weights in enumerate(found):
        length = sqrt(sum((weight * rarity[feature]) ** 2 for feature, weight in weights.items())) or 1.0
        for feature, weight in weights.items():
            met.setdefault(feature, []).append((face, weight * rarity[feature] / length))
    kinds = frozenset(kind for entry in entries for place in entry.places for kind in place.kinds)
    return Shelf(entries, tuple(faces), rarity, met, log(1 + len(entries) / 0.5), kinds)
