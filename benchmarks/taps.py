"""How many taps and seconds a check takes on the phone, and how soon the app can be used on a slow one.

    python benchmarks/taps.py

A real server and headless Chromium at 390 × 844; the camera shows a film of the place's plate, made here, and the app reads it. Counted are taps on the app's own
buttons; pressing the shutter belongs to the phone's camera. Seconds are the machine's, without a person's thinking, with the processor as it is and slowed six times.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django
import segno
from PIL import Image
from playwright.sync_api import Page, sync_playwright

django.setup()

from tests.plug import conftest, visit  # noqa: E402

SLOW = 6


def main() -> None:
    """Build, serve, tap."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder) / "home"
        home.mkdir()
        subprocess.run([sys.executable, "-m", "tests.plug.build", str(home / "told.json")], env=conftest.environment(home), check=True)
        told = conftest.json.loads((home / "told.json").read_text())
        server = conftest.Server(home)
        server.start()
        try:
            measure(playwright, server, told, Path(folder))
        finally:
            server.kill()


def measure(playwright: Any, server: conftest.Server, told: dict[str, Any], folder: Path) -> None:
    """Every figure."""
    address = f"http://127.0.0.1:{server.port}"
    plate = film(f"{address}/q/{told['places']['便民小卖部']['plate']}", folder / "plate.y4m")
    first_paint(playwright, address, folder)
    conftest.FLAGS += ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={plate}"]
    handset = conftest.Handset(playwright, folder / "profile", address)
    page = visit.sign_in(handset, told)
    handset.context.grant_permissions(["camera", "geolocation"])  # type: ignore[union-attr]
    photo = visit.picture(folder)
    for slow in (1, SLOW):
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slow})
        for hazard in (False, True):
            taps, seconds = check(page, photo if hazard else None)
            said = "with a hazard and a photo" if hazard else "without a hazard"
            print(f"check {said}, processor slowed {slow}×: {taps} taps, {seconds:.1f} s (bar {8 if hazard else 4} taps)")
    handset.close()
    again(handset, told)


def check(page: Page, photo: Path | None) -> tuple[int, float]:
    """Scan, check, save; taps and seconds."""
    visit.go(page, "/")
    page.locator("[data-test=today-scan]").wait_for()
    taps, began = 0, time.perf_counter()

    def tap(where: str) -> None:
        nonlocal taps
        page.locator(where).first.click(timeout=visit.PATIENCE)
        taps += 1

    tap("[data-test=today-scan]")
    tap("[data-test=check]")
    if photo:
        tap("[data-test=item-main]")
        tap("[data-test=phrase-0]")
        page.locator("[data-test=problem-sheet] [data-test=photo-camera]").set_input_files(photo)
        taps += 1
        tap("[data-test=action-by_date]")
        page.locator("[data-test=problem-sheet] [data-test=photo]").first.wait_for(timeout=visit.PATIENCE)
        tap("[data-test=problem-save]")
    tap("[data-test=save]")
    page.locator("[data-test=saved]").wait_for(timeout=visit.PATIENCE)
    return taps, time.perf_counter() - began


def first_paint(playwright: Any, address: str, folder: Path) -> None:
    """A phone that has never seen the app: what comes over the wire until the sign-in form can be used, and how long that takes."""
    handset = conftest.Handset(playwright, folder / "fresh", address)
    page = handset.open("/field/icon.svg")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setBypassServiceWorker", {"bypass": True})
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOW})
    loaded: list[float] = []
    session.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
    began = time.perf_counter()
    page.goto(f"{address}/field/")
    page.locator("[data-test=sign-in]").wait_for(timeout=visit.PATIENCE)
    took, size = time.perf_counter() - began, sum(loaded)
    print(
        f"first paint: {size / 1000:.0f} kB over the wire (bar 350 kB), usable after {took:.1f} s with the processor slowed {SLOW}× (bar 3 s)"
    )
    handset.close()


def again(handset: conftest.Handset, told: dict[str, Any]) -> None:
    """The app opened again without a network, on a slow phone."""
    page = handset.open()
    page.locator("[data-test=today-scan]").wait_for(timeout=visit.PATIENCE)
    handset.offline()
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOW})
    began = time.perf_counter()
    page.reload()
    page.locator("[data-test=today-scan]").wait_for(timeout=visit.PATIENCE)
    print(f"opened again without a network: usable after {time.perf_counter() - began:.1f} s with the processor slowed {SLOW}×")
    handset.close()


def film(text: str, path: Path) -> Path:
    """A film of one picture: the plate before a camera, 640 × 480, in YUV as Chromium's pretended camera wants it."""
    code = segno.make(text, error="m")
    code.save(str(path.with_suffix(".png")), scale=8, border=4)
    picture = Image.new("RGB", (640, 480), "white")
    plate = Image.open(path.with_suffix(".png")).convert("RGB")
    plate.thumbnail((400, 400))
    picture.paste(plate, ((640 - plate.width) // 2, (480 - plate.height) // 2))
    bright, blue, red = picture.convert("YCbCr").split()
    frame = bright.tobytes() + blue.resize((320, 240)).tobytes() + red.resize((320, 240)).tobytes()
    path.write_bytes(b"YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\n" + 20 * (b"FRAME\n" + frame))
    return path


if __name__ == "__main__":
    main()
