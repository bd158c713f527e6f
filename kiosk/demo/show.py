"""The show: one citizen's whole walk in the office in a box, played by touches on the real screens."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import requests
from PIL import Image

from drivers.virtual.card_picture import Generation
from kiosk import config
from kiosk.clock import Clock, today
from kiosk.demo.desk import DeskOfficer
from kiosk.demo.dock import read_code
from kiosk.demo.office import Box
from kiosk.demo.people import citizen
from kiosk.dossiers.answers import Ok
from kiosk.dossiers.hubclient import HubClient
from kiosk.errors import KioskError
from kiosk.identity.card import parse_card, person_json
from kiosk.identity.person import Person
from kiosk.journey.views import (
    CardView,
    CheckView,
    ChoiceView,
    ConfirmView,
    DateView,
    DoneView,
    FactsView,
    HomeView,
    IdleView,
    MessageView,
    PadView,
    PayHowView,
    PayQrView,
    PayWaitView,
    SearchView,
    TypingView,
    View,
)
from kiosk.keys import signing_key_of
from kiosk.payments.lookup import is_lookup
from kiosk.procedures.catalogue import Catalogue

LIMIT_S = 30.0
_GENERATIONS = tuple(generation.value for generation in Generation)
WAYS = {"qr": "phone", "cash": "cash", "later": "later"}


@dataclass(frozen=True)
class Wish:
    """What is to be shown."""

    seed: int = 0
    procedure: str = "cap-ho-chieu-pho-thong"
    pay: str = "qr"
    lang: str = "vi"
    readers: str = "both"
    """what the machine reads cards with: scanner, camera or both"""


class ShowFault(KioskError):
    """The walk did not go as it should."""

    code = "demo"


class Hands(Protocol):
    """Real touches on the real screen (`screens.demo.hands`). All wait until the touch is done and drawn."""

    def view(self) -> View:
        """What the screen shows now."""
        ...

    def wait(self, ready: Callable[[View], bool], what: str) -> View:
        """Until the screen shows what `ready` wants; raises ShowFault after a limit."""
        ...

    def press(self, act: str, value: str | None = None) -> None:
        """Touch it, turning the page of a list first where it stands further on."""
        ...

    def type(self, text: str) -> None:
        """On the Vietnamese keyboard: letters, then the word's tone."""
        ...

    def pad(self, text: str) -> None: ...

    def picture(self, path: Path) -> None:
        """The whole screen as PNG."""
        ...


def camera(folder: Path) -> Callable[[Callable[[Path], None]], None]:
    """Gives the dock a picture of the screen when it asks for one."""
    wish, picture = folder / "screen.request", folder / "screen.png"

    def look(export: Callable[[Path], None]) -> None:
        if wish.exists():
            part = folder / "screen.part.png"
            export(part)
            wish.unlink(missing_ok=True)
            part.rename(picture)

    return look


