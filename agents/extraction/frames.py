"""The words that govern a statement: who says it, what denies it, what introduces it. Patterns only, no decisions."""

import re

from bedside.agents.extraction.lexicon import RELATIVE, RELATIVES

F = re.IGNORECASE

_SUBJECT = (
    rf"(?P<who>(?:(?:the|this|our)\s+)?(?:patient|pt|child|infant|baby|boy|girl|man|woman|gentleman|lady|family(?!\s+(?:medical\s+|psychiatric\s+)?(?:history|hx))|victim)(?:\s+and\s+(?:his|her)\s+{RELATIVE})?"
    rf"|(?:(?:the\s+patient['’]s|patient['’]s|his|her|their|the|my|your)\s+)?{RELATIVE}(?:\s+and\s+{RELATIVE})?"
    r"|he|she|they|i|we|you|both|it"
    r"|(?:mr|mrs|ms|miss|mx|dr)\.?\s+(?-i:[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)?)"
    r"|(?-i:[A-Z][a-z]+(?:\s[A-Z][a-z'’]+)?)(?=\s+(?:reports|denies|states|notes|endorses|says|describes|admits|complains|mentions|has|is|also|does)\b))"
)


_ADVERBS = (
    r"(?:(?:also|currently|again|further|furthermore|does|did|do|has|have|had|additionally|otherwise|specifically|adamantly|today|occasionally|initially|"
    r"then|still|now|only|just|really|generally|previously|subsequently|presently|recently|clearly|strongly|verbally|himself|herself|currently|continues to|continued to|at this time|at that time)\s+)*"
)


_REPORT = (
    r"(?P<verb>reports?|reported|reporting|states?|stated|stating|notes?|noted|noting|endorses?|endorsed|endorsing|admits?(?:\s+to)?|admitted(?:\s+to)?|"
    r"complain(?:s|ed|ing)?\s+(?:of|about)|c/o|mentions?|mentioned|says?|said|adds?|added|confirms?|confirmed|relates?|related|indicates?|indicated|"
    r"acknowledges?|recalls?|describes?|described|claims?|"
    r"denies|denied|deny|denying)"
)


LEAD = re.compile(
    rf"(?:{_SUBJECT}\s+)?{_ADVERBS}{_REPORT}(?P<that>\s+that(?!\s+(?:did|does|has|had|is|was|will|would|can|could|helped|helps|made|makes|seems|seemed|usually|then)\b))?\s*,?\s+(?=\S)",
    F,
)


REPORTSTART = re.compile(
    rf"(?:{_SUBJECT}\s+)?(?:also\s+|currently\s+)?(?:denies|denied|denying|reports|reported|endorses|endorsed|states|stated|admits)\b",
    F,
)


_NEGWORD = (
    r"(?:no|nil|not\s+any|without(?:\s+any)?|negative\s+for|neg\s+for|free\s+of|absence\s+of|denial\s+of|denies|denied|never\s+had|-ve\s+for"
    r"|(?:(?:does|did|do|has|have|had|is|was|are)\s+(?:not|never)|(?:does|did|do|has|have|had|is|was)n['’]t)\s+(?:have|had|having|been\s+having|been\s+experiencing|experienced?|experiencing|endorsed?|report(?:ed)?)(?!\s+to\b)(?:\s+any)?)"
)


NEGATION = re.compile(
    r"(?P<pre>(?:(?:there\s+(?:is|are|was|were|has\s+been|have\s+been)|presence of|with)\s+|"
    rf"(?:{_SUBJECT}\s+)?(?:also\s+|currently\s+)?(?:(?:has|had|have|has\s+had|have\s+had|is|was|were|are|experiences|experienced|reports?|with|having|tests?|tested)\s+)?)?)"
    rf"{_NEGWORD}"
    r"(?!\.?\s?\d)(?!\s+(?:longer|more\s+than|less\s+than|(?:significant\s+|recent\s+|major\s+|new\s+|other\s+|further\s+)?changes?\b|one\b|need\b|better\b|worse\b|doubt\b|matter\b|questions\b))"
    r"(?:\s+(?:any|evidence\s+of|signs?\s+(?:or\s+symptoms\s+)?of|history\s+of|hx\s+of|h/o|known(?=\s+(?:history|family|drug|allerg))|complaints?\s+of|symptoms?\s+of|past\s+(?:medical\s+)?history\s+of|PMHx?\s+of|family\s+history\s+of|known\s+family\s+history\s+of|known\s+history\s+of|personal\s+history\s+of|either|indication\s+of|suggestion\s+of|presence\s+of|report\s+of|further(?=\s+(?:episodes|evidence))))*\s+(?=\S)",
    F,
)


