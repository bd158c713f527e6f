"""The rows of a store that SQLite cannot read any more, taken from its pages one by one. Nothing is written.

The format is SQLite's own (sqlite.org/fileformat2.html): b-tree pages in section 1.6, records in 2.1, the log in 4.
A page that is no page, or a cell that is no record, is passed over; its neighbours are read all the same.
"""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

Value = None | int | float | str | bytes
Record = tuple[Value, ...]

PAGE = 4096
"""bytes: SQLite's page, unless a store asks for another, which ours never did"""

_LEAF_TABLE, _LEAF_INDEX, _INNER_INDEX = 0x0D, 0x0A, 0x02
_LOG_HEADER, _FRAME_HEADER = 32, 24
_CONSTANTS = {0: None, 8: 0, 9: 1}
_INTEGER_BYTES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


def records(path: Path) -> Iterator[Record]:
    """Every record in the leaves of the store at `path`, its log laid over it, in the order of pages.

    Tables and indices alike: who asks knows his rows by their shape. Raises OSError where the file cannot be read.
    """
    with _Disk(path) as disk:
        for number in range(2, disk.count + 1):  # the first page holds the schema
            yield from _page_records(disk, disk.page(number))


class _Disk:
    """Pages by number: the newest committed one of the log, else the file's."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self.count = path.stat().st_size // PAGE
        self._newer: dict[int, bytes] = {}
        log = path.with_name(path.name + "-wal")
        if log.exists():
            with log.open("rb") as frames:
                self._lay_over(frames)

    def __enter__(self) -> "_Disk":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def page(self, number: int) -> bytes:
        """b"" for a page that is not there."""
        if number in self._newer:
            return self._newer[number]
        if number < 1:
            return b""
        self._file.seek((number - 1) * PAGE)
        return self._file.read(PAGE)

    def _lay_over(self, log: BinaryIO) -> None:
        header = log.read(_LOG_HEADER)
        if len(header) < _LOG_HEADER or struct.unpack(">I", header[:4])[0] & ~1 != 0x377F0682:
            return
        big, salts = header[3] & 1, header[16:24]
        sums = _checksum(header[:24], (0, 0), big)
        pending: dict[int, bytes] = {}
        while len(frame := log.read(_FRAME_HEADER + PAGE)) == _FRAME_HEADER + PAGE:
            number, size = struct.unpack(">II", frame[:8])
            sums = _checksum(frame[_FRAME_HEADER:], _checksum(frame[:8], sums, big), big)
            if frame[8:16] != salts or struct.unpack(">II", frame[16:24]) != sums:
                return
            pending[number] = frame[_FRAME_HEADER:]
            if size:
                self._newer |= pending
                self.count, pending = size, {}


def _checksum(data: bytes, sums: tuple[int, int], big: int) -> tuple[int, int]:
    first, second = sums
    words = struct.unpack(f"{'>' if big else '<'}{len(data) // 4}I", data)
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) & 0xFFFFFFFF
        second = (second + odd + first) & 0xFFFFFFFF
    return first, second


def _page_records(disk: _Disk, page: bytes) -> Iterator[Record]:
    if len(page) < PAGE or page[0] not in (_LEAF_TABLE, _LEAF_INDEX, _INNER_INDEX):
        return
    table, start = page[0] == _LEAF_TABLE, 12 if page[0] == _INNER_INDEX else 8
    cells = int.from_bytes(page[3:5], "big")
    for n in range(min(cells, (PAGE - start) // 2)):
        at = int.from_bytes(page[start + 2 * n : start + 2 * n + 2], "big")
        try:
            yield _record(_payload(disk, page, at + (4 if page[0] == _INNER_INDEX else 0), table))
        except (IndexError, ValueError, struct.error):
            continue


def _payload(disk: _Disk, page: bytes, at: int, table: bool) -> bytes:
    size, at = _varint(page, at)
    if table:
        _, at = _varint(page, at)  # the rowid
    most = PAGE - 35 if table else (PAGE - 12) * 64 // 255 - 23
    if size <= most:
        return _whole(page[at : at + size], size)
    least = (PAGE - 12) * 32 // 255 - 23
    here = least + (size - least) % (PAGE - 4)
    here = here if here <= most else least
    parts, left = [page[at : at + here]], size - here
    after = int.from_bytes(page[at + here : at + here + 4], "big")
    while left > 0:
        further = disk.page(after)
        if len(further) < PAGE:
            raise ValueError("the chain ends too early")
        parts.append(further[4 : 4 + left])
        left -= PAGE - 4
        after = int.from_bytes(further[:4], "big")
    return _whole(b"".join(parts), size)


def _whole(payload: bytes, size: int) -> bytes:
    if len(payload) != size:
        raise ValueError("the cell reaches over its page")
    return payload


def _record(payload: bytes) -> Record:
    size, at = _varint(payload, 0)
    kinds = []
    while at < size:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    values: list[Value] = []
    for kind in kinds:
        value, at = _value(payload, at, kind)
        values.append(value)
    if at != len(payload):
        raise ValueError("the record does not fill its payload")
    return tuple(values)


def _value(payload: bytes, at: int, kind: int) -> tuple[Value, int]:
    if kind in _CONSTANTS:
        return _CONSTANTS[kind], at
    if kind == 7:
        return struct.unpack(">d", payload[at : at + 8])[0], at + 8
    if kind in _INTEGER_BYTES:
        end = at + _INTEGER_BYTES[kind]
        return int.from_bytes(payload[at:end], "big", signed=True), end
    if kind < 12:
        raise ValueError("SQLite keeps these kinds for itself")
    end = at + (kind - 12) // 2
    raw = payload[at:end]
    return (raw.decode("utf-8") if kind % 2 else raw), end


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for n in range(8):
        byte = data[at + n]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + n + 1
    return value << 8 | data[at + 8], at + 9
