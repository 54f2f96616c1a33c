"""Visits with something that somebody in the room must not hear: who is there, what is kept, from whom, and how the note says so.

Everything is made from the tables below, by number: visit 7 is the same on every machine. Who is truly there stands in the
table and not in what the reader makes of the note, so that a companion whom the reader overlooks still has ears.
"""

import random
from dataclasses import dataclass

CASES = 60
GERMAN = 12  # of them


@dataclass(frozen=True)
class Person:
    """Somebody who came along: as the note calls them, and as bedside does."""

    words: str  # "mother"
    name: str


@dataclass(frozen=True)
class Company:
    """A patient and who came with them."""

    age: int
    sex: str
    with_whom: tuple[Person, ...]


@dataclass(frozen=True)
class Secret:
    """One thing that is kept from somebody: by which words it is known when it is said, and from whom it is kept."""

    marks: tuple[str, ...]
    kept_from: tuple[str, ...]


@dataclass(frozen=True)
class Visit:
    """A note, who is in the room when the visit begins (the patient apart), and its secrets."""

    id: str
    language: str
    text: str
    company: tuple[str, ...]
    secrets: tuple[Secret, ...]
    way: str


def _person(words: str, name: str = "") -> Person:
    return Person(words, name or words)


_MOTHER, _FATHER, _HUSBAND, _WIFE = (_person(word) for word in ("mother", "father", "husband", "wife"))
_COMPANY = (
    Company(16, "female", (_MOTHER,)),
    Company(15, "male", (_FATHER,)),
    Company(17, "female", (_MOTHER, _FATHER)),
    Company(34, "female", (_HUSBAND,)),
    Company(41, "male", (_WIFE,)),
    Company(29, "male", (_person("partner"),)),
    Company(58, "female", (_person("interpreter"),)),
    Company(47, "female", (_person("teenage daughter", "daughter"),)),
    Company(52, "male", (_person("teenage son", "son"),)),
    Company(79, "female", (_person("carer", "caregiver"),)),
    Company(24, "female", (_MOTHER, _person("boyfriend"))),
    Company(83, "male", (_person("daughter"),)),
)
# What is kept, the words that give it away, from which age it is likely (below 0: of women under 50), and the line of the plan
# that names it too. {She} and {her} are the patient.
_SECRETS = (
    ("{She} smokes cannabis on weekends.", ("cannabis", "weed", "marijuana"), 14, "Advised to stop cannabis."),
    ("{She} has vaped every day for a year.", ("vape", "vaping"), 14, "Advised to stop vaping."),
    ("{She} took a home pregnancy test last week.", ("pregnan",), -14, "Repeat pregnancy test."),
    ("{She} has been treated for chlamydia.", ("chlamydia",), 16, "Repeat chlamydia test."),
    ("{She} drinks half a bottle of vodka every day.", ("vodka",), 18, "Advised to stop drinking vodka."),
    ("{She} takes sertraline 50 mg daily.", ("sertraline", "antidepressant"), 16, "Continue sertraline 50 mg daily."),
    ("{She} lost {her} job in March.", ("my job", "your job", "her job", "his job"), 24, ""),
    ("{She} has been gambling online.", ("gambl",), 18, "Refer for gambling."),
    ("{She} was diagnosed with HIV in 2015.", ("hiv",), 24, "Check HIV viral load."),
    ("{She} has pain with sex.", ("sex",), 16, ""),
    ("{She} had an abortion in 2019.", ("abortion", "terminat"), -20, ""),
    ("{She} has thoughts of leaving {her} marriage.", ("leaving", "marriage"), 34, ""),
    ("{She} has blood in the urine.", ("blood in",), 14, ""),
    ("{She} is afraid of a nursing home.", ("nursing home",), 70, ""),
)
# How the note keeps it. {Who} is "Her mother", {who} "her mother", {x} the secret, {bare} the secret without its stop.
_WAYS = (
    ("sent out", "{x0}\n{Who} was asked to step out of the room. {x} {Who} returned to the room.\n{x1}"),
    ("heading", "{x0}\n{x1}\n\nCONFIDENTIAL HISTORY ({who_bare} out of the room):\n{x}"),
    ("does not want", "{x0} {bare} and does not want {who} to know. {x1}"),
    ("asks", "{x0} {x} {She} asks that {who} not be told. {x1}"),
    ("unaware", "{x0} {x} {Who} does not know about this. {x1}"),
    ("has not told", "{x0} {x} {She} has not told {who}. {x1}"),
    ("waits", "{x0} While {who} waited outside, {bare_small}. {x1}"),
    ("without", "{x0} Seen without {who} present: {x} {Who} came back in. {x1}"),
    ("alone", "{x0}\n{x1}\n\nSEEN ALONE:\n{x} This is to be kept from {who}."),
    ("by the patient", "{x0} {She} asked {who} to wait outside. {x} {Who} rejoined us. {x1}"),
    ("wish", "{x0} {x} {Who} must not know. {x1}"),
    ("please", "{x0} {x} Please do not tell {who}. {x1}"),
)
_STORIES = (
    ("stomach ache", "{She} has had stomach ache for 3 days.", "{She} has no fever."),
    ("headache", "{She} has had headaches for 2 weeks.", "{She} denies vomiting."),
    ("cough", "{She} has had a dry cough for 10 days.", "{She} has no chest pain."),
    ("tiredness", "{She} has been tired for a month.", "{She} sleeps 7 hours a night."),
)
_ENDS = (
    "EXAMINATION:\nAbdomen is soft. Lungs are clear.\n\nASSESSMENT:\nGastritis.\n\nPLAN:\nOmeprazole 20 mg daily. Follow up in 2 weeks.",
    "EXAMINATION:\nLungs are clear. Heart is regular.\n\nASSESSMENT:\nTension headache.\n\nPLAN:\nIbuprofen 400 mg as needed. Rest at home.",
    "EXAMINATION:\nThroat is red. Lungs are clear.\n\nASSESSMENT:\nViral bronchitis.\n\nPLAN:\nDrink plenty of fluids. Return if worse.",
    "EXAMINATION:\nConjunctivae are pale.\n\nASSESSMENT:\nFatigue.\n\nPLAN:\nCheck a blood count. Follow up in 2 weeks.",
)


