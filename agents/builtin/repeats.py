"""What was told before: a thing that the same speaker has said in the same sense is not asked for or told again.

The law: the first telling stays, whatever kind of statement it is; a statement that adds a side of its own is no repeat.
"""

from collections.abc import Iterable, Sequence

from bedside.agents.builtin.acts import head, is_bare
from bedside.agents.builtin.tables import words
from bedside.agents.reading.clause import persons
from bedside.scenarios.note import Fact

_THINGS = frozenset(("symptom", "condition", "complaint"))
_THOUGHTS = frozenset(("reasoning", "status", "event", "condition", "result", "finding"))
_LIFE = frozenset(("work", "home"))
_LIVES = frozenset(("work", "employed", "live", "job", "currently"))  # words of such a statement that say not what
_DONE = frozenset(("order",))
_DO = frozenset(("order", "advice"))
_ANEW = frozenset("exacerbation flare flare-up decompensation decompensated relapse recurrence worsening".split())
_SHARED = 0.6  # share of the words of meaning of a thought from which it is one that was told
_CONCLUDES = frozenset(("assessment", "plan"))
_HEARD = 0.7  # share of the words of a symptom of the assessment from which it was told before
_SUMMED = 0.7  # the same for a sentence that sums up results
_RESULTS = 0.8  # the same where only what a result says counts
_OF_WHEN = frozenset(
    "recent recently previou previously prior year last today emergency room department level levels slightly mildly study most also well".split()
)
_OFF = frozenset("elevated high low reduced decreased increased raised abnormal poor".split())
_JUDGES = frozenset(("abnormal", "normal"))
_AS_SHOWN = {"ekg": "ecg", "xray": "x-ray", "echo": "echocardiogram", "unremarkable": "normal"}
_SUMS_UP = frozenset(("reasoning", "event"))
_RETOLD = 0.5  # the same for a reasoning that tells the patient their own story
_OPENS = 5  # words within which such a sentence has its verb
_WHOM = frozenset(("the", "patient", "he", "she", "they", "mr", "mrs", "ms", "pt"))
_TELLS = frozenset(
    "has had experienced experiences reports reported states stated tried takes took denies feels".split()
)
_STATED = frozenset("statu status post other additional symptom include included including".split())
# Words of a thought that goes beyond what was told.
_WEIGHS = frozenset(
    "likely suggest suggests consistent caused explain explains because due but believe think suspect".split()
)
_WEIGHED = frozenset(("any", "associated", "other", "further", "new"))
_PLACES = frozenset("low lower upper mid middle left right side sided bilateral both".split())
_EFFORT = frozenset("exertion exercise exercising activity activitie walking walk stair".split())
_RETELLS = frozenset(
    "significant without patient experienced experience report reported state stated tried take feel deny denie".split()
)
_OPERATIONS = (("operation",), ("surgery",), ("procedure",))
_BOTH = frozenset(("bilateral", "both"))
_NOW = frozenset("currently current now still presently continue continues continued to".split())
_OFTEN = {
    "on occasion": "occasionally",
    "occasional": "occasionally",
    "sometimes": "occasionally",
    "every day": "daily",
}
_LEAST = 3  # words of meaning below which two statements are not compared
_STEM = 4  # letters by which two forms of a word are the same: "gained", "gain"
_SMALL = frozenset(
    "the and but any sign signs evidence reveal revealed show shows showed demonstrate demonstrated otherwise with has have had was were been being are not for from that this these those she her his they them your you patient also did does will who".split()
)


def asked_again(facts: Iterable[Fact]) -> dict[str, str]:
    """What the patient has said already, in the order of telling: the id of each repeat, and of what said it first."""
    told = _Told()
    return {fact.id: first for fact in facts if (first := told.first(fact))}


