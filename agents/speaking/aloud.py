"""The note's words as they are said: units, frequencies, numbers and shorthand aloud. None where a sign or a code has no
reading: what nobody can read aloud is not said."""

from dataclasses import dataclass
from functools import cache

from bedside.agents.speaking.nouns import PREPOSITIONS, an, is_counted, is_part, is_plural, plural_of
from bedside.agents.speaking.tables import listed, rows
from bedside.agents.text.doc import Token, tokens
from bedside.agents.text.inflection import is_verb, plural
from bedside.agents.text.tagger import tags
from bedside.knowledge.terminology import Terminology

SMALL = "zero one two three four five six seven eight nine ten eleven twelve".split()
_MONTHS = "January February March April May June July August September October November December".split()
_TIMES = frozenset("hour day week month year minute second night time".split())
_UNREAD = frozenset("@{}[]_|<>=^\\?!*#§¶•†…")
_LONGEST = 5
_ORDINALS = {"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth", "5th": "fifth"}
_ABBREVIATED = frozenset(("mr", "mrs", "ms", "dr", "st", "vs"))
_ROMAN = ("I", "II", "III", "IV", "V", "VI")


@dataclass
class _Reader:
    """The state of one reading: tokens, the place, and what has been said so far."""

    text: str
    tokens: list[Token]
    at: int
    out: list[str]
    prose: bool = False
    title: bool = False

    def ahead(self, by: int = 0) -> str:
        place = self.at + by
        return self.tokens[place].lower if place < len(self.tokens) else ""

    def touches(self, by: int = 0) -> bool:
        """Whether the token ``by`` places ahead follows the one before it without a space."""
        place = self.at + by
        return 0 < place < len(self.tokens) and self.tokens[place - 1].end == self.tokens[place].start

    @property
    def after_amount(self) -> bool:
        """Whether a number or a unit stands just before."""
        before = self.tokens[self.at - 1].lower if self.at else ""
        return before[:1].isdigit() or before in SMALL or before in ("°", "%", "percent") or before in _units()


def aloud(text: str, prose: bool = False) -> str | None:
    """``text`` as it is said, without a capital or a mark of its own; None if something in it cannot be read.

    ``prose``: it is a clause, whose capitals within are those of names."""
    text = " ".join(text.split()).strip(" ,;:•*–—-").rstrip(".")
    text = _lowered(_unnumbered(text))
    found = tokens(text)
    reader = _Reader(text, found, 0, [], prose, _is_title(text))
    while reader.at < len(found):
        if not (_entry(reader) or _number(reader) or _word(reader)):
            return None
    said = _articled(_paired(_once(" ".join(word for word in reader.out if word))))
    for mark in (",", "'s", "n't", "'re", "'ve", "'ll", "'d", "'m"):
        said = said.replace(f" {mark}", mark)
    return said.replace("X-ray", "x-ray").strip(" ,") or None


def _lowered(text: str) -> str:
    """A phrase in capitals in small letters, but for letters that stand for something."""
    words = text.split(" ")
    if not text.isupper() or len(words) < 3:
        return text
    terms = Terminology.load()
    kept = (word in _fixed() or (bool(terms.expansions(word)) and not _is_common(word.lower())) for word in words)
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
def _units() -> dict[str, tuple[str, str]]:
    return {row[0]: (row[1], row[2]) if len(row) > 2 else ("", "") for row in rows("units")}


def _entry(reader: _Reader) -> bool:
    """Shorthand of one token or several."""
    start = reader.tokens[reader.at].start
    for count in range(min(_LONGEST, len(reader.tokens) - reader.at), 0, -1):
        last = reader.at + count
        written = reader.text[start : reader.tokens[last - 1].end]
        said, where = _written(written, count)
        after = reader.tokens[last].text if last < len(reader.tokens) else ""
        if not where or (where == "last" and after not in ("", ",", ";")):
            continue
        if where == "number" and (after == "-" or not reader.after_amount):
            continue
        reader.out.append(said)
        reader.at = last
        return True
    return False


def _written(written: str, count: int) -> tuple[str, str]:
    """What shorthand stands for and where it may stand; ``("", "")`` for what is none."""
    found = _table().get(written.lower())
    if found is not None:
        return found
    lettered = count > 1 and " " not in written and written[0].isupper() and any(c.isdigit() for c in written)
    if not lettered:
        return "", ""
    said = written if written in _fixed() else _code(written)
    return (said, "any") if said else ("", "")


def spoken_number(written: str, spelled: bool = True) -> str:
    """A number as it is said: small whole ones in words, others in figures."""
    whole, _, decimals = written.partition(".")
    decimals = decimals.rstrip("0")
    if decimals:
        return f"{whole or '0'}.{decimals}"
    return SMALL[int(whole)] if spelled and whole.isdigit() and int(whole) < len(SMALL) else whole


