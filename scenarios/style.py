"""How people talk in a kind of visit, as numbers fitted on a corpus: never a sentence of it.

A profile is one JSON file. The shipped ones stand in ``scenarios/styles``; ``bedside style fit`` makes others.
"""

import difflib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from bedside.scenarios.value import Value

STYLES = Path(__file__).parent / "styles"
MAX_BYTES = 1 << 16

Share = Annotated[float, Field(ge=0, le=1)]
Amount = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class StyleError(ValueError):
    """A style that is not there or not a profile. The message is one sentence with the mend."""


class StyleProfile(Value):
    """Length, register, fillers, who opens and who closes.

    A word is a run of letters or digits with its apostrophe; a short turn has at most three. Shares are of the turns
    of that role unless they say otherwise.
    """

    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$", description="What a case calls it.")
    corpus: str = Field(max_length=400, description="What it was fitted on, with credit and licence.")
    dialogues: int = Field(ge=1, description="How many dialogues it was fitted on.")
    greets: Share = Field(description="Share of dialogues opened with a greeting.")
    closes: Share = Field(description="Share of dialogues ended by a farewell.")
    physician_opens: Share = Field(description="Share of dialogues whose first turn is the physician's.")
    turns_base: float = Field(allow_inf_nan=False, description="Turns of a dialogue whose note has no words.")
    turns_per_word: float = Field(allow_inf_nan=False, description="More turns for each word of the note.")
    turns_min: Amount = Field(description="Turns: 5th percentile.")
    turns_max: Amount = Field(description="Turns: 95th percentile.")
    acknowledges: Share = Field(description="Share of physician turns that start with an acknowledgement.")
    physician_fillers: Amount = Field(description="um and uh in 100 words of the physician.")
    patient_fillers: Amount = Field(description="um and uh in 100 words of the patient.")
    tags: Share = Field(description='Share of physician turns that end in a tag question (", okay?").')
    backchannels: Share = Field(description="Share of physician turns of at most three words.")
    patient_short: Share = Field(description="Share of patient turns of at most three words.")
    patient_words: Amount = Field(description="Mean words of a patient turn.")
    physician_words: Amount = Field(description="Mean words of a physician turn.")
    physician_asks: Share = Field(description="Share of physician turns that ask.")
    physician_share: Share = Field(description="Physician's share of all words.")
    told_words: Amount = Field(description="Median words of physician turns that ask nothing and have more than 12.")
    numbers: Literal["digits", "words"] = Field(description="How numbers are mostly written.")
    patient_leads: Share = Field(
        description="Share of longer patient turns that open with um, uh, well, so, yeah or oh."
    )

    def turns(self, note_words: int) -> float:
        """Turns to expect for a note of this many words, within what the corpus has."""
        return min(max(self.turns_base + self.turns_per_word * note_words, self.turns_min), self.turns_max)


def style_names() -> tuple[str, ...]:
    """Names of the shipped profiles, sorted."""
    return tuple(sorted(path.stem for path in STYLES.glob("*.json")))


def load_style(name_or_path: str | Path) -> StyleProfile:
    """The shipped profile of this name, or the one in this file. Raises ``StyleError``.

    What ends in ``.json`` or has a slash is a path, anything else a name.
    """
    given = str(name_or_path)
    if isinstance(name_or_path, Path) or given.endswith(".json") or "/" in given or "\\" in given:
        return _read(Path(given))
    if given not in style_names():
        raise StyleError(_unknown(given))
    return _read(STYLES / f"{given}.json")


def _unknown(given: str) -> str:
    near = difflib.get_close_matches(given, style_names(), n=1)
    guess = f"did you mean {near[0]!r}? " if near else ""
    return f"There is no style {given!r}: {guess}Styles are {', '.join(style_names())}, or give a path to a JSON file."


def _read(path: Path) -> StyleProfile:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise StyleError(
            f"There is no file {path}: check the path, or name one of {', '.join(style_names())}."
        ) from None
    except OSError as error:
        raise StyleError(f"{path} cannot be read ({error.strerror}): give a file that can.") from None
    if len(data) > MAX_BYTES:
        raise StyleError(f"{path} has {len(data):,} bytes and is no style profile: make one with `bedside style fit`.")
    try:
        return StyleProfile.model_validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise StyleError(
            f"{path} is no style profile ({where}: {first['msg'].lower()}): make one with `bedside style fit`."
        ) from None
