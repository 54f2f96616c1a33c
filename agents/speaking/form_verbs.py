"""Rules of form for verbs: agreement, the form of the verb, and what it may have behind it."""

from functools import cache

from bedside.agents.speaking.form_phrases import (
    MARKS,
    NUMBERS,
    OWNERS,
    PRONOUNS,
    SPANS,
    closes,
    is_many,
    skipped,
    word_at,
)
from bedside.agents.speaking.nouns import is_counted
from bedside.agents.speaking.tables import listed, rows
from bedside.agents.text.grammar_words import GrammarLine, GrammarRules
from bedside.agents.text.inflection import inflect, is_mass, is_verb, lemma

_BE = frozenset("am is are was were 'm 're".split())

_HAVE = frozenset(("have", "has", "had", "'ve"))

_MODALS = frozenset("will would can could should must might may 'll shall".split())

_ASKING = frozenset("like want need able trying supposed".split())


def _states(line: GrammarLine, at: int) -> bool:
    """Whether a verb belongs to a statement: no question word and no question mark."""
    return line[-1].text != "?" and not any(word.text in listed("question_words") for word in line[:at])


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


def _lasting(line: GrammarLine, at: int) -> str | None:
    """ "Your right total knee replacement was 15 days."."""
    if line[at].text not in ("was", "is") or line[0].text not in OWNERS | {"the"} or at < 2 or at + 3 >= len(line):
        return None
    count, unit = line[at + 1].text, line[at + 2].text
    long = (count[0].isdigit() or count in NUMBERS) and unit in SPANS and line[at + 3].text in MARKS
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
    while word_at(line, place) in {"a", "an", "the", "some", "your"}:
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
        not verb.isalpha() or is_verb(verb) or verb.endswith("ly") or verb in listed("verbs_besides") | MARKS | PRONOUNS
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


def _two_verbs(line: GrammarLine, at: int) -> str | None:
    """ "readings run between were 210", "your extra beats made is worse"."""
    if line[at].text not in ("is", "are", "was", "were") or at < 2 or not _states(line, at):
        return None
    before = word_at(line, at - 1)
    if before in listed("never_stranded"):
        return "a verb behind a preposition"
    verb = lemma(before, "VVN")
    if not is_verb(verb) or verb == before or before.endswith("s") or any(w.text in PRONOUNS for w in line[:at]):
        return None
    one = line[at].text in ("is", "was") and is_many(word_at(line, at - 2))  # "the nodes removed were benign" is right
    return "two verbs for one subject" if one and line[at - 1].tag in ("VVN", "VVD") and at < 6 else None


def _begun(line: GrammarLine, at: int) -> str | None:
    """ "it started performed on Monday"."""
    verb = word_at(line, at + 1)
    if line[at].text not in ("started", "began") or not verb.endswith("ed") or verb == "ed":
        return None
    return "two verbs for one subject" if is_verb(lemma(verb, "VVN")) and line[at + 1].tag in ("VVN", "VVD") else None


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


def _phrasal(line: GrammarLine, at: int) -> str | None:
    """ "we'll set up you", "cutting down it"."""
    apart = line[at].text in listed("phrasal") and word_at(line, at + 1) in ("up", "down", "off", "out", "in")
    return (
        "a pronoun behind the particle"
        if apart and word_at(line, at + 2) in ("it", "him", "them", "you", "me")
        else None
    )


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


def _there_are(line: GrammarLine, at: int) -> str | None:
    """ "There's three days gestation"."""
    if line[at].text != "there" or word_at(line, at + 1) not in ("is", "'s", "was") or line[-1].text == "?":
        return None
    count, many = word_at(line, at + 2), word_at(line, at + 3)
    counted = count in NUMBERS - {"a", "an", "one", "few", "couple"} or count.isdigit()
    return "one thing is there, and many are named" if counted and many in SPANS and is_many(many) else None


@cache
def verb_rules() -> GrammarRules:
    """The rules of this file, each asked at its words."""
    return GrammarRules(
        (
            (_bare_predicate, _BE | {"'s"}),
            (_lasting, frozenset({"was", "is"})),
            (_having, _HAVE),
            (_object, frozenset(_governed())),
            (_base, _MODALS | {"to"}),
            (_often_twice, frozenset({"day", "week", "month"})),
            (_two_verbs, frozenset({"is", "are", "was", "were"})),
            (_begun, frozenset({"started", "began"})),
            (_third, frozenset({"it", "he", "she"})),
            (_me, frozenset({"me"})),
            (_there_are, frozenset({"there"})),
            (_many_is, frozenset("is was has does".split())),
            (_another_self, frozenset("yourself myself himself herself".split())),
            (_phrasal, listed("phrasal")),
            (_mixed, frozenset({"been"})),
        )
    )
