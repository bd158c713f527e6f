"""What a process that holds personal data does first: it leaves no picture of its memory, and no fault of it says more
than its type and its place."""

import ctypes
import logging
import resource
import sys
import threading
import traceback
from types import TracebackType

_PR_SET_DUMPABLE = 4
"""of prctl(2)"""

_log = logging.getLogger(__name__)


class PlainFormatter(logging.Formatter):
    """Of an exception that is logged with its traceback: types and places, never the words, which may be a name."""

    def formatException(  # noqa: N802 - the base class's
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        return "" if ei[1] is None else without_words(ei[1])

    def formatStack(self, stack_info: str) -> str:  # noqa: N802
        return ""


def harden() -> None:
    """No core dump, no other process of the user's that reads this one's memory, no words of an exception on stderr.
    For processes that serve citizens and officers, and for the rest of their lives."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    sys.excepthook = lambda kind, error, trace: _tell("stopped", error)
    threading.excepthook = lambda caught: _tell("a thread stopped", caught.exc_value)
    sys.unraisablehook = lambda caught: _tell("not raised", caught.exc_value)
    # What cannot be formatted would be printed with its arguments.
    logging.raiseExceptions = False


def without_words(error: BaseException) -> str:
    """An exception and those behind it as type and place, outermost first: `ValueError at card.py:17 in parse`."""
    lines: list[str] = []
    one: BaseException | None = error
    while one is not None and len(lines) < 8:
        places = [f"{_name(frame.filename)}:{frame.lineno} in {frame.name}" for frame in _frames(one)]
        lines.append(f"{type(one).__name__} at {' < '.join(reversed(places)) or 'no place'}")
        one = one.__cause__ or one.__context__
    return "\n".join(lines)


def _frames(error: BaseException) -> traceback.StackSummary:
    # Lines of source would be read from the disk, which may be what is broken.
    return traceback.StackSummary.extract(traceback.walk_tb(error.__traceback__), lookup_lines=False)


def _name(path: str) -> str:
    return "/".join(path.rsplit("/", 2)[-2:])


def _tell(what: str, error: BaseException | None) -> None:
    _log.critical("%s: %s", what, without_words(error) if error is not None else "no cause")
