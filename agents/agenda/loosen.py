"""Says a note's statement in other words where a line would repeat four of its words in a row.

Each rewording keeps concepts, numbers, sides and polarity: everyday phrases, possessives for parts of the body,
contractions, a subject said again, a time or a condition moved to the front, pairs turned round. A rewording is taken
only if fewer words are copied after it than before, so the work ends. Whatever is said differently is left alone."""

import random
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from bedside.agents.agenda.recast import DETERMINERS, PREPOSITIONS, Viewpoint
from bedside.agents.agenda.shape import COUNT, MASS, article
from bedside.agents.agenda.verbs import ADVERBS, AUXILIARIES, IRREGULAR, base_of, past, readings
from bedside.agents.extraction.quantities import say_number

TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?", re.I)
PART = set(
    """knee knees shoulder shoulders hip hips ankle ankles wrist wrists hand hands finger fingers thumb foot feet toe toes leg legs
    arm arms elbow elbows back neck chest abdomen belly stomach head eye eyes ear ears nose throat skin heart lungs lung liver
    kidney kidneys breast breasts thigh calf groin spine jaw face scalp extremity extremities heel hamstring forearm thyroid
    prostate bladder mouth tongue lip lips palm nail tooth teeth rib ribs pelvis flank sinus sinuses ligament ligaments tendon tendons
    metatarsal malleolus ureter muscle muscles joint joints nerve artery arteries patella femur tibia fibula phalanx epicondyle quadrant
    arch sole soles colon valve side tissue tissues gland ureters forearms bone bones humerus radius ulna shin shins armpit diaphragm
    turbinates uvula tonsils pharynx esophagus chiasm labia cervix uterus ovary ovaries skull eyelid eyelids calcaneus talus fingertip
    kneecap triceps biceps deltoid quadriceps buttock sacrum tailbone trapezius clavicle scapula sternum retina cornea palate gums digits
    metacarpal metacarpals metatarsals pulley bowel gallbladder pancreas spleen aorta ventricle vein veins brain tuberosity nostril
    acetabulum groin fossa abdominals airway airways canal canals membrane membranes""".split()
)
OWN = PART | set(
    """pain symptoms swelling headaches diet medication medications medicine surgery results labs x-ray x-rays mri injury fracture
    numbness rash cough condition tumor chemotherapy""".split()
)
SIDE = set("right left bilateral lower upper mid middle index great big little ring both lumbar cervical thoracic medial lateral anterior posterior inner outer proximal distal plantar dorsal ulnar radial 1st 2nd 3rd 4th 5th first second third fourth fifth flexor extensor soft coronary carotid renal lateral collateral cruciate volar same frontal maxillary nasal optic paraspinal greater lesser distal fds fdp a1 pip dip mcp ac peritonsillar thenar upper abdominal calf scar vaginal tympanic ear urinary".split())  # fmt: skip
SCANS = set("mri mris ct x-ray x-rays ultrasound scan scans mra echo echocardiogram biopsy imaging radiograph radiographs examination exam".split())  # fmt: skip
PURPOSE = set("evaluate assess treat help strengthen reduce determine check improve see prevent ensure protect manage control relieve confirm follow get keep find look rule monitor maintain decrease increase learn".split())  # fmt: skip
LABELS = set(
    "type grade stage class phase level step part number vitamin covid t c l g p s b d day week at over of was is".split()
)
DETERMINED = set("the a an my your his her their our this that these those some any no".split())
THAT = set(
    "area stone wound mass lump nodule lesion procedure ulcer tear boot brace splint cast cyst spot blister cream".split()
)
NEEDING = set("i you we they may might will would also not don't do you'll we'll they'll i'll".split())
NUMERALS = set(
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty".split()
)
NO_COUNT = set("out over percent to by of at plus x am pm or and today on in with degrees point th micrograms".split())
# Words before "to" that it belongs to: "able to", "a chance to".
BOUND = set(
    """want need like have able going used continue try how order unable as due happy important hard easy ready willing likely difficult
    reasonable best next time plan way need chance option attempt effort ability desire failure allergic exposed up close prior
    inability possibility goal secondary similar related referred referral return response reaction refer compared according down back out instructions""".split()
)
NEVER_TURNED = set("up down back forth over again now then more less on off in out here there rate pros".split())


class PhraseRow(NamedTuple):
    """A phrase, what may be said instead, and what must follow it ("" if anything may)."""

    words: tuple[str, ...]
    choices: tuple[str, ...]
    after: str


@cache
def _table() -> dict[str, list[PhraseRow]]:
    table: dict[str, list[PhraseRow]] = {}
    source = files("bedside.agents.agenda").joinpath("phrases", "en", "loosen.tsv").read_text(encoding="utf-8")
    for line in source.splitlines():
        if not line or line.startswith("#"):
            continue
        phrase, alternatives, after = (*line.split("\t"), "")[:3]
        words = tuple(phrase.split())
        choices = tuple(a for a in alternatives.split("|") if a != phrase)
        if choices:
            table.setdefault(words[0], []).append(PhraseRow(words, choices, after))
    for rows in table.values():
        rows.sort(key=lambda row: (-len(row.words), row.after == ""))
    return table


def grams(texts: Iterable[str]) -> frozenset[tuple[str, ...]]:
    """All runs of four words in the texts, lower case."""
    out: set[tuple[str, ...]] = set()
    for text in texts:
        words = [w.lower() for w in TOKEN.findall(text.replace("’", "'"))]
        out.update(zip(words, words[1:], words[2:], words[3:], strict=False))
    return frozenset(out)


PARTS = re.compile(r"([A-Za-z0-9]+(?:'[A-Za-z]+)?)")


