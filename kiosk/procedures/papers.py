"""Which papers a dossier needs at the counter, and what slip and officer's page say of them."""

from dataclasses import dataclass

from kiosk.language.text import Text
from kiosk.office import Office
from kiosk.procedures.model import Answers, OfficeTrait, Paper, PaperKind, PaperState, Procedure


@dataclass(frozen=True)
class PaperDue:
    """`kind` and `state` as in the envelope. `slip`: what the citizen is to do. `taken`: what the officer confirms, and
    if `blocks` must confirm before the dossier is sent."""

    kind: PaperKind
    state: PaperState
    name: Text
    slip: Text | None
    taken: Text | None
    blocks: bool


def papers_due(procedure: Procedure, answers: Answers, office: Office) -> list[PaperDue]:
    """One entry a kind, in the order of the file; kinds of which no row holds, or that need nothing, are absent."""
    due: dict[str, Paper] = {}
    for paper in procedure.papers:
        if paper.kind not in due and has_trait(office, paper.office) and paper.when.holds(answers):
            due[paper.kind] = paper
    counter = Text(vi=office.counter, en=office.counter_en)
    return [
        PaperDue(
            paper.kind,
            paper.state,
            paper.name,
            _at(paper.slip, counter),
            paper.taken,
            paper.blocks,
        )
        for paper in due.values()
        if paper.state != "none"
    ]


def has_trait(office: Office, trait: OfficeTrait) -> bool:
    """Whether a row that depends on `trait` holds in this office."""
    return trait == "" or office.photo_at_counter == (trait == "photo-at-counter")


def _at(text: Text | None, counter: Text) -> Text | None:
    return text and Text(vi=text.say("vi", counter=counter.vi), en=text.say("en", counter=counter.en))
