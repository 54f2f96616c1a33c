"""A test beside its value in one item: "sodium 137", "creatinine is slightly elevated", "platelets not noted"."""

from collections.abc import Sequence

from bedside.agents.reading.draft import argument
from bedside.agents.reading.tables import phrases, plains
from bedside.agents.text.doc import Doc, Token
from bedside.agents.text.inflection import is_verb
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument

_UNIT_WORDS = frozenset("kpa mmol umol nmol pmol g mg ng pg fl u iu l ml cm mm mmhg sec s min".split())
_UNKNOWN = ("ITJ", "CRD", "UNC", "AT0", "PNP")  # tags of letters that the tagger does not know: "Na 132"
_LONGEST = 9  # words of a test's name
COPULA = frozenset(
    {
        "is",
        "are",
        "was",
        "were",
        "appears",
        "appear",
        "appeared",
        "looks",
        "remains",
        "remained",
        "being",
        "came",
        "be",
        "been",
        "has",
        "have",
    }
)
_LINKS = frozenset(
    {
        "of",
        "at",
        "to",
        ":",
        "=",
        "-",
        "–",
        "−",
        "<",
        ">",
        "≤",
        "≥",
        "~",
        "back",
        "as",
        "in",
        "still",
        "also",
        "all",
        "both",
        "level",
        "now",
    }
)
OUTCOMES = frozenset("pos neg positive negative reactive nonreactive non-reactive detected undetected".split())
_NEXT = 3  # words in which the value of the next test begins
_TIMES = frozenset({"today", "yesterday", "recently", "previously"})
_NUMBERS = frozenset({"number", "amount", "pair", "score", "dimension"})


def verdict(words: Sequence[str]) -> str:
    found = phrases("result_words").within(words)
    return found[0] if found else ""


def goes_on(words: Sequence[Token]) -> bool:
    """Whether the next test and its value stand here without a mark before them: "[Hb 102] WCC 9.1"."""
    named = len(words) > 1 and words[0].text[0].isupper() and words[0].text[0].isalpha()
    return named and any(word.text[0].isdigit() for word in words[1:_NEXT]) and words[0].lower not in _TIMES


