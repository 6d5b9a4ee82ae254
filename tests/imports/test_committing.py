"""Commit: all or nothing, as one batch; and the way back."""

from collections.abc import Iterable
from typing import Any

import pytest
from tests.imports.conftest import told

from sanzhang.areas.models import Area
from sanzhang.committee.models import Committee
from sanzhang.departments.models import Department
from sanzhang.households.models import Household
from sanzhang.imports.importing import Refused
from sanzhang.imports.undoing import undo_batch
from sanzhang.journal.actors import system_actor
from sanzhang.journal.append import append, draft
from sanzhang.journal.models import Entry
from sanzhang.journal.personal import reveal
from sanzhang.people.models import Appointment, Person
from sanzhang.premises.models import Premises
from sanzhang.rules.problems import Problems
from sanzhang.teams.models import Team

PERSON = ("人员编号", "姓名", "所属区划代码", "联系电话")
AREA = ("区划代码", "区划名称", "撤销日期", "并入区划")
BOOKKEEPING = {"id", "entry", "recorded_at", "superseded_at"}


def present() -> list[dict[str, Any]]:
    """Every present state of every register, without what says when it was written."""
    rows: Iterable[Any] = (
        row for model in (Area, Person, Appointment, Department, Team, Committee, Premises, Household) for row in _rows(model)
    )
    return [{name: value for name, value in row.items() if name not in BOOKKEEPING} for row in rows]


def _rows(model: Any) -> list[dict[str, Any]]:
    return list(model.objects.filter(superseded_at__isnull=True).order_by("key").values())


def test_new_and_changed_rows_are_one_batch_and_unchanged_ones_make_no_entry(commit):
    batch, report = commit(
        "people", PERSON, ("DD009", "新人", "150624", "13900000000"), ("DD002", "监督员甲", "", ""), ("DD001", "大队长", "", "")
    )
    assert report.counts == {"new": 1, "changed": 1, "unchanged": 1}
    assert Entry.objects.filter(batch=batch).count() == 2
    person = Person.objects.get(number="DD009", superseded_at__isnull=True)
    assert reveal(person.sealed) == {"name": "新人", "phone": "13900000000"}
    changed = Person.objects.get(number="DD002", superseded_at__isnull=True)
    assert (changed.key, changed.name, reveal(changed.sealed)) == ("DD002", "监督员甲", {"name": "监督员甲", "phone": "13800001234"})


def test_one_bad_row_stops_all(commit):
    before, entries = present(), Entry.objects.count()
    with pytest.raises(Refused) as refused:
        commit("areas", AREA[:2], ("150624103", "丙镇"), ("150624104001", "无上级嘎查"))
    assert told(refused.value.report) == [(3, "区划代码", "area_parent")]
    assert (present(), Entry.objects.count()) == (before, entries)


def test_what_was_sound_when_checked_is_refused_when_it_is_no_longer(check, commit):
    rows = ("人员编号", "岗位", "区划代码", "任职日期"), ("DD002", "town_head", "150624102", "2026-01-01")
    assert check("appointments", *rows).can_commit
    commit("appointments", rows[0], ("YZ001", "town_head", "150624102", "2025-06-01"))
    with pytest.raises(Refused) as refused:
        commit("appointments", *rows)
    assert told(refused.value.report) == [(2, "岗位", "post_taken")]


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("areas", [AREA, ("150624103", "丙镇"), ("150624103001", "四嘎查"), ("150624101002", "二社区", "2026-01-31", "150624101001")]),
        ("people", [PERSON, ("DD009", "新人", "150624", "1"), ("DD002", "改名", "150624101", "清空")]),
        ("appointments", [("人员编号", "岗位", "区划代码", "任职日期", "离任日期"), ("JZ001", "town_head", "150624101", "", "2026-01-31"), ("YZ001", "town_head", "150624101", "2026-02-01", "")]),
        ("slices", [("监督员编号", "村代码", "开始日期"), ("DD002", "150624101001、150624102001", "2026-01-01")]),
        ("departments", [("行业", "部门名称"), ("教育", "旗教育局"), ("住建", "旗住建局")]),
        ("teams", [("区划代码", "队伍类型", "队伍名称", "人数"), ("150624101", "专职消防救援队", "甲镇队", "12")]),
        ("committees", [("区划代码", "委员会名称", "主任编号", "成员编号"), ("150624", "防火委", "DD001", "DD002、JZ001")]),
        ("premises", [("区划代码", "场所名称", "场所类型"), ("150624101001", "某超市", "小商店")]),
        ("households", [("区划代码", "户编号", "户主姓名", "保存到"), ("150624101001", "001", "王某", "2030-12-31")]),
    ],
)  # fmt: skip
def test_undo_restores_the_exact_state(commit, county, table, rows):
    before = present()
    batch, _report = commit(table, *rows)
    assert present() != before
    undone = undo_batch(batch, county, system_actor())
    assert present() == before
    assert Entry.objects.filter(batch=undone).count() == Entry.objects.filter(batch=batch).count()


