"""What is owed by law, and where each sum of money goes. Pure: the order in which the money is seen changes nothing."""

from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum

from kiosk.payments.money import NOTHING, Dong


class ObligationState(StrEnum):
    """Derived, never set. `covered`: enough has been seen, some of it not yet in a statement of the bank."""

    OPEN = "open"
    PARTIAL = "partial"
    COVERED = "covered"
    SETTLED = "settled"
    OVER = "over"
    WITHDRAWN = "withdrawn"


class Sight(IntEnum):
    """How surely a sum was seen: told by the bank's feed; in its statement (cash: counted and signed); taken back.

    A later sight only ever moves up.
    """

    NOTIFIED = 1
    CONFIRMED = 2
    REVERSED = 3


class Case(StrEnum):
    """What became of one sum."""

    EXACT = "exact"
    LESS = "less"
    MORE = "more"
    SECOND = "second"
    """the due was met already: all of it is owed back"""
    WITHDRAWN = "withdrawn"
    KNOWN = "known"
    """seen before: counted once"""
    CONFLICT = "conflict"
    """the same key with another amount: a person must look"""
    REVERSED = "reversed"
    """taken back: the due opens again, and a person looks after the receipt"""
    REFUSED = "refused"
    """no sum at all"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One bank credit or cash deposit. `key` is its identity: account and the bank's transaction, or shift and line."""

    key: str
    amount: Dong
    sight: Sight = Sight.NOTIFIED


@dataclass(frozen=True, slots=True)
class Obligation:
    """`due` đồng, and the money seen for it so far."""

    due: Dong
    evidence: tuple[Evidence, ...] = ()
    withdrawn: bool = False

    @property
    def received(self) -> Dong:
        return Dong(sum(item.amount for item in self.evidence if item.sight is not Sight.REVERSED))

    @property
    def confirmed(self) -> Dong:
        return Dong(sum(item.amount for item in self.evidence if item.sight is Sight.CONFIRMED))

    @property
    def allocated(self) -> Dong:
        return NOTHING if self.withdrawn else min(self.received, self.due)

    @property
    def excess(self) -> Dong:
        """What is owed back."""
        return Dong(self.received - self.allocated)

    @property
    def remaining(self) -> Dong:
        return NOTHING if self.withdrawn else Dong(self.due - self.allocated)

    @property
    def settled(self) -> bool:
        """Whether a receipt may be written: confirmed money alone meets the due."""
        return not self.withdrawn and self.confirmed >= self.due

    @property
    def state(self) -> ObligationState:
        if self.withdrawn:
            return ObligationState.WITHDRAWN
        if self.excess:
            return ObligationState.OVER
        if self.settled:
            return ObligationState.SETTLED
        if not self.remaining:
            return ObligationState.COVERED
        return ObligationState.PARTIAL if self.allocated else ObligationState.OPEN

    def withdraw(self) -> "Obligation":
        """The due falls away: all that came and all that will come is owed back."""
        return replace(self, withdrawn=True)

    def place(self, evidence: Evidence) -> "Placement":
        """Take one sum in. The same key again counts once and can only be seen more surely."""
        if not evidence.amount:
            return Placement(self, Case.REFUSED)
        if known := next((item for item in self.evidence if item.key == evidence.key), None):
            return self._seen_again(known, evidence)
        after = replace(self, evidence=(*self.evidence, evidence))
        return Placement(
            after,
            self._case_of(evidence),
            allocated=Dong(max(after.allocated - self.allocated, 0)),
            excess=Dong(max(after.excess - self.excess, 0)),
        )

    def _case_of(self, evidence: Evidence) -> Case:
        if evidence.sight is Sight.REVERSED:
            return Case.REVERSED
        if self.withdrawn:
            return Case.WITHDRAWN
        if not self.remaining:
            return Case.SECOND
        if evidence.amount == self.remaining:
            return Case.EXACT
        return Case.LESS if evidence.amount < self.remaining else Case.MORE

    def _seen_again(self, known: Evidence, evidence: Evidence) -> "Placement":
        if known.amount != evidence.amount:
            return Placement(self, Case.CONFLICT)
        surer = replace(known, sight=max(known.sight, evidence.sight))
        rest = tuple(surer if item is known else item for item in self.evidence)
        case = Case.REVERSED if surer.sight > known.sight and surer.sight is Sight.REVERSED else Case.KNOWN
        return Placement(replace(self, evidence=rest), case)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where one sum went: `allocated` to the due, `excess` to be returned; together its amount if it counted anew."""

    obligation: Obligation
    case: Case
    allocated: Dong = NOTHING
    excess: Dong = NOTHING
