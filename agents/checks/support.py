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
from functools import lru_cache
from typing import Literal, Protocol

from bedside.agents.checks.assertions import Assertion, Laterality, Polarity, Reading, answer_of, read
from bedside.agents.extraction.quantities import Found, date_parts
from bedside.knowledge.terminology import Finder, reduced, words
from bedside.scenarios.turn import Reason, Turn

Fault = Literal["concept", "value", "side", "polarity", "time", "drug-dose"]
Context = dict[str, int]  # reduced word, or "=" and a concept id -> how many words away
FAULTS: tuple[Fault, ...] = ("concept", "value", "side", "polarity", "time", "drug-dose")


class Spoken(Protocol):
    """A turn, as far as the checker may see it."""

    @property
    def speaker(self) -> str: ...
    @property
    def text(self) -> str: ...


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
_TIME_UNITS = frozenset({"year", "month", "week", "day", "night", "hour", "minute", "second", "date", "clock"})
_DAYS = {"day": 1.0, "night": 1.0, "week": 7.0, "month": 30.0, "year": 360.0, "hour": 1 / 24, "minute": 1 / 1440}
_DOSE_UNITS = frozenset(
    {"mg", "mcg", "g", "ml", "unit", "tablet", "puff", "spray", "drop", "patch", "meq", "mg/kg", "mg/ml", "liter"}
)
_SAME = {
    "f": "degree", "c": "degree", "beer": "drink", "glass": "drink", "bottle": "drink", "can": "drink", "night": "day",
    "breath/min": "bpm", "pill": "tablet", "mmhg": "mmhg", "stair": "step",
}  # fmt: skip
# Words that name no particular thing: saying them asserts nothing that a note could bear out.
_GENERIC = frozenset(
    key
    for key in (
        "medication medicine med drug pill tablet exam examination test testing lab blood work bloodwork visit surgery operation treatment "
        "therapy symptom condition problem disease illness health procedure prescription dose result follow-up appointment "
        "physical check-up checkup screening imaging scan picture specialist body skin weight height diet exercise sleep water food life "
        "breathing walking standing sitting eating talking history care help meal activity rest stress work home school "
        "physicals speed vital vitals sign signs temperature pulse index finger look touch question normal stable healthy fine good clear alert"
    ).split()
) | {"physical exam", "physical examination", "vital signs", "blood work", "blood test", "blood tests"}
_EMPTY = frozenset(
    "a an the of in my your his her with to on at and or is was for some any this that it its i you he she like from when our there been have has had "
    "are be were feel get bit little lot of very really kind sort not no".split()
)
_SAID_OFTEN = frozenset(
    reduced(word)
    for word in (
        "milligrams milligram percent day days week weeks month months year years hour hours left right both go going want you'll you're i'd i'll let's think "
        "take taking today time times once twice every each daily one two three four five six seven eight nine ten about around then patient reports states notes per now okay"
    ).split()
)
_CHAT = re.compile(
    r"^(?:(?:more |other |quick |last |different |main |big )?(?:things?|questions?|moments?|seconds?|minutes?(?= (?:to|of your))|reasons?|words?|sides?|of (?:them|those|these|us|you|my)|ways?|options?|point))\b",
    re.IGNORECASE,
)
_CHAT_BEFORE = re.compile(
    r"\b(?:scale of|scale from|out of|give me|just a|one or|nine[- ]one|call|dial|number|covid|room|step|thank you|thanks|(?:in|take|for|just|wait|hold on) (?:just )?(?:a|one|two|another|five))\s*$",
    re.IGNORECASE,
)
_WEEKDAYS = re.compile(r"\b(mon|tues?|wednes|wed|thurs?|fri|satur|sat|sun)(?:day)?s?\b", re.IGNORECASE)
_SPOKEN_DAY = re.compile(r"\b(mon|tues|wednes|thurs|fri|satur|sun)days?\b", re.IGNORECASE)
_MONTH_WORD = re.compile(
    r"\b(?:(?:in|since|last|this|of|until|by|around|early|late|mid|through|before|after|back in)[ -])"
    r"(january|february|march|april|may|june|july|august|september|october|november|december)\b(?! i\b)",
    re.IGNORECASE,
)
_MONTHS: Sequence[str] = "january february march april may june july august september october november december".split()
_RELATIVE = re.compile(
    r"\b(yesterday|last night|(?:last|next|this past|the past) (?:week|month|year|summer|winter|fall|spring|autumn))\b",
    re.IGNORECASE,
)
_NOTE_HEADING = re.compile(
    r"^[ \t]*(?:[A-Z][A-Z /&,()'-]{3,60}:?|[A-Z][\w /&,()'-]{2,60}:)[ \t]*(?=$|[^\n])", re.MULTILINE
)
_FAMILY_HEADING = re.compile(r"(?i)^\s*(?:family|fh\b|fhx|fmhx|fam)")


