"""Headless Chromium on the small county."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import APIResponse, Browser, Page, Playwright, Route
from tests import county
from tests.browser.in_flight import InFlight
from tests.emptying import journal_may_be_emptied_after

import sanzhang.desk.counted as counted
import sanzhang.standing.board as board

# Playwright's synchronous calls run beside an event loop, which makes Django careful; the tests touch the database from one thread at a time.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js"
WIDTHS = {"desk": 1440, "phone": 390}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser test."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for all tests here."""
    running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield running
    running.close()


@pytest.fixture
def people(transactional_db: None) -> Iterator[dict[str, str]]:
    """The small county."""
    board._kept.clear()
    counted._kept.clear()
    with journal_may_be_emptied_after():
        yield county.build()


def violations_on(page: Page) -> list[str]:
    """Violations of WCAG 2 A and AA that axe finds on an open page, here or on a phone."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations']})")
    return [f"{item['id']}: {item['nodes'][0]['html'][:200]}" for item in found["violations"]]


class Visit:
    """A person at a browser. ``outside``: addresses of other hosts that a page asked for; ``noises``: errors in the console."""

    def __init__(self, browser: Browser, base: str, width: int) -> None:
        self.base = base
        self.outside: list[str] = []
        self.noises: list[str] = []
        self.fetched: APIResponse | None = None
        self.page: Page = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN").new_page()
        self.page.route("**/*", self._refuse_outside)
        self.page.on("console", lambda message: self.noises.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.noises.append(str(error)))

    def _refuse_outside(self, route: Route) -> None:
        url = route.request.url
        if route.request.is_navigation_request() and self.fetched:
            route.fulfill(response=self.fetched)
            self.fetched = None
        elif url.startswith((self.base, "data:", "blob:")):
            route.continue_()
        else:
            self.outside.append(url)
            route.abort()

    def open(self, address: str) -> Page:
        """Go to an address of ours."""
        self.page.goto(self.base + address)
        return self.page

    def shows_a_page(self, address: str) -> bool:
        """Go to an address of ours; False, and the page stays, where it is refused or is a file."""
        answer = self.page.request.get(self.base + address)
        if answer.status != 200 or "text/html" not in answer.headers["content-type"]:
            return False
        self.fetched = answer  # a second time would cost as much again
        self.page.goto(self.base + address)
        return True

    def sign_in(self, username: str) -> Page:
        """Through the sign-in page, as anybody would."""
        self.open("/sign-in/")
        self.page.get_by_label("账号").fill(username)
        self.page.get_by_label("口令").fill(county.PASSWORD)
        self.page.get_by_role("button", name="登录").click()
        self.page.wait_for_url(self.base + "/")
        return self.page

    def axe(self) -> list[str]:
        """Violations of WCAG 2 A and AA that axe finds on the open page."""
        return violations_on(self.page)

    def overflow(self) -> int:
        """By how many pixels the open page is wider than the screen."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@pytest.fixture
def visit(browser: Browser, live_server: object, people: dict[str, str]) -> Iterator[Callable[..., Visit]]:
    """``visit("village_head@150624100001", width=390)``: that person, signed in."""
    visits = []
    in_flight = InFlight()
    in_flight.begin()

    def begin(number: str = "", width: int = 1440) -> Visit:
        made = Visit(browser, live_server.url, width)  # type: ignore[attr-defined]
        visits.append(made)
        if number:
            made.sign_in(county.account(people, number).username)
        return made

    yield begin
    for made in visits:
        made.page.context.close()
    in_flight.settle()
