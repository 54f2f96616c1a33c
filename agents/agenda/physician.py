"""The built-in physician: asks from cues, tells from released facts, cites what comes from a passage.

It keeps the rules of the NoteChat prompts that concern a physician (one thing at a time, no answer known in advance,
findings after the examination, drugs and doses exactly as given, no repeated question) by construction: it is given
nothing else to say."""

import random
import re
from collections.abc import Sequence
from dataclasses import replace

from bedside.agents.agenda.flags import need_of, rule_of
from bedside.agents.agenda.loosen import loosen
from bedside.agents.agenda.manners import paced
from bedside.agents.agenda.occasions import OCCASIONS, parts_of, unspoken, written
from bedside.agents.agenda.phrase_bank import CALM, calm, phrasebook
from bedside.agents.agenda.recast import PHYSICIAN, Viewpoint, about, contract, recast
from bedside.agents.agenda.refiner import is_factual
from bedside.agents.agenda.shape import an, article, shape
from bedside.agents.agenda.statement import AS_NOTED, Lump, Said, lumps, state
from bedside.agents.agenda.talk import last_answer, last_words, troubled, words_said
from bedside.agents.agenda.telegraph import complete
from bedside.agents.agenda.verbs import is_finite, readings
from bedside.agents.agenda.wording import in_words, lower_first, plain, series, spell
from bedside.agents.checks.named import Named
from bedside.agents.extraction.whole import says
from bedside.agents.planning.spokesperson import SPOKEN_FOR_UNTIL
from bedside.agents.text.phrasebook import Phrasebook
from bedside.agents.text.tidy import tidy
from bedside.scenarios.brief import Brief, Evidence
from bedside.scenarios.note import Span
from bedside.scenarios.setting import load_setting
from bedside.scenarios.style import StyleProfile
from bedside.scenarios.turn import Claim, Utterance

HEARD = re.compile(
    r"murmur|bruit|wheez|rale|rhonchi|crackle|rub|gallop|breath sound|bowel sound|click|stridor|sounds?\b", re.I
)
FELT = re.compile(r"tender|mass|lymph|node|enlarge|thyromegal|organomegal|guarding|rebound|warm|fluctuan|crepit|lump|pulse|effusion|spasm|adenopath|hernia", re.I)  # fmt: skip
BODY = re.compile(r"^(?:(?:right|left|bilateral|both|upper|lower|the) )*(?:lungs?|heart|abdomen|belly|neck|skin|eyes?|ears?|nose|throat|chest|back|spine|knees?|shoulders?|hips?|ankles?|wrists?|hands?|fingers?|feet|foot|toes?|legs?|arms?|elbows?|pupils?|tonsils?|speech|gait|strength|reflexes|sensation|pulses?|mood|affect|thyroid|liver|spleen|prostate|uterus|cervix|breasts?|tongue|mouth|extremit\w+|cranial nerves|heart rate|blood pressure|temperature|weight|height|bmi|oxygen|respirat\w+|vital\w*|range of motion|memory|vision|hearing|incision|wound|scar|tympanic|oropharynx|conjunctiva\w*|sclera\w*|x-?rays?|mri|ct|ekg|ecg|echo\w*|ultrasound|labs?|lab|blood|urine|cholesterol|glucose|hemoglobin|a1c|creatinine|potassium|sodium|white|red|platelets?|ejection|tsh|ldl|hdl|alt|ast|psa|results?|biopsy|pathology|culture|test\w*|levels?|total|lipid|kidney|liver|thyroid|symptoms?|pain|condition|diabetes|depression|hypertension|asthma|anxiety|cancer|arthritis|disease|injury|fracture|diagnosis|history|prognosis|exam\w*|swelling|infection|medications?|diet|surgery|rash|cough|headaches?)\b", re.I)  # fmt: skip
VALUE = re.compile(r"^(?P<s>[A-Za-z][\w '’/()-]{1,48}?)(?: (?:is|was|of|at|level|count)\b)*[:,]? (?P<x>(?:about |approximately )?[<>]?\d[\d.,/]*(?: ?(?:percent|%|over \d+|out of \d+|to \d+|[a-z/]+))?.{0,160})$", re.I)  # fmt: skip
SHOWS = re.compile(r"\b(?:reveals?|revealed|demonstrates?|demonstrated|indicates?|indicated)\b", re.I)
CAPTION = re.compile(r"\b(?:(?:taken|obtained|performed|done|ordered|reviewed)(?: and (?:obtained|reviewed|interpreted))?(?: (?:today|in (?:the )?office(?: today)?|here))*|was reviewed(?: today)?(?: and)?)\b,?", re.I)  # fmt: skip

