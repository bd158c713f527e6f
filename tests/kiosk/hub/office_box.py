"""An office with one hub, made in a folder: keys, signed payees, officers; envelopes as machines seal them."""

import copy
import json
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk import keys
from kiosk.clock import VIETNAM, ManualClock
from kiosk.dossiers import signing
from kiosk.dossiers.canonical import canonical
from kiosk.dossiers.envelope import seal
from kiosk.hub.config import BankEntry, HubConfig, MachineEntry, PortalEntry
from kiosk.office import Hours, Office
from kiosk.payments import payees
from kiosk.staff import Officer, hash_pin
from tests.kiosk.payee_lists import fees_only

MORNING = datetime(2026, 11, 23, 9, 44, tzinfo=VIETNAM)
ACCOUNT = "0000123400005"
PIN, SECOND_PIN = "246810", "135791"
LE, TRAN = "Lê Minh Mẫu", "Trần Văn Thử"
REFERENCE = "HC7K4M2Q9XRX"
LOOKUP = "HK1.7Q4M2Z9XKB6T3HWD8RNC"
DOSSIER = "01a20647-6540-7c31-9a40-5d2e8f10a427"
CARD = "031155000678|031234678|Nguyễn Thị Mẫu|12031955|Nữ|Số 12, ngõ 5, phố Mẫu, An Biên, Hải Phòng|11092025||||"


def office() -> Office:
    return Office(
        id="mau-pa08",
        name="Công an thành phố Mẫu",
        unit="Phòng Quản lý xuất nhập cảnh",
        province="31",
        receives=("1.001456",),
        phone="02250000000",
        hours=(Hours(weekdays=(1, 2, 3, 4, 5), opens=time(8), closes=time(16, 30)),),
        payees={"passport-fee": "mau-pa08-fees"},
    )


@dataclass
class Box:
    """Everything a test needs to be a machine, a bank or an officer."""

    folder: Path
    clock: ManualClock
    config: HubConfig
    machine_keys: dict[str, Ed25519PrivateKey]
    hub_key: X25519PrivateKey

    def sealed(self, plain: dict[str, Any], machine: str = "may-2") -> bytes:
        """The body of POST /envelopes for an envelope or a message."""
        kind = "dossier" if plain["schema"] == "dossier/1" else "message"
        message = seal(
            canonical(plain),
            machine=machine,
            dossier=plain["id"] if kind == "dossier" else plain["dossier"],
            seq=plain["seq"],
            kind=kind,
            hub_public=self.hub_key.public_key(),
            machine_key=self.machine_keys[machine],
        )
        return json.dumps(message).encode()

    def signed(self, method: str, target: str, body: bytes = b"", machine: str = "may-2") -> dict[str, str]:
        key = self.machine_keys[machine]
        return {"Authorization": signing.authorization(machine, key, method, target, body, self.clock.now())}


def make_box(folder: Path, **more: Any) -> Box:
    folder.mkdir(exist_ok=True)
    list_key = Ed25519PrivateKey.generate()
    text = payees.sign(fees_only(), list_key)
    assert isinstance(text, str)
    (folder / "payees.json").write_text(text, "utf-8")
    hub_key = keys.make_sealing_key(folder / "hub.key")
    machines = {name: Ed25519PrivateKey.generate() for name in ("may-1", "may-2")}
    config = HubConfig(
        data=folder / "data",
        office=office(),
        payees=folder / "payees.json",
        payees_key=keys.public_text(list_key),
        hub_key=folder / "hub.key",
        machines=tuple(
            MachineEntry(id=name, name=f"Máy số {name[-1]}", public_key=keys.public_text(key))
            for name, key in machines.items()
        ),
        officers=(
            Officer(id="le", name=LE, pin_hash=hash_pin(PIN, quick=True)),
            Officer(id="tran", name=TRAN, pin_hash=hash_pin(SECOND_PIN, quick=True)),
        ),
        portal=more.pop("portal", PortalEntry(url="http://127.0.0.1:9", timeout_s=0.5)),
        bank=more.pop("bank", BankEntry(url="http://127.0.0.1:9", account=ACCOUNT, timeout_s=0.5)),
        **more,
    )
    return Box(folder, ManualClock(MORNING), config, machines, hub_key)


def envelope(**changes: Any) -> dict[str, Any]:
    """The sample dossier; `changes` replace whole parts."""
    return {**copy.deepcopy(_ENVELOPE), **changes}


def message(seq: int, kind: str, data: dict[str, Any] | None = None, dossier: str = DOSSIER) -> dict[str, Any]:
    return {
        "schema": "message/1",
        "dossier": dossier,
        "seq": seq,
        "kind": kind,
        "at": "2026-11-23T02:45:00Z",
        "data": data or {},
    }


def nobody(number: str = "031178004512", **changes: Any) -> dict[str, Any]:
    """Another dossier of another person."""
    return envelope(
        id="01a20647-6540-7c31-9a40-5d2e8f10a428",
        number={"text": "A 0428", "day": "2026-11-23"},
        lookup="HK1.8Q4M2Z9XKB6T3HWD8RND",
        owner={"name": "Phạm Thị Ví Dụ", "number": number, "born": "1978-04-05", "sex": "Nữ"},
        request=None,
        fee=None,
        **changes,
    )


_ENVELOPE: dict[str, Any] = {
    "schema": "dossier/1",
    "id": DOSSIER,
    "seq": 1,
    "number": {"text": "A 0427", "day": "2026-11-23"},
    "lookup": LOOKUP,
    "machine": {"id": "may-2", "office": "mau-pa08", "version": "0.1.0"},
    "sealed_at": {"utc": "2026-11-23T02:41:12Z", "boot": "b7f1", "mono_ms": 8123456},
    "procedure": {
        "id": "cap-ho-chieu-pho-thong",
        "code": "1.001456",
        "level": "province",
        "form": "TK01",
        "title": "Cấp lại hộ chiếu, không chip",
        "days": 8,
    },
    "owner": {"name": "Nguyễn Thị Mẫu", "number": "031155000678", "born": "1955-03-12", "sex": "Nữ"},
    "contact": {"whose": "own", "phone": "0900000678", "relation": None, "name": None},
    "identity": {
        "route": "qr",
        "card": {"fields": 11, "old_number": "031234678", "issued": "2025-09-11"},
        "checks": {},
        "warnings": [],
    },
    "flags": [],
    "answers": [
        {"item": "1", "value": "NGUYỄN THỊ MẪU", "source": "card_qr"},
        {"item": "4", "value": "031155000678", "source": "card_qr"},
        {"item": "5", "value": "Kinh", "source": "citizen", "sensitive": True},
        {"item": "14", "value": {"number": "C0000012", "issued": "2016-09-05"}, "source": "citizen"},
        {"item": "15", "value": None, "source": "counter", "optional": True, "sensitive": True},
    ],
    "papers": [
        {"kind": "photo_4x6", "state": "bring", "taken": "Đã thu ảnh", "blocks": True},
        {"kind": "old_passport", "state": "bring_if_kept", "taken": "Đã thu hộ chiếu cũ", "blocks": False},
    ],
    "fee": {"row": "hc-new-2026", "amount": 100000, "currency": "VND", "valid": ["2026-04-01", "2026-12-31"]},
    "request": {
        "id": "01a20647-6540-7c31-9a40-5d2e8f10b001",
        "reference": REFERENCE,
        "amount": 100000,
        "payee": "mau-pa08-fees",
        "payee_version": "2026-11-01",
        "chosen": None,
        "state": "draft",
        "pay_until": "2026-12-23",
    },
    "consents": [],
    "timings": {},
}
