"""What can be named, listed: a name and what it is. Every list is read from where its things are defined."""

import importlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bedside.orchestrator.cases.find_case import shipped_cases
from bedside.orchestrator.failures import Problem
from bedside.scenarios.load import load_case, presets
from bedside.scenarios.persona import AXES, Persona
from bedside.scenarios.protocol import PROTOCOLS, load_protocol
from bedside.scenarios.setting import load_setting, setting_names
from bedside.scenarios.style import load_style, style_names

METRICS = "bedside.evaluation.metrics.registry"
SETS = "bedside.evaluation.sets.registry"
_MODELS = {
    "agenda": "the built-in family: no model, no network, no key",
    "scripted": "the built-in doubles: canned lines, for tests of a player of one's own",
    "openai:MODEL": "any server that speaks OpenAI's protocol (--base-url says where; else OpenAI)",
    "ollama:MODEL": "a model of an Ollama server, on this machine unless --base-url says otherwise",
    "langchain:PROVIDER:MODEL": "any chat model of LangChain; its package must be installed",
    "scripted:FILE": "replies written down in a file",
    "folder:DIR": "requests and replies as files of a folder, for programs",
    "replay:FILE": "replies recorded with --record",
}


@dataclass(frozen=True)
class ListRow:
    """A thing that can be named."""

    name: str
    what: str

    def shown(self) -> dict[str, str]:
        """The same as JSON."""
        return asdict(self)


def personas() -> list[ListRow]:
    """Shipped ways of talking, with what sets each apart from a plain one."""
    return [ListRow(name, _axes(persona) or "as the note has it") for name, persona in presets().items()]


def settings() -> list[ListRow]:
    """Where they can meet."""
    return [ListRow(name, load_setting(name).title) for name in setting_names()]


def protocols() -> list[ListRow]:
    """What can be gone through."""
    from bedside.scenarios.case import PROTOCOL_NAMES

    named = [name for name in PROTOCOL_NAMES if name.split("/")[0] in PROTOCOLS]
    return [ListRow(name, load_protocol(name).title) for name in named]


def styles() -> list[ListRow]:
    """Shipped style profiles, with what each was fitted on."""
    return [ListRow(name, load_style(name).corpus) for name in style_names()]


def cases() -> list[ListRow]:
    """Shipped cases."""
    loaded = {name: load_case(path) for name, path in shipped_cases().items()}
    return [ListRow(name, f"{case.title} ({case.protocol}, {case.setting})") for name, case in loaded.items()]


def models() -> list[ListRow]:
    """Who can play, and how a model is named."""
    return [ListRow(name, what) for name, what in _MODELS.items()]


def metrics() -> list[ListRow]:
    """What conversations can be measured by. Raises ``Problem`` where this bedside has no metrics."""
    try:
        registry: Any = importlib.import_module(METRICS)
    except ModuleNotFoundError as error:
        if error.name != METRICS:
            raise
        raise Problem("usage", "This bedside has no metrics to list: install a newer one.") from None
    found: Any = registry.metrics()
    all_of: Iterable[Any] = found.values() if isinstance(found, Mapping) else found  # pyright: ignore[reportUnknownVariableType]
    of_sets: Mapping[str, Any] = importlib.import_module(SETS).set_metrics()
    return [ListRow(str(metric.id), _measured(metric)) for metric in (*all_of, *of_sets.values())]


KINDS: dict[str, Callable[[], list[ListRow]]] = {
    "personas": personas,
    "settings": settings,
    "protocols": protocols,
    "styles": styles,
    "cases": cases,
    "models": models,
    "metrics": metrics,
}


def _axes(persona: Persona) -> str:
    plain = Persona()
    other = [(axis, value) for axis in AXES if (value := getattr(persona, axis)) != getattr(plain, axis)]
    shown = [f"{axis.replace('_', ' ')} {value}" for axis, value in other]
    return ", ".join([*shown, f"keeps back {', '.join(persona.withholds)}"] if persona.withholds else shown)


def _measured(metric: Any) -> str:
    """A metric in words, from what its contract says of it."""
    parts = [str(part) for name in ("unit", "direction", "citation") if (part := getattr(metric, name, None))]
    return "; ".join(parts)
