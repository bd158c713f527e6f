"""How the items of a form get their values.

Places that a value may hold, filled from a nested mapping (`{"person": {...}, "answers": {...}, "home": {...}}`):

| place | value |
| --- | --- |
| `$person.name_upper` | the name in capitals |
| `$person.sex_vi` | Nam, Nữ |
| `$person.birth` | ISO, perhaps partial |
| `$person.number` | 12 digits |
| `$birth_province` | `{"old", "new"}`: names of the province proposed or chosen |
| `$birth_origin` | what the proposal was drawn from, `number_031` |
| `$card_home` | `{"text", "ward", "table"}`: the card's address word for word, the code of its ward today or None |
| `$home` | the same for the place that was typed: None for what was left to the officer |
| `$mother_born` `$father_born` `$spouse_born` `$old_issued` | ISO, perhaps partial |
| `$answers.<page id>` | the key or text that was answered |
"""

from collections.abc import Iterator, Mapping
from typing import Any

from kiosk.procedures.model import Answers, FormCase, FormItem

PLACES = frozenset(
    {
        "person.name_upper",
        "person.sex_vi",
        "person.birth",
        "person.number",
        "birth_province",
        "birth_origin",
        "card_home",
        "home",
        "mother_born",
        "father_born",
        "spouse_born",
        "old_issued",
    }
)
"""The places besides `answers.<page id>`."""


def case_for(item: FormItem, answers: Answers) -> FormCase:
    """The first case that holds. Raises LookupError if none does, which a checked catalogue rules out."""
    for case in item.cases:
        if case.when.holds(answers):
            return case
    raise LookupError(f"no case of form item {item.item} holds")


def fill(value: Any, context: Mapping[str, Any]) -> Any:
    """`value` with each `$place` replaced, in dicts and lists too. Raises KeyError for a place without a value."""
    if isinstance(value, str) and value.startswith("$"):
        found: Any = context
        for part in value[1:].split(".", 1):
            found = found[part]
        return found
    if isinstance(value, Mapping):
        return {key: fill(part, context) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [fill(part, context) for part in value]
    return value


def places(value: Any) -> Iterator[str]:
    """The names of the places in `value`, without the `$`."""
    if isinstance(value, str):
        if value.startswith("$"):
            yield value[1:]
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from places(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from places(part)
