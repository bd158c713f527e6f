"""A hub that is away: the walk ends all the same, the paper says so, and the dossier goes once the hub is back."""

import base64
import signal
import socket
import subprocess
import sys

import pytest
from PIL import ImageChops

from kiosk import config
from kiosk.journey.ports import SlipKind
from kiosk.keys import make_device_key
from kiosk.wiring import build
from tests.drivers.waiting import wait_until
from tests.end_to_end.player import Player
from tests.end_to_end.world import CITIZEN, HubFile, drained, fresh_machine
from tests.kiosk.hub.office_box import make_box

WORDS = "Máy gửi khi có mạng lại."


def same(paper, drawn):
    """Whether the paper begins with exactly this drawing: the printer adds feed and cut below."""
    drawn = drawn.convert("1", dither=0)
    top = paper.convert("1", dither=0).crop((0, 0, drawn.width, drawn.height))
    return paper.height >= drawn.height and ImageChops.logical_xor(top, drawn).getbbox() is None


def test_the_walk_ends_the_paper_says_it_and_the_dossier_follows(office, clock, tmp_path):
    hub = HubFile(office.folder / "hub" / "hub.db")
    kiosk = build(config.load(fresh_machine(office.box.config, tmp_path)), clock)
    orders, print_slips = [], kiosk.machine.print_slips
    kiosk.machine.print_slips = lambda order, done: (orders.append(order), print_slips(order, done))
    kiosk.start()
    try:
        player = Player(kiosk.engine, lambda: office.dock.show(CITIZEN.code))
        player.to("check")
        office.dock.line.cut()
        assert wait_until(lambda: kiosk.machine.line_down_since(), within=10)
        how = player.to("pay-how")
        assert [choice.possible for choice in how.choices] == [False, True, True, True]
        papers = len(office.dock.printer.papers)
        done = player.to("done")
        player.slip_is_settled()
        assert "mạng lại" in done.warning
        [dossier] = [stub.id for stub in kiosk.store.dossiers()]
        assert dossier not in hub.dossiers()

        [order] = orders
        slip = kiosk.machine._papers(order).draw(SlipKind.PROVISIONAL)
        assert WORDS in slip.texts
        assert same(office.dock.printer.papers[papers], slip.image)

        office.dock.line.mend()
        assert drained(kiosk)
        assert hub.dossiers().count(dossier) == 1
        assert wait_until(lambda: kiosk.machine.line_down_since() is None)
        assert WORDS not in kiosk.machine._papers(order).draw(SlipKind.PROVISIONAL).texts
    finally:
        office.dock.line.mend()
        kiosk.stop()


def hub_process(folder, port, stage):
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.end_to_end.dying_hub", folder / "hub.json", str(port), stage],
        stdout=subprocess.PIPE,
    )
    assert process.stdout.readline() == b"ready\n"
    return process


@pytest.fixture
def place(office, tmp_path):
    """A hub's configuration, a free port for it, and a machine that speaks to that port."""
    box = make_box(tmp_path / "box")
    (tmp_path / "hub.json").write_text(box.config.model_dump_json(), "utf-8")
    key = tmp_path / "machine.key"
    key.write_bytes(base64.b64encode(box.machine_keys["may-2"].private_bytes_raw()))
    key.chmod(0o600)
    make_device_key(tmp_path / "device.key")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    path = tmp_path / "kiosk.toml"
    path.write_text(
        f"""[machine]
id = "may-2"
name = "Máy số 2"
letter = "A"
data = "store"
signing_key = "machine.key"
device_key = "device.key"
[hub]
url = "http://127.0.0.1:{port}"
[payees]
key = "{box.config.payees_key}"
[scanner]
port = "{office.dock.scanner.path}"
[printer]
url = "{office.dock.printer.url}"
""",
        "utf-8",
    )
    return path, port, box


@pytest.mark.parametrize("stage", ["before-commit", "after-commit"])
def test_a_hub_killed_around_its_commit_has_the_dossier_exactly_once(place, office, clock, tmp_path, stage):
    path, port, box = place
    hub = HubFile(box.config.data / "hub.db")
    dies = hub_process(tmp_path, port, stage)
    kiosk = build(config.load(path), clock)
    try:
        kiosk.start()
        player = Player(kiosk.engine, lambda: office.dock.show(CITIZEN.code))
        player.to("done")
        player.slip_is_settled()
        assert dies.wait(20) == -signal.SIGKILL
        [dossier] = [stub.id for stub in kiosk.store.dossiers()]
        assert hub.dossiers() == ([] if stage == "before-commit" else [dossier])
        assert wait_until(lambda: kiosk.machine.line_down_since(), within=10)
        back = hub_process(tmp_path, port, "never")
        try:
            assert drained(kiosk)
            assert hub.dossiers() == [dossier]
            arrived = hub.arrived(dossier)
            assert arrived == list(range(1, len(arrived) + 1))
            assert len(arrived) == 4
            assert hub.prints(dossier) == {"provisional": "printed", "payment": "printed"}
        finally:
            back.terminate()
            back.wait(20)
            back.stdout.close()
    finally:
        kiosk.stop()
        dies.kill()
        dies.wait()
        dies.stdout.close()
