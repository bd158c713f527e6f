import pytest

from kiosk.procedures import OfficeFault, load_office
from kiosk.procedures.offices import OFFICES

SAMPLE = OFFICES / "mau-pa08.yaml"


def test_the_sample_office_receives_the_passport_procedure(office, passport):
    assert passport.code in office.receives
    assert office.payees[passport.payee_kind] == "mau-pa08-fees"
    assert (office.name, office.counter) == ("Công an thành phố Mẫu", "quầy số 3")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("pay_days: 30", "pay_day: 30", "pay_day: Extra inputs"),
        ("pay_days: 30", "pay_days: many", "pay_days: Input should be a valid integer"),
        ("counter: quầy số 3", "counter: {", "cannot be read"),
        ("id: mau-pa08\n", "", "id: Field required"),
    ],
)
def test_a_wrong_office_file_is_refused_with_the_field(tmp_path, old, new, fault):
    path = tmp_path / "office.yaml"
    path.write_text(SAMPLE.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(OfficeFault, match=fault):
        load_office(path)


def test_an_office_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(OfficeFault, match="cannot be read"):
        load_office(tmp_path / "none.yaml")
