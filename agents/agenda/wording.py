"""The register of speech: units and shorthand spelled out, clinical words put plainly. Numbers never change."""

import random
import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Literal

from bedside.agents.agenda.dates import read_dates
from bedside.agents.agenda.shorthand import read_out
from bedside.agents.extraction.quantities import say_number
from bedside.scenarios.note import Mention

KEEP = re.compile(r"\b(?P<c>continue[sd]?) (?:to (?P<base>\w+)|(?P<ing>\w+ing))\b", re.I)


def _keep(match: re.Match[str]) -> str:
    """ "continue to take" -> "keep taking"."""
    from bedside.agents.agenda.verbs import gerund, readings

    word = {"continue": "keep", "continues": "keeps", "continued": "kept"}[match["c"].lower()]
    if match["ing"]:
        return f"{word} {match['ing']}"
    if any(form == "base" for _, form in readings(match["base"])) and match["base"].lower() != "be":
        return f"{word} {gerund(match['base'].lower())}"
    return match.group(0)


SPELLED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<=\d)\s?mcg\b", " micrograms"),
        (r"(?<=\d)\s?mg/dL\b", ""),
        (r"(?<=\d)\s?(?:g/dL|mmol/L|ng/mL|U/L|mEq/L|K/uL|IU/L|pg/mL)(?![\w/])", ""),
        (r"(?<=\d)\s?(?:mg|MG|mgs)\b", " milligrams"),
        (r"(?<=\d)\s?(?:ml|mL|cc)\b", " milliliters"),
        (r"(?<=\d)\s?(?:gm|g)\b", " grams"),
        (r"(?<=\d)\s?kg\b", " kilograms"),
        (r"(?<=\d)\s?(?:lbs?|pounds?)\b\.?", " pounds"),
        (r"(?<=\d)\s?cm\b", " centimeters"),
        (r"(?<=\d)\s?mm ?Hg\b", ""),
        (r"(?<=\d)\s?mm\b", " millimeters"),
        (r"(?<=\d)\s?IU\b", " units"),
        (r"(?<=\d)\s?%", " percent"),
        (r"(?<=\d)\s?(?:°|degrees? )\s?F\b", " degrees fahrenheit"),
        (r"(?<=\d)\s?(?:bpm|BPM)\b", " beats per minute"),
        (r"(?<=\d)\s?(?:hrs?|h)\b", " hours"),
        (r"(?<=\d)\s?(?:yrs?)\b", " years"),
        (r"(?<=\d)\s?(?:mins?)\b", " minutes"),
        (r"(?<=\d)\s?(?:wks?)\b", " weeks"),
        (r"(?<![\d/.])(\d{1,2}(?:-\d{1,2})?)/7\b(?!/)", r"\1 days"),
        (r"(?<![\d/.])(\d{1,2}(?:-\d{1,2})?)/52\b(?!/)", r"\1 weeks"),
        (r"(?<![\d/.])(\d{1,2}(?:-\d{1,2})?)/12\b(?!/)", r"\1 months"),
        (r"(?<![\d/.])(\d|10|\d-\d{1,2}) ?/ ?10\b(?!/)", r"\1 out of 10"),
        (r"\b(\d{1,2}) ?/ ?6\b(?= (?:systolic|diastolic|murmur|ejection))", r"\1 out of 6"),
        (r"\b(\d)/5\b", r"\1 out of 5"),
        (r"\bborn (?:at )?([23]\d|4[0-2])/40\b", r"born at \1 weeks"),
        (r"(?<![\d/])((?!0\d/)\d{2,3})/(\d{2,3})\b(?!/)", r"\1 over \2"),
        (r"\b[qQ]\.?(\d+)[- ]?(?:h|hrs?|hours?)\b", r"every \1 hours"),
        (r"\b(?:b\.i\.d\.|BID|bid)(?!\w)", "twice a day"),
        (r"\b(?:t\.i\.d\.|TID|tid)(?!\w)", "three times a day"),
        (r"\b(?:q\.i\.d\.|QID|qid)(?!\w)", "four times a day"),
        (r"\b(?:q\.d\.|QD|qd|OD)(?!\w)", "once a day"),
        (r"\b(?:q\.h\.s\.|qhs|QHS|h\.s\.)(?!\w)", "at bedtime"),
        (r"\b(?:p\.r\.n\.|PRN|prn)(?!\w)", "as needed"),
        (r"\b(?:p\.o\.|PO|po)(?!\w)", "by mouth"),
        (r"(?<=\d)d\b", " days"),
        (r"(?<=\w)/d(?:ay)?\b", " a day"),
        (r"(?<=\w)/(?:wk|week)\b", " a week"),
        (r"\bINB\b", "if not better"),
        (r"\b[mM]x\b", "management"),
        (r"\b(?:abx|Abx|ABx)\b", "antibiotics"),
        (r"\b[aA]ssoc\b\.?", "associated"),
        (r"\b[aA]bdo\b\.?", "abdominal"),
        (r"\bon PU\b", "when peeing"),
        (r"\bPU(?:'?ing)?\b", "peeing"),
        (r"\b[eE] ?[+&] ?D\b", "eating and drinking"),
        (r"\b(?:Rx|rx)\b", "treatment"),
        (r"\b[iI]nc\b\.?(?= \w)", "including"),
        (r"\b(?:EtOH|ETOH|etoh)\b", "alcohol"),
        (r"\b[nN]il\b(?= \w)", "no"),
        (r"\b(?:d/t|D/T)\b", "due to"),
        (r"(?:^|(?<= ))\? ?(?=[A-Za-z])", "maybe "),
        (r"\(\+\) ?(?=[A-Za-z])", ""),
        (r"(?<=[A-Za-z0-9,)]) *,? [-–—]+ ?(?=[A-Za-z])", ", "),
        (r",[-–—] ?(?=[A-Za-z])", ", "),
        (r"(?<=[A-Za-z]) \+ (?=[A-Za-z])", " and "),
        (r"\bx ?(\d+)/day\b", r"\1 times a day"),
        (r"\bx ?(\d+)\b(?= (?:days?|weeks?|months?|years?))", r"for \1"),
        (r"(?<=\d)-(?=(?:day|week|month|year|hour|minute|pound|inch|mile)\b)", " "),
        (
            r"\b(\d+)[ -](year|month|week|day)s?[ -]old(?= (?:daughter|son|brother|sister|child|kid|twins?|baby|grand\w+|dog|cat|husband|wife|partner|nephew|niece|cousin)\b)",
            r"\1 \2 old",
        ),
        (
            r"\b(\d+)[ -](year|month|week|day)s?[ -]old (?:female|male|woman|man|girl|boy|lady|gentleman)\b",
            r"\1 \2s old",
        ),
        (
            r"\b(\d+)[ -](year|month|week|day)s?[ -]old\b(?! (?:daughter|son|brother|sister|child|kid|twins?|baby|grand\w+|dog|cat|husband|wife|partner|nephew|niece|cousin)\b)",
            r"\1 \2s old",
        ),
        (r"\b(\d+) ?(?:y/?o|y\.o\b\.?|yo)(?: [MF]\b| (?:female|male|woman|man))?", r"\1 years old"),
        (r"(?<=\d) ?[xX×] ?(?=\d)", " by "),
        (r"(?<=\d) ?(cm|mm) ?[xX×] ?(?=\d)", r" \1 by "),
        (r"\bx ?(\d+)(?: times)?(?= (?:a|per) (?:day|week|night|month)\b)", r"\1 times"),
        (r"\bx ?(\d+)\b(?![\w/])", r"times \1"),
        (r"\bDr\.? ?(?=[A-Z])", "Doctor "),
        (r"\bnon[ -](?=enlarged\b)", "not "),
        (r"\band/or\b", "or"),
        (r"\b([a-z]{3,})/([a-z]{3,})\b(?!/)", r"\1 or \2"),
        (r"(?<=\d) ?\+ ?(?=\d)", " and "),
        (r"\+ ?(?=\d)", ""),
        (r"(?<=\d)\+(?= )", " plus"),
        (r" ?& ?", " and "),
        (r"\be\.g\.,?", "like"),
        (r"\bi\.e\.,?", "that is"),
        (r"\betc\b\.?", "and so on"),
        (r"\bw/(?=\s?\w)", "with "),
        (r"\bb/c\b", "because"),
        (r"\(([^()]{1,60})\)", r", \1,"),
        (r"[“”\"]", ""),
        (r";", ","),
    )
)


