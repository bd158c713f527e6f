"""A process of a soak: it is talked to in lines of JSON, may be killed at any moment, and is started again."""

import json
import os
import queue
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from kiosk.errors import KioskError

_STOP_S = 20.0


class ChildFault(KioskError):
    """A process of the soak ended by itself, or says nothing any more; the last line of its log stands behind it."""

    code = "soak-child"


class Child:
    """`command` with its stderr in `log`. One life at a time."""

    def __init__(self, name: str, command: Sequence[str], log: Path, environment: Mapping[str, str]) -> None:
        self.name = name
        self._command = list(command)
        self._log = log
        self._environment = {**os.environ, **environment}
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._reader: threading.Thread | None = None

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=self._environment,
                text=True,
            )
        self._lines = queue.SimpleQueue()
        self._reader = threading.Thread(target=_read, args=(self._process.stdout, self._lines), daemon=True)
        self._reader.start()

    def order(self, order: Mapping[str, Any]) -> None:
        """Raises ChildFault where nobody takes it."""
        process = self._process
        if process is None or process.stdin is None:
            raise ChildFault(f"the {self.name} was not started")
        try:
            process.stdin.write(json.dumps(order) + "\n")
            process.stdin.flush()
        except OSError:
            raise ChildFault(f"the {self.name} takes no order{self._last_words()}") from None

    def line(self, limit_s: float) -> str:
        """The next line it says. Raises ChildFault where it has ended or is silent."""
        try:
            line = self._lines.get(timeout=limit_s)
        except queue.Empty:
            raise ChildFault(f"the {self.name} said nothing for {limit_s:g} s{self._last_words()}") from None
        if line is None:
            raise ChildFault(f"the {self.name} ended by itself{self._last_words()}")
        return line

    def event(self, limit_s: float) -> dict[str, Any]:
        """The next line, as the object it is."""
        said: dict[str, Any] = json.loads(self.line(limit_s))
        return said

    def kill(self) -> None:
        """As a cut of the power: nothing of it runs any more when this returns."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Let it end in its own way; kill it where it does not."""
        self._end(signal.SIGTERM)

    def ended(self) -> None:
        """Wait for the end that it was told to come to. Raises ChildFault where it does not, or ends badly."""
        process = self._process
        if process is not None:
            try:
                status = process.wait(_STOP_S)
            except subprocess.TimeoutExpired:
                raise ChildFault(f"the {self.name} does not end{self._last_words()}") from None
            self._end(signal.SIGKILL)
            if status:
                raise ChildFault(f"the {self.name} ended with {status}{self._last_words()}")

    def _last_words(self) -> str:
        lines = self._log.read_text("utf-8", "replace").splitlines()
        return f": {lines[-1]}" if lines else ""

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(how)
        try:
            process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if self._reader is not None:
            self._reader.join()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                _close(pipe)


def _read(pipe: IO[str], lines: "queue.SimpleQueue[str | None]") -> None:
    for line in pipe:
        # The last line of a process that was killed may be half a line.
        if line.endswith("\n"):
            lines.put(line)
    lines.put(None)


def _close(pipe: IO[str]) -> None:
    try:
        pipe.close()
    except OSError:
        # What was still to be written has nobody to read it.
        return
