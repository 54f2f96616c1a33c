"""Numbers are found by value, however a language writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.agents.languages.language import shipped
from bedside.agents.languages.numbers import number_words, numbers

CASES = [
    ("en", "thirty-eight point five and 1,200 and 2.5", [38.5, 1200, 2.5]),
    ("de", "achtunddreißig Komma fünf Grad, 1.200 ml, 38,5 und anderthalb Tabletten", [38.5, 1200, 38.5, 1.5]),
    ("de", "hundertzwanzig zu achtzig, seit drei Tagen, ein Husten", [120, 80, 3]),
    ("de", "RR 142/88, am 3.5.2024 um 14:30 Uhr", [142, 88, 3, 5, 2024, 14, 30]),
    ("fr", "soixante-dix-sept ans, quatre-vingt-dix-huit, trente-huit virgule cinq", [77, 98, 38.5]),
    ("fr", "1 200 mg, 38,7 °C, un comprimé", [1200, 38.7]),
    ("es", "treinta y ocho coma cinco grados, veintidós, ciento veinte", [38.5, 22, 120]),
    ("nl", "achtendertig komma vijf, tweeëntwintig, honderdtwintig", [38.5, 22, 120]),
    ("et", "kolmkümmend kaheksa koma viis, sada kakskümmend, viie päeva", [38.5, 120, 5]),
    ("zh", "三十八度五，一百二十，两天，3天，三十岁", [38.5, 120, 2, 3, 30]),
    ("zh", "38度5，第一", [38.5]),
    ("ar", "٣٨٫٥ درجة، خمسة وعشرون، مئة وعشرون، منذ ثلاثة أيام", [38.5, 25, 120, 3]),
    ("ar", "１２０ و 38.5", [120, 38.5]),
    ("sv", "38,5 grader och 120", [38.5, 120]),
]


@pytest.mark.parametrize(("code", "text", "values"), CASES, ids=[f"{c}-{n}" for n, (c, _, _) in enumerate(CASES)])
def test_values_in_order(code: str, text: str, values: list[float]) -> None:
    """Digits of every script, decimal signs, groups, number words and their compounds."""
    assert [number.value for number in numbers(text, code)] == values


@pytest.mark.parametrize("code", [code for code in shipped() if code != "zh"])
def test_every_number_word_is_one_number(code: str) -> None:
    """Every word that a language has for 2 to 999 is found as it is, inside a sentence, with its value and its place;
    what names every number from 2 to 99 is there."""
    words = number_words(code)
    for word, value in words.items():
        if value == 1:
            continue
        found = numbers(f"« {word} »", code)
        assert [(n.value, n.start, n.end) for n in found] == [(value, 2, 2 + len(word))], word
    assert {float(n) for n in range(2, 100)} <= {*words.values()}


@given(st.integers(2, 9999))
def test_chinese_numerals(value: int) -> None:
    """A number written out in Chinese is read back."""
    digits = "零一二三四五六七八九"
    out, rest, gap = "", value, False
    for power, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, rest = divmod(rest, power)
        if digit:
            out += ("零" if gap and out else "") + digits[digit] + sign
            gap = False
        else:
            gap = bool(out)
    assert [n.value for n in numbers(out, "zh")] == [value]


@given(st.text(max_size=80), st.sampled_from([*shipped(), "sv", "fa"]))
def test_any_text_can_be_read(text: str, code: str) -> None:
    """No text makes it fail, and every place is inside the text and holds a digit or a letter."""
    for number in numbers(text, code):
        assert 0 <= number.start < number.end <= len(text)
        assert number.value >= 0
