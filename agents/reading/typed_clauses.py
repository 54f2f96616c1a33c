"""Whole clauses of a history that have a form: what is taken and not taken, feared and hoped for, over and done, the patient's
own words. Each becomes typed statements; a clause of another form is left to others (None)."""

from collections.abc import Sequence

from bedside.agents.reading import acts
from bedside.agents.reading.clause import finite
from bedside.agents.reading.clause_shapes import ADVERBS, main_verb, of_patient, subject_of_sign, trimmed
from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.experiencer import people, whose
from bedside.agents.reading.fragments import Fragments
from bedside.agents.reading.identity_in_prose import greeted
from bedside.agents.reading.modifier_table import cues, plain
from bedside.agents.reading.tables import phrases
from bedside.agents.text.doc import Token
from bedside.agents.text.inflection import lemma
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument

_TELL = frozenset("deny denied report reported state stated note noted describe described endorse say said".split())
_HAVING = frozenset({"have", "get", "feel", "experience", "notice", "suffer"})
_WANTS = {"fear": "fear", "dread": "fear", "hope": "hope", "prefer": "preference"}
_ENDS_A_FEAR = frozenset(("as", "because", "since", "given", "-", "\u2013"))
_FEARS = frozenset(("afraid", "scared", "terrified", "frightened", "worried", "fearful"))
_QUOTES = '"“”'
_MINE = frozenset({"i", "i'm", "my", "me", "i've", "i'll", "i'd", "we", "our"})
_SAYING = frozenset(
    "say says said states stated reports reported he she patient the pt in his her own words , : . quote tells told us me that".split()
)
_EXCEPT = {("other", "than"), ("apart", "from"), ("aside", "from"), ("except", "for")}
_EXCEPTION = 16  # words in which an exception ends
_TAKEN_BEFORE = ("VBD", "VHD", "VVD")
_DENIES = frozenset(("no", "not", "without", "never", "denies", "denied"))
_ENDED = frozenset("resolved cleared stopped gone settled subsided ceased ended healed disappeared vanished".split())
_NEAR = frozenset("last this past earlier early late ago".split())
_LONGEST_TAIL = 6  # words that say that something is over


