"""What a run says of its case: who plays and how they are prompted, and what of it decides the bytes."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bedside.orchestrator.build.families import ROLES
from bedside.scenarios.case import Case
from bedside.scenarios.protocol import load_protocol
from bedside.scenarios.setting import load_setting

if TYPE_CHECKING:
    from bedside.agents.prompts.form import FormChoice


def disclosure(case: Case, locality: dict[str, Any], forms: "Mapping[str, FormChoice] | None" = None) -> dict[str, Any]:
    """Who plays and how they are prompted, for the record: players as asked, prompts with digest and full text, the form of
    each speaker's with its ground, whether the data may leave this machine and on what terms."""
    played = {role: case.models.of(role).model_dump(mode="json", exclude_defaults=True) for role in ROLES}
    rules = {
        "protocol": load_protocol(case.protocol).model_dump(mode="json", exclude_defaults=True),
        "setting": load_setting(case.setting).model_dump(mode="json", exclude_defaults=True),
    }
    out: dict[str, Any] = {"players": played, "locality": locality, "rules": rules}
    if any(case.models.of(role).prompted for role in ROLES):
        from bedside.agents.prompted.family import prompts

        shown = [
            {"name": p.name, "version": p.version, "digest": p.digest, "text": p.text}
            for p in prompts(case.protocol, case.prompting.form)
        ]
        out |= {"prompting": case.prompting.model_dump(mode="json"), "prompts": shown}
        if forms:
            out["forms"] = {role: {"form": one.form, "ground": one.ground} for role, one in forms.items()}
    return out


def prompted(case: Case) -> dict[str, Any]:
    """The digests of the prompts in use, as a part of a run's configuration; nothing where no model is prompted."""
    if not any(case.models.of(role).prompted for role in ROLES):
        return {}
    from bedside.agents.prompted.family import prompts

    used = prompts(case.protocol, case.prompting.form)
    return {"prompts": {prompt.name: prompt.digest for prompt in used}}


def own_engine() -> dict[str, Any]:
    """The user's own finder of identifiers as a part of a run's configuration; nothing without one."""
    from bedside.agents.identifiers.engine import engine_name

    return {"identifiers": engine_name()} if engine_name() else {}


def plain(case: Case) -> dict[str, Any]:
    """A case as a part of a run's configuration: without paths, and without what no player in it can notice."""
    resolved = case.model_dump(mode="json")
    for player in resolved["models"].values():
        if isinstance(player, dict):
            for key in (
                "key_file",
                "timeout",
                "attempts",
                "tier",
            ):  # how long and how often it is asked changes no word
                player.pop(key, None)  # pyright: ignore[reportUnknownMemberType]
    return resolved
