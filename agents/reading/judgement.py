"""Clauses in which an author judges: how a problem does, why, what the patient fears, and how it will go on."""

from collections.abc import Iterator, Sequence

from bedside.agents.reading.clause import Clause, clauses, marks
from bedside.agents.reading.context import modifiers
from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.lexemes import Word, listed, skip
from bedside.agents.reading.scene import Scene, opaque
from bedside.scenarios.note import Certainty
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument, Kind

_COPULA = frozenset({"be", "remain", "appear", "seem", "look", "sound", "stay", "become", "continue", "do"})


def judged(
    scene: Scene, start: int, end: int, kind: Kind = "reasoning", extra: Sequence[Argument] = ()
) -> Iterator[Draft]:
    """The clauses of a sentence about the patient or a problem: status, prognosis, or why the author thinks so."""
    span = scene.doc.trimmed(scene.words[start].start, scene.words[end - 1].end, " \t\r\n,;:")
    found = [clause for clause in clauses(scene.doc, span) if clause.verb is not None]
    if not found:
        yield opaque(scene, start, end)
        return
    for number, clause in enumerate(found):
        place = Span(start=span.start if number == 0 else clause.span.start, end=clause.span.end)
        yield _judged(scene, clause, place, kind, extra if number == 0 else ())


def _judged(scene: Scene, clause: Clause, place: Span, kind: Kind, extra: Sequence[Argument]) -> Draft:
    sex, name = scene.doc.patient
    moved = marks(scene.doc, place, sex, name)
    if moved is None:
        return scene.draft(Draft("opaque", place, (argument(scene.doc, "what", place.start, place.end),)))
    words = [word for word in scene.words if word.start >= clause.span.start and word.end <= clause.span.end]
    said = modifiers(scene.doc, scene.sentence, place)
    certainty: Certainty = (
        "possible"
        if said.certainty == "possible"
        or any(word.lower in listed("hedge_possible") | {"may", "might", "could", "unlikely"} for word in words)
        else "certain"
    )
    base = scene.draft(
        Draft(
            "reasoning",
            place,
            (argument(scene.doc, "clause", place.start, place.end), *extra),
            certainty=certainty,
            marks=moved,
        )
    )
    feared = _feared(scene, words, clause)
    if feared:
        speaker = "" if clause.who == "patient" else _relative_of(words, len(words))
        return base.but(kind="wish", arguments=feared, speaker=speaker)
    if _foresees(words):
        return base.but(kind="prognosis", temporality="future")
    predicate = _predicate(words)
    if predicate is not None and clause.subject is not None:
        stretch = scene.doc.trimmed(predicate.start, place.end)
        value = "patient" if clause.who == "patient" else "problem"
        return base.but(
            kind="status",
            arguments=(argument(scene.doc, "what", stretch.start, stretch.end, value),),
            certainty=said.certainty,
        )
    return base.but(kind=kind)


def _feared(scene: Scene, words: Sequence[Word], clause: Clause) -> tuple[Argument, ...]:
    """What the patient is "worried about"."""
    at = next((i for i, word in enumerate(words) if word.lower in listed("fear")), None)
    if at is None or at + 2 >= len(words) or (clause.who != "patient" and _relative_of(words, at) == ""):
        return ()
    after, _ = skip(words, at + 1)
    if words[after].lower not in ("about", "of", "regarding", "for", "that"):
        return ()
    what = argument(scene.doc, "what", words[after + 1].start, words[-1].end)
    return what, argument(scene.doc, "feeling", words[at].start, words[at].end, "fear")


def _relative_of(words: Sequence[Word], end: int) -> str:
    """The relative whom a clause is about: "Mom is worried"."""
    names = {"mom": "mother", "mum": "mother", "dad": "father"}
    return next((names.get(w.lower, w.lower) for w in words[: min(end, 3)] if w.lower in listed("family")), "")


def _foresees(words: Sequence[Word]) -> bool:
    """Whether a clause tells how it will go on: "will feel better", "should resolve"."""
    for i, word in enumerate(words):
        if word.tag != "VM0" or word.lower not in ("will", "should", "may", "might", "'ll", "can", "could", "would"):
            continue
        at, _ = skip(words, i + 1)
        passive = at + 1 < len(words) and words[at].lemma == "be" and words[at + 1].tag == "VVN"
        if at < len(words) and words[at].lemma in listed("state_verbs") and not passive:
            return word.lower in ("will", "should", "'ll") or bool({w.lower for w in words[at:]} & listed("better"))
    return False


def _predicate(words: Sequence[Word]) -> Word | None:
    """The first word of what is said of a problem: "is [well controlled]", "is [doing well]"."""
    at = next((i for i, word in enumerate(words) if word.lemma in _COPULA and word.tag.startswith("V")), None)
    if (
        at is None
        or any(word.tag in ("VM0", "CJS") for word in words[:at])
        or any(w.tag == "TO0" for w in words[at + 1 : at + 3])
    ):
        return None
    first, negative = skip(words, at + 1)
    if negative or first >= len(words):
        return None
    ahead = words[first + 1 : first + 4]
    told = words[first].lower in listed("status")
    told = told or (
        (words[first].lemma in ("do", "be") or words[first].tag == "PRP")
        and any(w.lower in listed("status") for w in ahead)
    )
    return words[at + 1] if told and len(words) - at < 16 else None


def caused(scene: Scene, start: int, end: int) -> Draft | None:
    """What a treatment may bring: "May cause drowsiness"."""
    words = scene.words
    if words[start].tag != "VM0" or [word.lemma for word in words[start + 1 : start + 2]] != ["cause"]:
        return None
    span = scene.trimmed(start, end)
    return scene.draft(Draft("prognosis", span, (argument(scene.doc, "clause", span.start, span.end),)))
