"""Made-up people of whom nothing else in the program or its tests knows a name or a number."""

from collections.abc import Iterator
from itertools import count

from kiosk.clock import Clock, today
from kiosk.demo.people import citizen
from kiosk.demo.show import answers_of
from kiosk.identity.person import Person


def strangers(clock: Clock) -> Iterator[int]:
    """Seeds of made-up people whose address is no line of the program's own table."""
    return (seed for seed in count() if citizen(seed, today(clock)).address.startswith("Số"))


def answers_for(seed: int, person: Person) -> dict[str, str]:
    """As `answers_of`, but nobody else's: each walk has names and numbers of its own."""
    *_, given = person.name.split()
    return answers_of(seed, person.birth.year) | {
        "home-now": "card",
        "mother-name": f"Trần Thị {given} {citizen(seed + 1000, person.issued).name.split()[-1]}",
        "phone": f"09{10_000_000 + seed * 7919 % 89_999_999:08}",
        "old-number": f"C{1_000_000 + seed * 7919 % 8_999_999}",
    }