_HISTORY = (
    r"(?:(?:a|an|his|her|their|the|with|known|also|significant|extensive|long|longstanding|long-standing|remote|prior|past|strong|previous|positive|recent|personal|lengthy)\s+)*"
    r"(?:(?:past\s+)?(?:(?:medical|surgical|social|psychiatric|family|obstetric|ocular|cardiac|gynecologic|family\s+medical)\s+)?(?:history|hx)|h/o|pmhx?|pshx?)"
    r"(?:\s+(?:(?:is|are|was)\s+)?(?:also\s+|only\s+|otherwise\s+)?(?:significant|notable|remarkable|positive|pertinent|relevant))?(?:\s+(?:of|for|includes?|including|consists?\s+of|with)|(?<=h/o))(?:\s+(?:a|an|the))?\s+(?=\S)"
)


POSITIVE = re.compile(
    rf"(?P<pre>(?:{_SUBJECT}\s+)?(?:also\s+|currently\s+)?(?:(?:has|had|have|has\s+had|have\s+had|with|is|are|was|reports?|having|notes?|endorses)\s+)?)"
    r"(?P<frame>"
    + _HISTORY
    + r"|(?:positive|pos|significant|notable|remarkable|pertinent)(?:\s+(?:only|also))?\s+for(?:\s+(?:a|an|the))?\s+(?=\S)"
    r"|(?:status[\s-]+post|s/p)(?:\s+(?:a|an))?\s+(?=\S)"
    r"|(?:known\s+)?(?:allergic|allergy|allergies|sensitive|intolerant|intolerance)\s+(?:reactions?\s+)?to(?:\s+(?:the\s+following|drugs|medications))?\s*:?\s+(?=\S)"
    r"|(?:complain(?:s|ed|ing|ts?)\s+of|c/o)\s+(?=\S)"
    r"|(?:presents?|presented|presenting|here|seen|comes?|came|returns?|returned|admitted|referred|evaluated|in)\s+(?:(?:to|in|at)\s+(?:the|our)\s+[\w ]{2,40}?\s+)?(?:today\s+|here\s+|initially\s+|back\s+)*(?:to(?:day)?\s+)?(?:to\s+(?:the|our)\s+(?:\w+\s+){1,4}?(?:today\s+)?)?(?:(?:with|for)(?:\s+(?:(?:a|an|the)\s+)?(?:(?:chief\s+)?complaints?|(?:further\s+)?evaluation(?:\s+and\s+(?:management|treatment))?|(?:chief\s+)?concerns?|follow[- ]?up)\s+(?:of|for))?|complaining\s+of|concerned\s+about|following)(?:\s+(?:a|an))?\s+(?!(?:(?:his|her|their|both|an?)\s+(?:\w+\s+)?)?(?:mother|mom|mum|father|dad|parents|wife|husband|son|daughter|spouse|partner|sister|brother|grandmother|family|friend|interpreter)\b)(?=\S)"
    r"|(?:taking|on|using|takes|uses|undergoing|use\s+of|having|experiencing|currently\s+taking|currently\s+on|prescribed|enjoying|status\s+post)\s+(?=\S)"
    r")",
    F,
)


SHOWS = re.compile(
    r"(?P<study>[^.;]{0,140}?)\b(?P<verb>shows?|showed|showing|reveals?|revealed|revealing|demonstrates?|demonstrated|demonstrating|significant\s+for|remarkable\s+for|notable\s+for|positive\s+for|negative\s+for|consistent\s+with)\s+(?=\S)",
    F,
)


