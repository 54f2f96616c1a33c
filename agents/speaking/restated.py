"""A moved clause in the words in which people say it: what was "questioned" was wondered, what was asked is asked now."""

from bedside.agents.speaking.english import finite
from bedside.agents.speaking.people import patient
from bedside.agents.speaking.tables import listed
from bedside.agents.speaking.view import View


def restated(spoken: str, view: View) -> str:
    """A clause with its opening and its verbs as they are said."""
    return _superlative(_asked(_wondered(_stated(spoken, view), view), view), view)


def _stated(spoken: str, view: View) -> str:
    """A clause that opens with how somebody is, with who: "Unhappy that ..." -> "I'm unhappy that ..."."""
    first, _, rest = spoken.partition(" ")
    low = first.lower()
    states = listed("states") | listed("personal_states") | listed("only_states")
    if low not in states or rest.split(" ")[0] not in ("that", "about", "with", "because", "to", "when", "by", "at"):
        return spoken
    who = patient(view)
    return f"{who.subject} {finite('be', 'present', who.as_subject)} {low} {rest}"


def _wondered(spoken: str, view: View) -> str:
    """What somebody "questioned" or "inquired" in a note, they wondered: "I questioned if it could" -> "I was wondering if it
    could"."""
    who = patient(view)
    was = finite("be", "past", who.as_subject)
    for asked in ("questioned", "inquired", "queried"):
        for whether in ("if", "whether", "about"):
            spoken = spoken.replace(f"{who.subject} {asked} {whether} ", f"{who.subject} {was} wondering {whether} ")
            spoken = spoken.replace(f" and {asked} {whether} ", f" and {who.subject} {was} wondering {whether} ")
    return spoken


def _superlative(spoken: str, view: View) -> str:
    """ "For me least level of pain", where "his" was taken for "him" -> "for my least level"."""
    who = patient(view)
    for most in ("least", "worst", "best", "lowest", "highest"):
        spoken = spoken.replace(f" {who.object} {most} ", f" {who.possessive} {most} ")
    return spoken


def _asked(spoken: str, view: View) -> str:
    """What the physician "has asked you to" do, they ask: "I have asked you to rest" -> "I'd like you to rest"."""
    whom = patient(view).object
    for asked in ("I have asked", "I asked", "we have asked", "we asked", "I have instructed", "I have advised"):
        start = f"{asked} {whom} to "
        if view.speaker == "physician" and spoken.lower().startswith(start.lower()):
            return f"I would like {whom} to {spoken[len(start) :]}"
    return spoken
