"""Notes leave words out: "Appetite fair", "Widow, son in Canada", "999 for collapse". Here the words come back.

Every fragment is first given its grammatical shape (a status, a thing and its state, a state of somebody, a bare verb,
a participle, an instruction without a verb ...) and only then the words that shape takes. What is put in are persons,
articles, forms of "be" and "have", and never a concept, a number, a side or a denial. Where no shape is certain the
answer is None, and the fragment is said as it stands."""

import re
from functools import lru_cache

from bedside.agents.agenda.recast import DETERMINERS, NOUN_OR_VERB
from bedside.agents.agenda.shape import COUNT, PREDICATE, StatementShape, article, head, main_verb, shape
from bedside.agents.agenda.verbs import ADVERBS, AUXILIARIES, base_of, readings
from bedside.agents.extraction.lexicon import BODY, FINDINGS, RELATIVES, WORKERS
from bedside.scenarios.note import Fact

# -- words -------------------------------------------------------------------------------------------------------

STATUS = set("married single divorced separated widowed retired unemployed homeless engaged self-employed housebound".split())  # fmt: skip
OWNED = set(
    """appetite sleep mood energy weight vision eyesight sight hearing memory speech gait bowels periods period diet balance
    concentration libido voice breathing posture insight affect temperature mobility strength sensation coordination confidence
    motivation handwriting cycle waterworks urine stool stools stoma catheter fontanelle belly tummy bowel bladder pulse pulses
    reflexes abdomen conjunctivae membranes nerves sats saturations hair nails uterus cervix tonsils pupils liver spleen""".split()
)  # fmt: skip
THINGS = set(
    """wound clips stitches sutures dressing scar cast splint cannula drain implant incision graft stump plaster brace bandage
    movement motion movements refill sounds sound network thought process behaviour behavior eye-contact orientation
    temperature mass lump mole plaque lesion blister bruise ulcer burn bite symptoms condition disease diabetes asthma copd
    hypertension epilepsy bp sugars readings peak-flow failure depression anxiety thyroid anaemia anemia fracture infection antibiotics steroids surgery stairs vaccines vaccinations immunisations immunizations
    baby pneumonia stroke dvt clot cancer malignancy entry air""".split()
)  # fmt: skip
COMPANY = frozenset(("partner", "flatmate", "housemate", "boyfriend", "girlfriend", "neighbour", "neighbor", "friend", "boss", "colleague", *RELATIVES))  # fmt: skip
MENDING = set(
    "healing settling improving draining leaking oozing resolving worsening progressing weeping aching throbbing itching burning coping getting moving feeding sleeping growing".split()
)
TESTS = set(
    """test tests dip urinalysis culture swab swabs ecg ekg x-ray xray cxr mri ct scan ultrasound troponin d-dimer crp esr fbc cbc
    hb haemoglobin hemoglobin ferritin tsh tft tfts lft lfts u&e u&es hba1c inr bloods results glucose creatinine potassium sodium
    smear mammogram biopsy histology spirometry score screen echo urate calcium pcr serology maneuver manoeuvre sign raise""".split()
)  # fmt: skip
STATES = (PREDICATE - {"within", "sexually", "current"}) | set(
    """clean cold cool hot tight sore stiff numb weak heavy itchy painful blurred blurry dizzy loose hard firm flat linear restricted
    euthymic unlikely likely possible probable settled settling maintained raised palpable visible audible equal preserved controlled
    uncontrolled well-controlled unwell fine ok okay bad terrible awful disturbed broken disrupted mobile due overdue pending done
    given removed completed gone ongoing constant intermittent variable lower higher bigger smaller larger stiffer louder quieter
    inflamed bruised infected dehisced blunted flattened loud quiet hoarse slurred cloudy smelly dark offensive heavy light
    erratic excellent unsteady wobbly intermittent sharp dull quiet easier harder worsening excessive scanty unreliable poorly
    oedematous edematous sloughy ulcerated gangrenous sunken overgrown tremulous symmetrical undisplaced displaced preserved satisfactory antalgic fluent coherent pressured congruent brisk""".split()
)  # fmt: skip
FEELINGS = set(
    """unhappy worried concerned anxious frightened scared keen happy upset tearful tired exhausted lethargic fatigued weak dizzy
    lightheaded light-headed faint breathless wheezy feverish clammy sweaty shivery nauseous nauseated sick queasy bloated
    constipated thirsty hungry unwell fine ok okay sore stiff achy unsteady confused forgetful drowsy sleepy irritable low
    depressed sad hopeless able unable independent dependent mobile housebound bedbound pregnant breastfeeding sexually abstinent
    teetotal compliant aware unaware reluctant willing unsure alert awake afebrile cheerful hard deaf blind frustrated angry
    embarrassed disappointed fed-up restless agitated jittery lonely isolated stressed bedridden overweight underweight
    comfortable well orientated oriented cooperative consolable fussy tachycardic febrile jaundiced cyanosed unkempt
    hard-of-hearing suicidal desperate grateful pleased relieved nervous short off keeping due""".split()
) - {"hard", "keeping"}  # fmt: skip
QUALITIES = set(
    """worse better constant intermittent sharp dull throbbing crampy cramping stabbing painful painless itchy sudden gradual ongoing
    likely unlikely probably possibly progressive tender""".split()
)
GRADES = set("slightly very quite mildly moderately severely a bit rather increasingly more less generally otherwise systemically now still currently not too also feeling somewhat extremely".split())  # fmt: skip
ACTIVE = set(
    """try stop take notice manage vomit lose gain finish miss use drink eat sleep wake go come have see buy run walk feel fall trip
    slip twist hit land bang bump hurt call ring phone ask want need live work smoke drive cope get think believe prefer hope say
    play attend keep wear do deny move return travel fly quit give pass forget remember cut reduce increase double change switch
    collapse faint black cry struggle enjoy avoid carry tolerate recover put lift throw know find bring become look hear visit
    retire check read write rate bite swim cycle sit stand lie climb study share chew require require spend pick sustain develop
    experience start begin cancel decline refuse""".split()
)  # fmt: skip
OF_IT = set("start begin last radiate spread worsen improve resolve settle ease relieve aggravate exacerbate occur happen hurt ache burn itch trigger persist recur appear help fluctuate come go wake".split())  # fmt: skip
EFFECTS = set(
    "affect cause occur radiate worsen improve interfere prevent settle resolve happen persist spread".split()
)
EXAMINED = set(
    "smile sit speak walk look make follow respond move answer engage maintain stand limp wear track vocalise babble".split()
)
PASSIVE = set(
    """diagnosed admitted referred seen advised told given prescribed discharged treated reviewed investigated kept transferred brought
    offered vaccinated hospitalised hospitalized born made laid bitten stung assaulted knocked signed counselled counseled informed
    immunised immunized intubated operated""".split()
)
HAPPENING = set("swelling bleeding bruising tingling itching burning wheezing cramping spotting vomiting sweating screening pain nothing something anything morning evening during being including according regarding following sibling king clicking popping locking catching stabbing throbbing noting stinging aching".split())  # fmt: skip
PAST = re.compile(r"\b(?:yesterday|last (?:night|week|month|year|\w+day)|initially|at first|first \d+ \w+|ago|this morning|at the time|on the day|overnight|(?:19|20)\d\d)\b", re.I)  # fmt: skip
SINCE = re.compile(r"\b(?:since|for (?:the )?(?:past|last|\d|a |an |one|two|three|four|five|six|several|many|years|months|weeks|days))\b", re.I)  # fmt: skip
BOUNDARY = re.compile(
    r"(?:and|or|but|with|in|on|at|to|for|since|after|before|when|if|today|now|yesterday|this|last|during|due|because|from|throughout|over|"
    r"\w+ing\b|than|as|by|bilaterally|both|again|under|until|while|most|every|of|per|within|x ?\d|\d|\(|-)",
    re.I,
)
DRINKING = re.compile(r"\b(?:pints?|glass(?:es)?|beers?|wine|sherry|whisk(?:y|ey)|gin|vodka|units?|drinks?|cans?|bottles?|cigarettes?|cigars?|packs?|joints?|vape|alcohol|etoh|coffees?)\b", re.I)  # fmt: skip
URGENT = r"(?:999|911|112|111|an ambulance)"
PLACE = r"(?:A ?& ?E|A/E|ED|ER|emergency (?:department|room)|casualty)"


