"""Attachments from the machine's disk to the hub's, over the real client and the real hub: cut anywhere, any order."""

import hashlib
import io
import random
import tracemalloc
from datetime import timedelta
from types import SimpleNamespace

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from fastapi.testclient import TestClient

from kiosk.dossiers import attachments as sealing
from kiosk.dossiers.answers import Arrived, Conflict, Down, Ok, Refused, Retry, Trouble
from kiosk.dossiers.attachments import PART_BYTES, named, open_attachment, seal_attachment
from kiosk.dossiers.courier import Courier
from kiosk.dossiers.envelope import EnvelopeFault
from kiosk.dossiers.hubclient import HubClient
from kiosk.dossiers.parts import BODY_DAMAGED, OTHER_BYTES
from kiosk.hub import ahead, dossiers
from kiosk.hub import attachments as hub_attachments
from kiosk.hub.app import create_app
from kiosk.hub.hub import Hub
from kiosk.store import Attachment, StoreFault
from tests.kiosk.hub.office_box import CARD, DOSSIER, LOOKUP, envelope, make_box, message
from tests.kiosk.store.support import opened, submission

NAMES = {"machine": "may-2", "dossier": DOSSIER, "kind": "birth-record", "media": "image/jpeg"}


class Line:
    """The hub in this process behind the client's own HTTP calls; cuts the n-th call before or after it was served."""

    def __init__(self, app):
        self.client = TestClient(app, base_url="http://hub.test")
        self.calls = []
        self.cuts = {}

    def request(self, method, url, *, data, headers, **_):
        self.calls.append((method, url.partition("/api/v1")[2], len(data)))
        cut = self.cuts.pop(len(self.calls), None)
        if cut == "before":
            raise requests.ConnectionError
        answer = self.client.request(method, url.partition("hub.test")[2], content=data, headers=headers)
        if cut == "after":
            raise requests.ConnectionError
        response = requests.Response()
        response.status_code = answer.status_code
        response.headers.update(answer.headers)
        response.raw = io.BytesIO(answer.content)
        return response

    def parts(self):
        return [size for method, path, size in self.calls if method == "PUT"]


class World:
    """One machine and one hub."""

    def __init__(self, folder):
        self.folder = folder
        self.box = make_box(folder / "office")
        self.clock = self.box.clock
        self.hub = Hub(self.box.config, self.clock, portal=SimpleNamespace(), feed=SimpleNamespace())
        self.line = Line(create_app(self.hub))
        self.client = HubClient("http://hub.test", "may-2", self.box.machine_keys["may-2"], self.clock, self.line)
        self.start()

    def start(self, boot="b7f1"):
        self.store = opened(self.folder, self.clock, boot=boot)
        self.courier = Courier(self.store, self.client, self.clock, random.Random(1))

    def restart(self):
        self.store.close()
        self.start("0002")

    def sealed(self, content, **names):
        return seal_attachment(content, hub_public=self.box.hub_key.public_key(), **NAMES | names)

    def submit(self, *attachments, plain=None):
        plain = plain or envelope(papers=[], answers=[], attachments=named(attachments))
        build = {"build": lambda _: self.box.sealed(plain)}
        self.store.submit(submission(1, dossier=DOSSIER, lookup=LOOKUP, attachments=attachments, **build))

    def drain(self, rounds=30):
        for _ in range(rounds):
            report = self.courier.run_once()
            if report.next_wait is None:
                break
            self.clock.advance(report.next_wait.total_seconds())
        return [*self.store.unsent(), *self.store.parked(), *self.store.attachments.unsent()]

    def open(self):
        return self.hub.store.read(lambda tx: dossiers.attachments_open(tx, DOSSIER))

    def at_hub(self, attachment):
        file = self.hub.attachments.content(attachment.hash)
        return file.exists() and file.read_bytes() == attachment.content

    def files(self):
        folder = self.folder / "attachments"
        return sorted(file.name for file in folder.iterdir()) if folder.exists() else []

    def close(self):
        self.store.close()
        self.hub.close()


@pytest.fixture
def world(tmp_path):
    world = World(tmp_path)
    yield world
    world.close()


@pytest.fixture
def small(monkeypatch):
    """Parts of 100 bytes, so that a short attachment has several."""
    monkeypatch.setattr("kiosk.dossiers.parts.PART_BYTES", 100)


