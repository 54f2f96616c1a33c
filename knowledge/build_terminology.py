"""Writes ``terms/index.tsv.gz`` and ``terms/lay_derived.tsv``: ``python -m bedside.knowledge.build_terminology SOURCES_DIR``.

Law: the same sources and tables give the same bytes. SOURCES_DIR holds ``doid.tsv symp.obo maxo.obo cmo.obo
uberon-efo-slim.obo`` and, there or in ``../knowledge``, ``medquad_synonyms.jsonl`` and ``cdc_plain_language.jsonl``. Only terms are taken:
no definition and no sentence. The tables beside the index (drugs, abbreviations, supplement, sites, stop) are
ours and come first: a wording belongs to the first concept that claims it, and a source concept whose preferred
wording (or an exact synonym) is already known joins that concept.
"""

import argparse
import csv
import gzip
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bedside.knowledge.terminology import BLOCKED, DETAILS, KINDS, LETTER_OF, key_of

TERMS = Path(__file__).with_name("terms")
TABLES = ("supplement.tsv", "sites.tsv", "drugs.tsv", "abbreviations.tsv", "stop.tsv")
OBO = {"symp.obo": "SYMP", "maxo.obo": "MAXO", "cmo.obo": "CMO", "uberon-efo-slim.obo": "UBERON"}
MOST_WORDS = 6

_SYNONYM = re.compile(r'^synonym: "((?:[^"\\]|\\.)*)" (EXACT|RELATED)', re.MULTILINE)
_NAME = re.compile(r"^name: (.+)$", re.MULTILINE)
_ID = re.compile(r"^id: (\S+)$", re.MULTILINE)
_NOT_CLINICAL = re.compile(
    r"ratio|percentage|calculated|number of|study population|post-insult|weight of|per unit|absolute change|maze|"
    r"ribonucleic|\bwet\b|\bdry\b|challenge|receptor|onset|excretion|clearance rate|\bmeasurement$|\barea\b|diameter",
    re.IGNORECASE,
)
_TEST = re.compile(
    r"\b(tests?|testing|scan|imaging|x-ray|biopsy|assay|screening|\w*scopy|\w*graphy|\w*gram|examination|exam|"
    r"monitoring|evaluation|assessment|culture|smear|panel|levels?|count|profile|panels)\b",
    re.IGNORECASE,
)
_PROCEDURE = re.compile(
    r"\b(\w*ectomy|\w*otomy|\w*ostomy|\w*plasty|\w*pexy|surgery|repair|removal|replacement|transplant\w*|implant\w*|"
    r"therapy|bypass|graft|procedure|vaccine|dialysis|radiation|anesthesia|ablation|catheterization|reduction|"
    r"injections?|transfusion|delivery|section|exercises?|rehabilitation|drainage|intubation|treatment)\b",
    re.IGNORECASE,
)
_TEXTUAL = re.compile(
    r"what to|discharge|ask your|how to|tips|guide|at home|\byour\b|children's|self-care|taking|aftercare|care$|:|;|\bbetween\b|"
    r"trials|is a form of|so-called|\bfor\b|\bquestions\b|\bliving\b|managing|preventing|preparing|when you|safety|^medical |health$",
    re.IGNORECASE,
)


@dataclass
class ConceptEntry:
    """One concept while it is being put together."""

    concept: str
    kind: str
    name: str
    forms: list[str] = field(default_factory=list[str])
    lay: list[str] = field(default_factory=list[str])
    group: str = ""
    broader: str = ""  # the name of a more general concept, or ""


