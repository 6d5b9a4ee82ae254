"""Whatever a brigade writes into a table: a verdict, once given, stands whatever the unknown facts turn out to be, and more faults never take it away."""

from typing import Any

from hypothesis import given, settings, strategies as st
from tests.rules.determination.build import NEW_DAY, SHIPPED, table_rows

from sanzhang.rules.determination.compiled import tables
from sanzhang.rules.determination.decide import decide
from sanzhang.rules.determination.editions import Editions
from sanzhang.rules.determination.output import as_data
from sanzhang.rules.determination.rows import Row
from sanzhang.rules.determination.table import read_table

FACTS = ["children", "elderly_care", "labour_intensive", "mixed_business", "high_rise", "underground"]
USED = ["5.1", "5.2", "6.1", "6.2", "6.3", "6.4", "6.5", "6.6"]
together = st.lists(st.sampled_from(FACTS), min_size=1, max_size=2, unique=True).map("＋".join)
premises = st.lists(together, max_size=2, unique=True).map("、".join)
bounds = st.sampled_from(["more_than", "at_least", "less_than", "at_most"])


@st.composite
def rows_of(draw: st.DrawFn, no: str) -> list[dict[str, str]]:
    """An element: stated, or with one or two thresholds of storeys, each with its own premises."""
    count = draw(st.integers(0, 2))
    if not count:
        return [{"number": no, "where": draw(premises), "unless": draw(premises)}]
    return [
        {
            "number": no, "where": draw(premises), "unless": draw(premises), "measure": "楼层", "unit": "层", "comparison": draw(bounds),
            "percent": str(2 * index + draw(st.integers(0, 1))),
        }
        for index in range(count)
    ]  # fmt: skip


@st.composite
def editions(draw: st.DrawFn) -> Editions:
    made = {no: draw(rows_of(no)) for no in USED}
    rows: list[Row] = []
    for row in table_rows():
        more = made.get(row.no, [{}])
        rows += [Row(100 * row.number + index, row.cells | cells) for index, cells in enumerate(more)]
    return SHIPPED.replaced(read_table(rows, "gb35181-2025", SHIPPED))


def element(no: str, every: Editions, measured: int | None) -> dict[str, Any]:
    part = tables(every).ready["gb35181-2025"].parts[no]
    return {"no": no} if measured is None or not part.measured else {"no": no, "measured": measured}


answers = st.dictionaries(st.sampled_from(FACTS), st.booleans(), max_size=6)
found_there = st.lists(st.tuples(st.sampled_from(USED), st.none() | st.integers(-1, 4)), max_size=8)


@settings(max_examples=250, deadline=None)
@given(every=editions(), known=answers, rest=st.fixed_dictionaries(dict.fromkeys(FACTS, st.booleans())), found=found_there)
def test_whatever_was_not_known_a_verdict_stands(every: Editions, known: dict[str, bool], rest: dict[str, bool], found: Any) -> None:
    case = {"date": NEW_DAY, "premises_kind": "other", "premises": known, "elements": [element(no, every, value) for no, value in found]}
    before, after = decide(case, every), decide(case | {"premises": rest | known}, every)
    if before.major is not None:
        assert after.major is before.major
    told = as_data(before, str, lambda text: text.zh)
    if before.major is None:
        assert told["missing"], told
    assert after.major is not None  # everything is known of the premises


@settings(max_examples=100, deadline=None)
@given(every=editions(), known=answers, found=found_there, more=st.sampled_from(USED))
def test_another_element_never_takes_a_verdict_away(every: Editions, known: dict[str, bool], found: Any, more: str) -> None:
    case = {"date": NEW_DAY, "premises_kind": "other", "premises": known, "elements": [element(no, every, value) for no, value in found]}
    after = decide(case | {"elements": [*case["elements"], {"no": more}]}, every)  # type: ignore[misc]
    if decide(case, every).major:
        assert after.major
