"""Numbers as words, and the words beside them: "twelve", "third", "July", "bid"."""

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen"
).split()
_ORDINAL = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_CALENDAR = "January February March April May June July August September October November December".split()

ONES: dict[str, int] = {word: number for number, word in enumerate(_SMALL)}
TENS: dict[str, int] = {
    word: 10 * (number + 2)
    for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())
} | {"fourty": 40}
NUMBERS: dict[str, int] = ONES | TENS
ORDINALS: dict[str, int] = {word: number for number, word in enumerate(_ORDINAL)} | {"thirtieth": 30}
MONTH_NAMES: tuple[str, ...] = tuple(_CALENDAR)
SHORT_MONTHS: frozenset[str] = frozenset(name[:3].lower() for name in _CALENDAR) - {"may"} | {"sept"}
MONTHS: dict[str, int] = (
    {name.lower(): number for number, name in enumerate(_CALENDAR, 1)}
    | {name[:3].lower(): number for number, name in enumerate(_CALENDAR, 1)}
    | {"sept": 9}
)
LATIN: dict[str, float] = {"bid": 2, "tid": 3, "qid": 4, "qd": 1, "bd": 2, "tds": 3, "qds": 4, "od": 1}  # times a day
EVERY: dict[str, str] = {  # adverbs of once a ...
    "daily": "per day", "nightly": "per day", "weekly": "per week", "monthly": "per month", "yearly": "per year",
    "annually": "per year", "hourly": "per hour",
}  # fmt: skip
PERIODS: dict[str, str] = {
    "day": "day", "days": "day", "night": "day", "morning": "day", "evening": "day", "bedtime": "day", "week": "week", "wk": "week",
    "month": "month", "year": "year", "hour": "hour", "minute": "minute",
}  # fmt: skip
FRACTIONS: dict[str, float] = {"½": 0.5, "¼": 0.25, "¾": 0.75}
HALVES: dict[tuple[int, int], float] = {(1, 2): 0.5, (1, 4): 0.25, (3, 4): 0.75, (1, 3): 0.333, (2, 3): 0.667}
