"""How language models are prompted: strategies that combine. They change nothing for the built-in family."""

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field

from bedside.scenarios.value import Value

_KEPT = 4  # turns that stay when the oldest are left out


class Examples(Value):
    """Worked examples to learn the manner from (few-shot). They are the author's own and are never spoken again."""

    source: str = Field(
        description='A folder of `.txt` dialogues, or a JSON Lines file of `{"turns": [{"speaker", "text"}]}` rows, '
        "from the case's folder.",
    )
    count: int = Field(default=2, ge=1, le=8, description="How many are shown, chosen by likeness and rotated by seed.")


Form = Literal["auto", "full", "short"]


class Forms(Value):
    """The form of each speaker's prompt. In a case file one word will do for both: ``form: short``."""

    physician: Form = Field(default="auto", description="Of whoever speaks as the physician.")
    patient: Form = Field(default="auto", description="Of whoever speaks as the patient and as companions.")

    def of(self, role: str) -> Form:
        """The form for ``role``: physician or patient."""
        return self.physician if role == "physician" else self.patient


def _for_both(given: Any) -> Any:
    if not isinstance(given, str):
        return given
    return dict.fromkeys(("physician", "patient") if given in get_args(Form) else ("physician",), given)


class Prompting(Value):
    """Strategies of prompting, each on or off. All off is zero-shot."""

    instructions: bool = Field(default=True, description="Say the role's rules, not the task alone.")
    reasoning: bool = Field(default=True, description="Have the model reason first, then speak, in one reply.")
    retrieval: bool = Field(default=True, description="Show the physician guideline passages as they are found.")
    examples: Examples | None = Field(default=None, description="Examples to learn the manner from.")
    memory: int = Field(
        default=48,
        ge=6,
        le=1000,
        description="How many turns a speaker is shown. Past it a short summary of what they said takes the place of the "
        "oldest, in one go, so that a server's prefix cache holds in between.",
    )
    form: Annotated[Forms, BeforeValidator(_for_both)] = Field(
        default=Forms(),
        description="`full`, `short` (for small models: one instruction a sentence, the role last, one example), or `auto`: "
        "short where `bedside doctor` found the model small or its lines out of their part, else full. One word, or one for "
        "each of `physician` and `patient`.",
    )
    planning: bool = Field(default=True, description="Have a planner model order the visit; else the built-in planner.")
    polish: bool = Field(default=True, description="Have each speaker go over its stiffest lines at the end.")


def left_out(turns: int, memory: int) -> int:
    """How many of so many turns are left out where ``memory`` are shown: none, and from ``memory`` on all but the last few,
    and again when as many have come."""
    over = turns - memory
    return 0 if over <= 0 else (1 + (over - 1) // (memory - _KEPT)) * (memory - _KEPT)
