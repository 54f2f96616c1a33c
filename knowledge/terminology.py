"""Finds clinical concepts in text. Law: a mention is a slice of the given text, mentions are ordered and never
overlap, the longest wording wins, and lay and clinical wordings of one thing share one concept id.

The words come from ``terms/index.tsv.gz`` and ``terms/details.tsv.gz`` (names and forms, read when first asked for), written by :mod:`bedside.knowledge.build_terminology` from open
terminologies (see NOTICE) and from the tables beside it. Wordings are compared as sequences of reduced words
(:func:`reduced`): lower case, American spelling, without plural and verb endings; hyphens, slashes and spaces are alike.
"""

import gzip
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, Protocol

Kind = Literal[
    "disorder", "symptom", "drug", "test", "procedure", "anatomy", "measurement", "device", "substance", "finding"
]
KINDS: tuple[Kind, ...] = (
    "disorder", "symptom", "drug", "test", "procedure", "anatomy", "measurement", "device", "substance", "finding"
)  # fmt: skip
LETTERS = "ysdtpamvbf"  # one letter a kind in the index, in the order of KINDS
LETTER_OF: dict[str, str] = dict(zip(KINDS, LETTERS, strict=True))
KIND_OF: dict[str, Kind] = dict(zip(LETTERS, KINDS, strict=True))
INDEX = Path(__file__).with_name("terms") / "index.tsv.gz"
DETAILS = "details.tsv.gz"  # stands beside the index
BLOCKED = -1  # a wording that is eaten without a mention ("fall" in "last fall")

_WORD = re.compile(
    r"(?:(?:post|pre|non|anti|hyper|hypo|sub|inter|intra|extra|micro|macro|electro|cardio|gastro|osteo|neuro|peri|"
    r"trans|supra|infra|retro|multi|semi|poly|bio|immuno|psycho|re|co)[-\u2010\u2011](?=[a-z]))?"
    r"[^\W_]+(?:['\u2019][a-z]{1,2}(?![a-z]))?(?:\.\d+(?!\w))?",
    re.IGNORECASE,
)
_GAP = re.compile(r"[ \t\u00a0]{0,2}[-\u2010\u2011\u2013/]?[ \t\u00a0]{0,2}")
_WRAP = re.compile(r"[ \t]*\r?\n[ \t]*")  # a line that was wrapped, if the next word is in small letters
_CLAUSE = re.compile(r"[.;:!?\n]|,\s|\b(?:but|except|without|denies|however|although|which)\b", re.IGNORECASE)

