"""Puts clinical wording into plain words. Law: the concept, the numbers, the side and the polarity stay what they were.

The table ``terms/lay.tsv`` is written by hand (no clinician has reviewed it): clinical wording, plain wordings, shape (``n`` counts and
has a plural, ``np`` does not; ``v`` is inflected, ``vp`` is not; ``adj``, ``adv``, ``prep``) and who would say it.
``terms/lay_derived.tsv`` holds further rows taken from the sources named in NOTICE; they are offered by
:meth:`Lay.alternatives` but never written into a text, because nobody has checked how they fit a sentence.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Literal

from bedside.knowledge.terminology import Terminology, words

Who = Literal["patient", "physician", "both"]
Shape = Literal["n", "np", "v", "vp", "adj", "adv", "prep"]
TERMS = Path(__file__).with_name("terms")


@dataclass(frozen=True, slots=True)
class PlainWording:
    """One plain wording and who would say it."""

    text: str
    who: Who


@dataclass(frozen=True, slots=True)
class LayRow:
    """One row of the table."""

    clinical: str
    plain: tuple[PlainWording, ...]
    shape: Shape


@dataclass(frozen=True, slots=True)
class _Entry:
    row: LayRow
    form: Literal["base", "s", "ed", "ing", "plural"]


class Lay:
    """The lay vocabulary. Get it with :meth:`load`; it is immutable once loaded."""

    def __init__(self, rows: tuple[LayRow, ...], derived: dict[str, tuple[str, ...]], terminology: Terminology) -> None:
        """Index the rows under each inflected form of their clinical wording."""
        self.rows = rows
        self._derived = derived
        self._terms = terminology
        self._table: dict[str, _Entry] = {}
        self._longest: dict[str, int] = {}
        inflected: list[tuple[str, _Entry]] = []
        for row in rows:
            self._add(row.clinical.lower(), _Entry(row, "base"))
            if row.shape == "v":
                for form in ("s", "ed", "ing"):
                    inflected.append((_verb(row.clinical.lower(), form), _Entry(row, form)))
            elif row.shape == "n":
                inflected.append((_plural(row.clinical.lower()), _Entry(row, "plural")))
        for form, entry in inflected:  # a row of its own ("emeses", "fractured") wins over a derived form
            self._add(form, entry)

    @staticmethod
    def load() -> "Lay":
        """The shipped vocabulary, read once a process."""
        return _loaded()

    def _add(self, form: str, entry: _Entry) -> None:
        parts = _parts(form)
        key = " ".join(parts)
        if key and key not in self._table:
            self._table[key] = entry
            self._longest[parts[0]] = max(self._longest.get(parts[0], 0), len(parts))

    # --- looking up -----------------------------------------------------------------------------------------------

    def alternatives(self, phrase: str) -> tuple[str, ...]:
        """Plain wordings for a clinical one, hand-checked ones first, then derived ones; () if none is known."""
        key = " ".join(_parts(phrase))
        found: list[str] = []
        entry = self._table.get(key)
        if entry is not None:
            found += [_inflect(p.text, entry, "") for p in entry.row.plain]
        found += self._derived.get(key, ())
        concept = self._terms.concept(phrase)
        if concept is not None:
            found += self._terms.lay_forms(concept)
        return tuple(dict.fromkeys(form for form in found if form.lower() != phrase.lower()))

    # --- rewriting ------------------------------------------------------------------------------------------------

    def plain(
        self, text: str, who: Literal["patient", "physician"], rng: Random, avoid: frozenset[str] = frozenset()
    ) -> str:
        """``text`` in plain words, the longest known wording at each place replaced by one that ``who`` would use.

        ``avoid`` holds clinical wordings to leave alone and plain wordings not to use (lower case). Verbs keep their
        ending, nouns their number, sentences their capital. Text without a known wording comes back unchanged.
        """
        text = self._written_out(text)
        tokens = list(words(text))
        inside = [(m.start, m.end) for m in self._terms.find(text)]
        lows = [token.group().lower().replace("\u2019", "'") for token in tokens]
        parts: list[str] = []
        copied = at = 0
        while at < len(tokens):
            end, entry = self._match(text, tokens, lows, at)
            surface = text[tokens[at].start() : tokens[end - 1].end()]
            if (
                entry is None
                or surface.lower() in avoid
                or (len(surface) > 5 and surface.isupper())  # a heading
                or _is_part(tokens[at].start(), tokens[end - 1].end(), inside)
            ):
                at += 1
                continue
            chosen = self._choose(entry, text, tokens, at, end, who, rng, avoid)
            if chosen is None:
                at = end if entry.row.shape in {"n", "np"} else at + 1
                continue
            start, stop = tokens[at].start(), tokens[end - 1].end()
            before = text[copied:start]
            chosen, before = _articles(chosen, before)
            if _opens(text, start) and tokens[at].group()[0].isupper():
                chosen = chosen[0].upper() + chosen[1:]
            parts += [before, chosen]
            copied, at = stop, end
        return "".join(parts) + text[copied:]

    def _match(self, text: str, tokens: list[re.Match[str]], lows: list[str], at: int) -> tuple[int, _Entry | None]:
        first = _parts(lows[at])
        most = self._longest.get(first[0], 0) if first else 0
        reach = at + 1
        while reach < min(len(tokens), at + most):
            if not _BETWEEN.fullmatch(text, tokens[reach - 1].end(), tokens[reach].start()):
                break
            reach += 1
        for end in range(reach, at, -1):
            entry = self._table.get(" ".join(_parts(" ".join(lows[at:end]))))
            if entry is not None:
                return end, entry
        return at + 1, None

    def _choose(
        self,
        entry: _Entry,
        text: str,
        tokens: list[re.Match[str]],
        at: int,
        end: int,
        who: Literal["patient", "physician"],
        rng: Random,
        avoid: frozenset[str],
    ) -> str | None:
        third = _THIRD_PERSON.search(text) is not None
        before = _neighbour(text, tokens, at, -1)
        if entry.row.shape == "v" and (before.endswith("ly") or before in ("also", "not")):
            before = (
                _neighbour(text, tokens, at - 1, -1) or before
            )  # "was briefly discussed" is as passive as "was discussed"
        after = _neighbour(text, tokens, end - 1, +1)
        usable = [
            _inflect(plain.text, entry, before)
            for plain in entry.row.plain
            if plain.who in ("both", who)
            and plain.text.lower() not in avoid
            and _fits(plain.text, entry, before, after)
            and not (third and _PERSON.search(plain.text))
        ]
        return rng.choice(usable) if usable else None

    def _written_out(self, text: str) -> str:
        """Abbreviations that nobody says aloud, written out where they have one meaning ("s/p", "HTN", "b.i.d.")."""

        def full(match: re.Match[str]) -> str:
            short = match.group()
            if short in _SPOKEN or short.lower() in _UNITS:
                return short
            meanings = self._terms.expansions(short)
            return meanings[0] if len(meanings) == 1 and not any(c.isdigit() for c in meanings[0]) else short

        return _SHORT.sub(full, _PRN.sub(r"\1 for ", text))


def _is_part(start: int, end: int, mentions: list[tuple[int, int]]) -> bool:
    """Whether a span is a part of a longer mention: one word of "irritable bowel syndrome" must not be reworded."""
    return any(low <= start and end <= high and high - low > end - start for low, high in mentions)


_BETWEEN = re.compile(r"[ \t\u00a0]*[-\u2010\u2011]?[ \t\u00a0]*|[ \t]*\n[ \t]*(?=[a-z])")
_SHORT = re.compile(
    r"(?<![\w./])(?:[A-Za-z]/[A-Za-z](?:/[A-Za-z])?|(?:[a-z]\.){2,4}|[A-Z][A-Za-z]?[A-Z]{1,3}s?|bid|tid|qid|prn|po|qhs|pt|hx|sx|dx|tx|rx|abd|wnl)(?![\w/])"
)
_PRN = re.compile(r"\b(prn|PRN) (?=[a-z]{4,})")
_UNITS = frozenset("mg mcg ml kg lb lbs cm mm iu bpm oz cc hr hrs min mins".split())
_SPOKEN = frozenset(
    "MRI CT EKG ECG HIV COPD COVID IV ADHD PTSD CPAP IUD PSA ER IBS OCD STD STI UTI UTIs BMI CPR ICU ACL MCL TB MS OR US AS IT "
    "AIDS MRSA DVT PET TMJ OK AM PM TV GP LDL HDL ALS MD DO NP RN PA ED DNA USA ID RSV PCOS CBD EMT GI A/C I/O ENT".split()
)
_COPULA = frozenset(
    "is was are were be been being am isn't wasn't aren't weren't feels felt feel looks seems seemed remains".split()
)
_HAVING = frozenset("was were is are been be being has have had having get got gets getting".split())
_DETERMINER = frozenset(
    "a an the my your his her their our its this that these those no any some each every another much more less".split()
)
_LINK = frozenset(
    "of with has had have having from for and or by in on at to as like is was are were be been denies reports without about "
    "get gets got since during after before due worsening include including despite than then but if causing caused".split()
)
_PREDICATIVE = frozenset(
    "and or but in on at with for to when while since after before during over from by today now yesterday because so if as "
    "than that which who also again this throughout without though until not is was are were".split()
)
_POSTPOSED = re.compile(
    r"(?:on|that|with|without|at|in|by|from|for|since|after|before|under|until|to|of|not|about|up|around|when|when it|down|off(?! and)|less|right|there|sure|same|working|taking|low on|once in|now and)\b"
)
_GERUND = re.compile(
    r"(?:being|not|getting|having|feeling|waking|coming|losing|looking|leaking|drinking|\w+ing up|\w+ing out)\b"
)


# Verbs that take no object ("the pain went up"), and verbs that need one ("they raised the dose").
_NO_OBJECT = frozenset(
    ("go up", "go down", "get better", "get worse", "go away", "clear up", "come back", "ease off", "calm down", "stick around", "lessen",
     "not go away", "keep going", "happen", "come on", "happen again", "shrink", "get bigger", "move along", "wake up", "drink plenty",
     "go up and down", "come and go", "do okay with")
)  # fmt: skip
_NEEDS_OBJECT = frozenset(
    ("raise", "lower", "bump up", "cut down", "help", "ease", "set off", "make worse", "bring on", "keep on with", "stay on", "get",
     "keep going with", "prop up", "take the edge off", "bother", "put", "quit taking")
)  # fmt: skip


def _fits(plain: str, entry: _Entry, before: str, after: str) -> bool:
    """Whether a plain wording can stand where the clinical one stood."""
    if entry.row.shape == "v":
        if before in _DETERMINER - {"that", "this", "these", "those"}:
            return False  # "a repeat test", "the recommended plan"
        if after == "to" and plain in ("like better", "would rather have"):
            return False  # "prefers to wait"
        passive = entry.form == "ed" and before in _HAVING - {"has", "have", "had", "having"}
        followed = bool(after) and after not in _PREDICATIVE and after not in _LINK and not after.endswith("ly")
        if plain in _NO_OBJECT:
            return not followed and not passive
        return followed or passive or plain not in _NEEDS_OBJECT
    if entry.row.shape == "adj":
        if after in _DETERMINER:
            return False  # "elevated his ankle" is a verb
        if before in _DETERMINER and plain.startswith(("too much", "a lot of", "a few", "many", "several")):
            return False
        if after and after not in _PREDICATIVE:  # before its noun
            return not _POSTPOSED.match(plain)
        if before in _COPULA:
            return not plain.startswith(("that ", "a lot of", "caused by")) and plain[-3:] != " of"
        return True
    if (
        entry.row.shape == "adv" and " " in plain and plain not in _DEGREE
    ):  # inside a verb phrase only one word can stand
        return not before or not after or after in _PREDICATIVE
    if entry.row.shape in ("n", "np"):
        if before and before not in _LINK and before not in _DETERMINER and _GERUND.match(plain):
            return False  # "severe" does not go with "being tired"
        if (before in _DETERMINER or before in _NO_GERUND) and _GERUND.match(plain):
            return False
        return not (after and after not in _PREDICATIVE and after not in _LINK and " " in plain and _TAIL.search(plain))
    return True


_DEGREE = frozenset(("a bit", "a little", "a little bit", "pretty much", "hardly ever", "all of a sudden"))
_NO_GERUND = frozenset("denies denied denying reports reported has have had endorses endorsed".split())
_TAIL = re.compile(r"\b(?:in|of|on|to|with|that|when|from|at|for|down|around|like)\b")


def _neighbour(text: str, tokens: list[re.Match[str]], at: int, step: int) -> str:
    """The next word on one side if nothing but space stands between, else ""."""
    other = at + step
    if not 0 <= other < len(tokens):
        return ""
    low, high = (tokens[other], tokens[at]) if step < 0 else (tokens[at], tokens[other])
    gap = text[low.end() : high.start()]
    return tokens[other].group().lower() if not gap.strip(" -\u2011") and "\n" not in gap else ""


_THIRD_PERSON = re.compile(r"\b(?:he|she|his|her|him|patient|patient's|mr|mrs|ms)\b", re.IGNORECASE)
_PERSON = re.compile(r"\b(?:I|my|me|you|your)\b")
_ARTICLE = re.compile(r"\b(an?|the) $", re.IGNORECASE)
_LAST_WORD = re.compile(r"([\w']+) $")


def _articles(chosen: str, before: str) -> tuple[str, str]:
    """Settle articles where old text and new meet: no second one, and "a" or "an" by the new word's sound."""
    last = _LAST_WORD.search(before)
    own = re.match(r"(?:an?|the) (?!little\b|bit\b|lot\b|few\b|couple\b|way\b)", chosen)
    if own and last and last[1].lower() not in _LINK:
        chosen = chosen[own.end() :]
    old = _ARTICLE.search(before)
    if old and old[1].lower() in ("a", "an"):
        right = "an" if chosen[0].lower() in "aeiou" and not chosen.startswith(("use", "uri", "uter")) else "a"
        right = right.capitalize() if old[1][0].isupper() else right
        before = before[: old.start()] + right + " "
    return chosen, before


