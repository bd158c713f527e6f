"""How the line is, in sentences for officers: what does not answer, since when, and what that means for dossiers."""

from collections.abc import Callable, Iterable
from datetime import datetime

from kiosk.hub.hub import Hub
from kiosk.hub.words import say
from kiosk.line import Quality


def line_sentences(hub: Hub, silent: Iterable[tuple[str, str]], time: Callable[[datetime], str]) -> tuple[str, ...]:
    """One for each far end that is away or slow, and for each machine of `silent` (name, since when)."""
    said = [
        say(f"line.{far}.{'slow' if state.quality is Quality.SLOW else 'away'}", time=time(since))
        for far, (state, since) in hub.ends.states().items()
        if state.quality is not Quality.GOOD
    ]
    return (*said, *(say("line.machine.away", machine=machine, time=since) for machine, since in silent))
