"""What a server really does when it is asked for JSON, found out by using it and kept for each address and model.

A server may refuse a way of asking, and says so; or take it and ignore it, which only its replies show. A way is left
when it was refused, or when more than a quarter as many of its replies broke the schema as kept it: one that really
binds the model never breaks it, and one broken reply at the start is enough. Plain text is the way that always works.
"""

import contextlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit, urlunsplit

from pydantic import TypeAdapter, ValidationError

from bedside.agents.model import Mode, Model
from bedside.scenarios.value import Value

LADDER: tuple[Mode, ...] = ("json_schema", "tool", "json_object", "text")


class ModeRecord(Value):
    """What was seen of one way of asking."""

    kept: int = 0  # replies that kept the schema
    broken: int = 0  # replies that a server that binds its model could not have given
    refused: bool = False  # the server said that it does not know this way

    @property
    def verdict(self) -> Literal["unknown", "works", "refused", "ignored"]:
        """What to think of it."""
        if self.refused:
            return "refused"
        if self.broken > self.kept // 4:
            return "ignored"
        return "works" if self.kept else "unknown"


_FILE = TypeAdapter(dict[str, dict[Mode, ModeRecord]])


class Features:
    """What is known of servers. Changed as they are used; ``load`` and ``save`` keep it in a small JSON file."""

    def __init__(self, seen: dict[str, dict[Mode, ModeRecord]] | None = None) -> None:
        self._seen = seen or {}

    def of(self, model: Model, mode: Mode) -> ModeRecord:
        """What was seen of this way of asking this model."""
        return self._seen.get(place(model), {}).get(mode, ModeRecord())

    def mode(self, model: Model) -> Mode:
        """The best way to ask this model that is not known to fail."""
        return next(
            mode for mode in LADDER if mode == "text" or self.of(model, mode).verdict not in ("refused", "ignored")
        )

    def kept(self, model: Model, mode: Mode) -> None:
        """A reply kept the schema."""
        self._note(model, mode, kept=self.of(model, mode).kept + 1)

    def broke(self, model: Model, mode: Mode) -> None:
        """A reply broke the schema in a way that a binding server cannot."""
        self._note(model, mode, broken=self.of(model, mode).broken + 1)

    def refused(self, model: Model, mode: Mode) -> None:
        """The server said that it does not know this way."""
        self._note(model, mode, refused=True)

    def _note(self, model: Model, mode: Mode, **changed: int | bool) -> None:
        ways = self._seen.setdefault(place(model), {})
        ways[mode] = self.of(model, mode).model_copy(update=changed)

    @classmethod
    def load(cls, path: Path) -> "Features":
        """What the file holds. One that is missing or unreadable is as good as none: servers are found out again."""
        try:
            return cls(_FILE.validate_json(path.read_bytes()))
        except (OSError, ValidationError):
            return cls()

    def save(self, path: Path) -> None:
        """Write the file, whole or not at all. Raises ``OSError``."""
        ways = _FILE.dump_python(self._seen, mode="json", exclude_defaults=True)
        text = json.dumps(ways, indent=1, sort_keys=True) + "\n"
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            Path(name).replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise


def place(model: Model) -> str:
    """Where and what the model is, as a key: its address, if it has one (``endpoint``, also of the model that it
    wraps), and its name. No user or password of an address is kept."""
    at: Any = model
    while not getattr(at, "endpoint", None) and getattr(at, "model", None) is not None:
        at = at.model
    address = str(getattr(at, "endpoint", None) or "")
    if address:
        parts = urlsplit(address)
        address = urlunsplit((parts.scheme, parts.netloc.rsplit("@", 1)[-1], parts.path.rstrip("/"), "", ""))
    return f"{address} {model.name}".strip()