def _opens(text: str, start: int) -> bool:
    head = text[:start].rstrip(" \t\"'(\u2022-*")
    return not head or head[-1] in ".!?:;\n"


def _parts(form: str) -> list[str]:
    return [word for token in words(form) for word in token.group().lower().replace("\u2019", "'").split("-")]


# --- inflection ---------------------------------------------------------------------------------------------------

_VERBS = {
    "get": ("gets", "got", "gotten", "getting"), "give": ("gives", "gave", "given", "giving"),
    "take": ("takes", "took", "taken", "taking"), "go": ("goes", "went", "gone", "going"),
    "come": ("comes", "came", "come", "coming"), "do": ("does", "did", "done", "doing"),
    "have": ("has", "had", "had", "having"), "make": ("makes", "made", "made", "making"),
    "keep": ("keeps", "kept", "kept", "keeping"), "see": ("sees", "saw", "seen", "seeing"),
    "say": ("says", "said", "said", "saying"), "tell": ("tells", "told", "told", "telling"),
    "let": ("lets", "let", "let", "letting"), "put": ("puts", "put", "put", "putting"),
    "cut": ("cuts", "cut", "cut", "cutting"), "set": ("sets", "set", "set", "setting"),
    "bring": ("brings", "brought", "brought", "bringing"), "find": ("finds", "found", "found", "finding"),
    "feel": ("feels", "felt", "felt", "feeling"), "think": ("thinks", "thought", "thought", "thinking"),
    "begin": ("begins", "began", "begun", "beginning"), "break": ("breaks", "broke", "broken", "breaking"),
    "throw": ("throws", "threw", "thrown", "throwing"), "spread": ("spreads", "spread", "spread", "spreading"),
    "hold": ("holds", "held", "held", "holding"), "eat": ("eats", "ate", "eaten", "eating"),
    "drink": ("drinks", "drank", "drunk", "drinking"), "buy": ("buys", "bought", "bought", "buying"),
    "catch": ("catches", "caught", "caught", "catching"), "teach": ("teaches", "taught", "taught", "teaching"),
    "show": ("shows", "showed", "shown", "showing"), "mean": ("means", "meant", "meant", "meaning"),
    "sleep": ("sleeps", "slept", "slept", "sleeping"), "wake": ("wakes", "woke", "woken", "waking"),
    "stick": ("sticks", "stuck", "stuck", "sticking"), "send": ("sends", "sent", "sent", "sending"),
    "choose": ("chooses", "chose", "chosen", "choosing"), "write": ("writes", "wrote", "written", "writing"),
    "quit": ("quits", "quit", "quit", "quitting"), "shrink": ("shrinks", "shrank", "shrunk", "shrinking"),
    "swing": ("swings", "swung", "swung", "swinging"), "lose": ("loses", "lost", "lost", "losing"),
    "burst": ("bursts", "burst", "burst", "bursting"), "tear": ("tears", "tore", "torn", "tearing"),
    "bend": ("bends", "bent", "bent", "bending"), "shoot": ("shoots", "shot", "shot", "shooting"),
    "run": ("runs", "ran", "run", "running"), "rise": ("rises", "rose", "risen", "rising"),
    "speed": ("speeds", "sped", "sped", "speeding"), "know": ("knows", "knew", "known", "knowing"),
    "seek": ("seeks", "sought", "sought", "seeking"), "spit": ("spits", "spat", "spat", "spitting"),
    "sweat": ("sweats", "sweated", "sweated", "sweating"), "fight": ("fights", "fought", "fought", "fighting"),
    "be": ("is", "was", "been", "being"), "undergo": ("undergoes", "underwent", "undergone", "undergoing"),
    "draw": ("draws", "drew", "drawn", "drawing"), "grow": ("grows", "grew", "grown", "growing"),
    "blow": ("blows", "blew", "blown", "blowing"), "lead": ("leads", "led", "led", "leading"),
    "leave": ("leaves", "left", "left", "leaving"), "stand": ("stands", "stood", "stood", "standing"),
    "understand": ("understands", "understood", "understood", "understanding"), "beat": ("beats", "beat", "beaten", "beating"),
    "squeeze": ("squeezes", "squeezed", "squeezed", "squeezing"), "read": ("reads", "read", "read", "reading"),
    "try": ("tries", "tried", "tried", "trying"), "steady": ("steadies", "steadied", "steadied", "steadying"),
}  # fmt: skip
_DOUBLING = frozenset(
    "stop plan tap refer occur permit admit prefer commit submit transfer recur wrap swap rub drop spot grab slip trip tip "
    "abet control quit set get cut let put run stir pat scrub drip tug shut regret chat".split()
)
_MODAL_NEGATION = ("not ",)


