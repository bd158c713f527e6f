"""The current goes at any moment: what a citizen was told is there, what was not told is whole or not there."""

import random
import shutil
import tempfile
from pathlib import Path

import pytest

from kiosk.store import database
from tests.kiosk.store.power import Recorder, cut
from tests.kiosk.store.support import opened, submission, wholeness

SUBMISSIONS = 12
CUTS = 150


def recorded(folder, from_the_first_byte):
    """The disk's record of a working day, with a mark after each word that was given."""
    disk = Recorder()
    with opened(folder, vfs=disk.name) as store:
        if not from_the_first_byte:
            disk.events.append(("start",))
        for n in range(1, SUBMISSIONS + 1):
            store.save_session("s-1", {"n": n})
            store.submit(submission(n, session="s-1", body=bytes(1500)))
            disk.events.append(("told", n))
            if n % 3 == 0:
                store.mark_sent(store.unsent()[0].id, {})
                disk.events.append(("sent", n // 3))
    return disk.events


def judged(events, seed, least=0):
    """What is wrong with the store after a cut at a random moment: lost, corrupt, or nothing."""
    chance = random.Random(seed)
    events = events[: chance.randint(least, len(events))]
    told = [event[1] for event in events if event[0] == "told"]
    sent = [event[1] for event in events if event[0] == "sent"]
    folder = Path(tempfile.mkdtemp(prefix="cut-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
    try:
        cut([event for event in events if event[0] not in {"told", "sent", "start"}], folder, chance)
        with opened(folder) as store:
            if store.quarantined or wholeness(store):
                return "corrupt"
            here = [stub.id for stub in sorted(store.dossiers(), key=lambda stub: stub.number.number)]
            if here != [submission(n).dossier for n in range(1, len(here) + 1)] or len(here) < len(told):
                return "lost"
            at_hub = sum(stub.state == "at_hub" for stub in store.dossiers())
            return "lost" if at_hub < len(sent) else None
    finally:
        shutil.rmtree(folder)


@pytest.mark.parametrize("from_the_first_byte", [False, True])
def test_no_word_that_was_given_is_lost(tmp_path, from_the_first_byte):
    events = recorded(tmp_path, from_the_first_byte)
    least = 0 if from_the_first_byte else events.index(("start",))
    verdicts = {seed: judged(events, seed, least) for seed in range(CUTS)}
    assert {seed: verdict for seed, verdict in verdicts.items() if verdict} == {}


@pytest.mark.parametrize(("setting", "verdict"), [("NORMAL", "lost"), ("OFF", "corrupt")])
def test_a_store_that_flushes_less_does_lose(tmp_path, monkeypatch, setting, verdict):
    """The proof of the proof: with weaker settings the same cuts find losses."""
    real = database._prepare

    def weakened(connection):
        real(connection)
        connection.pragma("synchronous", setting)

    with monkeypatch.context() as patch:
        patch.setattr(database, "_prepare", weakened)
        patch.setattr(database, "truncate_log", lambda _: None)
        patch.setattr("kiosk.store.writer.truncate_log", lambda _: None)
        events = recorded(tmp_path, from_the_first_byte=False)
    assert verdict in {judged(events, seed, events.index(("start",))) for seed in range(60)}
