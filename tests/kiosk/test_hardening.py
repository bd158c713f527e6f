"""A hardened process says types and places, never the words of an exception, and leaves no picture of its memory."""

import os
import subprocess
import sys

import pytest

from kiosk.proving.forget import Traces, hits, hits_in
from kiosk.proving.forget_values import Values

NAME = "Nguyễn Thị Mẫu"
VALUES = Values.texts({"name": NAME, "number": "031155000678"})
BEGIN = f"""
import logging, sys, threading
from kiosk.cli import main
from kiosk.hardening import PlainFormatter, harden
handler = logging.StreamHandler()
handler.setFormatter(PlainFormatter())
logging.basicConfig(handlers=[handler])
harden()
name = {NAME!r}
def fails():
    try:
        int(name)
    except ValueError as error:
        raise KeyError(name) from error
class Dying:
    def __del__(self):
        fails()
"""
FAULTS = {
    "uncaught": "fails()",
    "in a thread": "thread = threading.Thread(target=fails); thread.start(); thread.join()",
    "in a finalizer": "thing = Dying(); del thing",
    "logged": "try:\n    fails()\nexcept KeyError:\n    logging.getLogger().exception('a server stopped')",
    "logged with its stack": "logging.getLogger().warning('here', stack_info=name)",
    "logged wrongly": "logging.getLogger().warning('%d', name)",
}


def said(script):
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run([sys.executable, "-c", script], capture_output=True, env=environment, check=False).stderr


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_says_where_it_was_and_nothing_of_the_person(fault):
    err = said(BEGIN + FAULTS[fault])
    assert hits_in("stderr", err, VALUES) == []
    if not fault.startswith("logged w"):
        assert b"KeyError at " in err
        assert b"ValueError at " in err
        assert b" in fails" in err


def test_without_it_the_name_would_be_said():
    assert hits_in("stderr", said(BEGIN.replace("harden()\n", "", 1) + FAULTS["uncaught"]), VALUES)


def test_no_core_is_dumped_and_no_debugger_of_the_user_looks_in(tmp_path):
    script = "import ctypes; print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), flush=True); input()"
    process = subprocess.Popen(
        [sys.executable, "-c", BEGIN + script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout.readline() == "0\n"
        found = hits(Traces(tmp_path, temp=None, crashes=(), spools=(), pids=(process.pid,)), VALUES)
        process.stdin.close()
    assert "core dumps" not in {hit.place for hit in found}


@pytest.mark.parametrize("command", ["run --config", "hub serve --config", "demo --procedure"])
def test_what_serves_people_hardens_itself_first(monkeypatch, command):
    from kiosk import cli

    class Hardened(Exception):
        pass

    def harden():
        raise Hardened

    monkeypatch.setattr(cli, "harden", harden)
    with pytest.raises(Hardened):
        cli.main([*command.split(), "/nowhere"])
