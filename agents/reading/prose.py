"""One sentence of prose and the statements made of its words: complaints, drugs, whole clauses, and what is not understood."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from bedside.agents.reading import complaint_lists, context, medications, symptoms
from bedside.agents.reading.clause import finite, marks
from bedside.agents.reading.clause_shapes import (
    ADVERBS,
    after_history,
    content,
    covers,
    denied,
    edges,
    main_verb,
    mended,
    negated,
    span_of,
    trimmed,
)
from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.experiencer import reporter
from bedside.agents.reading.part import Record
from bedside.agents.reading.prose_words import actions, listed
from bedside.agents.reading.symptoms import Named, part_of
from bedside.agents.text.doc import Doc, Token
from bedside.agents.text.inflection import lemma
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument, Kind, Mark

_SIGNS = re.compile(r"[\w)] ?(?:[+-]|\+{2,3})(?=\s*(?:[,;.\n]|$))")
_OF_ANOTHER = re.compile(r"\b(?:an?|the|his|her|some) \w+ (?:that|who)\b[^.,;\n]{1,80}\band\s*\Z")
_REPORTED = frozenset(("attend", "admit", "nod", "ask", "request", "agree", "consent", "concede", "volunteer"))
_BARE = frozenset(("pt", "px", "patient", "neg", "pos", "absent"))  # alone, no statement
_EX = 4  # characters in which "ex" stands before a habit
_COURSE = 5  # words in which "a course of" ends


class Prose:
    """A sentence. ``before`` is the complaint told last before it, ``leads`` the words that only bring a statement in."""

    def __init__(self, doc: Doc, span: Span, record: Record, before: Draft | None) -> None:
        self.doc = doc
        self.span = span
        self.record = record
        self.before = before
        self.words = mended(doc.tagged(span))
        self.verb = any(finite(word) for word in self.words)
        self.speaker = reporter(doc, span)
        self.leads: list[Span] = []  # words that only bring a statement in

    def lead(self, words: Sequence[Token]) -> None:
        if words:
            self.leads.append(Span(start=words[0].start, end=words[-1].end))

    def opaque(self, words: Sequence[Token]) -> Draft:
        span = self.doc.trimmed(words[0].start, words[-1].end)
        return Draft("opaque", span, sentence=self.span)

    def typed(self, span: Span, one: Named, force: Kind | None = None) -> Draft:
        arguments = one.arguments
        if arguments[0].text.lower() in ("note", "significance"):
            return self.said(Draft("none", span, arguments, sentence=self.span))  # "No FH of note"
        named = self.doc.mentioned(arguments[0].span)
        taken = any(a.role in ("frequency", "severity") for a in arguments)
        if one.kind is None and taken and any(m.kind == "drug" and m.span == arguments[0].span for m in named):
            return Draft("opaque", span, sentence=self.span)  # "methotrexate 15 mg weekly"
        kind: Kind = one.kind or "symptom"
        if (
            one.kind is None
            and force == "condition"
            and any(m.kind == "test" for m in self.doc.mentioned(arguments[0].span))
        ):
            kind = "procedure"
        if (
            force
            and (one.kind in (None, "condition") or force == "procedure")
            and all(a.role in ("what", "since", "status", "site") for a in arguments)
        ):
            kind = force
        made = self.said(Draft(kind, span, arguments, sentence=self.span))
        if made.polarity == "denied" and taken and self._behind_without(span):
            made = made.but(arguments=tuple(a for a in made.arguments if a.role not in ("frequency", "duration")))
        return self._habit(made) if kind == "habit" else self._other(made)

    def _behind_without(self, span: Span) -> bool:
        """Whether "without" stands before: in "falls without blackouts twice a month" it is the falls that come so often."""
        before = [word.lower for word in self.doc.tagged(self.span) if word.end <= span.start]
        return "without" in before[-2:] and len(before) > 2

    def _other(self, made: Draft) -> Draft:
        """What is denied beside what was told is "other": "no other symptoms" is not no symptoms."""
        what, *more = made.arguments
        before = self.doc.text[: what.span.start]
        if made.polarity != "denied" or before.lower().split()[-1:] != ["other"]:
            return made
        start = len(before.rstrip()) - len("other")
        named = argument(self.doc, what.role, start, what.span.end, what.value)
        named = named.model_copy(update={"concept": what.concept})
        return made.but(span=Span(start=min(start, made.span.start), end=made.span.end), arguments=(named, *more))

    def _habit(self, made: Draft) -> Draft:
        """A habit with its status: who never did has it not, and an "ex smoker" had it."""
        what, *more = made.arguments
        before = self.doc.text[max(0, made.span.start - _EX) : made.span.start].lower().rstrip(" -")
        if before.endswith("ex") and len(before.split()[-1]) == len("ex"):
            more.append(what.model_copy(update={"role": "status", "value": "former"}))
        status = {argument.value for argument in more if argument.role == "status"}
        if "never" in status:
            return made.but(polarity="denied")
        return made.but(arguments=(what, *more), temporality="past") if "former" in status else made

    def said(self, draft: Draft) -> Draft:
        """With what the sentence says of it: so or not, sure or not, when, whose."""
        said = context.modifiers(self.doc, self.span, draft.arguments[0].span if draft.arguments else draft.span)
        start = draft.span.start
        signed = self.doc.text[max(0, start - 5) : start].rstrip().endswith("(-)")  # "(-) fever"
        if len(_SIGNS.findall(self.doc.slice(self.span))) > 1:  # "cough +, fever -"
            sign = _SIGNS.match(self.doc.text, draft.span.end - 1, draft.span.end + 5)
            signed = signed or (sign is not None and sign[0][-1] == "-")
        return draft.but(
            polarity="denied" if signed else said.polarity,
            certainty=said.certainty,
            temporality=said.temporality,
            subject=said.subject,
            speaker=self.speaker,
        )

    def complaints(
        self, words: Sequence[Token], *, loose: bool = False, historical: bool = False, kind: Kind | None = None
    ) -> list[Draft] | None:
        """A list whose every item is a complaint; None where one is not."""
        words = trimmed(words)
        if ["before", "but"] in [[a.lower, b.lower] for a, b in pairwise(words)]:
            return None  # "headaches before but not as bad"
        if len(words) > 1 and words[-1].lower == "before":
            self.lead(words[-1:])
            before = self.complaints(words[:-1], loose=loose, historical=historical, kind=kind)
            return [draft.but(temporality="past") for draft in before] if before is not None else None
        while len(words) > 1 and words[-1].lower in ("only", "too", "either", "again"):
            words = words[:-1]
        if not words:
            return None
        after = after_history(words) if historical else 0
        body = words[after:]
        if len(body) > 1 and body[0].lower == "no" and body[1].lower in listed("no_change"):
            return None
        if after:
            self.lead(words[:after])
        found = complaint_lists.listed(self.doc, body, loose)
        if not found or any(one is None for _, one in found):
            return None
        force: Kind | None = "condition" if after else kind
        typed = [self.typed(span, one, force) for span, one in found if one is not None]
        return None if _ended(typed) else typed

    def list_of(self, words: Sequence[Token], loose: bool) -> list[Draft]:
        """A list, item by item; an item that is no complaint is opaque."""
        after = after_history(words)
        self.lead(words[:after])
        out: list[Draft] = []
        for span, one in complaint_lists.listed(self.doc, words[after:], loose):
            state = self.state(part_of(words, span))
            if state is not None:
                out += state
                continue
            out += self.item(words, span, one, "condition" if after else None)
        return out

    def state(self, words: Sequence[Token]) -> list[Draft] | None:
        """ "hearing fine"."""
        nouns = all(word.tag.startswith(("NN", "DPS")) for word in words[:-1]) or (
            len(words) == 2 and words[0].tag == "VVG"
        )
        if not 2 <= len(words) <= 4 or words[-1].lower not in listed("fine") or not nouns:
            return None
        if words[0].tag == "VVG" and words[-1].tag == "AVP":
            return None  # "lying down"
        state, problem = words[-1], self.doc.trimmed(words[0].start, words[-2].end)
        span = Span(start=words[0].start, end=state.end)
        what = argument(self.doc, "what", state.start, state.end)
        return [
            Draft("status", span, (what, argument(self.doc, "problem", problem.start, problem.end)), sentence=self.span)
        ]

    def item(self, words: Sequence[Token], span: Span, one: Named | None, force: Kind | None) -> list[Draft]:
        if one is not None:
            return [self.typed(span, one, force)]
        more = self.more(part_of(words, span))
        return [more if more is not None else Draft("opaque", span, sentence=self.span)]

    def more(self, words: Sequence[Token]) -> Draft | None:
        """What a line without a verb says of the complaint before it: "Worse at night."."""
        before = self.before
        if before is None or before.polarity != "present" or not words or denied(words) or denied(self.words):
            return None
        if words[0].lower == "if" or any(m.kind in ("symptom", "disorder") for m in self.doc.mentioned(_hull(words))):
            return None
        opens = self.words[0]
        if opens.start < words[0].start and opens.lower in listed("fine"):
            return None  # "Well when on holiday": who is well has no complaint
        if self.verb or before.arguments[0].span.end > words[0].start:
            return None
        more = symptoms.adjuncts(self.doc, words)
        if not more:
            return None
        span = self.doc.trimmed(words[0].start, words[-1].end)
        return before.but(span=span, arguments=(before.arguments[0], *more), sentence=self.span)

    def drug(
        self, words: Sequence[Token], main: int, rest: Sequence[Token], base: str, *, denied: bool = False
    ) -> list[Draft] | None:
        if not rest or (not denied and any(word.tag == "XX0" or word.lower == "cannot" for word in words[:main])):
            return None
        course = next((i for i, word in enumerate(rest[:_COURSE]) if word.lower == "course"), None)
        if course is not None and [word.lower for word in rest[course + 1 : course + 2]] == ["of"]:
            self.lead(rest[: course + 2])
            rest = rest[course + 2 :] or rest  # "a 7-day course of amoxicillin"
        span = self.doc.trimmed(rest[0].start, rest[-1].end)
        if not any(m.kind == "drug" for m in self.doc.mentioned(span)):
            return None
        drugs = medications.prescribed(self.doc, span)
        if not drugs or any(draft.kind != "drug" for draft in drugs):
            return None
        drugs = self._dated(rest, drugs)
        if not covers(self.doc, rest, drugs):
            return None
        act = argument(self.doc, "action", words[main].start, words[main].end, actions()[base])
        own = [
            d.but(arguments=(*d.arguments, act)) if not any(a.role == "action" for a in d.arguments) else d
            for d in drugs
        ]
        return [self.said(draft.but(sentence=self.span)) for draft in own]

    def _dated(self, words: Sequence[Token], drugs: list[Draft]) -> list[Draft]:
        """Drugs with the time that ends the clause: "amoxicillin last spring"."""
        end = max(a.span.end for a in drugs[-1].arguments)
        tail = [word for word in words if word.start >= end and word.tag != "PUN"]
        told = symptoms.adjuncts(self.doc, tail) if tail else None
        if not told or any(a.role not in ("onset", "duration") for a in told):
            return drugs
        when = told[0].model_copy(update={"role": "since" if told[0].role == "onset" else "duration"})
        return [*drugs[:-1], drugs[-1].but(arguments=(*drugs[-1].arguments, when))]

    def event(self, words: Sequence[Token]) -> list[Draft]:
        span = self.doc.trimmed(words[0].start, words[-1].end, " \t\r\n,;.")
        noun = words[0].tag == "VVB" and [word.lower for word in words[1:2]] == ["of"]  # "overdose of his tablets"
        if words[0].lower == "please" or noun or _reports(words):
            return [self.opaque(words)]
        found = addressed(self.doc, span) or marks(self.doc, span, *self.doc.patient)
        if found is None or span.start >= span.end:
            return [self.opaque(words)]
        acts = len(words) > 1 and words[1].tag[:2] in ("AJ", "NN", "AT", "DP", "DT", "CR")
        if acts and words[0].tag == "VVD" and not any(mark.span.start == span.start for mark in found):
            opens = Span(start=span.start, end=span.start)  # "(a cook who) spilled soup"
            found = (Mark(role="subject", span=opens), *found)
        left_out = bool(found) and found[0].span.start == found[0].span.end == span.start
        if left_out and _OF_ANOTHER.search(self.doc.text, 0, span.start):
            return [self.opaque(words)]  # "a girl that kicks her and pulls her hair"
        verb = next((word for word in words if finite(word)), words[0])
        hung = verb in words and words.index(verb) > 2 and words[words.index(verb) - 1].tag == "PNQ"
        if hung:  # "surrogate for her sister, who has no uterus"
            verb = words[0]
        denied = negated(words) and not hung
        at = main_verb(words, words.index(verb)) if verb in words else 0
        used = [word.lower for word in words[at : at + 2]] == ["used", "to"] and at + 2 < len(words)
        said = context.modifiers(self.doc, self.span, span_of(words[at + 2 if used else at]))
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

    def left(self, found: Iterable[Draft]) -> list[Draft]:
        """The stretches of the sentence with words of content that no statement holds."""
        spans = (span for draft in found for span in (draft.span, *(a.span for a in draft.arguments)))
        held = sorted([*self.leads, *spans], key=lambda span: span.start)
        out: list[Draft] = []
        stretch: list[Token] = []
        at, reach = 0, -1  # the next stretch that is held, and where those so far end
        for word in self.words:
            while at < len(held) and held[at].start <= word.start:
                reach = max(reach, held[at].end)
                at += 1
            if word.start >= reach:
                stretch.append(word)
            elif stretch:
                out += self._unheld(stretch)
                stretch = []
        return out + self._unheld(stretch)

    def _unheld(self, words: Sequence[Token]) -> list[Draft]:
        said = any(content(word) and word.tag != "AV0" and word.lower not in _BARE for word in words)
        return [self.opaque(edges(words))] if said else []


def _ended(found: Sequence[Draft]) -> bool:
    """Whether what is denied was so until some time, and is had now: "no cough until Monday"."""
    ends = (one.text.lower().startswith(("until ", "till ", "til ")) for draft in found for one in draft.arguments[1:])
    return any(draft.polarity == "denied" for draft in found) and any(ends)


def _reports(words: Sequence[Token]) -> bool:
    """Whether a clause is the author's report, with no subject before its verb: "Attends with wife", "On discussion, admits that
    she stopped", or a question that was only noted: "wife asks re her infection"."""
    for at, word in enumerate(words):
        if word.tag not in ("VVZ", "VVD"):
            continue
        verb = lemma(word.text, word.tag)
        if verb == "nod" or (verb in _REPORTED and (at == 0 or words[at - 1].tag == "PUN")):
            return True
        if verb == "ask" and [other.lower for other in words[at + 1 : at + 2]] in (["re"], ["if"], ["whether"]):
            return True
    return False


def _hull(words: Sequence[Token]) -> Span:
    return Span(start=words[0].start, end=words[-1].end)


def addressed(doc: Doc, span: Span) -> tuple[Mark, ...]:
    """The marks of a clause that speaks to the patient ("You felt dizzy"); none where it does not."""
    words = doc.tagged(span)
    if any(word.lower in ("he", "she", "patient", "aware", "know") for word in words):
        return ()  # a letter to a colleague
    found: list[Mark] = []
    for at, word in enumerate(words):
        after = next((other for other in words[at + 1 :] if other.tag not in ADVERBS), None)
        if word.lower == "you":
            subject = after is not None and finite(after)
            found.append(Mark(role="subject" if subject else "object", span=Span(start=word.start, end=word.end)))
            if subject and after is not None and after.tag[:2] in ("VB", "VH", "VD", "VV"):
                form = "past" if after.tag.endswith("D") else "present"
                found.append(
                    Mark(
                        role="verb",
                        span=Span(start=after.start, end=after.end),
                        lemma=lemma(after.text, after.tag),
                        form=form,
                    )
                )
        elif word.lower == "your":
            found.append(Mark(role="possessive", span=Span(start=word.start, end=word.end)))
    return tuple(sorted(found, key=lambda mark: mark.span.start))
