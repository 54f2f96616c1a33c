"""The page, put together: one file of HTML that needs nothing beside it.

Law of the file: the one script and the one style are named by their digests in the page's content policy, so nothing else is
run, whatever was said; no dialogue is in the HTML but as a block.
"""

import base64
import hashlib
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from html import escape
from importlib.resources import files
from itertools import count, islice
from typing import IO, Any

from bedside.orchestrator.pages.blocks import block, packed
from bedside.orchestrator.pages.page_source import PageSource
from bedside.orchestrator.views.dialogue_view import SYNTHETIC
from bedside.orchestrator.views.html_page import safe

Json = dict[str, Any]
LIMIT = 150_000_000  # bytes of a page, above which prompts and replies are left to the server
TOGETHER = 20  # dialogues in an element of the page
_SELF, _NONE = "'self'", "'none'"
SCRIPTS = (
    "elements.js",
    "blocks.js",
    "place.js",
    "found.js",
    "list.js",
    "charts.js",
    "note.js",
    "why.js",
    "turns.js",
    "agenda.js",
    "beside.js",
    "dialogue.js",
    "page.js",
)


@dataclass(frozen=True)
class _Waiting:
    """Prompts and replies that may have a place in the page: so many bytes, of these dialogues."""

    size: int
    dialogues: list[tuple[int, int]]


@dataclass
class Page:
    """A page of these sources. ``served`` says that a server stands behind it, which has what is not in the file.
    ``left`` are the dialogues whose prompts and replies were left out, once it is written."""

    sources: Sequence[PageSource]
    served: bool = False
    limit: int = LIMIT
    left: list[tuple[int, int]] = field(default_factory=list)
    ids: list[list[str]] = field(default_factory=list)  # by source: the id of each dialogue

    def parts(self) -> Iterator[bytes]:
        """The page, part by part. What is shown first comes last: when it is there, all is there."""
        title = " · ".join(str(source.about["name"]) for source in self.sources)
        human = [str(source.about["name"]) for source in self.sources if source.about["kind"] == "human"]
        yield head(
            title, self.served, f"{SYNTHETIC} But for {', '.join(human)}: people said it." if human else SYNTHETIC
        )
        size, rows = 0, list[list[Json]]()
        with tempfile.TemporaryFile() as asked:  # prompts and replies follow all dialogues, as far as there is room
            waiting: list[_Waiting] = []
            for at, source in enumerate(self.sources):
                rows.append([])
                self.ids.append([])
                for part in self._dialogues(at, source, rows[at], asked, waiting):
                    size += len(part)
                    yield part
            asked.seek(0)
            for some in waiting:
                part = asked.read(some.size)
                if size + len(part) > self.limit:
                    self.left += some.dialogues
                    continue
                size += len(part)
                yield part
        yield block("index", packed(self._index(rows)))
        yield b"<script>" + script() + b"</script>\n</body>\n</html>\n"

    def _dialogues(
        self, at: int, source: PageSource, rows: list[Json], asked: IO[bytes], waiting: list[_Waiting]
    ) -> Iterator[bytes]:
        """The blocks of one source; what models were asked goes into the file ``asked``."""
        passages: dict[str, Sequence[str]] = {}  # the same ones are shown to many: here once
        every = source.dialogues()
        for chunk in count():
            some = list(islice(every, TOGETHER))
            if not some:
                break
            first = len(rows)
            rows += [{**one.row, **({"asked": 1} if one.asked else {})} for one in some]
            self.ids[at] += [one.row["id"] for one in some]
            yield block(f"d{at}-{chunk}", *(packed(one.data) for one in some))
            numbers = [(at, first + n) for n, one in enumerate(some) if one.asked]
            if numbers:
                part = block(f"a{at}-{chunk}", *(packed(one.asked) if one.asked else b"" for one in some))
                asked.write(part)
                waiting.append(_Waiting(len(part), numbers))
            yield block(f"s{at}-{chunk}", packed([one.said for one in some]))
            for one in some:
                passages.update(one.passages)
        yield block(f"p{at}", packed(passages))

    def _index(self, rows: list[list[Json]]) -> Json:
        runs = [{**source.about, "dialogues": found} for source, found in zip(self.sources, rows, strict=True)]
        return {"runs": runs, "together": TOGETHER, "left": len(self.left), "synthetic": SYNTHETIC}


def policy(served: bool, run: bytes, style: bytes) -> str:
    """What a page may do: run this script, use this style, and ask its own server if it has one."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'sha256-{_digest(run)}'",
            f"style-src 'sha256-{_digest(style)}'",
            "img-src data:",
            f"connect-src {_SELF if served else _NONE}",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def head(
    title: str, served: bool, notice: str = SYNTHETIC, run: bytes | None = None, style: bytes | None = None
) -> bytes:
    """All that comes before the blocks; ``notice`` says who speaks. ``run`` and ``style`` are the one script and the one style,
    those of ``bedside view`` if left out."""
    run, style = run or script(), style or asset("page.css")
    values = {
        "title": safe(title),
        "policy": escape(policy(served, run, style), quote=False).replace('"', "&quot;"),
        "served": "yes" if served else "no",
        "synthetic": safe(notice),
        "style": style.decode(),
    }
    # In one pass: a run may be called {{style}}.
    return re.sub(r"\{\{(\w+)\}\}", lambda mark: values[mark[1]], asset("page.html").decode()).encode()


def scoped(parts: Iterable[bytes]) -> bytes:
    """Files of scripts as one, in a scope of its own."""
    return b'"use strict";\n(() => {\n' + b"\n".join(parts) + b"})();\n"


@cache
def script() -> bytes:
    """The one script of ``bedside view``: its files, one after the other."""
    return scoped(map(asset, SCRIPTS))


@cache
def asset(name: str) -> bytes:
    """A file of the pages' own."""
    return files("bedside.orchestrator.pages").joinpath("assets", name).read_bytes()


def _digest(data: bytes) -> str:
    return base64.b64encode(hashlib.sha256(data).digest()).decode()
