from datetime import date

from kiosk.procedures import bring_facts

NOVEMBER = date(2026, 11, 23)


def rows(page):
    return [(fact.label, fact.value, fact.sub) for fact in page.facts]


def test_the_page_of_november_2026(passport, office):
    page = bring_facts(passport, office, NOVEMBER, "vi")
    assert rows(page) == [
        ("Bắt buộc", "Thẻ căn cước", ""),
        ("Nếu đã từng có", "Hộ chiếu cũ", ""),
        ("Nộp ở quầy", "Ảnh 4×6, nền trắng", ""),
        ("Làm tại máy", "Chừng 10 phút", ""),
        ("Lệ phí", "100.000 đồng", "Mất, hỏng: 200.000 đồng"),
        ("Thời hạn", "8 ngày làm việc", "Tính từ khi nhận đủ hồ sơ, lệ phí"),
    ]
    assert [note.text for note in page.notes] == [
        "Hộ chiếu này không gắn chip. Muốn có chip, xin gọi cán bộ.",
        "Tự nộp bằng VNeID có khi được miễn lệ phí.",
    ]


def test_the_fee_is_that_of_the_day(passport, office):
    page = bring_facts(passport, office, date(2027, 1, 1), "vi")
    assert ("Lệ phí", "200.000 đồng", "Mất, hỏng: 400.000 đồng") in rows(page)


def test_no_fee_is_shown_that_no_row_vouches_for(passport, office):
    page = bring_facts(passport, office, date(2026, 1, 1), "vi")
    assert "Lệ phí" not in [fact.label for fact in page.facts]


def test_the_waiver_note_ends_with_february_2027(passport, office):
    def notes(day):
        return [note.text for note in bring_facts(passport, office, day, "en").notes]

    assert "Filing by yourself in VNeID may be free of charge." in notes(date(2027, 2, 28))
    assert "Filing by yourself in VNeID may be free of charge." not in notes(date(2027, 3, 1))
    assert "Filing by yourself in VNeID may be free of charge." not in notes(date(2026, 8, 14))


def test_a_photo_taken_here_is_not_brought(passport, office):
    at_counter = office.model_copy(update={"photo_at_counter": True})
    page = bring_facts(passport, at_counter, NOVEMBER, "vi")
    assert ("Ảnh", "Chụp ảnh ở quầy số 3", "") in rows(page)
    assert "Nộp ở quầy" not in [fact.label for fact in page.facts]


def test_a_line_that_is_down_is_said_and_waits(passport, office):
    page = bring_facts(passport, office, NOVEMBER, "vi", line_up=False)
    assert (page.notes[-1].kind, page.notes[-1].text) == ("w", "Máy vẫn nhận hồ sơ và tự gửi sau.")