class _Told:
    """What was told so far, by its words, its concept, whose it is."""

    def __init__(self) -> None:
        self.concepts: dict[tuple[str, str], str] = {}
        self.wordings: dict[tuple[object, ...], str] = {}
        self.kin: dict[tuple[str, str], str] = {}
        self.lives: dict[str, frozenset[str]] = {}
        self.clauses: list[tuple[str, frozenset[str]]] = []
        self.reason: Fact | None = None
        self.habits: dict[tuple[str, ...], str] = {}
        self.denied: dict[str, str] = {}  # what is not there, by its one word
        self.denials: list[tuple[str, frozenset[str]]] = []  # the same by all its words
        self.named: list[tuple[str, frozenset[str]]] = []  # what is there, by the words of its name
        self.effort = False  # whether it was told that effort makes it worse

    def first(self, fact: Fact) -> str:
        """The id of what said this before; "" if nothing did, and then it is told from now on."""
        before = self._in_words(fact) or self._of_family(fact) or self._of_concept(fact)
        if not before:
            self._take_in(fact)
        return before

    def _in_words(self, fact: Fact) -> str:
        """The same words, or a trade that a clause has told: "employed as a cook"."""
        meaning = _meaning(fact.text)
        life = meaning - _LIVES
        if fact.kind == "event" and fact.subject == "patient":
            own = meaning - _STATED - _NOW
            enough = len(own) > 1 or (bool(own) and "symptom" in meaning)  # "the other symptoms included acne"
            first_ = _meaning(fact.text.partition(" - ")[0])  # "vision blurry - funny lines" after "blurry vision"
            inside = next((id for id, told in self.clauses if enough and own <= told), "")
            inside = inside or next((id for id, told in self.named if len(first_) > 1 and first_ == told), "")
            if inside:
                return inside
        if fact.kind in _LIFE and life:
            inside = next((id for id, told in self.lives.items() if life <= told), "")
            if inside:
                return inside
        return self.wordings.get(_wording(fact, meaning), "") if len(meaning) > 1 else ""

    def _of_family(self, fact: Fact) -> str:
        """An illness of relatives of whom it was told, together or one by one."""
        whose = _relatives(fact)
        known = [self.kin[one] for one in whose if one in self.kin]
        return known[0] if whose and len(known) == len(whose) and is_bare(fact) else ""

    def _of_concept(self, fact: Fact) -> str:
        """A thing of the patient's own that was told, and of which nothing more is said now."""
        if fact.subject != "patient" or fact.kind == "wish":
            return ""
        before = self.concepts.get((fact.concept, fact.polarity)) if fact.concept else None
        named = _meaning(head(fact))
        if fact.section == "review" and fact.kind == "symptom" and fact.polarity == "denied" and len(named) > 1:
            if again := self._denied_again(words(head(fact)), named):
                return again
        if fact.section == "review" and fact.kind == "symptom" and fact.polarity == "present" and self.clauses:
            stems = frozenset(word[:_STEM] for _, told in self.clauses for word in told)
            named -= _BOTH
            if (len(named) > 1 or (named and is_bare(fact))) and frozenset(word[:_STEM] for word in named) <= stems:
                return self.clauses[0][0]  # "right knee pain" of whom a story of a right knee and its pain was told
        if fact.kind == "habit" and (known := self.habits.get(_habit(fact))):
            return known
        if before and fact.kind == "procedure":
            return before
        if fact.section == "past" and fact.kind == "condition" and len(own := _meaning(fact.text)) >= _LEAST:
            mine = frozenset(word[:_STEM] for word in own)  # "a wrist fracture 20 years ago" after "I broke my wrist"
            told = (id for id, theirs in self.clauses if mine <= frozenset(word[:_STEM] for word in theirs))
            if again := next(told, ""):
                return again
        if before and fact.kind == "drug" and {argument.role for argument in fact.arguments} <= {"drug", "action"}:
            return before  # the list of medicines names again what the story told
        if before and fact.section == "review" and fact.kind in _THINGS:
            return before  # a review asks whether it is there, and they have said so
        if before and ((fact.kind in _THINGS and is_bare(fact)) or _is_named(fact)):
            return before
        if fact.section in _CONCLUDES and fact.kind in _THINGS and self._has_all(fact):
            return before or self.clauses[0][0]
        return self.reason.id if self.reason is not None and _is_within(fact, self.reason, self.effort) else ""

    def _denied_again(self, spoken: tuple[str, ...], named: frozenset[str]) -> str:
        """What denied the same in other words: "left foot numbness" after "no numbness", "weight loss" after "no unexplained
        weight gain or loss"."""
        if spoken[-1:] and spoken[-1] in self.denied and self.reason is not None:
            there = _meaning(head(self.reason))
            if named - {spoken[-1]} <= there:
                return self.denied[spoken[-1]]
        return next((id for id, told in self.denials if named <= told), "")

    def _has_all(self, fact: Fact) -> bool:
        """Whether what an assessment repeats of the story was told there, its numbers among it, in whatever parts."""
        told = frozenset(word for _, meaning in self.clauses for word in meaning)
        numbers = frozenset(word for word in words(fact.text) if word[0].isdigit())
        own = _meaning(fact.text)
        known = not numbers - told and bool(own)
        return known and len(own & told) >= _HEARD * len(own)

    def _take_in(self, fact: Fact) -> None:
        meaning = _meaning(fact.text)
        self.wordings.setdefault(_wording(fact, meaning), fact.id)
        for one in _relatives(fact):
            self.kin.setdefault(one, fact.id)
        if fact.subject != "patient":
            return
        if fact.polarity == "present" and fact.kind in ("event", "procedure", "symptom", "complaint", "condition"):
            self.clauses.append((fact.id, meaning))
        plain = tuple(word for word in words(head(fact)) if word not in _WEIGHED)
        if fact.polarity == "denied" and fact.kind == "symptom" and len(plain) == 1:
            self.denied.setdefault(plain[0], fact.id)
        if fact.kind in ("symptom", "complaint"):
            (self.denials if fact.polarity == "denied" else self.named).append((fact.id, _meaning(head(fact))))
            trigger = fact.argument("trigger")
            self.effort |= trigger is not None and not _EFFORT.isdisjoint(_meaning(trigger.text))
        if fact.kind == "habit":
            self.habits.setdefault(_habit(fact), fact.id)
        if fact.kind in ("event", *_LIFE):
            self.lives[fact.id] = meaning
        if fact.kind in ("complaint", "symptom") and fact.polarity == "present" and self.reason is None:
            self.reason = fact
        if fact.concept and fact.kind != "wish":
            self.concepts.setdefault((fact.concept, fact.polarity), fact.id)
        for mention in fact.mentions if fact.kind == "event" else ():
            self.concepts.setdefault((mention.concept, mention.polarity), fact.id)


