"""The name of a thing without a count before it, which is the answer to how often: "two episodes of vomiting"."""

import re

_COUNT = re.compile(
    r"^(?:brief|recent|recurrent|a|an|one|two|three|four|five|six|several|multiple|few|a few|some|couple|\d+)(?: \w+)? "
    r"(?:episode|bout|spell|attack|time)s?(?: of)? (?=\w)",
    re.IGNORECASE,
)


def uncounted(name: str) -> str:
    """The thing itself: "vomiting"."""
    return _COUNT.sub("", name)