def _whose(sex: str | None) -> str:
    return "her" if sex == "female" else "his"


def _who(sex: str | None) -> str:
    return "she" if sex == "female" else "he"


def _plural(noun_phrase: str) -> bool:
    last = re.findall(r"[\w&'’-]+", noun_phrase)[-1].lower()
    if re.search(r"\band\b", noun_phrase):
        return True
    return last in ("children", "people", "hs", "feet", "teeth", "conjunctivae", "men", "women", "sats") or (
        last.endswith("s")
        and not last.endswith(("ss", "us", "is"))
        and last not in ("diabetes", "rabies", "herpes", "pus")
    )


NEGATIVE = re.compile(r"\b(?:not|never|no|nothing|cannot|without)\b|n't\b", re.I)  # reaches what shares its verb
SUBJECTLESS = re.compile(r"\b(if|when|as|because|until|since|after|before|that|where) (?=(?:needs|has|is|was|had|stands|bends|exercises|lies|sits|walks|eats|drinks|coughs|goes|gets|takes|does|did|moves|wakes|breathes|swallows|feels|wants|can|cannot|could)\b)", re.I)  # fmt: skip


KIN = re.compile(r"\b(?P<lead>with|by|from|to|for|near|at) (?=(?:elderly |own )?(?:partner|wife|husband|son|sons|daughter|daughters|mother|father|mum|dad|mom|parents|brother|sister|family|girlfriend|boyfriend|fiance|children|kids|grandchildren|housemates|flatmates)\b)", re.I)  # fmt: skip


def pieces(text: str) -> list[str]:
    """The fragments of a telegraphic statement: cut at commas and semicolons, not inside brackets or numbers."""
    out: list[str] = []
    depth, begin = 0, 0
    for i, char in enumerate(text):
        depth += (char in "([") - (char in ")]")
        if char in ",;" and depth <= 0 and not (text[i + 1 : i + 2].isdigit() and text[i - 1 : i].isdigit()):
            out.append(text[begin:i])
            begin = i + 1
    out.append(text[begin:])
    return [piece.strip() for piece in out if piece.strip()]


# -- one fragment ------------------------------------------------------------------------------------------------


def _be(rest: str, plural: bool, over: bool = False) -> str:
    if (over or PAST.search(rest)) and not SINCE.search(rest):
        return "were" if plural else "was"
    if SINCE.search(rest):
        return "have been" if plural else "has been"
    return "are" if plural else "is"


def _determined(noun_phrase: str, sex: str | None, told: bool) -> str:
    """A bare subject with its article or owner: "calf" -> "her calf", "wound" -> "the wound"."""
    first = noun_phrase.split()[0].lower()
    if first in DETERMINERS or first[:1].isdigit() or first in ("patient", "pt"):
        return noun_phrase
    words = [w.lower() for w in re.findall(r"[\w&'’-]+", noun_phrase)]
    lowered = noun_phrase if noun_phrase[:2].isupper() else noun_phrase[:1].lower() + noun_phrase[1:]
    if words[-1] in RELATIVES or words[0] in RELATIVES:
        return f"{_whose(sex)} {lowered}"
    if any(word in BODY for word in words[:-1]) or words[-1] in BODY or words[-1] in OWNED:
        return f"{_whose(sex)} {lowered}" if told else lowered
    if words[-1] in TESTS or words[-1] in THINGS or words[-1] in FINDINGS:
        return f"the {lowered}"
    return lowered


def _subject_like(words: list[str]) -> bool:
    last = words[-1]
    known = (
        last in BODY
        or last in OWNED
        or last in THINGS
        or last in TESTS
        or last in FINDINGS
        or last in RELATIVES
        or last in ("hs", "crt", "u&es", "lfts", "tfts")
        or last.endswith(("itis", "osis", "emia", "aemia"))
    )
    return known and not any(w in DETERMINERS or (readings(w) and w.endswith("ing")) for w in words[:-1])


