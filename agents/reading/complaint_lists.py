"""Lists of complaints: "nausea, chills or night sweats", each with its adjuncts."""

from collections.abc import Sequence

from bedside.agents.reading.adjunct_roles import CLAUSAL
from bedside.agents.reading.prose_words import listed as words_of
from bedside.agents.reading.symptoms import KINDS, Named, adjuncts, named
from bedside.agents.text.doc import Doc, Token
from bedside.scenarios.span import Span


def listed(doc: Doc, words: Sequence[Token], loose: bool = False) -> list[tuple[Span, Named | None]]:
    """The complaints of a list, each with the stretch it was read from; None for a stretch that is no complaint.
    ``loose``: any noun is one ("denies injury")."""
    found: list[tuple[Span, Named | None]] = []
    mentions = doc.mentioned(Span(start=words[0].start, end=words[-1].end)) if words else ()
    for whole in _pieces(doc, words, loose):
        piece = _bare(whole)
        free = (
            loose
            or any(word.lower in words_of("denials") for word in whole[: len(whole) - len(piece)])
            or _complaining(piece)
        )
        span = doc.trimmed(piece[0].start, piece[-1].end, " \t\r\n,;")
        phrase = named(doc, piece)
        among = _plain_noun(piece) and any(m.kind in ("symptom", "disorder") for m in mentions)
        if phrase is None or not (free or among or any(one.kind for one in phrase)):
            found.append((span, None))
            continue
        found += [(one.span, one) for one in phrase]
    return _shared(doc, found)


def _pieces(doc: Doc, words: Sequence[Token], loose: bool) -> list[Sequence[Token]]:
    """The stretches of a list, each a complaint with its adjuncts."""
    cuts: list[int] = [0]
    for at in range(1, len(words)):
        if (
            words[at].lower in ("no", "nil")
            and words[at - 1].tag.startswith("NN")
            and _is_told(doc, words[cuts[-1] : at], loose)
        ):
            cuts.append(at)
            continue
        if words[at].text not in ",;/" and words[at].tag != "CJC":
            continue
        if any(
            m.span.start < words[at].start < m.span.end
            for m in doc.mentioned(Span(start=words[max(0, at - 5)].start, end=words[min(len(words), at + 6) - 1].end))
        ):
            continue
        after = at + 1
        while after < len(words) and (words[after].tag in ("CJC", "PUN")):
            after += 1
        end = next((i for i in range(after, len(words)) if words[i].text in ",;" or words[i].tag == "CJC"), len(words))
        if words[at].tag == "CJC" and end - after == 1 and not _named_by(doc, words[after]):
            continue  # "weight gain or loss"
        current = words[cuts[-1] : at]
        free = (loose or _opens_denial(current)) and not any(word.tag in CLAUSAL for word in current)
        if _waits(words, at, after):
            continue  # "suicidal or homicidal ideation"
        if (free and words[at].text == "," and _strange(doc, words, after, end) and _is_told(doc, current, free)) or (
            after < end and _is_new(doc, words[after:end], free) and _is_told(doc, current, free)
        ):
            cuts.append(at)
    return [
        words[start:end] for start, end in zip(cuts, [*cuts[1:], len(words)], strict=True) if _bare(words[start:end])
    ]


def _opens_denial(piece: Sequence[Token]) -> bool:
    return any(word.lower in words_of("denials") for word in piece[:2])


def _strange(doc: Doc, words: Sequence[Token], start: int, end: int) -> bool:
    """Whether what follows a comma neither describes what stands before nor names a complaint."""
    if start >= end or words[start].tag not in ("AJ0", "NN1", "NN2", "NP0", "NN0", "UNC"):
        return False
    if _is_place(doc, words[start:end]):
        return False
    return adjuncts(doc, words[start:end]) is None and not _is_new(doc, words[start:end], True)


def _waits(words: Sequence[Token], at: int, after: int) -> bool:
    """Whether two adjectives share the noun after them."""
    pair = after + 1 < len(words) and words[at - 1].tag == words[after].tag == "AJ0"
    return pair and words[after + 1].tag.startswith("NN") and words[at].tag == "CJC"