LENGTHS = "centimeter|millimeter|milliliter|gram|inch|pound|kilogram|microgram|milligram"
ONE = re.compile(rf"(?<![\d.,/-])(?<!to )(?<!or )(?<!and )(1) ({LENGTHS}|day|week|month|year|hour|minute)s\b")
BEFORE_NOUN = re.compile(
    r"(?<=\d) (centimeter|millimeter)s (?=(?!in\b|of\b|at\b|on\b|to\b|from\b|and\b|or\b|by\b|with\b|x\b|deep|long|wide|tall|high|thick|proximal|distal|below|above|over|under|off|away|larger|smaller|bigger|longer|shorter|wider|lateral|medial|superior|inferior|anterior|posterior|was|is|were|are|which|that|today|across|each|per|but|found|\w+ed\b|\w+ing\b)[a-z])"
)


# Most rules speak of a number; a line without a digit is spared them.
RULES = tuple((pattern, replacement, "\\d" in pattern.pattern) for pattern, replacement in SPELLED)


@lru_cache(maxsize=4096)  # a fact is worded when it is told, when it is told back and when it is asked about
def spell(text: str) -> str:
    """Write units and shorthand as they are said: "10 mg bid" -> "10 milligrams twice a day"."""
    text = read_out(text.lstrip("# "))
    text = KEEP.sub(_keep, read_dates(text))
    numbers = any(char.isdigit() for char in text)
    for pattern, replacement, numeric in RULES:
        if numeric and not numbers:
            continue
        text = pattern.sub(replacement, text)
    text = BEFORE_NOUN.sub(r" \1 ", ONE.sub(r"\1 \2", text))
    return re.sub(r"\s{2,}", " ", text).strip(" ,")