class Shelf:
    """The concepts so far, and who owns each wording."""

    def __init__(self) -> None:
        self.entries: list[ConceptEntry] = []
        self.owner: dict[str, int] = {}
        self.ids: dict[str, int] = {}
        self.capitals: dict[str, int] = {}  # "TENS", "PE": only as written, never "tens"

    def place(self, entry: ConceptEntry) -> int:
        """Add a concept, or extend the one with its id; free wordings go to it. Returns its number."""
        if entry.concept in self.ids:
            self.extend(self.ids[entry.concept], [entry.name, *entry.forms], entry.lay)
            return self.ids[entry.concept]
        number = len(self.entries)
        self.entries.append(entry)
        self.ids[entry.concept] = number
        wordings, entry.forms = entry.forms, []
        lay, entry.lay = entry.lay, []
        self.extend(number, [entry.name, *wordings], lay)
        return number

    def extend(self, number: int, forms: list[str], lay: list[str]) -> None:
        """Give wordings to a concept, as far as they are free."""
        entry = self.entries[number]
        for form, target in [*((f, entry.forms) for f in forms), *((f, entry.lay) for f in lay)]:
            claimed = False
            if is_capitals(form):
                self.capitals.setdefault(form, number)
                if form not in entry.forms:
                    entry.forms.append(form)
                continue
            for key in keys_of(form):
                if self.owner.setdefault(key, number) == number:
                    claimed = True
            if claimed and form not in entry.forms and form not in entry.lay:
                target.append(form)

    def find(self, form: str, kinds: frozenset[str]) -> int | None:
        """The concept that owns this wording, if its kind is one of ``kinds``."""
        number = self.owner.get(key_of(form))
        return number if number is not None and number >= 0 and self.entries[number].kind in kinds else None


def is_capitals(form: str) -> bool:
    """Whether a wording of ours is a short abbreviation that must be matched as written."""
    return form.isalnum() and (len(form) <= 2 or (len(form) <= 4 and form.isupper()))


def keys_of(form: str) -> Iterator[str]:
    """The keys under which a wording is stored: hyphenated pairs also as one word ("x-ray", "xray")."""
    key = key_of(form)
    if key:
        yield key
    if "-" in form and re.fullmatch(r"[A-Za-z]+-[A-Za-z]+", form):
        yield key_of(form.replace("-", ""))


def slug(name: str) -> str:
    """A concept id made from a name: ``Knee pain`` -> ``knee-pain``."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def rows(path: Path) -> Iterator[list[str]]:
    """The rows of one of our tables; ``#`` begins a comment line. Raises ``ValueError`` with file and line."""
    width = 0
    for line, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not text.strip() or text.startswith("#"):
            continue
        cells = [cell.strip() for cell in text.split("\t")]
        width = width or len(cells)
        if len(cells) > width:
            raise ValueError(f"{path.name}:{line}: {len(cells)} cells, the table has {width}: check the tabs")
        yield cells + [""] * (width - len(cells))


def split(cell: str) -> list[str]:
    """The wordings of one cell."""
    return [part.strip() for part in cell.split("|") if part.strip()]


# --- our tables ---------------------------------------------------------------------------------------------------


def add_tables(shelf: Shelf, terms: Path) -> None:
    """Blocked wordings, the supplement, the sites and their complaints, and the drugs."""
    for cells in rows(terms / "stop.tsv"):
        for form in split(cells[0]):
            shelf.owner[key_of(form)] = BLOCKED
    for kind, name, forms, lay in rows(terms / "supplement.tsv"):
        if kind not in KINDS:
            raise ValueError(f"supplement.tsv: {kind!r} is not a kind; the kinds are {', '.join(KINDS)}")
        add(shelf, ConceptEntry(slug(name), kind, name, split(forms), split(lay)))
    add_sites(shelf, terms / "sites.tsv")
    for name, brands, group in rows(terms / "drugs.tsv"):
        add(shelf, ConceptEntry(slug(name), "drug", name, split(brands), [], group))


def add(shelf: Shelf, entry: ConceptEntry) -> None:
    """Place a concept of ours, or extend the one that has its id or owns its name."""
    if entry.concept in shelf.ids:
        number = shelf.ids[entry.concept]
    else:
        owner = shelf.owner.get(key_of(entry.name))
        if owner is None or owner == BLOCKED:
            shelf.place(entry)
            return
        number = owner
    shelf.entries[number].group = shelf.entries[number].group or entry.group
    shelf.extend(number, entry.forms, entry.lay)


