"""The forget check finds what was planted, wherever and in whatever form, and nothing else."""

import base64
import json
import os
import resource
import subprocess
import sys
import unicodedata
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

import pytest

from kiosk.demo.gallery import ANSWERS, SAMPLE_CARD
from kiosk.identity.card import parse_card
from kiosk.procedures.lists import load_list
from kiosk.proving.forget import PLACES, Traces, hits, hits_in, hits_on_disk
from kiosk.proving.forget_scan import Scan
from kiosk.proving.forget_values import Values, telling

PERSON = parse_card(SAMPLE_CARD, date(2026, 11, 24))
VALUES = Values.of(PERSON, ANSWERS)
NAME = PERSON.name.encode()


@pytest.fixture
def machine(tmp_path):
    """A machine's folders, all empty."""
    folders = {name: tmp_path / name for name in ("machine", "home", "temp", "crash", "spool", "proc")}
    for folder in folders.values():
        folder.mkdir()
    return Traces(
        folders["machine"],
        homes=(folders["home"],),
        temp=folders["temp"],
        crashes=(folders["crash"],),
        spools=(folders["spool"],),
    )


def in_file(name, content=b"before" + NAME + b"after"):
    @contextmanager
    def plant(machine):
        path = machine.folder.parent / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        yield machine

    return plant


@contextmanager
def said(machine):
    yield replace(machine, said=(b"walk stopped: " + NAME,))


@contextmanager
def told_by_the_kernel(machine, name, text):
    (machine.folder.parent / "proc" / "7").mkdir()
    (machine.folder.parent / "proc" / "7" / name).write_bytes(text)
    yield replace(machine, pids=(7,), proc=machine.folder.parent / "proc")


