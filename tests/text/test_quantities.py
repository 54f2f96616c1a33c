"""Quantities: what is written, what is said, and that the two meet."""

import random
import sys
from types import FrameType

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.agents.text.quantities import FoundQuantity, date_parts, find_quantities
from bedside.agents.text.quantities_said import say, say_number

READ = [
    ("blood pressure one twenty seven over eighty", [(127, 80, None)]),
    ("127/80", [(127, 80, None)]),
    ("take twenty five milligrams", [(25, None, "mg")]),
    ("two and a half packs", [(2.5, None, "pack")]),
    ("1-1/2 packs", [(1.5, None, "pack")]),
    ("10 mg bid", [(10, None, "mg"), (2, None, "per day")]),
    ("ten milligrams twice a day", [(10, None, "mg"), (2, None, "per day")]),
    ("cough 3/7, sore throat 2/52", [(3, None, "day"), (2, None, "week")]),
    ("a mass of 0.4 by 2.0 by 3.0 cm", [(0.4, None, "cm"), (2, None, "cm"), (3, None, "cm")]),
    ("temp 98.6 F", [(98.6, None, "f")]),
    ("ninety eight point six degrees fahrenheit", [(98.6, None, "f")]),
    ("ejection fraction 45%", [(45, None, "%")]),
    ("6/10", [(6, None, "/10")]),
    ("six out of ten", [(6, None, "/10")]),
    ("five to six out of ten", [(5, 6, "/10")]),
    ("a 50-year-old woman", [(50, None, "year")]),
    ("q6h", [(6, None, "hour")]),
    ("every six hours", [(6, None, "hour")]),
    ("q4-6h", [(4, 6, "hour")]),
    ("3-5 days", [(3, 5, "day")]),
    ("three to five days", [(3, 5, "day")]),
    ("since 2019", [(2019, None, None)]),
    ("back in twenty nineteen", [(2019, None, None)]),
    ("seen 11/03/2019", [(20191103, None, "date")]),
    ("November 3rd, 2019", [(20191103, None, "date")]),
    ("July 8th", [(708, None, "date")]),
    ("it cost $75", [(75, None, "dollar")]),
    ("for a week", [(1, None, "week")]),
    ("a day or two", [(1, 2, "day")]),
    ("every other day", [(2, None, "day")]),
    ("half a pack", [(0.5, None, "pack")]),
    ("one oh five", [(105, None, None)]),
    ("two hundred and fifty milligrams", [(250, None, "mg")]),
    ("10,000 units", [(10000, None, "unit")]),
    ("review in 3-5d or 2w", [(3, 5, "day"), (2, None, "week")]),
    ("2D echo", [(2, None, None)]),
    ("born at 37/40", [(37, None, "week")]),
    ("grade 3/6 murmur", [(3, None, "/6")]),
    ("biopsied on 04/10", [(410, None, "date")]),
    ("once a\nday", [(1, None, "per day")]),
    ("fentanyl 25 µg/h", [(25, None, "mcg/hour")]),
    ("400 μg", [(400, None, "mcg")]),
    ("Lantus 10U", [(10, None, "unit")]),
    ("heparin 5,000 units/mL", [(5000, None, "unit/ml")]),
    ("digoxin .125 mg", [(0.125, None, "mg")]),
    ("Tegretol300 mg", [(300, None, "mg")]),
    ("40 mg q.o.d.", [(40, None, "mg"), (2, None, "day")]),
    ("5 cc", [(5, None, "ml")]),
    ("23F with a sore throat", [(23, None, "year")]),
    ("98.6F", [(98.6, None, "f")]),
]
SILENT = [
    "no one came",
    "vitamin B12",
    "COVID-19",
    "L4-L5 disc",
    "24/7",
    "one of them",
    "in the 1990s",
    "",
    "the one that hurts",
]


@pytest.mark.parametrize(("text", "wanted"), READ)
def test_reads_written_and_spoken_forms(text: str, wanted: list[tuple[float, float | None, str | None]]) -> None:
    """A quantity has one reading, however it is written or said."""
    assert [item.key for item in find_quantities(text)] == wanted


@pytest.mark.parametrize("text", SILENT)
def test_does_not_invent_numbers(text: str) -> None:
    """Names with digits, pronouns and figures of speech are not quantities."""
    assert find_quantities(text) == []


def test_list_numbers_are_ordinals() -> None:
    """The numbers of a numbered list say nothing about the patient."""
    found = find_quantities("1. Asthma\n2. Aspirin 81 mg\n")
    assert [(item.value, item.kind) for item in found] == [(1, "ordinal"), (2, "ordinal"), (81, "amount")]


def test_date_parts_of_partial_dates() -> None:
    """What was not said of a date is zero."""
    assert date_parts(find_quantities("in March 2020")[0].value) == (2020, 3, 0)
    assert date_parts(find_quantities("July 8")[0].value) == (0, 7, 8)


