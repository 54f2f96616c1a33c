"""The sex of the patient, as the words of a note show it."""

from functools import lru_cache

from bedside.agents.text.doc import tokens

_SEXED = {"female": "f", "woman": "f", "girl": "f", "lady": "f", "male": "m", "man": "m", "boy": "m", "gentleman": "m",
          "♀": "f", "♂": "m", "rhf": "f", "lhf": "f", "rhm": "m", "lhm": "m", "widow": "f", "widower": "m"}  # fmt: skip
_HANDED = frozenset(("rhm", "lhm", "rhf", "lhf"))
_FIRST = 6  # words in which "2 mo F" says who the note is about
_YOUNG = frozenset("mo mos mth mths wk wks month months week weeks day days".split())


@lru_cache(maxsize=64)
def patient_sex(text: str) -> str:
    """The patient's sex as a note's text shows it: "f", "m" or ""."""
    counts = {"f": 0, "m": 0}
    words = tokens(text)
    found = [token.lower for token in words]
    for i, word in enumerate(found):
        if word in _SEXED and (i < 12 or word in _HANDED or "old" in "".join(found[max(0, i - 6) : i])):
            return _SEXED[word]
        if (
            word in ("f", "m")
            and i
            and (
                found[i - 1][-1:].isdigit()
                or found[i - 1] in ("yo", "y", "o")
                or (i < _FIRST and found[i - 1] in _YOUNG)
            )
        ):
            after = words[i + 1 : i + 2]
            if not after or after[0].start > words[i].end or not after[0].text[0].isdecimal():  # "T2N1M0" is no man
                return word
        if word in ("he", "his", "him", "she", "her", "herself", "himself"):
            counts["f" if word in ("she", "her", "herself") else "m"] += 1
    if counts["f"] == counts["m"]:
        if counts["f"] and {"mother", "mom", "mum", "father", "dad"} & set(found):
            parents = ["f" for word in found if word in ("mother", "mom", "mum")] + [
                "m" for word in found if word in ("father", "dad")
            ]
            return {"f": "m", "m": "f"}[parents[0]] if len(set(parents)) == 1 else ""  # "her" is the mother
        return ""
    return "f" if counts["f"] > counts["m"] else "m"
