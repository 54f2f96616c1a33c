"""Keys: taken from the environment or from a file, never from a case or a command line, and never shown.

Every key that was read is known here, so that ``redact`` finds it in whatever a server or a library says. What leaves
the model layer (replies, errors, recordings) passes through ``redact``.
"""

import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path

from bedside.agents.model import ModelError
from bedside.scenarios.player import Player
from bedside.scenarios.secret import BEARER, MADE, MARKS
from bedside.scenarios.secret import looks_like_key as made_like_one

HIDDEN = "[key]"
_MAX_BYTES = 16_384
_known: set[str] = set()


class ApiKey:
    """A secret that shows itself to nobody but ``reveal``."""

    __slots__ = ("_secret",)

    def __init__(self, secret: str) -> None:
        self._secret = secret
        remember(secret)

    def reveal(self) -> str:
        """The key itself, for the one header it belongs in."""
        return self._secret

    def __repr__(self) -> str:
        return "ApiKey(**********)"

    __str__ = __repr__


def remember(secret: str) -> None:
    """Have ``redact`` hide this text from now on. A placeholder like ``none`` or ``EMPTY`` is too common a word."""
    if len(secret) >= 16 or (len(secret) >= 8 and any(sign.isdigit() for sign in secret)):
        _known.add(secret)


def redact(text: str) -> str:
    """The text without any key: none that was read here, and nothing that looks like a well-known maker's."""
    for known in _known:
        if known in text:
            text = text.replace(known, HIDDEN)
    for mark in MARKS:
        if mark in text:
            break
    else:
        return text
    return BEARER.sub(rf"\1 {HIDDEN}", MADE.sub(HIDDEN, text))


def looks_like_key(text: str) -> bool:
    """Whether a text from a case file or a command line is a key rather than a name or a path."""
    return text.strip() in _known or made_like_one(text)


def find_key(
    player: Player, base: Path, default: str | None = None, environment: Mapping[str, str] = os.environ
) -> ApiKey | None:
    """The key of ``key_env``, else of ``key_file``, else of the variable ``default``; None where none is named or, for
    the default, set. ``base`` is the folder that relative paths start from. Raises ``ModelError`` of kind config."""
    if player.key_env is not None:
        return _from_environment(player, environment)
    if player.key_file is not None:
        return _from_file(player, base / Path(player.key_file).expanduser())
    secret = environment.get(default, "").strip() if default else ""
    return ApiKey(_checked(secret, player, f"the variable {default}")) if secret else None


def _from_environment(player: Player, environment: Mapping[str, str]) -> ApiKey:
    name = player.key_env or ""
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) or looks_like_key(name):
        raise ModelError(  # the text may be the key itself: it is not repeated
            "config", f"{player.name}: key_env must name an environment variable, not hold the key; change it."
        )
    secret = environment.get(name, "").strip()
    if not secret:
        raise ModelError(
            "config",
            f"{player.name}: the variable {name} is not set; export it, or name another key_env.",
            auth=True,
        )
    return ApiKey(_checked(secret, player, f"the variable {name}"))


def _from_file(player: Player, path: Path) -> ApiKey:
    if looks_like_key(player.key_file or ""):
        raise ModelError("config", f"{player.name}: key_file must name a file, not hold the key; change it.")
    try:
        # A device or a pipe would be read for ever.
        if not stat.S_ISREG(path.stat().st_mode) or path.stat().st_size > _MAX_BYTES:
            raise ModelError("config", f"{player.name}: {path} is not a file with a key in it; name another key_file.")
        secret = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not text"
        raise ModelError(
            "config", f"{player.name}: the key file {path} cannot be read ({why}); correct key_file."
        ) from None
    if not secret:
        raise ModelError("config", f"{player.name}: the key file {path} is empty; write the key into it.")
    return ApiKey(_checked(secret, player, str(path)))


def _checked(secret: str, player: Player, where: str) -> str:
    if not secret.isascii() or not secret.isprintable() or any(sign.isspace() for sign in secret):
        raise ModelError(
            "config", f"{player.name}: {where} must hold the key and nothing else, on one line and in plain characters."
        )
    return secret