TWICE = re.compile(r"\b(?!(?:that|had|very|so|no)\b)([a-z]{2,}|a)(?: \1)+\b", re.I)
BOTH = re.compile(r"\b(?:the|these|those) both\b|\b(?P<whose>my|your|his|her|their) both\b", re.I)
ORDER: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.I), replacement)
    for pattern, replacement in (
        (r"\bkeep keeping\b", "keep"),
        (r"\b(?:stay|keep) on using\b", "keep using"),
        (r"\bkeeps keeping\b", "keeps"),
        (r"\bcontinue to keep\b", "keep"),
        (r"\bexerts (?=myself|yourself)", "exert "),
        (r"\b(a|an) (?=(?:a|an|the|my|your|some) )", ""),
        (r"\b(an) (?=[bcdfgjklmnpqrstvwxyz][a-z])", "a "),
        (r"\ba (?=(?:a|e|i|o)[a-z]{2})(?!one|once|eu)", "an "),
        (r"\ba (?=(?:8|11|18|8\d)\b)", "an "),
        (r"\b(right) (right)\b", r"\1"),
        (r",\s*,", ","),
    )
)  # fmt: skip


SPOKEN: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.I), replacement)
    for pattern, replacement in (
        (r"\b(once|twice|times|time) daily\b", r"\1 a day"),
        (r"\b(once|twice|times|time) weekly\b", r"\1 a week"),
        (r"(?<!\w-)\bdaily(?=$|[,.]| (?:and|or|for|with|in|at|on|as|to|but|by|since|because|when|until)\b)", "every day"),
        (r"\bweekly(?=$|[,.]| (?:and|or|for|with|in|at|on|as|to|but|by|since|because|when|until)\b)", "every week"),
        (r"\byou stated?\b", "you said"),
        (r"\bmonthly(?=$|[,.]| (?:and|or|for|with|in|at|on|as|to|but|by)\b)", "every month"),
    )
)  # fmt: skip
OWN_WORDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.I), replacement)
    for pattern, replacement in (
        (r"\bapproximately\b", "about"),
        (r"^(any )?signs? of (?=[a-z])", r"\1"),
        (r"^associated (?=(?:pain|numbness|symptoms|swelling|tingling|weakness|fever|nausea|bleeding)\b)", ""),
        (r"\b(has|have) not increased\b", r"\1 not gone up"),
        (r"\b(be|been) increased(?: up)? to\b", r"\1 bumped up to"),
        (r"\b(is|are|was) locali[sz]ed (?=(?:just|deep|behind|below|over|in|at)\b)", r"\1 right "),
        (r"\b(?:the )?emergency (?:room|department)\b", "the ER"),
        (r"\bI am a (?:current )?smoker\b", "I smoke"),
        (r"\bI am a former smoker\b", "I used to smoke"),
        (r"\bI have symptomatic relief\b", "it does help my symptoms"),
        (r"\bin severity\b", ""),
        (r"\bactivities of daily living\b", "day to day things"),
        (r"\bdaily (?=(?:tasks|activities|living|use)\b)", "everyday "),
        (r"\b(salt|sugar|water|fluid|food|caffeine|coffee|alcohol) (?:intake|consumption)\b", r"\1"),
        (r"\b(?:at|during) (?:my|the|her|his|their) (?:last|previous) visit\b", "last time"),
        (r"\b(since|from|until|before) (?:(?:my|the|her|his|their) )?(?:last|previous) visit\b", r"\1 last time"),
        (r"\bannual (?:visit|exam|examination)\b", "yearly checkup"),
        (r"\bannual\b", "yearly"),
        (r"\bannually\b", "every year"),
        (r"\bnew[- ]patient (?:visit|evaluation|appointment)\b", "first visit here"),
        (r"\bestablished patient\b", "regular patient here"),
        (r"\bcurrent (?=(?:medications?|medicines?|meds)\b)", ""),
        (r"\b(my|her|his|their) current (pain|symptoms)(?: level)?\b", r"\1 \2 right now"),
        (r"\bpain level\b", "pain"),
        (r"\b(?:provides|gives)(?: (?:me|her|him|them))?(?: with)? (?:some|mild|partial) relief\b", "helps some"),
        (r"\b(?:provided|gave)(?: (?:me|her|him|them))?(?: with)? (?:some|mild|partial) relief\b", "helped some"),
        (r"\b(?:provides|gives)(?: (?:me|her|him|them))?(?: with)? (?:significant|good|great|much) relief\b", "helps a lot"),
        (r"\b(?:provided|gave)(?: (?:me|her|him|them))?(?: with)? (?:significant|good|great|much) relief\b", "helped a lot"),
        (r"\b(do|does|did)( not|n't) (?:provide|give)(?: (?:me|her|him|them))?(?: with)? (?:any |much )?relief(?: (?:from|of|for))?\b(?! (?:the|my))", r"\1\2 help"),
        (r"\bwithout (?:any |much |a lot of |significant )?relief\b", "without it helping"),
        (r"\bfor pain relief\b", "for the pain"),
        (r"\bfor relief\b", "to feel better"),
        (r"\bimproves(?= (?:when|with|after|if|on|at|by)\b)", "gets better"),
        (r"\bimprove(?= (?:when|with|after|if|on|at|by)\b)", "get better"),
        (r"\bimproving(?=$|[,.]| (?:with|since|over|after)\b)", "getting better"),
        (r"\b(has|have) improved (?=(?:my |the |her |his |their )?(?:symptoms|pain|sleep|itching|mood)\b)", r"\1 helped "),
        (r"\bmonitor(?= (?:my|the|her|his|their)\b)", "check"),
        (r"\bmonitoring(?= (?:my|the|her|his|their)\b)", "checking"),
        (r"\bmonitors(?= (?:my|the|her|his|their)\b)", "checks"),
        (r"\b(is|was|are|were|been|be)( still| always)? present(?=$|[,.]| (?:for|in|on|since|more|all|at|even|when|with|and|but)\b)", r"\1\2 there"),
        (r"\b(any|no|without|some) (?:signs?|evidence) of (?=[a-z])", r"\1 "),
        (r"\bdo not have (?:any |a )?history of\b", "have not had any"),
        (r"\bdoes not have (?:any |a )?history of\b", "has not had any"),
        (r"\ban episode of\b", "a bout of"),
        (r"\bepisodes of\b", "bouts of"),
        (r"\b(any|no|without|some) associated (?=(?:pain|numbness|symptoms|swelling|tingling|weakness|fever|nausea|bleeding)\b)", r"\1 "),
        (r"\b(is|are|was|been|and|pain|symptoms) worsening(?=$|[,.]| (?:over|with|since|in|for|when|and|at)\b)", r"\1 getting worse"),
        (r"\b(have|has|had|I|she|he|they) noted\b", r"\1 noticed"),
        (r"\bthe onset was sudden\b", "it came on suddenly"),
        (r"\bprimary care (?:physician|provider)\b", "regular doctor"),
        (r"\blong(?:[- ]standing)?[- ]history of ([\w ]+?)(?=$|,)", r"\1 for a long time"),
        (r"\bgreat toe\b", "big toe"),
        (r"\battempt to\b", "try to"),
        (r"\battempted to\b", "tried to"),
        (r"\b(?:was|were) unable to\b", "couldn't"),
        (r"\b(?:am|is|are) unable to\b", "can't"),
        (r"\bfollowing (?=(?:\d+|a few|two|three|four|five|six) (?:hours?|days?|weeks?)\b)", "after "),
        (r"\bI (?:report|state|note) (?=(?:I|my)\b)", ""),
        (r"\bI report (?=\w+ing\b)", "I've been "),
        (r"\bcomplete cessation\b", "quitting completely"),
        (r"\b(?:a )?significant (?:decrease|reduction|drop) in\b", "a big drop in"),
        (r"\b(?:a )?significant increase in\b", "a big jump in"),
        (r"\b(?:had|sustained|suffered) an injury to (my|his|her|their)\b", r"hurt \1"),
        (r"\bsince this injury\b", "since it happened"),
        (r"\bprovides (me|her|him) with\b", r"gives \1"),
        (r"\bprovide (me|her|him) with\b", r"give \1"),
        (r"\bprovided (me|her|him) with\b", r"gave \1"),
        (r"\bI have decreased from\b", "I have cut down from"),
        (r"\b(?:the )?(?:onset|start) of (my|the|this|his|her|their) (\w+) (?:started|began|was|occurred)\b", r"\1 \2 started"),
        (r"^(?:an? )?(\d+(?:-\d+)?)[ -](day|week|month|year|hour)s?'? (?:history|hx) (?:of )?(.+?)(?=$|,)", r"\3 for \1 \2s"),
        (r"\bfor 1 (day|week|month|year|hour)s\b", r"for 1 \1"),
        (r"\bI (?:explain|explained|state|stated|report|reported|note|noted|mention|mentioned|indicate|indicated|add|added) that (?=\w)", ""),
        (r"\bI present(?:ed)? to (?=[A-Z])", "I came to "),
        (r"\bI deny (?:any )?(?:personal )?(?=[a-z])", "I don't have any "),
        (r"\bbilateral (?=(?:\w+ )?(?:knees|hips|shoulders|ankles|hands|feet|legs|arms|wrists|elbows|eyes|ears|breasts|lungs|extremities)\b)", "both "),
        (r"\bbilateral (knee|hip|shoulder|ankle|hand|leg|arm|wrist|elbow|eye|ear|breast) (pain|swelling|edema|numbness|weakness|stiffness|soreness|tingling|cramps)\b", r"\2 in both \1s"),
        (r"\b(am|was|were|is|are|been) compliant with\b", r"\1 good about"),
        (r"\b(?<!to )began\b", "started"),
        (r"\bhas begun\b", "has started"),
        (r"\bhave begun\b", "have started"),
        (r"\b(since|at|before|after) (?:the )?onset of\b", r"\1 the start of"),
        (r"\bthe onset of\b", "the start of"),
        (r"\bwas performed\b", "was done"),
        (r"\bwere performed\b", "were done"),
        (r"\bbeen performed\b", "been done"),
        (r"\battribut(?:e|es|ed) (.{2,60}?) to\b", r"put \1 down to"),
        (r"\bis attributed to\b", "is from"),
        (r"\b(was|were)( recently)? noted to\b", r"\1\2 found to"),
        (r"\brates? (my|his|her|their) (pain|discomfort|soreness)( right now)? (?:level )?(?:as |at |to be )?(?:an? )?(?=\d)", r"would say \1 \2\3 is "),
        (r"\b(has|have) (?:reduced|decreased)(?=$|[,.])", r"\1 gone down"),
        (r"\b(has|have) significantly (?:reduced|decreased)(?=$|[,.])", r"\1 gone down a lot"),
        (r"\b(has|have) increased(?=$|[,.]| in\b)", r"\1 gone up"),
        (r"\bI (?:state|report|mention)(?:ed)?,? (?:however,? )?(?=(?:my|I|it|the|there|this|these|that|his|her)\b)", ""),
        (r"(?:, |\. |^)?\bI (?:state|stated)(?:, however)?[.,]?$", ""),
        (r"\b(?:apparently|reportedly|evidently|supposedly),? (?=\w)", ""),
        (r",? (?:apparently|reportedly)(?=$|[,.])", ""),
        (r"\bat (?:the )?age (?:of )?(?=\d|twe|thir|for|fif|six|seven|eigh|nin|one|two|three|four|five)", "at "),
        (r"\b(has|have) (?:a |an )?(?:past |prior |long |remote |known |strong |significant )*history of (?:a |an )?", r"\1 had "),
        (r"^(?:a |an )?(?:past |prior |long |remote |known |strong |significant )*history of (?:a |an )?", ""),
        (r"\b(no|any|other) significant (?=[a-z])", r"\1 real "),
        (r"\bfollow-?up\b", "follow up"),
        (r"\bat present\b", "right now"),
        (r"\bpresentation to the (?=er\b|emergency|hospital|clinic|office)", "coming to the "),
        (r"\bprior to (?=\w+ing\b|the\b|my\b)", "before "),
        (r"\bnow resolved\b", "now gone"),
        (r"\bconsumes\b", "drinks"),
        (r"\bconsumed\b", "drank"),
        (r"\bconsume\b", "drink"),
        (r"\b(has|have) resolved\b", r"\1 gone away"),
        (r"\bresolved(?=$|[,.]| (?:on|after|with|by|within)\b)", "went away"),
        (r"\b(has|have) worsened\b", r"\1 gotten worse"),
        (r"\bworsened(?=$|[,.]| (?:over|with|after|when|since|in|on|at)\b)", "got worse"),
        (r"\b(is|are) (?:much |slightly |somewhat )?improved\b", r"\1 better"),
        (r"\b(has|have) improved\b(?! (?:my|the|his|her|your))", r"\1 gotten better"),
        (r"\bimproved(?=$|[,.]| (?:over|with|after|when|since)\b)", "got better"),
        (r"\bincreased (?=(?:pain|stress|fatigue|anxiety|appetite|thirst|swelling|urination|energy|numbness|soreness|sleepiness|weakness)\b)", "more "),
        (r"\bdecreased (?=(?:pain|stress|fatigue|anxiety|appetite|thirst|swelling|energy|sensation|strength|sleep)\b)", "less "),
        (r"\bintense\b", "really bad"),
        (r"\bsevere (?=[a-z])", "really bad "),
        (r"\b(is|was|very|so|pretty) severe\b", r"\1 really bad"),
        (r"\bdifficulty (?=\w+ing\b)", "trouble "),
        (r"\bdifficulty (?=with\b)", "trouble "),
        (r"\bcontinues to be\b", "is still"),
        (r"\bcontinue to be\b", "are still"),
        (r"\bcontinued to be\b", "was still"),
        (r"\bfollowing (?=(?:my|the|an?|his|her|surgery)\b)", "after "),
        (r"\bsuspected (?=an? )", "thought it was "),
        (r"\bpresent(?:ed)? to the (?=er|emergency|hospital|clinic)", "went to the "),
        (r"\bI present with\b", "I have"),
        (r"\bI still present with\b", "I still have"),
        (r"\bI presented with\b", "I came in with"),
        (r"\blocali[sz]ed to\b", "right in"),
        (r"\bI localize (?:the |my )?(pain|discomfort) to\b", r"I feel the \1 in"),
        (r"\bin addition to\b", "besides"),
        (r"\bI am employed as\b", "I work as"),
        (r"\bI am employed\b", "I work"),
        (r"\bwith a job as\b", "working as"),
        (r"\bhowever\b,?", "but"),
        (r"\balthough\b", "though"),
        (r"\bI complain of\b", "I've had"),
        (r"(?<!\bfor )(?<!\bof )(?<!\bwith )(?<!\bthe )(?<!\bneed )\bcontinued (?=\w+ing\b)", "kept "),
        (r"\bevaluation of (?=(?:my|the|a|an)\b)", "a look at "),
        (r"\bnote (?=my|the|a|some|over)", "notice "),
        (r"\bassociated with\b", "tied to"),
        (r"\bat the time of (?:the |my )injury\b", "when I got hurt"),
        (r"\bsince (?:the|my) injury\b", "since I got hurt"),
        (r"\bwith (some|no|little|mild|minimal|good) relief\b", r"and it gave me \1 relief"),
        (r"\bI do suffer from\b", "I do get"),
        (r"\bsustained\b", "had"),
        (r"\bfor (?:further )?evaluation\b", "to get checked out"),
        (r"\bI (?:then )?discontinued\b", "I stopped"),
        (r"\brequired (?=\w)", "needed "),
        (r"\bsignificant (?=pain|swelling|weight|relief|improvement|stress|trouble)", "a lot of "),
        (r"\bworsening (?=pain|symptoms|headaches?|swelling|cough|problems)", "worse "),
        (r"\bI estimate(?: that)?\b", "I'd guess"),
        (r"\bpassing (?:urine|water)\b", "peeing"),
        (r"\bpassed (?:urine|water)\b", "peed"),
    )
)  # fmt: skip


