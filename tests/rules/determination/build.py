"""Cases in few words."""

from typing import Any

from sanzhang.packs import editions
from sanzhang.rules.determination.decide import Determination, decide
from sanzhang.rules.determination.resting import missing, unverified
from sanzhang.rules.determination.rows import Row

SHIPPED = editions()
OLD_DAY, NEW_DAY = "2024-01-23", "2025-11-01"
Given = str | dict[str, Any]


def case(kind: str, *elements: Given, date: str = OLD_DAY, **facts: bool | None) -> dict[str, Any]:
    """A case of the 2017 edition; an element by its number, or as it would be written."""
    given = [{"no": one} if isinstance(one, str) else one for one in elements]
    return {"date": date, "premises_kind": kind, "premises": facts, "elements": given}


def verdict(kind: str, *elements: Given, date: str = OLD_DAY, **facts: bool | None) -> tuple[bool | None, str, str]:
    """Major or not, on what basis, by which rule."""
    found = found_for(kind, *elements, date=date, **facts)
    return found.major, found.basis, found.rule


def found_for(kind: str, *elements: Given, date: str = OLD_DAY, **facts: bool | None) -> Determination:
    """The whole determination."""
    return decide(case(kind, *elements, date=date, **facts), SHIPPED)


def counted(kind: str, element: Given, **facts: bool | None) -> bool | None:
    """Whether the one element counts."""
    return found_for(kind, element, **facts).judged[0].counted


def lacking(kind: str, *elements: Given, **facts: bool | None) -> set[str]:
    """What is missing."""
    return set(missing(found_for(kind, *elements, **facts)))


def doubts(kind: str, *elements: Given, date: str = OLD_DAY, **facts: bool | None) -> set[str]:
    """What the verdict rests on that was not read."""
    return set(unverified(found_for(kind, *elements, date=date, **facts)))


def table_rows(direct: int = 30, combined: int = 35, **more: str) -> list[Row]:
    """A made-up table of the 2025 edition: its numbers are nobody's but this test's."""
    numbers = [(f"5.{index}", "直接") for index in range(1, direct + 1)] + [(f"6.{index}", "综合") for index in range(1, combined + 1)]
    cells = {"page": "9", "entered_by": "甲", "checked_by": "乙"} | more
    return [Row(line, {"number": no, "kind": kind, "text": f"样例 {no}", **cells}) for line, (no, kind) in enumerate(numbers, start=2)]


def table_payload(direct: int = 30, **more: str) -> dict[str, Any]:
    """The same as it is recorded."""
    rows = table_rows(direct, **more)
    return {"edition": "gb35181-2025", "rows": [{"line": row.number, "cells": row.cells} for row in rows], "to_check": True}
