"""What keys to services look like, so that one is refused where it would be kept and hidden where it would be shown."""

import re

# What keys of well-known makers look like; the text around one is kept.
MADE = re.compile(
    r"(?<![A-Za-z0-9])(?:sk|pk|rk|gsk|xai|hf|r8|nvapi|pplx|ghp|gho|ghs|ghu|glpat|lsv2_pt|lsv2_sk)[-_][A-Za-z0-9_-]{16,}"
    r"|(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])"
    r"|(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{30,}"
    r"|(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*"
)
# Every match of the patterns holds one of these; looking for them is much cheaper than looking for the patterns.
MARKS = (
    *(
        f"{maker}{sign}"
        for sign in "-_"
        for maker in ("sk", "pk", "rk", "xai", "hf", "r8", "api", "plx", "hp", "ho", "hs")
    ),
    *("hu-", "hu_", "pat-", "pat_", "pt-", "pt_", "AKIA", "ASIA", "AIza", "eyJ", "earer", "EARER", "asic", "ASIC"),
)
BEARER = re.compile(r"\b([Bb]earer|BEARER|[Bb]asic|BASIC)\s+(?=\S*[0-9_=-])[A-Za-z0-9._~+/=-]{12,}")
_OPAQUE = re.compile(r"[A-Za-z0-9+]{32,}={0,2}")  # a model's name or a path has other signs in it
NAMES = frozenset({"key", "api_key", "apikey", "api-key", "token", "secret", "password", "bearer", "authorization"})


def looks_like_key(text: str) -> bool:
    """Whether a text from a case file or a command line is a key rather than a name or a path."""
    text = text.strip()
    if MADE.search(text) or BEARER.search(text):
        return True
    mixed = any(sign.isdigit() for sign in text) and any(sign.islower() for sign in text)
    return bool(_OPAQUE.fullmatch(text)) and mixed
