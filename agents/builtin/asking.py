"""Questions in words: each is made from its cues, which name the side of a thing or the things themselves, never an answer."""

import re
from collections.abc import Sequence

from bedside.agents.builtin.called import is_doing, is_of_a_time
from bedside.agents.builtin.fitting import ELSE
from bedside.agents.builtin.line import Line
from bedside.agents.builtin.narration import ALONG
from bedside.agents.builtin.sides import SIDES
from bedside.agents.builtin.tables import first
from bedside.agents.planning.private import FRAME
from bedside.agents.speaking.nouns import head as head_word
from bedside.agents.speaking.nouns import some
from bedside.agents.speaking.tables import listed
from bedside.scenarios.plan import Cue
from bedside.scenarios.setting import load_setting

_ANY = {"family": "ask_any_family", "smoking": "ask_use", "drinking": "ask_use", "drugs": "ask_use"}
_MANNERS = (
    "scale",
    "manner",
    "constancy",
    "more_quality",
    ELSE,
)  # a side that is asked for as what the note has: a number, how it came on
_OPENLY = re.compile(
    r"\b(?:what|anything|is there anything|tell me what) else\b|\botherwise\?|\bapart from that\?", re.IGNORECASE
)
_SIGNS = frozenset(("okay", "all right", "right", "got it", "i see", "mm-hmm", "uh-huh", "okay, go on"))
_SIDES = frozenset((*SIDES, "effect", "what"))
_BEGUN = 5  # turns after which a word is enough to have somebody go on
_GOES_BACK = 0.7  # how often somebody is asked to go on about the complaint by its name
_NAMED = 4  # words of a complaint that is taken up
_RECENT = frozenset(("recent", "recently", "new", "current"))
_GROWN = 18  # years from which somebody is asked what they do for a living
_YOUNG = 16  # years below which home, work and smoke are those of the house they live in


