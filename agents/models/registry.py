"""From a name to a model: ``PROVIDER:MODEL``, opened with how a player wants it asked, and made steady.

Each provider's library is imported only when a model of it is opened.
"""

import asyncio
import difflib
import hashlib
import importlib
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from bedside.agents.model import Model, ModelError
from bedside.agents.models.api_keys import looks_like_key
from bedside.agents.models.circuit_breaker import CircuitBreaker
from bedside.agents.models.flow_control import FlowControl, FlowSettings
from bedside.agents.models.function_model import ChatFunction, FunctionModel
from bedside.agents.models.model_settings import ModelSettings
from bedside.agents.models.replay_model import Recorder, ReplayModel
from bedside.agents.models.retrying import RetryingModel
from bedside.agents.models.scripted_model import open_scripted
from bedside.scenarios.player import Player

PROVIDERS = ("openai", "ollama", "langchain", "scripted", "replay", "folder")
_ASKED = {name: f"bedside.agents.models.{name}_model" for name in ("openai", "ollama", "langchain", "folder")}
_MEANT = {"scripted": "a script file", "replay": "a recording", "folder": "a folder", "langchain": "PROVIDER:MODEL"}


Opening = Callable[[str, Player, ModelSettings], Model]


def open_model(player: Player, settings: ModelSettings, base: Path = Path()) -> Model:
    """The model that ``player`` names, with retries, and recorded where ``settings`` say so. Relative file names start
    from ``base``. Raises ``ModelError`` of kind config."""
    provider, _, rest = player.name.partition(":")
    rest = rest.strip()
    check_name(player)
    if player.tier is not None and provider != "openai":
        raise ModelError("config", f"{player.name}: tier goes with openai: models; leave it out.")
    settings = replace(settings, base=base)
    model = _open(provider, rest, player, settings)
    if provider != "replay":  # where nothing fails in passing, and what was recorded is given as it is
        model = _retrying(model, provider, player, settings.flow)
    return model if settings.record is None else Recorder(model, settings.record)


def open_function(function: ChatFunction, player: Player, settings: ModelSettings) -> Model:
    """The model that a Python function is, with retries, and recorded where ``settings`` say so."""
    model = _retrying(FunctionModel(function), "python", player)
    return model if settings.record is None else Recorder(model, settings.record)


def _retrying(model: Model, provider: str, player: Player, flow: FlowSettings | None = None) -> RetryingModel:
    return RetryingModel(
        model,
        timeout=player.timeout,
        attempts=player.attempts,
        breaker=_breaker_of(provider, player),
        flow=_flow_of(provider, player, flow) if flow is not None else None,
        sleep=_no_wait if provider in ("scripted", "replay") else asyncio.sleep,
    )


def _open(provider: str, rest: str, player: Player, settings: ModelSettings) -> Model:
    if provider in _ASKED:
        opening: Opening = getattr(importlib.import_module(_ASKED[provider]), f"open_{provider}")
        return opening(rest, player, settings)
    path = settings.base / Path(rest).expanduser()
    return open_scripted(player.name, path) if provider == "scripted" else ReplayModel(player.name, path)


def check_name(player: Player) -> None:
    """Refuse a name that cannot be that of a model. Raises ``ModelError`` of kind config."""
    provider, _, rest = player.name.partition(":")
    rest = rest.strip()
    if looks_like_key(player.name) or looks_like_key(rest):  # not repeated: it may be one
        raise ModelError("config", "A model's name looks like a key; keys come from key_env or key_file only.")
    if provider not in PROVIDERS or ":" not in player.name:
        near = difflib.get_close_matches(provider.casefold(), PROVIDERS, n=1, cutoff=0.5)
        meant = f" Did you mean {near[0]}:{rest or 'MODEL'}?" if near else ""
        known = ", ".join(f"{name}:…" for name in PROVIDERS)
        raise ModelError("config", f"No model is called {player.name!r}; choose one of {known}.{meant}")
    if not rest or any(not sign.isprintable() for sign in rest):
        raise ModelError(
            "config", f"{provider}: names no model; write {provider}: and {_MEANT.get(provider, 'its name')} after it."
        )


async def _no_wait(_seconds: float) -> None:
    """There is no server to spare behind a file."""


def _breaker_of(provider: str, player: Player) -> CircuitBreaker:
    # Files and functions have no endpoint to spare, and two with errors in them must not cut each other off.
    if provider in ("scripted", "replay", "python", "folder"):
        return CircuitBreaker()
    where = (player.base_url or "").rstrip("/")
    if provider == "langchain":
        where = f"{player.name.split(':')[1]} {where}"
    return _shared(provider, where, player.key_env, player.key_file)


def _flow_of(provider: str, player: Player, settings: FlowSettings) -> FlowControl | None:
    if provider in ("scripted", "replay", "python"):
        return None
    where = (player.base_url or "").rstrip("/")
    if provider == "langchain":
        where = f"{player.name.split(':')[1]} {where}"
    return _flow(provider, where, player.key_env, player.key_file, settings)


@lru_cache(maxsize=256)
def _flow(provider: str, where: str, key_env: str | None, key_file: str | None, settings: FlowSettings) -> FlowControl:
    """One for all who ask the same endpoint with the same key, as of circuit breakers."""
    named = "\n".join((provider, where, key_env or "", key_file or ""))
    return FlowControl(settings, hashlib.sha256(named.encode()).hexdigest()[:24])


@lru_cache(maxsize=256)
def _shared(provider: str, where: str, key_env: str | None, key_file: str | None) -> CircuitBreaker:
    """One for all who ask the same endpoint with the same key: they share its limits."""
    return CircuitBreaker()
