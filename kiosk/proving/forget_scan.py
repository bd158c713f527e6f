"""Finding any of some thousand forms in tens of megabytes at once: their first four bytes are looked up for every place
of the content together, and only what begins like a form is compared whole."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from kiosk.proving.forget_values import Form, Values

_ANCHOR = 4
_CHUNK = 1 << 22
_SPREAD = np.uint32(2654435761)
"""of Knuth's multiplicative hashing, so that anchors of like text fall into different places of the table"""


class Scan:
    """Searches contents for all forms of `values`. Raises ValueError for a form that is too short to be looked up."""

    def __init__(self, values: Values) -> None:
        forms = values.forms()
        if any(len(form.signs) < _ANCHOR for form in forms):
            raise ValueError("a form is too short")
        self._exact = _Table([form for form in forms if form.exact])
        self._any_case = _Table([form for form in forms if not form.exact])

    def found(self, content: bytes) -> Iterator[tuple[int, Form]]:
        """Where in the content (bytes from its beginning) a form begins, and which."""
        yield from self._exact.found(content)
        yield from self._any_case.found(content.lower())


class _Table:
    def __init__(self, forms: Sequence[Form]) -> None:
        self._forms: dict[int, list[Form]] = {}
        for form in forms:
            self._forms.setdefault(int.from_bytes(form.signs[:_ANCHOR], "little"), []).append(form)
        self._longest = max((len(form.signs) for form in forms), default=0)
        self._anchors = np.array(sorted(self._forms), dtype=np.uint32)
        self._marks = np.zeros(1 << 16, dtype=bool)
        self._marks[_places(self._anchors)] = True

    def found(self, content: bytes) -> Iterator[tuple[int, Form]]:
        if not self._forms:
            return
        for start in range(0, len(content), _CHUNK):
            chunk = content[start : start + _CHUNK + self._longest]
            for at in self._begun(chunk):
                if at >= _CHUNK:
                    continue
                for form in self._forms[int.from_bytes(chunk[at : at + _ANCHOR], "little")]:
                    if chunk.startswith(form.signs, at):
                        yield start + at, form

    def _begun(self, chunk: bytes) -> Iterator[int]:
        """Where the first bytes of some form stand."""
        for offset in range(_ANCHOR):
            count = (len(chunk) - offset) // _ANCHOR
            if count <= 0:
                return
            words = np.frombuffer(chunk, dtype="<u4", count=count, offset=offset)
            likely = np.flatnonzero(self._marks[_places(words)])
            sure = likely[np.isin(words[likely], self._anchors)]
            yield from (int(at) * _ANCHOR + offset for at in sure)


def _places(words: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    return (words * _SPREAD) >> np.uint32(16)