class Asking:
    """A question in the making on a line of the physician. ``child`` says that it is put to somebody who speaks for a child,
    ``murmurs`` how often a mere word has people go on. Each method returns why it asks so."""

    def __init__(self, line: Line, child: bool, murmurs: float) -> None:
        self.line, self.brief, self.child, self.murmurs = line, line.brief, child, murmurs
        self.writes = load_setting(line.brief.setting).asynchronous

    def question(self, cues: Sequence[Cue]) -> str:
        """The question that brings out what the cues stand for."""
        line = self.line
        if ALONG in cues:
            at = list(cues).index(ALONG)
            one, other = (
                line.draw(f"ask_{part[0].aspect}").removeprefix("And ") for part in (cues[:at], cues[at + 1 :])
            )
            line.add(f"{one.rstrip('?')}, and {other[:1].lower()}{other[1:]}")
            return f"ask for the {cues[0].aspect} and the {cues[at + 1].aspect} of it"
        whole = [cue for cue in cues if cue.words and not _is_subject(cue) and not _is_side(cue)]
        if whole:
            names = [_thing(cue) for cue in whole]
            line.add(
                line.draw(
                    self._named(whole[0].aspect, names),
                    x=_or(names),
                    some=_or(_with_articles(names)),
                    one=_or([some(name) for name in names]),
                )
            )
            return f"ask for {', '.join(names)}"
        cue = cues[0] if cues else Cue(aspect="more")
        aspect = cue.concept if cue.concept in _MANNERS else cue.aspect
        if (aspect == "more" and self._murmurs()) or (aspect in ("more", ELSE) and self._nods()):
            return "let them go on"
        aspect = "more_written" if aspect in ("more", ELSE) and self.writes else aspect
        if aspect == "more" and self._goes_back():
            line.add(line.draw("ask_more_of", x=self.brief.step.subject))
            return "come back to the complaint"
        thought = f"ask for the {aspect} of it" if not cue.words else f"ask about {cue.words}"
        own = aspect == "relative" and cue.words.casefold() == self.brief.step.revealer
        aspect = "relative_self" if own else aspect
        rules = [f"ask_{aspect}_of"] if cue.words and _is_side(cue) else []
        rules += [f"child_{aspect}"] if self.child and self._small(aspect) else []
        rules += [f"other_{aspect}"] if self.child and not self._is_young() else []
        rules += [f"teen_{aspect}"] if not self.child and (self.brief.persona.age or _GROWN) < _GROWN else []
        if aspect == "status" and not cue.words:
            aspect = "status_bare"
        if aspect.startswith("more_"):
            rules += [f"ask_{aspect}", f"ask_more_{self.brief.step.topic}", "ask_rest"]
        line.add(
            line.draw(
                line.best(*rules, f"ask_{aspect}", f"ask_{self.brief.step.topic}", "ask_more"),
                x=cue.words,
                take="takes" if self.child else "take",
            )
        )
        return thought

    def _murmurs(self) -> bool:
        """Let them go on with a word; never twice in a row, nor to somebody who has just begun."""
        said = [turn.text for turn in self.brief.turns if turn.speaker == "physician"][-1:]
        again = (
            len(self.brief.turns) < _BEGUN
            or not said
            or len(said[0].split()) <= 2
            or self.line.text
            or self.line.lead
            or self.writes
        )
        again = again or bool(self.brief.turns and self.brief.turns[-1].id.startswith(FRAME))
        if again or not self.line.chance(5 * self.murmurs):
            return False
        self.line.add(self.line.draw("go_on"))
        return True

    def _nods(self) -> bool:
        """A mere sign of having heard, right after an open question: nobody asks "what else?" twice in a row."""
        said = [turn.text for turn in self.brief.turns if turn.speaker == "physician"][-1:]
        if not said or _OPENLY.search(said[0]) is None or self.writes or self.line.lead:
            return False
        if not self.line.text:
            self.line.add(self.line.draw("go_on"))
        return self.line.text.rstrip(".").casefold() in _SIGNS

    def _goes_back(self) -> bool:
        """Come back to what they came for by its name, once it was said; now and then."""
        subject = self.brief.step.subject
        named = subject and len(subject.split()) <= _NAMED and subject.casefold() in self.line.said
        early = len(self.brief.turns) <= _BEGUN + 1 and self.brief.step.topic == "story"
        return bool(named) and early and not first("visits", subject) and self.line.chance(_GOES_BACK)

    def _small(self, aspect: str) -> bool:
        return aspect not in ("work", "home", "smoking") or self._is_young()

    def _is_young(self) -> bool:
        return (self.brief.persona.age or 0) < _YOUNG

    @staticmethod
    def _now(names: Sequence[str]) -> bool:
        """Whether what is asked for is of these days, so that nobody is asked whether they ever had it."""
        return any(word in _RECENT for name in names for word in name.split(" "))

    def _named(self, aspect: str, names: Sequence[str]) -> str:
        if aspect == "habits" and self.child and not self._is_young():
            return "other_habits"
        if aspect in _ANY or aspect == "habits":
            return _ANY.get(aspect, "ask_habits")
        if aspect in ("history", "taking"):
            return f"ask_{aspect}"
        if aspect == "allergies":
            return "ask_any_allergies" if any("allerg" in name for name in names) else "ask_allergic"
        if is_of_a_time(names[-1]):
            return "ask_had"
        if aspect == "symptom" and all(head_word(name).lower() in listed("felt_once") for name in names):
            return "ask_felt_once"
        if aspect == "symptom" and any(is_doing(name) for name in names):
            return "ask_doing" if len(names) == 1 and not self.child else "ask_any_doing"
        if aspect != "symptom":
            return "ask_any" if not self._now(names) else "ask_symptom"
        asked = [turn.text for turn in self.brief.turns if turn.speaker == "physician"][-1:]
        follows = bool(asked) and asked[0].rstrip().endswith("?") and not self.writes
        return "ask_symptom_next" if follows and self.line.chance(0.5) else "ask_symptom"

    def at_once(self, cues: Sequence[Cue]) -> str:
        """Several questions in one message: side by side, what is asked by name together."""
        more = any(turn.speaker == "physician" for turn in self.brief.turns)
        lead = self.line.draw("message_asks_more" if more else "message_asks", x="").strip()
        self.line.add(lead)
        named = [cue for cue in cues if cue.words and not _is_side(cue) and not _is_subject(cue)]
        for cue in cues:
            if (
                cue not in named
                and cue.aspect not in ("what", "go on", "relative", "first", "unasked", "along")
                and not cue.aspect.startswith("more_")
            ):
                self.question([cue])
        for aspect in dict.fromkeys(cue.aspect for cue in named):
            same = [cue for cue in named if cue.aspect == aspect]
            for at in range(0, len(same), 4):
                self.question(same[at : at + 4])
        return "ask all of this in one message"


def _is_subject(cue: Cue) -> bool:
    """Whether a cue's words say what is asked about, and not what may or may not be there."""
    return cue.aspect in ("status", "relative", "problem") or cue.aspect.startswith("about_")


def _is_side(cue: Cue) -> bool:
    """Whether a cue asks for one side of a thing that was named before."""
    return cue.aspect in _SIDES


def _thing(cue: Cue) -> str:
    """What is asked for: the drug, not its use."""
    rest, _, last = cue.words.rpartition(" ")
    return (
        rest
        if rest and cue.aspect in _ANY and last in ("use", "abuse", "usage", "consumption", "intake")
        else cue.words
    )


def _or(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    joined = any(
        f" {word} " in name for name in names for word in ("and", "or")
    )  # "nausea and vomiting, or indigestion"
    return f"{', '.join(names[:-1])}{',' if joined else ''} or {names[-1]}"


def _with_articles(names: Sequence[str]) -> list[str]:
    """The names as what one may have: "a cough", "any chest pain"."""
    return [some(name) if some(name) != name else f"any {name}" if at == 0 else name for at, name in enumerate(names)]
