"""What a set gives away: a planted leak is found, a clean set and boilerplate are left alone, numbers have honest intervals."""

import random
from dataclasses import replace
from statistics import NormalDist

import pytest

from bedside.benchmarks.privacy_sets import TEMPLATE, made_up, with_boilerplate, with_leaks
from bedside.evaluation.privacy.boilerplate import boilerplate, words_of
from bedside.evaluation.privacy.exact import area, hypergeometric_tail
from bedside.evaluation.privacy.material import Material, PrivacyTalk
from bedside.evaluation.privacy.measure import PrivacyMeasure
from bedside.evaluation.privacy.overlap import TextIndex
from bedside.evaluation.privacy.phantoms import ALARM, phantom_test
from bedside.evaluation.privacy.report import privacy_report

MANY = [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 20))]


def measures(material: Material, is_open: bool = False) -> dict[str, PrivacyMeasure]:
    """The measures of a set by name."""
    return {one.measure: one for one in privacy_report(material, is_open=is_open).measures}


@pytest.mark.parametrize("seed", MANY)
def test_a_leak_of_one_in_a_hundred_is_found_and_a_clean_set_left_alone(seed: int) -> None:
    """1 % of the notes said in a dialogue of somebody else: p < .01, and the dialogues are named. Without it, and with a template said
    everywhere, no alarm."""
    clean = made_up(seed, 700, 1000, words=30)
    leaking, count = with_leaks(clean, 0.01, seed)
    found = phantom_test(leaking)
    assert found.p is not None and found.p < ALARM and found.hits >= count == 7
    changed = {n for n, (one, other) in enumerate(zip(clean.talks, leaking.talks, strict=True)) if one != other}
    assert changed <= set(found.talks)
    for material in (clean, with_boilerplate(clean)):
        left = phantom_test(material)
        assert left.p is not None and left.p > ALARM and not left.talks


def test_words_of_a_template_are_no_leak_and_count_for_nobody() -> None:
    """The template stands in five notes, so its words are covered in each, and the rest is not; in four notes it is somebody's."""
    notes = [words_of(f"w{n} x{n} y{n} z{n}. {TEMPLATE}") for n in range(5)]
    assert [list(covered) for covered in boilerplate(notes)] == [[0] * 4 + [1] * (len(notes[0]) - 4)] * 5
    assert not any(map(any, boilerplate(notes[:4])))
    assert not any(map(any, boilerplate([notes[0]] * 9)))  # one note, however often


def test_the_longest_stretch_is_what_comparing_all_places_finds() -> None:
    """Against a search that tries every pair of places."""
    rng = random.Random(3)
    for _ in range(30):
        texts = [tuple(rng.choices("abc", k=40)) for _ in range(3)]
        turns = [tuple(rng.choices("abc", k=15)) for _ in range(2)]
        found = TextIndex(texts).longest(turns)
        for number, text in enumerate(texts):
            most = max(
                length
                for turn in turns
                for i in range(15)
                for j in range(40)
                for length in [
                    next((k for k in range(16) if i + k >= 15 or j + k >= 40 or turn[i + k] != text[j + k]), 15)
                ]
            )
            assert (found[number].words if number in found else 0) == (most if most >= 4 else 0)


def test_the_area_is_covered_by_its_interval() -> None:
    """Of samples whose true area is known, 95 % intervals hold it in 93 % or more, also near 1; Fisher's test sums as it should."""
    for true in (0.5, 0.95):
        shift = NormalDist().inv_cdf(true) * 2**0.5
        held = 0
        for seed in range(200):
            rng = random.Random(seed)
            ones, others = ([rng.gauss(by, 1) for _ in range(40)] for by in (shift, 0))
            _, low, high = area(ones, others)
            held += low <= true <= high
        assert held >= 186
    assert hypergeometric_tail(0, 5, 3, 10) == 1 and hypergeometric_tail(3, 5, 3, 10) == pytest.approx(10 / 120)


def test_every_measure_raises_its_own_band() -> None:
    """A name of the note, a canary, and a note read out are red each by its own measure; the same set without them is not."""
    note = "Mr. Oluwaseun Adeyemi-Brandt, MRN 4471923, came with pain. " + " ".join(f"w{n}" for n in range(60))
    talk = PrivacyTalk("d", ("How are you?", "It hurts."), frozenset({0}))
    quiet = Material(
        [talk], [note, "The purple walrus sings at noon. Nothing else."], canaries=["The purple walrus sings at noon."]
    )
    bands = {name: one.band for name, one in measures(quiet).items()}
    assert bands["identifiers"] == bands["canaries"] == bands["own_note"] == bands["other_notes"] == "green"
    said = {
        "identifiers": "Mr. Adeyemi-Brandt, sit down.",
        "canaries": "Yes, purple walrus sings at times.",
        "own_note": " ".join(f"w{n}" for n in range(5, 50)),
    }
    for name, words in said.items():
        loud = replace(quiet, talks=[replace(talk, turns=("Hello.", words))])
        found = measures(loud)
        assert [one for one, of in found.items() if of.band == "red"] == [name]
        assert found[name].talks == (0,) and found[name].do
    named = replace(talk, turns=("Hello, Mr. Adeyemi-Brandt.",), allowed=frozenset(words_of("Adeyemi Brandt")))
    assert measures(replace(quiet, talks=[named]))["identifiers"].band == "green"  # its case gives the name


def test_what_is_known_of_few_is_not_measured_and_open_notes_are_no_secret() -> None:
    """Without a hold-out there is no membership, only a reason. Whoever holds a note finds it again: told of open data, an alarm of others."""
    alone = measures(made_up(1, 40, 0))
    assert {alone[name].band for name in ("membership", "attributes", "nearest_notes")} == {None}
    assert alone["other_notes"].p is None
    material = made_up(1, 60, 60)
    strict, public = measures(material), measures(material, is_open=True)
    assert (
        strict["membership_note"].value == public["membership_note"].value
        and (strict["membership_note"].value or 0) > 0.95
    )
    assert (strict["membership_note"].band, public["membership_note"].band) == ("amber", "green")
    assert strict["memorised_nearest"].band == "amber" and (strict["memorised_nearest"].low or 0) > 0.1
    assert (
        strict["nearest_notes"].band == "green"
    )  # near to its own note, and to no other source more than to a stranger
