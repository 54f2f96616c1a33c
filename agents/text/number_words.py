"""Numbers as words: "twelve", "twenty"."""

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen"
).split()
ONES: dict[str, int] = {word: number for number, word in enumerate(_SMALL)}
TENS: dict[str, int] = {
    word: 10 * (number + 2) for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())
} | {"fourty": 40}
NUMBERS: dict[str, int] = ONES | TENS
