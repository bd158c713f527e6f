"""What a machine says of itself stands on the officer's page until the technician knows."""

import pytest

from kiosk.hub import machines

BEAT = {
    "version": "0.1.0",
    "printer": "ready",
    "scanner": "ready",
    "unsent": 0,
    "parked": 0,
    "boot": "b",
    "mono_ms": 1,
}
SOUND = {
    "quarantined": None,
    "lost": [],
    "log_broken": False,
    "free_mb": 9000,
    "enough": True,
    "backup": "ok",
    "backup_at": "2026-11-22T23:00:00.000Z",
}
DAMAGED = {"quarantined": "2026-11-23T02:30:00.000Z", "lost": ["A 0012", "A 0031"]}


def beat(machine, store=None, **changes):
    return machine.post("/api/v1/heartbeat", {**BEAT, "store": {**SOUND, **(store or {})}, **changes})


def said(hub):
    return hub.store.read(lambda tx: [trouble.kind for trouble in machines.troubles(tx, "may-2")])


def test_a_machine_that_is_well_says_nothing(officer, machine, hub):
    assert beat(machine).status_code == 200
    machine.post("/api/v1/heartbeat", BEAT)
    assert said(hub) == []
    assert "Đã báo kỹ thuật" not in officer.go("/desk").text


@pytest.mark.parametrize(
    ("store", "changes", "words"),
    [
        (DAMAGED, {}, "Kho hồ sơ hỏng lúc 09:30, đã cất riêng. Máy vẫn làm việc."),
        (DAMAGED, {}, "Không còn đọc được hồ sơ A 0012, A 0031."),
        ({"log_broken": True}, {}, "Nhật ký của máy không còn liền mạch."),
        ({"enough": False, "free_mb": 12}, {}, "Đĩa của máy chỉ còn 12 MB"),
        ({"backup": "missing"}, {}, "Không thấy ổ sao lưu của máy."),
        ({"backup": "full"}, {}, "Ổ sao lưu của máy đã đầy."),
        ({"backup": "read-only"}, {}, "Máy chưa sao lưu được kho hồ sơ."),
        ({"backup_at": "2026-11-20T23:00:00.000Z"}, {}, "Bản sao lưu gần nhất của máy là từ 06:00, 21/11/2026."),
        ({}, {"parked": 2}, "2 tin gửi đi đang chờ kỹ thuật xem."),
    ],
)
def test_each_trouble_is_said_beside_its_machine(officer, machine, store, changes, words):
    beat(machine, store, **changes)
    page = officer.go("/desk").text
    assert "Máy số 2" in page
    assert words in page


def test_once_the_technician_knows_it_is_said_no_more_until_it_happens_again(officer, machine, hub):
    beat(machine, DAMAGED)
    officer.go("/desk")
    assert "Máy số 2: đã ghi là kỹ thuật biết." in officer.send("told-may-2").text
    beat(machine, DAMAGED)
    assert said(hub) == []
    beat(machine, DAMAGED, parked=1)
    assert said(hub) == ["parked"]
    beat(machine, {"enough": False})
    assert said(hub) == ["full"]
    beat(machine, DAMAGED)
    assert said(hub) == ["quarantined", "lost"]


def test_who_told_the_technician_is_logged(officer, machine, hub):
    beat(machine, DAMAGED)
    officer.go("/desk")
    officer.send("told-may-2")
    events = hub.store.read(lambda tx: tx.all("select event, keys from audit"))
    [keys] = [row["keys"] for row in events if row["event"] == "machine.reported"]
    assert '"machine":"may-2"' in keys


@pytest.mark.parametrize(
    "store", [{"lost": ["Nguyễn Thị Mẫu"]}, {"backup": "<b>"}, {"quarantined": "yesterday"}, {"backup_at": 3}]
)
def test_what_is_no_heartbeat_is_not_kept(machine, hub, store):
    assert beat(machine, store).status_code == 422
    assert hub.store.read(lambda tx: tx.all("select * from heartbeats")) == []
