"""Questions for what is not there: asked for by name, a few things at once."""

import re
from collections.abc import Sequence

from bedside.agents.builtin.acts import Voices, head
from bedside.agents.builtin.called import is_of_a_time
from bedside.agents.builtin.question import DENIED, TOGETHER, Question, by_name, chunks, evenly
from bedside.agents.builtin.tables import words
from bedside.scenarios.note import Fact
from bedside.scenarios.plan import Cue

_HARM = re.compile(r"\b(?:suicid|homicid|self[- ]?harm|harming|hurting|killing|kill |SI\b|HI\b)", re.IGNORECASE)


def denials(
    facts: Sequence[Fact], voices: Voices, subject: str = "", aspect: str = "symptom", most: int = DENIED
) -> list[Question]:
    """What is not there, asked for by name, two or three things at once; what has no name is told when asked to go on."""
    spreading = [fact for fact in facts if _spreads(fact)]
    named = [fact for fact in facts if voices.name(fact) and fact not in spreading]
    out = [Question(tuple(spreading[:1]), (Cue(aspect="radiation"),), subject)] if spreading else []
    before = [
        f for f in named if aspect == "symptom" and (f.temporality == "past" or voices.name(f).endswith(" before"))
    ]
    for part in evenly(before, most):  # "no past history of headache" is not no headache
        out.append(Question(tuple(part), by_name(part, voices, "history"), subject))
    alone = [fact for fact in named if fact not in before and _is_of_harm(fact)]  # nobody asks for it among coughs
    timed = [fact for fact in named if fact not in before and fact not in alone and is_of_a_time(voices.name(fact))]
    others = [fact for fact in named if fact not in before and fact not in alone and fact not in timed]
    within = _narrower(others, voices)
    for part in (*evenly([fact for fact in others if fact.id not in within], most), *([fact] for fact in timed), alone):
        ids = {fact.id for fact in part}
        held = [*part, *(fact for fact in others if within.get(fact.id) in ids)]  # not asked for, and denied with it
        out += [Question(tuple(held), by_name(part, voices, aspect), subject)] if part else []
    rest = [fact for fact in facts if fact not in named and fact not in spreading[:1]]
    return out + [Question(tuple(part), (Cue(aspect="more"),), subject) for part in chunks(rest, TOGETHER)]


def _is_of_harm(fact: Fact) -> bool:
    """Whether a statement is about taking a life or hurting somebody on purpose."""
    return bool(_HARM.search(fact.text))


def _narrower(facts: Sequence[Fact], voices: Voices) -> dict[str, str]:
    """What is denied with something wider, by id, each with the id of that: who has no shortness of breath has none on exertion."""
    named = sorted(((voices.name(fact), fact.id) for fact in facts), key=lambda pair: -len(pair[0]))
    return {id: wider for name, id in named for other, wider in named if name.startswith(f"{other} ")}


def _spreads(fact: Fact) -> bool:
    """Whether a denial is that it spreads, which is asked of the thing itself."""
    return words(head(fact))[:1] in (("radiation",), ("radiating",), ("radiates",))
