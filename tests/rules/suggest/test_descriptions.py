"""The published descriptions that the ranking is measured with: their labels, their split, and what must not get worse."""

import csv
import hashlib
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from sanzhang.packs import editions, every_checklist, premises_kinds
from sanzhang.packs.suggesting import suggesting
from sanzhang.rules.suggest import suggest

DATA = Path(__file__).resolve().parents[3] / "benchmarks" / "data" / "hazard_descriptions.csv"
ROWS = list(csv.DictReader(DATA.open(encoding="utf-8", newline="")))


def test_labels_name_what_there_is() -> None:
    edition = editions().named("gb35181-2017")
    assert edition
    items = {name for one in every_checklist().versions for item in one.items for name in (item.id, f"{one.id}/{item.id}")}
    kinds = {kind.id for kind in premises_kinds().kinds} | {"household"}
    for row in ROWS:
        assert set(row["elements"].split()) <= set(edition.by_number), row
        assert set(row["items"].split()) <= items, row
        assert row["kind"] in kinds, row
        assert row["grade"] in ("B", "B-"), row


def test_a_source_is_in_one_split_only_and_the_rule_says_in_which() -> None:
    splits = defaultdict(set)
    for row in ROWS:
        splits[row["source"]].add(row["split"])
    for source, found in splits.items():
        assert len(found) == 1, source
        rule = "held" if int(hashlib.sha256(source.encode()).hexdigest()[:8], 16) % 5 < 2 else "tune"
        assert found <= {rule, "test"}, source


@pytest.mark.parametrize("day", [date(2025, 6, 1), date(2026, 11, 1)])
@pytest.mark.parametrize(("what", "kind_of"), [("elements", "element"), ("items", "item")])
def test_nine_of_ten_are_among_the_first_three(what: str, kind_of: str, day: date) -> None:
    index = suggesting(day).index
    rows = [row for row in ROWS if row["split"] == "test" and row[what]]
    hits = 0
    for row in rows:
        found = [one.id for one in suggest(row["text"], index, row["kind"]) if one.kind_of == kind_of]
        hits += any(name == label or name.endswith((f":{label}", f"/{label}")) for name in found for label in row[what].split())
    assert len(rows) > 200
    assert hits / len(rows) > 0.9
