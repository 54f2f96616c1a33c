"""Which side of the story a statement answers, so that a physician can ask for it without knowing it.

The sides are those a history is taken by (onset, cause, site, character, severity, timing, course, what makes it worse
or better, what was tried, effect, earlier episodes, earlier care), read off the words of the statement."""

import re

ASPECTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (aspect, re.compile(pattern, re.I))
    for aspect, pattern in (
        ("identity", r"^\W*(?:(?:the patient|he|she|is|a|an|now|currently) )*\d+[- ]?(?:years?|months?|days?)[- ]old\b|\by/o\b"),
        ("course", r"\bdoing (?:\w+ )?(?:well|better|good|fine|okay)\b|\blast (?:visit|seen|saw)\b|\b(?:last saw|seen last)\b|\bsince (?:his|her|the|their) last (?:visit|appointment)\b"),
        ("adherence", r"\b(?:forget\w*|complian\w+|adheren\w+|as (?:prescribed|directed|instructed)|misses|missed (?:a|his|her|some|doses)|refills?)\b"),
        ("cause", r"\b(?:fell|slipped|tripped|twisted|hit (?:his|her|the|by)|struck|accident|collision|landed|rear[- ]ended|stumbled|rolled (?:his|her))\b"),
        ("mood", r"\b(?:depress\w+|anxi\w+|mood|overwhelmed|emotional|therapist|psychiatr\w+|(?<!physical )(?<!occupational )(?<!speech )(?<!endocrine )(?<!replacement )(?<!radiation )therapy (?:every|weekly|once|twice)|weekly therapy|counsel(?:or|ing)|suicid\w+|coping)\b"),
        ("medicines", r"\b(?:tak(?:es|ing)|uses|using|is on|continues?(?: on| to take| taking| to use)?|remains on|prescribed)\b.{0,60}\b(?:mg|milligrams?|mcg|units?|insulin|inhaler|daily|once|twice|regularly|medications?|medicines?|statin|aspirin|synthroid|supplements?)\b|\bmedications? (?:list|include)"),
        ("care", r"\b(?:was seen|has seen|saw (?:a|an|her|his|the|dr)|evaluated|x-?rays?|mri|ct\b|ultrasound|biops|hospital|emergency|urgent care|referred|diagnosed|was told|workup|imaging|admitted|specialist|surgeon|orthop|neurolog|cardiolog|labs?\b|blood work|follow(?:ed|ing|s)? (?:up|by))\b"),
        ("severity", r"\b\d{1,2} ?/ ?10\b|\bout of (?:10|ten)\b|\bseverity\b|\bpain (?:scale|level|score)\b|\brates?\b|\brated\b"),
        ("onset", r"\b(?:began|started|onset|first noticed|since (?:he|she|the|last|yesterday|this)|has been (?:going on|present)|for (?:the )?(?:past|last)|\w+ (?:days?|weeks?|months?|years?) ago|since \d{4}|duration|\d/(?:7|52|12))\b"),
        ("cause", r"\b(?:fell|slipped|tripped|twisted|lifting|lifted|hit|struck|accident|injur\w+|while (?:he|she|the|playing|doing|running|working)|when (?:he|she|the patient) was|after (?:he|she|eating|a|falling|playing)|caused by|due to|collision|landed|jumped)\b"),
        ("worse", r"\b(?:worse|worsens?|worsened|aggravat\w+|exacerbat\w+|trigger\w*|provok\w+|brought on|increases? with|difficulty (?:with|when|walking|sleeping))\b"),
        ("relief", r"\b(?:relief|relieved|relieves|helps?|helped|helpful|alleviat\w+|eased|improves? with|improved with|better with)\b"),
        ("tried", r"\b(?:taking|takes|took|tried|tries|trying|using|uses|used|applied|applies|icing|ice|heat|elevat\w+|ibuprofen|tylenol|motrin|advil|aleve|acetaminophen|therapy|injections?|brace|exercises|medications?|medicine|inhaler|cream|stretch\w*)\b"),
        ("place", r"\b(?:located|localiz\w+|radiat\w+|travels|spreads|location|side of|aspect of|points? to)\b"),
        ("quality", r"\b(?:sharp|dull|aching|achy|burning|throbbing|stabbing|cramp\w*|tight\w*|pressure|describes?|described|feels? like|sensation|pulsating|shooting|tingling)\b"),
        ("timing", r"\b(?:intermittent\w*|constant\w*|comes and goes|every (?:day|night|morning)|at night|in the (?:morning|evening)|frequen\w+|episodes?|lasts?|daily|occasional\w*|times (?:a|per)|per (?:day|week)|nightly|wakes?)\b"),
        ("course", r"\b(?:last (?:visit|seen|saw)|improv\w+|resolv\w+|progress\w*|getting (?:better|worse)|stable|unchanged|persist\w+|continu\w+|doing well|feels? (?:well|fine|good|better)|no (?:longer|change)|recover\w+|under control|well controlled)\b"),
        ("mood", r"\b(?:depress\w+|anxi\w+|stress\w*|mood|worried|concerned|overwhelmed|emotional|therapist|therapy every|suicid\w+|sad|coping)\b"),
        ("adherence", r"\b(?:complian\w+|adheren\w+|forget\w*|as (?:prescribed|directed)|refills?|monitor\w*|checks? (?:his|her)|misses|missed|keeps? up)\b"),
        ("habits", r"\b(?:beers?|wine|alcohol|liquor|cannabis|marijuana|cigarettes?|vap(?:es?|ing)|smok(?:es?|ed|ing)|tobacco|drugs)\b"),
        ("diet", r"\b(?:diet\w*|eat\w*|salt\w*|exercis\w+|gym|walks?|weight|hiking|running|active|foods?|drinks?|fluids?|caffeine|coffee|snack\w*|meals?)\b"),
        ("work", r"\b(?:works?|working|job|school|college|married|retired|travel\w*|vacation|student|employed|occupation|lives (?:with|alone|at))\b"),
        ("effect", r"\b(?:unable|difficult\w*|trouble|interfer\w+|limit\w+|affect\w+|able to|can(?:not|'t)|sleep\w*|daily activities|adls?|stopped (?:playing|going|doing)|missed)\b"),
        ("prior", r"\b(?:previous\w*|prior|in the past|history of|before|similar|never had|recurren\w+|first time|last (?:time|episode))\b"),
        ("plan", r"\b(?:would like|wants?|wishes|interested|hopes|plans?|considering|requests?|asks?|asked|inquired|questioned)\b"),
    )
)  # fmt: skip


def aspect_of(text: str) -> str:
    """Return the side of the story the statement answers; "more" if none is recognised."""
    for aspect, pattern in ASPECTS:
        if pattern.search(text):
            return aspect
    return "more"