@lru_cache(maxsize=4096)
def spoken(text: str, who: Literal["patient", "physician"]) -> str:
    """Put what only notes say as it is said: "daily" -> "every day"; a patient's verbs as a patient's."""
    for pattern, replacement in SPOKEN:
        text = pattern.sub(replacement, text)
    if who == "patient":
        for pattern, replacement in OWN_WORDS:
            text = pattern.sub(replacement, text)
    return text


@lru_cache(maxsize=4096)
def smooth(text: str) -> str:
    """Settle what meets where wordings were exchanged: doubled words, "the both", "a" before a vowel."""
    text = TWICE.sub(r"\1", text)
    text = BOTH.sub(lambda m: f"both {m['whose']}" if m["whose"] else "both", text)
    for pattern, replacement in ORDER:
        text = pattern.sub(replacement, text)
    return text


# Names of drugs as sold keep their capital wherever they stand.
BRANDS = frozenset(
    """prozac lasix lipitor tylenol motrin advil aleve ultram mobic synthroid coumadin zoloft lexapro effexor wellbutrin cymbalta xanax
    ativan valium klonopin ambien neurontin lyrica norvasc toprol lopressor zestril diovan cozaar plavix eliquis xarelto nexium
    prilosec protonix pepcid zantac zofran imitrex keppra augmentin bactrim keflex cipro levaquin zithromax flagyl valtrex
    symbicort advair flovent combivent spiriva ventolin proair singulair zyrtec claritin allegra benadryl flonase mucinex
    miralax colace humira enbrel botox viagra cialis flomax celebrex percocet vicodin norco lortab crestor zocor pravachol
    januvia jardiance farxiga ozempic trulicity victoza lantus humalog novolog buspar abilify seroquel adderall ritalin
    concerta strattera unithroid microgestin phexxi epiduo mederma mirena depo-provera celestone kenalog voltaren
    flexeril robaxin soma zanaflex medrol bumex aldactone entresto carafate reglan dilaudid suboxone narcan""".split()
)  # fmt: skip