class _Text:
    """A line as words and the marks between them."""

    def __init__(self, text: str, source: frozenset[tuple[str, ...]]) -> None:
        self.source = source
        self.put(text)

    def put(self, text: str) -> None:
        """Take ``text`` as the line."""
        self.parts = PARTS.split(text.replace("’", "'"))
        low = [w.lower() for w in self.parts[1::2]]
        self.low = low
        self.copied = [False] * len(low)
        self.count = 0
        for i in range(len(low) - 3):
            if (low[i], low[i + 1], low[i + 2], low[i + 3]) in self.source:
                self.copied[i : i + 4] = [True] * 4
                self.count += 1

    @property
    def words(self) -> list[str]:
        """The words as written."""
        return self.parts[1::2]

    @property
    def clean(self) -> bool:
        """True when no run is copied."""
        return not self.count

    def gap(self, i: int) -> str:
        """The marks between word i and word i + 1."""
        return self.parts[2 * i + 2]

    def solid(self, i: int, n: int) -> bool:
        """True when only spaces stand between the n words from i."""
        return all(self.gap(j) == " " for j in range(i, i + n - 1))

    def replace(self, i: int, n: int, words: str) -> None:
        """Put ``words`` in place of n words from i; with no words, the space goes too."""
        parts = list(self.parts)
        if words.startswith("'"):
            parts[2 * i] = parts[2 * i].rstrip(" ")
        if not words and parts[2 * (i + n)].startswith(" "):
            parts[2 * (i + n)] = parts[2 * (i + n)][1:]
        parts[2 * i + 1 : 2 * (i + n)] = [words]
        self.put("".join(parts))

    def better(self, text: str) -> bool:
        """Take ``text`` if it copies less; say whether it was taken."""
        before, count = str(self), self.count
        self.put(text)
        if self.count < count:
            return True
        self.put(before)
        return False

    def next(self, i: int) -> str:
        """The word after word i if only a space stands between, else ""."""
        return self.low[i + 1] if i + 1 < len(self.low) and self.gap(i) == " " else ""

    def __str__(self) -> str:
        return "".join(self.parts)


def loosen(text: str, source: Iterable[str], voice: Viewpoint, rng: random.Random) -> str:
    """Return ``text`` reworded where it repeats runs of four words of ``source``, as far as the rules reach."""
    line = _Text(text, grams(source))
    if line.clean:
        return text
    for stage in (
        _active,
        _phrases,
        _contract,
        _flip,
        _patterns,
        _possessive,
        _there,
        _numbers,
        _turned,
        _listed,
        _strung,
        _purpose,
        _front,
        _dated,
        _repeated,
        _bare_part,
        _and_some,
        _named_first,
        _adverb,
        _also,
        _falter,
    ):
        stage(line, voice, rng)
        if line.clean:
            break
    said = str(line)
    return said if len(said) <= 2 * len(text) else text


def _allows(row: PhraseRow, line: _Text, i: int) -> bool:
    """True when what stands after the phrase at i is what the row asks for."""
    if not row.after:
        return True
    word = line.next(i + len(row.words) - 1)
    if row.after == "end":
        return not word or (word in PREPOSITIONS and word != "of")
    if row.after == "stop":
        return not word
    if row.after == "num":
        return word.isdigit() or word in NUMERALS
    if row.after == "verb":
        return (
            any(form == "base" for _, form in readings(word))
            and word not in MASS
            and word not in COUNT
            and word not in ("physical", "school")
        )
    if row.after == "det":
        return word in DETERMINERS or word in ("me", "you", "him", "it", "them", "us")
    if row.after == "ing":
        return word.endswith("ing") and len(word) > 4
    return bool(word) and word not in PREPOSITIONS and word not in DETERMINERS and word not in AUXILIARIES


def _phrases(line: _Text, voice: Viewpoint, rng: random.Random) -> None:
    table = _table()
    i = 0
    while i < len(line.low):
        if line.copied[i]:
            for row in table.get(line.low[i], ()):
                n = len(row.words)
                if tuple(line.low[i : i + n]) == row.words and line.solid(i, n) and _allows(row, line, i):
                    if row.words[0] == "need" and (line.low[i - 1] if i else "") not in NEEDING:
                        continue
                    choice = row.choices[int(rng.random() * len(row.choices))]
                    if (
                        choice.startswith(("this ", "these ", "the "))
                        and i
                        and line.low[i - 1] in DETERMINED
                        and line.gap(i - 1) == " "
                    ):
                        continue
                    if choice.startswith("'") and not _takes_contraction(line, i, choice):
                        continue
                    line.replace(
                        i,
                        n,
                        choice.replace("{s}", voice.subject)
                        .replace("{is}", voice.am)
                        .replace("{my}", voice.possessive),
                    )
                    i += len(TOKEN.findall(choice)) - 1  # never reword a rewording
                    break
        i += 1


def _takes_contraction(line: _Text, i: int, choice: str) -> bool:
    before = line.low[i - 1] if i and line.gap(i - 1) == " " else ""
    first = choice.split(" ", 1)[0]
    hosts = {
        "'ve": ("i", "you", "we", "they"),
        "'m": ("i",),
        "'re": ("you", "we", "they"),
        "'d": ("i", "you", "we", "they", "he", "she", "it"),
    }
    if first in hosts:
        return before in hosts[first]
    return bool(before) and before not in ("and", "or", "but", "which", "this", "these", "i", "you", "we") and not before.endswith(("s", "x", "z", "ch", "sh")) and not readings(before) and before not in PREPOSITIONS  # fmt: skip


def _possessive(line: _Text, voice: Viewpoint, rng: random.Random) -> None:
    """ "the right knee" -> "your right knee"."""
    for i in range(len(line.low) - 1):
        if i + 1 >= len(line.low) or line.low[i] != "the" or not (line.copied[i] or line.copied[i + 1]):
            continue
        j = i + 1
        while j < len(line.low) and j < i + 4 and line.low[j] in SIDE - {"same"}:
            j += 1
        if (
            j < len(line.low)
            and j == i + 1
            and line.low[j] in THAT
            and (not line.next(j) or line.next(j) in PREPOSITIONS - {"of"} or line.next(j) in AUXILIARIES)
        ):
            line.replace(
                i,
                1,
                "that"
                if line.low[j] in ("area", "procedure", "boot", "brace", "splint", "cast", "cream")
                else voice.possessive,
            )
            continue
        if (
            j == i + 2
            and line.low[i + 1] in ("right", "left")
            and line.low[j - 1] not in OWN
            and line.next(j - 1) == ""
            and line.solid(i, 2)
        ):
            line.replace(i, 1, voice.possessive)
            continue
        if j < len(line.low) and line.low[j] in OWN and line.solid(i, j - i + 1):
            after = line.next(j)
            if line.low[j] in PART or not after or after in PREPOSITIONS or after in AUXILIARIES:
                line.replace(i, 1, voice.possessive)