class Show:
    """Plays one walk. `play` gives the summary without its seconds."""

    def __init__(self, wish: Wish, box: Box, clock: Clock, hands: Hands, out: Path) -> None:
        self._wish = wish
        self._box = box
        self._clock = clock
        self._hands = hands
        self._out = out
        self._citizen = citizen(wish.seed, today(clock))
        self._answers = answers_of(wish.seed, self._citizen.birth.year)
        self._screens: list[str] = []
        self._last = ""
        self._code: dict[str, Any] = {}

    def play(self) -> dict[str, Any]:
        for folder in ("screens", "slips"):
            (self._out / folder).mkdir(exist_ok=True)
            for old in (self._out / folder).glob("*.png"):
                old.unlink()
        number = self._walk()
        slips = self._fetch_slips()
        slip = next((path for path in reversed(slips) if is_lookup(self._code_on(path))), None)
        if slip is None:
            raise ShowFault("no slip carries a look-up code that can be read")
        lookup = self._code_on(slip)
        (self._out / "slip.png").write_bytes(slip.read_bytes())
        self._at_the_counter(number)
        state = self._final_state(lookup)
        person = parse_card(self._citizen.code, today(self._clock))
        assert isinstance(person, Person)  # noqa: S101 - the demo's cards are sound
        paid = "not-yet" if state["money"] not in ("covered", "settled", "over") else self._wish.pay
        return {
            "person": person_json(person),
            "procedure": self._wish.procedure,
            "amount": self._code["amount"],
            "reference": self._code["reference"],
            "payee": self._code["payee"],
            "lookup": lookup,
            "number": number,
            "dossier": state["code"],
            "paid": paid,
            "screens": self._screens,
            "slip": "slip.png",
        }

    # on the screen

    def _walk(self) -> str:
        for _ in range(200):
            view = self._hands.view()
            self._shoot(view)
            if isinstance(view, DoneView):
                return self._done(view)
            self._step(view)
            self._hands.wait(_other_than(view), f"what follows {view.page}")
        raise ShowFault("the walk has no end")

    def _step(self, view: View) -> None:
        hands = self._hands
        match view:
            case IdleView():
                hands.press("start")
            case HomeView() if view.lang != self._wish.lang:
                hands.press("language")
                hands.wait(lambda now: now.lang == self._wish.lang, "the other language")
                self._last = ""
                self._screens.pop()
            case HomeView():
                hands.press("area", Catalogue.load()[self._wish.procedure].area)
            case FactsView():
                hands.press("next")
            case CardView():
                self._card(view)
            case ConfirmView():
                hands.press("yes")
            case ChoiceView():
                offered = [choice.value for choice in view.choices if choice.possible]
                wanted = self._answers.get(view.page, offered[0])
                hands.press("answer", wanted if wanted in offered else offered[0])
            case TypingView():
                hands.type(self._answers[view.page])
                hands.press("answer", "")
            case PadView():
                hands.pad(self._answers[view.page])
                hands.press("answer", "")
                if view.page == "old-number":
                    self._keep_if_warned(view)
            case DateView():
                self._date(view)
            case SearchView():
                self._search(view)
            case MessageView():
                acts = [b for b in view.buttons if b.act in ("answer", "next")]
                hands.press(acts[0].act, acts[0].value or None)
            case CheckView():
                hands.press("submit")
            case PayHowView():
                self._note_code(view)
                hands.press("answer", WAYS[self._wish.pay])
            case PayQrView():
                self._pay(view)
            case PayWaitView():
                hands.press("print")
            case _:
                raise ShowFault(f"nobody knows what to do at {view.page}")

    def _card(self, view: CardView) -> None:
        """Before the camera where there is one, into the slot where there is none."""
        seed = str(self._wish.seed)
        if not view.live:
            self._post("/card", {"seed": seed, "mode": "whole"})
            return
        self._post("/scene", {"held": "card", "seed": seed, "generation": _GENERATIONS[self._wish.seed % 2]})
        self._hands.wait(_other_than(view), "the card to be read by the camera")
        self._post("/scene", {"held": "nothing"})

    def _turn_up_wrong(self) -> None:
        """Hold the side that has no code first, as people do: the page says so."""
        seed = str(self._wish.seed)
        self._post("/scene", {"held": "wrong-side", "seed": seed, "generation": _GENERATIONS[self._wish.seed % 2]})
        self._hands.wait(lambda now: isinstance(now, CardView) and now.status != "waiting", "words on what is held")

    def _shoot(self, view: View) -> None:
        if view.page == self._last:
            return
        if isinstance(view, CardView) and view.live:
            self._turn_up_wrong()
        self._last = view.page
        name = f"screens/{len(self._screens) + 1:02}-{view.page}.png"
        self._hands.picture(self._out / name)
        self._screens.append(name)

    def _keep_if_warned(self, before: View) -> None:
        now = self._hands.wait(lambda v: v.page != before.page or v.note is not None, "an answer to the number")
        if now.page == before.page:
            self._hands.press("keep")

    def _date(self, view: DateView) -> None:
        text = self._answers[view.page]
        if text.startswith("-/-/"):
            self._hands.press("year-only")
        self._hands.pad(text.replace("/", "").replace("-", ""))
        self._hands.press("answer", "")
        now = self._hands.wait(lambda v: v.page != view.page or v.note is not None, "an answer to the date")
        if now.page == view.page:
            self._hands.press("keep")

    def _search(self, view: SearchView) -> None:
        wanted = self._answers.get(view.page, "")
        if wanted:
            self._hands.type(wanted)
        assert view.search is not None  # noqa: S101
        found = view.search(wanted)
        if not found:
            raise ShowFault(f"nothing is found on {view.page}")
        self._hands.press("answer", found[0].value)

    def _note_code(self, view: PayHowView) -> None:
        """The request is known to the demo by what is shown and printed only; cash and later read it off the slip."""
        self._code = {"amount": int(view.amount.replace(".", "")), "reference": None, "payee": None}

    def _pay(self, view: PayQrView) -> None:
        shot = self._out / self._screens[-1]
        self._read_payment(read_picture(shot))
        self._post("/pay", {"amount": "", "fault": ""})
        self._hands.wait(lambda now: not isinstance(now, PayQrView), "the money")

    def _done(self, view: DoneView) -> str:
        self._hands.wait(
            lambda now: isinstance(now, DoneView) and any(b.act == "reprint" for b in now.buttons), "the slip"
        )
        number = view.number
        self._hands.press("finish")
        self._hands.wait(lambda now: isinstance(now, IdleView), "the idle page")
        return number

    # beside the screen

    def _read_payment(self, payload: str) -> None:
        from kiosk.payments.vietqr import decode

        code = decode(payload)
        payee = {"bin": code.bin, "account": code.account, "name": self._payee_name(code.account)}
        self._code = {"amount": code.amount, "reference": code.purpose, "payee": payee}

    def _payee_name(self, account: str) -> str:
        listed = json.loads((Path(self._box.config).parent / "payees.json").read_text("utf-8"))
        return str(next(row["name"] for row in listed["payees"] if row["account"] == account))

    def _fetch_slips(self) -> list[Path]:
        paths: list[Path] = []
        while True:
            answer = requests.get(f"{self._box.dock}/papers/{len(paths) + 1}.png", timeout=10)
            if answer.status_code != 200:
                break
            path = self._out / "slips" / f"{len(paths) + 1:02}.png"
            path.write_bytes(answer.content)
            paths.append(path)
        for path in paths:
            text = self._code_on(path)
            if self._code and self._code["reference"] is None and text.startswith("0002"):
                self._read_payment(text)
        return paths

    @staticmethod
    def _code_on(path: Path) -> str:
        return read_picture(path)

    def _at_the_counter(self, number: str) -> None:
        officer = DeskOfficer(self._box.desk, self._box.officer, self._box.pin)
        officer.sign_in()
        if self._wish.pay == "cash":
            officer.take_cash(number)
        officer.take_papers_and_look(number)

    def _final_state(self, lookup: str) -> dict[str, Any]:
        machine = config.load(Path(self._box.config))
        key = signing_key_of(machine.machine.signing_key.load())
        client = HubClient(self._box.hub, machine.machine.id, key, self._clock)
        pause = threading.Event()
        state: dict[str, Any] = {"code": None, "money": "open"}
        deadline = time.monotonic() + LIMIT_S
        while time.monotonic() < deadline:
            answer = client.lookup(lookup)
            if isinstance(answer, Ok):
                state = answer.value.model_dump()
                money = state["money"] in ("covered", "settled", "over")
                if state["code"] and (money or self._wish.pay == "later"):
                    break
            pause.wait(0.2)
        return state

    def _post(self, path: str, data: dict[str, str]) -> None:
        requests.post(self._box.dock + path, data=data, timeout=20).raise_for_status()


