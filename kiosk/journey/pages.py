"""What is to be shown of a walk: one view for each stage, in the person's language. Reads the walk, changes nothing."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kiosk.clock import local, today
from kiosk.identity.person import PartialDate
from kiosk.journey.moves import SENT, Stage
from kiosk.journey.ports import SlipResult
from kiosk.journey.questions import Offer
from kiosk.journey.sheets import sheet_of
from kiosk.journey.views import (
    Button,
    CardView,
    CheckView,
    Choice,
    ChoiceView,
    ConfirmView,
    DateView,
    DoneView,
    Fact,
    FactsView,
    Found,
    HomeView,
    IdleView,
    LookupView,
    MessageView,
    Note,
    PadView,
    PayHowView,
    PayQrView,
    PayWaitView,
    Row,
    SearchView,
    Step,
    StoppedView,
    Tile,
    TypingView,
    View,
)
from kiosk.journey.walk import CODE_LATE_S, CODE_SHOWN_S, CODE_SLOW_S, DONE_S, Walk
from kiosk.language.dates import day_text, iso_words
from kiosk.language.folding import folded
from kiosk.language.names import suggest
from kiosk.language.numbers import amount_words, money, money_text, phone_text
from kiosk.language.text import Language, Text, Words
from kiosk.payments.reference import Reference
from kiosk.procedures.bring import bring_facts
from kiosk.procedures.fees import choice_fee
from kiosk.procedures.model import Group, Page
from kiosk.procedures.pages import leaves
from kiosk.procedures.papers import papers_due

AREAS = (
    ("can-cuoc", "card-account-details"),
    ("cu-tru", "home-account"),
    ("xuat-nhap-canh", "passport"),
    ("giao-thong", "traffic-light"),
    ("pccc", "fire-extinguisher"),
    ("phan-anh", "message-alert"),
)
STEPS = 5
_STEP_OF = {
    Stage.BRING: (1, "walk.step.prepare"),
    Stage.NOTICE: (1, "walk.step.prepare"),
    Stage.CARD: (2, "walk.step.card"),
    Stage.NO_CARD: (2, "walk.step.card"),
    Stage.NOT_ME: (2, "walk.step.card"),
    Stage.CONFIRM: (2, "walk.step.card"),
    Stage.UNDER_AGE: (2, "walk.step.card"),
    Stage.EXPIRED: (2, "walk.step.card"),
    Stage.CHECK: (4, "walk.step.check"),
    Stage.PAY_HOW: (5, "walk.step.pay"),
    Stage.PAY_QR: (5, "walk.step.pay"),
    Stage.PAY_WAIT: (5, "walk.step.pay"),
}
_PAPER_WORDS = {
    "photo_4x6": "walk.done.paper.photo",
    "old_passport": "walk.done.paper.old",
    "loss_report": "walk.done.paper.report",
}


class Pages:
    """Renders walks. `words` is the catalogue of `assets/words/`."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._builders: dict[Stage, Callable[[_Teller], View]] = {
            Stage.IDLE: _idle,
            Stage.HOME: _home,
            Stage.ELSEWHERE: _elsewhere,
            Stage.LOOKUP: _lookup,
            Stage.BRING: _bring,
            Stage.NOTICE: _notice,
            Stage.CARD: _card,
            Stage.NO_CARD: _no_card,
            Stage.NOT_ME: _not_me,
            Stage.CONFIRM: _confirm,
            Stage.UNDER_AGE: _under_age,
            Stage.EXPIRED: _expired,
            Stage.ASKING: _question,
            Stage.CHECK: _check,
            Stage.PAY_HOW: _pay_how,
            Stage.PAY_QR: _pay_qr,
            Stage.PAY_WAIT: _pay_wait,
            Stage.DONE: _done,
            Stage.KEPT: _kept,
            Stage.STOPPED: _stopped,
        }

    def view(self, walk: Walk) -> View:
        """The page that `walk` stands at, with the sheet over it."""
        teller = _Teller(walk, self._words)
        view = self._builders[walk.stage](teller)
        session = walk.session
        return replace(
            view,
            step=view.step or teller.step(),
            bar=_bar(walk.stage),
            lang=session.lang,
            size=session.size,
            theme=session.theme,
            sheet=sheet_of(walk, teller.say),
        )


