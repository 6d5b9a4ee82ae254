"""How often what a published hazard description is about is among the suggestions, and how long one takes.

    python benchmarks/suggest.py [--split tune [--misses]] [--day 2026-11-01]

The descriptions and their labels are in benchmarks/data; its README says how they were split. Words and weights were chosen on `tune`; the figures to
quote are those of `test`, which was collected after both were fixed. The edition of the standard is the one of 2017, whose elements are loaded. The
checklists are those of ``--day``: the labels were given with the first versions, valid until 2026-10-31.
"""

import argparse
import csv
import re
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path
from statistics import median

from sanzhang.packs.suggesting import suggesting
from sanzhang.rules.suggest import Index, Suggestion, suggest
from sanzhang.rules.suggest.normal import normal

DATA = Path(__file__).parent / "data" / "hazard_descriptions.csv"
SPLITS = ["tune", "held", "test"]
SEEN_BEFORE = {"tune": (), "held": ("tune",), "test": ("tune", "held")}
NEAR = 0.9  # from this likeness on, two descriptions are taken for the same sentence
DAY = date(2025, 6, 1)
Row = dict[str, str]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=SPLITS, action="append")
    parser.add_argument("--misses", action="store_true", help="print what was not found; for the split tune")
    parser.add_argument("--day", type=date.fromisoformat, default=DAY)
    chosen = parser.parse_args()
    began = time.perf_counter()
    suggesting(chosen.day)
    loaded = time.perf_counter() - began
    suggesting.cache_clear()
    began = time.perf_counter()
    index = suggesting(chosen.day).index
    print(f"index: {time.perf_counter() - began:.3f} s (with reading every YAML file: {loaded:.3f} s)")
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for split in chosen.split or SPLITS:
        chosen_rows = [row for row in rows if row["split"] == split]
        print_split(split, chosen_rows, index)
        if seen := SEEN_BEFORE[split]:
            print_without_known(split, chosen_rows, [row for row in rows if row["split"] in seen], index)
        if chosen.misses:
            print_misses([row for row in rows if row["split"] == split], index)
    print_times([row["text"] for row in rows], index)


def print_without_known(split: str, rows: Sequence[Row], before: Sequence[Row], index: Index) -> None:
    """How many of these descriptions were, in nearly the same words, among those that were read before; and the figures without them."""
    known = {bare(row["text"]) for row in before}
    same = [row for row in rows if bare(row["text"]) in known]
    new = [row for row in rows if row not in same and not is_near(bare(row["text"]), known)]
    near = len(rows) - len(same) - len(new)
    print(
        f"{split}: {len(same)} of {len(rows)} stand word for word in {' and '.join(SEEN_BEFORE[split])}, {near} more are at least {NEAR:.0%} like one there"
    )
    print_split(f"{split} without these", new, index)


def bare(text: str) -> str:
    """A sentence in one way of writing, without stops and spaces."""
    return re.sub(r"\W", "", normal(text))


def is_near(text: str, known: Iterable[str]) -> bool:
    """Whether one of ``known`` is nearly the same."""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(text)
    for other in known:
        matcher.set_seq1(other)
        if matcher.real_quick_ratio() >= NEAR and matcher.quick_ratio() >= NEAR and matcher.ratio() >= NEAR:
            return True
    return False


def print_split(split: str, rows: Sequence[Row], index: Index) -> None:
    """Recall of elements and of items, with the kind of premises and without it."""
    print(f"{split}: {len(rows)} descriptions from {len({row['source'] for row in rows})} sources")
    for what, kind_of in (("elements", "element"), ("items", "item")):
        labelled = [row for row in rows if row[what]]
        for name, kind in KINDS.items():
            ranks = [rank(row[what].split(), ranked(row["text"], index, kind(row), kind_of)) for row in labelled]
            print(f"  {what:8} {name:14} of {len(labelled)}: recall@1 {part(ranks, 1):.3f}, recall@3 {part(ranks, 3):.3f}")


KINDS: dict[str, Callable[[Row], str]] = {"kind known": lambda row: row["kind"], "kind not known": lambda row: ""}


def ranked(text: str, index: Index, kind: str, kind_of: str) -> list[Suggestion]:
    """The first three of one kind."""
    return [found for found in suggest(text, index, kind) if found.kind_of == kind_of]


def rank(labels: Sequence[str], found: Sequence[Suggestion]) -> int:
    """The place of the first suggestion that has one of the labels; 0 when none has."""
    return next((place for place, one in enumerate(found, 1) if any(fits(label, one) for label in labels)), 0)


def fits(label: str, found: Suggestion) -> bool:
    """A label is a number of the standard, the id of an item, or checklist/item."""
    return found.id == label or found.id.endswith((f":{label}", f"/{label}"))


def part(ranks: Sequence[int], limit: int) -> float:
    """The share that was found among the first ``limit``."""
    return sum(1 <= place <= limit for place in ranks) / len(ranks)


def print_misses(rows: Sequence[Row], index: Index) -> None:
    """Descriptions whose labels are not among the first three."""
    for row in rows:
        for what, kind_of in (("elements", "element"), ("items", "item")):
            found = ranked(row["text"], index, row["kind"], kind_of)
            if row[what] and not rank(row[what].split(), found):
                print(f"    {row['kind']} | {row['text']} | {row[what]} | {' '.join(f'{one.id}={one.score}' for one in found)}")


def print_times(texts: Sequence[str], index: Index) -> None:
    """How long a query takes."""
    taken = []
    for text in texts:
        began = time.perf_counter()
        suggest(text, index, "mall")
        taken.append((time.perf_counter() - began) * 1000)
    began = time.perf_counter()
    suggest("".join(texts)[:5000], index, "mall")
    long = (time.perf_counter() - began) * 1000
    print(
        f"query: median {median(taken):.2f} ms, 99th per cent {sorted(taken)[int(len(taken) * 0.99)]:.2f} ms, 5,000 characters {long:.2f} ms"
    )


if __name__ == "__main__":
    main()
