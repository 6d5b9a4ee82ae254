"""What a worker does on the phone, as he does it: by scanning, tapping, photographing."""

import contextlib
import io
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, TimeoutError, expect
from tests import county
from tests.plug.conftest import Handset

PATIENCE = 30_000


def sign_in(handset: Handset, told: dict[str, Any], post: str = "grid_worker") -> Page:
    """Open the app, sign in, and wait until everything has been pulled and the app is kept for later."""
    page = handset.open()
    page.locator("[data-test=username] input, input[data-test=username]").fill(told["accounts"][post])
    page.locator("[data-test=password] input, input[data-test=password]").fill(county.PASSWORD)
    page.locator("[data-test=sign-in]").click()
    page.locator("[data-test=today-scan]").wait_for(timeout=PATIENCE)
    for _try in range(100):  # not wait_for_function, which needs the eval that the content policy forbids
        if page.evaluate("navigator.serviceWorker.controller !== null"):
            break
        page.wait_for_timeout(200)
    go(page, "/places")
    page.locator("[data-test=place-row]").first.wait_for(timeout=PATIENCE)
    go(page, "/")
    return page


def go(page: Page, path: str) -> None:
    """To a screen of the app, without loading the page again."""
    page.evaluate("path => { location.hash = '#' + path }", path)


def scan(page: Page, plate: str) -> None:
    """Scan a plate: the app is at its place."""
    go(page, f"/q/{plate}")
    page.locator("[data-test=check]").wait_for(timeout=PATIENCE)


def begin(page: Page, told: dict[str, Any], place: str = "便民小卖部") -> None:
    """Find the place by its plate and begin a check."""
    page.bring_to_front()
    scan(page, told["places"][place]["plate"])
    page.locator("[data-test=check]").click()
    page.locator("[data-test=save]").wait_for(timeout=PATIENCE)


def find(page: Page, photo: Path, item: int = 0) -> None:
    """Mark a problem with a photo, to be corrected by a date."""
    page.bring_to_front()  # with two windows, who taps in one has it before him; behind another the browser hardly moves it
    page.locator("[data-test=item-main]").nth(item).click()
    page.locator("[data-test=phrase-0]").click()
    page.locator("[data-test=problem-sheet] [data-test=photo-camera]").set_input_files(photo)
    page.locator("[data-test=problem-sheet] [data-test=photo]").first.wait_for(timeout=PATIENCE)
    page.locator("[data-test=action-by_date]").click()
    page.locator("[data-test=problem-save]").click()
    expect(page.locator("[data-test=finding]").first).to_be_visible()


def save(page: Page) -> None:
    """Make the check a record."""
    page.bring_to_front()
    page.locator("[data-test=save]").click()
    page.locator("[data-test=saved]").wait_for(timeout=PATIENCE)


def queue(page: Page) -> Locator:
    """The rows of the queue."""
    go(page, "/queue")
    page.locator("[data-test=queue-state]").wait_for(timeout=PATIENCE)
    return page.locator("[data-test=queue-row]")


def send(page: Page) -> None:
    """Press “send now”, unless the app is at it already, or was just shown the door."""
    go(page, "/queue")
    with contextlib.suppress(TimeoutError):
        page.locator("[data-test=sync-now]").click(timeout=2000)


def arrived(page: Page, count: int = 1) -> None:
    """Wait until the queue says that ``count`` entries have arrived with all their photos; press “send now” until then, as anybody would."""
    queue(page)
    for _try in range(20):
        # An article is an entry of which something is still to be sent; a line of the list below has arrived whole.
        if page.locator("li[data-test=queue-row]").count() >= count and page.locator("article[data-test=queue-row]").count() == 0:
            return
        button = page.locator("[data-test=sync-now]")
        if button.is_enabled():
            button.click()
        page.wait_for_timeout(1500)
    raise AssertionError(text_of(page))


def picture(folder: Path, name: str = "photo.jpg", side: int = 2400, seed: int = 0) -> Path:
    """A photo as a phone's camera makes it: large, and with a position in its EXIF data."""
    from PIL import Image

    image = Image.effect_noise((side // 4, side // 4), 40 + seed).resize((side, side)).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = "Phone"
    file = io.BytesIO()
    image.save(file, "JPEG", quality=90, exif=exif)
    path = folder / name
    path.write_bytes(file.getvalue())
    return path


def text_of(page: Page) -> str:
    """Everything that is to be read on the screen."""
    return re.sub(r"\s+", " ", page.locator("body").inner_text())
