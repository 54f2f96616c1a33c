"""Whether a question and its answer are about the same thing: each question of an agenda is held against the fact that it brings
out, and asked anew from the fact where they pass each other.

The law: only the cues of a question change, never its facts, who is asked, or the order; what goes on from another answer is
asked for as more of it, and what does not is asked for openly."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bedside.agents.builtin.calls_for import HEAVY
from bedside.agents.builtin.narration import UNASKED
from bedside.agents.builtin.questions import are_related
from bedside.agents.builtin.reactions import KIN
from bedside.agents.builtin.tables import words
from bedside.agents.builtin.telling import FIRST
from bedside.scenarios.note import Fact
from bedside.scenarios.plan import Cue, Step, Topic

ELSE = "else"  # asked for openly: what comes next is about something else
_HABITS: dict[str, re.Pattern[str]] = {
    "smoking": re.compile(r"\bsmok|cigar|tobacco|\bvap|\bpacks?\b|\bppd\b|nicotin|\bsnuff|\bchew|hookah|shisha|non-?smok", re.I),
    "drinking": re.compile(r"alcohol|\betoh|\bdrink|\bdrank|\bbeers?\b|\bwine|\bspirits\b|\bunits?\b|\bpints?\b|sober|teetotal|liquor|whisk|vodka|\bgin\b|cocktail", re.I),
    "drugs": re.compile(r"\bdrugs?\b|cannabis|marijuana|cocaine|heroin|opioid|\bmeth|illicit|substance|\bweed\b|\bthc\b|ivdu|kratom|ecstasy|recreational", re.I),
}  # fmt: skip
_DONE = re.compile(
    r"surg|operat|ectomy|plasty|scop|replace|repair|bypass|stent|graft|transplant|section|biops|procedure|remov|cathet|otomy|ablat"
    r"|implant|fusion|\bD&C\b|dilat|resect|ligat|circumcis|cabg|amputat|pacemaker|turp|pinn|fixation",
    re.I,
)
_BORN = re.compile(r"\b(?:deliver\w*|birth|nsvd|svd|vbac)\b", re.I)
_HOUSE = re.compile(
    r"\b(?:liv\w+|resid\w+|married|single|divorced|widow\w*|alone|house|home|apartment|flat|children|kids|sons?|daughters?|siblings?)\b", re.I
)  # fmt: skip
_KIN = "family relative more_family more_relative siblings more_siblings children others more_others".split()
_OWN = (
    "past more_past surgery more_surgery done hospital medications more_medications allergies more_allergies smoking drinking drugs"
    " treated birth"
).split()
_ASKED_FIRST = {
    "more_surgery": "surgery", "more_tried": "tried", "more_care": "care", "more_takes": "takes", "more_medications": "medications",
    "more_allergies": "allergies", "more_current": "current",
}  # fmt: skip
# What an open question is made of the fact that it is to bring out, where nobody has asked for it yet.
_OPENED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("dark_thoughts", re.compile(r"suicid|self-?harm|\bhang(?:ing)? (?:him|her|my|them)sel|(?:kill|hurt|harm|cut)(?:ing)? (?:him|her|my|them)sel|better off dead|want(?:s|ed)? to die|not (?:to )?wake up", re.I)),
    ("concern", re.compile(r"\b(?:terrified|petrified|scared|frightened|afraid|fears?|worr(?:y|ies|ied))\b(?! of (?:his|her) own)", re.I)),
    ("home_going", re.compile(r"\b(?:husband|wife|partner|boyfriend|girlfriend|fianc\w+|marriage|married|divorc\w+|separated|son|daughter|children|kids)\b", re.I)),
    ("work_going", re.compile(r"\b(?:(?:lost|losing|lose) (?:his|her|their|my) job|laid off|redundan\w+|unemployed|fired|boss|promotion)\b", re.I)),
    ("drinking", re.compile(r"\b(?:drinks?|drinking|drank) .*(?:alcohol|wine|beers?|vodka|spirits|units|whisky|liquor|heavily|too much)|\balcohol\b", re.I)),
    ("smoking", re.compile(r"\b(?:smokes?|smoked|cigarettes?|vapes?)\b", re.I)),
)  # fmt: skip
_ANYWHERE, _MAIN = ("dark_thoughts", "concern"), 32  # characters of a clause within which stands what it is about
_BREATH, _FACTS, _SHORT = 34, 3, 20  # words and facts of one answer to an open question, words of one of them


@dataclass
class _Fitter:
    """One agenda as it is gone through."""

    facts: Mapping[str, Fact]
    planned: frozenset[str]  # sides that are asked for somewhere
    asked: set[str] = field(default_factory=set[str])
    last: Fact | None = None

    def steps(self, steps: Sequence[Step]) -> Iterator[Step]:
        for step in steps:
            made = self._fitted(step) if step.act == "ask" and step.facts and step.revealer != "physician" else step
            self.asked |= {cue.aspect for cue in made.cues}
            if step.facts and step.act in ("ask", "invite"):
                self.last = self.facts[step.facts[-1]]
            yield made

    def _fitted(self, step: Step) -> Step:
        at = next((at for at, cue in enumerate(step.cues) if cue not in (FIRST,) and cue.aspect != UNASKED), None)
        if at is None:
            return step
        cue = self._cue(step.cues[at], self.facts[step.facts[0]], step)
        return step if cue is None else step.model_copy(update={"cues": (*step.cues[:at], cue, *step.cues[at + 1 :])})

    def _cue(self, cue: Cue, fact: Fact, step: Step) -> Cue | None:
        """The cue that fits the fact, where this one does not."""
        if cue.aspect == "more" and not cue.words and not cue.concept:
            return self._open(fact, step)
        if cue.aspect in _ASKED_FIRST and not {cue.aspect, _ASKED_FIRST[cue.aspect]} & self.asked:
            return cue.model_copy(update={"aspect": _ASKED_FIRST[cue.aspect]})
        if cue.aspect in _OWN and _is_kins(fact):
            return Cue(aspect="relative", words=fact.subject) if "family" in self.asked else Cue(aspect="family")
        if cue.aspect in _KIN and cue.aspect not in ("children", "siblings") and not _is_family(fact):
            return Cue(aspect=_aspect_of(fact))
        fits = _FITS.get(cue.aspect)
        if fits is None or fits(fact) or len(step.facts) > 1:
            return None
        return Cue(aspect="home_going" if cue.aspect == "home" else _aspect_of(fact))

    def _open(self, fact: Fact, step: Step) -> Cue | None:
        told = fact.kind in ("event", "status", "opaque", "quote", "habit", "condition") and fact.polarity == "present"
        if told and step.revealer == "patient":
            for aspect, pattern in _OPENED:
                found = pattern.search(fact.text)
                near = found is not None and (aspect in _ANYWHERE or found.start() < _MAIN)
                if near and aspect not in self.asked | self.planned:
                    return Cue(aspect=aspect)
        return None if self.last is not None and _goes_on(self.last, fact) else Cue(aspect="more", concept=ELSE)


def fitted_questions(topics: Sequence[Topic], facts: Sequence[Fact]) -> list[Topic]:
    """The topics with each question fitted to its answer, and what two open questions in a row bring out told in one breath."""
    by_id = {fact.id: fact for fact in facts}
    planned = frozenset(cue.aspect for topic in topics for step in topic.steps for cue in step.cues)
    fitter = _Fitter(by_id, planned)
    out: list[Topic] = []
    for topic in topics:
        out.append(topic.model_copy(update={"steps": tuple(_breaths(list(fitter.steps(topic.steps)), by_id))}))
    return out


def _goes_on(before: Fact, fact: Fact) -> bool:
    """Whether what is told goes on from what was told: nobody says more of a sore throat by speaking of their work."""
    mine = {mention.concept for mention in fact.mentions} | ({fact.concept} if fact.concept else set())
    theirs = {mention.concept for mention in before.mentions} | ({before.concept} if before.concept else set())
    return are_related(before, fact) or not mine.isdisjoint(theirs - {None})


def _breaths(steps: Sequence[Step], facts: Mapping[str, Fact]) -> list[Step]:
    """Steps of which no two in a row are open questions for short things: they are told as one answer."""
    out: list[Step] = []
    for step in steps:
        before = out[-1] if out else None
        if before is not None and _is_open(before) and _is_open(step) and _in_one(before, step, facts):
            more = tuple(Cue(aspect=UNASKED, concept=fact) for fact in step.facts)
            out[-1] = before.model_copy(update={"facts": (*before.facts, *step.facts), "cues": (*before.cues, *more)})
        else:
            out.append(step)
    return out


def _is_open(step: Step) -> bool:
    cues = [cue for cue in step.cues if cue.aspect != UNASKED]
    return step.act == "ask" and [(cue.aspect, cue.words) for cue in cues] in ([("more", "")], [("rest", "")])


def _in_one(before: Step, step: Step, facts: Mapping[str, Fact]) -> bool:
    same = before.revealer == step.revealer and before.absent == step.absent and before.topic == step.topic
    told = [facts[fact].text for fact in (*before.facts, *step.facts)]
    short = len(told) <= _FACTS and sum(len(text.split()) for text in told) <= _BREATH
    each = all(len(text.split()) <= _SHORT and HEAVY.search(text) is None for text in told)
    return same and short and each and before.revealer != "physician"


def _text(fact: Fact) -> str:
    return " ".join((fact.text, *(argument.value or "" for argument in fact.arguments)))


def habit_of(fact: Fact) -> str:
    """Which of smoking, drinking and drugs a statement speaks of by its own words, if it is one of them; else by its heading."""
    named = [habit for habit, pattern in _HABITS.items() if pattern.search(_text(fact))]
    if not named:
        named = [habit for habit, pattern in _HABITS.items() if pattern.search(fact.group)]
    return named[0] if len(named) == 1 else ""


def is_birth(fact: Fact) -> bool:
    """Whether a procedure is a birth and no operation: "normal delivery"."""
    return fact.kind == "procedure" and _BORN.search(fact.text) is not None and _DONE.search(fact.text) is None


def _speaks_of(habit: str) -> Callable[[Fact], bool]:
    pattern = _HABITS[habit]
    return lambda fact: any(pattern.search(text) for text in (_text(fact), fact.group)) or fact.kind == "none"


def _is_kins(fact: Fact) -> bool:
    return fact.subject in KIN and fact.kind != "none"


def _is_family(fact: Fact) -> bool:
    if fact.kind in ("relative", "none") or fact.subject != "patient" or fact.polarity == "denied":
        return True
    near = {word.removesuffix("'s").removesuffix("s") for word in words(f"{fact.group} {fact.text}")}
    return not near.isdisjoint(
        KIN
        | {
            "family",
            "parent",
            "sibling",
            "fhx",
            "fh",
            "dad",
            "grandparent",
            "familial",
            "hereditary",
            "niece",
            "nephew",
        }
    )


def _aspect_of(fact: Fact) -> str:
    """What a fact is asked with by what it is."""
    habit = habit_of(fact) if fact.kind in ("habit", "event") else ""
    by_kind = {
        "procedure": "surgery",
        "drug": "medications",
        "allergy": "allergies",
        "condition": "past",
        "habit": "social",
    }
    return habit or by_kind.get(fact.kind or "", "past_open")


def _is_operation(fact: Fact) -> bool:
    return fact.kind in ("procedure", "none") or _DONE.search(fact.text) is not None


def _is_home(fact: Fact) -> bool:
    return fact.kind in ("home", "none") or (_HOUSE.search(fact.text) is not None and HEAVY.search(fact.text) is None)


_FITS: dict[str, Callable[[Fact], bool]] = {
    **{habit: _speaks_of(habit) for habit in _HABITS},
    "surgery": _is_operation,
    "more_surgery": _is_operation,
    "done": _is_operation,
    "home": _is_home,
}