FOUND = set(
    """pain tenderness swelling edema erythema bruising ecchymosis redness numbness tingling weakness stiffness warmth crepitus effusion
    lesion ulcer rash lump mass nodule node spur thickening narrowing scar wound blister cyst fracture tear displacement angulation
    murmur sound sounds rhonchi crackles wheezes wheezing drainage discharge discoloration tightness spasm deformity""".split()
)


def _there(line: _Text, voice: Viewpoint, rng: random.Random) -> None:
    """ "edema in your legs" -> "edema here in your legs": a physician shows where, once a statement."""
    if voice.author != "I" or "there" in line.low or "here" in line.low:
        return
    for i in range(1, len(line.low) - 1):
        if (
            line.low[i - 1] in FOUND
            and line.low[i] in ("in", "on", "at", "over", "along", "around", "near")
            and (line.low[i + 1] in ("the", "your", "both", "his", "her") or line.low[i + 1] in SIDE)
            and line.solid(i - 1, 3)
            and line.copied[i - 1]
            and line.copied[i]
            and line.copied[i + 1]
        ):
            line.replace(i, 1, f"{rng.choice(('here', 'there'))} {line.words[i]}")
            return


def _numbers(line: _Text, voice: Viewpoint, rng: random.Random) -> None:
    """ "for 2 weeks" -> "for two weeks": counts only, never a level, a dose or a score."""
    for i in range(len(line.low)):
        word = line.low[i]
        if not (
            line.copied[i] and word.isdigit() and 2 <= int(word) <= 90 and (int(word) <= 20 or int(word) % 10 == 0)
        ):
            continue
        before = line.low[i - 1] if i else ""
        gap_before = line.parts[2 * i]
        after = line.next(i)
        if before in LABELS or gap_before.strip() or before[-1:].isdigit() or not after.isalpha() or after in NO_COUNT:
            continue
        line.replace(i, 1, say_number(float(word)))


def _contract(line: _Text, voice: Viewpoint, rng: random.Random) -> None:
    for i in range(1, len(line.low)):
        if i < len(line.low) and line.copied[i] and line.low[i] in ("is", "has") and line.solid(i - 1, 2):
            before, after = line.low[i - 1], line.low[i + 1] if i + 1 < len(line.low) else ""
            if line.low[i] == "has" and after not in ("been", "had", "gotten", "improved", "not"):
                continue
            if not before.endswith(("s", "x", "z", "sh", "ch", "'s", "ce", "ge", "se")) and len(before) < 9 and before.isalpha() and before not in ("and", "or", "this", "which", "there") and after and not after.isdigit():  # fmt: skip
                line.replace(i, 1, "'s")


def _purpose(line: _Text, voice: Viewpoint, rng: random.Random) -> None:
    """ "an MRI to check" -> "an MRI so we can check", once, in a physician's words, where "to" belongs to no verb."""
    if voice.author != "I":
        return
    for i in range(2, len(line.low) - 1):
        before = line.low[i - 1]
        if line.low[i] == "to" and line.copied[i] and line.low[i + 1] in PURPOSE and before not in BOUND and (not readings(before) or before in ("brace", "test", "splint", "scan", "exercise", "exercises")) and not before.endswith("ly"):  # fmt: skip
            line.replace(i, 1, rng.choice(("so we can", "so that we can")))
            return


def _flip(line: _Text, voice: Viewpoint, rng: random.Random) -> None:
    """ "MRI of the right knee" -> "right knee MRI"."""
    i = 0
    while i + 2 < len(line.low):
        if line.low[i] in SCANS and line.low[i + 1] == "of" and line.copied[i]:
            j = i + 2
            if line.low[j] in DETERMINED:
                j += 1
            k = j
            while k < len(line.low) and k < j + 5 and (line.low[k] in SIDE or line.low[k] in PART):
                k += 1
            if j < k and line.low[k - 1] in PART and line.solid(i, k - i) and rng.random() < 0.85:
                line.replace(i, k - i, " ".join([*line.words[j:k], line.words[i]]))
        i += 1


TIME = r"(?:on (?:Sunday|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday)|(?:about |around |approximately |almost |nearly )?(?:\w+|a few|a couple(?: of)?|\w+ to \w+) (?:days?|weeks?|months?|years?|hours?|minutes?) ago|yesterday(?: (?:morning|evening|afternoon))?|last (?:night|week|month|year|summer|winter|spring|fall)|over the weekend|this (?:morning|summer|year)|(?:in|over|during|for) the (?:past|last) (?:few |couple of |several |\w+ )?(?:days|weeks|months|years|month|year|week)|in (?:January|February|March|April|June|July|August|September|October|November|December)(?: (?:19|20)\d\d)?|in (?:19|20)\d\d|since (?:then|that time|childhood)|at that time|at night|in the (?:morning|evening)s?|every (?:day|night|morning)|at times)"  # fmt: skip
LAST = re.compile(rf"^(?P<main>[^,.;:]{{8,90}}?),? (?P<time>{TIME})$", re.I)
FIRST = re.compile(
    rf"^(?P<time>{TIME}),? (?P<main>(?:I|you|he|she|they|it|my|your|his|her|the|we)\b[^,.;:]{{8,90}})$", re.I
)
WHEN = re.compile(r"^(?P<main>(?:I|you|he|she|it|they|we|my|your|his|her|the|this|that)(?:'\w+)?\b[^,.;:]{6,70}?) (?P<when>(?:when|if|while|because|before|after|once|until) (?:I|you|he|she|it|they|we|my|your|his|her)(?:'\w+)?\b[^,.;:]{4,50})$", re.I)  # fmt: skip
NO_FRONT = re.compile(
    r"\b(?:and|but|that|which|who|or|says|said|so|told|if|when|because|since|know|see|ask|asked|wonder|than)\b", re.I
)


