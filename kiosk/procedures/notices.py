"""Texts that a dossier names as shown or declared: by id and by the hash of their words."""

import hashlib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

import yaml
from pydantic import Field

from kiosk.language.text import Language, Text, nfc
from kiosk.procedures.model import Model, Sourced

NOTICES = Path(__file__).parents[2] / "assets" / "notices"


class NoticeRow(Model):
    """One sentence; `page`: it stands on the page itself, not only in the full text."""

    vi: str
    en: str
    page: bool = False
    icon: str = ""

    @property
    def text(self) -> Text:
        return Text(vi=self.vi, en=self.en)


class Notice(Sourced):
    """A text with its `{places}` unfilled. A new wording is a new id."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+-[0-9]+$")]
    kind: Literal["notice", "declaration", "consent"]
    since: date
    rows: tuple[NoticeRow, ...] = Field(min_length=1)

    @property
    def page_rows(self) -> tuple[NoticeRow, ...]:
        return tuple(row for row in self.rows if row.page)

    def say(self, lang: Language, **places: object) -> tuple[str, ...]:
        """All rows in `lang`. Raises KeyError for a place that is not given."""
        return tuple(row.text.say(lang, **places) for row in self.rows)

    def sha256(self, lang: Language) -> str:
        """Hex digest over the rows in `lang`, places unfilled, joined by LF, NFC, UTF-8: anybody who holds the text can
        compute it, whatever the office."""
        text = nfc("\n".join(row.text.plain(lang) for row in self.rows))
        return hashlib.sha256(text.encode()).hexdigest()


class Notices:
    """The texts of `assets/notices/*.yaml`, by id."""

    def __init__(self, notices: dict[str, Notice]) -> None:
        self._notices = notices

    @classmethod
    @cache
    def load(cls, folder: Path = NOTICES) -> Self:
        """Read every file. Raises ValueError for an id that stands twice or a field that is wrong."""
        notices: dict[str, Notice] = {}
        for path in sorted(folder.glob("*.yaml")):
            for key, value in (yaml.safe_load(path.read_text("utf-8")) or {}).items():
                if key in notices:
                    raise ValueError(f"{path.name}: the text {key} stands twice")
                notices[key] = Notice.model_validate({"id": key, **value})
        return cls(notices)

    def __getitem__(self, key: str) -> Notice:
        return self._notices[key]

    def __contains__(self, key: str) -> bool:
        return key in self._notices

    def ids(self) -> list[str]:
        return sorted(self._notices)
