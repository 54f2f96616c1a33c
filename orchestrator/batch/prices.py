"""What models cost: from a file of the user's own, else from the list that the package ``genai-prices`` brings, with its date.

Nothing is looked up over the network. A price that nobody knows is unknown, and never zero.
"""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.usage import Usage, Used
from bedside.scenarios.document import DocumentError, read_document
from bedside.scenarios.player import Player

_FREE = frozenset({"scripted", "replay", "python"})  # nobody is asked who sends a bill
_KEYS = ("input", "cached", "output")
_KNOWN_AS = {"google_genai": "google", "google_vertexai": "google", "mistralai": "mistral", "bedrock": "aws"}
_MILLION = 1_000_000


@dataclass(frozen=True)
class Price:
    """Of a million tokens: of the prompt, of what of it came from the server's cache, and of the answer."""

    input: float
    cached: float
    output: float
    source: str = ""

    def of(self, used: Used) -> float:
        """What these tokens cost."""
        fresh = used.prompt - used.cached
        return (fresh * self.input + used.cached * self.cached + used.completion * self.output) / _MILLION


@dataclass
class Prices:
    """Prices by a model's name as asked; None for one that nobody knows. ``servers`` are the addresses of models that are asked
    elsewhere than at their provider's."""

    own: Mapping[str, Price] = field(default_factory=dict[str, Price])
    servers: Mapping[str, str | None] = field(default_factory=dict[str, str | None])
    currency: str = "USD"
    _found: dict[str, Price | None] = field(default_factory=dict[str, Price | None])

    def price(self, model: str) -> Price | None:
        """The price of a model."""
        if model not in self._found:
            bare, _, tier = model.partition(" ")
            self._found[model] = self.own.get(model) or _listed(bare, self.servers.get(bare), tier)
        return self._found[model]

    def cost(self, usage: Usage) -> float | None:
        """What all of it cost; None where something was used whose price nobody knows."""
        cost = 0.0
        for (_, model), used in usage.by.items():
            price = self.price(model)
            if price is not None:
                cost += price.of(used)
            elif used.tokens:
                return None
        return cost

    def unknown(self, models: Iterable[str]) -> list[str]:
        """Those of these models whose price nobody knows."""
        return [model for model in dict.fromkeys(models) if self.price(model) is None]

    def sources(self, models: Iterable[str]) -> list[str]:
        """Where the prices of these models come from, each once."""
        found = (self.price(model) for model in models)
        return list(dict.fromkeys(price.source for price in found if price is not None and price.source))


def prices_for(players: Iterable[Player], file: Path | None) -> Prices:
    """The prices of these players' models. Raises ``Problem`` for a file that cannot be used."""
    own, currency = read_prices(file) if file is not None else ({}, "USD")
    return Prices(own, {player.name: player.base_url for player in players if player.prompted}, currency)


def read_prices(file: Path) -> tuple[dict[str, Price], str]:
    """A file of prices and its currency: ``models: {openai:mine: {input: 0.15, cached: 0.08, output: 0.6}}``, each of a million
    tokens, with ``date`` and ``currency`` if it likes. Raises ``Problem``."""
    try:
        data: Any = read_document(file.read_bytes()).data
    except OSError as error:
        raise Problem("input", f"--prices {file} cannot be read ({error.strerror}): check its path.") from None
    except DocumentError as error:
        raise Problem("input", f"--prices {file}:{error.mark[0]}: {error.message}. {error.mend}.") from None
    models = data.get("models") if isinstance(data, dict) else None
    if not isinstance(models, dict) or not models:
        raise Problem(
            "input",
            f"--prices {file} names no models: write 'models:' and below it 'openai:mine: {{input: 1, output: 2}}'.",
        )
    dated = f"{file.name}" + (f" of {data['date']}" if data.get("date") else "")
    return {str(name): _own(file, str(name), given, dated) for name, given in models.items()}, str(
        data.get("currency") or "USD"
    )


def _own(file: Path, name: str, given: Any, dated: str) -> Price:
    numbers: dict[str, float] = {}
    for key, value in given.items() if isinstance(given, dict) else ():
        if key not in _KEYS:
            near = difflib.get_close_matches(str(key), _KEYS, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise Problem("input", f"--prices {file}: {name} has no {key!r}: a price has {', '.join(_KEYS)}.{hint}")
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e9:
            raise Problem("input", f"--prices {file}: {name}: {key} must be a number, the price of a million tokens.")
        numbers[str(key)] = float(value)
    if "input" not in numbers or "output" not in numbers:
        raise Problem("input", f"--prices {file}: {name} needs input and output, the price of a million tokens each.")
    return Price(numbers["input"], numbers.get("cached", numbers["input"]), numbers["output"], dated)


def _listed(name: str, server: str | None, tier: str = "") -> Price | None:
    """The price of a model in the package's list. A server of one's own, and one that is not in the list, has none."""
    provider, _, model = name.partition(":")
    if provider in _FREE:
        return Price(0.0, 0.0, 0.0)
    if provider == "langchain":
        provider, _, model = model.partition(":")
    elif provider != "openai":
        return None
    try:
        from genai_prices import Usage as Tokens
        from genai_prices import calc_price
    except ImportError:
        return None
    where: dict[str, Any] = (
        {"provider_api_url": server} if server else {"provider_id": _KNOWN_AS.get(provider, provider)}
    )

    if tier:
        where["price_context"] = {"service_tier": tier}

    def cost(prompt: int, cached: int, completion: int) -> float:
        used = Tokens(input_tokens=prompt, cache_read_tokens=cached, output_tokens=completion)
        return float(calc_price(used, model, **where).total_price)

    try:
        known = calc_price(Tokens(input_tokens=1), model, **where)
        fresh, cached, output = cost(1000, 0, 0), cost(1000, 1000, 0), cost(0, 0, 1000)
    except (LookupError, ValueError):
        return None
    checked: Any = getattr(known.model, "prices_checked", None)
    return Price(fresh * 1000, cached * 1000, output * 1000, _dated(checked))


def _dated(checked: Any) -> str:
    from importlib.metadata import version

    newest = checked or _newest()
    return f"genai-prices {version('genai-prices')}" + (f", checked {newest:%Y-%m-%d}" if newest else "")


@cache
def _newest() -> Any:
    """The last day on which any price of the list was looked at; most have none of their own."""
    from genai_prices.data import providers

    dates = (getattr(model, "prices_checked", None) for provider in providers for model in provider.models)
    return max((date for date in dates if date is not None), default=None)
