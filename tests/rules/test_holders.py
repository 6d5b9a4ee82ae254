"""Vacancies, and who holds what on a day."""

from datetime import UTC, date, datetime

from tests.rules.build import COUNTY, pack_named

from sanzhang.rules.facts import Appointment, Area, Facts
from sanzhang.rules.holders import Gap, Holders, gaps

DAY = date(2026, 3, 1)
COUNTY_AREA, KEPT, LOST = Area(COUNTY, "旗"), Area("150624101001", "甲村"), Area("150624101002", "乙村")
ENDED = Appointment("a2", "李", "village_head", LOST.code, date(2025, 1, 1), date(2026, 2, 28))
CORRECTED = Appointment("a3", "李", "village_head", LOST.code, date(2025, 1, 1), superseded_at=datetime(2026, 2, 1, tzinfo=UTC))
HEAD = Appointment("a1", "王", "village_head", KEPT.code, date(2025, 1, 1))
TEACHER = Appointment("a4", "局长", "department_head", COUNTY, date(2025, 1, 1), sector="education")
FACTS = Facts(COUNTY, (COUNTY_AREA, KEPT, LOST, Area("150624101003", "撤村", valid_to=date(2026, 1, 1))), (HEAD, ENDED, CORRECTED, TEACHER))


def test_gaps_are_required_posts_without_a_holder_each_sector_by_itself() -> None:
    assert gaps(pack_named("monthly"), FACTS, DAY) == [Gap("village_head", LOST.code), Gap("department_head", COUNTY, "housing")]
    assert gaps(pack_named("monthly"), FACTS, date(2026, 2, 28)) == [Gap("department_head", COUNTY, "housing")]


def test_what_was_corrected_no_longer_holds() -> None:
    holders = Holders(FACTS)
    assert holders.on("village_head", LOST.code, "", DAY) == []
    assert holders.on("village_head", LOST.code, "", date(2026, 2, 28)) == [ENDED]
    assert holders.on("department_head", LOST.code, "education", DAY) == [TEACHER]
    assert holders.on("department_head", LOST.code, "housing", DAY) == []
