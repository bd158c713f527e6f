"""Every owner's records open with one key; that key with the device key alone, which can be changed, or lost."""

from datetime import timedelta
from pathlib import Path
from random import Random

import apsw
import pytest

from kiosk.clock import ManualClock
from kiosk.store import StoreFault
from tests.kiosk.store.support import KEY, NOW, opened, submission, wholeness

V1_DRAFTS = Path(__file__).parent / "stores" / "v1-drafts.sql"
NEW_KEY = bytes(range(32, 64))
UNTIL = NOW + timedelta(hours=7)
PAIR, OTHER_PAIR = ("HK1.AAAA", "031155000678"), ("HK1.BBBB", "031178004512")


def rows(store, query):
    return store._read(lambda scope: scope.connection.execute(query).fetchall())


def change(store, query, *values):
    store._write(lambda scope: scope.connection.execute(query, values))


def owners(store):
    return [owner for (owner,) in rows(store, "select owner from data_key order by owner")]


def fault(function, *given, **named):
    with pytest.raises(StoreFault) as caught:
        function(*given, **named)
    return caught.value.code


def filled(folder, **options):
    """A store with one of everything that a device key opens."""
    store = opened(folder, **options)
    store.submit(submission())
    store.save_session("s-1", {"a": 1})
    store.keep_draft(*PAIR, {"work": "Nghỉ hưu"}, UNTIL)
    return store


def opens_all(store):
    return (
        store.load_session("s-1") == {"a": 1}
        and store.open_draft(*PAIR) == {"work": "Nghỉ hưu"}
        and store.has_draft(PAIR[0])
        and store.dossier_by_lookup(submission().lookup) is not None
    )


# one key an owner


def test_a_walk_has_one_key_however_often_it_is_saved(tmp_path):
    with opened(tmp_path) as store:
        store.save_session("s-1", {"a": 1})
        first = rows(store, "select * from data_key")
        store.save_session("s-1", {"a": 2})
        assert rows(store, "select * from data_key") == first
        assert owners(store) == ["session/s-1"]
        store.save_session("s-2", {"a": 3})
        assert owners(store) == ["session/s-1", "session/s-2"]


@pytest.mark.parametrize("way", ["erase", "erase all", "submit"])
def test_the_key_of_a_walk_goes_with_it(tmp_path, way):
    with opened(tmp_path) as store:
        store.save_session("s-1", {"a": 1})
        match way:
            case "erase":
                assert store.erase_session("s-1")
                assert not store.erase_session("s-1")
            case "erase all":
                assert store.erase_unsent() == 1
            case "submit":
                store.submit(submission(session="s-1"))
        assert owners(store) == []


@pytest.mark.parametrize("way", ["erase", "past", "put back", "keep again"])
def test_the_key_of_a_draft_goes_with_it_and_so_does_its_slip(tmp_path, way):
    with opened(tmp_path) as store:
        store.keep_draft(*PAIR, {}, UNTIL)
        [first] = owners(store)
        match way:
            case "erase":
                assert store.erase_draft(*PAIR)
            case "past":
                assert store.erase_drafts(UNTIL) == 1
            case "put back":
                assert store.erase_drafts(NOW - timedelta(days=1)) == 1
            case "keep again":
                store.keep_draft(*PAIR, {}, UNTIL)
        assert first not in owners(store)
        left = 1 if way == "keep again" else 0
        counts = [len(rows(store, f"select * from {table}")) for table in ("draft", "data_key", "draft_slip")]
        assert counts == [left] * 3


def test_without_its_key_a_record_is_gone(tmp_path):
    with filled(tmp_path) as store:
        change(store, "delete from data_key")
        assert store.load_session("s-1") is None
        assert store.open_draft(*PAIR) is None


@pytest.mark.parametrize(
    "move",
    [
        "update session set id = 's-9'; update data_key set owner = 'session/s-9' where owner = 'session/s-1'",
        "update session set id = 's-9'",
        "update data_key set version = 1",
        "update data_key set version = 3",
    ],
)
def test_a_session_moved_to_another_id_or_version_does_not_open(tmp_path, move):
    with opened(tmp_path) as store:
        store.save_session("s-1", {"a": 1})
        store._write(lambda scope: scope.connection.execute(move))
        assert store.load_session("s-1") is None
        assert store.load_session("s-9") is None


def test_the_records_of_one_machine_do_not_open_on_another(tmp_path):
    filled(tmp_path).close()
    assert fault(opened, tmp_path, machine="may-3") == "key"


def test_a_slip_is_worth_a_card_until_its_time_is_over(tmp_path):
    clock = ManualClock(NOW)
    with opened(tmp_path, clock) as store:
        assert not store.has_draft(PAIR[0])
        store.keep_draft(*PAIR, {}, UNTIL)
        assert store.has_draft(PAIR[0])
        assert not store.has_draft(OTHER_PAIR[0])
        clock.set(UNTIL)
        assert not store.has_draft(PAIR[0])


# from the first version


def first_version(folder):
    connection = apsw.Connection(str(folder / "kiosk.db"))
    connection.execute(V1_DRAFTS.read_text("utf-8"))
    connection.close()


