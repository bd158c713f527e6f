"""The officer's whole walk over the forms of the page."""

from tests.kiosk.hub.office_box import DOSSIER, LE, envelope


def test_from_the_envelope_to_the_portal(machine, officer, hub, portal, feed):
    assert machine.send(envelope()).status_code == 201
    page = officer.go("/desk")
    assert page.blocks == ["Chờ xem thẻ và người", "Máy đang gọi", "Tiền mặt", "In lại", "Cần xem"]
    assert "A 0427" in page.text
    assert "Nguyễn Thị Mẫu" in page.text
    assert "031 155 000 678" in page.text
    assert "Cần thu: ảnh 4×6, hộ chiếu cũ" in page.text
    officer.follow(f"open-{DOSSIER}")
    assert "Còn thiếu: ảnh 4×6" in officer.page.text
    assert f"look-{DOSSIER}" not in officer.page.forms
    officer.send(f"papers-{DOSSIER}", paper=["photo_4x6"])
    assert officer.page.forms[f"look-{DOSSIER}"].buttons == [f"{LE} đã xem thẻ và người"]
    officer.send(f"look-{DOSSIER}")
    assert "A 0427: đã ghi, đang gửi cổng." in officer.page.text
    assert hub.sender.step()
    assert not hub.sender.step()
    states = [change["data"]["state"] for change in machine.changes(kind="dossier")]
    assert states == ["waiting_look", "looked", "sending", "accepted"]
    assert machine.changes(kind="dossier")[-1]["data"]["code"] == "G00.000.108-261125-000042"
    key, applicant, payload = portal.submitted[0]
    assert (key, applicant["name"], applicant["phone"]) == (DOSSIER, "Nguyễn Thị Mẫu", "0900000678")
    assert payload["papers"] == [{"kind": "photo_4x6", "state": "taken"}]
