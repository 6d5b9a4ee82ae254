"""What is wrong with a case is told in words, everything at once."""

from typing import Any

import pytest
from tests.rules.determination.build import SHIPPED, case

from sanzhang.rules.determination.decide import decide, decide_many
from sanzhang.rules.problems import Problem, Problems


def problems(data: Any) -> list[Problem]:
    with pytest.raises(Problems) as told:
        decide(data, SHIPPED)
    return told.value.problems


def places(data: Any) -> set[tuple[str, str]]:
    return {(problem.where, problem.code) for problem in problems(data)}


@pytest.mark.parametrize("value", [100.1, 101, 120, 1e6, {"damaged": 13, "required": 12}, -1, -0.1, {"damaged": -1, "required": 10}])
def test_a_share_that_cannot_be_is_refused(value: Any) -> None:
    (problem,) = problems(case("mall", {"no": "7.3.6", "measured": value}))
    assert (problem.where, problem.code) == ("elements[0].measured", "measured_range")


def test_a_share_of_100_can_be() -> None:
    assert decide(case("mall", {"no": "7.3.6", "measured": 100}), SHIPPED).judged[0].counted is True


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), float("-inf"), "31", "31%", True, [31], 10**400, 1e300, {"damaged": "3", "required": 10}]
)
def test_what_is_no_number_is_refused(value: Any) -> None:
    (problem,) = problems(case("mall", {"no": "7.3.6", "measured": value}))
    assert problem.code == "measured_number"
    assert problem.where.startswith("elements[0].measured")


@pytest.mark.parametrize("value", [0.3, 0.74, 1, 1.0])
def test_a_fraction_where_per_cent_are_meant_is_asked_about(value: float) -> None:
    (problem,) = problems(case("mall", {"no": "7.3.6", "measured": value}))
    assert problem.code == "measured_share"
    assert "damaged" in str(problem)


@pytest.mark.parametrize("value", [{"damaged": 3}, {"damaged": 3, "total": 10}, {}, {"damaged": 3, "required": 10, "more": 1}])
def test_two_numbers_have_names(value: dict[str, int]) -> None:
    (problem,) = problems(case("mall", {"no": "7.3.6", "measured": value}))
    assert problem.code == "measured_pair"
    assert "required" in str(problem)


def test_a_whole_of_nothing_is_refused() -> None:
    assert places(case("mall", {"no": "7.3.6", "measured": {"damaged": 0, "required": 0}})) == {("elements[0].measured", "measured_range")}


@pytest.mark.parametrize("no", ["7.3.61", "6.11", "5.1", "7", "六点五"])
def test_an_unknown_number_names_the_edition(no: str) -> None:
    (problem,) = problems(case("mall", no))
    assert (problem.where, problem.code) == ("elements[0].no", "element_unknown")
    assert "GB 35181-2017" in str(problem)


def test_an_unknown_number_names_those_near() -> None:
    assert "7.3.6" in str(problems(case("mall", "7.3.61"))[0])


@pytest.mark.parametrize("element", [{}, {"no": None}, {"no": 6.5}, {"no": ["6.5"]}, {"number": "6.5"}, "6.5", None, 5])
def test_an_element_needs_its_number_as_text(element: Any) -> None:
    data = case("mall") | {"elements": [element]}
    assert places(data) == {("elements[0]", "element_no")}


def test_an_unknown_kind_of_premises() -> None:
    (problem,) = problems(case("malll", "6.5"))
    assert (problem.where, problem.code) == ("premises_kind", "premises_kind")
    assert "mall" in str(problem)
    assert places(case("mall") | {"premises_kind": None}) == {("premises_kind", "premises_kind")}
    assert places(case("mall") | {"premises_kind": ["mall"]}) == {("premises_kind", "premises_kind")}


@pytest.mark.parametrize("day", ["", "2024-02-30", "2024-1-1", "20240101", 20240101, None, "2024-01-01T00:00", True])
def test_a_day_that_is_none(day: Any) -> None:
    assert places(case("mall", "6.5") | {"date": day}) == {("date", "case_date")}


def test_forms_and_measurements_that_the_element_does_not_have() -> None:
    assert places(case("mall", {"no": "7.3.6", "form": "broken"})) == {("elements[0].form", "element_form")}
    assert "absent、damaged" in str(problems(case("mall", {"no": "7.3.6", "form": "broken"}))[0])
    assert places(case("mall", {"no": "7.3.1", "measured": 10})) == {("elements[0].measured", "element_measured")}
    assert places(case("mall", {"no": "7.3.6", "form": "absent", "measured": 10})) == {("elements[0].measured", "element_measured")}
    assert places(case("mall", {"no": "7.3.1", "form": "x"})) == {("elements[0].form", "element_form")}


def test_facts_are_true_false_or_null() -> None:
    data = case("mall") | {"premises": {"high_rise": "yes", "closed": 1, "hihg_rise": True}}
    assert places(data) == {("premises.high_rise", "case_fact"), ("premises.closed", "case_fact"), ("premises.hihg_rise", "case_name")}
    assert "high_rise" in str(problems(case("mall") | {"premises": {"hihg_rise": True}})[0])


def test_facts_that_contradict_each_other() -> None:
    (problem,) = problems(case("other", public_entertainment=True, crowded=False))
    assert problem.code == "case_facts"
    assert "crowded" in str(problem)


def test_everything_at_once() -> None:
    data = {
        "date": "2024-01-23",
        "premises_kind": "mal",
        "premises": {"highrise": True},
        "elements": [{"no": "9.9"}, {"no": "7.3.6", "measured": 120, "extra": 1}, {"no": "7.3.1", "immediately_correctable": "no"}],
        "more": 1,
    }
    assert places(data) == {
        ("premises_kind", "premises_kind"),
        ("premises.highrise", "case_name"),
        ("elements[0].no", "element_unknown"),
        ("elements[1].measured", "measured_range"),
        ("elements[1].extra", "case_name"),
        ("elements[2].immediately_correctable", "case_fact"),
        ("more", "case_name"),
    }


@pytest.mark.parametrize("data", [None, [], "x", 5])
def test_what_is_no_case(data: Any) -> None:
    assert places(data) == {("case", "case")}


@pytest.mark.parametrize(
    ("part", "value"), [("elements", None), ("elements", {}), ("elements", "6.5"), ("premises", []), ("premises", "x")]
)
def test_parts_of_the_wrong_shape(part: str, value: Any) -> None:
    assert places(case("mall") | {part: value}) == {(part, f"case_{part}")}


def test_one_bad_case_does_not_hold_up_the_others() -> None:
    good, bad, other = decide_many([case("mall", "6.5"), case("mall", "9.9"), case("mall")], SHIPPED)
    assert not isinstance(good, Problems)
    assert good.major is True
    assert isinstance(bad, Problems)
    assert not isinstance(other, Problems)
    assert other.major is False


def test_the_wrong_shape_of_an_element_without_a_table_is_told_too() -> None:
    data = case("mall", {"no": "5.1", "immediately_correctable": "x"}, date="2025-12-01")
    assert places(data) == {("elements[0].immediately_correctable", "case_fact")}
