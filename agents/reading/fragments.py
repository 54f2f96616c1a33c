"""Stretches of prose without a verb: "No fever or chills", "worse at night", "hearing fine", "currently on warfarin"."""

from collections.abc import Collection, Sequence

from bedside.agents.reading.clause import finite, marks
from bedside.agents.reading.clause_shapes import company, cut, denied, leads_drug, trimmed, words_before
from bedside.agents.reading.clause_turns import weight_at
from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.experiencer import people
from bedside.agents.reading.prose import Prose
from bedside.agents.reading.prose_words import listed
from bedside.agents.text.doc import Token
from bedside.agents.text.inflection import lemma
from bedside.agents.text.units import unit_at
from bedside.scenarios.note import Polarity
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Kind, Mark

ANSWERS: dict[str, Polarity] = {
    "no": "denied", "none": "denied", "nil": "denied", "negative": "denied", "absent": "denied", "denied": "denied",
    "denies": "denied", "never": "denied", "yes": "present", "present": "present", "positive": "present", "+": "present", "-": "denied", "y": "present", "n": "denied", "pos": "present", "neg": "denied",
}  # fmt: skip
_PARTS = frozenset({";"})
_BRINGS = 6  # words before what somebody comes with
_COMPLAINTS = frozenset({"complaint", "complaints", "symptom", "symptoms"})
_EXCEPT = frozenset({"except", "besides", "excepting", "other", "apart", "aside", "but"})
_HAVING = frozenset({"having", "getting", "experiencing", "feeling"})
_TAKES = frozenset({"taking", "using", "on"})
_LEADS: tuple[tuple[tuple[str, ...], Kind | None], ...] = (
    (("c", "/", "o"), None),
    (("s", "/", "p"), "procedure"),
    (("status", "post"), "procedure"),
    (("diagnosed", "with"), "condition"),
    (("dx", "with"), "condition"),
)


