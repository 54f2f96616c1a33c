"""Lists of complaints: "nausea, chills or night sweats", each with its adjuncts."""

from collections.abc import Sequence

from bedside.agents.reading.adjunct_roles import CLAUSAL
from bedside.agents.reading.clause import persons
from bedside.agents.reading.draft import argument
from bedside.agents.reading.prose_words import listed as words_of
from bedside.agents.reading.symptoms import KINDS, Named, adjuncts, named
from bedside.agents.text.doc import Doc, Token
from bedside.scenarios.span import Span

_PASSED = frozenset({"as", "well", "now", "currently", "also"})  # words before the next complaint of a list
_ANSWERED = frozenset({"present", "nil", "absent", "none", "negative", "neg", "pos", "excluded"})  # behind a complaint
_REACH = 60  # words that a complaint may have
_HURTS = frozenset({"flare", "flares", "flare-up", "cold", "cut", "cuts", "graze", "bruise"})  # however they go on


def listed(doc: Doc, words: Sequence[Token], loose: bool = False) -> list[tuple[Span, Named | None]]:
    """The complaints of a list, each with the stretch it was read from; None for a stretch that is no complaint.
    ``loose``: any noun is one ("denies injury")."""
    found: list[tuple[Span, Named | None]] = []
    mentions = doc.mentioned(Span(start=words[0].start, end=words[-1].end)) if words else ()
    for whole in _pieces(doc, words, loose):
        piece = _bare(whole)
        if len(piece) > 1 and piece[-1].lower in _ANSWERED and piece[-2].tag.startswith(("NN", "AJ0", "VVG")):
            letters = piece[-1].lower == "pos" and not _named_by(doc, piece[-2], within=True)  # "RF pos" is a result
            piece = piece if letters else piece[:-1]  # "hoarseness present"
        while len(piece) > 1 and piece[-1].text in "+-":
            piece = piece[:-1]  # "cough +"
        free = (
            loose
            or any(word.lower in words_of("denials") for word in whole[: len(whole) - len(piece)])
            or _complaining(piece)
        )
        span = doc.trimmed(piece[0].start, piece[-1].end, " \t\r\n,;")
        phrase = named(doc, piece)
        among = _plain_noun(piece) and any(m.kind in ("symptom", "disorder") for m in mentions)
        among = among or (_letters(piece) and phrase is not None and len(phrase[0].arguments) > 1)
        if loose and found and _doing(piece):
            phrase = [
                Named("symptom", (argument(doc, "what", span.start, span.end),))
            ]  # "fever and pulling at his ear"
        if (
            phrase is None
            or _is_act(piece)
            or _is_person(piece)
            or not (free or among or any(one.kind for one in phrase))
        ):
            found.append((span, None))
            continue
        found += [(one.span, one) for one in phrase]
    return _shared(doc, found)


def _pieces(doc: Doc, words: Sequence[Token], loose: bool) -> list[Sequence[Token]]:
    """The stretches of a list, each a complaint with its adjuncts."""
    cuts: list[int] = [0]
    for at in range(1, len(words)):
        current = words[max(cuts[-1], at - _REACH) : at]
        denial = words[at].lower in ("no", "nil") and words[at - 1].tag.startswith("NN")
        if (denial and _is_told(doc, current, loose)) or _denies_anew(doc, words, at) or _had_instead(doc, words, at):
            cuts.append(at)
        elif _separates(words, at) and not _within_name(doc, words, at):
            free = (loose or _opens_denial(current)) and not any(word.tag in CLAUSAL for word in current)
            told = _is_told(doc, current, free) or (len(cuts) > 1 and _plain_noun(_bare(current)))
            if told and _parts(doc, words, at, free) and not _counts_on(current):
                cuts.append(at)
    stretches = [words[start:end] for start, end in zip(cuts, [*cuts[1:], len(words)], strict=True)]
    return [stretch for stretch in stretches if _bare(stretch)]


