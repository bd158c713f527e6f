"""The current goes while the machine itself serves a citizen: the walk's saves, the seal, the courier, the slips."""

from pathlib import Path

import pytest

from kiosk.journey.ports import SlipKind
from kiosk.proving.crash_record import STORE, Recording, Witness
from kiosk.proving.crash_test import cuts
from tests.kiosk.machine import bench as benches

CUTS = 100


@pytest.fixture
def recording(tmp_path, monkeypatch):
    """A machine whose store is on a recorded disk, one citizen is served, one walks away."""
    folder = tmp_path.resolve() / "machine"
    recording = Recording(folder, machine="may-2")

    class Recorded:
        @staticmethod
        def open(path: Path, key: bytes, clock, **options):
            assert path.name == STORE
            store = Witness.open(path, key, clock, vfs=recording.disk.name, **options)
            store.watch(recording, key)
            return store

    monkeypatch.setattr(benches, "Store", Recorded)
    folder.mkdir(mode=0o700)
    with recording.disk.beside(folder), benches.bench(tmp_path) as bench:
        sealed = bench.sealed()
        assert bench.print(sealed, SlipKind.PROVISIONAL)
        bench.deliver()
        bench.pay(sealed.due.reference, sealed.due.amount)
        bench.news.ask_once()
        left = bench.session("01a20647-6540-7c31-9a40-000000000002")
        bench.machine.save(left)
        bench.machine.erase(left.id)
    return recording


def test_whatever_the_machine_had_done_is_there_after_a_cut(recording):
    assert len(recording.told) >= 15
    assert [failure for failure in cuts(recording, range(CUTS)) if failure] == []