def _thing_and_state(piece: str, sex: str | None, section: str) -> str | None:
    """ "Wound dry since Monday" -> "the wound has been dry since Monday"."""
    told = section in TOLD
    tokens = piece.split()
    low = [t.lower().strip(".,:") for t in tokens]
    for at in range(1, min(len(tokens), 7)):
        if not _subject_like(low[:at]):
            continue
        k = at
        while k < len(tokens) and (low[k] in GRADES or low[k] in ADVERBS or low[k].endswith("ly")) and low[k] not in STATES | {"daily"}:  # fmt: skip
            k += 1
        if k >= len(tokens):
            continue
        word, rest = low[k], " ".join(tokens[k + 1 :])
        noun_phrase = " ".join(tokens[:at])
        if word in BODY or word in FINDINGS - {"sore", "cold"}:
            continue
        if low[at - 1] in ("bowels", "bowel") and word == "open":
            return f"{_whose(sex)} bowels {'opened' if PAST.search(rest) else 'open'} {rest}".strip()
        if (word == "due" and rest.startswith("to ")) or (word in ("secondary", "likely") and section == "assessment"):
            return None
        state = (
            word in STATES
            or (word.endswith("er") and rest.startswith("than") and len(word) > 4)
            or (word == "up" and rest.startswith("to date"))
            or (word == "in" and re.match(r"(?:place|situ|good position|keeping|remission)\b", rest))
            or (re.match(r"\d", word) and re.search(r"\b(?:larger|smaller|bigger|wider|longer|shorter)\b", rest))
        )
        healing = k == at and word.endswith("ing") and base_of(word, "gerund") and word in MENDING
        if not state and not healing:
            continue
        if (
            state
            and rest
            and not word[0].isdigit()
            and not BOUNDARY.match(rest)
            and rest.split()[0].lower().strip(",.") not in STATES
        ):
            continue
        if (
            low[0] in STATES - {"left", "right"}
            and at > 1
            and low[0] not in BODY
            and low[0] not in ("anterior", "upper")
        ):
            if not (low[1:at] and _subject_like(low[1:at])):
                continue
        subject = _determined(noun_phrase, sex, told)
        if word in ("unlikely", "likely", "possible", "probable") and subject.startswith("the "):
            subject = article(subject[4:])
        said = " ".join(tokens[at:])
        said = re.sub(r"\bx ?2$", "twice", said)
        said = re.sub(r"\bx ?([3-9])$", r"\1 times", said)
        tested = told and low[at - 1] in TESTS and low[at - 1] not in ("bloods", "results")
        tested = tested or word in ("done", "given", "removed", "completed")
        return f"{subject} {_be(f'{word} {rest}', _plural(noun_phrase), tested)} {said}"
    score = re.match(r"(?P<s>[A-Za-z][\w ]{2,40}?) (?P<x>\d{1,2} ?/ ?10\b.*)$", piece)
    rates = score is not None and score["s"].lower().startswith(("rates ", "rated ", "scores "))  # a verb here
    if told and score and not rates and _subject_like(score["s"].lower().split()):
        return f"{_determined(score['s'], sex, told)} {_be('', _plural(score['s']))} {score['x']}"
    return None


def _status(piece: str, sex: str | None) -> str | None:
    low = piece.lower()
    who = _who(sex)
    if low in STATUS or re.fullmatch(
        rf"(?:recently |newly |happily )?(?:{'|'.join(STATUS)})(?: (?:with|from|for|since|in|aged?|\d).*)?", low
    ):
        return f"{who} is {low if low == piece.lower() else piece}"
    if re.fullmatch(r"never[- ]smoke(?:r|d)", low):
        return f"{who} has never smoked"
    lead = re.match(
        r"(?P<x>[A-Za-z][\w'’/& -]*?)(?P<rest>(?: (?:at|in|for|with|of|by|who|from|until|since|on|\d).*)?)$", piece
    )
    if lead is None:
        return None
    words = lead["x"].lower().replace("-", " ").split()
    if (
        len(words) > 1
        and {form for _, form in readings(words[0])} & {"third", "past"}
        and words[0] not in ("retired", "left", "trained")
    ):
        return None
    if re.fullmatch(r"(?:occasional|social) smoker", low):
        return f"{who} smokes {'occasionally' if low[0] == 'o' else 'socially'}"
    last = lead["x"].lower().split()[-1]
    if last in WORKERS and 0 < len(words) <= 5 and not any(w in DETERMINERS or w in BODY or w in FINDINGS for w in words[:-1]):  # fmt: skip
        if last in ("assistant", "guard", "judge", "coach", "cook", "trainer", "miner", "potter") and len(words) > 4:
            return None
        noun = piece[:1].lower() + piece[1:] if not piece[:2].isupper() else piece
        return f"{who} is {'an' if noun[0].lower() in 'aeio' else 'a'} {noun}"
    grade = re.fullmatch(r"(?P<x>(?:\w+ )?(?:grade|year \d+))", piece, re.I)
    return f"{who} is in {grade['x'].lower()}" if grade else None


def _feeling(piece: str, sex: str | None) -> str | None:
    """ "Unhappy that nobody called" -> "she is unhappy that nobody called"."""
    low = [w.lower().strip(".,") for w in piece.split()]
    k = 0
    while k < len(low) and (
        low[k] in GRADES or low[k] in ADVERBS or (low[k].endswith("ly") and low[k] not in FEELINGS)
    ):
        k += 1
    if k >= len(low):
        return None
    word, rest = low[k], " ".join(low[k + 1 :])
    if word == "a" and rest.startswith("bit ") and len(low) > k + 2:
        word, rest = low[k + 2], " ".join(low[k + 3 :])
    lowered = piece[:1].lower() + piece[1:]
    if word == "home" and re.match(r"(?:on|since|for|from|after|with)\b", rest):
        return f"{_who(sex)} {'was' if rest.startswith('on') else 'has been'} {lowered}"
    if word in ("off", "short", "hard", "due"):
        if not re.match(
            r"(?:food|work|sick|school|balance|colour|legs|her food|his food|of breath|of hearing|for)\b", rest
        ):
            return None
    elif word not in FEELINGS:
        return None
    if (
        rest
        and word not in ("off", "short", "hard", "due")
        and not re.match(
            r"(?:and|or|but|with|in|on|at|to|for|since|after|before|when|that|about|by|first|today|now|yesterday|this|last|because|if|over|all|most|as|of|from|enough|again|active|appearing|until|while|during|due|both|lately|recently|bear|side|right|left|than|\d)\b",
            rest,
        )
        and rest.split()[0].rstrip(",") not in FEELINGS
    ):
        return None
    if rest.startswith("appearing"):
        return f"{_who(sex)} looks {re.sub(r' appearing', '', lowered)}"
    lowered = re.sub(r"\bfirst (?=\d)", "for the first ", lowered)
    before = word in ("well", "fine", "ok", "okay") and re.match(r"(?:before|until|prior|when)\b", rest) is not None
    return f"{_who(sex)} {_be(rest, False, before)} {lowered}"


