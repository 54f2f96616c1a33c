"""Text of other scripts on the terminal: columns, not signs, are counted; what runs from right to left keeps its order;
nothing of this reaches the record."""

from contextlib import redirect_stdout
from io import StringIO

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from bedside.orchestrator.cli.printer import Printer
from bedside.orchestrator.views.terminal_text import isolated, wrapped
from bedside.scenarios.turn import Turn

CHINESE = "我咳嗽大概有三个星期了，晚上更厉害，白天还好一些，吃了药也没有什么效果，所以今天过来看看。"
ARABIC = "أعاني من هذا السعال منذ حوالي ثلاثة أسابيع، ويزداد في الليل، ولم يساعدني الدواء الذي أخذته."


@given(st.text("我咳嗽，。 abc（）？", min_size=1, max_size=200), st.integers(30, 110))
def test_no_line_is_wider_than_the_terminal(text: str, width: int) -> None:
    """Whatever is mixed, every line fits, no line is lost, and no line begins with a mark that may not."""
    lines = wrapped(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_chinese_is_broken_by_columns() -> None:
    """Forty signs do not fit into sixty columns."""
    lines = wrapped(CHINESE, 60)
    assert len(lines) == 2
    assert all(cell_len(line) <= 60 for line in lines)
    assert not any(line[0] in "，。" for line in lines)


def test_what_runs_from_right_to_left_is_isolated() -> None:
    """The speaker's name stays at the left; the line stands between Unicode's isolates; English has none."""
    out = StringIO()
    with redirect_stdout(out):
        turn = Turn(id="t1", speaker="patient", text=ARABIC)
        Printer().show_turns([turn], [])
    lines = out.getvalue().splitlines()
    assert lines[0].startswith("PATIENT    \u2067")
    assert all(line.rstrip().endswith("\u2069") for line in lines)
    assert isolated("Good morning.") == "Good morning."
    assert turn.text == ARABIC
