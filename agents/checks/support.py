"""The independent checker: is what was said supported by the note?

Law of the file: it reads the words of the turns and of the note, and of a passage where a sentence cites one, and
nothing else. It extracts concept, value, side, polarity and time afresh on both sides and compares. A question asserts
nothing; a reply of yes or no gives the concepts that were asked their polarity; "I don't know" asserts nothing.
What somebody has said before bears a line out, and what a physician says of medicine in general is no claim about this
patient: it is counted apart. Where the words do not settle a polarity it is not judged, and the report says how many
could be judged.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from bedside.agents.checks.amounts import DOSE_UNITS, TIME_UNITS, owner_of, owners, same_quantity, taker
from bedside.agents.checks.answers import Asked, given_by_answer
from bedside.agents.checks.assertions import Assertion, Polarity, Reading, Sentence, answer_of, read
from bedside.agents.checks.context import Context, surroundings
from bedside.agents.checks.denials import doubled_denials, turned_results
from bedside.agents.checks.noted import NoteIndex, index_note
from bedside.agents.checks.noted_numbers import Key
from bedside.agents.checks.noted_sides import side_context
from bedside.agents.checks.ordinary import counts_nothing, in_passing, is_drug_class, is_ordinary, is_small
from bedside.agents.checks.said_before import SaidBefore
from bedside.agents.checks.sides import Laterality
from bedside.agents.checks.spoken import Spoken
from bedside.agents.checks.support_report import Cited, Fault, SupportReport, Unsupported
from bedside.agents.checks.teaching import teaches
from bedside.agents.checks.times import named_times
from bedside.agents.checks.wider_words import borne_out_by_narrower
from bedside.agents.text.quantities import FoundQuantity
from bedside.knowledge.terminology import Finder, words

_EMERGENCY = (911, 988, 999, 112)
_CHECKED = frozenset(
    {"disorder", "symptom", "drug", "test", "procedure", "device", "substance", "finding", "measurement"}
)
_GROUPS = ("test", "tests", "panel", "function")  # a "thyroid test" may be one of several


def check_support(
    turns: Sequence[Spoken],
    note_text: str,
    terminology: Finder,
    cited: Sequence[Cited] = (),
    *,
    since: int = 0,
    teaching: Collection[int] | None = None,
) -> SupportReport:
    """Compare all that the turns assert with the note, and with the passages where a stretch cites one. Turns before
    ``since`` are heard and not judged. ``teaching`` are the turns that may speak of medicine in general, None for every
    turn of the physician."""
    note = index_note(note_text, terminology)
    check = _Check(note, terminology, cited)
    for number, turn in enumerate(turns):
        check.teaching = turn.speaker == "physician" and (teaching is None or number in teaching)
        check.turn(number, turn.speaker, turn.text, judge=number >= since)
    return SupportReport(tuple(check.faults), check.checked, check.polarities, check.agreed, tuple(check.general))


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
        self.general: list[Unsupported] = []
        self.checked = self.polarities = self.agreed = 0
        self.asked: list[Asked] = []
        self.asker = ""
        self.put = self.replies = False  # whether the last line asks, and whether this one answers it
        self.before = SaidBefore()
        self.teaching = False
        self.reading: Reading | None = None
        self.number = 0
        self.speaker = ""

    def turn(self, number: int, speaker: str, text: str, *, judge: bool) -> None:
        """Check one turn, unless it is only heard, and keep what it asks for the turn after it."""
        physician = speaker == "physician"
        family = not physician and speaker != "patient"
        reading = read(text, self.finder, spoken=True, physician=physician, family=family)
        self.reading, self.number, self.speaker = reading, number, speaker
        answers = bool(self.asked) and speaker != self.asker
        self.replies = self.put and speaker not in ("physician", self.asker)
        if judge:
            if answers:
                self._answer(number, text, {item.concept for item in reading.assertions if item.mood != "asked"})
            self._judge(number, text, reading)
        if answers and (answer := answer_of(text)) in ("yes", "no"):
            self.before.affirm((item for item, _ in self.asked), "present" if answer == "yes" else "denied")
        self.before.take(speaker, text, reading)
        self.asked = [
            (item, sentence.text)
            for item in reading.assertions
            if _puts(sentence := reading.sentences[item.sentence], item)
        ]
        self.asker = speaker
        self.put = any(sentence.mood == "asked" for sentence in reading.sentences)

    def _taught(self, kind: Fault, text: str, start: int, end: int) -> bool:
        """Whether a stretch is said of medicine in general; it is then counted apart."""
        if not self.teaching or self.reading is None:
            return False
        for sentence in self.reading.sentences:
            if sentence.start <= start < sentence.end:
                if not teaches(sentence.text, start - sentence.start, end - sentence.start, number=kind != "concept"):
                    return False
                self.general.append(Unsupported(self.number, kind, text[start:end], "", start, end))
                return True
        return False

    def _judge(self, number: int, text: str, reading: Reading) -> None:
        for item in reading.assertions:
            self._concept(number, text, item)
        around = surroundings(reading)
        owner_of_number = {found.start: owner for owner, found in owners(reading)}
        for found, sentence in reading.quantities:
            if self._spoken_for(reading, sentence, found.start):
                owner = owner_of_number.get(found.start)
                self._quantity(number, found, text, owner, around.of_number(sentence, found))
                told = found.unit not in ("minute", "second") and (
                    found.unit is not None or found.value not in _EMERGENCY
                )
                if found.kind not in ("ordinal", "clock") and told:
                    said = around.of_number(sentence, found)
                    owner = owner or taker(found, around.mentions.get(sentence, ()))
                    beside = frozenset(
                        other.key for other, there in reading.quantities if there == sentence and other is not found
                    )
                    if owner is None or not self._grouped(owner):
                        self._in_place(number, found, text, said, owner.concept if owner else None, beside)
        self._doubled(number, text, reading, around.mentions)
        for side in reading.sides:
            if self._spoken_for(reading, side.sentence, side.start):
                self._side(number, side, text, side_context(reading, side))
        for side in self.note.sides.doubled(reading):
            if self._spoken_for(reading, side.sentence, side.start) and not self._cites(number, side.start, side.end):
                self._side_fault(number, side, text, {"left", "right"})
        self._time_words(number, text, reading)
        for match in (*doubled_denials(text, self.note.low), *turned_results(text, self.note.low)):
            if not self._cites(number, match.start(), match.end()):
                self.faults.append(Unsupported(number, "polarity", match.group(), "denied", match.start(), match.end()))

    def _grouped(self, owner: Assertion) -> bool:
        return (form := owner.form.lower()).endswith(_GROUPS) and form not in self.note.low

    @staticmethod
    def _spoken_for(reading: Reading, sentence: int, position: int) -> bool:
        one = reading.sentences[sentence] if reading.sentences else None
        return one is None or one.confirm or position < one.claims_to

    def _cites(self, number: int, start: int, end: int) -> list[Cited]:
        """The passages cited where a stretch stands. They are read only when the note does not bear it out."""
        return [item for item in self.cited.get(number, ()) if item.start < end and start < item.end]

    # -- concepts ----------------------------------------------------------------------------------------------
    def _concept(self, number: int, text: str, item: Assertion) -> None:
        if item.kind not in _CHECKED or is_ordinary(item.form):
            return
        if item.mood == "asked":
            return
        passages = self._cites(number, item.start, item.end)
        if item.mood == "supposed" and item.kind not in ("drug",) and not passages:
            if self.teaching and self.note.polarities(item.concept, item.form, item.family) is None:
                self._taught("concept", text, item.start, item.end)
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
            text=text,
        )

    def _answer(self, number: int, text: str, own: set[str]) -> None:
        for item, polarity, said in given_by_answer(text, self.asked):
            if item.concept not in own and item.kind in _CHECKED:
                whole = (0, len(text))
                self._compare(
                    number, item.concept, item.kind, item.form, polarity, item.family, whole, [], "stated", said, text
                )
        self._yes_to_many(number, text, own)

    def _yes_to_many(self, number: int, text: str, own: set[str]) -> None:
        """A bare yes to several things of which the note denies every one says that one of them is there."""
        asked = [item for item, _ in self.asked if item.concept not in own and item.kind in _CHECKED]
        if len({item.concept for item in asked}) < 2 or answer_of(text) != "yes":
            return
        if all(self.note.polarities(one.concept, one.form, one.family) == {"denied"} for one in asked):
            one, whole = asked[0], (0, len(text))
            said = f"yes to {one.form}"
            self._compare(
                number, one.concept, one.kind, one.form, "present", one.family, whole, [], "stated", said, text
            )

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
        text: str = "",
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
            if said and polarity == "denied":
                return  # a no answers what was asked, and takes nothing from the note
            if self._nothing_new(kind, form, polarity, concept, text, () if said else span):
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

    def _nothing_new(
        self,
        kind: str,
        form: str,
        polarity: Polarity | None,
        concept: str,
        text: str,
        span: tuple[()] | tuple[int, int],
    ) -> bool:
        """Whether a concept that the note does not have is no new claim about this patient all the same."""
        if polarity == "denied" and self.replies:
            return True  # a no in so many words
        if is_small(form) or self.before.bears_out(concept, form, polarity):
            return True
        if borne_out_by_narrower(form, self.note.low):
            return True
        if not span:
            return False
        if kind == "disorder" and polarity != "present" and self.teaching:  # "this isn't a stroke" reassures
            self.general.append(Unsupported(self.number, "concept", form, "", *span))
            return True
        return in_passing(text, *span) or (
            (kind != "drug" or is_drug_class(form)) and self._taught("concept", text, *span)
        )

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
    def _quantity(self, number: int, found: FoundQuantity, text: str, owner: Assertion | None, said: Context) -> None:
        if (
            found.unit in ("minute", "second")
            and found.value <= 2
            and text[found.start : found.start + 2].lower() == "a "
        ):
            return  # "in a minute"
        if (
            found.kind in ("ordinal",)
            or text[found.start : found.end].lower() == "every day"
            or (found.value in _EMERGENCY and found.unit is None)
        ):
            return
        if counts_nothing(text, found.start, found.end):
            return
        self.checked += 1
        passages = self._cites(number, found.start, found.end)
        if not self.note.numbers.has(found):
            if self.before.has(self.speaker, found, said):
                return
            if (
                found.unit not in DOSE_UNITS
                and owner is None
                and self._taught(_kind_of(found), text, found.start, found.end)
            ):
                return
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
        if mine and not self._grouped(owner) and not any(same_quantity(found, item) for item in mine):
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
        if expected is not None and not self.before.has_in_place(self.speaker, found, said, text):
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
            if self.note.times.bears_out(match, around) or self._cites(number, match.start(), match.end()):
                continue
            if not self.before.named(match.group()):
                self.faults.append(Unsupported(number, "time", match.group(), "", match.start(), match.end()))