def read_picture(path: Path) -> str:
    with Image.open(path) as opened:
        picture: Image.Image = opened.convert("RGB")
    return read_code(picture)


def answers_of(seed: int, born: int) -> dict[str, str]:
    """What the person of `seed` answers, page by page; pages that are not named take their first choice."""
    whys = ("expired", "first", "valid", "expired", "first")
    homes = ("card", "temporary", "card", "elsewhere", "moved")
    return {
        "why": whys[seed % 5],
        "old-number": "C0000012",
        "old-date": "05/09/2016",
        "religion": "none",
        "home-now": homes[seed % 5],
        "place": "an bien",
        "street": "Số 12 ngõ 5",
        "work": ("retired", "trade", "employed", "farming", "home")[seed % 5],
        "job": "Kế toán",
        "employer": "Công ty Mẫu",
        "parents": "both",
        "mother-name": "Trần Thị Huệ",
        "mother-born": f"-/-/{born - 23}",
        "father-name": "Nguyễn Văn Mẫu",
        "father-born": f"-/-/{born - 27}",
        "spouse": ("widowed", "never", "married", "divorced", "married")[seed % 5],
        "spouse-name": "Lê Thị Nhàn",
        "spouse-born": f"-/-/{born + 2}",
        "contact": ("own", "relative", "none", "own", "relative")[seed % 5],
        "phone": "0900000678",
        "relative": "child",
        "relative-name": "Phạm Minh Đức",
    }


def _other_than(before: View) -> Callable[[View], bool]:
    return lambda now: (now.page, type(now), now.lang) != (before.page, type(before), before.lang)