WE_WILL = re.compile(r"^(?:we|i)(?:'ll| will| would like to| want to| am going to|'m going to| are going to|'re going to| plan to| can| may| intend to)(?: also| then| likely| plan to)*(?: go ahead and)? (?P<v>(?!like\b|want\b)\w.*)$", re.I)  # fmt: skip
HAVE_PATIENT = re.compile(r"^(?:we|i)(?: have| also| then| did| will| would| strongly)*(?: advis\w*| encourag\w*| instruct\w*| counsel\w*| ask\w*| recommend\w*| told| tell| remind\w*| urg\w*| want\w*| like| educat\w*| suggest\w*| caution\w*)(?: also)?(?: for)? (?:the patient|patient|pt|him|her|them|you|(?:mr|mrs|ms)\.? \w+|that (?:the patient|he|she|they|you)|\w+(?= to\b))(?: should| will)?(?P<neg> not| never)?(?: to| on| about| that)?(?P<neg2> not| never)? (?P<v>\w.*)$", re.I)  # fmt: skip
RECOMMEND = re.compile(r"^(?:we|i)(?: have| also| would| am| will| strongly)*(?: recommend\w*| suggest\w*| advis\w*| offer\w*)(?: also)? (?P<x>(?!that|to\b|he|she|the patient|him|her|against)\w.*)$", re.I)  # fmt: skip
PRESCRIBE = re.compile(r"^(?:we|i)(?: have| also| am| will| would)*(?: prescrib\w*| start\w* (?:him|her|the patient|them) on| plac\w* (?:him|her|the patient|them) on| initiat\w*)(?: the patient| him| her| with)* (?P<x>\w.*)$", re.I)  # fmt: skip
ORDER = re.compile(r"^(?:we|i)(?: have| also| am| will)*(?: order\w*| request\w*| schedul\w*) (?P<x>\w.*)$", re.I)
PATIENT_WILL = re.compile(r"^(?:the patient|patient|pt|he|she|they|you|(?:mr|mrs|ms)\.? \w+)(?: will|'ll| should| is to| are to| needs to| need to| must| can| may| could| was advised to| were advised to| was instructed to| was encouraged to| was asked to| was told to| has been advised to| is advised to| was counseled to| is going to| agreed to| will need to| also)+(?: also| then| likely| now)*(?P<neg> not| avoid(?= any))? (?P<v>\w.*)$", re.I)  # fmt: skip
UNTITLED = re.compile(
    r"safety[- ]?net(?:ting)?(?: advice)?|advice|general|actions?|todo|to do|other|misc\w*|today", re.I
)
BACK_THEN = re.compile(
    r"\bin (?:19|20)\d\d\b|\bago\b|\bback$|\b(?:at age|aged) \d|\w(?:ectomy|plasty|otomy|section)\b(?! with)|\bas a (?:child|teenager)\b",
    re.I,
)
MUST = re.compile(
    r"(?:stay away|avoid|call|ring|dial|go to|go over|get emergency|stop|do not|return|come back)\b", re.I
)
MAY = re.compile(r"\b(?:can|try to|might|could)\b|^just\b|\bjust need\b")
FORBIDDEN = re.compile(r"^(?:please )?(?:do not|don['’]t|never) (?P<v>(?!need|have to|want)[a-z]\w*\b.*)$", re.I | re.S)
LED_ORDER = re.compile(
    r"^(?P<lead>(?:for|if|when|in case of|after|before|at|during|with) [^,]{3,70}), (?P<v>[a-z]\w* .+)$", re.I | re.S
)
OURS = set("admit discharge order obtain refer check repeat schedule prescribe start initiate increase decrease consider send recommend review reassess recheck discontinue stop begin switch change add get perform proceed arrange plan treat administer evaluate reevaluate adjust taper hold request draw titrate write place provide set see perform assess observe discuss".split())  # fmt: skip
TEST = re.compile(r"\b(?:x-?rays?|mri|ct|scan|ultrasound|echo\w*|ekg|ecg|labs?|panel|blood ?work|cbc|a1c|biopsy|colonoscopy|mammogram|test\w*|culture|urinalysis|stud(?:y|ies)|therapy|referral|consult\w*|evaluation|injection\w*|surgery|debridement|\w+scopy|\w+gram|visit|appointment|imaging|dip)\b", re.I)  # fmt: skip
DOSE = re.compile(r"\d ?(?:milligrams?|micrograms?|units?|puffs?|milliliters?|grams?|tablets?|percent)\b", re.I)
LED = set(
    "the a an your his her their my there it this that these those you he she they i we both all no if on in at by for given after with when since although as however two three one some most each".split()
)
TAG = re.compile(
    r", ?(?:(?:is|was) (?:that|this|all that) (?:still )?(?:right|correct|true)|does that sound right|if that's okay(?: with you)?|okay|ok|all right|alright|right|correct|you know)\?$",
    re.I,
)
REACTION = re.compile(
    r"\b(?:rash|hives|swelling|anaphyla\w+|upset|nausea|vomit\w*|itch\w*|diarrh\w*|breath\w*|reaction|angioedema|cough|dizz\w*)\b",
    re.I,
)
NEGATIVE = re.compile(r"\bnegative\b(?! for\b)", re.I)
LEADIN = re.compile(
    r"^(?:at this (?:time|point)|at that (?:time|point)|in the meantime|additionally|also|furthermore|finally|today|then|next|in addition|for now|lastly),? ",
    re.I,
)
LOOKED = re.compile(
    r"^(?P<how>Examination|Auscultation|Palpation|Inspection|Exam) of (?:the )?(?P<part>\w[\w ]{2,30})$", re.I
)
OBSTETRIC = re.compile(r"(?:gravida|para|g|p|ab|sab|tab|abortus)[ -]?(?:\d|one|two|three|four|five|six|zero)\b", re.I)
STANDS = re.compile(
    r"^(?P<s>(?!no\b|normal\b|abnormal\b|a\b|an\b|not\b|mild|moderate|severe|some\b)[a-z][\w' /&-]{1,50}?),? (?P<p>(?:all |grossly |essentially |bilaterally )*(?:within normal limits|where (?:it|they) should be|unremarkable|negative(?! for)|stable|intact|normal|clear|symmetric(?:al)?|supple|benign|unchanged|midline|adequate|deferred|not (?:enlarged|bigger than normal))(?:,? (?:bilaterally|throughout|on both sides|today|not (?:enlarged|bigger than normal)))?)$",
    re.I,
)
AGREED = re.compile(r"^(?:after [\w ]{3,40}?,? )?(?:the patient|patient|he|she|they)(?: has| have)? agreed (?:to|with|on) (?P<x>(?!call|come|take|have|see|be|go|return|start|stop|try|use|keep|let|the plan)\w.*)$", re.I)  # fmt: skip
# What ends like something done and is had: "leg swelling", "locking".
SENSED = frozenset(
    """swelling bleeding itching tingling burning bruising wheezing vomiting numbing cramping coughing locking catching clicking popping
    buckling grinding ringing spotting throbbing bloating flushing drooling""".split()
)
DENIES = re.compile(r"\b(?:no|not|never|none|without|\w+n't)\b", re.I)
LIMIT = re.compile(
    r"(?:wine|beer|alcohol|coffee|caffeine|salt|sugar|sweets|sodas?|fluids?|screen time)\b.*\b(?:at most|no more than|not over|only|max|up to)\b",
    re.I,
)
IN_HOSPITAL = frozenset(("emergency", "hospital", "ambulance"))
CONDITION = re.compile(r"(?:(?:clinically|much|overall|medically|hemodynamically) )*(?:stable|improved|improving|getting better$|good|fair|better|satisfactory|critical|guarded|well)\b", re.I)  # fmt: skip
TOLERATED = re.compile(r"as tolerated$|as (?:you|he|she|they) can (?:handle|manage|tolerate)", re.I)
PARENT = re.compile(r"^(?:(?:his|her|their|the) )?(?:mother|father|mom|dad|parents?|family|guardian)(?= (?:was|were|is|are|will|should)\b)", re.I)  # fmt: skip
NO_VALUE = re.compile(
    r"^(?:(?:after|before|about|since|at|in|on|over|for|by|from|within|until|with|during) .*|grade|stage|class|type|status|about|over|under|every|the|a|an|some|slight|mild|moderate|severe|soft|loud|faint|stable|\w+ out)$",
    re.I,
)
LINKED = re.compile(r"(?:and|so|but|now|then|well|um|uh|also|okay|all right)\b", re.I)
FINE = re.compile(
    r"(?:all )?(?:normal|clear|intact|unremarkable|soft|fine|good|well|supple|benign|equal|symmetric\w*|negative|nontender|non-tender|okay|where it should be|working)\b",
    re.I,
)
GOOD_NEWS = re.compile(r"\b(?:normal|fine|good|stable|unremarkable|where it should be|as (?:it|they) should)\b", re.I)
BAD_NEWS = re.compile(
    r"\b(?:not|no|but|though|except|however|abnormal\w*|elevated|low|high|up|down|fracture|tear|positive|shows?|showed|with)\b|n't\b",
    re.I,
)


# "you" of whoever speaks for a child, and "you" where it is the object of a sentence.
THEIRS = re.compile(
    r"\byou(?:'d|'ve)? (?:(?:ever|also|all|just|already|had to|been able to|like to|want to|happen to|maybe) )*(?:notic\w+|see|seen|saw|tell|walk|run|"
    r"remind|think|say|explain|give|gave|given|giving|try|tried|trying|know|mention|want|hear|heard|look|describe|show|list|worry|do|done|doing|did|"
    r"call|bring|brought|guess|put|bear|aware|can think|fill|go over|go through)\b|\b(?:ask|tell|thank|let) you\b|\bthat you know\b|\bif you\b"
)
OBJECT = re.compile(
    r"\b(bothering|bothers|bother|with|for|to|about|on|hurting|wake|waking|keeping|keep|kept|helped|help|around|slow|slowing|stop|stopping|hit|hitting|of|like) you\b(?!['’]| (?:are|have|had|were|do|did|feel|get|take|can)\b)"
)
WHOLE = re.compile(r"(?:otherwise |generally |previously |fairly |usually )?(?:healthy|well)", re.I)
SHOTS = re.compile(
    r"(?:(?P<s>(?:childhood |routine |all )?(?:vaccin\w+|immuni[sz]ations?|shots))(?: are| is)? )?(?P<p>(?:up[- ]to[- ]date|complete|current)(?: .*)?)",
    re.I,
)
GROWN = 16  # years below which home and smoke are those of the house they live in
AT_HOME = {"home": "home", "social": "home", "smoking": "smoking", "habits": "habits"}
SMALL = 6  # years below which home, day and smoke are asked for and not as of somebody grown
SPECIAL = ("greet_session", "greet_urgent", "greet_ambulance", "greet_therapy")


class AgendaPhysician:
    """Speaks for the physician from its brief alone. Keeps the ``Physician`` contract."""

    def __init__(self, style: StyleProfile, language: str = "en") -> None:
        self._style = style
        self._book: Phrasebook = phrasebook(language)

    async def speak(self, brief: Brief) -> Utterance:
        """Say one thing; an empty text means there is nothing to say and the step is passed over."""
        rng = random.Random(f"{brief.seed}/{brief.step.id}/physician/{brief.attempt}")
        return _Line(self._book, self._style, brief, rng).utter()