def test_only_the_hub_opens_it_and_only_as_what_it_was_sealed_for(world):
    sealed = world.sealed(b"scan")
    assert b"scan" not in sealed.content
    assert sealed.hash == hashlib.sha256(sealed.content).hexdigest()
    assert open_attachment(sealed.content, world.box.hub_key, **NAMES) == b"scan"
    for name, other in (("dossier", "d-2"), ("kind", "photo"), ("machine", "may-1"), ("media", "image/png")):
        with pytest.raises(EnvelopeFault) as refused:
            open_attachment(sealed.content, world.box.hub_key, **NAMES | {name: other})
        assert refused.value.code == "sealed"
    with pytest.raises(EnvelopeFault):
        open_attachment(sealed.content, X25519PrivateKey.generate(), **NAMES)
    with pytest.raises(EnvelopeFault) as refused:
        world.sealed(b"scan", kind="a\nb")
    assert refused.value.code == "form"


def test_an_envelope_names_its_attachments_and_has_no_such_part_without(world):
    one = world.sealed(b"scan")
    row = {"sha256": one.hash, "bytes": len(one.content), "media": "image/jpeg", "kind": "birth-record"}
    assert named([one]) == [row]
    assert "attachments" not in envelope()


def test_what_is_submitted_arrives_whole_and_leaves_the_machine(world, small):
    one, two = world.sealed(bytes(950)), world.sealed(b"short", kind="photo")
    world.submit(one, two)
    assert world.files() == sorted([one.hash, two.hash])
    assert world.drain() == []
    assert world.at_hub(one)
    assert world.at_hub(two)
    assert (world.files(), world.open()) == ([], 0)
    assert world.line.parts() == [100] * 9 + [len(one.content) - 900, len(two.content)]
    assert world.store.verify_audit().ok


def test_with_no_attachments_nothing_is_asked_about_any(world):
    world.submit(plain=envelope())
    assert world.drain() == []
    assert [path for _, path, _ in world.line.calls] == ["/envelopes"]


@pytest.mark.parametrize("cut", ["before", "after"])
@pytest.mark.parametrize("call", range(1, 9))
def test_a_cut_at_any_call_costs_no_more_than_that_part(world, small, call, cut):
    one = world.sealed(bytes(500))
    world.submit(one)
    world.line.cuts = {call: cut}
    assert world.drain() == []
    assert world.at_hub(one)
    assert len(world.line.parts()) <= 6 + 1


@pytest.mark.parametrize("call", range(2, 9))
def test_a_restart_in_the_middle_goes_on_from_what_the_hub_has(world, small, call):
    one = world.sealed(bytes(500))
    world.submit(one)
    world.line.cuts = {call: "after"}
    world.courier.run_once()
    before = sum(world.line.parts())
    world.restart()
    assert world.drain() == []
    assert world.at_hub(one)
    assert sum(world.line.parts()) == max(before, len(one.content))


def test_the_attachment_may_come_before_its_envelope(world):
    one = world.sealed(b"scan")
    plain = envelope(attachments=named([one]))
    assert world.client.attach(one.hash, len(one.content), 0, one.content) == Ok(
        Arrived(sha256=one.hash, have=len(one.content), whole=True)
    )
    world.client.send("k-1", world.box.sealed(plain))
    assert world.open() == 0


def test_an_officer_cannot_send_it_on_before_all_is_here(world):
    one = world.sealed(b"scan")
    world.client.send("k-1", world.box.sealed(envelope(papers=[], answers=[], attachments=named([one]))))

    def look(tx):
        dossier = dossiers.load(tx, DOSSIER)
        return world.hub.paperwork.missing(tx, dossier), world.hub.paperwork.look(tx, dossier, "Lê Minh Mẫu")

    assert world.hub.store.write(look) == (["1 tệp còn đang tới từ máy"], False)
    world.client.attach(one.hash, len(one.content), 0, one.content)
    assert world.hub.store.write(look) == ([], True)


