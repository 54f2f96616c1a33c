"""Prose of a history, read clause by clause: who came with what, what they have and deny, take and stop, and what happened.

A clause that is a known form becomes typed statements; any other with a known subject and a finite verb is told as it
stands (``event``); the rest is not understood (``opaque``). Nothing is cut from what it modifies: where a form does not
carry all of a clause, the clause is told whole.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from bedside.agents.reading import context, symptoms
from bedside.agents.reading.acts import listed as listed_acts
from bedside.agents.reading.clause import Clause, clauses, finite, marks
from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.experiencer import people, reporter
from bedside.agents.reading.identity_in_prose import introduced
from bedside.agents.reading.part import Part, Record
from bedside.agents.reading.report import function_words
from bedside.agents.reading.tables import rows
from bedside.agents.text.doc import Doc, Token
from bedside.agents.text.inflection import lemma
from bedside.scenarios.note import Polarity
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument, Kind, Mark

_AUXILIARY = ("VB", "VH", "VD", "VM")
_ADVERBS = frozenset({"AV0", "XX0", "AVP"})
_NOMINAL = frozenset({"AT0", "DPS", "DT0", "NN0", "NN1", "NN2", "NP0", "PNP", "PNI", "EX0", "AJ0", "CRD", "PNX"})
_HISTORY = frozenset({"history", "hx", "h/o", "pmh", "pmhx", "fh", "fhx"})
_HISTORY_OF = frozenset({"of", "for", "includes", "including", "with", ":"})
_HISTORICAL = frozenset("a an the past medical surgical significant known prior previous remote long longstanding her his their also personal psychiatric notable remarkable positive is extensive family fh or no nil".split())
_ASIDE = frozenset({"still", "today", "now", "currently", "also", "initially", "then", "additionally", "otherwise", "again", "recently", "of", "note", ",", "and", "but", "furthermore", "moreover", "overall", "however", "so"})
_FINE = frozenset({"fine", "ok", "okay", "normal", "good", "well", "stable", "unchanged", "maintained", "intact", "regular"})
_ASSOCIATED = frozenset({"assoc", "associated", "known", "previously", "however", "maternal", "paternal"})
_NOW = frozenset({"today", "here", "now", "is"})
_BRINGS = frozenset({"feeling", "developed", "noticed", "noted", "reported", "complaining", "presenting", "experiencing", "having"})
_FEELING = frozenset({"feeling", "having", "experiencing"})
_LIVES = frozenset("live lives lived work works worked married single divorced widowed retired unemployed".split())
_ANSWERS: dict[str, Polarity] = {
    "no": "denied", "none": "denied", "nil": "denied", "negative": "denied", "absent": "denied", "denied": "denied",
    "denies": "denied", "yes": "present", "present": "present", "positive": "present", "+": "present", "-": "denied",
}  # fmt: skip
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
    labelled = _labelled(record, doc)
    if labelled is not None:
        yield labelled
        return
    for sentence in record.sentences:
        life = _life(doc, sentence, record, part)
        story = _Sentence(doc, sentence, record, before)
        for draft in life or _kin(doc, sentence, record, part) or story.drafts():
            if draft.kind in ("symptom", "condition"):
                before = draft
            yield draft


def _life(doc: Doc, sentence: Span, record: Record, part: Part) -> list[Draft]:
    """The habits, home and work that a sentence tells, where it tells nothing else."""
    from bedside.agents.reading import social

    if part.kind == "social" or not social.first(doc, sentence):
        return []
    found = list(social.read_sentence(record, sentence, replace(part, kind="social"), doc))
    if not found or not all(draft.kind == "habit" or _lives(draft) for draft in found):
        return []
    return found if _covers(doc, doc.tagged(sentence), found) else []


def _kin(doc: Doc, sentence: Span, record: Record, part: Part) -> list[Draft]:
    """The family's illnesses, where a sentence tells a family history and nothing else."""
    from bedside.agents.reading import family

    words = [token.lower for token in doc.tagged(sentence)]
    if part.kind == "family" or not any(words[i : i + 2] == ["family", "history"] for i in range(len(words))):
        return []
    found = list(family.read_sentence(record, sentence, replace(part, kind="family"), doc))
    return [] if any(draft.kind in ("opaque", "event") for draft in found) else found