class NoteIndex:
    """What a text asserts, arranged for looking up. Built once a note (see :func:`index_note`)."""

    def __init__(self, text: str, finder: Finder) -> None:
        self.text = text
        self.low = text.lower().replace("\u2019", "'")
        self.finder = finder
        self.reading: Reading = read(text, finder, spoken=False)
        family = _family_spans(text)
        self.polarity: dict[tuple[str, bool], set[Polarity | None]] = defaultdict(set)
        for item in self.reading.assertions:
            about_family = item.family or any(a <= item.start < b for a, b in family)
            self._add(item.concept, about_family, item.polarity)
            self._nested(item, about_family)
        gapped = getattr(finder, "find_gapped", None)
        if gapped is not None:
            for mention in gapped(self.low):
                sentence = self._sentence_at(mention.start)
                self._add(mention.concept, False, sentence.polarity_at(mention.end - 1) if sentence else "present")
        self.values: dict[float, list[tuple[Found, int]]] = defaultdict(list)
        for found, sentence in self.reading.quantities:
            self.values[found.value].append((found, sentence))
            if found.high is not None:
                self.values[found.high].append((found, sentence))
        self.owned: dict[str, list[Found]] = defaultdict(list)
        self.owner_at: dict[int, str] = {}
        for owner, found in owners(self.reading):
            self.owned[owner.concept].append(found)
            self.owner_at[found.start] = owner.concept
        self.parts: dict[str, set[str]] = defaultdict(set)
        self.sides: set[str] = set()
        for item in self.reading.sides:
            self.sides.add(item.side)
            if item.part:
                self.parts[item.part].add(item.side)
        self.bags: list[dict[str, int]] = []
        for sentence in self.reading.sentences:
            bag: dict[str, int] = {}
            for word in words(sentence.text):
                bag.setdefault(reduced(word.group()), sentence.start + word.start())
            self.bags.append(bag)
        self.bag = frozenset(word for bag in self.bags for word in bag)
        self.frequency: dict[str, int] = defaultdict(int)
        for bag in self.bags:
            for word in bag:
                self.frequency[word] += 1
        spoken_of = _by_sentence(self.reading)
        self.around: list[tuple[Found, Context]] = [
            (found, context_of(self.reading, sentence, found.start, found.end, spoken_of))
            for found, sentence in self.reading.quantities
            if found.kind != "ordinal"
        ]
        self.side_around: list[tuple[Laterality, Context]] = [
            (item, context_of(self.reading, item.sentence, item.start, item.end, spoken_of))
            for item in self.reading.sides
        ]
        self.weekdays = {match.group(1).lower()[:3] for match in _WEEKDAYS.finditer(text)}
        self.months = {
            number
            for number, name in enumerate(_MONTHS, 1)
            if name in self.low or re.search(rf"\b{name[:3]}\b", self.low)
        }
        self.months |= {date_parts(found.value)[1] for found, _ in self.reading.quantities if found.kind == "date"}

    def _sentence_at(self, position: int):
        for sentence in self.reading.sentences:
            if sentence.start <= position < sentence.end:
                return sentence
        return None

    def _add(self, concept: str, family: bool, polarity: Polarity | None) -> None:
        self.polarity[(concept, family)].add(polarity)

    def _nested(self, item: Assertion, family: bool) -> None:
        """ "Iron deficiency anemia" also bears out "anemia"."""
        parts = [match.start() for match in words(item.form)]
        if len(parts) < 2:
            return
        ends = [match.end() for match in words(item.form)]
        lookup = getattr(self.finder, "concept", None)
        for first in range(len(parts)):
            for last in range(first, min(len(parts), first + 4)):
                if last - first + 1 == len(parts):
                    continue
                form = item.form[parts[first] : ends[last]]
                if lookup is not None:
                    concept = lookup(form)
                    if concept is not None:
                        self._add(concept, family, item.polarity)
                else:
                    for mention in self.finder.find(form):
                        self._add(mention.concept, family, item.polarity)

    def polarities(self, concept: str, form: str, family: bool) -> set[Polarity | None] | None:
        """The polarities the text gives a concept, or None where the text does not speak of it."""
        known = self.polarity.get((concept, family)) or self.polarity.get((concept, not family))
        if known:
            return known
        return self._by_words(form)

    def _by_words(self, form: str) -> set[Polarity | None] | None:
        content = [word for word in (reduced(match.group()) for match in words(form)) if word not in _EMPTY]
        if not content or any(word not in self.bag for word in content):
            return None
        found: set[Polarity | None] = set()
        for sentence, bag in zip(self.reading.sentences, self.bags, strict=True):
            if all(word in bag for word in content):
                found.add(sentence.polarity_at(max(bag[word] for word in content)))
        return found or None

    def closeness(self, said: Context, noted: Context) -> float:
        """How much two contexts share: rare words and concepts count more, and more the nearer they stand."""
        score = 0.0
        for word, far in said.items():
            other = noted.get(word)
            if other is not None:
                weight = 1.5 if word.startswith("=") else 1.0 / (1 + 0.35 * (self.frequency.get(word, 1) - 1))
                score += weight / (1 + 0.12 * (far + other))
        return score

    def concept_known(self, concept: str) -> bool:
        """Whether the concept itself stands in the text."""
        return (concept, False) in self.polarity or (concept, True) in self.polarity


