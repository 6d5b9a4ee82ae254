"""The cases in ``cases/proposals.yaml``: which measures the rules propose, and when no longer."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.rules.build import Region, Row, cases, facts_of, pack_named

from sanzhang.rules.pack import Pack
from sanzhang.rules.pack.model import Grade
from sanzhang.rules.parameters import Parameters
from sanzhang.rules.proposals import Proposal, looks_back_to, propose
from sanzhang.rules.standing import evaluate

CASES = list(cases("proposals"))


def proposals(pack: Pack, case: Row, as_of: date, since: date | None = None) -> list[Proposal]:
    """What is proposed in a case on a day, out of the standings since a day."""
    facts = facts_of(case)
    return propose(pack, facts, evaluate(pack, facts, as_of, since=since), as_of, Parameters(pack, facts.decisions))


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[name for name, _ in CASES])
def test_case(case: Row) -> None:
    pack, region = pack_named(*case["策略包"]), Region(case)
    for look in case["查看"]:
        found = proposals(pack, case, look["日"], look.get("自"))
        seen = [said(proposal, row) for proposal, row in zip(found, look["应为"], strict=False)]
        assert len(found) == len(look["应为"]), (look["日"], found)
        assert seen == [expected(row, region) for row in look["应为"]], look["日"]


def said(proposal: Proposal, row: Row) -> dict[str, Any]:
    """A proposal in the words of the case, as far as the case speaks of it."""
    everything = {
        "措施": proposal.measure, "人": proposal.person, "岗位": proposal.post, "辖区": proposal.area, "依据": list(proposal.because),
        "记录": list(proposal.records), "已核": proposal.grade_verified, "键": proposal.key,
    }  # fmt: skip
    return {name: everything[name] for name in row}


def expected(row: Row, region: Region) -> dict[str, Any]:
    """The same of what the case expects, with codes for names."""
    wanted = dict(row)
    if "辖区" in row:
        wanted["辖区"] = region.code(row["辖区"])
    if "依据" in row:
        parts = [key.split("@") for key in row["依据"]]
        wanted["依据"] = [f"{duty}@{region.code(place)}@{period}" for duty, place, period in parts]
    return wanted


def test_what_rests_on_something_unverified_is_marked() -> None:
    pack, case = pack_named("monthly", "measures"), CASES[0][1]
    day = date(2026, 5, 1)
    assert proposals(pack, case, day, date(2026, 3, 1))[0].grade_verified
    doubtful = pack.model_copy(update={"duties": tuple(duty.model_copy(update={"grade": Grade.RECALLED}) for duty in pack.duties)})
    assert not proposals(doubtful, case, day, date(2026, 3, 1))[0].grade_verified


def test_a_number_is_verified_by_its_source_or_by_the_committee() -> None:
    pack, case = (
        pack_named("monthly", "measures"),
        dict(CASES)["proposals：火灾比去年同期多五成以上、且满三起，建议督办；去年的晚些月份不比"],
    )
    doubtful = pack.model_copy(update={"parameters": tuple(p.model_copy(update={"grade": Grade.NOT_FOUND}) for p in pack.parameters)})
    day = date(2026, 3, 31)
    assert [proposal.grade_verified for proposal in proposals(pack, case, day)] == [True]
    assert [proposal.grade_verified for proposal in proposals(doubtful, case, day)] == [False]
    decided = case | {"决定": [{"参数": "growth", "值": 50, "起": date(2026, 1, 1)}]}
    assert [proposal.grade_verified for proposal in proposals(doubtful, decided, day)] == [True]


def test_the_last_day_of_february_is_compared_with_the_last_day_of_february() -> None:
    pack, case = (
        pack_named("monthly", "measures"),
        {"记录": [{"种类": "fire", "辖区": "甲村", "日期": date(2028, 2, day)} for day in (27, 28, 29)]},
    )
    assert [proposal.area for proposal in proposals(pack, case, date(2028, 2, 29))] == ["150624101"]


def test_the_order_of_the_facts_does_not_matter() -> None:
    pack = pack_named("monthly", "measures")
    for _, case in CASES:
        facts, day = facts_of(case), date(2026, 6, 2)
        other = replace(facts, records=facts.records[::-1], areas=facts.areas[::-1], appointments=facts.appointments[::-1])
        one, two = (propose(pack, f, evaluate(pack, f, day), day, Parameters(pack, f.decisions)) for f in (facts, other))
        assert one == two


def test_in_january_last_years_lapses_are_seen() -> None:
    pack, case, day = pack_named("monthly", "measures"), CASES[0][1], date(2026, 1, 15)
    assert looks_back_to(pack, day) == date(2025, 10, 15)
    assert "patrol@150624101001@2025-11" in proposals(pack, case, day, looks_back_to(pack, day))[0].because


def test_as_many_as_last_year_is_no_growth_whatever_the_percentage() -> None:
    pack, records = pack_named("monthly", "measures"), [{"种类": "fire", "辖区": "甲村", "日期": date(2025, 2, day)} for day in (1, 2, 3)]
    same = {"记录": records + [row | {"日期": row["日期"].replace(year=2026)} for row in records]}
    none = same | {"决定": [{"参数": "growth", "值": 0, "起": date(2026, 1, 1)}]}
    assert proposals(pack, none, date(2026, 3, 1)) == []
    one_more = none | {"记录": [*none["记录"], {"种类": "fire", "辖区": "甲村", "日期": date(2026, 2, 4)}]}
    assert len(proposals(pack, one_more, date(2026, 3, 1))) == 1
