"""The built-in planner: facts in the order a clinician works, each placed once, each with who reveals it.

Agenda-based simulation after Schatzmann and Young (the agenda is the dialogue's state), with the order of a medical
interview: opening, reason, story, associated symptoms, past, medicines, allergies, family, social, review,
examination, results, assessment and plan problem by problem, questions, closing."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from bedside.agents.agenda.places import HABITS, heading_of, past_aspect, social_aspect
from bedside.agents.agenda.shape import shape
from bedside.agents.agenda.statement import GRAVIDA, HISTORY, PRESENTING, REPORTING, REVIEWED
from bedside.agents.agenda.talk import EVIDENCE
from bedside.agents.agenda.verbs import is_finite
from bedside.agents.checks.roles import is_prompt
from bedside.agents.extraction.lexicon import WORKERS
from bedside.agents.extraction.narrative import VALUE
from bedside.agents.extraction.whole import says
from bedside.agents.planning.arrange import arrange
from bedside.agents.planning.aspects import aspect_of
from bedside.agents.planning.spokesperson import spokesperson
from bedside.scenarios.case import Case
from bedside.scenarios.note import Fact, Note
from bedside.scenarios.plan import Act, Cue, Plan, Step, Topic, TopicKind
from bedside.scenarios.protocol import load_protocol
from bedside.scenarios.style import StyleProfile

AGREEMENT = re.compile(r"understands? (?:and|&) agrees?|agrees? with (?:the|this|our) (?:recommended|plan|above)|verbali[sz]ed? (?:an )?understanding|questions (?:were|have been) (?:invited|answered|addressed)|all (?:of )?(?:his|her|their|the) questions|expressed understanding|in agreement with", re.I)  # fmt: skip
IDENTITY = re.compile(r"\b\d{1,3}[- ]?(?:years?|yrs?|months?|weeks?|days?)[- ]old\b|\b\d{1,3} ?y/?o\b|\b\d{1,3}[ -]?(?:yo|y\.o\.|m|f)\b", re.I)  # fmt: skip
SEX = re.compile(
    r"(?:a )?(?:pleasant |very pleasant |white |caucasian |black |african[- ]american |hispanic )*(?:female|male|woman|man|girl|boy|lady|gentleman|infant|toddler|child|f|m)",
    re.I,
)
REFERS = re.compile(
    r"(?:please )?(?:(?:except )?as|see|refer to|per|same as|noted|described|documented)(?: (?:noted|mentioned|described|stated|dictated|per|in|the|detailed|documented|outlined|listed|recorded))* ?(?:above|below|before|hpi|history(?: of (?:the )?present(?:ing)? illness)?|chart|dictation|records?|notes?)?",
    re.I,
)
COUNTS = re.compile(r"(?:gravida|para|g|p|ab|sab|tab|abortus)[ -]?\d\b", re.I)  # a chart's count of pregnancies
RACE = re.compile(r"(?:(?:very )?pleasant |elderly )?(?:white|caucasian|black|african[- ]american|hispanic|asian|latin[oa]|indian|chinese)", re.I)  # fmt: skip
DOCTORS_LINE = re.compile(r"^(?:doctor|dr|physician|clinician|gp) ?: ", re.I)
ACCOMPANIED = re.compile(
    r"\baccompanied\b.*\bby\b|\bpresents? with (?:his|her|their) (?:mother|father|parents|wife|husband)\b", re.I
)
SPEAKS = re.compile(r"\b(?:his|her|the|their|patient's) (mother|father|mom|dad|wife|husband|son|daughter|spouse|partner|sister|brother|grandmother|guardian|caregiver|parents?)\b[^.]{0,20}\b(?:reports?|states?|notes?|says?|mentions?|denies|adds|describes?|feels|believes|is concerned|thinks|noticed|has noticed|confirms)\b", re.I)  # fmt: skip
TECHNICAL = re.compile(r"\b(?:nerve conduction|emg|dictat\w+|distribution|reveal\w*|demonstrat\w*|patholog\w*|biops\w*|mri|ct|ultrasound|echo\w*|ekg|ecg|x-?rays?|catheteri\w*|stage|grade|stent\w*|ejection|status post|s/p|adjuvant|chemo\w*|radiation|\w+ectomy|\w+plasty|\w+oscopy|\w+gram\b|lumbar|cervical|titer|panel|a1c|creatinine|hemoglobin|positive for|diagnos\w+|surg\w+|procedure|underwent|graft|anastomosis|resection|mg|metasta\w*|carcinoma|lesions?|mass)\b", re.I)  # fmt: skip
CARE = re.compile(r"\b(?:underwent|surg\w+|\w+ectomy|\w+plasty|\w+oscopy|mri|ct|biops\w*|pathology|diagnosed (?:with|as)|radiation|chemo\w*|catheter\w*|stent\w*|transplant\w*|graft\w*|echocardiogram|ultrasound|mammogram|positive for|a1c|nerve conduction|emg|dictat\w+|distribution|tumor|carcinoma|metasta\w+|x-?rays?|labs?|bypass|testosterone|antibod\w+)\b", re.I)  # fmt: skip
KNOWN_PATIENT = re.compile(
    r"\b(?:follow[- ]?up|last (?:seen|visit)|returns?|annual|since (?:i|we) last|recheck|continues)\b", re.I
)
FIRST, LAST, SAME = Cue(aspect="first"), Cue(aspect="last"), Cue(aspect="same")
ASKS, ANSWERS = Cue(aspect="asks"), Cue(aspect="answers")  # they have a question; what the physician tells answers it
STAFF = ("nurse",)


@dataclass
class _Desk:
    """What the planner has in hand while it writes the agenda."""

    note: Note
    rng: random.Random
    speaker: str  # who answers for the patient
    companion: str | None = None  # who else is in the room and may put in a word
    urgent: bool = False  # nobody chats here
    placed: set[str] = field(default_factory=set)
    unplaced: dict[str, str] = field(default_factory=dict)
    count: int = 0

    # Steps that only evidence can fill carry ids of their own: what comes after must not depend on whether they were said.
    def step(self, act: Act, topic: TopicKind, facts: Sequence[Fact] = (), revealer: str = "physician", cues: Sequence[Cue] = (), subject: str = "") -> Step:  # fmt: skip
        """Make the next step and mark its facts as placed."""
        self.count += 1
        self.placed.update(fact.id for fact in facts)
        from_evidence = act == "safety" or any(cue.aspect == "red flag" for cue in cues)
        return Step(
            id=f"{EVIDENCE if from_evidence else 's'}{self.count:03d}",
            act=act,
            topic=topic,
            revealer=revealer,
            cues=tuple(cues),
            facts=tuple(fact.id for fact in facts),
            subject=subject,
        )


def _words(fact: Fact) -> int:
    return len(fact.text.split())


MEASURED = re.compile(
    r"\b(?:blood pressure|bp|pulse|heart rate|respiratory rate|temperature|temp|bmi|spo2|sats?|oxygen saturation|phq|gad|audit|pcl|mmse|moca)\b[^.]*\d",
    re.I,
)


def _is_measured(fact: Fact) -> bool:
    """True for what somebody in a clinic measured; what a patient measures at home is theirs to tell."""
    return (
        MEASURED.search(fact.text) is not None
        and re.search(r"\bhome\b|\b(?:he|she|they|patient) (?:checks|monitors|measures|takes)\b", fact.text, re.I)
        is None
    )


def _cue(fact: Fact, aspect: str = "symptom") -> Cue:
    words = f"{fact.text} {fact.tail}" if fact.tail and fact.tail.lower() not in fact.text.lower() else fact.text
    words = re.sub(r"^not (?=\w)", "", words, flags=re.I) if fact.polarity == "denied" else words
    return Cue(aspect=aspect, words=words, concept=fact.concept)


def _nothing(note: Note, fact: Fact) -> Cue:
    """What is asked where the note only says "None": the subject its place stands for."""
    under = heading_of(note, fact)
    if fact.section == "past":
        return Cue(aspect=past_aspect(note, [fact]))
    if fact.section == "social":
        family = re.search(r"\bfam", f"{under} {fact.text}", re.I)
        return Cue(aspect="family" if family else "habits")
    return Cue(aspect=fact.section if fact.section in ("allergies", "family", "medications") else "rest")


def _runs(facts: Sequence[Fact], key: Callable[[Fact], str]) -> list[list[Fact]]:
    """Neighbours that answer one question together; the order stays."""
    return [list(run) for _, run in groupby(facts, key)]


NEVER = re.compile(r"(?:never|lifelong|non)[ -]?(?:a )?(?:\w+ )?(?:smoker|drinker|user)\b", re.I)
VAGUE = re.compile(r"(?:(?:real|much|significant|further|great|any|obvious|clear|particular|other) )*(?:help|relief|benefit|effect|improvement|change|difference|response|better|worse|else|since|joy|luck|use|good|treatment)(?: (?:so far|since|yet|at all|from it|with it|with this|now))*", re.I)  # fmt: skip


_WHO = re.compile(rf"^(?:[a-z-]+ ){{0,3}}(?:{'|'.join(sorted(WORKERS))})\.?$", re.I)
_SAYS_NOT = re.compile(r"\w+ (?:not|never)\b|n['’]t\b")


def _is_item(fact: Fact) -> bool:
    """True for a symptom or finding that can be named in a question: a short noun phrase under a reporting frame."""
    frame = fact.frame.strip()
    if fact.subject != "patient" or (
        frame and not REPORTING.match(frame) and not HISTORY.search(frame) and not PRESENTING.search(frame)
    ):
        return False
    if fact.polarity == "denied" and VAGUE.fullmatch(
        fact.text.strip(" .")
    ):  # "no real help" answers no question of its own
        return False
    if (
        fact.polarity == "denied" and not frame and _SAYS_NOT.search(fact.text)
    ):  # "bowels not open": told, not asked after
        return False
    if NEVER.match(fact.text):  # "never smoker" names a person, not a thing to have
        return False
    if (
        fact.role in ("age", "sex", "clause")
        or is_finite(fact.text.split(" ", 1)[0])
        or (
            re.match(r"(?:has|had|have) ", frame)
            and not any(m.kind in ("symptom", "disorder", "finding") for m in fact.mentions)
        )
    ):
        return False
    if fact.polarity != "denied" and (fact.quantities or (fact.time and _words(fact) > 4)):
        return False
    return shape(fact.text, fact.polarity == "denied").kind in ("np", "gerund") and _words(fact) <= 9


def chunk(facts: Sequence[Fact], words: int, most: int) -> list[list[Fact]]:
    """Cut a run of facts into stretches of at most ``words`` words and ``most`` facts; the last is not left tiny."""
    out: list[list[Fact]] = []
    held = 0
    for fact in facts:
        if out and held + _words(fact) <= words and len(out[-1]) < most:
            out[-1].append(fact)
            held += _words(fact)
        else:
            out.append([fact])
            held = _words(fact)
    return out


def _with_companion(desk: _Desk, story: list[Step]) -> list[Step]:
    """Let a companion whom the note does not quote tell one part of the story: the second that is told at length."""
    who = desk.companion
    if who is None or who == desk.speaker or who in STAFF or any(step.revealer == who for step in story):
        return story
    told = [
        i
        for i, step in enumerate(story)
        if step.act == "ask" and step.facts and not any(cue.words for cue in step.cues)
    ]
    if not told:
        return story
    at = told[1] if len(told) > 2 else told[-1]
    return [step.model_copy(update={"revealer": who}) if i == at else step for i, step in enumerate(story)]


def _complaint(note: Note) -> str:
    for fact in note.facts:
        if fact.section == "complaint":
            return fact.text
    for fact in note.facts:
        if fact.frame.lower().startswith(("presents", "presenting", "complain", "here for", "evaluation")):
            return fact.text
    return ""


class AgendaPlanner:
    """Writes the agenda of a visit from a note. Keeps the ``Planner`` contract.

    The style profile says how long turns are, whether people greet and part, and who does the telling."""

    def __init__(self, style: StyleProfile, protocol: str = "notechat") -> None:
        rules = load_protocol(protocol)
        self._style = style
        self._patient_tells = style.physician_share < 0.6  # background facts are asked for rather than gone over
        self._answer = rules.answer_words or max(14, round(style.patient_words * 4.6))  # words of facts in one answer
        self._telling = rules.told_words or max(18, round(style.told_words * 1.6))  # words of facts in one telling turn

    async def plan(self, case: Case, note: Note, seed: int) -> Plan:
        """Return the agenda. The same case, note and seed give the same agenda."""
        rng = random.Random(f"{seed}/plan")
        desk = _Desk(note, rng, spokesperson(note, case), case.patient.companion or next(iter(note.companions), None))
        desk.urgent = case.setting in ("emergency", "ambulance")
        facts: list[Fact] = []
        for fact in note.facts:
            if fact.same_as is not None:
                desk.unplaced[fact.id] = f"same as {fact.same_as}"
            elif (
                fact.role in ("sex", "idle")
                or RACE.fullmatch(fact.text.strip(" .,"))
                or SEX.fullmatch(fact.text.strip(" .,"))
                or ACCOMPANIED.search(fact.text)
            ):
                desk.unplaced[fact.id] = "shown by who speaks"
            elif is_prompt(fact.text):
                desk.unplaced[fact.id] = "addressed to a writer, not about the patient"
            elif REFERS.fullmatch(fact.text.strip(" .")) and len(note.facts) > 1:
                desk.unplaced[fact.id] = "addressed to a reader: it points elsewhere in the chart"
            elif DOCTORS_LINE.match(fact.text):
                desk.unplaced[fact.id] = "a physician's line of a transcript inside the note"
            elif fact.frame.lower() in ("which", "who") and facts:  # it goes on about what was just said
                facts.append(fact.model_copy(update={"section": facts[-1].section}))
            else:
                facts.append(fact)
        by: dict[str, list[Fact]] = {}
        for fact in facts:
            by.setdefault(fact.section, []).append(fact)
        agreements = [fact for fact in facts if AGREEMENT.search(fact.text)]
        closed = {fact.id for fact in agreements}
        complaint = _complaint(note)
        topics = [
            Topic(
                kind="opening", title="opening", steps=self._opening(desk) if rng.random() < self._style.greets else ()
            ),
            Topic(kind="reason", title="reason for visit", steps=self._reason(desk, by, complaint, closed)),
            *self._history(desk, by, complaint, closed),
            *self._background(desk, by, closed),
            *self._review(desk, by, closed),
            *self._findings(desk, by, closed),
            *self._decisions(desk, by, closed, agreements),
        ]
        rest = [fact for fact in facts if fact.id not in desk.placed]
        for fact in rest:
            desk.unplaced[fact.id] = "no step brings it out"
        plan = Plan(topics=tuple(topic for topic in topics if topic.steps), unplaced=desk.unplaced)
        return arrange(plan, (case.protocol, case.setting), note, desk.speaker, seed)

    def _opening(self, desk: _Desk) -> tuple[Step, ...]:
        steps = [desk.step("greet", "opening", subject="known" if KNOWN_PATIENT.search(desk.note.text) else "")]
        chats = desk.rng.random() < 0.15
        if chats and not desk.urgent:
            steps.append(desk.step("greet", "opening", subject="smalltalk"))
        return tuple(steps)

    def _reason(self, desk: _Desk, by: dict[str, list[Fact]], complaint: str, closed: set[str]) -> tuple[Step, ...]:
        steps: list[Step] = []
        reasons = list(by.get("complaint", ()))
        if not reasons:
            reasons = [
                f for f in by.get("history", ()) if f.frame.lower().startswith(("presents", "presenting", "here for"))
            ][:1]
        background = [
            f
            for f in by.get("history", ())
            if HISTORY.search(f.frame) and f.polarity == "present" and f.subject == "patient"
        ]
        unsaid = not reasons
        if unsaid:  # nothing says why they came: the story's first statement will do
            opening = [
                f for f in by.get("history", []) + by.get("other", []) if f.id not in closed and self._tellable(f)
            ]
            opening = [f for f in opening if not _WHO.search(f.text)] or opening  # "college sophomore" brings nobody in
            reasons = opening[:1]
        told = [f for f in reasons if not TECHNICAL.search(f.text) and _words(f) <= 14]
        chart = [f for f in reasons if f not in told and f.established == "before"]
        if told and (unsaid or desk.rng.random() < 0.55):
            steps.append(desk.step("invite", "reason", told[:3], desk.speaker, subject=""))
            told = told[3:]
        for part in chunk(told + chart, 24, 3):
            steps.append(desk.step("chart", "reason", part, subject="reason"))
        spoken = by.get("history", []) + by.get("other", [])
        identity = [f for f in spoken if (f.role == "age" or (IDENTITY.search(f.text) and _words(f) <= 8)) and f.subject == "patient"][:2]  # fmt: skip
        if identity:  # who they are: age, trade, and what else stands between "a" and "man"
            same = identity[0].sentence
            identity += [f for f in spoken if f.sentence == same and f not in identity and f not in reasons and (f.role == "trade" or (f.frame == "is" and _words(f) <= 3 and f.role == "clause"))]  # fmt: skip
            steps.append(desk.step("chart", "reason", identity, subject="identity"))
        for part in chunk(background, 24, 5):
            steps.append(desk.step("chart", "reason", part, subject="past"))
        return tuple(steps)

    @staticmethod
    def _tellable(fact: Fact) -> bool:
        return (
            fact.polarity == "present"
            and fact.established == "before"
            and fact.knower != "physician"
            and fact.role not in ("age", "history", "trade")
            and fact.frame != "is"
            and not GRAVIDA.match(fact.text)
            and not REVIEWED.match(fact.text)
            and not says(fact.text)
        )

    def _who(self, desk: _Desk, fact: Fact) -> str:
        """Who tells this part of the story: a relative the note quotes, or whoever answers."""
        if fact.speaker and desk.speaker == "patient" and fact.speaker != "patient":
            return {"mom": "mother", "dad": "father", "parents": "mother", "parent": "mother"}.get(
                fact.speaker, fact.speaker
            )
        if fact.sentence is not None:
            match = SPEAKS.search(desk.note.text[fact.sentence.start : fact.sentence.end])
            if match and desk.speaker == "patient":
                who = match.group(1).lower()
                return {"mom": "mother", "dad": "father", "parents": "mother", "parent": "mother"}.get(who, who)
        return desk.speaker

    def _history(self, desk: _Desk, by: dict[str, list[Fact]], complaint: str, closed: set[str]) -> list[Topic]:
        story: list[Step] = []
        associated: list[Step] = []
        run: list[Fact] = []
        run_kind = ""

        def flush() -> None:
            nonlocal run
            if not run:
                return
            if run_kind == "chart":
                for part in chunk(run, 34, 3):
                    story.append(desk.step("chart", "story", part, subject="story"))
            elif run_kind == "nothing":
                story.append(desk.step("ask", "story", run, self._who(desk, run[0]), [Cue(aspect="rest")]))
            elif run_kind in ("denied", "item"):
                done = [f for f in run if shape(f.text, f.polarity == "denied").kind == "gerund"]
                habits = [f for f in run if run_kind == "denied" and social_aspect([f]) in HABITS]
                named = [f for f in run if f not in done and f not in habits]
                done = [f for f in done if f not in habits]
                most = 4 if run_kind == "denied" else 2
                for part in chunk(named, 18, most) + chunk(done, 18, 2) + chunk(habits, 18, 4):
                    cues = [_cue(f, "use" if f in habits else "symptom") for f in part]
                    story.append(desk.step("ask", "associated", part, self._who(desk, part[0]), cues))
            else:
                for part in chunk(run, self._answer, 4):
                    aspect = aspect_of(part[0].text if not part[0].time else f"{part[0].text} {part[0].time}")
                    cut = len(part) - desk.rng.randint(1, 2) if len(part) > 1 and desk.rng.random() < 0.4 else len(part)
                    head, tail = part[: max(1, cut)], part[max(1, cut) :]
                    story.append(
                        desk.step("ask", "story", head, self._who(desk, head[0]), [Cue(aspect=aspect)], complaint)
                    )
                    if tail:
                        story.append(
                            desk.step("ask", "story", tail, self._who(desk, head[0]), [Cue(aspect="go on")], complaint)
                        )
            run = []

        told_later = [
            f
            for f in by.get("assessment", []) + by.get("plan", [])
            if f.knower == "patient" and f.established == "before"
        ]
        for fact in by.get("history", []) + by.get("course", []) + by.get("other", []) + told_later:
            if fact.id in desk.placed or fact.id in closed:
                continue
            if fact.knower == "physician" or fact.established == "visit":
                kind = "tell"
            elif says(fact.text):
                kind = "nothing"
            elif _is_item(fact) and fact.polarity == "denied":
                kind = "denied"
            elif (
                GRAVIDA.match(fact.text)
                or REVIEWED.match(fact.text)
                or (TECHNICAL.search(fact.text) and (fact.knower == "both" or CARE.search(fact.text)))
                or _is_measured(fact)
                or VALUE.search(fact.text)
                or (_is_item(fact) and fact.frame and any(m.kind == "disorder" for m in fact.mentions))
            ):
                kind = "chart"
            elif _is_item(fact) and fact.frame:
                kind = "item"
            else:
                kind = "told"
            if kind == "tell":
                continue
            if kind != run_kind or (run and self._who(desk, fact) != self._who(desk, run[0])):
                flush()
                run_kind = kind
            run.append(fact)
        flush()
        story = _with_companion(desk, story)
        if len(desk.note.facts) > 12:
            associated.append(desk.step("ask", "associated", (), desk.speaker, [Cue(aspect="red flag")], complaint))
        topics = [Topic(kind="story", title=complaint or "story", steps=tuple(story))]
        topics.append(Topic(kind="associated", title="associated symptoms", steps=tuple(associated)))
        return topics

    def _background(self, desk: _Desk, by: dict[str, list[Fact]], closed: set[str]) -> list[Topic]:
        topics: list[Topic] = []
        kinds: tuple[tuple[TopicKind, str], ...] = (
            ("past", "past history"), ("medications", "medicines"), ("allergies", "allergies"), ("family", "family history"), ("social", "home and habits"),
        )  # fmt: skip
        for kind, title in kinds:
            facts = [f for f in by.get(kind, []) if f.id not in desk.placed and f.id not in closed]
            if not facts:
                continue
            steps: list[Step] = []
            whole = [f for f in facts if says(f.text)]
            read = [f for f in facts if f not in whole and (REVIEWED.match(f.text) or COUNTS.match(f.text))]
            denied = [f for f in facts if f.polarity == "denied" and _is_item(f) and f not in whole]
            present = [f for f in facts if f not in denied and f not in whole and f not in read]
            for part in chunk(read, 24, 4):
                steps.append(desk.step("chart", kind, part, subject=kind))
            if kind == "social":
                for run in _runs(present, lambda f: social_aspect([f])):
                    for part in chunk(run, 22, 2):
                        steps.append(desk.step("ask", kind, part, desk.speaker, [Cue(aspect=social_aspect(part))]))
            elif kind == "family":
                for part in chunk(present, 22, 3):
                    steps.append(desk.step("ask" if self._patient_tells or desk.rng.random() < 0.5 else "chart", kind, part, desk.speaker, [Cue(aspect="family")], subject="family"))  # fmt: skip
            elif kind == "medications":
                tells = self._patient_tells or (len(present) <= 3 and desk.rng.random() < 0.3)
                for part in chunk(present, 26, 4):
                    if tells:
                        steps.append(desk.step("ask", kind, part, desk.speaker, [Cue(aspect="medications")]))
                    else:
                        steps.append(desk.step("chart", kind, part, subject="medications"))
            else:
                runs = _runs(present, lambda f: past_aspect(desk.note, [f])) if kind == "past" else [present]
                for run in runs:
                    for part in chunk(run, 24, 4):
                        if self._patient_tells:
                            aspect = past_aspect(desk.note, part) if kind == "past" else kind
                            steps.append(desk.step("ask", kind, part, desk.speaker, [Cue(aspect=aspect)]))
                        else:
                            steps.append(desk.step("chart", kind, part, subject=kind))
            for part in chunk(denied, 14, 4):
                cues = [
                    _cue(f, kind if kind in ("allergies", "family", "past") and _words(f) <= 2 else "symptom")
                    for f in part
                ]
                if kind == "social" and social_aspect(part) in HABITS | {"habits"}:
                    cues = [cue.model_copy(update={"aspect": "use"}) for cue in cues]
                steps.append(desk.step("ask", kind, part, desk.speaker, cues))
            for fact in whole:
                steps.append(desk.step("ask", kind, [fact], desk.speaker, [_nothing(desk.note, fact)]))
            steps = [s if s.act != "chart" else s.model_copy(update={"revealer": "physician"}) for s in steps]
            topics.append(Topic(kind=kind, title=title, steps=tuple(steps)))
        return topics

    def _review(self, desk: _Desk, by: dict[str, list[Fact]], closed: set[str]) -> list[Topic]:
        steps: list[Step] = []
        facts = [f for f in by.get("review", []) if f.id not in desk.placed and f.id not in closed]
        whole = [f for f in facts if says(f.text)]
        denied = [f for f in facts if f.polarity == "denied" and _is_item(f) and f not in whole]
        present = [f for f in facts if f.polarity != "denied" and _is_item(f) and f not in whole]
        told = [f for f in facts if f not in denied and f not in present and f not in whole]
        for part in chunk(present, 12, 2):
            steps.append(desk.step("ask", "review", part, desk.speaker, [_cue(f) for f in part]))  # fmt: skip
        for part in chunk(told, 24, 2):
            steps.append(desk.step("ask", "review", part, desk.speaker, [Cue(aspect=aspect_of(part[0].text))]))
        for part in chunk(denied, 16, 4):
            steps.append(desk.step("ask", "review", part, desk.speaker, [_cue(f) for f in part]))  # fmt: skip
        desk.rng.shuffle(steps)
        for fact in whole[:1]:
            steps.append(desk.step("ask", "review", whole, desk.speaker, [_nothing(desk.note, fact)]))
        return [Topic(kind="review", title="other symptoms", steps=tuple(steps))]

    def _findings(self, desk: _Desk, by: dict[str, list[Fact]], closed: set[str]) -> list[Topic]:
        vitals = [f for f in by.get("vitals", []) if f.id not in desk.placed and f.id not in closed]
        taken = (
            [desk.step("ask", "examination", part, "nurse", [Cue(aspect="vitals")]) for part in chunk(vitals, 40, 6)]
            if desk.companion == "nurse"
            else []
        )
        examination = [
            f for f in by.get("vitals", []) + by.get("examination", []) if f.id not in desk.placed and f.id not in closed
        ]  # fmt: skip
        exam_steps = [
            desk.step("examine", "examination", part, cues=[FIRST] if i == 0 else (), subject=part[0].group)
            for i, part in enumerate(chunk(examination, self._telling, 8))
        ]
        late = [
            f
            for f in by.get("history", []) + by.get("course", []) + by.get("other", [])
            if f.id not in desk.placed and f.id not in closed
        ]
        results = [
            f for f in by.get("results", []) + by.get("procedure", []) if f.id not in desk.placed and f.id not in closed
        ] + late
        result_steps = [
            desk.step("report", "results", part, cues=[FIRST] if i == 0 else (), subject=part[0].group)
            for i, part in enumerate(chunk(results, self._telling, 6))
        ]
        return [
            Topic(kind="examination", title="examination", steps=(*taken, *exam_steps)),
            Topic(kind="results", title="results", steps=tuple(result_steps)),
        ]

    def _decisions(
        self, desk: _Desk, by: dict[str, list[Fact]], closed: set[str], agreements: list[Fact]
    ) -> list[Topic]:
        """Assessment and plan, problem by problem in the note's order; what names no problem comes last."""
        pending = [f for key in ("assessment", "plan", "instructions") for f in by.get(key, []) if f.id not in desk.placed and f.id not in closed]  # fmt: skip
        problems: dict[str, list[Fact]] = {}
        for fact in pending:
            problems.setdefault(fact.group.split(" / ")[0], []).append(fact)
        reserved: list[Fact] = []
        follow = [f for f in pending if f.section in ("plan", "instructions") and re.search(r"follow[- ]?up|return|see (?:me|him|her)|come back|recheck in|contact|call", f.text, re.I) and _words(f) <= 24]  # fmt: skip
        if follow and len(pending) > 4 and desk.rng.random() < 0.6:
            reserved = [follow[-1]]
        topics: list[Topic] = []
        for number, (problem, facts) in enumerate(problems.items()):
            facts = [f for f in facts if f not in reserved]
            mark = [FIRST] if number == 0 else [LAST] if number == len(problems) - 1 and number > 1 else []
            thinking = [f for f in facts if f.section == "assessment" and not is_action(f)]
            doing = [f for f in facts if f not in thinking]
            here: list[Step] = []
            for part in chunk(thinking, self._telling, 4):
                here.append(
                    desk.step("explain", "assessment", part, cues=mark if not here else [SAME], subject=problem)
                )
            for part in chunk(doing, self._telling, 4):
                here.append(desk.step("advise", "plan", part, cues=mark if not here else [SAME], subject=problem))
            topics.append(Topic(kind="assessment" if thinking else "plan", title=problem or "plan", steps=tuple(here)))
        closing: list[Step] = [desk.step("safety", "plan", (), subject="safety")] if len(desk.placed) > 12 else []
        if agreements:
            closing.append(desk.step("check", "plan", agreements))
        topics.append(Topic(kind="plan", title="safety net", steps=tuple(closing)))
        questions: list[Step] = []
        if reserved:  # the physician makes room, they ask, they are told: nobody speaks twice in a row
            questions.append(desk.step("invite", "questions", (), desk.speaker, [ASKS], subject="questions"))
            questions.append(desk.step("advise", "questions", reserved, cues=[ANSWERS], subject="follow up"))
        questions.append(
            desk.step("invite", "questions", (), desk.speaker, [Cue(aspect="questions")], subject="questions")
        )
        if reserved or len(desk.placed) > 12:
            topics.append(Topic(kind="questions", title="questions", steps=tuple(questions)))
        if desk.rng.random() < 2 * self._style.closes:  # a recording often stops before the goodbye that was said
            topics.append(Topic(kind="closing", title="closing", steps=(desk.step("close", "closing"),)))
        return topics


