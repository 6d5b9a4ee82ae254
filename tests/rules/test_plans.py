"""Which inspections count for a plan, and where a planned place stands."""

from datetime import date

import pytest

from sanzhang.rules.plans import Inspected, PlannedPlace, Progress, Terms, counts, place_standings, progress

TODAY = date(2026, 7, 15)
PLACE = PlannedPlace("shop", date(2026, 7, 1), date(2026, 7, 10), ("li", "wang"))
TERMS = Terms(date(2026, 7, 31))


def visit(day: int, **more: object) -> Inspected:
    said = {"evidence": "daily_patrol", "checklist": "nine_small_shop", "person": "li"} | more
    return Inspected(str(said.pop("id", day)), "shop", date(2026, 7, day), **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("terms", "visited", "expected"),
    [
        (TERMS, visit(1), True),
        (TERMS, visit(31), True),
        (TERMS, Inspected("0", "shop", date(2026, 6, 30), "daily_patrol", "", "li"), False),
        (TERMS, Inspected("9", "shop", date(2026, 8, 1), "daily_patrol", "", "li"), False),
        (Terms(TERMS.until, checklist="key_unit"), visit(2), False),
        (Terms(TERMS.until, checklist="key_unit"), visit(2, checklist="key_unit"), True),
        (Terms(TERMS.until, evidence=frozenset({"joint_inspection"})), visit(2), False),
        (Terms(TERMS.until, evidence=frozenset({"joint_inspection"})), visit(2, evidence="joint_inspection"), True),
        (Terms(TERMS.until, drawn=True), visit(2), True),
        (Terms(TERMS.until, drawn=True), visit(2, person="zhao"), False),
    ],
)
def test_what_counts(terms: Terms, visited: Inspected, expected: bool) -> None:
    assert counts(terms, PLACE, visited) is expected


@pytest.mark.parametrize(
    ("visits", "over", "today", "state"),
    [
        ([], False, TODAY, "late"),
        ([], False, date(2026, 7, 10), "open"),
        ([], True, TODAY, "left"),
        ([visit(10)], False, TODAY, "done"),
        ([visit(11)], False, TODAY, "done_late"),
        ([visit(11), visit(9)], False, TODAY, "done"),
        ([visit(9)], True, TODAY, "done"),
    ],
)
def test_where_a_place_stands(visits: list[Inspected], over: bool, today: date, state: str) -> None:
    (found,) = place_standings(Terms(TERMS.until, over=over), [PLACE], visits, today)
    assert found.state == state
    assert [one.day for one in found.counted] == sorted(one.day for one in visits)


def test_only_what_was_done_at_the_place_counts_there_and_all_is_added_up() -> None:
    other = PlannedPlace("school", PLACE.since, PLACE.due)
    far = PlannedPlace("mill", PLACE.since, date(2026, 7, 30))
    found = place_standings(TERMS, [PLACE, other, far], [visit(3), visit(4)], TODAY)
    assert [(one.planned.place, one.state.value, [done.id for done in one.counted]) for one in found] == [
        ("shop", "done", ["3", "4"]), ("school", "late", []), ("mill", "open", []),
    ]  # fmt: skip
    assert progress(found) == Progress(total=3, done=1, late=1)
    assert progress([]) == Progress()
