"""What only a set has: repetition is seen, strangers are told apart, and what is too small is not scored."""

import random
from itertools import product

import pytest

from bedside.evaluation.sets.near_duplicates import near_duplicates
from bedside.evaluation.sets.registry import OWN, set_metrics
from bedside.evaluation.sets.sample import Sample, Spoken
from bedside.evaluation.sets.set_metric import SetMetric, Sets

WHERE = "knee back head chest hip ankle wrist neck elbow jaw".split()
HOW = "burning dull sharp throbbing aching stabbing".split()
WHEN = "morning evening night weekend winter summer".split()


def people(count: int, seed: int, name: str = "p") -> list[Spoken]:
    """Short talks about pain, drawn from words, in which the answer takes up the question."""
    draw = random.Random(seed)
    found: list[Spoken] = []
    for number in range(count):
        turns: list[tuple[str, str]] = []
        for _ in range(12):
            where, how, when = draw.choice(WHERE), draw.choice(HOW), draw.choice(WHEN)
            asked, told = draw.choice(
                (
                    (f"so how does your {where} feel in the {when}", f"it is a {how} pain there in my {where}"),
                    ("when does it hurt the most", f"mostly in the {when} I would say"),
                    (f"and what is the pain in the {where} like", f"I would call it {how} and it comes at {when}"),
                )
            )
            turns += [("physician", asked), ("patient", told)]
        found.append(Spoken(f"{name}{number}", tuple(turns), f"{name}{number}"))
    return found


def charts(count: int) -> list[Spoken]:
    """Talks in which the chart is read out."""
    lines = [
        (
            f"patient denies {how} discomfort of the {where}",
            f"status post {when} exacerbation of {where} symptoms noted",
        )
        for where, how, when in product(WHERE, HOW, WHEN)
    ]
    draw = random.Random(1)
    return [
        Spoken(f"c{n}", tuple((who, line) for one in draw.sample(lines, 12) for who, line in zip(("physician", "patient"), one, strict=True)), f"c{n}")
        for n in range(count)
    ]  # fmt: skip


REFERENCE = people(240, 1)


@pytest.mark.parametrize("metric", OWN, ids=lambda metric: metric.id)
def test_of_nothing_no_metric_makes_a_number(metric: SetMetric) -> None:
    """No dialogue, or one, is not scored and says why."""
    for few in (Sets(dialogues=[]), Sets(dialogues=REFERENCE[:1])):
        score = metric(few)
        assert score.value is None and score.reason


def test_people_are_like_people_and_charts_are_not() -> None:
    """The same measures, learnt from the same strangers: a chart read out surprises, and a detector knows it."""
    apart = Sets(dialogues=charts(40), reference=REFERENCE)
    same = Sets(dialogues=people(40, 2, "q"), reference=REFERENCE)
    for name in ("surprising_patient", "surprise_physician", "patient_words_distance"):
        unlike, like = set_metrics()[name](apart), set_metrics()[name](same)
        assert unlike.value is not None and like.value is not None, (name, unlike, like)
        assert unlike.value > like.value + 0.05, name


@pytest.mark.no_cover
def test_a_detector_knows_charts_and_not_people() -> None:
    """It is sure of the one, and its interval of the other holds what is no better than a guess."""
    few = REFERENCE[:50]
    charted = set_metrics()["detector_patient"](Sets(dialogues=charts(12), reference=few))
    alike = set_metrics()["detector_patient"](Sets(dialogues=people(12, 2, "q"), reference=few))
    assert charted.value is not None and charted.value > 0.95
    assert alike.low is not None and alike.low < 0.56


def test_answers_of_another_talk_do_not_fit() -> None:
    """Replies that take up their question are bound to it more strongly than when they are dealt out again."""
    talks = people(60, 4, "r")
    draw = random.Random(5)
    replies = [text for talk in talks for text in talk.by("patient")]
    draw.shuffle(replies)
    dealt = [
        Spoken(
            talk.id, tuple((who, replies.pop() if who == "patient" else text) for who, text in talk.turns), talk.note
        )
        for talk in talks
    ]
    fits = set_metrics()["answer_fits"]
    right, wrong = fits(Sets(dialogues=talks, reference=REFERENCE)), fits(Sets(dialogues=dealt, reference=REFERENCE))
    assert right.value is not None and wrong.value is not None
    assert right.value > 0.7
    assert abs(wrong.value - 0.5) < 0.08


def test_who_is_learnt_from_knows_nothing_of_what_is_scored() -> None:
    """Dialogues over notes of the teachers are left out, so people scored against themselves are not flattered."""
    sets = Sets(dialogues=REFERENCE, reference=REFERENCE)
    strangers, teachers = sets.learning
    assert {talk.note for talk in sets.strangers(teachers)} == {talk.note for talk in strangers}
    apart = Sets(dialogues=REFERENCE, reference=REFERENCE[:20], teachers=REFERENCE)
    assert not {talk.note for talk in apart.learning[1]} & {talk.note for talk in REFERENCE[:20]}


def test_repetition_is_seen() -> None:
    """The same talk over and over has the highest numbers there are; different ones lower."""
    one = REFERENCE[0]
    again = [Spoken(f"x{number}", one.turns) for number in range(40)]
    names = ("self_bleu_30", "repeated_across", "near_duplicates", "repeated_first_line")
    worst = [set_metrics()[name](Sets(dialogues=again)).value for name in names]
    assert worst == [pytest.approx(100), 1.0, 1.0, 1.0]
    varied = [set_metrics()[name](Sets(dialogues=REFERENCE[:40])).value or 0.0 for name in names]
    assert all(better < bad for better, bad in zip(varied, [100, 1, 1], strict=False))


def test_near_duplicates_are_found_by_what_they_share() -> None:
    """A talk with one word changed is one; another talk and an empty one are none."""
    base = [f"w{number}" for number in range(200)]
    near = [*base[:100], "changed", *base[101:]]
    other = [f"v{number}" for number in range(200)]
    assert near_duplicates([base, near, other, []]) == {0, 1}


def test_a_sample_is_the_same_in_any_order_and_no_larger() -> None:
    """Which dialogues are kept depends on their ids alone."""
    forwards, backwards = Sample(size=50), Sample(size=50)
    for talk in REFERENCE:
        forwards.add(talk)
    for talk in reversed(REFERENCE):
        backwards.add(talk)
    assert forwards.talks == backwards.talks and len(forwards.talks) == 50
    assert forwards.seen == len(REFERENCE)
