"""Money is a whole number of đồng."""

from typing import Final, Self

LARGEST: Final = 10**13 - 1
"""The largest amount a payment code can name (13 digits)."""


class Dong(int):
    """An amount of 0 to 13 digits. Raises TypeError for a fraction or a Boolean, ValueError outside the range."""

    __slots__ = ()

    def __new__(cls, amount: int) -> Self:
        if isinstance(amount, bool) or not isinstance(amount, int):
            raise TypeError("money is a whole number of đồng")
        if not 0 <= amount <= LARGEST:
            raise ValueError("money is 0 to 13 digits of đồng")
        return super().__new__(cls, amount)


NOTHING: Final = Dong(0)
