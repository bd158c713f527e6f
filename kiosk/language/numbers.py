"""Numbers and money as people read and say them.

Spoken: nghìn, tỷ, lẻ, mốt, lăm, tư after mươi. A zero hundreds place after a higher group is said, a group of zeros
is not (1.001 một nghìn không trăm lẻ một; 1.000.000 một triệu).
"""

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")

CURRENCY = "đồng"

_GROUPS = ("", "nghìn", "triệu")
_BILLION = "tỷ"


def number_words(number: int) -> str:
    """The number in words, small letters; below zero it begins with "âm"."""
    if number < 0:
        return f"âm {number_words(-number)}"
    return " ".join(_words(number)) if number else DIGITS[0]


def amount_words(amount: int) -> str:
    """The amount of đồng in words: "một trăm nghìn đồng"."""
    return f"{number_words(amount)} {CURRENCY}"


def money(amount: int) -> str:
    """The figures with a dot between thousands: "100.000"."""
    return f"{amount:,}".replace(",", ".")


def money_text(amount: int) -> str:
    """Figures and currency: "100.000 đồng"; the same in both languages."""
    return f"{money(amount)} {CURRENCY}"


def phone_text(number: str) -> str:
    """A phone number in groups as people read it: 0912 345 678, and 0225 3822 123 of a fixed line."""
    cut = 7 if len(number) <= 10 else 8
    return " ".join(part for part in (number[:4], number[4:cut], number[cut:]) if part)


def _words(number: int) -> list[str]:
    """What stands above a thousand million is a number of its own, said before "tỷ"."""
    billions, rest = divmod(number, 10**9)
    words = [*_words(billions), _BILLION] if billions else []
    for power in (2, 1, 0):
        group, rest = divmod(rest, 1000**power)
        if group:
            words += _group(group, after_higher=bool(words))
            words += [_GROUPS[power]] if power else []
    return words


def _group(group: int, *, after_higher: bool) -> list[str]:
    """1 to 999 in words, its hundreds place said even if it is zero where a higher group went before."""
    hundreds, rest = divmod(group, 100)
    words = [DIGITS[hundreds], "trăm"] if hundreds or after_higher else []
    tens, ones = divmod(rest, 10)
    if tens:
        words += ["mười"] if tens == 1 else [DIGITS[tens], "mươi"]
        return [*words, _one_after_ten(tens, ones)] if ones else words
    if ones:
        words += ["lẻ", DIGITS[ones]] if words else [DIGITS[ones]]
    return words


def _one_after_ten(tens: int, ones: int) -> str:
    if ones == 5:
        return "lăm"
    if tens > 1:
        return {1: "mốt", 4: "tư"}.get(ones, DIGITS[ones])
    return DIGITS[ones]
