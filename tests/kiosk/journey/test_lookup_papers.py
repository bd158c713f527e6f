"""Tra cứu hồ sơ: one sentence, one act."""

from datetime import date

import pytest

from kiosk.demo.gallery import Stand
from kiosk.journey.moves import IllegalMove
from kiosk.journey.pages import Pages
from kiosk.journey.ports import LookupAnswer, SlipKind, SlipResult
from kiosk.language.text import Words
from kiosk.payments.lookup import mint_lookup


@pytest.fixture
def stand():
    stand = Stand.begun().to("home")
    stand.walk.act("lookup")
    return stand


def find(stand, **answer):
    code = str(mint_lookup())
    stand.machine.answers[code] = LookupAnswer(found=True, number="A 0427", **answer)
    stand.walk.scanned(code)
    return view(stand)


def view(stand):
    return Pages(Words.load()).view(stand.walk)


def labels(shown):
    return [button.label for button in shown.buttons if button.act == "print"]


def test_an_accepted_dossier_offers_the_appointment(stand):
    shown = find(stand, state="accepted", money="settled", collect_day=date(2026, 12, 7))

    assert shown.lines == ("Cổng đã nhận.", "Đến lấy: Thứ Hai, 07/12/2026.")
    assert labels(shown) == ["In phiếu hẹn"]


def test_an_unpaid_dossier_offers_the_payment_slip(stand):
    shown = find(stand, state="waiting_look", money="open", remaining=100_000)

    assert shown.lines == ("Hồ sơ chờ cán bộ xem thẻ.", "Mời ông, bà sang quầy số 3.", "Lệ phí: chưa thấy tiền.")
    assert labels(shown) == ["In phiếu trả lệ phí"]


@pytest.mark.parametrize(
    ("state", "money"), [("waiting_look", "settled"), ("withdrawn", "open"), ("sending", "withdrawn")]
)
def test_where_no_paper_would_be_true_none_is_offered(stand, state, money):
    assert labels(find(stand, state=state, money=money)) == []
    with pytest.raises(IllegalMove):
        stand.walk.act("print")


def test_without_paper_none_is_offered(stand):
    stand.machine.can_print = False

    assert labels(find(stand, state="accepted", money="settled")) == []


def test_the_paper_is_printed_once_and_the_page_says_where_it_is(stand):
    find(stand, state="accepted", money="settled")

    stand.walk.act("print")

    assert stand.machine.found[-1][1] is SlipKind.FINAL
    assert view(stand).lines[-1] == "Mời ông, bà lấy phiếu ở khe bên trái."
    assert labels(view(stand)) == []


def test_a_paper_that_did_not_come_is_printed_at_the_counter(stand):
    stand.machine.print_result = SlipResult.NOT_PRINTED
    find(stand, state="accepted", money="settled")

    stand.walk.act("print")

    assert view(stand).lines[-1] == "Phiếu in ở quầy số 3."


def test_while_it_prints_the_page_says_so_and_a_late_result_for_another_slip_is_dropped(stand):
    stand.machine.hold_prints = True
    find(stand, state="accepted", money="settled")
    stand.walk.act("print")
    assert view(stand).lines[-1] == "Máy đang in phiếu…"

    stand.walk.act("back")
    stand.machine.held.pop()(SlipResult.PRINTED)

    assert stand.walk.page_id == "home"


@pytest.mark.parametrize("between", [["back", "lookup"], []])
def test_the_next_slip_has_its_own_paper(stand, between):
    stand.machine.hold_prints = True
    find(stand, state="accepted", money="settled")
    stand.walk.act("print")
    for act in between:
        stand.walk.act(act)

    shown = find(stand, state="accepted", money="settled")
    stand.machine.held.pop()(SlipResult.PRINTED)

    assert shown.lines == ("Cổng đã nhận.",)
    assert labels(shown) == labels(view(stand)) == ["In phiếu hẹn"]
