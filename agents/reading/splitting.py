"""Where a sentence of a plan holds more than one statement."""

from collections.abc import Iterator, Sequence

from bedside.agents.reading.acts import lead
from bedside.agents.reading.adjuncts import fronted, in_event, of_last_time
from bedside.agents.reading.draft import argument
from bedside.agents.reading.lexemes import FINITE, Word, act_verbs, listed, skip
from bedside.agents.reading.safety_nets import helps
from bedside.agents.reading.scene import Scene
from bedside.scenarios.statement import Argument


def parts(scene: Scene, end: int) -> Iterator[tuple[int, int]]:
    """Parts of a sentence that stand for themselves: at semicolons, and at ", and we will ..."."""
    words = scene.words
    at = 0
    for i in range(1, end - 1):
        low = words[i].lower
        apart = low == ";" or _stopped(scene, i) or _dashed(scene, at, i, end)
        if not apart and words[i + 1].tag == "PNP" and _unstopped(scene, i):
            yield at, i + 1
            at = i + 1
            continue
        if (
            not apart
            and low == ","
            and words[i + 1].lower in ("although", "though")
            and any(w.tag in FINITE for w in words[i + 2 : i + 9])
        ):
            apart = True
        if not apart and low == "," and (_starts_act(scene, at, i, end) or helps(words, i + 1, end)):
            apart = True
        if (
            not apart
            and low in ("and", "but", "so", ",", "however")
            and not (low == "so" and words[i - 1].lower != ",")
        ):
            after, _ = skip(words, i + 1)
            while after < end and words[after].tag == "CJC":
                after, _ = skip(words, after + 1)
            apart = (
                after < end
                and _new_clause(words, after, end, low)
                and ((words[after - 1].tag == "CJC" and low == ",") or not _hangs(scene, at, i))
            )
            apart = apart or (
                after < end
                and words[after].tag == "VVZ"
                and words[after].lemma in listed("decline") | {"ask", "wonder"}
            )
        if apart and i > at:
            yield at, i
            at = i + 1
    yield at, end


def _starts_act(scene: Scene, start: int, at: int, end: int) -> bool:
    """Whether an imperative follows a problem: "Hypertension, above goal, increase lisinopril"."""
    words = scene.words
    named = any(m.kind in ("disorder", "symptom") for m in scene.doc.mentioned(scene.span((start, at))))
    if words[at + 1].lower == "need" or not (named or any(w.lower in listed("status") for w in words[start:at])):
        return False
    if words[at + 1].lower not in act_verbs().keys() | listed("patient_verbs") or any(
        w.tag in FINITE for w in words[start:at]
    ):
        return False
    found = lead(words[:end], at + 1)
    return (
        found is not None
        and found.mood == "imperative"
        and lead(words[:at], start) is None
        and words[start].lower not in listed("front") | listed("condition")
    )


def _dashed(scene: Scene, start: int, at: int, end: int) -> bool:
    """Whether a dash parts two statements: "review in a week - discuss treatment", but not "Pred - 40 mg"."""
    words = scene.words
    if words[at].lower not in ("-", "–", "—") or at <= start or words[start].lower in listed("condition"):
        return False
    spaced = scene.doc.text[words[at].end : words[at].end + 1].isspace()
    acts = lead(words[:end], at + 1) is not None or words[at + 1].lower in listed("condition")
    return spaced and (acts or _treated(scene, start, at, end))


def _treated(scene: Scene, start: int, at: int, end: int) -> bool:
    """Whether a problem stands before a dash, and behind it the drug against it: "Gout - colchicine 0.6 mg"."""
    until = next((i for i in range(at, end) if scene.words[i].lower in (",", ";")), end)
    if any(word.tag in FINITE for word in scene.words[start:until]) or scene.has(start, at, ("drug", "test")):
        return False
    ill = scene.has(start, at, ("disorder", "symptom"))
    return ill and any(
        m.kind == "drug" and m.span.start == scene.words[at + 1].start
        for m in scene.doc.mentioned(scene.span((at + 1, end)))
    )


def _stopped(scene: Scene, at: int) -> bool:
    """Whether a full stop ends a sentence although a small letter follows: "given his history. it may ..."."""
    after = scene.words[at + 1]
    if scene.words[at].lower != "." or scene.words[at - 1].lower in ("dr", "mr", "mrs", "ms", "st"):
        return False
    gap = scene.doc.text[scene.words[at].end : after.start]
    small = scene.doc.text[after.start].islower() and bool(gap) and len(scene.words[at - 1].lower) > 3
    return small or len(gap) > 1


def _unstopped(scene: Scene, at: int) -> bool:
    """Whether a sentence begins after this word without a full stop before it: "for pain relief We are going to"."""
    after = scene.words[at + 1]
    return scene.words[at].tag.startswith("NN") and after.lower != "i" and scene.doc.text[after.start].isupper()


def _new_clause(words: Sequence[Word], at: int, end: int, joint: str) -> bool:
    if names_patient(words, at):
        found = lead(words[:end], at)
        return (found is not None and found.mood != "imperative") or (
            joint != "," and any(w.tag in FINITE for w in words[at + 1 : at + 4])
        )
    if joint in ("but", "however") and lead(words[:end], at) is not None:
        return True
    if words[at].tag in ("VVD", "VVN") and words[at].lemma in listed("tell") | listed("recommend") | listed("explain"):
        return joint == "and" and words[0].lower in listed("author")
    if words[at].tag == "VM0" and joint == "and" and words[at].lower != "will" and at + 1 < end:
        return lead(words[:end], at) is not None
    answers = listed("want") | listed("decline") | listed("accept")
    if (
        words[at].tag in ("VHZ", "VBZ", "VHD", "VBD") or (words[at].tag == "VVZ" and words[at].lemma in answers)
    ) and joint != ",":
        return lead(words[:end], at) is not None
    return False