def test_a_look_that_was_noted_ahead_counts_once_the_last_attachment_is_here(world):
    one, two = world.sealed(b"scan"), world.sealed(b"more")
    world.hub.store.write(lambda tx: ahead.note(tx, "a-1", LOOKUP, CARD.partition("|")[0], "Lê Minh Mẫu", set()))
    plain = envelope(papers=[], answers=[], attachments=named([one, two]))
    world.client.send("k-1", world.box.sealed(plain))
    states = []
    for each in (one, two):
        world.client.attach(each.hash, len(each.content), 0, each.content)
        states.append(world.hub.store.read(lambda tx: dossiers.load(tx, DOSSIER).state))
    assert states == ["waiting_look", "looked"]


def test_a_part_that_the_hub_has_changes_nothing_and_a_gap_is_named(world):
    one = world.sealed(bytes(200))
    size = len(one.content)
    assert world.client.attach(one.hash, size, 100, one.content[100:]) == Conflict("offset", 0)
    for _ in range(2):
        assert world.client.attach(one.hash, size, 0, one.content[:60]).value.have == 60
    assert world.client.attach(one.hash, size, 30, one.content[30:90]).value.have == 90
    assert world.client.attached(one.hash).value == Arrived(sha256=one.hash, have=90, whole=False)
    for _ in range(2):
        assert world.client.attach(one.hash, size, 90, one.content[90:]).value.whole
    assert world.at_hub(one)


def test_bytes_of_another_hash_are_refused_thrown_away_and_sent_anew(world):
    one = world.sealed(b"scan")
    wrong = bytes(len(one.content))
    assert world.client.attach(one.hash, len(wrong), 0, wrong) == Refused("other-bytes", 422)
    assert world.client.attached(one.hash).value.have == 0
    world.submit(one)
    assert world.drain() == []
    assert world.at_hub(one)


def test_a_stop_of_the_hub_before_it_put_the_parts_together_is_made_good(world):
    one, two = world.sealed(b"scan"), world.sealed(b"more")
    folder = world.hub.attachments._folder
    folder.mkdir()
    (folder / f"{one.hash}.may-2.part").write_bytes(one.content)
    (folder / two.hash).write_bytes(two.content)
    world.submit(one, two)
    assert world.drain() == []
    assert world.at_hub(one)
    assert (world.open(), world.line.parts()) == (0, [0])


def test_a_file_that_is_not_what_was_queued_is_parked_and_never_sent(world):
    one, two = world.sealed(b"scan"), world.sealed(b"more")
    world.submit(one, two)
    world.store.attachments.file(one.hash).write_bytes(one.content[:-1] + b"?")
    world.store.attachments.file(two.hash).unlink()
    assert world.courier.run_once().parked == 2
    assert world.line.parts() == []
    assert [(row.hash, row.reason) for row in world.store.attachments.unsent()] == [
        (one.hash, BODY_DAMAGED),
        (two.hash, BODY_DAMAGED),
    ]
    world.store.attachments.file(one.hash).write_bytes(one.content)
    assert world.store.retry(one.hash)
    assert [row.hash for row in world.drain()] == [two.hash]
    assert not world.store.retry(one.hash)


def test_a_full_disk_of_the_hub_is_waited_for(world, monkeypatch):
    one = world.sealed(b"scan")
    world.submit(one)
    monkeypatch.setattr(hub_attachments, "RESERVE_BYTES", 2**60)
    world.courier.run_once()
    [row] = world.store.attachments.unsent()
    assert (row.state, row.reason) == ("queued", "http-507")
    assert world.store.unsent() == []
    monkeypatch.setattr(hub_attachments, "RESERVE_BYTES", 0)
    assert world.drain() == []
    assert world.at_hub(one)


def test_what_no_paper_can_be_is_refused_for_good(world):
    one = world.sealed(b"scan")
    assert world.client.attach(one.hash, 97 * 2**20, 0, b"x") == Refused("too-large", 413)
    assert world.client.attach(one.hash, 2, 1, b"xx") == Refused("form", 422)
    assert world.client.attached("no-hash") == Refused("form", 422)
    assert not world.hub.attachments._folder.exists()