class _Teller:
    """The walk and the words in its language, for the builders."""

    def __init__(self, walk: Walk, words: Words) -> None:
        self.walk = walk
        self.words = words
        self.lang: Language = walk.session.lang
        office = walk.machine.office
        self.counter = office.counter if self.lang == "vi" else office.counter_en

    def say(self, key: str, **places: Any) -> str:
        text = self.words[key]
        if "counter" in text.places():
            places.setdefault("counter", self.counter)
        return text.say(self.lang, **places)

    def text(self, text: Text | None, **places: Any) -> str:
        return text.say(self.lang, **places) if text else ""

    def office_places(self) -> dict[str, str]:
        """What a notice may name of the office."""
        office = self.walk.machine.office
        unit = office.unit if self.lang == "vi" else office.unit_en or office.unit
        return {
            "unit": unit,
            "name": office.name,
            "counter": self.counter,
            "phone": office.phone,
            "dpo_contact": office.dpo_contact,
        }

    def step(self) -> Step | None:
        stage = self.walk.stage
        if stage is Stage.ASKING:
            return Step(3, STEPS, self.text(self.walk.page.section))
        if stage not in _STEP_OF:
            return None
        number, key = _STEP_OF[stage]
        return Step(number, STEPS, self.say(key))

    def bell(self) -> Button:
        return Button("help", self.say("walk.call.large"), style="help", icon="bell-ring")

    def second_miss(self) -> Button | None:
        return self.bell() if self.walk.misses >= 2 else None

    def note(self) -> Note | None:
        problem = self.walk.problem
        return Note(problem.kind, problem.text.plain(self.lang)) if problem else None

    def banner(self) -> Note | None:
        down = self.walk.machine.line_down_since()
        if down is not None:
            return Note("w", self.say("walk.banner.line", time=f"{local(down):%H:%M}"), self.say("walk.banner.line2"))
        if self.walk.machine.printer_can_print() is False:
            return Note("w", self.say("walk.banner.paper"))
        return None


def _bar(stage: Stage) -> Any:
    if stage in (Stage.IDLE, Stage.HOME):
        return "start"
    if stage is Stage.STOPPED:
        return "none"
    return "after" if stage in SENT or stage is Stage.KEPT else "full"


def _idle(t: _Teller) -> View:
    promises = (
        ("card-account-details", t.say("walk.idle.promise.card")),
        ("bell-ring", t.say("walk.idle.promise.help")),
        ("lock", t.say("walk.idle.promise.wipe")),
    )
    return IdleView(
        page="idle",
        title=t.say("walk.idle.title"),
        lead=t.say("walk.idle.lead"),
        button=t.say("walk.idle.button"),
        promises=promises,
        can_back=False,
    )


def _home(t: _Teller) -> View:
    down = t.walk.machine.line_down_since() is not None
    tiles = tuple(
        Tile(str(n), area, icon, t.say(f"walk.home.{area}"), t.say(f"walk.home.{area}.sub"))
        for n, (area, icon) in enumerate(AREAS, start=1)
    )
    sub = t.say("walk.home.lookup.offline" if down else "walk.home.lookup.sub")
    return HomeView(
        page="home",
        greeting=t.say("walk.home.greeting"),
        title=t.say("walk.home.title"),
        lead=t.say("walk.home.lead"),
        banner=t.banner(),
        tiles=tiles,
        lookup=Tile("", "lookup", "file-search", t.say("walk.home.lookup"), sub, possible=not down),
        unsure=Tile("", "unsure", "chat-question", t.say("walk.home.unsure"), t.say("walk.home.unsure.sub")),
        can_back=False,
    )


def _elsewhere(t: _Teller) -> View:
    office = t.walk.machine.office
    hours = ", ".join(f"{h.opens:%H:%M}–{h.closes:%H:%M}" for h in office.hours)
    lines = [t.say("walk.elsewhere.line"), t.say("walk.elsewhere.hours", hours=hours)]
    if "not-here" in t.walk.session.flags and office.where_else:
        lines.insert(0, t.say("walk.elsewhere.where", place=office.where_else))
    return MessageView(
        page="elsewhere",
        title=t.say("walk.elsewhere.title"),
        headline=t.say("walk.elsewhere.headline"),
        icon="information",
        lines=tuple(lines),
        buttons=(t.bell(), Button("back", t.say("walk.elsewhere.home"), style="secondary")),
    )


