"""Fitting a style profile: numbers of a corpus, exact, and nothing else of it."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from commands import run_command
from hypothesis import given
from hypothesis import strategies as st

from bedside.evaluation.style_fit import CorpusError, asks, fit_style, plain, read_corpus, words
from bedside.scenarios.style import load_style

Row = dict[str, Any]

_TURN = st.fixed_dictionaries(
    {
        "speaker": st.sampled_from(["physician", "doctor", "patient", "mother"]),
        "text": st.lists(
            st.sampled_from(
                ["hello", "um", "so", "okay", "no", "do", "you", "3", "three", "the", "knee", "?", ".", "’s"]
            ),
            max_size=20,
        ).map(" ".join),
    }
)
_ROWS = st.lists(
    st.fixed_dictionaries({"turns": st.lists(_TURN, max_size=8), "note": st.sampled_from(["", "knee", "a b c d"])}),
    max_size=8,
)
_BOTH: Row = {
    "turns": [{"speaker": "doctor", "text": "Hello."}, {"speaker": "patient", "text": "My knee hurts."}],
    "note": "Knee pain.",
}
_SHARES = "greets closes physician_opens acknowledges tags backchannels patient_short physician_asks physician_share patient_leads"


def dialogue(*turns: str, note: str | None = None) -> Row:
    """A dialogue from lines like ``d: Hello.``"""
    who = {"d": "doctor", "p": "patient", "m": "mother"}
    return {"turns": [{"speaker": who[t[0]], "text": t[3:]} for t in turns], "note": note}


@given(_ROWS, st.randoms(use_true_random=False))
def test_order_of_dialogues_changes_nothing(rows: list[Row], random: Any) -> None:
    """The same dialogues in another order give the same profile, to the last digit."""
    rows = [*rows, _BOTH]
    shuffled = rows.copy()
    random.shuffle(shuffled)
    assert fit_style(shuffled, "x") == fit_style(rows, "x")


@given(_ROWS)
def test_shares_are_shares(rows: list[Row]) -> None:
    """Whatever is said, a share lies in 0..1 and turns lie between their percentiles' bounds."""
    profile = fit_style([*rows, _BOTH], "x").model_dump()
    assert all(0 <= profile[key] <= 1 for key in _SHARES.split())
    longest = max(len(row["turns"]) for row in [*rows, _BOTH])
    assert 0 <= profile["turns_min"] <= profile["turns_max"] <= longest


def test_each_number_is_what_it_says() -> None:
    """A corpus small enough to count by hand gives the numbers counted by hand."""
    told = "d: The picture shows that nothing in the bone has moved since the last time we looked."
    rows = [
        dialogue(
            "d: Hi there.", "p: Um, my knee hurts.", "d: Okay. Since when?", "p: 3 days.", told, "p: Bye.", note="a b"
        ),
        dialogue("p: So I fell down.", "d: It is swollen, all right?", "m: He fell twice.", "p: No.", note="a b c d"),
    ]
    profile = fit_style(rows, "x", "made up")
    assert (profile.dialogues, profile.greets, profile.closes, profile.physician_opens) == (2, 0.5, 0.5, 0.5)
    assert (profile.turns_base, profile.turns_per_word) == (8.0, -1.0)
    assert (profile.turns_min, profile.turns_max) == (4.1, 5.9)
    assert (profile.acknowledges, profile.tags) == (0.25, 0.25)
    assert profile.backchannels == 0.5  # "Hi there." and "Okay. Since when?"
    assert profile.physician_asks == 0.5
    assert (profile.patient_short, profile.patient_leads) == (0.6, 1.0)
    assert profile.told_words == 16
    assert (profile.patient_fillers, profile.physician_fillers) == (pytest.approx(100 / 12, abs=1e-3), 0.0)
    assert profile.numbers == "digits"
    assert (profile.patient_words, profile.physician_words) == (2.4, 6.5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Do n't you , uh , SMOKE ?", "don't you, uh, smoke?"),
        (". And he 's fine", "and he's fine"),
        ("I’m  ok", "i'm ok"),
    ],
)
def test_spelling_of_transcripts_is_made_one(text: str, expected: str) -> None:
    """Corpora write contractions and marks apart; counted words must not depend on it."""
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "asking"), [("okay, so how is it", True), ("it hurts?", True), ("i know how it is", False)]
)
def test_questions_without_marks_are_seen(text: str, asking: bool) -> None:
    """Raw transcripts have no question marks, so a question is known by its opening, too."""
    assert asks(text) is asking


