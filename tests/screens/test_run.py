"""How the window over a walk ends."""

import signal
import subprocess
import sys

PROGRAM = """
from datetime import datetime
from kiosk.config import ScreenPart
from kiosk.demo.gallery import Stand
from kiosk.journey.engine import Engine
from kiosk.journey.pages import Pages
from kiosk.language.text import Words
from screens.run import run_kiosk

def say(word):
    print(word, flush=True)

engine = Engine(lambda post: Stand.begun().walk, Pages(Words.load()).view)
header = lambda: ("Công an thành phố Mẫu", "Máy số 2", datetime(2026, 11, 23, 9, 24))
screen = ScreenPart(width=270, height=480, fullscreen=True)
run_kiosk(engine, header, screen, start=lambda: say("started"), stop=lambda: say("stopped"))
"""


def test_a_window_that_nobody_can_close_ends_in_order_when_the_process_is_told_to():
    process = subprocess.Popen([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        assert process.stdout.readline() == b"started\n"
        process.send_signal(signal.SIGTERM)
        rest, _ = process.communicate(timeout=20)
    finally:
        process.kill()
    assert (rest, process.returncode) == (b"stopped\n", 0)
