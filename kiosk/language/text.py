"""Words in both languages, and the catalogue that holds them."""

import unicodedata
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, field_validator

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")

WORDS = Path(__file__).parents[2] / "assets" / "words"


def nfc(text: str) -> str:
    """The text in Unicode normal form C, which all text of the kiosk is in."""
    return unicodedata.normalize("NFC", text)


class Text(BaseModel):
    """One thing said in Vietnamese and in English; `{name}` places are filled by `say`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    vi: str
    en: str

    @field_validator("vi", "en")
    @classmethod
    def _normal_form(cls, value: str) -> str:
        return nfc(value)

    def say(self, lang: Language, **places: object) -> str:
        """The text in `lang`. Raises KeyError for a place that is not given."""
        return (self.vi if lang == "vi" else self.en).format(**places) if places else self.plain(lang)

    def plain(self, lang: Language) -> str:
        """The text in `lang`, places unfilled."""
        return self.vi if lang == "vi" else self.en

    def places(self) -> set[str]:
        """The names of the places in the Vietnamese text."""
        return {name for _, name, _, _ in Formatter().parse(self.vi) if name}


def both(text: str) -> Text:
    """A Text that is the same in both languages: a name, a number."""
    return Text(vi=text, en=text)


class Words:
    """The catalogue of words: `assets/words/*.yaml`, each a mapping `key: {vi, en}`; keys are unique over all files."""

    def __init__(self, texts: dict[str, Text]) -> None:
        self._texts = texts

    @classmethod
    @cache
    def load(cls, folder: Path = WORDS) -> "Words":
        """Read every file of `folder`. Raises ValueError on a key that stands twice."""
        texts: dict[str, Text] = {}
        for path in sorted(folder.glob("*.yaml")):
            for key, value in (yaml.safe_load(path.read_text("utf-8")) or {}).items():
                if key in texts:
                    raise ValueError(f"{path.name}: the key {key} stands twice")
                texts[key] = Text.model_validate(value)
        return cls(texts)

    def __getitem__(self, key: str) -> Text:
        return self._texts[key]

    def __contains__(self, key: str) -> bool:
        return key in self._texts

    def keys(self) -> list[str]:
        return sorted(self._texts)

    def say(self, key: str, lang: Language, **places: object) -> str:
        return self._texts[key].say(lang, **places)
