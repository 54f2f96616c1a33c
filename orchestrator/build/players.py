"""The players of a run: families by name and language models by name, opened once and shared by all dialogues."""

import difflib
import importlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from bedside.agents.languages.language import LanguageError, base, load_language
from bedside.agents.model import Model, ModelError
from bedside.agents.patient import Patient
from bedside.agents.physician import Physician
from bedside.agents.planner import Planner
from bedside.agents.refiner import Refiner
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.graph.context import CheckTurn, Extract, Players
from bedside.scenarios.case import Case, Models
from bedside.scenarios.note import Note
from bedside.scenarios.player import Player
from bedside.scenarios.protocol import load_protocol
from bedside.scenarios.setting import load_setting
from bedside.scenarios.style import load_style

FAMILIES = {"agenda": "bedside.agents.builtin.family", "scripted": "bedside.agents.scripted"}
ROLES = ("planner", "physician", "patient", "refiner")
TRIES = 3  # how often a model is asked for one line until it has no fault


class Family(Protocol):
    """The four roles played by one kind of agent, its reader of notes and its check of one utterance."""

    @property
    def planner(self) -> Planner: ...
    @property
    def physician(self) -> Physician: ...
    @property
    def patient(self) -> Patient: ...
    @property
    def refiner(self) -> Refiner: ...
    @property
    def extract(self) -> Extract: ...
    @property
    def check_turn(self) -> CheckTurn | None: ...
    @property
    def languages(self) -> frozenset[str] | None:
        """The languages it speaks, as two letters each; None if it speaks any."""
        ...


def family(name: str, case: Case) -> Family:
    """The family of this name as it plays ``case``. Raises ``Problem`` for a name that is not known."""
    if name == "agenda" and case.protocol.startswith("interview/"):
        return _interview(case.style, case.protocol, case.interview.instrument if case.interview else None)
    return _family(name, case.style, case.protocol, case.language)


def _interview(style: str, protocol: str, own: str | None) -> Family:
    from bedside.agents.interview.family import family as interviewers
    from bedside.knowledge.error import KnowledgeError

    try:
        return interviewers(style, protocol, own)
    except KnowledgeError as error:
        raise Problem("config", f"protocol: {error}") from None
    except (KeyError, FileNotFoundError, ValueError) as error:
        raise Problem(
            "config", f"style {style!r} cannot be used ({error}); see scenarios/styles for the names."
        ) from error


@cache
def _family(name: str, style: str, protocol: str, language: str) -> Family:
    if name not in FAMILIES:
        raise Problem("config", f"models: {'. '.join(unknown_player(name))}.")
    spoken = base(language)
    try:
        return importlib.import_module(FAMILIES[name]).family(style, protocol, spoken)
    except (KeyError, FileNotFoundError, ValueError) as error:
        raise Problem(
            "config", f"style {style!r} cannot be used ({error}); see scenarios/styles for the names."
        ) from error


def unknown_player(name: str) -> tuple[str, str]:
    """What is wrong with a name that nobody has, and the nearest one."""
    from bedside.agents.models.registry import PROVIDERS

    near = difflib.get_close_matches(name.split(":")[0], [*FAMILIES, *PROVIDERS], n=1)
    known = ", ".join([*FAMILIES, *(f"{provider}:…" for provider in PROVIDERS)])
    hint = f"Did you mean {near[0] + ':…' if near[0] not in FAMILIES else near[0]!r}? " if near else ""
    return f"nobody is called {name!r}", f"{hint}Choose one of {known}"


