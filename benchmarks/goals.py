"""What is wanted of the conversations: a row of the quality table each, and the verdict on a value.

A key is that of a metric (``evaluation/metrics/registry.py``) or of the yardstick's own scores.
"""

from dataclasses import dataclass, replace

from bedside.benchmarks.corpora import NoteCorpus

CLOSE = 0.1  # syllables per word may differ from the human value by this share
NEAR = 0.25  # shape in a corpus for which no goal is set may differ from the human value by this share


@dataclass(frozen=True)
class Goal:
    """A row of the table. ``low`` and ``high`` bound what is wanted; without both it is shown and not judged.

    ``style`` rows are judged on the human transcripts, ``near`` rows by how close to the human value they come.
    """

    group: str
    label: str
    key: str
    low: float | None = None
    high: float | None = None
    style: bool = False
    near: float | None = None
    or_human: bool = False  # where people do not keep the goal themselves, their value is the goal


def _style(group: str, label: str, key: str, low: float | None, high: float | None) -> Goal:
    return Goal(group, label, key, low, high, style=True)


# What was not understood is not said, so how much of a note is said is shown and is no goal; a clause that is told whole keeps its words.
GOALS = (
    Goal("faithful", "concept precision, asserted", "asserted_concept_p", low=0.95),
    Goal("faithful", "number precision, asserted", "asserted_num_p", low=0.99),
    Goal("faithful", "concept precision, raw", "concept_p"),
    Goal("faithful", "number precision, raw", "num_p"),
    Goal("faithful", "concepts asked about, in the note", "asked_in_note"),
    Goal("faithful", "concept recall", "concept_r"),
    Goal("faithful", "number recall, with unit", "num_r"),
    _style("faithful", "polarity agrees", "polarity_agree", 0.97, None),
    _style("faithful", "polarity: share judged", "polarity_judged", None, None),
    Goal("grounded", "visits where a passage asks or warns", "grounded", low=0.80),
    Goal("grounded", "cited turns that their passage supports", "cited_supported", low=1.0),
    _style("spoken", "4-grams from the note", "copy4", None, 0.10),
    _style("spoken", "the same, fillers removed", "copied_bare", None, 0.10),
    _style("spoken", "patient: note register", "patient_note_register_share", None, 0.04),
    _style("spoken", "patient: rare words", "patient_rare_share", None, 0.06),
    _style("spoken", "patient: clinical wording", "patient_clinical_wording_share", None, 0.12),
    _style("varied", "Self-BLEU over 30", "self_bleu_30", None, 48),
    _style("varied", "repeated across dialogues", "repeat_across", None, 0.06),
    _style("varied", "top-20 four-word openings", "top20_opening4_share", None, 0.10),
    _style("varied", "repeated inside a dialogue", "repeat_within", None, 0.0),
    _style("shaped", "turns", "turns_mean", 45, 70),
    _style("shaped", "physician's share of words", "doctor_word_share", 0.60, 0.78),
    _style("shaped", "words a physician's turn", "doctor_words_per_turn", 18, 30),
    _style("shaped", "words a patient's turn", "patient_words_per_turn", 8, 14),
    _style("shaped", "the same, median", "patient_words_per_turn_median", 3, 7),
    _style("shaped", "patient turns of 3 words or fewer", "patient_short_turn_share", 0.35, 0.55),
    _style("shaped", "physician asks", "doctor_question_ratio", 0.35, 0.60),
    Goal("shaped", "syllables a word, physician", "doctor_syll_per_word", style=True, near=CLOSE),
    Goal("shaped", "syllables a word, patient", "patient_syll_per_word", style=True, near=CLOSE),
    _style("hard to tell", "detector AUC, patient turns", "auc_patient", None, 0.86),
    _style("hard to tell", "detector AUC, physician turns", "auc_doctor", None, 0.95),
)


def goals_for(corpus: NoteCorpus) -> tuple[Goal, ...]:
    """The goals of a corpus. Goals of shape are set for full visits: elsewhere what people do there is the goal.

    Which passage is worth a question is asked of full visits only.
    """
    if corpus.visits:
        return GOALS
    found: list[Goal] = []
    for goal in GOALS:
        if goal.group == "shaped" and goal.near is None:
            found.append(replace(goal, low=None, high=None, near=NEAR))
        elif goal.key == "grounded":
            found.append(replace(goal, low=None))
        else:
            found.append(replace(goal, or_human=goal.group in ("spoken", "varied")))
    return tuple(found)


def verdict(goal: Goal, value: float | None, human: float | None) -> str:
    """``ok``, ``miss``, or nothing where there is no goal or no value."""
    if value is None:
        return ""
    if goal.near is not None:
        return "" if human is None else "ok" if abs(value - human) <= goal.near * abs(human) else "miss"
    if goal.low is None and goal.high is None:
        return ""
    high = goal.high
    if high is not None and human is not None and goal.or_human:
        high = max(high, human)
    return "ok" if (goal.low is None or value >= goal.low) and (high is None or value <= high) else "miss"


def bounds(goal: Goal) -> str:
    """The goal in words."""
    if goal.near is not None:
        return f"human ± {goal.near:.0%}"
    if goal.low is not None and goal.high is not None:
        return f"{goal.low:g}–{goal.high:g}"
    if goal.low is not None:
        return f"≥ {goal.low:g}"
    return "" if goal.high is None else f"≤ {goal.high:g}"
