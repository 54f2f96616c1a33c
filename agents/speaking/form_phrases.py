"""Rules of form for phrases: prepositions, articles, owners, numbers, and words that do not follow each other."""

from functools import cache

from bedside.agents.speaking.nouns import an, is_counted
from bedside.agents.speaking.tables import listed, rows
from bedside.agents.text.grammar_words import GrammarLine, GrammarRules
from bedside.agents.text.inflection import is_mass, is_verb, plural

MARKS = frozenset(".,;:?!")
ARTICLE = "an article is wanted"  # before the word behind the fault
OPENS = "“the” is wanted at the start"  # before the word of the fault
WHOSE = "whose it is, is left out"  # before the word behind the fault
NUMBERS = frozenset("a an one two three four five six seven eight nine ten eleven twelve several few couple".split())
SPANS = frozenset("minute hour day night week month year minutes hours days nights weeks months years".split())
_BEFORE_AGO = frozenset("on in at for of by with after during".split())
_ARTICLES = frozenset(("a", "an"))
OWNERS = frozenset(("my", "your", "our", "their"))
_ADVERBS = frozenset("not n't also still now always never only really just very quite too so".split())
_QUANTITIES = frozenset(
    "few good couple lot dozen hundred little many bit great lots means series thousand full".split()
)
_LENGTHS = frozenset("centimeter millimeter inch".split())
PRONOUNS = frozenset("i you he she it we they me him her us them".split())

_SHOWS = frozenset("is are was were showed shows did has".split())


def word_at(line: GrammarLine, at: int) -> str:
    """The word at a place; "" outside the sentence."""
    return line[at].text if 0 <= at < len(line) else ""


def closes(line: GrammarLine, at: int) -> bool:
    """Whether a phrase is over before a place: a mark, the end, a preposition, a joining word or a number stands there."""
    word = word_at(line, at)
    return not word or word in MARKS or word in listed("closing_words") or word[0].isdigit()


def skipped(line: GrammarLine, at: int) -> int:
    """The first place from ``at`` on that holds no adverb of degree or negation."""
    while word_at(line, at) in _ADVERBS:
        at += 1
    return at


@cache
def is_many(word: str) -> bool:
    """Whether a word is the plural of a noun that one counts."""
    if word in listed("plurals") and word.endswith("s"):
        return not is_mass(word)
    if not word.endswith("s") or word.endswith(("ss", "us", "is", "ics")) or len(word) < 4 or is_mass(word):
        return False
    return plural(word[:-1]) == word or (word.endswith("es") and plural(word[:-2]) == word)


@cache
def _apart() -> dict[str, frozenset[str]]:
    """Prepositions that do not stand behind a preposition."""
    return {row[0]: frozenset(row[1].split(" ")) for row in rows("apart")}


def _prepositions(line: GrammarLine, at: int) -> str | None:
    """ "after for four days", "all over of my head"."""
    return "two prepositions" if word_at(line, at + 1) in _apart().get(line[at].text, ()) else None


def _ago(line: GrammarLine, at: int) -> str | None:
    """ "on five days ago"."""
    if line[at].text != "ago" or at < 3 or word_at(line, at - 1) not in SPANS:
        return None
    before = at - 3 if word_at(line, at - 2) != "of" else at - 5
    wrong = word_at(line, before) in _BEFORE_AGO and (
        word_at(line, at - 2) in NUMBERS or line[at - 2].text[0].isdigit()
    )
    return "a preposition before “ago”" if wrong else None


def _at_least(line: GrammarLine, at: int) -> str | None:
    """ "for three months for at least"."""
    if line[at].text not in ("least", "most") or word_at(line, at - 1) != "at":
        return None
    open_ = word_at(line, at - 2) in ("for", "of", "in", "to", "by", "with")
    return "nothing behind “at least”" if open_ and word_at(line, at + 1) in MARKS else None


def _owner(line: GrammarLine, at: int) -> str | None:
    """ "your of the leg", "it made my shaky"."""
    following = word_at(line, at + 1)
    if line[at].text in _ARTICLES:
        return "an article with no noun behind it" if following in ("of", "with", "is", "was") else None
    if line[at].text not in OWNERS or (at and line[at - 1].text in ("in", "of") and following == "own"):
        return None
    if following in listed("never_owned"):
        return "a determiner with no noun behind it"
    after = word_at(line, at + 2)
    plain = following in listed("said_bare") | listed("parts") | listed("massed") or following.endswith("s")
    if plain or not (after == "." or after in _SHOWS) or is_counted(following):
        return None
    return "a determiner with no noun behind it" if line[at + 1].tag in ("AJ0", "VVN") else None


