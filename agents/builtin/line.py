"""One line in the making: stretches of text, and which of them state which facts."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from bedside.agents.builtin.evidence import heard
from bedside.agents.speaking.letters import as_listed
from bedside.agents.speaking.nouns import PREPOSITIONS
from bedside.agents.speaking.said import Said
from bedside.agents.text.inflection import is_verb
from bedside.agents.text.phrasebook import Phrasebook
from bedside.scenarios.brief import Brief
from bedside.scenarios.note import Span
from bedside.scenarios.turn import Claim, Utterance

_HOLE = "\0"
# Words that are capitals at the start of a sentence alone.
_LEADS = frozenset(
    """A An The My Your His Her Their It It's There There's He He's She She's They They're You You're You've We We'll That That's
    This No Not None For About Since Just When While Sometimes Usually Mostly On In At After Before With Without From Every Around
    Over Each Both All Most Nothing Nobody Then Two Three Four Five Six Once Twice Some Because If And But So Now Then Occasionally Recently Last Today
    Yesterday Initially Also Still Lately""".split()
)
_START = re.compile(r"(^|[.?!] )([a-z])")
_MARK = re.compile(r" ([,.?!])")
_SIGNS = ("okay", "all right", "right", "got it", "i see")  # after which a question may go on
_ASKS = 3  # words up to which a question is not joined to anything
_ENDS = (".", "?", "!", ":")


@cache
def load_phrases(code: str = "en") -> Phrasebook:
    """The phrases of a language. Raises ``FileNotFoundError`` for one without them."""
    import yaml

    source = files("bedside.agents.builtin").joinpath("phrases", f"{code}.yaml")
    loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    rules: dict[str, list[str]] = yaml.load(source.read_text(encoding="utf-8"), loader)  # noqa: S506  # safe either way
    return Phrasebook(rules)


@dataclass
class Line:
    """A line of one speaker. ``rng`` draws its phrases, ``slots`` fill the words for who is spoken of; a second attempt draws
    others."""

    brief: Brief
    book: Phrasebook
    rng: random.Random
    said: str
    slots: dict[str, str]
    text: str = ""
    claims: list[Claim] = field(default_factory=list[Claim])
    facts: list[str] = field(default_factory=list[str])
    passages: list[str] = field(default_factory=list[str])
    lead: str = ""  # what the next sentence goes on from

    @classmethod
    def of(cls, brief: Brief, slots: dict[str, str]) -> "Line":
        """An empty line for this brief."""
        rng = random.Random(f"{brief.seed}/{brief.step.id}/{brief.role}/{brief.attempt}")
        said = "\n".join(turn.text.casefold() for turn in heard(brief.turns))
        return cls(brief, load_phrases(), rng, said, slots)

    def draw(self, rule: str, **slots: str) -> str:
        """A phrase; one that was not said before, if there is another."""
        return self.book.draw(rule, self.rng, f"{self.said}\n{self.text.casefold()}", **self.slots, **slots)

    def best(self, *rules: str) -> str:
        """The first of these rules that there is. Raises ``StopIteration`` if there is none."""
        return next(rule for rule in rules if rule in self.book)

    def chance(self, share: float) -> bool:
        """True in this share of cases; no draw is made where it is none."""
        return share > 0 and self.rng.random() < share

    def add(self, words: str, facts: Sequence[str] = (), passages: Sequence[str] = (), end: str = ".") -> None:
        """One more sentence, which as a whole states these facts or rests on these passages."""
        made = sentence(words, end)
        if not made:
            return
        if self.lead:
            sign, following = self.lead.split(",")[0], made.removeprefix("And ")
            whole = made.endswith("?") and len(following.split()) > _ASKS
            made = f"{self.lead} {following[:1].lower()}{following[1:]}" if whole else f"{sign}. {made}"
            self.lead = ""
        start = self._begin()
        self.text += made
        if facts or passages:
            self.facts += facts
            self.passages += passages
            self.claims.append(
                Claim(said=Span(start=start, end=len(self.text)), facts=tuple(facts), passages=tuple(passages))
            )

    def run_on(self, word: str) -> None:
        """The next sentence goes on in the one before, which is a mere sign of having heard: "Okay, and how long ...?"."""
        if self.text.rstrip(".").casefold() in _SIGNS and not self.claims:
            self.lead, self.text = f"{self.text[:-1]}, {word}", ""

    def add_said(self, said: Said, rule: str = "", named: Sequence[str] = (), **slots: str) -> None:
        """What was said of facts, alone or inside a phrase of ``rule`` that has ``{x}``; each fact keeps its characters. The
        words of the phrase before it name the facts ``named``. What names its problem itself needs no phrase that does."""
        if _names(said.text, slots.get("problem", "")):
            self.wrap(said, "", "")
            for fact in named:
                self.also(fact, said.claims[0][2][0])
            return
        before, _, after = self.draw(rule, x=_HOLE, **slots).partition(_HOLE) if rule else ("", "", "")
        self.wrap(said, before, after, named)

    def wrap(self, said: Said, before: str, after: str, named: Sequence[str] = ()) -> None:
        """What was said of facts, with words before and after it."""
        lead = _opened(before)
        self._begin()
        if lead:
            start = len(self.text)
            self.text += f"{lead} "
            if named:
                self.facts += named
                end = start + len(lead.rstrip(" ,.:"))
                self.claims.append(Claim(said=Span(start=start, end=end), facts=tuple(named)))
        inside = bool(lead) and not lead.endswith(_ENDS)
        shift = len(self.text)
        words = small(said.text) if inside else said.text
        words = words.rstrip(".") if after.strip() and not after.startswith((" ", ".")) else words
        self.text += words
        if after.strip() and after.strip() != ".":
            self.text += after if after.startswith((",", "?", "!")) else f" {sentence(after)}"
        for first, end, facts in said.claims:
            self.facts += facts
            stop = min(shift + end, len(self.text))
            self.claims.append(Claim(said=Span(start=shift + first, end=stop), facts=tuple(facts)))

    def also(self, fact: str, told: str) -> None:
        """The characters that state the fact ``told`` state this one, too."""
        for at, claim in enumerate(self.claims):
            if told in claim.facts and fact not in claim.facts:
                self.claims[at] = claim.model_copy(update={"facts": (*claim.facts, fact)})
                self.facts.append(fact)

    def _begin(self) -> int:
        if self.text:
            self.text += " "
        return len(self.text)

    def utterance(self, thought: str, withheld: Sequence[str] = (), because: str = "") -> Utterance:
        """The line as a role returns it."""
        return Utterance(
            text=self.text,
            thought=thought,
            facts=tuple(dict.fromkeys(self.facts)),
            withheld=tuple(withheld),
            because=because if withheld else "",
            passages=tuple(dict.fromkeys(self.passages)),
            claims=tuple(self.claims),
        )


def sentence(text: str, end: str = ".") -> str:
    """Single spaces, a capital at the start of each sentence and a mark at the end."""
    text = _MARK.sub(r"\1", " ".join(text.split())).strip(" ,;")
    if not text:
        return ""
    made = _START.sub(lambda found: found[1] + found[2].upper(), text)
    return made if made.endswith(_ENDS) else f"{made}{end}"


def _names(text: str, problem: str) -> bool:
    """Whether a sentence says at once what it is about: "it sounds like your depression is stable"."""
    return bool(problem) and f" your {problem.casefold()}" in f" {text.split('. ')[0].rstrip('.')} ".casefold()


def _opened(words: str) -> str:
    """The words before what is said, with a capital at the start of each sentence."""
    text = _MARK.sub(r"\1", " ".join(words.split())).lstrip(" ,;")
    return _START.sub(lambda found: found[1] + found[2].upper(), text)


def small(text: str) -> str:
    """A sentence after other words: its capital goes where it is only that of a beginning."""
    first = text.split(" ", 1)[0].rstrip(",.")
    beginning = (
        first in _LEADS
        or first.lower() in PREPOSITIONS
        or (as_listed(first) or "").islower()
        or (len(first) > 1 and is_verb(first.lower()))
    )
    return text[:1].lower() + text[1:] if beginning else text