class _Line:
    """One line in the making."""

    def __init__(self, book: Phrasebook, style: StyleProfile, brief: Brief, rng: random.Random) -> None:
        self.book = book
        self.style = style = paced(written(style, brief.setting), brief.manner)
        self.asks_at_once = load_setting(brief.setting).asynchronous
        self.chatter = min(2.0, style.physician_fillers / 1.6)  # hesitations against a recorded visit's
        self.brief = brief
        self.rng = rng
        self.said = words_said(brief.turns)
        self.sex = brief.persona.sex
        age = brief.persona.age
        self.relative = (
            age is not None
            and age < SPOKEN_FOR_UNTIL
            and (age < 6 or len(brief.present) > 2 or "patient" not in brief.present)
        )
        self.voice: Viewpoint = about(self.sex, "physician") if self.relative else PHYSICIAN
        self.passages: list[str] = []
        self.literal = min(2, brief.attempt) if is_factual(brief.repair) else 0
        self.thought = ""

    def draw(self, rule: str, **slots: str) -> str:
        """Draw a phrase that was not said before."""
        return self.book.draw(rule, self.rng, self.said, **slots)

    def state(self, lump: Lump, planning: bool = False) -> Said:
        """Say facts to the listener. A negative sign is a finding: "negative" already says what is not there."""
        told = state(lump, self.voice, "physician", self.rng, self.sex, self.brief.patient_name, planning, self.literal)
        return replace(told, denied=False) if told.denied and NEGATIVE.search(told.text) else told

    def lumps(self) -> list[Lump]:
        """The facts of this step, those under one frame together; an allergy and its reaction are told apart."""
        facts = [f for f in self.brief.facts if not _is_heading(f.text)]
        apart = self.brief.step.topic == "allergies" or self.brief.step.subject == "identity"
        if apart or all(OBSTETRIC.match(f.text) for f in facts):
            return [Lump((f,), f.frame, f.polarity == "denied") for f in facts]
        return lumps(facts, self.rng)

    def utter(self) -> Utterance:
        """Compose the line of this step."""
        step = self.brief.step
        occasion = OCCASIONS.get(step.act)
        text = occasion(self) if occasion else getattr(self, f"_{step.act}")()
        if not text:
            return Utterance(text="", thought=self.thought)
        if self.relative and step.act in ("examine", "report"):
            text = self._found_on_child(text)
        if self.relative:
            text = re.sub(r"\b(when|if|as) you need it\b", rf"\1 {self.voice.subject} needs it", text)
            text = re.sub(r"\b(I have|I've got|I had) you (taking|on|down for)\b", rf"\1 {self.voice.object} \2", text)
        text = tidy(in_words(text) if self.style.numbers == "words" else text)
        if self.asks_at_once:
            text = unspoken(text)
        elif self.chatter < CALM:
            text = calm(text, self.rng)
        cited = tuple(self.passages)
        return Utterance(
            text=text,
            thought=self.thought,
            facts=tuple(fact.id for fact in self.brief.facts),
            passages=cited,
            claims=(Claim(said=Span(start=0, end=len(text)), passages=cited),) if cited else (),
        )

    # -- small parts ---------------------------------------------------------------------------------------------

    def _has(self, aspect: str) -> bool:
        """True when the agenda marks this step so: the first of its kind, the last problem."""
        return any(cue.aspect == aspect for cue in self.brief.step.cues)

    def _ack(self) -> str:
        """Acknowledge the last answer, or nothing."""
        answer = last_answer(self.brief.turns)
        # A turn that opens with an acknowledgement is one that follows an answer: a good tenth of the turns do not.
        if answer == "none" or self.rng.random() >= 1.25 * self.style.acknowledges:
            return ""
        if answer == "unsure":
            return self.draw("ack_unsure")
        if answer == "no":
            return self.draw("ack_good" if self.rng.random() < 0.4 else "ack")
        if self.brief.step.act in ("examine", "report", "explain", "advise") and answer != "told":
            return self.draw("ack_next")  # who only nodded has said nothing to take in
        words = last_words(self.brief.turns)
        own = self.brief.step.topic in ("reason", "story", "associated", "review")  # not a relative's illness
        if answer == "told" and own and troubled(words) and self.rng.random() < 0.3:
            return self.draw("ack_sorry")
        return self.draw("ack" if answer == "told" else "ack_brief")

    def _with_ack(self, text: str) -> str:
        ack = self._ack()
        if LINKED.match(text):
            pass  # one link is enough: never "but and", "so now"
        elif self.rng.random() < 0.16 * self.chatter:
            text = f"{self.draw('filler')} {text}"
        elif ack and self.rng.random() < 0.2:
            text = f"{self.draw('and_then')} {text}"
        return f"{ack}. {text}" if ack else text

    def _stated(self, text: str, share: float) -> str:
        """Leave the tag question off now and then: people often just say it."""
        return TAG.sub(".", text) if self.rng.random() < share else text

    def _sentences(self, parts: Sequence[str]) -> str:
        """Join spoken clauses into sentences, with connectors and now and then a filler."""
        out: list[str] = []
        for i, part in enumerate(parts):
            if not part:
                continue
            if i and out:
                roll = self.rng.random()
                if roll < 0.3:
                    out[-1] += ","
                    out.append(f"{self.draw('tell_join')} {part}")
                    continue
                if roll < 0.5:
                    part = f"{self.draw('tell_open')} {part}"
                out[-1] += "."
            elif self.rng.random() < 0.1 * self.chatter:
                part = self.draw("filler") + " " + part
            out.append(part)
        return " ".join(out)

    def _tagged(self, text: str) -> str:
        """Most tags stand at the end of what is told, which is about a third of the turns."""
        if self.rng.random() >= 2 * self.style.tags:
            return text
        tag = self.draw("tag")
        return f"{text}{tag}?" if tag.startswith((",", ".")) else f"{text} {tag}?"

    # -- acts ----------------------------------------------------------------------------------------------------

    def _greet(self) -> str:
        brief = self.brief
        if brief.step.subject == "smalltalk":
            self.thought = "a little small talk before the visit starts"
            return self.draw("smalltalk")
        self.thought = "open the visit"
        name = _address(brief.patient_name, self.sex, brief.persona.age, self.rng)
        own = next((r for r in (f"greet_{brief.setting}", f"greet_{brief.step.subject}") if r in SPECIAL), "")
        if own:
            text = self.draw(own, name=name)
            return re.sub(
                r"^(hi|hello|hey|good morning),?(?=[.,])", r"\1", re.sub(r"\s+(?=[,.])", "", text), flags=re.I
            )
        if self.relative:
            return self.draw("greet_relative", obj=self.voice.object)
        if brief.setting == "telehealth":
            rule = "greet_telehealth"
        elif brief.setting == "home":
            rule = "greet_nurse"
        else:
            rule = "greet_known" if brief.step.subject == "known" else self.rng.choice(("greet_known", "greet_new"))
        text = self.draw(rule, name=name or "there")
        return re.sub(r",? there\b(?=[.,?]? (?:you must be|is it)) ?", " there", text) if not name else text

    def _invite(self) -> str:
        step = self.brief.step
        if step.topic == "questions":
            self.thought = "make room for questions"
            return self._with_ack(self.draw("any_questions"))
        if f"open_{step.topic}" in self.book and step.topic in ("checkin", "agenda", "reaction"):
            self.thought = f"an open question: {step.topic}"
            return self._with_ack(self.draw(f"open_{step.topic}"))
        self.thought = "open question first: what brings them in"
        if f"open_reason_{self.brief.setting}" in self.book:
            return self.draw(f"open_reason_{self.brief.setting}")
        return self.draw("open_reason_relative", obj=self.voice.object) if self.relative else self.draw("open_reason")

    def _ask(self) -> str:
        text = self._question()
        return self._of_child(text) if self.relative and self._about_child() else text

    def _about_child(self) -> bool:
        """Whether this question is about the child itself: not a passage's, which says so in its own words."""
        cues = self.brief.step.cues
        return not (cues and cues[0].aspect in ("red flag", "go on")) and not self.asks_at_once

    def _question(self) -> str:
        step = self.brief.step
        aspect = step.cues[0].aspect if step.cues else "more"
        named = [cue for cue in step.cues if cue.words and not says(cue.words)]
        if aspect == "red flag":
            return self._red_flag()
        if self.asks_at_once and len(step.cues) > 1:
            return self._asked_at_once()
        if aspect == "go on":
            self.thought = "let them go on"
            return self.draw("ask_go_on")
        if named:
            words = [self._asked(cue.words) for cue in named]
            self.rng.shuffle(words)
            self.thought = f"ask about {series(words, 'and')}"
            if len(words) == 1 and shape(words[0]).kind == "clause":
                return self._with_ack(self.draw("ask_clause", x=words[0]))
            if all(w.endswith("ing") or w.split()[0].endswith("ing") for w in words) and not any(
                w.split()[0] in SENSED or w.split()[-1] in SENSED for w in words
            ):
                return self._with_ack(self.draw("ask_done", x=series(words)))
            if aspect == "use":
                words = [re.sub(r"\bdrug (?:use|abuse)$", "drugs", w) for w in words]
                words = [re.sub(r"(?<=\w) (?:use|abuse|usage|consumption|intake)$", "", w) for w in words]
                return self._with_ack(self.draw("ask_use", x=series(words)))
            if step.topic in ("social", "family", "past", "allergies"):
                return self._with_ack(self.draw("ask_any", x=series(words)))
            rule = (
                "ask_review"
                if step.topic == "review" and self.rng.random() < 0.2
                else "ask_symptoms"
                if len(words) > 1
                else "ask_symptom_one"
            )
            return self._with_ack(self.draw(rule, x=series(words)))
        self.thought = f"ask about the {aspect} of it, one thing at a time"
        rule = f"ask_{aspect}"
        if rule not in self.book:
            rule = "ask_more"
        small = self.relative and (self.brief.persona.age or 0) < SMALL
        if self.relative and not small and (self.brief.persona.age or 0) < GROWN and aspect in AT_HOME:
            aspect = AT_HOME[aspect]  # at seven nobody is asked whether they are married
            small = True
        if small and f"child_{aspect}" in self.book:
            return self._with_ack(self.draw(f"child_{aspect}", s=self.voice.subject, obj=self.voice.object))
        if self.relative and step.topic in ("medications", "allergies", "past"):
            return self._with_ack(self.draw(rule, about="that", obj=self.voice.object))
        slots = {"about": self.rng.choice(("it", "that", "this")), "obj": self.voice.object}
        lead = self.draw("to_past") + " " if step.topic in ("past", "medications") and self.rng.random() < 0.2 else ""
        return self._with_ack(lead + self.draw(rule, **slots))

    def _asked_at_once(self) -> str:
        """Several questions in one message: each side of the story one by one, what is asked by name together."""
        cues = self.brief.step.cues
        named = tuple(cue for cue in cues if cue.words)
        groups = [(cue,) for cue in cues if not cue.words] + [named[i : i + 4] for i in range(0, len(named), 4)]
        asked: list[str] = []
        for group in groups:
            step = self.brief.step.model_copy(update={"cues": group})
            line = _Line(self.book, self.style, self.brief.model_copy(update={"step": step}), self.rng)
            line.said, line.asks_at_once = f"{self.said} {' '.join(asked).lower()}", False
            asked.append(line._ask().rstrip("."))
        self.thought = "ask all of this in one message"
        more = any(turn.speaker == "physician" for turn in self.brief.turns)
        body = " ".join(text if text.endswith("?") else f"{text}." for text in asked)
        return self.draw("message_asks_more" if more else "message_asks", x=body)

    def _write(self) -> str:
        self.thought = "read the message first"
        return ""

    def _message(self) -> str:
        """Results, what they mean and what to do, in one message."""
        told: list[str] = []
        for act, facts in parts_of(self.brief.facts):
            ids = tuple(fact.id for fact in facts)
            step = self.brief.step.model_copy(
                update={
                    "act": act,
                    "facts": ids,
                    "cues": (),
                    "subject": facts[0].problem or facts[0].group.split(" / ")[0],
                }
            )
            line = _Line(
                self.book, self.style, self.brief.model_copy(update={"step": step, "facts": tuple(facts)}), self.rng
            )
            line.said = f"{self.said} {' '.join(told).lower()}"
            told.append(getattr(line, f"_{act}")().rstrip(" ."))
        self.thought = "answer in one message: what was found, what it means, what to do"
        return self.draw("message_tells", x=". ".join(text for text in told if text)) if any(told) else ""

    def _asked(self, words: str) -> str:
        text = spell(words.lower() if words.isupper() and " " in words else words)
        text = AS_NOTED.sub("", re.sub(r"^(?:ever|also|still) ", "", text))
        text = re.sub(r"^(?:any|no|some|the|a|an|other) ", "", text, flags=re.I)
        text = recast(text, self.voice, self.sex, self.brief.patient_name)
        text = lower_first(text.strip(" .,;"))
        return text if self.literal else loosen(text, [words, f"denies {words}"], self.voice, self.rng)

    def _red_flag(self) -> str:
        """A warning sign from the evidence that nobody raised yet becomes a question."""
        named = Named((turn.text for turn in self.brief.turns), self.brief.step.subject)
        for evidence in self.brief.evidence:
            for item in _items(evidence, "red"):
                if item not in named:
                    self.thought = f"rule out a warning sign nobody raised: {item}"
                    self.passages = [evidence.id]
                    return self.draw(rule_of(item), x=self._theirs(item))
        self.thought = "no warning sign left to ask about"
        return ""

    def _chart(self) -> str:
        subject = self.brief.step.subject
        self.thought = f"go over what stood in the chart ({subject}) and let them confirm"
        told = [self.state(lump) for lump in self.lumps()]
        if not told:
            return ""
        parts: list[str] = []
        phrases = [t for t in told if t.kind in ("np", "gerund", "pred") and not t.denied]
        counts = [t for t in phrases if OBSTETRIC.match(t.text)]
        if counts:
            am = self.voice.am if self.relative else "are"
            whom = self.voice.subject if self.relative else "you"
            parts.append(self.draw("identity", s=whom, am=am, x=", ".join(t.text for t in counts)))
            phrases = [t for t in phrases if t not in counts]
            told = [t for t in told if t not in counts]
        kept = [(t, clause) for t in phrases if (clause := self._kept_up(t))]
        phrases = [t for t in phrases if t not in [one for one, _ in kept]]
        told = [t for t in told if t not in [one for one, _ in kept]]
        parts += [self.draw("chart_clause", x=clause) for _, clause in kept]
        for rule, run in _by_role(phrases, subject):
            words = [article(t.text) if t.kind == "np" else t.text for t in run]
            self.rng.shuffle(words)
            if rule == "identity":
                subject = self.voice.subject if self.relative else "you"
                ordered = sorted(run, key=lambda t: t.lump.first.role == "trade")
                known = [an(t.text) if t.lump.first.role == "trade" else t.text for t in ordered]
                am = self.voice.am if self.relative else "are"
                parts.append(self.draw("identity", s=subject, am=am, x=series(known, "and")))
            elif rule == "chart_allergies":
                reactions = [word for word in words if REACTION.search(word)]
                causes = [word for word in words if word not in reactions]
                x = series(causes or words, "and") + (
                    f", with {series(reactions, 'and')}" if causes and reactions else ""
                )
                parts.append(self._of_relative(self.draw(rule, x=x)))
            elif rule == "chart_family":
                parts.append(self.draw(rule, x=f"{self.draw('there_is_family')} {series(words, 'and')}"))
            else:
                parts.append(self._of_relative(self.draw(rule, x=series(words, "and"))))
        parts += [self._chart_clause(t) for t in told if t not in phrases]
        out = ". ".join(p.rstrip(".") for p in parts).replace("?.", "?")
        out = re.sub(
            r"(?<!right)(?<!correct)(?<!true)(?<!the case)(?<!else)(?<!been)(?<!happening)(?<!that)(?<!more)(?<!things)(?<!is about)(?<!you in)\?",
            ".",
            out,
        )
        out = self._stated(out, 0.95)
        return self._with_ack(out) if subject != "reason" else out

    def _of_child(self, text: str) -> str:
        """A question put to whoever speaks for a child: "are you allergic" -> "is she allergic". What only they can do, to
        notice, to tell, to give, stays theirs."""
        who, third, them = self.voice.subject, self.voice.third, self.voice.object
        text = THEIRS.sub(lambda m: m[0].replace("you", "\0"), text)
        text = OBJECT.sub(rf"\1 {them}", text)
        for mine, theirs in (("are", "is"), ("do", "does"), ("have", "has"), ("were", "was")):
            text = re.sub(rf"\b{mine} you\b", f"{theirs if third else mine} {who}", text)
        text = re.sub(r"\byou('re| are)\b", f"{who} {self.voice.am}", text)
        text = re.sub(r"\b(did|does|do|would|will|might) you have\b", rf"\1 {who} have", text)
        text = re.sub(r"\byou('ve| have)\b", f"{who} {self.voice.have}", text)
        text = re.sub(r"\byou were\b", f"{who} {'was' if third else 'were'}", text)
        text = re.sub(r"\byour\b", self.voice.possessive, text)
        if third:
            text = re.sub(
                r"\b(?<!do )(?<!does )(?<!did )you (take|use|get|feel|need|eat|drink|sleep)\b", rf"{who} \1s", text
            )
        return re.sub(r"\byou\b", who, text).replace("\0", "you")

    def _found_on_child(self, text: str) -> str:
        """What was found is the child's, whoever is told of it: "your lungs" -> "his lungs"."""
        subject, possessive = self.voice.subject, self.voice.possessive
        has = "has" if self.voice.third else "have"
        text = re.sub(r"\byour (?!child|son|daughter|kid|baby|little)", f"{possessive} ", text)
        text = re.sub(r"\byou (?:do have|have|'ve got)\b|\byou've got\b|\byou've\b", f"{subject} {has}", text)
        text = re.sub(
            r"\byou do(?:n't| not) have\b", f"{subject} {'does' if self.voice.third else 'do'} not have", text
        )
        return re.sub(r"\b(look at|examine|examining|check|checking) you\b", rf"\1 {self.voice.object}", text)

    def _of_relative(self, text: str) -> str:
        """Frames of the chart speak to the patient; to a relative they speak of the child."""
        if not self.relative:
            return text
        subject, has = self.voice.subject, self.voice.have
        text = re.sub(r"\bdo you have\b", f"{'does' if self.voice.third else 'do'} {subject} have", text)
        text = re.sub(r"\byou('ve| have)\b", f"{subject} {has}", text)
        text = re.sub(r"\byou're\b", f"{subject}'s" if self.voice.third else "they're", text)
        text = re.sub(r"\byour\b", self.voice.possessive, text)
        return re.sub(r"\byou (had|take|haven't)\b", rf"{subject} \1", text)

    def _kept_up(self, part: Said) -> str:
        """A word for a whole person, or for their shots, as a sentence: nobody has "healthy" or "up to date"."""
        own = self.voice.possessive if self.relative else "your"
        shots = SHOTS.fullmatch(part.text)
        if shots and (shots["s"] or re.search(r"vaccin|immuni|shots", part.lump.first.group, re.I)):
            return f"{own} {shots['s'] or 'shots'} are {shots['p']}"
        if WHOLE.fullmatch(part.text):
            return f"{self.voice.subject} {self.voice.am} {part.text}" if self.relative else f"you are {part.text}"
        return ""

    def _chart_clause(self, part: Said) -> str:
        text = part.text
        if part.kind == "vp":
            text = f"{self.voice.subject} {text}"
        elif part.denied:
            text = (
                f"there's no {text}" if part.kind == "np" else f"{self.voice.subject} {self.voice.have}n't been {text}"
            )
        return self.draw("chart_clause", x=self._your(text))

    def _examine(self) -> str:
        self.thought = "narrate the examination as it is done"
        lead = ""
        if self._has("first"):
            own = f"to_exam_{self.brief.setting}"
            lead = self._stated(self.draw(own if own in self.book else "to_exam"), 0.85)
        body = self._findings()
        if not body:
            return ""
        if lead and not lead.endswith(("?", ".")):
            lead += "."
        return self._tagged(f"{lead} {body}" if lead else self._with_ack(body))

    def _findings(self) -> str:
        parts: list[str] = []
        negatives: list[Said] = []
        group = ""

        def flush() -> None:
            nonlocal negatives
            if not negatives:
                return
            words = [t.text for t in negatives]
            joined = " ".join(words)
            rule = "hear_none" if HEARD.search(joined) else "feel_none" if FELT.search(joined) else "see_none"
            parts.append(self.draw(rule, x=series(words)))
            negatives = []

        for lump in self.lumps():
            here = lump.first.group.split(" / ")[-1]
            lead = ""
            told = self.state(lump)
            if here and here != group:
                flush()
                if parts and self.brief.setting != "telehealth" and self.rng.random() < 0.22 * self.chatter:
                    parts[-1] += f". {self.draw('exam_do')}"
                group = here
                system = _system(here)
                looked = LOOKED.match(here)
                if looked and looked["part"].lower() not in told.text.lower():
                    lead = f"{self.rng.choice(('on', 'on my', 'with the'))} {looked['how'].lower()} of {self.voice.possessive} {looked['part'].lower()}, "
                elif system and system.lower() not in told.text.lower() and told.kind != "clause":
                    lead = self.draw("exam_on", s=system) + ", "
            if told.denied and told.kind in ("np", "gerund"):
                if lead or len(negatives) >= 2:
                    flush()
                    rule = (
                        "hear_none"
                        if HEARD.search(told.text)
                        else "feel_none"
                        if FELT.search(told.text)
                        else "see_none"
                    )
                    parts.append(lead + self.draw(rule, x=told.text))
                else:
                    negatives.append(told)
                continue
            flush()
            parts.append(lead + self._finding(told, bool(lead)))
        flush()
        return self._sentences(parts)

    def _finding(self, told: Said, led: bool) -> str:
        text = told.text
        if told.kind == "clause":
            return self._your(text)
        if told.kind == "pred":
            if told.denied:
                return self.rng.choice(("it's not ", "that's not ")) + text
            if re.match(r"(?:well|ill)-", text):
                return f"{self.voice.subject} {self.rng.choice(('look', 'appear')) if not self.voice.third else 'looks'} {text}"
            verb = self.draw("it_is") if FINE.match(text) else "it's"
            return f"{verb} {text}"
        if told.kind == "vp":
            return f"{self.voice.subject} {text}"
        value = VALUE.match(text)
        if value and not _no_value(value):
            return self._valued("vital_is", value)
        stands = STANDS.match(text)
        if stands:
            return _stands(stands, self.voice.possessive)
        rule = "hear_some" if HEARD.search(text) else "feel_some" if FELT.search(text) else "see_some"
        said = self.draw(rule, x=article(text))
        if re.search(r"\b(?:here|there) (?:in|on|at|over|along|around|near)\b", text):  # the place was shown already
            said = re.sub(r"(?: right)? (?:here|there)$", "", said)
        return said

    def _valued(self, rule: str, value: re.Match[str]) -> str:
        """A name and its number; a plural name takes a plural verb."""
        name = _unyour(value["s"])
        text = self.draw(rule, s=name, x=value["x"])
        if not re.search(
            r"(?:sats|saturations|respirations|platelets|lymphocytes|neutrophils|readings|levels)$", name, re.I
        ):
            return text
        at = text.lower().find(name.lower()) + len(name)
        stop = text.find(value["x"])
        verb = text[at:stop]
        for one, many in (("that was", "those were"), ("that is", "those are"), ("it was", "they were"), ("it's", "they're"), ("is", "are"), ("was", "were"), ("reads", "read"), ("that", "those")):  # fmt: skip
            changed = re.sub(rf"\b{one}\b", many, verb)
            if changed != verb:
                return text[:at] + changed + text[stop:]
        return text

    def _your(self, text: str) -> str:
        """Give a bare subject its possessive: "lungs are clear" -> "your lungs are clear"."""
        if re.match(r"(?:the|a|an|your|his|her|their|my|there|it|this|that|these|you|he|she|they|i|we|both|all|no|if|on|in|at|by|for|given|based|after|with|when|since|although|as|however)\b", text, re.I):  # fmt: skip
            return text
        if BODY.match(text):
            return f"{self.voice.possessive} {text}"
        return article(text)

    def _report(self) -> str:
        self.thought = "tell the results"
        lead = self.draw("to_results") if self._has("first") else ""
        body = self._sentences([self._weighed(self._result(lump)) for lump in self.lumps()])
        if not body:
            return ""
        if lead and not lead.endswith(("?", ".")):
            lead += "."
        return self._tagged(f"{lead} {body}" if lead else self._with_ack(body))

    def _weighed(self, result: str) -> str:
        """Now and then say that a result is good news; only of one that is."""
        if GOOD_NEWS.search(result) and not BAD_NEWS.search(result) and self.rng.random() < 0.28 * self.chatter:
            return f"{result}, {self.draw('reassure')}"
        return result

    def _result(self, lump: Lump) -> str:
        if says(lump.first.text) == "nothing":  # "Restraints: none", or a whole section of procedures
            thing = _system(lump.first.group.split(" / ")[-1]) or (
                "procedures" if lump.first.section == "procedure" else ""
            )
            return f"there were no {thing}" if thing else "there was nothing to report"
        told = self.state(lump)
        text = CAPTION.sub("", told.text) if lump.first.section == "results" else told.text
        if re.search(
            r"\b(?:was|were|is|are|and|be|been)(?: really| just| actually| basically)?\s*,?\s*$", text
        ):  # nothing but the caption was there
            text = told.text
        text = SHOWS.sub(
            lambda m: "shows" if m.group(0).endswith("s") else "showed" if m.group(0).endswith("ed") else "show", text
        )
        text = re.sub(r"\s{2,}", " ", text).strip(" ,")
        if told.kind == "clause":
            text = self._your(text)
            first = text.split(" ", 1)[0].lower()
            return text if first in LED or "'" in first or text[:1].isdigit() else f"your {text}"
        if told.kind == "vp":
            return f"{'it' if lump.first.section == 'results' else self.voice.subject} {text}"
        value = VALUE.match(text)
        if value and not told.denied and not _no_value(value):
            return self._valued("result_value", value)
        if told.kind == "np" and re.match(
            r"(?:after|over|by|at|within) (?:the )?\w+ \w+ .*\b(?:is|was|are|were)\b|\w[\w ]{1,30} (?:stayed|fell|rose|dropped|improved|remained)\b",
            text,
        ):
            return text
        if lump.first.section == "procedure":
            return f"{self.voice.subject} had {'no ' + text if told.denied else article(text)}"
        stands = None if told.denied else STANDS.match(text)
        if stands:
            return _stands(stands, self.voice.possessive)
        group = _system(lump.first.group.split(" / ")[-1])
        if told.kind == "pred":
            return self.draw(
                "result_is", s=f"your {group}" if group else "that", x=("not " if told.denied else "") + text
            )
        lead = f"on your {group}, " if group and group.lower() not in text.lower() else ""
        return lead + self.draw("result_none" if told.denied else "result_np", x=text if told.denied else article(text))

    def _explain(self) -> str:
        step = self.brief.step
        self.thought = f"explain what it is: {step.subject}" if step.subject else "explain what it is"
        lead = self.draw("to_assessment") if self._has("first") else ""
        parts: list[str] = []
        subject = self._problem(step.subject)
        named = not subject or self._has("same") or _mentioned(subject, self.brief, 2)
        for lump in self.lumps():
            told = self.state(lump)
            text = self._your(told.text) if told.kind == "clause" else told.text
            if told.kind in ("np", "pred", "gerund"):
                if told.denied and told.kind == "np":
                    parts.append(self.draw("see_none", x=told.text))
                elif told.kind == "pred":
                    parts.append(
                        f"{self._problem_lead()} {subject}, {self.rng.choice(('it is', 'that is', 'things are'))} {text}"
                        if not named
                        else f"that's {'not ' if told.denied else ''}{text}"
                    )
                    named = True
                elif parts and told.role not in ("reason", "after") and told.lump.first.certainty != "possible":
                    parts.append(self.draw("impression_also", x=article(told.text)))
                    named = named or _same(told.text, subject)
                else:
                    parts.append(self._introduce(article(told.text), told))
                    named = named or _same(told.text, subject)
                continue
            if told.kind == "vp":
                text = f"{self.voice.subject} {text}"
            elif told.kind in ("imperative", "infinitive"):
                text = self._plan(lump)
            if not named:
                parts.append(f"{self._problem_lead()} {subject}, {text}")
                named = True
                continue
            parts.append(self.draw("explain_that", c=text) if self.rng.random() < 0.6 else text)
        body = self._sentences(parts)
        if not body:
            return ""
        if lead and not lead.endswith(("?", ".")):
            lead += "."
        return self._tagged(f"{lead} {body}" if lead else self._with_ack(body))

    def _introduce(self, words: str, told: Said) -> str:
        fact = told.lump.first
        if fact.certainty == "possible":
            words = re.sub(
                r"^(?:an? )?(?:possible|likely|probable|suspected|suspect|concern for|rule out) ", "", words, flags=re.I
            )
            return self.draw("impression_possible", x=words)
        if told.role == "reason":
            return f"{self.voice.subject} came in {self.rng.choice(('for', 'with', 'because of'))} {words}"
        if told.role == "after":
            return f"{self.voice.subject} had {words}"
        if told.role == "history" or fact.established == "before":
            return f"{self._problem_lead()} {words}"
        return self.draw("impression", x=words)

    def _problem_lead(self) -> str:
        rule = "problem_last" if self._has("last") else "problem_next" if not self._has("first") else "problem_first"
        return self.draw(rule, x="").rstrip()

    def _problem(self, group: str) -> str:
        if not group:
            return ""
        text = re.sub(r"^\d+[.)] *", "", spell(group)).strip(" .:")
        if text.isupper() and len(text) > 5:
            text = text.lower()
        if UNTITLED.fullmatch(text):
            return ""
        return lower_first(text)

    def _advise(self) -> str:
        step = self.brief.step
        self.thought = f"tell the plan for {step.subject}" if step.subject else "tell the plan"
        subject = self._problem(step.subject)
        parts = [self._plan(lump) for lump in self.lumps()]
        if self._has("answers"):
            self.thought = "answer what was asked from the plan"
            body = self._sentences(parts)
            return f"{self.draw('answer_lead')}. {body}" if body else ""
        if parts and not self._has("same") and shape(subject, planning=True).kind == "imperative":
            parts.insert(0, self._order("plan_you", "v", self._words(subject)))  # "Wean X: ...": an order for a heading
        elif subject and not self._has("same") and not _mentioned(subject, self.brief, 3) and parts:
            parts[0] = f"{self._problem_lead()} {subject}, {parts[0]}"
        body = self._sentences(parts)
        if not body:
            return ""
        return self._tagged(self._with_ack(body))

    def _words(self, text: str) -> str:
        spoken = recast(spell(text), self.voice, self.sex, self.brief.patient_name, alone=True)
        if self.literal > 1:
            return contract(lower_first(spoken.strip(" .,;")))
        mentions = [mention for fact in self.brief.facts for mention in fact.mentions]
        words = spoken if self.literal else plain(spoken, "physician", self.rng, mentions)
        source = [f"{f.frame} {f.text} {f.tail}" for f in self.brief.facts]
        return loosen(contract(lower_first(words.strip(" .,;"))), source, self.voice, self.rng)

    def _plan(self, lump: Lump) -> str:
        """Turn a statement of a plan into what is said to the patient."""
        texts = [re.sub(r"^\d+[.)] *", "", f.text.strip(" .;•-")) for f in lump.facts]
        raw = LEADIN.sub("", series(texts, "and") if len(texts) > 1 else texts[0])
        if self.relative:  # what a parent is told to do is told to them
            raw = PARENT.sub("the patient", raw)
        frame = LEADIN.sub("", lump.frame.strip())
        if frame:
            spoken = self._framed(frame, raw, lump)
            if spoken:
                return spoken
        for pattern, rule in (
            (WE_WILL, "plan_we"),
            (PRESCRIBE, "plan_drug"),
            (ORDER, "plan_np"),
            (HAVE_PATIENT, "plan_you"),
            (PATIENT_WILL, "plan_you"),
        ):
            match = pattern.match(raw)
            if not match:
                continue
            parts = match.groupdict()
            if rule in ("plan_drug", "plan_np"):
                return self.draw(rule, x=article(self._words(parts["x"])))
            negative = (parts.get("neg") or parts.get("neg2") or "").strip() in ("not", "never")
            spoken = self._told_to(rule, parts["v"], negative, pattern is HAVE_PATIENT)
            return spoken or self._clause(lump)
        agreed = AGREED.match(raw)
        if agreed:
            return f"{self.rng.choice(('we agreed', 'so we agreed', 'and we agreed'))} on {article(self._words(agreed['x']))}"
        match = RECOMMEND.match(raw)
        if match and shape(match["x"]).kind != "clause":
            return f"{self.draw('suggest')} {article(self._words(match['x']))}"
        forbidden = FORBIDDEN.match(raw)
        if forbidden:
            return self.draw("plan_you_not", v=self._words(forbidden["v"]))
        led = LED_ORDER.match(raw)
        if led and shape(led["v"], planning=True).kind == "imperative":
            return f"{self._words(led['lead'])}, {self._order('plan_you', 'v', self._words(led['v']))}"
        form = self.state(lump, planning=True)
        if form.kind == "imperative":
            first = form.text.split(" ", 1)[0].lower()
            return self._order("plan_we" if first in OURS else "plan_you", "v", form.text)
        if form.kind == "infinitive":
            return self.draw("plan_we", v=form.text)
        if form.kind == "gerund" and form.denied:
            return f"{self.rng.choice(('no', 'and no', 'so no'))} {form.text}"
        if form.kind in ("pred", "gerund") and CONDITION.match(form.text):
            return f"{self.voice.subject} {self.voice.am} {'not ' if form.denied else ''}{form.text}"
        if form.kind in ("np", "pred") and TOLERATED.match(form.text):
            return self.draw("plan_you", v=f"do as much as {self.voice.subject} can manage, {form.text}")
        if form.kind == "np":
            if re.match(r"(?:come|check|go|call|ring) (?:back|in|us)\b", form.text):  # an appointment, in plain words
                return self.draw("plan_you", v=form.text)
            if form.denied:
                return f"{self.rng.choice(('no', 'and no', 'so no'))} {form.text}"
            if LIMIT.match(form.text):  # "wine on at most two evenings" is allowed, and not ordered
                return self.draw("plan_you", v=f"keep to {form.text}")
            if re.match(r"follow[- ]?up\b", form.text):
                return self.draw("plan_you", v="follow up" + form.text[9:]) if form.text[6:7] in "- u" else form.text
            if (
                not re.match(r"[\w-]+ prescription\b", form.text)
                and not any(m.kind == "test" for m in lump.first.mentions)
                and (DOSE.search(form.text) or any(m.kind == "drug" for m in lump.first.mentions))
            ):
                return self._order("plan_drug", "x", form.text)
            return self._order("plan_np", "x", article(form.text))
        return self._clause(lump)

    def _order(self, rule: str, slot: str, words: str) -> str:
        """Draw an order; what has conditions or parts of its own takes no "and see how it goes" behind it."""
        text = self.draw(rule, **{slot: words})
        for _ in range(6):  # what must be done is no matter of "you can" and "try to"
            if not (MUST.match(words) and MAY.search(text)):
                break
            text = self.draw(rule, **{slot: words})
        if self.relative and rule == "plan_drug":
            text = re.sub(r"\byou (?=on\b|taking\b|to take\b|to be on\b)", f"{self.voice.object} ", text)
        if re.search(r"\b(?:if|until|then|unless|for .+ or)\b|,", words) or len(words.split()) > 10:
            at = text.rfind(words)
            return text[: at + len(words)] if at >= 0 else text
        return text

    def _told_to(self, rule: str, verb: str, negative: bool, advised: bool) -> str:
        """ "She should ice the knee" -> "I'd like you to ice the knee"; "" when the words are no order."""
        first = verb.split(" ", 1)[0].lower()
        if advised and first.endswith("ing"):
            return f"{self.draw('suggest')} {self._words(verb)}"
        if rule == "plan_you" and first in ("be", "need", "have", "experience", "feel", "notice", "benefit"):
            return ""
        if not any(form == "base" for _, form in readings(first)) and first not in ("also", "not", "follow-up"):
            return ""
        words = re.sub(r"^follow-up\b", "follow up", self._words(verb))
        return self.draw("plan_you_not" if negative else rule, v=words)

    def _framed(self, frame: str, raw: str, lump: Lump) -> str:
        """Say a statement whose governing verb stands in its frame: "advised her to", "recommended", "discussed that"."""
        low = frame.lower()
        third = PATIENT_WILL.match(raw) or re.match(r"^(?:the patient|patient|pt|he|she|they) (?P<v>\w.*)$", raw, re.I)
        negative = bool(re.search(r"\b(?:not|against|never)\b", low))
        if low.endswith((" to", " not")) or low in ("to", "encouraged to"):
            if (
                re.match(r"(?:we|i)\b", low)
                or "encourag" in low
                or "advis" in low
                or "instruct" in low
                or "ask" in low
                or "told" in low
                or "counsel" in low
                or "remind" in low
            ):
                return self._told_to("plan_you", raw, negative, True)
            if re.search(r"\b(?:he|she|patient|they)\b.*\b(?:will|should|is|can|needs)\b", low):
                return self._told_to("plan_you", raw, negative, True)
        if low.endswith("that"):
            if (
                re.search(r"recommend|suggest|advis|request|want|like", low)
                and third
                and not third.groupdict().get("neg")
            ):
                spoken = self._told_to("plan_you", third["v"], False, True)
                if spoken:
                    return spoken
            match = re.match(r"^(?:we|i) (?P<v>\w.*)$", raw, re.I)
            if match and re.search(r"recommend|suggest", low) and not WE_WILL.match(raw):
                spoken = self._told_to("plan_we", match["v"], False, True)
                if spoken:
                    return spoken
            return self.draw("explain_that", c=self._your(self._words(raw)))
        if re.search(r"(?:prescrib\w*|start\w*|initiat\w*|plac\w+)$", low) and not re.search(r"\bto$", low):
            raw = re.sub(r"^(?:the patient|patient|him|her|them)(?: with| on)? ", "", raw, flags=re.I)
            return self.draw("plan_drug", x=article(self._words(raw)))
        if re.search(r"(?:recommend\w*|suggest\w*|advis\w*|encourag\w*)$", low):
            if third and third["v"] and re.match(r"(?:we|i|he|she|the patient)\b", raw, re.I):
                spoken = self._told_to("plan_you", third["v"], negative, True)
                if spoken:
                    return spoken
            if shape(raw).kind == "clause":
                return self.draw("explain_that", c=self._your(self._words(raw)))
            return f"{self.draw('suggest')} {article(self._words(raw))}"
        if re.search(r"(?:order\w*|obtain\w*|schedul\w*|request\w*)$", low):
            return self.draw("plan_np", x=article(self._words(raw)))
        if re.search(
            r"(?:discuss\w*|reviewed|explain\w*|counsel\w*(?: \w+)* on|went over|educated(?: \w+)* on|educated(?: \w+)* about)$",
            low,
        ):
            if shape(raw).kind == "clause":
                whole = complete(raw, "assessment", self.sex)
                return self.draw("explain_that", c=self._your(self._words(whole.text if whole else raw)))
            raw = re.sub(r",? with (?:the patient|him|her|them)\b", "", raw)
            return f"{self.draw('went_over')} {article(self._words(raw))}"
        if re.search(r"\b(?:will|should|can|would like|want)\b", low):
            whole = f"{frame} {raw}"
            for pattern, rule in ((WE_WILL, "plan_we"), (PATIENT_WILL, "plan_you")):
                match = pattern.match(whole)
                if match:
                    spoken = self._told_to(rule, match["v"], False, False)
                    if spoken:
                        return spoken
        first = low.split(" ", 1)[0]
        if any(form == "base" for _, form in readings(first)) and not is_finite(first):
            return self.draw("plan_we" if first in OURS else "plan_you", v=self._words(f"{frame} {raw}"))
        return ""

    def _clause(self, lump: Lump) -> str:
        told = self.state(lump)
        text = told.text
        if told.kind == "vp":
            text = f"{self.voice.subject} {text}"
        elif told.kind == "np":
            return self.draw("explain_that", c=f"there's {'no ' + text if told.denied else article(text)}")
        elif told.kind in ("gerund", "pred", "infinitive", "imperative"):
            return f"{'not' if told.kind == 'pred' else 'no'} {text}" if told.denied else text
        text = re.sub(r"^(?:i|we)(?: have| also|'ve)* (?:discussed|explained)(?: to| with)?(?: you)? that ", "", text)
        return self._your(text)

    def _safety(self) -> str:
        """Safety-net advice from the best passage that has any, of what they do not have already; nothing without one."""
        told = [turn.text for turn in self.brief.turns if turn.speaker != "physician" and not DENIES.search(turn.text)]
        has = Named(told)
        for evidence in self.brief.evidence:
            items = _items(evidence, "safety")
            fresh = [item for item in items if item.split(" | ")[0].lower() not in self.said]
            fresh = [item for item in fresh if not has.spreads(item.split(" | ")[0])]
            if fresh:
                item = fresh[int(self.rng.random() * min(3, len(fresh)))]
                text, _, urgency = item.partition(" | ")
                self.thought = f"say when to seek help: {text}"
                self.passages = [evidence.id]
                return self._stated(self.draw("safety", x=self._theirs(text), do=self.draw(self._help(urgency))), 0.8)
        self.thought = "no safety-net passage found"
        return ""

    def _help(self, urgency: str) -> str:
        """The rule for what to do: who is in hospital is not sent to one."""
        return "safety_here" if self.brief.setting in IN_HOSPITAL else need_of(urgency)

    def _theirs(self, words: str) -> str:
        """A passage's "your lips" are the child's, said to whoever came with it. What "you" do stays as it is written."""
        if not self.relative or re.search(r"\byou\b", words):
            return words
        return re.sub(r"\byour\b", self.voice.possessive, words)

    def _check(self) -> str:
        self.thought = "check that the plan is understood and agreed"
        return self._with_ack(self.draw("check_follow"))

    def _close(self) -> str:
        self.thought = "close the visit"
        if f"close_{self.brief.setting}" in self.book:
            return self.draw(f"close_{self.brief.setting}")
        bye = self.draw("bye")
        if self.relative:
            return self.draw("close_relative", obj=self.voice.object, bye=bye)
        return self.draw("close", bye=bye)