def _quality(piece: str) -> str | None:
    low = [w.lower().strip(".,") for w in piece.split()]
    k = 0
    while k < len(low) and (low[k] in GRADES or low[k] in ("usually", "often", "sometimes", "always", "much", "mainly", "mostly", "only", "occasionally", "progressively")):  # fmt: skip
        k += 1
    if k >= len(low) or low[k] not in QUALITIES:
        return None
    rest = " ".join(low[k + 1 :])
    if low[k] in ("likely", "unlikely", "probably", "possibly"):
        if not re.fullmatch(r"(?:viral|bacterial|muscular|musculoskeletal|mechanical|allergic|benign|hormonal|migrainous|reactive|drug[- ]related|related to .+|due to .+)", rest):  # fmt: skip
            return None
    elif rest and not BOUNDARY.match(rest):
        return None
    often = re.match(r"(?P<how>occasionally|sometimes) (?P<what>\w+)$", piece, re.I)
    if often:
        return f"it is {often['what']} {often['how'].lower()}"
    return f"it {_be(rest, False)} {piece[:1].lower() + piece[1:]}"


def _verb(piece: str, sex: str | None) -> tuple[str, str] | None:
    """(subject, sentence) for a fragment that begins with its verb: of the patient, or of "it"."""
    words = piece.split()
    k = 0
    while k < len(words) - 1 and words[k].lower() in ADVERBS | {"now", "nearly", "almost"}:
        k += 1
    first = words[k].lower().strip(",")
    rest = " ".join(words[k + 1 :])
    lowered = piece[:1].lower() + piece[1:]
    if first == "concerned" or (first == "lost" and not rest):
        return None
    if first in PASSIVE and not (first in ("seen", "given", "kept", "made", "born") and not rest):
        if first in ("kept", "made", "seen", "given") and not re.match(r"(?:by|in|at|on|a |an |the |\w+ed\b|\w+ (?:by|for)|redundant|to)", rest, re.I) and first != "given":  # fmt: skip
            return None
        return _who(sex), f"{_who(sex)} was {lowered}"
    later = main_verb(re.sub(r"\d ?[ap]m\b", "", piece))
    if (
        later is not None
        and later[0] > 0
        and first.endswith("s")
        and k == 0
        and not re.match(r"(?:if|that|how|he|she|it)\b", rest)
    ):
        return None  # "Triggers are cold and wind": a noun
    forms = readings(first)
    finite = {base for base, form in forms if form in ("past", "third")}
    if first in ("can", "cannot", "can't", "could", "couldn't", "did", "didn't", "does", "doesn't", "has", "had", "was", "is", "would", "will"):  # fmt: skip
        if re.match(r"(?:not )?(?:be|been|get) (?:worse|better|triggered|brought)|(?:not )?wake (?:her|him)\b", rest):
            return "it", f"it {lowered}"
        return _ahead(piece, words, k, _who(sex))
    bases = finite & (ACTIVE | OF_IT)
    if not bases:
        return None
    base = next(iter(sorted(bases)))
    after = rest.split()[0].lower().strip(",") if rest else ""
    timed = not rest or bool(re.match(
        r"(?:\d|on\b|in\b|as\b|after|with\b|when|suddenly|gradually|yesterday|last\b|this\b|about|around|since|at\b|for\b|over|to\b|by\b|and (?:goes|went)|all\b|off\b|up (?:to|until)|during|before|days|weeks|again|overnight|slowly|quickly|intermittently|from\b|mid\b|early\b|late\b|just\b|\(|a (?:few|couple)|one|two|three|four|five|six)",
        rest, re.I,
    ))  # fmt: skip
    if base in ("start", "begin") and (not timed or (first == "started" and re.match(r"on (?!\w+ing\b|\w+day|the\b|holiday|a\b)", rest, re.I))):  # fmt: skip
        return (_who(sex), f"{_who(sex)} {lowered}") if not re.match(r"on\b", rest) else (_who(sex), f"{_who(sex)} was {lowered}")  # fmt: skip
    if base in ("start", "begin"):
        return "it", f"it {lowered}"
    if re.search(r"\bsince$", rest) and base_of(first, "participle") and base in OF_IT - ACTIVE:
        return "it", f"it has {lowered}"
    if base in ("come", "go") and re.match(r"(?:on\b|and\b|away|down\b)", rest):
        return "it", f"it {lowered}"
    if base == "wake" and after in ("her", "him"):
        return "it", f"it {lowered}"
    if (base in OF_IT - ACTIVE and timed) or (base in OF_IT - ACTIVE and not rest):
        return "it", f"it {lowered}"
    if base in OF_IT - ACTIVE:
        if base in ("help", "relieve", "ease", "aggravate", "exacerbate", "trigger"):
            return "it", f"it {lowered}" if first.endswith("s") or base == "help" else f"it is {lowered}"
        return None
    if first in ("reduced", "increased", "changed", "doubled", "cut", "cancelled", "lifted", "developed", "experienced") and (
        after in FINDINGS | OWNED | BODY or not re.search(r"\b(?:to|from|by) \d|^(?:the|his|her|its?|an?) ", rest)
    ) and first not in ("developed", "experienced"):  # fmt: skip
        return None
    return _ahead(piece, words, k, _who(sex))


def _ahead(piece: str, words: list[str], k: int, who: str) -> tuple[str, str]:
    """An adverb of time stands before the subject: "Initially had chills" -> "initially she had chills"."""
    lead = " ".join(words[:k]).lower()
    if lead in (
        "initially",
        "previously",
        "originally",
        "recently",
        "now",
        "then",
        "sometimes",
        "subsequently",
        "today",
    ):
        return who, f"{lead} {who} {' '.join(words[k:])}"
    return who, f"{who} {piece[:1].lower() + piece[1:]}"


def _gerund(piece: str, sex: str | None) -> tuple[str, str] | None:
    words = piece.split()
    k = 0
    while k < len(words) - 1 and words[k].lower() in ADVERBS | {"now", "mostly"}:
        k += 1
    first = words[k].lower().strip(",")
    if not first.endswith("ing") or base_of(first, "gerund") is None:
        return None
    after = words[k + 1].lower() if len(words) > k + 1 else ""
    if first in HAPPENING and after not in ("up", "out"):
        return None
    if first == "feeling" and (not after or after == "of"):
        return None
    if first in ("coughing", "crying", "screaming", "breathing", "walking", "drinking", "smoking", "driving", "hearing", "cooking", "working", "eating", "sleeping") and not after:  # fmt: skip
        return None
    lowered = piece[:1].lower() + piece[1:]
    if base_of(first, "gerund") in EFFECTS or (
        first in ("making", "keeping", "waking") and after in ("it", "him", "her")
    ):
        return "it", f"it is {lowered}" if k else f"it has been {lowered}"
    if base_of(first, "gerund") == "open" and after == "bowels":
        lowered = lowered.replace("bowels", f"{_whose(sex)} bowels", 1)
    now = k > 0 and words[0].lower() in ("now", "currently", "still")
    if lowered.startswith("not "):
        return _who(sex), f"{_who(sex)} has not been {lowered[4:]}"
    return _who(sex), f"{_who(sex)} is {lowered}" if now else f"{_who(sex)} has been {lowered}"


