"""The words for who is spoken of: "you" to a patient, "he" to who came with a small child."""

from bedside.agents.builtin.spoken import companion
from bedside.scenarios.brief import Brief

_YOU = {
    "you": "you", "them": "you", "your": "your", "do": "do", "have": "have", "are": "are", "were": "were", "youre": "you're",
    "youve": "you've",
}  # fmt: skip
_THIRD = {
    "female": {"you": "she", "them": "her", "your": "her", "youre": "she's", "youve": "she's"},
    "male": {"you": "he", "them": "him", "your": "his", "youre": "he's", "youve": "he's"},
    None: {"you": "they", "them": "them", "your": "their", "youre": "they're", "youve": "they've"},
}
_ONE = {"do": "does", "have": "has", "are": "is", "were": "was"}


def slots(brief: Brief) -> dict[str, str]:
    """What fills the slots for a person in the phrases of this brief's speaker."""
    child = brief.relation is not None or (brief.role == "physician" and companion(brief))
    if not child:
        return dict(_YOU)
    sex = brief.persona.sex
    return _YOU | _THIRD[sex] | (_ONE if sex else {})


def address(brief: Brief) -> str:
    """How the physician calls the patient: ", Ms. Hart", ", Emil" for a child; "" without a name."""
    named = (brief.patient_name or "").split()
    titles = [word for word in named if word.strip(".").lower() in ("mr", "mrs", "ms", "miss", "dr")]
    name = " ".join(word for word in named if word not in titles)
    if not name or companion(brief):
        return ""
    age, title = brief.persona.age, {"female": "Ms.", "male": "Mr."}.get(brief.persona.sex or "")
    first, _, rest = name.partition(" ")
    if titles and not rest and (age is None or age >= 18):
        return f", {titles[0]} {first}"  # "Ms. James" has no first name in the note
    if (age is not None and age < 18) or not rest:
        return f", {first}"
    return f", {title} {rest.split()[-1]}" if title else f", {name}"
