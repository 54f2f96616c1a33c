"""What is to be simulated: a case file or a bare note read in, with what was said beside it laid over it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bedside.agents.languages.notes import written_in
from bedside.orchestrator.cases.did_you_mean import nearest
from bedside.orchestrator.cases.note_file import note_text, refuse_irregular
from bedside.orchestrator.cases.text_encoding import NotText
from bedside.orchestrator.failures import Problem
from bedside.scenarios.case import PROTOCOL_NAMES, Case, PatientSpec
from bedside.scenarios.player import Player

MAX_BYTES = 1 << 20  # of a note file
_NOTES = frozenset((".txt", ".text", ".md", ".note"))  # what a note is called, and a case is not


_WHO = ("name", "age", "sex", "companion")  # what of a patient no way of talking changes


@dataclass(frozen=True)
class CaseOptions:
    """What may be said beside the case, on the command line or from Python; None leaves the case as it is."""

    seed: int | None = None
    style: str | None = None
    setting: str | None = None
    protocol: str | None = None
    language: str | None = None
    persona: str | None = None  # a shipped one, in place of all that the case says of how its patient talks
    knowledge: bool | None = None
    player: Player | None = None  # who plays every role
    turns: int | None = None  # that a dialogue may have

    def of(self, case: Case) -> Case:
        """The case with these choices made. Raises ``Problem`` for a value the case cannot have."""
        self.refuse_unknown()
        given: dict[str, Any] = {
            k: v
            for k in ("seed", "style", "setting", "protocol", "language", "knowledge")
            if (v := getattr(self, k)) is not None
        }
        if self.player is not None:
            fallback = case.models.fallback
            given["models"] = {"default": self.player.model_dump(), "fallback": fallback}
        if self.turns is not None:
            given["limits"] = {**case.limits.model_dump(exclude_unset=True), "turns": self.turns}
        made = _laid_over(case, given) if given else case
        if self.persona is None:
            return made
        who = {key: value for key in _WHO if (value := getattr(case.patient, key)) is not None}
        return made.model_copy(update={"patient": PatientSpec(persona=self.persona, **who)})

    def as_checked(self, case: Case) -> Case:
        """The case as its file is looked through: what was said beside it is not looked for there."""
        if self.style:
            case = case.model_copy(update={"style": "visit"})
        if self.player is not None and self.player.given:
            stand_in = case.models.model_copy(update={"default": Player(name="scripted:function")})
            case = case.model_copy(update={"models": stand_in})
        return case

    def refuse_unknown(self) -> None:
        """Refuse a name that nothing has, with the nearest one. Raises ``Problem``."""
        from bedside.scenarios.load import presets
        from bedside.scenarios.setting import setting_names
        from bedside.scenarios.style import StyleError, load_style

        for what, name, known in (
            ("setting", self.setting, setting_names),
            ("persona", self.persona, presets),
            ("protocol", self.protocol, lambda: PROTOCOL_NAMES),
        ):
            own = what == "protocol" and str(name).startswith("interview/")  # an instrument of the author's own
            if name is not None and not own and name not in (names := tuple(known())):
                raise Problem("usage", f"There is no {what} {name!r}.{nearest(name, names)} Known: {', '.join(names)}.")
        try:
            if self.style is not None:
                load_style(self.style)
        except StyleError as error:
            raise Problem("usage", str(error)) from None


def _laid_over(case: Case, given: dict[str, Any]) -> Case:
    """The case with other values at its top. Raises ``Problem``."""
    from pydantic import ValidationError

    from bedside.scenarios.protocol import refuse_pair

    try:
        # What the author did not set stays open: the persona says it, or an interview draws it.
        made = Case.model_validate({**case.model_dump(exclude_unset=True), **given})
    except ValidationError as error:
        fault = error.errors()[0]
        wanted = "should be a whole number" if fault["type"].startswith("int_") else fault["msg"].removeprefix("Input ")
        name = str(fault["loc"][0]) if fault["loc"] else "case"
        raise Problem("usage", f"{name} {given.get(name)!r} cannot be used: it {wanted}.") from None
    refused = refuse_pair(made.protocol, made.setting)
    if refused:
        raise Problem("usage", f"{refused[0]}. {refused[1]}.")
    return made


def read_case(path: Path, choices: CaseOptions = CaseOptions()) -> tuple[Case, str]:
    """A case file and the text of its note. Raises ``Problem`` with one sentence."""
    from bedside.orchestrator.build.interview_setup import with_instrument
    from bedside.orchestrator.cases.validate import mistakes
    from bedside.scenarios.load import CaseError, load_case, read_note

    if path.suffix.lower() in _NOTES and path.is_file():
        raise Problem(
            "input",
            f"{path} is a text file and no case: give it as the note (--note {path}), or make a case of it with "
            f"bedside new --from-note {path}.",
        )
    try:
        case = load_case(path)
        chosen = choices.of(case)
        wrong = mistakes(choices.as_checked(chosen), path)
        if wrong:
            raise Problem("input", "\n".join(str(mistake) for mistake in wrong))
        return with_instrument(chosen, path.parent), read_note(case, path.parent)
    except CaseError as error:
        raise Problem("input", "\n".join(str(mistake) for mistake in error.every)) from error


def read_note_file(file: Path) -> tuple[bytes, str]:
    """The bytes of a note's file, no more than one over the most that a note has, and its name. Raises ``Problem``."""
    refuse_irregular(file)
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_BYTES + 1), str(file)
    except FileNotFoundError:
        raise Problem("input", f"There is no file {file}: check the path of the note.") from None
    except OSError as error:
        raise Problem("input", f"{file} cannot be read ({error.strerror}): give a readable text file.") from None


def read_plain(raw: bytes, name: str, choices: CaseOptions = CaseOptions()) -> tuple[Case, str]:
    """A bare note as a case. ``name`` is shown in errors and becomes the id. Raises ``Problem``."""
    from bedside.orchestrator.build.note_input import MAX_CHARACTERS
    from bedside.scenarios.load import note_only_case

    if len(raw) > MAX_BYTES:
        most = f"{MAX_CHARACTERS:,} characters"  # no more than the first MAX_BYTES were read
        raise Problem(
            "input", f"{name} is over {MAX_BYTES:,} bytes and a note has at most {most}: give one visit's note."
        )
    try:
        text = note_text(raw, name)
    except NotText as error:
        raise Problem("input", f"{name}: {error}.") from None
    stem = Path(name).stem if name != "standard input" else "note"
    return in_its_language(choices.of(note_only_case(stem, text)), text), text


def in_its_language(case: Case, text: str) -> Case:
    """The case in the language that its note is written in, unless the case or its user names one."""
    if "language" in case.model_fields_set:
        return case
    code = written_in(text)
    return case if code == case.language else case.model_copy(update={"language": code})
