"""A step is refused when something that it asks for is missing or too little, and when something is given for which it didn't ask."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.rules.lifecycle.expected import ASKS, DAY, LEADS, NUMBERS, OPENING, PEOPLE, enough, table

from sanzhang.rules.lifecycle import Given, Standing, begin, walk
from sanzhang.rules.problems import Problem, Problems

FULL = Given(due=DAY, number="1", department="x", people=("甲",), agreed=1, result="x", earlier="x", until=DAY)
FIELDS = ("due", "number", "department", "people", "agreed", "result", "earlier", "until")
MAY_BE_GIVEN = {("report", "received"): "number", ("report", "received_urgent"): "number"}
NEEDED = [(name, event, field) for name in ASKS for event, fields in ASKS[name].items() for field in fields.split()]
UNASKED = [
    (name, event, field)
    for name in ASKS
    for event, fields in ASKS[name].items()
    for field in FIELDS
    if field not in fields.split() and MAY_BE_GIVEN.get((name, event)) != field
]


def take(name: str, event: str, given: Given, day: date = DAY) -> list[Standing]:
    """Take a step from wherever it may be taken."""
    began = [begin(table(name), event, day, given, NUMBERS)] if event in OPENING[name] else []
    states = [state for state, steps in LEADS[name].items() if event in steps]
    return began + [walk(table(name), Standing(state), event, day, given, NUMBERS) for state in states]


def wrong(name: str, event: str, given: Given, day: date = DAY) -> list[Problem]:
    """Everything that is wrong with a step."""
    with pytest.raises(Problems) as caught:
        take(name, event, given, day)
    assert all(problem.hint for problem in caught.value.problems)
    return caught.value.problems


def code(name: str, event: str, **instead: Any) -> str:
    (problem,) = wrong(name, event, enough(name, event, **instead))
    return problem.code


@pytest.mark.parametrize(("name", "event", "field"), NEEDED)
def test_what_is_missing_is_named(name: str, event: str, field: str) -> None:
    problems = wrong(name, event, enough(name, event, **{field: None}))
    assert problems[0].where == field
    assert problems[0].code in ("need_missing", "photo_missing")


@pytest.mark.parametrize(("name", "event", "field"), UNASKED)
def test_what_nobody_asked_for_is_refused(name: str, event: str, field: str) -> None:
    (problem,) = wrong(name, event, replace(enough(name, event), **{field: getattr(FULL, field)}))
    assert (problem.code, problem.where) == ("need_unasked", field)


@pytest.mark.parametrize("event", ["taken", "linked", "referred"])
def test_words_and_photos_are_always_welcome(event: str) -> None:
    assert take("hazard", event, enough("hazard", event, note="看过", photos=3))


def test_all_that_is_missing_is_named_at_once() -> None:
    assert [problem.where for problem in wrong("listing", "listed", Given(number="1"))] == ["number", "photos", "due", "department"]
    assert [str(problem) for problem in wrong("hazard", "referred", Given())] == [
        "department: 没有填“抄告的部门”。 填上后再提交。",
        "note: 没有填“抄告事由”。 填上后再提交。",
    ]


@pytest.mark.parametrize(
    ("name", "event", "least"),
    [("listing", "discussed", 3), ("listing", "concluded", 7), ("listing", "case_closed", 3), ("listing", "passed", 2), ("sealing", "decided", 2),
     ("sealing", "sealed_at_once", 2), ("sealing", "confirmed", 2), ("penalty", "filed", 2)],
)  # fmt: skip
def test_so_many_people_at_least(name: str, event: str, least: int) -> None:
    assert take(name, event, enough(name, event, people=PEOPLE[:least]))
    problem = wrong(name, event, enough(name, event, people=PEOPLE[: least - 1]))[0]
    assert (problem.code, problem.params["n"], problem.params["have"]) == ("people_few", least, least - 1)


@pytest.mark.parametrize("people", [("甲", "甲", "乙"), ("甲", " 甲 ", "乙"), ("甲", "乙", "  "), ("甲", "乙")])
def test_the_same_person_twice_is_one_person(people: tuple[str, ...]) -> None:
    assert code("listing", "discussed", people=people) == "people_few"


@pytest.mark.parametrize(
    ("agreed", "of", "said"),
    [(4, 7, "agreed_few"), (5, 7, ""), (7, 7, ""), (0, 7, "agreed_few"), (8, 7, "agreed_range"), (-1, 7, "agreed_range"), (6, 9, ""), (5, 9, "agreed_few")],
)  # fmt: skip
def test_two_thirds_of_the_experts(agreed: int, of: int, said: str) -> None:
    given = enough("listing", "concluded", agreed=agreed, people=tuple(f"专家{n}" for n in range(of)))
    if said:
        assert [problem.code for problem in wrong("listing", "concluded", given)] == [said]
    else:
        assert [after.state for after in take("listing", "concluded", given)] == ["discussed"]


def test_too_few_experts_and_too_few_who_agree_are_both_said() -> None:
    problems = wrong("listing", "concluded", enough("listing", "concluded", people=PEOPLE[:6], agreed=3))
    assert [problem.code for problem in problems] == ["people_few", "agreed_few"]
    assert str(problems[1]) == "agreed: 6 人里有 3 人同意，不到 2/3，不能形成结论性意见。 选另一种结论，或重新论证。"


@pytest.mark.parametrize("event", ["sealed", "confirmed", "sealed_again"])
def test_sealed_for_thirty_days_at_most(event: str) -> None:
    assert take("sealing", event, enough("sealing", event, until=date(2024, 6, 12)))[0].due == date(2024, 6, 12)
    (problem,) = wrong("sealing", event, enough("sealing", event, until=date(2024, 6, 13)))
    assert (problem.code, problem.params["n"], problem.params["last"]) == ("due_far", 30, "2024-06-12")


@pytest.mark.parametrize(
    ("name", "event", "field"), [("hazard", "ordered", "due"), ("listing", "listed", "due"), ("sealing", "sealed", "until")]
)
def test_a_deadline_lies_neither_before_the_step_nor_years_ahead(name: str, event: str, field: str) -> None:
    assert take(name, event, enough(name, event, **{field: DAY}))
    assert code(name, event, **{field: date(2024, 5, 12)}) == "due_past"
    assert code(name, event, **{field: date(2034, 5, 13)}) == "due_far"


@pytest.mark.parametrize(
    ("name", "event"), [("hazard", "reinspected"), ("hazard", "corrected"), ("listing", "plate_removed"), ("sealing", "lifted")]
)
def test_nothing_is_closed_without_a_photo(name: str, event: str) -> None:
    assert code(name, event, photos=0) == "photo_missing"
    assert take(name, event, enough(name, event, photos=1))


def test_a_choice_is_one_of_those_offered() -> None:
    (problem,) = wrong("report", "received", enough("report", "received", result="96118"))
    assert problem.code == "choice_unknown"
    assert problem.params["choices"] == "12345 热线、96119 举报电话、来访、来信、网络、其他"
    assert code("sealing", "decided", result="他说不行") == "choice_unknown"
    assert take("report", "received", enough("report", "received", number="20240513-7")), "a number may be given"
