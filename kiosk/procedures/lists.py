"""Closed lists that are searched on a page: ethnic groups, religions."""

from functools import cache
from pathlib import Path

import yaml

from kiosk.language.text import Text
from kiosk.procedures.model import Model, Sourced

LISTS = Path(__file__).parents[2] / "assets" / "lists"


class ListEntry(Model):
    """`value` is both the answer and what the form says; `also`: other names to be found by."""

    value: str
    en: str = ""
    also: tuple[str, ...] = ()

    @property
    def text(self) -> Text:
        return Text(vi=self.value, en=self.en or self.value)


class ValueList(Sourced):
    entries: tuple[ListEntry, ...]


@cache
def load_list(name: str, folder: Path = LISTS) -> ValueList:
    """The list `name` of `assets/lists/`, in its order: `ethnic-groups`, `religions`."""
    return ValueList.model_validate(yaml.safe_load((folder / f"{name}.yaml").read_text("utf-8")))
