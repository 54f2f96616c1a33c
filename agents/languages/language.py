"""What the code knows of a language: its name, its signs, its commonest words and its number words, from data.

A language with a file under ``data/`` has prompts and checks of its own. Of any other only the name and the direction are
known, from the CLDR (Babel).
"""

import difflib
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from pydantic import Field

from bedside.scenarios.value import Value


class LanguageError(ValueError):
    """A code that names no language. The message is one sentence with the mend."""


class Language(Value):
    """One language. ``code`` is two or three letters, without region; ``point`` and ``group`` are the signs inside
    numbers; ``shipped`` says whether it has prompts and checks of its own."""

    code: str
    name: str
    native: str = ""
    direction: Literal["ltr", "rtl"] = "ltr"
    script: str = "Latin"
    point: str = "."
    group: str = ","
    point_word: str = ""
    instruction: str = Field(default="", description="What a model is told in the language itself.")
    common: frozenset[str] = frozenset()
    letters: str = ""
    physician_says: str = ""
    patient_says: str = ""
    numerals: dict[str, Any] = {}
    shipped: bool = False


_NUMERALS = (
    "ones", "teens", "tens", "one_in_compounds", "compounds", "irregular", "hundred", "hundreds", "others", "digits",
    "powers", "degree",
)  # fmt: skip


def base(code: str) -> str:
    """The language of a code, without region or script: "de-AT" is "de"."""
    return code.replace("_", "-").split("-")[0].strip().casefold()


@cache
def shipped() -> tuple[str, ...]:
    """The languages that have a file, sorted."""
    folder = files("bedside.agents.languages").joinpath("data")
    return tuple(sorted(entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml")))


@cache
def load_language(code: str) -> Language:
    """The language of a code. Raises ``LanguageError`` with the nearest code for one that names none."""
    name = base(code)
    if name in shipped():
        import yaml

        path = files("bedside.agents.languages").joinpath("data", f"{name}.yaml")
        loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        data: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), loader)  # noqa: S506  # a safe loader either way
        numerals = {key: data.pop(key) for key in _NUMERALS if key in data}
        common = frozenset(str(data.pop("common")).split())
        return Language(code=name, common=common, numerals=numerals, shipped=True, **data)
    return _unshipped(name, code)


def _unshipped(name: str, given: str) -> Language:
    from babel import Locale, UnknownLocaleError

    english = {str(key): str(word) for key, word in Locale("en").languages.items()}
    if name in english and name.isalpha() and len(name) in (2, 3):
        try:
            locale = Locale(name)
        except UnknownLocaleError:  # a language that has a name and no data
            return Language(code=name, name=str(english[name]))
        direction: Any = "rtl" if locale.text_direction == "rtl" else "ltr"
        return Language(
            code=name,
            name=str(english[name]),
            native=str(locale.display_name or ""),
            direction=direction,
            point=str(locale.number_symbols["latn"]["decimal"]) if "latn" in locale.number_symbols else ".",
        )
    by_name = {str(word).casefold(): code for code, word in english.items() if len(code) in (2, 3)}
    by_name |= {load_language(code).native.casefold(): code for code in shipped()}
    near = by_name.get(given.strip().casefold())
    if near is None:
        close = difflib.get_close_matches(given.strip().casefold(), by_name, n=1, cutoff=0.75)
        near = by_name[close[0]] if close else None
    if near is None:
        # Of codes as near as each other one that is shipped is more often meant.
        close = difflib.get_close_matches(name, shipped(), n=1, cutoff=0.6)
        close = close or difflib.get_close_matches(name, [code for code in english if len(code) == 2], n=1, cutoff=0.7)
        near = close[0] if close else None
    meant = f"Did you mean {near!r} ({english[near]})? " if near else ""
    known = ", ".join(shipped())
    raise LanguageError(f"no language has the code {given!r}. {meant}Give a code of ISO 639, like {known}")
