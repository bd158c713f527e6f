"""The office as the hub last gave it: whole or not at all, and good for days without a line."""

from datetime import date, time

import pytest

from kiosk.machine.office_data import OfficeData
from kiosk.payments.payees import PayeeList


def answer(bench, **changes):
    return bench.client.office().value.model_dump(mode="json") | changes


def test_nothing_is_known_before_the_hub_ever_answered(bench):
    bench.store.set("office", None)
    fresh = OfficeData(bench.store, bench.list_key.public_key(), bench.clock)
    assert not fresh.known
    with pytest.raises(RuntimeError, match="never came"):
        _ = fresh.office


def test_what_came_once_is_used_after_a_restart_without_a_line(bench):
    bench.line.cut()
    again = bench.restarted()
    try:
        assert again.office.known
        assert again.machine.office == bench.box.config.office
        assert again.machine.closes(date(2026, 11, 23)) == time(16, 30)
        assert again.machine.closes(date(2026, 11, 22)) is None
        assert isinstance(again.office.payees(), PayeeList)
        assert again.sealed().due.matrix is not None
    finally:
        again.stop()


@pytest.mark.parametrize(
    "changes",
    [
        {"office": None},
        {"office": {"id": "x"}},
        {"payees": None},
        {"payees": {}},
        {"hub_key": "abc"},
        {"hub_key": None},
    ],
)
def test_an_answer_that_is_not_whole_changes_nothing(bench, changes, caplog):
    before, kept = bench.office.office, bench.store.get("office")
    assert not bench.office.receive(answer(bench, **changes))
    assert (bench.office.office, bench.store.get("office")) == (before, kept)
    assert "office data not used: malformed" in caplog.text


def test_a_file_kept_by_another_program_is_asked_for_anew(bench):
    bench.store.set("office", {"office": {"id": "of an older form"}})
    data = OfficeData(bench.store, bench.list_key.public_key(), bench.clock)
    assert not data.known
    assert data.receive(answer(bench))
    assert data.known


def test_new_words_of_the_office_are_used_at_once(bench):
    changed = answer(bench)
    changed["office"]["counter"] = "quầy số 5"
    changed["office"]["closed_days"] = ["2026-11-23"]
    assert bench.office.receive(changed)
    assert bench.machine.office.counter == "quầy số 5"
    assert bench.machine.closes(date(2026, 11, 23)) is None
    assert bench.store.get("office")["office"]["counter"] == "quầy số 5"
