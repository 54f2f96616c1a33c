"""Screening instruments that may be shipped: their items word for word, their notice, and how they are added up.

A score is a sum and a band, never a diagnosis. Instruments whose licence forbids shipping are not here.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bedside.knowledge.error import KnowledgeError

INSTRUMENTS = Path(__file__).parent / "instruments"


@dataclass(frozen=True, slots=True)
class Band:
    """A range of totals, ``low <= total <= high``, and what it is called."""

    low: int
    high: int
    label: str


@dataclass(frozen=True, slots=True)
class Instrument:
    """A questionnaire. ``scale`` maps points to answers, ``groups`` a name to its first and last item (from 1).

    ``cut_off`` is the lowest total of a positive screen; ``urgent`` lists items (from 1) whose answer above the
    lowest needs attention at once, whatever the total.
    """

    id: str
    title: str
    source: str
    licence: str
    notice: str
    clinical_review: str
    instruction: str
    items: tuple[str, ...]
    scale: tuple[tuple[int, str], ...]
    bands: tuple[Band, ...]
    cut_off: int
    urgent: tuple[int, ...]
    groups: tuple[tuple[str, int, int], ...]

    def total(self, answers: tuple[int, ...]) -> int:
        """The sum of one answer an item. Raises ``ValueError`` for a missing answer or one off the scale."""
        points = {value for value, _ in self.scale}
        if len(answers) != len(self.items) or not points.issuperset(answers):
            raise ValueError(
                f"{self.id} takes {len(self.items)} answers from {sorted(points)}. Give one for each item."
            )
        return sum(answers)

    def band(self, total: int) -> Band:
        """The band of a total. Raises ``ValueError`` for a total that cannot be reached."""
        for band in self.bands:
            if band.low <= total <= band.high:
                return band
        raise ValueError(
            f"{self.id} has no total of {total}. Totals go from {self.bands[0].low} to {self.bands[-1].high}."
        )


def instrument_names(folder: Path = INSTRUMENTS) -> list[str]:
    """The names ``load_instrument`` knows, in order."""
    return sorted(path.stem for path in folder.glob("*.md"))


def load_instrument(name: str, folder: Path = INSTRUMENTS) -> Instrument:
    """Read an instrument by name (``phq-9``). Raises ``KnowledgeError`` if there is none or its file is faulty."""
    names = instrument_names(folder)
    if name.lower() not in names:
        raise KnowledgeError(f"There is no instrument named {name!r}. Use one of: {', '.join(names)}.")
    path = folder / f"{name.lower()}.md"
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise KnowledgeError(f"{path}: the instrument cannot be read ({reason}). Compare it with phq-9.md.") from error
    return read_instrument(text, str(path))[0]


def read_instrument(text: str, where: str) -> tuple[Instrument, dict[str, Any]]:
    """Read an instrument from the text of its file, with its front matter as it stands. ``where`` is named in errors.
    Raises ``KnowledgeError``."""
    import yaml

    try:
        found = re.fullmatch(r"---\n(.*?)\n---\n\s*## Instruction\n(.*?)## Items\n(.*)", text, re.S)
        if found is None:
            raise ValueError("front matter, `## Instruction` and `## Items` are expected in this order")
        fields: dict[str, Any] = yaml.safe_load(found[1])
        items = tuple(re.findall(r"^\d+\. (.+)$", found[3], re.M))
        texts = {key: " ".join(str(fields[key]).split()) for key in ("id", "title", "source", "licence", "notice")}
        instrument = Instrument(
            **texts,
            clinical_review=str(fields["clinical_review"]),
            instruction=" ".join(found[2].split()),
            items=items,
            scale=tuple(sorted((int(value), str(label)) for value, label in fields["scale"].items())),
            bands=tuple(Band(int(low), int(high), str(label)) for low, high, label in fields["bands"]),
            cut_off=int(fields["cut_off"]),
            urgent=tuple(int(item) for item in fields["urgent"]),
            groups=tuple((str(group), int(first), int(last)) for group, (first, last) in fields["groups"].items()),
        )
    except (yaml.YAMLError, ValueError, KeyError, TypeError, AttributeError) as error:
        reason = " ".join(str(error).split())[:100]
        raise KnowledgeError(f"{where}: the instrument cannot be read ({reason}). Compare it with phq-9.md.") from error
    if not items or not all(texts.values()):
        raise KnowledgeError(f"{where}: items, source, licence or notice are empty. Fill them.")
    return instrument, fields