def _verb(base: str, form: Literal["s", "ed", "ing"], participle: bool = False) -> str:
    """A verb phrase with its first word inflected: ``("go up", "ed")`` -> ``went up``."""
    for prefix in _MODAL_NEGATION:
        if base.startswith(prefix):
            rest = base[len(prefix) :]
            if form == "ing":
                return prefix + _verb(rest, "ing")
            return ("doesn't " if form == "s" else "didn't ") + rest
    head, _, tail = base.partition(" ")
    coordinated = re.match(r"(and )(\w+)(.*)$", tail)  # "come and go": both verbs change
    if coordinated and head in ("come", "go"):
        tail = coordinated[1] + _verb(coordinated[2], form, participle) + coordinated[3]
    return f"{_word(head, form, participle)} {tail}".rstrip()


def _word(head: str, form: Literal["s", "ed", "ing"], participle: bool) -> str:
    if head in _VERBS:
        third, past, done, running = _VERBS[head]
        return third if form == "s" else running if form == "ing" else done if participle else past
    if form == "s":
        if head.endswith(("s", "x", "z", "ch", "sh", "o")):
            return head + "es"
        return head[:-1] + "ies" if head.endswith("y") and head[-2:-1] not in "aeiou" else head + "s"
    if head in _DOUBLING:
        return head + head[-1] + form
    if head.endswith("ie") and form == "ing":
        return head[:-2] + "ying"
    if head.endswith("e") and not (form == "ing" and head.endswith(("ee", "oe", "ye"))):
        return head[:-1] + form
    if form == "ed" and head.endswith("y") and head[-2:-1] not in "aeiou":
        return head[:-1] + "ied"
    return head + form


