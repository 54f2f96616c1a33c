"""The agenda of a full visit, arranged by another protocol and another setting; every rule of both is data.

Law of the file: a fact that goes is recorded in ``Plan.unplaced`` with the reason, and no fact is ever added. A full
visit in a room where people talk and can be examined is left as it is, to the byte.
"""

import random
from collections.abc import Sequence

from bedside.scenarios.note import Fact, Note
from bedside.scenarios.plan import LEFT_OUT, Act, Cue, Plan, Step, Topic, TopicKind
from bedside.scenarios.protocol import AddedStep, DialogueProtocol, load_protocol
from bedside.scenarios.setting import Setting, load_setting

ASKED: frozenset[TopicKind] = frozenset(
    ("reason", "story", "associated", "past", "medications", "allergies", "family", "social", "review")
)
TOLD: frozenset[TopicKind] = frozenset(("results", "assessment", "plan"))
HELD = 40  # words of facts in one question's answer that are written at once
_SEEN = ("onset", "cause", "timing", "course")  # sides of a story that somebody beside can tell
_CHART_ASPECT = {"reason": "more", "story": "more", "associated": "rest"}


def changes(protocol: DialogueProtocol, setting: Setting) -> bool:
    """Whether anything is to be arranged at all."""
    plain = setting.examination != "none" and setting.chart and not setting.asynchronous and setting.witness is None
    return protocol.name != "notechat" or not plain


def arrange(plan: Plan, names: tuple[str, str], note: Note, who: str, seed: int) -> Plan:
    """``plan`` by the protocol and in the setting of these two names. ``who`` answers for the patient."""
    protocol, setting = load_protocol(names[0]), load_setting(names[1])
    if not changes(protocol, setting):
        return plan
    return _Arranger(plan, protocol, setting, note, who, random.Random(f"{seed}/arrange")).plan()


