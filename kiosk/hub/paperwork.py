"""What a dossier still needs at the counter: papers, and the fields that were left to the officer."""

from dataclasses import dataclass

from kiosk.hub import dossiers
from kiosk.hub.dossiers import Dossier
from kiosk.hub.reading import plain
from kiosk.hub.states import DossierState
from kiosk.hub.transaction import Tx
from kiosk.language.text import Text, Words
from kiosk.office import Office
from kiosk.procedures.catalogue import Catalogue
from kiosk.procedures.model import Paper, Procedure


@dataclass(frozen=True)
class PaperNeed:
    """`taken_by`: the officer who has it. A paper that `blocks` must be there before the dossier is sent."""

    kind: str
    name: str
    taken: str
    blocks: bool
    taken_by: str | None


@dataclass(frozen=True)
class FieldNeed:
    """A field left to the counter. `known`: what the citizen gave of it; `value`: what an officer wrote."""

    item: str
    name: str
    known: str
    value: str
    optional: bool


class Paperwork:
    """Reads the catalogue for the words and the rules of one dossier's papers and fields."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def papers(self, tx: Tx, dossier: Dossier) -> list[PaperNeed]:
        taken = dossiers.papers_taken(tx, dossier.id)
        names: dict[str, str] = {paper.kind: paper.name.vi for paper in self._papers(dossier)}
        return [
            PaperNeed(
                line.kind,
                name := names.get(line.kind, line.kind),
                line.taken or Words.load().say("hub.taken", "vi", paper=name),
                line.state != "bring_if_kept" if line.blocks is None else line.blocks,
                taken.get(line.kind),
            )
            for line in dossier.envelope.papers
            if line.state != "none"
        ]

    def fields(self, tx: Tx, dossier: Dossier) -> list[FieldNeed]:
        filled = dossiers.fills(tx, dossier.id)
        return [
            FieldNeed(
                answer.item,
                self.label(dossier, answer.item),
                plain(answer.value),
                filled.get(answer.item, ""),
                answer.optional or self._optional(dossier, answer.item),
            )
            for answer in dossiers.counter_answers(dossier)
        ]

    def missing(self, tx: Tx, dossier: Dossier) -> list[str]:
        """Names of what is open, in small letters at the front: "ảnh 4×6", "dân tộc"; empty: it may be sent."""
        papers = [need.name for need in self.papers(tx, dossier) if need.blocks and need.taken_by is None]
        fields = [need.name for need in self.fields(tx, dossier) if not need.optional and not need.value]
        open_ = dossiers.attachments_open(tx, dossier.id)
        coming = [Words.load().say("hub.attachments-open", "vi", count=open_)] if open_ else []
        return [name[:1].lower() + name[1:] for name in papers + fields + coming]

    def look(self, tx: Tx, dossier: Dossier, officer: str) -> bool:
        """`officer` has seen card and person: the dossier goes to the portal. False while something is open."""
        if self.missing(tx, dossier):
            return False
        dossiers.step(tx, dossier.id, "looked")
        tx.run("update dossiers set looked_by = ?, looked_at = ? where id = ?", officer, tx.at, dossier.id)
        tx.log("identity.looked", dossier=dossier.id, officer=officer, verdict="yes")
        dossiers.queue_for_portal(tx, dossier.id)
        return True

    def look_ahead(self, tx: Tx, dossier: Dossier, officer: str) -> None:
        """The look was noted before the dossier came; it counts now if nothing else is open."""
        if dossier.state is DossierState.WAITING_LOOK:
            self.look(tx, dossier, officer)

    def label(self, dossier: Dossier, item: str) -> str:
        """The form's name of an item."""
        procedure = self._procedure(dossier)
        names = {one.item: one.name.vi for one in procedure.items} if procedure else {}
        return names.get(item, Words.load().say("hub.item", "vi", item=item))

    def section(self, page: str) -> str:
        """What a page of a procedure is about, for one who is called there; its id where no procedure has it."""
        pages = (one for procedure in self._catalogue for one in procedure.pages)
        return next((one.section.vi for one in pages if one.id == page), page)

    def title(self, dossier: Dossier) -> str:
        """What the job is called in rows and on slips."""
        procedure = self._procedure(dossier)
        return dossier.envelope.procedure.title or (
            procedure.short.vi if procedure else dossier.envelope.procedure.code
        )

    def days(self, dossier: Dossier) -> int | None:
        """The term of the result in office days; the envelope says it, for the law it was sealed under."""
        procedure = self._procedure(dossier)
        return dossier.envelope.procedure.days or (procedure.days.count if procedure else None)

    def fee_name(self, dossier: Dossier) -> str:
        """What the money is for."""
        procedure = self._procedure(dossier)
        return procedure.fee_name.vi if procedure else self.title(dossier)

    def bring(self, dossier: Dossier, office: Office) -> list[str]:
        """What the citizen hands over, a sentence a paper, as the slip says it."""
        said: dict[tuple[str, str], Text | None] = {
            (paper.kind, paper.state): paper.slip for paper in self._papers(dossier)
        }
        lines = [(line.kind, line.state) for line in dossier.envelope.papers]
        sentences = [text for line in lines if (text := said.get(line)) is not None]
        return [text.say("vi", counter=office.counter) for text in sentences]

    def _procedure(self, dossier: Dossier) -> Procedure | None:
        """None for a procedure that this hub's catalogue does not hold (a newer machine)."""
        key = dossier.envelope.procedure
        return next((one for one in self._catalogue if one.id == key.id or one.code == key.code), None)

    def _papers(self, dossier: Dossier) -> tuple[Paper, ...]:
        procedure = self._procedure(dossier)
        return procedure.papers if procedure else ()

    def _optional(self, dossier: Dossier, item: str) -> bool:
        procedure = self._procedure(dossier)
        return any(one.optional for one in procedure.items if one.item == item) if procedure else False
