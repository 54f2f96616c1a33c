"""Where a governed list falls into items, and which joined words belong together."""

import re

from bedside.agents.extraction.frames import RELATIVE_WORD
from bedside.agents.extraction.lexicon import BODY, FINDINGS, NOT_ADJECTIVE
from bedside.agents.extraction.reader import Reader, finding, has_verb

F = re.IGNORECASE

_ADJECTIVE = re.compile(r"(?:al|ian|ic|ous|ive|ar|ary|able|ible|less|ed|oid|(?<!m)ent|ant|ful)$")


_ADJECTIVES = frozenset(
    "left right upper lower mild moderate severe active passive sharp dull old new deep high low early late soft hard firm large small hot cold dry "
    "wet red black tarry bloody bright dark pedis posterior anterior superior inferior first second third inner outer vision hearing motor sensory bowl balance suicidal homicidal varus valgus short long light heavy fine gross warm clear quick big blue pink".split()
)


_WITHOUT = re.compile(
    r",?\s+(?:(?:but\s+|and\s+)?without|with no|and no|but no)(?:\s+(?:any|evidence of|signs? of|associated evidence of))*\s+(?=\S)",
    F,
)


_PLAIN_WITHOUT = re.compile(
    r"(?i)(?:difficulty|medications?|relief|assistance|help|improvement|problems?|issues?|success|incident|complications?|contrast|an?\b|the\b|being|having|\w+ing\b|apparent|significant relief)"
)


def missing(reader: Reader, start: int, end: int) -> re.Match[str] | None:
    """Where the words turn to findings that are absent ("... without fever or chills"), if they do."""
    text = reader.text
    for cut in _WITHOUT.finditer(text, start, end):
        if cut.start() > start and cut.end() < end and not _PLAIN_WITHOUT.match(text, cut.end(), end):
            tail = text[cut.end() : end]
            if not has_verb(tail) and len(tail.split()) <= 12 and finding(reader, cut.end(), end):
                return cut
    return None


JOIN = re.compile(
    r"\s*,\s*(?:and/or|and|or|as well as|plus|nor|&)\s+|\s*[,;]\s+|\s+(?:and/or|and|or|as well as|plus|nor|&|\+)\s+|(?<=[a-zA-Z]{2})/(?![A-Za-z]+-)(?!(?:day|week|wk|month|night|year|hour|hr|min|or|she|her)\b)(?=[a-zA-Z]{2})",
    F,
)


_CONTINUES = re.compile(
    r"(?:type|stage|grade|class|left|right|bilateral(?:ly)?|status|uncontrolled|controlled|well[- ]controlled|poorly|stable|resolved|improved|unchanged|worse|better|on|in|at|of|to|from|by|with|without|for|since|last|"
    r"(?:diet|tablet|insulin|inhaler|medication)[- ]controlled|diagnosed|requiring|currently|likely|possibly|possible|probable|suspicious|which|who|that|when|where|while|after|before|during|due|secondary|mainly|mostly|especially|"
    r"particularly|including|such|especially|approximately|about|once|twice|three times|daily|weekly|as needed|prn|p\.?o\.?|bid|tid|qid|q\d|now|then|"
    r"\d|treated|managed|followed|associated|worsening|radiating|located|not (?!able)|but|if|although|unspecified|nos|part|per|via|up|age|aged|although|each|every|intermittent(?:ly)?|occasional(?:ly)?|"
    r"otherwise|well|generally|respectively|etc|the same|specifically|i\.e|e\.g|more|less|greater|rather|consistent|compatible|"
    r"completed|performed|done|removed|given|started|stopped|taken|noted|seen|heard|located|appreciated|measuring|greater|worse|better)\b|\(",
    F,
)


_PP = re.compile(
    r"\b(?:in|on|to|of|with|over|at|from|around|down|into|near|along|during|while|when|after|for|about|between|throughout|by|through|regarding|than|under|above|below|within|across)\s+(?:(?:his|her|the|their|both|any|my|your|a|an|either|all|bilateral)\s+)?[\w-]+[^,;]*$",
    F,
)


_PP_OPEN = re.compile(
    r"\b(?:in|on|to|of|over|at|from|around|down|into|near|along|throughout|involving|across)\s+(?:(?:his|her|the|their|both|any|my|your|either|all|bilateral)\s+)?[\w-]+",
    F,
)


