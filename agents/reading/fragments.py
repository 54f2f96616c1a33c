"""Stretches of prose without a verb: "No fever or chills", "worse at night", "hearing fine", "currently on warfarin"."""

from collections.abc import Sequence

from bedside.agents.reading.clause import marks
from bedside.agents.reading.clause_shapes import denied, leads_drug, span_of, trimmed
from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.experiencer import people
from bedside.agents.reading.prose import Prose
from bedside.agents.reading.prose_words import listed
from bedside.agents.text.doc import Token
from bedside.agents.text.inflection import lemma
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Mark


class Fragments(Prose):
    """A sentence whose stretches without a verb are read."""

    def fragment(self, words: Sequence[Token], loose: bool = False) -> list[Draft]:
        """Words without a verb: a list of complaints, or what is said of the one before."""
        words = trimmed(words)
        if not words:
            return []
        more = self.more(words)
        if more is not None:
            return [more]
        cut = next((i for i in range(1, len(words) - 1) if leads_drug(words, i)), 0)
        if cut:
            return [*self.fragment(words[:cut]), *self.fragment(words[cut:])]
        if [word.lower for word in words[:2]] in (
            ["no", "change"],
            ["no", "changes"],
            ["no", "improvement"],
            ["no", "relief"],
            ["no", "increase"],
        ):
            return [self.opaque(words)]
        led = self._led(words)
        return led if led is not None else self.list_of(words, loose=loose or denied(words))

    def _led(self, words: Sequence[Token]) -> list[Draft] | None:
        """ "diagnosed with gout", "currently on methotrexate", "feeling dizzy", "hearing fine"."""
        start = 0
        while start < len(words) - 1 and words[start].lower in listed("aside"):
            start += 1
        rest = words[start:]
        others = start
        while others < len(words) - 1 and (
            words[others].lower in people() or (words[others].lower in ("and", "also") and others > start)
        ):
            others += 1
        if others > start:
            self.lead(words[:others])
            return self.list_of(words[others:], loose=True)
        first = rest[0].lower
        if first in listed("brings") and len(rest) > 1:
            self.lead(words[: start + 1])
            return self.list_of(rest[2:] if rest[1].lower in ("of", "with") else rest[1:], loose=True)
        post = (
            2
            if first == "status" and len(rest) > 2 and rest[1].lower == "post"
            else 3
            if [w.lower for w in rest[:3]] == ["s", "/", "p"]
            else 0
        )
        if post:
            self.lead(words[: start + post])
            return self.complaints(rest[post:], loose=True, kind="procedure")
        if first in ("diagnosed", "dx") and len(rest) > 2 and rest[1].lower == "with":
            self.lead(words[: start + 2])
            return self.complaints(rest[2:], kind="condition")
        if first in ("on", "taking", "using", "takes") and len(rest) > 1:
            return self.drug(rest, 0, rest[1:], "take")
        if [word.lower for word in rest[:3]] == ["c", "/", "o"] and len(rest) > 3:
            self.lead(words[: start + 3])
            return self.list_of(rest[3:], loose=True)
        return self._state(rest) or self._doing(words, rest[0])

    def _state(self, words: Sequence[Token]) -> list[Draft] | None:
        """ "hearing fine"."""
        nouns = all(word.tag.startswith(("NN", "DPS")) for word in words[:-1]) or (
            len(words) == 2 and words[0].tag == "VVG"
        )
        if not 2 <= len(words) <= 4 or words[-1].lower not in listed("fine") or not nouns:
            return None
        state, problem = words[-1], self.doc.trimmed(words[0].start, words[-2].end)
        span = Span(start=words[0].start, end=state.end)
        what = argument(self.doc, "what", state.start, state.end)
        return [
            Draft("status", span, (what, argument(self.doc, "problem", problem.start, problem.end)), sentence=self.span)
        ]

    def _doing(self, words: Sequence[Token], first: Token) -> list[Draft] | None:
        """ "Still drinking fluids", "involved in a crash": a clause without its subject and "is" or "was"."""
        doing = first.lower.endswith("ing")
        base = lemma(first.text, "VVG" if doing else "VVN")
        if base not in listed("doing" if doing else "done") or not (doing or first.tag == "VVN"):
            return None
        if any(
            m.span.start == first.start and m.kind in ("symptom", "disorder")
            for m in self.doc.mentioned(span_of(words[-1]).model_copy(update={"start": first.start}))
        ):
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
