"""What the patient declines, accepts, wishes and admits, and what was only talked about."""

from collections.abc import Iterator, Sequence

from bedside.agents.reading.acts import lead
from bedside.agents.reading.adjuncts import parted
from bedside.agents.reading.doses import drugs
from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.judgement import judged
from bedside.agents.reading.leads import Lead
from bedside.agents.reading.lexemes import FINITE, Word, act_verbs, listed
from bedside.agents.reading.scene import Scene, opaque
from bedside.agents.reading.splitting import past_joint
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument

_ASKS = ("DTQ", "AVQ", "PNQ")

_COURSE = frozenset({"undergo", "receive", "complete", "finish", "have", "start"})
_REFUSED = frozenset({"deny", "decline", "refuse", "reject"})


def only_answer(words: Sequence[Word], start: int, end: int) -> Lead | None:
    """ "he declined", after what was offered."""
    start = past_joint(words, start, end)
    found = lead(words[:end], start) if start < end else None
    rest = words[found.body : end] if found else ()
    if (
        found is None
        or found.mood not in ("answers", "agrees")
        or any(w.tag.startswith(("NN", "VV")) and w.lemma != "proceed" for w in rest)
    ):
        return None
    return found


def answered(scene: Scene, draft: Draft, answer: Lead, end: int) -> Draft:
    what = next((a for a in draft.arguments if a.role in ("what", "drug")), draft.arguments[0])
    verb = scene.words[answer.body - 1]
    said = argument(scene.doc, "answer", verb.start, verb.end, "declined" if answer.denied else "accepted")
    span = Span(start=draft.span.start, end=scene.words[end - 1].end)
    return draft.but(
        kind="offer", span=span, arguments=(what.model_copy(update={"role": "what"}), said), polarity="present"
    )


def answer(scene: Scene, found: Lead, start: int, end: int) -> Iterator[Draft]:
    """Declined, accepted, wished for."""
    words = scene.words
    at = found.body
    if words[start].lower == "but" or (start and words[start - 1].lower == "but"):
        if any(word.tag in ("VVD", "VHD") and word.lemma in _COURSE for word in words[:start]):
            yield opaque(
                scene, start, end
            )  # "underwent radiation but declined hormones": long ago, and offered to nobody now
            return
    proceeds = any(word.lower == "proceed" for word in words[at : at + 3])
    wanted = ("TO0",) if found.mood == "wants" and not proceeds else ("TO0", "AT0", "DPS", "DT0")
    which = next((i for i in range(at, end - 1) if words[i].lower == "," and words[i + 1].tag in ("DTQ", "PNQ")), end)
    if found.mood == "wants" and any(word.lemma in _REFUSED for word in words[which:end]):
        yield opaque(scene, start, end)  # "an increase, which I denied": without the answer it is half of what was said
        return
    end = which if which > at else end
    while at < end and (
        words[at].tag in wanted
        or words[at].lower in ("to", "with", "on", "for", "any", "having", "undergoing", "proceed")
    ):
        at += 1
    if at >= end:
        yield opaque(scene, start, end)
        return
    phrase = parted(words, at, end)
    core = phrase.core if phrase.core[1] > phrase.core[0] else (at, end)
    what = scene.span(core)
    span = scene.trimmed(start, end)
    extra = phrase.arguments(scene.doc, words)
    if found.mood == "wants" and "proceed" not in [word.lower for word in words[found.body : at]]:
        feeling = argument(scene.doc, "feeling", words[found.body - 1].start, words[found.body - 1].end, "preference")
        arguments = (argument(scene.doc, "what", what.start, what.end), feeling)
        yield scene.draft(Draft("wish", span, arguments, "denied" if found.denied else "present"))
        return
    answer = argument(
        scene.doc,
        "answer",
        words[found.body - 1].start,
        words[found.body - 1].end,
        "declined" if found.denied else "accepted",
    )
    yield scene.draft(Draft("offer", span, (argument(scene.doc, "what", what.start, what.end), answer, *extra)))


def admitted(scene: Scene, start: int, end: int) -> list[tuple[Argument, ...]]:
    """ "She admits to skipping sertraline": what the patient does with a drug."""
    words = scene.words
    for at in range(start, end - 1):
        verb = act_verbs().get(words[at].lemma)
        action = "skip" if words[at].lemma in ("skip", "miss", "forget") else verb.drug if verb else ""
        if words[at].tag == "VVG" and action == "skip":  # "denies taking aspirin" is told as a history is
            return [arguments for _, arguments in drugs(scene.doc, words, at + 1, end, action)]
    return []


def only_mentioned(scene: Scene, found: Lead, start: int, end: int, shared: Sequence[Argument]) -> Iterator[Draft]:
    """ "Discussed the importance of a low-salt diet": advice of it; "discussed the findings": only said."""
    words = scene.words
    for at in range(found.body, end - 1):
        if words[at].lower == "importance" and words[at + 1].lower == "of":
            stop = next((i for i in range(at + 2, end - 1) if words[i].tag == "CJC" and words[i + 1].tag in _ASKS), end)
            phrase = parted(words, at + 2, stop)
            if phrase.core[1] > phrase.core[0]:
                what = scene.span(phrase.core)
                span = scene.trimmed(start, end)
                extra = (*shared, *phrase.arguments(scene.doc, words))
                yield scene.draft(
                    Draft("advice", span, (argument(scene.doc, "what", what.start, what.end, "important"), *extra))
                )
                return
    verb = next((w.lemma for w in reversed(words[: found.body]) if w.tag.startswith("V")), "")
    at = found.body + 1
    if (
        verb in ("counsel", "educate", "advise", "encourage", "remind", "instruct")
        and at < end
        and words[at].tag.startswith(("NN", "VVG", "AJ"))
    ):
        if not {w.lower for w in words[at:end]} & listed("talked"):
            what = scene.span((at, end))
            span = scene.trimmed(start, end)
            yield scene.draft(Draft("advice", span, (argument(scene.doc, "what", what.start, what.end, "important"),)))
            return
    if (
        verb == "discuss"
        and not any(w.tag in FINITE for w in words[found.body : end])
        and {w.lower for w in words[found.body : found.body + 2]} & listed("home")
    ):
        what = scene.span((found.body, end))
        span = scene.trimmed(start, end)
        yield scene.draft(Draft("advice", span, (argument(scene.doc, "what", what.start, what.end, "important"),)))
        return
    yield from judged(scene, start, end, "event")