def _counts_on(words: Sequence[Token]) -> bool:
    """Whether a stretch waits for the noun that its count is of: "numerous chemotherapy (and radiation treatments)"."""
    bare = _bare(words)
    counted = bool(bare) and bare[0].lower in ("numerous", "multiple", "several", "many", "various")
    return counted and not any(word.tag == "NN2" for word in bare)


def _denies_anew(doc: Doc, words: Sequence[Token], at: int) -> bool:
    """Whether ", no X" begins here, whatever stands before: "Normal stools, no bleeding"."""
    if words[at].text != "," or words[at + 1 : at + 2] == () or at + 2 >= len(words):
        return False
    return words[at + 1].lower in ("no", "nil", "denies") and _complains(doc, words[at + 1 : at + 5])


def _had_instead(doc: Doc, words: Sequence[Token], at: int) -> bool:
    """Whether ", with X" begins here behind what is denied: "without nausea, with bloating"."""
    low = [word.lower for word in words[: at + 2]]
    if low[at:] != [",", "with"] or not {"no", "without", "nil"} & set(low[:at]) or at + 2 >= len(words):
        return False
    ahead = Span(start=words[at + 2].start, end=words[min(len(words), at + 5) - 1].end)
    return any(m.span.start == ahead.start and m.kind in ("symptom", "disorder") for m in doc.mentioned(ahead))


def _separates(words: Sequence[Token], at: int) -> bool:
    if words[at].text == "/" and at and len(words[at - 1].text) == 1:
        return False  # "h/o", "w/o"
    if words[at].text in ",;/" or words[at].tag == "CJC":
        return True
    return [word.lower for word in words[at : at + 3]] == ["as", "well", "as"]


def _within_name(doc: Doc, words: Sequence[Token], at: int) -> bool:
    """Whether a separator stands within one concept ("nausea and vomiting")."""
    around = Span(start=words[max(0, at - 5)].start, end=words[min(len(words), at + 6) - 1].end)
    return any(m.span.start < words[at].start < m.span.end for m in doc.mentioned(around))


def _parts(doc: Doc, words: Sequence[Token], at: int, free: bool) -> bool:
    """Whether a separator parts two complaints."""
    after = at + 1
    while after < len(words) - 1 and (words[after].tag in ("CJC", "PUN") or words[after].lower in _PASSED):
        after += 1
    end = next((i for i in range(after, len(words)) if _ends(words, i, after)), len(words))
    if words[at].tag == "CJC" and end - after == 1 and not _named_by(doc, words[after]):
        return False  # "weight gain or loss"
    told = _named_by(
        doc, words[at - 1], within=True
    )  # "itching or sore throat": what stands before is a complaint itself
    if words[at - 1].tag == "AJ0":  # but "sore and cracked skin", "suicidal or homicidal ideation"
        told = told and words[at - 1].lower.endswith("ing") and words[end - 1].lower not in words_of("complaint_heads")
    if after >= end or (not told and _waits(words, at, after)):
        return False  # "suicidal or homicidal ideation"
    if (not told and _shares_place(words, at, after)) or _goes_on(doc, words, at, after):
        return False
    if _placed(words, at) and _is_place(doc, _until_place(words, after)):
        return False  # "tingling in the thumb, index and middle finger of the right hand"
    if free and words[at].tag == "CJC" and _doing(words[after:end]):
        return True
    strange = free and words[at].text == "," and _strange(doc, words, after, end)
    if words[after].tag == "AT0" and any(word.lower in words_of("cause") for word in words[max(0, at - 6) : at]):
        return False  # "trouble breathing due to the dust and the heat"
    return strange or _is_new(doc, words[after:end], free)


def _placed(words: Sequence[Token], at: int) -> bool:
    """Whether parts of the body stand behind "in", "of", "over" right before a separator."""
    head = next((i for i in range(at - 1, -1, -1) if words[i].tag.startswith("PR")), -1)
    named = [word for word in words[head + 1 : at] if word.lower not in words_of("dropped") and word.tag != "PUN"]
    parts = words_of("body") | words_of("digits") | words_of("joining")
    return head > 0 and bool(named) and named[-1].lower in parts and words[head].lower in words_of("places") | {"of"}


