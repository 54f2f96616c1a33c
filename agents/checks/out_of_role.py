"""Has the speaker left its role: an assistant's voice, the other side's part, an echo, the same again with a new beginning?

Law of the file: only what people in this part do not say counts, measured on human conversations. Whose part a line is, is read
from the line; an echo and a repetition also from the lines before it.
"""

import re
from collections.abc import Sequence

from bedside.agents.checks.spoken import Spoken, tokens

REPEATS = ("it only says again what the other has just said", "it is what was said before, with a new beginning")
_ASSISTANT = re.compile(
    r"\b(?:as an? (?:ai|artificial|language model|assistant|virtual)|i(?:'m| am) (?:just |only )?an? (?:ai|assistant|chatbot|language model|virtual)"
    r"|(?:help|assist) (?:me )?(?:to )?assist you|assist you (?:better|further|with|today)|(?:how|what) (?:can|may|could) i (?:be of assistance|assist)|do my best to (?:assist|help)"
    r"|(?:here(?:'s| is| are) (?:some|a few|a list|what the patient|a summary|the (?:response|dialogue|conversation)))"
    r"|(?:please |could you (?:please )?|can you (?:please )?)(?:provide|share|give)(?: me)?(?: with)? (?:more|additional|further|some) (?:\w+ ){0,2}?(?:information|details|context|instructions) (?:so that i|to help|or instructions|so i)"
    r"|i (?:apologi[sz]e|am sorry|'m sorry) for (?:the|any|this) (?:inconvenience|confusion|misunderstanding)|i hope (?:this|that) helps"
    r"|(?:cannot|can't|can not|not able to|unable to) (?:provide|give|offer) (?:\w+ )?(?:medical|diagnos)\w* ?(?:advice)?|consult (?:with )?(?:a|an|your) (?:\w+ )?(?:healthcare|health care|medical|qualified)"
    r"|based on the (?:information|context|details) (?:provided|given)|the patient (?:says|should|might|would|appears|may)|i'd be happy to (?:help|assist) (?:you )?with your|cannot diagnose)\b"
    r"|^\W*(?:certainly|absolutely|sure|of course|great question)!\s+(?:here|i(?:'d| can| would)|there|let)",
    re.IGNORECASE,
)
# What a patient or a companion does not say to a physician.
_PHYSICIAN_S = re.compile(
    r"\b(?:what brings you|how (?:can|may) i (?:help|assist)|(?:anything|what) else (?:i can|you(?:'d| would) like me to|can i) (?:do|help|assist)|how (?:are|have) you (?:been )?feeling (?:today|now|lately)"
    r"|i(?:'d| would)? (?:recommend|suggest|advise) (?:that )?you|i(?:'m| am) (?:going to|gonna) (?:prescribe|order|refer|examine|start you)|i(?:'ll| will) (?:prescribe|order|refer you|examine|start you)"
    r"|i(?:'d| would) like to (?:examine|order|check your|refer|start you)|let me (?:examine|listen to your|take a look at your|check your|know if you have any)|let's (?:see what we can do for you|go over your|take a look at your|get you)"
    r"|i understand (?:that )?you (?:have|'ve|are|take|took|had)|i see (?:here )?(?:that )?you (?:have|'ve|are|take|had)|i hear you(?:'ve| have) been"
    r"|you should (?:take|rest|avoid|see a|try|drink|follow|stop|start)|(?<!i )take this medication|call me if|follow up (?:with me|in a week)"
    r"|(?:do|did|have|are|does) you (?:\w+ )?(?:have any (?:allergies|pain|fever|symptoms)|noticed any|had any (?:fever|pain|chest|swelling)|tried anything|experienc(?:e|ed|ing) any|currently taking|smoke or|drink alcohol|take any)"
    r"|are you (?:still |currently |experiencing )+(?:taking|any|having)|how (?:long|often) (?:have you|do you) (?:been |take|had)|when did your (?:pain|symptoms|cough|headaches?)|tell me(?: more)? about your (?:symptoms|pain|cough|history|medic\w+|famil\w+)|how has your (?:sleep|appetite|mood|pain)"
    r"|on a scale (?:of|from)|how bad is your|your (?:test )?(?:results|labs?|x-?rays?|scan) (?:came|look|show|is|are|were)|your (?:blood pressure|temperature|heart rate|oxygen|pulse) is|your (?:pain|symptoms|inhaler|abdomen|vital signs|medication list)\b"
    r"|(?:any|no) (?:fever|chills|nausea|chest pain|swelling)[^.?!]{0,40}\?|does anyone in your family|what medications are you|does it hurt when i|we'll (?:get|order|schedule|do) (?:an?|some) (?:x-?ray|mri|ct|blood|test|ultrasound)"
    r"|sounds like you have|i am your (?:doctor|physician)|i'm your (?:doctor|physician)|you came in today|i'm sorry to hear that you|thank you for sharing (?:that )?with me|what would you like to know|what information do you need|what kind of information you|feel free to (?:ask|reach)|(?:if you have|any) (?:any )?(?:further|other|more) questions or concerns|don't hesitate|i'm here to help|(?:help|assist) you with (?:that|your))",
    re.IGNORECASE,
)
_GREETS_TITLE = re.compile(
    r"^\W*(?:(?:well|oh)[ ,]+)?(?:hello|hi|hey|good (?:morning|afternoon|evening)),? (?:there,? )?(?:mr|mrs|ms|miss)\b",
    re.IGNORECASE,
)
_GREETS = re.compile(r"^\W*(?:hello|hi|hey|good (?:morning|afternoon|evening)),? (?P<name>[\w'-]+)", re.IGNORECASE)
# What a physician does not say to a patient.
_BODY = r"(?:knee|back|chest|head|stomach|belly|tummy|ankle|wrist|shoulder|hip|neck|throat|leg|arm|foot|heart|pain|cough|symptoms|headaches?|fever|rash)"
_PATIENT_S = re.compile(
    rf"\b(?:my (?:\w+ )?{_BODY} (?:has been|have been|is|are|hurts?|aches?|started|feels?|won't|keeps)|(?:hurt|broke|twisted|sprained|injured) my {_BODY}|because of my {_BODY}|for my {_BODY}\b|it hurts when i (?:bend|walk|move|breathe|lie|sit|stand|swallow|cough)"
    r"|i(?:'ve| have) been (?:having|experiencing|coughing|throwing up|taking (?:ibuprofen|tylenol|advil|aspirin|my|the))|i(?:'ve| have) had (?:a |this |these )?(?:fever|pain|headache|cough|rash)"
    r"|i feel (?:so |really |very )?(?:dizzy|sick|nauseous|weak|faint|awful|terrible)|i threw up|i couldn't eat|i can't sleep|i(?:'m| am) in (?:a lot of |so much |terrible )?pain|i(?:'m| am) allergic to|i was diagnosed with|i quit smoking|i still drink"
    r"|(?:thank you|thanks|yes|no|okay|it is|think it is|work|avoid it),? doctor\b|should i be (?:worried|concerned)|do i (?:need to|have to) (?:have|take|stop|see)|will i (?:be able|have to|need)|can you give me something|i take (?:metformin|lisinopril|aspirin|ibuprofen|tylenol|my)|i forgot to take my|(?:how long )?will i have to"
    r"|i came in because|my (?:mother|father|mom|dad) had (?:diabetes|cancer|heart|a stroke)|my (?:husband|wife) (?:says|made|told|thinks) i|i(?:'m| am) worried that my|made me come|, doctor[.?!]?$)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]")