# Words that name a thing although the terminology may not list them: a physician says them as they are.
NAMES = frozenset(
    phrase.strip()
    for phrase in """refer, refers, referred, referring, referral, range of motion, limited range of motion, ejection fraction,
    decreased range of motion, reduced ejection fraction, tender, tenderness, tenderness to palpation, lymph node, lymph nodes,
    lymphadenopathy, extremity, extremities, lower extremity, lower extremities, upper extremity, upper extremities, bowel, bowels,
    bowel sounds, biopsy, auscultation, palpation, edema, erythema, inflammation, carotid, humerus, renal, abdomen, abdominal, cervical,
    thyroid, murmur, pulse, respiratory, renal artery, nausea, fracture, constipation, numbness, mucous membranes, endoscopy, mammogram, lab, labs, urine,
    liver, enzymes, liver enzymes, antibody, nevus, nevi, cervix, symptoms, symptom, emg, dcis, egd, orif, jvd, severity, stable,
    prognosis, chronic, acute, visual, sensation, xray, infections, testing, examination, medical, treatment""".split(
        ","
    )
)
# Words whose plain wording depends on more than the words beside them: kept by everybody.
KEPT = frozenset(
    phrase.strip()
    for phrase in """recent, possible, extensive, engaged, gravida, counseling, counselling, concluded, conclude, normally, worsened, worsens, worsen, follow-up, followup, regular, several, indicated, concerning, concern, elevation, episode,
    episodes, given, given that, presence, presence of, benign, sharp, throbbing, moderate, history of, family history of, hx of, associated,
    determined, diagnosed, completed, complete, consumption, suspected, discharge, in the setting of, likely, previous, required, noted,
    continue to, continued, continues, reported, reports, following, extended, hydrated, notes, note, consult, work up, workup, alternatives,
    elicited, relief, primary, location, normal, within, limits, initial, final, significant, experiences, issues, regularly, involving,
    involved, prior, current, impression, options, development, developing, supply, process, change, changes, position, ruled out, rule out, rules out, abnormality, abnormalities, via, informed, inform, attributed, alternative, suffer, suffers, use of, complaint, complaints, mammogram, performed, removed, confirmed, continue, observe, observed, repeat, repeated, additionally, consistent, consistent with, started, began, begun, indicates, worsening, resulted, result, results, course, applied, failed, occurred, extremely, nature, formal, assessed, demonstrate, participate, wishes, lesion, lesions, discharged, daily, weekly, monthly, current, onset,
    proximal, distal, comminuted, capsule, partial, pending, intact, decreased, increased, decreasing, increasing, reduced, increase in, decrease in,
    an increase in, a decrease in, suspect, suspects, observing, observed, obvious, attributed to, attributes, annual, evaluation, evaluations,
    concerns, constant, consistently, associated with, reviewed, imaging, significantly, supple, administered, compliant with,
    medication compliance, prevent, inject, injected, difficult, detect, presents, present, presented, infiltrating, invasive, superficial, wean, weaned,
    wean off, avoid, alternative, moderate to severe, visualized, grossly, review, dosing, correct, severe, persistent, throughout, distally, proximally,
    conservative, conservatively, mild to moderate, mild-to-moderate, episodic, independent, appreciable, surveillance, established, establish, prognosis, complains of, complain of,
    in comparison to, urgent, benefits, benefit, exhibits, exhibit, neutral, complex, tension, focal, lower, frequent, residual, mass, masses, medium, monitored, monitoring, monitor, referred to, attending, instructed, approximated,
    history, compress, compresses, descended, constricted, cooperative, linear, persist, persists, persisted, prescription, prescriptions, provided, provide, provides, provided with, results in, resulted in, resulting in, evaluate, evaluate for, evaluated,
    evaluated for, evaluating, improved, improve, improves, obtained, conducted, undertaken, located, symptomatic, asymptomatic, tolerate, tolerates, tolerated,
    tolerating, sudden, remove, removes, removing, removal, nausea, diarrhea, loose, upset, fatigue, appetite, negative, positive, sensation, frequency, severity, generalised, generalized, calls, contact, recurrent, improvement, improvements, assess for, assess, guarantee, cannabis, marijuana, thc, in the past, apparently, reportedly, seemingly, clumsiness, menstruation, extend, extends, extending, infection, uncontrolled, combined, moderately, mildly, severely, forward, forwards, apart, apart from, dull ache, restricted, maintained, principal, occasional""".split(
        ","
    )
)


