"""What the parts of a walk share: each answers the acts of its stages and keeps what it needs of its citizen."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from kiosk.journey.moves import Act
from kiosk.journey.silence import IDLE_S

if TYPE_CHECKING:
    from kiosk.journey.walk import Walk

Handler = Callable[[str], None]
"""Does an act with its value. Raises IllegalMove, before anything has changed, for a value that is not offered."""


class Part:
    """One part of a walk. Made anew for every citizen, so that its state cannot outlive her."""

    def __init__(self, walk: "Walk") -> None:
        self.walk = walk

    @property
    def warns(self) -> bool:
        """Whether silence is asked about before it ends the walk."""
        return True

    def handlers(self) -> Mapping[Act, Handler]:
        """Act -> what answers it at the stages of this part."""
        raise NotImplementedError

    def tick(self) -> None:
        """Time has passed."""

    def silence_s(self) -> float | None:
        """Seconds of silence after which somebody is asked whether she is there; None: no idle clock runs."""
        return IDLE_S
