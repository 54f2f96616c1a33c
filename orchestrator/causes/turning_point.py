"""The turn at which a condition turns, by halving. Nothing is played: a log is folded as far as it goes."""

from collections.abc import Sequence

from bedside.orchestrator.causes.bisect_result import TurningPoint
from bedside.orchestrator.causes.candidates import word_giver
from bedside.orchestrator.causes.effect import Condition
from bedside.orchestrator.runs.events import Dropped, Event
from bedside.orchestrator.runs.fold import fold


def turning_point(events: Sequence[Event], condition: Condition, thorough: bool = False) -> TurningPoint:
    """Where ``condition`` is met first. Of n events that change what was said it is asked of at most log2(n) + 1.

    The law of halving: it asks in the middle of what is left, and goes where the condition has turned. If the condition stays
    met once it is, the answer is the first event. If it does not, the answer is an event with which it turns from not
    met to met, among several, and one that is met for a while in the middle may be missed; ``thorough`` asks everywhere,
    says whether it stays met, and gives the first event for certain.
    """
    places = [n for n, event in enumerate(events) if word_giver(event) is not None or isinstance(event, Dropped)]
    probes = 0

    def met(place: int) -> bool:
        return condition(fold(events[: places[place] + 1]))

    low, high = 0, len(places)  # the answer is one of these places, or none: len(places)
    while low < high:
        middle = (low + high) // 2
        probes += 1
        if met(middle):
            high = middle
        else:
            low = middle + 1
    monotone = None
    if thorough:
        asked = [met(place) for place in range(len(places))]
        low = asked.index(True) if True in asked else len(places)
        monotone = all(asked[low:])
    if low == len(places):
        return TurningPoint(None, None, probes, len(places), monotone)
    event = events[places[low]]
    return TurningPoint(event.id, word_giver(event) or getattr(event, "turn", None), probes, len(places), monotone)
