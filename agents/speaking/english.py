"""English sentences of clause trees: verb groups, agreement, contractions, capitals and marks, with claims."""

import random
from collections.abc import Iterable, Sequence

from bedside.agents.speaking.said import Said
from bedside.agents.speaking.tree import Clause, Facts, Subject, Words
from bedside.agents.text.inflection import inflect

NOT = {
    "am": "am not", "is": "isn't", "are": "aren't", "was": "wasn't", "were": "weren't", "have": "haven't", "has": "hasn't",
    "had": "hadn't", "do": "don't", "does": "doesn't", "did": "didn't", "will": "won't", "would": "wouldn't", "can": "can't",
    "could": "couldn't", "should": "shouldn't", "must": "mustn't", "may": "may not", "might": "might not",
}  # fmt: skip
SHORT = {"am": "'m", "is": "'s", "are": "'re", "have": "'ve", "has": "'s", "had": "'d", "will": "'ll", "would": "'d"}
_PRONOUNS = frozenset(("I", "you", "he", "she", "it", "we", "they", "that", "there"))
_ITEM = 5  # words of a thing that is listed with others
_GLUED = (",", ";", ".", ":", "?", "!")


def sentence(clauses: Sequence[Clause]) -> Said:
    """The clauses as sentences, each with a capital and a full stop."""
    text = ""
    claims: list[tuple[int, int, Facts]] = []
    for clause in clauses:
        text = text + " " if text else text
        first = len(text)
        for words in [*(words for words in _said(clause) if words.text), Words(".")]:
            glued = words.text.startswith(_GLUED) or len(text) == first
            start = len(text) + (not glued)
            text = text + ("" if glued else " ") + words.text
            if words.facts:
                _claim(claims, text, start, len(text), words.facts)
        text = text[:first] + text[first : first + 1].upper() + text[first + 1 :]
    return Said(text, tuple(claims))


def _claim(claims: list[tuple[int, int, Facts]], text: str, start: int, end: int, facts: Facts) -> None:
    """Add a claim, or make the one before longer if it states the same."""
    while start < end and text[start] in " ,;":
        start += 1
    if claims and claims[-1][2] == facts and not text[claims[-1][1] : start].strip(" ,"):
        claims[-1] = (claims[-1][0], end, facts)
    elif start < end:
        claims.append((start, end, facts))


def _said(clause: Clause) -> list[Words]:
    """The words of a clause in their order; words without facts of their own state those of the clause."""
    own = [*_front(clause), *_core(clause)]
    own += [words for words in (*_coordinated(clause), *clause.rest) if words.text]
    if not clause.fronted:
        own += [words for words in clause.time if words.text]
    out = [words if words.facts or words.text in _GLUED else Words(words.text, clause.facts) for words in own]
    for link, other in clause.joined:
        following = _said(other)
        if link.startswith((",", ";")):
            out.append(Words(link[0]))
            link = link[1:].strip()
        out += [Words(link)] if link else []
        out += following
    return out


def _coordinated(clause: Clause) -> tuple[Words, ...]:
    """The items of a clause as a list, behind one determiner."""
    if not clause.items:
        return ()
    negative = clause.negative or clause.never or clause.determiner in ("no", "any")
    first = clause.items[0]
    opened = Words(f"{clause.determiner} {first.text}".strip(), first.facts)
    return series([opened, *clause.items[1:]], "or" if negative else "and")


def gathered(clauses: Sequence[Clause], most: int = 4) -> list[Clause]:
    """Clauses that differ in their items alone, made one: "no bruise" and "no swelling" are "no bruise or swelling"."""
    out: list[Clause] = []
    for clause in clauses:
        before = out[-1] if out else None
        if before is not None and _alike(before, clause) and len(before.items) + len(clause.items) <= most:
            out[-1] = _together(before, clause)
        else:
            out.append(clause)
    return out


def _alike(before: Clause, clause: Clause) -> bool:
    same = before.but(facts=(), items=(), rest=_plain(before)) == clause.but(facts=(), items=(), rest=_plain(clause))
    there = before.determiner == clause.determiner == "some"
    long = there and any(len(words.text.split()) > _ITEM for one in (before, clause) for words in one.items)
    return bool(before.items and clause.items) and same and not (before.joined or clause.joined or long)


def _plain(clause: Clause) -> tuple[Words, ...]:
    return tuple(Words(words.text) for words in clause.rest)


def _together(before: Clause, clause: Clause) -> Clause:
    items = [Words(words.text, words.facts or before.facts) for words in before.items]
    for words in clause.items:
        facts = words.facts or clause.facts
        at = next((i for i, item in enumerate(items) if item.text == words.text), None)
        if at is None:
            items.append(Words(words.text, facts))
        else:
            items[at] = Words(words.text, (*items[at].facts, *facts))
    return before.but(facts=(*before.facts, *clause.facts), items=tuple(items))


def under_one_condition(clauses: Sequence[Clause]) -> list[Clause]:
    """Two acts of the same person that stand under the same condition in one sentence: "call us and come back if it gets worse"."""
    out: list[Clause] = []
    for clause in clauses:
        before = out[-1] if out else None
        same = before is not None and before.subject == clause.subject and before.auxiliary == clause.auxiliary
        if before is not None and same and _shares_condition(before, clause):
            out[-1] = before.but(time=()).join("and", clause)
        else:
            out.append(clause)
    return out