class Scripted:
    """A hub that takes messages and answers parts from a list, the last of them again and again."""

    def __init__(self, client, *answers):
        self.send, self.answers, self.asked = client.send, list(answers), 0

    def attached(self, sha256):
        return self._next()

    def attach(self, sha256, size, offset, part):
        return self._next()

    def _next(self):
        self.asked += 1
        assert self.asked < 1000
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def scripted(world, *answers, rounds=1):
    client = Scripted(world.client, *answers)
    courier = Courier(world.store, client, world.clock, random.Random(1))
    for _ in range(rounds):
        courier.run_once()
        world.clock.advance(900)
    return world.store.attachments.unsent()


@pytest.mark.parametrize(
    ("answer", "rounds", "state", "reason"),
    [
        (Down(Trouble.CUT), 40, "queued", "cut"),
        (Retry(None, 503), 40, "queued", "http-503"),
        (Retry(60.0, 429), 40, "queued", "http-429-after"),
        (Conflict("offset", 7), 40, "queued", "no-progress"),
        (Conflict("offset", 10**6), 40, "queued", "no-progress"),
        (Ok(Arrived(sha256="x", have=0, whole=False)), 40, "queued", "no-progress"),
        (Ok(Arrived(sha256="x", have=-5, whole=False)), 40, "queued", "no-progress"),
        (Refused("other-bytes", 422), 7, "queued", OTHER_BYTES),
        (Refused("other-bytes", 422), 8, "parked", OTHER_BYTES),
        (Refused("too-large", 413), 1, "parked", "too-large"),
        (Refused("Nguyễn Thị Mẫu 031155000678", 422), 1, "parked", "unnamed"),
    ],
)
def test_whatever_the_hub_says_the_round_ends_and_the_file_stays(world, answer, rounds, state, reason):
    one = world.sealed(bytes(500))
    world.submit(one)
    [row] = scripted(world, answer, rounds=rounds)
    assert (row.state, row.reason) == (state, reason)
    assert world.files() == [one.hash]


def test_messages_that_come_while_parts_go_out_do_not_wait_for_them(world, small, monkeypatch):
    one = world.sealed(bytes(5000))
    world.submit(one)
    real = world.client.attach

    def attach(*given):
        if len(world.line.parts()) == 2:
            world.store.append(DOSSIER, "says_paid", lambda seq: world.box.sealed(message(seq, "says_paid")))
        return real(*given)

    monkeypatch.setattr(world.client, "attach", attach)
    world.courier.run_once()
    paths = [path.partition("?")[0] for _, path, _ in world.line.calls]
    assert paths[5] == "/envelopes"


def test_a_submission_that_cannot_be_written_whole_is_not_there(world, monkeypatch):
    one = world.sealed(b"scan")

    def full(path, content):
        raise StoreFault("full")

    monkeypatch.setattr("kiosk.store.attachments.write_whole", full)
    with pytest.raises(StoreFault):
        world.submit(one)
    assert (world.store.dossiers(), world.store.attachments.unsent()) == ([], [])


def test_files_that_no_row_waits_for_are_swept_at_a_start(world):
    one = world.sealed(b"scan")
    world.submit(one)
    folder = world.folder / "attachments"
    for name in ("0" * 64, one.hash + ".new"):
        (folder / name).write_bytes(b"x")
    assert world.store.attachments.sweep() == 2
    assert world.files() == [one.hash]
    (folder / ("0" * 64)).write_bytes(b"x")
    (world.folder / "kiosk.db.damaged-1").touch()
    assert world.store.attachments.sweep() == 0


def test_a_clock_that_is_moved_does_not_hurry_or_hold_up_an_attachment(world):
    one = world.sealed(b"scan")
    world.submit(one)
    [row] = world.store.attachments.unsent()
    world.store.attachments.reschedule(row, world.clock.now() + timedelta(seconds=60), "cut")
    for days in (-365, 730):
        world.clock.set(world.clock.now() + timedelta(days=days))
        assert world.store.attachments.due(world.clock.now()) == []
    world.clock.advance(61)
    assert len(world.store.attachments.due(world.clock.now())) == 1


def test_sixty_megabytes_go_through_in_parts_without_being_held(world):
    """4 s: 60 MB are hashed three times and pass a TestClient."""
    content = random.Random(1).randbytes(2**20) * 60
    one = Attachment("scan", "application/pdf", content)
    world.submit(one)
    del content, one
    tracemalloc.start()
    try:
        assert world.drain() == []
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 20 * PART_BYTES
    assert sealing.LARGEST_BYTES > 60 * 2**20
