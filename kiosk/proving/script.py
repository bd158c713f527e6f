"""What happens in a soak, decided by its seed before it begins: who comes, how each walk ends, who is killed when."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from kiosk.demo.people import MEN, MIDDLE, SURNAMES, WOMEN

Ending = Literal["qr", "cash", "later", "left", "silent", "kept"]
"""Paid by the code on the screen, in cash at the counter, not paid today; left at a page, gone without a word, answers
kept for a slip."""
_SHARES: Mapping[Ending, int] = {"qr": 5, "cash": 4, "later": 4, "left": 1, "silent": 1, "kept": 1}
_PAGES = 14
"""So many pages a walk has at least before its dossier is sealed, from the card on."""
_STEPS = 24
"""So many events a whole walk has at least."""
_PROMPT_MS = 120

Target = Literal["kiosk", "hub"]


@dataclass(frozen=True)
class Visit:
    """One citizen's walk. `page`: after how many pages she leaves, where she does; `walks_off`: she touches nothing any
    more at the last page, and does not end it; `comes_back`: with her card, once the machine is there again, where its
    power was cut before she had sent anything; `answers` by page."""

    number: int
    ending: Ending
    page: int
    walks_off: bool
    comes_back: bool
    pause_s: float
    answers: Mapping[str, str]


@dataclass(frozen=True)
class Kill:
    """SIGKILL to the target in walk `visit`, `after_ms` behind the event number `step` of it (at its end, if it has
    fewer)."""

    visit: int
    step: int
    after_ms: float
    target: Target


@dataclass(frozen=True)
class Script:
    visits: tuple[Visit, ...]
    kills: tuple[Kill, ...]


def script(walks: int, kills: int, seed: int) -> Script:
    """The same for the same numbers. Each kill has a walk of its own as far as there are enough."""
    chance = random.Random(f"soak/{seed}")  # noqa: S311 - chance must repeat with the seed
    visits = tuple(_visit(number, chance) for number in range(walks))
    deck: list[int] = []
    planned = []
    for count in range(kills):
        deck = deck or chance.sample(range(walks), walks)
        target = get_args(Target)[count % 2]
        planned.append(Kill(deck.pop(), chance.randrange(_STEPS), chance.uniform(0, _PROMPT_MS), target))
    return Script(visits, tuple(sorted(planned, key=lambda kill: (kill.visit, kill.step, kill.after_ms))))


def _visit(number: int, chance: random.Random) -> Visit:
    ending = chance.choices(list(_SHARES), weights=list(_SHARES.values()))[0]
    return Visit(
        number=number,
        ending=ending,
        page=chance.randrange(_PAGES),
        walks_off=chance.random() < 0.2,
        comes_back=chance.random() < 0.7,
        pause_s=chance.uniform(5, 90),
        answers=_answers(chance),
    )


def _answers(chance: random.Random) -> dict[str, str]:
    """What she types, of nobody and of no other walk."""
    return {
        "why": "expired",
        "old-number": f"C{chance.randrange(10**7):07}",
        "old-date": "05/09/2016",
        "birthplace": "proposed",
        "ethnic": "Kinh",
        "religion": "none",
        "home-now": "card",
        "work": "retired",
        "parents": "mother",
        "mother-name": _name(chance, "female"),
        "mother-born": f"-/-/{chance.randrange(1905, 1920)}",
        "spouse": "widowed",
        "contact": "own",
        "phone": f"0900{chance.randrange(10**6):06}",
    }


def _name(chance: random.Random, sex: Literal["male", "female"]) -> str:
    return f"{chance.choice(SURNAMES)} {chance.choice(MIDDLE[sex])} {chance.choice(WOMEN if sex == 'female' else MEN)}"