_PLURALS = {"foot": "feet", "tooth": "teeth", "child": "children", "woman": "women", "man": "men", "person": "people",
            "clavicle": "clavicles", "axilla": "axillae", "phalanx": "phalanges", "tibia": "tibiae", "vertebra": "vertebrae",
            "mouth": "mouths", "metastasis": "metastases", "diagnosis": "diagnoses", "prognosis": "prognoses",
            "patella": "patellae", "scapula": "scapulae", "nevus": "nevi", "thrombus": "thrombi", "calculus": "calculi",
            "wife": "wives", "ecchymosis": "ecchymoses", "humerus": "humeri", "digit": "digits",
            "residence": "residences"}  # fmt: skip
_UNCOUNTED = frozenset(
    "medicine-for vaccine-free stress work help care advice pain gas pus vomiting surgery piles gallstones stones labs".split()
)
_PHRASE_TAIL = re.compile(r" (?:in|of|on|to|with|that|who|for|over|which|from|at|you're|when|off|you|they|it)\b")


def _plural(noun: str) -> str:
    """The plural of a noun phrase: its head is the word before the first preposition or relative."""
    tail = _PHRASE_TAIL.search(noun)
    head, rest = (noun[: tail.start()], noun[tail.start() :]) if tail else (noun, "")
    lead, _, last = head.rpartition(" ")
    if " or " in head:
        left, right = head.split(" or ", 1)
        return f"{_plural(left)} or {_plural(right)}{rest}"
    if last in _UNCOUNTED or (last.endswith("s") and not last.endswith(("ss", "us", "is"))):
        changed = last
    elif last in _PLURALS:
        changed = _PLURALS[last]
    elif last.endswith(("s", "x", "z", "ch", "sh")):
        changed = last + "es"
    elif last.endswith("y") and last[-2:-1] not in ("a", "e", "i", "o", "u", ""):
        changed = last[:-1] + "ies"
    else:
        changed = last + "s"
    return f"{lead} {changed}".lstrip() + rest


