from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.dossiers.signing import SigningFault, authorization, seconds_off, verify

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEYS = {"may-2": KEY.public_key()}
NOW = datetime(2026, 11, 23, 2, 41, 12, tzinfo=UTC)
REQUEST = ("POST", "/api/v1/envelopes?x=1", b'{"a":1}')


def header():
    return authorization("may-2", KEY, *REQUEST, NOW)


def fault(value, request=REQUEST, now=NOW):
    with pytest.raises(SigningFault) as caught:
        verify(value, *request, now, KEYS)
    return caught.value.code


def test_the_hub_learns_which_machine_signed():
    assert verify(header(), *REQUEST, NOW, KEYS) == "may-2"


def test_the_header_has_the_form_of_the_wire():
    assert header().startswith(f"Machine may-2:{int(NOW.timestamp())}:")


@pytest.mark.parametrize(
    "request_",
    [
        ("GET", REQUEST[1], REQUEST[2]),
        ("POST", "/api/v1/envelopes?x=2", REQUEST[2]),
        ("POST", REQUEST[1], b'{"a":2}'),
    ],
)
def test_a_changed_request_is_refused(request_):
    assert fault(header(), request_) == "signature"


def test_changed_seconds_are_refused():
    scheme, rest = header().split(" ")
    machine, seconds, signature = rest.split(":")
    assert fault(f"{scheme} {machine}:{int(seconds) + 1}:{signature}") == "signature"


@pytest.mark.parametrize("off", [301, -301])
def test_a_clock_more_than_five_minutes_off_is_named(off):
    assert fault(header(), now=NOW + timedelta(seconds=off)) == "clock"


@pytest.mark.parametrize("off", [300, -300])
def test_five_minutes_are_allowed(off):
    assert verify(header(), *REQUEST, NOW + timedelta(seconds=off), KEYS) == "may-2"


@pytest.mark.parametrize("value", [None, "", "Bearer x", "Machine may-2", "Machine may-9:1:AAAA", "Machine may-2:x:AA"])
def test_an_unknown_machine_is_refused(value):
    assert fault(value) == "machine"


@pytest.mark.parametrize("signature", ["A", "AAAA"])
def test_a_signature_that_is_none_is_refused(signature):
    assert fault(f"Machine may-2:{int(NOW.timestamp())}:{signature}") == "signature"


@pytest.mark.parametrize("seconds", [-86400 * 400, -301, 0, 86400 * 400])
def test_how_far_off_a_clock_is_is_told_of_its_own_requests_only(seconds):
    now = NOW - timedelta(seconds=seconds)
    assert seconds_off(header(), *REQUEST, now, KEYS) == ("may-2", seconds)
    assert seconds_off(header(), "POST", REQUEST[1], b"other", now, KEYS) is None
    assert seconds_off(header(), *REQUEST, now, {}) is None
    assert seconds_off("Machine may-2:999999999999:AAAA", *REQUEST, now, KEYS) is None
    assert seconds_off(None, *REQUEST, now, KEYS) is None