_ECHO, _SAME = 8, 8  # words from which a line echoes another, or ends as another
_ALIKE = 0.8
_BACK = 6  # lines back in which an own line counts as just said


def out_of_role(
    role: str, text: str, turns: Sequence[Spoken] = (), patient_name: str | None = None, given: str = ""
) -> str:
    """How a line leaves its speaker's role, with its words; "" where it does not. ``given`` are the words of what it was to
    tell: whoever is given the same twice may say the same twice."""
    plain = _QUOTED.sub(" ", text.replace("\u2019", "'"))
    found = _ASSISTANT.search(plain)
    if found is not None:
        return f"\"{found.group().strip()}\" is an assistant's voice, not a {role}'s"
    if role == "physician":
        found = _PATIENT_S.search(plain)
        if found is not None:
            return f'"{found.group().strip()}" is the patient\'s part: the physician asks, examines and advises'
    elif role not in ("nurse", "interpreter"):
        found = _PHYSICIAN_S.search(plain) or _GREETS_TITLE.search(plain) or _own_name(plain, role, patient_name)
        if found is not None:
            return f'"{found.group().strip()}" is the physician\'s part: the {role} tells and answers'
    return "" if _as_given(text, given) else _echoed(role, text, turns)


def _own_name(plain: str, role: str, name: str | None) -> re.Match[str] | None:
    found = _GREETS.search(plain)
    if found is None or name is None or role != "patient":
        return None
    return found if found["name"].lower() in {part.lower() for part in name.split()} else None


def _as_given(text: str, given: str) -> bool:
    said, told = set(tokens(text)), set(tokens(given))
    return bool(told) and 2 * len(said & told) >= len(said)


def _echoed(role: str, text: str, turns: Sequence[Spoken]) -> str:
    said = tokens(text)
    if turns and turns[-1].speaker != role and len(said) >= _ECHO and _alike(said, tokens(turns[-1].text)):
        return REPEATS[0]
    for turn in turns[-_BACK:]:
        earlier = tokens(turn.text)
        if turn.speaker == role and said != earlier and _same_end(said, earlier):
            return REPEATS[1]
    return ""


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    shared = len(set(one) & set(other))
    return bool(one) and bool(other) and shared >= _ALIKE * len(set(one) | set(other))


def _same_end(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    same = 0
    for a, b in zip(reversed(one), reversed(other), strict=False):
        if a != b:
            break
        same += 1
    return same >= _SAME and same >= 0.6 * max(len(one), len(other))