def _front(line: _Text, voice: Viewpoint, rng: random.Random) -> None:
    """Move a closing time or condition to the front, or an opening time to the end."""
    text = str(line)
    match = LAST.match(text)
    if match and not NO_FRONT.search(match["main"]) and STATED.match(match["main"]):
        if line.better(f"{match['time'].lower() if match['time'][:3] != 'in ' else match['time']}, {match['main']}"):
            return
    match = FIRST.match(text)
    if match and not NO_FRONT.search(match["main"]):
        time = match["time"]
        if line.better(f"{match['main']} {time if time[0].islower() else time[0].lower() + time[1:]}"):
            return
    match = WHEN.match(text)
    if match and not NO_FRONT.search(match["main"]) and not NO_FRONT.search(match["when"].split(" ", 1)[1]):
        line.better(f"{match['when']}, {match['main']}")


DATED = re.compile(
    r"(?P<w>\b[a-z]{3,}) (?=(?:about |around |roughly |almost |nearly )?(?:a few|a couple(?: of)?|several|\d+(?:-\d+)?|[a-z]+) (?:days|weeks|months|years) (?:ago|back)\b)",
    re.I,
)


def _dated(line: _Text, voice: Viewpoint, rng: random.Random) -> None:
    """ "a transplant a few years ago" -> "a transplant, I think it was a few years ago": a date is an afterthought."""
    text = str(line)
    match = DATED.search(text)
    if (
        not match
        or match["w"].lower() in PREPOSITIONS
        or match["w"].lower() in (*AUXILIARIES, "about", "until", "than", "over")
    ):
        return
    said = ("that was", "this was") if voice.author == "I" else ("I think it was", "this was", "I want to say it was")
    line.better(f"{text[: match.end('w')]}, {rng.choice(said)} {text[match.end() :]}")


STATED = re.compile(r"^(?:I|you|he|she|they|it|my|your|his|her|the|we|there)(?:'\w+)? ", re.I)


def _turned(line: _Text, voice: Viewpoint, rng: random.Random) -> None:
    """ "stiffness and pain" -> "pain and stiffness" where both stand alone; a side or a number never changes its word."""
    i = 1
    while i < len(line.low) - 1:
        if line.low[i] in ("and", "or") and line.copied[i] and line.solid(i - 1, 3):
            left, right = _reach(line, i, -1), _reach(line, i, 1)
            if left and left == right:
                parts = list(line.parts)
                a, b, c = 2 * (i - left) + 1, 2 * i + 1, 2 * (i + right) + 2
                turned = [*parts[:a], *parts[b + 2 : c], " ", parts[b], " ", *parts[a : b - 1], *parts[c - 0 :]]
                if line.better("".join(turned)):
                    i += right
        i += 1


GOVERNS = set("have had has with no some any noticed having tried taking take takes took using used prescribed ordered like feel felt get gets got order".split())  # fmt: skip


def _reach(line: _Text, i: int, step: int) -> int:
    """How many words beside the conjunction at i form its item on that side, up to 3; 0 if the item has no clear end."""
    n = 0
    while True:
        j = i + step * (n + 1)
        if not 0 <= j < len(line.low):
            return n if step > 0 else 0
        if n and line.gap(j if step < 0 else j - 1).strip():
            return n if step > 0 else 0
        word = line.low[j]
        if (
            step < 0
            and n
            and (word in PREPOSITIONS - {"and", "or"} or word in DETERMINED - {"a", "an"} or word in GOVERNS)
        ):
            return n
        if step > 0 and n and word not in ("of", "and", "or") and (word in PREPOSITIONS or word in AUXILIARIES or word in ADVERBS):  # fmt: skip
            return n
        if n == 3 or not _item(word):
            return 0
        n += 1


def _item(word: str) -> bool:
    if word in SIDE or word in NEVER_TURNED or word in PREPOSITIONS or word in DETERMINERS or word in AUXILIARIES or word in PRONOUNS or word in ADVERBS:  # fmt: skip
        return False
    if not word.isalpha() or len(word) < 3 or word.endswith(("ly", "ed")):
        return False
    return word in MASS or word in COUNT or not readings(word)


LISTED = re.compile(r", (?P<b>[a-z][\w'-]*(?: [\w'-]+){0,3}),? (?P<c>and|or) (?P<d>[a-z][\w'-]*(?: [\w'-]+){0,2})(?=$|[.,]| (?:for|to|in|on|at|with|from|after|since|because|when|if|today|this)\b)", re.I)  # fmt: skip


def _listed(line: _Text, voice: Viewpoint, rng: random.Random) -> None:
    """ "rest, ice, and heat" -> "rest, heat, and ice": the last two of a list change places."""
    text = str(line)
    for match in LISTED.finditer(text):
        words = f"{match['b']} {match['d']}".lower().split()
        if any(
            w in AUXILIARIES or w in PRONOUNS or w in PREPOSITIONS or not (_noun(w) or w in DETERMINERS) for w in words
        ):
            continue
        if line.better(f"{text[: match.start()]}, {match['d']}, {match['c']} {match['b']}{text[match.end() :]}"):
            return


PRONOUNS = set("i you he she it they we me him her them us who that this which there".split())


def _noun(word: str) -> bool:
    forms = {form for _, form in readings(word)}
    return not forms or forms == {"gerund"} or word.endswith(("ness", "ing", "pain"))


