"""The yardstick: ``score.py`` of a data folder, run as it is, and its vocabulary for the metrics that need one."""

import importlib.util
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence, Set
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from bedside.scenarios.turn import Turn

Json = dict[str, Any]


class Yardstick:
    """``score.py`` of a data folder. It is also the vocabulary (``evaluation/concepts.py``) that its scores rest on."""

    def __init__(self, data: Path) -> None:
        self.data = data
        script = data / "score.py"
        if not script.is_file():
            sys.exit(
                f"There is no yardstick at {script}: give the folder that holds score.py, dev/ and baselines/ with "
                "--data. See benchmarks/README.md."
            )

    def require_packages(self) -> None:
        """Ends the program with a sentence if a package that ``score`` needs is missing: before the dialogues are made, not after."""
        missing = [name for name in ("nltk", "rouge_score", "sacrebleu") if importlib.util.find_spec(name) is None]
        if missing:
            sys.exit(f"score.py needs {', '.join(missing)}: pip install -e '.[quality]' -c constraints.txt")

    def score(self, gen: Path, ref: Path, out: Path, *, auc: bool) -> Json:
        """Scores of the dialogues in ``gen`` against the humans in ``ref``: ``{"gen": ..., "human": ...}``."""
        command = [sys.executable, str(self.data / "score.py"), "--gen", str(gen), "--ref", str(ref), "--keep-dups"]
        command += ["--out", str(out), "--details", str(out.with_suffix(".details.jsonl")), "--quiet", "--no-embed"]
        done = subprocess.run(command + ([] if auc else ["--no-auc"]), capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"score.py failed; its packages are those of bedside[quality]:\n{done.stderr[-2000:]}")
        return json.loads(out.read_bytes())

    @property
    def functions(self) -> ModuleType:
        """The script as a module."""
        return _module(self.data / "score.py")

    @property
    def lexicon(self) -> Any:
        """Its lexicon of concepts."""
        return _lexicon(self.data / "score.py")

    def words(self, text: str) -> list[str]:
        """Its words of a text."""
        return self.functions.words(text)

    def plain(self, text: str) -> str:
        """A turn's text as it joins turns to one text."""
        return self.functions.detok(text)

    def named(self, text: str) -> Set[str]:
        """The concepts a text names, by the longest wording at each place."""
        return {concept for concept, *_ in self.lexicon.find(text)}

    def held(self, text: str) -> Set[str]:
        """All concepts a text can be said to hold."""
        return self.lexicon.find_all(text)

    def noted(self, text: str) -> Mapping[str, Set[str]]:
        """The polarities a note gives each of its concepts."""
        return self.functions.polarity_spans(text, self.lexicon)

    def said(self, turns: Sequence[Turn]) -> Mapping[str, Set[str]]:
        """The polarities a dialogue gives each of its concepts."""
        rows = [{"speaker": _speaker(turn.speaker), "text": turn.text} for turn in turns]
        return self.functions.dialogue_polarity(rows, self.lexicon)

    def tells(self, made: list[Json], humans: list[Json], rows: list[Json], n: int) -> str:
        """What gives the generator away, beside what people say."""
        from bedside.benchmarks.tells import tells

        register = self.functions.dev_vocab()[1]
        return tells(made, humans, {row["id"]: row["note"] for row in rows}, self.functions.words, register, n)


@cache
def _module(script: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("yardstick", script)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def _lexicon(script: Path) -> Any:
    return _module(script).Lexicon(str(script.parent / "lexicon" / "concepts.tsv"))


def _speaker(name: str) -> str:
    low = name.lower()
    return {"physician": "doctor", "clinician": "doctor"}.get(low, low if low in ("doctor", "patient") else "other")
