"""A machine whose power is cut at points of the walk: the dossier is whole and once at the hub, or the answers wait for
the same card."""

import signal
import subprocess
import sys

import pytest
import requests

from kiosk import config
from kiosk.wiring import build
from tests.end_to_end.dying import GOES_ON, POINTS, SEALED
from tests.end_to_end.player import Player
from tests.end_to_end.world import HubFile, drained, fresh_machine, personal_on_disk, sessions


@pytest.mark.parametrize("point", POINTS)
def test_a_cut_loses_nothing_doubles_nothing_and_leaves_nothing(office, clock, tmp_path, point):
    path, hub = fresh_machine(office.box.config, tmp_path), HubFile(office.folder / "hub" / "hub.db")
    before = set(hub.dossiers())
    died = subprocess.run(
        [sys.executable, "-m", "tests.end_to_end.dying", path, office.box.dock, point],
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert personal_on_disk(tmp_path / "store") == []

    kiosk = build(config.load(path), clock)
    try:
        kiosk.start()
        begun = [stub.id for stub in kiosk.store.dossiers()]
        assert len(begun) == (1 if point in SEALED else 0)
        assert sessions(kiosk) == (1 if point in GOES_ON or point == "after-answer" else 0)
        assert drained(kiosk)
        assert sorted(set(hub.dossiers()) - before) == begun
        for dossier in begun:
            arrived = hub.arrived(dossier)
            assert arrived == list(range(1, len(arrived) + 1))
            assert [request.amount for request in kiosk.store.requests(dossier)] == [100_000]
            if point == "while-printing":
                assert hub.prints(dossier) == {"provisional": "unknown", "payment": "unknown"}
            if point == "at-done":
                assert hub.prints(dossier) == {"provisional": "printed", "payment": "printed"}
        assert kiosk.engine.current().page == "idle"
        if point in GOES_ON:
            goes_on(kiosk, office.box.dock, GOES_ON[point])
            assert len(set(hub.dossiers()) - before) == 1
        if point in SEALED:
            told_her_number(kiosk, office.box.dock)
        assert kiosk.store.check() == []
    finally:
        kiosk.stop()
    # A stop that was meant leaves no walk behind, not even one that waits.
    assert HubFile(tmp_path / "store" / "store.sqlite").rows("select count(*) from session") == [(0,)]
    assert personal_on_disk(tmp_path / "store") == []


def told_her_number(kiosk, dock):
    """The citizen comes back with her card: nothing is asked again, her slip has the number that the store gave."""
    player = Player(kiosk.engine, lambda: requests.post(f"{dock}/card", data={"seed": "0"}, timeout=10))
    page = player.to("sent-before")
    assert player.passed[-2:] == ["confirm", "sent-before"]
    assert page.facts[0].value == kiosk.store.dossiers()[-1].number.text
    player.emit("finish")


def goes_on(kiosk, dock, page):
    """The citizen comes back with her card, knows an answer of hers again, and is asked what was open, and no more."""
    player = Player(kiosk.engine, lambda: requests.post(f"{dock}/card", data={"seed": "0"}, timeout=10))
    player.to(page)
    assert player.passed[-3:] == ["resume", "resume-proof", page]
    assert sessions(kiosk) == 1
    player.to("done")
    player.slip_is_settled()
    assert drained(kiosk)
