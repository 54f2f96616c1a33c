"""Notes with identifiers planted in them, each with where it stands. Knows nothing of how identifiers are found: names are of
many languages, most of them in no census of the United States; sentences are frames of ``planted/identifier_frames.tsv``.

Frames of the set ``unseen`` were written before the finder was run on any of them and are counted apart.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_GIVEN = {
    "woman": "Zofia Oluwaseun Priya Siobhan Ngozi Margit Thandiwe Yuki Fatima Ingrid Xiomara Aylin Rosalind Martha Elizabeth Chidinma "
    "Leilani Svetlana Marisol Edith Noor Agnieszka Beatrix Hannah Solveig Dorothy Parvati Colleen Mei-Ling Josefina".split(),
    "man": "Zbigniew Chukwuemeka Rajesh Padraig Kwabena Gunnar Sipho Haruto Mustafa Henrik Joaquin Emre Cuthbert James Robert Obinna "
    "Keanu Dmitri Esteban Walter Tariq Krzysztof Leopold Samuel Torsten Harold Vikram Declan Jian Alejandro".split(),
}
_FAMILY = (
    "Kowalczyk Adeyemi Venkataraman O'Sullivan Okafor Lindqvist Dlamini Takahashi El-Masri Bergström Villanueva Yıldırım Featherstone Collins "
    "Hernandez Nwosu Kahananui Petrova Quintero Brown Rahman Wójcik Thistlewood Rosenbaum Haugen Fitzgerald Chaudhary McAllister Zhang Guerrero "
    "van der Berg de Souza Smith Young Baker Mensah Ivanova Castellanos Papadopoulos Ferreira"
)
_FAMILIES = [name.replace("_", " ") for name in _FAMILY.replace("van der Berg", "van_der_Berg").replace("de Souza", "de_Souza").split()]  # fmt: skip
_STREETS = "Acacia Alder Mill Church Harbour Kestrel Larkspur Prospect Quarry Wharf".split()
_KINDS = "Street Road Avenue Lane Drive St. Rd Ave Court Place".split()
_TOWNS = ("Springfield, IL 62704", "Lakewood, OH 44107", "Bath BA1 2QR", "Northampton NN1 5PH", "Tucson, AZ 85719")
_PROBLEMS = ("back pain", "headache", "cough", "knee pain", "dizziness", "rash", "chest tightness", "belly pain")
_RELS = {"woman": ("husband", "son", "sister", "daughter"), "man": ("wife", "brother", "daughter", "mother")}
_SLOT = re.compile(r"\{(\w+)\}")
_PLANTED = {
    "full": "name", "given": "name", "family": "name", "kin": "name", "kin1": "name", "doc": "name", "docf": "name", "dob": "birth date",
    "mrn": "record number", "ssn": "social security number", "tel": "telephone number", "fax": "telephone number", "street": "address",
    "town": "address", "mail": "e-mail address", "web": "web address",
}  # fmt: skip


@dataclass(frozen=True)
class PlantedIdentifier:
    """One identifier: its kind, the half-open range of its characters, and whether its sentence is of the unseen set."""

    kind: str
    start: int
    end: int
    unseen: bool


@dataclass(frozen=True)
class PlantedNote:
    """A note and all that was planted in it, in order."""

    id: str
    text: str
    planted: tuple[PlantedIdentifier, ...]


def frames() -> dict[tuple[str, str], list[str]]:
    """The sentences by part of a note and set."""
    path = Path(__file__).parent / "planted" / "identifier_frames.tsv"
    found: dict[tuple[str, str], list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            part, which, sentence = line.split("\t")
            found.setdefault((part, which), []).append(sentence.replace("\\n", "\n"))
    return found


def notes(count: int, seed: int = 0) -> Iterator[PlantedNote]:
    """So many notes; the same for the same seed."""
    table = frames()
    for number in range(count):
        rng = random.Random(f"{seed}/{number}")
        yield _note(f"planted-{number:03d}", table, "unseen" if number % 2 else "seen", rng)


def _note(name: str, table: dict[tuple[str, str], list[str]], which: str, rng: random.Random) -> PlantedNote:
    words = _person(rng)
    text, planted = "", list[PlantedIdentifier]()

    def add(sentence: str, after: str) -> None:
        nonlocal text
        at = 0
        for slot in _SLOT.finditer(sentence):
            text += sentence[at : slot.start()]
            start = len(text)
            text += words[slot[1]]
            if slot[1] in _PLANTED:
                planted.append(PlantedIdentifier(_PLANTED[slot[1]], start, len(text), which == "unseen"))
            at = slot.end()
        text += sentence[at:] + after

    def several(part: str, most: int) -> None:
        pool = table[part, which]
        for sentence in rng.sample(pool, min(most, len(pool))):
            add(sentence, " ")
        text_end()

    def text_end() -> None:
        nonlocal text
        text = text.rstrip(" ") + "\n\n"

    add(rng.choice(table["head", which]), "\n\n")
    add("CHIEF COMPLAINT:\n{Problem}.", "\n\nHISTORY OF PRESENT ILLNESS:\n")
    several("hpi", 4)
    add("SOCIAL HISTORY:", "\n")
    several("social", 2)
    add("ASSESSMENT AND PLAN:\n{Problem}, likely mechanical.", " ")
    several("plan", 3)
    add(rng.choice(table["end", which]), "\n")
    return PlantedNote(name, text, tuple(planted))


def _person(rng: random.Random) -> dict[str, str]:
    sex = rng.choice(("woman", "man"))
    given, family = rng.choice(_GIVEN[sex]), rng.choice(_FAMILIES)
    kin1 = rng.choice([name for name in (*_GIVEN["woman"], *_GIVEN["man"]) if name != given])
    doc, docf = (f"{rng.choice(_GIVEN['woman'] + _GIVEN['man'])} {rng.choice(_FAMILIES)}" for _ in range(2))
    problem = rng.choice(_PROBLEMS)
    day, month, year = rng.randrange(1, 29), rng.randrange(1, 13), rng.randrange(1935, 2004)
    spelled = ("January", "March", "June", "October", "December")[rng.randrange(5)]
    she = sex == "woman"
    return {
        "full": f"{given} {family}", "given": given, "family": family, "sex": sex, "age": str(2026 - year),
        "title": "Mrs." if she else "Mr.", "sub": "she" if she else "he", "Sub": "She" if she else "He", "obj": "her" if she else "him",
        "pos": "her" if she else "his", "Pos": "Her" if she else "His", "rel": rng.choice(_RELS[sex]), "kin1": kin1,
        "kin": f"{kin1} {rng.choice(_FAMILIES)}", "doc": doc, "docf": docf.partition(" ")[2], "problem": problem,
        "Problem": problem.capitalize(),
        "dob": rng.choice((f"{month:02d}/{day:02d}/{year}", f"{month}/{day}/{year % 100:02d}", f"{year}-{month:02d}-{day:02d}",
                           f"{spelled} {day}, {year}", f"{day} {spelled} {year}", f"{day:02d}.{month:02d}.{year}")),
        "mrn": rng.choice((f"{rng.randrange(10**7, 10**8)}", f"{rng.randrange(10**5, 10**6)}", f"A{rng.randrange(10**6, 10**7)}",
                           f"{rng.randrange(100, 999)}-{rng.randrange(10, 99)}-{rng.randrange(1000, 9999)}X",
                           f"{rng.randrange(100, 999)} {rng.randrange(100, 999)} {rng.randrange(1000, 9999)}")),
        "ssn": f"{rng.randrange(100, 899)}-{rng.randrange(10, 99)}-{rng.randrange(1000, 9999)}",
        "tel": _tel(rng), "fax": _tel(rng), "street": f"{rng.randrange(1, 400)} {rng.choice(_STREETS)} {rng.choice(_KINDS)}",
        "town": rng.choice(_TOWNS), "mail": f"{given[:2].lower()}{rng.randrange(100)}@example.net",
        "web": f"https://portal.example.net/chart/{rng.randrange(10**4, 10**5)}",
    }  # fmt: skip


def _tel(rng: random.Random) -> str:
    a, b, c = rng.randrange(201, 989), rng.randrange(201, 989), rng.randrange(1000, 9999)
    return rng.choice(
        (f"({a}) {b}-{c}", f"{a}-{b}-{c}", f"{a}.{b}.{c}", f"+1 {a} {b} {c}", f"020 7{b} {c}", f"+44 20 7{b} {c}")
    )