def _number(reader: _Reader) -> bool:
    """A number with what belongs to it: a fraction, a pair, a range, a unit."""
    naked = reader.ahead() == "." and reader.ahead(1)[:1].isdigit() and reader.touches(1)
    if naked:
        reader.at += 1
    written = ("." if naked else "") + reader.ahead()
    if not written.strip(".")[:1].isdigit():
        return _for_or_times(reader) or _every(reader)
    if not written.replace(".", "").replace(",", "").isdigit():
        reader.out.append(_ORDINALS.get(written, written))
        reader.at += 1
        return True
    if reader.ahead(1) == "/" and reader.ahead(2).isdigit():
        return _slashed(reader)
    reader.at += 1
    if reader.ahead() == "+" and reader.touches():
        return False
    if (
        reader.ahead() in ("'", "’")
        and reader.touches()
        and (reader.ahead(1).isdigit() or reader.at + 1 == len(reader.tokens))
    ):
        reader.out.append(f"{written} foot")  # 5'6"
        reader.at += 1
        return True
    if reader.ahead() == "s" and reader.touches():
        reader.out.append(f"{written}s")
        reader.at += 1
        return True
    top = ""
    if reader.ahead() in ("-", "–", "to") and reader.ahead(1)[:1].isdigit():
        top = reader.ahead(1)
        reader.at += 2
    return _with_unit(reader, written, top)


def _with_unit(reader: _Reader, written: str, top: str) -> bool:
    hyphen = reader.ahead() == "-" and reader.touches() and reader.ahead(1).split("-")[0].isalpha()
    joint = reader.ahead(1) if hyphen else ""
    if hyphen and joint.split("-")[0].rstrip("s") in _TIMES | {"pound", "pack"}:
        reader.out.append(f"{spoken_number(written)}-{joint}")
        reader.at += 2
        return True
    unit, used = _unit(reader)
    before = reader.tokens[reader.at - 2].lower if reader.at > 1 else ""
    spelled = reader.ahead().isalpha() and before not in listed("labels")
    spelled = spelled if unit is None else unit[1].rstrip("s") in _TIMES
    number = spoken_number(written, spelled) + (f" to {spoken_number(top, spelled)}" if top else "")
    reader.out.append(number)
    if unit is not None:
        reader.at += used
        one = (float(written.replace(",", "")) == 1 and not top) or _before_noun(reader, unit[1])
        reader.out.append(unit[0] if one else unit[1])
    return True


def _before_noun(reader: _Reader, unit: str) -> bool:
    """Whether a measure stands before what it measures: "a 3 centimeter mass"."""
    word = reader.ahead()
    if unit in listed("lengths"):
        return word.isalpha() and word not in PREPOSITIONS and word not in listed("after_length")
    return word in ("tablet", "capsule", "patch", "pill")


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


def _unit(reader: _Reader) -> tuple[tuple[str, str] | None, int]:
    """The unit that stands here, in the singular and the plural, and how many tokens it takes."""
    for count in (3, 1):
        written = "".join(reader.ahead(i) for i in range(count))
        if written in _units():
            if written in ("in", "m", "u", "l", "h", "d", "w", "y", "g") and not (
                reader.touches() or reader.at + 1 == len(reader.tokens) or written in "gul"
            ):
                return None, 0
            return _units()[written], count
    return None, 0


def _slashed(reader: _Reader) -> bool:
    """``118/76``, ``8/10``, ``3/4/2021``."""
    first, second = reader.ahead(), reader.ahead(2)
    third = reader.ahead(4) if reader.ahead(3) == "/" else ""
    if third.isdigit():
        date = _date(int(first), int(second), third)
        if date is None:
            return False
        reader.out.append(date)
        reader.at += 5
        return True
    if first.isdigit() and int(first) >= 30 and int(second) >= 20:
        reader.out.append(f"{first} over {second}")
    elif second in ("10", "5", "6") and first.isdigit() and int(first) <= int(second):
        reader.out.append(f"{spoken_number(first)} out of {spoken_number(second)}")
    elif second in ("7", "52", "12") and first.isdigit() and int(first) <= 12:
        unit = {"7": "day", "52": "week", "12": "month"}[second]
        reader.out.append(f"{spoken_number(first)} {unit}{'' if first == '1' else 's'}")
    elif first == "1" and second in ("2", "4"):
        reader.out.append({"2": "half a", "4": "a quarter of a"}[second])
    else:
        return False
    reader.at += 3
    return True


