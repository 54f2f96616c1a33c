"""``bedside play --serve``: the dialogue that a person plays, in a page on this machine alone.

Law of the file: whoever asks must name this machine as the host and know the path, which is drawn anew each time; whoever says
something must come from that very page. What is said is carried out one line after the other.
"""

import asyncio
import base64
import hashlib
import re
import secrets
import threading
from collections.abc import Iterable
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast

import orjson

from bedside.orchestrator.debug import play_report
from bedside.orchestrator.debug.play import Play
from bedside.orchestrator.failures import Problem

HOST = "127.0.0.1"
LONGEST = 1 << 16  # bytes of what is sent; a line is far shorter
_TOO_LONG = 4000  # characters of one line
_INLINE = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)


class PlayServer(ThreadingHTTPServer):
    """Serves one played dialogue. ``url`` is where. Raises ``Problem`` for a port that is taken."""

    daemon_threads = True

    def __init__(self, play: Play, runner: asyncio.Runner, port: int = 0) -> None:
        self.play, self.runner = play, runner
        self.word = secrets.token_urlsafe(16)
        self.one = threading.Lock()  # one line at a time: the dialogue has one loop
        self.report: list[str] = []
        try:
            super().__init__((HOST, port), _Handler)
        except OSError as error:
            raise Problem("usage", f"Port {port} cannot be used ({error.strerror}): give another --port.") from None
        self.hosts = {f"{name}:{self.server_port}" for name in (HOST, "localhost")}
        self.url = f"http://{HOST}:{self.server_port}/{self.word}/"

    def state(self) -> dict[str, Any]:
        """The dialogue as the page shows it."""
        session = self.play.session
        turns = [{"speaker": turn.speaker, "text": turn.text} for turn in session.state.turns]
        others = [who for who in session.context.present if who != self.play.role]
        return {
            "role": self.play.role,
            "others": others,
            "turns": turns,
            "ended": self.play.ended or bool(self.report),
            "report": self.report,
        }

    def done(self, place: str, given: dict[str, Any]) -> dict[str, Any]:
        """Carry out what the page asks for. Raises ``Problem``."""
        words = str(given.get("text") or "")
        with self.one:
            if place == "end":
                self._end()
                return self.state()
            if place == "say":
                return self._said(words)
            rows = {
                "brief": lambda: play_report.briefing(self.play),
                "exam": lambda: play_report.examination(self.play, words),
                "checks": lambda: play_report.checks(self.play),
                "so-far": lambda: play_report.report(self.play),
            }
            if place not in rows:
                raise Problem("usage", "There is no such thing to ask for.")
            return {"rows": list(rows[place]())}

    def _said(self, words: str) -> dict[str, Any]:
        if self.play.ended or self.report:
            raise Problem("usage", "The dialogue is over.")
        if len(words) > _TOO_LONG:
            raise Problem("usage", f"A line has at most {_TOO_LONG:,} characters: say less at a time.")
        if words.strip():  # nothing typed is nothing said
            self.runner.run(self.play.line(words))
            if self.play.ended:
                self._end()
        return self.state()

    def _end(self) -> None:
        if not self.report:
            self.play.end()
            self.report = list(_rows(play_report.report(self.play)))
            threading.Thread(target=self.shutdown, daemon=True).start()


def _rows(found: Iterable[str]) -> Iterable[str]:
    return (row for row in found if row.strip())


class _Handler(BaseHTTPRequestHandler):
    server: PlayServer  # pyright: ignore[reportIncompatibleVariableOverride]
    timeout = 60

    def do_GET(self) -> None:
        """The page, or the dialogue so far."""
        place = self._place()
        if place == "":
            self._send(200, page().encode(), "text/html; charset=utf-8")
        elif place == "state":
            with self.server.one:
                self._json(200, self.server.state())
        elif place is not None:
            self._send(404, b"Not here.\n")

    def do_POST(self) -> None:
        """Something said, or asked for beside the dialogue."""
        place = self._place()
        if place is None:
            return
        origin = self.headers.get("Origin", "")
        if origin.removeprefix("http://") not in self.server.hosts or not origin.startswith("http://"):
            self._send(403, b"Only the page that bedside printed may say something.\n")
            return
        size = self.headers.get("Content-Length", "")
        if not size.isdecimal() or int(size) > LONGEST:
            self._send(413, b"Too long.\n")
            return
        try:
            given: Any = orjson.loads(self.rfile.read(int(size)) or b"{}")
        except orjson.JSONDecodeError:
            given = None
        if not isinstance(given, dict) or self.headers.get_content_type() != "application/json":
            self._send(400, b"This takes an object as JSON.\n")
            return
        try:
            self._json(200, self.server.done(place, cast(dict[str, Any], given)))
        except Problem as problem:
            self._json(422, {"error": str(problem)})

    def _place(self) -> str | None:
        """What is asked for, behind the word; None where it was answered: a strange host, or a wrong word."""
        if self.headers.get("Host", "") not in self.server.hosts:
            self._send(403, b"Ask for this page by the address that bedside printed.\n")
            return None
        word, _, place = self.path.removeprefix("/").partition("/")
        if not secrets.compare_digest(word.encode(), self.server.word.encode()):
            self._send(404, b"Not here: open the address that bedside printed.\n")
            return None
        return place

    def _json(self, status: int, row: dict[str, Any]) -> None:
        self._send(status, orjson.dumps(row), "application/json")

    def _send(self, status: int, data: bytes, kind: str = "text/plain; charset=utf-8") -> None:
        self.send_response(status)
        for name, value in (
            ("Content-Type", kind),
            ("Content-Length", str(len(data))),
            ("Content-Security-Policy", policy()),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"),
            ("Cache-Control", "no-store"),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is told of what is said."""


@cache
def page() -> str:
    """The page."""
    return Path(__file__).with_name("play_page.html").read_text(encoding="utf-8")


@cache
def policy() -> str:
    """What the page may do: its own script and style, and asking this server."""
    kept = {
        kind: base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        for kind, body in _INLINE.findall(page())
    }
    return (
        f"default-src 'none'; script-src 'sha256-{kept['script']}'; style-src 'sha256-{kept['style']}'; connect-src 'self'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
