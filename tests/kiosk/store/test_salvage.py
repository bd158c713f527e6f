"""A damaged page costs what stood on it and nothing else: ids, numbers and bodies of the rest go on as they were."""

import json
import random
import shutil
from datetime import timedelta

import apsw
import pytest

from kiosk.store import Attachment, shapes
from kiosk.store.pages import PAGE, records
from tests.kiosk.store.support import NOW, opened, submission

MANY = 30


def body(n):
    """Of different lengths: some fill a page, some reach over three."""
    return (b"body %d " % n) * (1 + 40 * n)


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A store with sent, parked and waiting messages, and what is in it."""
    folder = tmp_path_factory.mktemp("filled")
    with opened(folder) as store:
        for n in range(1, MANY + 1):
            store.submit(submission(n, body=body(n)))
        rows = {row.id: row for row in store.unsent()}
        for row in list(rows.values())[::3]:
            store.mark_sent(row.id, {"ok": True})
        for row in list(rows.values())[1::7]:
            store.park(row.id, "refused")
        store.set("office", {"id": "mau-pa08"})
        waiting = {row.id: row for row in [*store.unsent(), *store.parked()]}
        numbers = {stub.id: stub.number.text for stub in store.dossiers()}
    return folder, waiting, numbers


@pytest.fixture
def damaged(tmp_path, filled):
    """The store with some bytes of it changed: `change(place, bytes)`, then the folder."""

    def make(*changes):
        folder = tmp_path / f"copy-{len(list(tmp_path.iterdir()))}"
        shutil.copytree(filled[0], folder)
        content = bytearray((folder / "kiosk.db").read_bytes())
        for place, new in changes:
            content[place : place + len(new)] = new
        (folder / "kiosk.db").write_bytes(content)
        return folder

    return make


def pages(folder):
    return (folder / "kiosk.db").stat().st_size // PAGE


@pytest.mark.parametrize("part", ["head", "middle", "whole"])
def test_a_damaged_page_loses_only_what_stood_on_it(damaged, filled, part):
    """Each page in turn, on all pages that there are: about 50 openings, some 4 s."""
    _, waiting, numbers = filled
    start, size = {"head": (0, 16), "middle": (PAGE // 2, 64), "whole": (0, PAGE)}[part]
    found_damaged = 0
    for page in range(pages(filled[0])):
        folder = damaged((page * PAGE + start, b"\xa5" * size))
        with opened(folder, source=random.Random(8)) as store:
            found_damaged += store.quarantined is not None
            kept = {row.id: row for row in [*store.unsent(), *store.parked()]}
            for id_, row in ((row.id, row) for row in store.unsent()):
                # Nothing doubled at the hub: under an id goes what always went under it.
                assert (row.seq, row.dossier, row.body) == (1, waiting[id_].dossier, waiting[id_].body)
            gone = {numbers[waiting[id_].dossier] for id_ in waiting.keys() - kept.keys()}
            told = store.get("quarantined") or {"lost": []}
            assert gone <= set(told["lost"]), page
            assert len(gone) <= 4
            assert store.submit(submission(MANY + 1)).number == MANY + 1
            store.look_over()  # what a start does not see of an index, the daily look does
            # A log that reads but does not hold together is evidence, and stays.
            assert [fault for fault in store.check() if not fault.startswith("audit: hash")] == []
            assert store.look_over()
            if store.quarantined is not None:
                assert store.quarantined.exists()
    assert found_damaged > 20


def test_a_store_without_a_single_damaged_byte_is_read_as_sqlite_reads_it(filled):
    folder, *_ = filled
    connection = apsw.Connection(str(folder / "kiosk.db"))
    for shape in (shapes.DOSSIER, shapes.REQUEST, shapes.OUTBOX, shapes.AUDIT):
        rows = set(connection.execute(f"select {shape.columns} from {shape.table}"))
        read = {tuple(row.values()) for record in records(folder / "kiosk.db") if (row := shape.row(record))}
        assert read == rows
        assert rows
    connection.close()


def test_what_is_only_in_the_log_is_read_too_but_nothing_that_was_not_committed(tmp_path):
    store = opened(tmp_path / "live")
    store.submit(submission(1, body=body(1)))
    store.checkpoint()
    store.set("later", "yes")

    def half(scope):
        scope.connection.execute("insert into setting values ('half', '1')")
        scope.connection.cache_flush()
        shutil.copytree(tmp_path / "live", tmp_path / "second")

    store._write(half)
    store.close()
    log = (tmp_path / "second" / "kiosk.db-wal").read_bytes()
    assert log
    assert ("half", "1") not in set(records(tmp_path / "second" / "kiosk.db"))
    assert ("later", '"yes"') in set(records(tmp_path / "second" / "kiosk.db"))
    # A frame that is not what was written ends the log, as it does for SQLite.
    (tmp_path / "second" / "kiosk.db-wal").write_bytes(log[:100] + b"\xa5" + log[101:])
    assert ("later", '"yes"') not in set(records(tmp_path / "second" / "kiosk.db"))


def test_a_dossier_whose_stub_is_lost_is_sent_all_the_same(damaged, filled):
    _, waiting, numbers = filled
    content = (filled[0] / "kiosk.db").read_bytes()
    connection = apsw.Connection(str(filled[0] / "kiosk.db"))
    roots = [page for (page,) in connection.execute("select pageno from dbstat where name = 'dossier'")]
    connection.close()
    assert content
    folder = damaged(*[((page - 1) * PAGE, b"\xa5" * PAGE) for page in roots])
    with opened(folder) as store:
        assert {row.id for row in [*store.unsent(), *store.parked()]} == waiting.keys()
        assert {stub.id: stub.number.text for stub in store.dossiers()} == numbers
        assert store.get("quarantined")["lost"] == []


def test_a_body_that_was_changed_is_not_sent_and_staff_hear_its_number(damaged, filled):
    _, waiting, numbers = filled
    content = (filled[0] / "kiosk.db").read_bytes()
    row = next(row for row in waiting.values() if row.state == "queued" and len(row.body) < 3000)
    folder = damaged((content.index(row.body), b"B"))
    with opened(folder) as store:
        assert store.outbox(row.id) is None
        told = store.get("quarantined")
        assert told["lost"] == [numbers[row.dossier]]
        assert told["messages"] == MANY - 1
        events = store._read(lambda scope: dict(scope.connection.execute("select event, keys from audit")))
        counts = {"dossiers": MANY, "messages": MANY - 1, "lost": 1}
        assert json.loads(events["store.quarantined"]) == {"reason": "damaged", **counts}


def test_settings_come_over_but_what_was_told_of_an_earlier_damage_does_not(damaged, filled):
    with opened(damaged((PAGE, b"\xa5" * 8))) as store:
        assert store.get("office") == {"id": "mau-pa08"}
        told = store.get("quarantined")
    assert told["dossiers"] == MANY


def test_a_cut_between_setting_aside_and_bringing_over_loses_nothing(damaged, filled):
    folder = damaged()
    (folder / "kiosk.db").rename(folder / "kiosk.db.damaged-20261123T024112000000Z")
    (folder / "kiosk.db.damaged-20261123T024113000000Z").write_bytes(b"")
    with opened(folder) as store:
        assert {row.id for row in [*store.unsent(), *store.parked()]} == filled[1].keys()
        store.mark_sent(next(iter(store.unsent())).id, {})
        left = {row.id for row in store.unsent()}
    with opened(folder) as store:
        assert {row.id for row in store.unsent()} == left


def test_a_file_of_noise_is_told_with_nothing_in_it(tmp_path):
    (tmp_path / "kiosk.db").write_bytes(b"no database at all" * 3000)
    with opened(tmp_path) as store:
        assert store.get("quarantined") | {"since": ""} == {"since": "", "dossiers": 0, "messages": 0, "lost": []}


@pytest.mark.parametrize(
    "shape",
    [*shapes.LOOKED_AT, shapes.DRAFT, shapes.DRAFT_SLIP, shapes.DATA_KEY],
    ids=lambda shape: shape.table,
)
def test_the_shapes_are_those_of_the_tables(tmp_path, shape):
    """A record on a page has its values in the order of the columns, without their names."""
    with opened(tmp_path) as store:
        query = f"select name from pragma_table_info('{shape.table}')"
        names = [name for (name,) in store._read(lambda scope: scope.connection.execute(query).fetchall())]
    assert names[shape.hidden :][: len(shape.checks)] == list(shape.checks)


def test_a_kept_draft_and_an_attachment_come_over(tmp_path):
    """The draft still opens with slip and card together, though the device key was changed since it was kept."""
    lookup, card, other = "HK1.00000000000000000009", "031155000678", bytes(32)
    with opened(tmp_path) as store:
        paper = Attachment("photo", "image/jpeg", b"sealed")
        store.submit(submission(attachments=[paper]))
        store.keep_draft(lookup, card, {"name": "Nguyễn Thị Mẫu"}, NOW + timedelta(hours=1))
        store.rotate_key(other)
    content = (tmp_path / "kiosk.db").read_bytes()
    (tmp_path / "kiosk.db").write_bytes(b"\xa5" * PAGE + content[PAGE:])
    with opened(tmp_path, key=other) as store:
        assert store.quarantined is not None
        assert store.open_draft(lookup, card) == {"name": "Nguyễn Thị Mẫu"}
        assert store.open_draft(lookup, "031178004512") is None
        assert store.dossier_by_lookup(f"HK1.{1:020d}") is not None
        assert [row.hash for row in store.attachments.unsent()] == [paper.hash]