def plain(text: str, who: Literal["patient", "physician"], rng: random.Random, mentions: Sequence[Mention] = ()) -> str:
    """Put clinical and formal words plainly, as ``who`` would say them.

    A physician keeps the names of things (``mentions``) and plains what stands around them. A patient says a name in
    lay words when these are known to mean the same concept, and keeps it otherwise."""
    from bedside.knowledge.lay import Lay

    lay = Lay.load()
    text = spoken(text, who)
    if who == "physician":
        return smooth(lay.plain(text, who, rng, NAMES.union(KEPT, (mention.form.lower() for mention in mentions))))
    if not mentions:
        return smooth(lay.plain(text, who, rng, KEPT))
    kept = KEPT.union(m.form.lower() for m in mentions if not _lay_wordings(m.concept, m.form.lower()))
    return smooth(lay.plain(text, who, rng, kept))


@cache
def _lay_wordings(concept: str, form: str) -> bool:
    """True when every plain wording of ``form`` is known to name ``concept``."""
    from bedside.knowledge.lay import Lay
    from bedside.knowledge.terminology import Terminology

    terminology = Terminology.load()
    wordings = Lay.load().alternatives(form)
    return bool(wordings) and all(
        any(found.concept == concept for found in terminology.find(wording)) for wording in wordings
    )


