"""Every screen with sample data: the pages of a real walk, stopped where the picture is to be taken."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from typing import Literal

from drivers.vision.verdict import Verdict
from kiosk.clock import ManualClock
from kiosk.demo.sample import MemoryMachine
from kiosk.identity.places import Places
from kiosk.journey.moves import Stage
from kiosk.journey.pages import Pages
from kiosk.journey.ports import LookupAnswer, MoneyNews, MoneyState, SlipResult
from kiosk.journey.readers import Reader
from kiosk.journey.views import Live, View
from kiosk.journey.walk import Walk
from kiosk.language.text import Language, Words
from kiosk.line import Destination
from kiosk.payments.lookup import mint_lookup
from kiosk.procedures.catalogue import Catalogue
from kiosk.procedures.notices import Notices
from kiosk.procedures.pages import UNKNOWN

SAMPLE_NOW = datetime.fromisoformat("2026-11-23T09:24:00+07:00")
SAMPLE_CARD = "031155000678|031234678|Nguyễn Thị Mẫu|12031955|Nữ|Số 12, ngõ 5, phố Mẫu, An Biên, Hải Phòng|11092025||||"
SPLIT_CARD = "031145000236|030112233|Nguyễn Thị Mùi|01011945|Nữ|Tổ 5, Trường Sơn, An Lão, Hải Phòng|09052021"
EXPIRED_CARD = "001099000017||Lê Hải Sơn|10101999|Nam|Láng Hạ, Đống Đa, Hà Nội|05062021"
YOUNG_CARD = "031210004512||Trần Thị Bé|14032010|Nữ|Tổ dân phố 3, Gia Viên, Hải Phòng|20032024"
ANSWERS = {
    "why": "expired",
    "old-number": "C0000012",
    "old-date": "05/09/2016",
    "birthplace": "proposed",
    "ethnic": "Kinh",
    "religion": "none",
    "home-now": "card",
    "work": "retired",
    "job": "Kế toán",
    "employer": "Công ty Mẫu",
    "parents": "both",
    "mother-name": "Trần Thị Huệ",
    "mother-born": "-/-/1932",
    "father-name": "Nguyễn Văn Mẫu",
    "father-born": "-/-/1928",
    "spouse": "widowed",
    "spouse-name": "Lê Văn Nhàn",
    "spouse-born": "-/-/1950",
    "contact": "own",
    "phone": "0900000678",
    "street": "Số 12 ngõ 5",
    "relative": "child",
    "relative-name": "Phạm Minh Đức",
}


@dataclass
class Stand:
    """A walk with a clock that is turned by hand and a machine in memory."""

    clock: ManualClock
    machine: MemoryMachine
    walk: Walk

    @classmethod
    def begun(cls, now: datetime = SAMPLE_NOW, readers: tuple[Reader, ...] = (Reader.SCANNER,)) -> "Stand":
        clock = ManualClock(now)
        machine = MemoryMachine(clock)
        return cls(clock, machine, cls.walk_of(clock, machine, readers))

    @staticmethod
    def walk_of(clock: ManualClock, machine: MemoryMachine, readers: tuple[Reader, ...] = (Reader.SCANNER,)) -> Walk:
        """The walk of this machine, as it is after a start."""
        return Walk(
            machine=machine,
            catalogue=Catalogue.load(),
            notices=Notices.load(),
            places=Places.load(),
            clock=clock,
            post=lambda job: job(),
            readers=readers,
        )

    def power_cut(self) -> "Stand":
        """An abrupt stop, and the machine is back."""
        self.machine.power_cut()
        self.walk = self.walk_of(self.clock, self.machine)
        return self

    def to(self, page: str, answers: Mapping[str, str] | None = None, card: str = SAMPLE_CARD) -> "Stand":
        """On to that page by the acts of a person; raises LookupError when the walk does not pass it."""
        given = {**ANSWERS, **(answers or {})}
        for _ in range(60):
            if self.walk.page_id == page:
                return self
            self._one_act(given, card)
        raise LookupError(page)

    def news(self, received: int, route: Literal["bank", "cash"] = "bank") -> MoneyNews:
        """What the hub tells once so many đồng were received in all for the dossier."""
        sealed = self.machine.sealed[-1]
        due, now = self.walk.paying.due, self.clock.now()
        assert sealed.due is not None  # noqa: S101 - the sample owes a fee
        assert due is not None  # noqa: S101
        owed = sealed.due.amount
        state: MoneyState = "partial" if received < owed else "over" if received > owed else "settled"
        rest, excess = max(0, owed - received), max(0, received - owed)
        return MoneyNews(due.reference, state, owed, received, rest, excess, route, now.isoformat(), "FT26327000001")

    def _one_act(self, given: Mapping[str, str], card: str) -> None:
        walk = self.walk
        match walk.page_id:
            case "idle":
                walk.act("start")
            case "home":
                walk.act("area", "xuat-nhap-canh")
            case "bring" | "notice" | "card-expired" | "resume":
                walk.act("next")
            case "card":
                walk.scanned(card)
            case "confirm":
                walk.act("yes")
            case "sent-before":
                walk.act("other")
            case "resume-proof":
                walk.act("answer", str(walk.resuming.proof.right if walk.resuming.proof else UNKNOWN))
            case "check":
                walk.act("submit")
            case "pay-how":
                walk.act("answer", "phone" if given.get("pay") == "wait" else given.get("pay", "phone"))
            case "pay-qr":
                walk.act("paid" if given.get("pay") == "wait" else "print")
            case "pay-wait":
                walk.act("print")
            case page if walk.stage is Stage.ASKING:
                self._answer(page, given)
            case page:
                raise LookupError(f"nobody knows how to go on from {page}")

    def _answer(self, page: str, given: Mapping[str, str]) -> None:
        walk = self.walk
        if page == "lost":
            walk.act("answer", "reported")
            return
        offers = walk.questions.offers(walk.page)
        kind = walk.page.kind
        value = given.get(page) or (offers[0].key if offers else "")
        if kind == "place":
            value = walk.places.search_communes(walk.machine.office.province, "an bien")[0].code
        walk.act("answer", value)
        if walk.page_id == page and walk.attempt.problem is not None:
            walk.act("keep", value)


def _at(page: str, **answers: str) -> Callable[[Stand], Stand]:
    given = {key.replace("_", "-"): value for key, value in answers.items()}
    return lambda stand: stand.to(page, given)


def _card(page: str, card: str) -> Callable[[Stand], Stand]:
    return lambda stand: stand.to(page, card=card)


def _after(page: str, act: str, value: str = "", **answers: str) -> Callable[[Stand], Stand]:
    def arrange(stand: Stand) -> Stand:
        _at(page, **answers)(stand).walk.act(act, value)
        return stand

    return arrange


def _missed_card(stand: Stand) -> Stand:
    stand.to("card")
    stand.walk.scanned("https://vidu.vn/a")
    stand.walk.scanned("https://vidu.vn/a")
    return stand


def _missed_phone(stand: Stand) -> Stand:
    stand.to("phone")
    stand.walk.act("answer", "090000067")
    stand.walk.act("answer", "090000067")
    return stand


def _silent(stand: Stand) -> Stand:
    stand.to("old-date")
    stand.clock.advance(181)
    stand.walk.tick()
    stand.clock.advance(27)
    stand.walk.tick()
    return stand


def _line_down(stand: Stand) -> Stand:
    stand.machine.down_since = stand.clock.now() - timedelta(minutes=14)
    return stand.to("home")


def _far_away(far: Destination, page: str) -> Callable[[Stand], Stand]:
    def arrange(stand: Stand) -> Stand:
        stand.machine.far_away = {far: stand.clock.now() - timedelta(minutes=14)}
        return stand.to(page)

    return arrange


def _line_down_pay(stand: Stand) -> Stand:
    stand.to("check")
    stand.machine.down_since = stand.clock.now() - timedelta(minutes=14)
    return stand.to("pay-how")


def _asked(stand: Stand) -> Stand:
    stand.to("pay-qr")
    stand.clock.advance(20)
    stand.machine.asked_at = stand.clock.now()
    stand.walk.tick()
    return stand


def _shown_for(seconds: float) -> Callable[[Stand], Stand]:
    def arrange(stand: Stand) -> Stand:
        _asked(stand).clock.advance(seconds)
        stand.walk.tick()
        return stand

    return arrange


def _line_down_qr(stand: Stand) -> Stand:
    _asked(stand).machine.down_since = stand.clock.now()
    return stand


def _paused(stand: Stand) -> Stand:
    stand.machine.payees_sound = False
    return stand.to("pay-how")


def _received(amount: int) -> Callable[[Stand], Stand]:
    def arrange(stand: Stand) -> Stand:
        _asked(stand).walk.money_came(stand.news(amount))
        return stand

    return arrange


def _no_slip(stand: Stand) -> Stand:
    stand.machine.can_print = False
    return stand.to("done", {"pay": "cash"})


def _unsure_slip(stand: Stand) -> Stand:
    stand.machine.print_result = SlipResult.UNKNOWN
    return stand.to("done", {"pay": "cash"})


def _found(stand: Stand) -> Stand:
    code = str(mint_lookup())
    stand.machine.answers[code] = LookupAnswer(True, "waiting_look", "open", 100_000, "", None, "A 0427")
    _after("home", "lookup")(stand)
    stand.walk.scanned(code)
    return stand


def _called(stand: Stand) -> Stand:
    _after("why", "help")(stand)
    stand.walk.officer("call-1", "Lê Minh Mẫu", ended=False)
    return stand


def _stopped(stand: Stand) -> Stand:
    stand.walk.fault("D-301")
    return stand


def _scanner_gone(stand: Stand) -> Stand:
    stand.walk.reader_changed(gone=True)
    return stand.to("card")


def _before_the_camera(then: Callable[[Walk], None] = lambda walk: None) -> Callable[[Stand], Stand]:
    """The card page of a machine with a scanner and a camera."""

    def arrange(_: Stand) -> Stand:
        stand = Stand.begun(readers=tuple(Reader)).to("card")
        then(stand.walk)
        return stand

    return arrange


def _slip_before_the_camera(_: Stand) -> Stand:
    return _after("home", "lookup")(Stand.begun(readers=tuple(Reader)))


def _other_before_the_camera(stand: Stand) -> Stand:
    stand = _slip_before_the_camera(stand)
    stand.walk.seen(["https://vidu.vn/a"])
    return stand


def _camera_alone(_: Stand) -> Stand:
    return Stand.begun(readers=(Reader.CAMERA,)).to("card")


def _call_offline(stand: Stand) -> Stand:
    stand.machine.down_since = stand.clock.now() - timedelta(minutes=14)
    return _after("why", "help")(stand)


def _silent_at_pay(stand: Stand) -> Stand:
    stand.to("pay-how").clock.advance(121)
    stand.walk.tick()
    return stand


def _kept(result: SlipResult) -> Callable[[Stand], Stand]:
    def arrange(stand: Stand) -> Stand:
        stand.machine.print_result = result
        return _after("check", "leave-keep")(stand)

    return arrange


def _cut_at(page: str, to: str) -> Callable[[Stand], Stand]:
    """The power is cut at a page; the citizen is back with her card."""

    def arrange(stand: Stand) -> Stand:
        back = stand.to(page).power_cut().to("resume")
        if to == "resume-proof":
            back.walk.act("next")
        return back

    return arrange


def _proof_by_name(stand: Stand) -> Stand:
    back = stand.to("spouse", {"why": "first"}).power_cut().to("resume")
    back.walk.act("next")
    return back


def _resume_refused(stand: Stand) -> Stand:
    back = _cut_at("spouse", "resume-proof")(stand)
    back.walk.act("answer", "unknown")
    return back


SLUGS: Mapping[str, Callable[[Stand], Stand]] = {
    "idle": lambda stand: stand,
    "home": _at("home"),
    "bring": _at("bring"),
    "card": _at("card"),
    "confirm": _at("confirm"),
    "choice": _at("why"),
    "typing": _at("mother-name"),
    "date": _at("old-date"),
    "place": _at("place", home_now="temporary"),
    "check": _at("check"),
    "pay-how": _at("pay-how"),
    "pay-qr": _asked,
    "pay-unknown": _at("pay-wait", pay="wait"),
    "done": _at("done", pay="cash"),
    "fine-by-number": _at("old-number"),
    "idle-warning": _silent,
    "line-down": _line_down,
    "bank-away": _far_away(Destination.BANK, "home"),
    "portal-away": _far_away(Destination.PORTAL, "home"),
    "out-of-order": _stopped,
    "error": _missed_card,
    "size-sound": _after("home", "size"),
    "leave": _after("old-date", "home"),
    "staff-called": _called,
    "how": _after("home", "how"),
    "missing": _after("bring", "missing"),
    "notice": _at("notice"),
    "notice-all": _after("notice", "all"),
    "no-card": _after("card", "no-card"),
    "not-me": _after("confirm", "no"),
    "under-age": _card("under-age", YOUNG_CARD),
    "card-expired": _card("card-expired", EXPIRED_CARD),
    "resume": _cut_at("spouse", "resume"),
    "resume-proof": _cut_at("spouse", "resume-proof"),
    "resume-proof-name": _proof_by_name,
    "resume-erased": _resume_refused,
    "sent-before": lambda stand: stand.to("pay-qr").power_cut().to("sent-before"),
    "why-valid": _at("why-valid", why="valid"),
    "lost": _at("lost", why="lost"),
    "birthplace": _at("birthplace"),
    "birthplace-list": _at("birthplace-list", birthplace="other"),
    "ethnic": _at("ethnic"),
    "ethnic-list": _at("ethnic-list", ethnic="other"),
    "religion": _at("religion"),
    "religion-list": _at("religion-list", religion="other"),
    "home-now": _at("home-now"),
    "new-ward": _card("new-ward", SPLIT_CARD),
    "place-province": _after("place", "change", home_now="temporary"),
    "street": _at("street", home_now="temporary"),
    "work": _at("work"),
    "job": _at("job", work="employed"),
    "employer": _at("employer", work="employed"),
    "parents": _at("parents"),
    "mother-born": _at("mother-born"),
    "father-name": _at("father-name"),
    "father-born": _at("father-born"),
    "spouse": _at("spouse"),
    "spouse-name": _at("spouse-name", spouse="married"),
    "spouse-born": _at("spouse-born", spouse="married"),
    "contact": _at("contact"),
    "phone": _at("phone"),
    "phone-missed": _missed_phone,
    "relative": _at("relative", contact="relative"),
    "relative-name": _at("relative-name", contact="relative"),
    "pay-how-line-down": _line_down_pay,
    "pay-how-bank-away": _far_away(Destination.BANK, "pay-how"),
    "pay-how-paused": _paused,
    "pay-qr-slow": _shown_for(61),
    "pay-qr-late": _shown_for(301),
    "pay-qr-off": _shown_for(601),
    "pay-qr-line-down": _line_down_qr,
    "pay-qr-received": _received(100_000),
    "pay-qr-over": _received(150_000),
    "pay-qr-part": _received(60_000),
    "done-no-slip": _no_slip,
    "done-unsure": _unsure_slip,
    "leave-sent": _after("pay-how", "home"),
    "idle-warning-sent": _silent_at_pay,
    "staff-called-offline": _call_offline,
    "card-gone": _scanner_gone,
    "card-camera": _before_the_camera(),
    "card-hint": _before_the_camera(lambda walk: walk.glanced(Verdict.NO_CODE)),
    "card-reading": _before_the_camera(lambda walk: walk.glanced(Verdict.READING)),
    "card-screen": _before_the_camera(lambda walk: walk.seen([SAMPLE_CARD], on_screen=True)),
    "card-camera-alone": _camera_alone,
    "lookup-camera": _slip_before_the_camera,
    "lookup-camera-other": _other_before_the_camera,
    "kept": _kept(SlipResult.PRINTED),
    "kept-unsure": _kept(SlipResult.UNKNOWN),
    "kept-lost": _kept(SlipResult.NOT_PRINTED),
    "lookup": _after("home", "lookup"),
    "lookup-found": _found,
    "elsewhere": _after("home", "area", "giao-thong"),
}
"""Slug -> how a fresh walk gets there. Slugs of the design pages first, then the pages of the walk by their ids."""


def sample_view(slug: str, lang: Language = "vi", size: str = "1", theme: str = "light") -> View:
    """The view of a slug in the given looks. Raises KeyError for a slug that is not there."""
    stand = SLUGS[slug](Stand.begun())
    session = stand.walk.session
    session.lang, session.size, session.theme = lang, size, theme
    return Pages(Words.load()).view(stand.walk)


HELD = {"card-hint": "wrong-side", "card-screen": "phone-card", "lookup-camera": "nothing"}
"""what is before the camera on pages that show its picture; a card on all others"""


def live_of(slug: str) -> Live:
    """What the camera sees while the page of a slug is drawn: one picture of the scene of the office in a box."""
    import cv2

    from drivers.camera.base import Frame
    from drivers.virtual.scene import Held, Scene

    scene = Scene(seed=7)
    scene.show(Held(HELD.get(slug, "card")), SAMPLE_CARD)
    scene.frame(0)
    picture = scene.frame(2)
    frame = Frame(cv2.cvtColor(picture, cv2.COLOR_BGR2RGBA), cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), 1, 2.0)
    return lambda: frame


SIZES = ("1080x1920", "1920x1080")
"""the panels that the pages are drawn for: standing, lying"""


@dataclass(frozen=True)
class Looks:
    """Which faces of a screen are wanted."""

    sizes: tuple[str, ...] = SIZES[:1]
    texts: tuple[str, ...] = ("1",)
    themes: tuple[str, ...] = ("light",)
    langs: tuple[str, ...] = ("vi",)

    def of(self, slug: str) -> "Iterator[Picture]":
        """The pictures that are wanted of a screen."""
        for size, text, theme, lang in itertools.product(self.sizes, self.texts, self.themes, self.langs):
            yield Picture(slug, size, text, theme, "en" if lang == "en" else "vi")


@dataclass(frozen=True)
class Picture:
    """One face of one screen."""

    slug: str
    size: str
    text: str
    theme: str
    lang: Language

    @property
    def face(self) -> str:
        return f"{self.size}-{self.text}-{self.theme}-{self.lang}"

    @property
    def name(self) -> str:
        return f"{self.slug}-{self.face}.png"


def index_page(pictures: Sequence[Picture]) -> str:
    """One HTML page with all pictures: a row of faces for each screen, and boxes that hide a kind of face or show it
    again. It needs no script."""
    rows: dict[str, list[Picture]] = {}
    for picture in pictures:
        rows.setdefault(picture.slug, []).append(picture)
    kinds = {
        kind: list(dict.fromkeys(getattr(picture, kind) for picture in pictures))
        for kind in ("size", "text", "theme", "lang")
    }
    marks = {(kind, value): f"{kind}{at}" for kind, values in kinds.items() for at, value in enumerate(values)}
    several = [(kind, value) for kind, values in kinds.items() if len(values) > 1 for value in values]
    boxes = "".join(
        f'<label><input type="checkbox" id="{marks[one]}" checked>{escape(" ".join(one))}</label>' for one in several
    )
    hiding = "".join(f"body:has(#{marks[one]}:not(:checked)) .{marks[one]}{{display:none}}" for one in several)
    sections = "\n".join(
        f'<section id="{slug}"><h2><a href="#{slug}">{slug}</a></h2>'
        f"<div>{''.join(_figure(picture, marks) for picture in row)}</div></section>"
        for slug, row in rows.items()
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Screens</title>'
        "<style>body{font:14px sans-serif;background:#eee;margin:0 12px}"
        "nav{position:sticky;top:0;background:#eee;padding:8px 0;display:flex;flex-wrap:wrap;gap:16px}"
        "div{display:flex;flex-wrap:wrap;gap:12px;align-items:flex-start}"
        "h2{font-size:16px;margin:16px 0 6px}h2 a{color:inherit}"
        f"figure{{margin:0}}img{{height:384px;display:block}}{hiding}</style>\n"
        f"<nav>{boxes}</nav>\n{sections}\n</html>\n"
    )


def _figure(picture: Picture, marks: Mapping[tuple[str, str], str]) -> str:
    classes = " ".join(marks[kind, getattr(picture, kind)] for kind in ("size", "text", "theme", "lang"))
    return (
        f'<figure class="{classes}"><a href="{picture.name}"><img loading="lazy" src="{picture.name}" alt=""></a>'
        f"<figcaption>{picture.face}</figcaption></figure>"
    )
