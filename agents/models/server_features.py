"""What a server really does when it is asked for JSON, and whether its model holds a role, found out by using it and kept for
each address and model.

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


class RoleRecord(Value):
    """How large a model is, and whether it held its role when ``bedside doctor`` let it play one."""

    billions: float | None = None  # of parameters
    told_by: Literal["the server", "its name"] = "its name"
    lines: int = 0  # asked for under the full prompts
    lost: int = 0  # of these out of their part, or no answer in the form asked for
    lost_in_short: int | None = None  # of as many under the short prompts; None where nobody tried


class _Place(Value):
    """What the file holds of one model at one address."""

    json_schema: ModeRecord | None = None
    tool: ModeRecord | None = None
    json_object: ModeRecord | None = None
    text: ModeRecord | None = None
    role: RoleRecord | None = None


_FILE = TypeAdapter(dict[str, _Place])


class Features:
    """What is known of servers. Changed as they are used; ``load`` and ``save`` keep it in a small JSON file."""

    def __init__(self) -> None:
        self._seen: dict[str, dict[Mode, ModeRecord]] = {}
        self._roles: dict[str, RoleRecord] = {}
        self._played: set[str] = set()  # the places of which a role record was made here

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

    def role(self, model: Model) -> RoleRecord | None:
        """What was found of how this model holds a role; None where nobody has looked."""
        return self._roles.get(place(model))

    def played(self, model: Model, found: RoleRecord) -> None:
        """It was looked at how this model holds a role."""
        self._roles[place(model)] = found
        self._played.add(place(model))

    def _note(self, model: Model, mode: Mode, **changed: int | bool) -> None:
        ways = self._seen.setdefault(place(model), {})
        ways[mode] = self.of(model, mode).model_copy(update=changed)

    @classmethod
    def load(cls, path: Path) -> "Features":
        """What the file holds. One that is missing or unreadable is as good as none: servers are found out again."""
        try:
            kept = _FILE.validate_json(path.read_bytes())
        except (OSError, ValidationError):
            return cls()
        made = cls()
        for where, one in kept.items():
            ways: dict[Mode, ModeRecord | None] = {mode: getattr(one, mode) for mode in LADDER}
            made._seen[where] = {mode: record for mode, record in ways.items() if record is not None}
            if one.role is not None:
                made._roles[where] = one.role
        return made

    def save(self, path: Path) -> None:
        """Write the file, whole or not at all. What another process has found of roles meanwhile stays. Raises ``OSError``."""
        roles = self.load(path)._roles | {where: self._roles[where] for where in self._played}
        kept = {
            where: _Place.model_validate({**self._seen.get(where, {}), "role": roles.get(where)})
            for where in {**self._seen, **roles}
        }
        text = json.dumps(_FILE.dump_python(kept, mode="json", exclude_defaults=True), indent=1, sort_keys=True) + "\n"
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
