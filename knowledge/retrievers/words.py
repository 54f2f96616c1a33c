"""The words a lexical search compares: lower case, no function words, plurals folded. Same text, same words."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
# Words without content in a clinical question; negations stay out too, since guidelines ask and do not deny.
_LEFT_OUT = """
a about after am an and any are as at be been being but by can could did do does for from had has have having he her
hers him his how i if in into is it its me my no not of off on or our out over she should so some such than that the
their them then there these they this those to too up very was we were what when where which while who why will with
would you your yours also ask feel felt get getting go going got just know lately like little lot maybe much patient
please present presents really recently right say tell thing things think want well
"""
_FUNCTION = frozenset(_LEFT_OUT.split())


def words(text: str) -> list[str]:
    """Content words in order of appearance."""
    content = (word for word in plain_words(text) if word not in _FUNCTION)
    return [_singular(word) for word in content if len(word) > 1 or word.isdigit()]


def plain_words(text: str) -> list[str]:
    """All words in lower case, typographic variants folded, possessive 's removed."""
    folded = text if text.isascii() else unicodedata.normalize("NFKC", text).replace("\u2019", "'")
    return [word.removesuffix("'s") for word in _WORD.findall(folded.lower())]


def _singular(word: str) -> str:
    """Harman's S-stemmer: three rules that fold English plurals and leave everything else alone."""
    if word.endswith("ies") and len(word) > 4 and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    if word.endswith("es") and len(word) > 3 and not word.endswith(("aes", "ees", "oes")):
        return word[:-1]
    if word.endswith("s") and len(word) > 3 and not word.endswith(("us", "ss", "is")):
        return word[:-1]
    return word
