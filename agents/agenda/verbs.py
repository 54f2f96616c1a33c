"""English verb forms, as far as clinical notes need them: which word is a verb, in which form, and its other forms."""

from functools import cache
from typing import Literal

Form = Literal["base", "third", "past", "participle", "gerund"]

REGULAR = """
accept access accompany ache achieve act activate add address adjust administer admit advise affect aggravate agree allow
ambulate amputate answer appear apply appreciate appreciate approve arrange arrive ask assess assist associate assure
attempt attend attribute avoid awaken back balance base bathe begin believe belong benefit biopsy bleed blame bother brace
breathe bruise brush burn call calm cancel care carry cause change check chew choke clean clear click climb close collapse
come compare complain complete comply concern confirm connect consider consist consult consume contact contain continue
contribute control correct correlate cough counsel count cover crawl cry culture cut decide decline decrease defer delay
deliver demonstrate deny depend describe desire detect deteriorate determine develop diagnose diet dilate direct disappear
discharge discontinue discuss dislike dislocate dispense document donate doubt drain dress drop ease educate elect elevate
elicit eliminate emphasize enable encounter encourage end endorse engage enjoy enroll enter establish estimate evaluate
evolve exacerbate examine exceed exercise exhibit expect experience explain express extend face fail faint favor feed
fill finish fit fix flare flex flush focus follow force form fracture function fuse gain gallop garden guard happen harm
heal help hike hope hospitalize hurry ice identify ignore imagine immunize impact implant improve include increase
indicate induce infect inform inject injure inquire insert inspect instruct intend interact interest interfere
interrupt intubate invest invite involve irrigate isolate itch jog join jump kick label lack land last laugh lessen
lift like limit limp list listen live load localize lock look lower maintain manage mask massage match measure medicate
mention miss mix modify monitor motivate mount move name narrow need nod note notice notify numb observe obtain occur
offer operate opt order organize outline pack pain palpate park participate pass peel perceive perform persist persuade
pick place plan play plateau point pop position practice predict prefer prepare prescribe present press prevent print
proceed produce progress prohibit prolong promote provide pull pump push question radiate raise range rate reach react
realize reassure recall receive recognize recommend record recover recur reduce refer refill reflect refuse regain
regard regulate relate relax relieve rely remain remark remember remind remove repair repeat replace report represent
request require resolve respond rest restart restrict result resume retain retire return reveal review rinse roll rub
rule rush scan schedule score scrape scratch scream screen seem select separate serve shake shop shorten shower sign
slip slow smell smoke snack sneeze snore sound specify spill sprain stabilize stain start state stay step stiffen stop
strain strengthen stress stretch struggle stumble subside substitute succeed suffer suggest summarize supervise
supplement support suppress suspect suture swallow switch talk tape taper target taste tear tend test thank tingle tire
tolerate touch train transfer transfuse transition travel treat trigger trip try turn twist type ulcerate undergo unload
update urge urinate use utilize vaccinate validate vape vary view visit void volunteer vomit wait walk want warrant wash
watch weaken weigh welcome wheeze widen wish work worry worsen wrap yell yield
appreciate auscultate characterize confine contract corroborate credit debride deem deliver demonstrate denote derive
discover dismiss display distract double embrace encompass experience explore graduate grip grunt hydrate initiate
intake interview launch lay loosen lubricate merit migrate minimize mobilize normalize nourish obstruct optimize own page
pinpoint plague portray possess preclude process purchase pursue quantify rank reassess recheck reconcile recollect
redirect reevaluate rehydrate reiterate relocate render reschedule resemble resort respect rotate rupture sample secure
sedate sense settle shift sip soak sort spasm spike spot squat squeeze stem stimulate stool store strike surface
surround sustain swap sweat synthesize tackle tailor toilet total track triple tuck undertake unwrap upgrade utilize
verbalize warm wean witness wonder
exert crave elaborate endure expand inhale inherit intensify irritate pulsate relapse reside resist shiver straighten
soften tighten tremble tumble thicken enlarge shave ski wipe strive reconsider reinjure taper alternate golf bowl commute
open empty bike hydrate struggle smile bang chart lean pinch squeeze suction restart reheat massage elevate re-dress redress outgrow relay resist recuperate reassure rinse snore soothe tolerate unpack vomit
"""