def test_what_the_first_version_sealed_and_hashed_is_still_found_and_opens(tmp_path):
    first_version(tmp_path)
    for _ in range(2):
        with opened(tmp_path) as store:
            assert store.load_session("s-1") == {"name": "Nguyễn Thị Mẫu"}
            assert store.has_draft(PAIR[0])
            assert store.open_draft(*PAIR) == {"work": "Nghỉ hưu"}
            assert store.open_draft(*OTHER_PAIR) == {"work": "Giáo viên"}
            assert store.open_draft(PAIR[0], OTHER_PAIR[1]) is None
            assert store.dossier_by_lookup(submission().lookup).id == submission().dossier
            assert store.get("drafts") is None
            assert store.get("cursor") == 7
            assert wholeness(store) == []
    with opened(tmp_path) as store:
        assert store.erase_draft(*PAIR)
        assert not store.has_draft(PAIR[0])
        assert store.has_draft(OTHER_PAIR[0])


def test_the_key_of_another_device_does_not_complete_a_store_of_the_first_version(tmp_path):
    first_version(tmp_path)
    assert fault(opened, tmp_path, key=NEW_KEY) == "key"
    with opened(tmp_path) as store:
        assert store.open_draft(*PAIR) == {"work": "Nghỉ hưu"}


def test_what_came_from_the_first_version_can_change_its_device_key_too(tmp_path):
    first_version(tmp_path)
    with opened(tmp_path) as store:
        store.rotate_key(NEW_KEY)
    with opened(tmp_path, key=NEW_KEY) as store:
        assert store.load_session("s-1") == {"name": "Nguyễn Thị Mẫu"}
        assert store.open_draft(*PAIR) == {"work": "Nghỉ hưu"}
        assert store.dossier_by_lookup(submission().lookup) is not None


# another device key


def test_after_a_rotation_the_new_key_opens_everything_and_the_old_one_nothing(tmp_path):
    with filled(tmp_path) as store:
        store.rotate_key(NEW_KEY)
        assert opens_all(store)
        store.save_session("s-2", {"b": 2})
    assert fault(opened, tmp_path) == "key"
    with opened(tmp_path, key=NEW_KEY, source=Random(8)) as store:
        assert opens_all(store)
        assert store.load_session("s-2") == {"b": 2}
        assert wholeness(store) == []
        store.submit(submission(2))
        store.rotate_key(KEY)
    with opened(tmp_path) as store:
        assert opens_all(store)
        assert store.dossier_by_lookup(submission(2).lookup) is not None


def test_no_key_wrapped_by_the_old_device_key_is_left_on_disk(tmp_path):
    with filled(tmp_path) as store:
        old = [wrapped for (wrapped,) in rows(store, "select wrapped from data_key union select index_key from store")]
        assert len(old) == 3
        store.rotate_key(NEW_KEY)
        content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
        assert [wrapped for wrapped in old if wrapped[:24] in content] == []


def test_a_rotation_that_breaks_leaves_the_old_key_in_force(tmp_path, monkeypatch):
    with filled(tmp_path) as store:
        with monkeypatch.context() as patch:
            patch.setattr("kiosk.store.keyring._mark", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                store.rotate_key(NEW_KEY)
        assert opens_all(store)
    assert fault(opened, tmp_path, key=NEW_KEY) == "key"
    with opened(tmp_path) as store:
        assert opens_all(store)


# a lost device key


def test_a_store_whose_key_is_lost_keeps_what_is_sealed_to_the_hub_and_loses_the_rest(tmp_path):
    query = "select lookup from dossier"
    with filled(tmp_path) as store:
        log = store.audit_head().seq
        before = store._read(lambda scope: scope.connection.execute(query).get)
    with opened(tmp_path, key=NEW_KEY, key_is_lost=True) as store:
        assert store._read(lambda scope: scope.connection.execute(query).get) != before
        assert store.load_session("s-1") is None
        assert not store.has_draft(PAIR[0])
        assert store.dossier_by_lookup(submission().lookup) is None
        assert owners(store) == []
        assert [row.body for row in store.unsent()] == [b"sealed"]
        assert [stub.id for stub in store.dossiers()] == [submission().dossier]
        assert store.request_by_reference(submission().request.reference) is not None
        assert store.audit_head().seq == log + 1
        assert wholeness(store) == []
    with opened(tmp_path, key=NEW_KEY, source=Random(8)) as store:
        assert store.submit(submission(2)).text == "A 0002"
        assert store.dossier_by_lookup(submission(2).lookup) is not None
    assert fault(opened, tmp_path) == "key"


def test_a_store_whose_key_is_at_hand_is_not_taken_for_one_that_lost_it(tmp_path):
    filled(tmp_path).close()
    assert fault(opened, tmp_path, key_is_lost=True) == "conflict"
    with opened(tmp_path) as store:
        assert opens_all(store)


def test_a_store_of_the_first_version_can_lose_its_key_too(tmp_path):
    first_version(tmp_path)
    with opened(tmp_path, key=NEW_KEY, key_is_lost=True) as store:
        assert store.get("drafts") is None
        assert [row.seq for row in store.unsent()] == [1, 2]
        store.save_session("s-1", {"a": 1})
    with opened(tmp_path, key=NEW_KEY) as store:
        assert store.load_session("s-1") == {"a": 1}
