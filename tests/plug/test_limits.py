"""A body that is too large is really sent: it is refused in words, costs the server next to nothing, and the next phone is served."""

import http.client
import json
import time
from pathlib import Path
from typing import Any

from tests import county
from tests.plug.conftest import Server

MB = 2**20


def ask(server: Server, method: str, path: str, body: Any = None, token: str = "") -> tuple[int, dict[str, Any]]:
    """One request on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    try:
        connection.request(method, f"/api/v1{path}", body if isinstance(body, bytes) else json.dumps(body), headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or b"{}")
    finally:
        connection.close()


def memory(server: Server) -> int:
    """Bytes in use by the server and its workers."""
    assert server.process
    group = server.process.pid
    pages = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[2]) == group:
                pages += int((stat.parent / "statm").read_text().split()[1])
        except OSError:
            continue  # it ended meanwhile
    return pages * 4096


def test_what_is_too_large_is_refused_in_words(server: Server, told: dict[str, Any]) -> None:
    sign_in = {"username": told["accounts"]["grid_worker"], "password": county.PASSWORD, "label": "t", "app": "1.0.0", "device": None}
    status, signed_in = ask(server, "POST", "/devices", sign_in)
    assert status == 201
    token = signed_in["token"]
    entry = {"id": "0193", "note": "长" * (MB // 2)}
    push = {"device": signed_in["device"], "app": "1.0.0", "sent_at": "2026-11-24T08:00:00+08:00", "entries": [entry]}
    for _time in range(30):  # an app that halves its batches has to hear the answer, not a connection that was hung up
        status, problem = ask(server, "POST", "/sync/push", push, token)
        assert (status, problem["code"]) == (413, "body_size")
        assert problem["message"]
    before, began = memory(server), time.monotonic()
    try:
        status, problem = ask(server, "POST", "/sync/push", b"x" * (50 * MB), token)
        assert (status, problem["code"]) == (413, "body_size")
    except (BrokenPipeError, ConnectionResetError):
        pass  # hung up on after a while: nobody has to read fifty megabytes
    assert time.monotonic() - began < 20
    assert memory(server) - before < 30 * MB, "it was not kept in memory"
    assert ask(server, "GET", "/sync/pull?cursor=", token=token)[0] == 200
