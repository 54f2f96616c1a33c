"""Contractions in running words: "I have been" -> "I've been", "does not" -> "doesn't"."""

from bedside.agents.speaking.english import NOT, SHORT
from bedside.agents.text.doc import Token, tokens
from bedside.agents.text.tagger import tags

_PRONOUNS = frozenset(("i", "you", "he", "she", "it", "we", "they", "that", "there"))
_ADVERBS = ("AV", "XX")
_AFTER_HAVE = ("VVN", "VBN", "VHN", "VDN")


def contracted(text: str) -> str:
    """``text`` as it is spoken: an auxiliary joined to its pronoun, "not" to its auxiliary."""
    for have in ("have", "has", "had"):
        text = text.replace(f" {have} been not ", f" {have} not been ")
    words = tokens(text)
    if len(words) < 3:
        return text
    found = tags([word.text for word in words])
    out: list[str] = []
    last = at = 0
    while at < len(words) - 1:
        short = _short(words, found, at)
        if short is not None:
            used, new = short
            out += [text[last : words[at].start], new]
            last = words[at + used - 1].end
            at += used
        else:
            at += 1
    return "".join(out) + text[last:]


def _short(words: list[Token], found: tuple[str, ...], at: int) -> tuple[int, str] | None:
    """How many tokens are drawn together here, and what they become."""
    word, after = words[at], words[at + 1]
    if word.lower == "cannot":
        return 1, "can't"
    if word.lower == "i" and after.lower == "am" and words[at + 2 : at + 3] and words[at + 2].lower == "not":
        return 2, "I'm"
    if after.lower == "not" and word.lower in NOT and " " not in NOT[word.lower]:
        return 2, NOT[word.lower]
    joins = word.lower in _PRONOUNS and after.lower in SHORT and _is_auxiliary(words, found, at + 1)
    if joins and not (word.lower == "there" and after.lower != "is"):
        return 2, word.text + SHORT[after.lower]
    return None


def _is_auxiliary(words: list[Token], found: tuple[str, ...], at: int) -> bool:
    """Whether a form of be, have or a modal leans on what follows: not "I have a cough", not "yes, I am"."""
    rest = [i for i in range(at + 1, len(words)) if not found[i].startswith("AV")]
    if not rest or words[at + 1].text in ",.;" or words[at + 1].lower == "not":
        return False
    if words[at].lower in ("have", "has", "had"):
        after = found[rest[0] + 1] if rest[0] + 1 < len(found) else ""
        if found[rest[0]] == "VVN" and after.startswith(("NN", "AJ")):
            return False  # "I had elevated blood sugar"
        return found[rest[0]].startswith(_AFTER_HAVE) or words[rest[0]].lower in ("been", "had")
    return True
