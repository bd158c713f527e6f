"""Papers that a citizen comes back for: a machine asks by the code on the slip, prints, and says what became of it."""

import base64
import io

import pytest
from PIL import Image

from kiosk.payments.qr import texts_in
from tests.kiosk.hub.office_box import DOSSIER, envelope

SLIP, PRINTED = "/api/v1/lookup/slip", "/api/v1/lookup/printed"


@pytest.fixture
def code():
    return envelope()["lookup"]


def picture_of(answer):
    return Image.open(io.BytesIO(base64.b64decode(answer.json()["picture"])))


def accept(officer, hub):
    officer.go("/desk")
    officer.follow(f"open-{DOSSIER}")
    officer.send(f"papers-{DOSSIER}", paper=["photo_4x6"])
    officer.send(f"look-{DOSSIER}")
    assert hub.sender.step()


def test_the_payment_slip_is_given_while_money_is_due(machine, code):
    machine.send(envelope())

    answer = machine.post(SLIP, {"lookup": code, "kind": "payment"})

    (payload,) = texts_in(picture_of(answer))
    assert envelope()["request"]["reference"] in payload


def test_the_appointment_slip_is_given_only_once_the_portal_accepted(machine, officer, hub, code):
    machine.send(envelope())
    assert machine.post(SLIP, {"lookup": code, "kind": "final"}).status_code == 404

    accept(officer, hub)

    answer = machine.post(SLIP, {"lookup": code, "kind": "final"})
    assert texts_in(picture_of(answer)) == (code,)


@pytest.mark.parametrize("body", [{"kind": "final"}, {"lookup": "HK1.X", "kind": "provisional"}, {"lookup": 1}])
def test_an_order_that_is_none_is_refused(machine, body):
    assert machine.post(SLIP, body).status_code == 422


def test_a_code_that_nobody_has_opens_nothing(machine):
    assert machine.post(SLIP, {"lookup": "HK1.00000000000000000000", "kind": "payment"}).status_code == 404


def test_what_became_of_the_paper_is_written_down_once(machine, hub, code):
    machine.send(envelope())
    done = {"id": "print-1", "lookup": code, "kind": "payment", "result": "printed"}

    for _ in range(2):
        assert machine.post(PRINTED, done).json() == {"id": "print-1"}

    rows = hub.store.read(lambda tx: tx.all("select kind, place, outcome from prints"))
    assert [tuple(row.values()) for row in rows] == [("payment", "may-2", "printed")]
