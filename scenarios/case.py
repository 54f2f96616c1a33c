"""One case file: what an author writes, checked and typed. Unknown keys are errors."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from bedside.scenarios.expect import Expect
from bedside.scenarios.interview import Interview
from bedside.scenarios.persona import Level, Manner, Mood
from bedside.scenarios.player import Player, PlayerSource
from bedside.scenarios.prompting import Prompting
from bedside.scenarios.value import Value

Setting = Literal["clinic", "hospital", "emergency", "ambulance", "home", "telehealth", "portal", "therapy"]
PROTOCOL_NAMES = (
    "notechat", "history", "results", "therapy", "emergency",
    "interview/pcl-5", "interview/pc-ptsd-5", "interview/phq-9", "interview/gad-7",
)  # fmt: skip
PROTOCOL = r"^(?:notechat|history|results|therapy|emergency|interview/[a-z0-9][a-z0-9-]*)$"


class NoteFile(Value):
    """A note kept in a text file beside the case."""

    file: str = Field(description="A UTF-8 text file; the path starts from the case's folder.")


class NoteRow(Value):
    """A note kept as one row of a JSON Lines data set, ``{"id": ..., "note": ...}`` a line."""

    dataset: str = Field(description="A JSON Lines file; the path starts from the case's folder.")
    id: str = Field(description="The `id` of the row; its `note` is used.")


def _note_form(note: Any) -> str:
    """Tell the three ways to give a note apart by their keys, so that an error names the right one."""
    if isinstance(note, NoteRow) or (isinstance(note, dict) and "dataset" in note):
        return "note row"
    if isinstance(note, (NoteFile, dict)):
        return "note file"
    return "note text"


NoteSource = Annotated[
    Annotated[str, Tag("note text")] | Annotated[NoteFile, Tag("note file")] | Annotated[NoteRow, Tag("note row")],
    Discriminator(_note_form),
]


class PatientSpec(Value):
    """Who the patient is and how they talk. What is left out is read from the note or drawn by seed."""

    persona: str = Field(default="plain", description="A named way of talking; the keys below override parts of it.")
    name: str | None = Field(default=None, description="What the physician calls the patient.")
    age: float | None = Field(default=None, ge=0, le=120, description="Years; 0.5 is six months.")
    sex: Literal["female", "male"] | None = Field(default=None, description="As the note's pronouns have it.")
    mood: Mood | None = Field(default=None, description="What a listener hears in the patient's voice.")
    talkativeness: Literal["terse", "average", "chatty"] | None = Field(
        default=None, description="How much is said beyond what was asked."
    )
    literacy: Literal["low", "average", "high"] | None = Field(
        default=None, description="How familiar medical words are, to this patient and in what is said to them."
    )
    education: Literal["basic", "secondary", "university"] | None = Field(
        default=None, description="How long they went to school; heard in how their sentences are built."
    )
    language_level: Level | None = Field(
        default=None, description="How well they speak the language of the talk, by CEFR; `native` if it is their own."
    )
    recall: Literal["poor", "average", "good"] | None = Field(
        default=None, description="How often dates, doses and names come to mind."
    )
    confusion: Literal["none", "mild", "marked"] | None = Field(
        default=None, description="How often they lose the thread, ask again, and correct themselves."
    )
    withholds: tuple[str, ...] = Field(default=(), description="Words for what this patient keeps back.")
    companion: str | None = Field(
        default=None,
        description="Who came along and speaks too: mother, wife, interpreter, nurse…; `none`: nobody, whoever the note names.",
    )


class Models(Value):
    """Who plays each role. ``agenda`` is the built-in family."""

    default: PlayerSource = Field(default=Player(name="agenda"), description="Who plays the roles not named below.")
    planner: PlayerSource | None = Field(default=None, description="Who orders the visit.")
    physician: PlayerSource | None = Field(default=None, description="Who speaks as the physician.")
    patient: PlayerSource | None = Field(default=None, description="Who speaks as the patient and as companions.")
    refiner: PlayerSource | None = Field(default=None, description="Who checks the conversation.")

    fallback: Literal["agenda"] | None = Field(
        default=None,
        description="Who says a line that a model cannot be brought to say properly. Left out, such a dialogue fails.",
    )

    def of(self, role: str) -> Player:
        """Who plays ``role``: planner, physician, patient or refiner."""
        return getattr(self, role) or self.default


class Limits(Value):
    """Stop rules besides clinical completion."""

    turns: int = Field(default=120, ge=4, le=1000, description="Stop after this many turns.")
    seconds: float | None = Field(
        default=None, gt=0, allow_inf_nan=False, description="Stop after this time; such a run may differ each time."
    )
    calls: int | None = Field(default=None, ge=1, description="Stop after this many questions to language models.")
    repairs: int = Field(default=2, ge=0, le=10, description="Rounds of checking and repairing.")
    least_read: float = Field(
        default=0.4,
        ge=0,
        le=1,
        description="The least share of a note's words that must be understood, else it is filtered.",
    )


class GivenLine(Value):
    """A line that is said as written, whoever plays."""

    turn: str = Field(
        default="", description="The id of the turn, as `bedside show --format json` and the debugger name it."
    )
    quote: str | None = Field(
        default=None,
        min_length=3,
        description="In place of `turn`: words of the note. The first turn that tells what they say is said so.",
    )
    say: str = Field(min_length=1, max_length=20_000, description="The words.")
    after: str | None = Field(
        default=None,
        description="For a line that no step of the plan asks for: the id of the turn it comes after, nothing for a first one.",
    )
    speaker: str | None = Field(default=None, description="Who says such a line.")
    instead: bool = Field(
        default=False, description="Nobody is asked for this turn; left out, a player is, and its words are replaced."
    )
    facts: tuple[str, ...] = Field(
        default=(), description="Ids of the facts that a line tells for which nobody is asked."
    )
    since: str | None = Field(
        default=None,
        description="For words that come later in place of others: the id of the turn after which they do; at once if left out.",
    )
    times: int = Field(
        default=1, ge=1, le=100, description="How often that turn has been said by then, repairs included."
    )

    @model_validator(mode="after")
    def _whole(self) -> "GivenLine":
        if bool(self.turn) == (self.quote is not None):
            raise ValueError("name the turn, or quote the note: one of `turn` and `quote`")
        if self.quote is not None and (self.after is not None or self.since is not None or self.instead or self.facts):
            raise ValueError("`quote` goes with `say` alone")
        if (self.after is None) != (self.speaker is None):
            raise ValueError("`after` and `speaker` go together")
        if self.since is not None and (self.after is not None or self.instead):
            raise ValueError("`since` goes with a turn that somebody has said: leave `after` and `instead` out")
        return self


class FactCorrection(Value):
    """What an author corrects of a fact that was read from the note."""

    quote: str = Field(min_length=3, description="Words of the note that the fact is read from.")
    leave_out: bool = Field(default=False, description="Nobody is told it, and nobody says it.")
    knows: Literal["patient", "physician", "both"] | None = Field(
        default=None, description="Who can know it when they meet; `physician`: it comes out at this visit."
    )

    @model_validator(mode="after")
    def _something(self) -> "FactCorrection":
        if self.leave_out == (self.knows is not None):
            raise ValueError("say what is to be corrected: one of `leave_out: true` and `knows`")
        return self


class Case(Value):
    """One case, as an author writes it."""

    id: str = Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$",
        description="Its name in every output: up to 100 letters, digits, dots, dashes and underscores.",
    )
    note: NoteSource = Field(description="The clinical note: its text, or where to find it.")
    title: str = Field(default="", description="One line for a person who looks for a case.")
    patient: PatientSpec = Field(default=PatientSpec(), description="Who the patient is and how they talk.")
    physician: Manner = Field(default=Manner(), description="How the physician works.")
    setting: Setting = Field(default="clinic", description="Where they meet, and who is there.")
    protocol: str = Field(
        default="notechat",
        pattern=PROTOCOL,
        description="The agenda: `notechat`, a full visit; `history`; `results`; `therapy`; `emergency`; or "
        "`interview/INSTRUMENT`.",
    )
    interview: Interview | None = Field(default=None, description="What an `interview/…` is to find; fixed beforehand.")
    style: str = Field(default="visit", description="The style profile: length, register, who opens and closes.")
    language: str = Field(
        default="en", description="The language they speak, by ISO 639: `agenda` speaks `en` and `de`, a model any."
    )
    models: Models = Field(default=Models(), description="Who plays each role; `agenda` needs no model.")
    prompting: Prompting = Field(default=Prompting(), description="How language models are prompted.")
    data_class: Literal["open", "phi", "credentialed"] = Field(
        default="open",
        description="What the note is: `open` data; `phi`, about real people; `credentialed`, under a data use agreement. "
        "The last two stay on this machine.",
    )
    terms: str | None = Field(
        default=None, description="The written terms under which `phi` or `credentialed` data may go to a remote model."
    )
    limits: Limits = Field(default=Limits(), description="When to stop, besides when all is said.")
    lines: tuple[GivenLine, ...] = Field(
        default=(),
        max_length=1000,
        description="Turns that are said as written, whoever plays; the debugger writes them.",
    )
    facts: tuple[FactCorrection, ...] = Field(
        default=(), max_length=200, description="Facts of the note that were read wrong, by the note's words."
    )
    expect: Expect | None = Field(default=None, description="What must come of it; `bedside check` looks.")
    knowledge: bool = Field(default=True, description="Whether guidelines are asked for questions and advice.")
    seed: int = Field(default=0, ge=0, le=2**63 - 1, description="Another number, another conversation.")
