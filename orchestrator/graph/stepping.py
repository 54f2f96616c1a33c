"""The graph run stop by stop: from any event of a log to the gate's next interrupt, or through one node.

Where a checkpoint was made after the event to go on from, it is resumed or forked; for an event that this process has made
none at, a thread of its own begins there. Checkpoints are only a means: the log alone says where a dialogue stands.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bedside.orchestrator.graph import graph
from bedside.orchestrator.graph.context import DialogueContext

if TYPE_CHECKING:
    from langgraph.checkpoint.base import BaseCheckpointSaver

Json = dict[str, Any]


@dataclass
class Stepper:
    """Runs one dialogue's graph. Without a ``checkpointer`` checkpoints are held in memory."""

    checkpointer: "BaseCheckpointSaver[Any] | None" = None
    _app: Any = None
    _threads: int = 0
    _made: dict[str, Json] = field(default_factory=dict[str, Json])  # event -> the configuration of a checkpoint there
    _waiting: tuple[int, str] | None = None  # the context that an interrupt of the gate waits for, and the event

    async def run(self, context: DialogueContext, tip: str, one: bool = False) -> None:
        """Run from the event ``tip`` until the gate of ``context`` pauses, the dialogue ends, or with ``one`` a node has
        done its work. What was written is in the context's log, also where this raises ``Failed``."""
        app = self._graph(context)
        context.at(tip)
        given, config = await self._entry(app, context, tip)
        self._waiting = None
        after = list(graph.NODES) if one else None
        await app.ainvoke(given, config, context=context, interrupt_after=after)
        thread = {"configurable": {"thread_id": config["configurable"]["thread_id"]}}
        found = await app.aget_state(thread)
        end = context.state.tip
        self._made[end] = {"configurable": dict(found.config["configurable"])}
        if any(task.interrupts for task in found.tasks):
            self._waiting = (id(context), end)

    async def _entry(self, app: Any, context: DialogueContext, tip: str) -> tuple[Any, Json]:
        """What the graph is given to go on from this event, and the thread and checkpoint it goes on from."""
        from langgraph.types import Command

        limit = {"recursion_limit": graph.RECURSION}
        here = self._made.get(tip)
        if here is not None and self._waiting == (id(context), tip):
            return Command(resume="play"), {"configurable": {"thread_id": here["configurable"]["thread_id"]}, **limit}
        if here is None:
            self._threads += 1
            here = {"configurable": {"thread_id": f"thread-{self._threads}", "checkpoint_ns": ""}}
        # As after "plan": from there the router goes wherever the state says, through the gate.
        forked = await app.aupdate_state(here, dict(graph.begin(context)), as_node="plan")
        return None, {**forked, **limit}

    def _graph(self, context: DialogueContext) -> Any:
        if self._app is None:
            if self.checkpointer is None:
                graph.load()
                from langgraph.checkpoint.memory import InMemorySaver

                self.checkpointer = InMemorySaver()
            self._app = graph.app(context, self.checkpointer)
        return self._app
