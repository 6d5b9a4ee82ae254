"""The elements of the 2025 edition at the desk: checked whole, loaded by one, confirmed by another, and then judged by."""

import csv
import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests import county
from tests.county import COUNTY, VILLAGE
from tests.desk.calls import CHIEF, As, post, text
from tests.desk.test_hazard_steps import in_days
from tests.rules.determination.build import table_rows

from sanzhang.cases.models import Case
from sanzhang.determination.models import ElementTable
from sanzhang.imports.models import Upload
from sanzhang.imports.reading import read_sheet
from sanzhang.imports.template import text_workbook
from sanzhang.journal.append import new_id
from sanzhang.journal.models import Entry
from sanzhang.journal.projecting import allowed
from sanzhang.rules.determination.rows import COLUMNS

OFFICER = f"brigade_officer@{COUNTY}"
GRID = VILLAGE + "001"


def table_file(*more: dict[str, str], direct: int = 30, name: str = "要素.csv", **first: str) -> SimpleUploadedFile:
    """A made-up table as a CSV file, without the names of people."""
    rows: list[dict[str, Any]] = [
        {key: cell for key, cell in row.cells.items() if key not in ("entered_by", "checked_by")} for row in table_rows(direct)
    ]
    rows[0] |= first
    content = io.StringIO()
    writer = csv.DictWriter(content, list(COLUMNS))
    writer.writerow(COLUMNS)
    writer.writerows([*rows, *more])
    return SimpleUploadedFile(name, content.getvalue().encode("gb18030"))


def upload(client: Client, file: SimpleUploadedFile) -> tuple[str, str]:
    """Check a file; the address and the page to which it led."""
    answer = client.post(reverse("desk:elements_upload"), {"file": file}, follow=True)
    assert answer.status_code == 200
    return answer.redirect_chain[-1][0] if answer.redirect_chain else "", str(answer.content.decode())


def load(client: Client, file: SimpleUploadedFile) -> ElementTable:
    address, _page = upload(client, file)
    assert "已装载，待另一位" in client.post(address, follow=True).content.decode()
    return ElementTable.objects.order_by("recorded_at").last() or pytest.fail("nothing was loaded")


def test_every_fault_is_told_at_once_and_nothing_is_loaded(as_: As, people: dict[str, str]) -> None:
    _address, page = upload(as_(CHIEF), table_file(direct=29, where="大商场", page="九"))
    assert "不认识“大商场”" in page
    assert "页码 九 不能用" in page
    assert "应有 30 项，这里有 29 项" in page
    assert "3 处问题，改好之后重新上传" in page
    assert "第 2 行 · 适用场所" in page
    assert not ElementTable.objects.exists()
    assert not Upload.objects.exists()


def test_a_file_that_is_none_is_told(as_: As, people: dict[str, str]) -> None:
    assert "不认识“乱写”这一列" in upload(as_(CHIEF), SimpleUploadedFile("a.csv", "乱写,条号\n1,2\n".encode()))[1]
    assert "空文件" in upload(as_(CHIEF), SimpleUploadedFile("a.csv", b""))[1]
    assert "没有内容" in upload(as_(CHIEF), SimpleUploadedFile("a.csv", b"\n\n,,\n"))[1]


def test_what_applies_everywhere_is_asked_about_before_loading(as_: As, people: dict[str, str]) -> None:
    _address, page = upload(as_(CHIEF), table_file(where="商店"))
    assert "请再看一眼" in page
    assert "第 5.2、5.3、" in page
    assert "5.30 条没有写适用场所" in page
    assert "没有问题，还没有装载" in page
    assert not ElementTable.objects.exists()


def test_one_loads_and_another_confirms(as_: As, people: dict[str, str]) -> None:
    table = load(as_(CHIEF), table_file())
    assert not Upload.objects.exists()
    mine = text(as_(CHIEF), "element_table", table.id)
    assert "这是您装载的" in mine
    assert "开始使用" not in mine
    assert "装载的人不能复核" in as_(CHIEF).post(reverse("desk:element_table", args=[table.id]), {"right": "1"}).content.decode()
    page = text(as_(OFFICER), "element_table", table.id)
    assert "与标准一致，开始使用" in page
    assert "样例 6.35" in page
    assert "从现在起按这张表判定" in post(as_(OFFICER), "element_table", table.id, right="1")
    page = text(as_(CHIEF), "elements")
    assert "使用中" in page
    assert all(f"{county.AREAS[COUNTY]}{title}" in page for title in ("消防救援大队大队长", "消防救援大队监督员"))
    assert in_days(0) in page
    assert "直接 30、综合 35" in page


def test_one_that_is_wrong_is_told_why_and_not_used(as_: As, people: dict[str, str]) -> None:
    table = load(as_(CHIEF), table_file())
    refused = as_(OFFICER).post(reverse("desk:element_table", args=[table.id]), {"wrong": "1"})
    assert (refused.status_code, "没有写哪里不对" in refused.content.decode()) == (409, True)
    assert "这张表不用" in post(as_(OFFICER), "element_table", table.id, wrong="1", note="5.3 抄错")
    page = text(as_(CHIEF), "elements")
    assert "5.3 抄错" in page
    assert "使用中" not in page


