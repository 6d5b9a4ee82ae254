"""Division lists: those that ship, and invented ones."""

import pytest

from sanzhang.demo.divisions import shipped_divisions, synthetic_divisions
from sanzhang.rules.areas import Level, parent
from sanzhang.rules.problems import Problem


@pytest.mark.parametrize(("county", "name", "towns", "villages"), [("150624", "鄂托克旗", 7, 98), ("152524", "苏尼特右旗", 8, 78)])
def test_shipped_lists_hold_the_whole_county(county: str, name: str, towns: int, villages: int) -> None:
    rows = shipped_divisions(county)
    assert (rows[0].code, rows[0].name) == (county, name)
    assert sum(row.level is Level.TOWN for row in rows) == towns
    assert sum(row.level is Level.VILLAGE for row in rows) == villages
    assert all(row.code.startswith(county) for row in rows)


def test_a_county_that_does_not_ship_is_refused_with_what_to_do() -> None:
    with pytest.raises(Problem, match="--divisions"):
        shipped_divisions("110101")


@pytest.mark.parametrize(("towns", "villages"), [(1, 1), (3, 10), (20, 400)])
def test_synthetic_counties_have_the_asked_size_and_hang_together(towns: int, villages: int) -> None:
    rows = synthetic_divisions("990002", towns, villages)
    codes = {row.code for row in rows}
    assert len(codes) == len(rows) == 1 + towns + villages
    assert all(parent(row.code) in codes for row in rows[1:])
