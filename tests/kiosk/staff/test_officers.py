import unicodedata
from datetime import timedelta

import pytest
from pydantic import ValidationError

from kiosk.clock import ManualClock
from kiosk.staff import Officer, SignIn, StaffDoor, hash_pin
from kiosk.staff.officers import LOCK, TRIES
from tests.kiosk.hub.office_box import LE, MORNING, PIN, SECOND_PIN, TRAN


class Book(dict):
    def of(self, officer):
        return self.get(officer, (0, None))

    def put(self, officer, failed, locked_until):
        self[officer] = (failed, locked_until)


@pytest.fixture
def clock():
    return ManualClock(MORNING)


@pytest.fixture
def door(clock):
    officers = (
        Officer(id="le", name=LE, pin_hash=hash_pin(PIN, quick=True)),
        Officer(id="tran", name=TRAN, pin_hash=hash_pin(SECOND_PIN, quick=True)),
    )
    return StaffDoor(officers, Book(), clock.now)


def test_name_and_pin_open_however_the_name_is_written(door):
    for name in (LE, LE.lower(), f" {LE.replace(' ', '  ')} ", unicodedata.normalize("NFD", LE)):
        result, officer = door.sign_in(name, PIN)
        assert (result, officer.id) == (SignIn.OK, "le")


@pytest.mark.parametrize(("name", "pin"), [(LE, SECOND_PIN), (LE, ""), ("", PIN), ("Ai Đó", PIN), (TRAN, PIN)])
def test_anything_else_does_not(door, name, pin):
    assert door.sign_in(name, pin) == (SignIn.WRONG, None)


def test_the_fifth_wrong_pin_locks_the_right_one_out_too(door, clock):
    results = [door.sign_in(LE, "0")[0] for _ in range(TRIES)]
    assert results == [SignIn.WRONG] * 4 + [SignIn.LOCKED]
    assert door.sign_in(LE, PIN) == (SignIn.LOCKED, None)
    assert door.sign_in(TRAN, SECOND_PIN)[0] is SignIn.OK
    clock.advance((LOCK - timedelta(seconds=1)).total_seconds())
    assert door.sign_in(LE, PIN)[0] is SignIn.LOCKED
    clock.advance(1)
    assert door.sign_in(LE, PIN)[0] is SignIn.OK


def test_trying_while_locked_does_not_lengthen_the_lock(door, clock):
    for _ in range(TRIES + 3):
        door.sign_in(LE, "0")
    clock.advance(LOCK.total_seconds())
    assert door.sign_in(LE, PIN)[0] is SignIn.OK


def test_a_good_one_forgets_the_wrong_ones(door):
    for _ in range(3):
        for _ in range(TRIES - 1):
            door.sign_in(LE, "0")
        assert door.sign_in(LE, PIN)[0] is SignIn.OK


def test_after_a_lock_the_count_begins_again(door, clock):
    for _ in range(TRIES):
        door.sign_in(LE, "0")
    clock.advance(LOCK.total_seconds())
    assert door.sign_in(LE, "0")[0] is SignIn.WRONG
    assert door.sign_in(LE, PIN)[0] is SignIn.OK


def test_the_second_person_is_another_person(door):
    _, first = door.sign_in(LE, PIN)
    assert door.second(first, LE.upper(), PIN) == (SignIn.WRONG, None)
    assert door.second(first, TRAN, SECOND_PIN)[1].id == "tran"


def test_a_full_price_hash_is_read_too():
    door = StaffDoor((Officer(id="le", name=LE, pin_hash=hash_pin(PIN)),), Book(), ManualClock(MORNING).now)
    assert door.sign_in(LE, PIN)[0] is SignIn.OK


def test_an_office_without_officers_lets_nobody_in():
    assert StaffDoor((), Book(), ManualClock(MORNING).now).sign_in(LE, PIN) == (SignIn.WRONG, None)


@pytest.mark.parametrize("changes", [{"name": "031155000678"}, {"name": ""}, {"pin_hash": PIN}])
def test_an_officer_has_a_name_that_can_be_logged_and_a_hash(changes):
    with pytest.raises(ValidationError):
        Officer(**{"id": "x", "name": LE, "pin_hash": hash_pin(PIN, quick=True), **changes})
