"""What plans ask for, a hazard in passing, a plate read by the phone's own scanner: all of it without a network, and after the battery was dead."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect
from tests.browser.conftest import violations_on
from tests.plug.build import PLAN
from tests.plug.conftest import Handset, Server
from tests.plug.visit import PATIENCE, arrived, begin, find, go, picture, queue, save, scan, sign_in, text_of

from sanzhang.rules.days import day_of

HALF_A_SECOND = 500
SHEET = "[data-test=problem-sheet]"


def visit_row(page: Page) -> Any:
    """What the plan asks for, on Today."""
    go(page, "/")
    return page.locator("[data-test=visit]")


def test_a_planned_place_is_inspected_without_a_network_and_not_asked_for_again(
    handset: Callable[..., Handset], server: Server, told: dict[str, Any]
) -> None:
    phone = handset()
    page = sign_in(phone, told)
    phone.offline()
    row = visit_row(page)
    expect(row).to_contain_text("草原饭馆")
    expect(row).to_contain_text(PLAN)
    expect(page.locator("[data-test=today-suggested]")).to_contain_text("还没有检查过")
    row.locator("[data-test=visit-check]").click()
    page.locator("[data-test=save]").wait_for(timeout=PATIENCE)
    phone.close()
    page = phone.open()
    visit_row(page).locator("[data-test=visit-check]").click()  # the draft, gone on with
    save(page)
    phone.close()
    page = phone.open()
    row = visit_row(page)
    expect(row).to_contain_text("已检查待送达")
    expect(row.locator("[data-test=visit-check]")).to_have_count(0)
    expect(page.locator("[data-test=duty-unsent]").first).to_have_text("待送达 +1")
    phone.offline(False)
    arrived(page)
    go(page, "/")
    expect(page.locator("[data-test=visit]")).to_have_count(0, timeout=PATIENCE)
    assert len(server.entries("inspection.made")) == 1
    server.verify()
    assert phone.noises == []


def test_a_hazard_in_passing_survives_a_dead_battery_and_arrives_once(
    handset: Callable[..., Handset], server: Server, told: dict[str, Any], tmp_path: Path
) -> None:
    phone = handset()
    page = sign_in(phone, told)
    phone.offline()
    page.locator("[data-test=today-found]").click()
    page.locator("[data-test=place-row]").filter(has_text="便民小卖部").click()
    page.locator(f"{SHEET} [data-test=problem-text]").fill("楼道堆放纸箱")
    page.locator(f"{SHEET} [data-test=photo-camera]").set_input_files(picture(tmp_path))
    page.locator(f"{SHEET} [data-test=photo]").wait_for(timeout=PATIENCE)
    phone.close()
    page = phone.open()
    page.locator("[data-test=today-drafts] [data-test=form-row]").click()
    expect(page.locator(f"{SHEET} [data-test=problem-text]")).to_have_value("楼道堆放纸箱")
    page.locator(f"{SHEET} [data-test=problem-save]").click()
    expect(page.locator(SHEET)).to_contain_text("选一种办法")
    page.locator(f"{SHEET} [data-test=action-by_date]").click()
    page.locator(f"{SHEET} [data-test=problem-save]").click()
    expect(page.locator("[data-test=place-hazards]")).to_contain_text("楼道堆放纸箱")
    go(page, "/hazards")
    expect(page.locator("[data-test=hazard-row]")).to_contain_text("楼道堆放纸箱")
    phone.offline(False)
    arrived(page)
    assert len(server.entries("hazard.found")) == 1
    assert len(server.named_photos()) == 1
    assert server.named_photos() <= set(server.photos())
    server.verify()
    assert phone.noises == []


def test_what_is_open_at_a_place_is_put_right_in_the_check_and_not_written_down_twice(
    handset: Callable[..., Handset], server: Server, told: dict[str, Any], tmp_path: Path
) -> None:
    phone = handset()
    page = sign_in(phone, told)
    begin(page, told)
    find(page, picture(tmp_path, "before.jpg", seed=1))
    save(page)
    phone.offline()
    begin(page, told)
    page.locator("[data-test=still-there]").click()
    page.locator("[data-test=now-corrected]").click()
    page.locator("[data-test=hazard-step] [data-test=photo-camera]").set_input_files(picture(tmp_path, "after.jpg", seed=2))
    page.locator("[data-test=hazard-step] [data-test=photo]").wait_for(timeout=PATIENCE)
    page.locator("[data-test=step-put]").click()
    expect(page.locator("[data-test=open-hazard]")).to_have_attribute("data-state", "corrected")
    save(page)
    phone.offline(False)
    arrived(page, 3)
    assert (len(server.entries("inspection.made")), len(server.entries("hazard.corrected"))) == (2, 1)
    server.verify()


def test_a_record_is_read_again_and_taken_back_with_its_reason(
    handset: Callable[..., Handset], server: Server, told: dict[str, Any]
) -> None:
    phone = handset()
    page = sign_in(phone, told)
    begin(page, told, "草原饭馆")
    save(page)
    arrived(page)
    queue(page).first.locator("[data-test=queue-open]").click()
    expect(page.locator("[data-test=record]")).to_contain_text("小商店检查表")
    expect(page.locator("[data-test=served]")).to_contain_text("二(", timeout=PATIENCE)
    page.locator("[data-test=withdraw]").click()
    page.locator("[data-test=withdraw-put]").click()
    expect(page.locator("[data-test=withdraw-sheet]")).to_contain_text("写明为什么撤回")
    page.locator("[data-test=withdraw-reason]").fill("记错了门店")
    page.wait_for_timeout(HALF_A_SECOND)
    phone.close()
    page = phone.open()
    page.locator("[data-test=today-drafts] [data-test=form-row]").click()
    expect(page.locator("[data-test=withdraw-reason]")).to_have_value("记错了门店")
    page.locator("[data-test=withdraw-put]").click()
    expect(page.locator("[data-test=withdrawn]")).to_be_visible()
    arrived(page, 2)
    assert len(server.entries("inspection.withdrawn")) == 1
    go(page, "/")
    expect(page.locator("[data-test=visit]")).to_contain_text("草原饭馆", timeout=PATIENCE)
    server.verify()


def correct(page: Page, photo: Path) -> None:
    """See the only hazard corrected."""
    go(page, "/hazards")
    page.locator("[data-test=hazard-row]").first.click()
    page.locator("[data-test=step-corrected]").click()
    page.locator("[data-test=hazard-step] [data-test=photo-camera]").set_input_files(photo)
    page.locator("[data-test=hazard-step] [data-test=photo]").wait_for(timeout=PATIENCE)
    page.locator("[data-test=step-put]").click()
    expect(page.locator("[data-test=hazard]")).to_have_attribute("data-state", "corrected")


def test_a_head_settles_what_two_people_recorded(
    handset: Callable[..., Handset], server: Server, told: dict[str, Any], tmp_path: Path
) -> None:
    mine, other = handset("head"), handset("worker")
    theirs = sign_in(other, told)
    begin(theirs, told)
    find(theirs, picture(tmp_path, "before.jpg", seed=1))
    save(theirs)
    arrived(theirs)
    page = sign_in(mine, told, "village_head")
    for phone, at in ((other, theirs), (mine, page)):
        phone.offline()
        correct(at, picture(tmp_path, f"{phone.profile.name}.jpg", seed=len(phone.profile.name)))
    for phone, at, count in ((other, theirs, 2), (mine, page, 1)):
        phone.offline(False)
        arrived(at, count)
    go(page, "/hazards?filter=done")
    page.locator("[data-test=hazard-row]").first.click()
    page.locator("[data-test=settle]").click()
    page.locator("[data-test=settle-put]").click()
    expect(page.locator("[data-test=settle-sheet]")).to_contain_text("选现在的情况")
    page.locator("[data-test=settle-open]").click()
    page.locator("[data-test=settle-note]").fill("到现场看过，还没有改")
    page.locator("[data-test=settle-due]").fill((day_of(datetime.now(UTC)) + timedelta(days=9)).isoformat())
    page.locator("[data-test=settle-put]").click()
    expect(page.locator("[data-test=hazard]")).to_have_attribute("data-state", "open")
    expect(page.locator("[data-test=settle]")).to_have_count(0)
    arrived(page, 2)
    assert len(server.entries("hazard.settled")) == 1
    server.verify()


def test_a_plate_read_by_the_phones_own_scanner_opens_its_place_without_a_network(
    handset: Callable[..., Handset], server: Server, told: dict[str, Any]
) -> None:
    phone = handset()
    sign_in(phone, told)
    for path in ("/field/q/", "/q/"):
        page = phone.open(path + told["places"]["便民小卖部"]["plate"])
        expect(page.locator("h1")).to_have_text("便民小卖部", timeout=PATIENCE)
    phone.offline()
    page = phone.open("/field/q/" + told["places"]["草原饭馆"]["plate"].lower())
    expect(page.locator("h1")).to_have_text("草原饭馆", timeout=PATIENCE)
    expect(page.locator("[data-test=place-plan]")).to_contain_text(PLAN)
    assert phone.noises == []


def test_a_head_names_who_came_to_a_joint_inspection(handset: Callable[..., Handset], server: Server, told: dict[str, Any]) -> None:
    phone = handset()
    page = sign_in(phone, told, "village_head")
    begin(page, told)
    page.locator("[data-test=evidence-joint_inspection]").click()
    page.locator("[data-test=save]").click()
    said = page.locator("[data-test=check-problem]")
    expect(said).to_contain_text("没有选参加方")
    expect(said).to_contain_text("除您以外至少一人")
    page.locator("[data-test=party-police_station]").click()
    page.locator("[data-test=present-name]").fill("其木格")
    save(page)
    arrived(page)
    assert len(server.entries("inspection.made")) == 1


def test_whoever_finds_no_network_is_told_days_before_he_has_to_sign_in_again(
    handset: Callable[..., Handset], server: Server, told: dict[str, Any]
) -> None:
    phone = handset()
    page = sign_in(phone, told)
    expect(page.locator("[data-test=key-expires]")).to_have_count(0)
    phone.offline()
    assert phone.context
    later = phone.context.new_page()
    later.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=11))
    later.goto(phone.address + "/field/")
    expect(later.locator("[data-test=key-expires]")).to_contain_text("3 天后要重新登录", timeout=PATIENCE)


def test_where_pages_have_no_camera_nobody_elses_app_is_blamed(
    handset: Callable[..., Handset], server: Server, told: dict[str, Any]
) -> None:
    phone = handset()
    sign_in(phone, told)
    assert phone.context
    phone.context.add_init_script("Object.defineProperty(navigator, 'mediaDevices', { value: undefined })")
    page = phone.open("/field/#/scan")
    said = page.locator("[data-test=camera-refused]")
    expect(said).to_have_attribute("data-why", "unsupported", timeout=PATIENCE)
    assert "占" not in said.inner_text()
    page.locator("[data-test=plate-code]").fill(told["places"]["便民小卖部"]["plate"])
    page.locator("[data-test=plate-go]").click()
    expect(page.locator("h1")).to_have_text("便民小卖部")


def test_the_screens_can_be_used_by_everybody(
    handset: Callable[..., Handset], server: Server, told: dict[str, Any], tmp_path: Path
) -> None:
    """axe finds nothing on the main screens at 390 px, and nothing sticks out of them."""
    phone = handset()
    page = phone.open()
    page.locator("[data-test=sign-in]").wait_for(timeout=PATIENCE)
    wrong = violations(page, "sign-in")
    page.close()
    page = sign_in(phone, told)
    wrong += violations(page, "today")
    begin(page, told)
    wrong += violations(page, "check")
    page.locator("[data-test=item-main]").first.click()
    page.locator(f"{SHEET} [data-test=phrase-0]").wait_for()
    page.locator(f"{SHEET} [data-test=no-photo]").click()
    wrong += violations(page, "problem")
    page.locator("[data-test=sheet-close]").first.click()
    find(page, picture(tmp_path), item=1)
    save(page)
    wrong += violations(page, "saved")
    arrived(page)
    wrong += violations(page, "queue")
    page.locator("[data-test=queue-open]").first.click()
    page.locator("[data-test=record]").wait_for()
    wrong += violations(page, "record")
    go(page, "/hazards")
    page.locator("[data-test=hazard-row]").first.wait_for(timeout=PATIENCE)
    wrong += violations(page, "hazards")
    page.locator("[data-test=hazard-row]").first.click()
    page.locator("[data-test=hazard]").wait_for()
    wrong += violations(page, "hazard")
    scan(page, told["places"]["便民小卖部"]["plate"])
    wrong += violations(page, "place")
    for path in ("/places", "/places?tab=households", "/places?found=1", "/scan", "/me", "/premises/new", "/household/new"):
        go(page, path)
        page.wait_for_timeout(700)
        wrong += violations(page, path)
    assert wrong == [], "\n".join(wrong)


def violations(page: Page, where: str) -> list[str]:
    """What axe finds on the open screen, and by how much it is wider than the phone."""
    page.wait_for_timeout(400)  # sheets come up and colours fade in
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    said = [f"{where}: {violation}" for violation in violations_on(page)]
    return [*said, *([f"{where}: {wide} px too wide: {text_of(page)[:80]}"] if wide > 0 else [])]
