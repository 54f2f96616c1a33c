"""A case file drafted from a note: the note as given, the keys that were read from it, and as comments what was found.

The law: whatever note ``admit`` lets in gives a file that ``load_case`` accepts and whose note is the same text, line ends
and control characters aside. The comments are for a person to read and correct; nothing reads them again.
"""

import json
import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bedside.agents.languages.notes import written_in
from bedside.orchestrator.build.note_input import admit
from bedside.orchestrator.build.sayable_reading import sayable_reading
from bedside.orchestrator.cases.lints.privacy import identifying
from bedside.orchestrator.failures import Problem
from bedside.scenarios.case import Case
from bedside.scenarios.load import note_only_case
from bedside.scenarios.note import Fact, Note
from bedside.scenarios.reading import Reading
from bedside.scenarios.schema import FILE, MODELINE

_TAKEN = ("complaint", "history", "past")  # where a drug is told that is taken
_MOST = 40  # facts listed of one section
_WIDTH = 110
_UNWRITABLE = re.compile("[\ufffe\uffff\ud800-\udfff]")  # YAML cannot hold these
_PLAIN = re.compile(r"[A-Za-z][A-Za-z ]*[A-Za-z]|[A-Za-z]")
_RESERVED = frozenset(("null", "true", "false"))
_KNOWS = {"patient": "the patient", "physician": "the physician", "both": "both"}


@dataclass(frozen=True)
class Known:
    """What is known of the patient beside the note, and how the note is to be spoken."""

    age: float | None = None
    sex: Literal["female", "male"] | None = None
    style: str | None = None


def clean(text: str) -> str:
    """A note's text as a case file can hold it: one kind of line end, no control characters, no blank lines around it.
    Raises ``Problem`` for what is no note."""
    whole = admit(text.replace("\r\n", "\n").replace("\r", "\n"), written_in(text)).text
    lines = [line.rstrip() for line in _UNWRITABLE.sub(" ", whole).split("\n")]
    return "\n".join(lines).strip("\n")


def read(case: Case, text: str) -> Note:
    """What is read from the note of a case, by whoever would read it when the case is played."""
    from bedside.orchestrator.build.built_in_players import built_in_players
    from bedside.orchestrator.build.corrected import corrected

    return corrected(built_in_players(case).extract(case.id, text), case.facts)


def modeline(path: Path) -> str:
    """The line that tells an editor where the schema is: in the folder of the case or in one above it, as `init` puts it;
    "" where there is none."""
    folder = path.resolve().parent
    for steps, above in enumerate([folder, *folder.parents][:6]):
        if (above / FILE.name).is_file():
            return f"{MODELINE}{'../' * steps}{FILE.name}"
    return ""


def draft(text: str, name: str, protocol: str | None = None, modeline: str = "", known: Known | None = None) -> str:
    """The text of a case file for a note; ``name`` becomes its id. Raises ``Problem``."""
    note_text = clean(text)
    case = with_protocol(note_only_case(name, note_text), protocol)
    case = case.model_copy(update={"language": written_in(note_text)})
    known = known or Known()
    note = read(case, note_text)
    note = note.model_copy(update={"age": known.age or note.age, "sex": known.sex or note.sex})
    case = case.model_copy(update={"style": known.style or case.style})
    return "".join(f"{line}\n" for line in _lines(case, note, note_text, modeline))


def with_protocol(case: Case, protocol: str | None) -> Case:
    """The case with the protocol asked for. Raises ``Problem`` if there is no such protocol."""
    if protocol is None:
        return case
    from pydantic import ValidationError

    try:
        return Case.model_validate({**case.model_dump(exclude_unset=True), "protocol": protocol})
    except ValidationError:
        known = str(Case.model_fields["protocol"].description).removeprefix("The agenda: ").replace("`", "").rstrip(".")
        raise Problem("usage", f"--protocol {protocol!r} is not known; give one of: {known}.") from None


def _lines(case: Case, note: Note, text: str, modeline: str) -> Iterable[str]:
    if modeline:
        yield modeline
    yield f"id: {_scalar(case.id)}"
    yield f"title: {_scalar(_title(note))}"
    yield "note: |2" if text[:1] in (" ", "\t") else "note: |"
    yield from (f"  {line}" if line else "" for line in text.split("\n"))
    yield ""
    yield from _found(case, note)
    yield ""
    yield "# How the patient talks, and who they are. What is left out is read from the note."
    if note.companions:
        yield "# If nobody came along: companion: none."
    yield f"patient: {{{', '.join(_patient(note))}}}"
    yield "physician: {specialty: family medicine, style: balanced}"
    yield "setting: clinic"
    yield f"protocol: {case.protocol}"
    if case.language != "en":
        yield f"language: {case.language}"
    if case.style != Case.model_fields["style"].default:
        yield f"style: {case.style}"
    if case.protocol.startswith("interview/"):
        yield "interview: {label: positive}  # what the interview is to find: positive or negative"
    found = identifying(text)
    if "a name" in found:
        yield "# A name in the note is said by nobody; `name:` under patient: says what the physician calls the patient."
    if found and found != ["a name"]:
        yield f"data_class: phi  # the note holds {', '.join(found)}: open, once all of that is made up or taken out"
    else:
        yield "data_class: open  # phi, if the note is about a real person: then it stays on this machine"
    yield "seed: 0  # another number, another conversation"
    yield "# What must come of it; take the marks away and run: bedside check"
    yield "# expect:"
    yield "#   mentions: [words somebody must say, {patient: words the patient must say}]"
    yield "#   never_mentions: [words nobody may say]"
    yield f"#   covers: [{_example(note)}]"
    yield "#   max_turns: 80"