def test_the_template_has_every_column_and_a_filled_one_is_read(as_: As, people: dict[str, str]) -> None:
    answer = as_(CHIEF).get(reverse("desk:elements_template"))
    ((_line, head),) = read_sheet(bytes(answer.getvalue()), "template.xlsx").rows
    assert head == list(COLUMNS.values())
    notes = read_sheet(bytes(answer.getvalue()), "template.xlsx", sheet="说明").rows
    assert [cells[0] for _line, cells in notes] == ["列", *COLUMNS.values()]
    rows = [[str(row.cells.get(key, "")) for key in COLUMNS] for row in table_rows()]
    address, page = upload(as_(CHIEF), SimpleUploadedFile("要素.xlsx", text_workbook("数据", [head, *rows])))
    assert "/elements/check/" in address, page


@pytest.mark.parametrize("by", [f"committee_office@{COUNTY}", f"village_head@{VILLAGE}", f"county_leader@{COUNTY}"])
def test_only_who_may_determine_comes_here(as_: As, people: dict[str, str], by: str) -> None:
    table = load(as_(CHIEF), table_file())
    text(as_(by), "elements", status=403)
    text(as_(by), "element_table", table.id, status=403)
    assert as_(by).post(reverse("desk:element_table", args=[table.id]), {"right": "1"}).status_code == 403
    assert as_(by).post(reverse("desk:elements_upload"), {"file": table_file()}).status_code == 403
    assert not Entry.objects.filter(kind="elements.checked").exists()


def test_a_checked_file_is_its_owners_alone(as_: As, people: dict[str, str]) -> None:
    address, _page = upload(as_(CHIEF), table_file())
    assert as_(OFFICER).get(address).status_code == 404
    assert as_(OFFICER).post(address).status_code == 404


def test_loaded_confirmed_proposed_and_judged(as_: As, people: dict[str, str]) -> None:
    """From the file to a verdict that is kept with a case."""
    shop = county.place(GRID, "金色年华歌舞厅", kind="entertainment", storeys=4, floor_area=1800)
    storeys = {"measure": "所在楼层", "unit": "层", "comparison": "不小于", "percent": "3", "where": "公共娱乐场所＋高层、儿童活动场所"}
    area = {"number": "5.1", "measure": "建筑面积", "unit": "平方米", "comparison": "大于", "percent": "1500"}
    table = load(as_(CHIEF), table_file(area, **storeys))
    address = reverse("desk:case_new", args=["listing"]) + f"?place=premises:{shop}"
    look = {
        "judge-day": "2025-12-01",
        "judge-elements": ["5.1"],
        "judge-form_5.1": "measured",
        "judge-measured_5.1": "3",
        "judge-fact_high_rise": "yes",
    }
    client = as_(OFFICER)
    before = client.post(address, look | {"look": "1"}).content.decode()
    assert "这一版的要素表还没有装载" in before, "a table that nobody confirmed is not used"
    post(as_(OFFICER), "element_table", table.id, right="1")
    assert "是儿童活动场所（待核）" in client.get(address).content.decode()
    page = client.post(address, look | {"look": "1"}).content.decode()
    first = page.split('id="judge"')[1].split("<h3>")[1]
    assert "GB 35181-2025" in first
    assert "可判定为重大火灾隐患" in first
    assert "第 5.1 条成立" in first
    assert "所在楼层 3 层，界限是不小于 3 层" in first
    for registered in ("名册登记：4 层。", "名册登记：1800 平方米。"):
        assert registered in page, "to hold what was measured against; nothing is filled in"
    under = client.post(address, look | {"look": "1", "judge-measured_5.1": "2"}).content.decode()
    assert "第 5.1 条不成立" in under
    digest = re.findall(r'name="digest" value="(\w+)"', page)[0]
    given = {"keep": "1", "digest": digest, "proposed-note": "四层歌舞厅", "proposed-occurred_on": in_days(0)}
    client.post(address, look | given, follow=True)
    case = Case.objects.get(place_key=shop)
    first_kept = case.determination["verdicts"][0]
    assert (first_kept["edition"], first_kept["major"], first_kept["basis"]) == ("gb35181-2025", True, "direct")
    assert "第 5.1 条成立" in text(client, "case", case.id)


def test_a_verdict_that_changed_after_it_was_shown_is_shown_again(as_: As, people: dict[str, str]) -> None:
    shop = county.place(GRID, "金色年华歌舞厅", kind="entertainment")
    address = reverse("desk:case_new", args=["listing"]) + f"?place=premises:{shop}"
    table, client, case = load(as_(CHIEF), table_file()), as_(OFFICER), {"judge-day": "2025-12-01"}
    digest = re.findall(r'name="digest" value="(\w+)"', client.post(address, case | {"look": "1"}).content.decode())[0]
    post(as_(OFFICER), "element_table", table.id, right="1")
    given = {"keep": "1", "digest": digest, "proposed-note": "x", "proposed-occurred_on": in_days(0)}
    page = client.post(address, case | given, follow=True).content.decode()
    assert "对照的内容改过，结果已重新算出" in page
    assert not Case.objects.filter(place_key=shop).exists()


def test_a_table_from_before_the_second_person_shows_whom_its_rows_name(as_: As, people: dict[str, str]) -> None:
    now = timezone.now()
    rows = [{"line": row.number, "cells": row.cells} for row in table_rows(checked_by="旧时复核人")]
    with allowed():
        ElementTable.objects.create(
            id=new_id(), county=COUNTY, edition="gb35181-2025", rows=rows, person=people[CHIEF], recorded_at=now, right=True, checked_at=now
        )
    page = text(as_(OFFICER), "elements")
    assert "使用中" in page
    assert "旧时复核人" in page
