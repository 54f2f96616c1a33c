"""Notes in shorthand, written out before they are read: "54 yo F w/ h/o HTN c/o R knee pain x3 wks" is read as "54-year-old
female with history of HTN complaining of right knee pain for 3 weeks".

Law of the file: a rule replaces what has one meaning where it stands, by that meaning in full, and nothing else. Every
replaced stretch remembers where it stood, so that a fact still points at the characters of the note as it was given.
British shorthand that a listener may hear as it is ("U&E", "od") is left to how it is spoken (``agents/agenda/shorthand``).
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from bedside.scenarios.note import Edit

_UNITS = {
    "d": "day",
    "day": "day",
    "w": "week",
    "wk": "week",
    "week": "week",
    "mo": "month",
    "mth": "month",
    "month": "month",
    "y": "year",
    "yr": "year",
    "year": "year",
    "h": "hour",
    "hr": "hour",
    "hour": "hour",
    "min": "minute",
}
_UNIT = "|".join(f"{unit}s?" if len(unit) > 1 else unit for unit in _UNITS)
_SEXES = {"m": "male", "f": "female", "male": "male", "female": "female", "boy": "boy", "girl": "girl"}
_LISTS = {
    "n": "nausea",
    "v": "vomiting",
    "d": "diarrhea",
    "f": "fever",
    "c": "chills",
    "cp": "chest pain",
    "sob": "shortness of breath",
    "ha": "headache",
    "loc": "loss of consciousness",
}
_INTO = re.compile(r"(?i)\b(?:to|into|in|on|over|down|up|from|around|behind|across) $")
_NEGATED = re.compile(r"(?i)\b(?:no|denie[sd]|denying|without|w/o|neg(?:ative)?|nor)\b[^.;\n]*$")


def _count(number: str, unit: str) -> str:
    """A span of time: "1 week", "3 weeks"."""
    name = _UNITS[unit.lower().rstrip("s") if len(unit) > 1 else unit.lower()]
    return f"{number} {name}{'' if number == '1' else 's'}"


def _age(match: re.Match[str]) -> str:
    unit = match["unit"].lower()
    name = "month" if unit.startswith("m") else "week" if unit.startswith("w") else "day" if unit[0] == "d" else "year"
    sex = match["sex"]
    healthy = match.string[: match.start()].lower().endswith("healthy ")
    return f"{match['n']}-{name}-old" + (
        f" {_SEXES[sex.lower()]}" if sex else " child" if healthy and name != "year" else ""
    )


def _lasting(match: re.Match[str]) -> str:
    return f"for {_count(match['n'], match['unit'])}"


def _history(match: re.Match[str]) -> str:
    """ "2d hx of fever & cough" -> "fever & cough for 2 days"."""
    part = {"7": "day", "52": "week", "12": "month"}.get(match["part"] or match["of"] or "")
    unit = part or match["unit"] or match["long"] or match["short"]
    return f"{write_out(match['what']).text} for {_count(match['n'], unit)}"


def _counted(match: re.Match[str]) -> str:
    return _count(match["n"], match["unit"])


def _side(match: re.Match[str]) -> str:
    side = {"r": "right", "l": "left"}[match["side"].strip("()").lower()[0]]
    return f"the {side}" if _INTO.search(match.string, 0, match.start()) else side


def _limb(match: re.Match[str]) -> str:
    limb = "arm" if match["limb"] == "U" else "leg"
    return {"R": f"right {limb}", "L": f"left {limb}", "B": f"both {limb}s"}[match["side"]]


def _quadrant(match: re.Match[str]) -> str:
    side = {"R": "right", "L": "left"}[match["side"]]
    return f"{side} {'upper' if match['half'] == 'U' else 'lower'} quadrant"


def _several(match: re.Match[str]) -> str:
    """ "N/V/D" -> "nausea, vomiting or diarrhea" where it is denied, "and" where it is not."""
    names = [_LISTS[part.lower()] for part in match.group().split("/")]
    word = "or" if _NEGATED.search(match.string[max(0, match.start() - 120) : match.start()]) else "and"
    return f"{', '.join(names[:-1])} {word} {names[-1]}"


_Rule = tuple[tuple[str, ...], re.Pattern[str], str | Callable[[re.Match[str]], str]]
# fmt: off
# Letters of which one stands wherever the rule can hold ("=": as a word of its own), the rule, and what is read. Most notes
# hold few of these letters, and are spared the rest of the rules.
_TABLE: tuple[tuple[str, str, str | Callable[[re.Match[str]], str]], ...] = (
    # who
    (
        "y/ yo y.o yr -old mo m/o wo wk do",
        r"\b(?P<n>\d{1,3})[ -]?(?P<unit>y/?o|y\.o\.|yr?s?[ -]?old|mo|m/o|wo|wk|do)(?:[ -](?P<sex>[MF]|male|female|boy|girl))\b(?! ?/)",
        _age,
    ),
    ("M F", r"(?:(?<=^)|(?<=\n))(?P<n>\d{1,3}) ?(?P<sex>[MF])(?P<unit>)\b(?= (?:w/?|with|here|who|c/o|p/w|s/p|presents?|h/o)\b)", lambda m: f"{m['n']}-year-old {_SEXES[m['sex'].lower()]}"),
    ("G", r"\b(?P<n>\d{1,2}) ?(?:y/?o|yo|-year-old)(?: F| female)?(?= G\d)", r"\g<n>-year-old female,"),
    ("w", r"\b(?P<w>\d{1,2})w(?P<d>\d)d?\b", r"\g<w> weeks and \g<d> days"),
    ("BIBA", r"(?:(?<=^)|(?<=\n))(?P<n>\d{1,3}) ?(?P<sex>[MF])(?P<unit>) BIBA\b", lambda m: f"{m['n']}-year-old {_SEXES[m['sex'].lower()]} brought in by ambulance"),
    ("BIBA", r"\bBIBA\b", "brought in by ambulance"),
    ("PMH", r"\bPMHx? (?=[A-Z]{2,})", "past medical history of "),
    ("SSCP", r"\bSSCP\b", "substernal chest pain"),
    ("PTA", r"(?<=\d[hd] )PTA\b|(?<=hours )PTA\b|(?<=hrs )PTA\b|(?<=days )PTA\b", "before coming in"),
    ("V", r"(?<=, )N, no V\b", "nausea, no vomiting"),
    ("rad", r"\brad to\b", "radiating to"),
    ("@", r"(?<=[a-z] )@ ?(?=\d)", "at "),
    ("min", r"\bmin (?=relief|help|improvement|pain)", "minimal "),
    ("=prob", r"\bprob\b\.?(?= [a-z])", "probable"),
    ("tachy", r"\btachy\b(?=[,.;]| reg)", "tachycardic"),
    ("=reg", r"(?<=tachy, )reg\b|(?<=brady, )reg\b", "regular"),
    ("d/w", r"\bd/w\b", "discussed with"),
    ("occ", r"\b(?:EtOH|ETOH|etoh) occ\b", "alcohol occasionally"),
    ("RV", r"\bRV(?= \d)", "review in"),
    ("Dx", r"(?<=[.;] )Dx (?=[A-Z])", "Diagnosed with "),
    ("ealthy", r"(?i)(?<=healthy )(?P<n>\d{1,2}) ?(?P<unit>y/?o|m/?o|w/?o)(?P<sex>)\b", _age),
    ("/o /O", r"\b[Hh]/[Oo]\b(?: of\b)?", "history of"),
    ("/o /O", r"\b[Cc]/[Oo]\b", lambda m: "complains of" if re.search(r"(?i)(?:^|[\n.;]|\b(?:pt|patient|he|she|and|mom|mother|dad|also|still))\s*$", m.string[: m.start()]) else "complaining of"),
    ("/w /W", r"\b[Pp]/[Ww]\b", "presents with"),
    ("/p /P", r"\b[Ss]/[Pp]\b", "status post"),
    ("a/w", r"\ba/w\b", "associated with"),
    ("r/o", r"\br/o\b", "rule out"),
    ("2/2", r"\b2/2\b(?= [a-z])", "due to"),
    ("w/o", r"\bw/o\b", "without"),
    ("w/u", r"\bw/u\b", "workup"),
    ("w/r/r", r"\bw/r/r\b", "wheezes, rales or rhonchi"),
    ("m/r/g", r"\bm/r/g\b", "murmurs, rubs or gallops"),
    ("c/c/e", r"\bc/c/e\b", "clubbing, cyanosis or edema"),
    ("w/", r"\bw/(?= [A-Za-z0-9])", "with"),
    ("w/", r"\bw/(?=[A-Za-z]{3}|\d)", "with "),
    ("=w", r"\bw (?=(?:PMHx?|[Hh]/[Oo]|hx|history|a)\b)", "with "),
    ("PMH", r"\bPMHx?(?= (?:of|sig|significant|notable)\b)", "past medical history"),
    ("Mom Mother Mum Dad Father Parents", r"\b(?P<who>Mom|Mother|Mum|Dad|Father|Parents)(?= (?:giving|using|trying|treating|alternating)\b)", lambda m: f"{m['who']} {'have' if m['who'] == 'Parents' else 'has'} been"),
    ("h/ hr/ hrs/", r"(?<=\d) ?(?P<unit>hrs?|h)/(?P<per>night|day|week|d|wk)\b", lambda m: f" hours a {'day' if m['per'] == 'd' else 'week' if m['per'] == 'wk' else m['per']}"),
    ("+", r"(?<=[a-z]) \+ (?=\d)", " plus "),
    ("eview /u ollow echeck", r"\b(?P<v>[Rr]eview|[Ff]/[Uu]|[Ff]ollow[- ]up|[Rr]echeck)(?= \d{1,2}(?:/(?:7|52|12)\b| ?(?:wks?|weeks?|mos?|months?|days?|d)\b))", r"\g<v> in"),
    ("Mr Mrs Ms Miss Mx", r"\b(?P<name>(?:Mrs?|Ms|Miss|Mx)\.? [A-Z][\w'’-]+), (?P<n>\d{1,3}),? (?=(?:seen|here|presents?|with|who|was|is|came|attends?)\b)", r"\g<name> is a \g<n>-year-old patient "),
    ("if unless until", r"\b(?P<w>if|unless|until) (?=(?:needs|has|coughs|feels|gets|struggles|develops|notices|vomits|cannot|can't)\b)", r"\g<w> the patient "),
    # how long
    ("x", rf"\bx ?(?P<n>\d+(?:[-–]\d+)?) ?(?P<unit>{_UNIT})\b", _lasting),
    (
        "hx Hx h/o history",
        r"\b(?P<n>\d+(?:[-–]\d+)?)(?:(?: ?(?P<unit>d|wks?|mos?|yrs?|hrs?)|[- ]?(?P<long>days?|weeks?|months?|years?|hours?)|/(?P<part>7|52|12)) (?:[Hh]x|h/o)|/(?P<of>7|52|12) history| ?(?P<short>d|wks?|mos?|yrs?|hrs?) history)(?: of)? (?P<what>(?:[^.,;\n]|\.(?=\d)){3,80})(?=[.,;\n]|$)",
        _history,
    ),
    ("ago of prior later PTA", r"\b(?P<n>\d+) ?(?P<unit>d|wks?|mos?|mths?|yrs?|hrs?)\b(?= (?:ago|of|prior|later|PTA)\b)", _counted),
    ("mo", r"\b(?P<n>\d+) ?(?P<unit>mos?)\b(?!-)", _counted),
    # sides
    ("=R =R/L =L/R", r"\bR(?: ?(?:and|&) ?|/)L(?= [a-z]{3,})", "right and left"),
    ("=R =L (R) (L) =Rt =Lt", r"(?<![\w/'’.-])(?<!\d )(?P<side>[RL]|\([RL]\)|[RL]t\.?)(?= (?!spine\b|and\b|or\b|waves?\b)[a-z]{3,})", _side),
    ("=R =L", r"(?<![\w/'’.-])(?<!\d )(?P<side>[RL])(?= (?:TMs?|AOM|OM|UE|LE|ACL|MCL|SI|MCA|ICA|TKA|THA|TKR|THR|OA|DVT|CTS|CVA|BKA|AKA|PNA|PTX|CN)\b)", _side),
    ("-sided", r"(?<![\w/'’.-])(?P<side>[RL])(?=-sided\b)", _side),
    (">", r"\bR ?> ?L\b", "right more than left"),
    (">", r"\bL ?> ?R\b", "left more than right"),
    ("b/l B/L", r"\bb/l\b|\bB/L\b", "bilateral"),
    ("RL RU LL LU BL BU UE LE", r"\b(?P<side>[RLB])(?P<limb>[UL])Es?\b", _limb),
    ("RU RL LU LL", r"\b(?P<side>[RL])(?P<half>[UL])Q\b", _quadrant),
    ("=LE", r"\bLE(?= (?:edema|oedema|swelling|weakness|pain)\b)", "leg"),
    ("=UE", r"\bUE(?= (?:edema|oedema|swelling|weakness|pain)\b)", "arm"),
    # symptoms in one word
    ("SI HI", r"\bSI ?(?:/|or|and|,) ?HI\b", "suicidal or homicidal thoughts"),
    ("=SI", r"\bSI\b(?! joint)(?=[,.;]| or| and|$)", "suicidal thoughts"),
    ("=hx =Hx", r"(?<=[A-Za-z] )[Hh]x\b(?! ?[:/]| of\b)", "history"),
    ("re:", r"\b(?:[Rr]e|regarding):(?= [a-z])", "about"),
    ("owels BNO", r"\b(?:[Bb]owels not open(?:ed)?|BNO)\b(?: for)?(?: ?(?:x ?)?(?P<n>\d+)(?:/7|d| days?)\b)?", lambda m: "has not opened bowels" + (f" for {_count(m['n'], 'd')}" if m["n"] else "")),
    ("/V /v /C /c /D /d CP/ SOB/ HA/", r"\b(?:[Nn]/[Vv]/[Dd]|[Nn]/[Vv]|[Vv]/[Dd]|[Ff]/[Cc](?:/[Nn]/[Vv])?|CP/SOB|SOB/CP|HA/N/V)\b(?!/)", _several),
    ("=PO", r"(?i)\b(?:(?P<how>decreased|poor|reduced|less|good|normal|tolerating) PO(?: intake)?)\b(?! (?:meds|abx|antibiotics|steroids|contrast))", lambda m: f"{m['how']} eating and drinking"),
    ("=CP", r"\bCP\b(?= (?:on|for|x ?\d|while|with|w/|at|since|radiat))|(?:(?<=CC: )|(?<=substernal )|(?<=pleuritic )|(?<=exertional )|(?<=[Dd]enies )|(?<=[Nn]o )|(?<=c/o )|(?<=further ))CP\b", "chest pain"),
    ("SOB", r"(?i)(?<=\bnot )SOB\b|(?<=\bis )SOB\b|(?<=\bfeels )SOB\b|(?<=\bfelt )SOB\b|(?<=\bgets )SOB\b|(?<=\bwas )SOB\b|(?<=\bvery )SOB\b|(?<=\bslightly )SOB\b", "short of breath"),
    ("SOB", r"\bSOB\b(?!OE)", "shortness of breath"),
    ("=HA =HAs", r"\bHA(?P<s>s?)\b(?! (?:inj|filler|acid))", r"headache\g<s>"),
    ("=LOF", r"\bLOF\b", "loss of fluid"),
    ("=VB", r"\bVB\b", "vaginal bleeding"),
    ("=ctx", r"\bctx\b", "contractions"),
    ("=FM", r"(?i)(?<=fetal )FM\b|(?<=good )FM\b|(?<=decreased )FM\b", "fetal movement"),
    ("=FHT =FHR", r"\bFH[TR]s?(?= \d)", "fetal heart rate"),
    ("=FH", r"\bFH(?= \d)", "fundal height"),
    ("=Occ =occ", r"\b[Oo]cc\b\.?(?= [a-z])", "occasional"),
    ("=wt =Wt", r"\b[Ww]t(?= (?:loss|gain)\b)", "weight"),
    ("(+", r"\(\+(?=\d)", "(up "),
    # what was found
    ("NC", r"\bNC/?AT\b", "normocephalic, atraumatic"),
    ("PERRL", r"\bPERRLA?\b", "pupils equal and reactive"),
    ("EOMI", r"\bEOMI\b", "eye movements intact"),
    ("MMM", r"\bMMM\b", "moist mucous membranes"),
    ("Ox =O =&O", r"\b(?:AA|A ?& ?)Ox ?[34]\b|\bA ?& ?O ?x ?[34]\b", "alert and oriented"),
    ("CTA", r"(?i)(?<=lungs )CTA ?B?L?\b|(?<=lungs: )CTA ?B?L?\b|(?<=chest )CTA ?B?L?\b|(?<=pulm: )CTA ?B?L?\b|(?<=resp: )CTA ?B?L?\b", "clear"),
    ("CTA", r"\bCTA ?(?:BL?|bilaterally)?(?=$|[\s,.;])", "lungs clear"),
    ("RRR", r"\bRRR(?= no\b)", "regular rate and rhythm,"),
    ("RRR", r"\bRRR\b", "regular rate and rhythm"),
    ("RR", r"\bRR x ?2\b", "red reflex in both eyes"),
    ("escended", r"(?<=descended) x ?2\b", " on both sides"),
    ("oft", r"(?<=[Ss]oft) (?=NT|ND|nontender|non-tender)", ", "),
    ("NTND =NT =ND NT/ND ND/NT", r"\bNT ?/? ?ND\b|\bNTND\b|\bND ?/? ?NT\b", "not tender, not distended"),
    ("=NT", r"(?<=[Ss]oft )NT\b|(?<=[Ss]oft, )NT\b", "not tender"),
    ("soft", r"\b[Aa]bd(?:omen)?:? (?=(?:is )?soft\b)", "abdomen "),
    ("=OP", r"\bOP(?= (?:clear|erythematous|moist|normal|is)\b)", "throat"),
    ("TMs", r"\bTMs\b", "eardrums"),
    ("=TM", r"\bTM\b(?!J)", "eardrum"),
    ("AOM", r"(?P<n>\b[2-9] (?:prior |previous |past )?)AOM\b", r"\g<n>ear infections"),
    ("AOM", r"\bAOM\b", "ear infection"),
    ("WNL", r"\bWNL\b", "normal"),
    ("=nl", r"\bnl\b(?=$|[\s,.;)])", "normal"),
    ("NAD", r"(?<=[Gg]en: )NAD\b|(?<=General: )NAD\b|(?<=[Gg]en )NAD\b|\bNAD(?=, (?:alert|awake|well|comfortable|AA?O))", "no acute distress"),
    ("AFOSF AFSF", r"\bAFOSF\b|\bAFSF\b", "anterior fontanelle open, soft and flat"),
    ("TTP", r"\bTTP\b", "tenderness"),
    ("FROM", r"\bFROM\b", "full range of motion"),
    ("=neg", r"\bneg\b\.?(?= [A-Za-z]|[,.;]|$)", "negative"),
    ("=pos", r"\bpos\b\.?(?= [a-z])", "positive"),
    ("% air", r"(?<=%) air\b", " on air"),
    ("=RA %RA", r"(?<=%) ?(?:on )?RA\b", " on room air"),
    ("(H)", r"(?<=\d) \(H\)(?=[\s,.;]|$)", ", high"),
    ("(L)", r"(?<=\d) \(L\)(?=[\s,.;]|$)", ", low"),
    ("=T", r"\bT(?= (?:\d{2,3}\.\d|3[5-9]\b|4[01]\b|9[5-9]\b|10[0-6]\b))", "temperature"),
    ("=wt =Wt", r"\b[Ww]t(?=:? \d)", "weight"),
    ("=ht =Ht", r"\b[Hh]t(?=:? \d)", "height"),
    ("=HC", r"\bHC(?= \d)", "head circumference"),
    ("rop", r"\b[Tt]rops?(?= |:)", "troponin"),
    ("+", r"(?:(?<=^)|(?<=\n)|(?<=[,;.] ))(?:\(\+\)|\+) ?(?=[A-Za-z])", "positive for "),
    ("(-)", r"(?:(?<=^)|(?<=\n)|(?<=[,;.] ))\(-\) ?(?=[A-Za-z])", "negative for "),
    # conditions, medicines, plans
    ("DM", r"\bDM ?(?:2|II)\b|\bT2DM\b|\bDM type 2\b", "type 2 diabetes"),
    ("DM", r"\bDM ?(?:1|I)\b|\bT1DM\b", "type 1 diabetes"),
    ("appy", r"\bappy\b", "appendectomy"),
    ("chole", r"\blap chole\b|\bchole\b", "gallbladder removal"),
    ("=tob =Tob", r"\b[Tt]ob\b(?! ?/)", "tobacco"),
    ("PCN", r"\bPCN\b", "penicillin"),
    ("ASA", r"\bASA\b", "aspirin"),
    ("NTG", r"\b(?:SL )?NTG\b", lambda m: "sublingual nitroglycerin" if m.group().startswith("SL") else "nitroglycerin"),
    ("gtt", r"(?<=[a-zA-Z] )gtt\b", "drip"),
    ("qAM =q", r"\bqAM\b|\bq AM\b", "every morning"),
    ("qPM qHS", r"\bq(?:PM|HS)\b", "at bedtime"),
    ("qod", r"\bqod\b", "every other day"),
    ("dx Dx", r"\b(?:dx'?d|Dx'?d)\b", "diagnosed"),
    ("tx", r"\b(?:tx'?d)\b", "treated"),
    ("sx Sx", r"\b[Ss]x\b(?! ?[/:])", "symptoms"),
    ("=fx", r"\bfx\b", "fracture"),
    ("ards", r"\b[Cc]ards (?=consult|following|recs|to see)", "cardiology "),
    ("Dispo", r"\bDispo(?=:)", "Disposition"),
    ("tele", r"(?<=to )tele\b", "telemetry"),
    ("cath", r"\bcath\b", "catheterization"),
    ("AM", r"\bin AM\b", "in the morning"),
    ("WC", r"\bWCC\b|\bWCV\b", "well child check"),
    ("UTD", r"\bIUTD\b|\b[Ii]mms? UTD\b|\b[Vv]acc?(?:ines|s)? UTD\b", "immunizations up to date"),
    ("BMs", r"\bBMs\b", "bowel movements"),
    ("=BM", r"\bBM\b(?! ?I)", "bowel movement"),
    ("oz", r"(?<=\d) ?oz\b", " ounces"),
    ("pk", r"\b(?P<n>\d+) ?pk[ -]?yrs?\b", r"\g<n> pack years"),
    ("ppd", r"\b1 ppd(?: cigarettes)?\b", "1 pack a day"),
    ("FeSO4", r"\bFeSO4\b", "iron"),
    ("ppd", r"\bppd(?: cigarettes)?\b(?! ?(?:test|skin|placed|read|neg|pos))", "packs a day"),
    ("RTC", r"\bRTC(?= in| if)", "return"),
    ("RTC", r"\bRTC(?= \d+ ?mo)", "return at"),
    ("RTC", r"\bRTC(?= \d+ ?(?:wks?|weeks?|days?|d\b))", "return in"),
    ("=PT", r"\bPT(?= (?:referral|eval|exercises|x ?\d|for \d|if\b))", "physical therapy"),
    ("=cont", r"\bcont\b\.?(?= [A-Za-z])", "continue"),
)
# fmt: on
_TOKEN = re.compile(r"[^\s,.;:()%>]+")
_OPENS = re.compile(r"(?:^|[.!?:]\s|\n)[\s\d.)#*•-]*$")  # where a sentence, a line or a value begins
_RULES: tuple[_Rule, ...] = tuple(
    (tuple(needles.split()), re.compile(pattern), said) for needles, pattern, said in _TABLE
)


@dataclass(frozen=True, slots=True)
class WrittenOut:
    """A note as it is read, and where what was replaced stood in the note as it was given."""

    text: str
    edits: tuple[Edit, ...] = ()


def write_out(given: str) -> WrittenOut:
    """``given`` with its shorthand in full. Of two rules that meet at a place the earlier one holds. Never raises."""
    found: list[tuple[int, int, str]] = []
    tokens = {f"={token}" for token in _TOKEN.findall(given)}
    for needles, pattern, said in _RULES:
        if not any(needle in tokens if needle[0] == "=" else needle in given for needle in needles):
            continue
        for match in pattern.finditer(given):
            if match.start() < match.end() and not _taken(found, match.start(), match.end()):
                words = match.expand(said) if isinstance(said, str) else said(match)
                if _OPENS.search(given, 0, match.start()) and match.group()[0].isupper():
                    words = words[:1].upper() + words[1:]
                found.append((match.start(), match.end(), words))
                found.sort()
    if not found:
        return WrittenOut(given)
    parts: list[str] = []
    edits: list[Edit] = []
    at = size = 0
    for start, end, said in found:
        parts += (given[at:start], said)
        size += start - at
        edits.append(Edit(start=size, end=size + len(said), given_start=start, given_end=end))
        size += len(said)
        at = end
    return WrittenOut("".join([*parts, given[at:]]), tuple(edits))


def _taken(found: list[tuple[int, int, str]], start: int, end: int) -> bool:
    """Whether a stretch meets one that is replaced already."""
    at = bisect_right(found, (start, end, "\uffff"))
    return (at > 0 and found[at - 1][1] > start) or (at < len(found) and found[at][0] < end)
