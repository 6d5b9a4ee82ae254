"""The dry run: every fault at once, what would change, and nothing written."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.imports.conftest import appoint, texts, told

from sanzhang.areas.models import Area
from sanzhang.journal.models import Entry, SubjectKey

TERMS = ("人员编号", "岗位", "区划代码", "任职日期", "离任日期")
PERSON = ("人员编号", "姓名", "所属区划代码", "联系电话")


def test_every_fault_of_every_row_is_told_at_once(check):
    report = check(
        "appointments",
        (*TERMS, "行业"),
        ("NN009", "大队长官", "150624999", "昨天", "", ""),
        ("DD002", "village_head", "150624101", "2026-01-01", "", "教育"),
        ("DD002", "brigade_officer", "150624", "", "", ""),
        ("JZ001", "网格员", "15062410100100", "2026-01-01", "", "钓鱼"),
    )
    assert told(report) == [
        (2, "人员编号", "person_number_unknown"),
        (2, "岗位", "cell_choice"),
        (2, "任职区划代码", "area_unknown"),
        (2, "任职日期", "cell_date"),
        (3, "任职区划代码", "post_level"),
        (4, "任职日期", "cell_required"),
        (5, "任职区划代码", "area_code"),
        (5, "行业", "cell_choice"),
    ]
    assert all(fault.problem.hint for fault in report.faults)


def test_two_heads_of_one_village_within_the_file(check):
    report = check(
        "appointments",
        TERMS,
        ("DD002", "village_head", "150624101001", "2026-01-01", ""),
        ("YZ001", "village_head", "150624101001", "2026-02-01", ""),
    )
    assert told(report) == [(3, "岗位", "post_taken")]
    assert "监督员" in texts(report)


def test_two_heads_against_what_is_registered(check):
    appoint("YZ001", "village_head", "150624101001")
    report = check("appointments", TERMS, ("DD002", "village_head", "150624101001", "2026-01-01", ""))
    assert told(report) == [(2, "岗位", "post_taken")]


def test_a_successor_may_stand_above_who_leaves(check):
    appoint("YZ001", "village_head", "150624101001")
    report = check(
        "appointments",
        TERMS,
        ("DD002", "village_head", "150624101001", "2026-02-01", ""),
        ("YZ001", "village_head", "150624101001", "", "2026-01-31"),
    )
    assert report.faults == []
    assert report.counts == {"new": 1, "changed": 1, "unchanged": 0}


def test_a_row_sees_the_rows_before_it_in_any_order_of_the_file(check):
    report = check("areas", ("区划代码", "区划名称"), ("150624103001001", "第一网格"), ("150624103001", "四嘎查"), ("150624103", "丙镇"))
    assert (report.faults, report.counts["new"]) == ([], 3)


def test_an_area_without_a_parent_is_refused_by_the_journal(check):
    assert told(check("areas", ("区划代码", "区划名称"), ("150624109001", "四嘎查"))) == [(2, "区划代码", "area_parent")]


def test_the_same_row_twice_is_named_with_both_rows(check):
    report = check("people", PERSON, ("DD009", "甲", "150624", ""), ("DD009", "乙", "150624", ""))
    assert told(report) == [(3, "人员编号", "row_repeated")]
    assert "第 2 行" in texts(report)


def test_a_day_that_must_be_past_does_not_lie_ahead(check):
    tomorrow = timezone.localdate() + timedelta(days=1)
    head = ("区划代码", "队伍类型", "队伍名称", "人数", "成立日期")
    report = check("teams", head, ("150624101", "微型消防站", "甲站", "六", tomorrow))
    assert told(report) == [(2, "人数", "cell_integer"), (2, "成立日期", "date_ahead")]


def test_an_update_shows_before_and_after_and_keeps_blank_cells(check):
    report = check("people", PERSON, ("DD002", "监督员甲", "", ""), ("JZ001", "", "", "13900005678"), ("YZ001", "乙达", "150624102", ""))
    assert [(line.state, line.changes) for line in report.lines] == [
        ("changed", [("姓名", "监督员", "监督员甲")]),
        ("changed", [("联系电话", "138******34", "139******78")]),
        ("unchanged", []),
    ]


def test_a_cell_can_be_cleared_on_purpose_but_not_a_required_one(check):
    report = check("people", PERSON, ("DD002", "清空", "", ""), ("JZ001", "", "", "清空"))
    assert told(report) == [(2, "姓名", "cell_required")]
    assert report.lines[0].changes == [("联系电话", "138******34", "—")]


def test_one_officer_takes_several_villages_in_one_row(check):
    report = check(
        "slices",
        ("监督员编号", "村代码", "开始日期"),
        ("DD002", "150624101001、150624101002，150624102001", "2026-01-01"),
        ("DD001", "150624101", "2026-01-01"),
    )
    assert told(report) == [(3, "包干嘎查村社区代码", "post_level")]
    assert [line.area for line in report.lines] == ["150624101001", "150624101002", "150624102001"]


def test_a_name_that_is_too_long_for_its_column(check):
    assert told(check("people", PERSON, ("DD009", "甲" * 61, "150624", ""))) == [(2, "姓名", "cell_long")]


def test_another_countys_rows_are_refused(check):
    assert told(check("areas", ("区划代码", "区划名称"), ("150625101", "外镇"))) == [(2, "区划代码", "other_county")]


def test_rows_outside_the_importers_area_are_refused_without_telling_what_is_there(check, town_head):
    report = check(
        "people",
        PERSON,
        ("JZ002", "甲副镇长", "150624101", ""),
        ("YZ001", "冒名", "150624101", ""),
        ("NN001", "新人", "150624102", ""),
        actor=town_head,
    )
    assert told(report) == [(3, "所属区划代码", "outside_area"), (4, "所属区划代码", "outside_area")]
    assert "乙达" not in texts(report)
    assert [line.row for line in report.lines] == [2]


@pytest.mark.usefixtures("county")
def test_nothing_is_written(check):
    before = Entry.objects.count(), SubjectKey.objects.count(), Area.objects.count()
    check("people", PERSON, ("DD009", "甲", "150624", "13800000000"))
    check("areas", ("区划代码", "区划名称"), ("150624103", "丙镇"))
    assert (Entry.objects.count(), SubjectKey.objects.count(), Area.objects.count()) == before
