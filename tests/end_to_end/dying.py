"""A whole kiosk without its window that plays a walk and is killed at a named point of it.

`python -m tests.end_to_end.dying CONFIG DOCK POINT`: the configuration of a machine, the address of the dock that puts
the card under its scanner, and one of `POINTS`. Ends by SIGKILL; an exit of its own means that the point never came.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests

from drivers.printer import EscposPrinter
from kiosk import config
from kiosk.clock import SystemClock
from kiosk.store import sessions
from kiosk.wiring import Kiosk, build
from tests.end_to_end.player import Player

POINTS = (
    "after-card",
    "after-answer",
    "after-typed",
    "inside-save",
    "at-check",
    "before-seal",
    "inside-seal",
    "after-seal",
    "sent-not-noted",
    "at-pay-qr",
    "while-printing",
    "at-done",
)
SEALED = POINTS[POINTS.index("after-seal") :]
"""From here on the citizen's word is given."""
GOES_ON = {
    "after-typed": "old-date",
    "inside-save": "mother-born",
    "at-check": "check",
    "before-seal": "check",
    "inside-seal": "check",
}
"""Point -> the page at which the same card goes on: the one whose act was not on disk yet."""


def die(*_: object) -> None:
    """As a cut of the power: no handler runs, nothing is flushed."""
    os.kill(os.getpid(), signal.SIGKILL)


def arm(kiosk: Kiosk, point: str) -> None:
    """Put the end where no page shows it."""
    parts: dict[str, tuple[Any, str, Callable[..., Any]]] = {
        "before-seal": (kiosk.machine, "seal", die),
        "inside-seal": (kiosk.machine._outbound, "sealed", die),
        "after-seal": (kiosk.store, "submit", then_die(kiosk.store.submit)),
        "sent-not-noted": (kiosk.store, "mark_sent", die),
        "while-printing": (EscposPrinter, "_send", half_a_slip(EscposPrinter._send)),
    }
    if point in parts:
        owner, name, instead = parts[point]
        setattr(owner, name, instead)


def then_die(call: Callable[..., Any]) -> Callable[..., Any]:
    def done(*arguments: Any) -> None:
        call(*arguments)
        die()

    return done


def half_a_slip(send: Callable[..., int]) -> Callable[..., int]:
    def half(printer: EscposPrinter, data: bytes, *more: Any) -> int:
        if len(data) < 1000:
            return send(printer, data, *more)
        send(printer, data[: len(data) // 2], *more)
        die()
        raise AssertionError

    return half


def play(player: Player, point: str) -> None:
    if point == "after-card":
        player.to("confirm")
    elif point == "after-answer":
        player.to("why")
        player.emit("answer", "expired")
    elif point == "after-typed":
        player.to("old-date")
    elif point == "inside-save":
        player.to("mother-born")
        sessions.save = then_die(sessions.save)
        player.emit("answer", "-/-/1932")
    elif point == "at-check":
        player.to("check")
    elif point == "at-pay-qr":
        player.to("pay-qr")
    else:
        player.to("done")
        player.slip_is_settled()
    if point not in ("after-seal", "sent-not-noted"):
        die()


def main() -> None:
    path, dock, point = sys.argv[1:]
    assert point in POINTS
    kiosk = build(config.load(Path(path)), SystemClock())
    arm(kiosk, point)
    kiosk.start()

    def show_card() -> None:
        requests.post(f"{dock}/card", data={"seed": "0"}, timeout=10).raise_for_status()

    play(Player(kiosk.engine, show_card, pay="phone" if point == "at-pay-qr" else "later"), point)
    kiosk.stop()


if __name__ == "__main__":
    main()
