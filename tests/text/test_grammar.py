"""Faults of grammar in a line are found where they are, and what people say is let through."""

import pytest

from bedside.agents.text.grammar import grammar_faults

WRONG = """
I have recently began to swim again.|have
He has went to the gym since Monday.|has
She should started the tablets tonight.|should
I didn't took the capsule.|did
I'm take two of them at night.|'m
There are some nausea.|there
It gives me an unhappy me.|an
Do you have a wearing the brace?|a
Is there any no rash?|any
I felt a bruises.|a
I use two puff in the morning.|two
I had six stitch.|six
The joint joints are sore.|joint
I was told to rest and.|and
Which has been worse lately.|which
They is swollen.|they
I has a cough.|i
He have a cough.|he
Your legs is swollen.|is
My knee are sore.|are
There is a lot of I.|of
The my knee hurts.|the
I have finished the pills three days ago.|have
""".strip().splitlines()
RIGHT = """
I've got it here that you have an allergy.
I had it checked three days ago, and it was fine.
I've been coughing since three days ago.
Did your knee have any swelling?
What they do is hand you a form.
It's a, it's a burning kind of thing.
Uh, so, um, I didn't really take any of those.
She could have gone by herself.
You can put both feet down.
There are some bumps on my arm.
I have a two month old at home.
It's about a six out of ten.
My blood pressure and my sugars have been fine.
One of my feet is numb.
The pain in my legs is worse.
If I were you, I'd rest it.
Does it hurt when he has to bend?
What kind of work are you in?
I do have it, yes, and it is what it is.
A lot of people have this.
I get it every once in a while.
He's had it for a while.
Let it have a day or two.
""".strip().splitlines()


@pytest.mark.parametrize("row", WRONG, ids=[row.partition("|")[0] for row in WRONG])
def test_a_fault_is_found_where_it_is(row: str) -> None:
    text, _, at = row.partition("|")
    found = grammar_faults(text)
    assert [text[one.start : one.end].lower().split(" ")[0] for one in found][:1] != []
    assert any(text[one.start :].lower().startswith(at) for one in found)


def test_what_people_say_is_let_through() -> None:
    """Contractions, questions, things said twice and unfinished are speech, not faults."""
    assert {line: found for line in RIGHT if (found := [one.what for one in grammar_faults(line)])} == {}


def test_places_are_of_the_line() -> None:
    """Each place lies in the line, in any script, and the same line gives the same."""
    for text in ("", "…", "Привет, как дела?", "I’ve began, I’ve began."):
        found = grammar_faults(text)
        assert all(0 <= one.start < one.end <= len(text) for one in found)
        assert found == grammar_faults(text)
