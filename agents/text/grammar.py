"""Faults of English grammar in a line that is to be spoken: agreement, verb forms, articles, pronouns, words left over.

Law of the file: each rule looks at a few neighbouring words and knows what may stand between them; where the tagger is
unsure, nothing is said. It is no parser: a line without a finding may still be wrong.
"""

from functools import cache

from bedside.agents.text.grammar_words import GrammarFault, GrammarLine, GrammarRule, GrammarRules, grammar_sentences
from bedside.agents.text.inflection import inflect, is_mass, is_verb, lemma, plural

_MARKS = frozenset(".,;:?!")

_HAVE = frozenset("have has had 've having".split())
_MODALS = frozenset("can could will would shall should may might must 'll do does did".split())
_BE = {"plural": frozenset("are were 're".split()), "singular": frozenset("is was 's".split())}
_SUBJECTS = frozenset("i you he she it we they".split())
_PLURAL_SUBJECTS = frozenset("i you we they".split())
_THIRD = frozenset("he she it".split())
_POSSESSIVES = frozenset("my your his her its our their".split())
_ARTICLES = frozenset("a an the".split())
_AFTER_ARTICLE = (
    _POSSESSIVES - {"her"} | _ARTICLES | frozenset("me you him them us i we they he she these those it".split())
)
_LEFT_OVER = frozenset("a an the and or my your our their if because than although unless whether".split())
_BETWEEN = frozenset(
    "not n't never ever also already always just only recently still really probably usually often".split()
)
_JOINS = frozenset("and or but that which who when since if because as while until after before where what how".split())
_SUBJECT_CASE = frozenset("i he she we they".split())
_GOVERNS = frozenset("of with from for by about at".split())
_COUNTED_AS_IS = frozenset("percent hundred thousand million dozen pound stone foot point over out milligram".split())
_BEFORE_NUMBER = frozenset("type grade stage level number phase class covid chapter page step room age at".split())
_NUMBERS = frozenset(
    "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty ninety hundred".split()
)
_ONE = frozenset(("one", "1", "half", "zero", "0"))
_TOLD_BY = frozenset(
    "admit deny report describe state take have do go get feel want need know think use continue".split()
)
_ASKS = frozenset("does do did is are was were has have had can could will would should let make help see".split())


_Line = GrammarLine


def grammar_faults(text: str) -> tuple[GrammarFault, ...]:
    """The faults of a line in the order in which they stand."""
    return tuple(fault for sentence in grammar_sentences(text) for fault in faults_of(sentence))


def faults_of(sentence: GrammarLine) -> tuple[GrammarFault, ...]:
    """The same of one sentence, which :func:`grammar_sentences` gave."""
    return _own_rules().applied(sentence)


@cache
def _own_rules() -> GrammarRules:
    return GrammarRules(_RULES)


def _after(line: _Line, at: int) -> int:
    """The place of the first word behind ``at`` that is no adverb."""
    at += 1
    while at < len(line) and line[at].text in _BETWEEN:
        at += 1
    return at


def _text(line: _Line, at: int) -> str:
    return line[at].text if 0 <= at < len(line) else ""


@cache
def _past_only(word: str) -> bool:
    """A past form that is no participle and no base form: "began", "took"."""
    verb = lemma(word, "VVD")
    forms = (inflect(verb, "past"), inflect(verb, "participle"))
    return (
        is_verb(verb)
        and word == forms[0] != forms[1]
        and not is_verb(word)
        and verb != "get"
        and not word.endswith("ed")
    )


@cache
def _inflected(word: str) -> bool:
    """A past or third-person form that is no base form: "started", "took", "began"."""
    verb = lemma(word, "VVD")
    return is_verb(verb) and not is_verb(word) and word == inflect(verb, "past") != verb


def _participle(line: _Line, at: int) -> str | None:
    """ "have began"."""
    if line[at].text not in _HAVE:
        return None
    then = _after(line, at)
    return "a participle is wanted" if _past_only(_text(line, then)) else None


def _perfect_ago(line: _Line, at: int) -> str | None:
    """ "have tried it three hours ago"."""
    if not any(word.text == "ago" for word in line[at:]) or _text(line, _after(line, at)) in ("to", "been"):
        return None
    then = _after(line, at)
    if then >= len(line) or not line[then].tag.endswith("N") or not line[then].tag.startswith("V"):
        return None
    for word in line[then + 1 : then + 9]:
        if word.text in _MARKS or word.text in _JOINS or word.text in ("from", "i", "you", "a"):
            return None
        if word.text == "ago":
            return "the past tense is wanted beside “ago”"
    return None