_GERUND_PP = re.compile(
    r"\b(?:with|during|on|while|when|after|by|for|from|of|to|including|like|against|enjoys?|avoid(?:s|ing)?)\s+(?:(?:prolonged|heavy|overhead|any|excessive|his|her|deep)\s+)?\w+ing\b",
    F,
)


_WORDS = re.compile(r"[A-Za-z][A-Za-z'’-]*")


_BETWEEN = re.compile(r"\b(?:between|from|both)\s+[^,;]*$", F)


def split_items(reader: Reader, start: int, end: int) -> list[tuple[int, int, str]]:
    """Split a governed list into its items: (start, end, shared tail). Joined words that belong together stay so."""
    text = reader.text
    raw: list[tuple[int, int, str]] = []  # start, end, joiner before
    begin, joiner = start, ""
    for cut in JOIN.finditer(text, start, end):
        a, b = cut.start(), cut.end()
        piece = text[begin:a]
        if a <= begin or piece.count("(") > piece.count(")") or piece.count("“") > piece.count("”"):
            continue
        if cut.group() == "/" and not (
            reader.text[max(start, a - 14) : a].split() and re.search(r"[A-Za-z]{2,}$", piece)
        ):
            continue
        raw.append((begin, a, joiner))
        begin, joiner = b, cut.group().strip(" ").lower()
    raw.append((begin, end, joiner))
    if len(raw) == 1:
        return [(start, end, "")]
    parts: list[list[int]] = []
    for a, b, join in raw:
        if parts and _belongs(reader, parts[-1][0], parts[-1][1], a, b, join):
            parts[-1][1] = b
        else:
            parts.append([a, b])
    result = [(a, b, "") for a, b in parts]
    if len(result) == 2 and "," not in text[result[0][1] : result[1][0]]:
        second = text[result[1][0] : result[1][1]]
        tail = re.search(
            r"\s((?:in|on|of|over|at|around|to|throughout|from)\s+(?:his|her|the|their|both|either|my|your|bilateral|any)\s+.+)$",
            second,
            F,
        )
        if tail and not _PP.search(text[result[0][0] : result[0][1]]):
            result[0] = (result[0][0], result[0][1], tail.group(1))
    return result


_MOVEMENT = frozenset(
    "extension flexion abduction adduction rotation dorsiflexion plantarflexion pronation supination inversion eversion palpation exertion movement "
    "motion ambulation walking standing sitting lying bending lifting eating drinking activity exercise breathing coughing".split()
)
_PLACE = frozenset(
    "and or the his her bilateral both area areas region regions side sides aspect joint joints muscles distribution".split()
)


