"""Register: shorthand spelled out, note words said plainly, doubled words settled; numbers and denials stay."""

import random
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.agents.agenda.wording import lower_first, plain, smooth, spell, spoken

WORDS = """pain severe in my left knee right hip daily weekly no not without 3 12 0.5 began improved worsened onset of
bilateral ankles compliant with difficulty walking increased stress however resolved the both performed was""".split()
lines = st.lists(st.sampled_from(WORDS), min_size=2, max_size=14).map(" ".join)
KEPT = re.compile(r"\d+(?:\.\d+)?|\bleft\b|\bright\b|\bno\b|\bnot\b|\bwithout\b")


@given(lines, st.sampled_from(("patient", "physician")), st.integers(0, 4))
@settings(max_examples=150, deadline=None)
def test_plain_words_keep_numbers_sides_and_denials(line: str, who: str, seed: int) -> None:
    """Plain wording never changes, adds or drops a number, a side or a negation."""
    line = smooth(line)
    said = plain(line, who, random.Random(seed))  # type: ignore[arg-type]
    said = re.sub(r"\bright (?=now|away)", "", said)
    assert KEPT.findall(said) == KEPT.findall(line), said
    assert said == re.sub(r"\bright (?=now|away)", "", plain(line, who, random.Random(seed)))  # type: ignore[arg-type]


def test_shorthand() -> None:
    """What nobody says is written out."""
    assert spell("EtOH nil") == "alcohol nil"
    assert spell("review in 5d INB") == "review in 5 days if not better"
    assert spell("sore toe - mainly nights") == "sore toe, mainly nights"
    assert spell("on 1 cm of skin") == "on 1 centimeter of skin"


def test_daily_fits_its_place() -> None:
    """ "daily" is an adverb at the end and an adjective before its noun."""
    assert spoken("walks daily", "patient") == "walks every day"
    assert spoken("daily chores", "patient") == "daily chores"
    assert spoken("twice daily", "physician") == "twice a day"


# What a note says of a patient, the words of it that no patient would say, those that must still be heard, and whether
# it is a denial.
NOTED = [
    ("I deny any itching", "deny", "itching", True),
    ("I attribute this to dust", "attribute", "this dust", False),
    ("I rate my pain as 6 out of 10", "rate", "my pain 6 out of 10", False),
    ("a 3-day history of hiccups, mostly at noon", "history", "hiccups 3 mostly at noon", False),
    ("watching my salt intake", "intake", "watching my salt", False),
    ("the balm provides some relief", "provides relief", "the balm helps", False),
    ("the balm does not provide me with any relief", "provide relief", "the balm help", True),
    ("I rubbed it without relief", "relief", "I rubbed it helping", True),
    ("I have done fine since my last visit", "visit", "I have done fine since last", False),
    ("any signs of rust", "signs", "rust", False),
    ("the hum is still present at night", "present", "the hum is still at night", False),
]


def test_a_patient_does_not_talk_like_a_note() -> None:
    """A patient does not present, deny, rate or attribute, and has no intake, relief or visits; what it is about stays,
    with its numbers, and what was denied stays denied. A physician may talk so."""
    wrong: list[tuple[str, str]] = []
    for line, noted, kept, denied in NOTED:
        said = spoken(line, "patient")
        heard = re.findall(r"\w+", said)
        negated = re.search(r"\b(?:no|not|without)\b|n't\b", said) is not None
        if {*noted.split()} & {*heard} or not {*kept.split()} <= {*heard} or negated != denied:
            wrong.append((line, said))
    assert wrong == []
    assert spoken("provides some relief", "physician") == "provides some relief"


def test_where_wordings_meet() -> None:
    """Doubled words go, "both" stands before its owner, articles fit."""
    assert smooth("my both knees") == "both my knees"
    assert smooth("the the lamp") == "the lamp"
    assert smooth("keep keeping an eye on it") == "keep an eye on it"


def test_names_keep_their_capital() -> None:
    """A name stays a name at the start of a phrase."""
    assert lower_first("Tylenol for it", {"tylenol"}) == "Tylenol for it"
    assert lower_first("Pills for it", {"tylenol"}) == "pills for it"


def test_no_adverb_stands_where_only_one_word_can() -> None:
    """ "occasionally" inside a verb phrase is never "once in a while", nor "occasional" before its noun."""
    for seed in range(8):
        assert "once in a while" not in plain("I have been occasionally humming", "patient", random.Random(seed))
        assert "once in a while" not in plain("there is occasional humming", "patient", random.Random(seed))


def test_what_was_recent_is_never_not_long_ago() -> None:
    """No plain wording brings a "not" along."""
    for seed in range(8):
        assert "not" not in plain("my bike was recently painted", "patient", random.Random(seed)).split()
