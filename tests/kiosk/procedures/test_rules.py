import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.identity.person import PartialDate, birthday
from kiosk.procedures import Catalogue
from kiosk.procedures.rules import RULES, RuleContext, check, normalise

PASSPORT = Catalogue.load()["cap-ho-chieu-pho-thong"]
TODAY = date(2026, 11, 23)
BIRTH = PartialDate(1955, 3, 12)


def said(page_id, raw, birth=BIRTH, **answers):
    """(kind, Vietnamese words) of the problem, None without one."""
    problem = check(PASSPORT.page(page_id), raw, RuleContext(TODAY, birth, answers))
    return problem and (problem.kind, problem.text.vi)


@pytest.mark.parametrize("number", ["C0000012", "c0000012", "B12345678", "C 0000 012"])
def test_an_old_passport_number_of_the_usual_form_stands(number):
    assert said("old-number", number) is None


@pytest.mark.parametrize("number", ["C00012", "00000123", "CC000012", "C123456789"])
def test_another_old_number_is_warned_about_and_may_be_kept(number):
    assert said("old-number", number) == ("w", "Số thường có 1 chữ và 7 hoặc 8 số. Xin xem lại.")


@pytest.mark.parametrize("number", ["0900000678", "0900 000 678", "0225 000 0000", "02250000000"])
def test_a_phone_number_of_ten_digits_or_a_landline_of_eleven_stands(number):
    assert said("phone", number) is None


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("090000067", "Số điện thoại có 10 chữ số. Ông, bà mới bấm 9 số."),
        ("0", "Số điện thoại có 10 chữ số. Ông, bà mới bấm 1 số."),
        ("09000006789", "Số điện thoại có 10 chữ số. Ông, bà đã bấm 11 số."),
        ("900000678", "Số điện thoại bắt đầu bằng số 0."),
        ("8490000067", "Số điện thoại bắt đầu bằng số 0."),
        ("", "Xin bấm số điện thoại."),
    ],
)
def test_another_phone_number_says_what_to_do(number, words):
    assert said("phone", number) == ("e", words)


def test_the_old_passport_was_issued_in_the_past():
    assert said("old-date", "05/09/2016", why="expired") is None
    assert said("old-date", "23/11/2026", why="valid") is None
    assert said("old-date", "24/11/2026", why="valid") == ("e", "Ngày này chưa tới. Xin xem lại năm.")


def test_the_old_passport_was_issued_after_birth():
    words = ("e", "Ngày này trước ngày sinh của ông, bà. Xin xem lại.")
    assert said("old-date", "12/03/1955", why="lost") == words
    assert said("old-date", "13/03/1955", why="lost") is None
    assert said("old-date", "01/06/1955", PartialDate(1955), why="lost") is None
    assert said("old-date", "31/12/1954", PartialDate(1955), why="lost") == words


def test_an_expired_passport_of_under_ten_years_is_warned_about():
    words = ("w", "Hộ chiếu này có thể còn hạn. Xin xem lại.")
    assert said("old-date", "24/11/2016", why="expired") == words
    assert said("old-date", "23/11/2016", why="expired") is None
    assert said("old-date", "24/11/2016", why="damaged") is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("31/04/2016", "Tháng ấy không có ngày 31. Xin xem lại."),
        ("29/02/2015", "Tháng ấy không có ngày 29. Xin xem lại."),
        ("00/02/2015", "Tháng ấy không có ngày 0. Xin xem lại."),
        ("05/13/2015", "Một năm chỉ có 12 tháng. Xin xem lại tháng."),
        ("05/09/216", "Năm có 4 chữ số. Xin xem lại năm."),
        ("05/09/1016", "Năm này lâu quá rồi. Xin xem lại năm."),
        ("-/-/2016", "Xin bấm đủ ngày, tháng, năm."),
        ("05/09/", "Xin bấm năm."),
        ("hôm qua", "Xin bấm năm."),
        ("//", "Xin bấm đủ ngày, tháng, năm."),
        ("", "Xin bấm đủ ngày, tháng, năm."),
    ],
)
def test_a_date_that_does_not_exist_says_what_to_look_at(typed, words):
    assert said("old-date", typed, why="expired") == ("e", words)


@pytest.mark.parametrize(("page", "parent"), [("mother-born", "mẹ"), ("father-born", "cha")])
def test_a_parent_was_born_in_an_earlier_year(page, parent):
    words = ("e", f"Năm sinh của {parent} phải trước năm sinh của ông, bà.")
    assert said(page, "-/-/1932") is None
    assert said(page, "01/02/1954") is None
    assert said(page, "-/-/1955") == words
    assert said(page, "01/01/1955") == words
    assert said(page, "15/-/1932") == ("e", "Có ngày thì xin bấm cả tháng.")
    assert said(page, "-/-/-") == ("e", "Xin bấm năm.")


