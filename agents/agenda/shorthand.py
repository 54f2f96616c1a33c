"""Abbreviations as they are read out: "od" -> "once a day", "U&E" -> "U-and-Es". Meaning never changes.

Only what has one meaning where it stands: "od" after a dose is a frequency, elsewhere it is left alone."""

import re

RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\bU ?(?:&|\+|and) ?E'?[sS]?\b(?! ?D\b)", "U-and-Es"),
        (r"\b[aA] ?& ?[eE]\b|\bA/E\b", "A-and-E"),
        (
            r"(?<=[\w)]) (?:od|o\.d\.)(?=$|[,.;)]| (?:in|for|with|as|prn|PRN|and|then|x|until|at|if|to|since|before|after|when|on|up|po)\b)",
            " once a day",
        ),
        (r"(?<=[\w)]) (?:bd|b\.d\.|BD)(?=$|[\s,.;)])", " twice a day"),
        (r"(?<=[\w)]) (?:tds|TDS|t\.d\.s\.)(?=$|[\s,.;)])", " three times a day"),
        (r"(?<=[\w)]) (?:qds|QDS|q\.d\.s\.)(?=$|[\s,.;)])", " four times a day"),
        (r"(?<=[\w)]) (?:nocte|on nocte)\b", " at night"),
        (r"(?<=[\w)]) mane\b", " in the morning"),
        (r"(?<=[\w)]) (?:stat|STAT)(?=$|[\s,.;)])", " right away"),
        (r"(?<=\d) ?/ ?7\b(?= ago)", " days"),
        (r"(?<=\d)(?: ?)(?:hrly|hourly)\b", " hourly"),
        (r"\bHS (?=normal|are\b|I\b|1\b|dual|pure)", "heart sounds "),
        (r"\bHR(?= \d| of \d| was| is)", "heart rate"),
        (r"\bSp[oO]2(?= \d| of \d| was| is| stayed)", "oxygen saturation"),
        (r"(?<=\d) ?(?:g/L|mg/L|mmol/mol|[uµμ]mol/L|mIU/L|mU/L|mg/g|mg/mmol)(?![\w/])", ""),
        (r"\bx ?(\d+)/(night|week|month|hour)\b", r"\1 times a \2"),
        (r"\bx ?(\d+)(?= (?:today|yesterday|overnight|this morning|last night))", r"\1 times"),
        (r"(?<=[a-z]) x ?(\d+)(?=$|[,.;])", r" \1 times"),
        (r"\bTFT'?s?\b", "thyroid function"),
        (r"\bLFT'?s?\b", "liver function tests"),
        (r"\bRFT'?s?\b", "kidney function"),
        (r"\bCRT\b", "cap refill"),
        (r"\bCXR\b", "chest x-ray"),
        (r"\bAXR\b", "abdominal x-ray"),
        (r"\bBO\b(?= ?x| once| twice| daily| regularly| normally| well)", "bowels open"),
        (r"\bNWB\b", "non-weight-bearing"),
        (r"\bFWB\b", "full weight-bearing"),
        (r"\bWB\b", "weight-bearing"),
        (r"\bROM\b", "range of motion"),
        (r"\bSLR\b", "straight leg raise"),
        (r"\bSOBOE\b", "short of breath on exertion"),
        (r"\bUTD\b", "up to date"),
        (r"\b[fF]2[fF]\b", "face to face"),
        (r"(?<=\w) c\.?f\.? (?=\w)", " compared with "),
        (r"\b[hH]ol(?=$|[.,])", "holiday"),
        (r"\bcld\b", "could"),
        (r"\bQoL\b", "quality of life"),
        (r"\bADLs?\b", "daily activities"),
        (r"\b(?:NAD)\b(?=$|[.,])", "nothing abnormal"),
        (r"\bR ?/ ?V\b|\br ?/ ?v\b", "review"),
        (r"\b[fF] ?/ ?[uU]\b", "follow-up"),
        (r"(?<=[a-z]) ?\+\+\+?(?=$|[\s,.])", " a lot"),
        (r"\b[eE]\.?g\.? (?=[a-z])", "like "),
    )
)


def read_out(text: str) -> str:
    """``text`` with its abbreviations said in full; text without any comes back unchanged."""
    for pattern, replacement in RULES:
        text = pattern.sub(replacement, text)
    return text
