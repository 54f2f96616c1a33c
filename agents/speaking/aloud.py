"""The note's words as they are said: units, frequencies, numbers and shorthand aloud. None where a sign or a code has no
reading: what nobody can read aloud is not said."""

import re
from functools import cache, lru_cache

from bedside.agents.speaking.figures import number
from bedside.agents.speaking.letters import UNREAD, as_listed, cased, code, fixed, is_common
from bedside.agents.speaking.nouns import DETERMINERS, PREPOSITIONS, an, is_counted, is_part, is_plural
from bedside.agents.speaking.scan import SMALL, Scan
from bedside.agents.speaking.tables import listed, rows
from bedside.agents.text.doc import tokens
from bedside.agents.text.shorthand import shorthand
from bedside.agents.text.tagger import tags
from bedside.knowledge.terminology import Terminology

_GESTATION = re.compile(r"\b(\d\d)(?: weeks)? ?\+ ?([1-6])(?: weeks| days|/40)(?! old)\b")  # "34+3 weeks"
_LONGEST = 5  # tokens of one shorthand
_COMPARED = re.compile(r"(?:(?<=\s)|^)([<>]) ?(?=\d)")  # "<1 week"
_ARROW = re.compile(r"(?<=[\d%F])\s*(?:-+>|→)\s*(?=\d)")
_SHORT = re.compile(
    r"(?<![\w/'-])(?:(yest|yesterday|today|tomorrow|last|this|past) (am|pm|mo|wk|yr)|[A-Za-z]{3,})(?![\w/'-])"
)
_PARTS = {"am": "morning", "pm": "afternoon", "mo": "month", "wk": "week", "yr": "year"}
_TIMES = frozenset("day days week weeks month months year years hour hours night nights".split())
_COUNTS = frozenset("last past next".split())
_SINCE = frozenset("for over in during within throughout".split())
_ROMAN = ("I", "II", "III", "IV", "V", "VI")


@lru_cache(maxsize=8192)  # a phrase is tried for whoever may say it, said, and looked for in what was said
def aloud(text: str, prose: bool = False) -> str | None:
    """``text`` as it is said, without a capital or a mark of its own; None if something in it cannot be read.

    ``prose``: it is a clause, whose capitals within are those of names."""
    text = _GESTATION.sub(r"\1 weeks and \2 days", text)
    text = _ARROW.sub(" then ", text)  # "142/88 -> 128/80"
    text = _COMPARED.sub(lambda found: "less than " if found[1] == "<" else "more than ", text)
    text = " ".join(text.replace(" + ", " and ").split()).strip(" ,;:•*–—-").rstrip(".")
    text = _lowered(_unnumbered(_SHORT.sub(_in_full, text)))
    found = tokens(text)
    scan = Scan(text, found, 0, [], prose, _is_title(text))
    while scan.at < len(found):
        if not (_phone(scan) or _entry(scan) or number(scan) or _word(scan)):
            return None
    said = _one_each(_articled(_paired(_once(" ".join(word for word in scan.out if word)))))
    for twice, once in (("joint joints", "joints"), ("joint joint", "joint")):  # "MCP joint"
        said = said.replace(twice, once)
    for mark in (",", "'s", "n't", "'re", "'ve", "'ll", "'d", "'m"):
        said = said.replace(f" {mark}", mark)
    return said.replace("X-ray", "x-ray").strip(" ,") or None


def _in_full(found: re.Match[str]) -> str:
    """Shorthand as the word that it stands for: "yest" is yesterday."""
    if found[1]:
        return f"{shorthand().get(found[1], found[1])} {_PARTS[found[2]]}"
    return shorthand().get(found[0], found[0])


def _timed(words: list[str]) -> list[str]:
    """ "over past few days" -> "over the past few days", "lasted few weeks" -> "lasted a few weeks"."""
    out: list[str] = []
    for at, word in enumerate(words):
        before = out[-1].lower() if out else ""
        after = [word_.strip(",;").lower() for word_ in words[at + 1 : at + 3]]
        timed = bool(_TIMES & set(after))
        if word in _COUNTS and before in _SINCE and timed and (after[0] not in _TIMES or after[0].endswith("s")):
            out.append("the")
        if word == "few" and timed and before not in DETERMINERS | _COUNTS | {"a", "very", "so", "too", "these"}:
            out.append("a")
        out.append(word)
    return out


def _one_each(text: str) -> str:
    """ "one weeks" -> "one week"."""
    words = _timed(text.split(" "))
    for at in range(1, len(words)):
        if words[at - 1] == "one" and words[at] in ("days", "weeks", "months", "years", "hours", "times"):
            words[at] = words[at].removesuffix("s")
    return " ".join(words)


