"""Made-up people and their cards, the same for the same seed. No real person's data is in here."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from kiosk.identity.person import birthday, expiry

WOMEN = ("Huệ", "Lan", "Mùi", "Thơm", "Nhung", "Hường", "Bích", "Tuyết", "Hạnh", "Dung")
MEN = ("Khánh", "Minh", "Sơn", "Quân", "Thắng", "Dũng", "Hòa", "Phúc", "Bình", "Tâm")
SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô")
MIDDLE = {"female": ("Thị", "Ngọc", "Thu"), "male": ("Văn", "Đức", "Hữu")}
PLACES = (
    ("031", "Số {n}, ngõ {m}, An Biên, Hải Phòng"),
    ("031", "Thôn Đông, Lâm Động, Thủy Nguyên, Hải Phòng"),
    ("031", "Tổ {m}, Trường Sơn, An Lão, Hải Phòng"),
    ("030", "Số {n} ngõ {m}, Gia Xuyên, TP. Hải Dương, Hải Dương"),
    ("031", "Tổ dân phố {m}, Gia Viên, Hải Phòng"),
)


FIRST_BIRTH, LAST_BIRTH = date(1938, 1, 1), date(2005, 12, 31)
FIRST_CARD, LAST_CARD = date(2021, 2, 1), date(2026, 6, 30)
"""Days on which the first card of a person may have been issued."""
NEW_LAYOUT = date(2024, 7, 1)


@dataclass(frozen=True)
class Citizen:
    """A made-up adult with a valid card. `code` is the text of the card's QR."""

    name: str
    number: str
    birth: date
    sex: Literal["male", "female"]
    address: str
    issued: date
    code: str


def citizen(seed: int, today: date) -> Citizen:
    """The person of `seed`, the same on every day from 2024 on; only a card that ran out before `today` was renewed.
    No warning of the card rules holds. Seed 0 is an old woman."""
    chance = random.Random(f"citizen/{seed}")  # noqa: S311 - made-up people
    sex: Literal["male", "female"] = "female" if chance.random() < 0.6 or seed == 0 else "male"
    first, last = (date(1955, 1, 1), date(1955, 12, 31)) if seed == 0 else (FIRST_BIRTH, LAST_BIRTH)
    birth = _day_between(first, last, chance)
    province, form = PLACES[1 if seed == 0 else chance.randrange(len(PLACES))]
    given = chance.choice(WOMEN if sex == "female" else MEN)
    name = f"{chance.choice(SURNAMES)} {chance.choice(MIDDLE[sex])} {given}"
    century = (birth.year - 1900) // 100 * 2 + (1 if sex == "female" else 0)
    number = f"{province}{century}{birth.year % 100:02}{chance.randrange(1_000_000):06}"
    old = f"03{chance.randrange(10_000_000):07}" if birth.year < 2000 and chance.random() < 0.7 else ""
    address = form.format(n=chance.randint(1, 90), m=chance.randint(1, 12))
    issued = _issued(birth, today, chance)
    fields = [number, old, name, f"{birth:%d%m%Y}", "Nữ" if sex == "female" else "Nam", address, f"{issued:%d%m%Y}"]
    if issued >= NEW_LAYOUT:
        fields += ["", "", "", ""]
    return Citizen(name, number, birth, sex, address, issued, "|".join(fields))


def _issued(birth: date, today: date, chance: random.Random) -> date:
    issued = _day_between(max(FIRST_CARD, birthday(birth, 14)), LAST_CARD, chance)
    early = timedelta(days=chance.randint(10, 300))
    while (ends := expiry(birth, issued)) is not None and ends < today:
        issued = ends - early
    return min(issued, today)


def _day_between(first: date, last: date, chance: random.Random) -> date:
    return first + timedelta(days=chance.randint(0, (last - first).days))


def odd_cards(today: date) -> dict[str, str]:
    """Codes that the kiosk must answer in words, by name: other codes, damaged ones, cards with something amiss."""
    person = citizen(1, today)
    fields = person.code.split("|")
    born = date(today.year - 16, 3, 14)
    child = ["031", str((born.year - 1900) // 100 * 2 + 1), f"{born.year % 100:02}", "004512"]
    young = ["".join(child), "", "Trần Thị Bé", f"{born:%d%m%Y}", "Nữ", fields[5], f"{today.replace(day=1):%d%m%Y}"]
    other_sex = "Nam" if fields[4] == "Nữ" else "Nữ"
    return {
        "under-18": "|".join(young),
        "expired": f"001099000017||Lê Hải Sơn|10101999|Nam|{fields[5]}|05062021",
        "number-and-sex-differ": "|".join([*fields[:4], other_sex, *fields[5:7]]),
        "payment-code": "00020101021238570010A00000072701270006999999011300001234000050208QRIBFTTA5303704"
        "54061000005802VN62160812HC7K4M2Q9XRX6304F1E5",
        "web-address": "https://vidu.vn/a",
        "damaged-letters": person.code.encode().decode("latin-1"),
    }
