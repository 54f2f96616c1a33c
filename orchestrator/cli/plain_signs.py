"""Signs that a console cannot show, as it can: typographic ones by their plain neighbours, any other by its escape.

Where a whole line of JSON is written, each is its JSON escape, so that whoever reads the line gets the same text.
"""

import codecs
import unicodedata

NAME = "bedside.plain"
_NEIGHBOURS = str.maketrans(
    {
        "“": "'", "”": "'", "„": "'", "«": "'", "»": "'", "‘": "'", "’": "'", "‚": "'", "–": "-", "—": "-", "‑": "-", "−": "-", "…": "...",
        "→": "->", "←": "<-", "↔": "<->", "•": "*", "·": "-", "×": "x", "≥": ">=", "≤": "<=", "≠": "!=", "±": "+/-", "°": " deg", "µ": "u", "μ": "u",
        "½": "1/2", "¼": "1/4", "¾": "3/4", "✓": "ok", "│": "|", "─": "-", "├": "|", "└": "`", "␣": " ", "\u2009": " ", "\u202f": " ", "\xa0": " ",
        "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "\u2066": "", "\u2067": "", "\u2068": "", "\u2069": "",
    }
)  # fmt: skip


def register() -> str:
    """Make the error handler known; returns its name."""
    codecs.register_error(NAME, _plain)
    return NAME


def _plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    signs = error.object[error.start : error.end]
    if error.object.lstrip()[:1] in ("{", "["):
        return "".join(map(_escaped, signs)), error.end
    return "".join(_neighbour(sign, error.encoding) for sign in signs), error.end


def _neighbour(sign: str, encoding: str) -> str:
    """What stands for a sign: its neighbour, its letter without an accent, or its escape."""
    plain = sign.translate(_NEIGHBOURS)
    bare = "".join(part for part in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(part))
    for made in (plain, bare):
        try:
            made.encode(encoding)
        except UnicodeEncodeError:
            continue
        return made
    return _escaped(sign)


def _escaped(sign: str) -> str:
    """The escape of JSON: four hexadecimal digits, two of them for what lies above."""
    pairs = sign.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{pairs[at]:02x}{pairs[at + 1]:02x}" for at in range(0, len(pairs), 2))
