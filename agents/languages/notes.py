"""Which language a note is written in, as far as its script and its commonest words tell."""

import re

from bedside.agents.languages.detect import detect, share_of_common
from bedside.agents.languages.language import load_language, shipped
from bedside.agents.languages.lexicon import load_lexicon

_WORD = re.compile(r"[^\W\d_]+")

# A few dozen of the commonest words of each language, continued on indented lines. A telegraphic English note has
# hardly any of them, which is why only positive evidence of another language counts.
_COMMON = """
English: the of and to in is with for was on he she no not has had at his her patient are as this that be or
    by pain denies history from who been since left right day days any today normal
Spanish: el la los las de del que y en un una por con para es se al lo su como más pero sus le ha sin sobre
    este paciente dolor años refiere desde hace presenta niega
French: le la les de des du et en un une est que qui dans pour par sur avec au aux il elle ne pas ce cette son
    sa patient patiente douleur depuis ans présente été sans
German: der die das und ist ein eine einer mit von zu den dem des im für auf nicht auch sich als nach seit bei
    wird patient patientin schmerzen jahre keine hat wurde am
Italian: il lo la gli le di del della che e un una per con non è si da nel alla dei come più ha sono paziente
    dolore anni riferisce da senza
Portuguese: o a os as de do da dos das que e em um uma por com para não é se ao no na mais como foi paciente
    dor anos há sem refere nega
Dutch: de het een en van is dat op te in met voor niet zijn aan er bij ook om als heeft sinds geen patiënt
    pijn jaar werd wordt naar
Polish: i w na z do się nie że jest o od po pacjent pacjentka ból lat dni bez przez oraz ma u
Turkish: ve bir bu ile için olan hasta ağrı yıl gün daha çok olarak var yok şikayeti sonra
Estonian: ja ei et oli mis kui ka aga või kes nagu oma ta pole ning nädalat päeva aastat aastane patsient patsiendil
    valu köha palavik palavikku pärast vasaku parema vasak tehakse kaks kuud naine mees välja
Swedish: och att det som en på är av för med den till inte har om ett sedan patienten smärta utan
"""


# Also English, Latin or an abbreviation in English notes.
_AMBIGUOUS = frozenset(re.findall(r"\w+", "a o e i u w z do po as no in is me am was at on en la de per con die os"))
_SCRIPT, _OTHER = "a language in another script", "another language"
_TERSE = 0.04  # the share of common words in a note of abbreviations and names of things
_DIFFERENT = 4  # common words of the other language that a note must have
_TOLD = ("de", "fr", "nl", "es")  # languages with words that no English note has
_TELLING = 3  # of them that tell
_SHORTENED = ("de",)  # languages with a table of how notes shorten words
_SHORT_FORMS = 3  # of such words that a note must have, each with its full stop


def _tables() -> dict[str, frozenset[str]]:
    lines = re.sub(r"\n\s+", " ", _COMMON).strip().splitlines()
    tables = {name: frozenset(words.split()) for name, _, words in (line.partition(":") for line in lines)}
    return {name: words if name == "English" else words - _AMBIGUOUS for name, words in tables.items()}


_STOPS = _tables()


def foreign(text: str, language: str = "en") -> str | None:
    """The name of the language a note is written in if it is surely neither English nor ``language``, else None."""
    found = _not_english(text)
    if found is None or language == "en":
        return found
    known = load_language(language)
    if found == known.name or detect(text, language) == language:
        return None
    another = found in (_SCRIPT, _OTHER)  # too little to say which
    return None if another and known.script == "Latin" and found == _OTHER else found


def note_language(text: str, language: str) -> str:
    """The language to read a note in: ``language``, that of the talk, or "en"."""
    if language == "en":
        return "en"
    if _not_english(text) is not None:
        return language
    found = detect(text, language)
    if found is not None:
        return "en" if found == "en" else language
    own = share_of_common(text, language) if language in shipped() else 0.0
    return "en" if share_of_common(text, "en") > own else language


def written_in(text: str) -> str:
    """The code of the language a note is in, as far as it can be told; "en" where nothing says otherwise."""
    if _not_english(text) is not None:
        return detect(text) or "en"
    return _shortened(text) or "en"


def _shortened(text: str) -> str | None:
    """The language of a note that is hardly more than names and short forms: one whose short forms it has and that the
    second opinion is sure of. None for none."""
    sample = text[:20_000]
    words = set(_WORD.findall(sample.casefold()))
    told = {code: len(words.intersection(load_lexicon(code).words("telltale"))) for code in _TOLD}
    best = max(told, key=lambda code: told[code])
    if (
        told[best] >= _TELLING
        and told[best] > len(words & _STOPS["English"])
        and sorted(told.values())[-2] < told[best]
    ):
        return best
    for code in _SHORTENED:
        forms = {found[0] for found in load_lexicon(code).any_shorthand.finditer(sample) if found[0].endswith(".")}
        if len(forms) >= _SHORT_FORMS and detect(sample) == code:
            return code
    return None


def _detected(text: str) -> str:
    """The name of the language that a second opinion is sure of; "" for none."""
    code = detect(text)
    return load_language(code).name if code is not None else ""


def _not_english(text: str) -> str | None:
    """The language of a note if it is surely not English, else None.

    Needs positive evidence: another script, or another language's commonest words. A telegraphic note with hardly a
    function word in it is let in.
    """
    sample = text[:20_000]
    words: list[str] = _WORD.findall(sample.casefold())
    letters = sum(len(word) for word in words)
    if not letters:
        return None
    latin = sum(1 for word in words for c in word if c < "\u0250" or "\u1e00" <= c <= "\u1eff")
    if letters >= 12 and latin < 0.6 * letters:
        return _SCRIPT
    if len(words) < 8:
        return None
    shares = {name: sum(word in stops for word in words) / len(words) for name, stops in _STOPS.items()}
    english = shares.pop("English")
    best = max(sorted(shares), key=lambda name: shares[name])
    different = len(_STOPS[best].intersection(words))
    if different >= _DIFFERENT and shares[best] > 0.12 and shares[best] > 1.8 * english:
        return best
    if different >= _DIFFERENT and shares[best] > max(_TERSE, english) and _detected(sample) == best:
        return best  # terse, but what it has of common words is another language's
    marked = sum(1 for word in words if not word.isascii()) / len(words)
    return _OTHER if marked > 0.15 and english < 0.1 else None
