"""A corpus of dialogues in, a style profile out: numbers only, the same for any order of the dialogues.

Everything is counted in whole numbers and divided once, so no sum depends on the order it was made in.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import orjson

from bedside.scenarios.style import StyleProfile

Json = Mapping[str, Any]

PHYSICIAN = frozenset({"physician", "doctor", "clinician", "gp"})
SHORT = 3  # words; a turn of so few is a backchannel or a bare answer
TOLD = 12  # words; a statement longer than this tells something

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_SPLIT_CONTRACTION = re.compile(r"\s+(?=n't\b|'(?:s|m|d|re|ve|ll|t)\b)")  # some corpora write "do n't", "that 's"
_SPACED_MARK = re.compile(r"\s+(?=[.,?!;:])")
_FILLERS = frozenset({"um", "uh", "er", "erm", "uhm"})
_LEAD_IN = r"(?:(?:um|uh|er|erm|uhm|oh|and|so|well|hey)\b[ ,.]*)*"
_GREETING = re.compile(
    r"\b(?:hi|hello|hey(?!,? dragon)|good (?:morning|afternoon|evening)|welcome|nice to (?:see|meet))\b"
)
_FAREWELL = re.compile(
    r"\b(?:bye|goodbye|take care|see you|talk to you (?:soon|later)"
    r"|have a (?:good|great|nice|lovely|wonderful|safe)|thanks|thank you|cheers)\b"
)
_ACKNOWLEDGEMENT = re.compile(
    rf"^{_LEAD_IN}(?:okay|ok|all right|alright|right|yeah|yes|yep|sure|great|good|perfect|excellent|wonderful|fantastic"
    r"|awesome|nice|fine|gotcha|got it|i see|i understand|understood|of course|absolutely|certainly|exactly|no problem"
    r"|mm|mhm|mmhmm|hmm|uh-huh|(?:i'm |i am )?(?:so |very |really )?sorry|that's (?:good|great|okay|fine)|thank you|thanks)\b"
)
_ASKS = re.compile(
    r"\?|^(?:(?:um|uh|okay|ok|all right|alright|right|so|and|but|now|well|yeah|great|good|perfect|then)[ ,.]+)*"
    r"(?:what|how|when|where|who|why|which|do|does|did|are|is|was|were|have|has|had|can|could|would|will|any|tell me)\b"
)
_TAG = re.compile(
    r"\w\W+(?:okay|ok|all right|alright|right|yeah|yes|huh|correct|(?:is|are|was|do|does|did|have|has)(?:n't)? (?:it|you|that|there|they|he|she))"
    r"\s*\?\s*$"
)
_LEADS = re.compile(r"^\W*(?:um|uh|well|so|yeah|oh)\b")
_DIGITS = re.compile(r"\b\d+(?:[.,/]\d+)*\b")
_SPELLED = re.compile(  # "one" is left out: it is mostly a pronoun
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand)\b"
)


class CorpusError(ValueError):
    """A corpus that cannot be fitted. The message is one sentence with the mend."""


@dataclass(frozen=True)
class CountedDialogue:
    """One dialogue as it is counted: who spoke and what, in lower case, and how long its note is."""

    turns: tuple[tuple[str, str], ...]
    note_words: int | None


def plain(text: str) -> str:
    """Lower case, straight quotes, contractions in one piece, marks close to their word and none in front."""
    text = text.lower().replace("’", "'").replace("‘", "'")
    text = _SPACED_MARK.sub("", _SPLIT_CONTRACTION.sub("", text))
    return " ".join(text.lstrip(" .,;:!-…").split())


def words(text: str) -> list[str]:
    """The words of a plain text."""
    return _WORD.findall(text)


def asks(text: str) -> bool:
    """Whether a plain turn asks; transcripts without question marks are judged by how a turn opens."""
    return bool(_ASKS.search(text))


def read_corpus(paths: Iterable[Path], subset: Mapping[str, frozenset[str]] | None = None) -> Iterator[Json]:
    """The dialogues of JSON Lines files that ``subset`` keeps: for each key one of its values, as the row has it or its
    ``meta``. Raises ``CorpusError``."""
    for path in paths:
        try:
            lines = path.read_bytes().splitlines()
        except OSError as error:
            raise CorpusError(
                f"{path} cannot be read ({error.strerror}): give a JSON Lines file of dialogues."
            ) from None
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            row = _row(path, number, line)
            if all(_value(row, key) in values for key, values in (subset or {}).items()):
                yield row


def _row(path: Path, number: int, line: bytes) -> Json:
    try:
        row = orjson.loads(line)
        good = all(isinstance(turn["speaker"], str) and isinstance(turn["text"], str) for turn in row["turns"])
    except (orjson.JSONDecodeError, KeyError, TypeError):
        good, row = False, {}
    if not good:
        raise CorpusError(
            f'{path}:{number} is not a dialogue: write {{"turns": [{{"speaker": ..., "text": ...}}]}} a line.'
        )
    return row


def _value(row: Json, key: str) -> str | None:
    meta = row.get("meta")
    found = row.get(key, meta.get(key) if isinstance(meta, dict) else None)
    return None if found is None else str(found)


def fit_style(rows: Iterable[Json], name: str, corpus: str = "") -> StyleProfile:
    """Fit a profile on dialogues ``{"turns": [{"speaker", "text"}], "note"?}``.

    Speakers are physician (or doctor), patient, and others, whose turns count as turns only. ``corpus`` is the credit.
    Raises ``CorpusError`` if there is no dialogue in which both speak.
    """
    told = [dialogue for row in rows if (dialogue := _told(row)).turns]
    physician = [text for dialogue in told for who, text in dialogue.turns if who == "physician"]
    patient = [text for dialogue in told for who, text in dialogue.turns if who == "patient"]
    if not physician or not patient:
        raise CorpusError("The corpus has no dialogue of a physician and a patient: check the speakers and the subset.")
    spoken, answered = [words(text) for text in physician], [words(text) for text in patient]
    turns = sorted(len(dialogue.turns) for dialogue in told)
    base, slope = _line(told)
    longer = [text for text, said in zip(patient, answered, strict=True) if len(said) > SHORT]
    everything = [text for dialogue in told for _, text in dialogue.turns]
    digits, spelled = (sum(len(form.findall(text)) for text in everything) for form in (_DIGITS, _SPELLED))
    statements = [
        len(said) for text, said in zip(physician, spoken, strict=True) if len(said) > TOLD and not asks(text)
    ]
    return StyleProfile(
        name=name,
        corpus=corpus,
        dialogues=len(told),
        greets=_share(any(_GREETING.search(text) for _, text in d.turns[:2]) for d in told),
        closes=_share(any(_FAREWELL.search(text) for _, text in d.turns[-2:]) for d in told),
        physician_opens=_share(d.turns[0][0] == "physician" for d in told),
        turns_base=round(base, 3),
        turns_per_word=round(slope, 5),
        turns_min=round(_percentile(turns, 5), 1),
        turns_max=round(_percentile(turns, 95), 1),
        acknowledges=_share(bool(_ACKNOWLEDGEMENT.match(text)) for text in physician),
        physician_fillers=_fillers(spoken),
        patient_fillers=_fillers(answered),
        tags=_share(bool(_TAG.search(text)) for text in physician),
        backchannels=_share(len(said) <= SHORT for said in spoken),
        patient_short=_share(len(said) <= SHORT for said in answered),
        patient_words=_mean(map(len, answered)),
        physician_words=_mean(map(len, spoken)),
        physician_asks=_share(map(asks, physician)),
        physician_share=round(sum(map(len, spoken)) / max(1, sum(len(words(text)) for text in everything)), 4),
        told_words=float(median(statements)) if statements else 0.0,
        numbers="digits" if digits >= spelled else "words",
        patient_leads=_share(bool(_LEADS.match(text)) for text in longer),
    )


def _told(row: Json) -> CountedDialogue:
    turns = tuple((_role(turn["speaker"]), text) for turn in row["turns"] if words(text := plain(turn["text"])))
    note = row.get("note")
    return CountedDialogue(turns, len(words(plain(note))) if isinstance(note, str) and note.strip() else None)


def _role(speaker: str) -> str:
    low = speaker.strip().lower()
    return "physician" if low in PHYSICIAN else low


def _line(told: list[CountedDialogue]) -> tuple[float, float]:
    """Least squares of turns on note words; a level line if the notes do not differ in length or there are none."""
    pairs = [(d.note_words, len(d.turns)) for d in told if d.note_words is not None]
    if not pairs:
        return sum(len(d.turns) for d in told) / len(told), 0.0
    n, x, y = len(pairs), sum(a for a, _ in pairs), sum(b for _, b in pairs)
    across = n * sum(a * a for a, _ in pairs) - x * x
    slope = (n * sum(a * b for a, b in pairs) - x * y) / across if across else 0.0
    return (y - slope * x) / n, slope


def _percentile(ordered: list[int], percent: int) -> float:
    """Linear between the two nearest ranks."""
    whole, part = divmod((len(ordered) - 1) * percent, 100)
    above = ordered[min(whole + 1, len(ordered) - 1)]
    return ordered[whole] + (above - ordered[whole]) * part / 100


def _share(hits: Iterable[bool]) -> float:
    found = list(hits)
    return round(sum(found) / len(found), 4) if found else 0.0


def _mean(counts: Iterable[int]) -> float:
    found = list(counts)
    return round(sum(found) / len(found), 3)


def _fillers(turns: list[list[str]]) -> float:
    total = sum(map(len, turns))
    return round(100 * sum(word in _FILLERS for said in turns for word in said) / max(1, total), 3)