def _fits(least: int, company: Company) -> bool:
    return company.age >= abs(least) and (least > 0 or (company.sex == "female" and company.age < 50))


def _sentences(shape: str, company: Company, told: str, whom: Person) -> str:
    """How the note tells a secret, in a shape with ``{x0}`` and ``{x1}`` left open."""
    she, her = ("she", "her") if company.sex == "female" else ("he", "his")
    own = told.replace("{She}", she.capitalize()).replace("{her}", her)
    who = f"{her} {whom.words}"
    return shape.format(
        She=she.capitalize(), who=who, Who=who.capitalize(), who_bare=whom.words, x=own, bare=own.rstrip("."),
        bare_small=own[0].lower() + own[1:].rstrip("."), x0="{x0}", x1="{x1}",
    )  # fmt: skip


def _english(number: int) -> Visit:
    rng = random.Random(f"secret/{number}")
    company = _COMPANY[number % len(_COMPANY)]
    she, her = ("she", "her") if company.sex == "female" else ("he", "his")
    turn = number // len(_COMPANY)
    way, shape = _WAYS[(number + 5 * turn) % len(_WAYS)]
    fitting = [one for one in _SECRETS if _fits(one[2], company)]
    told, marks, _, echo = fitting[(number + 7 * turn) % len(fitting)]
    whom = rng.choice(company.with_whom)
    complaint, *story = _STORIES[rng.randrange(len(_STORIES))]
    secrets = [Secret(marks, (whom.name,))]
    body = _sentences(shape, company, told, whom)
    if len(company.with_whom) > 1:  # the other companion has something that they must not hear, too
        other = next(one for one in company.with_whom if one is not whom)
        more, marks, _, _ = fitting[(number + 7 * turn + 3) % len(fitting)]
        second = _sentences(_WAYS[(number + 5 * turn + 2) % 3 + 2][1], company, more, other)
        secrets.append(Secret(marks, (other.name,)))
        body = body.replace("{x1}", second.replace("{x0} ", ""))
    elif company.age > 78 and turn == 3:  # what is told of the patient, and kept from them
        body = f"{{x0}} {her.capitalize()} {whom.words} reports that {she} hides wine bottles. The patient must not know. {{x1}}"
        secrets, way, echo = [Secret(("wine", "bottle"), ("patient",))], "from the patient", ""
    body = body.format(x0=story[0].replace("{She}", she.capitalize()), x1=story[1].replace("{She}", she.capitalize()))
    people = " and ".join(f"{her} {one.words}" for one in company.with_whom)
    noun = "woman" if company.sex == "female" else "man"
    arrives = f"{company.age}-year-old {noun} who comes in with {people} for {complaint}."
    if whom.name == "interpreter":
        arrives += " The interpreter translates for her."
    end = rng.choice(_ENDS) + (f" {echo}" if number % 3 == 1 and echo else "")
    text = f"CHIEF COMPLAINT:\n{complaint.capitalize()}.\n\nHISTORY OF PRESENT ILLNESS:\n{arrives} {body}\n\n{end}\n"
    names = tuple(one.name for one in company.with_whom)
    return Visit(f"secret-{number:02d}", "en", text, names, tuple(secrets), way)


