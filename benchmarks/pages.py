"""How fast the desk's pages are at one simulated year, asked one after another over loopback of the real server.

    python benchmarks/pages.py [--home FOLDER]     # FOLDER: a data folder with the demonstration in it; without it one is made

Bounded: --times requests a page. It stops the server that it started.
"""

import argparse
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from statistics import quantiles

SANZHANG = Path(sys.executable).with_name("sanzhang")
PAGES = {
    "brigade_chief": [
        "/", "/ledger/", "/ledger/?state=missed", "/ledger/town.joint_inspection/", "/net/", "/progress/", "/records/", "/proposals/", "/notice/",
        "/parameters/", "/areas/", "/people/", "/appointments/", "/slices/", "/records/new/joint_inspection/",
    ],
    "town_head": ["/", "/ledger/", "/net/", "/records/"],
    "village_head": ["/", "/ledger/", "/net/", "/records/", "/records/new/home_visit/"],
    "audit_admin": ["/audit/"],
}  # fmt: skip
BAR = 150


def main() -> None:
    """Print p50 and p95 of each page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--times", type=int, default=30)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        home = chosen.home or Path(made)
        environment = os.environ | {"SANZHANG_HOME": str(home)}
        if not chosen.home:
            subprocess.run([SANZHANG, "init"], env=environment, check=True, stdout=subprocess.DEVNULL)
            subprocess.run([SANZHANG, "demo"], env=environment, check=True, stdout=subprocess.DEVNULL)
        password = (home / "demo-accounts.txt").read_text("utf-8").splitlines()[0].split("\t")[1]
        with _server(environment) as base:
            worst = max(_measure(base, username, password, chosen.times) for username in PAGES)
    print(f"slowest page: p95 {worst:.0f} ms (bar {BAR} ms)")


def _measure(base: str, username: str, password: str, times: int) -> float:
    opener = _sign_in(base, username, password)
    worst = 0.0
    for page in PAGES[username]:
        taken, size = [], 0
        for _ in range(times + 1):
            began = time.perf_counter()
            size = len(opener.open(base + page, timeout=30).read())
            taken.append((time.perf_counter() - began) * 1000)
        cuts = quantiles(taken[1:], n=20)
        print(f"{username:15} {page:40} first {taken[0]:6.0f}  p50 {cuts[9]:6.1f}  p95 {cuts[18]:6.1f} ms  {size / 1024:6.0f} kB")
        worst = max(worst, cuts[18])
    return worst


def _sign_in(base: str, username: str, password: str) -> urllib.request.OpenerDirector:
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    page = opener.open(f"{base}/sign-in/", timeout=30).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    form = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], "username": username, "password": password}).encode()
    answer = opener.open(urllib.request.Request(f"{base}/sign-in/", form, {"Referer": f"{base}/sign-in/"}), timeout=30)
    assert answer.url == f"{base}/", f"{username} could not sign in"
    return opener


@contextmanager
def _server(environment: dict[str, str]) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [SANZHANG, "serve", "--port", str(port)], env=environment | {"SANZHANG_PUBLIC_URL": base}, stdout=subprocess.DEVNULL
    )
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{base}/sign-in/", timeout=2)
                break
            except OSError:
                time.sleep(0.2)
        yield base
    finally:
        server.terminate()
        server.wait(timeout=20)


if __name__ == "__main__":
    main()
