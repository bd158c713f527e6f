"""Tag-length-value text as EMVCo's merchant codes use it: two digits of id, two of length, 1-99 characters of value."""

import re

_HEAD = re.compile(r"([0-9]{2})([0-9]{2})")


class Pairs(tuple[tuple[str, str], ...]):
    """(id, value) in the order found."""

    __slots__ = ()

    def values(self) -> dict[str, str]:
        """The first value of each id."""
        return dict(reversed(self))

    def twice(self, read: set[str]) -> bool:
        """Whether an id of `read` stands more than once."""
        tags = [tag for tag, _ in self if tag in read]
        return len(tags) != len(set(tags))


class Broken(ValueError):
    """The pairs do not fill the text; `whole` are those before the break."""

    def __init__(self, whole: Pairs) -> None:
        super().__init__("the pairs do not fill the text")
        self.whole = whole


def pair(tag: str, value: str) -> str:
    """One object. `value` has 1-99 characters."""
    if not 1 <= len(value) <= 99:
        raise ValueError("an object holds 1 to 99 characters")
    return f"{tag}{len(value):02}{value}"


def pairs(text: str) -> Pairs:
    """Split the text, lengths counted in characters. Raises Broken when something is left over or a length is 00."""
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(text):
        head = _HEAD.match(text, at)
        length = int(head[2]) if head else 0
        if not head or not length or head.end() + length > len(text):
            raise Broken(Pairs(found))
        at = head.end() + length
        found.append((head[1], text[head.end() : at]))
    return Pairs(found)


def crc16(text: str) -> str:
    """CRC-16 with polynomial 1021, initial FFFF, over the UTF-8 bytes: four capital hex digits."""
    crc = 0xFFFF
    for byte in text.encode("utf-8", "surrogatepass"):
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1) ^ (0x1021 if crc & 0x8000 else 0)
        crc &= 0xFFFF
    return f"{crc:04X}"
