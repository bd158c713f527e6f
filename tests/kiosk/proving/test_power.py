"""What the model of a disk keeps, loses and tears, and the files beside the store under it."""

import os
import random

import apsw
import pytest

from kiosk.proving.disk import Event, Recorder
from kiosk.proving.power import SECTOR, ModelDisk, cut
from kiosk.store.files import UNFINISHED, flush, write_whole

MADE = [Event("create", "/d/a"), Event("write", "/d/a", 0, b"1" * 2 * SECTOR), Event("sync", "/d/a")]


def ends(events, *, cuts=200, **how):
    """All that the disk may hold after the events, each as a sorted tuple of names and contents."""
    return {tuple(sorted(cut(events, random.Random(seed), **how).items())) for seed in range(cuts)}


def names(events, **how):
    return {frozenset(path for path, _ in end) for end in ends(events, **how)}


def test_what_was_flushed_stays():
    assert ends(MADE) == {(("/d/a", b"1" * 2 * SECTOR),)}


def test_what_was_not_flushed_is_kept_lost_or_torn_at_a_sector():
    found = {dict(end)["/d/a"] for end in ends([*MADE, Event("write", "/d/a", 0, b"2" * 2 * SECTOR)])}
    assert found == {one * SECTOR + two * SECTOR for one in (b"1", b"2") for two in (b"1", b"2")}


def test_a_write_far_behind_the_end_leaves_zeros_before_it():
    found = {dict(end)["/d/a"] for end in ends([*MADE[:1], Event("write", "/d/a", 3, b"x"), Event("sync", "/d/a")])}
    assert found == {b"\0\0\0x"}


def test_a_truncation_is_kept_or_lost():
    found = {dict(end)["/d/a"] for end in ends([*MADE, Event("truncate", "/d/a", 1)])}
    assert found == {b"1", b"1" * 2 * SECTOR}


def test_a_new_file_that_was_not_flushed_may_be_gone():
    assert names(MADE[:2]) == {frozenset(), frozenset({"/d/a"})}


def test_of_the_changes_of_a_folder_a_beginning_survives():
    events = [Event("create", "/d/a"), Event("create", "/d/b"), Event("unlink", "/d/a")]
    assert names(events) == {frozenset(), frozenset({"/d/a"}), frozenset({"/d/a", "/d/b"}), frozenset({"/d/b"})}


def test_a_rename_takes_the_file_at_once_or_not():
    events = [*MADE, Event("rename", "/d/a", to="/d/b")]
    assert names(events) == {frozenset({"/d/a"}), frozenset({"/d/b"})}
    assert names([*events, Event("sync-folder", "/d")]) == {frozenset({"/d/b"})}


@pytest.mark.parametrize("strict", [False, True])
def test_an_unlink_that_sqlite_wants_flushed_is_done(strict):
    assert names([*MADE, Event("unlink", "/d/a", durable=True)], strict_unlink=strict) == {frozenset()}


def test_on_a_harder_disk_a_flushed_file_brings_its_own_name_alone():
    events = [*MADE, Event("unlink", "/d/a"), Event("create", "/d/b"), Event("sync", "/d/b")]
    assert names(events) == {frozenset({"/d/b"})}
    assert names(events, strict_unlink=True) == {frozenset({"/d/b"}), frozenset({"/d/a", "/d/b"})}


def test_on_a_harder_disk_a_name_that_was_used_again_is_the_new_file():
    events = [*MADE, Event("unlink", "/d/a"), *MADE[:1], Event("write", "/d/a", 0, b"2"), Event("sync", "/d/a")]
    assert ends(events, strict_unlink=True) == {(("/d/a", b"2"),)}


@pytest.mark.parametrize("log", ["/d/s-wal", "/d/s-journal"])
def test_on_a_harder_disk_sqlite_s_own_flush_of_the_folder_counts_once(log):
    first = [*MADE, Event("unlink", "/d/a"), Event("create", log), Event("sync", log)]
    assert names(first, strict_unlink=True) == {frozenset({log})}
    later = [*first, *MADE, Event("unlink", "/d/a"), Event("sync", log)]
    assert names(later, strict_unlink=True) == {frozenset({log}), frozenset({log, "/d/a"})}


def test_on_a_harder_disk_the_flush_of_a_folder_is_not_that_of_another():
    events = [*MADE, Event("unlink", "/d/a"), Event("sync-folder", "/e")]
    assert names(events) == {frozenset()}
    assert names(events, strict_unlink=True) == {frozenset(), frozenset({"/d/a"})}