def _after_modal(line: _Line, at: int) -> str | None:
    """ "didn't took", "should started"."""
    if line[at].text not in _MODALS or (at and line[at - 1].text in ("to", "i'd")):
        return None
    then = _after(line, at)
    if line[at].text in ("do", "does", "did") and not any(word.text == "n't" for word in line[at:then]):
        return None
    return "the base form of the verb is wanted" if _inflected(_text(line, then)) else None


def _be_base(line: _Line, at: int) -> str | None:
    """ "I'm take", "are admit"."""
    if line[at].text not in ("am", "'m", "are", "'re", "is", "was", "were") or _text(line, at - 1) in ("all", "do"):
        return None
    asked = _text(line, at - 2) in ("what", "all", "thing") or _text(line, 0) == "what"
    return "a form of the verb is wanted" if not asked and _text(line, _after(line, at)) in _TOLD_BY else None


def _existential(line: _Line, at: int) -> str | None:
    """ "there are some pain"."""
    if line[at].text != "there" or _text(line, at + 1) not in ("are", "'re", "were"):
        return None
    noun = at + 2
    if _text(line, noun) in ("some", "any", "no"):
        noun += 1
    ends = noun + 1 >= len(line) or line[noun + 1].text in _MARKS or line[noun + 1].tag.startswith("PRP")
    single = noun < len(line) and line[noun].tag == "NN1" and is_mass(line[noun].text)
    return "one thing is there, and the verb is of many" if single and ends else None


def _article(line: _Line, at: int) -> str | None:
    """ "a my", "an established me", "a wearing a splint", "any no"."""
    word = line[at]
    if word.text not in ("a", "an", "any", "some"):
        return None
    following = _text(line, at + 1)
    if (following in _AFTER_ARTICLE and following != word.text) or (word.text in ("any", "some") and following == "no"):
        return "two words that begin a noun phrase"
    if word.text in ("a", "an") and at + 2 < len(line):
        if line[at + 2].text in ("me", "myself", "yourself") and line[at + 1].tag.startswith(("AJ", "VVN")):
            return "a pronoun behind an article"
        if line[at + 2].text in _ARTICLES | _POSSESSIVES and line[at + 1].tag == "VVG":
            return "an article before a verb"
    return None


def _article_plural(line: _Line, at: int) -> str | None:
    """ "a swellings"."""
    if line[at].text not in ("a", "an") or at + 1 >= len(line):
        return None
    noun = line[at + 1]
    many = noun.text.endswith("s") and not is_mass(noun.text) and not noun.text.endswith("ss") and noun.tag == "NN2"
    ends = many and (
        at + 2 >= len(line) or line[at + 2].text in _MARKS or line[at + 2].tag[:3] in ("PRP", "PRF", "CJC")
    )
    return "one article for many things" if many and ends and noun.text not in ("lots", "means", "series") else None


def _number(line: _Line, at: int) -> str | None:
    """ "two puff"."""
    word, noun = line[at], _text(line, at + 1)
    counts = (word.text[0].isdigit() or word.text in _NUMBERS) and word.text not in _ONE
    if not counts or len(noun) < 3 or noun.endswith("s") or noun in _COUNTED_AS_IS or plural(noun) == noun:
        return None
    if _text(line, at - 1) in _BEFORE_NUMBER or _text(line, at - 2) == "out":
        return None
    if "/" in word.text or "." in word.text or _text(line, at - 1) in ("point", "one", "over"):
        return None
    if word.tag != "CRD" or line[at + 1].tag != "NN1":
        return None
    ends = at + 2 >= len(line) or line[at + 2].text in _MARKS or line[at + 2].tag[:3] in ("PRP", "AV0", "CJC")
    return "a number of more than one before one thing" if ends else None


def _doubled(line: _Line, at: int) -> str | None:
    """ "joint joints"; whoever stutters says the same word."""
    word, following = line[at].text, _text(line, at + 1)
    if len(word) < 3:
        return None
    twice = following.endswith("s") and following == plural(word) != word and line[at].tag in ("NN1", "AJ0")
    return "the same word twice" if twice else None


def _left_over(line: _Line, at: int) -> str | None:
    """A sentence that ends on "and", "the" or "if"."""
    last = at == len(line) - 2 and line[at + 1].text == "."
    return "the sentence breaks off" if last and len(line) > 3 and line[at].text in _LEFT_OVER else None


def _opening(line: _Line, at: int) -> str | None:
    """A sentence that begins with "which has", "and which has"."""
    if line[at].text != "which" or at > 1 or line[-1].text == "?":
        return None
    begins = at == 0 or line[0].text == "and"
    verb = at + 1 < len(line) and line[at + 1].tag in ("VHZ", "VBZ", "VVZ", "VBD", "VHD", "VDZ")
    return "a relative clause with nothing before it" if begins and verb and len(line) < 12 else None


