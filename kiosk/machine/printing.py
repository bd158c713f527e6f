"""One thread for the printer: prints what is queued and asks its state while nothing is printed."""

import logging
import queue
import threading
from collections.abc import Callable, Sequence

from PIL.Image import Image

from drivers.printer.base import Printed, PrinterStatus, SlipPrinter

ASK_S = 5.0

log = logging.getLogger(__name__)

Job = tuple[Sequence[Image], Callable[[Printed], None]]


class PrintDesk:
    """`status` is what the printer last said; printing never blocks the caller."""

    def __init__(self, printer: SlipPrinter) -> None:
        self._printer = printer
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="printer", daemon=True)
        self._status = PrinterStatus.UNKNOWN

    def start(self) -> None:
        self._ask()
        self._thread.start()

    def start_clean(self) -> None:
        """A slip was cut off when the last run ended: keep it off the next citizen's, as soon as this begins."""
        self._printer.start_clean()
        self.print([], lambda _: None)

    def stop(self) -> None:
        """End after what is queued, and let go of the printer."""
        if self._thread.is_alive():
            self._jobs.put(None)
            self._thread.join(timeout=30)
        self._printer.close()

    @property
    def status(self) -> PrinterStatus:
        return self._status

    def print(self, slips: Sequence[Image], done: Callable[[Printed], None]) -> None:
        """Queue the slips as one run; `done` is called once, from the printer's thread."""
        self._jobs.put((slips, done))

    def _run(self) -> None:
        while self._turn():
            self._ask()

    def _turn(self) -> bool:
        """One job, or `ASK_S` without one; False at the end. A slip is held by nobody here once it is printed."""
        try:
            job = self._jobs.get(timeout=ASK_S)
        except queue.Empty:
            return True
        if job is None:
            return False
        slips, done = job
        try:
            done(self._printer.print(slips))
        except Exception as error:  # noqa: BLE001 - the next citizen's slip must come out all the same
            log.error("a print was not settled: %s", type(error).__name__)
        return True

    def _ask(self) -> None:
        status = self._printer.status()
        if status is not self._status:
            log.log(logging.INFO if status.can_print else logging.WARNING, "printer: %s", status)
            self._status = status
