"""What of a sentence can be compared: pieces of its writing, the things and states that it names, and which state goes with which thing."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sanzhang.rules.suggest.normal import normal

# How much each kind of feature counts, found on the descriptions kept for tuning (benchmarks/suggest.py).
CHARACTER, PIECE, LATIN_WORD, NAMED, TOGETHER = 0.5, 1.0, 2.0, 3.0, 1.5
LONGEST_PIECE = 3
STEM = 5

_RUNS = re.compile(r"[a-z]+|[^\W_a-z]+%?")
_CLAUSES = re.compile(r"[,。;、:!?()\n]+")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Writings of things and states, longest first. ``means``: what a writing names."""

    pattern: re.Pattern[str]
    means: Mapping[str, tuple[str, ...]]
    states: frozenset[str]

    def named(self, clause: str) -> tuple[list[str], list[str]]:
        """The things and the states that ``clause`` names, each once, in their order."""
        found = dict.fromkeys(name for writing in self.pattern.findall(clause) for name in self.means[writing])
        return [name for name in found if name not in self.states], [name for name in found if name in self.states]


def vocabulary(things: Mapping[str, Sequence[str]], states: Mapping[str, Sequence[str]]) -> Vocabulary:
    """The vocabulary of ``{name: writings}``."""
    means: dict[str, tuple[str, ...]] = {}
    for name, writings in [*things.items(), *states.items()]:
        for writing in map(normal, writings):
            means[writing] = (*means.get(writing, ()), name)
    longest_first = sorted(means, key=lambda writing: (-len(writing), writing))
    return Vocabulary(re.compile("|".join(map(re.escape, longest_first)) or r"(?!)"), means, frozenset(states))


def features(text: str, words: Vocabulary) -> dict[str, float]:
    """The features of ``text`` with their weights."""
    clear = normal(text)
    found = dict(_pieces(clear))
    for clause in _CLAUSES.split(clear):
        things, states = words.named(clause)
        found |= dict.fromkeys([f":{name}" for name in things + states], NAMED)
        found |= dict.fromkeys([f":{thing}:{state}" for thing in things for state in states], TOGETHER)
    return found


def _pieces(text: str) -> Iterator[tuple[str, float]]:
    """Every run of one, two and three characters; a Latin word by its beginning, so that plurals are the same."""
    for run in _RUNS.findall(text):
        if run.isascii() and run.isalpha():
            yield f"{run[:STEM]}-", LATIN_WORD
            continue
        for length in range(1, LONGEST_PIECE + 1):
            for start in range(len(run) - length + 1):
                yield run[start : start + length], CHARACTER if length == 1 else PIECE