def test_the_disk_goes_on_after_it_was_asked_what_a_cut_would_leave():
    disk = ModelDisk()
    for event in MADE[:2]:
        disk.take(event)
    disk.after_a_cut(random.Random(0))
    disk.take(MADE[2])
    assert disk.after_a_cut(random.Random(1)) == {"/d/a": b"1" * 2 * SECTOR}


def test_a_recorded_database_is_the_same_on_the_model(tmp_path):
    """With nothing pending the model holds, to the byte, what the real disk holds."""
    disk = Recorder()
    connection = apsw.Connection(str(tmp_path / "db"), vfs=disk.name)
    connection.execute("pragma journal_mode = wal; create table t (a); insert into t values (randomblob(9000))")
    connection.close()
    flushed = [*disk.events, Event("sync", str(tmp_path / "db")), Event("sync-folder", str(tmp_path))]
    assert cut(flushed, random.Random(0)) == {str(tmp_path / "db"): (tmp_path / "db").read_bytes()}


def recorded_file(folder, write):
    """What `write` asked of the disk for a file that was there before, with a "told" when it returned."""
    disk = Recorder()
    with disk.beside(folder):
        write_whole(folder / "part", b"before" * 200)
        disk.tell()
        write(folder / "part", b"after!" * 300)
        disk.tell()
    return disk.events


def after_cuts(folder, events):
    """Of every moment after the first "told": whether the second had come, and what a cut may leave."""
    told = [at for at, event in enumerate(events) if event.kind == "told"]
    for moment in range(told[0] + 1, len(events) + 1):
        for end in ends(events[:moment], cuts=40, strict_unlink=True):
            yield moment > told[1], dict(end).get(str(folder / "part"))


def test_the_calls_for_a_file_beside_the_store_come_in_the_order_that_a_cut_survives(tmp_path):
    events = recorded_file(tmp_path.resolve(), write_whole)
    place, beside = str(tmp_path.resolve() / "part"), str(tmp_path.resolve() / ("part" + UNFINISHED))
    second = events[[event.kind for event in events].index("told") + 1 :]
    assert [(event.kind, event.path, event.to) for event in second] == [
        ("create", beside, ""),
        ("write", beside, ""),
        ("sync", beside, ""),
        ("rename", beside, place),
        ("sync-folder", str(tmp_path.resolve()), ""),
        ("told", "", ""),
    ]


def test_a_file_beside_the_store_is_as_it_was_or_whole_at_every_cut(tmp_path):
    found = set(after_cuts(tmp_path.resolve(), recorded_file(tmp_path.resolve(), write_whole)))
    assert found == {(False, b"before" * 200), (False, b"after!" * 300), (True, b"after!" * 300)}


def without(name):
    """`write_whole` with one of its flushes left out."""

    def write(path, content):
        beside = path.with_name(path.name + UNFINISHED)
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT, 0o600)
        os.write(descriptor, content)
        if name != "file":
            os.fsync(descriptor)
        os.close(descriptor)
        os.replace(beside, path)
        if name != "folder":
            flush(path.parent)

    return write


def test_a_file_that_is_renamed_without_a_flush_is_caught(tmp_path):
    found = {
        content for _, content in after_cuts(tmp_path.resolve(), recorded_file(tmp_path.resolve(), without("file")))
    }
    assert found - {b"before" * 200, b"after!" * 300}


def test_a_folder_that_is_not_flushed_is_caught(tmp_path):
    found = set(after_cuts(tmp_path.resolve(), recorded_file(tmp_path.resolve(), without("folder"))))
    assert (True, b"before" * 200) in found


def test_what_lies_elsewhere_is_not_written_down(tmp_path):
    (tmp_path / "in").mkdir()
    disk = Recorder()
    with disk.beside(tmp_path / "in"):
        write_whole(tmp_path / "out", b"one")
    assert disk.events == []
    assert os.write.__module__ == "posix"


def test_every_call_for_files_is_written_down(tmp_path):
    disk, path = Recorder(), tmp_path.resolve() / "a"
    with disk.beside(tmp_path):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT)
        os.write(descriptor, b"one")
        os.write(descriptor, b"two")
        os.ftruncate(descriptor, 4)
        os.close(descriptor)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC))
        path.rename(tmp_path / "b")
        (tmp_path / "b").unlink()
    asked = [(event.kind, os.path.basename(event.path), event.at, event.data) for event in disk.events]
    assert asked == [
        ("create", "a", 0, b""),
        ("write", "a", 0, b"one"),
        ("write", "a", 3, b"two"),
        ("truncate", "a", 4, b""),
        ("truncate", "a", 0, b""),
        ("rename", "a", 0, b""),
        ("unlink", "b", 0, b""),
    ]
