"""Spaces, capitals and final marks of a spoken English line; its words stay as they are."""

import re

ANY = re.compile(  # of many, "are there any"
    r"\b([Ii]s|was) (there (?:ever )?any (?:\w+ ){0,2}?(?:problems|smokers|allergies|issues|changes|symptoms|surgeries|conditions|"
    r"disorders|questions|concerns|headaches|lumps|rashes|bruises|falls|seizures))\b"
)
# "the left side of my chest" has one owner, and a sign or a disease keeps the capital of whoever it is called after.
PART_OF = re.compile(
    r"\b(?:my|your|his|her) ((?:left |right |other )?side|back|top|bottom|front|outside|inside|base|tip|sole) of (my|your|his|her|both)\b",
    re.I,
)
EPONYM = re.compile(
    r"\b(?:parkinson|alzheimer|crohn|hodgkin|hashimoto|raynaud|sjogren|cushing|addison|barrett|dupuytren|meniere|rovsing|lachman|"
    r"mcburney|achilles|lyme|mcmurray|babinski|romberg|phalen|tinel|spurling|trendelenburg)"
)
LEAD = re.compile(r"(^|[.?!]\s+)([\"'(]?)([a-z])")


def tidy(text: str) -> str:
    """Set spaces, capitals and final marks of a spoken line right; words stay as they are."""
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"\s+([.,?!;:])", r"\1", text).lstrip(" .,;:")
    text = re.sub(r"\b(i|you|he|she|we|they|it|that|there) '(m|re|s|ve|ll|d)\b", r"\1'\2", text, flags=re.I)
    text = re.sub(r"\b(so|and|but|now|then|um,|uh,|well,),? (?=\1\b)", "", text, flags=re.I)
    text = re.sub(
        r"(?:^|(?<=[.?!,] ))(?:and|so|then|now) (?=but\b)|(?:^|(?<=[.?!,] ))also (?=so\b)", "", text, flags=re.I
    )
    text = re.sub(r"([.?!])[.,;]+", r"\1", text)
    text = re.sub(r",([.?!,])", r"\1", text)
    text = re.sub(r"\bi(?=\b|')", "I", text)
    text = re.sub(r"\b(the|an) er\b(?! )?", r"\1 ER", text)
    text = re.sub(r"\b(to|in) (?:er|ER|ed|ED)\b", r"\1 the ER", text)
    text = ANY.sub(lambda m: f"{'Are' if m[1][0] == 'I' else 'are' if m[1] == 'is' else 'were'} {m[2]}", text)
    text = PART_OF.sub(r"the \1 of \2", text)
    text = EPONYM.sub(lambda m: m[0].capitalize() if m[0][1] != "c" else f"Mc{m[0][2:].capitalize()}", text)
    text = LEAD.sub(lambda m: m.group(1) + m.group(2) + m.group(3).upper(), text)
    if text and text[-1] not in ".?!-":
        text += "."
    return text