def _inflect(plain: str, entry: _Entry, before: str) -> str:
    if entry.form == "base":
        return plain
    if entry.form == "plural":
        bare = re.sub(r"^(?:an?|the) ", "", plain)
        return _plural(bare)
    return _verb(plain, entry.form, participle=before in _HAVING)


# --- reading ------------------------------------------------------------------------------------------------------


_SHAPES: dict[str, Shape] = {"n": "n", "np": "np", "v": "v", "vp": "vp", "adj": "adj", "adv": "adv", "prep": "prep"}
_SPEAKERS: dict[str, Who] = {"patient": "patient", "physician": "physician", "both": "both"}


def read_rows(path: Path) -> tuple[LayRow, ...]:
    """The rows of a lay table. Raises ``ValueError`` with file and line for a malformed one."""
    rows: list[LayRow] = []
    for line, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not text or text.startswith("#"):
            continue
        cells = text.split("\t")
        if len(cells) != 4 or cells[2] not in _SHAPES:
            raise ValueError(
                f"{path.name}:{line}: a row is clinical, plain, shape (n np v vp adj adv prep), who: got {text!r}"
            )
        clinical, plain, shape, who = cells
        rows.append(LayRow(clinical, tuple(_spoken(part, who) for part in plain.split("|")), _SHAPES[shape]))
    return tuple(rows)


def _spoken(part: str, who: str) -> PlainWording:
    text, _, only = part.partition(">")
    speaker = only or who
    if speaker not in _SPEAKERS:
        raise ValueError(f"{part!r}: who is patient, physician or both")
    return PlainWording(text, _SPEAKERS[speaker])


@cache
def _loaded() -> Lay:
    derived: dict[str, tuple[str, ...]] = {}
    extra = TERMS / "lay_derived.tsv"
    for text in extra.read_text(encoding="utf-8").splitlines() if extra.is_file() else ():
        if text and not text.startswith("#"):
            clinical, plain, _source = text.split("\t")
            derived[" ".join(_parts(clinical))] = tuple(plain.split("|"))
    return Lay(read_rows(TERMS / "lay.tsv"), derived, Terminology.load())
