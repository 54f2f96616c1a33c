"""The base of every value that flows through bedside: frozen, strict about unknown keys."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """An immutable value. Change one with ``value.model_copy(update={...})``."""

    model_config = ConfigDict(frozen=True, extra="forbid")