def _lookup(t: _Teller) -> View:
    walk = t.walk
    lines: list[str] = []
    buttons: list[Button] = []
    if walk.lookup_status != "found" or walk.found is None:
        key = walk.lookup_status if walk.lookup_status != "found" else "unknown"
        lines.append(t.say(f"walk.lookup.{key}"))
        if key in ("unknown", "other"):
            buttons.append(t.bell())
    else:
        lines.append(t.say(f"walk.lookup.{_sentence_of(walk.found.state)}"))
        if walk.found.collect_day:
            lines.append(t.say("walk.lookup.collect", day=day_text(walk.found.collect_day, t.lang)))
        unpaid = walk.found.money in ("open", "partial")
        if unpaid:
            lines.append(t.say("walk.lookup.unpaid"))
    buttons.append(Button("back", t.say("walk.lookup.close"), style="secondary"))
    return LookupView(
        page="lookup",
        title=t.say("walk.lookup.title"),
        lead=t.say("walk.lookup.lead"),
        status=walk.lookup_status,
        lines=tuple(lines),
        buttons=tuple(buttons),
    )


def _sentence_of(state: str) -> str:
    if state in ("at_hub", "waiting_look", "parked"):
        return "waiting-look"
    if state in ("looked", "sending", "unknown", "pending"):
        return "sent"
    return {"accepted": "accepted", "withdrawn": "withdrawn"}.get(state, "more")


def _bring(t: _Teller) -> View:
    walk = t.walk
    day = today(walk.clock)
    down = walk.machine.line_down_since() is not None
    page = bring_facts(walk.procedure, walk.machine.office, day, t.lang, line_up=not down)
    return FactsView(
        page="bring",
        title=t.say("walk.bring.title"),
        lead=t.say("walk.bring.lead"),
        facts=tuple(Fact(row.icon, row.label, row.value, row.sub) for row in page.facts),
        notes=tuple(Note(note.kind, note.text) for note in page.notes),
        buttons=(
            Button("missing", t.say("walk.bring.missing"), style="secondary"),
            Button("next", t.say("walk.bring.enough"), icon="arrow-right"),
        ),
    )


def _notice(t: _Teller) -> View:
    walk = t.walk
    notice = walk.notices[walk.procedure.notice]
    rows = notice.rows if walk.all_of_notice else notice.page_rows
    more = t.say("walk.notice.less" if walk.all_of_notice else "walk.notice.all")
    return FactsView(
        page="notice",
        title=t.say("walk.notice.title"),
        facts=tuple(Fact(row.icon, "", row.text.say(t.lang, **t.office_places())) for row in rows),
        buttons=(
            Button("all", more, style="secondary"),
            Button("help", t.say("walk.notice.officer"), value="xin làm giúp", style="secondary"),
            Button("next", t.say("walk.notice.next"), icon="arrow-right"),
        ),
    )


def _card(t: _Teller) -> View:
    walk = t.walk
    status = t.say(walk.card_words) if walk.card_words else t.say("walk.card.waiting")
    if walk.card_code:
        status += "\n" + t.say("walk.card.code", code=walk.card_code)
    return CardView(
        page="card",
        title=t.say("walk.card.title"),
        lead=t.say("walk.card.lead"),
        ways=(Tile("", "scanner", "qrcode-scan", t.say("walk.card.slot"), t.say("walk.card.slot.sub")),),
        status=walk.card_status,
        status_text=status,
        privacy=t.say("walk.card.privacy"),
        help_button=t.second_miss(),
        buttons=(Button("no-card", t.say("walk.card.no-card"), style="secondary"),),
    )


def _message(t: _Teller, key: str, lines: tuple[str, ...], *buttons: Button, tone: Any = "i") -> View:
    return MessageView(
        page=key,
        title=t.say(f"walk.{key}.title"),
        headline=t.say(f"walk.{key}.headline"),
        tone=tone,
        icon="alert" if tone == "w" else "information",
        lines=lines,
        buttons=(t.bell(), *buttons),
    )


def _no_card(t: _Teller) -> View:
    lines = (t.say("walk.no-card.1"), t.say("walk.no-card.2"))
    return _message(t, "no-card", lines, Button("again", t.say("walk.no-card.again"), style="secondary"))


def _not_me(t: _Teller) -> View:
    again = Button("again", t.say("walk.not-me.again"), style="secondary")
    return _message(t, "not-me", (t.say("walk.not-me.1"),), again)


def _under_age(t: _Teller) -> View:
    return _message(t, "under-age", (t.say("walk.under-age.1"),))


