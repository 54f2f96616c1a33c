"""HTML and RTF become text; other text is left alone."""

import pytest

from bedside.agents.reading.layout import layout
from bedside.agents.reading.markup import plain


def test_blocks_lists_and_tables_of_html() -> None:
    text = plain(
        "<html><head><title>x</title><style>p{}</style></head><body><h2>Plan</h2><ul><li>ice</li><li>rest</li></ul>"
        "<ol><li>zinc</li></ol><table><tr><th>BP</th><td>110/70</td></tr></table><p>Fever &amp; chills:<b> no</b><br>Rash: yes</p></body></html>"
    )
    assert text is not None
    lines = [line for line in text.splitlines() if line]
    assert lines == ["Plan", "• ice", "• rest", "1. zinc", "BP | 110/70", "Fever & chills: no", "Rash: yes"]
    assert [part.kind for part in layout(text)] == ["plan"]


def test_boxes_of_a_form() -> None:
    text = plain('<form><p><input type="checkbox" checked>rash</p><p><input type="checkbox">itch</p></form>')
    assert text is not None
    assert [record.tick for part in layout(text) for record in part.records] == ["yes", "open"]


def test_rtf() -> None:
    text = plain(
        r"{\rtf1\ansi{\fonttbl{\f0\fswiss Arial;}}{\*\generator Word;}\f0\fs20 {\b HPI:} caf\'e9 visit,\~pain for \u8805?3 days.\par "
        r"PMH: gout\line x\{y\}\par}"
    )
    assert text == "HPI: café visit, pain for ≥3 days.\nPMH: gout\nx{y}\n"


@pytest.mark.parametrize("text", ["", "Temp <38, BP >90/60", "a <b c", "x < 5 and y > 3", "{Time:1} @ROS@", "<3 days"])
def test_plain_text_is_no_markup(text: str) -> None:
    assert plain(text) is None


def test_broken_markup_does_not_raise() -> None:
    assert plain("<div><p>cough<p><b>dry</div><table><td>x") == "cough\ndry\n\nx\n"
    assert plain("{\\rtf1 cough \\par {dry}}}}} \\u99999999?x") is not None
