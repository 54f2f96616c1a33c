"""Words that the tagger takes for another part of speech than they have in a clinical note."""

from collections.abc import Sequence

_UNITS = frozenset("g mg mcg kg ml l cm mm lb lbs iu".split())
_KIN = frozenset(
    "mother father mum mom dad wife husband partner son daughter sister brother stepfather stepmother".split()
)
_EXCLUDES = frozenset("be exclude rule recall remember tell say deny".split())
_FORMS = frozenset("puffs drops tabs caps sprays patches sachets".split())
_DOES = frozenset(
    "sleeps walks lives works smokes drinks eats exercises attends takes uses drives plays runs cooks swims".split()
)
_SIDED = frozenset("sided side hand upper lower arm leg knee hip shoulder foot wrist elbow ankle chest eye ear".split())
_TRIES = frozenset("managed tried attempted struggled needed wanted decided hoped failed forgot began started".split())
_TELLS = frozenset(
    "reports states notes complains admits describes mentions endorses presents claims experiences".split()
)
_HURTS = frozenset("flare itch burn cut bruise cramp ache strain sprain graze scratch sting smell".split())
_DO = frozenset("itch cough ache hurt wheeze snore smoke vomit sneeze scratch".split())
_WHERE = frozenset("l r lt rt left right both bilateral to on over x for since loss hand foot eye leg arm".split())
_AFTER_NOUN = ("VB", "VH", "PR", "PU", "CJ", "VM")
_GOES_ON = ("AV0", "CRD", "PRP", "AT0", "DPS", "DT0", "AJ0", "PRF")
_SHORTHAND = _FORMS | _DOES | {"cannot", "left", "midline"}
_FAR = 3  # words behind "no" at the front in which its noun stands
_NOUN_OF = {"VVZ": "NN2", "VVB": "NN1", "VVI": "NN1"}


def retagged(words: Sequence[str], tags: Sequence[str], at: int, *, named: bool) -> str | None:
    """The tag of a word where the tagger's is wrong, else None. ``named``: it ends the name of an illness ("muscle aches")."""
    word, tag = words[at].lower(), tags[at]
    if (
        word in _DO
        and tag == "NN1"
        and at > 1
        and words[at - 1].lower() in ("both", "all")
        and tags[at - 2][:2] == "NN"
    ):
        return "VVB"  # "he and his brother both itch"
    if named and (at or len(words) == 1 or tags[1] == "PUN") and tag in _NOUN_OF:
        return _NOUN_OF[tag]
    if word in _TELLS and tag == "NN2" and (at == 0 or words[at - 1] == ";") and _goes_on(tags, at):
        return "VVZ"  # "Reports leg swelling", but not "Reports were sent"
    if at == 0 and word in _DOES and tag == "NN2" and len(words) > 1 and tags[1] in _GOES_ON:
        return "VVZ"  # "Sleeps 5 to 6 hours"
    if word in _DOES and tag == "NN2" and at > 1 and tags[at - 1] == "NN1" and tags[at - 2] == "DPS":
        return "VVZ"  # "Her husband smokes"
    if word in _TRIES and tag == "VVN" and tags[at + 1 : at + 2] == ("TO0",) and (at == 0 or tags[at - 1] == "PUN"):
        return "VVD"  # "Managed to stand up"
    if word == "left" and tag in ("VVD", "VVN") and words[at + 1 : at + 2] and words[at + 1].lower() in _SIDED:
        return "AJ0"  # "left sided chest pain"
    if at == 0 and word in _HURTS and tag in ("VVB", "VVI", "AJ0") and words[1:2] and words[1].lower() in _WHERE:
        return "NN1"  # "itch both hands", "cut L thumb"
    if word == "before" and tag == "CJS" and words[at + 1 : at + 2] and words[at + 1].lower() in ("last", "yesterday"):
        return "PRP"  # "the week before last"
    if word == "ca" and tag == "VM0" and not (at + 1 < len(words) and words[at + 1].lower().startswith("n't")):
        return "NN1"  # cancer, calcium
    if (
        tag.startswith(("VV", "VBZ"))
        and words[at].isupper()
        and len(word) > 1
        and not all(one.isupper() for one in words)
    ):
        return "NN1"  # letters that stand for something: "DIP joint"
    if word in _UNITS and tag.startswith("V") and at and tags[at - 1] == "CRD":
        return "NN0"
    denied = at <= _FAR and words[0].lower() in ("no", "nil")
    return _of_shorthand(words, tags, at) if word in _SHORTHAND or at == 1 or denied else None


def _goes_on(tags: Sequence[str], at: int) -> bool:
    """Whether what follows is no part of a clause whose subject this is."""
    return at + 1 < len(tags) and tags[at + 1][:2] not in _AFTER_NOUN


def _of_shorthand(words: Sequence[str], tags: Sequence[str], at: int) -> str | None:
    """The same of words in stretches without a verb of their own."""
    word, tag = words[at].lower(), tags[at]
    before = tags[at - 1] if at else ""
    ahead = words[at + 1].lower() if at + 1 < len(words) else ""
    if word in _FORMS and tag.startswith("V") and before == "CRD":
        return "NN2"
    if word in _DOES and tag == "NN2" and at == 1 and before == "NN1" and words[0].lower() in _KIN:
        return "VVZ"  # "Stepfather drinks heavily"
    if word == "cannot" and ahead not in _EXCLUDES:
        return "VM0"
    if at == 1 and words[0].lower() in ("no", "nil") and tag in ("VVZ", "VVB"):
        return _NOUN_OF[tag]  # "Nil falls"
    if at > 1 and tag in ("VVZ", "VVB") and (not ahead or tags[at + 1] == "PUN") and words[0].lower() in ("no", "nil"):
        return _NOUN_OF[tag] if all(one[:2] in ("AJ", "NN", "UN") for one in tags[1:at]) else None  # "No bony tend"
    if word == "midline" and tag == "NN1" and (not ahead or tags[at + 1] in ("PUN", "CJC", "PRP")):
        return "AJ0"  # "Trachea midline"
    if word == "left" and tag in ("VVD", "VVN") and before[:2] in ("NN", "NP", "UN"):
        return "AJ0" if not ahead or tags[at + 1] == "PUN" else None  # "nerve block left."
    return None


def in_list(words: Sequence[str], tags: Sequence[str], at: int) -> bool:
    """Whether a word stands among marks and joining words, where no verb does: "swelling and chills, no weakness"."""
    if at and words[at - 1].lower() in ("no", "nil", "any"):
        return True
    before = at == 0 or tags[at - 1] in ("PUN", "CJC", "AT0")
    ahead = words[at + 1].lower() if at + 1 < len(words) else ""
    after = not ahead or tags[at + 1] in ("PUN", "CJC") or ahead in ("no", "nil", "x", "for", "without")
    signed = ahead in ("+", "-", "x") or (at > 0 and ahead in ("no", "nil"))
    return before and after and (words[at].lower().endswith("s") or signed)
