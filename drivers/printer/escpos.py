"""An ESC/POS printer by serial line, network or USB."""

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PIL.Image import Image

from drivers.printer.base import Printed, PrinterStatus, SlipPrinter
from drivers.printer.raster import slip_bytes
from drivers.printer.status import QUESTIONS, decode, is_answer, question
from drivers.printer.transport import Transport, open_transport, parse_url

_log = logging.getLogger(__name__)

PAPER_STATUS = b"\x1dr\x01"
"""GS r 1: transmit the paper sensor status. Answered in its turn, so the answer says that all before it is done."""

START = b"\x1b@\x1da\x00"
"""ESC @ (initialize) and GS a 0 (no automatic status, which could be taken for an answer)."""

CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
"""DLE DC4 8: throw away receive and print buffers, at once even while offline."""

CUT = b"\x1bd\x06\x1dV\x00"
"""ESC d 6, GS V 0: what is already on the paper goes to the cutter and off."""


@dataclass(frozen=True)
class Limits:
    """The longest waits, s, and the slowest paper, dot lines a second."""

    connect: float = 0.2
    answer: float = 0.25  # to one status question, and to all of them together
    probe: float = 0.5  # to the first GS r 1: no answer means that this printer has none
    busy: float = 3.0
    stall: float = 5.0  # without a byte taken
    silence: float = 3.0  # without an answer after the data
    finish: float = 15.0  # on top of what the paper needs
    lines_per_second: float = 400.0  # 50 mm/s at 203 dpi


