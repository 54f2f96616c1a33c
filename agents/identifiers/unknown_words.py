"""Names in no context that tells them: two words with capitals together that no list of words of the language or of medicine
knows. One such word alone is as often a place or a brand."""

import gzip
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from bedside.agents.identifiers.identifier import Identifier
from bedside.agents.identifiers.names import EPONYMS, WORDS, given_names, listed, surnames
from bedside.scenarios.span import Span

_CAP = r"(?:(?:Mac|Mc|O['’]|D['’]|El-|Al-)?[A-ZÄÖÜÉÁŁŠŽ]\w{0,24}[a-zäöüßéáíóúñçåøæłšž](?:-[A-Z]\w{1,24})?)(?![\w])"
_PARTICLE = r"(?:(?:van|von|de|del|della|da|di|der|den|la|le|bin|ten|ter)(?: (?:der|den|la|las|los))? )?"
_TWO = re.compile(rf"(?<![\w.'’-]){_CAP}(?: [A-Z]\.)? {_PARTICLE}{_CAP}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_PLACES = frozenset("Santa San Los Las Fort Port Mount Saint St New North South East West Lake El".split())
_TITLE = 100  # characters of the longest title
_TITLE_LINE = 0.6  # share of words with capitals from which a line is a title
# What has a name as people have: nobody is meant.
_THINGS = re.compile(
    r"['’]?s?[ -](?:[A-Z]\w+ )?(?:hospital|clinic|center|centre|university|college|school|church|street|avenue|road|county|city|park|beach|island|company|inc|bank"
    r"|syndrome|disease|sign|test|score|scale|criteria|procedure|fracture|virus|vaccine|cream|ointment|gel|pen|inhaler|tablets?|capsules?|correctional|institute|home|manor|group|orthop(?:a)?edics?|automotive|christian|pacific|general|country|shunt|joint|cells?|mg|mcg|ml|units?|diet|method|collar|brace|boots?)\b",
    re.I,
)


@cache
def vocabulary() -> frozenset[str]:
    """Words in small letters that are no names."""
    found: set[str] = {word.lower() for word in listed("capitals")}
    found |= {
        row.split("\t")[1] for row in _text("bedside.agents.text", "inflection_en.tsv").splitlines() if "\t" in row
    }
    packed = (files("bedside.knowledge") / "terms" / "index.tsv.gz").read_bytes()
    sources = [gzip.decompress(packed).decode("utf-8")]
    sources += [
        _text("bedside.knowledge", "terms", name)
        for name in ("drugs.tsv", "lay.tsv", "supplement.tsv", "abbreviations.tsv")
    ]
    for source in sources:
        found |= {word.lower() for word in _WORD.findall(source)}
    return frozenset(found)


def _text(package: str, *path: str) -> str:
    found = files(package)
    for part in path:
        found = found / part
    return found.read_text("utf-8")


@cache
def _people() -> frozenset[str]:
    return frozenset[str]().union(*given_names().values()) | surnames()


def unknown_names(text: str) -> Iterator[Identifier]:
    """Such names, in order."""
    small: frozenset[str] | None = None
    for match in _TWO.finditer(text):
        words = [word for word in _WORD.findall(match[0]) if word[0].isupper()]
        if (
            words[0] in _PLACES
            or EPONYMS.match(text, match.end())
            or _THINGS.match(text, match.end())
            or _THINGS.search(f" {match[0]}")
        ):
            continue
        small = frozenset(re.findall(r"\b[a-z]{2,}\b", text)) if small is None else small
        if len(words) > 1 and all(_is_unknown(word, small) for word in words):
            if not _is_title(text, match.start(), match.end()):
                yield Identifier(kind="name", span=Span(start=match.start(), end=match.end()))


def _is_unknown(word: str, small: frozenset[str]) -> bool:
    low = word.lower()
    if low in small or low in WORDS or word in listed("capitals"):
        return False
    if word in _people():
        return True
    stems = {low, low.removesuffix("s"), low.removesuffix("ed"), low.removesuffix("ing"), low.removesuffix("ly")}
    return stems.isdisjoint(vocabulary())


def _is_title(text: str, start: int, end: int) -> bool:
    """Whether the line is a title, in which capitals say nothing."""
    first = text.rfind("\n", max(0, start - _TITLE), start) + 1
    last = text.find("\n", end, end + _TITLE)
    line = text[first : last if last >= 0 else end + _TITLE]
    if len(line) > _TITLE:
        return False
    if any(sign.isdigit() or sign in ",.;" for sign in line):
        return False
    words = _WORD.findall(line)
    return len(words) > 2 and sum(word[0].isupper() for word in words) >= _TITLE_LINE * len(words)
