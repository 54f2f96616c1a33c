"""One line in the making: pieces of text, and which piece says which fact."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from bedside.agents.multilingual.wording import sentence
from bedside.agents.text.phrasebook import Phrasebook
from bedside.scenarios.brief import Brief
from bedside.scenarios.note import Span
from bedside.scenarios.turn import Claim, Utterance


@cache
def spoken() -> frozenset[str]:
    """The languages for which there are phrases, beside English."""
    found = files("bedside.agents.multilingual").joinpath("phrases").iterdir()
    return frozenset(entry.name.removesuffix(".yaml") for entry in found if entry.name.endswith(".yaml"))


@cache
def load_phrases(code: str) -> Phrasebook:
    """The phrases of a language. Raises ``FileNotFoundError`` for one that the built-in family does not speak."""
    import yaml

    source = files("bedside.agents.multilingual").joinpath("phrases", f"{code}.yaml")
    loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    rules: Mapping[str, list[str]] = yaml.load(source.read_text(encoding="utf-8"), loader)  # noqa: S506  # safe either way
    return Phrasebook(rules)


@dataclass
class Line:
    """A line of one speaker. ``rng`` draws its phrases; a second attempt draws others."""

    brief: Brief
    book: Phrasebook
    rng: random.Random
    said: str
    text: str = ""
    claims: list[Claim] = field(default_factory=list[Claim])
    facts: list[str] = field(default_factory=list[str])
    passages: list[str] = field(default_factory=list[str])

    @classmethod
    def of(cls, brief: Brief, book: Phrasebook) -> "Line":
        """An empty line for this brief."""
        rng = random.Random(f"{brief.seed}/{brief.step.id}/{brief.role}/{brief.attempt}")
        said = "\n".join(turn.text.lower() for turn in brief.turns)
        return cls(brief, book, rng, said)

    def draw(self, rule: str, **slots: str) -> str:
        """A phrase; one that was not said before, if there is another."""
        return self.book.draw(rule, self.rng, self.said, **slots)

    def best(self, *rules: str) -> str:
        """The first of these rules that the language has."""
        return next(rule for rule in rules if rule in self.book)

    def chance(self, share: float) -> bool:
        """True in this share of cases."""
        return self.rng.random() < share

    def add(self, words: str, facts: Sequence[str] = (), passages: Sequence[str] = ()) -> None:
        """One more sentence, which says these facts or rests on these passages."""
        made = sentence(words)
        if not made:
            return
        if self.text:
            self.text += " "
        start = len(self.text)
        self.text += made
        if facts or passages:
            self.facts += facts
            self.passages += passages
            said = Span(start=start, end=len(self.text))
            self.claims.append(Claim(said=said, facts=tuple(facts), passages=tuple(passages)))

    def utterance(self, thought: str, withheld: Sequence[str] = (), because: str = "") -> Utterance:
        """The line as a role returns it."""
        return Utterance(
            text=self.text,
            thought=thought,
            facts=tuple(dict.fromkeys(self.facts)),
            passages=tuple(dict.fromkeys(self.passages)),
            withheld=tuple(withheld),
            because=because,
            claims=tuple(self.claims),
        )
