"""Lines that know whether they are what was written: JSON with sorted keys, and a digest of all the rest of it."""

import hashlib
from typing import Any

import orjson

Json = dict[str, Any]
_BYTES = 4


def digest_of(form: Json) -> str:
    """The digest of a JSON object: eight hex digits, the same for the same content."""
    return hashlib.blake2b(orjson.dumps(form, option=orjson.OPT_SORT_KEYS), digest_size=_BYTES).hexdigest()


def signed(form: Json, key: str = "sum") -> bytes:
    """The object as a line, its digest under ``key``."""
    return dump({**form, key: digest_of(form)})


def checked(line: bytes | str, key: str = "sum") -> Json:
    """The object of a line, without its digest. Raises ``ValueError`` for a line that is not what was written."""
    form = orjson.loads(line)
    if not isinstance(form, dict) or form.pop(key, None) != digest_of(form):  # pyright: ignore[reportUnknownArgumentType]
        raise ValueError("its checksum differs")
    return form  # pyright: ignore[reportUnknownVariableType]


def dump(value: Any) -> bytes:
    """One JSON line with sorted keys: the same value gives the same bytes."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)
