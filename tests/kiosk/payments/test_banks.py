"""The table of banks, and what it tells whoever signs a payee list."""

import copy

import pytest

from kiosk.payments.banks import banks, remarks
from kiosk.payments.payees import PayeeList, sign
from tests.kiosk.payments.conftest import KEY, TODAY, listed


def test_every_row_has_a_six_digit_bin_and_names():
    assert len(banks()) == 71
    assert all(row.bin == bin_ and len(bin_) == 6 and bin_.isdigit() and row.name for bin_, row in banks().items())


def test_a_bin_that_stands_twice_is_found(tmp_path):
    row = '{"bin": "970436", "short_name": "A", "name": "B", "sbv_list_2023": true}'
    table = tmp_path / "banks.json"
    table.write_text(f'{{"banks": [{row}, {row}]}}', "utf-8")
    with pytest.raises(ValueError, match="stands twice"):
        banks(table)


def test_the_signer_is_told_which_bank_each_number_means():
    data = copy.deepcopy(listed())
    data["payees"][0]["bin"] = "970436"
    text = sign(data, KEY)
    assert isinstance(text, str)
    read = PayeeList.read(text, KEY.public_key(), TODAY)
    assert isinstance(read, PayeeList)
    known, unknown = remarks(read, "en")
    assert banks()["970436"].name in known
    assert "no table" in unknown
    assert remarks(read, "vi") != remarks(read, "en")
