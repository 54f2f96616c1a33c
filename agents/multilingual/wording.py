"""A statement of a note as somebody says it: terms in lay words, units aloud, the third person as the speaker's own.

Law of the file: what is said of a fact is the fact's own words, changed by the rules of the lexicon and by nothing else;
a statement that no rule fits is said as it stands.
"""

import re

from bedside.agents.languages.lexicon import Lexicon, Term
from bedside.scenarios.note import Fact

_AGREES = re.compile(r"(?:^|\s)(?:\w+(?:e|er|es|en|em)|kein|ein)\s$", re.IGNORECASE)


def plain(fact: Fact, lexicon: Lexicon, *, exact: bool = False) -> str:
    """The words of a fact with units and shorthand spoken out, and terms in lay words unless ``exact``."""
    text = lexicon.apply("aloud", fact.text).strip(" .,;")
    return text if exact else lay(text, lexicon)


def lay(text: str, lexicon: Lexicon) -> str:
    """``text`` with clinical terms in lay words, where an adjective before one still agrees with it."""

    no = lexicon.table("denials")
    frames = [[word] for word in lexicon.words("dative_frames")]

    def swap(match: re.Match[str]) -> str:
        term = lexicon.by_form[match["term"].casefold()]
        denies = match["no"] or ""
        if term.lay == term.form:
            return match[0]
        if denies and term.lay_gender:
            word = no[term.lay_gender]
            name = lexicon.apply("denied_plural", term.lay) if term.lay_gender == "p" else term.lay
            return f"{word.capitalize() if denies[0].isupper() else word} {name}"
        governed = text[: match.start()].casefold().split()[-1:] in frames
        if governed and term.lay.split(" ")[0].islower():
            return match[0]  # the lay words would have to agree
        if term.gender != term.lay_gender and _AGREES.search(text[: match.start()]):
            return match[0]
        return f"{denies}{term.lay}"

    words = "|".join(sorted({re.escape(word) for word in no.values()}, key=len, reverse=True)) or r"(?!)"
    return re.sub(
        rf"(?P<no>(?<!\w)(?:{words})\s)?(?P<term>{lexicon.any_term.pattern})", swap, text, flags=re.IGNORECASE
    )


def own(text: str, lexicon: Lexicon, person: str) -> str:
    """A sentence about a third person as ``person`` says it: "patient" of themselves, "physician" to them."""
    subject = lexicon.data["first_person"] if person == "patient" else lexicon.data["polite"]
    which = 0 if person == "patient" else 1
    changed = False

    def verb(word: str) -> str | None:
        forms = lexicon.verbs.get(word.casefold())
        return forms[which] if forms else None

    def joined(match: re.Match[str]) -> str:
        return f"{match['join']} {verb(match['verb']) or match['verb']}"

    subjects = lexicon.pattern("subject").pattern
    if subjects:
        before = re.compile(rf"(?<!\w)(?:{subjects})\s+(?P<verb>\w+)", re.IGNORECASE)
        after = re.compile(rf"(?<!\w)(?P<verb>\w+)\s+(?:{subjects})(?!\w)", re.IGNORECASE)

        def front(match: re.Match[str]) -> str:
            nonlocal changed
            form = verb(match["verb"])
            changed = changed or form is not None
            return f"{subject} {form}" if form else match[0]

        def back(match: re.Match[str]) -> str:
            nonlocal changed
            form = verb(match["verb"])
            changed = changed or form is not None
            return f"{form} {subject}" if form else match[0]

        text = after.sub(back, before.sub(front, text))
        if changed:
            text = re.sub(rf"(?<!\w)(?P<join>{re.escape(lexicon.data['and'])}) (?P<verb>\w+)", joined, text)
        if changed:  # in a clause that hangs on it the verb comes last: only the subject is left to change
            text = re.sub(rf"(?<!\w)(?:{subjects})(?!\w)", subject, text, flags=re.IGNORECASE)
    first, _, rest = text.partition(" ")
    forms = lexicon.verbs.get(first.casefold()) if not changed else None
    if forms:
        rest = re.sub(rf"(?P<join>(?<!\w){re.escape(lexicon.data['and'])}|,) (?P<verb>\w+)", joined, rest)
        text, changed = f"{subject} {forms[which]} {rest}".strip(), True
    if changed:
        text = lexicon.apply(f"{person}_self", text)
    return lexicon.apply(person, text) if changed or lexicon.pattern("finite").search(text) else text