def _expired(t: _Teller) -> View:
    go = Button("next", t.say("walk.expired.go"), style="secondary")
    return replace(_message(t, "expired", (t.say("walk.expired.1"),), go, tone="w"), page="card-expired")


def _confirm(t: _Teller) -> View:
    person = t.walk.person
    assert person is not None  # noqa: S101 - CONFIRM is reached by a card only
    doubtful = {"number-birth", "number-sex"} & {str(w) for w in person.warnings}
    rows = [
        (t.say("walk.confirm.birth"), person.birth.shown()),
        (t.say("walk.confirm.sex"), person.sex.text.plain(t.lang)),
        (t.say("walk.confirm.address"), person.address or t.say("walk.confirm.no-address")),
    ]
    if person.extra:
        rows.append((t.say("walk.confirm.extra"), ", ".join(person.extra)))
    key = "warn" if doubtful else "note"
    return ConfirmView(
        page="confirm",
        title=t.say("walk.confirm.title"),
        lead=t.say("walk.confirm.lead"),
        name_label=t.say("walk.confirm.name"),
        name=person.name,
        rows=tuple(rows),
        number_label=t.say("walk.confirm.number"),
        number_masked=person.number.masked(),
        number_full=person.number.grouped(),
        show_label=t.say("walk.confirm.show"),
        note=Note("w" if doubtful else "i", t.say(f"walk.confirm.{key}"), t.say(f"walk.confirm.{key}2")),
        buttons=(
            Button("yes", t.say("walk.confirm.yes"), icon="check-bold"),
            Button("no", t.say("walk.confirm.no"), style="secondary"),
        ),
    )


# questions


def _question(t: _Teller) -> View:
    page = t.walk.page
    match page.kind:
        case "choice":
            return _choice(t, page)
        case "message":
            return _told(t, page)
        case "name" | "text":
            return _typing(t, page)
        case "pad":
            return _pad(t, page)
        case "date":
            return _date(t, page)
        case "list":
            return _list(t, page)
        case _:
            return _provinces(t, page) if t.walk.choosing_province else _place(t, page)


def _common(t: _Teller, page: Page) -> dict[str, Any]:
    return {
        "page": page.id,
        "title": t.text(page.title),
        "lead": t.text(page.lead),
        "note": t.note(),
        "help_button": t.second_miss(),
    }


def _way_out(t: _Teller, page: Page) -> Button | None:
    return Button("counter", t.text(page.counter), style="secondary") if page.counter else None


def _choices(t: _Teller, page: Page, offers: list[Offer]) -> tuple[Choice, ...]:
    answer = t.walk.session.answers.get(page.id)
    return tuple(
        Choice(o.key, t.text(o.title), _filled(t, page, o), chosen=answer is not None and answer.key == o.key)
        for o in offers
    )


def _filled(t: _Teller, page: Page, offer: Offer) -> str:
    """A second line; a fee that it names is that of today if the offer is chosen."""
    if offer.sub is None or "fee" not in offer.sub.places():
        return t.text(offer.sub)
    keys = t.walk.questions.keys()
    return t.text(offer.sub, fee=choice_fee(t.walk.procedure, page, offer.key, keys, today(t.walk.clock)))


def _choice(t: _Teller, page: Page) -> View:
    common = _common(t, page)
    common["lead"] = common["lead"] or t.say("walk.choice.lead")
    common["note"] = common["note"] or (Note("i", t.text(page.note)) if page.note else None)
    choices = _choices(t, page, t.walk.questions.offers(page))
    if page.counter:
        choices = (*choices, Choice("counter", t.text(page.counter)))
    row = None
    if page.dynamic in ("card-address", "new-ward") and t.walk.person:
        ward = t.walk.questions.today_ward() if page.dynamic == "card-address" else None
        match = t.walk.questions.address
        now = ward is not None and match is not None and not match.already_new
        today_line = t.say("walk.address.now", place=f"{ward.kind_name}, {ward.province_name}") if now and ward else ""
        row = (t.say("walk.address.card"), "\n".join(filter(None, (t.walk.person.address, today_line))))
    return ChoiceView(**common, choices=choices, row=row)


def _told(t: _Teller, page: Page) -> View:
    buttons = [
        Button("home" if leaves(page, item.key) else "answer", t.text(item.title), item.key, "secondary")
        for item in page.choices
    ]
    if buttons:
        buttons[0] = replace(buttons[0], style="primary")
    common = _common(t, page) | {"note": None}
    return MessageView(
        **common,
        tone="i",
        icon="information",
        lines=tuple(t.text(line) for line in page.lines),
        buttons=(*buttons, *((t.bell(),) if page.bell else ())),
    )


