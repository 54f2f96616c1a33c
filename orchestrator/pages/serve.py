"""The page on this machine alone, with the prompts and replies that are not in it.

Law of the file: whoever asks must name this machine as the host and know the path, which is drawn anew each time: neither a
page of the web nor another person on this machine comes to what was said. Nothing is answered but ``GET`` and ``HEAD``.
"""

import os
import secrets
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from typing import IO, Any

from bedside.orchestrator.failures import Problem
from bedside.orchestrator.pages.blocks import packed
from bedside.orchestrator.pages.page_file import Page, asset, policy, script

HOST = "127.0.0.1"
_PIECE = 1 << 20  # bytes sent at a time


class PageServer(ThreadingHTTPServer):
    """Serves one page that was written to the open ``file``. ``url`` is where. Raises ``Problem`` for a port that is taken."""

    daemon_threads = True

    def __init__(self, page: Page, file: IO[bytes], port: int = 0) -> None:
        self.page, self.file = page, file
        self.word = secrets.token_urlsafe(16)
        self.reading = Lock()  # a run folder is read by one at a time
        try:
            super().__init__((HOST, port), _Handler)
        except OSError as error:
            raise Problem("usage", f"Port {port} cannot be used ({error.strerror}): give another --port.") from None
        self.url = f"http://{HOST}:{self.server_port}/{self.word}/"

    def asked(self, place: str) -> bytes | None:
        """The packed block of ``a<source>-<number>``, None where there is no such dialogue."""
        at, _, number = place.removeprefix("a").partition("-")
        if not (place.startswith("a") and at.isdecimal() and number.isdecimal()):
            return None
        ids = self.page.ids
        if int(at) >= len(ids) or int(number) >= len(ids[int(at)]):
            return None
        with self.reading:
            try:
                return packed(self.page.sources[int(at)].asked(ids[int(at)][int(number)]))
            except Problem:
                return None


class _Handler(BaseHTTPRequestHandler):
    server: PageServer  # pyright: ignore[reportIncompatibleVariableOverride]
    protocol_version = "HTTP/1.1"
    timeout = 60

    def do_GET(self) -> None:
        """The page, or what models were asked."""
        self._answer(body=True)

    def do_HEAD(self) -> None:
        """Whether it is there."""
        self._answer(body=False)

    def _answer(self, body: bool) -> None:
        hosts = {f"{name}:{self.server.server_port}" for name in (HOST, "localhost")}
        if self.headers.get("Host", "") not in hosts:
            self._send(403, b"Ask for this page by the address that bedside printed.\n")
            return
        word, _, place = self.path.removeprefix("/").partition("/")
        if not secrets.compare_digest(word.encode(), self.server.word.encode()):
            self._send(404, b"Not here: open the address that bedside printed.\n")
        elif not place:
            self._page(body)
        else:
            data = self.server.asked(place)
            self._send(404, b"No such dialogue.\n") if data is None else self._send(
                200, data if body else b"", "application/octet-stream"
            )

    def _page(self, body: bool) -> None:
        file = self.server.file.fileno()
        size = os.fstat(file).st_size
        self.send_response(200)
        self._heads("text/html; charset=utf-8", size)
        for at in range(0, size if body else 0, _PIECE):
            self.wfile.write(os.pread(file, _PIECE, at))

    def _send(self, status: int, data: bytes, kind: str = "text/plain; charset=utf-8") -> None:
        self.send_response(status)
        self._heads(kind, len(data))
        self.wfile.write(data)

    def _heads(self, kind: str, size: int) -> None:
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(size))
        self.send_header(
            "Content-Security-Policy", f"{policy(True, script(), asset('page.css'))}; frame-ancestors 'none'"
        )
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is told of what is read."""


def serve_until_stopped(server: PageServer, ready: Callable[[str], None]) -> None:
    """Answer until the process is stopped. ``ready`` is told the address first."""
    ready(server.url)
    try:
        server.serve_forever(poll_interval=0.5)
    except KeyboardInterrupt:  # how it is meant to end
        pass
    finally:
        server.server_close()
