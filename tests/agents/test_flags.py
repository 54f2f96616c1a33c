"""Red flags and safety nets of every shipped guideline, in every frame that may carry them: whole, grammatical lines."""

import random
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import pytest
import yaml

from bedside.agents.agenda.flags import need_of, rule_of, shape_of
from bedside.agents.text.phrasebook import Phrasebook
from bedside.agents.text.tidy import tidy
from bedside.knowledge.corpus import GUIDELINES, read_corpus
from bedside.knowledge.passage import PassageItem

DRAWS = 3  # of each frame for each bullet, for the parts that vary within it
URGENCIES = ("emergency", "same day", "soon")
COUNTED = r"(?:an?|the|any|some|no|much|very|several|fewer|more|less|both|all|(?:days|nights)(?! of))\b"
DONE = r"(?:being|getting|needing|losing|seeing|hearing|feeling|waking|falling|refusing|having|throwing|bringing)\b"
STRAY = re.compile(r"[(){}<>|]|\s[,.?]|[,.?:]{2}|\b(\w+) \1\b", re.I)


@cache
def rules() -> dict[str, list[str]]:
    """The physician's alternatives as written."""
    path = files("bedside.agents.agenda").joinpath("phrases", "en", "physician.yaml")
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@cache
def frames(rule: str) -> tuple[Phrasebook, ...]:
    """A phrase book for each alternative of a rule, so that none is left out by chance."""
    return tuple(Phrasebook({**rules(), rule: [alternative]}) for alternative in rules()[rule])


@cache
def bullets(section: str) -> tuple[PassageItem, ...]:
    """The bullets of this section in all shipped guidelines."""
    passages = read_corpus(GUIDELINES).passages
    return tuple(item for passage in passages if passage.section == section for item in passage.items)


def asked(flag: str) -> Iterator[str]:
    """A red flag in all its frames."""
    rng = random.Random(flag)
    for book in frames(rule_of(flag)):
        yield from (tidy(book.draw(rule_of(flag), rng, x=flag)) for _ in range(DRAWS))


def told(item: PassageItem, urgency: str) -> Iterator[str]:
    """A safety net in all its frames, with all that can be said to do."""
    rng = random.Random(item.text)
    for book in frames("safety"):
        for need in frames(need_of(urgency)):
            yield tidy(book.draw("safety", rng, x=item.text, do=need.draw(need_of(urgency), rng)))


def test_there_is_much_to_read() -> None:
    """All guidelines are read, and all three shapes of a red flag occur in them."""
    assert len(bullets("Red flags")) > 500
    assert len(bullets("Safety net")) > 400
    assert {shape_of(item.text) for item in bullets("Red flags")} == {"sign", "matter", "doing"}


def test_every_red_flag_is_a_question_that_reads_well() -> None:
    """No verb has to agree with the flag, "any" stands before what it can stand before, nothing is asked twice over, and
    the line ends as a question or as a request."""
    wrong: list[str] = []
    for item in bullets("Red flags"):
        flag = re.escape(item.text)
        for line in asked(item.text):
            agrees = re.search(rf"\b(?:has|have|had|is|are|was|were|does|do|did|been|there's) {flag}", line, re.I)
            determined = re.match(rf"(?:{COUNTED}|{DONE})", item.text, re.I) and re.search(rf"\bany {flag}", line, re.I)
            bare = re.search(rf"(?<!any )(?<!any {flag}){flag}", line, re.I) and shape_of(item.text) != "doing"
            open_end = not line.endswith("?") and not re.match(r"(?:Tell me|Let me know) if", line)
            tagged = re.search(r"[.?] (?:Is there|Have you|Do you have|Ever see|Ring a bell)\b", line)
            if agrees or determined or bare or open_end or tagged or STRAY.search(line.replace(item.text, "zub")):
                wrong.append(line)
    assert wrong == []


def test_every_safety_net_is_advice_that_reads_well() -> None:
    """The condition is a clause under a word that takes one, what to do is a bare verb, the line is no question except
    for a tag, and how soon is said once."""
    wrong: list[str] = []
    for item in bullets("Safety net"):
        for urgency in {item.note or "soon"}:
            for line in told(item, urgency):
                rest = line.replace(item.text, "zub").replace(item.text[0].upper() + item.text[1:], "zub")
                clause = re.search(r"\b(?:if|that|suppose|say) zub\b", rest, re.I)
                passive = " be " in rest.replace(
                    "come and be", ""
                )  # "please be seen" will do, "that's when you be seen" not
                twice = len(re.findall(r"right away|without waiting|right then|right to", rest)) > 1
                asks = rest.endswith("?") and not rest.endswith((", okay?", ", all right?"))
                if not clause or passive or twice or asks or STRAY.search(rest):
                    wrong.append(line)
    assert wrong == []


def test_every_safety_net_is_a_clause() -> None:
    """A bullet under "if" has a subject of its own, and does not begin like a command or a bare noun with no verb."""
    for item in bullets("Safety net"):
        assert len(item.text.split()) >= 3, item.text
        assert item.note in URGENCIES, item
        assert not re.match(r"(?:if|when|go|get|call|any|with|for)\b", item.text), item.text


@pytest.mark.parametrize(
    ("flag", "shape"),
    [
        ("bumps to the head while taking a blood thinner", "matter"),
        ("yellow or foul fluid from the cut", "sign"),
        ("being unable to pass urine", "doing"),
        ("fewer kicks from the baby", "doing"),
        ("swelling of the lips, tongue or throat", "sign"),
        ("thoughts of ending your life", "matter"),
        ("passing out with the chest pain", "doing"),
        ("soaking of a pad in an hour", "sign"),
    ],
)
def test_the_shape_of_a_flag(flag: str, shape: str) -> None:
    """What is noticed, what is only so, and what is done or counted are told apart."""
    assert shape_of(flag) == shape