_WINDOW = 9


def _by_sentence(reading: Reading) -> dict[int, list[Assertion]]:
    out: dict[int, list[Assertion]] = defaultdict(list)
    for item in reading.assertions:
        out[item.sentence].append(item)
    return out


def context_of(
    reading: Reading, sentence: int, start: int, end: int, mentions: Mapping[int, Sequence[Assertion]]
) -> Context:
    """The content words and concepts that stand within nine words of a stretch, inside its sentence."""
    if sentence >= len(reading.sentences):
        return {}
    whole = reading.sentences[sentence]
    before: list[str] = []
    after: list[str] = []
    marks: list[tuple[int, int]] = []
    for match in words(whole.text):
        at = whole.start + match.start()
        if at < start:
            before.append(match.group())
            marks.append((at, -1))
        elif at >= end:
            after.append(match.group())
            marks.append((at, 1))
    out: Context = {}
    for far, word in enumerate(reversed(before[-_WINDOW:])):
        _note_word(out, word, far)
    for far, word in enumerate(after[:_WINDOW]):
        _note_word(out, word, far)
    for item in mentions.get(sentence, ()):
        if item.start >= start and item.end <= end:
            continue
        between = sum(
            1 for at, _ in marks if min(item.end, start) <= at < max(item.start, end) and not start <= at < end
        )
        if between <= _WINDOW:
            key = "=" + item.concept
            out[key] = min(out.get(key, _WINDOW), between)
    return out


def _note_word(context: Context, word: str, far: int) -> None:
    key = reduced(word)
    if key in _EMPTY or key.isdigit() or len(key) < 3 or key in _SAID_OFTEN:
        return
    context[key] = min(context.get(key, _WINDOW), far)


@lru_cache(maxsize=128)
def index_note(text: str, finder: Finder) -> NoteIndex:
    """The index of a note or passage, kept for the texts used last."""
    return NoteIndex(text, finder)


def _family_spans(text: str) -> list[tuple[int, int]]:
    headings = list(_NOTE_HEADING.finditer(text))
    spans: list[tuple[int, int]] = []
    for number, match in enumerate(headings):
        if _FAMILY_HEADING.match(match.group()):
            end = headings[number + 1].start() if number + 1 < len(headings) else len(text)
            spans.append((match.end(), end))
    return spans


_ENOUGH = 0.8  # about one rare word and one concept close by
_RATIO = 0.75