def _typing(t: _Teller, page: Page) -> View:
    answer = t.walk.session.answers.get(page.id)
    kept = answer.key if answer and answer.source == "citizen" else ""
    return TypingView(
        **_common(t, page),
        label=t.text(page.label),
        value=t.walk.typed or kept,
        keyboard="name" if page.kind == "name" else "text",
        limit=page.limit,
        suggest=_suggester(t, page) if page.suggest else None,
        next_label=t.say("walk.next"),
        extra=_way_out(t, page),
    )


def _suggester(t: _Teller, page: Page) -> Callable[[str], tuple[str, ...]]:
    first = ""
    if page.suggest == "own-surname" and t.walk.person:
        first = t.walk.person.surname
    whole = t.walk.session.answers.get("spouse-name") if page.suggest == "spouse-name" else None

    def complete(text: str) -> tuple[str, ...]:
        if whole and not text:
            return (whole.key, *suggest(text)[:2])
        return suggest(text, first=first or None)

    return complete


def _pad(t: _Teller, page: Page) -> View:
    answer = t.walk.session.answers.get(page.id)
    kept = answer.key if answer and answer.source == "citizen" else ""
    extra = [button for button in (_keep(t), _way_out(t, page)) if button]
    return PadView(
        **_common(t, page),
        label=t.text(page.label),
        value=t.walk.typed or kept,
        letters=page.letters,
        groups=page.groups,
        limit=page.limit,
        next_label=t.say("walk.next"),
        extra=tuple(extra),
    )


def _keep(t: _Teller) -> Button | None:
    problem = t.walk.problem
    return Button("keep", t.say("walk.keep-it"), style="secondary") if problem and problem.kind == "w" else None


def _date(t: _Teller, page: Page) -> View:
    answer = t.walk.session.answers.get(page.id)
    kept = answer.key if answer and answer.source == "citizen" else ""
    keep = _keep(t)
    return DateView(
        **_common(t, page),
        labels=(t.say("walk.date.day"), t.say("walk.date.month"), t.say("walk.date.year")),
        value=t.walk.typed or kept,
        words=_date_words(t.lang),
        year_only=t.text(page.year_only),
        unknown=t.text(page.unknown),
        next_label=t.say("walk.next"),
        extra=(keep,) if keep else (),
    )


def _date_words(lang: Language) -> Callable[[str], str]:
    def words(value: str) -> str:
        try:
            day = PartialDate.from_shown(value)
        except ValueError:
            return ""
        if lang == "vi":
            return _capital(iso_words(day.iso()) or "")
        return day.shown() if day.is_partial else f"{day.first_day():%A, %d %B %Y}"

    return words


def _list(t: _Teller, page: Page) -> View:
    offers = t.walk.questions.offers(page)

    def search(text: str) -> tuple[Found, ...]:
        wanted = folded(text)
        starts = [o for o in offers if folded(o.title.vi).startswith(wanted)]
        inside = [o for o in offers if wanted in folded(o.title.vi) and o not in starts]
        return tuple(Found(o.key, t.text(o.title)) for o in (*starts, *inside))

    cell = Button("counter", t.text(page.counter) or t.say("walk.counter"), style="secondary", icon="account-tie")
    return SearchView(**_common(t, page), label=t.say("walk.search"), search=search, help_cell=cell)


def _place(t: _Teller, page: Page) -> View:
    walk = t.walk
    code = walk.province or walk.machine.office.province
    province = next(p for p in walk.places.provinces if p.code == code)

    def search(text: str) -> tuple[Found, ...]:
        return tuple(Found(c.code, c.kind_name) for c in walk.places.search_communes(code, text))

    return SearchView(
        **_common(t, page),
        label=t.say("walk.search"),
        search=search,
        row=(t.say("walk.province"), province.kind_name, t.say("walk.change")),
        help_cell=Button("counter", t.say("walk.not-here"), style="help", icon="account-tie"),
    )


def _provinces(t: _Teller, page: Page) -> View:
    def search(text: str) -> tuple[Found, ...]:
        wanted = folded(text)
        hits = [p for p in t.walk.places.provinces if wanted in folded(p.name)]
        hits.sort(key=lambda p: not folded(p.name).startswith(wanted))
        return tuple(Found(p.code, p.kind_name) for p in hits)

    common = _common(t, page) | {"page": f"{page.id}-province", "title": t.say("walk.province.title")}
    cell = Button("counter", t.say("walk.not-here"), style="help", icon="account-tie")
    return SearchView(**common, label=t.say("walk.search"), search=search, help_cell=cell)


