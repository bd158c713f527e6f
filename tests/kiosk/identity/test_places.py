"""The table of places and what is searched in it."""

import subprocess
import sys

import pytest

from kiosk.identity import PersonalNumber, birth_province
from kiosk.identity.person import BIRTH_PROVINCES
from kiosk.identity.places import Places
from kiosk.language.folding import folded

HAI_PHONG = "31"


@pytest.fixture(scope="module")
def places() -> Places:
    return Places.load()


def found(places: Places, text: str, province: str = HAI_PHONG) -> list[str]:
    return [commune.kind_name for commune in places.search_communes(province, text)]


def test_the_table_is_complete(places: Places) -> None:
    assert len(places.provinces) == 34
    assert len(places.old_provinces) == 63
    assert sum(len(places.communes(province.code)) for province in places.provinces) == 3321
    assert len(places.communes(HAI_PHONG)) == 114
    assert places.data_date == "2026-07-25"


def test_a_unit_is_named_with_its_kind(places: Places) -> None:
    commune = places.commune("11359")
    assert commune is not None
    assert (commune.kind_name, commune.province, commune.province_name) == ("Phường Gia Viên", "31", "Hải Phòng")
    assert places.commune("00000") is None
    assert places.communes("99") == ()
    by_code = {province.code: province for province in places.provinces}
    assert by_code[HAI_PHONG].kind_name == "Thành phố Hải Phòng"
    assert by_code[HAI_PHONG].merged == ("Hải Dương", "Hải Phòng")
    assert by_code["75"].kind == "thành phố"
    assert places.old_provinces[0].kind_name == "Tỉnh An Giang"


def test_every_province_of_today_lists_its_communes_by_name(places: Places) -> None:
    for province in places.provinces:
        names = [folded(commune.name) for commune in places.communes(province.code)]
        assert names == sorted(names)
        assert names


def test_old_provinces_lie_in_those_of_today(places: Places) -> None:
    assert places.province_today("Hải Dương") == "Hải Phòng"
    assert places.province_today("Thừa Thiên Huế") == "Huế"
    assert places.province_today("TP. Hồ Chí Minh") == "Hồ Chí Minh"
    assert places.province_today("Bà Rịa-Vũng Tàu") == "Hồ Chí Minh"
    assert places.province_today("Atlantis") == "Atlantis"


def test_every_province_a_personal_number_can_name_is_known(places: Places) -> None:
    codes = [line.strip()[1:4] for line in BIRTH_PROVINCES.read_text("utf-8").splitlines() if line.startswith('  "')]
    assert len(codes) == 63
    for code in codes:
        name = birth_province(PersonalNumber(f"{code}078004512"))
        assert name is not None
        old = next(p for p in places.old_provinces if places.search_provinces(name)[0] is p)
        assert f"0{old.code}" == code


def test_a_code_of_today_is_of_another_number_line(places: Places) -> None:
    old = {p.name: p for p in places.old_provinces}
    assert (old["Bắc Ninh"].code, old["Bắc Ninh"].today) == ("27", "24")
    assert (old["Bắc Giang"].code, old["Bắc Giang"].today_name) == ("24", "Bắc Ninh")


@pytest.mark.parametrize(
    ("text", "first"),
    [("hai ph", "Hải Phòng"), ("Hue", "Huế"), ("thua thien", "Huế"), ("hcm", "Hồ Chí Minh"), ("dak l", "Đắk Lắk")],
)
def test_provinces_are_found_without_marks(places: Places, text: str, first: str) -> None:
    assert places.search_provinces(text)[0].name == first


def test_provinces_beginning_as_typed_come_before_those_that_hold_it(places: Places) -> None:
    names = [p.name for p in places.search_provinces("ha")]
    assert names.index("Hậu Giang") < names.index("Đồng Tháp")
    assert len(places.search_provinces("")) == 63
    assert places.search_provinces("zz") == ()


def test_an_exact_name_comes_first_then_beginnings_then_the_inside(places: Places) -> None:
    assert found(places, "an bien")[0] == "Phường An Biên"
    an = found(places, "an")
    assert an[0].split(" ", 1)[1].startswith("An ")
    assert an.index("Phường An Biên") < an.index("Xã Trường Tân")
    assert found(places, "phường An Biên") == found(places, "An Biên")


def test_communes_are_found_by_the_units_that_went_into_them(places: Places) -> None:
    assert found(places, "may chai") == ["Phường Ngô Quyền"]
    assert found(places, "gia vien") == ["Phường Gia Viên", "Phường Hồng Bàng", "Phường Ngô Quyền"]


def test_what_is_spelled_as_typed_leads(places: Places) -> None:
    assert found(places, "Cẩm Giàng") == ["Xã Cẩm Giàng", "Xã Cẩm Giang"]
    assert found(places, "Cẩm Giang") == ["Xã Cẩm Giang", "Xã Cẩm Giàng"]


def test_no_text_lists_all_and_an_unknown_text_none(places: Places) -> None:
    assert len(found(places, " ")) == 114
    assert found(places, "zzz") == []


def test_importing_the_module_does_not_read_the_table() -> None:
    probe = "import kiosk.identity.places as p, gc; print(sum(isinstance(o, p.Places) for o in gc.get_objects()))"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"


def test_the_table_is_read_once(places: Places) -> None:
    assert Places.load() is places
