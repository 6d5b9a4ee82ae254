"""A step about a hazard that was taken offline arrives once; one that came too late is refused in words, and sent again after a look, with all that was typed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect
from tests.plug.conftest import Handset, Server
from tests.plug.proxy import Wire
from tests.plug.visit import PATIENCE, arrived, begin, find, go, picture, queue, save, send, sign_in


def found(phone: Handset, told: dict[str, Any], tmp_path: Path) -> Page:
    """A worker's phone on which a hazard was found, and has arrived."""
    page = sign_in(phone, told)
    begin(page, told)
    find(page, picture(tmp_path))
    save(page)
    arrived(page)
    return page


def open_hazard(page: Page) -> None:
    """To the first hazard of the list."""
    go(page, "/hazards")
    page.locator("[data-test=hazard-row]").first.click()
    page.locator("[data-test=hazard]").wait_for(timeout=PATIENCE)


def urge(page: Page, note: str) -> None:
    """Record on the hazard's page that the owner was urged."""
    page.locator("[data-test=step-urged]").click()
    page.locator("[data-test=step-note]").fill(note)
    page.locator("[data-test=step-put]").click()
    page.locator("[data-test=hazard-step]").wait_for(state="hidden", timeout=PATIENCE)


def test_a_step_queued_offline_arrives_once(
    handset: Callable[..., Handset], server: Server, wire: Wire, told: dict[str, Any], tmp_path: Path
) -> None:
    phone = handset()
    page = found(phone, told, tmp_path)
    phone.offline()
    open_hazard(page)
    urge(page, "店主答应三天内清理")
    expect(page.locator("[data-test=unsent]")).to_have_text("待送达")
    phone.close()
    page = phone.open()
    page.locator("[data-test=today-scan]").wait_for(timeout=PATIENCE)

    def die(asked: bytes) -> bool:
        if b"/sync/push" not in asked:
            return False
        wire.before_answer = None
        server.kill()
        return True

    wire.before_answer = die
    send(page)
    page.wait_for_timeout(3000)
    assert len(server.entries("hazard.moved")) == 1, "it was kept, and the answer never came"
    server.start()
    arrived(page)
    open_hazard(page)
    expect(page.locator("[data-test=unsent]")).to_have_count(0, timeout=PATIENCE)
    assert len(server.entries("hazard.moved")) == 1
    server.verify()
    assert phone.noises == []


def test_whoever_was_slower_looks_and_sends_again(
    handset: Callable[..., Handset], server: Server, told: dict[str, Any], tmp_path: Path
) -> None:
    slow, quick = handset("slow"), handset("quick")
    page = found(slow, told, tmp_path)
    slow.offline()
    open_hazard(page)
    urge(page, "店主答应三天内清理")
    other = sign_in(quick, told, "village_head")
    open_hazard(other)
    urge(other, "嘎查已上门督促")
    arrived(other)
    slow.offline(False)
    send(page)
    refused = queue(page).filter(has_text="督促整改：便民小卖部")
    expect(refused).to_have_attribute("data-state", "refused", timeout=PATIENCE)
    expect(refused).to_contain_text("别人已经办理了一步")
    expect(refused.locator("[data-test=queue-retry]")).to_have_count(0)
    open_hazard(page)
    expect(page.locator("[data-test=step-refused]")).to_contain_text("别人已经办理了一步")
    page.locator("[data-test=step-again]").click()
    expect(page.locator("[data-test=step-note]")).to_have_value("店主答应三天内清理")
    expect(page.locator("[data-test=step-changed]")).to_contain_text("待整改")
    page.locator("[data-test=step-put]").click()
    page.locator("[data-test=hazard-step]").wait_for(state="hidden", timeout=PATIENCE)
    arrived(page, 2)
    assert len(server.entries("hazard.moved")) == 2
    server.verify()
    assert slow.noises + quick.noises == []
