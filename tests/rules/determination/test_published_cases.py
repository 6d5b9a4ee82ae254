"""Published decisions of authorities: what the source says was decided, from the hazards that it lists.

Which elements the hazards are is read off the source's own clause where it cites one (A01, A03, A05); for the others it is our reading of its words.
U01, the fourteenth case, lists hazards but no decision, so nothing can be held against it.
"""

from typing import Any

import pytest
from tests.rules.determination.build import found_for

from sanzhang.rules.determination.resting import unverified

# id, day, kind of premises, facts, elements, what the source says
DIRECT = [
    ("A01 fitness club, one exit, 第6.5项", "2022-06-30", "entertainment", {}, [{"no": "6.5", "form": "number"}]),
    # a site's staff dormitory is a crowded place by 《消防法》第73条（四）
    ("A03 site dormitory of foam panels, 第6.10条", "2019-08-05", "construction_site", {"crowded": True}, [{"no": "6.10"}]),
    ("A05 internet café without fire alarm, 第6.6条", "2019-12-01", "small_netcafe", {}, [{"no": "6.6", "form": "alarm"}]),
    ("B09 supermarket of foam panels, lived in", "2023-10-16", "mall", {}, [{"no": "6.10"}]),
    ("N12 ear-care salon, one exit", "2024-01-09", "small_beauty", {"public_entertainment": True}, [{"no": "6.5", "form": "number"}]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "day", "kind", "facts", "elements"), DIRECT, ids=[one[0] for one in DIRECT])
def test_decided_directly(name: str, day: str, kind: str, facts: dict[str, bool], elements: list[dict[str, Any]]) -> None:
    found = found_for(kind, *elements, date=day, **facts)
    assert (found.major, found.basis, found.rule) == (True, "direct", "5.2.2")
    assert unverified(found) == ()


COMBINED = [
    (
        "B01 furniture mall", "2019-12-11", "mall",
        [{"no": "7.5"}, {"no": "7.3.6", "form": "damaged", "measured": 51}, {"no": "7.4.3"}, {"no": "7.3.3", "form": "blocked"}], "5.3.3(a)",
    ),
    ("B02 bar, exactly three", "2024-01-23", "entertainment", [{"no": "7.3.6", "form": "absent"}, {"no": "7.3.9"}, {"no": "7.5"}], "5.3.3(a)"),
    (
        "B05 hospital with care of the elderly", "2023-04-25", "hospital",
        [{"no": "7.3.9"}, {"no": "7.3.1"}, {"no": "7.8.2"}, {"no": "7.7.2"}, {"no": "7.7.3"}], "5.3.3(c)",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "day", "kind", "elements", "rule"), COMBINED, ids=[one[0] for one in COMBINED])
def test_decided_by_combination(name: str, day: str, kind: str, elements: list[dict[str, Any]], rule: str) -> None:
    found = found_for(kind, *elements, date=day, high_rise=False, underground=False)
    assert (found.major, found.basis, found.rule) == (True, "combined", rule)
    assert unverified(found) != ()  # each rests on elements from 7.3.8 on, which were recalled


NOT_MAJOR = [
    ("N01 hotel: lighting and signs", "2019-12-11", "hotel", [{"no": "7.3.6", "form": "absent"}]),
    (
        "N02 school dormitory: one stair, no water, some signs", "2019-12-11", "school",
        [{"no": "7.3.3", "form": "number_width"}, {"no": "7.4.3"}, {"no": "7.3.6"}],
    ),
    ("N03 telephone office: lighting and signs", "2019-12-11", "office", [{"no": "7.3.6", "form": "absent"}]),
    ("N12 foot-bath cinema: things in the passage", "2024-01-09", "entertainment", []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "day", "kind", "elements"), NOT_MAJOR, ids=[one[0] for one in NOT_MAJOR])
def test_found_not_to_be_major(name: str, day: str, kind: str, elements: list[dict[str, Any]]) -> None:
    found = found_for(kind, *elements, date=day, high_rise=False, underground=False)
    assert (found.major, found.basis) == (False, "none")


@pytest.mark.parametrize(("day", "kind"), [("2012-06-04", "mall"), ("2014-09-17", "small_netcafe")], ids=["B12 mall", "B15 internet café"])
def test_decided_under_ga653_is_undecided_here(day: str, kind: str) -> None:
    """The authorities decided on elements of GA 653-2006, which are not to be had: the program must not make up an answer."""
    found = found_for(kind, "7.3.6", date=day)
    assert (found.case.ready.edition.id, found.major, found.basis) == ("ga653-2006", None, "undecided")