def small(text: str, lexicon: Lexicon) -> str:
    """A leading adjective or preposition in lower case, in a language whose nouns alone have capitals."""
    head, _, rest = text.partition(" ")
    if head.casefold() in lexicon.by_lay or head.casefold() in lexicon.by_form:
        return text
    adjective = lexicon.pattern("adjective").fullmatch(head) and rest[:1].isupper()
    other = lexicon.pattern("participle").fullmatch(head) or head.casefold() in lexicon.words("small")
    return text[:1].lower() + text[1:] if adjective or other else text


def is_sentence(text: str, lexicon: Lexicon) -> bool:
    """Whether a text has a verb of its own, or a person who does something."""
    subject = (lexicon.data.get("first_person"), lexicon.data.get("polite"))
    first = text.split(" ", 1)[0]
    return lexicon.pattern("finite").search(text) is not None or first in subject or first.casefold() in subject


def accusative(text: str, lexicon: Lexicon) -> str:
    """A name of things as the object of a sentence."""
    return lexicon.apply("accusative", text)


def from_dative(text: str, lexicon: Lexicon) -> str:
    """A name of things that stood behind a preposition, as the object of a sentence begins with it."""
    return lexicon.apply("from_dative", text)


def with_article(text: str, lexicon: Lexicon, table: str) -> str:
    """A name of one thing with its article before it, where the lexicon knows that it takes one; else as it is."""
    words = text.split()
    for at, word in enumerate(words[:4]):
        term = (
            _known(" ".join(words[at : at + 2]), lexicon)
            or _known(word, lexicon)
            or _known(word.rpartition("-")[2], lexicon)
        )
        if term is not None:
            said = term.lay_gender if term.lay.casefold() in text.casefold() else term.gender
            article = lexicon.table(table).get(said, "") if term.counted else ""
            return f"{article} {text}" if article else text
        if not word[:1].islower() or lexicon.pattern("adjective").fullmatch(word) is None:
            break
    return text


def _known(words: str, lexicon: Lexicon) -> Term | None:
    """The term of these words, in clinical or in lay words."""
    name = words.casefold().strip(" ,.")
    return lexicon.by_lay.get(name) or lexicon.by_form.get(name)


def predicate(text: str, lexicon: Lexicon) -> str:
    """A part of the body and how it is, as a sentence, where the noun is a term and what follows says how it is; else as it is."""
    noun, _, rest = text.partition(" ")
    term = _known(noun, lexicon)
    gender = term.lay_gender if term is not None else ""
    if not gender or not rest or not lexicon.pattern("predicates").match(rest):
        return text
    return f"{lexicon.table('articles_definite')[gender]} {noun} {lexicon.table('is')[gender]} {rest}"


def denied(text: str, lexicon: Lexicon) -> str:
    """A denied name of things with the word that denies it, where the note has that word elsewhere."""
    if lexicon.pattern("denial").search(text) or lexicon.pattern("stopped").search(text):
        return text
    return f"{denial_of(text, lexicon)} {text}"


def denial_of(text: str, lexicon: Lexicon) -> str:
    """The word that denies a name of things: by the gender of its term, else by the ending of its noun."""
    words = lexicon.table("denials")
    form = next(iter(lexicon.find(text)), None)
    lay_form = next(
        (lexicon.by_lay[word.casefold()] for word in text.split() if word.casefold() in lexicon.by_lay), None
    )
    gender = form.gender if form is not None else lay_form.lay_gender if lay_form is not None else ""
    if not gender:
        noun = next((word for word in text.split() if word[:1].isupper()), "").strip(".,;:()")
        gender = next(
            (gender for pattern, gender in lexicon.rules("gender_by_ending") if pattern.search(noun)), "other"
        )
    return words[gender]


def sentence(text: str) -> str:
    """A capital at the start, a mark at the end."""
    text = re.sub(r"\s+", " ", text).strip(" ,;")
    text = re.sub(r"\s+([,.?!])", r"\1", re.sub(r",\s*,", ",", text))
    if not text:
        return ""
    return text[:1].upper() + text[1:] + ("" if text[-1] in ".?!。？！؟" else ".")
