"""How an instrument is asked as a talk: items to criteria, clusters, symptoms, ranges of severity. All of it is data.

Law of the file: a shipped instrument has its guide in ``guides``; an author's own file has it under ``guide:`` in its
front matter. Whatever is wrong with either is one ``KnowledgeError`` that names the mend.
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from bedside.agents.interview.degrees import Degrees, degree_words
from bedside.knowledge.error import KnowledgeError
from bedside.knowledge.instrument import Instrument, instrument_names, load_instrument, read_instrument

PROTOCOL = "interview/"
LEVELS = ("none", "little", "some", "much")  # how an answer is told, whatever the instrument's scale
_WINDOWS = {"weeks": "the last two weeks", "event": "the past month"}
_TOPS: dict[str, int] = {"days": 3, "amount": 4, "yes-no": 1}
SEVERITIES = ("none", "mild", "moderate", "severe")


@dataclass(frozen=True)
class GuideItem:
    """One item: its number in the instrument, its criterion, and the symptoms it asks about."""

    number: int
    criterion: str
    symptoms: tuple[str, ...]

    @property
    def cluster(self) -> str:
        """The letters a criterion begins with."""
        return self.criterion.rstrip("0123456789")


@dataclass(frozen=True)
class Guide:
    """An instrument and how it is asked. ``rules`` are phrases that the instrument's own file brings."""

    instrument: Instrument
    about: str  # "event": one thing that happened; "weeks": the last weeks
    met: int
    severity: Mapping[str, tuple[int, int]]
    clusters: Mapping[str, str]
    items: tuple[GuideItem, ...]
    rule: Mapping[str, int]
    rules: Mapping[str, list[str]]
    names: Mapping[str, str]
    window: str = ""  # the time that every question is about: "the last two weeks"
    degrees: Degrees = ""  # how an answer tells its points; "" where nobody reads them
    loadings: Mapping[int, tuple[str, float]] = field(default_factory=dict[int, tuple[str, float]])
    """Item number -> its factor and how much of it is the factor's, from a published structure."""

    between: float = 0.0  # how much the factors go together: 0 to 1

    def how(self, points: int) -> str:
        """How often or how much so many points are, for whoever plays the person."""
        return str(degree_words()[self.degrees]["as"][points]) if self.degrees else ""

    @property
    def top(self) -> int:
        """The most points of an item."""
        return self.instrument.scale[-1][0]

    def item(self, key: str) -> GuideItem | None:
        """The item with this number or criterion."""
        return next((item for item in self.items if key in (str(item.number), item.criterion)), None)

    def needed(self, item: GuideItem) -> int:
        """Points from which an item counts as met; an urgent one counts from the first."""
        return 1 if item.number in self.instrument.urgent else self.met

    def level(self, points: int, draw: float) -> str:
        """How an answer of so many points is told. ``draw`` in [0, 1) chooses where a yes or a no leaves room."""
        if self.top == 1:
            return LEVELS[2 * points + (draw < 0.4)]
        return LEVELS[round(points / self.top * 3)] if self.top <= 3 else LEVELS[min(points, 3)]


@cache
def bank(language: str = "en") -> dict[str, dict[str, Any]]:
    """The symptoms by name: what they are called, how they are asked about, how they are told of."""
    import yaml

    path = files("bedside.agents.interview").joinpath("phrases", language, "symptoms.yaml")
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def interviews() -> list[str]:
    """The shipped instruments that can be asked as an interview."""
    folder = files("bedside.agents.interview").joinpath("guides")
    return sorted(file.name.removesuffix(".yaml") for file in folder.iterdir() if file.name.endswith(".yaml"))


@cache
def load_guide(name: str, own: str | None = None) -> Guide:
    """The guide of a shipped instrument, or of ``own``, the text of an author's file. Raises ``KnowledgeError``."""
    import yaml

    if own is not None:
        instrument, extra = read_instrument(own, f"{name}.md")
        guide = extra.get("guide")
        if not isinstance(guide, dict):
            raise KnowledgeError(f"{name}.md has no `guide:` in its front matter. docs/interviews.md shows one.")
        return _guide(instrument, dict(guide), f"{name}.md")
    known = interviews()
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"Did you mean {near[0]!r}? " if near else ""
        raise KnowledgeError(
            f"There is no instrument {name!r}. {hint}Use one of: {', '.join(known)}, or name your own file under "
            "interview.instrument."
        )
    path = files("bedside.agents.interview").joinpath("guides", f"{name}.yaml")
    assert name in instrument_names()
    return _guide(load_instrument(name), yaml.safe_load(path.read_text(encoding="utf-8")), str(path))