def _habit(fact: Fact) -> tuple[str, ...]:
    """What a habit says: of what, how much, and whether it is so."""
    what = (fact.arguments[0].value or fact.arguments[0].text.casefold()[:_STEM]) if fact.arguments else fact.text
    more = (" ".join(word for word in words(argument.text) if word not in _NOW) for argument in fact.arguments[1:])
    amounts = sorted({_OFTEN.get(one, one) for one in more if one})
    return (what, fact.polarity, fact.temporality, *amounts)


def _wording(fact: Fact, meaning: frozenset[str]) -> tuple[object, ...]:
    return fact.kind, fact.subject, fact.polarity, meaning


def _relatives(fact: Fact) -> set[tuple[str, str]]:
    """Who of the family has what, by a statement: "mother and sister have migraines"."""
    if fact.concept is None or fact.polarity != "present" or fact.kind not in ("condition", "relative"):
        return set()
    named = {word for word in words(fact.text) if persons().get(word, ("", ""))[1] == "relative"}
    named |= {word for word in words(fact.subject) if word not in ("patient", "family", "and")}
    return {(who, fact.concept) for who in named}


def _is_named(fact: Fact) -> bool:
    """Whether a habit is only named, without how much and since when."""
    return fact.kind == "habit" and all(argument.role == "status" for argument in fact.arguments[1:])


def _is_within(fact: Fact, reason: Fact, effort: bool) -> bool:
    """Whether a bare symptom is what they came for, in fewer words: "scalp pain" of an itchy scalp pain; in a review also with
    its place, or with the ``effort`` that was told to bring it on."""
    if fact.kind != "symptom" or fact.polarity != "present" or not is_bare(fact):
        return False
    mine, whole = words(head(fact)), words(head(reason))
    if fact.section == "review":
        extra = _meaning(head(fact)) - _meaning(head(reason))
        known = _PLACES | (_EFFORT if effort else frozenset[str]())
        same = fact.concept == reason.concept or _meaning(head(reason)) <= _meaning(head(fact))
        exerted = effort and reason.concept is not None and fact.concept == f"{reason.concept}-on-exertion"
        if exerted or (same and extra <= known):
            return True
    return bool(mine) and bool(whole) and mine[-1] == whole[-1] and frozenset(mine) <= frozenset(whole)