_SPELLING = tuple(
    (old, new)
    for old, new in (
        ("haem", "hem"), ("aemi", "emi"), ("oedem", "edem"), ("oesoph", "esoph"), ("oestr", "estr"), ("rrhoea", "rrhea"),
        ("rhoea", "rhea"), ("pnoea", "pnea"), ("paed", "ped"), ("gynaec", "gynec"), ("faec", "fec"), ("caec", "cec"),
        ("foet", "fet"), ("anaes", "anes"), ("aetiol", "etiol"), ("aesthe", "esthe"), ("caesar", "cesar"), ("coeliac", "celiac"),
        ("tumour", "tumor"), ("colour", "color"), ("odour", "odor"), ("humour", "humor"), ("vapour", "vapor"),
        ("behaviour", "behavior"), ("labour", "labor"), ("favour", "favor"), ("fibre", "fiber"), ("litre", "liter"),
        ("centre", "center"), ("sulph", "sulf"), ("manoeuv", "maneuv"), ("orrhag", "orrhag"), ("isation", "ization"),
        ("paralys", "paralyz"), ("analyse", "analyze"), ("dialys", "dialys"), ("grey", "gray"), ("mould", "mold"),
        ("plough", "plow"), ("ischaem", "ischem"), ("leucocyt", "leukocyt"), ("naevus", "nevus"), ("caffein", "caffein"),
        ("orthopaed", "orthoped"), ("judgement", "judgment"), ("dyspnoe", "dyspne"), ("programme", "program"),
    )
    if old != new
)  # fmt: skip
_IRREGULAR = {
    "diagnoses": "diagnosis", "metastases": "metastasis", "prognoses": "prognosis", "stenoses": "stenosis",
    "crises": "crisis", "vertebrae": "vertebra", "feet": "foot", "teeth": "tooth", "children": "child", "women": "woman",
    "men": "man", "swollen": "swell", "threw": "throw", "thrown": "throw", "vomitting": "vomit", "broke": "break",
    "broken": "break", "bled": "bleed", "felt": "feel", "fell": "fall", "fallen": "fall", "lost": "lose", "losing": "lose",
    "loss": "loss", "worse": "worse", "this": "this", "his": "his", "has": "has", "was": "was", "is": "is", "as": "as",
    "us": "us", "does": "does", "goes": "go", "evening": "evening", "morning": "morning", "nothing": "nothing",
    "something": "something", "anything": "anything", "during": "during", "bruises": "bruis", "bruise": "bruis",
    "gases": "gas", "gas": "gas", "lens": "lens", "pus": "pus", "bus": "bus", "yes": "yes", "feces": "feces",
    "faeces": "feces", "meds": "medication", "med": "medication", "bacteria": "bacterium", "ova": "ovum",
    "bursae": "bursa", "axillae": "axilla", "nares": "nares", "ganglia": "ganglion", "septa": "septum",
    "apices": "apex", "bronchi": "bronchus", "nuclei": "nucleus", "emboli": "embolus", "thrombi": "thrombus",
    "fungi": "fungus", "calculi": "calculus", "nodi": "nodus", "tibiae": "tibia", "ran": "run", "shook": "shake",
    "slept": "sleep", "couldn't": "couldnt", "can't": "cant", "cannot": "cant", "caught": "catch", "got": "get",
    "kidneys": "kidney", "used": "use", "uses": "use", "using": "use", "bed": "bed", "red": "red", "rash": "rash",
    "aching": "ache", "ached": "ache", "achy": "ache", "scare": "scare", "scared": "scare", "scares": "scare",
    "handed": "handed", "footed": "footed", "spotting": "spotting", "skinned": "skinned", "bloods": "bloods", "colds": "colds",
    "tens": "tens", "ties": "tie", "dies": "die", "lies": "lie", "pies": "pie", "skies": "sky",
}  # fmt: skip
_VOWEL = re.compile("[aeiouy]")


@cache
def reduced(word: str) -> str:
    """One word as the index stores it: ``Oedemas`` -> ``edema``, ``aching`` -> ``ach``, ``Crohn's`` -> ``crohn``."""
    low = word.lower().replace("\u2019", "'")
    for dash in "-\u2010\u2011":
        low = low.replace(dash, "")
    if low in _IRREGULAR:
        return _IRREGULAR[low]
    if low.endswith("'s"):
        low = low[:-2]
    low = low.replace("'", "")
    if not low.isalpha() or len(low) < 4:
        return low
    for old, new in _SPELLING:
        if old in low:
            low = low.replace(old, new)
    if low.endswith("ies") and len(low) > 4:
        low = low[:-3] + "y"
    elif low.endswith(("sses", "shes", "ches", "xes", "uses", "zes")) and len(low) > 5:
        low = low[:-2]
    elif low.endswith("s") and not low.endswith(("ss", "us", "is")):
        low = low[:-1]
    if low.endswith("ing") and len(low) > 5 and _VOWEL.search(low[:-3]):
        low = _undoubled(low[:-3])
    elif low.endswith("ied") and len(low) > 4:
        low = low[:-3] + "y"
    elif low.endswith("ed") and not low.endswith("eed") and len(low) > 4 and _VOWEL.search(low[:-2]):
        low = _undoubled(low[:-2])
    if low.endswith("ise") and len(low) > 6:
        low = low[:-3] + "ize"
    if low.endswith("e") and len(low) > 4:
        low = low[:-1]
    return low


def _undoubled(stem: str) -> str:
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "lszaeiou":
        return stem[:-1]
    return stem


def words(text: str) -> Iterator[re.Match[str]]:
    """The words of a text with their offsets, as this file counts words."""
    return _WORD.finditer(text)


def key_of(form: str) -> str:
    """The reduced words of a wording, joined by one space: the key under which the index stores it."""
    return " ".join(reduced(word.group()) for word in words(form))