def lower_first(text: str, names: Iterable[str] = ()) -> str:
    """Lower the first letter unless the first word is a name, an abbreviation or "I"."""
    word = re.match(r"[\w'’.-]+", text)
    if not word:
        return text
    first = word.group(0)
    if first in ("I", "I'm", "I've", "I'll", "I'd") or first.lower() in names or (len(first) > 1 and not first[1:].islower() and any(c.isupper() for c in first[1:])):  # fmt: skip
        return text
    return text[0].lower() + text[1:]


def series(items: list[str], conjunction: str = "or") -> str:
    """Join spoken items: "a, b, or c"."""
    if len(items) <= 1:
        return items[0] if items else ""
    if len(items) == 2:
        return f"{items[0]} {conjunction} {items[1]}"
    return ", ".join(items[:-1]) + f", {conjunction} {items[-1]}"


WHOLE = re.compile(r"(?<![\w.,/:$#-])(\d{1,3})(?![\w/:%-]|[.,]\d)")
NUMBERED = re.compile(
    r"\b(?:type|grade|stage|class|phase|level|step|number|vitamin|covid|t|c|l|b|january|february|march|april|may|june|july|august|september|october|november|december)[ -]$",
    re.I,
)


def in_words(text: str) -> str:
    """Whole numbers as words ("25 milligrams" -> "twenty five milligrams"); names with numbers keep their digits."""

    def word(match: re.Match[str]) -> str:
        if NUMBERED.search(text[: match.start()][-12:]):
            return match.group(0)
        return say_number(float(match.group(1)))

    return WHOLE.sub(word, text)