# A complaint at a place: (name, clinical patterns, lay patterns); {s} is the site, {p} a possessive or article.
COMPLAINTS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        "pain",
        ("{s} pain", "pain in {s}", "pain in the {s}", "{s} discomfort", "pain of the {s}", "discomfort in the {s}", "{a} pain"),
        ("{s} hurts", "{s} ache", "sore {s}", "painful {s}", "{s} aches", "{s} soreness", "pain in my {s}", "{s} is sore",
         "{s} is hurting", "aching {s}", "{s} has been hurting", "{s} is killing me", "{s} is aching", "pain in your {s}",
         "pain in her {s}", "pain in his {s}", "{s} bothering", "hurt my {s}", "hurts in my {s}"),
    ),
    (
        "swelling",
        ("{s} swelling", "swelling of the {s}", "swelling in the {s}", "edema of the {s}", "{s} edema", "swelling of {s}"),
        ("swollen {s}", "puffy {s}", "{s} is swollen", "swelling in my {s}", "{s} swells", "swelling in your {s}",
         "{s} puffed up", "{s} swelled up", "{s} are swollen", "{s} swell up", "{s} get swollen"),
    ),
    ("stiffness", ("{s} stiffness", "stiffness of the {s}", "stiffness in the {s}"), ("stiff {s}", "{s} is stiff", "{s} feels stiff")),
    ("weakness", ("{s} weakness", "weakness of the {s}", "weakness in the {s}"), ("weak {s}", "{s} feels weak", "{s} is weak", "{s} feel weak")),
    ("numbness", ("{s} numbness", "numbness of the {s}", "numbness in the {s}"),
     ("numb {s}", "{s} goes numb", "{s} feels numb", "numbness in my {s}", "{s} is numb", "{s} went numb", "{s} falls asleep", "{s} go numb")),
    ("tingling", ("{s} tingling", "tingling in the {s}", "paresthesia of the {s}"), ("tingly {s}", "{s} tingles", "tingling in my {s}")),
    ("tenderness", ("{s} tenderness", "tenderness of the {s}", "tenderness over the {s}"), ("tender {s}", "{s} is tender")),
    ("cramp", ("{s} cramp", "cramping in the {s}", "{s} spasm"), ("{s} cramps up", "crampy {s}", "charley horse in {s}")),
    ("injury", ("{s} injury", "injury to the {s}", "injury of the {s}", "{s} trauma"), ("injured {s}", "hurt {s}", "{s} got hurt")),
    ("rash", ("{s} rash", "rash on the {s}", "rash of the {s}"), ("rash on my {s}", "rash on {s}")),
    ("itching", ("{s} itching", "pruritus of the {s}"), ("itchy {s}", "{s} itches", "itching on my {s}")),
    ("redness", ("{s} redness", "redness of the {s}", "erythema of the {s}"), ("red {s}", "{s} is red", "{s} turned red")),
    ("bruising", ("{s} bruising", "ecchymosis of the {s}", "bruising of the {s}"), ("bruised {s}", "bruise on my {s}", "bruise on the {s}")),
    ("lump", ("{s} mass", "{s} lump", "mass in the {s}", "{s} nodule"), ("lump in my {s}", "lump in the {s}", "lump on my {s}")),
)  # fmt: skip
FRACTURES = ("{s} fracture", "fracture of the {s}", "fracture of {s}", "fractured {s}")
BROKEN = ("broken {s}", "{s} is broken", "broke my {s}", "broke {s}", "broke her {s}", "broke his {s}")


def add_sites(shelf: Shelf, path: Path) -> None:
    """Each site as anatomy, and the complaints that the row allows (p pain, s swelling, ... or ``*``)."""
    for site, clinical, lay, complaints in rows(path):
        forms, plain = split(clinical), split(lay)
        shelf_entry = ConceptEntry(slug(site), "anatomy", site, forms, plain)
        add(shelf, shelf_entry)
        wanted = {c for c in complaints.split(" ") if c}
        bare = [f for f in (site, *forms) if not f.startswith("=")]
        for name, patterns, spoken in COMPLAINTS:
            if "*" not in wanted and name not in wanted:
                continue
            filled = [p.format(s=f, a=f) for f in bare for p in patterns]
            talk = [p.format(s=f) for f in (*bare, *plain) for p in spoken] + [
                p.format(s=f, a=f) for f in plain for p in patterns
            ]
            kind = "finding" if name in {"tenderness", "bruising", "redness", "lump"} else "symptom"
            kind = "disorder" if name == "injury" else kind
            add(shelf, ConceptEntry(slug(f"{site} {name}"), kind, f"{site} {name}", filled, talk, broader=name))
        if "fracture" in wanted:
            filled = [p.format(s=f) for f in bare for p in FRACTURES]
            talk = [p.format(s=f) for f in (*bare, *plain) for p in BROKEN]
            add(
                shelf,
                ConceptEntry(
                    slug(f"{site} fracture"), "disorder", f"{site} fracture", filled, talk, broader="fracture"
                ),
            )