def _shares_condition(before: Clause, clause: Clause) -> bool:
    plain = not (before.joined or clause.joined or before.negative or clause.negative or before.before or clause.before)
    times = [tuple(words.text for words in one.time) for one in (before, clause)]
    return plain and len(times[0]) == 1 and times[0] == times[1] and times[0][0].startswith(("if ", "when ", "once "))


def _front(clause: Clause) -> list[Words]:
    front: list[Words] = []
    if clause.fronted and clause.time:
        front += [*clause.time, Words(",")] if len(" ".join(w.text for w in clause.time).split()) > 3 else clause.time
    return [*front, Words(clause.before)] if clause.before else front


def _core(clause: Clause) -> list[Words]:
    """Subject and verb group, contracted where people contract."""
    if not clause.verb:
        return list(clause.subject.words) if clause.subject else []
    if clause.subject is None:
        order = inflect(clause.verb, "base") if not clause.negative else f"don't {inflect(clause.verb, 'base')}"
        return [Words(f"{clause.adverb} {order}".strip())]
    group = verb_group(clause, clause.subject)
    names = list(clause.subject.words)
    last = names[-1]
    auxiliary = group[0].split(" ")[0]
    finite_only = len(group) == 1 and clause.verb != "be"
    open_there = last.text == "there" and auxiliary != "is"
    if (
        last.text in _PRONOUNS
        and not open_there
        and auxiliary in SHORT
        and not finite_only
        and not _ends_open(clause, group)
    ):
        names[-1] = Words(last.text + SHORT[auxiliary], last.facts)
        group = [group[0].removeprefix(auxiliary).strip(), *group[1:]]
    return [*names, Words(" ".join(word for word in group if word))]


def _ends_open(clause: Clause, group: Sequence[str]) -> bool:
    """Whether nothing follows the verb: "yes, I am" is not contracted."""
    return len(group) == 1 and not any(words.text for words in (*clause.items, *clause.rest, *clause.time))


def verb_group(clause: Clause, subject: Subject) -> list[str]:
    """The words of the verb, the finite one first: ``["have", "been", "coughing"]``, ``["don't", "take"]``."""
    lemma = clause.verb
    chain: list[str] = []  # lemmas, each asking for a form of the next
    forms: list[str] = []
    if clause.auxiliary:
        chain, forms = [clause.auxiliary], ["base"]
    if clause.perfect:
        chain.append("have")
        forms.append("participle")
    if clause.progressive:
        chain.append("be")
        forms.append("gerund")
    if clause.passive:
        chain.append("be")
        forms.append("participle")
    negative = clause.negative and not clause.never
    if negative and not chain and lemma != "be":
        chain, forms = ["do"], ["base"]
    words = [*chain, lemma]
    out = [words[0] if clause.auxiliary else finite(words[0], clause.tense, subject)]
    for form, word in zip(forms, words[1:], strict=True):
        out.append(inflect(word, form))  # type: ignore[arg-type]
    if negative:
        out[0] = NOT.get(out[0], f"{out[0]} not")
    middle = "never" if clause.never else clause.adverb
    if clause.never and clause.adverb:
        middle = f"{clause.adverb} never"
    if middle:
        at = 1 if len(out) > 1 or lemma == "be" else 0
        out.insert(at, middle)
        if at == 0:  # "I never take": the finite verb is no auxiliary, nothing is contracted with it
            out[0:2] = [f"{out[0]} {out[1]}"]
    return out


def finite(lemma: str, tense: str, subject: Subject) -> str:
    """The finite form of a verb for a subject: ``finite("be", "past", you) == "were"``."""
    if tense == "past":
        plural = lemma == "be" and (subject.plural or subject.person == 2)
        return inflect(lemma, "past_2" if plural else "past")
    if lemma == "be":
        return (
            "are"
            if subject.plural or subject.person == 2
            else inflect("be", "present_1" if subject.person == 1 else "present_3")
        )
    return inflect(lemma, "present_3" if subject.person == 3 and not subject.plural else "present_1")


def series(items: Sequence[Words], word: str = "and") -> tuple[Words, ...]:
    """Items joined as people list them, each with its facts: "fever, chills or cough"."""
    out: list[Words] = []
    for at, item in enumerate(items):
        if at and at == len(items) - 1:
            comma = [Words(",")] if any("," in other.text for other in items) else []
            out += [*comma, Words(f"{word} {item.text}", item.facts)]
        elif at:
            out += [Words(","), item]
        else:
            out.append(item)
    return tuple(out)


def joined(clauses: Sequence[Clause], rng: random.Random, most: int = 3) -> list[Clause]:
    """Clauses of one kind put into sentences of up to ``most``: "My father had gout, and my mother has asthma"."""
    out: list[Clause] = []
    for start in range(0, len(clauses), most):
        part = list(clauses[start : start + most])
        whole = part[0]
        for other in part[1:-1]:
            whole = whole.join(",", other)
        if len(part) > 1:
            whole = whole.join(rng.choice((", and", "and")) if len(part) == 2 else "and", part[-1])
        out.append(whole)
    return out


def ids(facts: Iterable[Facts]) -> Facts:
    """The facts of several phrases, each once."""
    return tuple(dict.fromkeys(fact for some in facts for fact in some))
