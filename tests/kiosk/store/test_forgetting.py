"""What was erased is not in the bytes of the file or its log, neither in clear nor sealed."""

from datetime import timedelta

import pytest

from kiosk.proving.forget import hits_on_disk
from kiosk.proving.forget_values import Values
from tests.kiosk.store.support import NOW, opened, submission

NAME, NUMBER, LOOKUP = "Nguyễn Thị Mẫu", "031155000678", "HK1.7Q4M2Z9XKB6T3HWD8RNC"
VALUES = Values.texts({"name": NAME, "number": NUMBER, "look-up code": LOOKUP, "phone": "0900000678"})
STATE = {"name": NAME, "number": NUMBER, "phone": "0900000678", "pages": ["card"] * 40}


def on_disk(folder):
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file())


def sealed_rows(store, table):
    query = f"select wrapped from data_key union all select body from {table}"
    return store._read(lambda scope: [blob for row in scope.connection.execute(query) for blob in row])


def test_nothing_personal_is_ever_on_disk_in_clear(tmp_path):
    with opened(tmp_path) as store:
        store.save_session("s-1", STATE)
        store.keep_draft(LOOKUP, NUMBER, STATE, NOW + timedelta(hours=7))
        store.submit(submission(2, lookup=LOOKUP))
        assert hits_on_disk(tmp_path, VALUES) == []
    assert hits_on_disk(tmp_path, VALUES) == []


@pytest.mark.parametrize("erase", ["erase_session", "erase_unsent", "submit"])
def test_an_erased_session_is_not_left_sealed_either(tmp_path, erase):
    with opened(tmp_path) as store:
        remains = []
        for turn in range(3):
            store.save_session("s-1", STATE | {"turn": turn})
            remains += sealed_rows(store, "session")
        assert remains[-1] in on_disk(tmp_path)
        if erase == "submit":
            store.submit(submission(session="s-1"))
            assert store.next_number() == 2
        else:
            getattr(store, erase)(*(["s-1"] if erase == "erase_session" else []))
        content = on_disk(tmp_path)
        assert [blob for blob in remains if blob in content] == []
        assert [blob for blob in remains if blob[:24] in content] == []


def test_a_draft_that_is_past_is_not_left_sealed_either(tmp_path):
    with opened(tmp_path) as store:
        store.keep_draft(LOOKUP, NUMBER, STATE, NOW + timedelta(hours=1))
        remains = sealed_rows(store, "draft")
        store.erase_drafts(NOW + timedelta(hours=2))
        content = on_disk(tmp_path)
        assert [blob for blob in remains if blob[:24] in content] == []


def test_a_message_that_the_hub_has_is_not_left_here(tmp_path):
    body = b"sealed to the hub " * 500
    with opened(tmp_path) as store:
        store.submit(submission(body=body))
        assert body[:200] in on_disk(tmp_path)
        store.mark_sent(store.unsent()[0].id, {})
        assert b"sealed to the hub" not in on_disk(tmp_path)


def test_file_names_say_nothing(tmp_path):
    with opened(tmp_path) as store:
        store.save_session("s-1", STATE)
        assert all(path.name.startswith("kiosk.db") for path in tmp_path.iterdir())
