"""The cases in ``cases/*.yaml``: who held what, what was recorded, and what each duty's standing must then be."""

from typing import Any

import pytest
from tests.rules.build import HERE, STATES, Region, Row, cases, facts_of, moment, pack_named

from sanzhang.rules.standing import Standing, evaluate

STANDING_CASES = list(cases("done", "people", "areas", "reach", "triggered", "once", "parameters", "known"))


@pytest.mark.parametrize("case", [case for _, case in STANDING_CASES], ids=[name for name, _ in STANDING_CASES])
def test_case(case: Row) -> None:
    pack, facts, region = pack_named(*case["策略包"]), facts_of(case), Region(case)
    for look in case["查看"]:
        standings = evaluate(pack, facts, look["日"], moment(look.get("当时所知")), look.get("自"))
        found = {standing.obligation.key: standing for standing in standings}
        for row in look["应为"]:
            sector = f"/{row['行业']}" if "行业" in row else ""
            key = f"{row['事项']}@{region.code(row['辖区'])}{sector}@{row['期']}"
            where = f"{look['日']}（所知 {look.get('当时所知', '现在')}）{key}"
            assert seen(found.get(key), row) == wanted(row), where


def test_every_file_is_run() -> None:
    assert {path.stem for path in (HERE / "cases").glob("*.yaml")} == {name.split("：")[0] for name, _ in STANDING_CASES} | {"proposals"}


def wanted(row: Row) -> dict[str, Any]:
    """What the case says of one obligation; what it doesn't say is not compared."""
    if row["状态"] == "无此事项":
        return {"状态": None}
    return {"状态": STATES[row["状态"]]} | {
        name: row[name] for name in ("完成日", "记录", "责任人", "期间任职", "原因", "期限") if name in row
    }


def seen(standing: Standing | None, row: Row) -> dict[str, Any]:
    """The same of what was computed."""
    if standing is None:
        return {"状态": None}
    everything = {
        "状态": standing.state.value,
        "完成日": standing.met_on,
        "记录": list(standing.records),
        "责任人": standing.owner.person if standing.owner else "无人",
        "期间任职": [held.person for held in standing.holders],
        "原因": standing.reason,
        "期限": standing.obligation.window.due,
    }
    return {name: everything[name] for name in everything if name == "状态" or name in row}
