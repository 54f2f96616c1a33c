"""Letter codes have a sense only where something decides it."""

import pytest
from reading.said import terms

from bedside.agents.reading.codes import decoded, senses
from bedside.agents.reading.draft import argument
from bedside.agents.text.doc import Doc
from bedside.scenarios.note import SectionKind
from bedside.scenarios.span import Span


def meanings(text: str, section: SectionKind) -> dict[str, str]:
    doc = Doc(text)
    return {doc.slice(code.span): code.sense for code in senses(doc, Span(start=0, end=len(text)), section)}


@pytest.mark.parametrize(
    ("section", "text", "code", "sense"),
    [
        ("results", "PT 13.0 sec", "PT", "prothrombin time"),
        ("plan", "PT for 4 weeks", "PT", "physical therapy"),
        ("past", "RA on leflunomide", "RA", "rheumatoid arthritis"),
        ("vitals", "SpO2 95% RA", "RA", "room air"),
        ("past", "spastic CP since birth", "CP", "cerebral palsy"),
        ("review", "No CP", "CP", "chest pain"),
        ("procedure", "ASA class III", "ASA", "physical status"),
        ("plan", "HC 1% cream to the knees", "HC", "hydrocortisone"),
        ("history", "Right PCN tube is draining", "PCN", "percutaneous nephrostomy"),
        ("allergies", "PCN", "PCN", "penicillin"),
        ("plan", "D/C enalapril", "D/C", "stop"),
        ("plan", "D/C home on Monday", "D/C", "discharge"),
        ("plan", "ctx 2 g IV daily", "ctx", "ceftriaxone"),
        ("results", "Echo shows moderate MS", "MS", "mitral stenosis"),
        ("history", "SI joint pain", "SI", "sacroiliac"),
        ("vitals", "ESI 3", "ESI", "triage level"),
        ("plan", "XR of the hand", "XR", "x-ray"),
        ("history", "by LMP c/w 9wk US", "US", "ultrasound"),
    ],
)
def test_a_context_decides(section: SectionKind, text: str, code: str, sense: str) -> None:
    assert meanings(text, section)[code] == sense


@pytest.mark.parametrize(
    ("section", "text"),
    [("history", "SHE CAME FROM A PARTY"), ("other", "PT"), ("history", "he could not read the map")],
)
def test_without_one_there_is_no_sense(section: SectionKind, text: str) -> None:
    assert meanings(text, section) == {}


def test_an_argument_takes_the_sense() -> None:
    doc = Doc("PE in 2018", terms())
    found = decoded(argument(doc, "what", 0, 2), doc, "past", Span(start=0, end=10))
    assert (found.text, found.value, found.concept) == ("PE", "pulmonary embolism", "pulmonary-embolism")
