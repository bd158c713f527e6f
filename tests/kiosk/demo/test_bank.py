import pytest
from fastapi.testclient import TestClient

from kiosk.clock import VIETNAM, ManualClock
from kiosk.demo.bank import SandboxBank, create_app
from kiosk.payments.matching import match
from kiosk.payments.reference import mint
from kiosk.payments.vietqr import PaymentCode, encode
from tests.kiosk.hub.office_box import ACCOUNT, MORNING, REFERENCE


def bank(seed=0):
    clock = ManualClock(MORNING)
    return TestClient(create_app(SandboxBank(clock, [("999999", ACCOUNT)], seed=seed)))


def code(**changes):
    return encode(
        PaymentCode(**{"bin": "999999", "account": ACCOUNT, "amount": 100_000, "purpose": REFERENCE, **changes})
    )


def lines(client, since=0):
    return client.get(f"/transactions?since={since}").json()


def test_a_transfer_stands_in_the_feed_with_the_reference_in_the_banks_own_words():
    client = bank()
    said = client.post("/transfers", json={"payload": code(), "from": "CHAU NGOAI"}).json()
    assert said["said"] == "ok"
    page = lines(client)
    (line,) = page["transactions"]
    assert (line["id"], line["account"], line["amount"], page["cursor"]) == (1, ACCOUNT, 100_000, 1)
    assert line["bank_reference"] == said["bank_reference"]
    assert line["at"] == MORNING.astimezone(VIETNAM).isoformat()
    assert match(line["content"], [REFERENCE]) == REFERENCE


def test_the_noise_repeats_with_the_seed_and_every_reference_is_found_in_it():
    references = [str(mint()) for _ in range(40)]

    def contents(seed):
        client = bank(seed)
        for reference in references:
            client.post("/transfers", json={"payload": code(purpose=reference)})
        return [line["content"] for line in lines(client)["transactions"]]

    assert contents(3) == contents(3)
    assert contents(3) != contents(4)
    assert [match(content, references) for content in contents(3)] == references
    assert (
        len({content.replace(reference, "") for content, reference in zip(contents(3), references, strict=True)}) > 10
    )


@pytest.mark.parametrize(
    ("order", "refused"),
    [
        ({"payload": code()[:-1] + "X"}, "code"),
        ({"payload": "031155000678|x|y"}, "code"),
        ({"payload": code(account="99")}, "account"),
        ({"payload": code(bin="970400")}, "account"),
        ({"payload": code(amount=None)}, "amount"),
    ],
)
def test_what_a_bank_app_would_not_send_is_refused(order, refused):
    client = bank()
    answer = client.post("/transfers", json=order)
    assert (answer.status_code, answer.json()["code"]) == (422, refused)
    assert lines(client) == {"transactions": [], "cursor": 0}


def test_a_payer_may_type_another_amount():
    client = bank()
    client.post("/transfers", json={"payload": code(), "amount": 60_000})
    client.post("/transfers", json={"payload": code(amount=None), "amount": 5})
    assert [line["amount"] for line in lines(client)["transactions"]] == [60_000, 5]


def test_one_id_moves_money_once():
    client = bank()
    order = {"payload": code(), "id": "t-1"}
    first, again = (client.post("/transfers", json=order).json() for _ in range(2))
    assert first == again
    assert len(lines(client)["transactions"]) == 1
    assert client.post("/transfers", json={**order, "amount": 1}).json()["code"] == "other-transfer"


def test_an_app_that_says_failed_has_moved_the_money():
    client = bank()
    assert client.post("/transfers", json={"payload": code(), "fault": "says-failed"}).json()["said"] == "failed"
    assert len(lines(client)["transactions"]) == 1


def test_late_money_comes_on_release():
    client = bank()
    assert client.post("/transfers", json={"payload": code(), "fault": "late"}).json()["said"] == "ok"
    assert lines(client)["transactions"] == []
    assert client.post("/release").json() == {"released": 1}
    assert client.post("/release").json() == {"released": 0}
    assert len(lines(client)["transactions"]) == 1


def test_the_cursor_gives_what_is_new_only():
    client = bank()
    for _ in range(3):
        client.post("/transfers", json={"payload": code()})
    assert [line["id"] for line in lines(client, 2)["transactions"]] == [3]
    assert lines(client, 3) == {"transactions": [], "cursor": 3}


def test_an_unknown_key_is_refused():
    assert bank().post("/transfers", json={"payload": code(), "colour": 1}).status_code == 422
