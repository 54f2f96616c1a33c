"""Who hears: what is kept from somebody is said while they wait outside, or not at all."""

import random

import pytest
from typed import Made
from visits import held

from bedside.agents.planning.private import unheard_by
from bedside.scenarios.note import Note
from bedside.scenarios.protocol import PROTOCOLS, refuse_pair
from bedside.scenarios.setting import setting_names

SECRETS = ("a pregnancy test", "vaping", "cannabis", "a tattoo", "alcohol")
PAIRS = [(p, s) for p in PROTOCOLS if p != "interview" for s in setting_names() if refuse_pair(p, s) is None]


def secretive(seed: int) -> tuple[Note, set[str], str]:
    """A note with something that the companion must not hear: the note, the facts that are kept, and from whom."""
    rng = random.Random(seed)
    who = rng.choice(("mother", "father"))
    made = Made()
    made.section("complaint").add("complaint", what="stomach ache")
    made.section("history").add("symptom", what="nausea", duration="for 3 days")
    made.add("symptom", what="fever", polarity="denied")
    made.section("social", "CONFIDENTIAL")
    kept: list[str] = []
    for what in rng.sample(SECRETS, rng.randint(1, 3)):
        made.add("habit", what=what, amount="at weekends", unheard=(who,))
        kept.append(made.facts[-1].id)
    made.section("social").add("home", what="with parents")
    made.section("examination").add("finding", what="soft", part="abdomen")
    made.section("assessment").add("diagnosis", what="gastritis")
    made.section("plan").add("advice", what="drink more water").add("advice", what="rest at home")
    if rng.random() < 0.6:
        made.facts[-1] = made.facts[-1].model_copy(update={"unheard": (who,)})
        kept.append(made.facts[-1].id)
    return (
        made.note(age=float(rng.choice((12, 14, 16, 17))), sex=rng.choice(("female", "male")), companions=(who,)),
        set(kept),
        who,
    )


@pytest.mark.no_cover
@pytest.mark.thin(20)
@pytest.mark.parametrize("seed", range(60))
def test_no_excluded_ear_hears(seed: int) -> None:
    """Between being sent out and called back, and nowhere else, the secret is told, and the companion says nothing."""
    note, kept, who = secretive(seed)
    protocol, setting = PAIRS[seed % len(PAIRS)]
    state = held(note, seed, protocol=protocol, setting=setting)
    outside = False
    for turn, reason in zip(state.turns, state.reasons, strict=True):
        if reason.act == "frame" and turn.speaker == who:
            outside = turn.id.endswith(f"o.{who}")
            continue
        if kept & set(reason.facts):
            assert outside, turn.text
            assert turn.speaker in ("patient", "physician")
        if outside:
            assert turn.speaker != who, turn.text
    assert not outside


def test_what_is_kept_from_one_is_told_to_another() -> None:
    """In a full visit a patient who can speak tells it to the physician."""
    for seed in range(20):
        note, kept, _ = secretive(seed)
        state = held(note, seed)
        said = {fact for reason in state.reasons for fact in reason.facts}
        silent = {fact for fact, why in state.meta["unplaced"].items() if why.startswith("not understood")}
        assert kept - silent <= said or note.age == 12.0


def test_a_sentence_says_from_whom_it_is_kept() -> None:
    """ "She does not want her father to know" keeps it from him, where the note has no heading for it."""
    made = Made().section("history").add("event", text="She does not want her father to know about the test")
    note = made.note(age=16.0, sex="female", companions=("father",))
    assert unheard_by(note.facts[0], note, ("father",)) == ("father",)
    assert unheard_by(note.facts[0], note, ("mother",)) == ()


def test_nobody_is_sent_out_where_nothing_is_kept() -> None:
    """Without a secret the companion stays."""
    made = Made().section("history").add("symptom", what="cough")
    state = held(made.note(age=15.0, sex="male", companions=("mother",)))
    assert not any("outside" in turn.text for turn in state.turns)
