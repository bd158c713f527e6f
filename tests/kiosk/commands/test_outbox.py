"""`kiosk outbox` as staff and an updater call it: beside a running kiosk and without one, never anything personal."""

import json
import random

import pytest

from kiosk import cli
from kiosk.clock import ManualClock
from kiosk.dossiers.courier import Courier
from kiosk.store import Attachment, Store
from tests.kiosk.dossiers.test_courier import Hub
from tests.kiosk.store.support import KEY, NOW, submission

FIELDS = ["id", "dossier", "seq", "kind", "state", "attempt", "reason", "due_at", "queued_at", "bytes", "hash", "sent"]


def opened(folder):
    return Store.open(folder / "store.sqlite", KEY, ManualClock(NOW), machine="may-2", source=random.Random(7))


@pytest.fixture
def running(tmp_path):
    """A kiosk that runs, with one message parked and one waiting."""
    with opened(tmp_path) as store:
        paper = Attachment("photo", "image/png", b"sealed paper")
        store.submit(submission(1, body=b"sealed", attachments=[paper]))
        store.append(submission(1).dossier, "slip", lambda _: b"later")
        store.park(store.unsent()[0].id, "other-body")
        yield store


@pytest.fixture
def stopped(running):
    running.close()
    return running


@pytest.fixture
def kiosk(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("KIOSK_DATA", str(tmp_path))

    def run(*arguments):
        status = cli.main(["outbox", *arguments])
        told = capsys.readouterr()
        return (
            status,
            [json.loads(line) for line in told.out.splitlines()] if "--json" in arguments else told.out,
            told.err,
        )

    return run


def test_what_waits_is_listed_without_its_content_beside_a_running_kiosk(kiosk, running):
    status, rows, _ = kiosk("list", "--json")
    assert status == 0
    assert [list(row) for row in rows] == [FIELDS] * 3
    assert [(row["seq"], row["state"], row["reason"], row["bytes"]) for row in rows] == [
        (1, "parked", "other-body", 6),
        (2, "queued", None, 5),
        (None, "queued", None, 12),
    ]
    assert rows[0]["queued_at"] == rows[0]["due_at"] == "2026-11-23T02:41:12.000Z"


def test_an_updater_sees_nothing_once_the_hub_has_all(kiosk, running):
    assert kiosk("list", "--json")[1] != []
    for row in [*running.parked(), *running.unsent()]:
        running.mark_sent(row.id, {})
    for paper in running.attachments.unsent():
        running.attachments.mark_sent(paper.hash)
    assert kiosk("list", "--json") == (0, [], "")
    assert kiosk("list") == (0, "", "")


def test_one_is_shown_sent_ones_too(kiosk, running):
    first = running.parked()[0]
    assert kiosk("show", first.id, "--json")[1][0]["reason"] == "other-body"
    running.mark_sent(first.id, {})
    assert kiosk("show", first.id, "--json")[1][0]["state"] == "sent"
    paper = running.attachments.unsent()[0]
    assert kiosk("show", paper.hash, "--json")[1][0]["kind"] == "attachment"
    assert first.id in kiosk("show", first.id)[1]


def test_a_retry_is_granted_at_once_where_no_kiosk_runs(kiosk, stopped, tmp_path):
    first = kiosk("list", "--json")[1][0]
    assert kiosk("retry", first["id"], "--json")[:2] == (0, [{"id": first["id"], "done": True}])
    assert [(row["seq"], row["state"]) for row in kiosk("list", "--json")[1][:2]] == [(1, "queued"), (2, "queued")]
    with opened(tmp_path) as store:
        assert store.verify_audit().ok
        assert [row.seq for row in store.due(NOW)] == [1]


def test_a_running_kiosk_grants_a_retry_itself_at_its_next_round(kiosk, running, tmp_path):
    first, clock = running.parked()[0], ManualClock(NOW)
    assert kiosk("retry", first.id, "--json")[:2] == (0, [{"id": first.id, "done": False}])
    assert running.parked() == [first]
    hub = Hub()
    courier = Courier(running, hub, clock, random.Random(1))
    running.attachments.park(running.attachments.unsent()[0].hash, "too-large")
    assert courier.run_once().sent == 2
    assert [body for _, body in hub.sent] == [b"sealed", b"later"]
    assert list((tmp_path / "retries").iterdir()) == []
    assert running.grant_retries() == 0


def test_a_wish_outlives_a_stop_before_it_was_granted(kiosk, running, tmp_path):
    first = running.parked()[0]
    kiosk("retry", first.id)
    running.close()
    with opened(tmp_path) as store:
        assert store.grant_retries() == 1
        assert store.parked() == []


def test_what_is_no_wish_in_the_folder_of_wishes_is_left_alone(running, tmp_path):
    (tmp_path / "retries").mkdir()
    (tmp_path / "retries" / "notes").touch()
    assert running.grant_retries() == 0
    assert (tmp_path / "retries" / "notes").exists()


@pytest.mark.parametrize("id_", ["01a20647-6540-7c31-9a40-5d2e8f10ffff", "../../store.sqlite", "x"])
@pytest.mark.parametrize("command", ["show", "retry"])
def test_what_is_not_here_is_said(kiosk, running, tmp_path, command, id_):
    status, out, told = kiosk(command, id_)
    assert (status, out) == (1, "")
    assert "no message of this id" in told
    assert not (tmp_path / "retries").exists()


def test_what_the_hub_has_is_not_sent_again(kiosk, running):
    first = running.parked()[0]
    running.mark_sent(first.id, {})
    status, _, told = kiosk("retry", first.id)
    assert status == 1
    assert "the hub has it" in told


def test_the_store_is_found_below_the_data_of_a_demonstration_or_by_name(kiosk, tmp_path, monkeypatch):
    folder = tmp_path / "office" / "machine"
    with opened(folder) as store:
        store.submit(submission(1))
        assert len(kiosk("list", "--json")[1]) == 1
        monkeypatch.delenv("KIOSK_DATA")
        assert len(kiosk("list", "--json", "--store", str(folder / "store.sqlite"))[1]) == 1
    status, _, told = kiosk("list")
    assert status == 2
    assert "KIOSK_DATA" in told


def test_a_machine_that_never_ran_has_nothing_waiting(kiosk, tmp_path):
    status, out, told = kiosk("list", "--json")
    assert (status, out) == (0, [])
    assert "nothing waits" in told


@pytest.mark.parametrize("content", [None, b"", b"no database at all" * 100])
def test_what_is_no_store_of_this_program_is_said(kiosk, tmp_path, content):
    store = tmp_path / "store.sqlite"
    if content is not None:
        store.write_bytes(content)
    status, out, told = kiosk("list", "--json", "--store", str(store))
    assert (status, out) == (1, [])
    assert told.startswith("kiosk: ")
    assert str(tmp_path) in told