def _relative(piece: str, sex: str | None) -> str | None:
    """ "Son in Leeds rings on Sundays" -> "her son in Leeds ..."; "wife also unwell" -> "his wife is also unwell"."""
    words = piece.split()
    low = [w.lower().strip(",") for w in words]
    if low[0] in ("older", "younger", "elder", "twin", "eldest", "youngest") and len(low) > 2 and low[1] in RELATIVES:
        low, words = low[1:], words[1:]
    if low[0] in COMPANY and len(words) > 1:
        lowered = piece[:1].lower() + piece[1:]
        verb = main_verb(piece)
        if verb is not None and verb[0] > 0:
            return f"{_whose(sex)} {lowered}"
        k = 1
        while k < len(low) - 1 and (low[k] in GRADES or low[k] in ADVERBS):
            k += 1
        if low[k] in FEELINGS:  # "Wife worried about his weight"
            who = lowered[: len(lowered) - len(" ".join(words[1:]))].strip()
            return f"{_whose(sex)} {who} {_be(' '.join(low[k + 1 :]), False)} {' '.join(words[1:])}"
        acts = [
            n
            for n, w in enumerate(low[1:], 1)
            if base_of(w, "third") and low[n - 1] not in DETERMINERS and n < len(low)
        ]
        if acts and "ing" not in low[acts[0]][-3:]:
            return f"{_whose(sex)} {lowered}"
        return _thing_and_state(piece, sex, "history")
    counted = re.match(r"(?:\d+|one|two|three|four|five|six|several|no|many)\b(?: [\w-]+){0,2} (?:children|kids|sons?|daughters?|grandchildren|siblings|brothers?|sisters?|cats?|dogs?|carers?|stairs)\b", piece, re.I)  # fmt: skip
    if counted and main_verb(piece) is None:
        return f"{_who(sex)} has {piece[:1].lower() + piece[1:]}"
    return None


def _own_clause(piece: str, sex: str | None, section: str) -> str | None:
    """A sentence whose subject has no article: "Calf feels tight" -> "her calf feels tight"."""
    told = section in TOLD
    verb = main_verb(piece)
    if verb is None or verb[0] == 0:
        return None
    subject = piece[: verb[0]].strip()
    words = [w.lower() for w in subject.split()]
    while words and (words[-1] in ADVERBS or words[-1].endswith("ly")):
        words.pop()
    if not words or len(words) > 4 or words[0] in DETERMINERS or not _subject_like(words):
        return None
    if words[0] in FINDINGS and len(words) == 1 and section == "examination":
        return None
    bare = " ".join(subject.split()[: len(words)])
    determined = _determined(bare, sex, told)
    if determined.lower() == bare.lower():
        return None
    return determined + piece[len(bare) :]


def _noun(piece: str, sex: str | None, section: str) -> tuple[str, str] | None:
    """Noun phrases that only lack a preposition: "cough 10 days", "Hysterectomy 1978"; and what somebody drinks."""
    since = re.fullmatch(r"(?P<x>[A-Za-z][\w'’ -]{2,40}?) (?:x ?)?(?P<n>(?:\d+(?:-\d+)?|one|two|three|four|five|six|several|a few|couple of) (?:hours?|days?|weeks?|months?|years?)|(?:\d+(?:-\d+)?)/(?:7|52|12))", piece)  # fmt: skip
    if since and _subject_like(since["x"].lower().split()) and section in ("history", "complaint", "other"):
        return "np", f"{since['x'][:1].lower() + since['x'][1:]} for {since['n']}"
    year = re.fullmatch(r"(?P<x>[A-Za-z][\w'’ -]*[A-Za-z]) (?P<y>(?:19|20)\d\d)", piece)
    if year and section in ("past", "history") and not year["x"].lower().endswith((" in", " since", " until", " from")):
        return "np", f"{year['x']} in {year['y']}"
    drink = re.fullmatch(
        r"(?:alcohol|etoh):? (?:about |approx(?:imately)? |~)?(?P<n>\d+(?:-\d+)?) units?(?P<rest>.*)", piece, re.I
    )
    if drink:
        return "clause", f"{_who(sex)} drinks {drink['n']} units of alcohol{drink['rest']}"
    social = re.fullmatch(r"social (?:alcohol|etoh|drink(?:er|ing))(?P<rest>(?: (?:at|on|only).*)?)", piece, re.I)
    if social:
        return "clause", f"{_who(sex)} drinks socially{social['rest']}"
    least = re.fullmatch(
        r"(?P<x>minimal|moderate|occasional|little|some|heavy) (?:alcohol|etoh)(?: intake)?", piece, re.I
    )
    if least and section == "social":
        return "clause", f"{_who(sex)} drinks {least['x'].lower()} alcohol"
    after = re.fullmatch(r"(?P<x>\d+(?:-\d+)? (?:days?|weeks?|months?|years?) (?:post[- ]?op\w*|post[- ]?partum|post[- ]?natal|pregnant|sober|postoperative\w*)\b.*)", piece, re.I)  # fmt: skip
    if after:
        return "clause", f"{_who(sex)} is {after['x']}"
    period = re.fullmatch(
        r"(?:LMP|last (?:menstrual )?period):? (?P<when>\d.* ago|last .+|yesterday|today)", piece, re.I
    )
    if period:
        return "clause", f"{_whose(sex)} last period was {period['when']}"
    fever = re.fullmatch(r"(?:temp|temperature) (?P<x>\d\d.*)", piece, re.I)
    if fever and section == "history":
        return "clause", f"{_whose(sex)} temperature was {fever['x']}"
    if section in ("social", "history", "other") and main_verb(piece) is None:
        low = piece[:1].lower() + piece[1:]
        if section == "social" and DRINKING.search(piece) and re.search(r"\b(?:a|per|on|at|with|every|each|daily|week\w*|once|twice|\d|one|two|three|occasional|small|half)\b", piece, re.I):  # fmt: skip
            one = re.match(
                r"(?:small|large|single|half|occasional) (?!pints|glasses|beers|drinks|cans|bottles|units)", low
            )
            return "clause", f"{_who(sex)} has {('an ' if low[0] == 'o' else 'a ') + low if one else article(low)}"
        if re.match(r"carers?\b|home help|meals on wheels|cleaner\b|district nurse|(?:good |strong )?(?:family |social )?support\b", piece, re.I):  # fmt: skip
            return "clause", f"{_who(sex)} has {article(low)}"
        home = re.fullmatch(
            r"(?P<x>(?:(?!on\b|in\b|at\b|the\b|to\b)[\w-]+ ){0,3}(?:flat|bungalow|house|apartment|hostel|(?:care|nursing|residential) home|cottage|halls|caravan))(?P<rest>(?: (?:with|in|on|near|of|by) .*)?)",
            low,
        )
        if home and not OWNED.intersection(home["x"].split()):
            return (
                "clause",
                f"{_who(sex)} lives in {'' if _plural(home['x']) else 'an ' if low[0] in 'aeio' else 'a '}{low}",
            )
    return None


