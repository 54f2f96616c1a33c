"""Words of a prescription that are no name: periods of time, months, and what only joins the others."""

PERIODS = {
    "h": "hour", "hr": "hour", "hrs": "hour", "hour": "hour", "hours": "hour", "hourly": "hour", "d": "day", "day": "day",
    "days": "day", "wk": "week", "wks": "week", "week": "week", "weeks": "week", "month": "month", "months": "month",
    "min": "minute", "mins": "minute", "minutes": "minute", "mo": "month",
}  # fmt: skip
EVERY = {"hourly": "hour", "weekly": "week", "monthly": "month", "yearly": "year"}  # behind a number: "2 hourly"
MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sep"
    " sept oct nov dec spring summer autumn fall winter childhood".split()
) | frozenset(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri yesterday".split()
)
GLUE = frozenset(
    {
        "sig",
        "reports",
        "reported",
        "states", ":", "=", "dispense", "disp", "refills", "of", "a", "an", "the", "his", "her", "their", "some", "any", "he", "she",
        "they", "patient", "pt", "i", "also", "then", "is", "are", "was", "were", "has", "have", "been", "to", "at", "with",
        "for", "dose", "dosage", "doses", "total", "who", "both", "which", "as", "it", "strength", "p", "#", "each", "be", "by",
        "per", "this", "that", "these", "•", "*", "two different", "approximately", "about", "up", "well",
        "will", "now", "just", "otherwise", "include", "includes", "including", "use", "usage", "unknown", "instead", "take",
    }
)  # fmt: skip
SPREAD = frozenset({"-", "–", "to", "or", "/", "x"})
LASTS = frozenset({"day", "week", "month", "year", "hour", "minute", "night"})
LASTING = frozenset({"for", "x", "times", "over", "after"})  # what stands before how long
ABOUT = frozenset(
    "the about another approximately a an past last total of next up to at least most further maximum max around nearly roughly".split()
)
WHEN = frozenset({"in", "since", "on", "from", "until", "till", "through", "by", "thru"})
ENDS = frozenset({"until", "till", "through", "by", "thru"})
EYES = frozenset({"gtt", "gtts", "drop", "drops", "eye", "eyes", "ophthalmic", "ophth", "ou", "os"})
TOPICAL = frozenset({"cream", "ointment", "gel", "lotion", "topical", "topically", "paste", "foam", "drops", "powder"})
NO_NAME = frozenset(
    {
        "oral",
        "tablet",
        "inhaler",
        "alcohol",
        "water",
        "tobacco",
        "sodium",
        "drug",
        "drugs",
        "medication",
        "medications",
        "medicine",
        "medicines",
    }
)
CHANGES = frozenset(
    "reduce reducing decrease decreasing taper tapering increase increasing titrate wean weaning drop".split()
)