RELATIVE = re.compile(r"\b(?P<n>[a-z]{3,}) that (?P<s>i|you|we|they|he|she)\b(?= |')", re.I)
ALSO = re.compile(
    r"\b(?P<a>has|have|is|was|are|were|be|been|will|had|should|can|i|you|we|he|she|'ve|'m|'re|'ll) also (?=[a-z])", re.I
)
EXAM = re.compile(
    r"\b(?P<p>your |his |her |their |the )?(?P<x>[a-z ]{3,40}?) (?:exam|examination) (?:shows|showed|reveals|revealed|demonstrates|demonstrated) (?=[a-z])",
    re.I,
)
WILL_BE = re.compile(
    r"\b(?P<s>(?!i\b|you\b|we\b|he\b|she\b|they\b|it\b|and\b|which\b|that\b|who\b|also\b)[a-z]+) (?P<w>will be)\b", re.I
)
PATTERNS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(pattern, re.I), choices)
    for pattern, choices in (
        (r"\b(?:the )?bilateral (?P<w>(?:lower |upper )?(?:extremities|knees|hips|ankles|hands|feet|legs|arms|wrists|elbows|shoulders))\b", (r"both \g<w>",)),
        (r"\b(?P<n>pain|tenderness|discomfort) with (?=(?:pronation|supination|flexion|extension|abduction|adduction|resistance|radial|ulnar|valgus|varus|internal|external|rotation|dorsiflexion|plantar|inversion|eversion|deviation|strength|wrist)\b)", (r"\g<n> on ",)),
        (r"\b(?P<i>I) had (?=an? (?!lot|hard|little|bit|good|bad|few)[a-z])", (r"\g<i> did have ",)),
        (r"\b(?P<s>you|I) (?:were|was|have been|'ve been) provided (?:with )?(?=an? )", (r"they gave \g<s> ",)),
        (r"\ba little (?=(?:better|worse|sore|stiff|tired|stressful|swollen|too|more|less|off|dizzy|nervous|concerned|worried|uncontrolled|short|weak|numb)\b)", ("a bit ", "kind of ")),
        (r"\bat the (?=(?:pool|gym|store|park|beach|mall|school|track|field|farm|lake|infusion)\b)", ("over at the ",)),
        (r"\bbeing seen (?P<t>today )?for\b", (r"here \g<t>for",)),
        (r"\byou present(?:ed)?(?P<t> today)? (?=(?:for|with)\b)", (r"you came in\g<t> ", r"you're here\g<t> ")),
        (r"\bheard at\b", ("that I hear at", "best heard at")),
        (r"\bin the morning\b(?! of)", ("in the mornings",)),
        (r"\bin the evening\b(?! of)", ("in the evenings",)),
        (r"\b(?P<a>your|my|the|his|her) (?P<x>x-rays?|ct|mri|ultrasound) (?P<i>images?|imaging|findings|results) of (?:the|your|my|his|her) (?P<p>(?:(?:right|left|lower|upper|bilateral) )?[a-z]+)\b", (r"\g<a> \g<p> \g<x> \g<i>",)),
        (r"\b(?P<n>[a-z]+[a-rt-z]) involving (?=the|my|your|his|her)", (r"\g<n> that involves ",)),
        (r"\bpresence of (?=an? )", ("",)),
        (r"\bno (?:signs?|evidence) of (?:an? )?(?=[a-z])", ("no ",)),
        (r"\b(?P<v>shows?|showed) no (?=[a-z])", (r"\g<v> there's no ",)),
        (r"\b(?P<v>shows?|showed) (?=an? )", (r"\g<v> there's ",)),
        (r"\bas much as possible\b(?! (?:i|my)\b)", ("as much as one can", "whenever possible")),
        (r"\bas much as I can\b", ("as best I can",)),
        (r"\bwith (?=(?:some|a little|mild|slight|no) (?:pain|swelling|tenderness|edema|improvement)\b)", ("and there's ",)),
        (r"\b(?P<t>today|yesterday|on \w+day|last (?:night|week|month|year)) for (?=an?\b|the\b|my\b)", (r"\g<t>, for ",)),
        (r"\bwhich (?=(?:may|might|could|can|will|would|should|did|does|is|was|has|had|helps|helped|seems|seemed|shows|showed|causes|caused)\b)", ("and that ", "and it ")),
        (r"(?:(?<=^)|(?<=[.,] )|(?<=and )|(?<=but ))this (?=(?:has|had|is|was|will|would|can|could|may|might|does|did|should|helped|helps|happened|happens|includes|included|makes|made|causes|caused|gives|gave|started|shows|showed)\b)", ("that ", "it ")),
        (r"(?<=[a-z] )(?:that )(?=(?:i|you|we) (?:am|'m|was|had|have|can|could|do|did|want|need|feel|felt|take|used)\b)", ("",)),
        (r"\b(?P<v>think|thinks|thought|feel|felt|believe|say|said|noticed|notice|told me|told you|know|hope|worried|mentioned|realized) that (?=(?:i|you|we|he|she|it|they|my|your|his|her|the|this|there)\b)", (r"\g<v> ",)),
        (r"\bwas (?=\d[\d.,]*(?: percent)?(?:$|[,.]| and| which| on| in| at))", ("was at ",)),
        (r"\bfraction of (?=\d)", ("fraction at ",)),
        (r"(?<!when )(?<!while )\b(?P<i>i|he|she) was (?=(?!being|going|feeling|doing|having)\w{3,}ing\b)", (r"\g<i>'d been ",)),
        (r"\bin (?:1|one) (?P<u>year|month|week)\b", (r"in one \g<u>", r"one \g<u> from now")),
        (r"\bfor (?:1|one) (?P<u>year|month|week|day)\b", (r"for one \g<u>",)),
        (r"\b(?P<n>both|all) (?P<w>my|your|his|her|their) (?=[a-z])", (r"\g<n> of \g<w> ",)),
        (r"\bwithout any (?=[a-z])", ("with no ",)),
        (r"\b(?P<g>grade )?(?P<n>\d) out of 6 (?P<m>systolic(?: ejection)? murmur|systolic ejection murmur|diastolic murmur)(?!')", (r"\g<m>, \g<g>\g<n> out of 6",)),
        (r"\bregular rate and rhythm\b", ("regular rate, regular rhythm", "regular rhythm and a regular rate")),
        (r"\bwith (?:active |passive )?(?=(?:walking|sitting|standing|lying|running|moving|driving|working|bending|lifting|eating|breathing|climbing|swallowing|using|turning|twisting|reaching|coughing)\b)", ("when ", "from ")),
        (r"\b(?:with|on) (?:flexion and extension|extension and flexion) of (?:the|your) (?=\w+(?:$|[,.]))", ("when bending and straightening your ",)),
        (r"\b(?P<w>with|on) (?:flexion and extension|extension and flexion)\b(?! of)", ("when bending and straightening it",)),
        (r"\bflexion and extension\b", ("bending and straightening",)),
        (r"\bmurmur heard\b", ("murmur that I hear", "murmur I can hear")),
        (r"\btenderness (?=(?:over|on|along|at)\b)", ("tenderness when I press ",)),
        (r"\bpain (?=(?:over|along)\b)", ("pain right ",)),
        (r"\b(?P<n>pain|swelling|numbness|tingling|weakness|cough|rash|headache|sensation|lump|stiffness|feeling) that (?=(?:radiates|comes|goes|started|lasts|lasted|gets|got|is|was|has|occurs|happens|spreads|moves|wakes|worsens|began)\b)", (r"\g<n>, and it ",)),
        (r"\bbecause of (?=my|your|his|her|the|some)", ("from ", "on account of ")),
        (r"^(?P<p>(?!.*\b(?:no|not|never|without|any|denied|denies|nor|neither)\b)(?!.*n't\b).*\b(?:have|has|had|having|with|noticed|felt|get|gets|was|caused|causing)) (?=(?:pain|swelling|numbness|tingling|weakness|stiffness|soreness|nausea|bruising|redness|discomfort|trouble)\b)", (r"\g<p> some ",)),
        (r"\b(?P<u>days|weeks|months|years) ago\b(?! i\b)", (r"\g<u> back", r"\g<u> ago")),
        (r"\bhemoglobin a1c\b", ("A1c",)),
        (r"\bin my (?=(?:right|left|lower|upper) )", ("here in my ", "over in my ")),
        (r"(?<!\ba )(?<!\ban )(?<!of )\b8 out of 10\b", ("an 8 out of 10",)),
        (r"(?<!\ba )(?<!\ban )(?<!of )\b(?P<n>\d|10) out of 10\b", (r"a \g<n> out of 10",)),
        (r"\b(?P<s>I|you|we|they) have (?=(?:an?|some|my|your|any|no)\b(?! (?:of|been)))", (r"\g<s>'ve got ",)),
        (r"\b(?P<s>he|she) has (?=(?:an?|some|any|no)\b(?! of))", (r"\g<s>'s got ",)),
        (r"\bin comparison to\b", ("compared to", "compared with")),
        (r"\bexamination and radiographic findings(?: today)?\b", ("exam and the radiographic findings", "radiographic findings and your exam", "exam, and then the radiographic findings", "radiographic findings along with your exam")),
        (r"\brisks, benefits,? and alternatives (?:of|to)\b", ("risks, the benefits, and the alternatives to", "benefits, risks, and alternatives to")),
        (r"\bin all (?=(?!of\b)[a-z]+s\b)", ("in all of the ",)),
        (r"\bwithin normal limits\b", ("normal",)),
        (r"\b(?P<v>think|believe|know|hope|guess) (?=(?:i|you|it|he|she|they|my|your)\b)", (r"\g<v> that ",)),
        (r"\bto see if\b", ("and see if", "to find out if")),
        (r"\bto see (?P<h>how|what|whether)\b", (r"and see \g<h>",)),
        (r"\b(?:the )?use of (?=[a-z])", ("using ",)),
        (r"\b(?P<v>order|get|repeat|schedule) (?P<a>an?|another) (?=[a-z])", (r"\g<v> you \g<a> ",)),
        (r"\bthroughout (?=the|my|your|his|her|all)", ("all through ",)),
        (r"\bapproximately\b", ("about", "around")),
        (r"\bwith no (?=[a-z])", ("without any ", "without ")),
        (r"\band (?P<g>\w{4,}ing) (?=my|your|the|a )", (r"and then \g<g> ",)),
        (r", but\b", (", though",)),
        (r"\bwhile (?=\w{3,}ing\b)", ("when ",)),
        (r"\bwhen (?=(?:walking|sitting|standing|lying|running|moving|driving|working|bending|lifting)\b)", ("while ",)),
        (r"\bas (?=(?:i|you|he|she|it|they)(?:'\w+)? (?:have|has|had|was|were|am|is|are|do|did|need)\b)", ("since ", "because ")),
        (r"\bbecause (?=(?:i|you|he|she|it|they|my|your|the)\b)", ("since ",)),
        (r"\bsince (?=(?:i|you|he|she|they|we) (?:am|is|are|do|don't|need|want|can|can't)\b)", ("because ",)),
    )
)  # fmt: skip