def _belongs(reader: Reader, a: int, b: int, c: int, d: int, join: str) -> bool:
    """Whether ``text[c:d]`` is no item of its own but goes on with ``text[a:b]``."""
    text = reader.text
    left, right = text[a:b], text[c:d]
    left_words = _WORDS.findall(left.lower())
    right_words = _WORDS.findall(right.lower())
    if not right_words:
        return True
    if not left_words:
        return True
    if right_words in (["mild"], ["moderate"], ["severe"], ["recurrent"]) and finding(reader, a, b):
        return True  # "asthma, mild"
    if _CONTINUES.match(right) and not (
        finding(reader, c, d)
        and re.match(
            r"(?i)(?:left|right|bilateral|occasional|intermittent|worsening|uncontrolled|possible|likely|probable|stage|grade|type|status)",
            right,
        )
        and (len(right_words) > 1 or "," not in join)
    ):
        return True
    if re.match(r"(?i)(?:other|any other|others)\b", right) and len(right_words) <= 1:
        return True
    last = left_words[-1]
    comma = "," in join
    left_tail = re.sub(r"(?i)^(?:any|the|a|an|his|her)\s+", "", left.strip())
    # "suicidal or homicidal ideation", "bowel or bladder dysfunction", "left or right arm"
    near = (
        len(right_words) == 1
        or right_words[0] in BODY
        or right_words[0] in _ADJECTIVES
        or bool(_ADJECTIVE.search(right_words[0]))
    )
    if (
        len(left_words) <= 3
        and last not in NOT_ADJECTIVE
        and not finding(reader, b - len(left.split()[-1]) if left.split() else a, b)
    ):
        if (
            last in _ADJECTIVES
            or (last in BODY and near and not _PP.search(left) and not finding(reader, a, b))
            or (_ADJECTIVE.search(last) and len(left_tail.split()) <= 2 and not reader.kinds(a, b))
        ):
            if reader.kind not in ("medications", "allergies"):
                return True
    if (
        not comma
        and len(left_words) > 3
        and _PP.search(left)
        and (
            last in _ADJECTIVES
            or (
                _ADJECTIVE.search(last)
                and last not in NOT_ADJECTIVE
                and last not in FINDINGS
                and not last.endswith("ed")
            )
        )
    ):
        return True
    if last in ("suicidal", "homicidal") or (last in ("urinary",) and len(left_words) == 1):
        return True
    if not comma and re.search(
        r"(?i)\b(?:due to|secondary to|because of|related to|caused by|resulting from|consistent with|consisting of|in the setting of)\b",
        left,
    ):
        return True
    if len(left_words) == 1 and last.endswith("ing") and last not in FINDINGS and right_words[0].endswith("ing"):
        return True
    # what goes on inside a prepositional phrase
    if (
        len(right_words) == 1
        and not comma
        and right_words[0] in ("loss", "gain", "change", "changes", "function", "dysfunction")
    ):
        return True
    if re.search(r"(?i)\b(?:in|from|by) (?:(?:his|her|the|their) )?[\w ]+$", left) and RELATIVE_WORD.fullmatch(
        re.sub(r"(?i)^(?:a|an|the|his|her|their|both)\s+", "", right)
    ):
        return True
    if _PP.search(left) and len(last) > 3 and last == right_words[-1] and not finding(reader, c, d):
        return True
    if (right_words[0] in _MOVEMENT and _PP_OPEN.search(left)) or (
        right_words[0] in _MOVEMENT and re.search(r"(?i)\bwith\b", left)
    ):
        return True
    if _PP_OPEN.search(left):
        plain = all(word in BODY or word in _ADJECTIVES or word in _PLACE for word in right_words)
        if plain:
            return True
    if _GERUND_PP.search(left) and not finding(reader, c, d):
        return True
    if (
        right_words[0].endswith("ing")
        and right_words[0] not in FINDINGS
        and _PP.search(left)
        and not reader.kinds(c, d)
    ):
        return True
    if _BETWEEN.search(left) and not comma and re.search(r"(?i)\b(?:between|from)\b", left):
        return True
    # "rate and rhythm", "nausea with eating and drinking": unknown short words joined without a comma, in an unknown list
    if (
        not comma
        and join in ("and", "&")
        and reader.kind in ("examination", "vitals", "results")
        and not (finding(reader, a, b) and finding(reader, c, d))
    ):
        return True
    if join == "/" and not finding(reader, c, d):
        return True
    return join == "/" and (right_words[0] in ("or", "and") or len(left_words[-1]) < 2)


POSITIVE_ITEM = re.compile(
    r"(?:(?:[a-z]+ ){1,2}(?:non-?tender|normal|intact|clear|soft|warm|supple|regular|equal|present|stable|symmetric\w*|full|well|moist|pink)(?=$|,| not\b| bilaterally| on\b| to\b)|\d|social|occasional|occ\b|minimal|some\b|mild|speaking|lives|works|currently|good|normal|well\b|positive|drinks|smokes|eats|sleeps|feeds|plays|walks|voids|tolerates|breathes|moves|acts|moderate|stable|soft|clear|supple|"
    r"regular|intact|alert|oriented|able\b|has\b|is\b|was\b|had\b|taking|using|mainly|only|still|just|appears|looks|full\b|trace|possible|likely|\?)",
    F,
)


_COME_BACK = re.compile(r"(?:return|rtc|call|come back|f/u|follow[- ]?up|review|sooner)\b.*?\b(?:if|for)\b", F)


def list_like(reader: Reader, start: int, end: int) -> bool:
    """Whether words without a verb are a list to be taken apart."""
    kind = reader.kind
    if kind in ("plan", "instructions") or _COME_BACK.match(reader.text, start, end):
        return False
    if kind in ("medications", "allergies", "past", "complaint", "family"):
        return True
    parts = split_items(reader, start, end)
    if len(parts) < 2:
        return True
    if kind in ("results", "vitals"):
        return all(MEASURED.search(reader.text, a, b) for a, b, _ in parts)
    return all(finding(reader, a, b) for a, b, _ in parts) or (
        kind in ("review",) and sum(finding(reader, a, b) for a, b, _ in parts) >= len(parts) - 1
    )


MEASURED = re.compile(r"[A-Za-z][\w %()-]*?\s(?:of\s|was\s|is\s|at\s|:\s?)?[<>]?\d")
