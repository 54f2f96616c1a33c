"""Rules of form for neighbouring words: prepositions, articles, numbers, and what a verb may have behind it."""

from functools import cache

from bedside.agents.speaking.nouns import an, is_counted
from bedside.agents.speaking.tables import listed, rows
from bedside.agents.text.grammar import GrammarLine, GrammarRule
from bedside.agents.text.inflection import inflect, is_mass, is_verb, lemma, plural

MARKS = frozenset(".,;:?!")
ARTICLE = "an article is wanted"  # before the word behind the fault
OPENS = "“the” is wanted at the start"  # before the word of the fault
WHOSE = "whose it is, is left out"  # before the word behind the fault
NUMBERS = frozenset("a an one two three four five six seven eight nine ten eleven twelve several few couple".split())
_SPANS = frozenset("minute hour day night week month year minutes hours days nights weeks months years".split())
_BEFORE_AGO = frozenset("on in at for of by with after during".split())
_ARTICLES = frozenset(("a", "an"))
_OWNERS = frozenset(("my", "your", "our", "their"))
_BE = frozenset("am is are was were 'm 're".split())
_HAVE = frozenset(("have", "has", "had", "'ve"))
_ADVERBS = frozenset("not n't also still now always never only really just very quite too so".split())
_QUANTITIES = frozenset(
    "few good couple lot dozen hundred little many bit great lots means series thousand full".split()
)
_LENGTHS = frozenset("centimeter millimeter inch".split())
_MODALS = frozenset("will would can could should must might may 'll shall".split())
_ASKING = frozenset("like want need able trying supposed".split())
_SHOWS = frozenset("is are was were showed shows did has".split())
_PRONOUNS = frozenset("i you he she it we they me him her us them".split())


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
    if line[at].text != "ago" or at < 3 or word_at(line, at - 1) not in _SPANS:
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
    if line[at].text not in _OWNERS or (at and line[at - 1].text in ("in", "of") and following == "own"):
        return None
    if following in listed("never_owned"):
        return "a determiner with no noun behind it"
    after = word_at(line, at + 2)
    if following in listed("said_bare") or not (after == "." or after in _SHOWS) or is_counted(following):
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


def _bare_predicate(line: GrammarLine, at: int) -> str | None:
    """ "you're goal 90 degrees", "your diagnosis was knee stiffer"."""
    if line[at].text not in _BE and not (
        line[at].text == "'s" and word_at(line, at - 1) in ("he", "she", "it", "there")
    ):
        return None
    place = skipped(line, at + 1)
    noun = word_at(line, place)
    if noun not in listed("counted") | listed("parts") | {"goal", "target"}:
        return None
    if noun in listed("said_bare") or is_many(noun) or is_mass(noun) or not _states(line, at):
        return None
    after = word_at(line, place + 1)
    ends = closes(line, place + 1) or (after.endswith("er") and line[place + 1].tag == "AJC")
    return "a thing without its article behind “be”" if ends and line[place].tag == "NN1" else None


def _states(line: GrammarLine, at: int) -> bool:
    """Whether a verb belongs to a statement: no question word and no question mark."""
    return line[-1].text != "?" and not any(word.text in listed("question_words") for word in line[:at])


def _lasting(line: GrammarLine, at: int) -> str | None:
    """ "Your right total knee replacement was 15 days."."""
    if line[at].text not in ("was", "is") or line[0].text not in _OWNERS | {"the"} or at < 2 or at + 3 >= len(line):
        return None
    count, unit = line[at + 1].text, line[at + 2].text
    long = (count[0].isdigit() or count in NUMBERS) and unit in _SPANS and line[at + 3].text in MARKS
    return "a length of time for a thing" if long and line[at - 1].text not in listed("timed") else None


def _having(line: GrammarLine, at: int) -> str | None:
    """ "my daughter has pregnant", "you have clammy"."""
    if line[at].text not in _HAVE:
        return None
    place = skipped(line, at + 1)
    state = word_at(line, place)
    if state not in listed("states") | listed("personal_states") | listed("only_states"):
        return None
    noun = is_counted(state) or is_mass(state) or state.endswith("ing")
    ends = closes(line, place + 1) and word_at(line, place + 1) not in ("and", "or", "but", ",")
    return "an adjective behind “have”" if not noun and ends and line[place].tag == "AJ0" else None


@cache
def _governed() -> dict[str, frozenset[str]]:
    """Verbs with words that are not their objects."""
    return {row[0]: frozenset(row[1].split(" ")) for row in rows("objects")}


