"""The declarative form of a procedure: what a file under `assets/procedures/` may say. Exported as JSON Schema."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from kiosk.language.text import Text

Area = Literal["can-cuoc", "cu-tru", "xuat-nhap-canh", "giao-thong", "pccc", "phan-anh"]
Mark = Literal["H", "M", "L", "?"]
"""Confidence: H primary text or two agreeing sources, M one secondary source, L weak, ? our judgement."""

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
    amount: int = Field(ge=0)
    since: date
    until: date | None = None
    when: Condition = Condition()


class Basis(Sourced):
    law: str
    note: Text | None = None


class Paper(Sourced):
    """`state`: how the paper is handled in this procedure, as in the envelope."""

    kind: str
    name: Text
    state: Literal["bring", "bring_if_kept", "none"]
    when: Condition = Condition()
    taken: Text | None = None
    """what the officer confirms, e.g. "Đã thu ảnh"; None: nothing to confirm"""
    blocks: bool = False
    """the officer's page will not send before it is confirmed"""


class ChoiceItem(Model):
    key: str
    title: Text
    sub: Text | None = None


class Page(Model):
    """A question. `dynamic` names a provider of the journey that adds to or replaces the choices or the row."""

    id: str
    kind: Literal["choice", "list", "name", "text", "pad", "date", "place", "message"]
    section: Text
    title: Text
    lead: Text | None = None
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
    idle_seconds: int = 120


class Group(Model):
    """A line of the check page and what "Sửa" replays."""

    id: str
    label: Text
    pages: tuple[str, ...]
    locked: bool = False
    show: tuple[str, ...] = ()
    """page ids whose answers make the line (default: all of `pages`); `$person.*` for a value of the card"""


class FormCase(Model):
    """`value` may hold `$name` places, filled by `kiosk.dossiers.compose`."""

    when: Condition = Condition()
    value: Any = None
    source: str
    reason: str | None = None


class FormItem(Model):
    item: str
    name: Text
    cases: tuple[FormCase, ...]
    sensitive: bool = False
    optional: bool = False


class Days(Sourced):
    """Office days from the later of acceptance and payment."""

    count: int


class Title(Model):
    when: Condition = Condition()
    text: Text


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
    payee_kind: str
    fee_name: Text
    minimum_age: int
    fees: tuple[FeeRow, ...]
    days: Days
    papers: tuple[Paper, ...]
    basis: tuple[Basis, ...]
    titles: tuple[Title, ...]
    """what the job is called on check page and slip, first that holds"""
    bring: tuple[dict[str, Any], ...] = ()
    """rows of the page "bring": icon, label, value, sub; see kiosk.procedures.bring"""
    bring_notes: tuple[dict[str, Any], ...] = ()
    notice: str
    declaration: str
    pages: tuple[Page, ...]
    groups: tuple[Group, ...]
    items: tuple[FormItem, ...]
    request: Any = None
    """extra, fixed values of the form (e.g. chip: false)"""

    def title_for(self, answers: Answers) -> Text:
        return next((title.text for title in self.titles if title.when.holds(answers)), self.name)

    def page(self, page_id: str) -> Page:
        return next(page for page in self.pages if page.id == page_id)
