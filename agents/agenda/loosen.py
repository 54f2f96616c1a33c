"""Says a note's statement in other words where a line would repeat four of its words in a row.

Each rewording keeps concepts, numbers, sides and polarity: everyday phrases, possessives for parts of the body,
contractions, numbers in words, and word order. Whatever is already said differently is left alone."""

import random
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from bedside.agents.agenda.recast import Voice
from bedside.agents.extraction.quantities import say_number

TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?", re.I)
PART = set(
    """knee knees shoulder shoulders hip hips ankle ankles wrist wrists hand hands finger fingers thumb foot feet toe toes leg legs
    arm arms elbow elbows back neck chest abdomen belly stomach head eye eyes ear ears nose throat skin heart lungs lung liver
    kidney kidneys breast breasts thigh calf groin spine jaw face scalp extremity extremities heel hamstring forearm thyroid
    prostate bladder mouth tongue lip lips palm nail tooth teeth rib ribs pelvis flank sinus sinuses""".split()
)
SIDE = set("right left bilateral lower upper mid middle index great big little ring both lumbar cervical thoracic medial lateral anterior posterior inner outer".split())  # fmt: skip
SCANS = set("mri mris ct x-ray x-rays ultrasound scan scans mra echo echocardiogram biopsy imaging radiograph radiographs".split())
PURPOSE = set("evaluate assess treat help strengthen reduce determine check improve see prevent ensure protect manage control relieve confirm discuss follow get make keep find look rule avoid monitor maintain decrease increase allow further learn".split())  # fmt: skip
LABELS = set("type grade stage class phase level step part number vitamin covid stage t c l g p s b d day week".split())
DETERMINED = set("the a an my your his her their our this that these those some any no".split())


@cache
def _table() -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    table: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    source = files("bedside.agents.agenda").joinpath("phrases", "en", "loosen.tsv").read_text(encoding="utf-8")
    for line in source.splitlines():
        if not line or line.startswith("#"):
            continue
        phrase, _, alternatives = line.partition("\t")
        words = tuple(phrase.split())
        choices = tuple(a for a in alternatives.split("|") if a != phrase)
        if choices:
            table.setdefault(words[0], []).append((words, choices))
    for rows in table.values():
        rows.sort(key=lambda row: -len(row[0]))
    return table


def grams(texts: Iterable[str]) -> frozenset[tuple[str, ...]]:
    """All runs of four words in the texts, lower case."""
    out: set[tuple[str, ...]] = set()
    for text in texts:
        words = [w.lower() for w in TOKEN.findall(text.replace("’", "'"))]
        out.update(zip(words, words[1:], words[2:], words[3:], strict=False))
    return frozenset(out)


class _Text:
    """A line as words and the marks between them."""

    def __init__(self, text: str, source: frozenset[tuple[str, ...]]) -> None:
        self.source = source
        self.parts = re.split(r"([A-Za-z0-9]+(?:'[A-Za-z]+)?)", text.replace("’", "'"))
        self.index()

    def index(self) -> None:
        self.words = [self.parts[i] for i in range(1, len(self.parts), 2)]
        low = [w.lower() for w in self.words]
        self.low = low
        self.copied = [False] * len(low)
        for i in range(len(low) - 3):
            if (low[i], low[i + 1], low[i + 2], low[i + 3]) in self.source:
                self.copied[i : i + 4] = [True] * 4

    @property
    def clean(self) -> bool:
        return not any(self.copied)

    def gap(self, i: int) -> str:
        """The marks between word i and word i + 1."""
        return self.parts[2 * i + 2]

    def replace(self, i: int, n: int, words: str) -> None:
        """Put ``words`` in place of n words from i."""
        if words.startswith("'"):
            self.parts[2 * i] = self.parts[2 * i].rstrip(" ")
        self.parts[2 * i + 1 : 2 * (i + n)] = [words]
        self.parts = re.split(r"([A-Za-z0-9]+(?:'[A-Za-z]+)?)", "".join(self.parts))
        self.index()

    def solid(self, i: int, n: int) -> bool:
        """True when only spaces stand between the n words from i."""
        return all(self.gap(j) == " " for j in range(i, i + n - 1))

    def __str__(self) -> str:
        return "".join(self.parts)


def loosen(text: str, source: Iterable[str], voice: Voice, rng: random.Random) -> str:
    """Return ``text`` reworded where it repeats runs of four words of ``source``, as far as the rules reach."""
    line = _Text(text, grams(source))
    if line.clean:
        return text
    for stage in (_flip, _phrases, _possessive, _numbers, _contract, _purpose, _small):
        stage(line, voice, rng)
        if line.clean:
            break
    return str(line)


def _phrases(line: _Text, voice: Voice, rng: random.Random) -> None:
    table = _table()
    i = 0
    while i < len(line.low):
        if line.copied[i]:
            for words, choices in table.get(line.low[i], ()):
                n = len(words)
                if tuple(line.low[i : i + n]) == words and line.solid(i, n):
                    choice = choices[int(rng.random() * len(choices))]
                    if choice.startswith("'") and not _takes_contraction(line, i, choice):
                        continue
                    line.replace(i, n, choice)
                    i += len(TOKEN.findall(choice)) - 1  # never reword a rewording
                    break
        i += 1


