"""What one process of the bench measures; the last line of stdout is a JSON object."""

import json
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
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


def touch_card() -> dict[str, float]:
    """A button of the card page, no camera."""
    from kiosk.demo.gallery import sample_view

    host, pump = _host()
    host.show(sample_view("card"))
    return _button(host, pump)


def touch_live() -> dict[str, float]:
    """The same button while a card that cannot be read lies before the camera: the decoder tries all it knows."""
    from drivers.virtual import Held, Trouble

    with _live(Held.CARD, Trouble.FAR) as (host, pump, eyes):
        eyes.look(on=True)
        _until(pump, lambda: eyes.newest() is not None)
        return _button(host, pump)


def idle_live() -> dict[str, float]:
    """CPU of the whole kiosk process while the card page waits with an empty desk before the camera."""
    from drivers.virtual import Held, Trouble

    with _live(Held.NOTHING, Trouble.NONE) as (_, pump, eyes):
        eyes.look(on=True)
        _until(pump, lambda: eyes.newest() is not None)
        return _rest()


def idle_closed() -> dict[str, float]:
    """The same page before its camera is opened."""
    from drivers.virtual import Held, Trouble

    with _live(Held.NOTHING, Trouble.NONE) as (_, pump, _eyes):
        pump(6)
        return _rest()


def walks_live() -> dict[str, float]:
    """60 walks whose cards are read by the camera, from opening it to closing it."""
    from drivers.virtual import Held, Trouble
    from kiosk.demo.gallery import sample_view

    process = psutil.Process()
    first = 0.0
    with _live(Held.CARD, Trouble.NONE) as (host, pump, eyes):
        seen, live = eyes.seen, host.view
        for n in range(60):
            host.show(live)
            eyes.look(on=True)
            _until(pump, lambda: len(seen) > n)  # noqa: B023 - used at once
            eyes.look(on=False)
            for slug in ("confirm", "choice", "typing", "check", "pay-qr", "done", "idle"):
                host.show(sample_view(slug))
                pump(2)
            if n == 9:
                first = process.memory_info().rss / 2**20
    return {"first_mb": first, "last_mb": process.memory_info().rss / 2**20, "read": len(seen)}


def calls() -> dict[str, object]:
    """One whole walk with a camera, every call of ours on the interface's thread timed: what the clock calls, touches,
    keys. Not counted: building a page or a sheet (`Host.show`), drawing, and the hands of the demonstration."""
    import tempfile
    from pathlib import Path

    from kivy.clock import Clock

    from kiosk import wiring
    from kiosk.clock import SystemClock
    from kiosk.demo.show import Wish
    from screens.host import Host

    longest: dict[str, list[float]] = {}
    built = 0.0

    def timed(call: Callable[..., object]) -> Callable[..., object]:
        name = f"{getattr(call, '__module__', '')}.{getattr(call, '__qualname__', '')}"
        if not name.startswith(("screens.", "kiosk.")) or name.startswith("screens.demo."):
            return call

        def run(*args: object, **more: object) -> object:
            begun, before = time.perf_counter(), built
            try:
                return call(*args, **more)
            finally:
                longest.setdefault(name, []).append((time.perf_counter() - begun) * 1000 - (built - before))

        return run

    def building(*args: object) -> None:
        nonlocal built
        begun = time.perf_counter()
        show(*args)
        built += (time.perf_counter() - begun) * 1000

    show, Host.show = Host.show, building
    for name in ("on_touch_down", "on_touch_move", "on_touch_up"):
        setattr(Host, name, timed(getattr(Host, name)))
    for name in ("schedule_once", "schedule_interval"):
        plain = getattr(Clock, name)
        setattr(Clock, name, lambda call, *more, plain=plain: plain(_kept(timed(call)), *more))
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        out.mkdir()
        wiring.demo_headless(Wish(pay="later"), Path(folder), SystemClock(), out)
    # Opening devices and store comes before the first citizen: it belongs to the start.
    longest.pop("screens.run.run_kiosk.<locals>.begin")
    worst = sorted(((max(times), name) for name, times in longest.items()), reverse=True)
    print(worst[:8], file=sys.stderr)
    every = sorted(ms for times in longest.values() for ms in times)
    return {"calls": len(every), "p99": every[int(0.99 * len(every))], "ms": worst[0][0], "name": worst[0][1]}


_ALIVE: list[object] = []


def _kept(call: object) -> object:
    """Kivy's clock holds weak references to what it calls."""
    _ALIVE.append(call)
    return call


@contextmanager
def _live(held, trouble):
    """The card page of a machine with a camera, its eyes still shut; the twin is another process."""
    from drivers.camera.opencv import OpenCvCamera
    from drivers.vision.watcher import CodeWatcher
    from kiosk.demo.gallery import sample_view
    from tests.bench.twin import twin

    host, pump = _host()
    host.show(sample_view("card-camera"))
    with twin(held, trouble) as before:
        eyes = CodeWatcher(OpenCvCamera(before.url), lambda text: text.count("|") >= 6)
        eyes.seen = []
        eyes.start(eyes.seen.append, lambda verdict: None, lambda status: None)
        host.live = eyes.newest
        try:
            yield host, pump, eyes
        finally:
            eyes.stop()


def _until(pump: Callable[[int], None], done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not done():
        if time.monotonic() > deadline:
            raise TimeoutError("it did not come about")
        pump(1)


def _button(host, pump: Callable[[int], None]) -> dict[str, float]:
    from screens.host import find
    from screens.widgets.target import bounce

    def target(_: int) -> object:
        bounce.forget()
        return find(host, "no-card")

    pump(6)
    return _taps(target, pump)


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
