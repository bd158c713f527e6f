"""Damage of letters on the way from the card: found when it is there, never found in true text."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.identity.encoding import is_damaged
from kiosk.identity.places import PLACES

NAMES = (
    "Nguyễn Thị Ánh",
    "Trà My",
    "Lý Hà",
    "Đan",
    "Đỗ Ý Đăng",
    "Hồ Ô",
    "Vũ Ngọc Ỷ",
    "K'Sơr Ñ",
    "Ê\u0306ban Y Bhăm",
    "Ấp Bến Đò",
)


def _cp1252(raw: bytes) -> str:
    """As browsers read cp1252: its five holes are the control characters."""
    return "".join(bytes([b]).decode("cp1252") if b not in b"\x81\x8d\x8f\x90\x9d" else chr(b) for b in raw)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_utf_8_read_as_latin_1_or_cp1252_is_found(name: str, form: str) -> None:
    raw = unicodedata.normalize(form, name).encode()
    for misread in (raw.decode("latin-1"), _cp1252(raw), raw.decode("cp1252", "replace")):
        assert is_damaged(misread), misread
        assert is_damaged(f"031078004512||{misread}|14031978|Nữ|Gia Viên, Hải Phòng|22072021"), misread


@pytest.mark.parametrize("name", NAMES)
def test_a_text_misread_twice_is_found(name: str) -> None:
    assert is_damaged(_cp1252(_cp1252(name.encode()).encode()))


@pytest.mark.parametrize("name", NAMES)
def test_letters_that_became_question_marks_are_found(name: str) -> None:
    assert is_damaged(name.encode("ascii", "replace").decode())


@pytest.mark.parametrize(
    "text",
    ["Nguyá»n", "Huá»", "TrÃ My", "NgÃ ", "VÄn", "HÃ’A", "H\x00", "H\x7f", "\ufeff031", "\ud800", "\ue000", "a\tb"],
)
def test_halves_of_letters_and_noise_are_found(text: str) -> None:
    assert is_damaged(text)


@pytest.mark.parametrize(
    "text", ["Ph?m", "?ỗ", "Hà N?i", "Pa ?", "? La, Tuyên Quang", "Y??", "a\u0306?", "|Nguyễn Văn ?|", "Ea ?|x"]
)
def test_a_question_mark_in_the_place_of_a_letter_is_found(text: str) -> None:
    assert is_damaged(text)


@pytest.mark.parametrize(
    "text", ["Số 5?, Hải Phòng", "Số 8 (?)", "12? 13", "«Nhà» số 5ª", "NGÃ TƯ “THỊ XÃ”", "H’Ã’ Niê", "Ä".lower(), "15°"]
)
def test_true_signs_are_let_be(text: str) -> None:
    assert not is_damaged(text)


def test_no_place_of_the_country_is_taken_for_damage_and_its_misreading_always_is() -> None:
    table = json.loads(PLACES.read_text("utf-8"))
    names = {unit["name"] for key in ("provinces", "communes", "old_districts", "old_units") for unit in table[key]}
    for name in names:
        assert not is_damaged(name), name
        assert not is_damaged(name.upper()), name
        if not name.isascii():
            assert is_damaged(name.encode().decode("latin-1")), name
            assert is_damaged(name.upper().encode().decode("latin-1")), name


@given(st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắấềểễệốồớờỡợúùủứừựýỳỹỵÁÂĐÊÔƠƯ ", min_size=1))
def test_any_misread_vietnamese_is_found(text: str) -> None:
    if not text.isascii():
        assert is_damaged(text.encode().decode("latin-1"))