def own_text(path: Path) -> str:
    """The text of an author's instrument. Raises ``KnowledgeError``."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise KnowledgeError(f"The instrument {path} cannot be read ({reason}). Check the path.") from None


def _guide(instrument: Instrument, given: dict[str, Any], where: str) -> Guide:
    try:
        rules, names = _own_symptoms(given.get("symptoms", {}))
        items = tuple(_item(int(number), *pair) for number, pair in given["items"].items())
        guide = Guide(
            instrument,
            str(given["about"]),
            int(given["met"]),
            {str(k): (int(low), int(high)) for k, (low, high) in given["severity"].items()},
            {str(k): str(v) for k, v in given["clusters"].items()},
            items,
            {str(k): int(v) for k, v in given.get("rule", {}).items()},
            rules,
            names,
            str(given.get("window", _WINDOWS.get(str(given["about"]), ""))),
            _degrees(given, instrument.scale[-1][0]),
            {
                int(number): (str(name), float(share))
                for name, items in (given.get("structure") or {}).get("factors", {}).items()
                for number, share in items.items()
            },
            float((given.get("structure") or {}).get("between", 0.0)),
        )
        _refuse(guide)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        what = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise KnowledgeError(
            f"{where}: the guide cannot be used ({what}). docs/interviews.md shows a whole one."
        ) from None
    return guide


def _degrees(given: dict[str, Any], top: int) -> Degrees:
    """How answers tell their points: as the guide says, else nobody reads them."""
    degrees = given.get("degrees", "")
    if not degrees:
        return ""
    if degrees not in _TOPS or _TOPS[degrees] != top:
        raise ValueError(
            f"degrees is one of {', '.join(_TOPS)}, for scales up to {', '.join(map(str, _TOPS.values()))}"
        )
    return degrees


def _item(number: int, criterion: str, symptoms: str | list[str]) -> GuideItem:
    return GuideItem(number, str(criterion), (symptoms,) if isinstance(symptoms, str) else tuple(symptoms))


def _own_symptoms(given: dict[str, Any]) -> tuple[dict[str, list[str]], dict[str, str]]:
    rules = {f"{name}.{part}": list(known[part]) for name, known in given.items() for part in ("ask", *LEVELS)}
    return rules, {name: str(known["name"]) for name, known in given.items()}


def _refuse(guide: Guide) -> None:
    numbers = [item.number for item in guide.items]
    wanted = list(range(1, len(guide.instrument.items) + 1))
    if sorted(numbers) != wanted:
        raise ValueError(f"items must be numbered 1 to {len(wanted)}, one each")
    if guide.about not in ("event", "weeks"):
        raise ValueError("about is 'event' or 'weeks'")
    if list(guide.severity) != list(SEVERITIES):
        raise ValueError(f"severity needs a range each for {', '.join(SEVERITIES)}, in this order")
    if len({item.criterion for item in guide.items}) != len(guide.items):
        raise ValueError("two items have the same criterion")
    if [points for points, _ in guide.instrument.scale] != list(range(guide.top + 1)):
        raise ValueError("the scale must count 0, 1, 2, …")
    for item in guide.items:
        if item.cluster not in guide.clusters:
            raise ValueError(f"criterion {item.criterion!r} is in no cluster of {', '.join(guide.clusters)}")
        for symptom in item.symptoms:
            if symptom not in guide.names and symptom not in bank():
                near = difflib.get_close_matches(symptom, [*bank(), *guide.names], n=1)
                hint = f"; did you mean {near[0]!r}?" if near else "; describe it under `symptoms:`"
                raise ValueError(f"symptom {symptom!r} is not known{hint}")