class Fragments(Prose):
    """A sentence whose stretches without a verb are read."""

    def fragment(self, words: Sequence[Token], loose: bool = False) -> list[Draft]:
        """Words without a verb: a list of complaints, or what is said of the one before."""
        words = trimmed(words)
        if not words:
            return []
        if any(word.text == ";" for word in words):
            return [draft for piece in cut(words, _PARTS) for draft in self.fragment(piece, loose)]
        if _counts(words) or (denied(words) and words[0].lower == "no" and _ends(words)):
            return self.being(words, past=True, verb="have") or [self.opaque(words)]
        more = self.more(words)
        if more is not None:
            return [more]
        cuts = [i for i in range(1, len(words) - 1) if leads_drug(words, i) or _is_sign(words, i)]
        if cuts:
            parts = zip([0, *cuts], [*cuts, len(words)], strict=True)
            return [draft for start, end in parts for draft in self._one(trimmed(words[start:end]), loose)]
        return self._one(words, loose)

    def _one(self, words: Sequence[Token], loose: bool) -> list[Draft]:
        if not words:
            return []
        if len(words) > 1 and words[0].lower == "no" and words[1].lower in listed("no_change"):
            return [self.opaque(words)]
        rest = _excepted(words)
        if rest:
            self.lead(words_before(words, rest))
            return [draft.but(polarity="present") for draft in self.list_of(rest, loose=True)]
        over = _none_since(words)
        if over:
            self.lead(words[over:])
            return [draft.but(temporality="past") for draft in self.list_of(words[:over], loose=loose)]
        weighed = self.weighed(words)
        if weighed is not None:
            return weighed
        undone = self.undone(words)
        if undone is not None:
            return undone
        free = self._free(words)
        if free is not None:
            return free
        led = self._led(words)
        if led is not None:
            return led
        start = _after(words, listed("aside"))
        self.lead(words[:start])
        return self.list_of(words[start:], loose=loose or denied(words))

    def _led(self, words: Sequence[Token]) -> list[Draft] | None:
        """ "diagnosed with gout", "currently on methotrexate", "feeling dizzy", "hearing fine"."""
        start = _after(words, listed("aside"))
        rest = words[start:]
        if rest[0].lower in people():
            others = start + _after(rest, people().keys() | {"and", "also"})
            if words[others].tag in ("VVN", "VVD"):  # "Roommate tested positive for mono"
                return self.event(words)
            self.lead(words[:others])
            return self.list_of(words[others:], loose=True)
        if len(rest) > 2 and rest[0].lower in ("back", "home") and rest[1].lower in ("from", "on", "since"):
            return self.being(rest, past=rest[1].lower != "since")  # "back from Ghana 9 days ago", "home on day 2"
        found = self.brought(words, start) or self._answered(rest)
        return found or self.state(rest) or self.doing(words, rest[0])

    def _free(self, words: Sequence[Token]) -> list[Draft] | None:
        """ "Seizure free for two years", "pain-free"."""
        at = next((i for i in range(1, min(4, len(words))) if words[i].lower == "free"), None)
        if at is None or (words[at + 1 : at + 2] and words[at + 1].tag in ("NN1", "NN2", "AJ0")):
            return None
        name = words[: at - (words[at - 1].text == "-")]
        on = next((i for i in range(at + 1, len(words)) if words[i].lower == "on"), len(words))
        found = self.complaints([*name, *words[at + 1 : on]]) if name else None
        if not found:
            return None
        self.lead(words[at : at + 1])
        return [*(draft.but(polarity="denied") for draft in found), *(self._one(words[on:], False))]

    def brought(self, words: Sequence[Token], start: int) -> list[Draft] | None:
        """What stands after words that bring it in: "c/o", "s/p", "presenting with", "diagnosed with", "on"."""
        rest = words[start:]
        low = [word.lower for word in rest[:3]]
        for led, kind in _LEADS:
            if low[: len(led)] == list(led) and len(rest) > len(led):
                self.lead(words[: start + len(led)])
                return self.complaints(rest[len(led) :], loose=kind is None or kind == "procedure", kind=kind) or []
        if low[0] in (
            "presenting",
            "presented",
            "here",
            "seen",
            "being",
            "presents",
            "brought",
            "referred",
            "admitted",
        ):
            found = self.came(rest[1:])
            if found:
                self.lead(rest[:1])
                found = [d.but(subject="patient") for d in found]  # "brought in by her mother with a fever"
            elif low[:2] == ["here", "after"] and len(rest) > 2:
                return self.being(rest)  # "Here after a fall"
            return found
        if low[0] in listed("brings") and len(rest) > 1:
            self.lead(words[: start + 1])
            return self.list_of(rest[2:] if low[1] in ("of", "with") else rest[1:], loose=True)
        return self.drug(rest, 0, rest[1:], "take") if low[0] in ("on", "taking", "using", "takes") else None

    def _answered(self, words: Sequence[Token]) -> list[Draft] | None:
        """ "Hip pain: none"."""
        if len(words) < 3 or words[-2].text != ":" or words[-1].lower not in ANSWERS:
            return None
        polarity = ANSWERS[words[-1].lower]
        found = self.complaints(words[:-2], loose=True)
        self.lead(words[-2:])
        return [draft.but(polarity=polarity) for draft in found or ()] or None

    def came(self, rest: Sequence[Token]) -> list[Draft] | None:
        """ "presents today with a cough", "comes in for follow-up"."""
        for at in range(min(len(rest) - 2, _BRINGS)):
            if [word.lower for word in rest[at : at + 2]] == ["because", "of"]:  # "comes in because of hives"
                found = self.complaints(rest[at + 2 :], loose=True)
                self.lead(rest[: at + 2] if found else ())
                return found
        brings = (i for i, word in enumerate(rest) if word.lower in ("with", "for", "complaining"))
        at = next((i for i in brings if not company(rest, i)), None)
        if at is None or at > 12 or any(finite(word) or word.tag == "VVI" for word in rest[:at]):
            return None
        body = rest[at + 1 :]
        if rest[at].lower == "for":
            if not body or any(finite(word) and word.tag != "VVB" for word in body):
                return None
            span = self.doc.trimmed(body[0].start, body[-1].end)
            what = (argument(self.doc, "what", span.start, span.end),)
            found = [Draft("complaint", span, what, sentence=self.span, speaker=self.speaker)]
        else:
            while body and body[0].lower in listed("complaining_of"):
                body = body[1:]
            found = self.complaints(body, loose=True)
        self.lead(words_before(rest, body))
        return found

    def weighed(self, words: Sequence[Token]) -> list[Draft] | None:
        """ "Lost 5 kg in a month"."""
        return self.being(words, verb="have") if weight_at(words) == 0 else None

    def undone(self, words: Sequence[Token]) -> list[Draft] | None:
        """ "Not yet walking", "No longer vomiting": a clause without its subject and "is", which it denies."""
        still = words[:1] if [word.lower for word in words[:2]] == ["still", "not"] else ()
        words = words[len(still) :]
        low = [word.lower for word in words[:3]]
        longer = low[:2] == ["no", "longer"]
        at = 2 if longer or low[:2] == ["not", "yet"] else 1 if low[:1] == ["not"] else 0
        if not at or len(words) <= at:
            return None
        rest = words[at:]
        if longer and rest[0].lower in _HAVING and len(rest) > 1:
            rest = rest[1:]  # "no longer having hot flashes"
        if rest[0].lower in _TAKES and len(rest) > 1:
            given = self.drug(words, at, rest[1:], "stop" if longer else "take", denied=True)
            if given:
                self.lead(words[: at + 1])
                if longer:
                    return [one.but(polarity="present", temporality="past") for one in given]
                return [one.but(polarity="denied") for one in given]
        named = any(m.kind == "symptom" and m.span.start == rest[0].start for m in self.doc.mentioned(_hull(rest)))
        if longer and named:
            found = self.complaints(rest, loose=True)
            self.lead(words_before(words, rest))
            return [draft.but(polarity="denied") for draft in found or ()] or None
        if (
            named
            or not (rest[0].tag in ("VVG", "VVN") or rest[0].lower.endswith("ing"))
            or (len(rest) > 1 and rest[1].tag in ("PUN", "CJC"))
        ):
            return None
        made = self.being([*still, *words])
        return [draft.but(polarity="denied") for draft in made] if made else None

    def doing(self, words: Sequence[Token], first: Token, past: bool = False) -> list[Draft] | None:
        """ "Still drinking fluids", "involved in a crash", "unable to sleep": a clause without its subject and "is"."""
        doing = first.lower.endswith("ing")
        if words[-1] is not first and words[list(words).index(first) + 1].tag == "PUN":
            return None  # "Walking, turning, lifting"
        base = lemma(first.text, "VVG" if doing else "VVN")
        known = base in listed("doing" if doing else "done") and (doing or first.tag == "VVN")
        if not known and first.lower not in listed("being"):
            return None
        whole = Span(start=first.start, end=words[-1].end)
        if any(m.span.start == first.start and m.kind in ("symptom", "disorder") for m in self.doc.mentioned(whole)):
            return None
        return self.being(words, past or (known and not doing))

    def noticed(self, words: Sequence[Token]) -> list[Draft] | None:
        """ "Breast lump, noticed 10 days ago, painless"."""
        described = len(words) > 4 and words[-2].text == "," and words[-1].tag == "AJ0"
        found = self.complaints(words[:-2] if described else words)
        if not found or len(found) > 1 or any("," in draft.arguments[0].text for draft in found):
            return None
        if not described:
            return found
        quality = argument(self.doc, "quality", words[-1].start, words[-1].end)
        span = Span(start=found[0].span.start, end=words[-1].end)
        return [found[0].but(span=span, arguments=(*found[0].arguments, quality))]

    def owned(self, words: Sequence[Token]) -> list[Draft] | None:
        """ "(a cook) whose hands have itched for a month": a clause of what is the patient's."""
        span = self.doc.trimmed(words[0].start, words[-1].end, " \t\r\n,;.")
        inside = marks(self.doc, Span(start=words[0].end, end=span.end), *self.doc.patient) if len(words) > 2 else None
        if inside is None or not any(finite(word) for word in words):
            return None
        owner = Mark(role="possessive", span=Span(start=words[0].start, end=words[0].end))
        what = argument(self.doc, "clause", span.start, span.end)
        return [Draft("event", span, (what,), speaker=self.speaker, sentence=self.span, marks=(owner, *inside))]

    def being(self, words: Sequence[Token], past: bool = False, verb: str = "be") -> list[Draft] | None:
        """A whole clause of words to which only "she is", "she was" or "she had" is wanting."""
        span = self.doc.trimmed(words[0].start, words[-1].end, " \t\r\n,;.")
        inside = marks(self.doc, span, *self.doc.patient)
        if inside is None:
            return None
        at = Span(start=span.start, end=span.start)
        led = (
            Mark(role="subject", span=at),
            Mark(role="verb", span=at, lemma=verb, form="past" if past else "present"),
        )
        kept = tuple(mark for mark in inside if mark.span.start < mark.span.end)
        what = argument(self.doc, "clause", span.start, span.end)
        return [Draft("event", span, (what,), speaker=self.speaker, sentence=self.span, marks=(*led, *kept))]


