"""Forms survive a dead battery, and what the server refused is put right on the phone, with everything that waited for it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect
from tests.plug.conftest import Handset, Server
from tests.plug.visit import PATIENCE, arrived, begin, find, go, picture, queue, save, send, sign_in, text_of

HALF_A_SECOND = 500


def new_place(page: Page, told: dict[str, Any], name: str, code: str = "") -> None:
    """Fill in the form of a new place, and leave it at that."""
    go(page, "/premises/new")
    page.locator("[data-test=name]").fill(name)
    page.locator("[data-test=kind]").click()
    page.locator("[data-test=kind-small_shop]").click()
    if page.locator("[data-test=area]").inner_text().strip().startswith("请选择"):
        page.locator("[data-test=area]").click()
        page.locator(f"[data-test=area-{told['grid']}]").click()
    page.locator("[data-test=code]").fill(code)


def save_place(page: Page) -> None:
    """Save the form: the place is there at once."""
    page.locator("[data-test=premises-save]").click()
    page.locator("[data-test=check]").wait_for(timeout=PATIENCE)


def check_here(page: Page) -> None:
    """Check the place on the screen; everything is in order."""
    page.locator("[data-test=check]").click()
    save(page)


def sign(page: Page) -> None:
    """Sign with a finger, and let go."""
    page.locator("[data-test=signature-signed]").click()
    pad = page.locator("[data-test=signature-pad]")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 90, steps=5)
    page.mouse.up()


def swipe_away(page: Page) -> None:
    """What a page hears before the phone puts it aside; a moment later it is gone."""
    page.evaluate("Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_timeout(3 * HALF_A_SECOND)


def row(page: Page, title: str) -> Any:
    """The line of the queue about something."""
    return queue(page).filter(has_text=title)


def test_a_half_filled_form_survives_the_battery(handset: Callable[..., Handset], server: Server, told: dict[str, Any]) -> None:
    phone = handset()
    page = sign_in(phone, told)
    phone.offline()
    new_place(page, told, "半路小卖部")
    page.locator("[data-test=notes]").fill("后院有煤气罐")
    go(page, "/premises/new")
    expect(page.locator("[data-test=form-others]")).to_contain_text("新场所 半路小卖部")
    expect(page.locator("[data-test=name]")).to_have_value("")
    page.locator("[data-test=name]").fill("另一家")
    page.wait_for_timeout(HALF_A_SECOND)
    phone.close()
    server.kill()
    page = phone.open()
    unfinished = page.locator("[data-test=today-drafts]")
    unfinished.wait_for(timeout=PATIENCE)
    expect(unfinished).to_contain_text("继续填写：新场所 半路小卖部")
    unfinished.locator("[data-test=form-row]").filter(has_text="半路小卖部").click()
    expect(page.locator("[data-test=name]")).to_have_value("半路小卖部")
    expect(page.locator("[data-test=notes]")).to_have_value("后院有煤气罐")
    save_place(page)
    check_here(page)
    go(page, "/")
    expect(unfinished).to_contain_text("新场所 另一家")
    unfinished.locator("[data-test=form-discard]").click()
    page.locator("[data-test=confirm-yes]").click()
    expect(unfinished).to_have_count(0)
    server.start()
    arrived(page, 2)
    assert len(server.entries("inspection.made")) == 1
    server.verify()
    assert phone.noises == []


def test_photos_in_an_open_sheet_and_a_signature_survive_the_battery(
    handset: Callable[..., Handset], server: Server, told: dict[str, Any], tmp_path: Path
) -> None:
    phone = handset()
    page = sign_in(phone, told)
    phone.offline()
    begin(page, told)
    find(page, picture(tmp_path, "before.jpg", seed=1))
    save(page)
    go(page, "/hazards")
    page.locator("[data-test=hazard-row]").first.click()
    page.locator("[data-test=step-corrected]").click()
    page.locator("[data-test=hazard-step] [data-test=photo-camera]").set_input_files(picture(tmp_path, "after.jpg", seed=2))
    page.locator("[data-test=hazard-step] [data-test=photo]").wait_for(timeout=PATIENCE)
    phone.close()
    server.kill()
    page = phone.open()
    page.locator("[data-test=today-drafts] [data-test=form-row]").click()
    page.locator("[data-test=hazard-step] [data-test=photo]").wait_for(timeout=PATIENCE)
    page.locator("[data-test=step-put]").click()
    expect(page.locator("[data-test=hazard]")).to_have_attribute("data-state", "corrected")

    begin(page, told, "草原饭馆")
    sign(page)
    swipe_away(page)
    phone.close()
    page = phone.open()
    page.locator("[data-test=draft-row]").click()
    page.locator("[data-test=signature] .thumb img").wait_for(timeout=PATIENCE)
    save(page)
    server.start()
    arrived(page, 3)
    assert len(server.entries("hazard.corrected")) == 1
    assert len(server.named_photos()) == 3
    assert server.named_photos() <= set(server.photos())
    server.verify()


def test_a_refused_place_is_put_right_and_its_check_follows(handset: Callable[..., Handset], server: Server, told: dict[str, Any]) -> None:
    phone = handset()
    page = sign_in(phone, told)
    phone.offline()
    new_place(page, told, "新开小卖部", told["taken_code"])
    save_place(page)
    check_here(page)
    before = len(server.entries("premises.set"))
    phone.offline(False)
    send(page)
    place, check = row(page, "新建场所：新开小卖部"), page.locator("[data-test=queue-row]").filter(has_text="：新开小卖部").last
    expect(place).to_have_attribute("data-state", "refused", timeout=PATIENCE)
    expect(place).to_contain_text(told["taken_code"])
    expect(check).to_have_attribute("data-state", "waiting")
    expect(check).to_contain_text("要等“新开小卖部”的登记，它没有被收下")
    expect(check).to_contain_text("已由另一个场所使用")

    go(page, "/places")
    listed = page.locator("[data-test=place-row]").filter(has_text="新开小卖部")
    expect(listed.locator("[data-test=unaccepted]")).to_contain_text("没有被收下：")
    place = row(page, "新建场所：新开小卖部")
    place.locator("[data-test=queue-reopen]").click()
    expect(page.locator("[data-test=form-refused]")).to_contain_text("已由另一个场所使用")
    expect(page.locator("[data-test=name]")).to_have_value("新开小卖部")
    assert row(page, "新建场所：新开小卖部").get_attribute("data-state") == "refused", "it stays until the form is saved"
    page.go_back()
    page.locator("[data-test=code]").fill("")
    save_place(page)
    arrived(page, 2)
    assert "没有被收下" not in text_of(page)
    assert len(server.entries("premises.set")) == before + 1
    assert len(server.entries("inspection.made")) == 1
    server.verify()
    assert phone.noises == []
