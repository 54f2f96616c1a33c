"""Which statements belong to a topic that somebody asks about: medicines, allergies, operations, habits, what happened.

By kind, section and closed arguments where the note's reading has them; by a word of a clause where it has none."""

from collections.abc import Callable, Sequence

from bedside.agents.builtin.background import heading_of
from bedside.agents.builtin.tables import beginning, words
from bedside.agents.text.tagger import tags
from bedside.scenarios.note import Fact, Note

STORY = ("complaint", "history", "other")
_OPENING = 5  # words of a clause within which its first verb stands
_HABITS = {"smoking": ("tobacco",), "drinking": ("alcohol",), "drugs": ("drugs",), "caffeine": ("caffeine",)}
_BY_WORDS = {  # topics that a clause of any section tells by one of its words
    "sleep": "sleep sleeps slept sleeping insomnia wakes woke",
    "appetite": "appetite eating eats ate eat",
    "diet": "diet salt eats meals vegetarian",
    "exercise": "exercise exercises walks gym runs swims sport sports cycles yoga",
    "periods": "period periods menstrual menstruation menses",
    "travel": "travel travels travelled traveled trip abroad",
    "immunizations": "vaccine vaccines vaccinated immunizations immunized",
    "quitting": "quit quits stopped gave",
    "pregnancies": "pregnancy pregnancies deliveries delivery miscarriage miscarriages births children",
    "birth": "born birth delivery",
    "sex": "sexually condoms",
    "adherence": "ran stopped misses missed forgets forgot forgotten skips skipped adherent compliant regularly half",
    "again": "again recurred recurrent",
    "home": "lives living alone married divorced widowed wife husband partner children",
    "work": "works drives teaches job employed retired student",
    "caffeine": "coffee caffeine tea cola",
    "injuries": "bruise bruised bruises bruising tear cut cuts graze grazed wound fracture sprain swollen burn burned",
    "care": "carer carers caregiver aide nurse niece neighbor neighbour helps visits cooks cleans",
    "balance": "steady unsteady gait balance frame cane walker walks walking stumbles",
    "exertion": "walk walks walking stairs flight flights block blocks mile miles feet yards metres meters uphill climbing mailbox",
}
WORDS_OF = {topic: frozenset(given.split()) for topic, given in _BY_WORDS.items()}
_DOSES = frozenset(
    "pill pills tablet tablets dose doses medicine medicines medication medications meds injection injections".split()
)
_HEADINGS = {"immunizations": ("immuniz", "immunis", "vaccin"), "birth": ("birth",), "surgery": ("surgical",)}
_AGAIN = (
    "like this",
    "last flare",
    "same thing",
    "same problem",
    "same pain",
    "once before",
    "happened before",
    "had it before",
)
_OTHERS = frozenset(
    "sister brother partner wife husband son daughter mother father roommate friend colleague family neighbor".split()
)
_WANTS = frozenset("wants hopes hoping worries worried afraid fears scared wonders".split())
_BEGINS = ("event", "condition", "status", "symptom")  # kinds of what a story begins with
_ILL = frozenset("ill sick unwell cold flu infection same".split())
_PUTS = frozenset("tried tries applied put iced".split())
_TRIES = frozenset("took takes taken tried tries uses used applied put iced gave given helps helped".split())


def of_topic(topic: str, own: Sequence[Fact], note: Note) -> list[Fact]:
    """The facts of a topic, in the note's order; of what happened and of the reason the first alone."""
    test = _TESTS.get(topic)
    found = [fact for fact in own if test is not None and test(fact, note)]
    if topic in ("cause", "reason") and found:
        return found[:1] if topic == "cause" else _reason(found)
    if topic == "reason":  # no complaint was read as one: what the story begins with is what they came with
        begins = [f for f in own if f.section in STORY and f.kind in _BEGINS and f.polarity == "present"]
        felt = [f for f in begins if any(mention.kind in ("symptom", "disorder") for mention in f.mentions)]
        return (felt or begins)[:1]
    said = WORDS_OF.get(topic, frozenset())
    heard = [fact for fact in own if not said.isdisjoint(words(fact.text)) and fact not in found]
    if topic in _HEADINGS:
        under = [f for f in own if any(word in heading_of(note, f).casefold() for word in _HEADINGS[topic])]
        heard += [fact for fact in under if fact not in found and fact not in heard]
    if topic == "sleep":
        heard = [fact for fact in heard if fact.polarity == "present"]
    if topic == "adherence":
        heard = [fact for fact in heard if _of_drugs(fact)]
    if topic == "quitting":
        heard = [fact for fact in heard if not any(m.kind == "drug" for m in fact.mentions)]
    if topic in ("injuries", "balance", "exertion"):
        heard = [fact for fact in heard if fact.section in STORY and fact.kind != "complaint"]
    if topic == "birth":
        heard = [fact for fact in heard if fact.kind != "complaint"]
    if topic == "pregnancies":
        heard = [fact for fact in heard if fact.section == "past" or "pregnan" in fact.text.casefold()]
    if topic == "medications":
        found = _regular(found)
    if topic in ("work", "home", "care"):
        heard = [fact for fact in heard if fact.section == "social"]
    return once([*found, *heard])


def _reason(found: Sequence[Fact]) -> list[Fact]:
    """Why they came: the complaint, in the fullest words that there are."""
    came = [fact for fact in found if fact.kind == "complaint"]
    fuller = {fact.same_as for fact in found if fact.same_as}
    whole = [fact for fact in found if fact.id in fuller] or list(found)
    return [fact for fact in whole if not came or fact in came or fact.id in fuller][:2]