class TypedClauses(Fragments):
    """A sentence whose clauses of a known form are typed."""

    def _plain(self, words: Sequence[Token]) -> list[Draft]:
        """A clause without an introduction; here nothing is known of it."""
        return [self.opaque(words)]

    def brought_in(self, words: Sequence[Token]) -> Sequence[Token]:
        """A clause without "Pt" before "c/o", and without the thanks of a letter."""
        after = greeted(self.doc, words) or subject_of_sign(words)
        self.lead(words[:after])
        return self._without_company(words[after:])

    def _without_company(self, words: Sequence[Token]) -> Sequence[Token]:
        """A clause whose subject is the patient alone: "Patient and daughter also deny fevers"."""
        first = 1 if words and words[0].lower == "the" else 0
        low = [word.lower for word in words[first : first + 5]]
        if low[:2] not in (["patient", "and"], ["pt", "and"]):
            return words
        at = first + 2 + (low[2:3] in (["her"], ["his"], ["the"], ["their"]))
        verb = at + 1 + (words[at + 1 : at + 2] != [] and words[at + 1].lower in ("both", "also"))
        if verb >= len(words) or words[at].lower not in people() or words[verb].lower not in _TELL:
            return words
        self.lead(words[:verb])
        return [words[first], words[verb]._replace(tag="VVB"), *words[verb + 1 :]]

    def according(self, words: Sequence[Token]) -> Sequence[Token]:
        """A clause without "According to his brother," before it."""
        if [word.lower for word in words[:2]] != ["according", "to"]:
            return words
        comma = next((i for i, word in enumerate(words[:10]) if word.text == ","), 0)
        self.lead(words[:comma])
        return trimmed(words[comma + 1 :]) if comma else words

    def quoted(self) -> list[Draft] | None:
        """The patient's own words, of a sentence that says no more than that they are: '"I feel jumpy," he says'."""
        marks = [word for word in self.words if word.text in _QUOTES]
        if len(marks) < 2:
            return None
        span = self.doc.trimmed(marks[0].end, marks[-1].start, " \t\r\n,;.")
        inside = {word.lower for word in self.words if span.start <= word.start < span.end}
        mine = inside & _MINE
        around = [word.lower for word in self.words if word.end <= marks[0].start or word.start >= marks[-1].end]
        if not mine or span.start >= span.end or len(marks) > 2 or not _SAYING.issuperset(around):
            return None
        whole = self.doc.trimmed(self.span.start, self.span.end, " \t\r\n.")
        what = argument(self.doc, "what", span.start, span.end, "quote")
        return [Draft("quote", whole, (what,), sentence=self.span)]

    def excepting(self, words: Sequence[Token]) -> tuple[list[Draft], int] | None:
        """ "Other than mild headaches, he has been well": what is had all the same, and the place behind the comma."""
        low = [word.lower for word in words[:_EXCEPTION]]
        comma = low.index(",") if "," in low else 0
        if tuple(low[:2]) not in _EXCEPT or not 2 < comma < len(words) - 1:
            return None
        found = self.complaints(words[2:comma], loose=True)
        if not found:
            return None
        self.lead(words[:2])
        return [draft.but(polarity="present") for draft in found], comma + 1

    def of_form(self, words: Sequence[Token], verb: int) -> list[Draft] | None:
        """The statements of a clause whose finite verb is the word at ``verb``."""
        return (
            self._no_longer(words, verb)
            or self._wanted(words, verb)
            or self._taken(words, verb)
            or self._undergone_by(words, verb)
            or self._over(words, verb)
            or self.ended(words)
            or self._described(words, verb)
        )

    def _no_longer(self, words: Sequence[Token], verb: int) -> list[Draft] | None:
        """ "(He) no longer has heartburn"."""
        low = [word.lower for word in words]
        first = verb - 2
        if first < 0 or low[first:verb] != ["no", "longer"] or (first and not of_patient(words[:first])):
            return None
        if lemma(words[verb].text, words[verb].tag) not in _HAVING:
            return None
        found = self.complaints(words[verb + 1 :], loose=True)
        self.lead(words[: verb + 1] if found else ())
        return [draft.but(polarity="denied") for draft in found or ()] or None

    def _wanted(self, words: Sequence[Token], verb: int) -> list[Draft] | None:
        """ "fears that it is cancer", "hopes to avoid surgery", "would prefer an injection"."""
        main = main_verb(words, verb)
        feeling = _WANTS.get(lemma(words[main].text, words[main].tag))
        rest = words[main + 1 :]
        negative = any(word.tag == "XX0" or word.lower == "not" for word in words[verb : main + 2])
        if feeling is None or not of_patient(words[:verb]) or not rest or negative:
            return None
        passed = {"fear": ("that",), "preference": ("to",), "hope": ("for", "that")}[feeling]
        while len(rest) > 1 and rest[0].lower in passed:
            rest = rest[1:]
        span = self.doc.trimmed(rest[0].start, rest[-1].end)
        clause = any(finite(word) for word in rest) and feeling != "fear"
        if clause or (rest[0].tag == "PNP" and feeling != "fear"):
            return None
        what = argument(self.doc, "what", span.start, span.end)
        felt = argument(self.doc, "feeling", words[main].start, words[main].end, feeling)
        whole = Span(start=words[main].start, end=span.end)
        return [Draft("wish", whole, (what, felt), sentence=self.span, speaker=self.speaker)]

    def _taken(self, words: Sequence[Token], verb: int) -> list[Draft] | None:
        """ "is on simvastatin and fluoxetine", "does not take aspirin", "has tried gabapentin", "refuses to take statins"."""
        if not of_patient(words[:verb]):
            return None
        main = main_verb(words, verb)
        base = lemma(words[main].text, words[main].tag)
        rest = words[main + 1 :]
        denied = any(word.tag == "XX0" or word.lower == "never" for word in words[verb : main + 1])
        if base in ("refuse", "decline") and [word.lower for word in rest[:2]] == ["to", "take"]:
            refused = self.drug(words, main, rest[2:], "refuse")
            self.lead(words[: main + 3] if refused else ())
            return refused
        if base == "be" and rest and rest[0].lower == "not":
            denied, rest, main = True, rest[1:], main + 1
        if base == "be" and rest and rest[0].lower in ("on", "off"):
            acts_ = "take" if rest[0].lower == "on" else "stop"
            found = self.drug(words, main + 1, rest[1:], acts_, denied=denied)
        elif base in ("take", "use", "try") and rest:
            found = self.drug(words, main, rest, base if base != "try" else "take", denied=denied)
        else:
            return None
        if denied and any(a.role in ("purpose", "duration", "until") for draft in found or () for a in draft.arguments):
            return None  # "has not used it for a while"
        before = words[verb].tag in _TAKEN_BEFORE or base == "try"
        polarity = "denied" if denied else None
        return [
            draft.but(
                temporality="past" if before and not _taken_since(draft) else draft.temporality,
                polarity=polarity or draft.polarity,
            )
            for draft in found or ()
        ] or None

    def _undergone_by(self, words: Sequence[Token], verb: int) -> list[Draft] | None:
        """ "underwent rotator cuff repair 8 years ago"."""
        main = main_verb(words, verb)
        if lemma(words[main].text, words[main].tag) != "undergo" or not of_patient(words[:verb]):
            return None
        found = self.complaints(words[main + 1 :], loose=True, kind="procedure")
        if not found or any(draft.kind != "procedure" for draft in found):
            return None
        self.lead(words[: main + 1])
        return [draft.but(temporality="past") if draft.polarity == "present" else draft for draft in found]

    def _over(self, words: Sequence[Token], verb: int) -> list[Draft] | None:
        """ "His hives have gone", "He had hives last summer, which resolved"."""
        at = self._over_from(words, verb)
        if not at:
            return None
        told = trimmed(words[:at])
        if not _DENIES.isdisjoint(word.lower for word in told):
            return None  # "no hives in the past": there were none
        own = next((i for i, word in enumerate(told) if finite(word)), len(told))
        if own < len(told):
            main = main_verb(told, own)
            if lemma(told[main].text, told[main].tag) != "have" or not of_patient(told[:own]):
                return None
            found = self.complaints(told[main + 1 :], historical=True)
            self.lead(told[: main + 1] if found else ())
        else:
            found = self.complaints(told[1:] if told and told[0].tag == "DPS" else told)
        self.lead(words[at:] if found else ())
        denials = {word.end for word in told if word.lower in ("no", "without", "nor")}
        gone = {draft.span.start for draft in found or () if not {draft.span.start - 1, draft.span.start} & denials}
        return [
            draft.but(temporality="past", polarity="present" if draft.span.start in gone else draft.polarity)
            for draft in found or ()
        ] or None  # "has had swelling, but no reactions in the past"

    def ended(self, words: Sequence[Token]) -> list[Draft] | None:
        """ "Vertigo resolved Tuesday", "Her rash cleared last week": a complaint that is over, and since when."""
        at = next((i for i, word in enumerate(words) if i and word.lower in _ENDED), 0)
        rest = [word for word in words[at + 1 :] if word.tag != "PUN"]
        timed = [word for word in rest if phrases("time_words").within([word.lower]) is not None]
        plain = all(
            word in timed or word.tag in ("PRP", "CRD", "ORD", "AV0", "DT0", "AT0") or word.lower in _NEAR
            for word in rest
        )
        start = 1 if words[0].tag == "DPS" else 0
        end = at
        while end > start and words[end - 1].tag[:2] in ("VH", "VB", "AV"):
            end -= 1
        if not at or not timed or not plain or end <= start or any(map(finite, words[start:end])):
            return None
        found = self.complaints(words[start:end])
        if not found or len(found) > 1:
            return None
        course = argument(self.doc, "course", words[at].start, rest[-1].end)
        self.lead(words[:start])
        self.lead(words[end:])
        span = Span(start=found[0].span.start, end=course.span.end)
        told = (*found[0].arguments, course) if found[0].kind == "symptom" else found[0].arguments
        return [found[0].but(temporality="past", polarity="present", arguments=told, span=span)]

    def _over_from(self, words: Sequence[Token], verb: int) -> int:
        """Where the last words of a clause begin that only say that it is over; 0 where it does not end so."""
        plains = [(plain(word), word.tag) for word in words]
        for cue in cues(plains):
            if cue.category != "past" or cue.direction != "backward" or cue.end < len(words) - 1:
                continue
            at = cue.start
            while at > 1 and words[at - 1].lower in (
                "which",
                "that",
                "has",
                "have",
                "and",
                "but",
                "now",
                ",",
                "since",
                "then",
                "it",
                "is",
                "are",
            ):
                at -= 1
            rest = [word for word in words[cue.end :] if word.tag not in ("PUN", *ADVERBS)]
            if not rest and len(words) - at <= _LONGEST_TAIL:
                return at
        return 0

    def _described(self, words: Sequence[Token], verb: int) -> list[Draft] | None:
        """ "The cough is dry, with no blood": a complaint and how it is, as an attribute would tell it."""
        be = words[verb].tag in ("VBZ", "VBB") and main_verb(words, verb) == verb
        inside = words[: verb + 1] if be else ()
        subject = [word for word in words[:verb] if word.tag not in ("AT0", "DPS")]
        if not be or not subject or len(subject) > 3 or any(word.tag == "XX0" for word in words[verb : verb + 2]):
            return None
        span = Span(start=subject[0].start, end=subject[-1].end)
        if not any(m.span == span and m.kind == "symptom" for m in self.doc.mentioned(span)):
            return None
        if any(finite(word) for word in words[verb + 1 :]):
            return None
        found = self.complaints([*subject, *words[verb + 1 :]])
        said = found is not None and len(found[0].arguments) > 1 and found[0].arguments[0].span == span
        self.lead(inside if said else ())
        return found if said else None

    def wish(self, words: Sequence[Token], at: int) -> list[Draft] | None:
        """ "(She is) worried about a stroke"."""
        start = at
        while start < len(words) and (words[start].tag in ADVERBS or words[start].lower in ("very", "also")):
            start += 1
        if start >= len(words) or words[start].lower not in acts.listed("fear"):
            return None
        after = start + 1
        while (
            after < len(words)
            and (words[after].text == "+" or words[after].tag == "AV0")
            and words[after].lower != "about"
        ):
            after += 1
        if after < len(words) - 1 and words[after].tag == "PNP" and words[start].lower in _FEARS:
            after -= 1  # "terrified she'll end up in a wheelchair"
        elif after >= len(words) - 1 or words[after].lower not in ("about", "of", "for", "that", "regarding", "with"):
            return None
        reason = next(
            (i for i in range(after + 2, len(words) - 1) if words[i].lower in _ENDS_A_FEAR),
            len(words),
        )
        span = self.doc.trimmed(words[after + 1].start, words[reason - 1].end)
        feeling = "concern" if words[start].lower.startswith("concern") else "fear"
        what = argument(self.doc, "what", span.start, span.end)
        felt = argument(self.doc, "feeling", words[start].start, words[start].end, feeling)
        whole = Span(start=words[start].start, end=span.end)
        return [
            Draft("wish", whole, (what, felt), sentence=self.span, speaker=self.speaker),
            *self._because(words[reason + 1 :], what),
        ]

    def _because(self, words: Sequence[Token], what: Argument) -> list[Draft]:
        """The reason of a fear: "as uncle had one"."""
        if not words:
            return []
        span = self.doc.trimmed(words[0].start, words[-1].end)
        subject = whose(self.doc, self.span, Span(start=words[-1].start, end=words[-1].end))
        if subject != "patient" and words[-1].lower in ("one", "it", "this", "that"):
            return [Draft("condition", span, (what,), temporality="past", subject=subject, sentence=self.span)]
        return self._plain(words)


def _taken_since(draft: Draft) -> bool:
    """Whether a drug is the one that was changed to: "was on X until March, then switched to Y"."""
    return any(a.role == "action" and a.text.lower().endswith(" to") for a in draft.arguments)