def day_of(written: str) -> str | None:
    """A month and a day in figures as a date, "1/5" -> "January 5th"; None if it is none."""
    month, _, day = written.strip().partition("/")
    if not (month.isdigit() and day.isdigit()):
        return None
    said = _date(int(month), int(day), "2000")
    return said.removesuffix(", 2000") if said else None


def _date(month: int, day: int, year: str) -> str | None:
    if not (1 <= month <= 12 and 1 <= day <= 31 and len(year) in (2, 4)):
        return None
    full = year if len(year) == 4 else ("20" if int(year) < 50 else "19") + year
    ending = "th" if 10 <= day % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{_MONTHS[month - 1]} {day}{ending}, {full}"


def _for_or_times(reader: _Reader) -> bool:
    """``x 2 weeks`` is a time, ``x 3`` a count."""
    if reader.ahead() not in ("x", "×") or not reader.ahead(1)[:1].isdigit():
        return False
    reader.at += 1
    unit, used = None, 0
    ahead = 1
    while ahead < 4 and unit is None:
        word = reader.ahead(ahead)
        unit = _units().get(word) or ((word, word) if word.rstrip("s") in _TIMES else None)
        ahead += 1
    del used
    if unit is not None and unit[1].rstrip("s") in _TIMES:
        reader.out.append("for")
        return True
    written = reader.ahead()
    reader.at += 1
    reader.out.append({"1": "once", "2": "twice"}.get(written, f"{spoken_number(written)} times"))
    return True


def _every(reader: _Reader) -> bool:
    """``q6h``, ``q 4-6 h``: the number follows by itself."""
    if reader.ahead() != "q" or not reader.ahead(1)[:1].isdigit():
        return False
    reader.out.append("every")
    reader.at += 1
    return True


def _word(reader: _Reader) -> bool:
    token = reader.tokens[reader.at]
    if set(token.text) & _UNREAD:
        return False
    if token.text == "(":
        return _aside(reader)
    if len(token.text) == 1 and token.text.isalpha() and reader.touches(1) and reader.ahead(1)[:1].isdigit():
        return _level(reader)
    if not token.text[0].isalnum() and (token.text[0] not in "'’" or len(token.text) == 1):
        return _mark(reader, token.text)
    before = reader.tokens[reader.at - 1].lower if reader.at else ""
    if before in listed("labels") and token.text in _ROMAN:
        reader.out.append(str(_ROMAN.index(token.text) + 1))
        reader.at += 1
        return True
    named = (
        reader.prose and reader.at > 0 and token.text[:1].isupper() and token.text[1:].islower() and len(token.text) > 2
    )
    said = token.text if named else cased(token.text, first=reader.at == 0 or reader.title)
    if said is None or (reader.prose and token.text in listed("risky_letters")):
        return False
    opened = reader.out[-1] if reader.out else ""
    written_out = reader.prose and token.text.isupper() and said.islower() and len(token.text) > 1
    if written_out and opened.lower() in PREPOSITIONS and is_counted(said):
        said = an(said)
    reader.out.append(said.replace("’", "'"))
    reader.at += 1
    return True


def _level(reader: _Reader) -> bool:
    """A level of the spine as it is written, "L4" or "L4-5"; no other letter with a number is read."""
    token = reader.tokens[reader.at]
    last = reader.at + 1
    if token.text not in "CTLS" or len(reader.tokens[last].text) > 2:
        return False
    if (
        reader.ahead(2) == "-"
        and reader.touches(2)
        and (reader.ahead(3).isdigit() or reader.ahead(3) in ("l", "s", "t", "c"))
    ):
        last += 2 if reader.ahead(3).isdigit() else 3
    if last >= len(reader.tokens):
        return False
    reader.out.append(reader.text[token.start : reader.tokens[last].end])
    reader.at = last + 1
    return True


def _mark(reader: _Reader, mark: str) -> bool:
    if mark in "'’" and reader.touches() and reader.out:
        reader.out[-1] += "'"
        reader.at += 1
        return True
    if mark in '"“”':
        reader.at += 1
        return True
    if mark in ",;–—" or (mark == "-" and not reader.touches()):
        reader.out.append(",")
        reader.at += 1
        return True
    return False


def _aside(reader: _Reader) -> bool:
    """A remark in brackets becomes one between commas."""
    end = next((i for i in range(reader.at, len(reader.tokens)) if reader.tokens[i].text == ")"), None)
    if end is None:
        return False
    inside = aloud(reader.text[reader.tokens[reader.at].end : reader.tokens[end].start])
    if inside is None:
        return False
    if not (inside.isdigit() or inside in SMALL):  # "one (1) tablet"
        reader.out += [",", inside, ","]
    reader.at = end + 1
    return True


