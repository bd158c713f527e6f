"""One answer that the holder of a card can point out among others, before any of her answers is shown again.

A card's code can be copied, so it alone opens nothing. What is asked for was typed, so that it stands on no card; of a
number only the last digits are shown, of a name others of its kind stand beside it. The answers themselves choose what
stands beside the true one: whoever comes back to the page finds the same and learns nothing by comparing.
"""

import json
import random
from dataclasses import dataclass

from kiosk.identity.person import Person
from kiosk.journey.session import Session
from kiosk.language.names import alike
from kiosk.procedures.model import Page, Procedure

SHOWN_DIGITS = 3
_OPTIONS = 4
_SHORTEST = 6
"""signs of a number of which the last three say little"""


@dataclass(frozen=True)
class Proof:
    """`options`: what is shown of the answer to `page`, and of made-up ones; `right` is the place of hers."""

    page: Page
    options: tuple[str, ...]
    right: int


def proof_of(session: Session, procedure: Procedure, person: Person) -> Proof | None:
    """The proof that is asked for: a number if one was typed, else a name; None where neither was."""
    # Whoever knows this seed knows the answers already.
    seed = json.dumps(session.to_dict()["answers"], sort_keys=True)
    chance = random.Random(seed)  # noqa: S311
    for kind in ("pad", "name"):
        for page in procedure.pages:
            answer = session.answers.get(page.id)
            if page.kind != kind or answer is None or answer.source != "citizen":
                continue
            if kind == "name":
                own = answer.key.split(" ")[0] == person.surname
                return _mixed(page, answer.key, alike(answer.key, _OPTIONS - 1, chance, same_surname=own), chance)
            if len(answer.key) >= _SHORTEST and (shown := answer.key[-SHOWN_DIGITS:]).isdecimal():
                others = [f"{n:0{SHOWN_DIGITS}}" for n in range(10**SHOWN_DIGITS) if n != int(shown)]
                return _mixed(page, shown, chance.sample(others, _OPTIONS - 1), chance)
    return None


def _mixed(page: Page, true: str, others: list[str], chance: random.Random) -> Proof:
    options = [true, *others]
    chance.shuffle(options)
    return Proof(page, tuple(options), options.index(true))
