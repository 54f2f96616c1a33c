"""What a yes or a no says of the concepts that were asked.

Law of the file: it reads the answer and the question, and says nothing where they do not settle it: "no, well, sometimes",
a no to an offer, a yes to "is it all right?".
"""

import re
from collections.abc import Iterator, Sequence

from bedside.agents.checks.assertions import Assertion, Polarity, answer_of
from bedside.agents.checks.ordinary import is_ordinary

Asked = tuple[Assertion, str]  # a concept that was asked about, and the question

# "No. Well, occasionally, yes": neither a yes nor a no to what was asked.
_PARTLY = re.compile(
    r"\b(?:yeah|yes|occasionally|sometimes|a (?:little|bit)|now and (?:then|again)|not (?:really|much|so much|usually|necessarily|particularly|right (?:away|now)|at the moment|in a long time|since)|some\b|used to|ran out)",
    re.IGNORECASE,
)
_OFFERS = re.compile(
    r"\b(?:do you (?:need|want)|would you (?:like|want)|should (?:i|we)|can i get you)\b", re.IGNORECASE
)
_WELL = re.compile(
    r"\b(?:ok|okay|fine|normal(?:ly)?|all ?right|well|regular(?:ly)?)\b", re.IGNORECASE
)  # a yes is no complaint
_AGREES = re.compile(r"\W*(?:that's right|right|correct|exactly|true)", re.IGNORECASE)


# "Are you coughing up anything?", "any headaches in the past?": a no to less than the thing itself.
_LESS = re.compile(
    r"\W*(?:up (?:any|some|blood|stuff)|in the past|before (?:this|that|now)|previously|right (?:away|now)|at the moment|currently|again|during|while|when|with (?:it|that|you))\b",
    re.IGNORECASE,
)


def given_by_answer(text: str, asked: Sequence[Asked]) -> Iterator[tuple[Assertion, Polarity, str]]:
    """Each concept that the answer settles, its polarity, and the answer in words ("no to nausea")."""
    answer = answer_of(text)
    if answer not in ("yes", "no") or (answer == "no" and _PARTLY.search(text)):
        return
    many = len({item.concept for item, _ in asked}) > 1
    for item, question in asked:
        if item.kind in ("test", "measurement") or is_ordinary(item.form) or _OFFERS.search(question):
            continue
        if answer == "yes" and _WELL.search(question):
            continue
        if item.polarity == "denied":
            if answer == "yes" and not _AGREES.match(text):
                continue
            polarity: Polarity = "denied"
        elif (
            item.polarity != "present"
            or (answer == "yes" and many)
            or (answer == "no" and _LESS.match(question.split(item.form, 1)[-1]))
        ):
            continue
        else:
            polarity = "denied" if answer == "no" else "present"
        yield item, polarity, f"{answer} to {item.form}"
