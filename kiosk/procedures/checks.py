"""Faults of sense: what a well-shaped file may still get wrong."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise, product
from pathlib import Path as FilePath
from typing import Any, Literal

from pydantic import BaseModel

from kiosk.language.text import Text
from kiosk.line import Destination
from kiosk.procedures import form
from kiosk.procedures.branches import TYPED, named, options
from kiosk.procedures.faults import wording
from kiosk.procedures.lined import Path
from kiosk.procedures.model import Answers, Condition, FeeRow, Page, Procedure
from kiosk.procedures.notices import Notices

MOST_CHOICES = 5
"""as many as a screen shows at once"""

_TYPED_KINDS = ("name", "text", "pad", "date")
_PROVIDERS = {
    "choice": ("birth-province", "office-ethnic", "card-address", "new-ward"),
    "list": ("provinces", "ethnic-groups", "religions"),
}
_CHECKS = {
    "passport-number": "pad",
    "phone": "pad",
    "old-passport-date": "date",
    "mother-born": "date",
    "father-born": "date",
    "spouse-born": "date",
    "not-empty": "text",
}


@dataclass(frozen=True)
class Found:
    path: Path
    fault: str
    remedy: str


def check_procedure(procedure: Procedure, notices: Notices, file: FilePath) -> Iterator[Found]:
    """Every fault of sense in a procedure that was read from `file`."""
    yield from _names(procedure, file)
    yield from _twice(procedure)
    yield from _conditions(procedure)
    for index, page in enumerate(procedure.pages):
        yield from _page(page, ("pages", index))
    yield from _texts(procedure)
    yield from _needs(procedure)
    yield from _fees(procedure)
    yield from _papers(procedure)
    yield from _groups(procedure)
    yield from _items(procedure)
    yield from _titles(procedure)
    yield from _notices(procedure, notices)


def all_texts(value: Any, path: Path = ()) -> Iterator[tuple[Path, Text]]:
    """Every text in a procedure or a part of it, with its path."""
    if isinstance(value, Text):
        yield path, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from all_texts(getattr(value, name), (*path, name))
    elif isinstance(value, tuple):
        for index, part in enumerate(value):
            yield from all_texts(part, (*path, index))


def _names(procedure: Procedure, file: FilePath) -> Iterator[Found]:
    if file.stem != procedure.id:
        yield Found(("id",), f'The id "{procedure.id}" is not the name of the file.', f'Call it "{file.stem}".')
    if file.parent.name != procedure.area:
        yield Found(
            ("area",), f'The file does not lie in the folder "{procedure.area}".', "Move it or correct the area."
        )


def _twice(procedure: Procedure) -> Iterator[Found]:
    listed: list[tuple[Path, list[str]]] = [
        (("pages",), [page.id for page in procedure.pages]),
        (("groups",), [group.id for group in procedure.groups]),
        (("items",), [item.item for item in procedure.items]),
        (("fees",), [fee.id for fee in procedure.fees]),
    ]
    listed += [(("pages", i, "choices"), [c.key for c in page.choices]) for i, page in enumerate(procedure.pages)]
    for path, ids in listed:
        for index, name in enumerate(ids):
            if name in ids[:index]:
                yield Found((*path, index), f'"{name}" stands twice.', "Give one of them another name.")


def _conditions(procedure: Procedure) -> Iterator[Found]:
    pages = {page.id: page for page in procedure.pages}
    order = {page.id: index for index, page in enumerate(procedure.pages)}
    for path, condition in _all_conditions(procedure):
        for part in ("all_of", "none_of"):
            for page_id, keys in getattr(condition, part).items():
                here = (*path, part, page_id)
                page = pages.get(page_id)
                if page is None:
                    yield Found(
                        here, f'The condition names "{page_id}", which is no page.', f"Pages: {', '.join(pages)}."
                    )
                    continue
                if path[0] == "pages" and order[page_id] >= int(path[1]):
                    remedy = "Let it look at earlier pages only, or move the pages."
                    yield Found(here, f'The condition looks ahead to "{page_id}".', remedy)
                known = [key for key in options(page) if key != TYPED]
                for key in keys:
                    if key not in known:
                        remedy = f"Answers: {', '.join(known) or 'none that a condition can name'}."
                        yield Found(here, f'"{page_id}" has no answer "{key}".', remedy)


def _all_conditions(procedure: Procedure) -> Iterator[tuple[Path, Condition]]:
    for name in ("pages", "fees", "papers", "titles"):
        for index, row in enumerate(getattr(procedure, name)):
            yield (name, index, "when"), row.when
    for index, item in enumerate(procedure.items):
        for place, case in enumerate(item.cases):
            yield ("items", index, "cases", place, "when"), case.when


def _page(page: Page, path: Path) -> Iterator[Found]:
    chosen = page.kind in ("choice", "message")
    keys = [choice.key for choice in page.choices]
    if chosen and not page.choices and page.dynamic != "new-ward":
        yield Found(path, f'Nothing can be chosen on "{page.id}".', "Add choices.")
    if not chosen and page.choices:
        yield Found(
            (*path, "choices"), f'A page of kind {page.kind} has no choices, "{page.id}" has.', "Take them out."
        )
    most = MOST_CHOICES - (2 if page.dynamic == "office-ethnic" else 0)
    if len(page.choices) > most:
        yield Found((*path, "choices"), f"{len(keys)} choices are too many here.", f"Ask with at most {most}.")
    for name in ("counter_keys", "leave_keys"):
        for key in getattr(page, name):
            if key not in keys:
                yield Found((*path, name), f'"{key}" is no choice of this page.', f"Choices: {', '.join(keys)}.")
    if page.dynamic and page.dynamic not in _PROVIDERS.get(page.kind, ()):
        remedy = f"Pages of this kind take: {', '.join(_PROVIDERS.get(page.kind, ())) or 'no provider'}."
        yield Found((*path, "dynamic"), f"{page.dynamic} does not fit a page of kind {page.kind}.", remedy)
    if page.kind == "list" and not page.dynamic:
        yield Found(path, f'The list of "{page.id}" has nothing to search.', "Name its provider in `dynamic`.")
    if page.kind == "message" and not page.lines:
        yield Found(path, f'The message "{page.id}" says nothing.', "Add `lines`.")
    if page.check and _CHECKS[page.check] != page.kind:
        yield Found((*path, "check"), f"{page.check} does not check a page of kind {page.kind}.", "Take another check.")
    if page.year_only and (page.kind != "date" or not page.unknown):
        yield Found(
            (*path, "year_only"), "`year_only` is for dates that may be unknown.", "Add `unknown`, or take it out."
        )
    if page.kind in _TYPED_KINDS and page.kind != "date" and page.missing is None:
        yield Found(path, f'"{page.id}" does not say what to do when nothing is typed.', "Add `missing`.")


def _texts(procedure: Procedure) -> Iterator[Found]:
    """Both languages are there, the Vietnamese by the house rules, and every `{place}` is filled, in both alike."""
    for path, text in all_texts(procedure):
        if found := wording(text.vi.replace("\n", " "), title=path[0] == "pages" and path[-1] == "title"):
            yield Found((*path, "vi"), *found)
        allowed = _allowed(procedure, path)
        for lang in ("vi", "en"):
            if not text.plain(lang).strip():
                yield Found((*path, lang), "The text is empty.", "Write it, in both languages.")
            for place in sorted(_named_places(text.plain(lang)) - allowed):
                remedy = f"Filled here: {', '.join(sorted(allowed)) or 'none'}."
                yield Found((*path, lang), f"The place {{{place}}} is not filled here.", remedy)
        if _named_places(text.vi) != _named_places(text.en):
            yield Found(path, "The two languages do not have the same places.", "Give both the same.")


def _named_places(text: str) -> set[str]:
    return Text(vi=text, en="").places()


def _allowed(procedure: Procedure, path: Path) -> set[str]:
    match path:
        case ("bring", int(index), *_):
            return {"counter", "days", *procedure.bring[index].fees}
        case ("bring_notes", *_):
            return {"counter", "days"}
        case ("papers", _, "slip"):
            return {"counter"}
        case ("pages", int(index), "choices", *_):
            return {"fee"} | ({"province"} if procedure.pages[index].dynamic == "birth-province" else set())
    return set()


def _fees(procedure: Procedure) -> Iterator[Found]:
    """For whatever is answered, the rows follow each other day by day from the first on, without an end."""
    for index, row in enumerate(procedure.fees):
        if row.until is not None and row.until < row.since:
            yield Found(("fees", index, "until"), f"{row.id} ends before it begins.", "Correct one of the days.")
            return
    said: set[tuple[int, str]] = set()
    for answers in _fee_answers(procedure):
        rows = sorted((row for row in procedure.fees if row.when.holds(answers)), key=lambda row: row.since)
        for at, fault, remedy in _chain(rows, procedure.since):
            index = procedure.fees.index(at) if at else -1
            if (index, fault) not in said:
                said.add((index, fault))
                yield Found(("fees", index) if at else ("fees",), fault, remedy)


def _fee_answers(procedure: Procedure) -> Iterator[Answers]:
    pages = {page.id: page for page in procedure.pages}
    ids = sorted({page for row in procedure.fees for page in named(row.when) if page in pages})
    for keys in product(*((None, *options(pages[page])) for page in ids)):
        yield {page: key for page, key in zip(ids, keys, strict=True) if key is not None}


def _chain(rows: list[FeeRow], start: date) -> Iterator[tuple[FeeRow | None, str, str]]:
    if not rows:
        yield None, "For some answers no fee row holds.", "Add a row, with amount 0 if nothing is owed."
        return
    if rows[0].since > start:
        yield rows[0], f"No fee row holds from {start} on.", "Begin with the day from which the procedure holds."
    for first, second in pairwise(rows):
        if first.until is None or second.since <= first.until:
            yield second, f"{second.id} overlaps {first.id}.", f"End {first.id} on the day before {second.since}."
        elif second.since > first.until + timedelta(days=1):
            yield second, f"No fee row holds between {first.until} and {second.since}.", "Close the gap."
    if rows[-1].until is not None:
        yield rows[-1], f"No fee row holds after {rows[-1].until}.", "Add the next row, or leave `until` out."


def _needs(procedure: Procedure) -> Iterator[Found]:
    needs = procedure.needs
    if procedure.verdict == "look-up" and Destination.HUB not in needs.begin:
        yield Found(("needs",), "A look-up cannot begin without the hub.", "Name hub in `begin`.")
    if procedure.verdict != "look-up" and Destination.HUB not in needs.send:
        yield Found(("needs",), "What is filed here goes over the hub.", "Name hub in `send`.")
    if any(row.amount for row in procedure.fees) and Destination.BANK not in needs.pay:
        yield Found(("needs",), "A fee is owed, and its money is seen at the bank.", "Name bank in `pay`.")


def _papers(procedure: Procedure) -> Iterator[Found]:
    for index, paper in enumerate(procedure.papers):
        if paper.blocks and paper.taken is None:
            remedy = "Add `taken`: what the officer confirms."
            yield Found(("papers", index), f"{paper.kind} blocks, but nobody can confirm it.", remedy)
        if paper.state != "none" and paper.slip is None:
            remedy = "Add `slip`: what the citizen is to do."
            yield Found(("papers", index), f"The slip does not speak of {paper.kind}.", remedy)


def _groups(procedure: Procedure) -> Iterator[Found]:
    ids = [page.id for page in procedure.pages]
    grouped = Counter(page for group in procedure.groups for page in group.pages)
    for index, group in enumerate(procedure.groups):
        for page in group.pages:
            if page not in ids:
                yield Found(("groups", index, "pages"), f'"{page}" is no page.', f"Pages: {', '.join(ids)}.")
        for shown in group.show:
            if shown not in ids and shown != "$title" and shown.removeprefix("$") not in form.PLACES | {"person.name"}:
                yield Found(
                    ("groups", index, "show"), f'"{shown}" cannot be shown.', "Name a page, $title or $person.name."
                )
    for index, page in enumerate(ids):
        if grouped[page] != 1:
            remedy = "Put it into one, so that it can be changed on the check page."
            yield Found(("pages", index), f'"{page}" stands in {grouped[page]} groups.', remedy)


def _items(procedure: Procedure) -> Iterator[Found]:
    known = form.PLACES | {f"answers.{page.id}" for page in procedure.pages}
    for index, item in enumerate(procedure.items):
        path: Path = ("items", index, "cases")
        for place, case in enumerate(item.cases):
            for name in _used(case.value, case.origin):
                if name not in known:
                    remedy = "Name a page as $answers.PAGE, or a place of kiosk/procedures/form.py."
                    yield Found((*path, place), f'Item {item.item} names "${name}", which nothing fills.', remedy)
            if case.when == Condition() and place < len(item.cases) - 1:
                yield Found(
                    (*path, place), f"Cases of item {item.item} after this one never hold.", "Move it to the end."
                )
        if not item.cases or item.cases[-1].when != Condition():
            yield Found(path, f"For some answers item {item.item} has no case.", "End with a case without `when`.")


def _used(*values: Any) -> Iterator[str]:
    for value in values:
        yield from form.places(value)


def _titles(procedure: Procedure) -> Iterator[Found]:
    if not procedure.titles or procedure.titles[-1].when != Condition():
        yield Found(("titles",), "For some answers the job has no title.", "End with a title without `when`.")


def _notices(procedure: Procedure, notices: Notices) -> Iterator[Found]:
    wanted: Iterable[tuple[Literal["notice", "declaration", "keep"], str]] = (
        ("notice", "notice"),
        ("declaration", "declaration"),
        ("keep", "consent"),
    )
    for field, kind in wanted:
        name = getattr(procedure, field)
        if name == "" and field == "keep":
            continue
        if name not in notices:
            yield Found((field,), f'There is no text "{name}".', f"Texts: {', '.join(notices.ids())}.")
        elif notices[name].kind != kind:
            yield Found((field,), f'"{name}" is a {notices[name].kind}, not a {kind}.', "Name another text.")
