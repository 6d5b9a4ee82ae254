"""What Lighthouse says of the phone's app: its accessibility, whether it is a whole progressive web app, and how fast it is on a slow phone.

    python benchmarks/lighthouse.py [FOLDER]

A real server and Chromium; Lighthouse (version 11, the last that looks at web apps) with its own mobile throttling: a slow phone on slow 4G. The sign-in as somebody
sees it who has never been here, and Today as it opens for somebody who is signed in. With FOLDER the whole reports are kept there. Ends with 1 when a score is
below its bar.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django
from playwright.sync_api import sync_playwright

django.setup()

from tests.plug import conftest, visit  # noqa: E402

from benchmarks.processes import free_port  # noqa: E402

FIELD = Path(__file__).resolve().parent.parent / "frontend/field"
PROGRAM = FIELD / "node_modules/lighthouse/cli/index.js"
BARS = {"accessibility": 100, "pwa": 100, "performance": 80}


def main() -> int:
    """Build, serve, look."""
    if not PROGRAM.exists():
        print("Lighthouse is not installed. Run: npm --prefix frontend/field ci")
        return 2
    kept = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder) / "home"
        home.mkdir()
        subprocess.run([sys.executable, "-m", "tests.plug.build", str(home / "told.json")], env=conftest.environment(home), check=True)
        told = json.loads((home / "told.json").read_text())
        server = conftest.Server(home)
        server.start()
        try:
            return measure(playwright, server, told, Path(folder), kept)
        finally:
            server.kill()


def measure(playwright: Any, server: conftest.Server, told: dict[str, Any], folder: Path, kept: Path | None) -> int:
    """Both screens; 1 when one is below a bar."""
    port, address = free_port(), f"http://127.0.0.1:{server.port}"
    conftest.FLAGS.append(f"--remote-debugging-port={port}")
    low = 0
    for screen in ("sign-in", "today"):
        handset = conftest.Handset(playwright, folder / screen, address)
        page = visit.sign_in(handset, told) if screen == "today" else handset.open("/field/icon.svg")
        page.wait_for_timeout(1500)
        report = look(port, f"{address}/field/", fresh=screen == "sign-in")
        handset.close()
        if kept:
            kept.mkdir(parents=True, exist_ok=True)
            (kept / f"{screen}.json").write_text(json.dumps(report, ensure_ascii=False, indent=1))
        low |= tell(screen, report)
    return low


def look(port: int, address: str, *, fresh: bool) -> dict[str, Any]:
    """Lighthouse's report of a page in the browser that listens on ``port``. Not ``fresh``: with what the phone keeps."""
    node = shutil.which("node")
    assert node, "node is missing: put the virtual environment's bin folder into PATH"
    command = [
        node, str(PROGRAM), address, f"--port={port}", "--output=json", "--quiet", "--no-enable-error-reporting",
        f"--only-categories={','.join(BARS)}", *([] if fresh else ["--disable-storage-reset"]),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    if done.returncode != 0:
        raise SystemExit(done.stderr[-2000:])
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def tell(screen: str, report: dict[str, Any]) -> int:
    """The scores, and every finding; 1 when a score is below its bar."""
    scores = {name: round(100 * (category["score"] or 0)) for name, category in report["categories"].items()}
    print(f"{screen}: " + ", ".join(f"{name} {score} (bar {BARS[name]})" for name, score in scores.items()))
    for name, category in report["categories"].items():
        for ref in category["auditRefs"]:
            audit = report["audits"][ref["id"]]
            if ref["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                print(f"  {name}: {audit['title']} {audit.get('displayValue', '')}")
    return int(any(score < BARS[name] for name, score in scores.items()))


if __name__ == "__main__":
    sys.exit(main())
