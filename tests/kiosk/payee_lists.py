"""Payee lists of a made-up office, not yet signed; BIN 999999 belongs to no bank."""


def listed() -> dict:
    return {
        "schema": "payees/1",
        "version": "2026-11-01",
        "valid_from": "2026-11-01",
        "valid_until": "2027-10-31",
        "payees": [
            {
                "id": "mau-pa08-fees",
                "kind": "passport-fee",
                "bin": "999999",
                "account": "0000123400005",
                "name": "Phòng Quản lý xuất nhập cảnh",
                "bank_name": "Ngân hàng Mẫu",
                "office": "mau-pa08",
            },
            {
                "id": "mau-pc08-fines",
                "kind": "traffic-fine",
                "bin": "999999",
                "account": "VQRQ0001XYZ",
                "name": "Kho bạc Nhà nước Mẫu",
                "bank_name": "Ngân hàng Mẫu",
                "office": "mau-pa08",
            },
        ],
    }


def fees_only() -> dict:
    """The list with the one payee of passport fees."""
    return listed() | {"payees": listed()["payees"][:1]}