@dataclass
class PlayerRegistry:
    """Makes the cast of each case. Models are opened at their first use and closed with ``close``.

    ``base`` is the folder that files named in a case start from, ``record`` a cassette that every reply is added to,
    ``found`` a file that remembers which ways of asking for JSON each server really has, so that it is probed once.
    """

    base: Path = Path()
    locality: dict[str, Any] = field(default_factory=dict)  # local_only, reason, terms
    record: Path | None = None
    found: Path | None = None  # where it is kept what servers were found to do
    models: dict[Player, Model] = field(default_factory=dict)  # opened so far, or given ready
    _heard: dict[Player, Model] = field(default_factory=dict)  # the same, each exchange recorded
    _features: Any = None

    def __call__(self, case: Case) -> Players:
        """The players of a case, role by role. Raises ``Problem`` for a name or a setting that cannot be used."""
        played = {role: case.models.of(role) for role in ROLES}
        if not any(player.prompted for player in played.values()):
            return built_in_players(case)
        return self._prompted(case, played)

    def model(self, player: Player) -> Model:
        """The model of this player, opened once. Raises ``Problem``."""
        if player not in self.models:
            from bedside.agents.models.model_settings import ModelSettings
            from bedside.agents.models.registry import open_model

            settings = ModelSettings(local_only=bool(self.locality.get("local_only")), record=self.record)
            try:
                self.models[player] = open_model(player, settings, self.base)
            except ModelError as error:
                raise Problem("config", f"models: {error.message}") from None
        if player not in self._heard:
            from bedside.orchestrator.graph.exchanges import Recorded

            self._heard[player] = Recorded(self.models[player])
        return self._heard[player]

    def disclosure(self, case: Case) -> dict[str, Any]:
        """Who plays and how they are prompted, for the record: players as asked, prompts with digest and full text,
        whether the data may leave this machine and on what terms."""
        played = {role: case.models.of(role).model_dump(mode="json", exclude_defaults=True) for role in ROLES}
        rules = {
            "protocol": load_protocol(case.protocol).model_dump(mode="json", exclude_defaults=True),
            "setting": load_setting(case.setting).model_dump(mode="json", exclude_defaults=True),
        }
        out: dict[str, Any] = {"players": played, "locality": self.locality, "rules": rules}
        if any(case.models.of(role).prompted for role in ROLES):
            from bedside.agents.prompted.family import prompts

            shown = [
                {"name": p.name, "version": p.version, "digest": p.digest, "text": p.text}
                for p in prompts(case.protocol)
            ]
            out |= {"prompting": case.prompting.model_dump(mode="json"), "prompts": shown}
        return out

    async def close(self) -> None:
        """Let go of every model's connections."""
        for model in self.models.values():
            await model.close()
        if self.found is not None and self._features is not None:
            with suppress(OSError):  # a cache that cannot be written: servers are found out again
                self._features.save(self.found)

    def _prompted(self, case: Case, played: dict[str, Player]) -> Players:
        from bedside.agents.models.features import Features
        from bedside.agents.prompted import family as prompted
        from bedside.agents.prompted.planner import PromptedPlanner
        from bedside.agents.prompted.refiner import PromptedRefiner
        from bedside.agents.prompted.speaker import PromptedSpeaker
        from bedside.agents.prompts.examples import about, choose, load_examples
        from bedside.agents.prompts.voice import Voice

        own: Any = family("agenda", case)
        style = load_style(case.style)
        if self._features is None:
            self._features = Features.load(self.found) if self.found else Features()
        kept: dict[str, Any] = {"protocol": case.protocol, "features": self._features}

        def speakers(examples: tuple[Any, ...]) -> dict[str, PromptedSpeaker]:
            voices = {
                role: Voice(
                    self.model(played[role]),
                    case.prompting,
                    style,
                    examples=examples,
                    backchannel=getattr(own, role) if base(case.language) == "en" else None,
                    **kept,
                )
                for role in ("physician", "patient")
                if played[role].prompted
            }
            return {role: PromptedSpeaker(role, voice) for role, voice in voices.items()}

        if case.protocol.startswith("interview/"):
            return self._interviewers(case, played, own, kept)
        roles: dict[str, Any] = speakers(())
        for role, player in played.items():
            if not player.prompted:
                roles[role] = getattr(family(player.name, case), role)
            elif role == "planner":
                plans = case.prompting.planning
                roles[role] = PromptedPlanner(self.model(player), own.planner, **kept) if plans else own.planner
            elif role == "refiner":
                polishes = case.prompting.polish
                roles[role] = PromptedRefiner(own.refiner, self.model(player) if polishes else None, **kept)
        checks = prompted.PromptedChecks(own, case.language)
        spoken = [played[role] for role in ("physician", "patient")]
        made = Players(
            **roles,
            extract=own.extract,
            check_turn=checks.check_turn,
            name="+".join(sorted({player.name for player in played.values()})),
            tries=TRIES,
            grave=prompted.GRAVE,
            fallback=built_in_players(_played_by(case, case.models.fallback)) if case.models.fallback else None,
            audit=checks.audit,
            languages=_both([None if p.prompted else family(p.name, case).languages for p in spoken]),
        )
        wanted = case.prompting.examples
        if wanted is None:
            return made
        shelf = load_examples(self.base / wanted.source)

        def open_note(note: Note, seed: int) -> Players:
            chosen = choose(shelf, about(note), (case.id, note.id), wanted.count, seed)
            return replace(made, **speakers(chosen), open=None)

        return replace(made, open=open_note)

    def _interviewers(self, case: Case, played: dict[str, Player], own: Any, kept: dict[str, Any]) -> Players:
        """The cast of an interview. Its agenda and its refiner are code, whoever speaks."""
        from bedside.agents.interview.guide import PROTOCOL, load_guide
        from bedside.agents.interview.prompted import GRAVE, PromptedInterviewee, PromptedInterviewer
        from bedside.agents.prompted import family as prompted
        from bedside.agents.prompts.voice import Voice

        guide = load_guide(case.protocol.removeprefix(PROTOCOL), case.interview.instrument if case.interview else None)
        made = {"physician": PromptedInterviewer, "patient": PromptedInterviewee}
        roles: dict[str, Any] = {
            role: make(guide, Voice(self.model(played[role]), case.prompting, load_style(case.style), **kept))
            if played[role].prompted
            else getattr(family(played[role].name, case), role)
            for role, make in made.items()
        }
        spoken = [played[role] for role in made]
        return Players(
            **roles,
            planner=own.planner,
            refiner=own.refiner,
            extract=own.extract,
            check_turn=prompted.PromptedChecks(own, case.language).check_turn,
            name="+".join(sorted({player.name for player in played.values()})),
            tries=TRIES,
            grave=(*prompted.GRAVE, *GRAVE),
            fallback=built_in_players(_played_by(case, case.models.fallback)) if case.models.fallback else None,
            languages=_both([None if p.prompted else family(p.name, case).languages for p in spoken]),
        )


