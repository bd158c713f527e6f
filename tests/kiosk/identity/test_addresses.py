"""Old and new addresses, and the communes they may lie in today."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.identity.places import Places, match_json
from tests.vectors import vectors


@pytest.fixture(scope="module")
def places() -> Places:
    return Places.load()


def names(places: Places, address: str) -> list[str]:
    return [commune.kind_name for commune in places.map_address(address).candidates]


@pytest.mark.parametrize("vector", vectors("old-addresses"), ids=lambda vector: vector["address"])
def test_the_open_examples(places: Places, vector: dict) -> None:
    match = places.map_address(vector["address"])
    assert [commune.code for commune in match.candidates] == vector["candidates"]
    assert match.split == vector["split"]
    assert not (match.exact and len(match.candidates) != 1)


@pytest.mark.parametrize("vector", vectors("old-addresses")[:12], ids=lambda vector: vector["address"])
def test_case_form_and_tone_place_do_not_matter(places: Places, vector: dict) -> None:
    address = vector["address"]
    for variant in (
        unicodedata.normalize("NFD", address),
        address.upper(),
        address.replace("Thủy", "Thuỷ").replace("Thụy", "Thuỵ"),
        f"  {address}. , Việt Nam",
    ):
        assert places.map_address(variant) == places.map_address(address)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("Số 5, Phường Máy Chai, Quận Ngô Quyền, Thành phố Hải Phòng", ["Phường Ngô Quyền"]),
        ("Xóm 1, Lâm Động, Thủy Nguyên, Hải Phòng", ["Phường Thiên Hương"]),
        ("Số 8 ngõ 41, Gia Xuyên, TP. Hải Dương, Hải Dương", ["Phường Thạch Khôi"]),
        ("Buôn Ako, Tân Lợi, TP. Buôn Ma Thuột, Đắk Lắk", ["Phường Buôn Ma Thuột"]),
        ("P4, Q5, TPHCM", ["Phường Chợ Quán"]),
        ("Phường 04, Quận 05, TP. Hồ Chí Minh", ["Phường Chợ Quán"]),
        ("P Rao, Đông Giang, Quảng Nam", ["Xã Đông Giang"]),
        ("Khu 2, Côn Đảo, Bà Rịa-Vũng Tàu", ["Đặc khu Côn Đảo"]),
        ("Xã Long Xuyên, Thị xã Kinh Môn, Hải Dương", ["Phường Kinh Môn"]),
        ("Thôn 1, Thành Đông, Hải Dương", ["Phường Thành Đông"]),
    ],
)
def test_a_plain_unit_is_proposed(places: Places, address: str, expected: list[str]) -> None:
    assert names(places, address) == expected


def test_a_split_unit_gives_all_its_communes_likely_one_first(places: Places) -> None:
    match = places.map_address("Tổ 5, Trường Sơn, An Lão, Hải Phòng")
    assert [c.code for c in match.candidates] == ["11629", "11446"]
    assert match.split
    assert not match.exact


def test_the_district_decides_on_a_name_that_is_both_old_and_new(places: Places) -> None:
    assert places.map_address("Gia Viên, Hải Phòng").already_new
    old = places.map_address("Gia Viên, Ngô Quyền, Hải Phòng")
    assert len(old.candidates) == 3
    assert not old.already_new


def test_tones_are_never_ignored(places: Places) -> None:
    assert names(places, "Cẩm Giàng, Hải Phòng") == ["Xã Cẩm Giàng"]
    assert names(places, "Cẩm Giang, Hải Phòng") == ["Xã Cẩm Giang"]
    assert names(places, "Cam Giang, Hải Phòng") == []


def test_a_written_kind_must_be_that_of_the_commune_of_today(places: Places) -> None:
    assert places.map_address("Phường Gia Viên, Hải Phòng").already_new
    assert not places.map_address("Xã Gia Viên, Hải Phòng").already_new


def test_a_kind_tells_two_districts_of_one_name_apart(places: Places) -> None:
    assert names(places, "Kỳ Long, Thị xã Kỳ Anh, Hà Tĩnh") == ["Phường Vũng Áng"]
    assert names(places, "Kỳ Long, Huyện Kỳ Anh, Hà Tĩnh") == []
    assert names(places, "Kỳ Long, Kỳ Anh, Hà Tĩnh") == ["Phường Vũng Áng"]


def test_an_unknown_unit_of_a_district_is_not_taken_for_the_commune_of_the_districts_name(places: Places) -> None:
    assert names(places, "Xã Không Có, An Lão, Hải Phòng") == []
    match = places.map_address("Số 5, Thủy Nguyên, Hải Phòng")
    assert match.already_new
    assert not match.exact
    assert places.map_address("Số 5, Phường Thủy Nguyên, Hải Phòng").exact


@pytest.mark.parametrize(
    "address",
    [
        "Thôn Đông, Xã Hồng Phong, Huyện Bình Gia, Tỉnh Lạng Sơn",
        "Phường Trung Tự, Đống Đa, Hà Nội",
        "Hải Châu I, Hải Châu, Đà Nẵng",
        "Xã Phước Lưu, Trảng Bàng, Tây Ninh",
        "Gia Xuyên, Hải Phòng",
        "Phường 2, Quận 11, Hồ Chí Minh",
    ],
)
def test_what_is_doubtful_is_proposed_but_never_called_exact(places: Places, address: str) -> None:
    match = places.map_address(address)
    assert match.candidates
    assert match.exact == (address == "Phường 2, Quận 11, Hồ Chí Minh")


@pytest.mark.parametrize("address", ["", ",", "Hải Phòng", "abc", "Xóm 1, Atlantis", "Hải Phòng, Việt Nam", "5, ,"])
def test_what_names_no_unit_gives_nothing(places: Places, address: str) -> None:
    assert match_json(places.map_address(address)) == {"candidates": [], "split": False, "exact": False}


def test_the_answer_of_the_command(places: Places) -> None:
    assert match_json(places.map_address("Tổ dân phố 3, Gia Viên, Hải Phòng")) == {
        "candidates": [{"code": "11359", "name": "Gia Viên", "province": "Hải Phòng"}],
        "split": False,
        "exact": True,
    }


@given(
    st.text(max_size=60) | st.lists(st.sampled_from(["Hải Phòng", "An Lão", "Xã", "1", "P.", "Hà Nội"])).map(", ".join)
)
def test_no_address_raises(text: str) -> None:
    match = Places.load().map_address(text)
    assert not match.exact or len(match.candidates) == 1
