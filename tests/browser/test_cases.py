"""A determination in a browser: elements are found by a few letters, the verdict is read, the case is opened; nothing is wider than the screen."""

from collections.abc import Callable

import pytest
from tests import county
from tests.browser.conftest import WIDTHS, Visit

from sanzhang.cases.models import Case

VILLAGE_GRID = county.VILLAGE + "001"


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS.keys())
def test_a_major_hazard_is_proposed(visit: Callable[..., Visit], people: dict[str, str], width: int) -> None:
    shop = county.place(VILLAGE_GRID, "鄂托克旗乌兰镇敖伦其日嘎民族特色餐饮住宿娱乐综合服务中心二号楼", kind="entertainment")
    person = visit(f"brigade_officer@{county.COUNTY}", width)
    person.open(f"/cases/listing/new/?place=premises:{shop}")
    page = person.page
    page.fill("[name=judge-day]", "2024-06-12")
    page.click("button[name=look]")
    page.fill("[data-narrow]", "6.5")
    page.check("[name=judge-elements][value='6.5']")
    page.click("button[name=look]")
    assert "可判定为重大火灾隐患" in page.inner_text("#main")
    assert person.axe() == []
    assert person.overflow() <= 0
    page.fill("[name=proposed-note]", "只有一个安全出口")
    page.click("button[name=keep]")
    assert page.inner_text("#now") == "现在的情况"
    assert person.axe() == []
    assert person.overflow() <= 0
    assert Case.objects.get(place_key=shop).determination["verdicts"][0]["major"] is True
    assert person.outside == []
    assert person.noises == []
