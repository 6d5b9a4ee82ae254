"""The main job, with the keyboard and the mouse: record once, and see which duties it served."""

from collections.abc import Callable
from pathlib import Path

from tests import county
from tests.browser.conftest import Visit

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def test_a_town_head_records_a_joint_inspection_and_it_counts(visit: Callable[..., Visit], tmp_path: Path) -> None:
    photo = tmp_path / "现场.png"
    photo.write_bytes(PICTURE)
    person = visit(f"town_head@{county.TOWN}", 390)
    page = person.page
    page.get_by_role("link", name="记一条").click()
    page.get_by_role("link", name="联合检查", exact=True).click()
    page.get_by_label("区域").select_option(county.TOWN)
    page.get_by_label("派出所", exact=False).first.check()
    page.get_by_label("附件").set_input_files(photo)
    page.get_by_role("button", name="记录").click()
    page.get_by_text("已记录。").wait_for()
    assert page.locator(".duty").count() >= 1
    assert page.get_by_text("现场.png").is_visible()
    page.locator(".duty a").first.click()
    page.get_by_role("heading", name="计入的记录").wait_for()
    assert page.locator(".pill-met").count() >= 1
    assert person.noises == []


def test_a_date_in_the_future_is_refused_and_nothing_is_lost(visit: Callable[..., Visit]) -> None:
    page = visit(f"town_head@{county.TOWN}").open("/records/new/joint_inspection/")
    page.get_by_label("区域").select_option(county.TOWN)
    page.get_by_label("日期").fill("2099-01-01")
    page.get_by_label("情况说明").fill("写了很久的说明")
    page.get_by_role("button", name="记录").click()
    page.get_by_text("日期在今天之后").first.wait_for()
    assert page.get_by_label("情况说明").input_value() == "写了很久的说明"


def test_the_language_is_chosen_and_stays(visit: Callable[..., Visit]) -> None:
    page = visit(f"village_head@{county.VILLAGE}").page
    page.locator("details.menu summary").first.click()
    page.get_by_role("button", name="English").click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.get_by_role("heading", level=1).inner_text() != "我该做什么"
