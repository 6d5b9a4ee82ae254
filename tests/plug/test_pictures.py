"""Pictures as phones really make them: of a hundred megapixels, turned on their side, and in formats that the browser cannot open."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import expect
from tests.plug.conftest import Handset, Server
from tests.plug.visit import PATIENCE, arrived, begin, save, sign_in

SHEET = "[data-test=problem-sheet]"
CAMERA = f"{SHEET} [data-test=photo-camera]"
TURNED = 6  # EXIF: the camera was held upright


def upright(folder: Path, width: int, height: int) -> Path:
    """A photo of so many pixels as the sensor lies, taken with the phone upright."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = TURNED
    path = folder / "large.jpg"
    image.save(path, "JPEG", quality=85, exif=exif)
    return path


def heic(folder: Path) -> Path:
    """What an iPhone keeps, as far as a browser looks at it."""
    path = folder / "IMG_0001.HEIC"
    path.write_bytes(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 5000)
    return path


def test_a_very_large_photo_becomes_small_and_stands_upright(
    handset: Callable[..., Handset], server: Server, told: dict[str, Any], tmp_path: Path
) -> None:
    phone = handset()
    page = sign_in(phone, told)
    begin(page, told)
    page.locator("[data-test=item-main]").first.click()
    page.locator("[data-test=phrase-0]").click()
    page.locator(CAMERA).set_input_files(heic(tmp_path))
    expect(page.locator(f"{SHEET} [role=alert]").first).to_contain_text("HEIC", timeout=PATIENCE)
    assert page.locator(f"{SHEET} [data-test=photo]").count() == 0
    page.locator(CAMERA).set_input_files(upright(tmp_path, 12_000, 9_000))
    page.locator(f"{SHEET} [data-test=photo]").first.wait_for(timeout=2 * PATIENCE)
    page.locator("[data-test=action-by_date]").click()
    page.locator("[data-test=problem-save]").click()
    save(page)
    arrived(page)
    (kept,) = server.photos()
    picture = Image.open(io.BytesIO((server.home / "media" / kept[:2] / kept).read_bytes()))
    assert picture.size == (1200, 1600), "upright, and no longer than the longest side that is kept"
    assert picture.getexif().get(0x0112, 1) == 1
    server.verify()
    assert phone.noises == []
