"""The methods paragraph of a run: with what its dialogues were made, from what ``run.json`` and the scores hold.

Law of the file: what is not known is said to be not known; nothing is said that no file of the run says.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.exports.privacy_gate import privacy_report_of
from bedside.orchestrator.runs.reader import RunFolder

Json = dict[str, Any]
SCORECARD = "evaluation/scorecard.json"
_BUILT_IN = {
    "agenda": "the built-in family, which is rules and no language model",
    "scripted": "canned lines for tests",
}
_PACKAGES = ("python", "langgraph")
_NAMED = (
    "unsupported_grave concept_precision concept_recall number_precision three_or_more first_two heard_50 beside_question asked_again "
    "answer_fits detector_patient detector_physician copied_bare self_bleu_30 near_duplicates"
).split()


def methods(folder: RunFolder) -> str:
    """The paragraph: models, prompts by digest, decoding, seeds, versions, evaluation. Raises ``Problem`` for a privacy report that
    is of other dialogues."""
    return " ".join(_sentences(folder))


def scorecard_of(folder: RunFolder) -> Json | None:
    """What ``bedside evaluate`` wrote, None where nobody scored the run."""
    try:
        card: Any = orjson.loads((folder.path / SCORECARD).read_bytes())
    except (FileNotFoundError, orjson.JSONDecodeError):
        return None
    return card if isinstance(card, dict) else None


def _sentences(folder: RunFolder) -> Iterator[str]:
    about = folder.about
    config: Json = about.get("config") or {}
    case: Json = config.get("case") or {}
    versions: Json = about.get("versions") or {}
    made_by = versions.get("bedside") or config.get("bedside") or "of a version that is not known"
    beside = ", ".join(f"{name} {versions[name]}" for name in _PACKAGES if name in versions)
    counts: Json = about.get("counts") or {}
    account = " + ".join(
        f"{counts[part]:,} {part}" for part in ("finished", "failed", "filtered", "pending") if counts.get(part)
    )
    yield (
        f"The synthetic dialogues of the run {folder.path.resolve().name} were made with bedside {made_by}"
        + (f" ({beside})" if beside else "")
        + (f": {counts.get('requested', 0):,} requested = {account}." if account else ".")
    )
    yield from _players(about)
    yield from _rules(about, config, case)
    yield from _evaluation(folder)


def _players(about: Json) -> Iterator[str]:
    players: Json = about.get("players") or {}
    if not players:
        yield "Who played is not known."
        return
    parts: dict[str, list[str]] = {}
    for role, player in players.items():
        parts.setdefault(_player(player), []).append(role)
    told = "; ".join(
        f"{_listed(roles)} {'was' if len(roles) == 1 else 'were'} played by {who}" for who, roles in parts.items()
    )
    yield f"{told[:1].upper()}{told[1:]}."
    if about.get("served"):
        yield f"The servers named what they served as {_listed(about['served'])}."
    prompts: list[Json] = about.get("prompts") or []
    if prompts:
        yield (
            "Prompts (name, version, digest of the text): "
            + "; ".join(f"{one['name']} {one['version']} {one['digest']}" for one in prompts)
            + "."
        )


def _player(player: Json) -> str:
    name = str(player.get("name"))
    if name in _BUILT_IN:
        return _BUILT_IN[name]
    decoding = ", ".join(
        f"{key} {value}" for key, value in (player.get("decoding") or {}).items() if value not in (None, [])
    )
    return f"the language model {name} ({decoding or 'decoding as the server has it'})"


def _rules(about: Json, config: Json, case: Json) -> Iterator[str]:
    rules: Json = about.get("rules") or {}
    held = [f"the {part} {rules[part]['name']}" for part in ("protocol", "setting") if part in rules]
    if held:
        yield f"They follow {_listed(held)}."
    index: Json = config.get("index") or {}
    if case.get("knowledge") and index:
        yield f"Guidelines were retrieved from a store with corpus {index.get('corpus')} and encoder {index.get('encoder')}."
    if "seed" in case:
        yield f"The seed of the run is {case['seed']}; that of a dialogue comes from it and the id of its note."
    if about.get("digest"):
        yield f"The digest of the configuration is {about['digest']}."
    yield f"The notes are of class {case.get('data_class') or 'open'}."


def _evaluation(folder: RunFolder) -> Iterator[str]:
    card = scorecard_of(folder)
    if card is None:
        yield "They were not scored."
    else:
        beside = f" beside {card['reference']}" if card.get("reference") else ""
        yield f"They were scored with bedside {card.get('bedside')}{beside} over {card.get('dialogues'):,} dialogues: {'; '.join(scores(card))}."
    report = privacy_report_of(folder)
    if report is None:
        yield "What they give away of their notes was not measured (bedside evaluate --privacy)."
    else:
        counts: Json = report["counts"]
        yield f"The privacy report is {report['band']} ({counts['sources']:,} source notes, {counts['holdout']:,} of a hold-out)."


def scores(card: Json) -> Iterator[str]:
    """The metrics that a paragraph names, with their intervals."""
    for row in card["metrics"]:
        if row["metric"] in _NAMED and row["value"] is not None:
            between = f" [{row['low']:.3f}, {row['high']:.3f}]" if row.get("low") is not None else ""
            yield f"{row['metric']} {row['value']:.3f}{between}"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def methods_of(path: Path) -> str:
    """The paragraph of a run folder. Raises ``Problem``."""
    return methods(RunFolder(path, spoken_only=True))