def _lives(draft: Draft) -> bool:
    """Whether words taken for a home or a trade begin as such: "works at ...", "married"."""
    words = draft.arguments[0].text.lower().split() if draft.arguments else []
    return draft.kind in ("home", "work") and words[:1] != [] and words[0] in _LIVES and len(words) <= 12


def _labelled(record: Record, doc: Doc) -> Draft | None:
    """ "Vomiting: none", "+ cough": a complaint with its tick or its answer."""
    answer = " ".join(word.lower for word in doc.tagged(record.span) if word.tag != "PUN" or word.text in "+-")
    if record.label_span is not None and answer in _ANSWERS:
        span, polarity = record.label_span, _ANSWERS[answer]
    elif record.tick in ("yes", "no") and record.label_span is None and len(record.sentences) == 1:
        span, polarity = doc.trimmed(record.span.start, record.span.end), "present" if record.tick == "yes" else "denied"
    else:
        return None
    found = symptoms.named(doc, doc.tagged(span))
    if not found:
        return None
    whole = Span(start=min(span.start, record.span.start), end=max(span.end, record.span.end))
    return Draft(found[0].kind or "symptom", whole, found[0].arguments, polarity=polarity, sentence=whole)


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
        for words in self._clauses():
            found += self._clause(words)
        found += self._left(found)
        unique = {(d.span.start, d.span.end): d for d in reversed(found) if d.span.start < d.span.end}
        return sorted(unique.values(), key=lambda d: (d.span.start, d.span.end))

    # -- clauses -----------------------------------------------------------------------------------------------------

    def _clauses(self) -> list[Sequence[Token]]:
        """The words of each clause; one that hangs on the next ("When he came home, ...") stays with it."""
        found: list[Sequence[Token]] = []
        start: int | None = None
        pieces = [part for clause in clauses(self.doc, self.span) for part in _at_but(symptoms.part_of(self.words, clause.span)) if part]
        for piece in pieces:
            words = piece if start is None else symptoms.part_of(self.words, Span(start=start, end=piece[-1].end))
            start = words[0].start if _hangs(words) and piece is not pieces[-1] else None
            if start is None:
                found.append(words)
        return found

    def _clause(self, words: Sequence[Token]) -> list[Draft]:
        words = _unnumbered(_trimmed(words))
        if not words:
            return []
        cut = _denial_at(words)
        if cut:
            return [*self._told(words[:cut]), *self._fragment(words[cut:])]
        turn = _turn_at(words)
        if turn:
            return [*self._told(words[:turn]), *self._plain(words[turn:])]
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
        verb = next((i for i, word in enumerate(words) if finite(word) and not _within_relative(words, i)), len(words))
        found: list[Draft] = []
        first = words[:verb]
        while first and (first[-1].tag == "AV0" or first[-1].tag in ("PNQ", "DTQ", "CJC", "PUN", "CJT") or first[-1].lower in ("currently", "also", "today")):
            first = first[:-1]
        if first:
            company = first[0].lower in ("with", "w/")
            found += self._fragment(first[1:], loose=True) if company and len(first) > 1 else self._fragment(first)
        if verb < len(words):
            found += self._plain(words[verb:])
        return found

    def _plain(self, words: Sequence[Token]) -> list[Draft]:
        """A clause without an introduction."""
        words = _trimmed(words)
        wish = self._wish(words, 0)
        if wish is not None:
            return wish
        verb = next((i for i, word in enumerate(words) if finite(word)), None)
        if verb is None or symptoms.timed_history(self.doc, words[:verb]):
            return self._fragment(words)
        main = _main_verb(words, verb)
        base = lemma(words[main].text, words[main].tag)
        after = main + 1
        if _passive(words, verb, main):
            wish = self._wish(words, main) if _of_patient(words[:verb]) else None
            if wish is not None:
                return wish
            here = base in _verbs("sent") and _of_patient(words[:verb]) and any(w.lower in _NOW for w in words)
            came = self._came(words, words[after:]) if here else None
            known = base == "diagnose" and _of_patient(words[:verb]) and words[after : after + 1] and words[after].lower == "with"
            typed = came or (self._complaints(words[after + 1 :], kind="condition") if known else None)
            if typed is not None:
                self._lead(words[: after + known])
            return typed if typed is not None else self._event(words)
        if base in _verbs("deny") or base in _verbs("say"):
            inner = self._reported(words, verb, main, base)
            if inner is not None:
                return inner
        if _of_patient(words[:verb]):
            typed = self._of_patient(words, verb, main, base, after)
            if typed is not None:
                self._lead(words[: main + 1])
                return typed
        elif base in ("have", "suffer", "develop") and context.whose(self.doc, self.span, _span(words[main])) != "patient":
            typed = self._complaints(words[main + 1 :], historical=True)
            if typed is not None:
                self._lead(words[: main + 1])
                return typed
        elif words[0].tag == "EX0":
            typed = self._complaints(words[main + 1 :], historical=True)
            if typed is not None:
                return typed
        return self._event(words)

    def _reported(self, words: Sequence[Token], verb: int, main: int, base: str) -> list[Draft] | None:
        """What follows "she reports (that)": a clause of its own, or a list."""
        start = main + 1
        while start < len(words) and (words[start].tag in ("CJT", "AVP") or words[start].lower in ("that", "of", "to", ",", "about")):
            start += 1
        while start < len(words) - 1 and words[start].lower in ("however", ","):
            start += 1
        inner = words[start:]
        if not inner:
            return None
        told = base in _verbs("deny")
        that = any(word.tag == "CJT" or word.lower == "that" for word in words[main + 1 : start])
        if _stands(inner) or (that and any(finite(word) for word in inner)):
            self._lead(words[:start])
            return self._about(words[:verb], self._clause(inner)) if not told else [self._opaque(words)]
        if not _of_reporter(words[:verb]):
            return None
        self._lead(words[:start])
        if inner[0].lower not in _FEELING and inner[0].tag == "VVG" and not self.doc.mentioned(Span(start=inner[0].start, end=inner[0].end)):
            return [self._opaque(words)]
        found = self._list(inner, loose=True)
        if any(draft.kind == "opaque" for draft in found) and not told and base in ("describe", "state"):
            return None
        return found

    def _about(self, subject: Sequence[Token], found: list[Draft]) -> list[Draft]:
        """Statements with the topic that stands before them: "Regarding her gout, she reports that she is doing well"."""
        comma = next((i for i, word in enumerate(subject) if word.text == ","), 0)
        first = next((i for i, word in enumerate(subject[:comma]) if word.tag in ("PRP", "PRF", "TO0") and word.lower in ("regarding", "to", "of", "for", "with", "concerning", "about")), None)
        if first is None or comma <= first + 1:
            return found
        named = symptoms.listed(self.doc, subject[first + 1 : comma])
        topics = [self._typed(span, one) for span, one in named if one is not None and one.kind == "condition"]
        span = self.doc.trimmed(subject[first + 1].start, subject[comma - 1].end)
        return [*topics, *(draft.but(problem=self.doc.slice(span)) for draft in found)]

    def _of_patient(self, words: Sequence[Token], verb: int, main: int, base: str, after: int) -> list[Draft] | None:
        rest = words[after:]
        if base in _verbs("come") or (base == "be" and rest[:1] and rest[0].lower == "here"):
            return self._came(words, rest)
        if base in _verbs("suffer") and rest:
            while rest and rest[0].lower in ("of", "from", "to", "about"):
                rest = rest[1:]
            return self._complaints(rest, historical=True)
        if base in ("be", "feel", "worry"):
            wish = self._wish(words, main if base == "worry" else after)
            if wish is not None:
                return wish
        if base == "be" and rest and rest[0].lower == "free" and len(rest) > 2:
            self._lead(rest[:2])
            return self._complaints(rest[2:], loose=True)
        if base == "be" and rest and _starts_history(rest[1:] if rest[0].lower in ("positive", "significant") else rest):
            return self._complaints(rest, historical=True)
        if base in _ACTIONS:
            return self._drug(words, main, rest, base)
        return None

    def _came(self, words: Sequence[Token], rest: Sequence[Token]) -> list[Draft] | None:
        """ "presents today with a cough", "comes in for follow-up"."""
        at = next((i for i, word in enumerate(rest) if word.lower in ("with", "for", "complaining") and not _company(rest, i)), None)
        if at is None or at > 12 or any(finite(word) or word.tag == "VVI" for word in rest[:at]):
            return None
        body = rest[at + 1 :]
        if body and body[0].lower == "of":
            body = body[1:]
        self._lead(rest[: at + 1])
        if rest[at].lower == "for":
            if not body or any(finite(word) and word.tag != "VVB" for word in body):
                return None
            span = self.doc.trimmed(body[0].start, body[-1].end)
            return [Draft("complaint", span, (argument(self.doc, "what", span.start, span.end),), sentence=self.span, speaker=self.speaker)]
        while body and body[0].lower in ("a", "an", "chief", "complaint", "complaints", "of", "concerns", "main", "primary"):
            self._lead(body[:1])
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
            out += self._item(words, span, one, "condition" if after else None)
        return out

    def _item(self, words: Sequence[Token], span: Span, one: symptoms.Named | None, force: Kind | None) -> list[Draft]:
        if one is not None:
            return [self._typed(span, one, force)]
        more = self._more(symptoms.part_of(words, span))
        return [more if more is not None else Draft("opaque", span, sentence=self.span)]

    def _more(self, words: Sequence[Token]) -> Draft | None:
        """What a line without a verb says of the complaint before it: "Worse at night."."""
        before = self.before
        if before is None or before.polarity != "present" or not words or _denied(words):
            return None
        if any(finite(word) for word in self.words) or before.arguments[0].span.end > words[0].start:
            return None
        more = symptoms.adjuncts(self.doc, words)
        if not more:
            return None
        span = self.doc.trimmed(words[0].start, words[-1].end)
        return before.but(span=span, arguments=(before.arguments[0], *more), sentence=self.span)

    def _wish(self, words: Sequence[Token], at: int) -> list[Draft] | None:
        """ "(She is) worried about a stroke"."""
        start = at
        while start < len(words) and (words[start].tag in _ADVERBS or words[start].lower in ("very", "also")):
            start += 1
        if start >= len(words) or words[start].lower not in listed_acts("fear"):
            return None
        after = start + 1
        while after < len(words) and (words[after].text == "+" or words[after].tag == "AV0") and words[after].lower != "about":
            after += 1
        if after >= len(words) - 1 or words[after].lower not in ("about", "of", "for", "that", "regarding", "with"):
            return None
        reason = next((i for i in range(after + 2, len(words) - 1) if words[i].lower in ("as", "because", "since", "given")), len(words))
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
        subject = context.whose(self.doc, self.span, Span(start=words[-1].start, end=words[-1].end))
        if subject != "patient" and words[-1].lower in ("one", "it", "this", "that"):
            return [Draft("condition", span, (what,), temporality="past", subject=subject, sentence=self.span)]
        return self._plain(words)

    def _fragment(self, words: Sequence[Token], loose: bool = False) -> list[Draft]:
        """Words without a verb: a list of complaints, or what is said of the one before."""
        words = _trimmed(words)
        if not words:
            return []
        more = self._more(words)
        if more is not None:
            return [more]
        cut = next((i for i in range(1, len(words) - 1) if _leads_drug(words, i)), 0)
        if cut:
            return [*self._fragment(words[:cut]), *self._fragment(words[cut:])]
        if [word.lower for word in words[:2]] in (["no", "change"], ["no", "changes"], ["no", "improvement"], ["no", "relief"], ["no", "increase"]):
            return [self._opaque(words)]
        led = self._led(words)
        return led if led is not None else self._list(words, loose=loose or _denied(words))

    def _led(self, words: Sequence[Token]) -> list[Draft] | None:
        """ "diagnosed with gout", "currently on methotrexate", "feeling dizzy", "hearing fine"."""
        start = 0
        while start < len(words) - 1 and words[start].lower in _ASIDE:
            start += 1
        rest = words[start:]
        others = start
        while others < len(words) - 1 and (words[others].lower in people() or words[others].lower in ("and", "also") and others > start):
            others += 1
        if others > start:
            self._lead(words[:others])
            return self._list(words[others:], loose=True)
        first = rest[0].lower
        if first in _BRINGS and len(rest) > 1:
            self._lead(words[: start + 1])
            return self._list(rest[2:] if rest[1].lower in ("of", "with") else rest[1:], loose=True)
        post = 2 if first == "status" and len(rest) > 2 and rest[1].lower == "post" else 3 if [w.lower for w in rest[:3]] == ["s", "/", "p"] else 0
        if post:
            self._lead(words[: start + post])
            return self._complaints(rest[post:], loose=True, kind="procedure")
        if first in ("diagnosed", "dx") and len(rest) > 2 and rest[1].lower == "with":
            self._lead(words[: start + 2])
            return self._complaints(rest[2:], kind="condition")
        if first in ("on", "taking", "using", "takes") and len(rest) > 1:
            return self._drug(rest, 0, rest[1:], "take")
        if [word.lower for word in rest[:3]] == ["c", "/", "o"] and len(rest) > 3:
            self._lead(words[: start + 3])
            return self._list(rest[3:], loose=True)
        return self._state(rest) or self._doing(words, rest[0])

    def _doing(self, words: Sequence[Token], first: Token) -> list[Draft] | None:
        """ "Still drinking fluids", "involved in a crash": a clause without its subject and "is" or "was"."""
        doing = first.lower.endswith("ing")
        base = lemma(first.text, "VVG" if doing else "VVN")
        if base not in _verbs("doing" if doing else "done") or not (doing or first.tag == "VVN"):
            return None
        if any(m.span.start == first.start and m.kind in ("symptom", "disorder") for m in self.doc.mentioned(_span(words[-1]).model_copy(update={"start": first.start}))):
            return None
        span = self.doc.trimmed(words[0].start, words[-1].end, " \t\r\n,;.")
        inside = marks(self.doc, span, *self.doc.patient)
        if inside is None:
            return None
        at = Span(start=span.start, end=span.start)
        form = "present" if doing else "past"
        led = (Mark(role="subject", span=at), Mark(role="verb", span=at, lemma="be", form=form))
        kept = tuple(mark for mark in inside if mark.span.start < mark.span.end)
        what = argument(self.doc, "clause", span.start, span.end)
        return [Draft("event", span, (what,), speaker=self.speaker, sentence=self.span, marks=(*led, *kept))]

    def _state(self, words: Sequence[Token]) -> list[Draft] | None:
        """ "hearing fine"."""
        nouns = all(word.tag.startswith(("NN", "DPS")) for word in words[:-1]) or (len(words) == 2 and words[0].tag == "VVG")
        if not 2 <= len(words) <= 4 or words[-1].lower not in _FINE or not nouns:
            return None
        state, problem = words[-1], self.doc.trimmed(words[0].start, words[-2].end)
        span = Span(start=words[0].start, end=state.end)
        what = argument(self.doc, "what", state.start, state.end)
        return [Draft("status", span, (what, argument(self.doc, "problem", problem.start, problem.end)), sentence=self.span)]

    def _typed(self, span: Span, one: symptoms.Named, force: Kind | None = None) -> Draft:
        arguments = one.arguments
        kind: Kind = one.kind or "symptom"
        if one.kind is None and force == "condition" and any(m.kind == "test" for m in self.doc.mentioned(arguments[0].span)):
            kind = "procedure"
        if force and (one.kind in (None, "condition") or force == "procedure") and all(a.role in ("what", "since", "status", "site") for a in arguments):
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
        if words[0].lower == "please":
            return [self._opaque(words)]
        found = addressed(self.doc, span) or marks(self.doc, span, *self.doc.patient)
        if found is None or span.start >= span.end:
            return [self._opaque(words)]
        verb = next((word for word in words if finite(word)), words[0])
        denied = _negated(words)
        at = _main_verb(words, words.index(verb)) if verb in words else 0
        used = [word.lower for word in words[at : at + 2]] == ["used", "to"] and at + 2 < len(words)
        said = context.modifiers(self.doc, self.span, _span(words[at + 2 if used else at]))
        whole: tuple[Argument, ...] = (argument(self.doc, "clause", span.start, span.end),)
        return [
            Draft(
                "event",
                span,
                whole,
                polarity="denied" if denied else "present",
                temporality="past" if said.temporality == "past" and words[0].lower != "if" else "current",
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


def addressed(doc: Doc, span: Span) -> tuple[Mark, ...]:
    """The marks of a clause that speaks to the patient ("You felt dizzy"); none where it does not."""
    words = doc.tagged(span)
    if any(word.lower in ("he", "she", "patient", "aware", "know") for word in words):
        return ()  # a letter to a colleague
    found: list[Mark] = []
    for at, word in enumerate(words):
        after = next((other for other in words[at + 1 :] if other.tag not in _ADVERBS), None)
        if word.lower == "you":
            subject = after is not None and finite(after)
            found.append(Mark(role="subject" if subject else "object", span=Span(start=word.start, end=word.end)))
            if subject and after is not None and after.tag[:2] in ("VB", "VH", "VD", "VV"):
                form = "past" if after.tag.endswith("D") else "present"
                found.append(Mark(role="verb", span=Span(start=after.start, end=after.end), lemma=lemma(after.text, after.tag), form=form))
        elif word.lower == "your":
            found.append(Mark(role="possessive", span=Span(start=word.start, end=word.end)))
    return tuple(sorted(found, key=lambda mark: mark.span.start))


def _content(token: Token) -> bool:
    low = token.lower
    if low in _ASSOCIATED:
        return False
    return low[0].isalnum() and low not in function_words() and (len(low) > 1 or low.isdigit())


def _span(word: Token) -> Span:
    return Span(start=word.start, end=word.end)


def _edges(words: Sequence[Token]) -> Sequence[Token]:
    inside = [i for i, word in enumerate(words) if _content(word)]
    return words[inside[0] : inside[-1] + 1]


def _trimmed(words: Sequence[Token]) -> Sequence[Token]:
    start, end = 0, len(words)
    while start < end and (words[start].tag in ("PUN", "CJC") and words[start].text not in "(?["):
        start += 1
    while end > start and (words[end - 1].text in ".,;:" or words[end - 1].lower == "however"):
        end -= 1
    return words[start:end]


def _hangs(words: Sequence[Token]) -> bool:
    """Whether a clause waits for the next: "Since he is on warfarin", "She thinks"."""
    inside = [word for word in words if word.tag not in _ADVERBS and word.tag not in ("PUN", "CJC")]
    if not inside:
        return False
    if inside[0].tag == "CJS" or (inside[0].lower in ("when", "whenever", "if", "since", "while", "once") and len(inside) > 2):
        commas = [i for i, word in enumerate(words[:-1]) if word.text == "," and i > 1]
        return words[-1].text != "." and all(words[i + 1].tag in ("DTQ", "PNQ", "CJC", "AJ0", "NN1", "NN2") for i in commas)
    verb = next((i for i, word in enumerate(inside) if finite(word)), None)
    if verb is not None and _of_patient(inside[:verb]) and lemma(inside[verb].text, inside[verb].tag) in _verbs("say"):
        rest = [word for word in inside[verb + 1 :] if word.lower != "that"]
        if rest and rest[0].tag in ("PRP", "CJS", "AVQ") and not any(finite(word) for word in rest):
            return True
    return len(inside) <= 3 and finite(inside[-1]) and lemma(inside[-1].text, inside[-1].tag) in _verbs("think")


def _at_but(words: Sequence[Token]) -> list[Sequence[Token]]:
    """A clause parted at "but" where both sides have a verb."""
    for at in range(1, len(words) - 1):
        again = words[at].lower == "and" and words[at + 1].tag == "CJT" and any(finite(word) for word in words[:at])
        if again or (words[at].tag == "CJC" and words[at].lower == "but" and words[at + 1].lower != "also"):
            if any(finite(word) for word in words[at:]) and _same_subject(words, at):
                return [words[:at], *_at_but(words[at + 1 + again :])]
    return [words]


def _same_subject(words: Sequence[Token], at: int) -> bool:
    """Whether what follows "but" has a subject of its own, or the patient's."""
    after = next((word for word in words[at + 1 :] if word.tag not in _ADVERBS), None)
    verb = next((i for i, word in enumerate(words[:at]) if finite(word)), None)
    return after is None or not finite(after) or verb is None or _of_patient(words[:verb])


def _unnumbered(words: Sequence[Token]) -> Sequence[Token]:
    """Without the number of a list entry."""
    if len(words) > 2 and words[0].tag == "CRD" and words[1].text in ".)" and words[0].end == words[1].start:
        return words[2:]
    return words


def _main_verb(words: Sequence[Token], at: int) -> int:
    """The last verb of the group that begins at a finite verb."""
    main = at
    for i in range(at + 1, min(len(words), at + 7)):
        if words[i].tag[:2] in ("VV", "VB", "VH", "VD") and words[main].tag[:2] in _AUXILIARY:
            main = i
        elif words[i].tag not in _ADVERBS:
            break
    return main


def _passive(words: Sequence[Token], verb: int, main: int) -> bool:
    return words[main].tag == "VVN" and any(word.tag[:2] == "VB" for word in words[verb:main])


def _of_patient(subject: Sequence[Token]) -> bool:
    """Whether the words before a verb are the patient, or nothing."""
    heads = [word for word in subject if word.lower not in _ASIDE and word.tag not in _ADVERBS and word.tag != "PUN"]
    if not heads:
        return True
    if len(heads) > 4:
        return False
    last = heads[-1].lower
    if last in ("she", "he", "patient", "pt", "who", "you"):
        return len(heads) <= 2
    return heads[0].lower in ("mr", "mrs", "ms", "miss") or (last in ("boy", "girl", "child", "infant", "baby", "man", "woman") and len(heads) <= 2)


def _of_reporter(subject: Sequence[Token]) -> bool:
    return _of_patient(subject) or any(word.lower in people() or word.lower in ("patient", "family", "they") for word in subject)


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


def _within_relative(words: Sequence[Token], at: int) -> bool:
    """Whether a verb stands in "that she has had"."""
    before = [word for word in words[max(0, at - 4) : at] if word.tag not in _ADVERBS and word.tag[:2] not in _AUXILIARY]
    return len(before) > 1 and before[-1].tag == "PNP" and before[-2].tag in ("CJT", "DTQ", "PNQ", "CJS")


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


def _turn_at(words: Sequence[Token]) -> int:
    """Where "but endorses ..." begins after a clause that lists what the patient has or denies; 0 where nothing does."""
    verb = next((i for i, word in enumerate(words) if finite(word)), None)
    if verb is None or not _of_patient(words[:verb]):
        return 0
    kinds = _verbs("deny") | _verbs("suffer") | _verbs("say")
    listing = lemma(words[_main_verb(words, verb)].text, words[_main_verb(words, verb)].tag) in kinds
    for at in range(verb + 2, len(words) - 1):
        if words[at].tag in ("CJS", "CJT", "DTQ", "PNQ", "AVQ"):
            return 0
        if words[at].lower not in ("and", "but") and words[at].text != ",":
            continue
        after = at + 1
        while after < len(words) - 1 and (words[after].tag in ("CJC", "AV0") or words[after].text == ","):
            after += 1
        here = words[after]
        if here.tag in ("VVZ", "VHZ", "VDZ", "VVD", "VHD", "VBZ") and (listing or lemma(here.text, here.tag) in kinds):
            return at
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
    return words[0].lower in ("no", "none", "neither") or any(word.tag == "XX0" or word.lower in ("no", "never", "nothing", "none") for word in near)


def _company(words: Sequence[Token], at: int) -> bool:
    """Whether "with" brings in who came along."""
    return any(word.lower in people() for word in words[at + 1 : at + 4])


def _covers(doc: Doc, words: Sequence[Token], drafts: Sequence[Draft]) -> bool:
    spans = [a.span for draft in drafts for a in draft.arguments]
    return all(not _content(word) or any(s.start <= word.start < s.end for s in spans) for word in words)
