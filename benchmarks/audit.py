"""Lighthouse's checks of the field app: installable and working without a network (PWA), accessible, best practices, and how fast on a slow phone.

    python benchmarks/audit.py

Needs Chromium and the npm registry: Lighthouse 11.7.1, the last that looks at PWAs, is fetched into a temporary folder (it is no part of the product). A real
server on this machine's loopback; Chromium may reach nothing else.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from tests.plug import conftest  # noqa: E402

LIGHTHOUSE = "lighthouse@11.7.1"


def main() -> None:
    """Serve, audit, print the scores and every check that failed."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        home.mkdir()
        subprocess.run([sys.executable, "-m", "tests.plug.build", str(home / "told.json")], env=conftest.environment(home), check=True)
        server = conftest.Server(home)
        server.start()
        try:
            report = audit(f"http://127.0.0.1:{server.port}/field/", Path(folder))
        finally:
            server.kill()
    for name, category in report["categories"].items():
        print(f"{name}: {round((category['score'] or 0) * 100)} of 100")
        for reference in category["auditRefs"]:
            one = report["audits"][reference["id"]]
            if one["score"] is not None and one["score"] < 0.9 and reference["weight"]:
                print(f"   not passed: {one['title']}{' — ' + one['displayValue'] if one.get('displayValue') else ''}")


def audit(address: str, folder: Path) -> dict[str, dict[str, dict[str, object]]]:
    """Lighthouse's report."""
    beside = str(Path(sys.executable).parent)
    environment = os.environ | {"PATH": f"{beside}:{os.environ['PATH']}", "CHROME_PATH": conftest.CHROMIUM}
    npm = ["npm", "install", "--prefix", str(folder), "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", LIGHTHOUSE]
    subprocess.run(npm, env=environment, check=True, stdout=subprocess.DEVNULL)
    flags = " ".join([*conftest.FLAGS, "--headless=new"])
    command = [str(folder / "node_modules/.bin/lighthouse"), address, "--quiet", "--output=json", f"--output-path={folder / 'report.json'}",
               f"--chrome-flags={flags}", "--only-categories=pwa,accessibility,best-practices,performance"]  # fmt: skip
    subprocess.run(command, env=environment, check=True, timeout=240)
    return json.loads((folder / "report.json").read_text())


if __name__ == "__main__":
    main()
