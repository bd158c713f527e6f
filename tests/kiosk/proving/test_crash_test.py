"""The current goes in a working day of the real store: nothing is lost, nothing half there; what loses is caught."""

import inspect
import os
import random
import re

import pytest

from kiosk.proving import crash_record
from kiosk.proving import crash_test as crash_test_module
from kiosk.proving.crash_day import Day
from kiosk.proving.crash_test import CUTS_A_DAY, crash_test, cuts
from kiosk.store import Store, attachments, backup, database, outbox
from kiosk.store.contents import contents
from kiosk.store.files import flush
from kiosk.store.shelf import Shelf
from kiosk.store.writer import Writer


def failures(seeds, **how):
    return {(one.verdict, one.reason): one.seed for one in crash_test(seeds, **how).failures}


def of_day(day, count):
    return range(day * CUTS_A_DAY, day * CUTS_A_DAY + count)


@pytest.mark.parametrize("day", range(10))
def test_a_thousand_cuts_lose_nothing(day):
    assert failures(of_day(day, 100)) == {}


@pytest.mark.parametrize("day", range(2))
def test_nothing_is_lost_on_a_disk_that_flushes_deletions_with_their_folder_alone(day):
    assert failures(of_day(day, 50), strict_unlink=True) == {}


@pytest.mark.parametrize("strict", [False, True])
def test_a_cut_in_the_making_of_the_store_leaves_none_or_a_whole_one(monkeypatch, strict):
    monkeypatch.setattr(Day, "run", lambda day: None)
    recording = crash_record.record(0)
    made = [event.kind for event in recording.events].index("told")
    monkeypatch.setattr(crash_test_module, "_drawn", lambda _, seed: (seed, seed, random.Random(seed)))
    assert [failure for failure in cuts(recording, range(made + 1), strict_unlink=strict) if failure] == []


def test_a_store_that_flushes_at_times_does_lose_and_stays_whole():
    assert {verdict for verdict, _ in failures(of_day(0, 50), synchronous="normal")} == {"lost"}


def test_a_store_that_never_flushes_is_damaged():
    assert ("corrupt", "set aside") in failures(of_day(0, 40), synchronous="off")


def test_a_cut_is_repeated_by_its_number():
    many = crash_test(of_day(1, 60), synchronous="normal").failures
    alone = crash_test([many[-1].seed], synchronous="normal").failures
    assert alone == many[-1:]


WRITES = re.compile(r"_write\(|_writer\.write|truncate_log|copy_of_day|attachments\.sweep")


def writing_methods(of):
    """The public methods that write, by what stands in them."""
    methods = {name: one for name, one in vars(of).items() if inspect.isfunction(one) and not name.startswith("_")}
    return {name for name, one in methods.items() if WRITES.search(inspect.getsource(one))}


def test_every_writing_call_of_the_store_is_in_a_day_and_shows(monkeypatch):
    """A new one fails here until a day makes it: then the cuts judge it too."""
    called, changed = set(), set()

    def counted(name, real, rows):
        def call(of, *given, **named):
            before = rows(of)
            answer = real(of, *given, **named)
            called.add(name)
            if rows(of) != before:
                changed.add(name)
            return answer

        return call

    wanted = set()
    for of, rows in (
        (Store, Store.contents),
        (Shelf, lambda shelf: shelf._read(lambda scope: contents(scope.connection))),
    ):
        for name in writing_methods(of):
            wanted.add(f"{of.__name__}.{name}")
            monkeypatch.setattr(of, name, counted(f"{of.__name__}.{name}", getattr(of, name), rows))
    for day in range(3):
        crash_record.record(day)
    assert called == wanted
    assert called - changed == {"Store.checkpoint", "Store.keep_copy", "Shelf.sweep"}


@pytest.fixture
def short_day(monkeypatch):
    """Three citizens who are served and three who walk away: a plant breaks no more of it than is looked for."""

    def run(day):
        for _ in range(3):
            day._is_served()
            day._walks_away()

    monkeypatch.setattr(Day, "run", run)


@pytest.fixture
def day_of_copies(monkeypatch):
    """Two citizens, and a copy after each of them."""

    def run(day):
        for _ in range(2):
            day._is_served()
            day._is_copied()
        day._news()

    monkeypatch.setattr(Day, "run", run)


