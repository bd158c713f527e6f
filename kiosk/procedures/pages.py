"""Which pages a citizen is asked, in order, for the answers given so far."""

from collections.abc import Collection

from kiosk.procedures.model import Answers, Page, Procedure

COUNTER = "counter"
"""The answer that leaves a field to the officer."""
UNKNOWN = "unknown"
"""The answer "I do not remember"."""


def asked(procedure: Procedure, answers: Answers, absent: Collection[str] = ()) -> list[Page]:
    """The pages whose conditions hold, each judged by the answers of asked pages before it.

    An answer of a page that is no longer asked counts for nothing. `absent`: ids of pages whose provider has nothing
    to ask (see `Page.dynamic`).
    """
    pages: list[Page] = []
    known: Answers = {}
    for page in procedure.pages:
        if page.id not in absent and page.when.holds(known):
            pages.append(page)
            if page.id in answers:
                known[page.id] = answers[page.id]
    return pages


def live(procedure: Procedure, answers: Answers, absent: Collection[str] = ()) -> Answers:
    """The answers that count: those of asked pages. What forms, fees and papers look at."""
    return {page.id: answers[page.id] for page in asked(procedure, answers, absent) if page.id in answers}


def leaves(page: Page, key: str) -> bool:
    """Whether this answer ends the walk with nothing sent."""
    return key in page.leave_keys
