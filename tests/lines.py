"""Lines for a function that plays a model, no two alike: who says the same again is out of its role."""

_WHO = ("My neighbour", "The bus", "Our old cat", "Some music", "That garden", "The baker", "A cousin of mine")
_WHAT = (
    "came by in the morning",
    "was late again",
    "sits by the window",
    "made me laugh",
    "needs rain",
    "sold out early",
    "sends a card",
    "keeps the keys",
    "walks slowly uphill",
    "sings on Sundays",
    "lost its colour",
)
_MORE = ("as ever", "which is fine", "I suppose", "before breakfast", "so they tell me")


def line(number: int) -> str:
    """A sentence for this number."""
    who, what, more = _WHO[number % 7], _WHAT[number // 2 % 11], _MORE[number // 3 % 5]
    return f"{who} {what}, {more}."
