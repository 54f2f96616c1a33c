"""Verbs that show where the session stands and why."""

from bedside.orchestrator.debug import explain
from bedside.orchestrator.debug.expression import read_expression
from bedside.orchestrator.debug.verb_table import LOOKING, Lines, VerbContext, verb, words


@verb("list", "[TURN | A-B | all]", "Show turns with their numbers.", "list 3-8", group=LOOKING, short="l")
async def _list(console: VerbContext, given: str) -> Lines:
    return explain.turns(console.session, given)


@verb("where", "", "Show where the session stands and what comes next.", group=LOOKING)
async def _where(console: VerbContext, _: str) -> Lines:
    return explain.where(console.session)


@verb("why", "[TURN]", "Show why a turn was said: facts, the note's words, passages, checks.", "why 12", group=LOOKING)
async def _why(console: VerbContext, given: str) -> Lines:
    return explain.why(console.session, given)


@verb("brief", "ROLE", "Show what this role may know now, and what it may not.", "brief patient", group=LOOKING)
async def _brief(console: VerbContext, given: str) -> Lines:
    (role,) = words(given, "brief ROLE", 1)
    return explain.role_brief(console.session, role)


@verb("prompt", "[TURN]", "Show what models were asked for a turn.", "prompt 12", group=LOOKING)
async def _prompt(console: VerbContext, given: str) -> Lines:
    return explain.prompt(console.session, given)


@verb("raw", "[TURN]", "Show what models answered, as it came.", "raw 12", group=LOOKING)
async def _raw(console: VerbContext, given: str) -> Lines:
    return explain.raw(console.session, given)


@verb("tokens", "", "Show calls, tokens and seconds.", group=LOOKING)
async def _tokens(console: VerbContext, _: str) -> Lines:
    return explain.tokens(console.session)


@verb("hits", "", "Show what the guideline store was asked and gave.", group=LOOKING)
async def _hits(console: VerbContext, _: str) -> Lines:
    return explain.hits(console.session)


@verb("note", "", "Show the note; in [brackets] what has been said of it.", group=LOOKING)
async def _note(console: VerbContext, _: str) -> Lines:
    return explain.note(console.session)


@verb("print", "EXPR", "Show the value of an expression.", "print coverage", group=LOOKING, short="p")
async def _print(console: VerbContext, given: str) -> Lines:
    return [repr(read_expression(given).value(console.session.facts()))]