class _Arranger:
    """One agenda in the making."""

    def __init__(
        self, plan: Plan, protocol: DialogueProtocol, setting: Setting, note: Note, who: str, rng: random.Random
    ):
        self.protocol, self.setting, self.rng, self.who = protocol, setting, rng, who
        self.fact = {fact.id: fact for fact in note.facts}
        self.unplaced = dict(plan.unplaced)
        self.given = plan
        self.count = 0
        self.opened = any(step.act == "invite" and step.topic == "reason" for step in plan.steps)

    def plan(self) -> Plan:
        """The arranged plan."""
        parts = self._parts()
        self._urgent(parts)
        if not self.setting.chart or not self.protocol.chart:
            for kind, steps in parts.items():
                asked = [self._uncharted(step) for step in steps]
                parts[kind] = [step for step in asked if step is not None]
        if self.protocol.sides:
            ranks = {side: rank for rank, side in enumerate(self.protocol.sides)}
            parts["story"] = sorted(parts.get("story", []), key=lambda s: ranks.get(_side(s), len(ranks)))
        self._witness(parts)
        if self.protocol.reflects:
            parts["story"] = self._reflected(parts.get("story", []))
        for added in self.protocol.adds:
            self._add(added, parts)
        self._frame(parts)
        topics = [
            Topic(kind=kind, title=_title(kind), steps=tuple(parts[kind])) for kind in self._order() if parts.get(kind)
        ]
        if self.setting.asynchronous:
            topics = self._written(topics)
        return Plan(
            topics=tuple(topics),
            unplaced=self.unplaced,
            order=tuple(dict.fromkeys(step.topic for topic in topics for step in topic.steps)),
            provenance=self.given.provenance,
        )

    def _order(self) -> tuple[TopicKind, ...]:
        return tuple(dict.fromkeys(self.protocol.order))

    def _parts(self) -> dict[TopicKind, list[Step]]:
        """The given steps under the topics they go to; what is left out is recorded."""
        out: dict[TopicKind, list[Step]] = {}
        promised = self._order()
        for topic in self.given.topics:
            for step in topic.steps:
                to = self.protocol.moves.get(step.topic, step.topic)
                why = self.protocol.leaves_out.get(step.topic, "")
                if step.topic == "examination" and self.setting.examination == "none":
                    why = f"nobody can be examined in {self.setting.where}"
                if why or to not in promised:
                    self._leave(step.facts, why or "the protocol has no place for it")
                elif step.topic not in ("opening", "closing"):
                    out.setdefault(to, []).append(step.model_copy(update={"topic": to}))
        return out

    def _leave(self, facts: Sequence[str], why: str) -> None:
        for fact in facts:
            self.unplaced[fact] = f"{LEFT_OUT}{why}"

    def _step(self, act: Act, topic: TopicKind, facts: Sequence[str] = (), revealer: str = "physician", cues: Sequence[Cue] = (), subject: str = "") -> Step:  # fmt: skip
        self.count += 1
        return Step(
            id=f"p{self.count:03d}",
            act=act,
            topic=topic,
            revealer=revealer,
            cues=tuple(cues),
            facts=tuple(facts),
            subject=subject,
        )

    def _urgent(self, parts: dict[TopicKind, list[Step]]) -> None:
        """What is asked of breath, bleeding and consciousness goes to the front."""
        words = self.protocol.urgent
        if not words or "safety" not in self._order():
            return
        for kind in ("story", "associated"):
            front = [s for s in parts.get(kind, []) if s.act == "ask" and any(_begins(c.words, words) for c in s.cues)]
            if front:
                parts[kind] = [s for s in parts[kind] if s not in front]
                parts.setdefault("safety", []).extend(s.model_copy(update={"topic": "safety"}) for s in front)

    def _uncharted(self, step: Step) -> Step | None:
        """What would be read from the chart is asked instead; what only a chart can tell is left out."""
        if step.act != "chart":
            return step
        lay = [f for f in step.facts if self.fact[f].knower != "physician" and self.fact[f].established == "before"]
        self._leave([f for f in step.facts if f not in lay], "there is no chart at hand")
        if not lay:
            return None
        if step.topic in ("reason", "agenda") and step.subject != "identity" and not self.opened:
            self.opened = True
            return step.model_copy(
                update={"act": "invite", "revealer": self.who, "facts": tuple(lay), "cues": (), "subject": ""}
            )
        asked = _CHART_ASPECT.get(step.topic, step.topic)
        aspect = "identity" if step.subject == "identity" else asked
        return step.model_copy(
            update={
                "act": "ask",
                "revealer": self.who,
                "facts": tuple(lay),
                "cues": (Cue(aspect=aspect),),
                "subject": "",
            }
        )

    def _witness(self, parts: dict[TopicKind, list[Step]]) -> None:
        """Who saw it tells one part of the story: the second that is told at length, never the patient's own symptoms."""
        story = parts.get("story", [])
        if self.setting.witness is None or any(s.revealer not in ("physician", self.who) for s in story):
            return
        told = [i for i, s in enumerate(story) if s.act == "ask" and s.facts and not any(c.words for c in s.cues)]
        seen = [i for i in told if _side(story[i]) in _SEEN]
        if len(told) > 1:
            at = (seen or told[1:])[0]
            story[at] = story[at].model_copy(update={"revealer": self.setting.witness})

    def _reflected(self, story: list[Step]) -> list[Step]:
        """Answers that are told at length are said back now and then."""
        out: list[Step] = []
        for step in story:
            out.append(step)
            named = any(cue.words for cue in step.cues)
            told = [f for f in step.facts if self.fact[f].polarity == "present"]
            if step.act == "ask" and told and not named and self.rng.random() < self.protocol.reflects:
                out.append(self._step("reflect", "story", told[:2]))
        return out

    def _add(self, added: AddedStep, parts: dict[TopicKind, list[Step]]) -> None:
        """A step that the protocol brings in: told for the first time, or taken up again."""
        here = parts.setdefault(added.topic, [])
        if added.act in ("summarize", "handover"):
            again = [f for kind in added.of for s in parts.get(kind, []) for f in s.facts]
            again = [f for f in dict.fromkeys(again) if self._worth(f)][: added.facts]
            if again:
                here.append(self._step(added.act, added.topic, again))
            return
        taken: tuple[str, ...] = ()
        if added.facts:  # brought out here instead of later
            for kind in ("story", "associated"):
                for step in parts.get(kind, []):
                    if not taken and _side(step) in added.sides and step.act == "ask":
                        taken = step.facts[: added.facts]
                        rest = step.facts[added.facts :]
                        parts[kind] = [s for s in parts[kind] if s is not step or rest]
                        parts[kind] = [s.model_copy(update={"facts": rest}) if s is step else s for s in parts[kind]]
        if added.act == "invite" and any(step.act == "invite" for step in here):
            return  # the note gives this question its answer
        revealer = self.who if added.act == "invite" else "physician"
        step = self._step(added.act, added.topic, taken, revealer, subject=added.topic)
        reason = added.act in ("frame", "invite", "secure")
        parts[added.topic] = [step, *here] if reason else [*here, step]

    def _worth(self, fact: str) -> bool:
        """Whether a summary needs it: not who they are, and not what is denied."""
        return self.fact[fact].polarity == "present" and self.fact[fact].role not in ("age", "sex", "trade")

    def _frame(self, parts: dict[TopicKind, list[Step]]) -> None:
        """The greeting and the goodbye, as the protocol has them."""
        kept = {topic.kind: list(topic.steps) for topic in self.given.topics if topic.kind in ("opening", "closing")}
        opening = kept.get("opening", [])
        if not opening and self.protocol.greets == "always":
            opening = [self._step("greet", "opening")]
        if not self.protocol.smalltalk:
            opening = [step for step in opening if step.subject != "smalltalk"]
        parts["opening"] = [
            s.model_copy(update={"subject": self.protocol.greeting})
            if self.protocol.greeting and s.subject != "smalltalk"
            else s
            for s in opening
        ]
        closing = kept.get("closing", [])
        if self.protocol.closes == "always" and not closing:
            closing = [self._step("close", "closing")]
        parts["closing"] = [] if self.protocol.closes == "never" else closing

    # -- messages ------------------------------------------------------------------------------------------------

    def _written(self, topics: list[Topic]) -> list[Topic]:
        """Long messages instead of short turns: the patient begins, several questions come at once, and what is thought
        and decided comes in one answer."""
        age = [f for topic in topics for s in topic.steps for f in s.facts if self.fact[f].role == "age"]
        self._leave(age, "the portal shows it beside every message")
        first = [step for topic in topics if topic.kind in ("reason", "story") for step in topic.steps]
        opened, held = list[str](), 0
        for step in first:
            for fact in step.facts:
                words = len(self.fact[fact].text.split())
                if (
                    fact not in age
                    and self._lay(self.fact[fact])
                    and step.act in ("invite", "ask", "chart")
                    and held + words <= HELD
                ):
                    opened.append(fact)
                    held += words
        out: list[Topic] = []
        asked: list[Step] = []
        if opened:
            out.append(
                Topic(kind="reason", title=_title("reason"), steps=(self._step("write", "reason", opened, self.who),))
            )
        for topic in topics:
            steps = [
                s.model_copy(update={"facts": tuple(f for f in s.facts if f not in opened and f not in age)})
                for s in topic.steps
            ]
            steps = [
                s
                for s in steps
                if s.facts
                or s.act not in ("invite", "ask", "chart", "reflect")
                or topic.kind == "questions"
                or (not s.cues and s.act == "invite" and topic.kind == "reaction")
            ]
            if topic.kind == "opening":
                continue
            if topic.kind in TOLD:
                told = [f for s in steps for f in s.facts]
                merged = [s for s in steps if not s.facts]
                if out and out[-1].steps and out[-1].steps[-1].act == "message":
                    last = out[-1].steps[-1]
                    out[-1] = out[-1].model_copy(
                        update={"steps": (*out[-1].steps[:-1], last.model_copy(update={"facts": (*last.facts, *told)}))}
                    )
                elif told:
                    out.append(
                        Topic(kind=topic.kind, title=topic.title, steps=(self._step("message", topic.kind, told),))
                    )
                steps = merged
            elif topic.kind in ASKED:
                asked += steps
                if any(later.kind in ASKED for later in topics[topics.index(topic) + 1 :]):
                    continue
                steps = self._at_once(asked)
                topic = topic.model_copy(update={"kind": steps[0].topic}) if steps else topic
            if steps:
                out.append(Topic(kind=topic.kind, title=topic.title, steps=tuple(steps)))
        return out

    def _at_once(self, steps: list[Step]) -> list[Step]:
        """Neighbouring questions to the same person in one message."""
        out: list[Step] = []
        for step in steps:
            last = out[-1] if out else None
            together = (
                last is not None
                and last.act == step.act == "ask"
                and last.revealer == step.revealer
                and len(last.cues) + len(step.cues) <= 2 * self.setting.questions_at_once
            )
            if together and last is not None:
                cues = tuple(dict.fromkeys(c for c in (*last.cues, *step.cues) if c.aspect != "go on"))
                out[-1] = last.model_copy(update={"cues": cues, "facts": (*last.facts, *step.facts)})
            else:
                out.append(step)
        return out

    def _lay(self, fact: Fact) -> bool:
        return fact.established == "before" and fact.knower != "physician" and fact.polarity == "present"


def _side(step: Step) -> str:
    return step.cues[0].aspect if step.cues else ""


def _begins(words: str, starts: Sequence[str]) -> bool:
    text = words.casefold()
    return any(text.startswith(start) or f" {start}" in text for start in starts)


def _title(kind: TopicKind) -> str:
    return {"reason": "reason for visit", "story": "story", "checkin": "check-in", "next": "what comes next"}.get(
        kind, kind
    )