_GERMAN_COMPANY = (
    (16, "female", "Patientin", "ihre Mutter", "ihrer Mutter", "mother"),
    (15, "male", "Patient", "sein Vater", "seines Vaters", "father"),
    (38, "female", "Patientin", "ihr Ehemann", "ihres Ehemannes", "husband"),
    (61, "male", "Patient", "seine Tochter", "seiner Tochter", "daughter"),
)
_GERMAN_SECRETS = (
    ("{Sie} raucht Cannabis am Wochenende.", ("cannabis",)),
    ("{Sie} trinkt täglich Wodka.", ("wodka",)),
    ("{Sie} nimmt Sertralin 50 mg.", ("sertralin",)),
)
_GERMAN_WAYS = (
    ("sent out", "{X0} {Wer} wird hinausgebeten. {x} {Wer} kommt wieder herein. {X1}"),
    ("does not want", "{X0} {x} {Wer} soll davon nichts erfahren. {X1}"),
    ("unaware", "{X0} {x} {Wer} weiß nichts davon. {X1}"),
    ("heading", "{X0} {X1}\n\nVertraulich (ohne {wer}):\n{x}"),
)


def _german(number: int) -> Visit:
    age, sex, noun, who, of_whom, name = _GERMAN_COMPANY[number % len(_GERMAN_COMPANY)]
    sie = "Sie" if sex == "female" else "Er"
    told, marks = _GERMAN_SECRETS[(number + number // 4) % len(_GERMAN_SECRETS)]
    way, shape = _GERMAN_WAYS[(number + number // 4) % len(_GERMAN_WAYS)]
    fill = {
        "X0": f"{sie} hat seit drei Tagen Bauchschmerzen.",
        "X1": "Kein Fieber.",
        "x": told.replace("{Sie}", sie),
        "Wer": who[0].upper() + who[1:],
        "wer": who.split()[-1],
    }
    told_of = shape
    for slot, words in fill.items():
        told_of = told_of.replace(f"{{{slot}}}", words)
    text = (
        f"Vorstellungsgrund:\nBauchschmerzen.\n\nAnamnese:\n{age}-jährige{'r' if sex == 'male' else ''} {noun} in Begleitung "
        f"{of_whom}. {told_of}\n\nBefund:\nBauch weich. Lunge frei.\n\nBeurteilung:\nGastritis.\n\n"
        "Procedere:\nOmeprazol 20 mg täglich. Wiedervorstellung in zwei Wochen.\n"
    )
    return Visit(f"secret-de-{number:02d}", "de", text, (name,), (Secret(marks, (name,)),), way)


def visits() -> list[Visit]:
    """The cases: English ones first, then German ones."""
    return [*(_english(at) for at in range(CASES - GERMAN)), *(_german(at) for at in range(GERMAN))]
