"""The reader's page as one file of HTML, made of the same parts as the page of ``bedside view``.

Law of the file: the key is not in it.
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from bedside.orchestrator.pages.blocks import block, packed
from bedside.orchestrator.pages.page_file import asset, head, scoped
from bedside.orchestrator.views.dialogue_view import SYNTHETIC

Json = dict[str, Any]
_MIXED = "Some of these conversations were held by people, others were made by a program. Not medical advice."


def review_page(shown: Json) -> Iterator[bytes]:
    """The page, part by part."""
    yield head(
        "Reading aloud", served=False, notice=_MIXED if shown["people"] else SYNTHETIC, run=_script(), style=_style()
    )
    yield block("review", packed(shown))
    yield b"<script>" + _script() + b"</script>\n</body>\n</html>\n"


@cache
def _script() -> bytes:
    return scoped((asset("elements.js"), asset("blocks.js"), _asset("review.js")))


@cache
def _style() -> bytes:
    return asset("page.css") + _asset("review.css")


def _asset(name: str) -> bytes:
    return files("bedside.orchestrator.reviews").joinpath("assets", name).read_bytes()
