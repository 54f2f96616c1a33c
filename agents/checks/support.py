"""The independent checker: is what was said supported by the note?

Law of the file: it reads the words of the turns and of the note, and of a passage where a sentence cites one, and
nothing else. It extracts concept, value, side, polarity and time afresh on both sides and compares. A question asserts
nothing; a reply of yes or no gives the concepts that were asked their polarity; "I don't know" asserts nothing.
Where the words do not settle a polarity it is not judged, and the report says how many could be judged.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bedside.agents.checks.amounts import DOSE_UNITS, TIME_UNITS, owner_of, owners, same_quantity, taker
from bedside.agents.checks.assertions import Assertion, Polarity, Reading, Sentence, answer_of, read
from bedside.agents.checks.context import Context, surroundings
from bedside.agents.checks.denials import doubled_denials
from bedside.agents.checks.noted import NoteIndex, index_note
from bedside.agents.checks.noted_numbers import Key
from bedside.agents.checks.noted_sides import side_context
from bedside.agents.checks.sides import Laterality
from bedside.agents.checks.spoken import Spoken
from bedside.agents.checks.times import named_times
from bedside.agents.text.quantities import FoundQuantity
from bedside.knowledge.terminology import Finder, reduced, words
from bedside.scenarios.turn import Reason, Turn

Fault = Literal["concept", "value", "side", "polarity", "time", "drug-dose"]
FAULTS: tuple[Fault, ...] = ("concept", "value", "side", "polarity", "time", "drug-dose")


@dataclass(frozen=True, slots=True)
class Cited:
    """A stretch of a turn that cites a passage: turn index, characters, and the passage's text."""

    turn: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A stretch of a turn that the note does not bear out. ``expected`` is what the note says, "" if nothing."""

    turn: int
    kind: Fault
    said: str
    expected: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SupportReport:
    """What was found. ``checked`` counts the assertions compared, ``polarities`` those with a polarity on both sides,
    ``agreed`` those of them that agree."""

    unsupported: tuple[Unsupported, ...]
    checked: int
    polarities: int
    agreed: int

    @property
    def polarity_agreement(self) -> float | None:
        """Share of judged polarities that agree; None if none could be judged."""
        return self.agreed / self.polarities if self.polarities else None


_CHECKED = frozenset(
    {"disorder", "symptom", "drug", "test", "procedure", "device", "substance", "finding", "measurement"}
)
# Words that name no particular thing: saying them asserts nothing that a note could bear out.
_GENERIC = (
    frozenset(
        key
        for key in (
            "medication medicine med drug pill tablet exam examination test testing lab blood work bloodwork visit surgery operation treatment "
            "therapy symptom condition problem disease illness health procedure prescription dose result follow-up appointment "
            "physical check-up checkup screening imaging scan picture specialist body skin weight height diet exercise sleep water food life "
            "breathing walking standing sitting eating talking history care help meal activity rest stress work home school "
            "physicals speed vital vitals sign signs temperature pulse index finger look touch question normal stable healthy fine good clear alert"
        ).split()
    )
    | {
        "emergency room",
        "emergency department",
        "er",
        "ed",
        "a&e",
        "hospital",
        "clinic",
        "urgent care",
        "ambulance",
        "emergency services",
    }
    | {"physical exam", "physical examination", "vital signs", "blood work", "blood test", "blood tests"}
)
_EMERGENCY = (911, 988, 999, 112)
_CHAT = re.compile(
    r"^(?:(?:more |other |quick |last |different |main |big )?(?:things?|questions?|moments?|seconds?|minutes?(?= (?:to|of your))|reasons?|words?|sides?|of (?:them|those|these|us|you|my)|ways?|options?|point))\b",
    re.IGNORECASE,
)
_CHAT_BEFORE = re.compile(
    r"\b(?:scale of|scale from|out of|give me|just a|one or|nine[- ]one|call|dial|number|covid|room|step|thank you|thanks|(?:in|take|for|just|wait|hold on) (?:just )?(?:a|one|two|another|five))\s*$",
    re.IGNORECASE,
)


def cited_passages(turns: Sequence[Turn], reasons: Sequence[Reason], texts: Mapping[str, str]) -> list[Cited]:
    """The stretches of the turns that cite a passage, from their reasons; ``texts`` maps passage ids to texts."""
    number = {turn.id: at for at, turn in enumerate(turns)}
    out: list[Cited] = []
    for reason in reasons:
        at = number.get(reason.turn)
        if at is None:
            continue
        for claim in reason.claims:
            out.extend(
                Cited(at, claim.said.start, claim.said.end, texts[one]) for one in claim.passages if one in texts
            )
        if not any(claim.passages for claim in reason.claims):
            out.extend(Cited(at, 0, len(turns[at].text), texts[one]) for one in reason.passages if one in texts)
    return out


def check_support(
    turns: Sequence[Spoken], note_text: str, terminology: Finder, cited: Sequence[Cited] = (), *, since: int = 0
) -> SupportReport:
    """Compare all that the turns assert with the note, and with the passages where a stretch cites one. Turns before
    ``since`` are heard for what they ask and not judged."""
    note = index_note(note_text, terminology)
    check = _Check(note, terminology, cited)
    for number, turn in enumerate(turns):
        check.turn(number, turn.speaker, turn.text, judge=number >= since)
    return SupportReport(tuple(check.faults), check.checked, check.polarities, check.agreed)


def _kind_of(found: FoundQuantity) -> Fault:
    if found.unit in TIME_UNITS or found.kind in ("date", "year", "clock"):
        return "time"
    return "drug-dose" if found.unit in DOSE_UNITS or found.kind in ("frequency", "interval") else "value"


def _puts(sentence: Sentence, item: Assertion) -> bool:
    """Whether a yes or no to the sentence settles the concept."""
    return sentence.mood == "asked" and (item.exists or sentence.confirm)


class _Check:
    """One walk over a dialogue."""

    def __init__(self, note: NoteIndex, finder: Finder, cited: Sequence[Cited]) -> None:
        self.note = note
        self.finder = finder
        self.cited: dict[int, list[Cited]] = defaultdict(list)
        for item in cited:
            self.cited[item.turn].append(item)
        self.faults: list[Unsupported] = []
        self.checked = self.polarities = self.agreed = 0
        self.asked: list[Assertion] = []
        self.asker = ""

    def turn(self, number: int, speaker: str, text: str, *, judge: bool) -> None:
        """Check one turn, unless it is only heard, and keep what it asks for the turn after it."""
        physician = speaker == "physician"
        family = not physician and speaker != "patient"
        reading = read(text, self.finder, spoken=True, physician=physician, family=family)
        if judge:
            if self.asked and speaker != self.asker:
                self._answer(number, text, {item.concept for item in reading.assertions if item.mood != "asked"})
            self._judge(number, text, reading)
        self.asked = [item for item in reading.assertions if _puts(reading.sentences[item.sentence], item)]
        self.asker = speaker

    def _judge(self, number: int, text: str, reading: Reading) -> None:
        for item in reading.assertions:
            self._concept(number, item)
        around = surroundings(reading)
        owner_of_number = {found.start: owner for owner, found in owners(reading)}
        for found, sentence in reading.quantities:
            if self._spoken_for(reading, sentence, found.start):
                owner = owner_of_number.get(found.start)
                self._quantity(number, found, text, owner)
                told = found.unit not in ("minute", "second") and (
                    found.unit is not None or found.value not in _EMERGENCY
                )
                if found.kind not in ("ordinal", "clock") and told:
                    said = around.of_number(sentence, found)
                    owner = owner or taker(found, around.mentions.get(sentence, ()))
                    beside = frozenset(
                        other.key for other, there in reading.quantities if there == sentence and other is not found
                    )
                    self._in_place(number, found, text, said, owner.concept if owner else None, beside)
        self._doubled(number, text, reading, around.mentions)
        for side in reading.sides:
            if self._spoken_for(reading, side.sentence, side.start):
                self._side(number, side, text, side_context(reading, side))
        for side in self.note.sides.doubled(reading):
            if self._spoken_for(reading, side.sentence, side.start) and not self._cites(number, side.start, side.end):
                self._side_fault(number, side, text, {"left", "right"})
        self._time_words(number, text, reading)
        for match in doubled_denials(text, self.note.low):
            if not self._cites(number, match.start(), match.end()):
                self.faults.append(Unsupported(number, "polarity", match.group(), "denied", match.start(), match.end()))

    @staticmethod
    def _spoken_for(reading: Reading, sentence: int, position: int) -> bool:
        one = reading.sentences[sentence] if reading.sentences else None
        return one is None or one.confirm or position < one.claims_to

    def _cites(self, number: int, start: int, end: int) -> list[Cited]:
        """The passages cited where a stretch stands. They are read only when the note does not bear it out."""
        return [item for item in self.cited.get(number, ()) if item.start < end and start < item.end]

    # -- concepts ----------------------------------------------------------------------------------------------
    def _concept(self, number: int, item: Assertion) -> None:
        if item.kind not in _CHECKED or item.form.lower() in _GENERIC or reduced(item.form) in _GENERIC:
            return
        if item.mood == "asked":
            return
        passages = self._cites(number, item.start, item.end)
        if item.mood == "supposed" and item.kind not in ("drug",) and not passages:
            return
        self._compare(
            number,
            item.concept,
            item.kind,
            item.form,
            item.polarity,
            item.family,
            (item.start, item.end),
            passages,
            item.mood,
        )

    def _answer(self, number: int, text: str, own: set[str]) -> None:
        answer = answer_of(text)
        if answer not in ("yes", "no"):
            return
        many = len({item.concept for item in self.asked}) > 1
        for item in self.asked:
            if (
                item.concept in own
                or item.kind not in _CHECKED
                or item.kind in ("test", "measurement")
                or item.form.lower() in _GENERIC
            ):
                continue
            if item.polarity == "denied":
                if answer == "yes" and not re.match(
                    r"\W*(?:that's right|right|correct|exactly|true)", text, re.IGNORECASE
                ):
                    continue
                polarity: Polarity = "denied"
            elif item.polarity != "present":
                continue
            elif answer == "no":
                polarity = "denied"
            elif many:
                if any(self.note.polarities(one.concept, one.form, one.family) != {"denied"} for one in self.asked):
                    continue
                polarity = "present"  # yes to things of which the note denies every one
            else:
                polarity = "present"
            said = f"{answer} to {item.form}"
            self._compare(
                number, item.concept, item.kind, item.form, polarity, item.family, (0, len(text)), [], "stated", said
            )
            if many and polarity == "present":
                return

    def _compare(
        self,
        number: int,
        concept: str,
        kind: str,
        form: str,
        polarity: Polarity | None,
        family: bool,
        span: tuple[int, int],
        passages: Sequence[Cited],
        mood: str,
        said: str = "",
    ) -> None:
        self.checked += 1
        known = self.note.polarities(concept, form, family)
        if known is None and kind in ("symptom", "finding"):
            known = self._wider(form, family)
        if known is None:
            if polarity == "unknown" or any(
                index_note(passage.text, self.finder).polarities(concept, form, family) for passage in passages
            ):
                return
            self.faults.append(Unsupported(number, "concept", said or form, "", *span))
            return
        settled = {one for one in known if one in ("present", "denied")}
        if (
            polarity not in ("present", "denied")
            or mood != "stated"
            or len(settled) != 1
            or None in known
            or kind in ("test", "procedure", "measurement", "device")
        ):
            return
        self.polarities += 1
        if polarity in settled:
            self.agreed += 1
        elif not passages:
            expected = next(iter(settled))
            self.faults.append(Unsupported(number, "polarity", said or f"{form}: {polarity}", expected, *span))

    def _wider(self, form: str, family: bool) -> set[Polarity | None] | None:
        """ "Swelling in your legs" is borne out by "edema": a part of the wording names a concept of the note."""
        spots = list(words(form))
        if len(spots) < 2:
            return None
        for first, last in ((0, len(spots) - 2), (1, len(spots) - 1), (0, 0), (len(spots) - 1, len(spots) - 1)):
            part = form[spots[first].start() : spots[last].end()]
            for mention in self.finder.find(part):
                if mention.kind in ("symptom", "finding") and self.note.concept_known(mention.concept):
                    return self.note.polarities(mention.concept, mention.form, family)
        return None

    # -- quantities --------------------------------------------------------------------------------------------
    def _quantity(self, number: int, found: FoundQuantity, text: str, owner: Assertion | None) -> None:
        if (
            found.unit in ("minute", "second")
            and found.value <= 2
            and text[found.start : found.start + 2].lower() == "a "
        ):
            return  # "in a minute"
        if found.kind in ("ordinal",) or (found.value in _EMERGENCY and found.unit is None):
            return
        if _CHAT.match(text[found.end :].lstrip()) or _CHAT_BEFORE.search(text[max(0, found.start - 24) : found.start]):
            return
        self.checked += 1
        passages = self._cites(number, found.start, found.end)
        if not self.note.numbers.has(found):
            if any(index_note(passage.text, self.finder).numbers.has(found) for passage in passages):
                return
            kind = _kind_of(found)
            self.faults.append(Unsupported(number, kind, text[found.start : found.end], "", found.start, found.end))
            return
        if owner is None or passages:
            return
        mine = [
            item
            for item in self.note.numbers.owned.get(owner.concept, ())
            if item.unit == found.unit or None in (item.unit, found.unit)
        ]
        if mine and not any(same_quantity(found, item) for item in mine):
            expected = "; ".join(self.note.text[item.start : item.end] for item in mine[:3])
            kind = "drug-dose" if owner.kind in ("drug", "substance") else "value"
            self.faults.append(
                Unsupported(number, kind, text[found.start : found.end], expected, found.start, found.end)
            )

    def _in_place(
        self, number: int, found: FoundQuantity, text: str, said: Context, owner: str | None, beside: frozenset[Key]
    ) -> None:
        """A number the note has, but for something else."""
        if (self.faults and self.faults[-1].turn == number and self.faults[-1].start == found.start) or self._cites(
            number, found.start, found.end
        ):
            return
        expected = self.note.numbers.other_in_place(found, said, owner, beside)
        if expected is not None:
            there = self.note.text[expected.start : expected.end]
            kind = _kind_of(found)
            self.faults.append(Unsupported(number, kind, text[found.start : found.end], there, found.start, found.end))

    def _doubled(
        self, number: int, text: str, reading: Reading, by_sentence: Mapping[int, Sequence[Assertion]]
    ) -> None:
        """ "Start 5 milligrams, then go up to 5": one dose said twice in a sentence that the note has once."""
        seen: dict[tuple[int, str, float, str | None], int] = defaultdict(int)
        for found, sentence in reading.quantities:
            if found.unit not in DOSE_UNITS:
                continue
            fitting = [i for i in by_sentence.get(sentence, ()) if i.kind in ("drug", "substance")]
            owner = owner_of(found, fitting)
            concept = owner.concept if owner else ""
            key = (sentence, concept, found.value, found.unit)
            seen[key] += 1
            noted = self.note.numbers.owned.get(concept, ()) if concept else self.note.numbers.quantities
            if seen[key] > 1 and len({(one.value, one.unit) for one in noted if one.unit == found.unit}) > 1:
                if 0 < sum(same_quantity(found, one) for one in noted) < seen[key]:
                    said = text[found.start : found.end]
                    self.faults.append(Unsupported(number, "drug-dose", said, "", found.start, found.end))

    # -- sides and times ---------------------------------------------------------------------------------------
    def _side(self, number: int, said: Laterality, text: str, around: Context) -> None:
        noted = self.note.sides.expected(said)
        if noted is None:
            return
        self.checked += 1
        if self.note.sides.contradicts(said, around) and not self._cites(number, said.start, said.end):
            self._side_fault(number, said, text, noted)

    def _side_fault(self, number: int, said: Laterality, text: str, noted: set[str]) -> None:
        expected = "/".join(sorted(noted))
        if not any(fault.turn == number and fault.start == said.start for fault in self.faults):
            self.faults.append(Unsupported(number, "side", text[said.start : said.end], expected, said.start, said.end))

    def _time_words(self, number: int, text: str, reading: Reading) -> None:
        for match in named_times(text):
            sentence = next((n for n, s in enumerate(reading.sentences) if s.start <= match.start() < s.end), None)
            if sentence is None or not self._spoken_for(reading, sentence, match.start()):
                continue
            around = surroundings(reading).of(sentence, match.start(), match.end())
            if not self.note.times.bears_out(match, around) and not self._cites(number, match.start(), match.end()):
                self.faults.append(Unsupported(number, "time", match.group(), "", match.start(), match.end()))
