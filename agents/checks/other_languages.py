"""One utterance in a language other than English, checked before it is shown.

Law of the file: a fault's words give no answer away. What cannot be judged says so: no concept is looked up in a language
without terminology, so that a pass here says less than one in English.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from bedside.agents.checks.catalogue import (
    COPYING,
    COVERAGE,
    FACTS,
    LANGUAGE,
    NUMBERS,
    REGISTER,
    REPETITION,
    ROLES,
    SUPPORT,
)
from bedside.agents.checks.copying import longest_copy
from bedside.agents.checks.roles import speaker_faults
from bedside.agents.languages.detect import detect
from bedside.agents.languages.language import Language, base, load_language
from bedside.agents.languages.numbers import number_words, numbers
from bedside.agents.text.speaker_labels import without_label
from bedside.scenarios.brief import Brief
from bedside.scenarios.finding import Finding, failed
from bedside.scenarios.note import Fact, Note
from bedside.scenarios.turn import Turn, Utterance

_FREE = 2.0  # numbers up to this are counting, not measuring
_LAY = frozenset({"physician", "nurse", "interpreter"})
_WORD = re.compile(r"[^\W\d_]+")
_RARE = 6  # letters from which a word can be a name of a drug or a condition
_ROOT = 5  # letters that two forms of one word share
_COPY = 7  # words in a row, as in English

_LATIN = frozenset(
    {"en", "de", "fr", "es", "it", "pt", "nl", "pl", "tr", "sv", "da", "no", "fi", "cs", "ro", "hu", "id", "vi"}
)
# Two letters of a script that no talk in a Latin one has; Greek is not among them: it stands in units and names.
_STRANGE = re.compile(
    r"[\u0400-\u052f\u0530-\u06ff\u0900-\u0dff\u0e00-\u0eff\u10a0-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}"
)


def check_turn(note: Note, brief: Brief, utterance: Utterance) -> tuple[Finding, ...]:
    """Check one utterance in its brief."""
    language = load_language(base(brief.language))
    text = utterance.text
    told = [fact for fact in brief.facts if fact.id in utterance.facts]
    missing = "a number of what was to be told is missing or another" if unsaid(told, note, text) else ""
    found = [
        check_language(note, brief, text),
        ROLES.judged(_roles(brief.role, text, language)),
        NUMBERS.judged(_numbers(note, brief, text, language)),
        REPETITION.judged(_repetition(brief, text)),
        FACTS.judged(missing),
    ]
    if note.language != language.code:
        found.append(COPYING.unjudged(f"the note is not in {language.name}"))
    elif utterance.model.get("asked"):  # the built-in family says a fact in its own words, which are the note's
        found.append(COPYING.judged("reads the note out word for word" if _copied(text, note, told) else ""))
    without = f"there is no terminology of {language.name}"
    return (*found, SUPPORT.unjudged(without), REGISTER.unjudged(without))


def language_finding(text: str, code: str, turn: str | None = None) -> Finding:
    """Whether a line of a talk in ``code`` is in that language; not judged where it is too short to tell. The value is
    the language that it is in."""
    language = load_language(base(code))
    spoken = detect(text, language.code)
    if spoken is None:
        return LANGUAGE.unjudged("too short or unclear to tell", turn=turn)
    right = spoken == language.code
    return LANGUAGE.judged(
        "" if right else f"it is not in {language.name}: say the same in {language.name}", value=spoken, turn=turn
    )


def check_language(note: Note, brief: Brief, text: str) -> Finding:
    """The same, where a note in the language of the talk may be quoted: what it calls things says nothing of the language
    that is spoken, and half of it is Latin."""
    strange = _STRANGE.search(text)
    if base(brief.language) in _LATIN and strange is not None and strange[0] not in note.text:
        return LANGUAGE.failed(f'"{strange[0]}" is in another script: say the same without it', value="script")
    found = language_finding(text, brief.language)
    if found.passed is not False or note.language != base(brief.language):
        return found
    noted = {word.casefold() for word in _WORD.findall(note.text)}
    text = _WORD.sub(lambda match: "" if match[0].casefold() in noted else match[0], text)
    return language_finding(text, brief.language)


def _roles(role: str, text: str, language: Language) -> str:
    faults = [fault for fault in speaker_faults(role, text) if not fault.startswith("a phrase")]
    if without_label(text, role) is None:
        faults.append("a speaker's label stands inside the words")
    if role not in _LAY and language.physician_says and _says(language.physician_says, text):
        faults.append("a phrase that only a physician would say")
    if role == "physician" and language.patient_says and _says(language.patient_says, text):
        faults.append("a phrase that only a patient would say")
    return "; ".join(dict.fromkeys(faults))


def _says(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE) is not None


def _numbers(note: Note, brief: Brief, text: str, language: Language) -> str:
    """A number that stands nowhere: neither in the note, nor in a passage, nor in what was said."""
    said = {number.value for number in numbers(text, language.code) if number.value > _FREE}
    if not said:
        return ""
    known = _values(note.text, note.language)
    known |= {value for item in brief.evidence for value in _values(item.text, "en")}
    known |= {value for turn in brief.turns for value in _values(turn.text, language.code)}
    if brief.persona.age is not None:
        known |= {float(brief.persona.age), round(12 * brief.persona.age)}
    known |= {part for value in known for part in _parts(value)}
    return "a number is wrong" if said - known else ""


def _values(text: str, code: str) -> set[float]:
    return {number.value for number in numbers(text, code)}


def _parts(value: float) -> Iterable[float]:
    """What one number may be said as: 2.5 as two and a half, 38.5 as thirty-eight point five."""
    if value != int(value):
        whole, tenth = divmod(round(value * 10), 10)
        yield float(whole)
        yield float(tenth)


def _repetition(brief: Brief, text: str) -> str:
    words = _WORD.findall(text.casefold())
    size = len(words) if not _han(text) else len(text) // 2
    earlier = {tuple(_WORD.findall(t.text.casefold())) for t in brief.turns if t.speaker == brief.role}
    return "this was said before" if size >= 5 and tuple(words) in earlier else ""


def _han(text: str) -> bool:
    return re.search("[\u3400-\u9fff]", text) is not None


def _copied(text: str, note: Note, told: Sequence[Fact]) -> bool:
    """Whether a line reads the note out beyond the facts it was to tell: those are short, and may be said as they are."""
    longest = max([len(fact.text.split()) for fact in told], default=0)
    return longest_copy(text, note.text) > max(_COPY, longest)


def unsaid(facts: Sequence[Fact], note: Note, text: str) -> bool:
    """Whether a number of these facts, that counts or measures, is not among the numbers of ``text``."""
    wanted = {q.value for fact in facts for q in fact.quantities if q.value > _FREE}
    if not wanted:
        return False
    # Every way of reading a text is tried: a reply may write numbers as the note's language does.
    said = {value for code in {note.language, "en", *_read_as(text)} for value in _values(text, code)}
    joined = said | {whole + tenth / 10 for whole in said for tenth in said if tenth < 10}
    return bool(wanted - joined)


@cache
def _read_as(text: str) -> tuple[str, ...]:
    code = detect(text)
    return (code,) if code is not None and (number_words(code) or load_language(code).numerals) else ()


def said(facts: Sequence[Fact], brief: Brief, text: str) -> tuple[str, ...]:
    """Which of the facts to be told a line says. Where note and talk share a language their words are compared; else a
    fact counts as said if its numbers are: ``check_turn`` records that nothing more was read."""
    code = base(brief.language)
    values = _values(text, code) | _values(text, "en")
    words = {word for word in _WORD.findall(text.casefold()) if len(word) >= _ROOT}
    out: list[str] = []
    for fact in facts:
        if {q.value for q in fact.quantities if q.value > _FREE} - values:
            continue
        if brief.note_language != code or _shares(fact.text, words, text):
            out.append(fact.id)
    return tuple(out)


def _shares(fact: str, words: set[str], text: str) -> bool:
    own = [word for word in _WORD.findall(fact.casefold()) if len(word) >= _ROOT]
    if _han(fact):
        pairs = {fact[i : i + 2] for i in range(len(fact) - 1) if _han(fact[i : i + 2])}
        return not pairs or sum(pair in text for pair in pairs) >= max(1, len(pairs) // 4)
    if not own:
        return True
    hit = sum(any(word[:_ROOT] == other[:_ROOT] or word[:_ROOT] in other for other in words) for word in own)
    return hit >= max(1, len(own) // 3)


def hidden_said(note: Note, brief: Brief, text: str) -> bool:
    """Whether a line gives away what its role cannot know yet: a number above twelve, or a rare word (drugs are called
    much the same everywhere), that stands only in facts of this visit that nobody has told."""
    own = {fact.id for fact in brief.facts}
    hidden = [fact for fact in note.facts if fact.established == "visit" and fact.id not in own]
    if not hidden:
        return False
    shown = [fact for fact in note.facts if fact not in hidden]
    code = base(brief.language)
    open_text = " ".join([*(fact.text for fact in shown), *(item.text for item in brief.evidence)])
    spoken = " ".join(turn.text for turn in brief.turns)
    open_values = _values(open_text, note.language) | _values(spoken, code)
    secret = {q.value for fact in hidden for q in fact.quantities if q.value > 12} - open_values
    if secret & _values(_stated(text), code):
        return True
    known = {word[:_ROOT] for word in _WORD.findall(f"{open_text} {spoken}".casefold())}
    rare = {word for fact in hidden for word in _WORD.findall(fact.text.casefold()) if _is_rare(word)}
    rare = {word for word in rare if word[:_ROOT] not in known}
    heard = {word for word in _WORD.findall(_stated(text).casefold()) if _is_rare(word)}
    return any(
        word[: max(_RARE, len(word) - 2)] == other[: max(_RARE, len(word) - 2)] for word in rare for other in heard
    )


def _is_rare(word: str) -> bool:
    return len(word) >= _RARE + 1 and word.isascii()


def _stated(text: str) -> str:
    """The sentences of a line that are no questions."""
    return " ".join(
        part for part in re.split(r"(?<=[.!?؟])\s+|(?<=[。！？])\s*", text) if part and part[-1] not in "?？؟"
    )


def audit(turns: Sequence[Turn], language: str) -> tuple[Finding, ...]:
    """What is still wrong with a finished talk, and what of it could not be judged."""
    known = load_language(base(language))
    strange = failed(language_finding(turn.text, known.code, turn.id) for turn in turns)
    faults = [(turn.id, _roles(turn.speaker, turn.text, known)) for turn in turns]
    parts = tuple(ROLES.failed(fault, turn=turn) for turn, fault in faults if fault)
    without = f"there is no terminology of {known.name}"
    return (
        *(strange or (LANGUAGE.passed(),)),
        *(parts or (ROLES.passed(),)),
        *(check.unjudged(without) for check in (SUPPORT, COVERAGE, REGISTER)),
    )
