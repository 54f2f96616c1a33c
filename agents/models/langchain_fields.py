"""What a LangChain provider's class can be told, by the names this project uses.

Packages name the same thing differently (``max_tokens``, ``num_predict``, ``max_output_tokens``), and some take what
they do not know and send it on, where the server refuses it. So the class is asked for its fields.
"""

import difflib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bedside.agents.model import ModelError

_ALSO: dict[str, tuple[str, ...]] = {
    "max_tokens": (
        "max_completion_tokens",
        "max_output_tokens",
        "max_tokens_to_sample",
        "num_predict",
        "max_new_tokens",
    ),
    "reasoning": ("reasoning_effort", "thinking_level"),
    "base_url": ("openai_api_base", "anthropic_api_url", "endpoint", "endpoint_url", "azure_endpoint", "host"),
    "api_key": ("openai_api_key", "google_api_key"),
    "timeout": ("request_timeout", "default_request_timeout"),
}


@dataclass(frozen=True)
class LangChainFields:
    """The fields of one class: each name it may be given by, with the attribute it is kept in."""

    names: dict[str, str]

    def named(self, name: str) -> str | None:
        """The attribute for one of this project's names; None if the class has none."""
        return next((self.names[known] for known in (name, *_ALSO.get(name, ())) if known in self.names), None)


@lru_cache(maxsize=64)
def fields_of(provider: str, asked: str) -> LangChainFields:
    """The fields of the class behind ``provider``. Imports its package. Raises ``ModelError`` of kind config."""
    from langchain.chat_models import base

    known: dict[str, Any] = base._BUILTIN_PROVIDERS  # pyright: ignore[reportPrivateUsage]
    name = provider.replace("-", "_")
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"it knows {', '.join(sorted(known))}."
        raise ModelError("config", f"{asked}: LangChain knows no provider {provider!r}; {hint}")
    try:
        creator: Any = base._get_chat_model_creator(name)  # pyright: ignore[reportPrivateUsage]
    except ImportError as error:
        package = re.search(r"pip install ([\w-]+)", str(error))
        wanted = package[1] if package else f"langchain-{provider}"
        raise ModelError("config", f"{asked} needs a package: pip install {wanted}") from None
    fields: dict[str, Any] = creator.keywords["cls"].model_fields
    names = {name: name for name in fields}
    for attribute, field in fields.items():
        for alias in (field.alias, field.validation_alias):
            if isinstance(alias, str):
                names.setdefault(alias, attribute)
    return LangChainFields(names)
