"""A noun phrase that names a complaint, with what is said of it: "a dry cough for 2 weeks, worse at night".

The phrase is parted into its head and the adjuncts around it; each adjunct becomes an argument by the words that open it
and the sort of thing it names (a time, a part of the body, an activity). An adjunct that is none of these stays in the
head ("a feeling of protrusion"); a phrase that holds a clause of its own is left to others (None).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from bedside.agents.reading.adjunct_roles import CLAUSAL, Adjuncts
from bedside.agents.reading.clause import finite
from bedside.agents.reading.draft import argument
from bedside.agents.reading.prose_words import listed
from bedside.agents.reading.tables import phrases
from bedside.agents.text.doc import Doc, Token
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument, Kind

KINDS: dict[str, Kind] = {
    "symptom": "symptom", "finding": "symptom", "disorder": "condition", "procedure": "procedure", "drug": "drug",
}  # fmt: skip
_LONGEST = 80  # words of a phrase
_AS_PROCEDURE = {"onset": "when", "duration": "when", "site": "site"}
_AS_CONDITION = {"duration": "since", "onset": "since", "course": "status", "site": "site"}


@dataclass(frozen=True, slots=True)
class Named:
    """A complaint: its kind (None where no term tells) and its arguments, "what" first."""

    kind: Kind | None
    arguments: tuple[Argument, ...]

    @property
    def span(self) -> Span:
        """The shortest stretch that holds the arguments."""
        return Span(start=min(a.span.start for a in self.arguments), end=max(a.span.end for a in self.arguments))


def named(doc: Doc, words: Sequence[Token]) -> list[Named] | None:
    """The complaints that a noun phrase names: the first, then those that stand beside it ("with nausea"). None where the
    phrase is no such thing."""
    if len(words) > _LONGEST:
        return None
    return _Phrase(doc, words).run()


def adjuncts(doc: Doc, words: Sequence[Token]) -> list[Argument] | None:
    """What a stretch without a head says of the complaint before it ("worse on stairs"); None where it says nothing."""
    if len(words) > _LONGEST:
        return None
    phrase = _Phrase(doc, words)
    if phrase.names():
        return None
    for start, end in phrase.parts(0):
        role, first = phrase.role(start, end) or ("beside", start)
        if role == "beside":
            return None
        phrase.add(role, first, end)
    return phrase.found or None


def part_of(words: Sequence[Token], span: Span) -> Sequence[Token]:
    """The words of a sentence that lie in a stretch of it."""
    first = bisect_left(words, span.start, key=lambda word: word.start)
    return words[first : bisect_right(words, span.end, key=lambda word: word.end)]


class _Phrase(Adjuncts):
    """One phrase, read from left to right."""

    def run(self) -> list[Named] | None:
        at = self._opening(self.drop(0))
        at = self._before(at)
        if at >= len(self.words) or not self.headed(at):
            return None
        head_end = self._head_end(at)
        beside: list[Named] = []
        grows = True
        for start, end in self.parts(head_end):
            role, first = self.role(start, end) or (None, start)
            if role and self._bursts(start, end):
                return None
            if role == "beside":
                beside = _Phrase(self.doc, self.words[self.after_with(start) :]).run() or []
                if not beside:
                    return None
                break
            if role is None:
                if self.low[start] in ("previously", "now", "currently") and end - start == 1:
                    continue
                cause = phrases("adjunct_words").at(self.low, start) is not None
                if not grows or (self.has_verb(start, end) and not cause) or not self._grows(start):
                    return None
                head_end = end
            else:
                self.add(role, first, end)
                grows = False
        if self.low[head_end - 1] in listed("forms") or not listed("history").isdisjoint(self.low[at + 1 : head_end]):
            return None  # "Pain Assessment", "chronic history of gout"
        if self.words[at].tag == "VVG" and self.words[min(at + 1, head_end - 1)].tag == "PRP" and not self.begun(at):
            return None  # "settling with ibuprofen"
        tags = [word.tag for word in self.words[at:head_end]]
        if "VBI" in tags or "VHI" in tags or ("CJC" in tags and "TO0" in tags[tags.index("CJC") :]):
            return None  # "her dizziness to be worse"
        what = self.doc.trimmed(self.words[at].start, self.words[head_end - 1].end)
        if what.start >= what.end:
            return None
        first = argument(self.doc, "what", what.start, what.end)
        return [self._typed(first, what), *beside]

    def names(self) -> bool:
        """Whether it begins with the name of a complaint."""
        at = self._before(self.drop(0)) if self.words else 0
        self.found = []
        found = self.mention_at(at) if at < len(self.words) else None
        return (
            found is not None
            and found.kind in ("symptom", "disorder")
            and phrases("adjunct_words").at(self.low, 0) is None
        )

    def _bursts(self, start: int, end: int) -> bool:
        """Whether an adjunct that is no clause holds a verb, and so more than itself."""
        opener = phrases("adjunct_words").at(self.low, start)
        after = opener[1] if opener else start
        if self.words[start].tag in CLAUSAL or (opener and self.words[after - 1].tag in CLAUSAL):
            return False
        verb = next((i for i in range(after, end) if finite(self.words[i])), None)
        return verb is not None and (opener is None or verb == 0 or self.words[verb - 1].tag != "PNP")

    def _grows(self, start: int) -> bool:
        """Whether an adjunct that is no argument may stay in the name: "trouble sleeping due to the itch"."""
        return (
            self.words[start].tag in ("PRP", "PRF", "VVG", "VVN", "AVP")
            or phrases("adjunct_words").at(self.low, start) is not None
        )

    def _opening(self, at: int) -> int:
        """The place after "a 3-day history of" and "3/52", which are a duration."""
        after = self.slashed(at)
        if after and after < len(self.low) and self.low[after] not in listed("history"):
            self.found.append(self.argument("duration", at, after))
            return self.drop(after)
        lasting = self._lasting(at)
        if lasting:
            self.found.append(self.argument("duration", at, lasting - 1))
            return self.drop(lasting)
        if (
            self.low[at : at + 1]
            and self.low[at] in ("fh", "fhx")
            and self.low[at + 1 : at + 2] == ["of"]
            and at + 2 < len(self.low)
        ):
            return self.drop(at + 2)
        for i in range(at, min(len(self.low), at + 9)):
            if self.low[i] in listed("history") and i + 1 < len(self.low):
                if not self.times(at, i) and "/" not in self.low[at:i]:
                    return at
                if self.times(at, i):  # "2/5 hx of" is no time
                    self.found.append(self.argument("duration", at, i))
                after = i + 2 if self.low[i + 1] in ("of", "with") else i + 1
                return self.drop(after)
            if finite(self.words[i]) and self.words[i].tag != "VVB":
                return at
        return at

    def _lasting(self, at: int) -> int:
        """The place after "about 2 days of", 0 where no such time stands."""
        for i in range(at + 1, min(len(self.low) - 1, at + 6)):
            if self.low[i] == "of":
                inside = self.words[at:i]
                plain = all(word.tag in ("CRD", "AV0", "PRP", "AT0") or word.tag.startswith("NN") for word in inside)
                return i + 1 if plain and self.times(at, i) == "duration" and not self.complains(at, i) else 0
        return 0

    def _before(self, at: int) -> int:
        """The place after the words that describe a complaint before its name."""
        table = phrases("describing")
        taken: list[tuple[str, int, int]] = []
        here = at
        if at + 1 < len(self.low) and self.low[at] in ("today", "yesterday", "tonight"):
            self.found.append(self.argument("onset", at, at + 1))
            here = at = self.drop(at + 1)
        while here < len(self.low):
            match = table.at(self.low, here)
            if match is None or len(match[0]) < 2 or self._fixed(here, match[1]):
                if here == at or self.low[here] not in listed("between"):
                    break
                here += 1
                continue
            taken.append((match[0][0], here, match[1]))
            here = match[1] + (match[1] < len(self.low) and self.low[match[1]] == "onset")
            here = self.drop(here + (here < len(self.low) and self.low[here] == "of"))
        while taken and (
            not self.headed(here) or self.low[here:] in [[word] for word in self.low[here:] if word in listed("body")]
        ):
            here = taken.pop()[1]
        if not taken:
            return at
        self.found += [self.argument(role, start, end) for role, start, end in taken]
        return here

    def _fixed(self, start: int, end: int) -> bool:
        """Whether a describing word is part of a name ("acute kidney injury")."""
        first = self.words[start].start
        return any(
            m.kind == "disorder" and m.span.start == first and m.span.end > self.words[end - 1].end
            for m in self.mentions
        )

    def _head_end(self, at: int) -> int:
        end = at
        while end < len(self.words):
            inside = self.mention_at(end)
            if inside is not None and inside.span.start < self.words[end].start:
                end += 1
                continue
            if end > at and self._opens(end) and not self._more_places(at, end):
                break
            end += 1
        return max(end, at + 1)

    def _more_places(self, at: int, comma: int) -> bool:
        """Whether a list of parts of the body goes on in a name: "tingling in the thumb, index and middle finger"."""
        parts = listed("body") | listed("digits")
        governed = any(word.tag.startswith("PR") for word in self.words[at:comma])
        if not governed or self.low[comma] not in (",", "and", "or") or self.low[comma - 1] not in parts:
            return False
        return self._goes_on(comma + 1)

    def _opens(self, at: int) -> bool:
        """Whether an adjunct begins here."""
        word = self.words[at]
        if word.tag in ("AT0", "DPS") and at and self.words[at - 1].tag == "PRF":
            return False  # "osteoarthritis of the knees"
        if (
            word.tag in ("PRP", "AV0", "AVP", "AJC", "AJS", "CRD", "VVG", "VVN", "PUN", "AT0", "DPS")
            or word.tag in CLAUSAL
            or finite(word)
        ):
            if word.text == "," and 0 < at < len(self.words) - 1:
                around = (self.words[at - 1], self.words[at + 1])
                if all(w.tag == "AJ0" for w in around) and not any(
                    phrases("describing").at(self.low, i) for i in (at - 1, at + 1)
                ):
                    return False
            if word.tag == "CRD" and at and self.words[at - 1].end == word.start:
                return False  # "L5"
            joined = self.low[at] in ("/", "&") and at + 1 < len(self.words) and self.words[at + 1].start == word.end
            return not joined and not (word.tag in ("VVG", "VVN", "CRD") and self.mention_at(at) is not None)
        if self.low[at] in ("age", "aged") and at + 1 < len(self.words) and self.words[at + 1].tag == "CRD":
            return True  # "croup age 2"
        timed = phrases("time_words").at(self.low, at)  # "hives last summer"
        if timed is not None and timed[1] > at + 1:
            return True
        return phrases("adjunct_words").at(self.low, at) is not None or self.low[at] == "but"

    def _typed(self, first: Argument, what: Span) -> Named:
        if any(word in listed("habits") for word in first.text.lower().split()):
            since = [a.model_copy(update={"role": "since"}) for a in self.found if a.role == "duration"]
            return Named("habit", (*_habit(first), *since))
        kind = self._kind(what)
        if kind == "drug":
            return Named(
                "drug" if not self.found else None,
                (first.model_copy(update={"role": "what" if self.found else "drug"}), *self.found),
            )
        roles = {"condition": _AS_CONDITION, "procedure": _AS_PROCEDURE}.get(kind or "")
        if roles is not None:
            other = [a for a in self.found if a.role not in roles]
            if kind == "condition" and any(a.span.start > what.end for a in other):
                kind = "symptom"  # "migraine, worse in bright light"
            else:
                first = self._with(first, other)
                self.found = [a.model_copy(update={"role": roles[a.role]}) for a in self.found if a.role in roles]
                self.found = [a for a in self.found if not first.span.start <= a.span.start < first.span.end]
        return Named(kind, (first, *sorted(self.found, key=lambda a: a.span.start)))

    def _kind(self, what: Span) -> Kind | None:
        """By the last concept of the name before its first preposition, else by the first after it."""
        inside = [m for m in self.mentions if m.kind in KINDS and what.start < m.span.end <= what.end]
        cut = next((w.start for w in self.words if w.start > what.start and w.tag in ("PRP", "CJS")), what.end)
        head = [m for m in inside if m.span.start < cut]
        kind = KINDS[(head[-1:] or inside[:1])[0].kind] if inside else None
        named = [word for word, token in zip(self.low, self.words, strict=True) if what.start <= token.start < cut]
        felt = kind == "condition" and named and named[-1] in ("symptom", "symptoms")  # "cold symptoms"
        heads = kind == "procedure" and named and named[-1] in listed("complaint_heads")
        return "symptom" if felt or heads else kind

    def _with(self, first: Argument, more: Sequence[Argument]) -> Argument:
        """The name with what else describes it ("severe cervical spondylosis")."""
        spans = [first.span, *(a.span for a in more)]
        return argument(self.doc, first.role, min(s.start for s in spans), max(s.end for s in spans)) if more else first


def _habit(first: Argument) -> tuple[Argument, ...]:
    """A habit by its words, with the status that they bring: "non smoker" is one who never did."""
    row = phrases("social_words").within(first.text.lower().split())
    if row is None or row[:1] != ("habit",):
        return (first,)
    what = first.model_copy(update={"value": row[1]})
    return (what, *(first.model_copy(update={"role": "status", "value": status}) for status in row[2:]))
