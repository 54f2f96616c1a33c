"""What an author expects: words are whole in every script, and a speaker counts only what they say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bedside.scenarios.expect import Expect, holds, speaker_and_words


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("He takes Aspirin every day.", "aspirin", True),
        ("He takes aspirins.", "aspirin", False),
        ("I don\u2019t smoke", "don't smoke", True),
        ("shortness\n of   breath", "Shortness of breath", True),
        ("take 2.5 mg of it", "5 mg", False),
        ("take 5 mg of it", "5 mg", True),
        ("a score of 5.5", "5", False),
        ("a score of 5.", "5", True),
        ("BP was 148/88 today", "148/88", True),
        ("Er hat MÜDE Füße, STRASSE", "straße", True),
        ("Er ist Übermüdet", "müde", False),
        ("患者说胸痛三天了", "胸痛", True),
        ("يشعر المريض بألم شديد", "شديد", True),
        ("يشعر المريض بألم شديد", "ألم", False),
        ("मुझे बुखार है", "बुखार", True),
        ("मुझे बुखार है", "बुख", False),
        ("anything", "  ", False),
    ],
)
def test_words_are_found_whole(text: str, words: str, found: bool) -> None:
    """A word counts only whole, in any case, with any space; a number too; scripts without spaces have no edges."""
    assert holds(text, words) is found


LETTERS = st.text(st.characters(categories=["Lu", "Ll", "Lo", "Nd"]), min_size=1, max_size=8)


@given(LETTERS, LETTERS, LETTERS)
def test_words_between_spaces_are_always_found(words: str, before: str, after: str) -> None:
    """What stands between spaces is found, in any script and whatever is around it."""
    assert holds(f"{before} {words} {after}", words)
    assert holds(f"{before} {words.upper()}.", words)


def test_a_speaker_and_alternatives() -> None:
    """``patient: one | other`` is the patient's, by either wording; a list entry may be a mapping, as YAML reads it."""
    assert speaker_and_words("patient: one | other ") == ("patient", ("one", "other"))
    assert speaker_and_words("BP: 120") == (None, ("BP: 120",))
    expect = Expect.model_validate({"mentions": ({"mother": "fever"}, "cough")}, strict=True)
    assert expect.mentions == ("mother: fever", "cough")
    assert expect.count == 2
    with pytest.raises(ValidationError):
        Expect.model_validate({"mentions": ({"mother": "fever", "father": "cough"},)}, strict=True)
