"""Which languages the players of a case speak, and the refusal of one that they do not."""

from collections.abc import Sequence
from pathlib import Path

from bedside.agents.languages.language import LanguageError, base, load_language
from bedside.agents.languages.notes import foreign, written_in
from bedside.orchestrator.build.families import family
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.graph.context import Players
from bedside.scenarios.case import Case


def shared_languages(spoken: Sequence[frozenset[str] | None]) -> frozenset[str] | None:
    """The languages that all of these speak; None if each speaks any."""
    limited = [languages for languages in spoken if languages is not None]
    return frozenset[str].intersection(*limited) if limited else None


def unknown_language(case: Case) -> tuple[str, str] | None:
    """What is wrong with a code that names no language, and the mend."""
    try:
        load_language(case.language)
    except LanguageError as error:
        what, _, mend = str(error).partition(". ")
        return what, mend
    return None


def unspoken(case: Case) -> tuple[str, str] | None:
    """What is wrong with the language of a case, if those who speak do not speak it, and what they do speak."""
    unknown = unknown_language(case)
    if unknown is not None:
        return unknown
    talking = [case.models.of(role) for role in ("physician", "patient")]
    languages = shared_languages(
        [None if player.prompted else family(player.name, case).languages for player in talking]
    )
    if languages is None or base(case.language) in languages:
        return None
    names = "+".join(sorted({player.name for player in talking}))
    return (
        f"{names} does not speak {case.language!r}",
        f"It speaks: {', '.join(sorted(languages))}; a language model speaks any (--model, or `models:` in a case)",
    )


def untranslated(case: Case, note_language: str) -> tuple[str, str] | None:
    """What is wrong with a note in English that the built-in family is to talk about in another language, and the mend."""
    spoken = base(case.language)
    own = [role for role in ("physician", "patient") if case.models.of(role).name == "agenda"]
    if spoken == "en" or note_language != "en" or not own:
        return None
    name = load_language(spoken).name
    return f"agenda speaks {name} about notes in {name}, and this one is in English", (
        f"Give a note in {name}, or name language models for physician and patient"
    )


def refuse_unspoken_note(players: Players, case: Case, text: str, many: bool = False) -> None:
    """Refuse a note in a language that the players do not speak, where the talk is to be in that or in English: to name the
    language would not mend it. ``many``: it stands for all of a batch. Raises ``Problem``."""
    name = foreign(text)
    if name is None or players.languages is None or base(case.language) not in ("en", written_in(text)):
        return
    if written_in(text) in players.languages or name in {load_language(code).name for code in players.languages}:
        return  # few words tell of a language, and they may tell of that of the talk
    told = unspoken(case.model_copy(update={"language": written_in(text)}))
    mend = told[1] if told is not None else "A language model speaks any (--model, or `models:` in a case)"
    notes = "The notes read" if many else "The note reads"
    raise Problem(
        "language",
        f"{notes} as {name}, which {players.name} does not speak. {mend}.",
    )


def refuse_unspoken(players: Players, case: Case, path: Path | None = None) -> None:
    """Refuse a case in a language that its players do not speak, at its place in the file at ``path``. Raises
    ``Problem``."""
    unknown = unknown_language(case)
    if unknown is None and players.speaks(case.language):
        return
    what, mend = (
        unknown or unspoken(case) or (f"{players.name} does not speak {case.language!r}", "Choose another language")
    )
    if path is None:
        raise Problem("language", f"{what[:1].upper()}{what[1:]}. {mend}.")
    from bedside.scenarios.load import mistake_at

    raise Problem("language", str(mistake_at(path, ("language",), what, mend)))