ACTION = re.compile(r"^(?:we|i)(?:'ll| will| would like| am going| are going| want| recommend\w*| prescrib\w*| order\w*| also| have (?:also )?(?:recommended|advised|ordered|prescribed|instructed|encouraged|asked)| advis\w*| encourag\w*| instruct\w*| counsel\w*| refer\w*)\b|\b(?:will|should|is to|was (?:advised|instructed|encouraged|told|given|prescribed|counseled)|needs to|to be)\b|^(?:continue|start|stop|increase|decrease|obtain|order|follow|return|refer|monitor|consider|avoid|take|repeat|schedule|initiate|recommend|check|begin|discontinue|rest|ice|review|prescri|encourage|advise|proceed)", re.I)  # fmt: skip


DUE = re.compile(
    r"\b(?:within|in|for|this|next|by|every|before) (?:the )?(?:\d+|one|two|three|four|six|a|next|week|month|year|clinic|visit)\b|\b(?:today|tomorrow|weekly|daily|as needed)\b",
    re.I,
)


# Words that name what is wrong although they could be an order: "Fall due to ...", "Cough, viral".
SICKNESS = re.compile(r"(?:fall|cough|bruise|burn|strain|sprain|fracture|pain|cut|limp|bleed|tear|faint|flare|sore|itch|stress|rupture|collapse|spasm|urge|shake)s?\b", re.I)  # fmt: skip


def is_action(fact: Fact) -> bool:
    """True for what is to be done; the rest of an assessment is what is thought."""
    if ACTION.search(fact.text) or ACTION.search(fact.frame):
        return True
    if fact.established != "visit" or fact.polarity == "denied" or fact.certainty == "possible":
        return False
    form = shape(fact.text, False, True)
    if form.kind == "imperative":
        return not SICKNESS.match(fact.text)
    kinds = {m.kind for m in fact.mentions}
    if form.kind != "np":
        return False
    ordered = bool(kinds & {"test", "procedure"}) and bool(DUE.search(fact.text))
    return ("drug" in kinds and bool(fact.quantities)) or ordered