def names_patient(words: Sequence[Word], at: int) -> bool:
    return (
        words[at].lower in listed("author")
        or words[at].lower in ("he", "she", "they", "patient", "pt")
        or (words[at].lower == "the" and at + 1 < len(words) and words[at + 1].lower == "patient")
    )


def _hangs(scene: Scene, start: int, end: int) -> bool:
    """Whether what stands before is no sentence of its own ("If she worsens, she will call")."""
    words = scene.words
    first, _ = skip(words, start)
    body = fronted(words, first, end)
    if first >= end or (body > first and any(word.tag in FINITE for word in words[body:end])):
        return first >= end
    if words[first].lower in listed("front") | listed("condition") or of_last_time(words, first):
        return True
    named = any(
        m.kind in ("disorder", "symptom", "drug", "test", "procedure")
        for m in scene.doc.mentioned(scene.span((first, end)))
    )
    return not named and not any(word.tag in FINITE for word in words[start:end])


def past_number(words: Sequence[Word], start: int, end: int) -> int:
    """The place after the number of a list within a line: "2. Hypertension"."""
    numbered = start + 2 < end and words[start].lower.isdigit() and words[start + 1].lower in (".", ")")
    return start + 2 if numbered else start


def past_label(words: Sequence[Word], start: int, end: int) -> int:
    """The place after a label within a line: "Medical Treatment: ..."."""
    colon = next((i for i in range(start, min(end - 1, start + 6)) if words[i].lower == ":"), None)
    if colon is None or not {w.lower for w in words[start:colon]} & (listed("item_label") | {"reasoning"}):
        return start
    return colon + 1


def past_joint(words: Sequence[Word], at: int, end: int) -> int:
    """The place after words and signs that only join."""
    while at < end and (words[at].tag == "CJC" or words[at].lower in (",", ".", ":", "-", "•")):
        at += 1
    return at


def is_list(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether commas part entries, the first of which has no verb: "CXR, r/v 2/52", but not "Today, we will ..."."""
    first = next(entries_of(words, start, end), (start, end))
    if {word.lower for word in words[start : min(end, start + 3)]} & {"risk", "risks", "complications", "benefits"}:
        return False
    opening, _ = skip(words, first[0])
    if (
        first[1] >= end - 1
        or opening >= first[1]
        or words[first[0]].tag in ("PNP", "AT0")
        or words[first[0]].lower in listed("front")
    ):
        return False
    inside = words[first[0] : first[1]]
    return lead(words[: first[1]], first[0]) is None and not any(
        w.tag in FINITE and w.lower not in listed("follow_up") | listed("drugs") for w in inside
    )


def _tight(words: Sequence[Word], at: int) -> bool:
    """Whether a sign stands between its neighbours without spaces."""
    return words[at - 1].end == words[at].start


def _act_ahead(words: Sequence[Word], start: int, at: int, end: int) -> bool:
    """Whether "and" joins an act of its own: "one day off school and follow up", but not "PT to evaluate and treat"."""
    if at + 1 >= end or any(word.tag == "TO0" for word in words[start:at]):
        return False
    return words[at + 1].lower in act_verbs().keys() | listed("patient_verbs") and lead(words[:end], at + 1) is not None


def timed_test(words: Sequence[Word], at: int, end: int) -> bool:
    """Whether a test with how long it takes begins here: "24-hour monitor", but not "2 weeks"."""
    stop = next((i for i in range(at, end) if words[i].lower in (",", ";", "+", "•")), end)
    return stop - at > 1 and words[at].tag == "CRD" and words[stop - 1].lower in listed("test") | listed("image")


def entries_of(words: Sequence[Word], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The entries of a plan in one line: "fluids, honey"; what follows "if" stays with the last."""
    at, depth = start, 0
    for i in range(start, end):
        low = words[i].lower
        depth += {"(": 1, ")": -1}.get(low, 0)
        dated = low == "until" and i + 1 < end and words[i + 1].tag == "CRD"
        if low in listed("condition") and depth == 0 and not dated:
            break
        dashed = low in ("-", "–") and not _tight(words, i) and not words[min(i + 1, end - 1)].lower[0].isdigit()
        verbal = low == "and" and _act_ahead(words, at, i, end)
        if depth or not (dashed or verbal or low in (",", ";", "+", "•")) or i == at:
            continue
        if low == "+" and len(words[i - 1].lower) < 3 and _tight(words, i):
            continue  # "U+E"
        after = words[i + 1 : i + 3]
        shorthand = bool(after) and after[0].lower in act_verbs()
        if (
            after
            and not shorthand
            and not timed_test(words, i + 1, end)
            and (after[0].tag in ("CRD", "PRP") or after[0].lower in ("or", "sooner", "earlier", "as", "then"))
        ):
            continue
        yield at, i
        at = i + 1
    if at < end:
        yield at, end


def shared_by(scene: Scene, start: int, body: int) -> tuple[Argument, ...]:
    """What stands at the front holds for all that follows: a condition, a time, a purpose."""
    words = scene.words
    if body <= start:
        return ()
    last = body - 1
    while last > start and words[last].tag == "PUN":
        last -= 1
    first = words[start].lower
    front = listed("condition") | {"depending"}
    then = first == "after" and any(word.tag in FINITE for word in words[start : last + 1])  # "after she has recovered"
    hangs = then or of_last_time(words, start) or first in front or in_event(words, start)
    role = "condition" if hangs else "purpose" if first == "for" else ""
    if not role and any(word.lower in listed("time") for word in words[start : last + 1]):
        role = "when"
    return (argument(scene.doc, role, words[start].start, words[last].end),) if role else ()
