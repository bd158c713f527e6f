"""What this citizen sealed before a cut of the power: she is told so, and nothing is asked again."""

from collections.abc import Mapping

from kiosk.journey import ports
from kiosk.journey.moves import Act, Stage
from kiosk.journey.part import Handler, Part


class SentBefore(Part):
    """Stage SENT_BEFORE. She may come back to it until its minutes are over, or until she does something else."""

    told: ports.SentBefore | None = None

    def handlers(self) -> Mapping[Act, Handler]:
        return {
            Act.FINISH: lambda _: self.walk.end("done", Stage.IDLE),
            Act.HOME: lambda _: self.walk.end("done", Stage.IDLE),
            Act.OTHER: self._other,
        }

    @property
    def warns(self) -> bool:
        """Her papers are safe: the page just ends."""
        return False

    def begin(self) -> None:
        """Tell her of it, or else see whether a cut left answers of hers."""
        walk = self.walk
        self.told = walk.machine.sent_before(str(walk.known_person().number))
        if self.told is None:
            walk.resuming.begin()
        else:
            walk.go(Stage.SENT_BEFORE)

    def _other(self, _: str) -> None:
        self.told = None
        self.walk.machine.end_sent_before()
        self.walk.resuming.begin()