def _address(name: str | None, sex: str | None, age: float | None, rng: random.Random) -> str:
    if not name:
        return ""
    parts = [p for p in name.split() if p.strip(".").lower() not in ("mr", "mrs", "ms", "miss", "dr")]
    if not parts:
        return ""
    if len(parts) > 1 and (age or 40) >= 18 and rng.random() < 0.3 and sex:
        return f"{'Mr.' if sex == 'male' else 'Ms.'} {parts[-1]}"
    if len(parts) == 1 and re.match(r"(?:mr|mrs|ms|miss)\b", name, re.I):
        return name
    return parts[0]


def _items(evidence: Evidence, section: str) -> list[str]:
    if not evidence.section.lower().startswith(section):
        return []
    lines = [line.strip("-• ").strip() for line in evidence.text.splitlines()]
    if section == "red":
        lines = [line.split(" | ")[0].strip() for line in lines]
    return [line for line in lines if line]


def _by_role(phrases: Sequence[Said], subject: str) -> list[tuple[str, list[Said]]]:
    """Sort noun phrases of the chart by the frame they take, in a fixed order."""
    rules = {
        "reason": "open_reason_chart",
        "past": "chart_condition",
        "medications": "chart_medications",
        "allergies": "chart_allergies",
        "story": "chart_past",
        "family": "chart_family",
        "identity": "identity",
    }
    out: dict[str, list[Said]] = {}
    for told in phrases:
        rule = (
            {
                "taking": "chart_medications",
                "reason": "open_reason_chart",
                "history": "chart_condition",
                "after": "chart_past",
            }.get(told.role)
            or ("chart_past" if subject == "past" and all(BACK_THEN.search(f.text) for f in told.lump.facts) else None)
            or rules.get(subject, "chart_condition")
        )
        if rule == "open_reason_chart" and subject != "reason":
            rule = "chart_past"
        out.setdefault(rule, []).append(told)
    return list(out.items())