def _object(line: GrammarLine, at: int) -> str | None:
    """ "take drink", "I'd recommend an emergency room"."""
    wrong = _governed().get(line[at].text)
    if wrong is None:
        return None
    place = at + 1
    while word_at(line, place) in _ARTICLES | {"the", "some", "your"}:
        place += 1
    noun = word_at(line, place)
    noun = f"{noun}-{word_at(line, place + 1)}" if f"{noun}-{word_at(line, place + 1)}" in wrong else noun
    return (
        "the verb does not go with what follows"
        if noun in wrong and closes(line, place + 1 + noun.count("-"))
        else None
    )


def _base(line: GrammarLine, at: int) -> str | None:
    """ "I'd like to rugs", "you should to stairs"."""
    modal = line[at].text in _MODALS
    if not modal and not (line[at].text == "to" and word_at(line, at - 1) in _ASKING):
        return None
    if modal and (at == 0 or not _states(line, at) or line[at - 1].text in MARKS):
        return None
    place = skipped(line, at + 1)
    verb = word_at(line, place)
    known = (
        not verb.isalpha()
        or is_verb(verb)
        or verb.endswith("ly")
        or verb in listed("verbs_besides") | MARKS | _PRONOUNS
    )
    if known or is_verb(lemma(verb)):
        return None
    return "no verb behind “to”" if line[place].tag.startswith("NN") else None


def _often_twice(line: GrammarLine, at: int) -> str | None:
    """ "twice a day once a day"."""
    if line[at].text not in ("day", "week", "month") or word_at(line, at - 1) not in ("a", "every", "each"):
        return None
    again = word_at(line, at + 1) in ("once", "twice", "every") or word_at(line, at + 2) == "times"
    return "how often is said twice" if again and word_at(line, at + 2) not in ("other", "now", "in") else None


def _measured(line: GrammarLine, at: int) -> str | None:
    """ "there's 3 centimeter skin tear"."""
    if line[at].text not in _LENGTHS or at < 2 or not line[at - 1].text[0].isdigit():
        return None
    before, noun = word_at(line, at - 2), word_at(line, at + 1)
    open_ = before in ("is", "'s", "are", "has", "have", "shows", "showed", "with", "was", "some")
    return "an article is wanted" if open_ and noun.isalpha() and not closes(line, at + 1) else None


