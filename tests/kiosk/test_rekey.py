"""Another device key for a store: whenever the current goes, one of the two keys opens it and a second run ends it."""

import os
import random
import tempfile
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

from kiosk import rekey
from kiosk.clock import ManualClock
from kiosk.config import MachinePart
from kiosk.enrol import ensure
from kiosk.keys import Credential, KeyFault, KeyFile
from kiosk.proving.disk import Recorder
from kiosk.proving.power import ModelDisk, cut, write_files
from kiosk.rekey import RekeyFault, adopt, rotate
from kiosk.store import Store, StoreFault
from tests.kiosk.store.support import NOW, submission

CUTS = 150


def machine(folder, source=KeyFile):
    key = KeyFile(folder / "device.key") if source is KeyFile else Credential("device-key", folder)
    return MachinePart(id="may-2", name="Máy số 2", letter="A", data=folder, signing_key=key, device_key=key)


def opened(part, key, **options):
    return Store.open(part.store, key, ManualClock(NOW), machine=part.id, **options)


def filled(part, **options):
    """A machine with a key and a store that holds one of everything; the key."""
    key = ensure(part.device_key)
    with opened(part, key, **options) as store:
        store.submit(submission())
        store.save_session("s-1", {"a": 1})
        store.keep_draft("HK1.AAAA", "031155000678", {"b": 2}, NOW.replace(hour=9))
    return key


def whole(part, key):
    with opened(part, key) as store:
        return (
            store.load_session("s-1") == {"a": 1}
            and store.open_draft("HK1.AAAA", "031155000678") == {"b": 2}
            and store.dossier_by_lookup(submission().lookup) is not None
            and store.check() == []
        )


def opens(part, key):
    try:
        opened(part, key).close()
    except StoreFault as fault:
        if fault.code != "key":
            raise
        return False
    return True


def at_rest(part):
    return part.device_key.read(part.device_key.at_rest)


def code(function, *given):
    with pytest.raises((KeyFault, StoreFault, RekeyFault)) as caught:
        function(*given)
    return caught.value.code


@pytest.fixture(params=[KeyFile, Credential])
def part(request, tmp_path, creds):
    return machine(tmp_path / "machine", request.param)


def test_after_a_rotation_only_the_new_key_opens_and_nothing_is_lost(part):
    old = filled(part)
    rotate(part, ManualClock(NOW))
    assert at_rest(part) != old
    assert whole(part, at_rest(part))
    assert not opens(part, old)
    assert not list(part.data.glob("*.new"))


def test_a_machine_that_runs_is_not_given_another_key(part):
    old = filled(part)
    with opened(part, old):
        assert code(rotate, part, ManualClock(NOW)) == "in-use"
    assert at_rest(part) == old
    assert whole(part, old)


def test_without_a_store_no_key_is_made(part):
    part.data.mkdir()
    ensure(part.device_key)
    assert code(rotate, part, ManualClock(NOW)) == "rekey"
    assert code(adopt, part, ManualClock(NOW)) == "rekey"
    assert not list(part.data.glob("*.new"))


def test_the_key_of_another_store_changes_nothing(part):
    old = filled(part)
    part.device_key.at_rest.unlink()
    other = ensure(part.device_key)
    assert code(rotate, part, ManualClock(NOW)) == "key"
    assert at_rest(part) == other
    assert whole(part, old)


# the current goes


def recorded(folder, monkeypatch):
    """What a rotation asks of the disk, where in it the rotation begins, and the old key."""
    disk, part = Recorder(), machine(folder)
    # The model knows no second name of a file; for the one that is looked for, a rename is the same.
    monkeypatch.setattr(os, "link", lambda old, new: os.rename(old, new))
    monkeypatch.setattr(rekey, "Store", SimpleNamespace(open=partial(Store.open, vfs=disk.name)))
    with disk.beside(folder):
        key = filled(part, vfs=disk.name)
        begin = len(disk.events)
        rotate(part, ManualClock(NOW))
    monkeypatch.undo()
    return disk.events, begin, key


class Nothing(random.Random):
    """No cut but a kill: whatever was asked of the disk is there."""

    def randint(self, least, most):
        return most

    def choice(self, fates):
        return fates[0]


def judged(files, source, old):
    """What is wrong after a cut, or None: one key opens the store, and a second run leaves that key in its place."""
    with tempfile.TemporaryDirectory(dir="/dev/shm") as name:
        folder = Path(name)
        write_files(files, source, folder)
        for path in folder.iterdir():
            path.chmod(0o600)
        part = machine(folder)
        waiting = folder / "device.key.new"
        keys = {old, at_rest(part), *([part.device_key.read(waiting)] if waiting.exists() else [])}
        if [opens(part, key) for key in keys].count(True) != 1:
            return "not exactly one key opens it"
        rotate(part, ManualClock(NOW))
        if waiting.exists() or opens(part, old) or not whole(part, at_rest(part)):
            return "a second run did not end it"
    return None


def test_a_kill_at_any_step_leaves_one_key_that_opens_and_a_second_run_ends_it(tmp_path, monkeypatch):
    events, begin, old = recorded(tmp_path, monkeypatch)
    disk, verdicts = ModelDisk(), {}
    for step, event in enumerate(events):
        disk.take(event)
        if step >= begin - 1:
            verdicts[step] = judged(disk.after_a_cut(Nothing()), tmp_path, old)
    assert len(verdicts) > 20
    assert {step: verdict for step, verdict in verdicts.items() if verdict} == {}


def test_a_cut_at_any_moment_leaves_one_key_that_opens_and_a_second_run_ends_it(tmp_path, monkeypatch):
    events, begin, old = recorded(tmp_path, monkeypatch)
    verdicts = {}
    for seed in range(CUTS):
        chance = random.Random(seed)
        files = cut(events[: chance.randint(begin, len(events))], chance, strict_unlink=True)
        verdicts[seed] = judged(files, tmp_path, old)
    assert {seed: verdict for seed, verdict in verdicts.items() if verdict} == {}


# the key is lost


def test_a_store_whose_key_is_lost_goes_on_with_a_new_one_and_what_is_for_the_hub(part):
    filled(part)
    part.device_key.at_rest.unlink()
    assert adopt(part, ManualClock(NOW)) == 1
    with opened(part, at_rest(part)) as store:
        assert [row.body for row in store.unsent()] == [b"sealed"]
        assert store.load_session("s-1") is None
        assert store.check() == []


def test_a_key_that_opens_the_store_is_not_lost(part):
    old = filled(part)
    assert code(adopt, part, ManualClock(NOW)) == "rekey"
    assert whole(part, old)


def test_a_key_that_waits_for_the_end_of_a_rotation_is_not_lost(part):
    filled(part)
    rotate(part, ManualClock(NOW))
    new = at_rest(part)
    part.device_key.at_rest.rename(part.device_key.at_rest.with_name(part.device_key.at_rest.name + ".new"))
    ensure(part.device_key)
    assert code(adopt, part, ManualClock(NOW)) == "rekey"
    rotate(part, ManualClock(NOW))
    assert at_rest(part) == new
    assert whole(part, new)
