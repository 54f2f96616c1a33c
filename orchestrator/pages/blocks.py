"""Blocks of a page: JSON, compressed, in text that no browser runs or shows until the script opens it."""

import base64
import gzip
from typing import Any

import orjson

_BEGIN, _END = b'<script type="application/octet-stream" id="', b"</script>\n"


def packed(value: Any) -> bytes:
    """A value as gzip of its JSON. The same value gives the same bytes."""
    return gzip.compress(orjson.dumps(value), compresslevel=6, mtime=0)


def block(name: str, *data: bytes) -> bytes:
    """Packed data as an element of this id, one a line: a browser takes longer over many elements than over long ones.
    It has letters, digits and ``+/=`` alone, whatever is in it."""
    lines = b"\n".join(map(base64.b64encode, data))
    return b"".join((_BEGIN, name.encode(), b'">', lines, _END))