class Values:
    """The numbers of a sentence, and what stands beside them."""

    def __init__(self, doc: Doc, sentence: Span) -> None:
        self.doc = doc
        self.sentence = sentence
        self.numbers = {
            q.start: q for q in doc.quantities if q.kind in _NUMBERS and sentence.start <= q.start < sentence.end
        }

    def pair(self, words: Sequence[Token]) -> tuple[int, int, int] | None:
        """A test with its value: how many words name it, where the value begins, and the word after it."""
        low = plains(words)
        for i in range(1, len(words)):
            number = self.numbers.get(words[i].start)
            if number is not None and self._nameable(words[:i]):
                after = i + 1
                while after < len(words) and words[after].start < number.end:
                    after += 1
                while (after < len(words) and words[after].text[0] in "%/") or (
                    after < len(words) and low[after - 1] == "/"
                ):
                    after += 1
                after = self._went(words, after)
                return self._name_end(words, i), self._begin(words, i), self._unit(words, after)
            found = phrases("result_words").at(low, i) if low[i - 1] != "/" else None  # "g/L"
            if (
                found is not None
                and found[0][0] in ("normal", "abnormal", "same", "unknown")
                and self._ends(words, found[1])
                and self._nameable(words[:i])
            ):
                begin = i - 1 if words[i - 1].tag == "XX0" and i > 1 else i  # "margins are not clear"
                compared = found[0][0] == "same" and low[found[1] : found[1] + 1] in (["to"], ["from"], ["with"])
                whole = compared or self.numbers.get(words[-1].start) is not None
                return self._name_end(words, begin), begin, len(words) if whole else found[1]
        return None

    def _went(self, words: Sequence[Token], after: int) -> int:
        """The word after values that a first one went to: "212 -> 96 -> 31"."""
        while after < len(words) - 1:
            arrow = 2 if words[after].text == "-" and words[after + 1].text == ">" else words[after].text == "→"
            if not arrow or after + arrow >= len(words) or not words[after + arrow].text[0].isdigit():
                return after
            after += arrow + 1
        return after

    def _unit(self, words: Sequence[Token], after: int) -> int:
        """The word after a unit that stands behind its number ("12.4 sec", "mg/dL")."""
        end = after
        while (
            end < len(words)
            and end - after < 4
            and words[end].tag != "CJC"
            and words[end].text not in ",;("
            and not self._names_next(words, end)
            and (words[end].tag.startswith(("NN", "UNC", "ZZ", "PUN", "NP")) or words[end].lower in _UNIT_WORDS)
        ):
            end += 1
        return end

    def _names_next(self, words: Sequence[Token], at: int) -> bool:
        """Whether the name of the next test stands here and no unit: "Fe 9.8 Hb 102"."""
        number = words[at + 1 : at + 2]
        named = words[at].text[0].isupper() and words[at].lower not in _UNIT_WORDS
        return named and bool(number) and number[0].text[0].isdigit() and words[at - 1].text[0].isdigit()

    def _ends(self, words: Sequence[Token], after: int) -> bool:
        """Whether a value word ends its item, or only a number, a place or a comparison follows."""
        return (
            after >= len(words)
            or words[after].tag in ("PRP", "PUN", "CJS", "CRD", "AV0", "DTQ")
            or self.numbers.get(words[after].start) is not None
            or phrases("time_words").at(plains(words), after) is not None  # "bloods OK last week"
        )

    def _begin(self, words: Sequence[Token], i: int) -> int:
        """Where a value begins: what stands between "was" and its number belongs to it ("at the high end of normal at 94")."""
        verb = next((j for j in range(1, i) if words[j].tag.startswith("VB")), None)
        if verb is None and i > 1 and (words[i - 1].text in "<>≤≥~" or self._below_zero(words, i)):
            return i - 1
        return i if verb is None else verb + 1

    def _below_zero(self, words: Sequence[Token], i: int) -> bool:
        """Whether a minus belongs to the number behind it: "BE -8", but not "Na - 138"."""
        apart = words[i - 2].end < words[i - 1].start
        return words[i - 1].text in "-−" and apart and words[i - 1].end == words[i].start

    def _nameable(self, words: Sequence[Token]) -> bool:
        """Whether these words can name a test: a noun, and no verb but a copula."""
        while len(words) > 1 and words[-1].text in "-<>≤≥~=" and words[-1].start > words[-2].end:
            words = words[:-1]
        if not any(t.tag.startswith(("NN", "NP", "UNC", "ZZ")) or t.text.isupper() for t in words):
            first = words[0]  # a name that the tagger does not know: "Haemoglobin 118"
            signed = len(words) == 2 and words[1].text in "+-" and words[1].start == first.end  # "Na+"
            alone = len(words) == 1 and first.text[0].isupper() and not first.lower.endswith("ly")
            named = any(
                m.span.start == first.start and m.kind == "measurement" for m in self.doc.mentioned(self.sentence)
            )
            strange = len(words) == 1 and first.text.islower() and len(first.text) > 2 and not is_verb(first.lower)
            lettered = alone and (len(first.text) > 4 or first.tag in _UNKNOWN)
            if not (signed or named or lettered or (strange and first.tag.startswith("V"))):
                return False
        if len(words) > _LONGEST or any(t.lower == "with" for t in words):
            return False
        for t in words:
            if t.lower in COPULA:
                continue
            if t.tag.startswith(("VVZ", "VVD", "VM", "PNP", "VD")) and not self._in_test(t):
                return False
        return True

    def _in_test(self, token: Token) -> bool:
        return any(m.span.start <= token.start < m.span.end for m in self.doc.mentioned(self.sentence))

    def _name_end(self, words: Sequence[Token], i: int) -> int:
        i = next((j for j in range(1, i) if words[j].tag.startswith("VB")), i)
        while i > 1 and (
            words[i - 1].lower in COPULA | _LINKS or words[i - 1].text in ",(" or words[i - 1].tag in ("AV0",)
        ):
            i -= 1
        return i

    def remark(self, words: Sequence[Token]) -> Argument | None:
        """Words after a value that judge it: "which is low for his height", "(H)"."""
        while words and words[0].text in ",([":
            words = words[1:]
        while words and words[-1].text in ")].":
            words = words[:-1]
        if not words:
            return None
        low = plains(words)
        table = phrases("result_words")
        found = next(
            (f for i in range(len(low)) if (f := table.at(low, i)) and f[0][0] in ("normal", "abnormal")), None
        )
        return argument(self.doc, "note", words[0].start, words[-1].end, found[0][0]) if found else None
