"""Places and households out of files: whole or not at all, what is personal sealed, and the way back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.imports.conftest import appoint, as_csv, texts, told

from sanzhang.accounts.models import Account
from sanzhang.households.models import Household
from sanzhang.households.personal import personal_of
from sanzhang.imports.importing import Refused
from sanzhang.imports.models import Upload
from sanzhang.imports.reading import read_sheet
from sanzhang.imports.tables import TABLES
from sanzhang.imports.template import template
from sanzhang.imports.undoing import undo_batch
from sanzhang.journal.actors import Actor, system_actor
from sanzhang.journal.append import append, draft
from sanzhang.journal.models import Entry, SubjectKey
from sanzhang.journal.personal import reveal
from sanzhang.journal.rebuild import rebuild
from sanzhang.people.posts import posts_of
from sanzhang.premises.models import Premises
from sanzhang.premises.restating import restated
from sanzhang.rules.problems import Problems

PLACE = ("区划代码", "场所名称", "场所类型", "标记", "联系电话", "统一社会信用代码", "层数", "经度", "纬度", "是否停业", "行业")
SHOP = ("150624101001", "兴隆超市", "小商店", "重点单位、文物", "13812341234", "91350100M000100Y43", "2", "107.98", "39.1", "否", "")
HOME = ("区划代码", "户编号", "是否重点", "保存到", "户主姓名", "电话", "住址", "常住人数", "重点人群类别")
WANG = ("150624101001", "001", "是", "2030-12-31", "王秀英", "13912345678", "富民巷三号院", "1", "独居老人、行动不便")
SECRETS = ("王秀英", "13912345678", "富民巷三号院", "living_alone_elderly")


def place() -> Premises:
    return Premises.objects.get(superseded_at__isnull=True)


def home() -> Household:
    return Household.objects.get(superseded_at__isnull=True)


def test_a_place_comes_in_with_all_that_its_row_says(commit):
    commit("premises", PLACE, SHOP)
    found = place()
    assert (found.area, found.name, found.kind, found.marks) == ("150624101001", "兴隆超市", "small_shop", ["cultural_relic", "key_unit"])
    assert (found.code, found.storeys, found.lat, found.lon, found.closed) == ("91350100M000100Y43", 2, 39.1, 107.98, False)
    assert (reveal(found.sealed) or {})["phone"] == "13812341234"
    assert "13812341234" not in Entry.objects.get(kind="premises.set").body


def test_every_fault_of_a_place_is_told_at_its_column(check):
    report = check(
        "premises",
        PLACE,
        ("150624101001", "甲", "大超市", "五星", "", "", "二层", "东经107", "", "也许", "炼金"),
        ("150624101", "乙", "小商店", "", "", "", "", "", "", "", ""),
        ("150624101001", "丙", "小商店", "", "", "91350100M000100Y44", "", "", "", "", ""),
        ("150624101001", "丁", "小商店", "", "", "", "300", "", "", "", ""),
        ("150624101001", "戊", "小商店", "", "", "", "", "107.98", "", "", ""),
        ("150624101001", "己", "小商店", "", "", "", "", "39", "107", "", ""),
        ("150624101001", "庚", "小商店", "", "", "91350100M000100Y43", "", "", "", "", ""),
        ("150624101002", "辛", "小商店", "", "", "91350100M000100Y43", "", "", "", "", ""),
        ("150624101001", "庚", "小商店", "", "", "", "", "", "", "", ""),
    )
    assert told(report) == [
        (2, "场所类型", "cell_choice"),
        (2, "标记", "cell_choice"),
        (2, "层数", "cell_integer"),
        (2, "经度", "cell_decimal"),
        (2, "是否停业", "cell_choice"),
        (2, "行业", "cell_choice"),
        (3, "区划代码", "premises_area"),
        (4, "统一社会信用代码", "premises_code"),
        (5, "层数", "premises_storeys"),
        (6, "纬度", "position_half"),
        (7, "纬度", "position"),
        (9, "统一社会信用代码", "premises_twice"),
        (10, "区划代码", "row_repeated"),
    ]
    assert "一嘎查已经登记了这个场所：“庚”" in texts(report)
    assert not Premises.objects.exists()
    assert not SubjectKey.objects.filter(subject__startswith="premises:").exists()


def test_a_row_changes_only_what_it_says_and_is_no_conflict(commit, check, county):
    commit("premises", PLACE, SHOP)
    append(draft("premises.set", "150624101001", restated(place(), position={"lat": 39.1, "lon": 107.98, "accuracy": 12})), system_actor())
    report = check("premises", PLACE[:5], ("150624101001", "兴隆超市", "", "", "13800000000"))
    assert [line.changes for line in report.lines] == [[("联系电话", "138******34", "138******00")]]
    commit("premises", (*PLACE[:3], "负责人", "标记", "是否停业", "层数"), ("150624101001", "兴隆超市", "", "张某", "清空", "是", "清空"))
    found = place()
    assert (found.responsible, found.kind, found.code, found.closed, found.marks) == ("张某", "small_shop", "91350100M000100Y43", True, [])
    assert (found.accuracy, found.storeys, found.conflict, (reveal(found.sealed) or {})["phone"]) == (12, None, False, "13812341234")
    _batch, report = commit("premises", PLACE[:3], ("150624101001", "兴隆超市", "小商店"))
    assert report.counts["unchanged"] == 1


def test_an_undone_change_is_the_state_before_and_no_conflict(commit, county):
    commit("premises", PLACE, SHOP)
    before = place()
    batch, _report = commit("premises", (*PLACE[:3], "联系电话"), ("150624101001", "兴隆超市", "仓库、物流", "清空"))
    assert (place().kind, place().sealed) == ("warehouse", {})
    undo_batch(batch, county, system_actor())
    assert (place().kind, place().sealed, place().conflict) == (before.kind, before.sealed, False)


def test_a_department_imports_into_its_own_sector_only(check, commit, county):
    commit("premises", PLACE, SHOP)
    health = Actor("DD002", "department_head", county, "health", posts_of(county)["department_head"].powers)
    rows = [
        ("区划代码", "场所名称", "场所类型", "行业"),
        ("150624101001", "卫生院", "医院", "卫健"),
        ("150624101001", "中学", "学校、幼儿园", "教育"),
        ("150624101001", "兴隆超市", "小商店", "卫健"),
    ]
    report = check("premises", *rows, actor=health)
    assert [(row, code) for row, _column, code in told(report)] == [(3, "outside_sector"), (4, "outside_sector")]
    assert [line.title for line in report.lines] == ["卫生院"]


def test_nobody_imports_places_outside_his_town(check, town_head):
    rows = [PLACE[:3], ("150624102001", "远店", "小商店"), ("150624101001", "近店", "小商店")]
    assert told(check("premises", *rows, actor=town_head)) == [(2, "区划代码", "outside_area")]


def test_a_household_is_sealed_as_it_comes_in_and_no_report_names_anybody(commit, check, county):
    report = check("households", HOME, WANG)
    assert report.can_commit
    assert not [secret for secret in SECRETS if secret in repr(report)]
    assert not Household.objects.exists()
    commit("households", HOME, WANG)
    personal = personal_of(home())
    assert personal is not None
    assert (personal.name, personal.people, personal.categories) == ("王秀英", 1, ("limited_mobility", "living_alone_elderly"))
    assert (home().vulnerable, home().purpose[:2]) == (True, "上门")
    body = Entry.objects.get(kind="household.set").body
    assert not [secret for secret in SECRETS if secret in body]
    report = check("households", HOME, (*WANG[:4], "王秀兰", "13900000000", "新村五号院子里", "2", "清空"))
    assert [before for line in report.lines for _column, before, _after in line.changes] == ["***", "139******78", "***", "***", "***"]
    assert not [secret for secret in (*SECRETS, "王秀兰") if secret in repr(report)]


def test_a_household_keeps_what_a_row_leaves_out(commit, county):
    commit("households", HOME, WANG)
    commit("households", ("区划代码", "户编号", "户主姓名", "保存到", "电话"), ("150624101001", "001", "", "2031-12-31", "13700000000"))
    personal = personal_of(home())
    assert personal is not None
    assert (personal.name, personal.phone, home().keep_until.year, home().conflict) == ("王秀英", "13700000000", 2031, False)


def test_every_fault_of_a_household_is_told_at_its_column(check):
    report = check(
        "households",
        HOME,
        ("150624101", "001", "是", "2030-12-31", "甲", "", "", "", ""),
        ("150624101001", "002", "是", "2020-12-31", "乙", "", "", "", ""),
        ("150624101001", "003", "是", "2030-12-31", "", "", "", "", ""),
        ("150624101001", "004", "是", "2030-12-31", "丁", "", "", "99", ""),
        ("150624101001", "005", "是", "2030-12-31", "戊", "", "", "", "富人"),
    )
    assert told(report) == [
        (2, "区划代码", "household_area"),
        (3, "保存到", "household_keep_until"),
        (4, "户主姓名", "cell_required"),
        (5, "常住人数", "household_people"),
        (6, "重点人群类别", "cell_choice"),
    ]


def test_undoing_households_erases_what_came_in_and_what_was_erased_stays_so(commit, county):
    batch, _report = commit("households", HOME, WANG)
    key = home().key
    undone = undo_batch(batch, county, system_actor())
    assert not SubjectKey.objects.filter(subject=f"household:{key}").exists()
    assert personal_of(Household.objects.get(key=key)) is None
    with pytest.raises(Problems) as caught:
        undo_batch(undone, county, system_actor())
    assert [problem.code for problem in caught.value.problems] == ["household_gone"]
    assert rebuild(check=True).differing == []


def test_one_bad_household_stops_all_and_leaves_no_key(commit):
    with pytest.raises(Refused):
        commit("households", HOME, WANG, ("150624101001", "002", "是", "2020-12-31", "乙", "", "", "", ""))
    assert not Household.objects.exists()
    assert not SubjectKey.objects.filter(subject__startswith="household:").exists()


def test_the_uploaded_file_is_kept_encrypted_and_goes_when_it_is_committed(client, county):
    appoint("DD002", "village_head", "150624101001")
    client.force_login(Account.objects.open("head", "DD002", county, None), backend="django.contrib.auth.backends.ModelBackend")
    content = as_csv([HOME, WANG])
    with_file = {"table": "households", "appointment": "DD002-village_head-150624101001"}
    page = client.post(reverse("desk:import_upload"), with_file | {"file": SimpleUploadedFile("住户.csv", content)}, follow=True)
    assert not [secret for secret in SECRETS if secret in page.content.decode()]
    kept = Upload.objects.get()
    assert not [secret for secret in SECRETS if secret.encode() in bytes(kept.content) + bytes(kept.report)]
    client.post(reverse("desk:import_commit", args=[kept.id]))
    assert not Upload.objects.exists()
    assert personal_of(home()) is not None


@pytest.mark.parametrize("table", ["premises", "households"])
def test_the_template_reads_back_and_its_example_is_sound(check, county, table):
    content = template(TABLES[table], county)
    assert [len(row) for _number, row in read_sheet(content, "模板.xlsx").rows] == [len(TABLES[table].columns)]
    example = read_sheet(content, "模板.xlsx", sheet="示例").rows
    codes = {"150624101003": "150624101001", "150624101003001": "150624101002"}
    rows = [[codes.get(cell, cell) for cell in cells] for _number, cells in example]
    assert told(check(table, *rows)) == []
