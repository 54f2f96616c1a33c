"""Prose of a history, read clause by clause: who came with what, what they have and deny, take and stop, and what happened.

A clause that is a known form becomes typed statements; any other with a known subject and a finite verb is told as it
stands (``event``); the rest is not understood (``opaque``). Nothing is cut from what it modifies: where a form does not
carry all of a clause, the clause is told whole.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bedside.agents.reading import background_clauses, background_in_prose, complaint_lists
from bedside.agents.reading.asides import is_copied
from bedside.agents.reading.by_content import again
from bedside.agents.reading.clause import clauses, finite
from bedside.agents.reading.clause_shapes import (
    RARELY,
    after_history,
    aside_at,
    at_but,
    complaint_ahead,
    hangs,
    leads_drug,
    main_verb,
    of_patient,
    of_reporter,
    passive,
    span_of,
    stands,
    topic_at,
    trimmed,
    unnumbered,
    within_relative,
)
from bedside.agents.reading.clause_turns import (
    clause_behind_denials,
    denial_at,
    fronted_denial,
    given_at,
    turn_at,
    weight_at,
)
from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.experiencer import whose
from bedside.agents.reading.framing import judged, of_then, unasked, unprescribed
from bedside.agents.reading.heaps import Heaps
from bedside.agents.reading.identity_in_prose import introduced, trade, unfilled
from bedside.agents.reading.kin_goes_on import KinGoesOn
from bedside.agents.reading.lone_lines import complaint_before, labelled_complaint, side_labelled
from bedside.agents.reading.part import Part, Record
from bedside.agents.reading.pregnancies import pregnancies
from bedside.agents.reading.presenting import presented
from bedside.agents.reading.prose_words import actions, listed
from bedside.agents.reading.registry import registered
from bedside.agents.reading.relative_clauses import relative_clauses
from bedside.agents.reading.review import answered, ticked
from bedside.agents.reading.safety_nets import warns
from bedside.agents.reading.symptoms import part_of
from bedside.agents.text.doc import Doc, Token
from bedside.agents.text.inflection import lemma
from bedside.scenarios.span import Span

_SENT = frozenset(("admitted", "referred", "seen", "presenting"))
_CODE_STATUS = frozenset(
    ("polst", "molst", "code", "code status", "resuscitation status", "escalation", "ceiling of care")
)


@registered("history")
def read_sentence(record: Record, sentence: Span, part: Part, doc: Doc) -> Iterator[Draft]:
    """The statements of one sentence of prose in a record of another nature."""
    yield from read(replace(record, span=sentence, sentences=(sentence,)), part, doc)


def read(record: Record, part: Part, doc: Doc) -> Iterator[Draft]:
    """The statements of one record of prose."""
    if record.label.lower().split(" / ")[-1] in _CODE_STATUS or is_copied(record.label):
        for sentence in record.sentences:
            yield Draft("opaque", sentence, sentence=sentence)
        return
    before = complaint_before(record, part, doc)
    labelled = labelled_complaint(record, doc) or side_labelled(record, before, doc)
    if labelled is not None:
        yield labelled
        return
    others = list(background_in_prose.labelled(doc, record, part))
    if others:
        yield from others
        return
    if record.tick and record.label_span is not None and not answered(doc, record.span):
        yield from ticked(record, doc)
        return
    parent = background_in_prose.parent(doc, record)
    of_kin = KinGoesOn(doc, record)
    for sentence in (piece for whole in record.sentences for piece in background_clauses.parted(doc, whole)):
        background = (
            of_kin.read(sentence)
            or background_in_prose.life(doc, sentence, record, part)
            or background_in_prose.kin(doc, sentence, record, part)
            or background_in_prose.elsewhere(doc, sentence, record, part)
        )
        warned = warns(doc, sentence)
        drafts = background or of_kin.better(sentence, _Sentence(doc, sentence, record, before).drafts())
        of_kin.heard(sentence, drafts)
        for told in drafts:
            for draft in presented(again(told, record, doc), sentence, part, doc):
                draft = draft.but(temporality="hypothetical") if warned else draft
                if draft.kind in ("symptom", "condition"):
                    before = draft
                yield draft.but(subject=parent) if parent and draft.subject == "patient" else draft


class _Sentence(Heaps):
    """One sentence, clause by clause."""

    def drafts(self) -> list[Draft]:
        """Its statements in order; what none of them holds is opaque."""
        quoted = self.quoted()
        if quoted is not None:
            return quoted
        found: list[Draft] = []
        for words in self._clauses():
            found += self.clause(words)
        found += self.left(found)
        unique = {(d.span.start, d.span.end): d for d in reversed(found) if d.span.start < d.span.end}
        return sorted(unique.values(), key=lambda d: (d.span.start, d.span.end))

    def _clauses(self) -> list[Sequence[Token]]:
        """The words of each clause; one that hangs on the next ("When he came home, ...") stays with it."""
        found: list[Sequence[Token]] = []
        start: int | None = None
        pieces = [
            part for clause in clauses(self.doc, self.span) for part in at_but(part_of(self.words, clause.span)) if part
        ]
        for piece in pieces:
            words = piece if start is None else part_of(self.words, Span(start=start, end=piece[-1].end))
            start = words[0].start if hangs(words) and piece is not pieces[-1] else None
            if start is None:
                found.append(words)
        return found

    def clause(self, words: Sequence[Token]) -> list[Draft]:
        asked, words = trimmed(words), unasked(trimmed(words))
        self.lead(asked[len(words) :])
        words = self.brought_in(self.according(unnumbered(words)))
        if [word.lower for word in words[:2]] == ["onset", "of"]:  # "onset of chest pain earlier today"
            self.lead(words[:2])
            words = words[2:]
        births = pregnancies(self.doc, _hull(words)) if words and words[0].lower in ("g", "gravida") else None
        if births is not None and births.span.start == words[0].start:  # "G2P1 at 30 weeks"
            after = trimmed([word for word in words if word.start >= births.span.end])
            return [births.but(sentence=self.span), *(self.clause(after) if after else [])]
        except_ = self.excepting(words)
        if except_ is not None:
            kept, after = except_
            return [*kept, *self.clause(words[after:])]
        topic = topic_at(words)
        if topic:
            named = self.doc.trimmed(words[topic[0]].start, words[topic[1] - 1].end)
            self.lead(words[: topic[1]])
            told = [draft.but(problem=self.doc.slice(named)) for draft in self.clause(words[topic[1] + 1 :])]
            return [*self._topics(words[topic[0] : topic[1]]), *told]
        if not words:
            return []
        aside = aside_at(words)
        if aside:
            plain = self.clause(words[:aside])
            return [*plain, self.opaque(words[aside:])]
        comma = fronted_denial(words)
        if comma:
            return [*self.fragment(words[:comma]), *self.clause(words[comma + 1 :])]  # "Without fever, she has chills"
        head = complaint_ahead(self.doc, words)
        if head:
            return [*self.fragment(words[:head]), *self.clause(words[head:])]
        cut = denial_at(words)
        if cut:
            return [*self._told(words[:cut]), *self.fragment(words[cut:])]
        weight = weight_at(words)
        if weight is not None:
            before = self.clause(words[: weight - 1]) if weight else []
            return [*before, *(self.weighed(words[weight:]) or ())]
        behind = clause_behind_denials(words)
        if behind:
            return [*self.fragment(trimmed(words[:behind])), *self.clause(words[behind:])]
        given = given_at(self.doc, words)
        if given:
            rest = trimmed(words[given + 1 :])
            drugs = self.drug(rest, 0, rest[1:], "start") or self.being(rest, past=True) or [self.opaque(rest)]
            return [*self.clause(words[:given]), *(draft.but(polarity="present") for draft in drugs)]
        turn = turn_at(words)
        if turn:
            return [*self._told(words[:turn]), *self._plain(words[turn:])]
        return self._told(words)

    def _told(self, words: Sequence[Token]) -> list[Draft]:
        person = introduced(self.doc, words)
        if person is not None:
            arguments, after = person
            span = Span(
                start=words[0].start if words[0].tag != "PUN" else arguments[0].span.start, end=arguments[-1].span.end
            )
            person = [Draft("identity", span, arguments, sentence=self.span)]
            end = after if any(a.role == "sex" for a in arguments) else trade(self.doc, words, after)
            if end > after:
                what = argument(self.doc, "what", words[after].start, words[end - 1].end)
                person.append(Draft("work", what.span, (what,), sentence=self.span))
            if words[end : end + 1] and words[end].lower in ("widow", "widower"):
                alone = argument(self.doc, "what", words[end].start, words[end].end)
                person.append(Draft("home", alone.span, (alone,), sentence=self.span))
                end += 1
            trades = {word.lower for word in words[after:end]}  # "a driver who is tired": the patient, no bystander
            births = (
                pregnancies(self.doc, Span(start=words[end].start, end=self.span.end)) if end < len(words) else None
            )
            if births is not None:  # "44-year-old G2P2 with heavy periods"
                person.append(births.but(sentence=self.span))
                end = next((i for i, word in enumerate(words) if word.start >= births.span.end), len(words))
            rest = self._rest(words[end:])
            return [*person, *(d.but(subject="patient") if d.subject in trades else d for d in rest)]
        blank = unfilled(words)
        if 0 < blank < len(words):
            self.lead(words[:blank])
            return self._rest(words[blank:])
        return self._plain(words)

    def _rest(self, words: Sequence[Token]) -> list[Draft]:
        """What follows "a 50-year-old woman": "with gout", "who presents with a rash", "is tired"."""
        words = trimmed(words)
        if not words:
            return []
        if words[0].lower == "whose":
            return self.owned(words) or self.fragment(words)
        if words[0].tag in ("VVN", "VVD") and (sent := self.brought(words, 0)):
            return sent
        verb = next((i for i, word in enumerate(words) if finite(word) and not within_relative(words, i)), len(words))
        found: list[Draft] = []
        first = words[:verb]
        sent = next((i for i, word in enumerate(first) if i and word.lower in _SENT and first[i - 1].lower != "and"), 0)
        if sent and (brought := self.brought(first, sent)):  # "with gout, admitted for evaluation of chest pain"
            found, first = list(brought), trimmed(first[:sent])
        while first and (
            first[-1].tag == "AV0"
            or first[-1].tag in ("PNQ", "DTQ", "CJC", "PUN", "CJT")
            or first[-1].lower in ("currently", "also", "today")
        ):
            first = first[:-1]
        if first:
            state = first[0].lower in ("a", "an") or (first[0].lower == "in" and first[1:2] and first[1].tag == "DPS")
            if state and self.being(first) is not None:
                found += self.being(first) or []
                first = []
            company = bool(first) and first[0].lower in ("with", "w/")
            found += self.fragment(first[1:], loose=True) if company and len(first) > 1 else self.fragment(first)
        for piece in relative_clauses(words[verb:]):
            found += self._plain(piece)
        return found

    def _plain(self, words: Sequence[Token]) -> list[Draft]:
        """A clause without an introduction."""
        words = unprescribed(trimmed(words))
        wish = self.wish(words, 0)
        if wish is not None:
            return wish
        at = next((i for i, word in enumerate(words) if word.lower in ("denied", "excluded")), 0)
        last = at == len(words) - 1 or words[min(at + 1, len(words) - 1)].text == ","
        if at and last and not any(map(finite, (*words[:at], *words[at + 1 :]))):
            found = self.complaints(words[:at], loose=True)  # "Haematuria denied"
            if found:
                self.lead(words[at : at + 1])
                more = self.fragment(words[at + 1 :]) if at + 2 < len(words) else []
                return [*(draft.but(polarity="denied") for draft in found), *more]
        if after_history(words):
            typed = self.complaints(words, historical=True)
            if typed is not None:
                return typed
        verb = next((i for i, word in enumerate(words) if finite(word)), None)
        if verb is None or complaint_lists.timed_history(words[:verb]):
            return self.ended(words) or self.better(words, self.fragment(words))
        if words[verb].lower in ("noticed", "found", "started", "began") and verb > 0 and words[verb - 1].text == ",":
            since = self.noticed(words)
            if since:
                return since
        cut = next((i for i in range(verb + 1, len(words) - 1) if leads_drug(words, i)), 0)
        said = [word.text for word in words[cut + 1 : cut + 4]] == ["c", "/", "o"]
        if cut and said:
            return [*self._plain(words[:cut]), *self.fragment(words[cut + 1 :])]  # "is alert, c/o nausea"
        if cut and words[cut].text == ";" and not any(finite(word) for word in words[cut:]):
            return [*self._plain(words[:cut]), *self.fragment(words[cut:])]  # "took A; now on B"
        form = self.of_form(words, verb)
        if form is not None:
            return form
        main = main_verb(words, verb)
        base = lemma(words[main].text, words[main].tag)
        if passive(words, verb, main):
            typed = self._undergone(words, main, base) if of_patient(words[:verb]) else None
        else:
            typed = self._reported(words, verb, main, base) if base in listed("deny") | listed("say") else None
            typed = typed if typed is not None else self._had(words, verb, main, base)
        return typed if typed is not None else self.heap(words) or self.event(words)

    def _undergone(self, words: Sequence[Token], main: int, base: str) -> list[Draft] | None:
        """A passive: "is worried about", "was seen today for", "was diagnosed with"."""
        wish = self.wish(words, main)
        if wish is not None:
            return wish
        after = main + 1
        now = any(word.lower in listed("now") for word in words) or (base == "see" and words[main - 1].lower == "is")
        if base in listed("sent") and now:
            typed = self.came(words[after:])
        elif base == "diagnose" and words[after : after + 1] and words[after].lower == "with":
            after += 1
            typed = self.complaints(words[after:], kind="condition")
        else:
            typed = None
        if typed is not None:
            self.lead(words[:after])
        return typed

    def _had(self, words: Sequence[Token], verb: int, main: int, base: str) -> list[Draft] | None:
        """What somebody has: the patient, another person, or "there is"."""
        child = verb == 2 and words[0].tag == "DPS" and words[1].lower in ("son", "daughter") and bool(self.speaker)
        if of_patient(words[:verb]) or (child and whose(self.doc, self.span, span_of(words[main])) == "patient"):
            typed = self._of_patient(words, main, base)
        elif words[0].tag == "EX0" or (
            base in ("have", "suffer", "develop") and whose(self.doc, self.span, span_of(words[main])) != "patient"
        ):
            typed = self.complaints(words[main + 1 :], historical=True)
        else:
            typed = None
        if typed and words[main].tag in ("VVD", "VHD") and of_then(words[main + 1 :]):
            typed = None
        if typed is not None:
            self.lead(words[: main + 1])
        return typed

    def _reported(self, words: Sequence[Token], verb: int, main: int, base: str) -> list[Draft] | None:
        """What follows "she reports (that)": a clause of its own, or a list."""
        if self._found(words[:verb]):
            return None  # "redness noted, surgeon informed"
        start = main + 1
        passed = listed("report_joins")
        while start < len(words) - 1 and (words[start].tag in ("CJT", "AVP") or words[start].lower in passed):
            start += 1
        while start < len(words) - 1 and words[start].tag == "AV0" and words[start + 1].tag == "VVG":
            start += 1  # "only taking", "ever using"
        inner = words[start:]
        if not inner:
            return None
        denies = base in listed("deny")
        that = any(word.lower == "that" for word in words[main + 1 : start])
        if stands(inner) or (that and any(finite(word) for word in inner)):
            self.lead(words[:start])
            return [self.opaque(words)] if denies else self._about(words[:verb], self.clause(inner))
        if not of_reporter(words[:verb]):
            return None
        self.lead(words[:start])
        felt = inner[0].lower in listed("feeling")
        whole = Span(start=inner[0].start, end=inner[-1].end)
        told = [m for m in self.doc.mentioned(whole) if m.span.start == whole.start]  # "ringing in the ears"
        named = any(m.span.end == inner[0].end or inner[1].tag == "PRP" for m in told)
        if felt or (inner[0].tag == "VVG" and not named):
            doing = None if denies else self.doing(inner, inner[0], past=words[verb].tag == "VVD" or judged(inner))
            if doing is not None or not felt:
                return doing or [self.opaque(words)]
        return self.list_of(inner, loose=True)

    def _of_patient(self, words: Sequence[Token], main: int, base: str) -> list[Draft] | None:
        """What the patient has, came with, fears or takes."""
        rest = words[main + 1 :]
        first = rest[0].lower if rest else ""
        if base in actions():
            return self.drug(words, main, rest, base)
        if base in listed("come") or (base == "be" and first == "here"):
            return self.came(rest)
        if base in listed("suffer") and not RARELY.isdisjoint(word.lower for word in words[:main]):
            return None  # "hardly ever gets cold sores": the clause tells how seldom
        if base in listed("suffer"):
            while rest and rest[0].lower in ("of", "from", "to", "about"):
                rest = rest[1:]
            return self.complaints(rest, historical=True)
        if base not in ("be", "feel", "worry"):
            return None
        wish = self.wish(words, main if base == "worry" else main + 1)
        if wish is not None or base != "be":
            return wish
        if first == "free" and len(rest) > 2:
            self.lead(rest[:2])
            return self.complaints(rest[2:], loose=True)
        return self.complaints(rest, historical=True) if after_history(rest) else None


def _hull(words: Sequence[Token]) -> Span:
    return Span(start=words[0].start, end=words[-1].end)
