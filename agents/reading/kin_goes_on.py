"""Sentences that go on with the relative of the sentence before by a pronoun: "Heart disease in his father. He had a bypass at
60." What may be the relative's or the patient's own is in no mouth."""

import re
from collections.abc import Sequence

from bedside.agents.reading import family
from bedside.agents.reading.clause import persons
from bedside.agents.reading.draft import Draft
from bedside.agents.reading.part import Record
from bedside.agents.reading.patient_sex import patient_sex
from bedside.agents.reading.readings import opaque
from bedside.agents.reading.relatives import as_told, kin, relative_at
from bedside.agents.reading.tables import plains
from bedside.agents.text.doc import Doc, Token
from bedside.scenarios.span import Span

_SEXES = {"he": "m", "she": "f", "both": "-", "they": "-"}
_OWN = frozenset(
    """denies denied reports reported states stated describes described says said feels felt notes noted complains complained
    lives lived works worked smokes smoked drinks drank drink smoke uses quit married single divorced retired takes taking today
    currently presents presented continues has've children pregnancies unaware unsure born""".split()
)  # words of what a patient is and does
_AGED = re.compile(
    r"(?:is|was|are|were)\b[^.]{0,20}(?:\d{2}\b|\b(?:alive|living|dead|deceased|healthy|well)\b)|died|passed away|.*\bat (?:the )?age\b",
    re.I,
)
_DIED = frozenset(("died", "dead", "deceased", "passed"))  # of what is read with it
_BY_MARRIAGE = frozenset("husband wife spouse partner boyfriend girlfriend fiance fiancee law".split())
_THIRD = 3  # of a family history at least every third sentence names a relative


class KinGoesOn:
    """What the sentences of one record say of a relative by a pronoun, in their order."""

    def __init__(self, doc: Doc, record: Record) -> None:
        self.doc, self.record = doc, record
        self.who: Span | None = None
        self.sex = ""
        self.goes_on = False  # whether the last sentence went on with the relative
        named = [bool(_last(doc.tagged(sentence))) for sentence in record.sentences]
        self.alone = sum(named) > 1 and named[0] and sum(named) * _THIRD >= len(named)

    def read(self, sentence: Span) -> list[Draft] | None:
        """The statements of a sentence whose pronoun is the relative told of before; None for any other sentence."""
        words = self.doc.tagged(sentence)
        if of_all := self._of_all(words):
            return [as_told(self.doc, draft.but(sentence=sentence)) for draft in of_all]
        sex = _SEXES.get(words[0].lower, "") if len(words) > 1 else ""
        if self.who is None or not sex or sex != self.sex or len(words) < 2:
            return None
        low = set(plains(words))
        rest = self.doc.trimmed(words[1].start, words[-1].end)
        sure = sex == "-" or sex != patient_sex(self.doc.text)[:1]
        aged = _AGED.match(self.doc.slice(rest)) is not None
        if not sure and (low & _OWN or any(map(kin, low)) or not (self.alone or aged or self.goes_on)):
            return None
        found = family.of_relative(self.record, rest, self.who, self.doc)
        if found and all(map(self._is_said, found)):
            self.goes_on = True
            return [as_told(self.doc, draft.but(sentence=sentence)) for draft in found]
        return None if sure and sex != "-" else [opaque(sentence, sentence)]

    def _of_all(self, words: Sequence[Token]) -> list[Draft]:
        """What a sentence of a family history says of the whole family: "She describes gout in her family", "Negative for gout"."""
        low = plains(words)
        while low and not low[-1].isalnum():
            low.pop()
        ends = low[-3:-2] == ["in"] and low[-1] == "family"
        bare = low[:2] in (["negative", "for"], ["positive", "for"]) and _last(words) is None
        if not self.alone or not (bare or (ends and low[0] in _SEXES)):
            return []
        first, after = (1, len(low) - 3) if ends else (0, len(low))
        rest = self.doc.trimmed(words[first].start, words[after - 1].end)
        found = family.of_relative(self.record, rest, None, self.doc)
        return found if all(draft.kind == "condition" and draft.subject == "family" for draft in found) else []

    def better(self, sentence: Span, found: list[Draft]) -> list[Draft]:
        """What was read of a sentence, or what a family history makes of it where that was not understood or a mere clause."""
        words = self.doc.tagged(sentence)
        plain = not _DIED.isdisjoint(plains(words)) or all(draft.kind not in ("event", "opaque") for draft in found)
        unread = all(draft.kind == "opaque" for draft in found) and _last(words) is not None
        if plain or not self.alone or not (unread or any(relative_at(words, at) for at in range(min(2, len(words))))):
            return found
        of_kin = family.of_relative(self.record, sentence, None, self.doc)
        return of_kin if of_kin and all(map(self._is_said, of_kin)) else found

    def heard(self, sentence: Span, found: Sequence[Draft]) -> None:
        """Keep whom a sentence told of, where it told of nobody else."""
        read = [draft for draft in found if draft.kind != "opaque"]
        of_kin = bool(read) and all(draft.subject not in ("patient", "family", "") for draft in read)
        last = _last(self.doc.tagged(sentence)) if of_kin else None
        if last is not None:
            (self.who, self.sex), self.goes_on = last, False
        elif not of_kin:
            self.who, self.goes_on = None, False

    def _is_said(self, draft: Draft) -> bool:
        """Whether what was read is an illness, or how somebody is or died: not what was done to them."""
        done = any(mention.kind == "procedure" for mention in self.doc.mentioned(draft.span))
        return draft.kind in ("condition", "relative") and draft.subject not in ("patient", "") and not done


def _last(words: Sequence[Token]) -> tuple[Span, str] | None:
    """The relative that a sentence names last, and their sex."""
    found: tuple[Span, str] | None = None
    at = 0
    while at < len(words):
        end = relative_at(words, at)
        if end and words[end - 1].lower.split("-")[-1] not in _BY_MARRIAGE:
            sex = persons().get(words[end - 1].lower, ("", ""))[0]
            found = Span(start=words[at].start, end=words[end - 1].end), sex
        at = max(at + 1, end)
    return found