# -- whole statements --------------------------------------------------------------------------------------------

FULL = re.compile(r"(?:he|she|they|it|this|that|there|these|those|i|we|you|the|a|an|his|her|their|its|my|your|our|no|not|nil|denies|denied|patient|pt|mr|mrs|ms|if|when|while|although|because|after|before|over|in|on|at|during|for|since|with|without|due|both|all|some|each|every|one|two|three|four)\b", re.I)  # fmt: skip
TOLD = frozenset(
    ("complaint", "history", "past", "medications", "allergies", "social", "family", "review", "other", "course")
)


def _piece(piece: str, sex: str | None, section: str) -> tuple[str, str, str] | None:
    """(kind, subject, text) of one fragment, or None. ``subject`` is "she"/"he", "it", or "" for a subject of its own."""
    told = section in TOLD
    if section in ("social", "history", "other", "complaint", "past"):
        status = _status(piece, sex)
        if status:
            return "clause", _who(sex), status
    if FULL.match(piece) and not re.match(
        r"(?:one|two|three|four|no|not|a bit|on (?:sick|the waiting))\b", piece, re.I
    ):
        return None
    if told:
        relative = _relative(piece, sex)
        if relative:
            return "clause", _who(sex) if relative.startswith(_who(sex) + " ") else "", relative
    noun = _noun(piece, sex, section) if told and not _verb(piece, sex) else None
    if noun:
        return noun[0], _who(sex) if noun[1].startswith(_who(sex)) else "", noun[1]
    state = _thing_and_state(piece, sex, section)
    if state:
        return "clause", "", state
    feeling = _feeling(piece, sex)
    if feeling:
        return "clause", _who(sex), feeling
    if section in TOLD or section == "assessment":
        quality = _quality(piece)
        if quality:
            return "clause", "it", quality
    if section == "examination" and base_of(piece.split()[0], "third") in EXAMINED:
        return "clause", _who(sex), f"{_who(sex)} {piece[:1].lower() + piece[1:]}"
    if told:
        gerund = _gerund(piece, sex)
        if gerund:
            return "gerund", *gerund
        verb = _verb(piece, sex)
        if verb:
            return "clause", *verb
    if section == "examination" and re.fullmatch(
        r"(?:(?:talking|speaking|speaks) )?(?:in )?(?:full|complete|short) (?:sentences|phrases)", piece, re.I
    ):
        return "clause", _who(sex), f"{_who(sex)} is speaking in {' '.join(piece.lower().split()[-2:])}"
    clause = _own_clause(piece, sex, section)
    if clause:
        return "clause", "", clause
    return None


def _strip_subject(text: str) -> str:
    """ "she has been walking" -> "walking", "she landed" -> "landed": what goes on about the same subject. A verb that
    may be a noun ("works") or an auxiliary keeps its subject, or its person could not be told."""
    verb = text.split()[1] if " " in text else ""
    if (verb in NOUN_OR_VERB or verb in AUXILIARIES) and not re.match(
        r"(?:she|he|it) (?:has been|is|was) \w+ing\b", text
    ):
        return text
    return re.sub(r"^(?:she|he|it) (?:(?:has been|is|was) (?=\w+ing\b|(?:now|still|currently) ))?", "", text)


@lru_cache(maxsize=16384)
def complete(text: str, section: str, sex: str | None) -> StatementShape | None:
    """The shape and the full words of a telegraphic statement, in the note's own persons ("she", "her"); None where it
    is none, or where no shape is certain."""
    body = re.sub(r"\s+", " ", text).strip(" .;:•-–—").replace(" - ", ", ")
    if not body or len(body) > 260 or "?" in body:
        return None
    parts = pieces(body)
    away = (
        re.fullmatch(r"(?:over|on|by|via) (?:the )?(?:phone|telephone|video)", parts[0], re.I)
        if len(parts) > 1
        else None
    )
    if away and section == "examination":
        rest = complete(", ".join(parts[1:]), section, sex)
        return (
            StatementShape("clause", f"over the {parts[0].split()[-1].lower()} {rest.text}", False, "", "")
            if rest
            else None
        )
    if not parts or len(parts) > 6:
        return None
    hurt = re.match(r"(?P<how>bruised|fractured|broken|sprained|dislocated|cut|swollen|grazed|torn|infected) (?:(?:left|right|lower|upper|both) )*(?P<part>[a-z]+)\b", body, re.I)  # fmt: skip
    if hurt and section in ("history", "complaint", "past") and hurt["part"].lower() in BODY:
        one = not _plural(hurt["part"]) and not re.search(r"\bboth\b", hurt.group())
        return StatementShape("np", f"a {body[:1].lower() + body[1:]}" if one else body[:1].lower() + body[1:])
    first = _piece(parts[0], sex, section)
    if first is None or (first[0] == "clause" and first[2] == parts[0]):
        return None
    kind, subject, said = first
    if kind == "np":
        return StatementShape("np", ", ".join([said, *parts[1:]]))
    out = [said]
    last = max((n for n, part in enumerate(parts) if n == 0 or _piece(part, sex, section)), default=0)
    for n, part in enumerate(parts[1:], 1):
        joint = re.match(r"(?:and|but|then|so) ", part, re.I)
        word = joint.group().strip().lower() if joint else "and"
        bare = part[joint.end() :] if joint else part
        found = _piece(bare, sex, section)
        lowered = bare if bare[:2].isupper() else bare[:1].lower() + bare[1:]
        link = f"{word} " if joint or n == last else ""
        if found is None or found[0] == "np":
            beside = (
                found is None
                and not joint
                and _accompanies(bare)
                and " with " not in f"{bare} {out[0]}"
                and re.search(r"\b(?:is|are|looks|was|were|has been)\b", out[0])
            )
            out.append(f"with {article(lowered)}" if beside else f"{word} {lowered}" if joint else lowered)
            continue
        here, whose, words = found
        if words.startswith(f"{_who(sex)} lives in a") and re.search(r"\blives?\b", out[-1]):
            out.append(words.removeprefix(f"{_who(sex)} lives "))
            continue
        if section not in TOLD and not subject and whose and _adjective_only(words):
            out.append(f"{link}{lowered}")
            continue
        if whose == "it" or (whose and whose == subject and _adjective_only(words)):
            if whose == "it" and re.match(r"it (?:is|was|has been) ", words) and subject != _who(sex):
                out.append(lowered)
            elif whose == subject and _adjective_only(said) and _adjective_only(words):
                out.append(f"{link}{lowered}")
            else:
                out.append(f"{link}{words}")
        elif whose and whose == subject and here == kind and not _adjective_only(said) and not NEGATIVE.search(out[-1]):
            out.append(f"{link}{_strip_subject(words)}")
        else:
            out.append(f"{link}{words}")
        subject = whose
        kind = here
    whole = SUBJECTLESS.sub(rf"\1 {_who(sex)} ", ", ".join(out)) if section in TOLD else ", ".join(out)
    if section in TOLD:
        whole = KIN.sub(rf"\g<lead> {_whose(sex)} ", whole)
        whole = re.sub(rf"(?<=\b{_whose(sex)} )(?P<one>\w+) and (?P<two>baby|children|kids|wife|husband|son|sons|daughter|daughters|dog|cat)\b", rf"\g<one> and {_whose(sex)} \g<two>", whole)  # fmt: skip
    return StatementShape("clause", whole, False, "", "")