def _two_verbs(line: GrammarLine, at: int) -> str | None:
    """ "readings run between were 210", "your extra beats made is worse"."""
    if line[at].text not in ("is", "are", "was", "were") or at < 2 or not _states(line, at):
        return None
    before = word_at(line, at - 1)
    if before in listed("never_stranded"):
        return "a verb behind a preposition"
    verb = lemma(before, "VVN")
    if not is_verb(verb) or verb == before or before.endswith("s") or any(w.text in _PRONOUNS for w in line[:at]):
        return None
    one = line[at].text in ("is", "was") and is_many(word_at(line, at - 2))  # "the nodes removed were benign" is right
    return "two verbs for one subject" if one and line[at - 1].tag in ("VVN", "VVD") and at < 6 else None


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
    if noun not in listed("never_bare") or word_at(line, at + 1) in listed("not_inside"):
        return None
    if line[at].text == "to" and (
        (place == at + 1 and is_verb(noun)) or word_at(line, at - 1) == word_at(line, at + 1)
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


def _mixed(line: GrammarLine, at: int) -> str | None:
    """ "I haven't been vomiting and vaginal discharge"."""
    doing, link, other = word_at(line, at + 1), word_at(line, at + 2), word_at(line, at + 3)
    if (
        line[at].text != "been"
        or not doing.endswith("ing")
        or link not in ("and", "or")
        or other.endswith(("ing", "ly"))
    ):
        return None
    noun = at + 4 < len(line) and line[at + 3].tag == "AJ0" and line[at + 4].tag.startswith("NN")
    return "what is done joined with what is had" if noun and closes(line, at + 5) else None


def _few(line: GrammarLine, at: int) -> str | None:
    """ "I started few hours ago"."""
    if line[at].text != "few" or at == 0 or word_at(line, at + 1) not in _SPANS:
        return None
    before = word_at(line, at - 1)
    plain = line[at - 1].text.isalpha() and before not in listed("before_few")
    return ARTICLE if plain else None


def _phrasal(line: GrammarLine, at: int) -> str | None:
    """ "we'll set up you", "cutting down it"."""
    apart = line[at].text in listed("phrasal") and word_at(line, at + 1) in ("up", "down", "off", "out", "in")
    return (
        "a pronoun behind the particle"
        if apart and word_at(line, at + 2) in ("it", "him", "them", "you", "me")
        else None
    )


def _third(line: GrammarLine, at: int) -> str | None:
    """ "it show a normal rhythm"."""
    if line[at].text not in ("it", "he", "she") or line[-1].text == "?":
        return None
    opens = at == 0 or word_at(line, at - 1) in MARKS or word_at(line, at - 1) in ("and", "but")
    verb = word_at(line, at + 1)
    if not opens or not is_verb(verb) or verb in (inflect(verb, "past"), "be") or verb in listed("verbs_besides"):
        return None
    asked = any(word.text in listed("asks_base") for word in line[:at])
    return "subject and verb do not agree" if not asked and line[at + 1].tag in ("VVB", "VVI") else None


def _me(line: GrammarLine, at: int) -> str | None:
    """ "Me back has been sore"."""
    if line[at].text != "me" or (at and word_at(line, at - 1) not in MARKS) or line[-1].text == "?":
        return None
    noun = at + 1 < len(line) and word_at(line, at + 1) in listed("parts") | {"can", "sleep", "pain"}
    return "the pronoun's case is wrong" if noun else None


def _again(line: GrammarLine, at: int) -> str | None:
    """ "of my my neck", "in my knees in my ankles"."""
    word = line[at].text
    if (
        word == word_at(line, at + 1)
        and word.isalpha()
        and word not in ("had", "that", "very", "so", "no", "really", "is", "there")
    ):
        return "the same word twice"
    twice = word in ("in", "on", "of") and word_at(line, at + 1) in _OWNERS and word_at(line, at + 4) in _OWNERS
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


def _many_is(line: GrammarLine, at: int) -> str | None:
    """ "some days doesn't need it", "there has been some slips"."""
    verb = line[at].text
    if verb not in ("is", "was", "has", "does") or line[-1].text == "?":
        return None
    if word_at(line, at - 1) == "there":
        place = at + 2 if word_at(line, at + 1) == "been" else at + 1
        many = word_at(line, place) in ("some", "several", "many", "two", "three") and is_many(word_at(line, place + 1))
        return "one thing is there, and many are named" if many and closes(line, place + 2) else None
    noun, first = word_at(line, at - 1), word_at(line, at - 2)
    if first not in ("some", "these", "those", "many", "several", "both", "the") or not is_many(noun):
        return None
    before = word_at(line, at - 3)
    opens = not before or before in MARKS or before in ("and", "but", "because", "that", "so")
    return "noun and verb do not agree" if opens and line[at - 1].tag == "NN2" else None


def _years_old(line: GrammarLine, at: int) -> str | None:
    """ "my 38 years old sister"."""
    wrong = (
        line[at].text == "years" and word_at(line, at + 1) == "old" and word_at(line, at - 2) in _OWNERS | {"the", "a"}
    )
    return "the plural before a noun" if wrong and not closes(line, at + 2) else None


def _another_self(line: GrammarLine, at: int) -> str | None:
    """ "I don't have any thoughts of hurting yourself"."""
    own = {"yourself": "you", "myself": "i", "himself": "he", "herself": "she"}.get(line[at].text)
    who = line[0].text
    wrong = (
        own
        and who in ("i", "you", "he", "she")
        and own != who
        and not any(w.text in (own, "me", "him", "her") for w in line[:at])
    )
    return "a pronoun of somebody else" if wrong else None


def _begun(line: GrammarLine, at: int) -> str | None:
    """ "it started performed on Monday"."""
    verb = word_at(line, at + 1)
    if line[at].text not in ("started", "began") or not verb.endswith("ed") or verb == "ed":
        return None
    return "two verbs for one subject" if is_verb(lemma(verb, "VVN")) and line[at + 1].tag in ("VVN", "VVD") else None


PHRASE_RULES: tuple[tuple[GrammarRule, frozenset[str]], ...] = (  # each with the words of which it needs one, if any
    (_prepositions, frozenset()),
    (_ago, frozenset({"ago"})),
    (_at_least, frozenset({"least", "most"})),
    (_owner, _OWNERS | {"a", "an"}),
    (_article, _ARTICLES),
    (_of_one, frozenset("each every another one these those many several both few".split())),
    (_bare_predicate, _BE | {"'s"}),
    (_lasting, frozenset({"was", "is"})),
    (_having, _HAVE),
    (_object, frozenset()),
    (_base, _MODALS | {"to"}),
    (_often_twice, frozenset({"day", "week", "month"})),
    (_measured, _LENGTHS),
    (_two_verbs, frozenset({"is", "are", "was", "were"})),
    (_same, frozenset({"same"})),
    (_no_article, frozenset()),
    (_opens_bare, frozenset()),
    (_side, frozenset("in on over of to".split())),
    (_relative, frozenset("with from by".split())),
    (_mixed, frozenset({"been"})),
    (_few, frozenset({"few"})),
    (_phrasal, frozenset({"up", "down", "off", "out", "in"})),
    (_third, frozenset({"it", "he", "she"})),
    (_me, frozenset({"me"})),
    (_again, frozenset()),
    (_in_a_row, frozenset()),
    (_many_is, frozenset("is was has does".split())),
    (_years_old, frozenset({"years"})),
    (_another_self, frozenset("yourself myself himself herself".split())),
    (_begun, frozenset({"started", "began"})),
)