def _is_sign(words: Sequence[Token], at: int) -> bool:
    """Whether "c/o" or "s/p" begins here, behind something else: "h/o HTN c/o knee pain"."""
    return [word.text.lower() for word in words[at : at + 3]] in (["c", "/", "o"], ["s", "/", "p"])


def _hull(words: Sequence[Token]) -> Span:
    return Span(start=words[0].start, end=words[-1].end)


def _counts(words: Sequence[Token]) -> bool:
    """Whether a fragment counts what there was on a day: "4 wet diapers today", but not "3 days ago"."""
    days = [i for i, word in enumerate(words) if word.lower in ("today", "yesterday", "overnight")]
    if words[0].tag != "CRD" or not days or not 2 <= days[0] <= 3:
        return False
    named = words[days[0] - 1]
    between = all(word.tag.startswith("AJ") for word in words[1 : days[0] - 1])
    return named.tag == "NN2" and between and unit_at([named.lower], 0, digits=True) is None


def _ends(words: Sequence[Token]) -> bool:
    """Whether there was none of it until some time: "no pain until yesterday"."""
    return any(word.lower in ("until", "till", "til") for word in words[2:-1])


def _none_since(words: Sequence[Token]) -> int:
    """Where ", none since" begins at the end of a fragment, 0 where it does not end so."""
    low = [word.lower for word in words[-3:]]
    return len(words) - 3 if len(words) > 4 and low[0] == "," and low[1] == "none" and low[2] in ("since", "now") else 0


def _excepted(words: Sequence[Token]) -> Sequence[Token]:
    """What is had all the same: "no complaints except for a cough"."""
    low = [word.lower for word in words[:6]]
    if low[0] not in ("no", "denies", "nil") or not listed("troubles").union(_COMPLAINTS) & set(low[1:4]):
        return ()
    at = next((i for i in range(2, len(low)) if low[i] in _EXCEPT), None)
    if at is None:
        return ()
    return words[at + 1 + (low[at + 1 : at + 2] in (["for"], ["from"], ["than"])) :]


def _after(words: Sequence[Token], passed: Collection[str]) -> int:
    """The place after leading words of a list; the last word is never passed."""
    at = 0
    while at < len(words) - 1 and words[at].lower in passed:
        at += 1
    return at
