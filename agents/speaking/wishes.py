"""What somebody fears, hopes or would rather do."""

import random
from collections.abc import Sequence

from bedside.agents.speaking.nouns import determined, some
from bedside.agents.speaking.people import whose
from bedside.agents.speaking.phrase import naming
from bedside.agents.speaking.shape import shape
from bedside.agents.speaking.tree import Clause, Words
from bedside.agents.speaking.view import View
from bedside.agents.text.inflection import is_verb
from bedside.agents.text.tagger import tags
from bedside.scenarios.note import Fact


def wishes(facts: Sequence[Fact], view: View, rng: random.Random) -> list[Clause] | None:
    """ "I'm worried about a stroke."; "I'm hoping for a boy."; "I'd rather not have surgery."""
    del rng
    out: list[Clause] = []
    for fact in facts:
        written = fact.argument("what")
        what = "cancer" if written and written.text.strip(" .") in ("Ca", "CA") else naming(written, view)
        feeling = fact.argument("feeling")
        if what is None:
            return None
        what = _listed_too(what).removesuffix(" to treat this").removesuffix(" for this")
        value = feeling.value if feeling and feeling.value else "concern"
        subject, own = whose(view, fact.subject), (fact.id,)
        verbal = what.split(" ")[0]
        thing = what if determined(what) else some(what)
        negative = fact.polarity == "denied"
        if value in ("fear", "concern"):
            finite = any(tag in ("VVD", "VVZ", "VBZ", "VBD", "VHZ", "VM0") for tag in tags(what.split(" ")))
            what = f"that {what}" if finite and verbal not in ("that", "it", "this") else what
            verbal = what.split(" ")[0]
            clause_like = verbal in ("that", "he", "she", "I", "you", "it", "this")
            out.append(
                Clause(
                    own,
                    subject,
                    "be",
                    (Words(f"worried {thing}" if clause_like else f"worried about {thing}"),),
                    negative=negative,
                )
            )
        elif value == "hope":
            rest = what if verbal == "to" else f"to {what}" if is_verb(verbal) else f"for {thing}"
            out.append(Clause(own, subject, "hope", (Words(rest),), progressive=True, negative=negative))
        elif negative:
            out.append(
                Clause(
                    own,
                    subject,
                    "rather",
                    (Words(f"not {what if is_verb(verbal) else f'have {thing}'}"),),
                    auxiliary="would",
                )
            )
        else:
            out.append(
                Clause(
                    own, subject, "prefer", (Words(thing if not is_verb(verbal) else f"to {what}"),), auxiliary="would"
                )
            )
    return out


def _listed_too(what: str) -> str:
    """ "lip swelling, also localized rash" -> "lip swelling and a localized rash"."""
    first, also, rest = what.partition(", also ")
    if not also or shape(rest) != "noun":
        return what
    return f"{first.replace(' and ', ', ')} and {some(rest)}"