# check and payment


def _check(t: _Teller) -> View:
    walk = t.walk
    rows = tuple(
        Row(group.id, t.text(group.label), text, locked=group.locked)
        for group in walk.procedure.groups
        if (text := group_text(t, group))
    )
    return CheckView(
        page="check",
        title=t.say("walk.check.title"),
        lead=t.say("walk.check.lead"),
        rows=rows,
        edit_label=t.say("walk.check.edit"),
        locked_label=t.say("walk.check.card"),
        more_label=t.words["walk.more"].plain(t.lang),
        declaration=walk.notices[walk.procedure.declaration].say(t.lang),
        buttons=(Button("submit", t.say("walk.check.submit"), icon="arrow-right"),),
    )


def group_text(t: _Teller, group: Group) -> str:
    """What a line of the check page says: the answers of the group that apply, the officer's share named once."""
    walk = t.walk
    questions = walk.questions
    visible = {page.id for page in questions.visible()}
    parts: list[str] = []
    for name in group.show or group.pages:
        if name == "$title":
            parts.append(walk.procedure.title_for(questions.keys()).plain(t.lang))
        elif name == "$person.name" and walk.person:
            parts += [walk.person.name, walk.person.number.masked()]
        elif name in visible and name in walk.session.answers:
            parts.append(_answer_text(t, name))
    seen = [part for i, part in enumerate(parts) if part and part not in parts[:i]]
    return "\n".join(seen) if group.locked else ", ".join(seen)


def _answer_text(t: _Teller, page_id: str) -> str:
    answer = t.walk.session.answers[page_id]
    page = t.walk.procedure.page(page_id)
    if answer.source == "counter":
        return t.say("walk.check.counter")
    if answer.source == "unknown":
        return t.say("walk.check.unknown")
    if page.kind == "message":
        return ""
    shown = t.walk.questions.shown(page_id, t.lang)
    if page_id == "home-now" and answer.key == "card" and t.walk.person:
        return t.walk.person.address
    if page_id == "phone":
        return phone_text(answer.key)
    return shown


def _pay_how(t: _Teller) -> View:
    walk = t.walk
    due = walk.sealed.due if walk.sealed else None
    assert due is not None  # noqa: S101 - PAY_HOW is reached with something due only
    possible = walk.can_show_code
    key = "sub" if possible else "offline" if walk.machine.line_down_since() else "paused"
    ways = (
        Choice("phone", t.say("walk.pay.phone"), t.say(f"walk.pay.phone.{key}"), possible=possible, icon="cellphone"),
        Choice("family", t.say("walk.pay.family"), t.say("walk.pay.family.sub"), icon="account-group"),
        Choice("cash", t.say("walk.pay.cash"), t.say("walk.pay.cash.sub"), icon="cash-multiple"),
        Choice("later", t.say("walk.pay.later"), t.say("walk.pay.later.sub"), icon="clock-outline"),
    )
    return PayHowView(
        page="pay-how",
        title=t.say("walk.pay.how.title"),
        lead=t.say("walk.pay.how.lead"),
        amount=money(due.amount),
        currency=t.say("walk.pay.currency"),
        amount_words=_amount_words(t, due.amount),
        payee_label=walk.procedure.fee_name.plain(t.lang),
        payee=due.payee_name,
        choices=ways,
        note=Note("i", t.say("walk.pay.note"), t.say("walk.pay.note2")),
        can_back=False,
    )