def _played_by(case: Case, name: str) -> Case:
    """The case with every role played by this family."""
    return case.model_copy(update={"models": Models(default=Player(name=name))})


def built_in_players(case: Case) -> Players:
    """The players of a case that names families alone, role by role. Notes are read by the default family."""
    default = family(case.models.default.name, case)
    played = {role: case.models.of(role).name for role in ROLES}
    by_role: dict[str, Any] = {role: getattr(family(name, case), role) for role, name in played.items()}
    spoken = [family(played[role], case).languages for role in ("physician", "patient")]
    return Players(
        **by_role,
        extract=default.extract,
        check_turn=default.check_turn,
        name="+".join(sorted(set(played.values()))),
        languages=_both(spoken),
    )


def _both(spoken: Sequence[frozenset[str] | None]) -> frozenset[str] | None:
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
    languages = _both([None if player.prompted else family(player.name, case).languages for player in talking])
    if languages is None or base(case.language) in languages:
        return None
    names = "+".join(sorted({player.name for player in talking}))
    return f"{names} does not speak {case.language!r}", f"It speaks: {', '.join(sorted(languages))}"


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


def prompted(case: Case) -> dict[str, Any]:
    """The digests of the prompts in use, as a part of a run's configuration; nothing where no model is prompted."""
    if not any(case.models.of(role).prompted for role in ROLES):
        return {}
    from bedside.agents.prompted.family import prompts

    return {"prompts": {prompt.name: prompt.digest for prompt in prompts(case.protocol)}}


def plain(case: Case) -> dict[str, Any]:
    """A case as a part of a run's configuration: without paths, and without what no player in it can notice."""
    resolved = case.model_dump(mode="json")
    for player in resolved["models"].values():
        if isinstance(player, dict):
            player.pop("key_file", None)  # pyright: ignore[reportUnknownMemberType]
    return resolved