def _article(line: GrammarLine, at: int) -> str | None:
    """ "a less beer", "an exercises three times a day", "an cough"."""
    if line[at].text not in _ARTICLES:
        return None
    noun = word_at(line, at + 1)
    if noun == "less" and line[at + 2 : at + 3] and line[at + 2].tag.startswith("NN"):
        return "an article before “less”"
    plain = noun.isalpha() and len(noun) > 2 and noun not in listed("hesitations") | {"and"}
    if plain and an(noun).split(" ")[0] != line[at].text and an(noun.upper()).split(" ")[0] != line[at].text:
        return "the other article is wanted"
    place = at + 1 if is_many(noun) else at + 2
    if place == at + 2 and (
        noun in _QUANTITIES or noun in NUMBERS or not noun.isalpha() or not is_many(word_at(line, place))
    ):
        return None
    if noun in _QUANTITIES or not closes(line, place + 1):
        return None
    agrees = line[place].tag == "NN2" and (place == at + 1 or line[at + 1].tag.startswith("AJ"))
    return "one article for many things" if agrees else None


def _of_one(line: GrammarLine, at: int) -> str | None:
    """ "each weeks", "one weeks", "these rash", "several cough"."""
    word, noun = line[at].text, word_at(line, at + 1)
    if word in ("each", "every", "another", "one") and is_many(noun) and closes(line, at + 2):
        before = word_at(line, at - 1)
        return (
            "a word for one before many"
            if before not in ("point", "and", "over") and line[at + 1].tag == "NN2"
            else None
        )
    if (
        word in ("these", "those", "many", "several", "both", "few")
        and noun in listed("counted") | listed("parts")
        and not is_many(noun)
    ):
        single = closes(line, at + 2) and plural(noun) != noun and line[at + 1].tag == "NN1"
        return "a word for many before one" if single and noun not in listed("closing_words") else None
    return None


def _measured(line: GrammarLine, at: int) -> str | None:
    """ "there's 3 centimeter skin tear"."""
    if line[at].text not in _LENGTHS or at < 2 or not line[at - 1].text[0].isdigit():
        return None
    before, noun = word_at(line, at - 2), word_at(line, at + 1)
    open_ = before in ("is", "'s", "are", "has", "have", "shows", "showed", "with", "was", "some")
    return "an article is wanted" if open_ and noun.isalpha() and not closes(line, at + 1) else None


def _same(line: GrammarLine, at: int) -> str | None:
    """ "my partner had same cold"."""
    if line[at].text != "same" or at == 0:
        return None
    before = word_at(line, at - 1)
    return "“same” without “the”" if before in listed("wants_article") and not closes(line, at + 1) else None


def _no_article(line: GrammarLine, at: int) -> str | None:
    """ "start nicotine patch", "a reaction to bug bite", "keep away from baby"."""
    if line[at].text not in listed("wants_article"):
        return None
    place = at + 1
    while place - at < 4 and word_at(line, place).replace("-", "").isalpha() and not closes(line, place + 1):
        if word_at(line, place) in listed("not_inside"):
            return None
        place += 1
    noun = word_at(line, place)
    bare = noun in listed("never_bare") or noun.endswith("ologist")
    if not bare or word_at(line, at + 1) in listed("not_inside"):
        return None
    if line[at].text == "to" and (
        (place == at + 1 and is_verb(noun))
        or word_at(line, at + 1) in listed("wants_article")  # "to take inhaler": the verb is looked at by itself
        or word_at(line, at - 1) == word_at(line, at + 1)
        or (is_verb(word_at(line, at + 1)) and word_at(line, at + 2).endswith("ing"))  # "to keep taking ..."
    ):
        return None
    if any(word.text.endswith(("'s", "ly")) or word.text[0].isdigit() for word in line[at + 1 : place]):
        return None
    return WHOSE if noun == "baby" else ARTICLE