ADVICE = re.compile(
    r"(?:(?:at this (?:time|point)|today|currently|for now|additionally|also|again|in the meantime|otherwise|instead)\s*,?\s+)?(?:(?:i|we|he|she|they|the\s+patient|it|mother|pt|patient|you)\s+)?(?:(?:have|has|had|also|then|again|did|is|was|are|were|been|be|will|would|further|strongly|will\s+also)\s+)*"
    r"(?:(?:advised|encouraged|instructed|counsel+ed|recommended|asked|told|informed|reminded|explained|discussed|educated|reassured|cautioned|warned|emphasized|stressed|suggested|reiterated|recommend|advise|encourage|suggest|discuss|explain)"
    r"(?:\s+(?:with|to))?(?:\s+(?:the\s+patient(?:['’]s\s+\w+)?|patient|him|her|them|you|mom|mother|father|family|pt|parents?|the\s+family))?(?:\s+(?:and|that|to|on|about|regarding)(?=\s))*)\s+(?=\S)",
    F,
)


FAMILY_LEAD = re.compile(
    rf"(?P<pre>(?:(?:patient|the patient|pt|he|she)\s+(?:reports?|states?|notes?)\s+(?:that\s+)?)?(?:(?:his|her|the|their|patient['’]s|the\s+patient['’]s|a|one|two|both)\s+)*)(?P<who>{RELATIVE})\b"
    rf"(?:\s*,?\s*(?:age[d]?\s+)?\d+(?:\s+(?:years?\s+old|y/?o))?)?\s*[,:-]?\s*"
    r"(?P<frame>(?:(?:also\s+)?(?:has|had|have|with|who\s+(?:has|had)|suffers?\s+from|suffered\s+from|is\s+positive\s+for|positive\s+for|is\s+diagnosed\s+with|diagnosed\s+with|died\s+(?:of|from)|passed\s+away\s+(?:of|from)|deceased\s+(?:from|due\s+to|secondary\s+to))\s+(?:both\s+)?)?(?:(?:a\s+)?(?:strong\s+|past\s+medical\s+|medical\s+|known\s+)?(?:history|hx)\s+(?:of|significant\s+for)\s+)?(?:a\s+|an\s+)?)(?=\S)",
    F,
)


def relative_in(words: str) -> str:
    """The relative named in these words ("twin sister", "maternal grandmother"), or ""."""
    found = RELATIVE_WORD.search(words)
    if not found:
        return ""
    key = found.group().lower().replace("-", " ")
    last = key.split()[-1]
    head = RELATIVES.get(last, last)
    lead = " ".join(
        part
        for part in key.split()[:-1]
        if part in ("maternal", "paternal", "twin", "half", "great", "older", "younger", "step")
    )
    return f"{lead} {head}".strip()


RELATIVE_WORD = re.compile(rf"\b{RELATIVE}\b", F)


HAS = re.compile(
    rf"(?:there\s+(?:is|are|was|were)\s+(?:also\s+)?|(?:{_SUBJECT}\s+)(?:also\s+|currently\s+|has\s+been\s+|is\s+|was\s+)*(?:has|had|having|have|experiences|experienced|experiencing)\s+(?:also\s+|had\s+)?(?!(?:been|not|never|a\s+history|\w+ed)\b))(?=\S)",
    F,
)


SIDES = re.compile(
    r"(?P<one>(?P<head>(?:(?!\bon\b)[^,;]){2,60}?\b(?:is|was|are|were|of)\s|[A-Z][^,;\d]{1,50}?\s(?=\d))[^;]*?\bon\s+the\s+(?P<a>left|right)(?:\s+side)?)\s*,?\s+(?:and|but|,)\s+(?:is\s+|was\s+)?(?P<two>[^;]*?\bon\s+the\s+(?P<b>left|right)\b[^;]*)$",
    F,
)


def without_subject(match: re.Match[str]) -> str:
    who = match.groupdict().get("who")
    whole = match.group()
    if not who:
        return whole
    at = whole.find(who)
    return (whole[:at] + whole[at + len(who) :]).strip()


ORDER = re.compile(
    r"(?:(?:she|he|they|the\s+patient|we|i|patient|you)\s+(?:will|can|should|may|is\s+to)\s+(?:also\s+)?)?(?:continue(?:\s+(?:with|taking|on|her|his))*|start|initiate|begin|prescribed?|increase|decrease|refill(?:ed)?|resume|take|stop|discontinue|hold|prescription for|given|received)\s+(?:taking\s+|both\s+|(?:on|her|his|the|with)\s+)?(?=\S)",
    F,
)