DONE_TO = "placed|started|given|prescribed|told|referred|sent|offered|put|asked|taken|admitted|evaluated|examined|treated|informed|advised|instructed|diagnosed|kept|switched|tested"  # fmt: skip
GOT = "hit|hurt|injured|stung|bitten|burned|kicked|knocked|thrown|caught|rear-ended|vaccinated|diagnosed|admitted|released|discharged|laid off|fired|sick|stuck"
TO_BE = "placed|referred|given|discharged|started|sent|kept|admitted|treated|fitted|seen|tested|asked|transferred"
ORDERED = "ordered|obtained|performed|scheduled|sent|done|checked|repeated|arranged|made|started|continued|monitored|placed|taken"


def _active(line: _Text, voice: Viewpoint, rng: random.Random) -> None:
    """ "you'll be placed in a cast" -> "we'll place you in a cast"; "I was given" -> "they gave me"."""
    text = str(line)
    subject, other = voice.subject, voice.object
    if voice.author == "I":
        match = re.search(
            rf"\b{subject}(?: will|'ll) (?:also )?be (?P<v>{TO_BE})\b(?! (?:by|to have|that)\b)", text, re.I
        )
        if match and (base := base_of(match["v"].lower(), "participle")):
            line.better(f"{text[: match.start()]}we'll {base} {other}{text[match.end() :]}")
            text = str(line)
        match = re.match(rf"(?P<np>(?:(?!\b(?:that|which|and|if|you|we|it|this|i)\b)[^,.]){{3,60}}?) (?:will|is going to|are going to) (?:also )?be (?P<v>{ORDERED})\b(?! (?:and|by|or)\b)", text, re.I)  # fmt: skip
        if match and (base := base_of(match["v"].lower(), "participle")):
            line.better(f"we'll {base} {article(match['np'])}{text[match.end() :]}")
            return
        match = re.match(r"(?P<np>(?:(?!\b(?:that|which|if|you|we|it|this|i|is|was|are)\b)[^,.]){3,70}?) (?:was|were) (?P<v>discussed|reviewed|gone over|talked about)\b(?! (?:and|by)\b)", text, re.I)  # fmt: skip
        if match:
            verb = "talked about" if match["v"].lower() in ("discussed", "talked about") else "went over"
            np = re.sub(r"^(?=(?:nature|need|course|importance|use) )", "the ", match["np"], flags=re.I)
            line.better(f"we {verb} {np}{text[match.end() :]}")
        return
    match = re.search(rf"\b{subject} (?:was|were) (?P<v>{GOT})\b", text, re.I)
    if match and line.better(f"{text[: match.start()]}{subject} got {text[match.start('v') :]}"):
        text = str(line)
    match = re.search(rf"\b{subject} (?:was|were) (?P<v>{DONE_TO})\b(?!.*\bby\b)(?! (?:back|aback)\b)", text, re.I)
    if match and (base := base_of(match["v"].lower(), "participle")):
        line.better(f"{text[: match.start()]}they {past(base)} {other}{text[match.end() :]}")


