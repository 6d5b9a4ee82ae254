"""Elements loaded and confirmed in a browser, and a case judged again: read on a desk and on a phone, nothing is wider than the screen."""

from collections.abc import Callable

import pytest
from tests import county
from tests.browser.conftest import WIDTHS, Visit
from tests.desk.test_elements import table_file

from sanzhang.cases.models import Case
from sanzhang.determination.models import ElementTable
from sanzhang.determination.verdicts import kept

GRID = county.VILLAGE + "001"
FIRST = {"date": "2024-06-12", "premises_kind": "entertainment", "premises": {}, "elements": [{"no": "6.5"}]}


def look_well(person: Visit) -> None:
    assert person.axe() == []
    assert person.overflow() <= 0
    assert person.outside == []
    assert person.noises == []


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS.keys())
def test_one_person_loads_and_another_confirms(visit: Callable[..., Visit], people: dict[str, str], width: int) -> None:
    person = visit(f"brigade_chief@{county.COUNTY}", width)
    long = "设置在高层建筑内、地下或者四层以上的儿童活动场所，其安全出口、疏散楼梯没有独立设置，或者所在楼层不符合标准"
    file = table_file(
        where="公共娱乐场所＋高层、儿童活动场所", unless="旅馆", measure="所在楼层", unit="层", comparison="不小于", percent="3", text=long
    )
    given = {"name": "要素.csv", "mimeType": "text/csv", "buffer": file.read()}
    person.open("/elements/")
    page = person.page
    page.set_input_files("[name=file]", given | {"buffer": table_file(direct=29, where="大商场").read()})
    page.click("#main form button[type=submit]")
    assert "2 处问题，改好之后重新上传" in page.inner_text("#main")
    look_well(person)
    page.set_input_files("[name=file]", given)
    page.click("#main form button[type=submit]")
    assert "没有问题，还没有装载" in page.inner_text("#main")
    look_well(person)
    page.click("#main form button.btn-primary")
    look_well(person)
    other = visit(f"brigade_officer@{county.COUNTY}", width)
    other.open("/elements/")
    other.page.click("text=对照复核")
    look_well(other)
    other.page.click("button[name=right]")
    assert "使用中" in other.page.inner_text("#main")
    look_well(other)
    assert ElementTable.objects.get().right is True


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS.keys())
def test_a_case_is_judged_again(visit: Callable[..., Visit], people: dict[str, str], width: int) -> None:
    shop = county.place(GRID, "金色年华歌舞厅", kind="entertainment")
    by = county.actor(people, f"brigade_officer@{county.COUNTY}")
    said = kept(FIRST, "gb35181-2017", county.COUNTY)
    case = county.case("listing", "proposed", GRID, shop, by, name="金色年华歌舞厅", note="一个出口", determination=said)
    person = visit(f"brigade_officer@{county.COUNTY}", width)
    person.open(f"/case/{case}/")
    look_well(person)
    person.page.click("text=重新判定")
    assert person.page.is_checked("[name=judge-elements][value='6.5']")
    look_well(person)
    person.page.uncheck("[name=judge-elements][value='6.5']")
    person.page.click("button[name=look]")
    assert "不判定为重大火灾隐患" in person.page.inner_text("#main")
    person.page.fill("[name=judged-note]", "已增设一个出口")
    look_well(person)
    person.page.click("button[name=keep]")
    assert "去掉的要素：6.5" in person.page.inner_text("#main")
    look_well(person)
    assert Case.objects.get(id=case).determination["case"]["elements"] == []
