"""Papers of a dossier that the look-up found: drawn by the hub, printed here, the hub told what became of them."""

import base64
import binascii
import io
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from PIL import Image, UnidentifiedImageError

from drivers.printer.base import Printed
from kiosk.dossiers.answers import Ok
from kiosk.dossiers.hubclient import HubClient
from kiosk.machine.printing import PrintDesk

_WORDS = {Printed.PRINTED: "printed", Printed.NOT_PRINTED: "not", Printed.UNKNOWN: "unknown"}
_LARGEST_PX = 576 * 8000

log = logging.getLogger(__name__)


class FoundPapers:
    """`print` returns at once; `done` is called once, from another thread."""

    def __init__(self, client: HubClient, printing: PrintDesk, new_id: Callable[[], str]) -> None:
        self._client = client
        self._printing = printing
        self._new_id = new_id
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="found-papers")

    def print(self, lookup: str, kind: str, done: Callable[[Printed], None]) -> None:
        """Print `final` or `payment`; NOT_PRINTED where the hub does not answer, or the paper would not be true."""
        self._worker.submit(self._fetch, lookup, kind, done)

    def close(self) -> None:
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _fetch(self, lookup: str, kind: str, done: Callable[[Printed], None]) -> None:
        answer = self._client.slip(lookup, kind)
        picture = _picture(answer.value.picture) if isinstance(answer, Ok) else None
        if picture is None:
            done(Printed.NOT_PRINTED)
            return
        job = self._new_id()

        def settle(outcome: Printed) -> None:
            done(outcome)
            self._worker.submit(self._client.slip_printed, job, lookup, kind, _WORDS[outcome])

        self._printing.print([picture], settle)


def _picture(text: str) -> Image.Image | None:
    """The picture in base64 of a PNG; None for anything else, or one that is larger than any slip."""
    try:
        picture = Image.open(io.BytesIO(base64.b64decode(text, validate=True)), formats=["PNG"])
        if picture.width * picture.height > _LARGEST_PX:
            raise ValueError("larger than a slip")
        loaded: Image.Image = picture.convert("L")
    except (binascii.Error, UnidentifiedImageError, OSError, ValueError) as error:
        log.error("a paper of the hub was not read: %s", type(error).__name__)
        return None
    return loaded
