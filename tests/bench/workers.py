"""What one process of the bench measures; the last line of stdout is a JSON object."""

import json
import sys
import time
from collections.abc import Callable
from statistics import median, quantiles

import psutil

BEGUN = psutil.Process().create_time()
KEYS = "qwertyuiopasdfghjklzxcvbnm"
IDLE_S = 8.0


def start() -> dict[str, float]:
    from kiosk.demo.gallery import Stand, sample_view

    host, pump = _host()
    host.show(sample_view("home"))
    pump(1)
    del Stand
    return {"seconds": time.time() - BEGUN}


def bare_start() -> dict[str, float]:
    _bare()[1](1)
    return {"seconds": time.time() - BEGUN}


def touch() -> dict[str, float]:
    from kiosk.demo.gallery import sample_view
    from screens.host import find

    host, pump = _host()
    host.show(sample_view("typing"))
    pump(6)
    return _taps(lambda n: find(host, "key", KEYS[n % len(KEYS)]), pump)


def bare_touch() -> dict[str, float]:
    window, pump = _bare()
    button = window.children[0]
    return _taps(lambda n: button, pump)


def idle() -> dict[str, float]:
    from kiosk.demo.gallery import sample_view

    host, pump = _host()
    host.show(sample_view("home"))
    pump(6)
    return _rest()


def bare_idle() -> dict[str, float]:
    _bare()[1](6)
    return _rest()


def walks() -> dict[str, float]:
    from kiosk.demo.gallery import Stand
    from kiosk.journey.pages import Pages
    from kiosk.language.text import Words

    host, pump = _host()
    pages = Pages(Words.load())
    process = psutil.Process()
    first = drawn = 0.0
    for n in range(60):
        stand = Stand.begun()
        shown: set[str] = set()
        for page in ("home", "bring", "card", "confirm", "why", "mother-name", "phone", "check", "pay-how", "done"):
            stand.to(page, {"pay": "cash"})
            if page not in shown:
                shown.add(page)
                host.show(pages.view(stand.walk))
                pump(2)
                drawn += 1
        if n == 9:
            first = process.memory_info().rss / 2**20
    return {"first_mb": first, "last_mb": process.memory_info().rss / 2**20, "pages": drawn}


def bare_memory() -> dict[str, float]:
    _bare()[1](6)
    return {"mb": psutil.Process().memory_info().rss / 2**20}


def _host():
    from datetime import datetime

    from screens.host import Host
    from screens.theme import theme
    from screens.tokens import Panel
    from screens.widgets.frame import header_text
    from screens.window import open_window, pump

    panel = Panel()
    window = open_window(panel)
    theme.use(panel=panel)
    now = datetime.fromisoformat("2026-11-23T09:24:00+07:00")
    host = Host(lambda act, value="": None, lambda lang: header_text("Công an thành phố Mẫu", "Máy số 2", now, lang))
    host.place(0, 0, panel.width, panel.height)
    window.add_widget(host)
    return host, pump


def _bare():
    """A Kivy window of the same size with one button that fills it."""
    from kivy.uix.button import Button

    from screens.tokens import Panel
    from screens.window import open_window, pump

    window = open_window(Panel())
    window.add_widget(Button(text="touch", size=window.size, size_hint=(None, None)))
    return window, pump


def _taps(target_of: Callable[[int], object], pump: Callable[[int], None]) -> dict[str, float]:
    from kivy.tests.common import UnitTestTouch

    took = []
    for n in range(80):
        target = target_of(n)
        finger = UnitTestTouch(*target.to_window(*target.center))
        begun = time.perf_counter()
        finger.touch_down()
        pump(1)
        took.append((time.perf_counter() - begun) * 1000)
        finger.touch_up()
        pump(1)
    return {"p50": median(took), "p95": quantiles(took, n=20)[-1]}


def _rest() -> dict[str, float]:
    """CPU of the event loop at the product's frame limit while nothing changes."""
    from kivy.base import EventLoop

    process = psutil.Process()
    before, begun = process.cpu_times(), time.monotonic()
    while time.monotonic() - begun < IDLE_S:
        EventLoop.idle()
    after = process.cpu_times()
    used = after.user + after.system - before.user - before.system
    return {"percent": 100 * used / (time.monotonic() - begun)}


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1].replace("-", "_")]()))
