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
        self._status = self._printer.status()
        self._thread.start()

    def stop(self) -> None:
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
        while True:
            try:
                job = self._jobs.get(timeout=ASK_S)
            except queue.Empty:
                self._ask()
                continue
            if job is None:
                return
            slips, done = job
            done(self._printer.print(slips))
            self._ask()

    def _ask(self) -> None:
        status = self._printer.status()
        if status is not self._status:
            log.warning("printer: %s", status)
            self._status = status
