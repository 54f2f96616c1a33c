"""The words of a statement that place it in time, as written."""

import re

_NUMBER = (
    r"(?:\d+(?:[.,]\d+)?(?:\s?(?:-|–|to|or|/)\s?\d+)?(?:-1/2)?|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"fifteen|twenty|thirty|several|many|a few|few|some|a couple(?: of)?|couple(?: of)?|multiple|half an?|numerous|(?:one|two|three|four|five|six|seven)\s?(?:-|to|or)\s?(?:two|three|four|five|six|seven|eight))"
)
_UNIT = r"(?:second|sec|minute|min|hour|hr|day|night|evening|morning|week|wk|month|mo|year|yr|decade|weekend)s?"
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_WEEKDAY = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
_LEAD = r"(?:(?:approximately|about|around|roughly|nearly|almost|over|more than|less than|at least|up to|maybe|only|just|within|some)\s+)?"

_PATTERNS = (
    rf"(?:for|over|during|within|in|throughout|since)\s+(?:the\s+)?(?:past|last|previous|next|preceding|entire)\s+(?:{_NUMBER}\s+)?{_UNIT}",
    rf"{_LEAD}{_NUMBER}[\s-]+{_UNIT}\s+(?:ago|prior|earlier|later|before|previously|back|duration|history|old\s+history)(?:\s+to\s+(?:admission|presentation|arrival|the visit|this visit))?",
    rf"since\s+(?:the\s+)?(?:{_LEAD}{_NUMBER}\s+{_UNIT}\s+ago|yesterday|(?:this|last|early|late)\s+\w+|{_MONTH}(?:\s+(?:of\s+)?\d{{2,4}})?|{_WEEKDAY}|(?:19|20)\d\d|childhood|birth|then|that time|age\s+\d+|adolescence|her teens|his teens|onset)",
    rf"(?:for|x|×)\s*{_LEAD}{_NUMBER}[\s-]*{_UNIT}",
    rf"(?:every|each)\s+(?:other\s+)?(?:{_NUMBER}\s+)?(?:{_UNIT}|{_WEEKDAY}|time)",
    rf"(?:once|twice|{_NUMBER}\s+times?|thrice)\s+(?:a|an|per|every|each)\s+(?:other\s+)?{_UNIT}",
    r"(?:once|twice|three times|four times|\d times)\s+(?:daily|weekly|monthly|yearly)",
    rf"(?:last|this|next|that|the other|the same|earlier this|earlier that|late last)\s+(?:{_UNIT}|{_WEEKDAY}|{_MONTH}|spring|summer|fall|autumn|winter|christmas|time)",
    r"yesterday(?:\s+(?:morning|afternoon|evening|night))?|today|tonight|the day before yesterday|the day prior|day of life \d+",
    rf"(?:in|on|of|by|until|from|around|dated?|as of)\s+(?:early\s+|late\s+|mid[- ]?)?(?:{_MONTH}(?:\s+\d{{1,2}}(?:st|nd|rd|th)?)?(?:,?\s+(?:of\s+)?(?:19|20)\d\d)?|(?:19|20)\d\d|{_WEEKDAY}|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}|\d{{1,2}}/\d{{2,4}})(?!\s*mg)",
    rf"{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+(?:19|20)\d\d)?",
    r"\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d\d\b",
    r"(?<!\d)\d{1,2}(?:-\d{1,2})?/(?:7|52|12)(?!\d|\s*%)(?:\s+ago|\s+hx)?",
    r"(?:at|when|since|from)\s+(?:the\s+)?age(?:\s+of)?\s+\d+|aged?\s+\d+(?:\s?(?:yrs?|years?))?|at\s+\d+\s+years\s+(?:old|of age)|when\s+(?:he|she)\s+was\s+\d+(?:\s+years\s+old)?",
    rf"(?:in|within|after|over)\s+{_LEAD}(?:the next\s+)?{_NUMBER}\s?(?:-|to)?\s?{_UNIT}(?:['’]s? time)?",
    rf"{_LEAD}{_NUMBER}[\s-]+{_UNIT}(?!\s*-?\s*old)\s+(?:of|in)\s+(?:duration|total)",
    r"(?:at|in|during|by|overnight|through)\s+(?:the\s+)?(?:night|nighttime|bedtime|evenings?|mornings?|afternoons?|day|daytime|weekends?|summer|winter|spring|fall|wintertime|summertime)\b",
    r"(?:over|on|during)\s+the\s+(?:weekends?|summer|winter|spring|fall|holidays?)",
    r"at\s+(?:around\s+|about\s+)?\d{1,2}(?::\d\d)?\s?(?:am|pm|a\.m\.?|p\.m\.?)|at\s+\d{1,2}:\d\d",
    r"(?:twice|once|three times|four times)?\s?\b(?:daily|nightly|weekly|monthly|annually|yearly|hourly|occasionally|intermittently|constantly|currently|recently|previously|initially|at this time|at times|as needed|prn|all the time|most (?:days|nights))\b",
    rf"{_LEAD}{_NUMBER}\s+{_UNIT}(?!\s*-?\s*old)\b",
    r"(?:19|20)\d\d\b(?!\s*(?:iu|mg|mcg|units?|ml|g|calories|kcal|steps|cc|feet|meters|/|-))",
    r"a (?:long time|while|long while|couple of \w+) (?:ago|back)|many years ago|years ago|in the past(?!\s+(?:medical|surgical|family|history))|long ago|in a (?:long )?(?:time|while)|for a (?:long time|while)|(?:all (?:his|her|their)|(?:his|her|their) (?:whole|entire)) life|lifelong|since \w+ (?:\w+ )?(?:began|started)",
    r"\b(?:bd|bid|tds|tid|qds|qid|qd|qhs|qam|qpm|od|nocte|mane|q\d+h|prn)\b",
)
_TIME = re.compile(r"(?<![\w/.])(?:" + "|".join(_PATTERNS) + r")(?![\w])", re.IGNORECASE)
_HINT_WORD = re.compile(r"[a-z]+")
_HINTS = frozenset(
    "day days daytime night nights nighttime nightly nocte overnight bedtime week weeks weekly wk wks month months mo mos monthly year years yr yrs yearly hour hours hr hrs hourly "
    "minute minutes min mins second seconds sec morning mornings mane evening evenings afternoon afternoons noon weekend weekends daily annually last this next since ago past now time times "
    "today tonight yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday occasionally intermittently constantly currently recently previously initially needed prn age aged "
    "summer winter spring fall autumn summertime wintertime christmas childhood birth adolescence life lifelong decade decades onset bd bid tds tid qds qid qd qhs qam qpm od "
    "jan january feb february mar march apr april may june jun july jul aug august sep sept september oct october nov november dec december long while then teens holiday holidays".split()
)
_DIGIT = re.compile(r"\d")
_WEAK = re.compile(
    r"(?i)^(?:\s*(?:currently|today|occasionally|intermittently|recently|previously|initially|at this time|constantly|as needed|prn|daily))$"
)


def time_of(text: str) -> str | None:
    """The first strong time expression, else the first weak one ("currently"), else None."""
    if not _DIGIT.search(text) and _HINTS.isdisjoint(_HINT_WORD.findall(text.lower())):
        return None
    weak = None
    for match in _TIME.finditer(text):
        words = match.group().strip()
        if not _WEAK.match(words):
            return words
        weak = weak or words
    return weak
