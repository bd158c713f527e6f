"""Every branch of a procedure's questions, walked without a screen."""

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.procedures.model import Answers, Condition, Page, Procedure
from kiosk.procedures.pages import COUNTER, UNKNOWN, asked, leaves

TYPED = "*"
"""Stands for whatever was typed, found in a list or put there by a provider: conditions cannot look at it."""


@dataclass(frozen=True)
class Branch:
    """One way through. `left`: the citizen goes with nothing sent, on the last page of `pages`."""

    answers: tuple[tuple[str, str], ...]
    pages: tuple[str, ...]
    left: bool
    absent: frozenset[str]
    """pages that had nothing to ask"""

    @property
    def given(self) -> Answers:
        return dict(self.answers)


def options(page: Page) -> tuple[str, ...]:
    """The answers that conditions can tell apart, the plainest first."""
    keys = tuple(choice.key for choice in page.choices)
    if page.kind not in ("choice", "message") or page.dynamic in ("office-ethnic", "new-ward"):
        keys += (TYPED,)
    return keys + ((COUNTER,) if page.counter else ()) + ((UNKNOWN,) if page.unknown else ())


def branches(procedure: Procedure) -> Iterator[Branch]:
    """Every branch, each once.

    Pages that no condition of the file brings together cannot change each other's course, so they are walked through
    in turn, while all others are answered plainly: a sum instead of a product, and still every case there is.
    """
    seen: set[Branch] = set()
    for together in _components(procedure):
        for branch in _walk(procedure, together, {}, frozenset()):
            if branch not in seen:
                seen.add(branch)
                yield branch


def _walk(procedure: Procedure, varied: frozenset[str], answers: Answers, absent: frozenset[str]) -> Iterator[Branch]:
    pages = asked(procedure, answers, absent)
    page = next((page for page in pages if page.id not in answers), None)
    if page is None:
        yield _branch(answers, pages, absent, left=False)
        return
    if page.dynamic == "new-ward" and page.id in varied:
        yield from _walk(procedure, varied, answers, absent | {page.id})
    for key in options(page) if page.id in varied else options(page)[:1]:
        given = {**answers, page.id: key}
        if leaves(page, key):
            yield _branch(given, pages[: pages.index(page) + 1], absent, left=True)
        else:
            yield from _walk(procedure, varied, given, absent)


def _branch(answers: Answers, pages: list[Page], absent: frozenset[str], *, left: bool) -> Branch:
    return Branch(tuple(answers.items()), tuple(page.id for page in pages), left, absent)


def _components(procedure: Procedure) -> list[frozenset[str]]:
    """The page ids, parted into sets that conditions bring together."""
    sets = [{page.id, *named(page.when)} for page in procedure.pages]
    sets += [named(fee.when) for fee in procedure.fees]
    sets += [named(paper.when) for paper in procedure.papers]
    sets += [named(title.when) for title in procedure.titles]
    sets += [{page for case in item.cases for page in named(case.when)} for item in procedure.items]
    parted: list[set[str]] = []
    for pages in sets:
        touching = [part for part in parted if part & pages]
        parted = [part for part in parted if not part & pages]
        parted.append(pages.union(*touching))
    return [frozenset(part) for part in parted if part]


def named(condition: Condition) -> set[str]:
    """The pages that a condition looks at."""
    return {*condition.all_of, *condition.none_of}
