"""The office in a box: everything stands, ends without a trace, and stands again on the same folder."""

import io
import json
import os
import signal
import subprocess
import sys
import threading

import psutil
import pytest
import requests

from kiosk import config
from kiosk.clock import ManualClock
from kiosk.demo import office as office_module
from kiosk.demo.bank import Transfer
from kiosk.demo.desk import DeskOfficer
from kiosk.demo.office import Box, OfficeInABox, office_process
from kiosk.dossiers.hubclient import HubClient
from kiosk.keys import signing_key_of
from kiosk.payments.payees import PayeeList
from kiosk.payments.reference import mint
from kiosk.payments.vietqr import PaymentCode, encode
from tests.drivers.waiting import wait_until
from tests.kiosk.hub.office_box import MORNING


def ports():
    return {c.laddr.port for c in psutil.Process().net_connections() if c.status == psutil.CONN_LISTEN}


def machine_of(box):
    machine = config.load(office_module.Path(box.config))
    key = signing_key_of(machine.machine.signing_key.load())
    return machine, HubClient(machine.hub.url, machine.machine.id, key, ManualClock(MORNING))


def transfer(box, reference):
    payload = encode(
        PaymentCode(bin=office_module.BANK[0], account=office_module.BANK[1], amount=1000, purpose=reference)
    )
    return requests.post(
        f"{box.bank}/transfers", json=Transfer(payload=payload).model_dump(by_alias=True), timeout=10
    ).json()


def feed(box):
    return requests.get(f"{box.bank}/transactions", timeout=10).json()["transactions"]


@pytest.fixture
def clock():
    return ManualClock(MORNING)


def test_a_machine_that_reads_its_configuration_finds_the_hub_by_the_line_and_its_payee(tmp_path, clock):
    with OfficeInABox(tmp_path / "a place", clock, 0) as office:
        machine, client = machine_of(office.box)
        answer = client.office().value
        payees = PayeeList.read(answer.payees, machine.payees.public(), MORNING.date())
        assert payees.for_kind("passport-fee", answer.office.id).account == office_module.BANK[1]
        assert machine.hub.url != office.box.hub
        office.dock.line.cut()
        assert client.office().reason
        assert os.path.islink(machine.scanner.port)
        DeskOfficer(office.box.desk, office.box.officer, office.box.pin).sign_in()


def test_it_ends_without_a_thread_or_a_port_left(tmp_path, clock):
    threads, listening = set(threading.enumerate()), ports()
    with OfficeInABox(tmp_path, clock, 0) as office:
        assert len(ports() - listening) == 9
        scanner = office.dock.scanner.path
    assert wait_until(lambda: set(threading.enumerate()) <= threads)
    assert ports() <= listening
    assert not os.path.lexists(scanner)


def test_a_second_run_in_the_same_folder_keeps_keys_and_dossiers_and_hears_new_money(tmp_path, clock):
    runs = []
    for _ in range(2):
        with OfficeInABox(tmp_path, clock, 7) as office:
            machine, _ = machine_of(office.box)
            said = transfer(office.box, str(mint()))
            [line] = feed(office.box)
            code = office.dock.portal._accepted()["code"]
            key = machine.machine.signing_key.at_rest.read_bytes()
            runs.append((line["id"], said["bank_reference"], code, key))
    first, second = runs
    assert first[0] < second[0]
    assert first[1] != second[1]
    assert first[2] != second[2]
    assert first[3] == second[3]


def test_a_start_that_was_cut_off_between_two_keys_is_taken_up(tmp_path, clock):
    with OfficeInABox(tmp_path, clock, 0):
        pass
    kept = (tmp_path / "keys/machine").read_bytes()
    (tmp_path / "keys/hub").unlink()
    with OfficeInABox(tmp_path, clock, 0):
        assert (tmp_path / "keys/machine").read_bytes() == kept


def test_where_a_part_does_not_start_all_others_end(tmp_path, clock, monkeypatch):
    def broken(_):
        raise OSError("no such thing")

    listening = ports()
    monkeypatch.setattr(office_module, "create_app", broken)
    with pytest.raises(OSError, match="no such thing"), OfficeInABox(tmp_path, clock, 0):
        pass
    assert wait_until(lambda: ports() <= listening)


def test_as_a_process_it_says_when_it_is_ready_and_ends_with_whoever_started_it(tmp_path, monkeypatch):
    monkeypatch.setenv("KIOSK_DEMO_PIN", "246813")
    with office_process(tmp_path, 0) as box:
        assert box == Box(**json.loads((tmp_path / "box.json").read_text("utf-8")))
        assert box.pin == "246813"
        assert requests.get(box.dock, timeout=10).status_code == 200
        [child] = psutil.Process().children()
    assert not child.is_running()
    with pytest.raises(requests.ConnectionError):
        requests.get(box.dock, timeout=1)


def test_the_process_ends_when_its_input_does(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["office", str(tmp_path), "--seed", "3"])
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    office_module.main()
    box = Box(**json.loads((tmp_path / "box.json").read_text("utf-8")))
    assert config.faults(office_module.Path(box.config)) == []
    with pytest.raises(requests.ConnectionError):
        requests.get(box.dock, timeout=1)


STARTER = """
import sys, threading
from pathlib import Path
from kiosk.demo.office import office_process
with office_process(Path(sys.argv[1]), 0):
    print("ready", flush=True)
    threading.Event().wait()
"""


def test_a_killed_starter_leaves_no_office_behind(tmp_path):
    starter = subprocess.Popen([sys.executable, "-c", STARTER, tmp_path], stdout=subprocess.PIPE)
    assert starter.stdout.readline() == b"ready\n"
    [box] = psutil.Process(starter.pid).children()
    starter.send_signal(signal.SIGKILL)
    starter.wait()
    starter.stdout.close()
    assert wait_until(lambda: not box.is_running() or box.status() == psutil.STATUS_ZOMBIE)


def test_a_process_that_does_not_start_is_no_endless_wait(tmp_path):
    (tmp_path / "keys").write_text("in the way", "ascii")
    with pytest.raises(RuntimeError, match="did not start"), office_process(tmp_path, 0):
        pass
