"""Old records are left out only where no duty can need them."""

from datetime import date

import pytest

from sanzhang.demo.divisions import synthetic_divisions
from sanzhang.demo.load import load
from sanzhang.demo.simulate import simulate
from sanzhang.packs import shipped
from sanzhang.rules.standing import evaluate
from sanzhang.standing.load import lasting_kinds, load_facts

UNTIL = date(2026, 5, 20)


@pytest.mark.django_db
def test_leaving_out_old_records_changes_no_standing() -> None:
    pack = shipped("otog-2022")
    simulated = simulate(pack, synthetic_divisions("150624", towns=1, villages=2), months=40, seed=3, until=UNTIL)
    load(simulated)
    whole, recent = load_facts("150624", UNTIL), load_facts("150624", UNTIL, pack=pack)
    assert len(recent.records) < len(whole.records)
    assert evaluate(pack, recent, UNTIL) == evaluate(pack, whole, UNTIL)


def test_what_is_done_once_or_answered_later_never_grows_old() -> None:
    kinds = lasting_kinds(shipped("otog-2022"))
    assert {"committee_established", "hazard_found", "hazard_reported_up"} <= kinds
    assert "joint_inspection" not in kinds
