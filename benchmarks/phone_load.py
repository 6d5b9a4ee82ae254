"""The phones: each a process with one connection that sends without a pause, and the figures of what they met."""

import gzip
import hashlib
import http.client
import io
import json
import os
import time
from base64 import b64encode
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from typing import Any

from uuid_utils.compat import uuid7

from benchmarks.phone_filling import check
from benchmarks.processes import Spent


class Phone:
    """One phone, on a connection that stays open."""

    def __init__(self, port: int, told: dict[str, Any]) -> None:
        self.told = told
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Authorization": f"Bearer {told['token']}", "Content-Type": "application/json"}

    def call(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes, dict[str, str]]:
        """One request; status, body, headers."""
        self.connection.request(method, f"/api/v1{path}", body, self.headers | headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()}

    def push(self, entry: dict[str, Any], wanted: str = "accepted") -> None:
        """Send one entry."""
        now = datetime.now(UTC).isoformat()
        body = {"device": self.told["device"], "app": "1.0.0", "sent_at": now, "entries": [entry]}
        status, answer, _headers = self.call("POST", "/sync/push", json.dumps(body, ensure_ascii=False).encode())
        assert status == 200, answer[:500]
        assert json.loads(answer)["results"][0]["outcome"] == wanted, answer[:500]

    def inspection(self, number: int, photo: dict[str, Any] | None = None) -> dict[str, Any]:
        """A check with two hazards."""
        places = self.told["places"]
        payload = check(places[number % len(places)], 2, photo)
        return {
            "id": str(uuid7()),
            "kind": "inspection.made",
            "area": self.told["grid"],
            "occurred_at": datetime.now(UTC).isoformat(),
            "payload": payload,
        }

    def upload(self, photo: bytes, sha256: str) -> None:
        """A photo in one request: created with its data."""
        meta = f"sha256 {b64encode(sha256.encode()).decode()},filename {b64encode(b'a.jpg').decode()}"
        status, answer, _headers = self.call(
            "POST", "/photos/", photo,
            **{"Tus-Resumable": "1.0.0", "Upload-Length": str(len(photo)), "Upload-Metadata": meta, "Content-Type": "application/offset+octet-stream"},
        )  # fmt: skip
        assert status == 201, (status, answer[:500])


WORKS = {"plain": "W2 check + 2 hazards", "photo": "W1 the same + 200 kB photo", "again": "W3 the same sent again"}


def run(title: str, port: int, phones: Path, seconds: float, minutes: float, measured: Callable[[], Spent]) -> None:
    """All figures for one database. ``measured`` says what was spent so far."""
    told, base = json.loads(phones.read_text()), _picture()
    _wait_for(port)
    _first_download(title, port, told)
    with ProcessPoolExecutor(len(told)) as pool:
        for kind, name in WORKS.items():
            _load(pool, f"{title}: {name}", port, told, kind, base, seconds, measured)
        if minutes:
            _load(pool, f"{title}: W1 for {minutes:g} min", port, told, "photo", base, minutes * 60, measured)
    _behind(title, port, told)


def _load(
    pool: ProcessPoolExecutor, title: str, port: int, told: list[Any], kind: str, base: bytes, seconds: float, measured: Callable[[], Spent]
) -> None:
    """Let all phones do one kind of work at once, and say how it went."""
    before, began = measured(), time.perf_counter()
    times = list(pool.map(_send, *([one] * len(told) for one in (port, kind, base, seconds)), told))
    took = time.perf_counter() - began
    _say(title, times)
    print(f"{title}: {(measured() - before).told(sum(map(len, times)), took)}", flush=True)


def _send(port: int, kind: str, base: bytes, seconds: float, told: dict[str, Any]) -> list[float]:
    """Send for ``seconds``; how long each took."""
    phone, times, number = Phone(port, told), [], 0
    repeated = phone.inspection(0)
    if kind == "again":
        phone.push(repeated)
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        number += 1
        entry, photo, sha256 = repeated, b"", ""
        if kind == "photo":
            photo = base + os.urandom(16)  # after the picture's end: another file, the same picture
            sha256 = hashlib.sha256(photo).hexdigest()
        if kind != "again":
            entry = phone.inspection(number, _named(sha256, len(photo)) if photo else None)
        began = time.perf_counter()
        if photo:
            phone.upload(photo, sha256)
        phone.push(entry, "repeated" if kind == "again" else "accepted")
        times.append(time.perf_counter() - began)
    return times


def _named(sha256: str, size: int) -> dict[str, Any]:
    return {
        "sha256": sha256, "name": "a.jpg", "size": size, "width": 1600, "height": 1200, "role": "before", "source": "camera",
        "taken_at": datetime.now(UTC).isoformat(), "position": {"lat": 39.09, "lon": 107.98, "accuracy": 12.0}, "no_position": "",
    }  # fmt: skip


def _picture() -> bytes:
    """A JPEG of about 200 kB, 1600 × 1200, as a phone sends it."""
    from PIL import Image

    noise = Image.effect_noise((400, 300), 60).resize((1600, 1200)).convert("RGB")
    for quality in range(10, 99, 2):
        file = io.BytesIO()
        noise.save(file, "JPEG", quality=quality)
        if file.tell() >= 195_000:
            break
    return file.getvalue()


def _say(title: str, times: list[list[float]]) -> None:
    """Throughput is that of all phones together; a phone's own is its number over its time."""
    rate = sum(len(each) / sum(each) for each in times)
    cuts = quantiles([one for each in times for one in each], n=100)
    print(f"{title}: {rate:.0f}/s, p50 {cuts[49] * 1000:.0f} ms, p95 {cuts[94] * 1000:.0f} ms, n {sum(map(len, times))}", flush=True)


def _first_download(title: str, port: int, told: list[dict[str, Any]]) -> None:
    """W10, on a server that has just started, then again."""
    times, size, packed, answer = [], 0, 0, {}
    for one in told:
        phone = Phone(port, one)
        began = time.perf_counter()
        status, body, headers = phone.call("GET", "/sync/pull", **{"Accept-Encoding": "gzip"})
        times.append(time.perf_counter() - began)
        assert status == 200, body[:300]
        packed, plain = len(body), gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body
        size, answer = len(plain), json.loads(plain)
    print(
        f"{title}: W10 first download, {len(answer['premises'])} places, {len(answer['hazards'])} hazards, {len(answer['checklists'])} checklists: "
        f"first {times[0] * 1000:.0f} ms, then {min(times[1:]) * 1000:.0f}–{max(times[1:]) * 1000:.0f} ms, {size / 1000:.0f} kB ({packed / 1000:.0f} kB on the wire)",
        flush=True,
    )


def _behind(title: str, port: int, told: list[dict[str, Any]]) -> None:
    """W4: how long after the last write until a pull shows all of it sealed, and how long that pull takes."""
    phone = Phone(port, told[0])
    began = time.perf_counter()
    status, body, _headers = phone.call("GET", "/sync/pull?cursor=")
    took = time.perf_counter() - began
    assert status == 200, body[:300]
    again = time.perf_counter()
    _status, body, _headers = phone.call("GET", f"/sync/pull?cursor={json.loads(body)['cursor']}")
    left = json.loads(body)
    behind = len(left["premises"]) + len(left["hazards"])
    print(
        f"{title}: W4 after the load: a pull takes {took * 1000:.0f} ms; {behind} rows behind it, {(time.perf_counter() - again) * 1000:.0f} ms later",
        flush=True,
    )


def _wait_for(port: int) -> None:
    for _try in range(200):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/sign-in/")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server did not start")
