"""The officer's page over HTTP: every block, every button, every refusal."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from fastapi.testclient import TestClient
from PIL import Image

from kiosk.hub import desk_views, money
from kiosk.hub.app import create_app
from kiosk.hub.cases import open_cases
from kiosk.hub.portal import Accepted, Ambiguous, Pending, Rejected, Unknown
from kiosk.hub.transaction import Tx
from kiosk.payments.qr import texts_in
from tests.kiosk.hub.office_box import (
    CARD,
    DOSSIER,
    LE,
    LOOKUP,
    PIN,
    REFERENCE,
    SECOND_PIN,
    TRAN,
    envelope,
    message,
    nobody,
)
from tests.kiosk.hub.person import Visitor
from tests.kiosk.hub.test_money import credit, kinds, standing

TWO = {"second_name": TRAN, "second_pin": SECOND_PIN}


def events(hub, name):
    rows = hub.store.read(lambda tx: tx.all("select * from audit where event = ? order by seq", name))
    return [row["keys"] for row in rows]


def state(hub, dossier=DOSSIER):
    return hub.store.read(lambda tx: tx.one("select state from dossiers where id = ?", dossier))["state"]


def open_dossier(officer, dossier=DOSSIER):
    return officer.go(f"/desk?open={dossier}")


def look(officer, dossier=DOSSIER):
    open_dossier(officer, dossier)
    officer.send(f"papers-{dossier}", paper=["photo_4x6"])
    return officer.send(f"look-{dossier}")


# sign-in


def test_nothing_is_shown_without_signing_in(client):
    visitor = Visitor(client)
    page = visitor.go(f"/desk?open={DOSSIER}")
    assert list(page.forms) == ["sign-in"]
    for path in (f"/desk/slips/{DOSSIER}/provisional", f"/desk/slips/{DOSSIER}/provisional.png"):
        assert "sign-in" in visitor.go(path).forms
    assert client.post(f"/desk/dossiers/{DOSSIER}/look", follow_redirects=False).headers["location"] == "/desk/sign-in"


def test_a_wrong_pin_is_told_without_saying_what_was_wrong(client):
    visitor = Visitor(client)
    visitor.go("/desk")
    for name, pin in ((LE, "1"), ("Người Không Có", PIN)):
        page = visitor.send("sign-in", name=name, pin=pin)
        assert (visitor.status, "Tên hoặc mã chưa đúng. Xin bấm lại." in page.text) == (401, True)


def test_five_wrong_pins_lock_the_name_for_five_minutes(client, box, hub):
    visitor = Visitor(client)
    visitor.go("/desk")
    for _ in range(5):
        visitor.send("sign-in", name=LE, pin="0")
    page = visitor.send("sign-in", name=LE, pin=PIN)
    assert (visitor.status, "Xin chờ 5 phút" in page.text) == (429, True)
    box.clock.advance(301)
    assert "Bàn làm việc" in visitor.send("sign-in", name=f"  {LE.upper()} ", pin=PIN).text
    assert len(events(hub, "officer.refused")) == 6


def test_a_restart_does_not_open_the_lock(client, box, hub, portal, feed):
    visitor = Visitor(client)
    visitor.go("/desk")
    for _ in range(5):
        visitor.send("sign-in", name=LE, pin="0")
    hub.close()
    again = type(hub)(box.config, box.clock, portal=portal, feed=feed)
    assert again.door.sign_in(LE, PIN) == ("locked", None)
    again.close()


def test_a_quarter_of_an_hour_of_idleness_signs_out_and_reloading_does_not_count(officer, box):
    for _ in range(3):
        box.clock.advance(5 * 60)
        officer.go("/desk?tick=1")
    assert "look-title" in officer.page.html
    box.clock.advance(1)
    assert list(officer.go("/desk?tick=1").forms) == ["sign-in"]


def test_signing_out_ends_the_session(officer):
    officer.go("/desk")
    assert list(officer.send("sign-out").forms) == ["sign-in"]
    assert list(officer.go("/desk").forms) == ["sign-in"]


def test_the_cookie_is_for_the_desk_alone_and_out_of_reach_of_scripts(client):
    visitor = Visitor(client)
    visitor.go("/desk")
    answer = client.post("/desk/sign-in", data={"name": LE, "pin": PIN}, follow_redirects=False)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "path=/desk" in cookie


def test_behind_tls_the_cookie_is_secure(box, hub):
    hub.config = box.config.model_copy(update={"behind_tls": True})
    with TestClient(create_app(hub), base_url="https://hub.test") as client:
        answer = client.post("/desk/sign-in", data={"name": LE, "pin": PIN}, follow_redirects=False)
    assert "secure" in answer.headers["set-cookie"].lower()


# the page is safe


def test_every_page_forbids_what_is_not_its_own(officer, client, machine):
    machine.send(envelope())
    for path in (
        "/desk",
        "/desk/sign-in",
        f"/desk?open={DOSSIER}",
        "/static/desk.css",
        f"/desk/slips/{DOSSIER}/provisional",
    ):
        policy = client.get(path).headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; style-src 'self'")
        assert "unsafe" not in policy
        assert "script" not in policy


def test_no_page_holds_a_script_a_style_or_an_event(officer, machine):
    machine.send(envelope())
    for path in ("/desk", f"/desk?open={DOSSIER}", "/desk?open=cash&nothing=1"):
        page = officer.go(path)
        for tag, values in page.tags:
            assert tag not in ("script", "style")
            assert not [name for name in values if name == "style" or name.startswith("on")]


def test_every_box_has_a_label_and_every_table_heads(officer, machine):
    machine.send(envelope())
    machine.post("/api/v1/calls", {"id": "c", "page": "card", "reason": "T-211", "at": "2026-11-23T09:44:00+07:00"})
    page = officer.go(f"/desk?open={DOSSIER}")
    labelled = {values.get("for") for tag, values in page.tags if tag == "label"}
    boxes = [v for tag, v in page.tags if tag == "input" and v.get("type") not in ("hidden", "checkbox")]
    assert boxes
    assert all(values["id"] in labelled for values in boxes)
    assert len([1 for tag, _ in page.tags if tag == "table"]) == 2
    assert all(values.get("scope") for tag, values in page.tags if tag == "th")
    ids = [values["id"] for _, values in page.tags if values.get("id")]
    assert len(ids) == len(set(ids))


EVIL = '"><script>alert(1)</script>'


def test_names_are_text_and_never_markup(officer, machine, hub, feed):
    owner = {**envelope()["owner"], "name": f"Nguyễn {EVIL}"}
    machine.send(
        envelope(
            owner=owner,
            flags=[EVIL],
            contact={"whose": "relative", "phone": "0900000678", "relation": EVIL, "name": EVIL},
        )
    )
    machine.post("/api/v1/calls", {"id": "c", "page": EVIL, "reason": EVIL, "at": "2026-11-23T09:44:00+07:00"})
    feed.lines.append(credit(1, content=EVIL))
    hub.feed.step()
    page = officer.go(f"/desk?open={DOSSIER}&found={DOSSIER}")
    assert "script" not in [tag for tag, _ in page.tags]
    assert "<script" not in page.html
    assert f"Nguyễn {EVIL}" in page.text


def test_a_form_without_its_token_does_nothing(officer, client, machine, hub):
    machine.send(envelope())
    open_dossier(officer)
    form = dict(officer.page.forms[f"papers-{DOSSIER}"].fields)
    for spoiled in ({**form, "csrf": ["x"]}, {"once": form["once"]}):
        assert (
            client.post(f"/desk/dossiers/{DOSSIER}/papers", data={**spoiled, "paper": "photo_4x6"}).status_code == 403
        )
    no_once = {"csrf": form["csrf"], "paper": "photo_4x6"}
    assert client.post(f"/desk/dossiers/{DOSSIER}/papers", data=no_once).status_code == 400
    assert hub.store.read(lambda tx: tx.all("select * from papers")) == []


def test_a_form_from_another_site_is_refused(officer, client):
    form = officer.page.forms["sign-out"].fields
    for origin in ("http://elsewhere.test", "null"):
        assert client.post("/desk/sign-out", data=form, headers={"Origin": origin}).status_code == 403
        assert (
            client.post("/desk/sign-in", data={"name": LE, "pin": PIN}, headers={"Origin": origin}).status_code == 403
        )
    assert client.post("/desk/sign-out", data=form, headers={"Origin": "http://hub.test"}).status_code == 200


def test_only_a_page_with_nothing_open_reloads_itself(officer, machine):
    machine.send(envelope())
    refreshing = [
        officer.go(path).html.count("http-equiv") for path in ("/desk", f"/desk?open={DOSSIER}", "/desk?open=cash")
    ]
    assert refreshing == [1, 0, 0]


def test_every_opening_is_logged_once_a_sign_in(officer, machine, hub):
    machine.send(envelope())
    for _ in range(3):
        officer.go("/desk")
    assert events(hub, "dossier.opened") == [f'{{"dossier":"{DOSSIER}","officer":"{LE}"}}']
    officer.send("sign-out")
    officer.send("sign-in", name=LE, pin=PIN)
    assert len(events(hub, "dossier.opened")) == 2
    assert hub.store.read(Tx.log_report).ok


# “Chờ xem thẻ và người”


def test_a_row_shows_who_card_warnings_and_money(officer, machine):
    machine.send(
        envelope(identity={**envelope()["identity"], "warnings": ["number-birth"]}, flags=["card_may_have_expired"])
    )
    page = officer.go("/desk")
    for words in (
        "A 0427",
        "09:41",
        "Cấp lại hộ chiếu, không chip",
        "Sinh 12/03/1955, Nữ",
        "Cấp 11/09/2025",
        "Số thẻ chưa khớp năm sinh",
        "Thẻ có thể đã hết hạn",
        "Chưa thấy tiền",
    ):
        assert words in page.text
    assert "Nhìn mặt, nhìn thẻ thật, so số trên thẻ với số ở đây." in open_dossier(officer).text


def test_a_field_left_to_the_counter_blocks_until_an_officer_wrote_it(officer, machine, hub, portal):
    answers = [
        {"item": "5", "value": None, "source": "counter", "sensitive": True},
        {"item": "10", "value": {"street": "Thôn Đông", "ward": None}, "source": "counter", "reason": "ward"},
        {"item": "15", "value": None, "source": "counter", "optional": True},
    ]
    machine.send(envelope(answers=answers, papers=[]))
    page = open_dossier(officer)
    assert "Còn thiếu: dân tộc, nơi ở hiện tại" in page.text
    assert "Người khai đã ghi: Thôn Đông" in page.text
    officer.send(f"fields-{DOSSIER}", item_5="Tày")
    assert "Còn thiếu: nơi ở hiện tại" in officer.page.text
    officer.send(f"fields-{DOSSIER}", item_10="Thôn Đông, xã Mẫu")
    officer.send(f"look-{DOSSIER}")
    hub.sender.step()
    sent = {one["item"]: (one["value"], one["source"]) for one in portal.submitted[0][2]["answers"]}
    assert sent == {"5": ("Tày", "officer"), "10": ("Thôn Đông, xã Mẫu", "officer"), "15": (None, "counter")}
    assert [keys for keys in events(hub, "field.filled") if "Tày" in keys] == []


def test_pressing_the_button_of_an_old_page_sends_nothing_twice(officer, machine, hub, client):
    machine.send(envelope())
    open_dossier(officer)
    officer.send(f"papers-{DOSSIER}", paper=["photo_4x6"])
    form = officer.page.forms[f"look-{DOSSIER}"]
    first = client.post(form.action, data=form.fields, follow_redirects=True)
    again = client.post(form.action, data=form.fields, follow_redirects=True)
    assert "đang gửi cổng" in first.text
    assert "Việc này đã làm rồi." in again.text
    other = {**form.fields, "once": ["01a20647-6540-7c31-9a40-5d2e8f10ffff"]}
    assert "đã sang bước khác" in client.post(form.action, data=other, follow_redirects=True).text
    assert len(hub.store.read(lambda tx: tx.all("select * from portal_jobs"))) == 1


def test_a_look_posted_while_a_paper_is_missing_does_not_count(officer, machine, hub, client):
    machine.send(envelope())
    open_dossier(officer)
    form = officer.page.forms[f"papers-{DOSSIER}"].fields
    client.post(f"/desk/dossiers/{DOSSIER}/look", data=form)
    assert state(hub) == "waiting_look"


def test_ticks_without_a_tick_and_boxes_without_words_say_so(officer, machine):
    machine.send(envelope())
    open_dossier(officer)
    assert "Chưa có gì để ghi." in officer.send(f"papers-{DOSSIER}").text
    assert "Chưa có gì để ghi." in officer.send(f"fields-{DOSSIER}").text


def test_not_the_right_person_needs_a_reason_and_two_names(officer, machine, hub, feed):
    machine.send(envelope())
    feed.lines.append(credit(1))
    hub.feed.step()
    open_dossier(officer)
    assert "Xin ghi lý do." in officer.send(f"wrong-{DOSSIER}", **TWO).text
    page = officer.send(f"wrong-{DOSSIER}", reason="Thẻ của người khác", second_name=TRAN, second_pin="0")
    assert "Tên hoặc mã người thứ hai chưa đúng." in page.text
    page = officer.send(f"wrong-{DOSSIER}", reason="Thẻ của người khác", second_name=LE, second_pin=PIN)
    assert "Tên hoặc mã người thứ hai chưa đúng." in page.text
    assert state(hub) == "waiting_look"
    officer.send(f"wrong-{DOSSIER}", reason="Thẻ của người khác", **TWO)
    assert state(hub) == "parked"
    assert standing(hub).obligation.excess == 100_000
    assert kinds(hub) == ["money-withdrawn", "wrong-person"]
    assert machine.changes(kind="money")[-1]["data"]["state"] == "withdrawn"
    page = officer.go("/desk")
    assert f"Lý do: Thẻ của người khác · {LE}, {TRAN}" in page.text
    case = hub.store.read(open_cases)[1]
    officer.send(f"called-{case.id}")
    assert "wrong-person" in kinds(hub)
    officer.send(f"withdraw-{DOSSIER}", **TWO)
    assert (state(hub), kinds(hub)) == ("withdrawn", ["money-withdrawn"])


def test_withdrawing_needs_two_names_only_where_money_goes_back(officer, machine, hub, feed, client):
    machine.send(envelope())
    machine.send(nobody())
    feed.lines.append(credit(1))
    hub.feed.step()
    open_dossier(officer, nobody()["id"])
    officer.send(f"withdraw-{nobody()['id']}")
    assert state(hub, nobody()["id"]) == "withdrawn"
    open_dossier(officer)
    form = officer.page.forms[f"withdraw-{DOSSIER}"]
    bare = {name: form.fields[name] for name in ("csrf", "once")}
    assert "người thứ hai" in client.post(form.action, data=bare, follow_redirects=True).text
    assert state(hub) == "waiting_look"
    open_dossier(officer)
    officer.send(f"withdraw-{DOSSIER}", **TWO)
    assert state(hub) == "withdrawn"


def test_one_who_does_not_come_is_rung_after_ten_office_days(officer, machine, hub, box):
    machine.send(envelope())
    assert "Quá hạn" not in officer.go("/desk").text
    box.clock.advance(86400 * 17)
    officer.go("/desk")
    officer.send("sign-in", name=LE, pin=PIN)
    assert officer.page.forms[f"overdue-{DOSSIER}"].buttons == ["Quá hạn, gọi 0900 000 678, số của người khai"]
    assert "Đã gọi lúc" in officer.send(f"overdue-{DOSSIER}").text
    assert state(hub) == "waiting_look"


def test_two_dossiers_of_one_person_are_both_shown(officer, machine, hub):
    machine.send(envelope())
    machine.send(nobody(number="031155000678"))
    page = officer.go("/desk")
    assert page.text.count("Người này còn hồ sơ") >= 2
    assert "Hai hồ sơ một người" in page.text
    case = hub.store.read(open_cases)[0]
    officer.send(f"close-{case.id}")
    assert kinds(hub) == []


def test_a_long_queue_is_shown_from_the_oldest(officer, machine, hub, monkeypatch):
    monkeypatch.setattr(desk_views, "ROWS", 1)
    machine.send(envelope())
    machine.send(nobody())
    page = officer.go("/desk")
    assert "A 0427" in page.text
    assert "A 0428" not in page.text
    assert "Còn 1 hồ sơ nữa" in page.text


def test_a_dossier_that_is_not_there_is_no_error(officer, client):
    form = officer.page.forms["sign-out"].fields
    answer = client.post("/desk/dossiers/01a20647-6540-7c31-9a40-000000000000/look", data=form, follow_redirects=True)
    assert "Không thấy phiếu ấy." in answer.text
    assert officer.go("/desk?found=01a20647-6540-7c31-9a40-000000000000").blocks
    assert client.get("/desk/slips/01a20647-6540-7c31-9a40-000000000000/final").status_code == 404


# “Máy đang gọi”


def test_a_call_shows_on_the_machine_who_comes(officer, machine, box):
    machine.post(
        "/api/v1/calls", {"id": "c1", "page": "card", "reason": "chưa rõ việc", "at": "2026-11-23T09:44:00+07:00"}
    )
    box.clock.advance(40)
    page = officer.go("/desk")
    for words in ("Máy số 2", "Đọc thẻ", "chưa rõ việc", "40 giây"):
        assert words in page.text
    officer.send("coming-c1")
    assert machine.changes(kind="call")[-1]["data"] == {"call": "c1", "officer": LE, "ended": False}
    assert "coming-c1" not in officer.page.forms
    officer.send("done-c1")
    assert machine.changes(kind="call")[-1]["data"]["ended"] is True
    assert "Không có máy nào gọi." in officer.page.text


@pytest.mark.parametrize(("page", "said"), [("mother-name", "Người thân"), ("pay-qr", "Mã trả tiền"), ("x-1", "x-1")])
def test_the_page_of_a_call_is_said_in_words(officer, machine, page, said):
    machine.post(
        "/api/v1/calls", {"id": "c1", "page": page, "reason": "xin làm giúp", "at": "2026-11-23T09:44:00+07:00"}
    )
    assert f"Máy số 2 {said} xin làm giúp" in officer.go("/desk").text


# “Tiền mặt”


@pytest.mark.parametrize("text", [LOOKUP, LOOKUP.lower(), "A 0427", "a0427", REFERENCE, "hc7k 4m2q 9xrx", CARD])
def test_a_slip_is_found_by_what_is_in_hand(officer, machine, text):
    machine.send(envelope())
    officer.go("/desk?open=cash")
    page = officer.send("find-cash", q=text)
    assert f"take-{DOSSIER}" in page.forms
    assert CARD.split("|")[0] not in str(officer.client.cookies)


def test_cash_is_taken_once_and_settles(officer, machine, hub, client):
    machine.send(envelope())
    officer.go("/desk?open=cash")
    officer.send("find-cash", q="A 0427")
    form = officer.page.forms[f"take-{DOSSIER}"]
    assert form.buttons == [f"{LE} đã nhận 100.000 đồng tiền mặt"]
    page = officer.send(f"take-{DOSSIER}", note_50000="2")
    assert "Lệ phí đã có. Đừng thu thêm." in page.text
    client.post(form.action, data=form.fields)
    owed = standing(hub).obligation
    assert (owed.state, owed.received) == ("settled", 100_000)
    told = machine.changes(kind="money")[-1]["data"]
    assert (told["route"], told["state"]) == ("cash", "settled")
    assert len(events(hub, "cash.accepted")) == 1


def test_money_that_came_while_the_page_was_open_stops_the_cash(officer, machine, hub, feed):
    machine.send(envelope())
    officer.go("/desk?open=cash")
    officer.send("find-cash", q=REFERENCE)
    feed.lines.append(credit(1))
    hub.feed.step()
    page = officer.send(f"take-{DOSSIER}")
    assert "A 0427: Lệ phí đã có. Đừng thu thêm." in page.text
    assert standing(hub).obligation.received == 100_000


def test_notes_that_do_not_add_up_are_not_taken(officer, machine, hub):
    machine.send(envelope())
    officer.go("/desk?open=cash")
    officer.send("find-cash", q="A 0427")
    page = officer.send(f"take-{DOSSIER}", note_50000="1", note_20000="2")
    assert "Số tờ cộng lại chưa bằng số tiền." in page.text
    assert standing(hub).obligation.received == 0


def test_nothing_due_is_said(officer, machine):
    machine.send(nobody())
    officer.go("/desk?open=cash")
    assert "Hồ sơ này không thu lệ phí." in officer.send("find-cash", q="A 0428").text


# a slip that has not come


def test_a_slip_that_has_not_come_names_the_machine_without_a_line(officer, machine, box):
    beat = {
        "version": "0.1.0",
        "printer": "ready",
        "scanner": "ready",
        "unsent": 0,
        "parked": 0,
        "boot": "b",
        "mono_ms": 1,
    }
    machine.post("/api/v1/heartbeat", beat)
    box.clock.advance(600)
    officer.go("/desk?open=cash")
    page = officer.send("find-cash", q=LOOKUP)
    assert "Phiếu này chưa tới. Máy số 2 mất mạng từ 09:44." in page.text


def test_a_machine_tells_that_an_unfinished_form_waits_and_nothing_else(officer, machine, box):
    beat = {"version": "0.1.0", "printer": "ready", "scanner": "ready", "unsent": 0, "parked": 0}
    beat |= {"boot": "b", "mono_ms": 1}
    waits = "Máy số 2 vừa bị tắt: có phần khai dở đang chờ chủ thẻ."
    machine.post("/api/v1/heartbeat", beat)
    assert waits not in officer.go("/desk?open=calls").text
    machine.post("/api/v1/heartbeat", {**beat, "unfinished": 1})
    assert waits in officer.go("/desk?open=calls").text
    box.clock.advance(600)
    assert waits not in officer.go("/desk?open=calls").text


def note_ahead(officer, card=CARD, paper=("photo_4x6",)):
    officer.go("/desk?open=cash&nothing=1")
    return officer.send("ahead", lookup=LOOKUP, card=card, paper=list(paper))


def test_a_note_ahead_counts_when_code_and_card_agree(officer, machine, hub):
    assert "Đã ghi trước." in note_ahead(officer).text
    machine.send(envelope())
    assert state(hub) == "looked"
    assert "Phiếu này đã tới rồi." in note_ahead(officer).text


def test_a_note_ahead_waits_where_a_paper_is_open(officer, machine, hub):
    note_ahead(officer, paper=())
    machine.send(envelope())
    assert state(hub) == "waiting_look"
    assert f"{LE} đã ghi trước lúc 09:44" in officer.go("/desk").text


def test_a_note_ahead_of_another_card_is_a_case_and_the_dossier_waits(officer, machine, hub):
    note_ahead(officer, card="031178004512|" + CARD.split("|", 1)[1].replace("12031955", "05041978"))
    machine.send(envelope())
    assert (state(hub), kinds(hub)) == ("waiting_look", ["note-ahead"])
    assert "Ghi trước không khớp" in officer.go("/desk").text
    officer.send(f"close-{hub.store.read(open_cases)[0].id}")
    assert kinds(hub) == []


def test_a_note_ahead_takes_real_codes_only(officer):
    officer.go("/desk?open=cash&nothing=1")
    assert "không phải mã trên phiếu" in officer.send("ahead", lookup="A 0427", card=CARD).text
    officer.go("/desk?open=cash&nothing=1")
    assert "không phải mã trên thẻ" in officer.send("ahead", lookup=LOOKUP, card="031155000678").text


# “In lại”


def test_slips_are_printed_and_copies_counted(officer, machine, hub, feed):
    machine.send(envelope())
    machine.send(message(2, "slip", {"kind": "provisional", "result": "printed"}))
    officer.go(f"/desk?found={DOSSIER}")
    assert [name for name in officer.page.forms if name.startswith("print-")] == [
        f"print-{DOSSIER}-provisional",
        f"print-{DOSSIER}-payment",
    ]
    officer.send(f"print-{DOSSIER}-provisional")
    picture = next(values["src"] for tag, values in officer.page.tags if tag == "img")
    assert picture.endswith("provisional.png?copy=1")
    answer = officer.client.get(picture)
    assert answer.headers["content-type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")
    officer.go(f"/desk?found={DOSSIER}")
    assert "Bản in lại 2" in officer.page.text


def test_only_slips_that_are_true_are_offered(officer, machine, hub, feed, client):
    machine.send(envelope())
    look(officer)
    hub.sender.step()
    feed.lines.append(credit(1))
    hub.feed.step()
    officer.go(f"/desk?found={DOSSIER}")
    kinds_now = [n.removeprefix(f"print-{DOSSIER}-") for n in officer.page.forms if n.startswith(f"print-{DOSSIER}")]
    assert kinds_now == ["provisional", "paid", "final"]
    for kind in kinds_now:
        assert client.get(f"/desk/slips/{DOSSIER}/{kind}.png").status_code == 200
    assert client.get(f"/desk/slips/{DOSSIER}/payment.png").status_code == 404
    assert client.get(f"/desk/slips/{DOSSIER}/secret.png").status_code == 404
    form = {**officer.page.forms[f"print-{DOSSIER}-final"].fields, "kind": ["payment"]}
    answer = client.post(f"/desk/dossiers/{DOSSIER}/print", data=form, follow_redirects=True)
    assert "Phiếu này lúc này chưa in được." in answer.text


def test_who_left_without_a_slip_stands_first(officer, machine):
    machine.send(envelope())
    assert "Chưa lấy phiếu" not in officer.go("/desk").text
    machine.send(message(2, "left", {"page": "pay-how"}))
    assert "Chưa lấy phiếu" in officer.go("/desk").text
    machine.send(message(3, "slip", {"kind": "provisional", "result": "printed"}))
    assert "Chưa lấy phiếu" not in officer.go("/desk").text


def test_an_unknown_print_is_settled_by_a_person(officer, machine, hub):
    machine.send(envelope())
    machine.send(message(2, "slip", {"kind": "provisional", "result": "unknown"}))
    page = officer.go("/desk")
    assert "Chưa biết phiếu đã ra đủ" in page.text
    officer.send(f"whole-{DOSSIER}-provisional")
    assert "Chưa biết phiếu đã ra đủ" not in officer.page.text


def test_a_card_finds_the_papers_of_its_holder(officer, machine):
    machine.send(envelope())
    officer.go("/desk?open=print")
    assert f"print-{DOSSIER}-provisional" in officer.send("find-print", q=CARD).forms
    officer.go("/desk?open=print")
    page = officer.send("find-print", q="A 9999")
    assert "Không thấy hồ sơ nào." in page.text
    assert "ahead" not in page.forms


# “Cần xem”


def test_what_the_portal_refused_is_corrected_and_put_in_its_place(officer, machine, hub, portal):
    machine.send(envelope())
    look(officer)
    portal.answers = [Rejected((("14", "Số hộ chiếu cũ chưa khớp."), ("", "Xin xem lại.")))]
    hub.sender.step()
    page = officer.go("/desk")
    assert "Cổng từ chối" in page.text
    assert "Số hộ chiếu cũ chưa khớp." in page.text
    assert page.forms[f"resend-{DOSSIER}"].fields["item:14.number"] == ["C0000012"]
    officer.send(f"resend-{DOSSIER}", **{"item:14.number": "C0000021"})
    hub.sender.step()
    assert [key for key, _, _ in portal.submitted + portal.updated] == [DOSSIER, DOSSIER]
    answers = {one["item"]: one for one in portal.updated[0][2]["answers"]}
    assert answers["14"] == {"item": "14", "value": {"number": "C0000021", "issued": "2016-09-05"}, "source": "officer"}
    assert (state(hub), kinds(hub)) == ("accepted", [])
    assert [keys for keys in events(hub, "field.filled") if "issued" in keys] == []


def test_a_refused_dossier_can_be_withdrawn(officer, machine, hub, portal):
    machine.send(envelope())
    look(officer)
    portal.answers = [Rejected(())]
    hub.sender.step()
    officer.go("/desk")
    officer.send(f"withdraw-{DOSSIER}")
    assert (state(hub), kinds(hub)) == ("withdrawn", [])


def test_not_known_whether_the_portal_has_it_is_said_and_asked_again(officer, machine, hub, portal):
    machine.send(envelope())
    look(officer)
    portal.answers = [Unknown("silent")]
    hub.sender.step()
    page = officer.go("/desk")
    assert "Chưa biết cổng đã nhận hay chưa · A 0427 · Nguyễn Thị Mẫu" in page.text
    assert page.forms[f"ask-{DOSSIER}"].buttons == ["Hỏi lại cổng"]
    assert "Đang hỏi lại cổng." in officer.send(f"ask-{DOSSIER}").text
    assert hub.sender.step()
    assert (state(hub), portal.finds) == ("accepted", [DOSSIER])


@pytest.mark.parametrize(
    ("cause", "words"),
    [("several", "Cổng có nhiều hồ sơ cho phiếu này."), ("unreadable", "câu trả lời không đọc được")],
)
def test_an_answer_that_is_not_clear_waits_for_an_officer_and_is_asked_for_again(
    officer, machine, hub, portal, cause, words
):
    machine.send(envelope())
    look(officer)
    portal.answers = [Ambiguous(cause)]
    hub.sender.step()
    page = officer.go("/desk")
    assert "Cổng trả lời không rõ · A 0427 · Nguyễn Thị Mẫu" in page.text
    assert words in page.text
    assert (state(hub), hub.sender.step()) == ("parked", False)
    portal.kept[DOSSIER] = Accepted("G00.000.108-261125-000007", hub.clock.now())
    assert "Đang hỏi lại cổng." in officer.send(f"ask-{DOSSIER}").text
    assert hub.sender.step()
    assert (state(hub), kinds(hub), len(portal.submitted)) == ("accepted", [], 1)


def test_a_dossier_whose_answer_is_not_clear_can_be_withdrawn(officer, machine, hub, portal):
    machine.send(envelope())
    look(officer)
    portal.answers = [Ambiguous("several")]
    hub.sender.step()
    officer.go("/desk")
    officer.send(f"withdraw-{DOSSIER}")
    assert (state(hub), kinds(hub)) == ("withdrawn", [])
    assert not hub.sender.step()


def test_money_of_nobody_is_attached_by_two_officers(officer, machine, hub, feed):
    machine.send(envelope())
    feed.lines.append(credit(1, content="NOP LE PHI HO CHIEU"))
    hub.feed.step()
    page = officer.go("/desk")
    assert "Tiền không rõ của ai" in page.text
    assert "NOP LE PHI HO CHIEU" in page.text
    evidence = hub.store.read(money.suspense)[0].evidence
    assert "Không thấy phiếu ấy." in officer.send(f"attach-{evidence}", to="A 9999", **TWO).text
    page = officer.send(f"attach-{evidence}", to="A 0427", second_name=TRAN, second_pin="0")
    assert "người thứ hai chưa đúng" in page.text
    assert standing(hub).obligation.received == 0
    officer.send(f"attach-{evidence}", to="A 0427", **TWO)
    assert (standing(hub).paid, kinds(hub)) == (True, [])
    row = hub.store.read(lambda tx: tx.one("select officers from allocations"))
    assert row["officers"] == f"{LE}, {TRAN}"


def test_money_to_give_back_is_closed_by_two_officers(officer, machine, hub, feed, client):
    machine.send(envelope())
    feed.lines += [credit(1), credit(2)]
    hub.feed.step()
    case = hub.store.read(open_cases)[0]
    page = officer.go("/desk")
    assert "Trả hai lần" in page.text
    form = page.forms[f"close-{case.id}"]
    assert form.buttons == ["Đã ghi trả lại 100.000 đồng"]
    bare = {name: form.fields[name] for name in ("csrf", "once")}
    client.post(form.action, data=bare)
    assert kinds(hub) == ["money-twice"]
    officer.go("/desk")
    officer.send(f"close-{case.id}", **TWO)
    assert kinds(hub) == []
    assert events(hub, "case.closed") == [f'{{"id":"{case.id}","officer":"{LE}","second":"{TRAN}"}}']


def test_one_who_says_to_have_paid_is_rung(officer, machine, hub):
    machine.send(envelope())
    machine.send(message(2, "says_paid", {"reference": REFERENCE}))
    case = hub.store.read(open_cases)[0]
    page = officer.go("/desk")
    assert page.forms[f"called-{case.id}"].buttons == ["Gọi cho 0900 000 678, số của người khai: đã gọi"]
    officer.send(f"called-{case.id}")
    assert kinds(hub) == []


def test_a_second_person_who_is_locked_is_told_so(officer, machine, hub):
    machine.send(envelope())
    for _ in range(5):
        open_dossier(officer)
        officer.send(f"wrong-{DOSSIER}", reason="x", second_name=TRAN, second_pin="0")
    open_dossier(officer)
    assert "đang bị khóa" in officer.send(f"wrong-{DOSSIER}", reason="x", **TWO).text
    assert state(hub) == "waiting_look"


# what the citizen is promised


@pytest.mark.parametrize(("accepted_first", "day"), [(True, "2026-12-07"), (False, "2026-12-04")])
def test_the_day_counts_from_the_later_of_accepted_and_paid(
    officer, machine, hub, portal, feed, box, accepted_first, day
):
    """Counted from 25/11/2026 -> Monday 07/12; from 23/11/2026 -> Friday 04/12."""
    machine.send(envelope())
    look(officer)
    portal.default = Accepted("G00.000.108-261123-000042", box.clock.now())
    hub.sender.step()
    asked = machine.post("/api/v1/lookup", {"lookup": LOOKUP}).json()
    assert (asked["state"], asked["collect_day"]) == ("accepted", None)
    line = credit(1)
    if accepted_first:
        line = type(line)(**{**line.__dict__, "at": line.at + timedelta(days=2)})
    feed.lines.append(line)
    hub.feed.step()
    assert machine.post("/api/v1/lookup", {"lookup": LOOKUP}).json()["collect_day"] == day


def test_the_portals_own_day_prevails(officer, machine, hub, portal, feed, box):
    machine.send(envelope())
    look(officer)
    portal.answers = [Pending()]
    portal.default = None
    hub.sender.step()
    portal.find_answer = Accepted("G00.000.108-261123-000042", box.clock.now(), date(2026, 12, 1))
    box.clock.advance(60)
    hub.sender.step()
    feed.lines.append(credit(1))
    hub.feed.step()
    assert machine.post("/api/v1/lookup", {"lookup": LOOKUP}).json()["collect_day"] == "2026-12-01"


def test_a_payee_list_that_cannot_be_trusted_is_said_and_prints_no_code(officer, machine, box, client):
    machine.send(envelope())
    box.config.payees.write_text(
        box.config.payees.read_text("utf-8").replace("0000123400005", "0000123400006"), "utf-8"
    )
    assert "Danh sách nơi nhận tiền" in officer.go("/desk").text
    picture = Image.open(BytesIO(client.get(f"/desk/slips/{DOSSIER}/payment.png").content))
    assert texts_in(picture) == ()