@pytest.fixture
def day_of_papers(monkeypatch):
    """Two citizens with papers, some of which go."""

    def run(day):
        for _ in range(2):
            day._is_served(papers=2)
            day._papers_go()

    monkeypatch.setattr(Day, "run", run)


def found(plant, tries=80, **how):
    """The verdicts on a day that was recorded with the fault that `plant(patch)` puts in, by the sound store."""
    with pytest.MonkeyPatch.context() as patch:
        plant(patch)
        recording = crash_record.record(0)
    return {(one.verdict, one.reason) for one in cuts(recording, range(tries), **how) if one is not None}


@pytest.mark.parametrize("day", ["short_day", "day_of_copies", "day_of_papers"])
def test_without_a_plant_such_a_day_loses_nothing(request, day):
    request.getfixturevalue(day)
    assert found(lambda patch: None) == set()


def test_an_answer_that_comes_before_the_commit_is_caught(short_day):
    real_close = Writer.close

    def late(writer, work, erases):
        connection = writer._opened()
        if connection.in_transaction:
            connection.execute("commit")
        connection.execute("begin immediate")
        return work(connection)

    def close(writer):
        writer.read(lambda connection: connection.execute("commit"))
        return real_close(writer)

    def plant(patch):
        patch.setattr(Writer, "_transact", late)
        patch.setattr(Writer, "close", close)

    assert "lost" in {verdict for verdict, _ in found(plant)}


def test_a_store_that_is_opened_with_weaker_flushes_is_caught(short_day):
    real = database._prepare

    def weaker(connection, *given):
        real(connection, *given)
        connection.pragma("synchronous", "NORMAL")

    assert "lost" in {verdict for verdict, _ in found(lambda patch: patch.setattr(database, "_prepare", weaker))}


def test_a_message_that_is_queued_in_a_transaction_of_its_own_is_caught(short_day):
    real = outbox.queue

    def apart(scope, *given):
        scope.connection.execute("commit")
        scope.connection.execute("begin immediate")
        real(scope, *given)

    verdicts = found(lambda patch: patch.setattr(outbox, "queue", apart))
    assert any(verdict == "corrupt" and reason.startswith("half a call") for verdict, reason in verdicts)


def test_a_dossier_whose_message_is_never_queued_is_caught(short_day):
    verdicts = found(lambda patch: patch.setattr(outbox, "queue", lambda *_: None))
    assert ("corrupt", "a dossier without its first message") in verdicts


def test_a_copy_that_is_made_where_the_one_before_lies_is_caught(day_of_copies):
    def in_place(on_writer, target):
        target.unlink(missing_ok=True)
        os.close(os.open(target, os.O_RDWR | os.O_CREAT))
        backup._copy(on_writer, target)
        flush(target)
        flush(target.parent)

    assert ("lost", "copy") in found(lambda patch: patch.setattr(backup, "copy_to", in_place), tries=600)


def test_a_copy_whose_folder_is_not_flushed_is_caught(day_of_copies):
    def not_flushed(on_writer, target):
        beside = target.with_name("new")
        os.close(os.open(beside, os.O_RDWR | os.O_CREAT))
        backup._copy(on_writer, beside)
        flush(beside)
        beside.replace(target)

    assert ("lost", "copy") in found(lambda patch: patch.setattr(backup, "copy_to", not_flushed), strict_unlink=True)


def test_a_paper_that_is_not_flushed_before_its_row_is_caught(day_of_papers):
    def not_flushed(path, content):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        os.write(descriptor, content)
        os.close(descriptor)

    verdicts = found(lambda patch: patch.setattr(attachments, "write_whole", not_flushed))
    assert ("corrupt", "papers that are not those to be sent") in verdicts


def test_a_paper_that_is_removed_before_the_hub_s_answer_is_kept_is_caught(day_of_papers):
    def early(shelf, hash_):
        attachments.drop(shelf.file("x").parent, hash_)
        shelf._write(lambda scope: attachments.mark_sent(scope, hash_))

    verdicts = found(lambda patch: patch.setattr(Shelf, "mark_sent", early))
    assert ("corrupt", "papers that are not those to be sent") in verdicts
