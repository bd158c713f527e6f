import pytest

from kiosk.procedures import papers_due


def slips(passport, office, why):
    return [paper.slip.vi for paper in papers_due(passport, {"why": why}, office)]


@pytest.mark.parametrize(
    ("why", "lines"),
    [
        ("first", ["Nộp ảnh 4×6, nền trắng."]),
        ("expired", ["Nộp ảnh 4×6, nền trắng.", "Nộp hộ chiếu cũ, nếu còn giữ."]),
        ("valid", ["Nộp ảnh 4×6, nền trắng.", "Nộp hộ chiếu cũ."]),
        ("damaged", ["Nộp ảnh 4×6, nền trắng.", "Nộp hộ chiếu cũ."]),
        ("lost", ["Nộp ảnh 4×6, nền trắng.", "Mang giấy báo mất hộ chiếu."]),
    ],
)
def test_the_slip_says_what_to_hand_in(passport, office, why, lines):
    assert slips(passport, office, why) == lines


def test_the_office_that_takes_the_photo_says_so(passport, office):
    photo = papers_due(passport, {"why": "first"}, office.model_copy(update={"photo_at_counter": True}))[0]
    assert (photo.kind, photo.state) == ("photo_4x6", "at_counter")
    assert photo.slip.vi == "Chụp ảnh ở quầy số 3."
    assert photo.slip.en == "Have your photo taken at counter 3."


@pytest.mark.parametrize(
    ("why", "kind", "state", "taken", "blocks"),
    [
        ("first", "photo_4x6", "bring", "Đã thu ảnh", True),
        ("expired", "old_passport", "bring_if_kept", "Đã thu hộ chiếu cũ", False),
        ("valid", "old_passport", "bring", "Đã thu hộ chiếu cũ", True),
        ("damaged", "old_passport", "bring", "Đã thu hộ chiếu cũ", True),
        ("lost", "loss_report", "bring", "Đã xem giấy báo mất", True),
    ],
)
def test_what_the_officer_must_confirm(passport, office, why, kind, state, taken, blocks):
    paper = next(p for p in papers_due(passport, {"why": why}, office) if p.kind == kind)
    assert (paper.state, paper.taken.vi, paper.blocks) == (state, taken, blocks)
