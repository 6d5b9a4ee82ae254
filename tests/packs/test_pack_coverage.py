"""What coverage says about a pack."""

from datetime import date

import pytest
from tests.packs.reading import shipped_pack

from sanzhang.rules.facts import ParameterDecision
from sanzhang.rules.pack.coverage import coverage, is_part_of
from sanzhang.rules.pack.model import Clause, Grade, Text
from sanzhang.rules.periods import Cadence


@pytest.mark.parametrize(
    ("number", "heading", "expected"),
    [
        ("二(二)1①", "二(二)1", True),
        ("二(二)1", "二(二)", True),
        ("二(二)12", "二(二)1", False),
        ("二十", "二", False),
        ("二(一)", "二", True),
        ("二", "二", False),
        ("三(一)", "二", False),
    ],
)
def test_part_of(number: str, heading: str, expected: bool) -> None:
    assert is_part_of(number, heading) is expected


def test_every_clause_is_counted_once() -> None:
    for name in ("otog-2022", "sonid-right"):
        found = coverage(shipped_pack(name))
        counted = found.with_duties + found.not_checkable + found.by_other + found.headings + len(found.uncovered)
        assert counted == found.clauses == len(shipped_pack(name).clauses)
        assert found.periodic + found.once + found.triggered == found.duties
        assert found.uncovered == ()


def test_a_forgotten_clause_is_named() -> None:
    pack = shipped_pack("otog-2022")
    forgotten = Clause(number="四", summary=Text(zh="新增", en="New"))
    found = coverage(pack.model_copy(update={"clauses": (*pack.clauses, forgotten)}))
    assert found.uncovered == ("四",)


def test_a_decision_takes_a_parameter_off_the_open_list() -> None:
    pack = shipped_pack("otog-2022")
    before = coverage(pack)
    assert "tip_cadence" in before.undecided
    assert before.decided == ()
    after = coverage(pack, (ParameterDecision("d1", "tip_cadence", Cadence.WEEK, date(2024, 1, 1), "旗防火委"),))
    assert after.decided == ("tip_cadence",)
    assert len(after.undecided) == len(before.undecided) - 1


def test_unverified_statements_are_listed() -> None:
    otog = coverage(shipped_pack("otog-2022"))
    assert {item.table for item in otog.unverified} == {"parameters"}
    assert ("listing_workdays", Grade.RECALLED) in {(item.id, item.grade) for item in otog.unverified}
    sonid = coverage(shipped_pack("sonid-right"))
    assert {item.table for item in sonid.unverified} == {"source", "clauses", "parameters", "duties"}
    assert sum(item.table == "duties" for item in sonid.unverified) == sonid.duties
