"""Sentences in telegram style that heap phrases and verbs without a subject between commas: "Cough 7 wks, night sweats, lost 6
kg". Each stretch between two commas is read by itself, so that one that is not understood takes no other with it."""

from collections.abc import Sequence

from bedside.agents.reading import complaint_lists
from bedside.agents.reading.clause import finite
from bedside.agents.reading.clause_shapes import of_patient, of_reporter, trimmed
from bedside.agents.reading.draft import Draft
from bedside.agents.reading.experiencer import people
from bedside.agents.reading.typed_clauses import TypedClauses
from bedside.agents.text.doc import Token
from bedside.scenarios.span import Span

_HANGS = ("CJ", "DTQ", "PNQ", "AVQ", "PRF", "TO0")
_LINKS = frozenset(
    ("and", "or", "but", "nor", "then", "which", "who", "than", "so", "because", "if", "when", "as", "like")
)
_TOLD = frozenset(
    ("symptom", "condition", "drug", "event", "habit", "procedure", "quote", "status", "identity", "allergy")
)
_LONGEST = 12  # words of a stretch


class Heaps(TypedClauses):
    """A sentence whose stretches between commas may be statements of their own."""

    def pieced(self, words: Sequence[Token]) -> list[Draft] | None:
        """The statements of the stretches; None for a sentence that is no such heap."""
        pieces = _stretches(words)
        if len(pieces) < 2 or any(_leans(piece) for piece in pieces):
            return None
        out: list[Draft] = []
        others = any(word.lower in people() for word in pieces[0])  # "boyfriend supplies, hits her": not the patient
        for piece in pieces:
            verb = next((i for i, word in enumerate(piece) if finite(word)), None)
            if verb is None:
                out += self.fragment(piece)
            elif (verb == 0 and piece[0].tag not in ("VVB", "VVI") and not others) or (
                verb and of_patient(piece[:verb])
            ):
                out += self._plain(piece)
            else:
                out.append(self.opaque(piece))
        return out

    def better(self, words: Sequence[Token], found: list[Draft]) -> list[Draft]:
        """``found``, or the statements of the stretches where these are more."""
        if all(draft.kind != "opaque" for draft in found):
            return found
        apart = self.pieced(words) or []
        return apart if _told(apart) > _told(found) else found

    def heap(self, words: Sequence[Token]) -> list[Draft] | None:
        """The statements of a sentence that begins with a phrase of its own, whatever verb comes later; None for any other."""
        pieces = _stretches(words)
        if len(pieces) < 2 or words[0].tag in ("AT0", "DPS", "PNP", "VVG"):
            return None
        acts = words[0].tag in ("VVZ", "VVD") and any(word.text in ("-", "–") for word in words)
        if not acts:
            if any(finite(word) for word in pieces[0]):
                return None
            first = self.fragment(pieces[0])
            if not first or any(draft.kind not in ("symptom", "condition", "identity", "drug") for draft in first):
                return None
        apart = self.pieced(words)
        return apart if apart and _told(apart) > (not acts) else None

    def _found(self, subject: Sequence[Token]) -> bool:
        """Whether what stands before "noted" is what was noted."""
        if not subject or of_reporter(subject):
            return False
        named = self.doc.mentioned(Span(start=subject[0].start, end=subject[-1].end))
        return any(m.kind in ("symptom", "disorder", "finding") and m.span.end == subject[-1].end for m in named)

    def _about(self, subject: Sequence[Token], found: list[Draft]) -> list[Draft]:
        """Statements with the topic that stands before them: "Regarding her gout, she reports that she is doing well"."""
        comma = next((i for i, word in enumerate(subject) if word.text == ","), 0)
        first = next(
            (
                i
                for i, word in enumerate(subject[:comma])
                if word.tag in ("PRP", "PRF", "TO0")
                and word.lower in ("regarding", "to", "of", "for", "with", "concerning", "about")
            ),
            None,
        )
        if first is None or comma <= first + 1:
            return found
        topics = self._topics(subject[first + 1 : comma])
        first += subject[first + 1].tag in ("DPS", "AT0") and first + 2 < comma
        span = self.doc.trimmed(subject[first + 1].start, subject[comma - 1].end)
        return [*topics, *(draft.but(problem=self.doc.slice(span)) for draft in found)]

    def _topics(self, words: Sequence[Token]) -> list[Draft]:
        """The illnesses that a topic names."""
        named = complaint_lists.listed(self.doc, words)
        return [self.typed(span, one) for span, one in named if one is not None and one.kind == "condition"]


def _stretches(words: Sequence[Token]) -> list[Sequence[Token]]:
    """The stretches between commas and semicolons that stand in no brackets."""
    depth, start = 0, 0
    found: list[Sequence[Token]] = []
    for at, word in enumerate(words):
        depth += (word.text in "([") - (word.text in ")]")
        dash = (
            word.text in ("-", "–")
            and at
            and at + 1 < len(words)
            and words[at - 1].end < word.start < words[at + 1].start - 1
        )
        if (word.text in (",", ";") or dash) and depth == 0:
            found.append(trimmed(words[start:at]))
            start = at + 1
    found.append(trimmed(words[start:]))
    return [piece for piece in found if piece]


def _leans(piece: Sequence[Token]) -> bool:
    """Whether a stretch hangs on what stands before it."""
    first = piece[0]
    return first.lower in _LINKS or first.tag.startswith(_HANGS) or len(piece) > _LONGEST


def _told(found: Sequence[Draft]) -> int:
    return sum(draft.kind in _TOLD for draft in found)