@cache
def _fixed() -> frozenset[str]:
    return listed("letters") | listed("names")


@cache
def cased(word: str, first: bool = False) -> str | None:
    """A word as it is written inside a sentence; letters that nobody says are written out; None if they mean nothing.

    ``first``: it opens its phrase, so that its capital says nothing."""
    bare = word.removesuffix("'s").removesuffix("s") if word[:-1].isupper() else word
    if word in _fixed() or bare in _fixed() or (word[0].isupper() and _stem(word) in listed("names")):
        return word
    if len(word) > 3 and word[1] == "-" and word[2:].islower():
        return word  # C-section
    if word.isupper() and len(word) == 1:
        return word.lower() if word == "A" else {"R": "right", "L": "left"}.get(word)
    if word.isupper() or (not word[1:].islower() and any(c.isupper() for c in word[1:])):
        return _code(word)
    if word[0].isupper() and len(word) == 2 and word[1].islower() and not _is_common(word.lower()):
        senses = expansions(word)
        return cased_phrase(senses[0]) if len(senses) == 1 and word.upper() not in listed("risky_letters") else None
    if word[0].isupper():
        low = word.lower()
        if _is_drug(word):
            return as_listed(word) or word
        return low if _is_common(low) else as_listed(word) or (low if first and tags([word])[0] != "NP0" else word)
    return _small_code(word)


def _stem(word: str) -> str:
    bare = word.split("-")[0].removesuffix("'s").removesuffix("’s")
    return bare if bare in listed("names") else bare.removesuffix("s")


def _is_drug(word: str) -> bool:
    """Whether a word names a medicine, whose capital tells a brand."""
    concept = Terminology.load().concept(word)
    return concept is not None and Terminology.load().kind(concept) == "drug"


@cache
def as_listed(word: str) -> str | None:
    """A name as the terminology writes it: "Metformin" -> "metformin", "Cardura" stays."""
    terms = Terminology.load()
    concept = terms.concept(word)
    if concept is None:
        return None
    forms = [form for form in terms.forms(concept) if form.lower() == word.lower()]
    return next((form for form in forms if form.islower()), forms[0] if forms else None)


def _small_code(word: str) -> str | None:
    """A word in small letters, or one that is only shorthand ("abd", "htn") written out; None for consonants alone."""
    consonants = word.isalpha() and not any(letter in "aeiouy" for letter in word) and word not in _ABBREVIATED
    if not consonants and (len(word) > 6 or _is_common(word)):
        return word
    senses = Terminology.load().expansions(word)
    certain = len(senses) == 1 and not set(senses[0]) & _UNREAD and word.upper() not in listed("risky_letters")
    if certain and senses[0].lower() != word:
        return senses[0].replace("X-ray", "x-ray")
    return None if consonants else word


def expansions(word: str) -> tuple[str, ...]:
    """What letters can stand for, in any case."""
    terms = Terminology.load()
    return terms.expansions(word) or terms.expansions(word.upper()) or terms.expansions(word.capitalize())


def _code(word: str) -> str | None:
    low = word.lower()
    if len(word) >= 4 and word.isalpha() and not Terminology.load().expansions(word):
        known = as_listed(word)
        if known or _is_common(low):
            return known or low
    senses = Terminology.load().expansions(word)
    if any(word in sense.split() for sense in senses):
        return word  # "DEXA" is said in "DEXA scan"
    if len(senses) == 1:
        return cased_phrase(senses[0])
    if word[-1] == "s" and word[:-1].isupper():
        one = _code(word[:-1])
        return plural_of(one) if one else None
    return low if len(word) >= 7 and word.isalpha() else None


def cased_phrase(text: str) -> str | None:
    """A wording of the terminology as it is said inside a sentence."""
    if set(text) & (_UNREAD | {"/"}):
        return None
    parts = [word.replace("X-ray", "x-ray") if word.startswith("X-ray") else cased(word) for word in text.split()]
    return None if None in parts else " ".join(part for part in parts if part)


@cache
def _is_common(word: str) -> bool:
    """Whether a word has small letters: the lexicon has it, or the tagger knows it for another sort than a name."""
    if is_verb(word) or plural(word) != word + "s" or word in _known():
        return True
    return tags([word])[0][:2] in ("AJ", "AV", "PR", "CJ", "AT", "DP", "DT", "PN", "VM", "XX", "TO", "OR", "CR")


@cache
def _known() -> frozenset[str]:
    from bedside.agents.text.inflection import TABLE

    return frozenset(line.split("\t")[1] for line in TABLE.read_text(encoding="utf-8").splitlines())
