"""Bodies that arrive slowly, or only in part. What has come is passed on at once, so that it counts whatever becomes of the rest."""

import time
from collections.abc import Iterator
from typing import Protocol

from django.http import HttpRequest

PIECE = 64 * 1024
# The server has few threads, and a body that trickles in holds one; its sender goes on with another request. (One that fell silent for good is
# noticed by the proxy in front, or when the system gives up the connection. Reading in a thread beside would hang the server for everybody:
# Granian 2.8 spins for ever where a request is answered while its body is still being read.)
PATIENCE = 60.0


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def pieces_of(request: HttpRequest) -> Iterator[bytes]:
    """The request's body as it comes, in pieces, until it ends, breaks off, or has taken a minute."""
    # Django reads nothing of a body that doesn't say how long it is (chunked); the server below it knows where that ends.
    body: _Readable = request if request.headers.get("Content-Length") else request.environ["wsgi.input"]  # type: ignore[attr-defined]
    until = time.monotonic() + PATIENCE
    try:
        while piece := body.read(PIECE):
            yield piece
            if time.monotonic() > until:
                return
    except OSError:
        return  # broken off: what came before counts


def pass_over_rest_of(request: HttpRequest) -> None:
    """Read what is not wanted of the body. A server that answers and hangs up while the phone is still sending looks to it like no server."""
    if request.headers.get("Content-Length") or request.headers.get("Transfer-Encoding"):
        for _piece in pieces_of(request):
            pass
