"""The hub killed around its commit: the machine that repeats gets one dossier and one answer."""

import json
import subprocess
import sys

import pytest

from kiosk.hub.config import HubConfig
from kiosk.hub.hub import Hub
from kiosk.keys import load_sealing_key
from tests.kiosk.hub.conftest import ScriptedFeed, ScriptedPortal
from tests.kiosk.hub.office_box import DOSSIER, envelope, make_box

HUB_THAT_DIES = """
import os, signal, sys
from pathlib import Path
from kiosk.clock import SystemClock
from kiosk.hub.config import HubConfig
from kiosk.hub.hub import Hub

config = HubConfig.model_validate_json(Path(sys.argv[1]).read_text())
stage_to_die = sys.argv[2]
armed = False

def at_stage(stage):
    if armed and stage == stage_to_die:
        os.kill(os.getpid(), signal.SIGKILL)

hub = Hub(config, SystemClock(), on_stage=at_stage)
armed = True
answer = hub.inbox.receive("key-1", "may-2", hub.machine_keys["may-2"], Path(sys.argv[3]).read_bytes())
print(answer.status)
"""


@pytest.mark.parametrize("stage", ["before-commit", "after-commit"])
def test_a_kill_around_the_commit_loses_nothing_and_doubles_nothing(tmp_path, stage):
    box = make_box(tmp_path / "box")
    (tmp_path / "config.json").write_text(box.config.model_dump_json(), "utf-8")
    (tmp_path / "body").write_bytes(box.sealed(envelope()))
    died = subprocess.run(
        [sys.executable, "-c", HUB_THAT_DIES, tmp_path / "config.json", stage, tmp_path / "body"],
        capture_output=True,
        timeout=50,
        check=False,
    )
    assert (died.returncode, died.stdout) == (-9, b"")
    hub = Hub(box.config, box.clock, portal=ScriptedPortal(), feed=ScriptedFeed())
    try:
        there = hub.store.read(lambda tx: tx.all("select id from dossiers"))
        assert there == ([] if stage == "before-commit" else [{"id": DOSSIER}])
        answer = hub.inbox.receive("key-1", "may-2", hub.machine_keys["may-2"], (tmp_path / "body").read_bytes())
        assert answer.status == (201 if stage == "before-commit" else 200)
        assert answer.body["dossier"] == DOSSIER
        assert len(hub.store.read(lambda tx: tx.all("select id from dossiers"))) == 1
        assert hub.store.read(lambda tx: tx.log_report()).ok
    finally:
        hub.close()


def test_a_failing_commit_answers_nobody_and_keeps_nothing(tmp_path):
    box = make_box(tmp_path / "box")
    broken = [False]

    def at_stage(stage):
        if broken[0] and stage == "before-commit":
            raise OSError("disk")

    hub = Hub(box.config, box.clock, portal=ScriptedPortal(), feed=ScriptedFeed(), on_stage=at_stage)
    body = box.sealed(envelope())
    broken[0] = True
    with pytest.raises(OSError, match="disk"):
        hub.inbox.receive("key-1", "may-2", hub.machine_keys["may-2"], body)
    broken[0] = False
    assert hub.inbox.receive("key-1", "may-2", hub.machine_keys["may-2"], body).status == 201
    hub.close()


def test_the_configuration_survives_being_handed_to_a_process(tmp_path):
    box = make_box(tmp_path / "box")
    again = HubConfig.model_validate(json.loads(box.config.model_dump_json()))
    assert again == box.config
    assert load_sealing_key(again.hub_key).public_key() == box.hub_key.public_key()