def _patterns(line: _Text, voice: Viewpoint, rng: random.Random) -> None:
    """Small turns of grammar, each taken only where it leaves fewer copied words."""
    for text in _variants(str(line), rng, lambda: str(line)):
        line.better(text)
        if line.clean:
            return


def _variants(text: str, rng: random.Random, now: Callable[[], str]) -> Iterator[str]:
    match = EXAM.search(text)
    if match and match["x"].split()[-1].lower() in PART:
        yield text[: match.start()] + f"on {match['p'] or ''}{match['x']} exam, there's " + text[match.end() :]
    for pattern, choices in PATTERNS:
        text = now()
        if not pattern.search(text):
            continue
        choice = choices[int(rng.random() * len(choices))]
        yield pattern.sub(choice, text, count=1)
    text = now()
    match = WILL_BE.search(text)
    if match:
        plural = " and " in text[: match.start("w")] or (
            match["s"].endswith("s") and not match["s"].endswith(("ss", "us", "is"))
        )
        yield text[: match.start("w")] + f"{'are' if plural else 'is'} going to be" + text[match.end("w") :]
    text = now()
    if ALSO.search(text):
        yield ALSO.sub(r"\g<a> ", text, count=1)


PAST = frozenset(past for past, done in IRREGULAR.values() if past != done) | frozenset(("hit", "felt", "had", "got", "tried", "started", "noticed", "heard", "landed", "twisted", "slipped", "tripped", "applied", "stopped"))  # fmt: skip


def _repeated(line: _Text, voice: Viewpoint, rng: random.Random) -> None:
    """ "I was bowling and hit my leg" -> "I was bowling and I hit my leg"."""
    subject = voice.subject.lower()
    if not line.low or line.low[0].split("'")[0] != subject:
        return
    for i in range(2, len(line.low) - 1):
        if (
            line.low[i] not in ("and", "but", "then")
            or not line.copied[i]
            or line.gap(i) != " "
            or not _told(line.low[i + 1])
        ):
            continue
        if any(_passive(line.low, j) for j in range(i)):
            continue
        parts = list(line.parts)
        parts[2 * i + 1] += f" {voice.subject}"
        if line.better("".join(parts)):
            return


def _told(word: str) -> bool:
    """True for a verb in the past that a subject can be put before."""
    return word in PAST or (word.endswith("ed") and any(form == "past" for _, form in readings(word)))


def _passive(low: list[str], j: int) -> bool:
    """True when an auxiliary at j governs a participle, which a later "and" might continue."""
    word = low[j].split("'")[-1] if "'" in low[j] else low[j]
    if word not in (
        "was",
        "were",
        "been",
        "is",
        "are",
        "am",
        "be",
        "have",
        "has",
        "had",
        "ve",
        "d",
        "s",
        "m",
        "re",
        "got",
        "not",
        "t",
    ):
        return False
    return any(form == "participle" for k in (j + 1, j + 2) if k < len(low) for _, form in readings(low[k]))


def _bare_part(line: _Text, voice: Viewpoint, rng: random.Random) -> None:
    """ "flexion of back" -> "flexion of your back"."""
    i = 0
    while i + 1 < len(line.low):
        if line.copied[i] and line.low[i] in ("of", "in", "to", "on", "over", "at") and line.gap(i) == " ":
            j = i + 1
            while j < len(line.low) and j < i + 4 and line.low[j] in SIDE:
                j += 1
            if j < len(line.low) and line.low[j] in PART and line.solid(i, j - i + 1) and not line.low[j].endswith("s") and line.next(j) in ("", *PREPOSITIONS, *AUXILIARIES):  # fmt: skip
                line.replace(i, 1, f"{line.words[i]} {voice.possessive}")
        i += 1


def _and_some(line: _Text, voice: Viewpoint, rng: random.Random) -> None:
    """ "weakness and swelling" -> "weakness and some swelling": things that come in amounts only."""
    i = 0
    while i + 1 < len(line.low):
        if line.copied[i] and line.low[i] in ("and", "with") and line.gap(i) == " " and line.low[i + 1] in AMOUNTS:
            if i and line.low[i - 1] not in ("no", "any", "without", "denies") and not _negated(line, i):
                line.replace(i, 1, f"{line.words[i]} some")
        i += 1


def _negated(line: _Text, i: int) -> bool:
    return any(word in NEGATORS or word.endswith("n't") for word in line.low[max(0, i - 12) : i])


AMOUNTS = set(
    "swelling tenderness redness bruising pain numbness weakness stiffness nausea fatigue dizziness bleeding itching congestion "
    "constipation diarrhea discharge drainage inflammation tingling edema erythema ecchymosis warmth fluid".split()
)
NEGATORS = set("no not never none without neither nor".split())
HEDGES = ("actually", "just", "really", "actually", "kind of")
HOSTS = set("i'm i was she he".split())
DID = set("woke ended found decided figured thought noticed wondered hoped wanted tried".split())


