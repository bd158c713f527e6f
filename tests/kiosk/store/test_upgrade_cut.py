"""The current goes while a store of an older program is brought up to date: it is the old or the new one, whole."""

import random
from pathlib import Path

import apsw
import pytest

from kiosk.proving.crash_record import memory_folder
from kiosk.proving.disk import Event, Recorder
from kiosk.proving.power import ModelDisk, write_files
from kiosk.store import migrations
from tests.kiosk.store.support import opened, submission, wholeness

STORES = Path(__file__).parent / "stores"


def upgraded(folder, old, mode):
    """The record of a store of the first version that is made and then opened by this program; where that begins."""
    disk = Recorder()
    connection = apsw.Connection(str(folder / "kiosk.db"), vfs=disk.name)
    connection.execute(old.read_text("utf-8"))
    connection.pragma("journal_mode", mode)
    connection.close()
    # The old store was there long before, whole; a copy that was put in its place is in no WAL.
    disk.note(Event("sync-folder", str(folder)))
    begins = len(disk.events)
    with disk.beside(folder):
        opened(folder, vfs=disk.name).close()
    return disk.events, begins


@pytest.mark.parametrize("mode", ["wal", "delete"])
@pytest.mark.parametrize("old", sorted(STORES.glob("*.sql")), ids=lambda path: path.stem)
def test_a_cut_while_a_store_is_upgraded_costs_nothing(tmp_path, old, mode):
    folder = tmp_path.resolve()
    events, begins = upgraded(folder, old, mode)
    disk, versions = ModelDisk(strict_unlink=True), set()
    for moment, event in enumerate(events):
        disk.take(event)
        if moment < begins:
            continue
        with memory_folder() as cut:
            write_files(disk.after_a_cut(random.Random(moment)), folder, cut)
            connection = apsw.Connection(str(cut / "kiosk.db"))
            versions.add(migrations.version(connection))
            connection.close()
            with opened(cut, source=random.Random(8)) as store:
                assert store.quarantined is None, moment
                assert store.load_session("s-1") == {"name": "Nguyễn Thị Mẫu"}, moment
                assert [row.seq for row in store.unsent()] == [1, 2], moment
                assert wholeness(store) == [], moment
                assert store.submit(submission(2)).text == "A 0002"
    assert versions == {1, len(migrations.MIGRATIONS)}