def _takes_contraction(line: _Text, i: int, choice: str) -> bool:
    before = line.low[i - 1] if i else ""
    if choice.split(" ", 1)[0] in ("'ve", "'m", "'re", "'d"):
        return {"'ve": before in ("i", "you", "we", "they"), "'m": before == "i", "'re": before in ("you", "we", "they"), "'d": before in ("i", "you", "we", "they", "he", "she", "it")}[choice.split(" ", 1)[0]]  # fmt: skip
    return bool(before) and before not in ("and", "or", "but", "which", "this", "these") and not before.endswith("s")


def _possessive(line: _Text, voice: Voice, rng: random.Random) -> None:
    """ "the right knee" -> "your right knee", "that right knee"."""
    for i in range(len(line.low) - 1):
        if line.low[i] != "the" or not (line.copied[i] or line.copied[i + 1]):
            continue
        j = i + 1
        while j < len(line.low) and j < i + 4 and line.low[j] in SIDE:
            j += 1
        if j < len(line.low) and line.low[j] in PART and line.solid(i, j - i + 1):
            line.replace(i, 1, voice.possessive if rng.random() < 0.75 else "that")


def _numbers(line: _Text, voice: Voice, rng: random.Random) -> None:
    for i in range(len(line.low)):
        word = line.low[i]
        if not (line.copied[i] and word.isdigit() and 2 <= int(word) <= 90 and (int(word) <= 20 or int(word) % 10 == 0)):
            continue
        before = line.low[i - 1] if i else ""
        after = line.low[i + 1] if i + 1 < len(line.low) else ""
        gap_before = line.parts[2 * i]
        if before in LABELS or gap_before.endswith((".", "/", ",", "-", "#", ":", "$")) or line.gap(i).startswith((".", "/", "-", ":", ",")) and after.isdigit() or before.isdigit() or after.isdigit():  # fmt: skip
            continue
        if before and before[-1:].isdigit():
            continue
        line.replace(i, 1, say_number(float(word)))


def _contract(line: _Text, voice: Voice, rng: random.Random) -> None:
    for i in range(1, len(line.low)):
        if i < len(line.low) and line.copied[i] and line.low[i] in ("is", "has") and line.solid(i - 1, 2):
            before, after = line.low[i - 1], line.low[i + 1] if i + 1 < len(line.low) else ""
            if line.low[i] == "has" and after not in ("been", "had", "gotten", "improved", "not"):
                continue
            if not before.endswith(("s", "x", "z", "sh", "ch", "'s")) and len(before) < 11 and before not in ("and", "or", "this", "which", "there") and after:
                line.replace(i, 1, "'s")


def _purpose(line: _Text, voice: Voice, rng: random.Random) -> None:
    for i in range(1, len(line.low) - 1):
        if line.low[i] == "to" and line.copied[i] and line.low[i + 1] in PURPOSE and line.low[i - 1] not in ("want", "need", "like", "have", "able", "going", "used", "continue", "try", "how", "order", "unable", "as"):  # fmt: skip
            subject = voice.subject.lower() if voice.subject == "I" else voice.subject
            line.replace(i, 1, rng.choice(("so we can", "and that is to", "in order to", f"so {subject} can")))


def _flip(line: _Text, voice: Voice, rng: random.Random) -> None:
    """ "MRI of the right knee" -> "right knee MRI"."""
    i = 0
    while i + 2 < len(line.low):
        if line.low[i] in SCANS and line.low[i + 1] == "of" and line.copied[i]:
            j = i + 2
            if line.low[j] in DETERMINED:
                j += 1
            k = j
            while k < len(line.low) and k < j + 5 and (line.low[k] in SIDE or line.low[k] in PART):
                k += 1
            if j < k and line.solid(i, k - i) and rng.random() < 0.6:
                line.replace(i, k - i, " ".join([*line.words[j:k], line.words[i]]))
        i += 1


SMALL: dict[str, tuple[str, ...]] = {
    "and": ("and also", "plus", "along with", "and"),
    "with": ("along with",),
    "the": ("this", "that"),
    "because": ("since",),
    "but": ("although",),
    "any": ("any kind of", "any sort of"),
}
AT_LEAST = 5  # words copied in a row before small words are touched; shorter runs are everyone's English


def _small(line: _Text, voice: Voice, rng: random.Random) -> None:
    """The last resort: small words in the middle of a long run."""
    for rank in (("and", "with", "because", "but"), ("the",), ("any",)):
        i = 0
        while i < len(line.low):
            word = line.low[i]
            if word in rank and i and i + 1 < len(line.low) and line.copied[i] and line.solid(i - 1, 3) and _run(line, i) >= AT_LEAST:
                near = line.low[i + 1 : i + 4]
                if word == "the" and (any(w.endswith("s") and not w.endswith("ss") for w in near) or near[0] in ("same", "most", "first", "last", "next", "past", "other", "patient", "time", "day", "importance", "use")):
                    i += 1
                    continue
                choice = SMALL[word][int(rng.random() * len(SMALL[word]))]
                line.replace(i, 1, choice)
                i += len(TOKEN.findall(choice))
            i += 1


def _run(line: _Text, i: int) -> int:
    """Length of the copied stretch around word i."""
    start = end = i
    while start and line.copied[start - 1]:
        start -= 1
    while end + 1 < len(line.low) and line.copied[end + 1]:
        end += 1
    return end - start + 1
