"""Names of persons: what stands after a title or a label, before a clinician's letters, beside a relative or before "is a
62-year-old", and pairs of words that the census knows as names. A name that was found once is a name wherever it stands again.

Law of the file: a capital is no name. A word that is also a word of the language, a place, a drug or the eponym of a sign or
a disease needs a title, a label or a second name beside it.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files

from bedside.agents.identifiers.identifier import Identifier
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.span import Span


# Given names that are words, months, places, brands or eponyms as well: alone they are no names.
@cache
def listed(name: str) -> frozenset[str]:
    """The words of a list of this folder."""
    text = files("bedside.agents.identifiers").joinpath(f"{name}.txt").read_text("ascii")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


WORDS = listed("names_that_are_words")
_NOT_NAMES = listed("capitals")
_PLACEHOLDERS = re.compile(
    r"[A-Z]{1,2}|X+|XYZ|ABC[DE]?|AAA|BBB|CCC|DEF|YYY|ZZZ|JD|LMN|NAME|FIRST|LAST|PATIENT|SAMPLE|DOE\b"
)
# After these two words a part of a sign's or a disease's name follows, not a person's.
EPONYMS = re.compile(
    r"(?:['’]s?)?[ -](?:[A-Z]\w+['’]?s? )?(?:sign|test|disease|syndrome|palsy|point|maneuver|manoeuvre|reflex|criteria|score|scale|fracture|procedure|lymphoma|tumou?r"
    r"|cyst|node|nodes|catheter|clamp|pupil|murmur|neuroma|neuralgia|contracture|loops?|stain|classification|angle|phenomenon|ulcer|esophagus|oesophagus|thyroiditis|ataxia"
    r"|chorea|dementia|sarcoma|hernia|drain|tube|wrap|body|bodies|stage|stages|rules?|index|formula|method|position|splint|brace|boot"
    r"|hospital|clinic|center|centre|medical|university|college|school|street|avenue|road|county|city|insulin|pen|cream|ointment)\b"
)
_CAP = r"(?:(?:Mac|Mc|O['’]|D['’]|St\. )?[A-ZÄÖÜÉÁŁŠŽ]\w{0,24}[a-zäöüßéáíóúñçåøæłšž](?:-[A-Z][\w'’]{1,24})?|[A-Z]{3,20}(?:-[A-Z]{2,20})?)(?![\w])"
_PARTICLE = r"(?:(?:van|von|de|del|della|da|di|der|den|la|le|bin|al|el|ten|ter|zu)(?: (?:der|den|la|las|los))? )?"
_INITIAL = r"(?:[A-Z]\.? )?"
_FULL = rf"{_CAP}(?:[ ]{_INITIAL}{_PARTICLE}{_CAP}){{0,3}}"
_TITLE = r"(?:Mr|Mrs|Ms|Mx|Miss|Master|Mister|Dr|Drs|Doctor|Prof|Professor|Nurse|Sister|Father|Rev|Herrn?|Frau|Sir|Madam|Mme|Señora?|Sra?)"
_CLINICIANS = re.compile(r"(?:Drs?|Doctor|Prof|Professor|Nurse)\b")
_TITLED = re.compile(
    rf"(?<![\w.])(?P<title>{_TITLE})(?:(?<!Frau)(?<!Herr)(?<!Herrn)\.[ ]?|[ ]{{1,2}})(?:(?:Dr|med|Prof)\.? )*(?P<it>(?!Kolleg(?:e|in)\b){_INITIAL}{_PARTICLE}{_FULL}|[A-Z]\. ?(?:[A-Z]\. ?)?{_CAP})"
)
_LABEL = (
    r"(?:(?:pt|patient|client|full|first|last|given|family|maiden|preferred|legal|mother|father|child|infant)(?:['’]s)?(?:[ /]name|[ ]surname)|name|surname"
    r"|patient|pt|client|NOK|next of kin(?: name)?|emergency contact(?: name)?|contact(?: person)?|attending(?: physician)?|PCP|GP|primary care (?:physician|provider)"
    r"|(?:referring|consulting|ordering|treating|admitting|family|supervising|rendering) (?:physician|provider|doctor|clinician|dr\.?)"
    r"|physician|provider|clinician|doctor|author|surgeon|assistant|scribe|interpreter|consultant|nurse|therapist|counselor|resident"
    r"|(?:electronically )?(?:dictated|transcribed|signed|authored|reviewed|written|prepared|verified|approved|completed|entered)(?: electronically)? by|seen by|cc|re|to|from"
    r"|(?:wife|husband|spouse|mother|father|son|daughter|brother|sister|guardian|partner|caregiver|carer|employer|accompanied by|companion|informant|historian|witness)"
    r"|patientin?|name des patienten|hausarzt|arzt|überweiser)"
)
_LABELLED = re.compile(
    rf"(?:^|(?<=[\n;,|(\t])|(?<=  )|(?<=\. ))[ \t*•-]{{0,6}}(?P<label>(?i:{_LABEL}))[ ]?[:#=][ \t]*(?:{_TITLE}\.? )?(?P<it>{_PARTICLE}[A-Z][\w'’-]{{1,40}},[ ]{_CAP}(?:[ ][A-Z]\.?(?![\w]))?|{_INITIAL}{_PARTICLE}{_FULL})"
)
_CREDENTIAL = r"(?:MD|M\.D\.|DO|D\.O\.|RN|R\.N\.|LPN|NP|FNP|CRNP|ARNP|APRN|PA|PA-C|PhD|Ph\.D\.|PsyD|DDS|DPM|PharmD|LCSW|LPC|MBBS|MBChB|FRCS|FRCP|MRCGP|FACP|FACS|BSN|MSN|CNM|DPT|OTR|SLP|CNA|MA|MSW)"
_SIGNED = re.compile(rf"(?<![\w.'’-])(?P<it>(?:[A-Z]\.? ?){{0,2}}{_FULL}),?[ ]{_CREDENTIAL}(?![\w])")
_AGED = re.compile(
    rf"(?<![\w'’-])(?P<it>{_FULL})(?:,)? (?:is|was) (?:an?|the) (?:very |well[- ]known |pleasant |delightful ){{0,3}}(?:\d{{1,3}}|[a-z]+(?:[- ][a-z]+)?)[- ]?(?:year|yr|month|week|day|y/?o\b|yo\b)"
    rf"|(?<![\w.'’-])(?P<it2>{_FULL}),? (?:a |an )?(?:\d{{1,3}}[- ]?(?:year|yr|month|week|day)s?[- ]old|\d{{1,3}} ?(?:y/?o|yo|[MF])\b)"
    rf"|(?<![\w.'’-])(?P<it3>{_FULL}),?[ ]{{1,6}}\(?(?:DOB|MRN|MR ?#|D\.O\.B\.|NHS|[Dd]ate of birth|born|aged? \d)"
    rf"|(?<![\w.'’-])(?P<it4>{_PARTICLE}{_CAP}, {_CAP}(?: [A-Z]\.?)?),?[ \t]{{1,6}}(?:[/|] ?)?\(?(?:DOB|MRN|MR ?#|D\.O\.B\.|NHS|[Dd]ate of birth|born|aged? \d|\d{{1,2}}[/.])"
)
_KIN = (
    r"(?:wife|husband|spouse|partner|mother|mom|mum|father|dad|son|daughter|brother|sister|aunt|uncle|niece|nephew|cousin|grandmother|grandfather|grandson"
    r"|granddaughter|girlfriend|boyfriend|fianc[eé]e?|friend|neighbou?r|caregiver|carer|roommate|employer|boss|teacher|twin|stepson|stepdaughter|nanny|fellow"
    r"|colleague|doctor|physician|nurse|midwife|therapist|psychiatrist|dentist|neurologist|cardiologist|surgeon)"
)
_KINNED = re.compile(rf"\b(?i:{_KIN}),? (?:(?:is )?(?:named|called) |\()?(?P<it>{_FULL})")
# What one does with people and with nothing else, and what only they do.
_WITH = re.compile(
    rf"\b(?:(?:[Ss]poke|[Ss]peak|[Ss]poken|[Dd]iscussed|[Mm]et|[Tt]alked|[Ll]ives?|[Ll]iving|[Ll]ived|[Hh]ere|[Rr]eviewed) with|[Aa]ccording to|[Mm]arried to|[Ee]ngaged to"
    rf"|(?:referring|seeing|sending|asked|told|informed|counselled|counseled|reminded|thank|met|saw|called?|phoned?|paged|visited)|call (?:for|to)|accompanied by|brought (?:in )?by) (?P<it>{_FULL})"
)
_DOES = re.compile(
    rf"(?:\b(?:[Ss]ince|[Ww]hen|[Ww]hile|[Aa]fter|[Bb]efore|[Bb]ecause|[Uu]ntil|[Tt]hat|[Aa]s|and)|[;,])\s+(?P<it>{_FULL}) (?:moved|found|died|left|came|called|went|said|told|took|drove|thinks|will|would|could"
    rf"|wants?|knows|helps|lives|agrees|agreed|and (?:he|she|her|his)\b)\b|(?:^|(?<=[.!?\n] )|(?<=\n))(?P<it2>{_FULL}) (?:will|would|should return|and (?:he|she)|helps|found|moved|drove|agrees|agreed|asked|called|knows)\b",
    re.M,
)
_NAMED = re.compile(
    rf"\b(?:named|called|name is|goes by|known as|prefers to be called|name of) [\"“'‘]?(?P<it>{_FULL})"
)
_HUMAN = (
    r"(?:reports?|reported|denies|denied|states?|stated|says|said|complains|complained|endorses?|endorsed|admits?|admitted|mentions?|mentioned|lives?|lived|works|worked"
    r"|presents|presented|returns?|returned|feels|felt|thinks|believes|describes|described|tells|told|wishes|wants|recalls|rates|drinks|smokes|"
    r"arrives|arrived|attends|attended|(?:is|was|has been) (?:accompanied|here|seen|referred|brought|followed|doing|very|a pleasant|married|retired|divorced|single))"
)
_ACTING = re.compile(
    rf"(?:^|(?<=[.!?\n] )|(?<=\n)|(?<=\n\n)|(?<=: ))(?P<it>{_FULL}) (?:also |still |currently |again |then |now |otherwise |further )?{_HUMAN}\b",
    re.M,
)
_PAIR = re.compile(
    rf"(?<![\w.’'-])(?P<given>[A-Z][a-z]{{2,24}})[ ](?:(?:[A-Z]\.?|[A-Z][a-z]{{1,24}})[ ])?{_PARTICLE}(?P<last>(?:Mac|Mc|O['’]|D['’])?[A-ZÁÉŁŠŽÖ][\w'’]{{1,24}}(?:-[A-Z][a-z]{{1,24}})?)(?![\w])"
)
_REVERSED = re.compile(r"(?<![\w'’-])(?P<last>[A-Z][\w'’-]{1,40}),[ ](?P<given>[A-Z][a-z]{2,})(?:[ ][A-Z]\.?)?(?![\w])")
_ALONE = re.compile(r"(?<![\w’'-])[^\W\d_a-z][\w'’-]{0,48}[^\W_](?![\w])")
_LETTER = re.compile(rf"(?:^|\n)[ \t]*(?:Dear|Hi|Hello|Liebe[r]?)[ ](?:{_TITLE}\.? )?(?P<it>{_FULL})[ ]?[,:!\n]")
_CLOSED = re.compile(
    rf"\b(?i:Sincerely|Regards|Yours(?: truly| sincerely| faithfully)?|Best wishes|Many thanks|Grüßen),?[ \t]*\n+[ \t]*(?:{_TITLE}\.? )?(?P<it>(?:[A-Z]\.? ){{0,2}}{_FULL})[ \t]*(?:\n|,|$)"
)


_GERMAN = re.compile(
    r"\b(?:und|der|das|mit|seit|keine?n?|ist|nicht|bei|im|zur|zum|den|ein|eine|auf|von|wird|wurde|hat|ohne|nach|Patientin|"
    r"seine[rnms]?|ihre[rnms]?|\d+-jährige[rns]?)\b"
)
_ENGLISH = re.compile(r"\b(?:the|and|with|of|has|is|for|no|to|a|an|was|on|she|he|(?-i:patient))\b", re.IGNORECASE)


@cache
def given_names() -> dict[str, frozenset[str]]:
    """The given names that are no words, by sex ("female", "male")."""
    found: dict[str, frozenset[str]] = {}
    sex = ""
    for line in files("bedside.agents.identifiers").joinpath("given_names.txt").read_text("ascii").splitlines():
        if line.startswith("# ") and line[2:] in ("female", "male"):
            sex = line[2:]
        elif not line.startswith("#"):
            found[sex] = found.get(sex, frozenset()) | frozenset(line.split())
    return found


def surnames() -> frozenset[str]:
    """The commonest surnames; many are words as well."""
    return listed("surnames")


@cache
def _given() -> frozenset[str]:
    return frozenset[str]().union(*given_names().values())


def named(text: str, more: Iterable[Identifier] = ()) -> list[Identifier]:
    """The names of a text, in no order; they may overlap. ``more`` are names that were found otherwise, which are names
    wherever they stand again."""
    found = [*_by_context(text), *more]
    known = {word for one in found for word in _parts(text[one.span.start : one.span.end])}
    clinicians = {word for one in found if one.role for word in _parts(text[one.span.start : one.span.end])}
    for match in _ALONE.finditer(text):
        word = _bare(match[0])
        again = word in known
        if not (again or (word in _given() and word not in _NOT_NAMES)):
            continue
        end = match.start() + len(word)
        place = _is_part(text, match.start(), end) and not (again and word not in WORDS)
        if not place and not EPONYMS.match(text, match.end()):
            role = "clinician" if word in clinicians else ""
            found.append(Identifier(kind="name", span=Span(start=match.start(), end=end), role=role))
    return found


def nouns_have_capitals(text: str) -> bool:
    """Whether a text reads as German, where a capital says nothing of a name."""
    return len(_GERMAN.findall(text)) > len(_ENGLISH.findall(text))


def _by_context(text: str) -> Iterator[Identifier]:
    for match in _TITLED.finditer(text):
        role = "clinician" if _CLINICIANS.match(match["title"]) else ""
        yield from _name(
            text, *match.span("it"), role, listed=match["title"] in ("Father", "Sister", "Master", "Nurse")
        )
    for match in _LABELLED.finditer(text):
        yield from _name(text, *match.span("it"), listed=match["label"].lower() in _LOOSE)
    for match in _SIGNED.finditer(text):
        yield from _name(text, *match.span("it"), "clinician")
    for pattern in (_NAMED, _LETTER, _CLOSED):
        for match in pattern.finditer(text):
            yield from _name(text, *match.span("it"))
    if nouns_have_capitals(text):
        return
    for match in _AGED.finditer(text):
        if not _is_thing(match[str(match.lastgroup)]):
            yield from _name(text, *match.span(str(match.lastgroup)))
    for pattern in (_KINNED, _WITH):
        for match in pattern.finditer(text):
            yield from _name(text, *match.span("it"), listed=True)
    for pattern in (_ACTING, _DOES):
        for match in pattern.finditer(text):
            yield from _name(text, *match.span(str(match.lastgroup)), alone=True)
    yield from _pairs(text)


def _pairs(text: str) -> Iterator[Identifier]:
    """A given name beside a surname, in either order."""
    for pattern in (_PAIR, _REVERSED):
        for match in pattern.finditer(text):
            place = _is_part(text, match.start(), match.end()) or EPONYMS.match(text, match.end())
            if _is_pair(match["given"], match["last"]) and not place:
                yield Identifier(kind="name", span=Span(start=match.start(), end=match.end()))


_LOOSE = frozenset("patient pt client re to from cc contact assistant nurse wife husband spouse mother father son daughter brother sister guardian partner caregiver carer employer informant historian witness therapist interpreter physician provider doctor arzt consultant companion".split()) | {"accompanied by"}  # fmt: skip


def _is_pair(given: str, last: str) -> bool:
    """Whether a given name and a surname stand together."""
    if given in _NOT_NAMES or last in _NOT_NAMES or last.lower() in _NO_SURNAMES:
        return False
    known = last in surnames() or (last not in _given() and last.isascii() is False)
    if given in _given():
        return known or (len(last) > 3 and not _is_word(last))
    return given.lower() in WORDS and given.lower() not in _PLACES and last in surnames() and not _is_word(last)


_PLACES = frozenset("america asia austin carolina china dallas denver florence france georgia houston india israel jersey jordan kenya lincoln london montana paris phoenix savannah sierra sydney van virginia west day green red white black may april june july august in so long many my son male young see un will".split())  # fmt: skip
_NO_SURNAMES = frozenset("hospital clinic center centre medical university county city park beach island valley general health syndrome disease sign test cream ointment".split())  # fmt: skip


@cache
def _words() -> frozenset[str]:
    """The nouns and verbs of English."""
    text = files("bedside.agents.text").joinpath("inflection_en.tsv").read_text("utf-8")
    return frozenset(line.split("\t")[1] for line in text.splitlines() if line.count("\t") >= 1)


def _is_word(name: str) -> bool:
    """Whether a name is a noun or a verb of the language as well."""
    low = name.lower()
    return low in _words() or low in WORDS or (low.endswith("s") and low[:-1] in _words())


def _name(
    text: str, start: int, end: int, role: str = "", listed: bool = False, alone: bool = False
) -> Iterator[Identifier]:
    """The name at the start of a stretch of words with capitals. ``listed``: its context is weak, so that the name must be a
    known one or no word of the language; ``alone``: the same, and of letters alone."""
    last = 0
    before = ""
    for word in re.finditer(r"[^\s,]+,?", text[start:end]):
        bare = _bare(word[0])
        if not _may_be_name(bare, before):
            if re.fullmatch(r"[A-Z]\.?", bare):
                continue
            break
        last, before = word.end(), bare
    name = text[start : start + last].rstrip(" ,.")
    name = name.removesuffix("'s").removesuffix("’s")
    parts = _parts(name)
    if not parts or EPONYMS.match(text, start + len(name)):
        return
    if (listed or alone) and parts[0] not in _given():
        if parts[0].lower() in _small_words(text):
            return  # the note writes it small elsewhere: a word
        plain = [part for part in parts[1:] if part not in surnames()]
        if any(_is_word(part) or _is_thing(part) or _is_medical(part) for part in (parts[0], *plain)) or (
            alone and not _is_person(parts)
        ):
            return
    yield Identifier(kind="name", span=Span(start=start, end=start + len(name)), role="clinician" if role else "")


@lru_cache(maxsize=4)
def _small_words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\b[a-z]{3,}\b", text))


def _may_be_name(word: str, before: str) -> bool:
    """Whether a word can go on a name: no word that every note writes with a capital, unless it is a surname after a given
    name ("Brian White"), and no letters that stand for a name that was taken out."""
    plain = word.capitalize()
    if plain in _NOT_NAMES:
        return before in _given() and plain in surnames()
    if _PLACEHOLDERS.fullmatch(word.strip(".")):
        return False
    return not word.isupper() or plain in surnames() or plain in _given() or (bool(before) and len(word) > 3)


def _is_thing(word: str) -> bool:
    """Whether a word is a part of the body, a drug or a trouble by its ending, or an adverb."""
    return word.lower().endswith(("ly", "itis", "osis", "emia", "aemia", "pathy", "oma", "ache", "algia", "ectomy", "pril", "statin", "olol", "mycin", "cillin", "azole", "tate"))  # fmt: skip


@lru_cache(maxsize=512)
def _is_medical(word: str) -> bool:
    """Whether a word is a complaint or a disease: "CC: Palpitations" copies in nobody."""
    terms = Terminology.load()
    found = terms.concept(word)
    return found is not None and terms.kind(found) in ("symptom", "disorder", "finding", "procedure", "test", "drug")


def _bare(word: str) -> str:
    return word.strip(",").removesuffix("'s").removesuffix("’s")


def _is_person(parts: list[str]) -> bool:
    """Whether words that do what people do are a name: one or two, of letters alone."""
    return len(parts) <= 3 and all(part.isalpha() and not part.isupper() and part not in _NOT_NAMES for part in parts)


def _parts(name: str) -> list[str]:
    """The words of a name that tell it: no initials, no particles."""
    found = [word.strip(",.") for word in re.split(r"[\s,]+", name)]
    found = [word.removesuffix("'s").removesuffix("’s") for word in found]
    return [word for word in found if len(word) > 2 and word[0].isupper() and word not in _NOT_NAMES]


def _is_part(text: str, start: int, end: int) -> bool:
    """Whether a given name is part of the name of a place or a thing: "Santa Maria", "Maria Hospital", "Kelly clamp"."""
    before = text[max(0, start - 14) : start].split()
    after = re.match(
        r"[ ](?:[A-Z]\w+[ ])?(?:Hospital|Clinic|Center|Centre|Street|Avenue|Road|University|College|School|Medical|Church|County|Lake|Park|Beach)\b",
        text[end : end + 40],
    )
    return after is not None or (
        bool(before) and before[-1] in ("Santa", "San", "St.", "St", "Saint", "Port", "Lake", "Mount", "Fort")
    )
