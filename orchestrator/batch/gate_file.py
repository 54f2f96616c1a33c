"""The plans and drafts at which a batch was held, as a file for a person to change: YAML, a document a dialogue, or JSON Lines.

Law of the file: what is written and read back without a change is the same, word for word.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson
import yaml

from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.files import PRIVATE_FILE, replace
from bedside.orchestrator.runs.fold import DialogueState
from bedside.scenarios.note import Note
from bedside.scenarios.plan import Step

Json = dict[str, Any]
YAML, JSON_LINES = (".yaml", ".yml"), (".jsonl", ".ndjson")
_HEAD = """\
# Change the words under "text" of a draft; of a plan the order of topics and steps, what they are about, and which facts
# they bring out. A fact's words are the note's: they are for reading. Leave "id", "after", "turn" and "speaker" as they are.
# What is not changed stays as it is, and what is not in this file, too. Then: bedside gate RUN --take FILE
"""


def draft_form(state: DialogueState) -> Json:
    """A draft to be changed."""
    turns = [{"turn": turn.id, "speaker": turn.speaker, "text": turn.text} for turn in state.turns]
    return {"id": state.id, "after": state.tip, "turns": turns}


def plan_form(state: DialogueState, note: Note) -> Json:
    """A plan to be changed; facts with their words."""
    words = fact_words(note)
    topics = [
        {"topic": topic.kind, "title": topic.title, "steps": [_step(step, words) for step in topic.steps]}
        for topic in state.plan.topics
    ]
    return {"id": state.id, "after": state.tip, "plan": topics}


def fact_words(note: Note) -> dict[str, str]:
    """What each fact says, for somebody who reads a plan."""
    return {fact.id: f"denied: {fact.text}" if fact.polarity == "denied" else fact.text for fact in note.facts}


def _step(step: Step, words: dict[str, str]) -> Json:
    form = {"id": step.id, **step.model_dump(mode="json", exclude_defaults=True)}
    del form["topic"]
    if step.facts:
        form["facts"] = {name: words.get(name, "") for name in step.facts}
    return form


def write_forms(path: Path, forms: Iterable[Json]) -> None:
    """Write these forms, for their owner alone. Raises ``Problem`` for a file that is there already, which may hold what
    somebody changed, and for a name that is neither YAML's nor that of JSON Lines."""
    lines = _json_lines(path)
    if path.exists():
        raise Problem("usage", f"{path} is there already: name another file, for this one may hold changes.")
    replace(path, (orjson.dumps(form) + b"\n" for form in forms) if lines else _documents(forms), PRIVATE_FILE)


def _documents(forms: Iterable[Json]) -> Iterator[bytes]:
    yield _HEAD.encode()
    dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    for form in forms:
        text = yaml.dump(form, Dumper=dumper, sort_keys=False, allow_unicode=True, width=110, explicit_start=True)
        yield text.encode()


def read_forms(path: Path) -> Iterator[tuple[str, Json]]:
    """Each form of a file, with where it stands. Raises ``Problem``."""
    found = _lines(path) if _json_lines(path) else _yaml(path)
    try:
        for place, form in found:
            if not isinstance(form, dict) or not isinstance(form.get("id"), str):
                raise Problem("input", f'{place} has no "id": leave the ids of dialogues as they were written.')
            yield f"{form['id']} ({place})", form
    except FileNotFoundError:
        raise Problem("input", f"There is no file {path}: write one with bedside gate RUN --write FILE.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise Problem("input", f"{path} cannot be read as text ({type(error).__name__}).") from None


def _json_lines(path: Path) -> bool:
    suffix = path.suffix.lower()
    if suffix not in (*YAML, *JSON_LINES):
        raise Problem("usage", f"{path} must end in .yaml or .jsonl.")
    return suffix in JSON_LINES


def _lines(path: Path) -> Iterator[tuple[str, Any]]:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                try:
                    yield f"line {number}", orjson.loads(line)
                except orjson.JSONDecodeError as error:
                    raise Problem("input", f"{path}: line {number} is not JSON ({error.msg}): mend it.") from None


def _yaml(path: Path) -> Iterator[tuple[str, Any]]:
    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # every word is text: "no" stays what somebody says
    with path.open(encoding="utf-8-sig") as file:
        try:
            for number, form in enumerate(yaml.load_all(file, Loader=loader), 1):
                if form:
                    yield f"document {number}", form
        except yaml.MarkedYAMLError as error:
            at = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
            raise Problem("input", f"{path} is not YAML{at} ({error.problem}): mend it.") from None
        except yaml.YAMLError as error:
            raise Problem("input", f"{path} is not YAML ({error}): mend it.") from None
