"""Prose of a history, read clause by clause: who came with what, what they have and deny, take and stop, and what happened.

A clause that is a known form becomes typed statements; any other with a known subject and a finite verb is told as it
stands (``event``); the rest is not understood (``opaque``). Nothing is cut from what it modifies: where a form does not
carry all of a clause, the clause is told whole.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from bedside.agents.reading import context, symptoms
from bedside.agents.reading.clause import Clause, clauses, finite, marks
from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.experiencer import reporter
from bedside.agents.reading.identity_in_prose import introduced
from bedside.agents.reading.part import Part, Record
from bedside.agents.reading.report import function_words
from bedside.agents.reading.tables import rows
from bedside.agents.text.doc import Doc, Token
from bedside.agents.text.inflection import lemma
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument, Kind

_AUXILIARY = ("VB", "VH", "VD", "VM")
_ADVERBS = frozenset({"AV0", "XX0", "AVP"})
_NOMINAL = frozenset({"AT0", "DPS", "DT0", "NN0", "NN1", "NN2", "NP0", "PNP", "PNI", "EX0", "AJ0", "CRD", "PNX"})
_HISTORY = frozenset({"history", "hx", "h/o", "pmh", "pmhx"})
_HISTORY_OF = frozenset({"of", "for", "includes", "including", "with", ":"})
_HISTORICAL = frozenset("a an the past medical surgical significant known prior previous remote long longstanding her his their also personal psychiatric notable remarkable positive is extensive".split())
_ASIDE = frozenset({"today", "now", "currently", "also", "initially", "then", "additionally", "otherwise", "again", "recently", "of", "note", ",", "and", "but", "furthermore", "moreover", "overall", "however", "so"})
_FINE = frozenset({"fine", "ok", "okay", "normal", "good", "well", "stable", "unchanged", "maintained", "intact", "regular"})
_FEELING = frozenset({"feeling", "having", "experiencing"})
_ACTIONS = {
    "take": "take", "use": "take", "utilize": "take", "try": "take", "start": "start", "begin": "start", "resume": "start",
    "restart": "start", "stop": "stop", "discontinue": "stop", "quit": "stop", "continue": "keep", "finish": "finish",
    "complete": "finish", "hold": "hold", "refuse": "refuse", "decline": "refuse", "skip": "skip", "switch": "change",
    "increase": "change", "decrease": "change", "wean": "change", "taper": "change",
}  # fmt: skip


@cache
def _verbs(kind: str) -> frozenset[str]:
    return frozenset(next(row[1] for row in rows("prose_verbs") if row[0] == kind).split())


def read(record: Record, part: Part, doc: Doc) -> Iterator[Draft]:
    """The statements of one record of prose."""
    before: Draft | None = None
    for sentence in record.sentences:
        story = _Sentence(doc, sentence, record, before)
        for draft in story.drafts():
            if draft.kind in ("symptom", "condition"):
                before = draft
            yield draft


class _Sentence:
    """One sentence of prose."""

    def __init__(self, doc: Doc, span: Span, record: Record, before: Draft | None) -> None:
        self.doc = doc
        self.span = span
        self.record = record
        self.before = before
        self.words = doc.tagged(span)
        self.speaker = reporter(doc, span)
        self.leads: list[Span] = []  # words that only bring a statement in

    def drafts(self) -> list[Draft]:
        """Its statements in order; what none of them holds is opaque."""
        found: list[Draft] = []
        for clause in clauses(self.doc, self.span):
            found += self._clause(clause)
        found += self._left(found)
        unique = {(d.span.start, d.span.end): d for d in reversed(found) if d.span.start < d.span.end}
        return sorted(unique.values(), key=lambda d: (d.span.start, d.span.end))

    # -- clauses -----------------------------------------------------------------------------------------------------

    def _clause(self, clause: Clause) -> list[Draft]:
        words = symptoms.part_of(self.words, clause.span)
        if not words:
            return []
        cut = _denial_at(words)
        if cut:
            return [*self._told(words[:cut]), *self._fragment(words[cut:])]
        return self._told(words)

    def _told(self, words: Sequence[Token]) -> list[Draft]:
        person = introduced(self.doc, words)
        if person is not None:
            arguments, after = person
            span = Span(start=words[0].start if words[0].tag != "PUN" else arguments[0].span.start, end=arguments[-1].span.end)
            rest = self._rest(words[after:])
            return [Draft("identity", span, arguments, sentence=self.span), *rest]
        return self._plain(words)

    def _rest(self, words: Sequence[Token]) -> list[Draft]:
        """What follows "a 50-year-old woman": "with gout", "who presents with a rash", "is tired"."""
        words = _trimmed(words)
        if not words:
            return []
        verb = next((i for i, word in enumerate(words) if finite(word)), len(words))
        found: list[Draft] = []
        first = words[:verb]
        while first and (first[-1].tag in ("PNQ", "DTQ", "CJC", "PUN", "CJT") or first[-1].lower in ("currently", "also", "today")):
            first = first[:-1]
        if first:
            body = first[1:] if first[0].lower in ("with", "w/", "s/p") else first
            found += self._fragment(body)
        if verb < len(words):
            found += self._plain(words[verb:])
        return found

    def _plain(self, words: Sequence[Token]) -> list[Draft]:
        """A clause without an introduction."""
        words = _trimmed(words)
        verb = next((i for i, word in enumerate(words) if finite(word)), None)
        if verb is None or symptoms.timed_history(self.doc, words[:verb]):
            return self._fragment(words)
        main = _main_verb(words, verb)
        base = lemma(words[main].text, words[main].tag)
        after = main + 1
        if base in _verbs("deny") or base in _verbs("say"):
            inner = self._reported(words, verb, main, base)
            if inner is not None:
                return inner
        if _of_patient(words[:verb]):
            typed = self._of_patient(words, verb, main, base, after)
            if typed is not None:
                self._lead(words[: main + 1])
                return typed
        elif words[0].tag == "EX0":
            typed = self._complaints(words[main + 1 :])
            if typed is not None:
                return typed
        return self._event(words)

    def _reported(self, words: Sequence[Token], verb: int, main: int, base: str) -> list[Draft] | None:
        """What follows "she reports (that)": a clause of its own, or a list."""
        start = main + 1
        while start < len(words) and (words[start].tag in ("CJT", "AVP") or words[start].lower in ("that", "of", "to", ",", "about")):
            start += 1
        inner = words[start:]
        if not inner:
            return None
        told = base in _verbs("deny")
        if _stands(inner):
            self._lead(words[:start])
            return self._plain(inner) if not told else [self._opaque(words)]
        if not _of_reporter(words[:verb]):
            return None
        self._lead(words[:start])
        if inner[0].lower not in _FEELING and inner[0].tag == "VVG" and not self.doc.mentioned(Span(start=inner[0].start, end=inner[0].end)):
            return [self._opaque(words)]
        found = self._list(inner, loose=True)
        if any(draft.kind == "opaque" for draft in found) and not told and base in ("describe", "state"):
            return None
        return found

    def _of_patient(self, words: Sequence[Token], verb: int, main: int, base: str, after: int) -> list[Draft] | None:
        rest = words[after:]
        if base in _verbs("come") or (base == "be" and rest[:1] and rest[0].lower == "here"):
            return self._came(words, rest)
        if base in _verbs("suffer") and rest:
            while rest and rest[0].lower in ("of", "from", "to", "about"):
                rest = rest[1:]
            return self._complaints(rest, historical=True)
        if base == "be" and rest and _starts_history(rest[1:] if rest[0].lower in ("positive", "significant") else rest):
            return self._complaints(rest, historical=True)
        if base == "diagnose" and rest and rest[0].lower == "with":
            return self._complaints(rest[1:], kind="condition")
        if base in _ACTIONS:
            return self._drug(words, main, rest, base)
        return None

    def _came(self, words: Sequence[Token], rest: Sequence[Token]) -> list[Draft] | None:
        """ "presents today with a cough", "comes in for follow-up"."""
        at = next((i for i, word in enumerate(rest) if word.lower in ("with", "for", "complaining")), None)
        if at is None or at > 12 or any(finite(word) or word.tag == "VVI" for word in rest[:at]):
            return None
        body = rest[at + 1 :]
        if body and body[0].lower == "of":
            body = body[1:]
        if rest[at].lower == "for":
            if not body or any(finite(word) for word in body):
                return None
            span = self.doc.trimmed(body[0].start, body[-1].end)
            return [Draft("complaint", span, (argument(self.doc, "what", span.start, span.end),), sentence=self.span, speaker=self.speaker)]
        while body and body[0].lower in ("a", "an", "chief", "complaint", "complaints", "of", "concerns", "main", "primary"):
            body = body[1:]
        return self._complaints(body, loose=True)

    def _drug(self, words: Sequence[Token], main: int, rest: Sequence[Token], base: str) -> list[Draft] | None:
        from bedside.agents.reading import medications

        if not rest or any(word.tag == "XX0" for word in words[:main]):
            return None
        span = self.doc.trimmed(rest[0].start, rest[-1].end)
        if not any(m.kind == "drug" for m in self.doc.mentioned(span)):
            return None
        drugs = medications.prescribed(self.doc, span)
        if not drugs or any(draft.kind != "drug" for draft in drugs) or not _covers(self.doc, rest, drugs):
            return None
        act = argument(self.doc, "action", words[main].start, words[main].end, _ACTIONS[base])
        own = [d.but(arguments=(*d.arguments, act)) if not any(a.role == "action" for a in d.arguments) else d for d in drugs]
        return [self._said(draft.but(sentence=self.span)) for draft in own]

    # -- lists -------------------------------------------------------------------------------------------------------

    def _complaints(
        self, words: Sequence[Token], *, loose: bool = False, historical: bool = False, kind: Kind | None = None
    ) -> list[Draft] | None:
        """A list whose every item is a complaint; None where one is not."""
        words = _trimmed(words)
        if not words:
            return None
        after = _after_history(words) if historical else 0
        body = words[after:]
        if after:
            self._lead(words[:after])
        found = symptoms.listed(self.doc, body, loose)
        if not found or any(one is None for _, one in found):
            return None
        force: Kind | None = "condition" if after else kind
        return [self._typed(span, one, force) for span, one in found if one is not None]

    def _list(self, words: Sequence[Token], loose: bool) -> list[Draft]:
        """A list, item by item; an item that is no complaint is opaque."""
        after = _after_history(words)
        self._lead(words[:after])
        out: list[Draft] = []
        for span, one in symptoms.listed(self.doc, words[after:], loose):
            state = self._state(symptoms.part_of(words, span))
            if state is not None:
                out += state
                continue
            out.append(self._typed(span, one, "condition" if after else None) if one else Draft("opaque", span, sentence=self.span))
        return out

    def _fragment(self, words: Sequence[Token]) -> list[Draft]:
        """Words without a verb: a list of complaints, or what is said of the one before."""
        words = _trimmed(words)
        if not words:
            return []
        more = symptoms.adjuncts(self.doc, words)
        if more and self.before is not None and self.before.arguments[0].span.end <= words[0].start:
            span = self.doc.trimmed(words[0].start, words[-1].end)
            return [self.before.but(span=span, arguments=(self.before.arguments[0], *more), sentence=self.span)]
        cut = next((i for i in range(1, len(words) - 1) if _leads_drug(words, i)), 0)
        if cut:
            return [*self._fragment(words[:cut]), *self._fragment(words[cut:])]
        led = self._led(words)
        return led if led is not None else self._list(words, loose=_denied(words))

    def _led(self, words: Sequence[Token]) -> list[Draft] | None:
        """ "diagnosed with gout", "currently on methotrexate", "feeling dizzy", "hearing fine"."""
        start = 0
        while start < len(words) - 1 and words[start].lower in _ASIDE:
            start += 1
        rest = words[start:]
        first = rest[0].lower
        if first in ("diagnosed", "dx") and len(rest) > 2 and rest[1].lower == "with":
            self._lead(words[: start + 2])
            return self._complaints(rest[2:], kind="condition")
        if first in ("on", "taking", "using", "takes") and len(rest) > 1:
            return self._drug(rest, 0, rest[1:], "take")
        return self._state(rest)

    def _state(self, words: Sequence[Token]) -> list[Draft] | None:
        """ "hearing fine"."""
        if not 2 <= len(words) <= 4 or words[-1].lower not in _FINE or not words[0].tag.startswith(("NN", "VVG", "AJ", "DPS")):
            return None
        state, problem = words[-1], self.doc.trimmed(words[0].start, words[-2].end)
        span = Span(start=words[0].start, end=state.end)
        what = argument(self.doc, "what", state.start, state.end)
        return [Draft("status", span, (what, argument(self.doc, "problem", problem.start, problem.end)), sentence=self.span)]

    def _typed(self, span: Span, one: symptoms.Named, force: Kind | None = None) -> Draft:
        kind: Kind = one.kind or "symptom"
        arguments = one.arguments
        if force and kind in ("symptom", "condition") and all(a.role in ("what", "since", "status", "site") for a in arguments):
            kind = force
        return self._said(Draft(kind, span, arguments, sentence=self.span))

    def _said(self, draft: Draft) -> Draft:
        """With what the sentence says of it: so or not, sure or not, when, whose."""
        said = context.modifiers(self.doc, self.span, draft.arguments[0].span if draft.arguments else draft.span)
        return draft.but(
            polarity=said.polarity,
            certainty=said.certainty,
            temporality=said.temporality,
            subject=said.subject,
            speaker=self.speaker,
        )

    # -- whole clauses -----------------------------------------------------------------------------------------------

    def _lead(self, words: Sequence[Token]) -> None:
        if words:
            self.leads.append(Span(start=words[0].start, end=words[-1].end))

    def _event(self, words: Sequence[Token]) -> list[Draft]:
        span = self.doc.trimmed(words[0].start, words[-1].end, " \t\r\n,;.")
        found = marks(self.doc, span, *self.doc.patient)
        if found is None or span.start >= span.end:
            return [self._opaque(words)]
        verb = next((word for word in words if finite(word)), words[0])
        denied = _negated(words)
        said = context.modifiers(self.doc, self.span, Span(start=verb.start, end=verb.end))
        whole: tuple[Argument, ...] = (argument(self.doc, "clause", span.start, span.end),)
        return [
            Draft(
                "event",
                span,
                whole,
                polarity="denied" if denied else "present",
                subject=said.subject,
                speaker=self.speaker,
                sentence=self.span,
                marks=found,
            )
        ]

    def _opaque(self, words: Sequence[Token]) -> Draft:
        span = self.doc.trimmed(words[0].start, words[-1].end)
        return Draft("opaque", span, sentence=self.span)

    def _left(self, found: Iterable[Draft]) -> list[Draft]:
        """The stretches of the sentence with words of content that no statement holds."""
        held: list[Span] = list(self.leads)
        for draft in found:
            held += [draft.span, *(a.span for a in draft.arguments)]
        out: list[Draft] = []
        stretch: list[Token] = []
        for word in (*self.words, None):
            free = word is not None and not any(span.start <= word.start < span.end for span in held)
            if free and word is not None:
                stretch.append(word)
                continue
            if any(_content(token) for token in stretch):
                out.append(self._opaque(_edges(stretch)))
            stretch = []
        return out


def _content(token: Token) -> bool:
    low = token.lower
    return low[0].isalnum() and low not in function_words() and (len(low) > 1 or low.isdigit())


def _edges(words: Sequence[Token]) -> Sequence[Token]:
    inside = [i for i, word in enumerate(words) if _content(word)]
    return words[inside[0] : inside[-1] + 1]


def _trimmed(words: Sequence[Token]) -> Sequence[Token]:
    start, end = 0, len(words)
    while start < end and (words[start].tag in ("PUN", "CJC") and words[start].text not in "(?["):
        start += 1
    while end > start and words[end - 1].text in ".,;:":
        end -= 1
    return words[start:end]


def _main_verb(words: Sequence[Token], at: int) -> int:
    """The last verb of the group that begins at a finite verb."""
    main = at
    for i in range(at + 1, min(len(words), at + 7)):
        if words[i].tag[:2] in ("VV", "VB", "VH", "VD") and words[main].tag[:2] in _AUXILIARY:
            main = i
        elif words[i].tag not in _ADVERBS:
            break
    return main


def _of_patient(subject: Sequence[Token]) -> bool:
    """Whether the words before a verb are the patient, or nothing."""
    heads = [word for word in subject if word.lower not in _ASIDE and word.tag not in _ADVERBS and word.tag != "PUN"]
    if not heads:
        return True
    if len(heads) > 4:
        return False
    last = heads[-1].lower
    if last in ("she", "he", "patient", "pt", "who", "they"):
        return len(heads) <= 2
    return heads[0].lower in ("mr", "mrs", "ms", "miss") or (last in ("boy", "girl", "child", "infant", "baby", "man", "woman") and len(heads) <= 2)


def _of_reporter(subject: Sequence[Token]) -> bool:
    return _of_patient(subject) or all(word.tag in _NOMINAL or word.tag in _ADVERBS or word.tag in ("CJC", "POS", "PUN") for word in subject)


def _stands(words: Sequence[Token]) -> bool:
    """Whether words are a clause with its own subject."""
    for at, word in enumerate(words[:14]):
        if finite(word):
            return at > 0 and words[0].tag in (*_NOMINAL, "PNI", "AV0", "VVG", "CJS")
        if word.tag in ("DTQ", "PNQ", "CJT", "CJS", "AVQ") and at:
            return False
        if word.text in ",;" and at > 0 and words[0].tag not in ("AV0", "PRP"):
            return False
    return False


def _starts_history(words: Sequence[Token]) -> bool:
    return _after_history(words) > 0


def _after_history(words: Sequence[Token]) -> int:
    """The place after "a past medical history significant for"; 0 where there is no such."""
    for at, word in enumerate(words[:9]):
        if word.lower in _HISTORY:
            after = at + 1
            while after < len(words) and (words[after].lower in _HISTORICAL or words[after].lower in ("were", "was", "are")):
                after += 1
            return after + 1 if after < len(words) and words[after].lower in _HISTORY_OF else 0
        if word.lower not in _HISTORICAL and word.lower not in ("no", "any", "denies", "with"):
            return 0
    return 0


def _leads_drug(words: Sequence[Token], at: int) -> bool:
    """Whether "and (currently) on ..." begins here."""
    after = at + 1
    while after < len(words) - 1 and words[after].lower in _ASIDE:
        after += 1
    opens = words[at].tag == "CJC" or words[at].text in ",;"
    return opens and words[after].lower in ("on", "taking", "diagnosed") and after > at


def _denial_at(words: Sequence[Token]) -> int:
    """Where ", no syncope" begins after a clause with a verb; 0 where nothing does."""
    seen = False
    for at, word in enumerate(words):
        seen = seen or finite(word)
        if not seen or word.lower not in ("no", "nil") or words[at - 1].text not in (",", ";", "-", "–"):
            continue
        if not any(finite(other) for other in words[at:]):
            return at
    return 0


def _denied(words: Sequence[Token]) -> bool:
    return words[0].lower in ("no", "nil", "denies", "without", "not")


def _negated(words: Sequence[Token]) -> bool:
    """Whether the main verb of a clause is denied: "has not returned", "has no cane", "never smoked"."""
    verb = next((i for i, word in enumerate(words) if finite(word)), 0)
    main = _main_verb(words, verb)
    near = words[verb : main + 2]
    return any(word.tag == "XX0" or word.lower in ("no", "never", "nothing", "none") for word in near)


def _covers(doc: Doc, words: Sequence[Token], drafts: Sequence[Draft]) -> bool:
    spans = [a.span for draft in drafts for a in draft.arguments]
    return all(not _content(word) or any(s.start <= word.start < s.end for s in spans) for word in words)
