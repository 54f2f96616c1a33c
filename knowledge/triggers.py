"""What brings a complaint on or eases it is not the complaint: "back pain, worse when he coughs" is about a back.

``without_triggers`` takes such phrases out of words that are to lead to guidelines."""

import re
from functools import lru_cache

# What people do that sets something off. A stem stands for its forms: cough, coughs, coughed, coughing.
_DO = (
    r"(?:(?:cough|sneez|strain|laugh|yawn|breath|inhal|swallow|chew|bend|lift|twist|turn|walk|jog|climb|stand|eat|drink|mov|"
    r"exercis|exert|kneel|squat|reach|urinat|pee|void|defecat|work|sleep|talk|speak|blow|burp|sing|driv|read)(?:e?s|e|ed|ing)?|"
    r"run(?:s|ning)?|sit(?:s|ting)?|l(?:ies?|ays?|ying)|exertion|effort|activity)\b"
)
_DOING = _DO.replace("(?:e?s|e|ed|ing)?", "ing").replace("(?:s|ning)?", "ning").replace("(?:s|ting)?", "ting")
_WHO = r"(?:(?:he|she|they|it|i|you|we|(?:the |my )?(?:patient|baby|child|son|daughter|husband|wife|mother|father|mom|dad)) )?"
_NEXT = (  # after "and", what begins something else
    r"(?:now|also|has|had|have|is|are|he|she|they|i|it|an?|the|no|not|denies|some|new|then|sometimes|numb\w*|weak\w*|fever\w*|"
    r"swell\w*|nausea|tingl\w*|rash|pain)"
)
_REST = rf"[^,.;:!?\n]*?(?=[,.;:!?\n]|\band {_NEXT}\b|\bbut\b|\bsince\b|\bfor (?:\d|a|the|two|three|several)|\s*$)"
_CHANGED = (
    r"(?:worse|worsens?|worsened|worsening|better|aggravated|exacerbated|relieved|relieves?|eases?|eased|improves?|improved|"
    r"provoked|triggered|precipitated|brought on|comes on|came on|set off|sets off|flares?(?: up)?|hurts?|painful|sore|leaks?)"
)
_CHANGES = r"(?:makes?|made|aggravates?|worsens?|increases?|triggers?|provokes?|brings?|relieves?|eases?|helps?|hurts)"
_TRIGGERS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"\b{_CHANGED}(?: \w+ly)? (?:by|with|when|whenever|on|upon|after|during|while|if|from) {_REST}",
        rf"\b(?:when|whenever|while|if|upon|on|during|after|every time|each time) {_WHO}(?:also )?{_DO}{_REST}",
        rf"\b{_DO}(?:(?:,| or| and) {_DO})* (?:\w+ly )?{_CHANGES} {_REST}",
        # "back pain with coughing", but not "presents with coughing"
        rf"(?<!present)(?<!presents)(?<!presented)(?<!presenting)(?<!\bin)(?<!along)(?<!associated)(?<!here) with {_DOING}(?! (?:trouble|problem|difficult|issue)){_REST}",
    )
)


_LEFT = re.compile(r"(?:,? \b(?:that|which|and))?(?: (?:is|are|was|gets?|got))?(?=\s*(?:[,.;]|$))", re.I)


@lru_cache(maxsize=4096)  # every question to the guidelines begins with the complaint
def without_triggers(text: str) -> str:
    """``text`` without the phrases that say what sets a complaint off or eases it; "" if it says nothing else."""
    left = text
    for pattern in _TRIGGERS:
        left = pattern.sub(" ", left)
    if left == text:
        return text
    left = re.sub(r"\s{2,}", " ", re.sub(r"\s+([,.;])", r"\1", left)).strip(" ,;")
    left = _LEFT.sub("", left).strip(" ,;")
    return left if re.search(r"\w{3}", left) else ""
