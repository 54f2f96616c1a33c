"""What a set is worth for training, for the command line."""

import sys
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, cast

import orjson

from bedside.evaluation.utility.generation import NoteGenerator
from bedside.evaluation.utility.vectors import hidden_states
from bedside.orchestrator.cli.evaluate_command import scores_folder, talk_source
from bedside.orchestrator.cli.find_run import reading
from bedside.orchestrator.cli.output import need_output, print_out
from bedside.orchestrator.failures import Problem, storage
from bedside.orchestrator.runs.files import PRIVATE_FOLDER, replace
from bedside.orchestrator.scorecards.utility import Transformer, utility_json
from bedside.orchestrator.scorecards.utility_source import completed, examples_of, real_examples
from bedside.orchestrator.scorecards.utility_text import utility_text
from bedside.orchestrator.views.terminal_text import harmless

REPORT = "utility.json"
GROUP = "bedside.note_generators"


@dataclass(frozen=True)
class UtilityOptions:
    """What is trained and tested on beside the set, who writes notes, where the report goes, and how it is printed."""

    real: tuple[Path, ...] = ()
    real_test: tuple[Path, ...] = ()
    note_generator: str | None = None
    notes: Path | None = None
    to: Path | None = None
    json: bool = False
    transformer: str | None = None


def run_utility_command(run: str, out: Path, asked: UtilityOptions) -> None:
    """Train and test, write utility.json and print it. Raises ``Problem``."""
    need_output()
    with reading():
        source = talk_source(run, out, asked.notes)
        folder = asked.to or scores_folder(run, out)
        if folder.is_file():
            raise Problem("usage", f"--to {folder} is a file: name a folder.")
        generator = note_generator(asked.note_generator) if asked.note_generator else None
        given = transformer_named(asked.transformer) if asked.transformer else None
        real = real_examples(asked.real)
        real_test = real_examples(asked.real_test) if asked.real_test else None
        synthetic, left_out = examples_of(source)
        synthetic = completed(synthetic, [*real, *(real_test or ())])
        made = utility_json(source.name, synthetic, real, real_test, generator, left_out, given)
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        except OSError as error:
            raise storage(error, str(folder)) from error
        replace(folder / REPORT, [orjson.dumps(made, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)])
    if asked.json:
        print_out(orjson.dumps(made, option=orjson.OPT_INDENT_2).decode())
        return
    print_out(harmless("\n".join([*utility_text(made), "", str(folder / REPORT)])))


def transformer_named(name: str) -> Transformer:
    """The encoder of that name (``minilm``, ``sentence-transformers:FOLDER``), or the hidden states of a model in a folder
    (``transformers:FOLDER``). Raises ``Problem``."""
    kind, _, folder = name.partition(":")
    if kind == "transformers" and folder:
        path = Path(folder)
        if not (path / "config.json").is_file():
            raise Problem("usage", f"--transformer {name}: {folder} is no folder with a config.json and weights.")
        try:
            return Transformer(name, "", hidden_states(path))
        except (OSError, ValueError, ImportError) as error:
            said = " ".join(str(error).split())[:300]
            raise Problem("usage", f"--transformer {name} cannot be opened ({said}).") from None
    if kind in ("ollama", "openai"):
        raise Problem("usage", f"--transformer {name} is no model on this machine: take minilm or a folder.")
    from bedside.knowledge.cache import cache_folder
    from bedside.knowledge.encoders.named import encoder_named
    from bedside.knowledge.error import KnowledgeError

    try:
        encoder = encoder_named(name, cache_folder())
    except KnowledgeError as error:
        raise Problem("usage", f"--transformer {name}: {error}") from None
    return Transformer(name, encoder.digest, encoder.documents)


def note_generator(name: str) -> NoteGenerator:
    """The function that ``MODULE:FUNCTION`` names, or the entry point of this name. Raises ``Problem``."""
    module, colon, function = name.partition(":")
    points = list(entry_points(group=GROUP, name=name))
    if not colon and not points:
        known = ", ".join(sorted(point.name for point in entry_points(group=GROUP))) or "none is installed"
        raise Problem(
            "usage", f"--note-generator {name!r} is no MODULE:FUNCTION and no entry point of {GROUP} ({known})."
        )
    if str(Path.cwd()) not in sys.path:
        sys.path.append(str(Path.cwd()))  # a module beside the data; what is installed comes first
    try:
        found: Any = points[0].load() if points else getattr(import_module(module), function)
    except Exception as error:  # whatever another's module raises
        said = " ".join(str(error).split())
        raise Problem(
            "usage", f"--note-generator {name} cannot be loaded ({type(error).__name__}: {said}): mend or rename it."
        ) from None
    if not callable(found):
        raise Problem("usage", f"--note-generator {name} is of type {type(found).__name__}: name a function.")
    return cast("NoteGenerator", found)
