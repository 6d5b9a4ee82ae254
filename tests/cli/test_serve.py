"""``sanzhang serve``: it answers, says where, and says when the port is taken."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

CODE = "from sanzhang.cli.main import app; app()"


@pytest.fixture
def machine(tmp_path: Path) -> dict[str, str]:
    """The environment of a fresh machine."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("SANZHANG", "DJANGO"))}
    made = bare | {"SANZHANG_HOME": str(tmp_path), "SANZHANG_DEBUG": "1", "PYTHONUNBUFFERED": "1"}
    subprocess.run([sys.executable, "-c", CODE, "init"], env=made, check=True, capture_output=True)
    return made


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.mark.sqlite_only
def test_a_taken_port_is_said(machine: dict[str, str], taken: int) -> None:
    words = [sys.executable, "-c", CODE, "serve", "--port", str(taken)]
    done = subprocess.run(words, env=machine, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert f"端口 {taken} 已被占用" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.sqlite_only
def test_it_answers_and_seals(machine: dict[str, str], tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-c", CODE, "serve", "--port", str(port)], env=machine, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout
        assert f"http://127.0.0.1:{port}" in server.stdout.readline()
        assert _answer(f"http://127.0.0.1:{port}/sign-in/") == 200
        _write_unsealed(machine)
        assert _eventually_sealed(machine)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _answer(address: str) -> int:
    for _attempt in range(100):
        try:
            with urlopen(address, timeout=5) as response:  # noqa: S310 - our own address
                return int(response.status)
        except (URLError, ConnectionError):
            time.sleep(0.2)
    return 0


def _python(machine: dict[str, str], code: str) -> str:
    prelude = (
        "import os; from pathlib import Path; from sanzhang.site import environment;"
        "environment.load(Path(os.environ['SANZHANG_HOME']));"
        "from sanzhang.cli.main import django; django(); from sanzhang.journal.models import Entry;"
    )
    done = subprocess.run([sys.executable, "-c", prelude + code], env=machine, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def _write_unsealed(machine: dict[str, str]) -> None:
    """An entry whose writer died before it could seal."""
    _python(
        machine,
        "import sanzhang.journal.append as a; from sanzhang.journal.actors import system_actor; a.seal_soon = lambda county: None;"
        "a.append(a.draft('area.set', '150624', {'name': '某旗'}), system_actor())",
    )


def _eventually_sealed(machine: dict[str, str]) -> bool:
    for _attempt in range(10):
        if _python(machine, "print(Entry.objects.filter(seq__isnull=False).count())") == "1":
            return True
        time.sleep(0.5)
    return False