def _until_place(words: Sequence[Token], start: int) -> Sequence[Token]:
    """The words of a part of the body without what hangs on it: "middle finger [of the right hand for 2 months]"."""
    end = next(
        (i for i in range(start, len(words)) if words[i].tag.startswith("PR") or words[i].text in ",;"), len(words)
    )
    joint = next((i for i in range(start, end) if words[i].tag == "CJC"), end)
    return words[start:joint]


def _ends(words: Sequence[Token], at: int, start: int) -> bool:
    """Whether the next complaint of a list ends before a word: at a mark, at "and", at the denial of another."""
    denial = at > start and words[at].lower in ("no", "nil") and words[at - 1].tag.startswith("NN")
    return words[at].text in ",;" or words[at].tag == "CJC" or denial


def _shares_place(words: Sequence[Token], at: int, after: int) -> bool:
    """ "loss of bowel or bladder control": two parts of the body share the noun after them."""
    body = words_of("body")
    both = words[at].tag == "CJC" and words[at - 1].lower in body and words[after].lower in body
    return both and after + 1 < len(words) and words[after + 1].tag.startswith("NN")


def _goes_on(doc: Doc, words: Sequence[Token], at: int, after: int) -> bool:
    """Whether a list of doings goes on: "pain with reaching, lifting and climbing"."""
    word = words[after]
    doing = (
        word.tag == "VVG"
        or word.lower in words_of("triggers")
        or (words[after - 1].tag == "CJC" and words[at - 1].tag == "VVG")
    )
    before = words[max(0, at - 2) : at]
    governed = any(w.tag == "PRP" for w in words[max(0, at - 6) : at]) and any(
        w.tag == "VVG" or w.lower in words_of("triggers") for w in before
    )
    named = any(m.span.start == word.start and m.kind in KINDS for m in doc.mentioned(_ahead(words, after)))
    return doing and governed and not named


def _ahead(words: Sequence[Token], at: int) -> Span:
    return Span(start=words[at].start, end=words[min(len(words), at + 4) - 1].end)


def _doing(piece: Sequence[Token]) -> bool:
    """Whether a stretch is what somebody is seen to do: "pulling at her right ear"."""
    return len(piece) > 2 and piece[0].tag == "VVG" and piece[1].tag in ("PRP", "DPS", "AT0")


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
    return pair and words[after + 1].tag.startswith("NN") and (words[at].tag == "CJC" or words[at].text == "/")


def _named_by(doc: Doc, word: Token, *, within: bool = False) -> bool:
    """Whether a term is a word, or (``within``) ends with it."""
    around = Span(start=max(0, word.start - 40) if within else word.start, end=word.end)
    return any(m.kind in KINDS and m.span.end == word.end for m in doc.mentioned(around))


def _bare(piece: Sequence[Token]) -> Sequence[Token]:
    start = 0
    while start < len(piece) and (piece[start].tag in ("PUN", "CJC") or piece[start].lower in words_of("joining")):
        start += 1
    if [word.lower for word in piece[start : start + 2]] == ["absent", "any"]:
        start += 2  # "absent any sore throat"
    return piece[start:]


def _is_new(doc: Doc, piece: Sequence[Token], loose: bool) -> bool:
    """Whether a stretch after a comma names a complaint of its own."""
    if piece[0].lower in words_of("denials") and _complains(doc, piece):
        return True  # "but no night sweats"
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
    return loose or phrase[0].kind is not None or _plain_noun(bare) or _letters(bare)


def _complains(doc: Doc, piece: Sequence[Token]) -> bool:
    """Whether a stretch names an illness."""
    found = doc.mentioned(Span(start=piece[0].start, end=piece[-1].end))
    return any(m.kind in ("symptom", "disorder") for m in found)


