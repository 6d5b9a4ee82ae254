"""A real server on files of its own, a wire that can be cut, and phones: each a browser profile that survives being closed."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from benchmarks.processes import free_port
from playwright.sync_api import BrowserContext, Page, Playwright
from tests import county
from tests.plug.proxy import Wire

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip
KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
PYTHON = sys.executable
# `sanzhang verify` and `sanzhang rebuild --check`, one after the other in one process: each would load the program anew.
VERIFY = """
import sys
from sanzhang.cli.main import app
for command in (["verify"], ["rebuild", "--check"]):
    if code := app(command, standalone_mode=False):
        sys.exit(code)
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser, and brings its own SQLite."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def environment(home: Path, settings: str = "sanzhang.site.settings") -> dict[str, str]:
    """What the server and the commands beside it see."""
    secrets = dict.fromkeys(("SANZHANG_SECRET_KEY", "SANZHANG_DATA_KEY", "SANZHANG_SIGNING_KEY"), KEY)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SANZHANG_", "DJANGO_"))}
    return (
        kept
        | secrets
        | {
            "SANZHANG_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": settings,
            "PYTHONPATH": "src:.",
            "SANZHANG_HOSTS": "localhost,127.0.0.1",
        }
    )


@dataclass
class Server:
    """`sanzhang serve` on a folder of its own."""

    home: Path
    port: int = 0
    settings: str = "sanzhang.site.settings"
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start, and wait until it answers."""
        self.port = self.port or free_port()
        command = [str(Path(PYTHON).with_name("sanzhang")), "serve", "--port", str(self.port), "--threads", "4"]
        log = (self.home / "server.log").open("ab")
        # A group of its own, so that a kill takes its workers along, as a power cut would.
        self.process = subprocess.Popen(command, env=environment(self.home, self.settings), stdout=log, stderr=log, start_new_session=True)
        for _try in range(150):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError((self.home / "server.log").read_text())

    def kill(self) -> None:
        """The plug, not the switch."""
        # Taken first: where the wire pulls the plug, a test may start the next one meanwhile, which must not be forgotten.
        process, self.process = self.process, None
        if process:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def entries(self, kind: str) -> list[str]:
        """Ids of all entries of ``kind``."""
        with sqlite3.connect(self.home / "sanzhang.sqlite3") as database:
            return [row[0] for row in database.execute("SELECT id FROM journal_entry WHERE kind = ? ORDER BY recorded_at", [kind])]

    def photos(self) -> dict[str, int]:
        """SHA-256 and size of every whole photo that arrived."""
        return {path.name: path.stat().st_size for path in (self.home / "media").glob("??/*") if len(path.name) == 64}

    def named_photos(self) -> set[str]:
        """SHA-256 of every photo that an entry names."""
        with sqlite3.connect(self.home / "sanzhang.sqlite3") as database:
            return {row[0] for row in database.execute("SELECT sha256 FROM photos_photouse")}

    def forget_tokens(self) -> None:
        """Every phone is signed out."""
        self._change("UPDATE accounts_device SET signed_out_at = registered_at")

    def lose_phones(self) -> None:
        """Every phone is reported lost."""
        self._change("UPDATE accounts_device SET lost_at = registered_at")

    def _change(self, statement: str) -> None:
        with sqlite3.connect(self.home / "sanzhang.sqlite3", timeout=20) as database:
            database.execute(statement)
        time.sleep(2.5)  # who a phone is, is looked up once in two seconds

    def verify(self) -> None:
        """The chain is whole, and the tables are what it says."""
        done = subprocess.run([PYTHON, "-c", VERIFY], env=environment(self.home), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


@dataclass
class Handset:
    """A phone: a browser profile on disk. Closing it and opening it again is what a dead battery does."""

    playwright: Playwright
    profile: Path
    address: str
    context: BrowserContext | None = None
    noises: list[str] = field(default_factory=list)

    def open(self, path: str = "/field/", clock: datetime | None = None) -> Page:
        """Open the app in a new tab, or for the first time. ``clock``: what the phone's own says."""
        if self.context is None:
            self.context = self.playwright.chromium.launch_persistent_context(
                str(self.profile), executable_path=CHROMIUM, args=FLAGS, viewport={"width": 390, "height": 844}, locale="zh-CN",
                geolocation={"latitude": 39.09, "longitude": 107.98, "accuracy": 12}, permissions=["geolocation"],
            )  # fmt: skip
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.noises.append(str(error)))
        if clock:
            page.clock.install(time=clock)
        page.goto(self.address + path)
        return page

    def offline(self, off: bool = True) -> None:
        """Aeroplane mode."""
        assert self.context
        self.context.set_offline(off)

    def close(self) -> None:
        """The app is swept away."""
        if self.context:
            self.context.close()
            self.context = None


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the small county, made once."""
    home = tmp_path_factory.mktemp("filled")
    subprocess.run([PYTHON, "-m", "tests.plug.build", str(home / "told.json")], env=environment(home), check=True)
    return home


@pytest.fixture
def server(filled: Path, tmp_path: Path) -> Iterator[Server]:
    """A running server on a copy of it."""
    home = tmp_path / "home"
    shutil.copytree(filled, home)
    made = Server(home)
    made.start()
    yield made
    made.kill()


@pytest.fixture
def told(filled: Path) -> dict[str, Any]:
    """Accounts and places of the county."""
    known: dict[str, Any] = json.loads((filled / "told.json").read_text())
    return known


@pytest.fixture
def wire(server: Server) -> Iterator[Wire]:
    """The wire to the server."""
    made = Wire(server.port).start()
    yield made
    made.stop()


@pytest.fixture
def handset(playwright: Playwright, wire: Wire, tmp_path: Path) -> Iterator[Callable[..., Handset]]:
    """``handset()``: a new phone on the wire."""
    made: list[Handset] = []

    def another(name: str = "phone") -> Handset:
        made.append(Handset(playwright, tmp_path / name, f"http://127.0.0.1:{wire.port}"))
        return made[-1]

    yield another
    for one in made:
        one.close()


PASSWORD = county.PASSWORD
