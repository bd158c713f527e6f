"""The declarative form of a procedure: what a file under `assets/procedures/` may say. Exported as JSON Schema."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from kiosk.language.text import Text
from kiosk.line import Destination

Area = Literal["can-cuoc", "cu-tru", "xuat-nhap-canh", "giao-thong", "pccc", "phan-anh"]
Mark = Literal["H", "M", "L", "?"]
"""Confidence: H primary text or two agreeing sources, M one secondary source, L weak, ? our judgement."""

OfficeTrait = Literal["", "photo-at-counter", "photo-brought"]
"""What of the office's data a row or a paper depends on; "": nothing."""

Answers = dict[str, str]
"""Page id -> the key or text that was answered, as far as conditions look at it."""


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Condition(Model):
    """Holds when every page named in `all_of` was answered with one of the keys listed, and none of `none_of` was."""

    all_of: dict[str, tuple[str, ...]] = {}
    none_of: dict[str, tuple[str, ...]] = {}

    def holds(self, answers: Answers) -> bool:
        return all(answers.get(page) in keys for page, keys in self.all_of.items()) and not any(
            answers.get(page) in keys for page, keys in self.none_of.items()
        )


class Sourced(Model):
    """A fact of law with where it comes from. `until` None: no end known."""

    source: str
    mark: Mark
    checked: date


class FeeRow(Sourced):
    """`amount` in đồng, owed from `since` to `until`, both days in."""

    id: str
    amount: int = Field(ge=0, strict=True)
    since: date
    until: date | None = None
    when: Condition = Condition()


class Basis(Sourced):
    law: str
    since: date | None = None
    """in force since"""
    note: Text | None = None


PaperKind = Literal["photo_4x6", "old_passport", "loss_report"]
PaperState = Literal["bring", "bring_if_kept", "at_counter", "none"]


class Paper(Sourced):
    """`state`: how the paper is handled, as in the envelope. Of several of one kind the first that holds counts."""

    kind: PaperKind
    name: Text
    state: PaperState
    when: Condition = Condition()
    office: OfficeTrait = ""
    """holds only in an office of this kind"""
    slip: Text | None = None
    """what the slip tells the citizen to do, "Nộp ảnh 4×6, nền trắng." """
    taken: Text | None = None
    """what the officer confirms, e.g. "Đã thu ảnh"; None: nothing to confirm"""
    blocks: bool = False
    """the officer's page will not send before it is confirmed"""


class Title(Model):
    when: Condition = Condition()
    text: Text


class ChoiceItem(Model):
    """A possible answer. Its texts may hold `{fee}` (the fee of today if it is chosen) and what `dynamic` fills."""

    key: str
    title: Text
    sub: Text | None = None
    silent: bool = False
    """the check page does not repeat it: the answers that it leads to say it"""


class Page(Model):
    """A question, asked when `when` holds for the answers of the pages before it.

    `dynamic` names a provider of the journey: `birth-province` fills `{province}` of the choice `proposed` or drops
    that choice; `office-ethnic` puts the office's two common groups after the first choice; `card-address` gives the
    row above the choices; `new-ward` gives the choices, and the page is left out when it has fewer than two; the others
    are the lists of a searched page. What a list, a provider or a typed page answers is its own value; besides,
    `counter` where `counter` is set and `unknown` where `unknown` is.
    """

    id: str
    kind: Literal["choice", "list", "name", "text", "pad", "date", "place", "message"]
    section: Text
    title: Text
    lead: Text | None = None
    leads: tuple[Title, ...] = ()
    """of these the first that holds stands in place of `lead`"""
    note: Text | None = None
    when: Condition = Condition()
    choices: tuple[ChoiceItem, ...] = ()
    dynamic: Literal[
        "", "birth-province", "office-ethnic", "card-address", "new-ward", "provinces", "ethnic-groups", "religions"
    ] = ""
    check: Literal[
        "", "passport-number", "phone", "old-passport-date", "mother-born", "father-born", "spouse-born", "not-empty"
    ] = ""
    missing: Text | None = None
    """said when nothing was typed"""
    label: Text | None = None
    letters: bool = False
    groups: tuple[int, ...] = ()
    limit: int = 60
    counter: Text | None = None
    """label of the way out that leaves the field to the officer ("Để cán bộ ghi")"""
    year_only: Text | None = None
    unknown: Text | None = None
    suggest: Literal["", "names", "own-surname", "spouse-name"] = ""
    sensitive: bool = False
    lines: tuple[Text, ...] = ()
    """sentences of a message page"""
    counter_keys: tuple[str, ...] = ()
    """choices that mean: the officer fills this at the counter"""
    leave_keys: tuple[str, ...] = ()
    """choices that end the walk: nothing is sent, everything is wiped"""
    bell: bool = False
    """the large bell stands on the page from the start"""
    idle_seconds: int = 120

    def lead_for(self, answers: Answers) -> Text | None:
        return next((lead.text for lead in self.leads if lead.when.holds(answers)), self.lead)