PIECES = st.sampled_from(
    [
        "one",
        "two",
        "three",
        "twenty",
        "five",
        "hundred",
        "thousand",
        "point",
        "oh",
        "and",
        "a",
        "half",
        "over",
        "to",
        "or",
        "by",
        "out",
        "of",
        "every",
        "once",
        "twice",
        "a",
        "an",
        "day",
        "days",
        "week",
        "mg",
        "%",
        "/",
        "-",
        ":",
        "$",
        "12",
        "3.5",
        "1/2",
        "120/80",
        "11/03/2019",
        "7:30",
        "q6h",
        "bid",
        "x",
        "x3",
        "July",
        "May",
        "8th",
        "2019",
        "pack",
        "pack-years",
        "per",
        "year",
        "old",
        ".",
        ",",
        "\n",
        "couple",
        "½",
        "between",
        "age",
        "type",
        "1.",
        ",",
        "1,000",
        "°F",
        "99:99",
        "0/0",
        "13/45/2020",
        "h",
        "f",
        "m",
    ]
)


@given(
    st.one_of(
        st.text(max_size=80), st.lists(PIECES, max_size=14).map(" ".join), st.lists(PIECES, max_size=8).map("".join)
    )
)
@settings(max_examples=examples(200), deadline=None)
def test_never_raises_and_spans_lie_inside(text: str) -> None:
    """Whatever the text, spans are inside it, in order and apart."""
    last = 0
    for item in find_quantities(text):
        assert last <= item.start < item.end <= len(text)
        last = item.end


UNITS = st.sampled_from(
    ["mg", "mcg", "g", "ml", "day", "week", "month", "year", "hour", "minute", "%", "lb", "cm", "mm", "f", "bpm", "pack", "tablet", "puff",
     "mile", "mmhg", "pack-year", "mg/dl", None]
)  # fmt: skip
VALUES = st.one_of(
    st.integers(2, 999), st.integers(2, 60).map(lambda n: n / 2), st.integers(11, 400).map(lambda n: n / 10)
)


def _spoken(draw: st.DrawFn) -> FoundQuantity:
    kind = draw(
        st.sampled_from(
            ["amount", "range", "pair", "score", "frequency", "interval", "age", "year", "date", "money", "label"]
        )
    )
    value, high, unit = float(draw(VALUES)), None, draw(UNITS)
    if kind == "amount":
        kind = "amount" if unit else "number"
    elif kind == "range":
        value, kind = float(draw(st.integers(2, 40))), "amount"
        high = value + draw(st.integers(1, 20))
        unit = unit or "day"
    elif kind == "pair":
        value, high, unit = float(draw(st.integers(80, 230))), float(draw(st.integers(40, 130))), None
    elif kind == "score":
        value, unit = float(draw(st.integers(2, 10))), "/10"
    elif kind == "frequency":
        value, unit = float(draw(st.integers(1, 8))), draw(st.sampled_from(["per day", "per week", "per month"]))
    elif kind == "interval":
        value, unit = float(draw(st.integers(2, 12))), draw(st.sampled_from(["hour", "day", "week", "month"]))
    elif kind == "age":
        value, unit = float(draw(st.integers(2, 99))), draw(st.sampled_from(["year", "month"]))
    elif kind == "year":
        value, unit = float(draw(st.integers(1930, 2029))), None
    elif kind == "date":
        value, unit = (
            float(draw(st.integers(1990, 2029)) * 10000 + draw(st.integers(1, 12)) * 100 + draw(st.integers(1, 28))),
            "date",
        )
    elif kind == "money":
        unit = "dollar"
    else:
        value, unit = float(draw(st.integers(1, 9))), draw(st.sampled_from(["type", "stage", "grade"]))
    return FoundQuantity(value, high, unit, 0, 1, kind)


@given(st.composite(_spoken)(), st.integers(0, 10_000))
@settings(max_examples=examples(266), deadline=None)
def test_what_is_said_parses_back(found: FoundQuantity, seed: int) -> None:
    """Saying a quantity never changes it."""
    said = say(found, random.Random(seed))
    assert found.key in [item.key for item in find_quantities(said)], said
    assert len(find_quantities(said)) == 1, said


@given(st.integers(2, 99_999))
@settings(deadline=None)
def test_number_words_parse_back(value: int) -> None:
    """Number words, long and clipped, give the number again."""
    for short in (False, True):
        assert [item.value for item in find_quantities(say_number(value, short=short))] == [value]


def test_speaks_in_more_than_one_form() -> None:
    """The same quantity is said in digits and in words, by chance."""
    dose = FoundQuantity(25.0, None, "mg", 0, 5, "amount")
    assert {say(dose, random.Random(seed)) for seed in range(20)} >= {"25 milligrams", "twenty five milligrams"}


def test_the_work_grows_with_the_length_alone() -> None:
    """Four times the text takes about four times the lines of Python."""
    text = "He takes metformin 500 mg twice a day, has had pain for three days, and denies chills since July 8th. "
    short, long = _lines(text * 10), _lines(text * 40)
    assert long < 5 * short, (short, long)


def _lines(text: str) -> int:
    """How many lines of Python reading a text runs."""
    count = 0

    def trace(frame: FrameType, event: str, argument: object) -> object:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)  # pyright: ignore[reportArgumentType]
    try:
        find_quantities(f"{text} ")
    finally:
        sys.settrace(before)
    return count


def test_lines_that_run_on_keep_their_units() -> None:
    """A unit that a wrapped line carries over belongs to its number; another line's number does not."""
    assert [item.key for item in find_quantities("below 2\ngrams a day")] == [(2, None, "g"), (1, None, "per day")]
    assert [item.unit for item in find_quantities("BP 120/80\nhr 72")] == [None, None]
    assert find_quantities("the 4AT score") == []
