"""Letter codes have a sense only where something decides it."""

import pytest
from reading.said import terms

from bedside.agents.reading.codes import Code, codes, decoded, meant
from bedside.agents.reading.draft import argument
from bedside.agents.reading.part import Part, Record
from bedside.agents.text.doc import Doc
from bedside.scenarios.note import SectionKind
from bedside.scenarios.span import Span


def letters(doc: Doc, section: SectionKind) -> tuple[Code, ...]:
    whole = Span(start=0, end=len(doc.text))
    return codes(doc, [Part(section, "", whole, (Record(whole, (whole,)),))])


def meanings(text: str, section: SectionKind) -> dict[str, str]:
    doc = Doc(text)
    return {doc.slice(code.span): code.sense for code in letters(doc, section) if code.sense}


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
        ("results", "AD: wax, TM hidden", "AD", "right ear"),
        ("past", "AD, takes donepezil for memory", "AD", "Alzheimer's disease"),
        ("past", "AD, uses an emollient daily", "AD", "eczema"),
        ("assessment", "NPH: gait and incontinence", "NPH", "normal pressure hydrocephalus"),
        ("medications", "NPH 12 units at night", "NPH", "NPH insulin"),
        ("plan", "PET ordered for staging", "PET", "PET scan"),
        ("assessment", "PET: proteinuria, start labetalol", "PET", "pre-eclampsia"),
        ("past", "HIT after heparin", "HIT", "low platelets from heparin"),
        ("results", "ANC 0.4", "ANC", "neutrophil count"),
        ("plan", "Book ANC in May", "ANC", "antenatal clinic"),
        ("examination", "PIP joint swollen", "PIP", "proximal finger joint"),
        ("past", "ET since 2015, propranolol helps the tremor", "ET", "essential tremor"),
        ("past", "ET, JAK2 found, hydroxyurea", "ET", "essential thrombocythemia"),
        ("history", "Severe AR each spring, loratadine", "AR", "allergic rhinitis"),
        ("results", "Echo: mild AR", "AR", "aortic regurgitation"),
        ("course", "AECOPD, went to ITU", "AECOPD", "COPD flare-up"),
        ("vitals", "O2 2L NC", "NC", "nasal cannula"),
        ("history", "RSI from typing", "RSI", "repetitive strain injury"),
        ("course", "RSI, intubated with ketamine", "RSI", "rapid sequence intubation"),
        ("past", "OA, RTC repair 2015", "RTC", "rotator cuff"),
        ("history", "DNA appointment in June", "DNA", "did not attend"),
    ],
)
def test_a_context_decides(section: SectionKind, text: str, code: str, sense: str) -> None:
    assert meanings(text, section)[code] == sense


@pytest.mark.parametrize(
    ("section", "text"),
    [
        ("history", "SHE CAME FROM A PARTY"),
        ("other", "PT"),
        ("history", "he could not read the map"),
        ("history", "HE HIT ALL THE TIPS OF HIS FINGERS ON A NET"),
        ("results", "DNA test sent"),
        ("past", "AD"),
        ("history", "FAST FOOD ONLY"),
    ],
)
def test_without_one_there_is_no_sense(section: SectionKind, text: str) -> None:
    assert meanings(text, section) == {}


def test_an_argument_takes_the_sense() -> None:
    doc = Doc("PE in 2018", terms())
    found = decoded(argument(doc, "what", 0, 2), doc, letters(doc, "past"))
    assert (found.text, found.value, found.concept) == ("PE", "pulmonary embolism", "pulmonary-embolism")


def test_letters_inside_an_argument_are_written_out() -> None:
    doc = Doc("Echo: severe MS", terms())
    found = decoded(argument(doc, "value", 6, 15), doc, letters(doc, "results"))
    assert (found.text, found.value) == ("severe MS", "severe mitral stenosis")


def test_a_concept_is_the_one_that_the_letters_mean_there() -> None:
    doc = Doc("Liver fx normal", terms())
    assert "fracture" not in {mention.concept for mention in meant(doc, letters(doc, "results"))}
    doc = Doc("SLIPPED FROM A ROOF", terms())
    assert not meant(doc, letters(doc, "history"))


@pytest.mark.parametrize(
    "text", ["RPR negative", "NIHSS 0", "VDRL negative", "CIWA 4", "EPDS 6", "mRS 1", "IGRA negative"]
)
def test_a_test_named_by_letters_is_not_the_disease_that_it_looks_for(text: str) -> None:
    doc = Doc(text, terms())
    assert not [mention for mention in meant(doc, letters(doc, "results")) if mention.kind == "disorder"]
