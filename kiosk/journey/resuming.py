"""What a cut of the power left of this citizen's walk: offered to the same card, opened by one answer of hers."""

from collections.abc import Mapping
from datetime import datetime

from kiosk.journey.moves import Act, IllegalMove, Stage
from kiosk.journey.part import Handler, Part
from kiosk.journey.ports import Ending
from kiosk.journey.proof import Proof, proof_of
from kiosk.procedures.model import Procedure
from kiosk.procedures.pages import UNKNOWN


class Resuming(Part):
    """Stages RESUME and PROOF. Of the kept answers nothing is held here but the one that is asked for."""

    procedure: Procedure | None = None
    """what was being done"""
    begun_at: datetime | None = None
    answered = 0
    """how many pages were answered"""
    proof: Proof | None = None

    def handlers(self) -> Mapping[Act, Handler]:
        return {
            Act.NEXT: lambda _: self.walk.go(Stage.PROOF),
            Act.AGAIN: lambda _: self._anew("anew"),
            Act.ANSWER: self._prove,
            Act.BACK: self._back,
        }

    def begin(self) -> None:
        """Offer what a cut left, or else ask the first question."""
        walk = self.walk
        person = walk.known_person()
        kept = walk.machine.unfinished(str(person.number))
        if kept is None:
            walk.asking.first()
            return
        known = kept.procedure in walk.catalogue
        self.proof = proof_of(kept, walk.catalogue[kept.procedure], person) if known else None
        if self.proof is None:
            # Only choices were made: quickly made again, and nothing among them proves whose they are.
            self._anew("nothing-hidden", words="")
            return
        self.procedure = walk.catalogue[kept.procedure]
        self.begun_at, self.answered = datetime.fromisoformat(kept.started_at), len(kept.answers)
        walk.go(Stage.RESUME)

    def _prove(self, value: str) -> None:
        proof = self.proof
        if proof is None or value not in (UNKNOWN, *map(str, range(len(proof.options)))):
            raise IllegalMove("this was not offered")
        if value == UNKNOWN:
            self._anew("forgotten")
        elif int(value) != proof.right:
            self._anew("wrong")
        else:
            self._go_on()

    def _go_on(self) -> None:
        walk = self.walk
        kept = walk.machine.unfinished(str(walk.known_person().number))
        if kept is None:
            # Its minutes ended while she was looking for the answer.
            self._anew("left")
            return
        walk.go_on_with(kept)
        # Under its new id before the old one goes: a cut in between must lose nothing.
        walk.machine.save(walk.session)
        walk.machine.end_unfinished("resumed")

    def _anew(self, how: Ending, words: str = "walk.resume.erased") -> None:
        """One try: whatever it was, the kept answers go, and the questions begin."""
        walk = self.walk
        walk.machine.end_unfinished(how)
        walk.asking.first()
        walk.attempt.words = words

    def _back(self, _: str) -> None:
        """Back to the card the offer stays: the same page and the same choices come again."""
        walk = self.walk
        walk.session.back += 1
        walk.go(Stage.RESUME if walk.stage is Stage.PROOF else Stage.CONFIRM)
