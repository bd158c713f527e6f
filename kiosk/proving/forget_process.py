"""What of a walk can still be reached inside this process: texts in any object, widgets of pages that are gone.

What nothing holds any more is promised; that the freed bytes were overwritten is not: `still_in_memory` counts them.
"""

import gc
import inspect
import sys
import types
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

from kiosk.proving.forget import Hit
from kiosk.proving.forget_scan import Scan
from kiosk.proving.forget_values import Values

_GLUES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2007", " "))
"""blanks at which the pages break no line stand where the value has plain ones"""
_SEAM = b"\x00\x00\x00\x00"
_LARGEST = 1 << 26
_DEEP = 6
_TEXTS = (str, bytes, bytearray)
_CONTAINERS = (dict, list, tuple, set, frozenset, types.CellType)


def in_process(values: Values) -> list[Hit]:
    """Every text with a value of the walk in it that something still holds, each with who holds it; sorted. Collects
    garbage first: what only waits for the collector is not held. Frames of the caller are not searched."""
    gc.collect()
    graph = _Graph()
    signs = [_signs(text) for text, _ in graph.texts]
    ends = list(accumulate(len(one) + len(_SEAM) for one in signs))
    found: set[Hit] = set()
    for at, form in Scan(values).found(_SEAM.join(signs)):
        text, holder = graph.texts[bisect_right(ends, at)]
        found.add(Hit(f"held by {graph.who(text, holder)}", form.kind, form.name))
    return sorted(found)


def alive(kinds: Callable[[type], bool]) -> Counter[str]:
    """How many objects of the types that `kinds` picks are still there, by the name of the type."""
    gc.collect()
    return Counter(type(thing).__qualname__ for thing in gc.get_objects() if kinds(type(thing)))


def still_in_memory(pid: int, values: Values) -> int:
    """How often a value stands in the anonymous memory of another process of ours, held or freed. A figure, and no
    promise: Python overwrites nothing that it frees. Raises OSError where its memory may not be read."""
    scan, count = Scan(values), 0
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for start, end in _anonymous(pid):
            for begin in range(start, end, _LARGEST):
                memory.seek(begin)
                try:
                    count += sum(1 for _ in scan.found(memory.read(min(_LARGEST, end - begin))))
                except OSError:
                    continue
    return count


def _anonymous(pid: int) -> Iterator[tuple[int, int]]:
    for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
        fields = line.split()
        if fields[1].startswith("rw") and (len(fields) < 6 or fields[5] in ("[heap]", "[stack]")):
            start, _, end = fields[0].partition("-")
            yield int(start, 16), int(end, 16)


class _Graph:
    """All texts and runs of bytes that can be reached, each once with who holds it; and who holds each container."""

    def __init__(self) -> None:
        self.texts: list[tuple[str | bytes | bytearray, Any]] = []
        self._parents: dict[int, Any] = {}
        self._seen: set[int] = set()
        ours = {id(frame) for frame in _frames_of_caller()}
        self._roots = [thing for thing in gc.get_objects() if id(thing) not in ours]
        self._roots += [frame.f_locals for frame in _running_frames() if id(frame) not in ours]
        self._seen.update(id(thing) for thing in (self._roots, ours, vars(self), *vars(self).values()))
        for root in self._roots:
            if id(root) not in self._seen:
                self._walk(root)

    def who(self, text: Any, holder: Any) -> str:
        """The type or module that holds a text, its attribute, and the containers in between. No key of a container
        is said: it may be what is hidden."""
        held, between = text, ""
        while issubclass(type(holder), _CONTAINERS) and (owner := self._parents.get(id(holder))) is not None:
            if not (type(holder) is dict and getattr(owner, "__dict__", None) is holder):
                held, between = holder, f"/{type(holder).__name__}{between}"
            if between.count("/") == _DEEP:
                break
            holder = owner
        return f"{_called(holder)}{_attribute(holder, held)}{between}"

    def _walk(self, root: Any) -> None:
        """What a tracked object holds, and what that holds where the collector does not track it."""
        waiting = [root]
        while waiting:
            holder = waiting.pop()
            for thing in _held_by(holder):
                # Of a weak proxy only the type can be asked without a fault.
                if issubclass(type(thing), _TEXTS):
                    if id(thing) not in self._seen:
                        self._seen.add(id(thing))
                        self.texts.append((thing, holder))
                elif issubclass(type(thing), _CONTAINERS) and id(thing) not in self._seen:
                    known = self._parents.get(id(thing))
                    # Every function of a module holds its names too.
                    if known is None or issubclass(type(known), _CONTAINERS) or type(holder) is types.ModuleType:
                        self._parents[id(thing)] = holder
                    if known is None and not gc.is_tracked(thing):
                        waiting.append(thing)


def _held_by(holder: Any) -> list[Any]:
    held = gc.get_referents(holder)
    if issubclass(type(holder), dict):
        # The collector is not interested in keys that are texts.
        held += dict.keys(holder)
    return held


def _signs(thing: str | bytes | bytearray) -> bytes:
    if isinstance(thing, str):
        if thing.isascii():
            return thing.encode()
        return thing.translate(_GLUES).encode("utf-8", "surrogatepass")
    return bytes(thing)


def _running_frames() -> Iterator[types.FrameType]:
    """The frames of all threads: their variables are no objects of the collector."""
    for top in sys._current_frames().values():
        frame: types.FrameType | None = top
        while frame is not None:
            yield frame
            frame = frame.f_back


def _frames_of_caller() -> Iterator[types.FrameType]:
    frame = inspect.currentframe()
    while frame is not None:
        yield frame
        frame = frame.f_back


def _called(holder: Any) -> str:
    if type(holder) is types.ModuleType:
        return str(holder.__name__)
    return f"{type(holder).__module__}.{type(holder).__qualname__}"


def _attribute(holder: Any, held: Any) -> str:
    names = dict(getattr(holder, "__dict__", {}))
    for one in type(holder).__mro__:
        names.update((name, getattr(holder, name, None)) for name in getattr(one, "__slots__", ()))
    return next((f".{name}" for name, value in names.items() if value is held), "")