class EscposPrinter(SlipPrinter):
    """Prints rasters and believes only what the printer says.

    A slip counts as printed when, after its last byte, the printer answered GS r 1 in its turn and then a status that
    is well. A printer that answers DLE EOT but not GS r must be well for as long as the paper needs at its slowest.
    One that was silent from the start is sent the slip, and the result is `unknown`. After an end that is not known
    the buffers are cleared and the next job begins with a cut: half a slip never hangs on another person's slip.
    `url` as in `parse_url`, else ValueError. The device is opened when needed and kept. Any thread may call.
    """

    def __init__(
        self,
        url: str,
        *,
        width: int = 576,
        limits: Limits | None = None,
        opener: Callable[[str, float], Transport] = open_transport,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        parse_url(url)
        self.width = width
        self._url = url
        self._limits = limits or Limits()
        self._opener = opener
        self._clock = clock
        self._lock = threading.Lock()
        self._printing = False
        self._closed = threading.Event()
        self._transport: Transport | None = None
        self._heard: list[int] = []
        self._half_a_slip = False
        self._last = PrinterStatus.UNKNOWN

    def status(self) -> PrinterStatus:
        if self._printing or not self._lock.acquire(timeout=self._limits.answer):
            return PrinterStatus.BUSY
        try:
            return self._ask()
        finally:
            self._lock.release()

    def print(self, slips: Sequence[Image]) -> Printed:
        try:
            jobs = [(slip_bytes(slip, self.width), slip.height) for slip in slips]
        except ValueError as wrong:
            _log.error("printer refused=picture cause=%s", wrong)
            return Printed.NOT_PRINTED
        with self._lock:
            self._printing = True
            try:
                printed = self._print(jobs)
            finally:
                self._printing = False
        if printed is not Printed.PRINTED:
            _log.warning("printer slips=%d result=%s status=%s", len(jobs), printed, self._last)
        return printed

    def start_clean(self) -> None:
        with self._lock:
            self._half_a_slip = True

    def close(self) -> None:
        self._closed.set()
        with self._lock:
            self._drop()

    def _print(self, jobs: Sequence[tuple[bytes, int]]) -> Printed:
        status = self._settled(self._limits.busy)
        if status.can_print is False or status is PrinterStatus.BUSY:
            return Printed.NOT_PRINTED
        answers = status is not PrinterStatus.UNKNOWN
        transmits = False
        try:
            if not self._begin():
                return Printed.NOT_PRINTED
            if answers:
                transmits = self._transmits_paper_status()
        except OSError:
            self._abandon()
            return Printed.NOT_PRINTED
        if not answers:  # nobody will say when one is done: all of them go out at once
            jobs = [(b"".join(data for data, _ in jobs), sum(lines for _, lines in jobs))]
        for index, (data, lines) in enumerate(jobs):
            printed = self._print_one(data, lines, answers=answers, transmits=transmits)
            if printed is not Printed.PRINTED:
                return printed if index == 0 else Printed.UNKNOWN
        return Printed.PRINTED

    def _begin(self) -> bool:
        start = CLEAR + START + CUT + START if self._half_a_slip else START
        if self._send(start) < len(start):
            self._abandon()
            return False
        self._half_a_slip = False
        return True

    def _transmits_paper_status(self) -> bool:
        self._listen(0)
        self._heard.clear()
        if self._send(PAPER_STATUS) < len(PAPER_STATUS):
            raise TimeoutError
        return self._hears(_is_paper_answer, self._clock() + self._limits.probe)

    def _print_one(self, data: bytes, lines: int, *, answers: bool, transmits: bool) -> Printed:
        sent = 0
        try:
            self._listen(0)
            self._heard.clear()
            wanted = data + PAPER_STATUS if transmits else data
            sent = self._send(wanted)
            if sent == len(wanted):
                if not answers:
                    return Printed.UNKNOWN
                if self._came_out(lines, transmits=transmits):
                    return Printed.PRINTED
        except OSError:
            self._drop(abort=True)
            self._note(PrinterStatus.GONE)
            sent = max(sent, 1)
        if sent == 0:
            self._abandon()
            return Printed.NOT_PRINTED
        self._half_a_slip = True
        self._abandon()
        return Printed.UNKNOWN

    def _came_out(self, lines: int, *, transmits: bool) -> bool:
        """Wait for the end of the slip; False as soon as a fault or lasting silence says that nobody knows."""
        now = self._clock()
        needs = lines / self._limits.lines_per_second
        deadline = now + needs + (self._limits.finish if transmits else 0.0)
        spoke = now
        while not self._closed.is_set():
            if transmits and self._hears(_is_paper_answer, min(now + 0.2, deadline)):
                return self._settled(self._limits.busy).can_print is True
            if not transmits:
                self._listen(min(0.2, max(0.0, deadline - now)))
            status = self._query()
            self._note(status)
            now = self._clock()
            if status.can_print is False:
                return False
            if status is not PrinterStatus.UNKNOWN:
                spoke = now
            if now >= deadline:
                return not transmits and status.can_print is True
            if now - spoke >= self._limits.silence:
                return False
        return False

    def _settled(self, within: float) -> PrinterStatus:
        """The status once the printer is no longer busy, or `busy` after `within` seconds."""
        deadline = self._clock() + within
        while True:
            status = self._ask()
            if status is not PrinterStatus.BUSY or self._clock() >= deadline:
                return status
            with contextlib.suppress(OSError):
                self._listen(0.1)

    def _ask(self) -> PrinterStatus:
        """The status, over a fresh connection if the old one is gone."""
        status = PrinterStatus.GONE
        while not self._closed.is_set():
            stale = self._transport is not None
            try:
                if self._transport is None:
                    self._transport = self._opener(self._url, self._limits.connect)
                status = self._query()
                break
            except OSError:
                self._drop()
                if not stale:
                    break
        self._note(status)
        return status

    def _note(self, status: PrinterStatus) -> None:
        """Tell the log once when a fault comes and once when it goes."""
        if status is not self._last:
            self._last = status
            _log.log(logging.INFO if status.can_print else logging.WARNING, "printer status=%s", status)

    def _query(self) -> PrinterStatus:
        """Ask DLE EOT 1, 4, 2, 3; silence to the first is silence. Raises OSError when the device is lost."""
        deadline = self._clock() + self._limits.answer
        self._listen(0)
        self._heard = [byte for byte in self._heard if not is_answer(byte)]
        told: dict[int, int] = {}
        for n in QUESTIONS:
            if self._send(question(n), deadline - self._clock()) < len(question(n)):
                break
            if not self._hears(is_answer, deadline):
                break
            answer = next(byte for byte in self._heard if is_answer(byte))
            self._heard.remove(answer)
            told[n] = answer
        return decode(told)

    def _hears(self, wanted: Callable[[int], bool], deadline: float) -> bool:
        """Whether a wanted byte is heard before the deadline."""
        while not any(wanted(byte) for byte in self._heard):
            left = deadline - self._clock()
            if left <= 0:
                return False
            self._listen(left)
        return True

    def _listen(self, timeout: float) -> None:
        """Note what the printer says within `timeout` seconds; 0 takes what is there."""
        if self._transport is None:
            raise ConnectionError
        # A device that babbles must neither fill the memory nor hold us here.
        for _ in range(1 if timeout else 16):
            data = self._transport.receive(timeout)
            if not data:
                return
            self._heard = [*self._heard, *data][-256:]

    def _send(self, data: bytes, stall: float | None = None) -> int:
        """Send all, as long as the printer goes on taking bytes; how many it took."""
        if self._transport is None:
            raise ConnectionError
        view = memoryview(data)
        while view and not self._closed.is_set():
            taken = self._transport.send(bytes(view[:4096]), self._limits.stall if stall is None else max(0.0, stall))
            if not taken:
                break
            view = view[taken:]
        return len(data) - len(view)

    def _abandon(self) -> None:
        """Make sure, as far as it can be, that the rest of a slip does not come out later."""
        if self._transport is not None:
            with contextlib.suppress(OSError):
                self._send(CLEAR, self._limits.answer)
                self._query()
        self._drop(abort=True)

    def _drop(self, *, abort: bool = False) -> None:
        transport, self._transport = self._transport, None
        self._heard.clear()
        if transport is not None:
            transport.close(abort=abort)


def _is_paper_answer(byte: int) -> bool:
    """Whether a byte answers GS r: bits 4 and 7 are 0, so it is never taken for an answer to DLE EOT."""
    return byte & 0x90 == 0
