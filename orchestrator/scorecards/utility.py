"""What models come to that are trained on a set and tested on real dialogues, as a file: every task, scored or null with its
reason."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from bedside.evaluation.utility.example import Example, split
from bedside.evaluation.utility.generation import NoteGenerator, generation_scores
from bedside.evaluation.utility.retrieval import retrieval_scores
from bedside.evaluation.utility.screening import instruments, screening_scores
from bedside.evaluation.utility.sections import section_scores
from bedside.evaluation.utility.vectors import by_vectors
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.versions import version

if TYPE_CHECKING:
    from bedside.evaluation.utility.vectors import Vectors

Json = dict[str, Any]
FORM = 1
VERSION = 1  # of every task here: goes up when the same dialogues may score otherwise
_OF_SYNTHETIC = (
    "tested on synthetic dialogues: it says how alike they are to what was trained on, and nothing of people"
)
_OF_SCREENING = (
    "tested on synthetic interviews: their labels can be told back from their words; it says nothing of people"
)


@dataclass(frozen=True)
class Transformer:
    """A model on this machine that makes vectors of texts, known by the digest of its weights ("" where none was taken)."""

    name: str
    digest: str
    vectors: "Vectors"


def utility_json(
    name: str,
    synthetic: Sequence[Example],
    real: Sequence[Example],
    real_test: Sequence[Example] | None,
    generator: NoteGenerator | None,
    left_out: int,
    transformer: Transformer | None = None,
) -> Json:
    """The report. ``transformer`` does section classification and screening once more, by its vectors. Raises ``Problem`` where there is no synthetic dialogue, or ``real_test`` leaves nothing to train on."""
    if not synthetic:
        raise Problem("input", f"Nothing of {name} can be trained on: bedside evaluate {name} says why.")
    sides = split(
        [one for one in real if not one.label], _unlabelled(real_test), [one for one in synthetic if not one.label]
    )
    people = [*real, *(real_test or ())]
    tell = by_vectors(transformer.vectors) if transformer is not None else None
    found = [
        *section_scores(sides),
        *(section_scores(sides, tell) if tell else ()),
        *retrieval_scores(sides),
        *generation_scores(sides, generator),
        *screening_scores(people, synthetic),
        *(screening_scores(people, synthetic, tell) if tell else ()),
    ]
    rows = [asdict(one) | {"version": VERSION, "remark": _remark(one.task, one.tested_on)} for one in found]
    return {
        "form": FORM,
        "bedside": version(),
        "source": name,
        "transformer": {"name": transformer.name, "digest": transformer.digest} if transformer is not None else None,
        "counts": {
            "synthetic": len(synthetic),
            "left_out": left_out,
            "real": len(people),
            "real_trained": len(sides.real),
            "real_tested": len(sides.real_test),
            "notes_tested": len({one.key for one in sides.real_test}),
            "synthetic_of_tested_notes": len(sides.synthetic_test),
        },
        "instruments": instruments(synthetic),
        "remarks": _remarks(sides.real, sides.synthetic, real_test, real),
        "scores": rows,
    }


def _unlabelled(examples: Sequence[Example] | None) -> list[Example] | None:
    return None if examples is None else [one for one in examples if not one.label]


def _remark(task: str, tested_on: str) -> str:
    if tested_on != "synthetic":
        return ""
    return _OF_SCREENING if task.startswith("screening") else _OF_SYNTHETIC


def _remarks(
    real: Sequence[Example],
    synthetic: Sequence[Example],
    real_test: Sequence[Example] | None,
    given: Sequence[Example],
) -> list[str]:
    said: list[str] = []
    shared = len({one.key for one in real} & {one.key for one in synthetic})
    if real and synthetic and not shared:
        said.append(
            "Synthetic and real dialogues that are trained on are of other notes: they differ in more than who made them."
        )
    elif real and synthetic and shared < len({one.key for one in synthetic}):
        said.append(f"{shared:,} notes that are trained on have a real dialogue and a synthetic one.")
    gone = len({one.key for one in given} & {one.key for one in real_test or ()})
    if gone:
        said.append(f"{gone:,} notes are in --real and in --real-test: they are tested on, and not trained on.")
    return said
