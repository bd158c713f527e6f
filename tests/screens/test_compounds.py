"""Which blanks hold, without a window."""

import pytest

from screens.widgets.compounds import JOINT, LINK, NBSP, compounds, forget, joined, plain
from screens.widgets.wrapping import wrap


def wide(text: str) -> float:
    return 10.0 * len(text)


def shown(text: str) -> str:
    return joined(text).replace(NBSP, "_").replace(JOINT, "~").replace(LINK, "-")


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("trả lệ phí bằng", "trả lệ_phí bằng"),
        ("Lệ phí cấp Hộ chiếu", "Lệ_phí cấp Hộ_chiếu"),
        ("Phòng Quản lý xuất nhập cảnh", "Phòng~Quản_lý xuất_nhập_cảnh"),
        ("người dưới 18 tuổi", "người dưới 18_tuổi"),
        ("có 10 chữ số", "có 10_chữ_số"),
        ("nhận 100.000 đồng", "nhận 100.000_đồng"),
        ("sang quầy số 3", "sang quầy_số-3"),
        ("0900 ••• 678, số", "0900~•••~678, số"),
        ("031 ••• ••• 678", "031~•••~•••~678"),
        ("HC7K 4M2Q 9XRX", "HC7K~4M2Q~9XRX"),
        ("Phường An Biên", "Phường-An~Biên"),
        ("ở thành phố Hải Phòng", "ở thành_phố-Hải~Phòng"),
        ("phố Mẫu, An Biên", "phố-Mẫu, An~Biên"),
        ("Mời ông, bà vào", "Mời ông,_bà vào"),
    ],
)
def test_what_belongs_together_holds(text, holds):
    assert shown(text) == holds
    assert plain(joined(text)) == text


def test_a_compound_inside_longer_words_is_none():
    assert shown("hồ sơn") == "hồ sơn"


def test_compounds_that_share_a_word_both_hold():
    assert shown("cán bộ phận") == "cán_bộ_phận"


def test_where_the_line_is_too_narrow_the_weaker_link_gives_way():
    assert wrap("Phường Ái Quốc", wide, 100) == ["Phường", "Ái Quốc"]
    assert wrap("thành phố Hải Phòng", wide, 100) == ["thành phố", "Hải Phòng"]
    assert wrap("xuất nhập cảnh", wide, 90) == ["xuất nhập", "cảnh"]


def test_balancing_breaks_no_compound():
    assert wrap("aa bbbb lệ phí cc", wide, 120, balance=True) == ["aa bbbb", "lệ phí cc"]


def test_a_break_of_the_catalogue_that_tears_a_compound_is_broken_anew():
    assert wrap("Đưa mặt có mã\nvuông vào khe", wide, 160, balance=True) == ["Đưa mặt có", "mã vuông vào khe"]


def test_the_list_is_of_compounds_each_once():
    assert len(set(compounds())) == len(compounds()) > 150
    assert all(" " in compound and compound == compound.lower() for compound in compounds())


def test_texts_are_forgotten_on_demand():
    joined("Nguyễn Thị Mẫu")
    forget()
    assert joined.cache_info().currsize == 0
