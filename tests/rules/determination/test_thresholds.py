"""Every threshold: at it, just under, just over; as a share and as two numbers. Written from the facts, not from the files."""

from typing import Any

import pytest
from tests.rules.determination.build import counted, found_for, lacking

from sanzhang.rules.determination.explain import explanation
from sanzhang.rules.problems import Problems

TALL: dict[str, bool] = {"high_rise": True, "underground": False}
DEEP: dict[str, bool] = {"high_rise": False, "underground": True}
LOW: dict[str, bool] = {"high_rise": False, "underground": False}

# element, form, premises, facts, what counts, what does not
LESS = [
    ("6.2", "spacing", "dangerous_goods", {}, (0, 74.9, 74.999999), (75, 75.000001, 75.1, 200)),
    ("6.5", "width", "entertainment", {}, (0, 79.9, 79.999999), (80, 80.000001, 80.1, 150)),
    ("6.5", "width", "mall", {}, (79,), (80, 81)),
    ("7.1.2", "spacing", "factory", {}, (0, 79.9, 79.999999), (80, 80.000001, 80.1, 100)),
    ("7.1.2", "flame_spacing", "factory", {}, (0, 80, 99.9, 99.999999), (100, 100.000001, 100.1)),
]
MORE = [
    ("7.2.1", "area", "mall", {}, (150.000001, 150.1, 300), (50.1, 100, 149.9, 150)),
    ("7.2.2", "damaged", "mall", {}, (50.000001, 50.1, 100), (0, 49.9, 50)),
    ("7.3.5", "distance", "mall", {}, (125.000001, 125.1, 200), (100, 124.9, 125)),
    ("7.3.6", "damaged", "mall", TALL, (30.000001, 30.1, 50, 100), (0, 29.9, 30)),
    ("7.3.6", "damaged", "mall", DEEP, (30.1,), (30,)),
    ("7.3.6", "damaged", "mall", LOW, (50.000001, 50.1, 100), (0, 30.1, 49.9, 50)),
    ("7.3.7", "damaged", "hotel", TALL, (20.000001, 20.1, 100), (0, 19.9, 20)),
    ("7.3.7", "damaged", "hotel", LOW, (50.1,), (20.1, 50)),
    ("7.3.7", "damaged", "residential_building", TALL | {"crowded_in_building": True}, (20.1,), (20,)),
    ("7.3.7", "damaged", "residential_building", TALL | {"crowded_in_building": False}, (50.1,), (20.1, 50)),
]
TABLE = [(*row[:4], value, True) for row in LESS + MORE for value in row[4]]
TABLE += [(*row[:4], value, False) for row in LESS + MORE for value in row[5]]


@pytest.mark.parametrize(("no", "form", "kind", "facts", "value", "wanted"), TABLE)
def test_share(no: str, form: str, kind: str, facts: dict[str, bool], value: float, wanted: bool) -> None:
    assert counted(kind, {"no": no, "form": form, "measured": value}, **facts) is wanted


PAIRS = [
    ("6.2", "spacing", {"actual": 9, "standard": 12}, "dangerous_goods", {}, False),
    (
        "6.2",
        "spacing",
        {"actual": 2.4, "standard": 3.2},
        "dangerous_goods",
        {},
        False,
    ),  # 75 % to the last digit, though binary fractions are not
    ("6.2", "spacing", {"actual": 2.39, "standard": 3.2}, "dangerous_goods", {}, True),
    ("6.5", "width", {"actual": 0.56, "standard": 0.7}, "mall", {}, False),
    ("6.5", "width", {"actual": 1.4, "standard": 1.76}, "mall", {}, True),
    ("7.1.2", "flame_spacing", {"actual": 29.9, "standard": 30}, "factory", {}, True),
    ("7.2.1", "area", {"actual": 3750, "standard": 2500}, "mall", {}, False),
    ("7.2.1", "area", {"actual": 3751, "standard": 2500}, "mall", {}, True),
    ("7.2.2", "damaged", {"damaged": 3, "total": 6}, "mall", {}, False),
    ("7.3.5", "distance", {"actual": 37.5, "standard": 30}, "mall", {}, False),
    ("7.3.5", "distance", {"actual": 37.6, "standard": 30}, "mall", {}, True),
    ("7.3.6", "damaged", {"damaged": 3, "required": 10}, "mall", TALL, False),
    ("7.3.6", "damaged", {"damaged": 4, "required": 13}, "mall", TALL, True),
    ("7.3.7", "damaged", {"damaged": 1, "total": 5}, "hotel", TALL, False),
    ("7.3.7", "damaged", {"damaged": 21, "total": 100}, "hotel", TALL, True),
]


@pytest.mark.parametrize(("no", "form", "value", "kind", "facts", "wanted"), PAIRS)
def test_two_numbers(no: str, form: str, value: dict[str, float], kind: str, facts: dict[str, bool], wanted: bool) -> None:
    assert counted(kind, {"no": no, "form": form, "measured": value}, **facts) is wanted


def test_where_high_rise_is_not_known_only_values_between_the_bounds_depend_on_it() -> None:
    answers = {value: counted("mall", {"no": "7.3.6", "measured": value}) for value in (30, 30.1, 50, 50.1)}
    assert answers == {30: False, 30.1: None, 50: None, 50.1: True}
    element: dict[str, Any] = {"no": "7.3.6", "measured": 40}
    assert counted("mall", element, high_rise=True) is True
    assert counted("mall", element, high_rise=False) is None
    assert counted("mall", element, high_rise=False, underground=False) is False
    assert lacking("mall", element, "7.3.9", "7.5") == {"high_rise", "underground"}


def test_without_a_form_all_measured_forms_must_agree() -> None:
    answers = {value: counted("factory", {"no": "7.1.2", "measured": value}) for value in (79, 80, 99, 100)}
    assert answers == {79: True, 80: None, 99: None, 100: False}
    others = ["7.1.1", "7.1.3"]
    assert "elements[0].form" in lacking("petrol_station", {"no": "7.1.2", "measured": 85}, *others)


def test_more_than_the_standard_asks_is_explained_and_more_than_all_is_refused() -> None:
    """120 % of the width required is no fault; 120 % of the lights damaged can't be."""
    found = found_for("mall", {"no": "6.5", "form": "width", "measured": 120})
    assert (found.major, found.judged[0].reason) == (False, "within")
    said = [sentence.said(str, lambda text: text.zh) for sentence in explanation(found)]
    assert any("第 6.5 条不成立" in sentence and "120%，界限是小于 80%" in sentence for sentence in said)
    with pytest.raises(Problems, match="超过了最大的可能（100%）"):
        found_for("mall", {"no": "7.3.6", "measured": 120})
