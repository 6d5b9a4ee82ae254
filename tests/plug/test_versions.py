"""A new version of the app, put on the server while phones are out: it takes over by itself, and never under anybody's hands."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.plug.conftest import Handset, Server
from tests.plug.visit import PATIENCE, arrived, begin, go, save, sign_in

import sanzhang.field

BUILT = Path(sanzhang.field.__file__).parent / "static_build"
MARK = '<meta name="version" content="the next" />'
QUIET_MS = 11_000  # so long nobody has touched the screen


@pytest.fixture
def server(filled: Path, tmp_path: Path) -> Iterator[Server]:
    """A server that serves the app from its own home."""
    home = tmp_path / "home"
    shutil.copytree(filled, home)
    shutil.copytree(BUILT, home / "builds", ignore=shutil.ignore_patterns("*.br", "*.gz"))
    made = Server(home, settings="tests.plug.own_build")
    made.start()
    yield made
    made.kill()


def put_next_version(server: Server) -> None:
    """The next version is on the server, which was started anew for it, as when it is updated."""
    server.kill()
    folder = server.home / "builds" / "field"
    page, worker = folder / "index.html", folder / "sw.js"
    page.write_text(page.read_text().replace("<title>", MARK + "<title>"))
    changed, count = re.subn(r'("revision":")[0-9a-f]{32}(","url":"index\.html")', rf"\g<1>{'0' * 32}\g<2>", worker.read_text())
    assert count == 1
    worker.write_text(changed)
    server.start()


def waits(page: Page) -> bool:
    """Whether the next version has arrived on the phone and waits."""
    return bool(page.evaluate("navigator.serviceWorker.getRegistration().then((one) => { one.update(); return one.waiting !== null })"))


def is_next(page: Page) -> bool:
    """Whether the page is the next version's."""
    return page.locator("meta[name=version]").count() == 1


def test_the_next_version_waits_until_nobody_types_and_nothing_is_lost(
    handset: Callable[..., Handset], server: Server, told: dict[str, Any]
) -> None:
    phone = handset()
    page = sign_in(phone, told)
    begin(page, told)
    page.locator("[data-test=note]").fill("写到一半的说明")
    put_next_version(server)
    for _try in range(100):
        if waits(page):
            break
        page.wait_for_timeout(200)
    assert waits(page)
    page.wait_for_timeout(QUIET_MS)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_timeout(1000)
    assert waits(page), "the check is open: somebody is writing it"
    assert not is_next(page)
    expect(page.locator("[data-test=note]")).to_have_value("写到一半的说明")
    go(page, "/")
    page.wait_for_timeout(QUIET_MS)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.locator("meta[name=version]").wait_for(state="attached", timeout=PATIENCE)
    page.locator("[data-test=today-drafts] a, [data-test=today-drafts] button").first.click()
    expect(page.locator("[data-test=note]")).to_have_value("写到一半的说明")
    phone.offline()
    save(page)
    page.reload()
    page.locator("[data-test=today-scan], [data-test=saved]").first.wait_for(timeout=PATIENCE)
    assert is_next(page), "and it is kept for later, as a whole"
    phone.offline(False)
    arrived(page)
    assert len(server.entries("inspection.made")) == 1
    server.verify()
    assert phone.noises == []
