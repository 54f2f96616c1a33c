"""Does one turn follow from the other: answers that can answer, questions asked once, told once, and what is not known.

Law of the file: words alone are read, so people's conversations have the same numbers. What only an ear hears (a wrong
tense, an order made of an opinion) is not seen here.
"""

from collections.abc import Callable

from bedside.agents.checks.assertions import answer_of, read
from bedside.agents.checks.repetition import content_of
from bedside.agents.checks.spoken import tokens
from bedside.evaluation.counted import Counted
from bedside.evaluation.english import english
from bedside.evaluation.given import Given
from bedside.evaluation.metric import Direction, Metric, Outcome
from bedside.evaluation.metrics import line_faults
from bedside.evaluation.questions import answers, question_in
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.record import Record

_ALIKE = 0.8  # share of a turn's content words that an earlier turn of the speaker has, to say the same again
_TOLD = 3  # content words that a turn has at least, to be told again


def beside_the_question(record: Record) -> Counted:
    """Replies that cannot be the answer to the question before them, of those that can be judged."""
    n, found = 0, list[int]()
    for at in range(1, len(record.turns)):
        before, turn = record.turns[at - 1], record.turns[at]
        if before.speaker != "physician" or turn.speaker == "physician":
            continue
        question = question_in(before.text)
        met = None if question is None else answers(question, turn.text)
        if met is not None:
            n += 1
            if not met:
                found.append(at)
    return Counted(n, tuple(found))


def asked_again(record: Record) -> Counted:
    """Questions of the physician that were asked before, in these words or about the same complaint, or whose answer the
    patient has given already."""
    finder = Terminology.load()
    words, known = set[frozenset[str]](), set[str]()
    n, found = 0, list[int]()
    for at, turn in enumerate(record.turns):
        physician = turn.speaker == "physician"
        reading = read(turn.text, finder, spoken=True, physician=physician, family=False)
        felt = [item for item in reading.assertions if item.kind in ("symptom", "disorder")]
        if not physician:
            known |= {item.concept for item in felt if item.mood == "stated"}
            continue
        question = question_in(turn.text)
        about = content_of(question) if question is not None else frozenset[str]()
        asked = {item.concept for item in felt if item.mood == "asked" and item.exists}
        if about:
            n += 1
            if about in words or (asked and asked <= known):
                found.append(at)
            words.add(about)
        known |= asked
    return Counted(n, tuple(found))


def told_again(record: Record) -> Counted:
    """Turns whose content the same speaker has said before in one turn."""
    said: dict[str, list[frozenset[str]]] = {}
    n, found = 0, list[int]()
    for at, turn in enumerate(record.turns):
        about = content_of(turn.text)
        if len(about) < _TOLD:
            continue
        n += 1
        earlier = said.setdefault(turn.speaker, [])
        if any(len(about & one) >= _ALIKE * len(about) for one in earlier):
            found.append(at)
        earlier.append(about)
    return Counted(n, tuple(found))


def not_known(record: Record) -> Counted:
    """Replies to a question that say only that one does not know."""
    n, found = 0, list[int]()
    for at in range(1, len(record.turns)):
        before, turn = record.turns[at - 1], record.turns[at]
        if before.speaker == "physician" and turn.speaker != "physician" and question_in(before.text):
            n += 1
            if answer_of(turn.text) == "unknown" and len(tokens(turn.text)) <= 12:
                found.append(at)
    return Counted(n, tuple(found))


_NO_TURN = "no turn is in English"
Count = Callable[[Record], Counted]
COUNTS: dict[str, tuple[Count, str, Direction, str]] = {
    "beside_question": (
        beside_the_question,
        "replies that cannot answer the question before them, of those to a question that wants one kind of answer",
        "lower",
        "no question in English wants one kind of answer",
    ),
    "asked_again": (
        asked_again,
        "questions of the physician that were asked, or answered, before",
        "lower",
        "no physician asks anything in English",
    ),
    "told_again": (
        told_again,
        "turns of three content words and more that say what their speaker has said before",
        "lower",
        "no turn in English has three content words",
    ),
    "not_known": (
        not_known,
        "replies to a question that say only that one does not know",
        "none",
        "no physician asks anything in English",
    ),
    "grammar_faults": (line_faults.grammar, "faults of grammar a turn, by rules", "lower", _NO_TURN),
    "breaks_off": (
        line_faults.breaks_off,
        "turns with a sentence that ends on a word which wants another",
        "lower",
        _NO_TURN,
    ),
    "not_speech": (
        line_faults.not_speech,
        "turns with a heading, a label, a mark of a template or a prompt, or shorthand of notes",
        "lower",
        _NO_TURN,
    ),
    "other_language": (line_faults.other_language, "turns with a sentence in another language", "lower", _NO_TURN),
    "self_as_other": (
        line_faults.self_as_other,
        "turns of patients who say he or she of nobody who was named",
        "lower",
        "no patient is alone with a physician",
    ),
    "part_exchanged": (
        line_faults.part_exchanged,
        "turns in which a patient takes a history, or a physician gives one",
        "lower",
        _NO_TURN,
    ),
    "wrong_person": (
        line_faults.wrong_person,
        "turns in which a physician gives an order to the one who cannot carry it out",
        "lower",
        _NO_TURN,
    ),
}


def counted(given: Given, name: str) -> list[tuple[Record, Counted]]:
    """What one of ``COUNTS`` finds in each dialogue in English. It is looked for once."""
    count = COUNTS[name][0]
    return given.once(name, lambda: [(record, count(record)) for record in english(given)])


def _metric(name: str, measures: str, direction: Direction, nothing: str) -> Metric:
    def measure(given: Given) -> Outcome:
        found = [one for _, one in counted(given, name)]
        n = sum(one.n for one in found)
        return Outcome(sum(len(one.turns) for one in found) / n, n) if n else Outcome(None, 0, nothing)

    return Metric(
        id=name,
        measures=measures,
        direction=direction,
        unit="faults a turn" if name == "grammar_faults" else "share",
        version=2 if name == "beside_question" else 1,
        needs=frozenset({"record"}),
        group="coherence",
        measure=measure,
    )


COHERENCE = tuple(
    _metric(name, measures, direction, nothing) for name, (_, measures, direction, nothing) in COUNTS.items()
)