def _named_by(doc: Doc, word: Token) -> bool:
    return any(m.kind in KINDS for m in doc.mentioned(Span(start=word.start, end=word.end)))


def _bare(piece: Sequence[Token]) -> Sequence[Token]:
    start = 0
    while start < len(piece) and (piece[start].tag in ("PUN", "CJC") or piece[start].lower in words_of("joining")):
        start += 1
    return piece[start:]


def _is_new(doc: Doc, piece: Sequence[Token], loose: bool) -> bool:
    """Whether a stretch after a comma names a complaint of its own."""
    if adjuncts(doc, piece) is not None or adjuncts(doc, _bare(piece) or piece) is not None:
        return False
    if piece[0].lower in words_of("denials"):
        return True
    if _is_place(doc, piece):
        return False
    bare = _bare(piece)
    phrase = named(doc, bare) if bare else None
    if phrase is None:
        return False
    return loose or phrase[0].kind is not None or _plain_noun(bare)


def _is_place(doc: Doc, piece: Sequence[Token]) -> bool:
    """Whether a stretch only goes on with a list of places: "pain in her shoulders, elbows and wrists"."""
    core = [word for word in piece if word.lower not in words_of("dropped") and word.lower not in words_of("joining")]
    if not core or len(core) > 3 or core[-1].lower not in words_of("body"):
        return False
    span = Span(start=core[0].start, end=core[-1].end)
    return not any(m.kind in ("symptom", "disorder") for m in doc.mentioned(span))


def _complaining(piece: Sequence[Token]) -> bool:
    """Whether the head of a phrase is a word for complaints: "racing thoughts"."""
    head = next((i for i, word in enumerate(piece) if word.tag in ("PRP", "PRF", "PUN", "CJS", "CJT")), len(piece))
    return 0 < head <= 4 and piece[head - 1].lower in words_of("complaint_heads")


def _plain_noun(piece: Sequence[Token]) -> bool:
    """One or two nouns that no term knows, among complaints: "dysuria, frequency and pain"."""
    return (
        len(piece) <= 2
        and all(word.tag in ("NN1", "NN2", "AJ0") for word in piece)
        and piece[-1].lower not in words_of("body")
    )


def _is_told(doc: Doc, piece: Sequence[Token], loose: bool) -> bool:
    bare = _bare(piece)
    return _is_whole(doc, piece, loose) or (bool(bare) and adjuncts(doc, bare) is not None)


def _is_whole(doc: Doc, piece: Sequence[Token], loose: bool) -> bool:
    """Whether a stretch before a comma is a complaint, and no adjective that waits for its noun ("visual or ...")."""
    core = [
        word
        for word in piece
        if word.lower not in words_of("dropped") and word.lower not in words_of("joining") and word.tag != "PUN"
    ]
    if not core:
        return False
    span = Span(start=core[0].start, end=core[-1].end)
    if any(m.kind in KINDS for m in doc.mentioned(span)):
        return True
    bodily = len(core) <= 2 and (core[-1].lower in words_of("body") or core[-1].tag.startswith("AJ"))
    return loose and not bodily


def _shared(doc: Doc, found: list[tuple[Span, Named | None]]) -> list[tuple[Span, Named | None]]:
    """Two complaints side by side share what is said of both: "numbness or tingling in his arm"."""
    if len(found) != 2 or found[0][1] is None or found[1][1] is None:
        return found
    first, second = found[0][1], found[1][1]
    between = doc.text[found[0][0].end : found[1][1].arguments[0].span.start].strip().lower()
    roles = ("site", "duration", "trigger", "since", "frequency")
    shared = tuple(a for a in second.arguments if a.role in roles and a.span.start > second.arguments[0].span.end)
    if between in ("and", "or", "/", "and/or") and len(first.arguments) == 1 and shared and first.kind == second.kind:
        return [(found[0][0], Named(first.kind, (*first.arguments, *shared))), found[1]]
    return found


def timed_history(words: Sequence[Token]) -> bool:
    """Whether words before a verb are "3/7 hx", so that the verb only joins what follows ("3/7 hx developed headache")."""
    return (
        bool(words)
        and words[-1].lower in words_of("history")
        and len(words) < 8
        and words[0].tag in ("CRD", "AT0", "UNC")
    )