def _pay_qr(t: _Teller) -> View:
    walk = t.walk
    due = walk.sealed.due if walk.sealed else None
    assert due is not None  # noqa: S101
    shown_s = walk.clock.monotonic() - walk.code_since
    left = max(0, int(CODE_SHOWN_S - shown_s))
    late = not walk.code_on or shown_s > CODE_LATE_S
    other = Button("other", t.say("walk.pay.other"), style="secondary")
    paid = Button("paid", t.say("walk.pay.paid"), icon="check-bold")
    home = Button("print", t.say("walk.pay.print"), icon="printer")
    if walk.thanked_at is not None:
        buttons: tuple[Button, ...] = ()
    elif not walk.code_on:
        buttons = (Button("again", t.say("walk.pay.again"), style="secondary"), home)
    elif late:
        buttons = (replace(paid, style="secondary"), home)
    else:
        buttons = (other, paid)
    facts = (
        (t.say("walk.pay.payee"), due.payee_name),
        (t.say("walk.pay.account"), f"{due.account}\n{due.bank_name}"),
        (t.say("walk.pay.content"), Reference(due.reference).grouped()),
    )
    return PayQrView(
        page="pay-qr",
        title=t.say("walk.pay.title"),
        amount=money(due.amount),
        currency=t.say("walk.pay.currency"),
        amount_words=_amount_words(t, due.amount),
        matrix=due.matrix if walk.code_on else None,
        facts=facts,
        status=_pay_status(t, shown_s),
        left_label=t.say("walk.pay.left") if walk.code_on else "",
        left_text=t.say("walk.pay.left.text", minutes=left // 60, seconds=left % 60) if walk.code_on else "",
        left_fraction=left / CODE_SHOWN_S,
        promise=t.say("walk.pay.promise") if walk.code_on else "",
        buttons=buttons,
        can_back=False,
    )


def _pay_status(t: _Teller, shown_s: float) -> Note:
    walk = t.walk
    news = walk.money
    if walk.thanked_at is not None and news is not None:
        said = t.say("walk.pay.received", amount=money_text(news.due))
        more = t.say("walk.pay.over", excess=money_text(news.excess)) if news.excess else ""
        return Note("i", said, more)
    if news is not None and news.state == "partial":
        received, remaining = money_text(news.received), money_text(news.remaining)
        part = t.say("walk.pay.status.part", received=received, remaining=remaining)
        return Note("w", part, t.say("walk.pay.status.part2"))
    if walk.machine.line_down_since() is not None:
        return Note("w", t.say("walk.pay.status.line"))
    asked_at = walk.machine.bank_asked_at()
    asked = t.say("walk.pay.asked", time=f"{local(asked_at):%H:%M:%S}") if asked_at else t.say("walk.pay.not-asked")
    if not walk.code_on:
        return Note("w", t.say("walk.pay.status.off"), asked)
    return Note("w", t.say("walk.pay.status.60" if shown_s > CODE_SLOW_S else "walk.pay.status.0"), asked)


def _pay_wait(t: _Teller) -> View:
    walk = t.walk
    sealed = walk.sealed
    due = sealed.due if sealed else None
    assert sealed is not None  # noqa: S101
    assert due is not None  # noqa: S101
    facts = [
        (t.say("walk.wait.number"), sealed.number),
        (t.say("walk.wait.amount"), money_text(due.amount)),
        (t.say("walk.wait.code"), Reference(due.reference).grouped()),
    ]
    if walk.said_paid_at:
        said = t.say("walk.wait.said.at", time=f"{local(walk.said_paid_at):%H:%M}")
        facts.append((t.say("walk.wait.said"), said))
    contact = contact_masked(walk)
    news = t.say("walk.wait.2", contact=contact) if contact else t.say("walk.wait.2.office")
    promises = [("bank", t.say("walk.wait.1")), ("cellphone", news), ("arrow-right", t.say("walk.wait.3"))]
    if walk.machine.office.money_answer_by:
        promises.append(("clock-outline", t.say("walk.wait.4", time=walk.machine.office.money_answer_by)))
    return PayWaitView(
        page="pay-wait",
        title=t.say("walk.wait.title"),
        lead=t.say("walk.wait.lead"),
        facts=tuple(facts),
        promises=tuple(promises),
        note=_pay_status(t, CODE_LATE_S) if walk.thanked_at is not None else None,
        buttons=(
            Button("more", t.say("walk.wait.more"), style="secondary"),
            Button("print", t.say("walk.wait.print"), icon="printer"),
        ),
        can_back=False,
    )


def contact_masked(walk: Walk) -> str:
    """The phone to be called, its middle hidden: 0900 ••• 678; empty where it is the office's own."""
    phone = walk.session.answers.get("phone")
    if phone is None or walk.questions.keys().get("contact") == "none":
        return ""
    return f"{phone.key[:4]} ••• {phone.key[-3:]}"


def _done(t: _Teller) -> View:
    walk = t.walk
    sealed = walk.sealed
    assert sealed is not None  # noqa: S101
    papers = papers_due(walk.procedure, walk.questions.keys(), walk.machine.office)
    carried = [t.say("walk.done.paper.card")] + [t.say(_PAPER_WORDS[p.kind]) for p in papers if p.kind in _PAPER_WORDS]
    no_slip = walk.slip is SlipResult.NOT_PRINTED
    take = ("receipt-text", t.say("walk.done.1"), t.say("walk.done.1.sub"))
    if no_slip:
        take = ("printer", t.say("walk.done.no-paper"), t.say("walk.done.no-paper.sub"))
    steps = (
        take,
        ("card-account-details", t.say("walk.done.2"), t.say("walk.done.2.sub")),
        ("account-tie", t.say("walk.done.3"), t.say("walk.done.3.sub", papers=", ".join(carried))),
    )
    ask = t.say("walk.done.ask") if walk.slip is SlipResult.UNKNOWN else ""
    offline = t.say("walk.done.offline") if walk.machine.line_down_since() else ""
    return DoneView(
        page="done",
        title=t.say("walk.done.title"),
        number_label=t.say("walk.done.number"),
        number=sealed.number,
        steps=steps,
        warning=" ".join(filter(None, (t.say("walk.done.warning"), offline))),
        money=_money_line(t),
        no_slip=no_slip,
        ask=ask,
        countdown=_countdown(t),
        countdown_fraction=_countdown_fraction(walk),
        buttons=_done_buttons(t),
        can_back=False,
    )


def _money_line(t: _Teller) -> str:
    walk = t.walk
    due = walk.sealed.due if walk.sealed else None
    if due is None:
        return ""
    if walk.money is not None and walk.money.enough:
        return t.say("walk.done.money.paid", amount=money_text(walk.money.due))
    if walk.money is not None and walk.money.state == "partial":
        return t.say("walk.done.money.part", remaining=money_text(walk.money.remaining))
    return t.say("walk.done.money.open", amount=money_text(due.amount))


def _countdown_fraction(walk: Walk) -> float:
    passed = walk.clock.monotonic() - max(walk.done_at, walk._touched_at)
    return 1.0 if walk.printing else max(0.0, 1.0 - passed / DONE_S)


def _countdown(t: _Teller) -> str:
    if t.walk.printing:
        return t.say("walk.done.printing")
    seconds = max(0, round(_countdown_fraction(t.walk) * DONE_S))
    return t.say("walk.done.countdown", seconds=seconds)


def _done_buttons(t: _Teller) -> tuple[Button, ...]:
    walk = t.walk
    finish = Button("finish", t.say("walk.done.finish"), icon="check-bold")
    if walk.slip is SlipResult.UNKNOWN:
        broken = Button("out-broken", t.say("walk.done.ask.no"), style="secondary")
        return (broken, Button("out-whole", t.say("walk.done.ask.yes"), icon="check-bold"))
    if walk.printing or walk.reprinted or walk.slip is not SlipResult.PRINTED or walk.stage is not Stage.DONE:
        return (finish,)
    return (Button("reprint", t.say("walk.done.reprint"), style="secondary", icon="printer"), finish)


def _kept(t: _Teller) -> View:
    walk = t.walk
    day = today(walk.clock)
    closes = walk.machine.closes(day)
    failed = walk.slip is SlipResult.NOT_PRINTED
    close = f"{closes:%H:%M}" if closes else ""
    line = t.say("walk.kept.failed") if failed else t.say("walk.kept.line", close=close)
    return MessageView(
        page="kept",
        title=t.say("walk.kept.title"),
        headline=t.say("walk.kept.headline"),
        tone="e" if failed else "i",
        icon="information",
        lines=(t.say("walk.done.printing") if walk.printing else line,),
        buttons=_done_buttons(t),
        can_back=False,
    )


def _stopped(t: _Teller) -> View:
    walk = t.walk
    since = local(walk.stopped_since) if walk.stopped_since else None
    return StoppedView(
        page="out-of-order",
        title=t.say("walk.stopped.title"),
        lines=(t.say("walk.stopped.line"),),
        promise=(t.say("walk.stopped.safe"), t.say("walk.stopped.safe2")),
        code=t.say("walk.stopped.code", code=walk.stopped_code),
        since=t.say("walk.stopped.since", time=f"{since:%H:%M}") if since else "",
        button=t.bell(),
        can_back=False,
    )


def _amount_words(t: _Teller, amount: int) -> str:
    """In words, which Vietnamese is checked by; English has the figures."""
    return _capital(amount_words(amount)) if t.lang == "vi" else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
