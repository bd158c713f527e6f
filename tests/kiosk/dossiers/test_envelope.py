import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.dossiers.canonical import canonical
from kiosk.dossiers.envelope import EnvelopeFault, open_sealed, seal

HUB = X25519PrivateKey.from_private_bytes(bytes(range(32)))
MACHINE = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
DOSSIER = {"schema": "dossier/1", "id": "d-1", "seq": 1, "owner": {"name": "Nguyễn Thị Mẫu"}}


def sealed(plaintext=None, **changes):
    names = {"machine": "may-2", "dossier": "d-1", "seq": 1, "kind": "dossier"} | changes
    body = canonical(DOSSIER) if plaintext is None else plaintext
    return seal(body, hub_public=HUB.public_key(), machine_key=MACHINE, **names)


def fault(message, hub=HUB, machine=MACHINE):
    with pytest.raises(EnvelopeFault) as caught:
        open_sealed(message, hub, machine.public_key())
    return caught.value.code


def test_the_hub_reads_what_was_sealed():
    assert open_sealed(sealed(), HUB, MACHINE.public_key()) == DOSSIER


def test_a_later_message_names_its_dossier():
    later = {"schema": "message/1", "dossier": "d-1", "seq": 2, "kind": "left", "at": "x", "data": {}}
    message = sealed(canonical(later), seq=2, kind="message")
    assert open_sealed(message, HUB, MACHINE.public_key()) == later


def test_nothing_readable_is_left_outside():
    message = sealed()
    raw = base64.b64decode(message["ciphertext"])
    assert "Mẫu".encode() not in raw
    assert set(message) == {"schema", "machine", "dossier", "seq", "kind", "enc", "ciphertext", "signature"}


def test_the_same_plaintext_is_never_sealed_the_same_way():
    assert sealed()["ciphertext"] != sealed()["ciphertext"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("machine", "may-3"), ("dossier", "d-2"), ("seq", 2), ("kind", "message")],
)
def test_a_changed_outside_breaks_the_signature(field, value):
    assert fault(sealed() | {field: value}) == "signature"


@pytest.mark.parametrize("field", ["enc", "ciphertext", "signature"])
def test_one_flipped_bit_breaks_the_signature(field):
    message = sealed()
    raw = bytearray(base64.b64decode(message[field]))
    raw[0] ^= 1
    assert fault(message | {field: base64.b64encode(raw).decode()}) == "signature"


def test_a_new_signature_does_not_move_a_seal_to_another_dossier():
    message = sealed() | {"dossier": "d-2"}
    context = b"may-2\nd-2\n1\ndossier\n"
    body = base64.b64decode(message["enc"]) + base64.b64decode(message["ciphertext"])
    message["signature"] = base64.b64encode(MACHINE.sign(context + body)).decode()
    assert fault(message) == "sealed"


def test_another_hub_cannot_open_it():
    assert fault(sealed(), hub=X25519PrivateKey.generate()) == "sealed"


def test_another_machine_did_not_sign_it():
    assert fault(sealed(), machine=Ed25519PrivateKey.generate()) == "signature"


@pytest.mark.parametrize(
    "change",
    [
        {"schema": "sealed/2"},
        {"seq": 0},
        {"seq": True},
        {"kind": "other"},
        {"machine": ""},
        {"machine": 7},
        {"enc": "AAAA"},
        {"enc": "*"},
        {"ciphertext": None},
        {"extra": 1},
    ],
)
def test_a_message_out_of_form_is_refused(change):
    assert fault(sealed() | change) == "form"


@pytest.mark.parametrize(
    "plaintext",
    [b"[]", b"\xff", canonical(DOSSIER | {"id": "d-2"}), canonical(DOSSIER | {"seq": 2}), b"{}"],
)
def test_an_inside_that_speaks_of_something_else_is_refused(plaintext):
    assert fault(sealed(plaintext)) == "other-body"


def test_a_name_with_a_line_feed_cannot_be_sealed():
    with pytest.raises(EnvelopeFault):
        sealed(dossier="d-1\n2")