def _agreement(line: _Line, at: int) -> str | None:
    """ "I has", "they is", "he have"."""
    subject, verb = line[at].text, _text(line, at + 1)
    if (
        subject not in _SUBJECTS
        or not verb
        or _text(line, at - 1) in _ASKS | _GOVERNS | {"to", "n't", "like", "and", "or"}
    ):
        return None
    if subject in _PLURAL_SUBJECTS and verb in ("has", "does", "is") and _text(line, 0) not in ("what", "all", "where"):
        return "subject and verb do not agree"
    third = subject in _PLURAL_SUBJECTS and verb.endswith("s") and len(verb) > 3 and not is_verb(verb)
    if third and line[at + 1].tag == "VVZ" and not _asked(line, at):
        return "subject and verb do not agree"
    if subject in _PLURAL_SUBJECTS - {"i"} and verb in ("was", "am"):
        return "subject and verb do not agree"
    if subject == "i" and verb in ("are", "were", "'re") and _text(line, at - 1) not in ("if", "wish", "than"):
        return "subject and verb do not agree"
    if subject in _THIRD and verb in ("have", "are", "am", "do", "'re", "'ve") and not _asked(line, at):
        return "subject and verb do not agree"
    return None


def _asked(line: _Line, at: int) -> bool:
    """Whether a helping verb before a subject takes the agreement on: "does it have"."""
    return any(word.text in _ASKS | _MODALS for word in line[max(0, at - 3) : at])


def _noun_agreement(line: _Line, at: int) -> str | None:
    """ "your legs is", "my blood pressure are"."""
    verb = line[at].text
    if verb not in ("is", "was", "has", "are", "were", "have") or not at:
        return None
    start = next((i for i in range(at - 1, max(-1, at - 4), -1) if line[i].text in _POSSESSIVES), None)
    if (
        start is None
        or at - start < 2
        or _asked(line, start)
        or _text(line, start - 1) in _GOVERNS | {"and", "or", "to", "in", "on"}
    ):
        return None
    between = line[start + 1 : at]
    if (verb in ("is", "was", "has")) != between[-1].text.endswith("s") and not is_mass(between[-1].text):
        return None
    if any(word.tag[:2] not in ("NN", "AJ") or word.text in _MARKS for word in between):
        return None
    noun = between[-1]
    many = (
        noun.tag == "NN2"
        and noun.text.endswith("s")
        and not is_mass(noun.text)
        and not noun.text.endswith(("ss", "us", "is"))
    )
    one = (
        noun.tag == "NN1"
        and (not noun.text.endswith("s") or is_mass(noun.text))
        and noun.text not in ("family", "team", "feet", "teeth")
    )
    wrong = (many and verb in ("is", "was", "has")) or (one and verb in ("are", "were", "have"))
    return "noun and verb do not agree" if wrong else None


def _case(line: _Line, at: int) -> str | None:
    """ "of I", "with she"."""
    if line[at].text not in _GOVERNS or _text(line, at + 1) not in _SUBJECT_CASE:
        return None
    ends = at + 2 >= len(line) or line[at + 2].text in _MARKS or line[at + 2].tag.startswith(("PRP", "CJC"))
    return "the pronoun's case is wrong" if ends else None


def _determiners(line: _Line, at: int) -> str | None:
    """ "the my", "your the"."""
    word, following = line[at].text, _text(line, at + 1)
    first = word == "the" or word in _POSSESSIVES - {"her"}
    second = following != word and following in _ARTICLES | _POSSESSIVES - {"her"}
    return "two words that begin a noun phrase" if first and second else None


_RULES: tuple[tuple[GrammarRule, frozenset[str]], ...] = (  # each with the words at which it is asked, if any
    (_participle, _HAVE),
    (_perfect_ago, frozenset(("have", "has", "'ve"))),
    (_after_modal, _MODALS),
    (_be_base, frozenset({"am", "'m", "are", "'re", "is", "was", "were"})),
    (_existential, frozenset({"there"})),
    (_article, frozenset({"a", "an", "any", "some"})),
    (_article_plural, frozenset({"a", "an"})),
    (_number, frozenset()),
    (_doubled, frozenset()),
    (_left_over, _LEFT_OVER),
    (_opening, frozenset({"which"})),
    (_agreement, _SUBJECTS),
    (_noun_agreement, frozenset({"is", "was", "has", "are", "were", "have"})),
    (_case, _GOVERNS),
    (_determiners, _POSSESSIVES | {"the"}),
)