def _found(case: Case, note: Note) -> Iterable[str]:
    """What was read, by section, with who can know it when the visit begins."""
    yield "# What was read from this note. If something is wrong here, correct the note above: it is read again each time; or"
    yield "# leave it out: facts: [{quote: words of the note, leave_out: true}], or say whose it is: knows: physician."
    yield "# Age, sex and who came along can be corrected under patient: below."
    yield "# bedside lint --aloud marks every sentence that nobody says, or that comes out badly."
    told = [f"age {note.age:g}" if note.age is not None else "no age", note.sex or "no sex"]
    yield f"#   {', '.join(told)}; in the room: {', '.join(['patient', 'physician', *note.companions])}"
    reading = sayable_reading(case, note)
    if reading is not None and reading.words:
        yield from _how_much(reading)
    facts = [fact for fact in note.facts if fact.role != "idle"]
    drugs = [
        fact
        for fact in facts
        if (fact.section == "medications" or (fact.role == "drug" and fact.section in _TAKEN))
        and fact.polarity != "denied"
    ]
    allergies = [fact for fact in facts if fact.section == "allergies"]
    denied = [fact for fact in facts if fact.polarity == "denied"]
    for title, own in (("medications", drugs), ("allergies", allergies), ("denied", denied)):
        yield from _wrapped(f"{title}: ", "; ".join(_whose(f) + _short(f) for f in own[:_MOST]) or "none read")
    yield "# Every fact, with who can know it when they meet (or what the visit brings out):"
    for section in dict.fromkeys(fact.section for fact in facts):
        own = [fact for fact in facts if fact.section == section]
        yield f"#   {section} ({len(own)})"
        yield from (f"#     - {_whose(fact)}{_short(fact)}  [{_knows(fact)}]" for fact in own[:_MOST])
        if len(own) > _MOST:
            yield f"#     … and {len(own) - _MOST} more; bedside render shows all"
    if not facts:
        yield "#   nothing: write plain clinical sentences, best under headings such as HISTORY, EXAM and PLAN"


def _how_much(reading: Reading) -> Iterable[str]:
    """The share of the note's words that were understood, and the words that were not."""
    yield f"#   understood: {reading.typed / reading.words:.0%} of the note's {reading.words} words of content"
    for title, words in (("not understood", reading.opaque_words), ("not read", reading.unread_words)):
        if words:
            yield from _wrapped(f"{title}: ", "; ".join(" ".join(one.split()) for one in words[:_MOST]))


def _wrapped(head: str, text: str) -> Iterable[str]:
    return textwrap.wrap(head + text, _WIDTH, initial_indent="#   ", subsequent_indent="#     ", break_on_hyphens=False)


def _knows(fact: Fact) -> str:
    denied = "denied; " if fact.polarity == "denied" else ""
    if fact.established == "visit":
        return f"{denied}found at this visit"
    return f"{denied}{_KNOWS[fact.knower]}"


def _short(fact: Fact) -> str:
    text = " ".join(fact.text.split())
    text += ")" * (text.count("(") - text.count(")"))  # "Latex (rash)" ends within its bracket
    return text if len(text) <= 90 else text[:89] + "…"


def _whose(fact: Fact) -> str:
    """Whom a fact is about, where it is not the patient and its own words do not say so: "mother: "."""
    named = fact.subject in ("patient", "") or fact.subject.casefold() in fact.text.casefold()
    return "" if named else f"{fact.subject}: "


def _patient(note: Note) -> Iterable[str]:
    yield "persona: plain"
    if note.age is not None and 0 <= note.age <= 120:
        yield f"age: {round(note.age, 2):g}"
    if note.sex:
        yield f"sex: {note.sex}"
    if note.companions:
        yield f"companion: {_scalar(note.companions[0])}"


def _title(note: Note) -> str:
    """A line for a person who looks for a case: who, and what for."""
    age = f"{note.age:g}-year-old" if note.age is not None and note.age >= 1 else ""
    who = " ".join(part for part in (age, note.sex or "patient") if part)
    reasons = [fact for fact in note.facts if fact.section in ("complaint", "history") and fact.role != "idle"]
    about = next((f for f in reasons if f.kind != "identity"), None)
    said = "a visit"
    if about is not None:
        span = about.sentence or about.span
        said = " ".join(note.quote(span).split()).rstrip(".")
    return f"{who[0].upper()}{who[1:]}: {said if len(said) <= 70 else said[:69] + '…'}"


def _example(note: Note) -> str:
    plan = next(
        (fact for kind in ("plan", "medications", "history") for fact in note.facts if fact.section == kind), None
    )
    return _scalar(_short(plan).rstrip("…")) if plan else "words of the note"


def _scalar(text: str) -> str:
    """Text as YAML reads it back: plain where nobody could take it for something else, quoted otherwise."""
    flat = " ".join(_UNWRITABLE.sub(" ", text).split())
    if _PLAIN.fullmatch(flat) and flat.casefold() not in _RESERVED:
        return flat
    return json.dumps(flat, ensure_ascii=False)


def write(path: Path, text: str) -> None:
    """Write a new case file, once it is known to load. Raises ``Problem``; what stands there already is never touched."""
    from tempfile import TemporaryDirectory

    from bedside.orchestrator.cases.case_input import read_case
    from bedside.scenarios.load import CaseError

    if path.exists():
        raise Problem("usage", f"{path} exists and is left as it is: give another name with --out, or remove it.")
    with TemporaryDirectory() as folder:
        trial = Path(folder) / path.name
        trial.write_text(text, encoding="utf-8", newline="\n")
        try:
            read_case(trial)
        except (CaseError, Problem) as error:
            raise Problem("input", str(error).replace(str(trial), str(path))) from None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise Problem("storage", f"Cannot write {path} ({error.strerror}): choose another place with --out.") from None
