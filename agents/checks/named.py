"""Whether something has been named already, in whatever words and whether it was affirmed, denied or only asked.

A phrase is named by one sentence that holds all it is about: the same concepts, or words of the same meaning. What only
narrows it down ("... while taking a blood thinner") need not be there, unless the rest of it is the complaint itself:
"chest pain while you were resting" is not named by chest pain, which is why they came, but by pain at rest."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from bedside.knowledge.terminology import Terminology, reduced, words

# Words of one meaning as people and notes say it; each line is one class.
_ALIKE = """
hit knock knocked bump bumped blow injury injured trauma struck banged
blood-thinner thinner apixaban warfarin anticoagulant rivaroxaban clopidogrel
thirst thirsty polydipsia
urine urinate urinating urination pee peeing water polyuria
propped pillow upright recliner chair orthopnea flat
calf leg
blue bluish cyanosis cyanotic dusky gray grey
hoarse hoarseness voice
drowsy drowsiness sleepy sleepiness somnolent nodding doze
wheel driving drive driver
faint fainting fainted syncope collapse collapsed blackout unconscious consciousness conscious awareness
breathless breathlessness breath dyspnea winded
confused confusion muddled disoriented disorientation
vomit vomiting vomited throwing
bleed bleeding bled blood bloody
numb numbness tingling
weak weakness
swell swelling swollen puffiness puffy edema
rest resting
pus drainage discharge drain oozing fluid
fever feverish febrile temperature
chill shiver rigor
suicide suicidal self-harm
thought thoughts ideation idea ideas
stool bowel poop
tummy belly abdomen abdominal stomach pelvic pelvis
snap snapping pop popping popped
phlegm sputum mucus
cut wound incision
word speech speaking talk talking speak
sex sexual intercourse
sore soreness tender tenderness ache aching hurt hurting painful pain discomfort pressure tightness
itch itching itchy
lip lips mouth
rash hives
walk walking gait
sight vision eyesight seeing
stiff stiffness
fall fell falling
bruise bruising bruised ecchymosis
loss lose losing lost
weight pounds kilos
heart heartbeat palpitation pulse
"""
_LITTLE = frozenset(
    """a an the any some of to in on at by for from into onto over under with without and or nor but if as than then that which who
    whose this these those it its is are was were be been being am do does did done has have had having you your yours he she his her
    him they their them i my me we our us one two just not no never very too so more most much many less lot lots few several all
    each every when while where after before during since until about around along together also only even again still already
    new sudden suddenly severe bad unusual usual recent recently over day days week weeks month months hour hours year years time
    came come coming went go goes going get gets getting got feel feels feeling felt need needs needing could would should can cannot
    will may might that's there here out up down off away back lately other others another else like especially far little great
    deep long short hard fast slow easily quickly always often ever need make made making keep keeps kept become becomes
    gain gained change drop spell spells episode episodes attack attacks trouble denies denied reports reported negative positive history""".split()
)
_NARROWS = re.compile(
    r"\b(?:while|when|that|which|who|where|with|since|after|before|during|because|despite|on|from|along|around|as)\b",
    re.I,
)
# "ending your life" is said in three words of which none is about it alone.
_ENDING = re.compile(
    r"\b(?:ending|end|taking|take) (?:your|his|her|their|my) (?:own )?(?:life|lives)\b|\bdeath wish(?:es)?\b|\bwish(?:es|ed|ing)? to (?:die|be dead)\b|\b(?:better off|rather be) dead\b|\b(?:kill|harm|hurt)(?:ing)? (?:your|him|her|them|my)sel(?:f|ves)\b|\bSI\b(?! joint)"
)
_MOVES = re.compile(
    r"(?i)\b(?:goes|going|went|spread\w*|radiat\w*|shoot\w*|shot|travel\w*|moves?|moving|runs?|running) (?:\w+ ){0,2}?(?:to|into|down|up|through|across|towards?)\b"
)
_SPREADS = re.compile(
    r"(?i)(?:the |any |your )?(?:pain|ache|discomfort|pressure|tightness)\b.*?"
    r"\b(?:spread\w*|radiat\w*|shoot\w*|travel\w*|mov\w+|go\w*|went|runn?\w*) (?:\w+ ){0,1}?(?:to|into|down|up|through|across) (?P<places>.+)"
)
_ANATOMY = "anatomy"
SHORT = 3  # words up to which a sentence leans on the one before it
_SENTENCE = re.compile(r"[^.!?;\n]+")


@cache
def _classes() -> dict[str, str]:
    return {_stem(word): line.split()[0] for line in _ALIKE.strip().splitlines() for word in line.split()}


def _stem(word: str) -> str:
    return reduced(word).removesuffix("ness")


@cache
def _lemma(word: str) -> str:
    """A word's class, or its stem; "" for a word that carries no meaning here."""
    if word.lower() in _LITTLE:
        return ""
    stem = _stem(word)
    return _classes().get(stem, stem)