IRREGULAR: dict[str, tuple[str, str]] = {
    "awake": ("awoke", "awoken"), "be": ("was", "been"), "bear": ("bore", "borne"), "become": ("became", "become"),
    "begin": ("began", "begun"), "bend": ("bent", "bent"), "bite": ("bit", "bitten"), "bleed": ("bled", "bled"),
    "blow": ("blew", "blown"), "break": ("broke", "broken"), "bring": ("brought", "brought"),
    "build": ("built", "built"), "buy": ("bought", "bought"), "catch": ("caught", "caught"),
    "choose": ("chose", "chosen"), "come": ("came", "come"), "cost": ("cost", "cost"), "cut": ("cut", "cut"),
    "deal": ("dealt", "dealt"), "do": ("did", "done"), "draw": ("drew", "drawn"), "drink": ("drank", "drunk"),
    "drive": ("drove", "driven"), "eat": ("ate", "eaten"), "fall": ("fell", "fallen"), "feed": ("fed", "fed"),
    "feel": ("felt", "felt"), "fight": ("fought", "fought"), "find": ("found", "found"), "fit": ("fit", "fit"),
    "fly": ("flew", "flown"), "forget": ("forgot", "forgotten"), "get": ("got", "gotten"), "give": ("gave", "given"),
    "go": ("went", "gone"), "grow": ("grew", "grown"), "have": ("had", "had"), "hear": ("heard", "heard"),
    "hang": ("hung", "hung"), "hide": ("hid", "hidden"), "hit": ("hit", "hit"), "hold": ("held", "held"), "hurt": ("hurt", "hurt"), "keep": ("kept", "kept"),
    "kneel": ("knelt", "knelt"), "know": ("knew", "known"), "lay": ("laid", "laid"), "lead": ("led", "led"),
    "leave": ("left", "left"), "lend": ("lent", "lent"), "let": ("let", "let"), "lie": ("lay", "lain"),
    "lose": ("lost", "lost"), "make": ("made", "made"), "mean": ("meant", "meant"), "meet": ("met", "met"),
    "pay": ("paid", "paid"), "put": ("put", "put"), "quit": ("quit", "quit"), "read": ("read", "read"),
    "ride": ("rode", "ridden"), "ring": ("rang", "rung"), "rise": ("rose", "risen"), "run": ("ran", "run"), "say": ("said", "said"),
    "see": ("saw", "seen"), "seek": ("sought", "sought"), "send": ("sent", "sent"), "set": ("set", "set"),
    "shake": ("shook", "shaken"), "shrink": ("shrank", "shrunk"), "slide": ("slid", "slid"), "show": ("showed", "shown"), "shut": ("shut", "shut"), "sit": ("sat", "sat"),
    "sleep": ("slept", "slept"), "speak": ("spoke", "spoken"), "spend": ("spent", "spent"),
    "split": ("split", "split"), "spread": ("spread", "spread"), "stand": ("stood", "stood"),
    "stick": ("stuck", "stuck"), "sting": ("stung", "stung"), "swing": ("swung", "swung"), "strike": ("struck", "struck"), "swell": ("swelled", "swollen"),
    "swim": ("swam", "swum"), "take": ("took", "taken"), "teach": ("taught", "taught"), "tear": ("tore", "torn"),
    "tell": ("told", "told"), "think": ("thought", "thought"), "throw": ("threw", "thrown"),
    "undergo": ("underwent", "undergone"), "understand": ("understood", "understood"), "wake": ("woke", "woken"),
    "wear": ("wore", "worn"), "weave": ("wove", "woven"), "win": ("won", "won"), "withdraw": ("withdrew", "withdrawn"),
    "write": ("wrote", "written"),
}  # fmt: skip

DOUBLING = set(
    "admit begin cut fit get hit jog let occur permit plan pop prefer put quit recur refer regret rub run scan set shop "
    "sip sit skip slip split step stop swim tap trip wrap transfer control snap drip equip omit".split()
)
AUXILIARIES = set(
    "am is are was were be been being has have had do does did will would can cannot could shall should may might must".split()
)
ADVERBS = set(
    "also still now then currently previously recently always never often usually sometimes just only again already "
    "not really even ever further first initially otherwise subsequently generally mostly occasionally actually "
    "today additionally both all frequently typically specifically".split()
)


def _doubles(base: str) -> bool:
    return base in DOUBLING


@cache
def third(base: str) -> str:
    """``take`` -> ``takes``."""
    if base == "be":
        return "is"
    if base == "have":
        return "has"
    if base.endswith(("s", "sh", "ch", "x", "z", "o")):
        return base + "es"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ies"
    return base + "s"


@cache
def past(base: str) -> str:
    """``take`` -> ``took``."""
    if base in IRREGULAR:
        return IRREGULAR[base][0]
    return _ed(base)


@cache
def participle(base: str) -> str:
    """``take`` -> ``taken``."""
    if base in IRREGULAR:
        return IRREGULAR[base][1]
    return _ed(base)


def _ed(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ied"
    if _doubles(base):
        return base + base[-1] + "ed"
    return base + "ed"


@cache
def gerund(base: str) -> str:
    """``take`` -> ``taking``."""
    if base in ("be", "see", "agree", "flee"):
        return base + "ing"
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e"):
        return base[:-1] + "ing"
    if _doubles(base):
        return base + base[-1] + "ing"
    return base + "ing"


def _table() -> dict[str, tuple[tuple[str, Form], ...]]:
    table: dict[str, list[tuple[str, Form]]] = {}
    for base in dict.fromkeys(REGULAR.split() + list(IRREGULAR)):
        for form, word in (
            ("base", base), ("third", third(base)), ("past", past(base)), ("participle", participle(base)),
            ("gerund", gerund(base)),
        ):  # fmt: skip
            table.setdefault(word, []).append((base, form))  # type: ignore[arg-type]
    for word, base, form in (("am", "be", "base"), ("are", "be", "base"), ("were", "be", "past")):
        table.setdefault(word, []).append((base, form))  # type: ignore[arg-type]
    return {word: tuple(readings) for word, readings in table.items()}


TABLE = _table()


def readings(word: str) -> tuple[tuple[str, Form], ...]:
    """Return the (base, form) readings of a word; empty if it is no verb we know."""
    return TABLE.get(word.lower(), ())


def base_of(word: str, form: Form) -> str | None:
    """Return the base of ``word`` read as ``form``, or None."""
    for base, found in readings(word):
        if found == form:
            return base
    return None


def is_finite(word: str) -> bool:
    """True for a word that can carry tense: an auxiliary, a third person or a past form."""
    low = word.lower()
    return low in AUXILIARIES or any(form in ("third", "past") for _, form in readings(low))


def unthird(word: str) -> str:
    """``takes`` -> ``take``; a word that is no third person form comes back unchanged. Unknown verbs go by spelling."""
    low = word.lower()
    known = base_of(low, "third")
    if known:
        return known
    if low.endswith("ies") and len(low) > 4:
        return low[:-3] + "y"
    if low.endswith(("sses", "shes", "ches", "xes", "zes", "oes")):
        return low[:-2]
    if low.endswith("s") and not low.endswith(("ss", "us", "is")) and len(low) > 3:
        return low[:-1]
    return word
