"""A printer that is not there: an ESC/POS device at the far end of a pseudo-terminal or a TCP port."""

import logging
import os
import queue
import re
import select
import threading
from collections import Counter, deque
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

from PIL.Image import Image

from drivers.virtual.paper import Paper
from drivers.virtual.wire import PtyWire, TcpWire, Wire

_log = logging.getLogger(__name__)


class PrinterFault(StrEnum):
    """What can be wrong. Those `in-mid-slip` come over a printer that is well, after some bytes or lines."""

    OK = "ok"
    OUT_OF_PAPER = "out-of-paper"
    NEAR_END = "near-end"
    COVER_OPEN = "cover-open"
    CUTTER = "cutter"
    SILENT = "silent"  # prints and answers nothing: a one-way cable
    DIES = "dies-in-mid-slip"  # takes and answers nothing any more, still plugged in
    POWER_CUT = "power-cut-in-mid-slip"  # vanishes
    PAPER_ENDS = "paper-ends-in-mid-slip"  # then out of paper, the rest of the slip waiting in its buffer


class VirtualPrinter:
    """A pseudo-terminal under the symlink `path`, or without one a TCP port of the loopback address; see `url`.

    Each cut paper goes to `papers` (the last `KEPT` ones) and to `on_paper`, from the twin's own thread. Answers DLE
    EOT 1-4 and DLE DC4 8 at once, wherever in the stream they stand, and GS r in its turn unless `transmits` is off.
    """

    KEPT = 200

    def __init__(
        self,
        path: Path | None = None,
        *,
        width: int = 576,
        on_paper: Callable[[Image], None] = lambda _: None,
        transmits: bool = True,
    ) -> None:
        self._wire: Wire = TcpWire() if path is None else PtyWire(path)
        self.url = self._wire.url
        self._on_paper = on_paper
        self._transmits = transmits
        self._paper = Paper(width, self._cut, self._transmit)
        self._papers: deque[Image] = deque(maxlen=self.KEPT)
        self._cut_count = 0
        self._news = threading.Condition()
        self._fault = PrinterFault.OK
        self._left = 0
        self._paper_ends_at = 0
        self._dead = False
        self._tail = b""
        self._orders: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._wake_read, self._wake_write = os.pipe()
        self._running = True
        self._thread = threading.Thread(target=self._serve, name="virtual-printer", daemon=True)
        self._thread.start()

    @property
    def papers(self) -> list[Image]:
        """The cut papers, oldest first: mode "1", black on white, the width of the printer."""
        with self._news:
            return list(self._papers)

    @property
    def fault(self) -> PrinterFault:
        return self._fault

    @property
    def counts(self) -> Counter[str]:
        """What is not on the paper as it was meant; see `Paper`."""
        return Counter(self._paper.counts)

    def set_fault(self, fault: PrinterFault | str, after: int | None = None) -> None:
        """Dress the printer down, or up with `ok`. `after`: bytes (dies, power cut; 8,000) or dot lines (200) from now.

        Leaving `dies` or a power cut switches it off and on: plugged in, and what was under way forgotten.
        """
        fault = PrinterFault(fault)
        self._order(lambda: self._dress(fault, after))

    def unplug(self) -> None:
        self._order(self._wire.unplug)

    def plug(self) -> None:
        self._order(self._wire.plug)

    def wait_for_papers(self, count: int, within: float = 5.0) -> bool:
        """Whether `count` papers have been cut since the start, waiting at most `within` seconds."""
        with self._news:
            return self._news.wait_for(lambda: self._cut_count >= count, within)

    def close(self) -> None:
        """Unplug and end the thread. A second call does nothing."""
        if not self._running:
            return
        self._order(self._stop)
        self._thread.join()
        os.close(self._wake_read)
        os.close(self._wake_write)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _order(self, action: Callable[[], None]) -> None:
        """Have the thread do it, and wait until it has: all that changes is changed there.

        What the thread itself asks for (in `on_paper`) is done after the bytes at hand.
        """
        done = threading.Event()

        def act() -> None:
            action()
            done.set()

        self._orders.put(act)
        if self._thread.is_alive():
            os.write(self._wake_write, b"!")
        if threading.current_thread() is self._thread:
            return
        while self._thread.is_alive() and not done.wait(0.1):
            pass

    def _stop(self) -> None:
        self._wire.unplug()
        self._running = False

    def _serve(self) -> None:
        while self._running:
            ends = [] if self._dead else self._wire.waits_for()
            readable, _, _ = select.select([self._wake_read, *ends], [], [])
            if self._wake_read in readable:
                os.read(self._wake_read, 1)
                self._orders.get()()
            elif data := self._wire.read():
                self._take(data)

    def _dress(self, fault: PrinterFault, after: int | None) -> None:
        self._fault = fault
        if self._dead:
            self._dead = False
            self._tail = b""
            self._paper.clear()
            self._wire.hang_up()
            self._wire.plug()
        self._left = 8_000 if after is None else after
        self._paper_ends_at = self._paper.printed + (200 if after is None else after)
        self._paper.feed(b"", self._halted)

    def _take(self, data: bytes) -> None:
        if self._fault not in (PrinterFault.DIES, PrinterFault.POWER_CUT):
            self._carry_out(data)
            return
        self._carry_out(data[: self._left])
        self._left -= len(data)
        if self._left <= 0:
            self._dead = True
            if self._fault is PrinterFault.POWER_CUT:
                self._wire.unplug()

    def _carry_out(self, data: bytes) -> None:
        """Print in turn; where a real-time command ends, inside a picture too, obey it at once."""
        known = len(self._tail)
        stream = self._tail + data
        fed = known
        for command in _REAL_TIME.finditer(stream):
            if command.end() <= known:
                continue
            self._print(stream[fed : command.end()])
            fed = command.end()
            if command["n"]:
                self._say(self._status(command["n"][0]))
            else:
                self._paper.clear()
                self._say(_CLEARED)
        self._print(stream[fed:])
        self._tail = stream[-_LONGEST:]

    def _print(self, data: bytes) -> None:
        if self._halted() and self._paper.waiting + len(data) > _BUFFER:
            self._paper.counts["lost"] += len(data)
            return
        self._paper.feed(data, self._halted)

    def _halted(self) -> bool:
        if self._fault is PrinterFault.PAPER_ENDS and self._paper.printed >= self._paper_ends_at:
            self._fault = PrinterFault.OUT_OF_PAPER
        return self._fault in _OFFLINE

    def _status(self, n: int) -> bytes:
        """The answer to DLE EOT n."""
        self._halted()
        bits = {1: 0x08} if self._fault in _OFFLINE else {}
        bits |= _BITS.get(self._fault, {})
        return bytes([0x12 | bits.get(n, 0)])

    def _transmit(self) -> None:
        """The answer to GS r: bits 0 and 1 near end."""
        if self._transmits:
            self._say(b"\x03" if self._fault is PrinterFault.NEAR_END else b"\x00")

    def _say(self, answer: bytes) -> None:
        if self._fault is not PrinterFault.SILENT:
            self._wire.write(answer)

    def _cut(self, paper: Image) -> None:
        with self._news:
            self._papers.append(paper)
            self._cut_count += 1
            self._news.notify_all()
        try:
            self._on_paper(paper)
        except Exception as error:  # noqa: BLE001 - a listener's mistake is no printer's fault
            _log.error("virtual-printer listener=%s", type(error).__name__)


_OFFLINE = frozenset({PrinterFault.OUT_OF_PAPER, PrinterFault.COVER_OPEN, PrinterFault.CUTTER})
_BITS = {
    PrinterFault.OUT_OF_PAPER: {2: 0x20, 4: 0x6C},
    PrinterFault.NEAR_END: {4: 0x0C},
    PrinterFault.COVER_OPEN: {2: 0x04},
    PrinterFault.CUTTER: {2: 0x40, 3: 0x08},
}
_REAL_TIME = re.compile(rb"\x10\x04(?P<n>[\x01-\x04])|\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08", re.DOTALL)
_LONGEST = 9
"""The longest beginning of a real-time command that is not one yet, bytes."""
_CLEARED = b"\x37\x25\x00"
_BUFFER = 1 << 20