def _is_reason(fact: Fact, _: Note) -> bool:
    return fact.kind == "complaint" or (
        fact.kind == "symptom" and fact.section == "history" and fact.polarity == "present"
    )


def _is_cause(fact: Fact, _: Note) -> bool:
    """Whether a clause tells what the patient did or what befell them: its first verb is in the past."""
    if fact.kind != "event" or fact.section not in STORY or fact.polarity != "present":
        return False
    spoken = words(fact.text)[:_OPENING]
    if any(mark.role == "subject" and mark.span.start == mark.span.end == fact.span.start for mark in fact.marks):
        spoken = ("she", *spoken)  # "spilled hot soup", of who was named before
    verb = next((tag for tag in tags(list(spoken)) if tag.startswith(("VV", "VB", "VH", "VD", "VM"))), "")
    return verb in ("VVD", "VVN")


def _wants_something(fact: Fact) -> bool:
    return fact.kind == "event" and not _WANTS.isdisjoint(words(fact.text)[:_OPENING])


def _is_of_another(fact: Fact, _: Note) -> bool:
    """Whether somebody around the patient is ill."""
    ill = any(mention.kind in ("disorder", "symptom") for mention in fact.mentions) or not _ILL.isdisjoint(
        words(fact.text)
    )
    other = fact.subject not in ("patient", "") or not _OTHERS.isdisjoint(words(fact.text)[:_OPENING])
    return other and fact.section in (*STORY, "social") and ill


def _is_tried(fact: Fact, _: Note) -> bool:
    drug = fact.kind == "drug" or any(m.kind in ("drug", "procedure") for m in fact.mentions)
    asked = not _TRIES.isdisjoint(words(fact.text))
    drug = drug or (fact.kind == "event" and not _PUTS.isdisjoint(words(fact.text)[:_OPENING]))
    none = fact.polarity == "denied" and "medication" in fact.text.casefold()
    return fact.section in STORY and ((drug and asked) or (none and asked))


def _is_drug(fact: Fact, _: Note) -> bool:
    action = fact.argument("action")
    gone = action is not None and action.value in ("stop", "refuse", "finish")
    taken = fact.kind == "drug" and fact.section in ("medications", "past", "history") and not gone
    treated = fact.section == "past" and len(fact.arguments) < 2
    return (taken and not treated) or (fact.kind == "none" and fact.section == "medications")


def _regular(found: Sequence[Fact]) -> list[Fact]:
    """The drugs of the list, and of the rest of the note those that are not on it and are taken now."""
    listed = [fact for fact in found if fact.section == "medications"]
    named = {fact.concept for fact in listed}
    more = [f for f in found if f not in listed and f.concept not in named and f.temporality == "current"]
    return [fact for fact in found if fact in listed or fact in more] if listed else list(found)


def _of_drugs(fact: Fact) -> bool:
    return any(m.kind == "drug" for m in fact.mentions) or not _DOSES.isdisjoint(words(fact.text))


def _is_surgery(fact: Fact, note: Note) -> bool:
    nothing = fact.kind == "none" and beginning("pasts", heading_of(note, fact)) == "surgery"
    return (fact.kind == "procedure" and fact.section == "past") or nothing


def _is_past(fact: Fact, note: Note) -> bool:
    if fact.section != "past" and not (fact.kind == "condition" and fact.section == "history"):
        return False
    if any(not WORDS_OF[other].isdisjoint(words(fact.text)) for other in ("sex", "birth", "immunizations")):
        return False
    return (fact.kind == "condition" and fact.polarity == "present") or (
        fact.kind == "none" and not _is_surgery(fact, note)
    )


def _is_again(fact: Fact, _: Note) -> bool:
    text = " ".join(fact.text.casefold().split())
    return fact.section in (*STORY, "past") and any(again in text for again in _AGAIN)


def _is_skipped(fact: Fact, _: Note) -> bool:
    return any(argument.role == "action" and argument.value == "skip" for argument in fact.arguments)


def _habit(topic: str) -> Callable[[Fact, Note], bool]:
    def test(fact: Fact, _: Note) -> bool:
        value = fact.arguments[0].value if fact.arguments else None
        caffeine = "caffeine-intake" in {m.concept for m in fact.mentions}
        if topic == "smoking" and fact.concept == "smoking":
            return True
        if fact.kind != "habit" or (topic == "drinking" and caffeine):
            return False
        return value in _HABITS[topic] or (topic == "caffeine" and caffeine)

    return test


_TESTS: dict[str, Callable[[Fact, Note], bool]] = {
    "reason": _is_reason,
    "concern": lambda fact, _: fact.section in STORY and (fact.kind == "wish" or _wants_something(fact)),
    "cause": _is_cause,
    "contacts": _is_of_another,
    "allergies": lambda fact, _: fact.section == "allergies" or fact.kind == "allergy",
    "tried": _is_tried,
    "adherence": _is_skipped,
    "medications": _is_drug,
    "surgery": _is_surgery,
    "hospital": lambda fact, _: fact.section == "past" and "hospital" in fact.text.casefold(),
    "past": _is_past,
    "again": _is_again,
    **{topic: _habit(topic) for topic in _HABITS},
    "work": lambda fact, _: fact.kind == "work",
    "home": lambda fact, _: fact.kind == "home",
    "age": lambda fact, _: fact.kind == "identity",
}


def once(facts: Sequence[Fact]) -> list[Fact]:
    """The facts without those that another one of them says as well."""
    ids = {fact.id for fact in facts}
    return list({fact.id: fact for fact in facts if fact.same_as not in ids}.values())