def _lowered(text: str) -> str:
    """A phrase in capitals in small letters, but for letters that stand for something."""
    words = text.split(" ")
    if not text.isupper() or len(words) < 3:
        return text
    terms = Terminology.load()
    kept = (word in fixed() or (bool(terms.expansions(word)) and not is_common(word.lower())) for word in words)
    return " ".join(word if keep else word.lower() for word, keep in zip(words, kept, strict=True))


def _is_title(text: str) -> bool:
    """Whether all longer words of a phrase have capitals, so that they say nothing."""
    words = [word for word in text.split() if len(word) > 3 and word.isalpha()]
    return len(words) > 1 and all(word[0].isupper() for word in words)


def _unnumbered(text: str) -> str:
    """ "2. Tobacco use" without the number of its list."""
    number, _, rest = text.partition(" ")
    return rest if rest and number[:-1].isdigit() and number[-1] in ".)" else text


@cache
def _table() -> dict[str, tuple[str, str]]:
    found = {row[0]: (row[1], row[2]) for row in rows("aloud")}
    return {**{key.removesuffix("."): value for key, value in found.items()}, **found}


@cache
def _adjectives() -> dict[str, str]:
    return {row[0]: row[3] for row in rows("aloud") if len(row) > 3}


def _entry(scan: Scan) -> bool:
    """Shorthand of one token or several."""
    start = scan.tokens[scan.at].start
    for count in range(min(_LONGEST, len(scan.tokens) - scan.at), 0, -1):
        last = scan.at + count
        written = scan.text[start : scan.tokens[last - 1].end]
        said, where = _written(written, count)
        after = scan.tokens[last].text if last < len(scan.tokens) else ""
        if not where or (where == "last" and after not in ("", ",", ";")):
            continue
        if where == "number" and (after == "-" or not scan.after_amount):
            continue
        scan.out.append(_as_adjective(written, after) or said)
        scan.at = last
        return True
    return False


def _as_adjective(written: str, after: str) -> str:
    """How shorthand is said before a noun, where that is something else: "IV antibiotics" -> "intravenous antibiotics"."""
    adjective = _adjectives().get(written.lower(), "")
    if not adjective or not after.isalpha() or after.lower() in PREPOSITIONS or after.lower() in _table():
        return ""
    return adjective if tags(["some", after])[1].startswith(("NN", "AJ")) else ""


def _phone(scan: Scan) -> bool:
    """A number that is called, as it stands: "1-800-555-0100"."""
    last = scan.at + 1
    while scan.touches(last - scan.at) and (
        scan.tokens[last].text.replace("-", "").isalnum() or scan.tokens[last].text == "-"
    ):
        last += 1
    written = scan.text[scan.tokens[scan.at].start : scan.tokens[last - 1].end]
    groups = written.split("-")
    if len(groups) < 3 or not written[0].isdigit() or len(written) < 10 or len(groups[1]) != 3:
        return False
    scan.out.append(written)
    scan.at = last
    return True


def _written(written: str, count: int) -> tuple[str, str]:
    """What shorthand stands for and where it may stand; ``("", "")`` for what is none."""
    found = _table().get(written.lower())
    if found is not None:
        return found
    lettered = count > 1 and " " not in written and written[0].isupper() and any(c.isdigit() for c in written)
    if not lettered:
        return "", ""
    said = written if written in fixed() else code(written)
    return (said, "any") if said else ("", "")


def _once(text: str) -> str:
    """No word twice where letters were read out before their noun: "MCP joint" is no "... joint joint"."""
    words = text.split(" ")
    kept = [word for at, word in enumerate(words) if at == 0 or word != words[at - 1] or word in ("had", "that", ",")]
    return " ".join(kept)


def _paired(text: str) -> str:
    """ "my bilateral thighs" -> "both my thighs"."""
    words = text.split(" ")
    for at, word in enumerate(words[:-1]):
        if word.lower() != "bilateral" or not (is_plural(words[at + 1]) and is_part(words[at + 1])):
            continue
        owned = at and words[at - 1] in ("my", "your", "his", "her", "their", "the")
        if owned and words[at - 1] != "the":
            words[at - 1 : at + 1] = ["both", words[at - 1]]
        elif owned:
            words[at - 1 : at + 1] = ["both"]
        else:
            words[at] = "both"
        return " ".join(words)
    return text


