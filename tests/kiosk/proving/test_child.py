"""A process of a soak: its lines, its end by its own will and by ours."""

import sys

import pytest

from kiosk.proving.child import Child, ChildFault

ECHO = "import sys\nfor line in sys.stdin: print(line.strip(), flush=True)"


def child(tmp_path, code=ECHO):
    return Child("echo", [sys.executable, "-c", code], tmp_path / "log", {"A_WORD": "xin chào"})


def test_it_answers_in_objects_and_is_started_again_after_a_kill(tmp_path):
    echo = child(tmp_path)
    for turn in range(2):
        echo.start()
        echo.order({"turn": turn})
        assert echo.event(10) == {"turn": turn}
        echo.kill()
        assert not echo.alive
    echo.stop()


def test_one_that_ended_says_so_and_takes_nothing(tmp_path):
    echo = child(tmp_path, "import sys; print('{\"a\": 1}'); sys.exit('no')")
    echo.start()
    assert echo.event(10) == {"a": 1}
    with pytest.raises(ChildFault, match="ended by itself"):
        echo.line(10)
    with pytest.raises(ChildFault, match=r"ended with 1: no$"):
        echo.ended()
    with pytest.raises(ChildFault, match="not started"):
        echo.order({})
    assert (tmp_path / "log").read_text() == "no\n"


def test_one_that_is_silent_is_not_waited_for_for_ever(tmp_path):
    echo = child(tmp_path)
    echo.start()
    with pytest.raises(ChildFault, match="said nothing"):
        echo.line(0.05)
    echo.stop()


def test_half_a_line_of_one_that_was_killed_is_no_line(tmp_path):
    echo = child(tmp_path, "import sys, time; print('whole'); print('{\"ha', end='', flush=True); time.sleep(60)")
    echo.start()
    assert echo.line(10) == "whole\n"
    echo.kill()
    with pytest.raises(ChildFault, match="ended by itself"):
        echo.line(10)


def test_it_is_given_its_environment(tmp_path):
    echo = child(tmp_path, "import os; print(os.environ['A_WORD'])")
    echo.start()
    assert echo.line(10) == "xin chào\n"
    echo.ended()