def _accompanies(piece: str) -> bool:
    """True for a finding that goes with the state before it: "knee warm, moderate effusion"."""
    noun = head(piece)
    return (noun in FINDINGS or noun in COUNT or noun in ("distress", "contact", "movement")) and main_verb(piece) is None and not FULL.match(piece)  # fmt: skip


def _adjective_only(said: str) -> bool:
    return re.match(r"(?:she|he) (?:is|was|has been|looks) (?!\w+ing\b)", said) is not None


NURSES = r"(?:(?:district|practice|community|specialist|school|clinic|ward) )?(?:nurse|gp|physio\w*|pharmacist|carers?|family|daughter|son|wife|husband|mother|mum|dietitian|midwife|health visitor|social worker|secretary)"  # fmt: skip
DONE = r"(?:given|fitted|applied|removed|done|written|sent|arranged|booked|prescribed|offered|taken|discussed|explained|provided|signed|completed|shown|started|stopped|reviewed|requested|ordered)"  # fmt: skip


@lru_cache(maxsize=16384)
def instruct(text: str) -> StatementShape | None:
    """The same for what is to be done: "999 for collapse" -> "call 999 for collapse"; "nurse to recheck" -> "the nurse
    will recheck". None for what reads well as it is."""
    body = re.sub(r"\s+", " ", text).strip(" .;:•-–—")
    low = body[:1].lower() + body[1:] if not body[:2].isupper() else body
    given = re.match(r"given (?=\w)(?!the\b|that\b|his\b|her\b|how\b|this\b|these\b|no\b|recent\b|persistent\b|a\b|an\b|\w+ing\b)(?P<what>[\w ,%.-]+)$", body, re.I)  # fmt: skip
    if given:
        return StatementShape("clause", f"the patient was given {given['what']}", False, "the patient", "was")
    talked = re.match(r"(?P<x>[A-Z][\w'’ -]{2,50}?) (?:was |were )?discussed(?P<rest>(?:, .*)?)$", body)
    if talked and main_verb(talked["x"]) is None and not re.search(r"\b(?:I|we|patient)$", talked["x"]):
        what = talked["x"][:1].lower() + talked["x"][1:] if not talked["x"][:2].isupper() else talked["x"]
        return StatementShape("clause", f"we have talked about {what}{talked['rest']}", False, "we", "have")
    who = re.fullmatch(r"dieti[ct]ian|physio(?:therapist)?|podiatrist|chiropodist|counsell?or|midwife|pharmacist|optician|social worker", low)  # fmt: skip
    if who:
        return StatementShape("imperative", f"see the {low}")
    call = re.match(r"if (?P<when>.+?) to (?P<do>call|ring|phone|return|come back|attend|go)\b(?P<rest>.*)$", low, re.I)
    if call:
        when = call["when"]
        bare = {form for _, form in readings(when.split()[0])} & {"third"}  # "if coughs up blood"
        return StatementShape("imperative", f"{call['do']}{call['rest']} if {'the patient ' if bare else ''}{when}")
    asked = re.match(r"(?P<who>[A-Z][\w ]{2,30}?) (?:was |were )?(?:consulted|paged|called)(?:, (?P<rest>.+))?$", body)
    if asked:
        rest = asked["rest"] or ""
        rest = f", and we will admit the patient{rest[5:]}" if rest.lower().startswith("admit") else f", {rest}" if rest else ""  # fmt: skip
        return StatementShape(
            "clause", f"we have consulted {asked['who'][:1].lower() + asked['who'][1:]}{rest}", False, "we", "have"
        )
    if re.match(r"admit(?: (?:to|for|overnight|under)\b.*)?$", body, re.I):
        return StatementShape("clause", f"we will admit the patient{low[5:]}", False, "we", "will")
    if re.match(r"discharge home\b", body, re.I):
        return StatementShape("imperative", f"go {low[10:]}")
    sent = re.match(r"(?P<v>refer(?:ral)?|send|letter) to (?!the\b|a\b|an\b|his\b|her\b)(?P<x>[\w ,&/-]*?\b(?:team|clinic|service|nurse|GP|dietitian|physiotherapist|pharmacist)\b.*)", body)  # fmt: skip
    sent = sent or re.match(r"(?P<v>Refer(?:ral)?|Send|Letter) to (?!the\b|a\b|an\b|his\b|her\b)(?P<x>[\w ,&/-]*?\b(?:team|clinic|service|nurse|GP|dietitian|physiotherapist|pharmacist)\b.*)", body)  # fmt: skip
    if sent:
        order = sent["v"].lower() in ("refer", "send")
        return StatementShape("imperative" if order else "np", f"{sent['v'].lower()} to the {sent['x']}")
    if re.search(r"\b(?:from|with|for|to) baby\b|, baby (?:is|has)\b", body):
        return StatementShape("imperative", re.sub(r"(?<=from |with )baby\b|(?<=for )baby\b|(?<=to )baby\b|(?<=, )baby(?= is| has)", "the baby", low)) if shape(body, planning=True).kind == "imperative" else None  # fmt: skip
    if re.match(rf"{URGENT} (?:for|if|when)\b", body):
        return StatementShape("imperative", f"call {body}")
    ring = re.match(rf"(?P<what>.+?)[,:;] (?P<do>(?:ring|call|dial|phone) {URGENT}|(?:go|attend|come) (?:to|straight to) {PLACE}|attend {PLACE})$", body, re.I)  # fmt: skip
    if ring:
        return StatementShape(
            "imperative", f"{ring['do'][:1].lower() + ring['do'][1:]} for {ring['what'][:1].lower() + ring['what'][1:]}"
        )
    place = re.match(rf"(?:to )?(?P<p>{PLACE}) (?P<rest>(?:for|if|when)\b.*)", body, re.I)
    if place:
        where = place["p"] if place["p"].isupper() else f"the {place['p'].lower()}"
        return StatementShape("imperative", f"go to {where} {place['rest']}")
    if re.match(r"(?:emergency|urgent) care (?:if|for|when)\b", body, re.I):
        return StatementShape("imperative", f"get {low}")
    if re.match(r"exercises?\b(?! stress| test| programme| program| tolerance| ecg)", body, re.I) and not re.match(r"exercise (?:regularly|daily|more)", body, re.I):  # fmt: skip
        low = re.sub(r", goal (?=\d)", ", and the goal is ", low)
        return StatementShape("imperative", f"do your {low}" if re.match(r"exercises", body, re.I) else low)
    if re.fullmatch(r"(?:(?:plenty of |clear |oral |push )?fluids|rest|honey|ice|heat|steam|elevation|water)(?:(?:, | and )(?:plenty of )?(?:fluids|rest|honey|ice|heat|steam|elevation|compression|water))+", body, re.I):  # fmt: skip
        items = re.split(r", | and ", low)
        return StatementShape("imperative", f"use {', '.join(items[:-1])} and {items[-1]}" if not re.search("rest|fluid|honey|water", low) else f"have {', '.join(items[:-1])} and {items[-1]}")  # fmt: skip
    mixed = re.match(r"(?:heat|ice|rest|fluids|elevation)(?:, | and )(?P<v>[a-z]+)\b.*$", body, re.I)
    if mixed and any(form == "base" for _, form in readings(mixed["v"])):  # "Heat, stay active, avoid heavy lifting"
        parts = re.split(r", (?:and )?", low)
        return StatementShape(
            "imperative", f"use {', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else f"use {low}"
        )
    to = re.match(rf"(?P<who>{NURSES}|pt|patient) (?:is |are )?to (?P<v>[a-z]\w+ .*|\w+)$", body, re.I)
    if to and any(form == "base" for _, form in readings(to["v"].split()[0])):
        who = "she" if to["who"].lower() in ("pt", "patient") else f"the {to['who'].lower()}"
        return StatementShape("clause", f"{who if who != 'she' else 'the patient'} will {to['v']}", False, who, "will")
    spared = re.fullmatch(
        r"(?P<x>[A-Za-z][\w'’ -]{2,40}?) not (?P<v>needed|required|indicated|necessary)(?P<rest>(?: .*)?)", body
    )
    if spared:
        noun = spared["x"][:1].lower() + spared["x"][1:] if not spared["x"][:2].isupper() else spared["x"]
        one = noun if _plural(noun) else f"{'an' if noun[0].lower() in 'aeio' else 'a'} {noun}"
        verb = "are" if _plural(noun) else "is"
        return StatementShape("clause", f"{one} {verb} not {spared['v']}{spared['rest']}", False, one, verb)
    they = re.match(rf"(?P<who>{NURSES}) (?P<v>(?:will|can|may|should|has|visits|calls)\b.*)$", body, re.I)
    if they:
        return StatementShape(
            "clause", f"the {they['who'].lower()} {they['v']}", False, f"the {they['who'].lower()}", "will"
        )
    done = re.match(rf"(?P<x>[A-Z][\w'’ -]{{2,50}}?) (?P<v>{DONE})(?P<rest>(?: (?:today|to|by|with|and|for|in|at|on|together|yesterday|this|over|from)\b.*)?)$", body)  # fmt: skip
    if (
        done
        and main_verb(done["x"]) is None
        and not any(form == "base" for _, form in readings(done["x"].split()[0].lower()))
    ):
        noun = done["x"][:1].lower() + done["x"][1:] if not done["x"][:2].isupper() else done["x"]
        whole = noun if re.match(r"(?:the|a|an|your|his|her|no|all) ", noun, re.I) else article(noun)
        whole = f"the {noun}" if whole == noun and not re.match(r"(?:the|a|an|all) ", noun) and re.search(r"\b(?:clips|stitches|sutures|dressing|form|bloods|swab)\b", noun) else whole  # fmt: skip
        verb = "were" if _plural(noun) and not re.match(r"(?:a|an) ", whole) else "was"
        return StatementShape("clause", f"{whole} {verb} {done['v']}{done['rest']}", False, whole, verb)
    back = re.match(
        r"(?P<x>(?:back-?up|delayed|repeat|acute|emergency) prescription) (?P<rest>(?!for|of)[A-Za-z]\w.*)", body, re.I
    )
    if back:
        return StatementShape("np", f"{back['x'].lower()} for {back['rest']}")
    led = re.match(r"for (?=\w)(?!the first|now|a |an |the |any )", body, re.I)
    if led and "," not in body:
        return StatementShape("np", body[led.end() :])
    aware = re.match(r"(?:pt|patient) (?P<x>(?:is )?(?:aware|keen|happy|unsure|reluctant|willing)\b.*)", body, re.I)
    if aware:
        return StatementShape("clause", f"the patient is {re.sub(r'^is ', '', aware['x'])}", False, "the patient", "is")
    return None


def completed(fact: Fact, sex: str | None, planning: bool = False) -> StatementShape | None:
    """``complete`` or ``instruct`` for a fact that nothing governs; None for one that has a frame."""
    if fact.frame or fact.subject not in ("patient", ""):
        return None
    if planning or fact.section in ("plan", "instructions"):
        order = instruct(fact.text)
        if order is not None or fact.section in ("plan", "instructions"):
            return order
    if (
        fact.section == "family"
        or fact.section == "allergies"
        or fact.section == "medications"
        or fact.section == "vitals"
    ):
        return None
    found = complete(fact.text, fact.section, sex)
    if found is not None and head(found.text) == "":
        return None
    return found
