"""A citation is read from the words that were said."""

from bedside.agents.prompted.citing import cite
from bedside.scenarios.brief import Evidence

FLAGS = Evidence(
    id="a#red-flags", document="a", section="Red flags", text="coughing up blood\nnight sweats for weeks | now"
)


def test_the_sentence_that_says_an_item_rests_on_its_passage() -> None:
    """The claim covers that sentence and no other."""
    text = "Thanks for telling me. Have you been coughing up any blood? It matters."
    (claim,) = cite(text, (FLAGS,))
    assert claim.passages == ("a#red-flags",)
    assert text[claim.said.start : claim.said.end] == "Have you been coughing up any blood?"


def test_a_line_about_something_else_rests_on_nothing() -> None:
    """Being shown a passage is not using it."""
    assert cite("Do you cough at night?", (FLAGS,)) == ()
    assert cite("", (FLAGS,)) == ()
    assert cite("Have you been coughing up any blood?", ()) == ()
