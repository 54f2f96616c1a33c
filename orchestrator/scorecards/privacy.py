"""A privacy report as a file: every measure with its band and what to do, and no word of any note.

Law of the file: what overlaps is refused, not corrected: a hold-out that the generator has seen makes every number look better.
"""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from bedside.evaluation.privacy.boilerplate import boilerplate, words_of
from bedside.evaluation.privacy.material import Material
from bedside.evaluation.privacy.measure import WHERE
from bedside.evaluation.privacy.overlap import TextIndex
from bedside.evaluation.privacy.report import privacy_report
from bedside.orchestrator.failures import Problem, storage
from bedside.orchestrator.runs.files import PRIVATE_FOLDER, replace
from bedside.orchestrator.runs.versions import version
from bedside.orchestrator.scorecards.privacy_source import PrivacySource

Json = dict[str, Any]
FORM = 1
_SAME, _LEAST = 0.4, 20  # of a note's words in one stretch of another note, and so many words


def privacy_json(source: PrivacySource, holdout: Sequence[str], canaries: Sequence[str], digest: str | None) -> Json:
    """Measure; ``digest`` is that of the dialogues, by which it is known later what was measured. Raises ``Problem`` for a hold-out
    that holds source notes."""
    refuse_overlap(source.sources, holdout)
    material = Material(source.talks, source.sources, holdout, source.guidelines, canaries)
    found = privacy_report(material, is_open=source.data_class == "open")
    remarks = list(found.remarks)
    if source.unworded:
        remarks.append(f"The words of the notes of {source.unworded:,} dialogues are not kept: give them with --notes.")
    measures: list[Json] = []
    for one in found.measures:
        row = {key: value for key, value in asdict(one).items() if key != "talks"}
        named = [source.talks[number].id for number in one.talks]
        measures.append({**row, "dialogues": named[:WHERE], "more": max(0, len(named) - WHERE)})
    return {
        "form": FORM,
        "bedside": version(),
        "source": source.name,
        "digest": digest,
        "data_class": source.data_class,
        "band": found.band,
        "counts": {
            "dialogues": len(source.talks),
            "sources": len(source.sources),
            "holdout": len(holdout),
            "guidelines": len(source.guidelines),
            "canaries": len(canaries),
        },
        "boilerplate": found.boilerplate,
        "measures": measures,
        "remarks": remarks,
    }


def write_privacy(made: Json, file: Path) -> None:
    """Write the report. Raises ``StorageProblem``."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    except OSError as error:
        raise storage(error, str(file.parent)) from error
    replace(file, [orjson.dumps(made, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)])


def refuse_overlap(sources: Sequence[str], holdout: Sequence[str]) -> None:
    """Raise ``Problem`` if notes of the hold-out are sources, or large parts of them are."""
    words = [words_of(text) for text in (*sources, *holdout)]
    covered = boilerplate(words)
    given, kept = words[: len(sources)], words[len(sources) :]
    known, index = set(given), TextIndex(given, covered)
    same = 0
    for note in kept:
        longest = max((one.words for one in index.longest([note]).values()), default=0)
        same += note in known or (longest >= _LEAST and longest >= _SAME * len(note))
    if same:
        raise Problem(
            "input",
            f"{same:,} of the {len(kept):,} notes of the hold-out are source notes or large parts of them: a hold-out must be notes that the generator never saw.",
        )
