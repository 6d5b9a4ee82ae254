"""A hazard is registered at the desk in a browser: what was chosen stays when the form is refused, nothing is wider than the screen."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests import county
from tests.browser.conftest import WIDTHS, Visit
from tests.photos.pictures import jpeg

from sanzhang.hazards.models import Hazard
from sanzhang.photos.models import PhotoUse

GRID = county.VILLAGE + "001"
NAME = "鄂托克旗乌兰镇敖伦其日嘎民族特色餐饮住宿娱乐综合服务中心二号楼"


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS.keys())
def test_photos_stay_when_the_form_is_refused(
    visit: Callable[..., Visit], people: dict[str, str], width: int, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_STORE = tmp_path / "media"
    for seed in (1, 2, 3):
        (tmp_path / f"{seed}.jpg").write_bytes(jpeg(seed))
    shop = county.place(GRID, NAME)
    person = visit(f"village_head@{county.VILLAGE}", width)
    person.open(f"/premises/{shop}/")
    page = person.page
    page.click("a[href*='/hazards/new/']")
    page.fill("[name=text]", "安全出口上锁，疏散通道堆放货物")
    page.set_input_files("[name=photos]", [tmp_path / "1.jpg", tmp_path / "2.jpg"])
    page.check("[name=action][value=on_the_spot]")
    page.click("#main form .form-end button[type=submit]")
    assert "当场改好的，要有一张整改后的照片。" in page.inner_text("#main")
    shown = page.locator("[name=photos-kept]")
    assert shown.count() == 2
    page.locator(".control .photos img").evaluate_all("images => Promise.all(images.map(image => image.decode()))")
    assert person.axe() == []
    assert person.overflow() <= 0
    shown.nth(1).uncheck()
    page.set_input_files("[name=after]", tmp_path / "3.jpg")
    page.click("#main form .form-end button[type=submit]")
    assert "隐患已登记。" in page.inner_text("body")
    hazard = Hazard.objects.get(place_key=shop)
    assert sorted(PhotoUse.objects.filter(entry=hazard.entry).values_list("role", flat=True)) == ["after", "before"]
    assert person.overflow() <= 0
    assert person.outside == []
    assert person.noises == []
