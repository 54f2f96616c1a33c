"""What comes in: a note's text, admitted or refused with one sentence; an item's seed.

Control characters are replaced one for one, so that every span also holds in the text as given. What a note says is
data: nothing in it is ever an instruction.
"""

import hashlib
import re
from dataclasses import dataclass

from bedside.orchestrator.failures import Problem

MAX_CHARACTERS = 200_000  # of one note; the longest of the development corpora has under 20,000
_CONTROL = re.compile("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_BREAKS = frozenset("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
_WORD = re.compile(r"[^\W\d_]+")

# A few dozen of the commonest words of each language: function words, which no clinical English note is made of.
_STOPS: dict[str, frozenset[str]] = {
    "English": frozenset(
        "the of and to in is with for was on he she no not has had at his her patient are as this that be or by pain "
        "denies history from who been since left right day days any today normal".split()
    ),
    "Spanish": frozenset(
        "el la los las de del que y en un una por con para es se al lo su como más pero sus le ha sin sobre este "
        "paciente dolor años refiere desde hace presenta niega".split()
    ),
    "French": frozenset(
        "le la les de des du et en un une est que qui dans pour par sur avec au aux il elle ne pas ce cette son sa "
        "patient patiente douleur depuis ans présente été sans".split()
    ),
    "German": frozenset(
        "der die das und ist ein eine einer mit von zu den dem des im für auf nicht auch sich als nach seit bei wird "
        "patient patientin schmerzen jahre keine hat wurde am".split()
    ),
    "Italian": frozenset(
        "il lo la gli le di del della che e un una per con non è si da nel alla dei come più ha sono paziente dolore "
        "anni riferisce da senza".split()
    ),
    "Portuguese": frozenset(
        "o a os as de do da dos das que e em um uma por com para não é se ao no na mais como foi paciente dor anos "
        "há sem refere nega".split()
    ),
    "Dutch": frozenset(
        "de het een en van is dat op te in met voor niet zijn aan er bij ook om als heeft sinds geen patiënt pijn "
        "jaar werd wordt naar".split()
    ),
    "Polish": frozenset("i w na z do się nie że jest o od po pacjent pacjentka ból lat dni bez przez oraz ma u".split()),
    "Turkish": frozenset("ve bir bu ile için olan hasta ağrı yıl gün daha çok olarak var yok şikayeti sonra".split()),
    "Swedish": frozenset("och att det som en på är av för med den till inte har om ett sedan patienten smärta utan".split()),
}


@dataclass(frozen=True)
class Admitted:
    """A note's text as the agents get it. ``replaced`` counts control characters that became spaces or line ends."""

    text: str
    replaced: int = 0


def admit(text: str) -> Admitted:
    """Let a note in. Raises ``Problem`` if it is empty, too long, not text, or in another language."""
    if len(text) > MAX_CHARACTERS:
        raise Problem(
            "input",
            f"The note has {len(text):,} characters and the most is {MAX_CHARACTERS:,}: give one visit's note, not a chart.",
        )
    clean, replaced = _CONTROL.subn(lambda match: "\n" if match[0] in _BREAKS else " ", text)
    if not clean.strip():
        raise Problem("input", "The note is empty: put the text of a clinical note in it.")
    if replaced > 20 and replaced > len(text) // 10:
        raise Problem("input", "The note is not text: give a plain text file in UTF-8.")
    language = foreign(clean)
    if language:
        raise Problem("language", f"The note reads as {language} and only English is understood: give a translation.")
    return Admitted(clean, replaced)


def foreign(text: str) -> str | None:
    """The language a note is written in if it is surely not English, else None.

    Needs positive evidence: another script, or another language's commonest words. A telegraphic note with hardly a
    function word in it is let in.
    """
    sample = text[:20_000]
    words = [word for word in _WORD.findall(sample.casefold())]
    letters = sum(len(word) for word in words)
    if not letters:
        return None
    latin = sum(1 for word in words for c in word if c < "\u0250" or "\u1e00" <= c <= "\u1eff")
    if letters >= 12 and latin < 0.6 * letters:
        return "a language in another script"
    if len(words) < 8:
        return None
    shares = {name: sum(word in stops for word in words) / len(words) for name, stops in _STOPS.items()}
    english = shares.pop("English")
    best = max(sorted(shares), key=lambda name: shares[name])
    if shares[best] > 0.12 and shares[best] > 1.8 * english:
        return best
    marked = sum(1 for word in words if not word.isascii()) / len(words)
    return "another language" if marked > 0.15 and english < 0.03 else None


def item_seed(run_seed: int, item: str) -> int:
    """An item's own seed, from the run's seed and the item's id alone: the same in any process and any order."""
    return int.from_bytes(hashlib.sha256(f"{run_seed}/{item}".encode()).digest()[:6], "big")
