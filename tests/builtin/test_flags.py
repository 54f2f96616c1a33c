"""Red flags and safety nets of every shipped guideline, in every phrase that may carry them: whole, grammatical lines."""

import random
import re
from functools import cache
from importlib.resources import files

import yaml

from bedside.agents.builtin.evidence import shape_of
from bedside.agents.builtin.line import sentence
from bedside.agents.text.phrasebook import Phrasebook
from bedside.knowledge.corpus import GUIDELINES, read_corpus
from bedside.knowledge.passage import PassageItem

URGENCIES = ("emergency", "same day", "soon")
FRAMED = {
    "you": "you", "them": "you", "your": "your", "do": "do", "have": "have", "are": "are", "were": "were", "youre": "you're",
    "youve": "you've",
}  # fmt: skip
COUNTED = r"(?:an?|the|any|some|no|much|very|several|fewer|more|less|both|all|(?:days|nights)(?! of))\b"
STRAY = re.compile(r"[(){}<>|]|\s[,.?]|[,.?:]{2}|\b(\w+) \1\b", re.I)


@cache
def books(rule: str) -> tuple[Phrasebook, ...]:
    """A phrase book for each alternative of a rule, so that none is left out by chance."""
    path = files("bedside.agents.builtin").joinpath("phrases", "en.yaml")
    rules: dict[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(Phrasebook({**rules, rule: [alternative]}) for alternative in rules[rule])


@cache
def bullets(section: str) -> tuple[PassageItem, ...]:
    """The bullets of this section in all shipped guidelines."""
    return tuple(
        item for passage in read_corpus(GUIDELINES).passages if passage.section == section for item in passage.items
    )


def test_there_is_much_to_read() -> None:
    """All guidelines are read, and all three shapes of a red flag occur in them."""
    assert len(bullets("Red flags")) > 500
    assert len(bullets("Safety net")) > 400
    assert {shape_of(item.text) for item in bullets("Red flags")} == {"sign", "matter", "doing"}


def test_every_red_flag_that_one_notices_is_a_warning_that_reads_well() -> None:
    """No verb has to agree with the flag, and "any" stands before what it can stand before."""
    wrong: list[str] = []
    for item in bullets("Red flags"):
        flag = re.escape(item.text)
        for book in books("safety") if shape_of(item.text) == "sign" else ():
            net = f"you notice any {item.text}"
            line = sentence(book.draw("safety", random.Random(item.text), x=net, do_it="call", **FRAMED))
            agrees = re.search(rf"\b(?:has|is|are|was|were|does|been|there's) {flag}", line, re.I)
            determined = re.match(COUNTED, item.text, re.I) and re.search(rf"\bany {flag}", line, re.I)
            if agrees or determined or STRAY.search(line.replace(item.text, "zub")):
                wrong.append(line)
    assert wrong == []


def test_every_safety_net_is_advice_that_reads_well() -> None:
    """What may happen is a clause under a word that takes one, the line is no question, and how soon is said once."""
    wrong: list[str] = []
    for item in bullets("Safety net"):
        need = {"emergency": "safety_emergency", "same day": "safety_same_day"}.get(item.note or "", "safety_soon")
        rng = random.Random(item.text)
        for book in books("safety"):
            for do in books(need):
                line = sentence(book.draw("safety", rng, x=item.text, do_it=do.draw(need, rng, **FRAMED), **FRAMED))
                rest = re.sub(re.escape(item.text), "zub", line, flags=re.I)
                clause = re.search(r"\b(?:if|that|suppose|say|case) zub\b", rest, re.I)
                twice = len(re.findall(r"right away|without waiting|right then|right to", rest)) > 1
                if not clause or twice or rest.endswith("?") or STRAY.search(rest):
                    wrong.append(line)
    assert wrong == []


def test_every_safety_net_is_a_clause() -> None:
    """A bullet under "if" has a subject of its own, and does not begin like a command or a bare noun with no verb."""
    for item in bullets("Safety net"):
        assert len(item.text.split()) >= 3, item.text
        assert item.note in URGENCIES, item
        assert not re.match(r"(?:if|when|go|get|call|any|with|for)\b", item.text), item.text