def test_a_profile_holds_no_sentence_of_its_corpus(tmp_path: Path, shared_data: Path) -> None:
    """No run of more than three words that anybody says in the corpus stands in the profile."""
    corpus = shared_data / "dev" / "primock_dev.jsonl"
    text = fit_style(read_corpus([corpus]), "x", corpus.name).model_dump_json()
    held = words(plain(text))
    runs = {tuple(held[i : i + 4]) for i in range(len(held))}
    said = [words(plain(turn["text"])) for row in read_corpus([corpus]) for turn in row["turns"]]
    assert not any(tuple(turn[i : i + 4]) in runs for turn in said for i in range(len(turn) - 3))


def test_shipped_profiles_are_what_the_corpora_give(shared_data: Path) -> None:
    """Each shipped profile is fitted again from its corpus and is the same: nobody tuned it by hand."""
    dev = shared_data / "dev"
    fitted = {
        "visit": read_corpus(
            [dev / "aci_train.jsonl", dev / "aci_valid.jsonl"], {"subset": frozenset({"virtassist", "virtscribe"})}
        ),
        "section": read_corpus([dev / "mts_train.jsonl", dev / "mts_valid.jsonl"]),
        "gp": read_corpus([dev / "primock_dev.jsonl"]),
    }
    for name, rows in fitted.items():
        assert fit_style(rows, name, load_style(name).corpus) == load_style(name)


def test_a_corpus_without_both_roles_is_refused() -> None:
    """A profile of half a conversation would say nothing; the mistake is most often in the names of the speakers."""
    with pytest.raises(CorpusError, match="speakers"):
        fit_style([dialogue("p: Hello there.")], "x")
    with pytest.raises(CorpusError, match="subset"):
        fit_style([], "x")


@pytest.mark.parametrize("line", ["{", "3", "{}", '{"turns": [{"speaker": 1, "text": "a"}]}', '{"turns": 4}'])
def test_a_line_that_is_no_dialogue_is_named(tmp_path: Path, line: str) -> None:
    """A bad line is told with its file and number."""
    path = tmp_path / "corpus.jsonl"
    path.write_text(json.dumps(_BOTH) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=re.escape(f"{path}:2")):
        list(read_corpus([path]))


def test_the_command_fits_lists_and_shows(tmp_path: Path) -> None:
    """``bedside style fit`` writes a profile that a case can name by path; ``--subset`` keeps what its values say."""
    rows = [{**_BOTH, "meta": {"kind": kind}} for kind in ("a", "b", "c")]
    (tmp_path / "corpus.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")

    def style(*arguments: str) -> subprocess.CompletedProcess[str]:
        return run_command("style", *arguments, cwd=tmp_path, text=True)

    made = style("fit", "corpus.jsonl", "--name", "mine", "--subset", "kind=a", "--subset", "kind=c")
    assert made.returncode == 0, made.stderr
    assert load_style(tmp_path / "mine.json").dialogues == 2
    assert '"dialogues": 2' in style("show", "mine.json").stdout
    assert style("list").stdout.count(" dialogues ") == 3
    for wrong in (("fit", "none.jsonl", "--name", "x"), ("fit", "corpus.jsonl", "--name", "a b"), ("show", "vist")):
        told = style(*wrong)
        assert told.returncode == 2 and "Traceback" not in told.stderr and told.stderr.count("\n") == 1, told.stderr