# --- sources ------------------------------------------------------------------------------------------------------


def obo_terms(path: Path, prefix: str) -> Iterator[tuple[str, str, list[str], list[str], str]]:
    """(id, name, exact synonyms, lay synonyms, whole stanza) of each current term of one OBO file."""
    for stanza in re.split(r"^\[(?:Term|Typedef)\]$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        found, name = _ID.search(stanza), _NAME.search(stanza)
        if found is None or name is None or not found[1].startswith(prefix + ":") or "is_obsolete: true" in stanza:
            continue
        exact, lay = [], []
        for synonym in re.finditer(r'^synonym: "((?:[^"\\]|\\.)*)" (EXACT|RELATED)(.*)$', stanza, re.MULTILINE):
            if "LATIN" in synonym[3] or "SENSU" in synonym[3] or "PLURAL" in synonym[3]:
                continue
            if "layperson" in synonym[3]:
                lay.append(synonym[1].replace("\\", ""))
            elif synonym[2] == "EXACT" or prefix == "SYMP":
                exact.append(synonym[1].replace("\\", ""))
        yield found[1], name[1], exact, lay, stanza


def add_sources(shelf: Shelf, sources: Path) -> None:
    """The open terminologies, after our own tables. Raises ``FileNotFoundError`` naming what is missing."""
    complaint = frozenset({"symptom", "disorder", "finding"})
    for concept, name, exact, _, _ in obo_terms(sources / "symp.obo", "SYMP"):
        if not re.search(r"symptom$|^obsolete", name):
            join(shelf, concept, "symptom", name, exact, complaint)
    with (sources / "doid.tsv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle, delimiter="\t"):
            label = row["label"]
            if not label.startswith("obsolete"):
                join(shelf, row["id"], "disorder", label, [], complaint, row["subClassOf"].split("|")[0])
    synonyms = _beside(sources, "medquad_synonyms.jsonl")
    for line in synonyms.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        kind = "disorder" if row["category"] == "Disease" else ""
        focus = turned(row["focus"])
        if focus is None:
            continue
        if _PROCEDURE.search(focus):
            kind = "procedure"
        elif _TEST.search(focus):
            kind = "test"
        if not kind:
            known = shelf.find(focus, frozenset(KINDS))
            if known is None:
                continue
            kind = shelf.entries[known].kind
        allowed = complaint if kind in complaint else frozenset({kind, "test", "procedure", "measurement"})
        others = [f for f in map(turned, row["synonyms"]) if f is not None]
        join(shelf, "MEDQUAD:" + slug(focus), kind, focus, others, allowed)
    for concept, name, exact, lay, _ in obo_terms(sources / "maxo.obo", "MAXO"):
        if not re.search(r"avoidance|agent|supplementation|intake|^medical action|examination by", name):
            kind = "test" if _TEST.search(name) and not _PROCEDURE.search(name) else "procedure"
            join(shelf, concept, kind, name, [*exact, *lay], frozenset({"test", "procedure", "device", "measurement"}))
    for concept, name, exact, _, _ in obo_terms(sources / "cmo.obo", "CMO"):
        if not _NOT_CLINICAL.search(name) and re.search(r"level|count|rate|pressure|volume|index|time|fraction", name):
            bare = re.sub(r" \([^)]*\)$", "", name)
            join(shelf, concept, "measurement", bare, exact, frozenset({"test", "measurement"}))
    for concept, name, exact, _, stanza in obo_terms(sources / "uberon-efo-slim.obo", "UBERON"):
        if "subset: pheno_slim" in stanza or "subset: major_organ" in stanza:
            join(shelf, concept, "anatomy", name, exact, frozenset({"anatomy"}))


def turned(form: str) -> str | None:
    """A wording as it is said: "Neuropathy - peripheral" -> "peripheral Neuropathy"; None if it is a page title."""
    form = re.sub(r"\s*\([^)]*\)", "", form).strip()
    if _TEXTUAL.search(form):
        return None
    parts = form.split(" - ")
    if len(parts) == 2 and all(len(part.split()) <= 2 for part in parts):
        form = f"{parts[1]} {parts[0]}"
    elif len(parts) > 1:
        return None
    parts = form.split(", ")
    if len(parts) == 2 and all(len(part.split()) <= 2 for part in parts):
        form = f"{parts[1]} {parts[0]}"
    return form


def join(
    shelf: Shelf, concept: str, kind: str, name: str, exact: list[str], allowed: frozenset[str], broader: str = ""
) -> None:
    """Add a source concept, or give its wordings to the concept it already is."""
    usable = [f for f in dict.fromkeys([name, *exact]) if is_usable(f)]
    if not usable:
        return
    for form in usable:
        number = shelf.find(form, allowed)
        if number is not None:
            shelf.extend(number, usable, [])
            shelf.entries[number].broader = shelf.entries[number].broader or broader
            return
    if any(key_of(form) not in shelf.owner for form in usable):
        shelf.place(ConceptEntry(concept, kind, usable[0], usable[1:], broader=broader))


def is_usable(form: str) -> bool:
    """Whether a source wording is safe to match: no short all-capital acronyms, no codes, not a phrase of many words."""
    count = len(key_of(form).split(" "))
    if count > MOST_WORDS or not key_of(form) or "\t" in form or "|" in form:
        return False
    if count == 1 and (
        len(form) < 4 or form.isupper() or any(c.isdigit() for c in form) or sum(c.isupper() for c in form[1:])
    ):
        return False
    if all(len(word) <= 3 for word in key_of(form).split(" ")) or key_of(form).startswith(("the ", "after ")):
        return False
    return not re.search(r"[\[\]{}%]|\band/or\b", form)


# --- writing ------------------------------------------------------------------------------------------------------


def abbreviations(shelf: Shelf, path: Path) -> list[str]:
    """The lines of the abbreviation section. ``any`` rows become plain wordings; ``upper`` rows keep their capitals."""
    lines: list[str] = []
    listed: set[str] = set()
    for short, expansion, kind, case, hints in rows(path):
        number: int | None = None
        listed.add(short)
        if kind and kind != "-":
            if kind not in KINDS:
                raise ValueError(
                    f"abbreviations.tsv: {short}: {kind!r} is not a kind; the kinds are {', '.join(KINDS)}"
                )
            number = shelf.owner.get(key_of(expansion))
            if number is None or number == BLOCKED:
                number = shelf.place(ConceptEntry(slug(expansion), kind, expansion))
            if case == "any" and not hints:
                shelf.owner.setdefault(key_of(short), number)
                shelf.capitals.pop(short, None)
            if short not in shelf.entries[number].forms:
                shelf.entries[number].forms.append(short)
        reduced_hints = " ".join(dict.fromkeys(key_of(hint) for hint in hints.split()))
        lines.append(f"{short}\t{'' if number is None else number}\t{expansion}\t{reduced_hints}")
    for short, number in sorted(shelf.capitals.items()):
        if short not in listed:
            lines.append(f"{short}\t{number}\t{shelf.entries[number].name}\t")
    return lines


def index_text(shelf: Shelf, short: list[str], stamp: str) -> str:
    """The index as :class:`~bedside.knowledge.terminology.Terminology` reads it."""
    keys = sorted(shelf.owner)
    longest: dict[str, int] = {}
    for key in keys:
        first = key.split(" ", 1)[0]
        longest[first] = max(longest.get(first, 0), key.count(" ") + 1)
    return "\f".join(
        (
            f"bedside terminology 1 {stamp}",
            "\n".join(e.concept for e in shelf.entries),
            "".join(LETTER_OF[e.kind] for e in shelf.entries),
            "\n".join(keys),
            " ".join(str(shelf.owner[key]) for key in keys),
            "\n".join(longest),
            " ".join(map(str, longest.values())),
            "\n".join(short),
        )
    )


def details_text(shelf: Shelf) -> str:
    """One line a concept, in the order of the index: name, forms, lay forms, drug class, broader concept id."""
    lines: list[str] = []
    for number, entry in enumerate(shelf.entries):
        above = shelf.owner.get(key_of(entry.broader), BLOCKED) if entry.broader else BLOCKED
        parent = shelf.entries[above].concept if above not in (BLOCKED, number) else ""
        forms = "|".join(f for f in entry.forms if f != entry.name)
        lines.append("\t".join((entry.name, forms, "|".join(entry.lay), entry.group, parent)))
    return "\n".join(lines)


# --- derived lay wordings -------------------------------------------------------------------------------------------


def derived_rows(shelf: Shelf, sources: Path, terms: Path) -> list[str]:
    """Lay wordings found in the sources: the CDC thesaurus' own, and synonyms made of everyday words only."""
    checked = {line.split("\t")[0].lower() for line in (terms / "lay.tsv").read_text(encoding="utf-8").splitlines()}
    thesaurus = [
        json.loads(line)
        for line in _beside(sources, "cdc_plain_language.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    rows_of: dict[str, tuple[list[str], str]] = {}
    everyday = {word for entry in shelf.entries for form in entry.lay for word in key_of(form).split(" ")}
    for row in thesaurus:
        term, plain = row["term"].strip().lower(), [p.strip() for p in row["plain"].split(",")]
        everyday.update(word for form in plain for word in key_of(form).split(" "))
        kept = [
            p for p in plain if 0 < len(p.split()) <= 4 and not re.search(r"[()\d;:]", p) and _agree(shelf, term, p)
        ]
        if kept and term not in checked and len(term.split()) <= 3 and not re.search(r"[()/\d]", term):
            rows_of.setdefault(term, (kept, "CDC"))
    for entry in shelf.entries:
        if not entry.concept.startswith(("SYMP:", "MAXO:")):  # MedQuAD's synonyms are too loose for this
            continue
        wordings = [entry.name, *entry.forms]
        lay = [f for f in wordings if set(key_of(f).split(" ")) <= everyday and len(f.split()) <= 4]
        for form in wordings:
            if lay and form not in lay and form.lower() not in checked:
                rows_of.setdefault(form.lower(), ([f.lower() for f in lay], entry.concept.split(":")[0]))
    return [f"{term}\t{'|'.join(dict.fromkeys(plain))}\t{source}" for term, (plain, source) in sorted(rows_of.items())]


def _agree(shelf: Shelf, clinical: str, plain: str) -> bool:
    known, said = shelf.owner.get(key_of(clinical)), shelf.owner.get(key_of(plain))
    if known in (None, BLOCKED):
        return said in (None, BLOCKED)
    return known == said


def _beside(sources: Path, name: str) -> Path:
    for path in (sources / name, sources.parent / "knowledge" / name):
        if path.is_file():
            return path
    raise FileNotFoundError(f"{name} is missing in {sources} and in {sources.parent / 'knowledge'}")


def stamp_of(terms: Path) -> str:
    """A digest of our tables, so that a test can tell when the index is older than they are."""
    digest = hashlib.sha256()
    for name in TABLES:
        digest.update((terms / name).read_bytes())
    return digest.hexdigest()[:16]


def build(sources: Path, terms: Path = TERMS, out: Path = TERMS) -> Shelf:
    """Read sources and tables, write index and details into ``out``, return what was put together."""
    shelf = Shelf()
    add_tables(shelf, terms)
    short = abbreviations(shelf, terms / "abbreviations.tsv")
    add_sources(shelf, sources)
    for name, text in (("index.tsv.gz", index_text(shelf, short, stamp_of(terms))), (DETAILS, details_text(shelf))):
        (out / name).write_bytes(gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0))
    derived = ["# clinical wording\tplain wordings\tsource", *derived_rows(shelf, sources, terms)]
    (out / "lay_derived.tsv").write_text("\n".join(derived) + "\n", encoding="utf-8")
    return shelf


def main(arguments: list[str] | None = None) -> int:
    """The command. Returns 2 with one sentence when a source is missing or a table is wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m bedside.knowledge.build_terminology", description="Write the index."
    )
    parser.add_argument("sources", type=Path, help="folder with the open terminologies")
    given = parser.parse_args(arguments)
    try:
        shelf = build(given.sources)
    except (FileNotFoundError, ValueError) as problem:
        print(f"not built: {problem} (the credits in NOTICE say where each source is published)", file=sys.stderr)
        return 2
    print(f"{len(shelf.entries)} concepts, {len(shelf.owner)} wordings")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