def test_slices_are_refused_where_the_notice_knows_none(check, monkeypatch):
    rows = ("监督员编号", "村代码", "开始日期"), ("DD002", "150624101001", "2026-01-01")
    assert check("slices", *rows).can_commit
    monkeypatch.setattr("sanzhang.imports.tables.slices.slice_post_of", lambda county: "")
    assert told(check("slices", *rows)) == [(2, "包干嘎查村社区代码", "slices_none")]


def test_an_undo_is_a_batch_and_can_be_taken_back_itself(commit, county):
    batch, _report = commit("people", PERSON, ("DD009", "新人", "150624", "1"), ("DD002", "改名", "", ""))
    after = present()
    undo_batch(undo_batch(batch, county, system_actor()), county, system_actor())
    assert present() == after


def test_undo_twice_is_refused(commit, county):
    batch, _report = commit("people", PERSON, ("DD009", "新人", "150624", "1"))
    undo_batch(batch, county, system_actor())
    with pytest.raises(Problems) as caught:
        undo_batch(batch, county, system_actor())
    assert caught.value.problems[0].code == "batch_undone"


def test_undo_is_refused_with_a_list_of_what_changed_since(commit, county):
    batch, _report = commit("people", PERSON, ("DD008", "甲某", "150624", "1"), ("DD009", "乙某", "150624", "1"))
    commit("people", PERSON, ("DD009", "改名", "", ""))
    before = present()
    with pytest.raises(Problems) as caught:
        undo_batch(batch, county, system_actor())
    assert [(problem.code, problem.where) for problem in caught.value.problems] == [("batch_changed", "DD009 乙某")]
    assert present() == before


def test_undo_of_an_area_is_refused_once_something_is_registered_there(commit, county):
    batch, _report = commit("areas", AREA[:2], ("150624103", "丙镇"))
    team, _report = commit("teams", ("区划代码", "队伍类型", "队伍名称"), ("150624103", "志愿消防队", "丙队"))
    with pytest.raises(Problems) as caught:
        undo_batch(batch, county, system_actor())
    assert [problem.code for problem in caught.value.problems] == ["batch_used"]
    undo_batch(team, county, system_actor())
    undo_batch(batch, county, system_actor())
    assert not Area.objects.filter(key="150624103", superseded_at__isnull=True).exists()


def test_what_the_journal_refuses_to_undo_is_told(commit, county):
    batch, _report = commit("people", PERSON, ("DD009", "新人", "150624", "1"))
    commit("appointments", ("人员编号", "岗位", "区划代码", "任职日期"), ("DD009", "brigade_officer", "150624", "2026-01-01"))
    with pytest.raises(Problems) as caught:
        undo_batch(batch, county, system_actor())
    assert [(problem.code, problem.where) for problem in caught.value.problems] == [("person_in_post", "DD009 新人")]


def test_nobody_undoes_what_lies_outside_his_area(commit, county, town_head):
    batch, _report = commit("people", PERSON, ("DD009", "新人", "150624", "1"))
    with pytest.raises(Problems) as caught:
        undo_batch(batch, county, town_head)
    assert caught.value.problems[0].code == "outside_area"


def test_a_removed_area_can_be_imported_again(commit, county):
    append(draft("area.removed", "150624102001", {"reason": "测试"}), system_actor())
    _batch, report = commit("areas", AREA[:2], ("150624102001", "三嘎查"))
    assert report.counts["new"] == 1
