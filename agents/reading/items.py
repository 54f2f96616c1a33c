"""A sentence of a list section cut into its items: "No fever, chills or cough; positive for heartburn" holds four."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bedside.agents.reading.tables import Phrases, phrases, plains
from bedside.agents.text.doc import Doc, Token
from bedside.agents.text.number_words import PERIODS
from bedside.scenarios.span import Span

_ECG_LEADS = frozenset({"i", "ii", "iii", "avf", "avl", "avr"})
_OPENERS = {"(": ")", "[": "]"}
_JOINS = frozenset({"and", "or", "nor", "but", "plus", "&", "+", "/", "though", "however", "although"})
_STRONG = frozenset({";", ".", "but", "however", "though", "although", "|"})
_EXCEPT = (("except",), ("other", "than"), ("apart", "from"), ("aside", "from"), ("with", "the", "exception"))
_WITHOUT = (("without",), ("with", "no"), ("w", "/", "o"))
_ANEW = (("in", "no"), ("s", "/", "p"), ("status", "post"), ("as", "well", "as"))
_LETTERS = frozenset({"MS", "PT", "IT"})  # no title, no patient, no pronoun
_TICKS = (("(", "+", ")"), ("(", "-", ")"))
_NOUNS = ("NN", "NP", "UNC", "PNI")
_ADJECTIVES = ("AJ", "VVG", "VVN", "ORD")
_CONTINUES = (
    "PRP", "PRF", "AV0", "AVP", "CJS", "CJT", "DTQ", "PNQ", "VVN", "VVG", "CRD", "TO0", "VBZ", "VBD", "VBB", "VHZ",
    "VVZ", "VVD", "VVB", "AVQ", "VM0",
)  # fmt: skip
_SAID = frozenset({"symptom", "disorder", "finding"})
_ANY = _SAID | {"procedure", "drug", "test", "substance", "measurement", "device"}
_HEADS = frozenset(
    "problem difficultie difficulty change symptom disorder issue complaint disease dysfunction abnormalitie abnormality habit"
    " disturbance condition".split()
)  # without the s of several
_PART_HEADS = _HEADS | frozenset("cancer pain swelling edema numbnes weaknes surgery tendernes discomfort ache".split())
_ANSWERED = frozenset({"present", "absent"})
_THOUGHTS = frozenset({"ideation", "thought", "intent"})
_PART_LONG = 3  # words of a part that waits
_WHOLE = frozenset({"procedure", "disorder", "test", "drug"})
SUBJECTS = frozenset({"patient", "pt", "px", "he", "she", "they", "i", "we", "it", "mom", "mother", "family"})


@dataclass(frozen=True, slots=True)
class Item:
    """One item. ``span`` is without the words that lead to it, ``lead`` what those say ("deny", "affirm", "history",
    "done", "maybe", "open", "same", ""), ``fresh`` whether it has a lead of its own, ``named`` whether a person stands there."""

    span: Span
    lead: str
    fresh: bool
    named: bool
    led: Span | None = None  # the words that lead to it
    joiner: str = ""  # what stands between the item before and this one

    @property
    def whole(self) -> Span:
        """The item with the words that lead to it."""
        return Span(start=self.led.start, end=self.span.end) if self.led is not None else self.span


def _allergic(words: Sequence[Token]) -> bool:
    """Whether an allergy is to what comes next."""
    low = [word.lower for word in words]
    return any(a in ("allergy", "allergies", "allergic") and b == "to" for a, b in pairwise(low))


def items(doc: Doc, sentence: Span, *, described: bool = False) -> list[Item]:
    """The items of a sentence in order. A lead holds for what follows it until the next lead or a strong mark.

    ``described``: adjectives alone are items too ("supple, nontender")."""
    words = doc.tagged(sentence)
    found: list[Item] = []
    lead, asked = "", False
    for piece, joiner in _Pieces(doc, words, described).run():
        if joiner in _STRONG and lead in ("deny", "maybe", "open"):
            lead = ""
        if lead == "maybe" and joiner == "," and asked:
            lead = ""  # "?kidney stones 2016, hernia repair": a sign is of its own item
        own, body = led(piece, phrases("leads"))
        if own:
            lead, asked = own, piece[0].text == "?"
        if not body:
            continue
        span = doc.trimmed(body[0].start, body[-1].end)
        if span.start < span.end:
            dropped = piece[: len(piece) - len(body)]
            before = Span(start=dropped[0].start, end=dropped[-1].end) if dropped else None
            found.append(Item(span, lead, bool(own), any(t.lower in SUBJECTS for t in dropped), before, joiner))
    return _headed(doc, found, described)


def _headed(doc: Doc, listed: list[Item], described: bool) -> list[Item]:
    """ "Hearing, balance or speech problems" is one item: its first words wait for the noun at the end."""
    found: list[Item] = []
    for item in listed:
        start = len(found)
        while (
            start and _waits(doc, found[start - 1], item, described) and (start == len(found) or not found[start].fresh)
        ):
            start -= 1
        if start < len(found) and not item.fresh:
            first = found[start]
            item = replace(first, span=Span(start=first.span.start, end=item.span.end))
            del found[start:]
        found.append(item)
    return found


def _waits(doc: Doc, item: Item, last: Item, described: bool) -> bool:
    """Whether an item is a word or a part that needs the noun of the last one."""
    words, end = doc.tagged(item.span), doc.tagged(last.span)
    kinds = {mention.kind for mention in doc.mentioned(item.span)}
    one = len(words) == 1
    if described:  # "no axillary, cervical or inguinal lymphadenopathy"
        denied = item.lead == last.lead == "deny" and words[0].tag.startswith("AJ")
        few = len(words) <= 2 and last.joiner == "or"  # "no focal motor or sensory deficit"
        return (one or few) and denied and not kinds & _SAID and (few or bool(doc.mentioned(last.span)))
    head = end[-1].lower.rstrip("s")
    if len(end) < 2:
        return False
    if kinds == {"anatomy"} and head in _PART_HEADS and len(words) <= _PART_LONG:
        return True
    return one and ((head in _HEADS and not kinds & _ANY) or (head in _THOUGHTS and words[0].tag.startswith("AJ")))


def pieces(doc: Doc, sentence: Span) -> Iterator[tuple[Sequence[Token], str]]:
    """The words of each item with those that lead to it, and the separator before."""
    return _Pieces(doc, doc.tagged(sentence), False).run()


def led(piece: Sequence[Token], table: Phrases) -> tuple[str, Sequence[Token]]:
    """What the words before an item say, and the item without them."""
    effect = ""
    words = plains(piece)
    at = 2 if len(words) > 2 and words[0].isdigit() and words[1] in (".", ")") else 0  # the number of a list
    while at < len(words):
        if words[at] in (",", ":", "-", "–", "."):
            at += 1
            continue
        found = table.at(words, at)
        if found is None or piece[at].text in _LETTERS or _numbered(piece, at):
            break
        if found[0][0] != "drop" and effect != "deny":
            effect = found[0][0]
        at = found[1]
    return effect, piece[at:]


def _numbered(piece: Sequence[Token], at: int) -> bool:
    """Whether letters go on in a number, so that they are no word: "HER2", "PT10"."""
    here, after = piece[at], piece[at + 1 : at + 2]
    return here.text.isupper() and bool(after) and after[0].start == here.end and after[0].text[0].isdigit()


class _Pieces:
    """One pass over the words of a sentence that parts them at its separators."""

    def __init__(self, doc: Doc, words: Sequence[Token], described: bool) -> None:
        self.doc = doc
        self.words = words
        self.low = plains(words)
        self.described = described

    def run(self) -> Iterator[tuple[Sequence[Token], str]]:
        """Stretches between separators, with the separator before each ("" for a word that opens a stretch itself)."""
        cuts = self._cuts()
        start, joiner, number = 0, "", 0
        while number < len(cuts):
            cut = after = cuts[number][0]
            mark, turned, comma = "", False, False
            while number < len(cuts) and cuts[number][0] == after:  # ", and", "; but"
                width = cuts[number][1]
                if width and mark not in _STRONG:
                    mark = self.low[after]
                comma = comma or (width > 0 and self.low[after] == ",")
                number += 1
                if not width:
                    turned = True
                    break
                after += 1
            ahead = cuts[number][0] if number < len(cuts) else len(self.words)
            if turned or self._parted(self.words[start:cut], self.words[after:ahead], mark, comma=comma):
                if cut > start:
                    yield self.words[start:cut], joiner
                start, joiner = after, mark
        if start < len(self.words):
            yield self.words[start:], joiner

    def _cuts(self) -> list[tuple[int, int]]:
        """Where stretches may end, and how many words (0 or 1) the separator there takes."""
        depth = 0
        kept = 0  # words up to here are one whole
        found: list[tuple[int, int]] = []
        for i, text in enumerate(self.low):
            depth += (text in _OPENERS) - (text in _OPENERS.values())
            whole = phrases("wholes").at(self.low, i)
            kept = max(kept, whole[1] if whole else 0)
            if i and tuple(self.low[i : i + 3]) in _TICKS:
                found.append((i, 0))
            if depth > 0 or i < kept:
                continue
            if self._separates(i, text) and not self._within_term(i):
                found.append((i, 1))
            elif i and self._turns(i):
                found.append((i, 0))
        return found

    def _separates(self, i: int, text: str) -> bool:
        last = i + 1 == len(self.low)
        if text in (",", ";", "•", "|"):
            return True
        if text == ".":
            return not last and not (i and len(self.low[i - 1]) == 1)
        if text not in _JOINS or i == 0 or last or (text in "+&" and self.words[i - 1].end == self.words[i].start):
            return False
        if text == "or" and self.words[i - 1].tag == self.words[i + 1].tag == "CRD":
            return False  # "4 or 5 years old"
        if text != "/":
            return True
        if i > 1 and self.words[i - 2].tag == "CRD" and self.words[i - 1].end == self.words[i].start:
            return False  # "8.9 mg/dL"
        beside = (self.words[i - 1], self.words[i + 1])
        named = all(w.text[0].isalpha() and len(w.text) > 1 for w in beside)
        same = [{m.concept for m in self.doc.mentioned(Span(start=w.start, end=w.end))} for w in beside]
        if same[0] & same[1]:
            return False  # "ECG/EKG" is one test
        return named and self.low[i + 1] not in PERIODS

    def _turns(self, i: int) -> bool:
        """Whether an exception begins here, or what is absent beside what is present."""
        turn = next((turn for turn in _EXCEPT if tuple(self.low[i : i + len(turn)]) == turn), None)
        if turn is not None:
            after = i + len(turn)
            return not any(token.tag.startswith(("AVQ", "CJS", "PNP")) for token in self.words[after : after + 3])
        if self.low[i] in ("no", "nil") and self._denies_anew(i):
            return True
        if (
            self.described
            and self.low[i] == "with"
            and "no" not in self.low[:i]
            and self.words[i - 1].tag.startswith("NN")
        ):
            return self._says(self.words[i + 1 : i + 5], frozenset({"symptom", "disorder"})) or self._ends_part(i)
        if any(tuple(self.low[i : i + len(turn)]) == turn for turn in _ANEW):
            return self.low[i - 1] not in _JOINS
        if not any(tuple(self.low[i : i + len(turn)]) == turn for turn in _WITHOUT):
            return False
        return self.described or self._says(self.words[i : i + 7])

    def _ends_part(self, i: int) -> bool:
        """Whether a part with what it is like ends before "with": "non-distended abdomen with a palpable spleen tip"."""
        at = max(0, i - _PART_LONG)
        around = self.doc.mentioned(Span(start=self.words[at].start, end=self.words[i - 1].end))
        part = next((m for m in around if m.kind == "anatomy" and m.span.end == self.words[i - 1].end), None)
        before = [token for token in self.words[at:i] if part is not None and token.start < part.span.start]
        return (
            bool(before) and before[-1].tag.startswith(_ADJECTIVES) and self.words[i + 1].tag.startswith(("AT", "AJ"))
        )

    def _denies_anew(self, i: int) -> bool:
        """Whether "no" opens an item without a mark before it: "chest clear no wheeze"."""
        if i + 1 >= len(self.words) or self.words[i + 1].tag in ("PUN", "CJC", "AJC") or self.low[i + 1] == "longer":
            return False
        before = self.words[i - 1]
        return before.tag.startswith(("AJ", "NN", "NP", "UNC", "ZZ", "AV0")) and self.low[i - 1] not in (
            "is",
            "are",
            "with",
        )

    def _within_term(self, i: int) -> bool:
        """Whether a separator stands within one concept ("incision and drainage")."""
        words = self.words
        if words[i].text == ".":
            return False
        around = Span(start=words[max(0, i - 4)].start, end=words[min(len(words) - 1, i + 4)].end)
        return any(
            m.span.start < words[i].start and m.span.end > words[i].end and m.kind in _WHOLE
            for m in self.doc.mentioned(around)
        )

    def _parted(self, before: Sequence[Token], after: Sequence[Token], mark: str, *, comma: bool) -> bool:
        """Whether what stands on both sides of a separator are items of their own."""
        if mark in _STRONG or not before or not after:
            return True
        if before[-1].lower in _ECG_LEADS and after[0].lower in _ECG_LEADS:
            return False  # "in leads II, III and aVF"
        if self._opens(after) or (
            mark == "," and before[-1].lower in _ANSWERED and after[-1].lower in (*_ANSWERED, ".")
        ):
            return True
        if mark == ",":
            if not self.described and self._bare(before) and not self._says(before, _ANY):
                return False  # "lung, liver and prostate cancer"
            if self.described and after[0].tag == "VVG":
                return True
            if after[0].text.isupper() and len(after[0].text) > 1:
                return True  # "HFpEF, AS"
            counted = after[0].tag == "CRD" and (self.described or any(t.tag == "NN2" for t in after))
            return counted or self._says(after[:2], _ANY) or not after[0].tag.startswith(_CONTINUES)
        if self.described and self._joined(before, after):
            return False
        if _allergic(before):
            return False  # "food allergies to peanut and tree nuts"
        if self.described and after[0].lower in ("a", "an"):
            return True
        if not (self._named(before) and self._named(after)):
            return False
        inside = led(before, phrases("leads"))[1]  # "no evidence of" is no part of what is denied
        return comma or self._says(after, _ANY) or not any(token.tag in ("PRP", "PRF") for token in inside[1:])

    def _joined(self, before: Sequence[Token], after: Sequence[Token]) -> bool:
        """Whether two halves share a noun or a verb: "limited active and passive movement", "tone and bulk are normal"."""
        if self._part(before) and self._part(after[:1]):
            return True
        noun = any(token.tag.startswith("NN") for token in before)
        if not noun and any(token.tag.startswith("NN") for token in after) and not self._says(before):
            return True
        if self._says(before) or self._says(after):
            return False
        verb = next((i for i, token in enumerate(after) if token.tag.startswith("VB")), None)
        if verb and not any(token.tag.startswith(("VB", "VV")) for token in before):
            return True
        return before[0].tag.startswith(("AJ", "VVN", "VVD")) and after[0].tag.startswith("NN")

    def _part(self, piece: Sequence[Token]) -> bool:
        """Whether a stretch only names a part, of which something is said later ("mood and affect appropriate")."""
        return phrases("exam_parts").within(plains(piece)) is not None

    def _opens(self, after: Sequence[Token]) -> bool:
        effect, body = led(after, phrases("leads"))
        return bool(effect) and len(body) > 0

    def _named(self, piece: Sequence[Token]) -> bool:
        tags = _NOUNS + _ADJECTIVES if self.described else _NOUNS
        return any(token.tag.startswith(tags) for token in piece) or self._says(piece, _ANY)

    def _bare(self, piece: Sequence[Token]) -> bool:
        """Whether a stretch is an adjective that waits for the noun of a later one ("visual, hearing or ...")."""
        body = led(piece, phrases("leads"))[1]
        return len(body) == 1 and body[0].tag.startswith(_ADJECTIVES)

    def _says(self, piece: Sequence[Token], kinds: frozenset[str] = _SAID) -> bool:
        if not piece:
            return False
        span = Span(start=piece[0].start, end=piece[-1].end)
        return any(mention.kind in kinds for mention in self.doc.mentioned(span))
