"""Lines that know whether they are what was written: JSON with sorted keys, and at its end a digest of all the rest."""

import hashlib
from typing import Any

import orjson

Json = dict[str, Any]
_BYTES = 4


def digest_of(form: Json) -> str:
    """The digest of a JSON object: eight hex digits, the same for the same content."""
    return _digest(orjson.dumps(form, option=orjson.OPT_SORT_KEYS))


def _digest(body: bytes) -> str:
    return hashlib.blake2b(body, digest_size=_BYTES).hexdigest()


def signed_line(form: Json, key: str = "sum") -> tuple[str, bytes]:
    """The digest of a JSON object that has at least one key, and the object as a line with the digest under ``key`` at its
    end: written out once for both."""
    body = orjson.dumps(form, option=orjson.OPT_SORT_KEYS)
    digest = _digest(body)
    return digest, b'%b,"%b":"%b"}\n' % (body[:-1], key.encode(), digest.encode())


def signed(form: Json, key: str = "sum") -> bytes:
    """The object as a line, its digest under ``key``."""
    return signed_line(form, key)[1]


def checked(line: bytes | str, key: str = "sum") -> Json:
    """The object of a line, without its digest. Raises ``ValueError`` for a line that is not what was written."""
    form = orjson.loads(line)
    if not isinstance(form, dict) or form.pop(key, None) != digest_of(form):  # pyright: ignore[reportUnknownArgumentType]
        raise ValueError("its checksum differs")
    return form  # pyright: ignore[reportUnknownVariableType]


def dump(value: Any) -> bytes:
    """One JSON line with sorted keys: the same value gives the same bytes."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)