def _comparable(said: Found, noted: Found) -> bool:
    """Whether two quantities say the same kind of thing, so that one can be a mistake for the other."""
    if noted.kind == "ordinal":
        return False
    timed = {"date", "year"}
    if said.kind in timed or noted.kind in timed:
        return said.kind in timed and noted.kind in timed
    if said.kind in ("frequency", "interval", "pair", "score", "label") or noted.kind in (
        "frequency",
        "interval",
        "pair",
        "score",
        "label",
    ):
        return said.kind == noted.kind
    if said.unit in _DAYS or noted.unit in _DAYS:
        return said.unit in _DAYS and noted.unit in _DAYS and (said.kind == "age") == (noted.kind == "age")
    return _SAME.get(said.unit or "", said.unit) == _SAME.get(noted.unit or "", noted.unit)


def owners(reading: Reading) -> list[tuple[Assertion, Found]]:
    """Which drug a dose, and which test a value, belongs to: the nearest fitting concept of the sentence, before the
    number if there is one, else right after it."""
    out: list[tuple[Assertion, Found]] = []
    by_sentence: dict[int, list[Assertion]] = defaultdict(list)
    for item in reading.assertions:
        if item.kind in ("drug", "test", "measurement", "substance"):
            by_sentence[item.sentence].append(item)
    last: tuple[int, Found] | None = None
    for found, sentence in reading.quantities:
        earlier = last[1] if last is not None and last[0] == sentence else None
        last = (sentence, found)
        candidates = by_sentence.get(sentence)
        if not candidates:
            continue
        owner = owner_of(found, candidates, earlier)
        if owner is not None:
            out.append((owner, found))
    return out


def owner_of(found: Found, candidates: Sequence[Assertion], earlier: Found | None = None) -> Assertion | None:
    """The drug or test among ``candidates`` (of one sentence) that a quantity belongs to. A test owns the first number
    after its name: where ``earlier``, the number before this one, stands between, this one is another's."""
    wanted = (
        ("drug", "substance") if found.unit in _DOSE_UNITS else ("test", "measurement") if _is_result(found) else ()
    )
    before = [item for item in candidates if item.kind in wanted and item.end <= found.start]
    if (
        before
        and earlier is not None
        and earlier.start >= before[-1].end
        and before[-1].kind in ("test", "measurement")
    ):
        return None
    if before:
        return before[-1] if found.start - before[-1].end < 60 else None
    after = [item for item in candidates if item.kind in wanted and found.end <= item.start <= found.end + 12]
    return after[0] if after else None


def _is_result(found: Found) -> bool:
    if found.kind in (
        "pair",
        "score",
        "dimension",
        "ordinal",
        "label",
        "date",
        "year",
        "clock",
        "age",
        "frequency",
        "interval",
        "vague",
    ):
        return False
    return found.unit not in _TIME_UNITS and found.unit not in ("time", "pack", "pack-year", "mile", "block")


def same_quantity(said: Found, noted: Found) -> bool:
    """Whether a quantity said is one the note has: equal numbers, equal or convertible units, equal dates as far as
    both give them. An end of a range bears out the number alone."""
    if said.kind == "date" or noted.kind == "date":
        return _same_date(said, noted)
    if said.kind in ("frequency", "interval") or noted.kind in ("frequency", "interval"):
        if _rate(said) is not None and _rate(said) == _rate(noted):
            return True
        if said.kind == "frequency" or noted.kind == "frequency":
            alike = said.unit == noted.unit or noted.unit in ("time", None) or said.unit in ("time", None)
            return said.value == noted.value and said.high == noted.high and alike
    unit, other = said.unit, noted.unit
    if unit in _DAYS or other in _DAYS:
        return _same_time(said, noted)
    if unit is not None and other is not None and _SAME.get(unit, unit) != _SAME.get(other, other):
        return False
    if unit is None and other is not None and said.kind in ("pair", "year"):
        return (said.value, said.high) == (noted.value, noted.high)
    if said.kind == "pair" or noted.kind == "pair":
        return (said.value, said.high) == (noted.value, noted.high) or (
            said.high is None and said.value in (noted.value, noted.high)
        )
    if said.high is not None:
        return (said.value, said.high) == (noted.value, noted.high)
    return said.value in (noted.value, noted.high)