class Group(Model):
    """A line of the check page and what "Sửa" replays."""

    id: str
    label: Text
    pages: tuple[str, ...]
    locked: bool = False
    show: tuple[str, ...] = ()
    """page ids whose answers make the line (default: all of `pages`); `$person.*` for a value of the card, `$title`
    for what the job is called"""


Source = Literal[
    "card_qr", "proposed_confirmed", "citizen", "citizen_reused", "not_applicable", "counter", "fixed", "officer"
]


class FormCase(Model):
    """One way an item is filled. `value` may hold `$name` places, filled by `kiosk.procedures.form.fill`."""

    when: Condition = Condition()
    value: Any = None
    source: Source
    reason: str | None = None
    origin: str | None = Field(default=None, alias="from")
    """what a proposal was drawn from"""


class FormItem(Model):
    """An item of the form in its order; of `cases` the first that holds fills it."""

    item: str
    name: Text
    cases: tuple[FormCase, ...]
    sensitive: bool = False
    optional: bool = False


class Days(Sourced):
    """Office days from the later of acceptance and payment."""

    count: int = Field(ge=1, strict=True)


class BringRow(Model):
    """A row of page `bring`. Texts may hold `{counter}`, `{days}` and the places that `fees` names: place -> the
    answers whose fee of today stands there."""

    icon: str
    label: Text
    value: Text
    sub: Text | None = None
    fees: dict[str, dict[str, str]] = {}
    office: OfficeTrait = ""


class BringNote(Model):
    """A note of page `bring`, shown from `since` to `until`, both days in; `line` "down": only while the line is."""

    kind: Literal["i", "w"] = "i"
    text: Text
    since: date | None = None
    until: date | None = None
    line: Literal["any", "down"] = "any"


class Needs(Model):
    """What must answer, and for what: `begin` or the citizen waits; `send` or what was filed is kept and sent later;
    `pay` or no code is shown, because the machine could not see the money."""

    begin: tuple[Destination, ...] = ()
    send: tuple[Destination, ...] = ()
    pay: tuple[Destination, ...] = ()


class Procedure(Model):
    """One procedure at one level of authority. The key in the catalogue is `id`; by law it is (code, level)."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    area: Area
    code: str
    level: Literal["ministry", "province", "commune"]
    form: str
    form_basis: str
    name: Text
    short: Text
    version: date
    since: date
    verdict: Literal["here", "begun-here", "look-up"]
    rung: Literal["qr", "chip", "officer"]
    needs: Needs
    payee_kind: str
    fee_name: Text
    minimum_age: int
    fees: tuple[FeeRow, ...]
    days: Days
    papers: tuple[Paper, ...]
    basis: tuple[Basis, ...]
    titles: tuple[Title, ...]
    """what the job is called on check page and slip, first that holds"""
    bring: tuple[BringRow, ...] = ()
    bring_notes: tuple[BringNote, ...] = ()
    notice: str
    declaration: str
    keep: str = ""
    """ids of texts in `assets/notices/`; `keep`: the consent to keep a draft, "": none is kept"""
    pages: tuple[Page, ...]
    groups: tuple[Group, ...]
    items: tuple[FormItem, ...]
    request: Any = None
    """extra, fixed values of the form"""

    def title_for(self, answers: Answers) -> Text:
        return next((title.text for title in self.titles if title.when.holds(answers)), self.name)

    def page(self, page_id: str) -> Page:
        return next(page for page in self.pages if page.id == page_id)
