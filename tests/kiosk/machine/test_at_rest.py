"""What is submitted stands in the store only as it is sealed to the hub: every column of every table is looked at."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.dossiers.envelope import EnvelopeFault, open_sealed
from kiosk.journey.ports import SlipKind
from kiosk.proving.forget_values import Values
from tests.kiosk.machine.bench import DEVICE_KEY


def cells(bench):
    """(table, column) -> every value that stands there."""

    def read(scope):
        tables = [row[0] for row in scope.connection.execute("select name from sqlite_schema where type = 'table'")]
        found = {}
        for table in tables:
            columns = [row[1] for row in scope.connection.execute(f"pragma table_info({table})")]
            for column in columns:
                found[table, column] = [row[0] for row in scope.connection.execute(f"select {column} from {table}")]
        return found

    return bench.store._read(read)


def values(bench, session, sealed):
    """The card, the answers, and the code of the slip."""
    return Values.of(bench.person(), session.answers) | Values.texts({"look-up code": sealed.lookup})


def hits(cells, values):
    """The columns that hold one of the values in any form, each with the kinds of what it holds."""
    found = {}
    for place, stored in cells.items():
        raw = b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in stored)
        low = raw.lower()
        kinds = {form.kind for form in values.forms() if form.signs in (raw if form.exact else low)}
        if kinds:
            found[place] = kinds
    return found


@pytest.fixture
def submitted(bench):
    """A session that was saved, submitted, printed and told of; and a draft that was opened again."""
    session = bench.session()
    code = bench.machine.keep_draft(session, bench.person(), bench.clock.now().replace(hour=9))
    assert bench.machine.open_draft(code, str(bench.person().number)) == session
    bench.machine.save(session)
    sealed = bench.machine.seal(session, bench.person(), bench.passport)
    bench.print(sealed, SlipKind.PROVISIONAL, SlipKind.PAYMENT)
    bench.machine.tell(sealed.id, "request_shown", {"reference": sealed.due.reference})
    return session, sealed


def test_a_value_that_stands_in_a_column_is_found(bench, submitted):
    bench.store.set("a mistake", {"seen": [bench.person().name], "code": submitted[1].lookup})
    assert hits(cells(bench), values(bench, *submitted)) == {("setting", "value"): {"name", "look-up code"}}


def test_after_the_seal_no_column_holds_a_value_and_no_key_opens_one(bench, submitted):
    found = cells(bench)
    assert len(values(bench, *submitted).kinds) > 8
    assert hits(found, values(bench, *submitted)) == {}
    keys = ("session", "body"), ("draft", "body"), ("draft_slip", "slip"), ("data_key", "wrapped")
    assert [found[place] for place in keys] == [[], [], [], []]


def test_only_the_hub_opens_what_is_kept_and_nothing_else_is_as_long(bench, submitted):
    found = cells(bench)
    bodies = [json.loads(body) for body in found["outbox", "body"]]
    assert len(bodies) >= 4
    public = bench.box.machine_keys["may-2"].public_key()
    opened = [open_sealed(body, hub_private=bench.box.hub_key, machine_public=public) for body in bodies]
    assert bench.person().name in json.dumps(opened[0], ensure_ascii=False)
    for body in bodies:
        with pytest.raises(EnvelopeFault):
            open_sealed(body, hub_private=X25519PrivateKey.from_private_bytes(DEVICE_KEY), machine_public=public)
    long = {
        place for place, stored in found.items() for value in stored if isinstance(value, bytes) and len(value) > 64
    }
    assert long == {("outbox", "body")}


def test_once_the_hub_has_it_not_even_that_is_kept(bench, submitted):
    bench.deliver()
    bench.machine.erase(submitted[0].id)
    found = cells(bench)
    assert set(found["outbox", "state"]) == {"sent"}
    assert set(found["outbox", "body"]) == {None}
    assert hits(found, values(bench, *submitted)) == {}
