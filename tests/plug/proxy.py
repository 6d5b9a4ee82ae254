"""A wire with scissors: what goes between a browser and the server, and can be cut at a chosen moment."""

import contextlib
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Wire:
    """Listens on a port of its own and passes everything on to ``server``.

    ``cut_after``: bytes towards the server, counted from now over all connections, after which every connection is cut; ``on_cut`` is called then.
    ``before_answer``: called when the server's first bytes of an answer to a matching request have come back, before the browser gets them;
    if it says so, the answer is swallowed and the connection cut.
    """

    server: int
    cut: bool = False
    cut_after: int | None = None
    on_cut: Callable[[], None] | None = None
    before_answer: Callable[[bytes], bool] | None = None
    sent: int = 0
    port: int = 0
    _listener: socket.socket = field(default_factory=socket.socket)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self) -> "Wire":
        """Listen on loopback."""
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(50)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def stop(self) -> None:
        """Close the ear; open connections end by themselves."""
        self.cut = True
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                browser, _address = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(browser,), daemon=True).start()

    def _carry(self, browser: socket.socket) -> None:
        if self.cut:
            _end(browser)
            return
        try:
            server = socket.create_connection(("127.0.0.1", self.server), timeout=5)
        except OSError:
            _end(browser)
            return
        server.settimeout(None)
        asked = _Asked()
        back = threading.Thread(target=self._back, args=(server, browser, asked), daemon=True)
        back.start()
        self._forth(browser, server, asked)

    def _forth(self, browser: socket.socket, server: socket.socket, asked: "_Asked") -> None:
        with contextlib.suppress(OSError):
            while data := browser.recv(16384):
                asked.note(data)
                allowed = self._allowed(len(data))
                if allowed:
                    server.sendall(data[:allowed])
                if allowed < len(data) or self.cut:
                    break
        _end(browser)
        _end(server)

    def _back(self, server: socket.socket, browser: socket.socket, asked: "_Asked") -> None:
        with contextlib.suppress(OSError):
            while data := server.recv(16384):
                if self.cut or (self.before_answer and asked.pending and self.before_answer(asked.take())):
                    break
                browser.sendall(data)
        _end(browser)
        _end(server)

    def _allowed(self, size: int) -> int:
        with self._lock:
            if self.cut_after is None:
                return size
            allowed = max(0, min(size, self.cut_after - self.sent))
            self.sent += allowed
            if allowed < size and not self.cut:
                self.cut = True
                if self.on_cut:
                    self.on_cut()
            return allowed


class _Asked:
    """The first line of the last request on a connection."""

    def __init__(self) -> None:
        self.pending = b""

    def note(self, data: bytes) -> None:
        line = data.split(b"\r\n", 1)[0]
        if line.endswith(b"HTTP/1.1"):
            self.pending = line

    def take(self) -> bytes:
        line, self.pending = self.pending, b""
        return line


def _end(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()
