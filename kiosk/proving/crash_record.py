"""A day of the real store, recorded: what was asked of its disk, and what stood each time that a call returned."""

import hashlib
import random
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar

from kiosk.clock import ManualClock
from kiosk.proving.crash_day import COPIES, MORNING, Day
from kiosk.proving.disk import Event, Recorder
from kiosk.store import Store
from kiosk.store.scope import Scope

Synchronous = Literal["full", "normal", "off"]

STORE = "store.sqlite"
MACHINE = "may-mau"
BOOT = "crash"

T = TypeVar("T")


@dataclass(frozen=True)
class Told:
    """What stood when a call returned: the rows of each table, the device key, the digest of each copy by its name."""

    contents: dict[str, str]
    key: bytes
    copies: dict[str, str]


@dataclass
class Recording:
    """A day of a machine: what was asked of the disk below `folder` (which is gone), and what stood at each "told"."""

    folder: Path
    machine: str = MACHINE
    disk: Recorder = field(default_factory=Recorder)
    told: list[Told] = field(default_factory=list)

    @property
    def events(self) -> list[Event]:
        return self.disk.events


def record(day: int, synchronous: Synchronous = "full") -> Recording:
    """Run the day of this seed. `synchronous` below "full" weakens the flush of every commit once the store is made."""
    chance, clock = random.Random(day), ManualClock(MORNING)  # noqa: S311 - a day that can be repeated
    with memory_folder() as folder:
        recording = Recording(folder)
        key = chance.randbytes(32)

        def opened() -> Witness:
            at = folder / STORE
            store = Witness.open(at, key, clock, machine=MACHINE, boot=BOOT, source=chance, vfs=recording.disk.name)
            store.watch(recording, key, synchronous)
            return store

        (folder / COPIES).mkdir()
        with recording.disk.beside(folder), ExitStack() as last:
            store = last.enter_context(opened())

            def reopened() -> Store:
                nonlocal store, key
                store.close()
                key = store.device_key
                store = last.enter_context(opened())
                return store

            Day(store, clock, chance, reopened).run()
    return recording


class Witness(Store):
    """The store, which writes down what stands whenever one of its writing calls has returned. Opened on the disk of a
    recording, which it must be told of (`watch`) before anything else."""

    device_key: bytes
    _recording: Recording
    _copies: dict[str, str]
    _one: threading.RLock

    def watch(self, recording: Recording, key: bytes, synchronous: Synchronous = "full") -> None:
        """Begin to write down; the store was opened with `key`."""
        self._one = threading.RLock()
        self._recording = recording
        self.device_key = key
        self._copies = dict(recording.told[-1].copies) if recording.told else {}
        if synchronous != "full":
            self._read(lambda scope: scope.connection.pragma("synchronous", synchronous))
        self._tell()

    def rotate_key(self, device_key: bytes) -> None:
        # What is told of inside the call is told of under the new key.
        self.device_key = device_key
        super().rotate_key(device_key)

    def keep_copy(self, folder: Path) -> Path:
        copy = super().keep_copy(folder)
        self._copies[copy.name] = digest_of(copy)
        self._tell()
        return copy

    def _write(self, work: Callable[[Scope], T], *, erases: bool = False) -> T:
        # What stands is that of this call, whoever else is at work.
        with self._one:
            result = super()._write(work, erases=erases)
            self._tell()
        return result

    def _tell(self) -> None:
        self._recording.told.append(Told(self.contents(), self.device_key, dict(self._copies)))
        self._recording.disk.tell()


@contextmanager
def memory_folder() -> Iterator[Path]:
    """A folder of one's own, in memory where there is such a disk, that is gone afterwards."""
    memory = Path("/dev/shm")  # noqa: S108 - mkdtemp makes a private folder below it
    folder = Path(tempfile.mkdtemp(prefix="cut-", dir=memory if memory.is_dir() else None)).resolve()
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def digest_of(file: Path) -> str:
    """Of all its bytes."""
    return hashlib.blake2b(file.read_bytes(), digest_size=16).hexdigest()