def _adverb(line: _Text, voice: Viewpoint, rng: random.Random) -> None:
    """ "I was painting" -> "I was just painting": a word people put in when they tell what they were doing, once.

    Never before a participle ("was just referred" is another time) and never in a physician's words."""
    if voice.author == "I" or any(word in HEDGES for word in line.low):
        return
    for i in range(len(line.low) - 1):
        if not (line.copied[i] and line.copied[i + 1] and line.gap(i) == " ") or line.low[i] not in HOSTS:
            continue
        after = line.low[i + 1]
        choice = HEDGES[int(rng.random() * len(HEDGES))]
        if line.low[i] in ("i'm", "was") and any(form == "gerund" for _, form in readings(after)):
            line.replace(i, 1, f"{line.words[i]} {choice}")
            return
        if line.low[i] in ("i", "she", "he") and after in DID:
            line.replace(i, 1, f"{line.words[i]} {'actually' if choice == 'kind of' else choice}")
            return


def _also(line: _Text, voice: Viewpoint, rng: random.Random) -> None:
    """ "a splint and a crutch" -> "a splint and also a crutch": once a statement, in the longest stretch."""
    start, end = _longest(line)
    if end - start < 4 or "also" in line.low or "both" in line.low or "between" in line.low:
        return
    places = [
        i
        for i in range(start + 1, end - 1)
        if line.low[i] == "and"
        and line.gap(i) == " "
        and (line.low[i + 1] in DETERMINERS or readings(line.low[i + 1]))  # never inside "my arm and hand"
    ]
    if places and not _negated(line, places[0]):
        i = min(places, key=lambda place: (abs(2 * place - start - end), place))
        noun = line.low[i + 1] in ("a", "an", "the", "my", "your", "some")
        line.replace(i, 1, rng.choice(("as well as", "and also", "plus") if noun else ("and also", "and then")))


ITEM = r"(?:[a-z][\w'-]*)(?: [a-z][\w'-]*){0,3}"
STRUNG = re.compile(rf", (?P<b>{ITEM}), (?P<c>and|or) (?={ITEM}(?:$|[.,]| (?:for|to|in|on|at|with|from|after|since|when|today)\b))", re.I)  # fmt: skip


def _strung(line: _Text, voice: Viewpoint, rng: random.Random) -> None:
    """ "rest, ice, and heat" -> "rest and ice and heat": people string a list together as they think of it."""
    text = str(line)
    for match in STRUNG.finditer(text):
        if any(w in AUXILIARIES or w in PRONOUNS or w in PREPOSITIONS for w in match["b"].lower().split()):
            continue
        if line.better(f"{text[: match.start()]} {match['c']} {match['b']} {match['c']} {text[match.end() :]}"):
            return


# What is named first and then taken up by a pronoun. People are not among them.
NAMED = OWN | set(
    """weight diet appetite pressure sugar sugars cholesterol sleep mood energy stress job work anxiety depression diabetes scar lump wound
    ulcer level levels count scan echo echocardiogram function rate test tests result exam rhythm infection ankle headache dizziness
    nausea breathing vision hearing balance blister bump cyst lesion mole mass nodule stone stones cast boot splint stool stools period
    periods insulin vaccine medication dose inhaler a1c ekg ct tsh enzymes kidney ejection fraction hemoglobin creatinine motion""".split()
)
NAMED_FIRST = re.compile(
    r"^(?P<np>(?:my|your|his|her|the) (?P<w>[\w-]+(?: [\w-]+){0,3}?)) (?P<v>is|was|has|are|were|have|does|do|did|had|isn't|wasn't|hasn't|aren't|weren't|haven't|doesn't|don't|didn't|tends|tend|gets|get|started|came|went|comes|feels|feel|looks|look|seems|seem|shows|showed) (?!(?:of|to be)\b)",
    re.I,
)
ONE = set("is was has does isn't wasn't hasn't doesn't tends gets comes feels looks seems shows".split())
MANY = set("are were have do aren't weren't haven't don't tend get feel look seem".split())


def _named_first(line: _Text, voice: Viewpoint, rng: random.Random) -> None:
    """ "my headaches do get worse at noon" -> "my headaches, they do get worse at noon", once a statement."""
    text = str(line)
    match = NAMED_FIRST.match(text)
    if not match:
        return
    words = match["w"].lower().split()
    verb = match["v"].lower()
    if words[-1] not in NAMED or any(w in PREPOSITIONS or w in AUXILIARIES or w in PRONOUNS for w in words):
        return
    plural = words[-1].endswith("s") and not words[-1].endswith(("ss", "us", "is"))
    if (verb in ONE and plural) or (verb in MANY and not plural):
        return
    pronoun = "they" if plural else "it"
    line.better(f"{match['np']}, {pronoun} {text[match.start('v') :]}")


FALTERS = set("the a to in of for with my your and on at i you it that her his".split())
LONG = 6  # words copied in a row that nobody would keep in their head


def _falter(line: _Text, voice: Viewpoint, rng: random.Random) -> None:
    """ "pain in the back of the knee" -> "pain in the back of, of the knee": people falter over a long stretch.

    In recorded visits a word is said twice about once in a hundred words; here only where nothing else reached."""
    start, end = _longest(line)
    if end - start < LONG or rng.random() < 0.3:
        return
    middle = (start + end) // 2
    places = [
        i
        for i in range(start + 2, end - 2)
        if line.low[i] in FALTERS and line.gap(i) == " " and line.gap(i - 1) == " " and not line.low[i + 1].isdigit()
    ]
    if places:
        i = min(places, key=lambda place: (abs(place - middle), place))
        line.replace(i, 1, f"{line.words[i]}, {line.words[i]}")


def _longest(line: _Text) -> tuple[int, int]:
    """The longest copied stretch, as word positions from and to."""
    best = (0, 0)
    start = 0
    for i in range(len(line.copied) + 1):
        if i == len(line.copied) or not line.copied[i]:
            if i - start > best[1] - best[0]:
                best = (start, i)
            start = i + 1
    return best