def _opens_bare(line: GrammarLine, at: int) -> str | None:
    """ "Echocardiogram showed an ejection fraction", "Last Pap smear was normal"."""
    if at or line[-1].text == "?":
        return None
    place = next((i for i in range(1, min(len(line), 5)) if line[i].text in _SHOWS), 0)
    bare = word_at(line, place - 1) in listed("never_bare") and line[0].text not in listed("not_inside")
    return OPENS if place and bare and not any(w.text in MARKS for w in line[:place]) else None


def _side(line: GrammarLine, at: int) -> str | None:
    """ "over right eye", "of right index finger", "on first day", "on the back of calf"."""
    if line[at].text not in listed("before_parts"):
        return None
    place = at + 1
    if word_at(line, place) in ("first", "second"):
        return "“the” is wanted" if word_at(line, place + 1) in ("day", "days") and line[at].text == "on" else None
    while word_at(line, place) in listed("beside_parts") and place - at < 4:
        place += 1
    part = word_at(line, place)
    known = part in listed("parts") and part not in listed("said_bare") and not is_mass(part)
    known = known and not is_many(part) and part not in listed("plurals")
    sided = place > at + 1 and part == "side"
    return WHOSE if (known or sided) and closes(line, place + 1) else None


def _relative(line: GrammarLine, at: int) -> str | None:
    """ "I live with biologic father", "with wife and children"."""
    if line[at].text not in ("with", "from", "by"):
        return None
    place = (
        at + 2
        if word_at(line, at + 1) in ("biologic", "biological", "elderly", "young", "older", "younger")
        else at + 1
    )
    kin = word_at(line, place)
    bare = kin in listed("kin_bare") and closes(line, place + 1)
    return WHOSE if bare else None


def _few(line: GrammarLine, at: int) -> str | None:
    """ "I started few hours ago"."""
    if line[at].text != "few" or at == 0 or word_at(line, at + 1) not in SPANS:
        return None
    before = word_at(line, at - 1)
    plain = line[at - 1].text.isalpha() and before not in listed("before_few")
    return ARTICLE if plain else None


def _again(line: GrammarLine, at: int) -> str | None:
    """ "of my my neck", "in my knees in my ankles"."""
    word = line[at].text
    if (
        word == word_at(line, at + 1)
        and word.isalpha()
        and word not in ("had", "that", "very", "so", "no", "really", "is", "there")
    ):
        return "the same word twice"
    twice = word in ("in", "on", "of") and word_at(line, at + 1) in OWNERS and word_at(line, at + 4) in OWNERS
    return "the same place word twice" if twice and word_at(line, at + 3) == word and word != "of" else None


@cache
def _never() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Words in a row that nobody says, by the first of them."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for words, *_ in rows("never"):
        first, *rest = words.split(" ")
        found[first] = (*found.get(first, ()), tuple(rest))
    return found


def _in_a_row(line: GrammarLine, at: int) -> str | None:
    """ "for so you can", "the today's examination"."""
    for rest in _never().get(line[at].text, ()):
        if tuple(word.text for word in line[at + 1 : at + 1 + len(rest)]) == rest:
            return "words that do not follow each other"
    return None


def _years_old(line: GrammarLine, at: int) -> str | None:
    """ "my 38 years old sister"."""
    wrong = (
        line[at].text == "years" and word_at(line, at + 1) == "old" and word_at(line, at - 2) in OWNERS | {"the", "a"}
    )
    return "the plural before a noun" if wrong and not closes(line, at + 2) else None


@cache
def phrase_rules() -> GrammarRules:
    """The rules of this file, each asked at its words."""
    return GrammarRules(
        (
            (_prepositions, frozenset(_apart())),
            (_ago, frozenset({"ago"})),
            (_at_least, frozenset({"least", "most"})),
            (_owner, OWNERS | {"a", "an"}),
            (_article, _ARTICLES),
            (_of_one, frozenset("each every another one these those many several both few".split())),
            (_measured, _LENGTHS),
            (_same, frozenset({"same"})),
            (_no_article, listed("wants_article")),
            (_opens_bare, frozenset()),
            (_side, listed("before_parts")),
            (_relative, frozenset("with from by".split())),
            (_few, frozenset({"few"})),
            (_again, frozenset()),
            (_in_a_row, frozenset(_never())),
            (_years_old, frozenset({"years"})),
        )
    )