def test_a_spouse_may_be_younger_but_is_born():
    assert said("spouse-born", "-/-/1990") is None
    assert said("spouse-born", "-/-/2026") is None
    assert said("spouse-born", "-/-/2027") == ("e", "Ngày này chưa tới. Xin xem lại năm.")
    assert said("spouse-born", "-/-/90") == ("e", "Năm có 4 chữ số. Xin xem lại năm.")


@pytest.mark.parametrize("name", ["Trần Thị Huệ", "H' Linh Niê", "K’Nam", "Y Bhăm Êban", "An", "Tôn-Nữ Thị Mẫu"])
def test_names_of_all_peoples_stand(name):
    assert said("mother-name", name) is None


@pytest.mark.parametrize("name", ["Trần Thị 2", "Trần; Thị", "'", "Huệ!"])
def test_a_name_with_other_signs_does_not(name):
    assert said("mother-name", name) == ("e", "Tên chỉ gồm chữ, dấu cách, dấu nháy và gạch nối.")


def test_a_name_of_sixty_letters_stands_and_of_sixty_one_not():
    assert said("mother-name", "ê" * 60) is None
    assert said("mother-name", "ê" * 61) == ("e", "Tên có nhiều nhất 60 chữ. Xin bấm gọn lại.")


def test_an_empty_name_says_how_to_go_on_without():
    assert said("mother-name", "  ") == ("e", "Xin bấm tên mẹ. Không nhớ thì bấm Quay lại.")
    assert said("father-name", "") == ("e", "Xin bấm tên cha. Không nhớ thì bấm Quay lại.")


def test_free_text_stands_up_to_its_limit():
    assert said("street", "Số 12, ngõ 5") is None
    assert said("street", "") == ("e", "Xin bấm số nhà hoặc tên thôn, tổ.")
    assert said("job", "x" * 101) == ("e", "Ô này có nhiều nhất 100 chữ. Xin bấm gọn lại.")


@pytest.mark.parametrize(
    ("page", "way_out"),
    [("old-number", "counter"), ("street", "counter"), ("old-date", "unknown"), ("mother-born", "unknown")],
)
def test_a_way_out_of_the_page_is_an_answer(page, way_out):
    assert said(page, way_out, why="expired") is None
    assert normalise(PASSPORT.page(page), way_out) == way_out


def test_a_way_out_that_the_page_does_not_have_is_typed_text():
    assert said("phone", "unknown") == ("e", "Số điện thoại bắt đầu bằng số 0.")


def test_every_check_of_the_catalogue_is_there():
    named = {page.check for page in PASSPORT.pages} - {"", "not-empty"}
    assert named == set(RULES)


def test_a_problem_and_its_context_show_nothing_that_was_typed():
    context = RuleContext(TODAY, BIRTH, {"mother-name": "Trần Thị Huệ"})
    problem = check(PASSPORT.page("mother-name"), "Trần Thị 2", context)
    assert "Huệ" not in repr(context)
    assert "1955" not in repr(context)
    assert "Trần" not in repr(problem)


TYPED = st.sampled_from([page for page in PASSPORT.pages if page.kind in ("name", "text", "pad", "date")])


@given(TYPED, st.text(max_size=40))
def test_the_kept_form_is_stable_and_never_changes_the_verdict(page, raw):
    context = RuleContext(TODAY, BIRTH, {"why": "expired"})
    kept = normalise(page, raw)
    assert normalise(page, kept) == kept
    assert unicodedata.is_normalized("NFC", kept)
    assert check(page, kept, context) == check(page, raw, context)


@given(st.dates(date(1956, 1, 1), date(2030, 12, 31)))
def test_an_expired_passport_stands_from_ten_years_on(issued):
    problem = said("old-date", f"{issued.day}/{issued.month}/{issued.year}", why="expired")
    if issued > TODAY:
        assert problem[0] == "e"
    else:
        assert (problem is None) == (birthday(issued, 10) <= TODAY)


@given(st.dates(date(1850, 1, 1), date(2026, 11, 23)))
def test_a_typed_day_is_kept_as_dd_mm_yyyy(day):
    page = PASSPORT.page("mother-born")
    assert normalise(page, f"{day.day}/{day.month}/{day.year}") == day.strftime("%d/%m/%Y")
    assert PartialDate.from_shown(normalise(page, f"{day.day}/{day.month}/{day.year}")).first_day() == day