@contextmanager
def running(machine, script="", **environment):
    """A process of the machine's that has run `script` and waits."""
    process = subprocess.Popen(
        [sys.executable, "-c", f"{script}\nprint('ready', flush=True)\ninput()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **environment},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (0, 0)),
    )
    with process:
        assert process.stdout.readline() == b"ready\n"
        yield replace(machine, pids=(process.pid,))
        process.stdin.close()


HOLDS = f"import tempfile; file = tempfile.TemporaryFile(); file.write(bytes({list(NAME)})); file.flush()"
CHURCH = max((entry.value for entry in load_list("religions").entries), key=len)
LIMITS = (
    b"Limit                     Soft Limit           Hard Limit           Units\nMax core file size        %s bytes\n"
)

PLANTS = {
    "store": in_file("machine/store.sqlite"),
    "store log": in_file("machine/store.sqlite-wal"),
    "store index": in_file("machine/store.sqlite-shm"),
    "store journal": in_file("machine/store.sqlite-journal"),
    "set aside": in_file("machine/store.sqlite.damaged-20261124T090000000000Z"),
    "backup": in_file("machine/backups/store-3.sqlite"),
    "attachments": in_file("machine/attachments/7f"),
    "other files": in_file("machine/notes.txt"),
    "homes": in_file("home/config.ini"),
    "temp": in_file("temp/tmp1234"),
    "crash reports": in_file("crash/kiosk.crash"),
    "printer spool": in_file("spool/d00001-001"),
    "logs": said,
    "file names": in_file(f"machine/{PERSON.name}.txt", b""),
    "pictures": in_file("temp/frame.png", b"\x89PNG\r\n\x1a\n" + bytes(40)),
    "deleted files": lambda machine: running(machine, HOLDS),
    "environment and arguments": lambda machine: running(machine, KIOSK_LAST=PERSON.name),
    "core dumps": lambda machine: told_by_the_kernel(machine, "limits", LIMITS % b"0                    unlimited"),
    "swap": lambda machine: told_by_the_kernel(machine, "status", b"Name:\tkiosk\nVmSwap:\t      12 kB\n"),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_value_planted_in_each_place_is_found_there_and_nowhere_else(machine, place):
    with PLANTS[place](machine) as planted:
        assert {hit.place for hit in hits(planted, VALUES)} == {place}


def test_a_clean_machine_has_no_hits(machine):
    (machine.folder / "store.sqlite").write_bytes(os.urandom(1 << 20))
    with told_by_the_kernel(machine, "limits", LIMITS % b"0                    0         ") as clean:
        assert hits(clean, VALUES) == []
    with running(machine) as clean:
        assert hits(clean, VALUES) == []


def test_what_was_there_before_the_walk_is_not_of_it(machine):
    old = machine.temp / "tmp1"
    old.write_bytes(NAME)
    os.utime(old, (1_000, 1_000))
    assert hits(replace(machine, since=2_000.0), VALUES) == []
    assert hits(machine, VALUES) != []


def test_a_hit_never_says_the_value(machine):
    with in_file("machine/notes.txt", SAMPLE_CARD.encode())(machine):
        found = hits(machine, VALUES)
    assert {hit.kind for hit in found} >= {"name", "number", "old number", "address"}
    assert hits_in("a report", repr((found, VALUES, VALUES.forms())).encode(), VALUES) == []


def test_a_folder_and_more_of_it_is_searched_without_looking_elsewhere(machine):
    with in_file("machine/store.sqlite")(machine), in_file("home/screen.txt")(machine):
        assert {hit.place for hit in hits_on_disk(machine.folder, VALUES, machine.homes)} == {"store", "homes"}
        assert {hit.place for hit in hits_on_disk(machine.folder, VALUES)} == {"store"}


@pytest.mark.parametrize("kind", VALUES.kinds)
def test_each_form_is_found_at_each_offset_and_in_any_case(kind):
    scan = Scan(VALUES)
    forms = [form for form in VALUES.forms() if form.kind == kind]
    for number, form in enumerate(forms):
        signs = form.signs if form.exact or number % 2 else form.signs.upper()
        for offset in range(4):
            found = [(at, met) for at, met in scan.found(bytes(offset) + signs + b"\x00") if met == form]
            assert found == [(offset, form)]


def test_forms_at_the_seam_of_two_chunks_are_found_once():
    scan = Scan(VALUES)
    for before in (3, 9, len(NAME)):
        content = bytes((1 << 22) - before) + NAME + bytes(9)
        assert [form.kind for _, form in scan.found(content) if form.name == "utf-8"] == ["name"]


@pytest.mark.parametrize(
    "written",
    [
        PERSON.name.encode("utf-16-le"),
        PERSON.name.upper().encode(),
        unicodedata.normalize("NFD", PERSON.name).encode(),
        b"NGUYEN THI MAU",
        b"Nguyen Thi Mau",
        b"nguyen+thi+mau",
        json.dumps({"name": PERSON.name}).encode(),
        repr(PERSON.name.encode()).encode(),
        urlencode({"name": PERSON.name}).encode(),
        *(base64.b64encode(b"x" * shift + PERSON.name.encode() + b"yz") for shift in range(3)),
        *(base64.urlsafe_b64encode(b"x" * shift + SAMPLE_CARD.encode()) for shift in range(3)),
        PERSON.name.encode().hex().upper().encode(),
        b"031 155 000 678",
        b"031.155.000.678",
        b"0900 000 678",
        b"12/03/1955",
    ],
)
def test_what_a_program_might_write_is_found(written):
    assert hits_in("somewhere", b"..." + written + b"...", VALUES)


def test_the_part_of_an_address_that_names_the_house_is_a_value_of_its_own():
    assert [hit.kind for hit in hits_in("a line", "Số 12, ngõ 5".encode(), VALUES)][:1] == [
        "first lines of the address"
    ]


@pytest.mark.parametrize("short", ["1955", "Kinh", "retired", "-/-/1932", "Lê An", "card", "none", "pay-how"])
def test_what_says_nothing_of_anybody_is_not_searched(short):
    assert not telling(short)


def test_choices_of_the_product_are_not_searched():
    assert Values.of(PERSON, {"birthplace-list": "Hải Phòng", "religion-list": CHURCH}).kinds == Values.of(PERSON).kinds