def _is_place(doc: Doc, piece: Sequence[Token]) -> bool:
    """Whether a stretch only goes on with a list of places: "pain in her shoulders, elbows and wrists"."""
    core = [word for word in piece if word.lower not in words_of("dropped") and word.lower not in words_of("joining")]
    if (
        any(word.tag == "PRP" for word in piece)
        or not core
        or len(core) > 3
        or core[-1].lower not in words_of("body") | words_of("digits")
    ):
        return False
    span = Span(start=core[0].start, end=core[-1].end)
    return not any(m.kind in ("symptom", "disorder") for m in doc.mentioned(span))


def _complaining(piece: Sequence[Token]) -> bool:
    """Whether the head of a phrase is a word for complaints: "racing thoughts"."""
    head = next((i for i, word in enumerate(piece) if word.tag in ("PRP", "PRF", "PUN", "CJS", "CJT")), len(piece))
    if len(piece) > 1 and piece[0].lower in _HURTS and piece[1].tag[:2] not in ("NN", "VV", "XX"):
        return True  # "flare both hands 10/7", "cold for two days"
    return 0 < head <= 4 and piece[head - 1].lower in words_of("complaint_heads")


def _is_act(piece: Sequence[Token]) -> bool:
    """Whether a stretch is what somebody did to a thing: "icing it", "wearing a splint"."""
    return len(piece) > 1 and piece[0].tag == "VVG" and piece[1].tag in ("PNP", "AT0") and piece[1].lower != "the"


def _is_person(piece: Sequence[Token]) -> bool:
    """Whether a phrase names somebody: "his wife" of "reports that his wife has told him"."""
    head = next(
        (i for i, word in enumerate(piece) if word.tag in ("PRP", "PRF", "PUN", "CJS", "CJT", "CJC")), len(piece)
    )
    return 0 < head <= 3 and piece[head - 1].lower in persons()


def _plain_noun(piece: Sequence[Token]) -> bool:
    """One or two nouns that no term knows, among complaints: "dysuria, frequency and pain"."""
    return (
        0 < len(piece) <= 2
        and all(word.tag in ("NN1", "NN2", "AJ0") for word in piece)
        and piece[-1].lower not in words_of("body")
    )


def _letters(piece: Sequence[Token]) -> bool:
    """Whether a code that no term knows begins here: "ROM 6 hours"."""
    return bool(piece) and piece[0].text.isupper() and len(piece[0].text) > 2


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
    if any(m.kind in KINDS for m in doc.mentioned(span)) or _letters(core):
        return True
    bodily = len(core) <= 2 and (core[-1].lower in words_of("body") or core[-1].tag.startswith("AJ"))
    return loose and not bodily


def _shared(doc: Doc, found: list[tuple[Span, Named | None]]) -> list[tuple[Span, Named | None]]:
    """Two complaints side by side share what is said of both: "numbness or tingling in his arm"."""
    if len(found) > 2 and doc.text[found[1][0].end : found[2][0].start].lower().split()[1:2] in (
        ["no"],
        ["absent"],
        ["without"],
    ):
        return [*_shared(doc, found[:2]), *found[2:]]  # "loss of smell and taste for a week, no cough"
    if len(found) != 2 or found[0][1] is None or found[1][1] is None:
        return found
    first, second = found[0][1], found[1][1]
    between = doc.text[found[0][0].end : found[1][1].arguments[0].span.start].strip().lower()
    roles = ("site", "duration", "trigger", "since", "onset", "frequency")
    shared = tuple(a for a in second.arguments if a.role in roles and a.span.start > second.arguments[0].span.end)
    early = tuple(a for a in first.arguments if a.role == "duration" and a.span.end <= first.arguments[0].span.start)
    if between in ("and", "or", "/", "and/or") and early and len(second.arguments) == 1:
        return [found[0], (found[1][0], Named(second.kind, (*second.arguments, *early)))]  # "3/7 of dysuria and pain"
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
