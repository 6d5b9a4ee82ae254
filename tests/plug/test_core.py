"""More plugs: the server dies under a photo, the key's last day passes offline, two tabs write one check, a clock is set between recording and sending."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import expect
from tests.plug.conftest import Handset, Server
from tests.plug.proxy import Wire
from tests.plug.test_plug import _again, all_there
from tests.plug.visit import PATIENCE, arrived, begin, find, go, picture, queue, save, send, sign_in, text_of


def test_the_server_is_killed_in_the_middle_of_a_photo(
    handset: Callable[..., Handset], server: Server, wire: Wire, told: dict[str, Any], tmp_path: Path
) -> None:
    phone = handset()
    page = sign_in(phone, told)
    phone.offline()
    begin(page, told)
    find(page, picture(tmp_path, "a.jpg", seed=1))
    save(page)
    begin(page, told, "草原饭馆")
    find(page, picture(tmp_path, "b.jpg", seed=2))
    save(page)
    wire.sent, wire.cut_after, wire.on_cut = 0, 150_000, server.kill
    phone.offline(False)
    send(page)
    page.wait_for_timeout(4000)
    assert wire.cut, "the photos are larger than that"
    assert server.process is None
    wire.cut, wire.cut_after, wire.on_cut = False, None, None
    assert len(server.entries("inspection.made")) == 2, "records go before photos"
    assert queue(page).count() == 2
    server.start()
    arrived(page, 2)
    all_there(server, 2, 2)


def test_the_keys_last_day_passes_without_a_network(
    handset: Callable[..., Handset], server: Server, told: dict[str, Any], tmp_path: Path
) -> None:
    phone = handset()
    page = sign_in(phone, told)
    phone.offline()
    begin(page, told)
    find(page, picture(tmp_path))
    save(page)
    begin(page, told, "草原饭馆")
    page.locator("[data-test=note]").fill("写到一半的说明")
    page.wait_for_timeout(600)
    phone.close()
    server.kill()
    page = phone.open(clock=datetime.now(UTC) + timedelta(days=30))
    page.locator("[data-test=sign-in]").wait_for(timeout=PATIENCE)
    assert "没有发送的记录都在" in text_of(page)
    assert "便民小卖部" not in text_of(page)
    go(page, "/places")
    assert page.locator("[data-test=place-row]").count() == 0
    phone.close()
    server.start()
    page = _again(phone.open())
    page.locator("[data-test=today-drafts]").wait_for(timeout=PATIENCE)
    page.locator("[data-test=today-drafts] a, [data-test=today-drafts] button").first.click()
    expect(page.locator("[data-test=note]")).to_have_value("写到一半的说明")
    save(page)
    arrived(page, 2)
    all_there(server, 2, 1)


def test_two_tabs_write_one_check_and_nothing_typed_is_lost(
    handset: Callable[..., Handset], server: Server, told: dict[str, Any], tmp_path: Path
) -> None:
    phone = handset()
    first = sign_in(phone, told)
    phone.offline()
    begin(first, told)
    address = first.evaluate("location.hash")
    first.wait_for_timeout(600)
    phone.offline(False)
    second = phone.open(f"/field/{address}")
    second.locator("[data-test=save]").wait_for(timeout=PATIENCE)
    phone.offline()
    find(second, picture(tmp_path, "b.jpg", seed=2), item=1)
    second.locator("[data-test=note]").fill("第二个窗口写的")
    second.wait_for_timeout(800)
    find(first, picture(tmp_path, "a.jpg", seed=1), item=0)
    first.wait_for_timeout(800)
    expect(first.locator("[data-test=finding]")).to_have_count(2)
    expect(first.locator("[data-test=elsewhere]")).to_contain_text("另一个窗口")
    expect(first.locator("[data-test=note]")).to_have_value("第二个窗口写的")
    expect(second.locator("[data-test=finding]")).to_have_count(2)
    save(first)
    phone.offline(False)
    arrived(first)
    all_there(server, 1, 2)
    assert len(found_hazards(server)) == 2


def test_a_clock_that_was_a_day_behind_and_is_set_before_sending(
    handset: Callable[..., Handset], server: Server, told: dict[str, Any]
) -> None:
    phone = handset()
    page = sign_in(phone, told)
    page.wait_for_timeout(1000)
    phone.close()
    # The battery was flat: the phone opens a day and a half earlier than it was closed. Then the network sets the clock.
    behind = timedelta(hours=36)
    page = phone.open(clock=datetime.now(UTC) - behind)
    page.locator("[data-test=today-scan]").wait_for(timeout=PATIENCE)
    phone.offline()
    begin(page, told)
    save(page)
    phone.close()
    page = phone.open()
    arrived(page)
    all_there(server, 1, 0)
    with sqlite3.connect(server.home / "sanzhang.sqlite3") as database:
        occurred_at, recorded_at, offset = database.execute(
            "SELECT occurred_at, recorded_at, clock_offset FROM inspections_inspection"
        ).fetchone()
    apart = datetime.fromisoformat(recorded_at) - datetime.fromisoformat(occurred_at)
    assert abs(apart) < timedelta(minutes=5), "it counts for the day on which it was made"
    assert abs(offset - behind.total_seconds()) < 300, "and is marked"


def found_hazards(server: Server) -> list[str]:
    """Ids of all hazards."""
    with sqlite3.connect(server.home / "sanzhang.sqlite3") as database:
        return [row[0] for row in database.execute("SELECT id FROM hazards_hazard")]