def _articled(text: str) -> str:
    """ "a" and "an" put right where the word after was read out: "an NSAID" -> "a nonsteroidal ..."."""
    words = text.split(" ")
    for at, word in enumerate(words[:-1]):
        if word in ("a", "an") and words[at + 1][:1].isalpha():
            words[at] = an(words[at + 1]).split(" ")[0]
    return " ".join(words)


def _word(scan: Scan) -> bool:
    token = scan.tokens[scan.at]
    if set(token.text) & UNREAD:
        return False
    if token.text == "(":
        return _aside(scan)
    if len(token.text) == 1 and token.text.isalpha() and scan.touches(1) and scan.ahead(1)[:1].isdigit():
        return _level(scan)
    if not token.text[0].isalnum() and (token.text[0] not in "'’" or len(token.text) == 1):
        return _mark(scan, token.text)
    before = scan.tokens[scan.at - 1].lower if scan.at else ""
    if before in listed("labels") and token.text in _ROMAN:
        scan.out.append(str(_ROMAN.index(token.text) + 1))
        scan.at += 1
        return True
    if before in listed("labels") and len(token.text) == 1 and token.text.isupper():
        scan.out.append(token.text)  # "vitamin D"
        scan.at += 1
        return True
    named = scan.at > 0 and _has_capital(token.text) and len(token.text) > 2 and (scan.prose or _in_a_name(scan))
    if named and (as_listed(token.text) or "").islower() and _has_capital(token.text):
        named = False  # "taking Ibuprofen"
    said = token.text if named else cased(token.text, first=scan.at == 0 or scan.title)
    if said is None or (scan.prose and token.text in listed("risky_letters")):
        return False
    if len(said) > 2 and said.isalpha() and said.islower() and not set(said) & set("aeiouy"):
        return False  # letters that nobody has a word for: "phmx"
    opened = scan.out[-1] if scan.out else ""
    written_out = scan.prose and token.text.isupper() and said.islower() and len(token.text) > 1
    if written_out and opened.lower() in PREPOSITIONS and is_counted(said):
        said = an(said)
    scan.out.append(said.replace("’", "'"))
    scan.at += 1
    return True


def _in_a_name(scan: Scan) -> bool:
    """Whether a capital stands beside another, and neither the lexicon nor the terminology has both words."""
    here = scan.tokens[scan.at].text
    near = [scan.tokens[at].text for at in (scan.at - 1, scan.at + 1) if 0 < at < len(scan.tokens)]
    pairs = [word for word in near if _has_capital(word)]
    return not scan.title and any(_is_strange(here) or _is_strange(word) for word in pairs)


def _is_strange(word: str) -> bool:
    return not is_common(word.lower()) and as_listed(word) is None


def _has_capital(word: str) -> bool:
    """Whether a word has one capital, its first letter."""
    return word[:1].isupper() and word[1:].islower()


def _level(scan: Scan) -> bool:
    """A level of the spine as it is written, "L4" or "L4-5"; no other letter with a number is read."""
    token = scan.tokens[scan.at]
    last = scan.at + 1
    if token.text not in "CTLS" or len(scan.tokens[last].text) > 2:
        return False
    if scan.ahead(2) == "-" and scan.touches(2) and (scan.ahead(3).isdigit() or scan.ahead(3) in ("l", "s", "t", "c")):
        last += 2 if scan.ahead(3).isdigit() else 3
    if last >= len(scan.tokens):
        return False
    scan.out.append(scan.text[token.start : scan.tokens[last].end])
    scan.at = last + 1
    return True


def _mark(scan: Scan, mark: str) -> bool:
    if mark in "'’" and scan.touches() and scan.out:
        scan.out[-1] += "'"
        scan.at += 1
        return True
    if mark in '"“”':
        scan.at += 1
        return True
    if mark in ",;–—" or (mark == "-" and not scan.touches()):
        scan.out.append(",")
        scan.at += 1
        return True
    return False


def _aside(scan: Scan) -> bool:
    """A remark in brackets becomes one between commas."""
    end = next((i for i in range(scan.at, len(scan.tokens)) if scan.tokens[i].text == ")"), None)
    if end is None:
        return False
    inside = aloud(scan.text[scan.tokens[scan.at].end : scan.tokens[end].start])
    if inside is None:
        return False
    if " ".join(scan.out).lower().endswith(inside.lower()):
        inside = "0"  # "irritable bowel syndrome (IBS)"
    if not (inside.isdigit() or inside in SMALL):  # "one (1) tablet"
        scan.out += [",", inside, ","]
    scan.at = end + 1
    return True