@dataclass(frozen=True, slots=True)
class TermMention:
    """A concept found at ``text[start:end]``; ``form`` is that slice."""

    start: int
    end: int
    concept: str
    kind: Kind
    form: str


class Finder(Protocol):
    """Anything that finds concepts in text: :class:`Terminology`, or a licensed one behind :class:`QuickUmls`."""

    def find(self, text: str) -> list[TermMention]:
        """The mentions in ``text``, ordered and not overlapping."""
        ...


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of an abbreviation. ``hints`` are reduced words that speak for it when they stand near."""

    concept: int | None
    expansion: str
    hints: frozenset[str]


REMEMBERED = 1000  # characters up to which a text's mentions are kept for the next reader


class Terminology:
    """The compact terminology. Get it with :meth:`load`; it is immutable once loaded."""

    def __init__(self, index: str, details: Path) -> None:
        """Take the text of the index and the file with the details. Raises ``ValueError`` if it is not an index."""
        sections = index.split("\f")
        if len(sections) != 8 or not sections[0].startswith("bedside terminology 1"):
            raise ValueError(
                "this is not a bedside terminology index: write one with bedside.knowledge.build_terminology"
            )
        self._ids = sections[1].split("\n")
        self._letters = sections[2]
        self._keys: dict[str, str] = dict(zip(sections[3].split("\n"), sections[4].split(" "), strict=True))
        self._longest: dict[str, int] = dict(
            zip(sections[5].split("\n"), map(int, sections[6].split(" ")), strict=True)
        )
        self._abbreviations = _senses(sections[7])
        self._details_file = details
        self._number: dict[str, int] | None = None
        self._details: list[str] | None = None
        self._bags: tuple[dict[frozenset[str], int], frozenset[str]] | None = None
        # A line is read when it is said, when it is answered and when the whole talk is checked.
        self._remembered = lru_cache(maxsize=8192)(self._found)
        self._last = lru_cache(maxsize=16)(self._found)
        self._gapped = lru_cache(maxsize=8192)(self._find_gapped)

    @staticmethod
    def load() -> "Terminology":
        """The shipped terminology, read once a process. Raises ``FileNotFoundError`` if the index is not built."""
        return _loaded(str(INDEX))

    @staticmethod
    def read(path: Path) -> "Terminology":
        """Read another index file (written by ``python -m bedside.knowledge.build_terminology``)."""
        return _loaded(str(path))

    # --- matching -------------------------------------------------------------------------------------------------

    def find(self, text: str) -> list[TermMention]:
        """The mentions in ``text``, ordered, not overlapping; at each word the longest known wording is taken."""
        return list(self._remembered(text) if len(text) <= REMEMBERED else self._last(text))

    def _found(self, text: str) -> tuple[TermMention, ...]:
        return tuple(mention for mention, _, _ in self._walk(text)[0])

    def find_gapped(self, text: str, window: int = 7) -> list[TermMention]:
        """Mentions of known two- and three-word complaints whose words stand apart within one clause.

        "Pain in the right knee" gives the concept of "knee pain"; the mention spans from the first of its words to
        the last. ``window`` is the most words it may span. These overlap the mentions of :meth:`find`, not each other.
        """
        return list(self._gapped(text, window) if len(text) <= REMEMBERED else self._find_gapped(text, window))

    def _find_gapped(self, text: str, window: int) -> tuple[TermMention, ...]:
        bags, known = self._bag_index()
        found: list[TermMention] = []
        for start, clause in _clauses(text):
            # Words of which no complaint is made neither begin nor end one; where they stand still counts.
            content = [
                (place, m.start() + start, m.end() + start, head)
                for place, m in enumerate(words(clause))
                if (head := _head(reduced(m.group()))) in known
            ]
            at = 0
            while at < len(content):
                match = _gapped_at(content, at, bags, window)
                if match is None:
                    at += 1
                    continue
                last, number = match
                found.append(self._mention(content[at][1], content[last][2], number, text))
                at = last + 1
        return tuple(found)

    def _walk(self, text: str) -> tuple[list[tuple[TermMention, int, int]], list[re.Match[str]]]:
        tokens = list(words(text))
        keys = [reduced(token.group()) for token in tokens]
        longest, table, abbreviations = self._longest, self._keys, self._abbreviations
        found: list[tuple[TermMention, int, int]] = []
        at, count = 0, len(tokens)
        while at < count:
            most = longest.get(keys[at], 0)
            taken = 0
            if most:
                reach = _reach(text, tokens, at, min(at + most, count)) if most > 1 else at + 1
                for end in range(reach, at, -1):
                    owner = table.get(" ".join(keys[at:end]) if end - at > 1 else keys[at])
                    if owner is None:
                        continue
                    number = int(owner)
                    taken = end - at
                    if taken == 1 and self._is_short(tokens[at].group(), number):
                        taken = 0  # a written abbreviation is judged below, by its context
                    elif number != BLOCKED:
                        begin, stop = tokens[at].start(), _end(text, tokens[end - 1], keys[end - 1])
                        found.append((self._mention(begin, stop, number, text), at, end))
                    break
            if not taken:
                surface = tokens[at].group()
                senses = abbreviations.get(surface) or (
                    abbreviations.get(surface[:-1]) if len(surface) > 2 and surface[-1] == "s" else None
                )
                if senses:
                    number = self._chosen(senses, keys, tokens, at)
                    if number is not None:
                        mention = self._mention(tokens[at].start(), tokens[at].end(), number, text)
                        found.append((mention, at, at + 1))
                taken = 1
            at += taken
        return found, tokens

    def _is_short(self, surface: str, number: int) -> bool:
        senses = self._abbreviations.get(surface)
        return bool(senses) and any(sense.concept != number for sense in senses)

    def _chosen(
        self, senses: tuple[Sense, ...], keys: Sequence[str], tokens: Sequence[re.Match[str]], at: int
    ) -> int | None:
        near = set(keys[max(0, at - 10) : at]) | set(keys[at + 1 : at + 11])
        for sense in senses:
            if sense.hints and not sense.hints.isdisjoint(near):
                return sense.concept
        around = [token.group() for token in (*tokens[max(0, at - 1) : at], *tokens[at + 1 : at + 2])]
        if around and all(word.isupper() and len(word) > 3 for word in around):
            return None  # a heading or a shouted line: capitals prove nothing there
        for sense in senses:
            if not sense.hints:
                return sense.concept
        return None

    def _mention(self, start: int, end: int, number: int, text: str) -> TermMention:
        return TermMention(start, end, self._ids[number], KIND_OF[self._letters[number]], text[start:end])

    def _bag_index(self) -> tuple[dict[frozenset[str], int], frozenset[str]]:
        """Complaints by their words in any order, and all words of them."""
        if self._bags is None:
            bags: dict[frozenset[str], int] = {}
            for key, owner in self._keys.items():
                number = int(owner)
                if number == BLOCKED or self._letters[number] not in "sf" or not 1 <= key.count(" ") <= 3:
                    continue
                content = [_head(word) for word in key.split(" ") if _head(word) not in _FUNCTION]
                if 2 <= len(content) <= 3 and not _HEADS.isdisjoint(content):
                    bags.setdefault(frozenset(content), number)
            self._bags = bags, frozenset[str]().union(*bags)
        return self._bags

    # --- looking up -----------------------------------------------------------------------------------------------

    def concept(self, form: str) -> str | None:
        """The concept id of exactly this wording (any case, number or spelling), or None."""
        number = int(self._keys.get(key_of(form), BLOCKED))
        if number == BLOCKED:
            senses = self._abbreviations.get(form.strip())
            number = next((s.concept for s in senses or () if s.concept is not None), BLOCKED)
        return None if number == BLOCKED else self._ids[number]

    def kind(self, concept: str) -> Kind:
        """The kind of a concept. Raises ``KeyError`` for an unknown id."""
        return KIND_OF[self._letters[self._at(concept)]]

    def name(self, concept: str) -> str:
        """The preferred clinical wording. Raises ``KeyError`` for an unknown id."""
        return self._row(concept)[0]

    def forms(self, concept: str) -> tuple[str, ...]:
        """All wordings, the preferred one first, lay ones last. Raises ``KeyError`` for an unknown id."""
        row = self._row(concept)
        return tuple(dict.fromkeys((row[0], *_listed(row[1]), *_listed(row[2]))))

    def lay_forms(self, concept: str) -> tuple[str, ...]:
        """The wordings that patients use, maybe none. Raises ``KeyError`` for an unknown id."""
        return _listed(self._row(concept)[2])

    def drug_class(self, concept: str) -> str | None:
        """The class of a drug in plain words ("ACE inhibitor"), or None. Raises ``KeyError`` for an unknown id."""
        return self._row(concept)[3] or None

    def broader(self, concept: str) -> tuple[str, ...]:
        """The more general concepts, nearest first ("knee-pain" -> "pain"), maybe none. Raises ``KeyError``."""
        found: list[str] = []
        above = self._row(concept)[4]
        while above and above not in found and above != concept:
            found.append(above)
            above = self._row(above)[4]
        return tuple(found)

    def expansions(self, abbreviation: str) -> tuple[str, ...]:
        """What an abbreviation can stand for, the usual meaning first; () if it is not known."""
        senses = self._abbreviations.get(abbreviation.strip()) or ()
        return tuple(dict.fromkeys(sense.expansion for sense in (*[s for s in senses if not s.hints], *senses)))

    def __len__(self) -> int:
        """How many concepts there are."""
        return len(self._ids)

    def concepts(self) -> Iterator[str]:
        """All concept ids, in the order of the index."""
        return iter(self._ids)

    def __contains__(self, concept: object) -> bool:
        """Whether this is a concept id."""
        return concept in self._numbers()

    def _numbers(self) -> dict[str, int]:
        if self._number is None:
            self._number = {concept: number for number, concept in enumerate(self._ids)}
        return self._number

    def _at(self, concept: str) -> int:
        return self._numbers()[concept]

    def _row(self, concept: str) -> list[str]:
        if self._details is None:
            self._details = gzip.decompress(self._details_file.read_bytes()).decode("utf-8").split("\n")
        return self._details[self._at(concept)].split("\t")


class QuickUmls:
    """The user's own licensed UMLS behind the same :meth:`find`, through an installed ``quickumls``.

    ``path`` is the folder that ``python -m quickumls.install`` wrote. Concept ids are then CUIs.
    """

    _SEMANTIC: dict[str, Kind] = {
        "T047": "disorder", "T191": "disorder", "T048": "disorder", "T046": "disorder", "T037": "disorder",
        "T019": "disorder", "T184": "symptom", "T033": "finding", "T034": "finding", "T121": "drug", "T200": "drug",
        "T195": "drug", "T109": "substance", "T123": "substance", "T131": "substance", "T059": "test", "T060": "test",
        "T061": "procedure", "T058": "procedure", "T023": "anatomy", "T029": "anatomy", "T030": "anatomy",
        "T201": "measurement", "T074": "device", "T203": "device",
    }  # fmt: skip

    def __init__(self, path: Path, threshold: float = 0.8) -> None:
        """Open the installation. Raises ``RuntimeError`` with the mend if quickumls or the folder is missing."""
        try:
            from quickumls import QuickUMLS  # pyright: ignore[reportMissingImports]
        except ImportError:
            raise RuntimeError(
                "the UMLS adapter needs the package quickumls: pip install quickumls, then run python -m quickumls.install"
            ) from None
        if not path.is_dir():
            raise RuntimeError(f"no QuickUMLS installation at {path}: run python -m quickumls.install first")
        self._matcher = QuickUMLS(str(path), threshold=threshold)

    def find(self, text: str) -> list[TermMention]:
        """The best candidate for each span, ordered and not overlapping."""
        return quickumls_mentions(self._matcher.match(text, best_match=True), text, self._SEMANTIC)


def quickumls_mentions(groups: list[list[dict[str, Any]]], text: str, kinds: dict[str, Kind]) -> list[TermMention]:
    """Turn QuickUMLS' candidate groups (start, end, cui, semtypes, similarity) into mentions."""
    best: list[TermMention] = []
    for group in groups:
        for candidate in sorted(group, key=lambda c: (-float(c["similarity"]), str(c["cui"]))):
            types = sorted(str(t) for t in candidate["semtypes"])
            known: list[Kind] = [kinds[semantic] for semantic in types if semantic in kinds]
            if known:
                start, end = int(candidate["start"]), int(candidate["end"])
                best.append(TermMention(start, end, str(candidate["cui"]), known[0], text[start:end]))
                break
    kept: list[TermMention] = []
    for mention in sorted(best, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


@lru_cache(maxsize=4)
def _loaded(path: str) -> Terminology:
    index = Path(path)
    return Terminology(gzip.decompress(index.read_bytes()).decode("utf-8"), index.with_name(DETAILS))


def _senses(lines: str) -> dict[str, tuple[Sense, ...]]:
    table: dict[str, tuple[Sense, ...]] = {}
    for line in lines.split("\n"):
        if line:
            short, number, expansion, hints = line.split("\t")
            sense = Sense(
                int(number) if number else None, expansion, frozenset(hints.split(" ")) if hints else frozenset()
            )
            table[short] = (*table.get(short, ()), sense)
    return table


def _reach(text: str, tokens: Sequence[re.Match[str]], at: int, limit: int) -> int:
    """How far a wording that begins at ``at`` may reach: the words must follow each other without punctuation."""
    end = at + 1
    while end < limit:
        begin, stop = tokens[end - 1].end(), tokens[end].start()
        gap = text[begin:stop]
        if gap != " " and not (
            text[stop].islower() and _WRAP.fullmatch(text, begin, stop)
            if "\n" in gap
            else _GAP.fullmatch(text, begin, stop)
        ):
            break
        end += 1
    return end


def _gapped_at(
    content: Sequence[tuple[int, int, int, str]], at: int, bags: Mapping[frozenset[str], int], window: int
) -> tuple[int, int] | None:
    """The complaint whose words begin at ``content[at]``: where its last word is, and its number. ``content`` has of each
    word its place among the words, its characters and its head."""
    place, _, _, first = content[at]
    for far in range(min(len(content) - 1, at + window - 1), at, -1):
        if content[far][0] - place >= window:
            continue
        last = content[far][3]
        for middle in [*range(at + 1, far), None]:
            bag = {first, last} if middle is None else {first, last, content[middle][3]}
            number = bags.get(frozenset(bag))
            if number is not None:
                return far, number
    return None


def _end(text: str, token: re.Match[str], key: str) -> int:
    """Where a wording ends: a possessive s is left outside ("the patient's"), except inside names."""
    surface = token.group()
    if surface[-2:] in ("'s", "\u2019s") and key not in _EPONYMS:
        return token.end() - 2
    return token.end()


def _clauses(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for cut in _CLAUSE.finditer(text):
        yield start, text[start : cut.start()]
        start = cut.end()
    yield start, text[start:]


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


_EPONYMS = frozenset({"crohn", "parkinson", "alzheimer", "hashimoto", "grave", "bell", "cushing", "addison", "hodgkin"})
_FUNCTION = frozenset(
    key_of(
        "a an the of in on at to my her his your their our its it is are was were be been has have had having got get with "
        "some any no not and or from left right both bilateral upper that this these those there around over for along "
        "really very kind sort little bit pretty quite just also still mild moderate severe intermittent i he she you they "
        "patient she's he's i'm it's side sided"
    ).split(" ")
)
# One word a complaint, so that "my knee hurts", "an aching knee" and "knee pain" are one bag of words.
_HEAD_WORDS = {
    "pain": "pain hurt hurting sore soreness ache achy painful aching discomfort",
    "swell": "swell swelling swollen puffy puffiness edema",
    "numb": "numb numbness",
    "tingle": "tingle tingling pins",
    "weak": "weak weakness",
    "stiff": "stiff stiffness",
    "tender": "tender tenderness",
    "itch": "itch itchy itching pruritus",
    "red": "red redness erythema",
    "cramp": "cramp cramping crampy",
    "spasm": "spasm",
    "bleed": "bleed bleeding",
    "rash": "rash",
    "bruis": "bruise bruising bruised ecchymosis",
    "burn": "burn burning",
    "injury": "injury injured",
    "fracture": "fracture fractured",
    "lump": "lump mass",
}
_HEAD_OF = {reduced(word): head for head, listed in _HEAD_WORDS.items() for word in listed.split(" ")}
_HEADS = frozenset(_HEAD_WORDS)


def _head(word: str) -> str:
    return _HEAD_OF.get(word, word)
