"""The signs of references and look-up codes: 0-9 and A-Z without the look-alikes I, L, O and U."""

from collections.abc import Sequence
from typing import Final, Protocol

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
VALUE: Final = {sign: value for value, sign in enumerate(ALPHABET)}


class Chance(Protocol):
    """Where random signs come from: the module `secrets`, or a `random.Random` where a seed must tell."""

    def choice(self, seq: Sequence[str], /) -> str: ...


def signs(count: int, chance: Chance) -> str:
    """`count` random signs, 5 bits each."""
    return "".join(chance.choice(ALPHABET) for _ in range(count))


def fours(text: str) -> str:
    """The text in groups of four, for the eye."""
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))