def _same_time(said: Found, noted: Found) -> bool:
    factor, other = _DAYS.get(said.unit or ""), _DAYS.get(noted.unit or "")
    if factor is None:  # "about three", answered to "how many days"
        return said.unit is None and said.kind == "number" and said.value in (noted.value, noted.high)
    if other is None:
        return False
    tops = {noted.value * other} | ({noted.high * other} if noted.high is not None else set())
    mine = {said.value * factor} | ({said.high * factor} if said.high is not None else set())
    slack = 1.0 if said.unit == noted.unit else 1.08  # four weeks are a month, twelve months a year
    return all(any(a <= b * slack and b <= a * slack for b in tops) for a in mine)


def _same_date(said: Found, noted: Found) -> bool:
    if said.kind == "year" or noted.kind == "year":
        year = said.value if said.kind == "year" else noted.value
        other = noted if said.kind == "year" else said
        return other.kind == "date" and date_parts(other.value)[0] == year
    if said.kind != "date" or noted.kind != "date":
        return False
    return all(a == b or not a or not b for a, b in zip(date_parts(said.value), date_parts(noted.value), strict=True))


def _rate(found: Found) -> float | None:
    """How often a day, for frequencies and intervals."""
    if found.high is not None:
        return None
    if found.kind == "frequency" and found.unit:
        return round(found.value / _DAYS.get(found.unit.removeprefix("per "), 1.0), 4)
    if found.kind == "interval" and found.unit in _DAYS and found.value:
        return round(1 / (found.value * _DAYS[found.unit]), 4)
    return None


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
    turns: Sequence[Spoken], note_text: str, terminology: Finder, cited: Sequence[Cited] = ()
) -> SupportReport:
    """Compare all that the turns assert with the note, and with the passages where a stretch cites one."""
    note = index_note(note_text, terminology)
    check = _Check(note, terminology, cited)
    for number, turn in enumerate(turns):
        check.turn(number, turn.speaker, turn.text)
    return SupportReport(tuple(check.faults), check.checked, check.polarities, check.agreed)


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
        self.asked_text = ""

    def turn(self, number: int, speaker: str, text: str) -> None:
        """Check one turn, and keep what it asks for the turn after it."""
        physician = speaker == "physician"
        family = not physician and speaker != "patient"
        reading = read(text, self.finder, spoken=True, physician=physician, family=family)
        own = {item.concept for item in reading.assertions if item.mood != "asked"}
        if self.asked and speaker != self.asker:
            self._answer(number, text, own)
        for item in reading.assertions:
            self._concept(number, item, physician, reading)
        by_sentence: dict[int, list[Assertion]] = defaultdict(list)
        for item in reading.assertions:
            by_sentence[item.sentence].append(item)
        owner_of_number = {found.start: owner for owner, found in owners(reading)}
        for found, sentence in reading.quantities:
            if self._spoken_for(reading, sentence):
                self._quantity(number, found, text, owner_of_number.get(found.start))
                if found.kind not in ("ordinal", "clock") and found.unit not in ("minute", "second"):
                    said = context_of(reading, sentence, found.start, found.end, by_sentence)
                    owner = owner_of_number.get(found.start)
                    self._in_place(number, found, text, said, owner.concept if owner else None)
        self._doubled(number, text, reading, by_sentence)
        for side in reading.sides:
            if self._spoken_for(reading, side.sentence):
                self._side(number, side, text, context_of(reading, side.sentence, side.start, side.end, by_sentence))
        self._time_words(number, text, reading)
        self.asked = [
            item
            for item in reading.assertions
            if item.mood == "asked" and (item.exists or reading.sentences[item.sentence].confirm)
        ]
        self.asker = speaker
        self.asked_text = text

    @staticmethod
    def _spoken_for(reading: Reading, sentence: int) -> bool:
        one = reading.sentences[sentence] if reading.sentences else None
        return one is None or one.mood != "asked" or one.confirm

    def _passages(self, number: int, start: int, end: int) -> list[NoteIndex]:
        return [
            index_note(item.text, self.finder)
            for item in self.cited.get(number, ())
            if item.start < end and start < item.end
        ]

    # -- concepts ----------------------------------------------------------------------------------------------
    def _concept(self, number: int, item: Assertion, physician: bool, reading: Reading) -> None:
        if item.kind not in _CHECKED or item.form.lower() in _GENERIC or reduced(item.form) in _GENERIC:
            return
        if item.mood == "asked":
            return
        passages = self._passages(number, item.start, item.end)
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
                continue
            else:
                polarity = "present"
            said = f"{answer} to {item.form}"
            self._compare(
                number, item.concept, item.kind, item.form, polarity, item.family, (0, len(text)), [], "stated", said
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
        passages: Sequence[NoteIndex],
        mood: str,
        said: str = "",
    ) -> None:
        self.checked += 1
        known = self.note.polarities(concept, form, family)
        if known is None and kind in ("symptom", "finding"):
            known = self._wider(form, family)
        if known is None:
            if polarity == "unknown" or any(passage.polarities(concept, form, family) for passage in passages):
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
    def _quantity(self, number: int, found: Found, text: str, owner: Assertion | None) -> None:
        if (
            found.unit in ("minute", "second")
            and found.value <= 2
            and text[found.start : found.start + 2].lower() == "a "
        ):
            return  # "in a minute"
        if found.kind in ("ordinal",) or (found.value in (911, 988) and found.unit is None):
            return
        if _CHAT.match(text[found.end :].lstrip()) or _CHAT_BEFORE.search(text[max(0, found.start - 24) : found.start]):
            return
        self.checked += 1
        passages = self._passages(number, found.start, found.end)
        if not self._noted(self.note, found):
            if any(self._noted(passage, found) for passage in passages):
                return
            kind: Fault = "value"
            if found.unit in _TIME_UNITS or found.kind in ("date", "year", "clock"):
                kind = "time"
            elif found.unit in _DOSE_UNITS or found.kind in ("frequency", "interval"):
                kind = "drug-dose"
            self.faults.append(Unsupported(number, kind, text[found.start : found.end], "", found.start, found.end))
            return
        if owner is None or passages:
            return
        mine = [
            item
            for item in self.note.owned.get(owner.concept, ())
            if item.unit == found.unit or None in (item.unit, found.unit)
        ]
        if mine and not any(same_quantity(found, item) for item in mine):
            expected = "; ".join(self.note.text[item.start : item.end] for item in mine[:3])
            kind = "drug-dose" if owner.kind in ("drug", "substance") else "value"
            self.faults.append(
                Unsupported(number, kind, text[found.start : found.end], expected, found.start, found.end)
            )

    def _in_place(self, number: int, found: Found, text: str, said: Context, owner: str | None) -> None:
        """A number the note has, but for something else: where the note speaks of the same thing, it has another.
        Numbers of another drug or test (``owner``) are no rivals."""
        if (self.faults and self.faults[-1].turn == number and self.faults[-1].start == found.start) or self._passages(
            number, found.start, found.end
        ):
            return
        best = matching = 0.0
        said_in_days = found.unit in _DAYS
        expected: Found | None = None
        for noted, around in self.note.around:
            if same_quantity(found, noted):
                matching = max(matching, self.note.closeness(said, around))
            elif _comparable(found, noted) and (owner is None or self.note.owner_at.get(noted.start, owner) == owner):
                close = self.note.closeness(said, around)
                if said_in_days and noted.unit != found.unit:
                    close *= 0.6  # another unit of time: only where the contexts agree well
                if close > best:
                    best, expected = close, noted
        if best >= _ENOUGH and matching < _RATIO * best and expected is not None:
            kind: Fault = (
                "time" if found.unit in _TIME_UNITS or found.kind in ("date", "year")
                else "drug-dose" if found.unit in _DOSE_UNITS or found.kind in ("frequency", "interval")
                else "value"
            )  # fmt: skip
            there = self.note.text[expected.start : expected.end]
            self.faults.append(Unsupported(number, kind, text[found.start : found.end], there, found.start, found.end))

    def _doubled(
        self, number: int, text: str, reading: Reading, by_sentence: Mapping[int, Sequence[Assertion]]
    ) -> None:
        """ "Start 5 milligrams, then go up to 5": one dose said twice in a sentence that the note has once."""
        seen: dict[tuple[int, str, float, str | None], int] = defaultdict(int)
        for found, sentence in reading.quantities:
            if found.unit not in _DOSE_UNITS:
                continue
            fitting = [i for i in by_sentence.get(sentence, ()) if i.kind in ("drug", "substance")]
            owner = owner_of(found, fitting)
            concept = owner.concept if owner else ""
            key = (sentence, concept, found.value, found.unit)
            seen[key] += 1
            noted = self.note.owned.get(concept, ()) if concept else [one for one, _ in self.note.reading.quantities]
            if seen[key] > 1 and len({(one.value, one.unit) for one in noted if one.unit == found.unit}) > 1:
                if 0 < sum(same_quantity(found, one) for one in noted) < seen[key]:
                    said = text[found.start : found.end]
                    self.faults.append(Unsupported(number, "drug-dose", said, "", found.start, found.end))

    @staticmethod
    def _noted(index: NoteIndex, found: Found) -> bool:
        if any(same_quantity(found, noted) for noted, _ in index.values.get(found.value, ())):
            return True
        low = index.low
        if found.kind == "vague" or (found.value == 2 and found.kind == "amount" and found.unit in _DAYS):
            if re.search(r"\b(?:couple|few|several)\b", low):
                return True
        if found.kind in ("frequency", "interval", "date", "year", "age", "amount", "vague", "number", "pair"):
            if any(same_quantity(found, noted) for noted, _ in index.reading.quantities):
                return True
        if found.unit == "per day" and found.value == 1:
            return (
                re.search(
                    r"\b(?:daily|night(?:ly|s)?|bedtime|qhs|hs|morning|every day|each day|a day|per day|am|pm|od|mane|nocte)\b",
                    low,
                )
                is not None
            )
        if found.value == 1 and found.unit in ("week", "month", "year", "day"):
            return re.search(rf"\b(?:a|one|last|next|past|per|each|every) {found.unit}\b", low) is not None
        if found.value == 0.5 and "half" in low:
            return True
        return found.kind == "number" and found.value in (0.0, 1.0)

    # -- sides and times ---------------------------------------------------------------------------------------
    def _side(self, number: int, said: Laterality, text: str, around: Context) -> None:
        noted = self.note.parts.get(said.part) if said.part else None
        if noted is None:
            noted = self.note.sides
            if not noted and not said.part:
                return
        self.checked += 1
        if self._passages(number, said.start, said.end) or (said.side == "both" and not noted):
            return
        if said.side in noted or "both" in noted or (said.side == "both" and {"left", "right"} <= noted):
            best = matching = 0.0
            for item, there in self.note.side_around:
                if said.part and item.part and item.part != said.part:
                    continue
                close = self.note.closeness(around, there)
                if item.side in (said.side, "both") or said.side == "both":
                    matching = max(matching, close)
                else:
                    best = max(best, close)
            if best < _ENOUGH or matching >= _RATIO * best:
                return
        self.faults.append(
            Unsupported(number, "side", text[said.start : said.end], "/".join(sorted(noted)), said.start, said.end)
        )

    def _time_words(self, number: int, text: str, reading: Reading) -> None:
        for match in _SPOKEN_DAY.finditer(text):
            if match.group(1).lower()[:3] not in self.note.weekdays:
                self._time_fault(number, match, reading)
        for match in _MONTH_WORD.finditer(text):
            if _MONTHS.index(match.group(1).lower()) + 1 not in self.note.months:
                self._time_fault(number, match, reading)
        for match in _RELATIVE.finditer(text):
            if not self._relative(match.group(1).lower()):
                self._time_fault(number, match, reading)

    def _relative(self, words_said: str) -> bool:
        low = self.note.low
        if words_said in low or words_said.replace("this past", "last").replace("the past", "last") in low:
            return True
        unit = words_said.split()[-1]
        if unit in ("yesterday", "night"):
            return (
                re.search(r"\b(?:yesterday|last night|last evening|(?:1|one|a) day|24 hours|overnight)\b", low)
                is not None
            )
        if unit in ("week", "month", "year"):
            one = Found(1.0, None, unit, 0, 1, "amount")
            return re.search(rf"\b(?:last|past|next|this|a|one|per|recent) {unit}\b", low) is not None or any(
                same_quantity(one, noted) for noted, _ in self.note.reading.quantities
            )
        return unit in low

    def _time_fault(self, number: int, match: re.Match[str], reading: Reading) -> None:
        sentence = next((n for n, s in enumerate(reading.sentences) if s.start <= match.start() < s.end), None)
        if sentence is not None and not self._spoken_for(reading, sentence):
            return
        if self._passages(number, match.start(), match.end()):
            return
        self.faults.append(Unsupported(number, "time", match.group(), "", match.start(), match.end()))