@lru_cache(maxsize=8192)
def _lemmas(text: str) -> frozenset[str]:
    return frozenset(lemma for match in words(text) if len(match[0]) > 2 and (lemma := _lemma(match[0])))


class Named:
    """What a number of texts name, sentence by sentence. ``complaint`` is why they came, "" if that is not known."""

    def __init__(self, texts: Iterable[str], complaint: str = "") -> None:
        self._find = Terminology.load().find
        texts = (_ENDING.sub("thought of suicide", text) for text in texts)
        self._spoken: list[tuple[str, frozenset[str]]] = []
        self._sentences: list[tuple[frozenset[str], frozenset[str]]] = []
        for text in texts:
            before = ""
            for part in _SENTENCE.findall(text):
                whole = f"{before} {part}" if len(part.split()) <= SHORT else part  # "green phlegm. No blood."
                self._sentences.append((frozenset(found.concept for found in self._find(whole)), _lemmas(whole)))
                self._spoken.append((whole, self._sentences[-1][1]))
                before = part
        self._complaint = (frozenset(found.concept for found in self._find(complaint)), _lemmas(complaint))

    def __contains__(self, phrase: str) -> bool:
        """Whether a sentence names ``phrase``, or one of the things it offers ("fainting or chest pain")."""
        phrase = _ENDING.sub("thought of suicide", phrase)
        cut = _NARROWS.search(phrase, 1)
        core = phrase[: cut.start()] if cut else phrase
        rest = _lemmas(phrase[cut.end() :]) if cut else frozenset[str]()
        if not _lemmas(core):
            core, rest = phrase, frozenset[str]()
        if self.spreads(phrase):
            return True
        shared = self._places(core)
        for part in re.split(r",? \bor\b |, ", core):
            things = [found for found in self._find(part) if found.kind != _ANATOMY]
            concepts = frozenset(found.concept for found in things)
            places = self._places(part)
            lemmas = _lemmas(part)
            if not lemmas - places:  # "to your arm, jaw or back": no thing of its own
                continue
            places = places or shared
            lemmas |= places
            beside = lemmas.difference(*(_lemmas(found.form) for found in things))  # what no concept stands for
            about = (bool(concepts) and concepts <= self._complaint[0]) or lemmas <= self._complaint[1]
            for said, spoken in self._sentences:
                known = lemmas <= spoken or (bool(concepts) and concepts <= said and beside <= spoken)
                if about and rest:  # only what narrows the complaint down would be new
                    known = len(rest & spoken) * 2 >= len(rest) and bool(lemmas & spoken)
                if known:
                    return True
        return False

    def spreads(self, phrase: str) -> bool:
        """Whether something that goes to a place ("pain spreading to your arm, jaw or back") has been said to go to it."""
        match = _SPREADS.match(phrase)
        if match is None:
            return False
        places = _lemmas(match["places"])  # what goes there is what they came with, and seldom named again
        return any(places & said and _MOVES.search(text) for text, said in self._spoken)

    def _places(self, text: str) -> frozenset[str]:
        return _lemmas(" ".join(found.form for found in self._find(text) if found.kind == _ANATOMY))