HEADINGS = set(
    "cardiovascular gastrointestinal respiratory musculoskeletal neurological neurologic integumentary skin genitourinary psychiatric constitutional neck back lymph hips chest rectal breast breasts general gait hands feet legs arms lungs heart abdomen extremities ears nose throat eyes general hematologic endocrine".split()
)


def _is_heading(text: str) -> bool:
    return text.strip(" .:").lower() in HEADINGS


def _no_value(value: re.Match[str]) -> bool:
    """True when what looks like "name number" is none: a grade, a place ("trace to 1+"), an ordinal."""
    if NO_VALUE.match(value["s"]) or re.match(r"\d+(?:st|nd|rd|th)\b", value["x"]):
        return True
    return (
        re.search(
            r"\b(?:stayed|rose|fell|dropped|went|up|down|remained|ran|reached|after|to|the|of|at|with|on|in|over|for|and|or|than)$",
            value["s"],
        )
        is not None
    )


def _system(group: str) -> str:
    text = re.sub(r"^(?:examination|inspection|palpation|auscultation|general examination|exam)(?: of)?(?: the)?:? ?", "", group.strip(" :.-•"), flags=re.I)  # fmt: skip
    text = text.strip()
    if not text or text.lower() in (
        "general",
        "constitutional",
        "other",
        "examination",
        "special testing",
        "general appearance",
        "results",
        "labs",
    ):
        return ""
    return text.lower() if text.lower() in HEADINGS or not (text.isupper() and len(text) <= 4) else text


def _stands(match: re.Match[str], possessive: str) -> str:
    """ "Inspection within normal limits" -> "your inspection is within normal limits"."""
    thing = _unyour(match["s"])
    plural = (thing.endswith("s") and not thing.endswith(("ss", "us", "is"))) or " and " in thing
    return f"{possessive} {thing} {'are' if plural else 'is'} {match['p']}"


def _unyour(text: str) -> str:
    return re.sub(r"^(?:your|the|his|her|their) ", "", text)


def _same(a: str, b: str) -> bool:
    x, y = set(re.findall(r"[a-z]{3,}", a.lower())), set(re.findall(r"[a-z]{3,}", b.lower()))
    return bool(x & y) and len(x & y) >= 0.6 * min(len(x), len(y))


def _mentioned(subject: str, brief: Brief, turns: int) -> bool:
    words = set(re.findall(r"[a-z]{4,}", subject.lower()))
    recent = " ".join(turn.text.lower() for turn in brief.turns[-turns:])
    return bool(words) and sum(word in recent for word in words) >= 0.6 * len(words)