def told_again(heard: Sequence[Fact], told: Iterable[Fact]) -> dict[str, str]:
    """Of what the physician tells, what only says again what was ``heard`` from the patient or told before; an order that
    names again what is to be done already."""
    before = [(fact, _meaning(fact.text)) for fact in heard]
    story = frozenset(word for _, theirs in before for word in theirs)
    seen: frozenset[str] = frozenset()  # what results and findings said
    shown: frozenset[str] = frozenset()  # the same, however it was put
    found: dict[str, str] = {}
    last = ""
    for fact in told:
        mine = _meaning(fact.text)
        again = next((other.id for other, theirs in before if _is_again(fact, mine, other, theirs)), None)
        if again is None and heard and _is_retold(fact, mine, story):
            again = heard[-1].id
        if (
            again is None
            and last
            and fact.kind in _SUMS_UP
            and (len(mine & seen) >= _SUMMED * len(mine) or _is_shown(_shown(fact.text), shown))
        ):
            again = last
        if fact.kind in ("result", "finding", "measurement"):
            seen, last = seen | mine, fact.id
            shown |= _shown(" ".join((fact.text, *(f"{one.text} {one.value or ''}" for one in fact.arguments))))
        if again is not None:
            found[fact.id] = again
        else:
            before.append((fact, mine))
    return found


def _shown(text: str) -> frozenset[str]:
    """What a result says, however a note puts it: whether it was high or low is in its number, when it was taken beside it."""
    kept = frozenset(_AS_SHOWN.get(word, word) for word in _meaning(text)) - _OF_WHEN
    return (kept - _OFF) | ({"abnormal"} if kept & _OFF else frozenset[str]())


def _is_shown(sums: frozenset[str], shown: frozenset[str]) -> bool:
    """Whether a sentence only says again how results came out."""
    return len(sums) >= _LEAST - 1 and len(sums & shown) >= _RESULTS * len(sums) and bool(sums & _JUDGES)


def _is_retold(fact: Fact, mine: frozenset[str], story: frozenset[str]) -> bool:
    """Whether a reasoning only tells the patient what they told: "the patient has had a sore throat and fever"."""
    spoken = words(fact.text)
    theirs = next((at for at, word in enumerate(spoken[:_OPENS]) if word in _TELLS), 0)
    named = spoken[:1] and spoken[0] in _WHOM
    own = mine - _RETELLS
    if not (fact.kind == "reasoning" and named and theirs and own):
        return False
    stems, known = ({word[:_STEM] for word in some} for some in (own, story))
    in_forms = _WEIGHS.isdisjoint(spoken) and len(stems & known) >= _HEARD * len(
        stems
    )  # "relief" after "did not relieve"
    return in_forms or len(own & story) >= _RETOLD * len(own)


def _is_again(fact: Fact, mine: frozenset[str], other: Fact, theirs: frozenset[str]) -> bool:
    if fact.kind == "offer" and other.kind == "order" and words(head(fact))[-1:] in _OPERATIONS:
        done = other.argument("action")
        return done is not None and done.value == "procedure"
    concluded = fact.kind == "reasoning" and other.kind == "diagnosis"  # "most likely due to" what they have
    if fact.polarity != other.polarity or (fact.certainty != other.certainty and not concluded):
        return False
    if mine & _ANEW - theirs:
        return False  # that the illness they have has got worse is news
    if fact.kind == other.kind == "offer":
        named = _meaning(head(fact))
        return bool(named) and named <= _meaning(head(other))
    if fact.kind in _DONE and other.kind in _DONE:
        named = _meaning(head(fact))
        return bool(named) and named <= _meaning(head(other)) and _sides(fact) <= _sides(other)
    if fact.kind in _DO and other.kind in _DO and mine and mine <= theirs:
        return True  # "practice yoga for her back" after "practice yoga for her mood and her back"
    if fact.kind == other.kind == "procedure" or (fact.kind == "procedure" and other.kind == "event"):
        return bool(mine) and mine <= theirs
    if fact.kind not in _THOUGHTS or len(mine) < _LEAST:
        return False
    return len(mine & theirs) >= _SHARED * len(mine)


def _sides(fact: Fact) -> set[str]:
    """What an order says beside what is to be done; who does it goes without saying."""
    return {
        f"{argument.role} {argument.value or argument.text}"
        for argument in fact.arguments[1:]
        if argument.role != "who"
    }


def _meaning(text: str) -> frozenset[str]:
    """The words of a text that carry its meaning, without the ending of a plural."""
    return frozenset(word.removesuffix("s") for word in words(text) if len(word) > 2 and word not in _SMALL)
