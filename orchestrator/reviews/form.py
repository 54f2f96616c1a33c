"""The reading-aloud protocol as a form: how bad a turn is, and of what kind the fault is.

A reader goes through every turn aloud, beside its note, and marks each one that would make a clinician or an ordinary reader
wince, once, under its main fault. Other forms are other values of ``Form``; the page and the counts know nothing else.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Form:
    """``severities[n]`` says what severity n means, 0 first; ``codes`` are the kinds of faults."""

    name: str
    severities: tuple[tuple[str, str], ...]
    codes: dict[str, str]


READING_ALOUD = Form(
    name="reading-aloud",
    severities=(
        ("fine", "nothing that anybody would stumble over"),
        ("stiff", "stiff, unnatural, repeated"),
        (
            "incoherent",
            "the answer does not meet the question, wrong person or tense, a sentence cut badly, ungrammatical",
        ),
        ("wrong", "clinically wrong, dangerous or nonsense"),
    ),
    codes={
        "QA": "the answer does not belong to the question",
        "QG": "a question with no referent, a wrong presupposition, or wrong for this patient",
        "DU": "asked or said again",
        "GR": "broken grammar",
        "TN": "present illness told as past",
        "WS": "a lay word in the wrong sense or form",
        "PL": "opinion, prognosis or heading spoken as an order",
        "CF": "an opening that does not fit its clause",
        "AG": "who does and who listens swapped",
        "LS": "a list or record cut or reordered (drug from dose, allergen from reaction)",
        "CH": "something of the chart in the wrong class",
        "FD": "a finding told under the wrong organ or test",
        "AB": "abbreviation, heading or symbol spoken",
        "CN": "yes and no reversed, double negative",
        "CC": "the reason for the visit is wrong",
        "FR": "a fragment of the note not made into speech",
        "VO": "the note's voice in place of the speaker's",
        "JN": "unrelated things joined by so, but, and then",
        "NQ": "a question that only gets “I don't know”",
        "SF": "a safety net or screening question off the problem",
        "AK": "an acknowledgement that does not fit",
        "FP": "a filler, tag or closing phrase in an odd place",
        "SC": "a greeting that ignores what was said",
        "RT": "age or list recited from the chart",
        "EM": "grave news or a stated fear gets no reaction",
        "OR": "a stage of the visit missing or cut off",
        "XX": "another fault: say which in the remark",
    },
)
