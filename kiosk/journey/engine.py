"""One thread for one walk: touches, scans, news and time queue up, and every new view goes to the screen.

The interface's thread only puts things into the queue and takes views out, so that it draws the next frame whatever
the disk or the walk is doing.
"""

import logging
import queue
import threading
import time
import traceback
from collections.abc import Callable

from kiosk.errors import KioskError
from kiosk.journey.codes import SCREEN_FAULT, code_of
from kiosk.journey.moves import IllegalMove
from kiosk.journey.views import StoppedView, View
from kiosk.journey.walk import Walk

TICK_S = 0.25

log = logging.getLogger(__name__)

Job = Callable[[], None]


class Engine:
    """Runs `walk` and shows `render(walk)`. `build` makes the walk and is given the `post` its callbacks need."""

    def __init__(self, build: Callable[[Callable[[Job], None]], Walk], render: Callable[[Walk], View]) -> None:
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._render = render
        self._watchers: list[Callable[[], None]] = []
        self._thread = threading.Thread(target=self._run, name="walk", daemon=True)
        self.walk = build(self.post)
        self._view = render(self.walk)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Finish what is queued and end the thread."""
        if self._thread.is_alive():
            self._jobs.put(None)
            self._thread.join(timeout=10)

    def current(self) -> View:
        return self._view

    def subscribe(self, watcher: Callable[[], None]) -> None:
        """`watcher` is called, from the walk's thread, whenever there is a new view."""
        self._watchers.append(watcher)

    def emit(self, act: str, value: str = "", page: str = "") -> None:
        """A touch on `page`. One that comes too late, for a page that is no longer shown or for what is not offered
        any more, changes nothing: the view that is shown by now says why."""

        def touch() -> None:
            if page and page != self._view.page:
                self.walk.touched()
                return
            try:
                self.walk.act(act, value)
            except IllegalMove as refused:
                log.warning("touch refused: %s", refused)

        self.post(touch)

    def touched(self) -> None:
        self.post(self.walk.touched)

    def post(self, job: Job) -> None:
        """Run `job` on the walk's thread."""
        self._jobs.put(job)

    def screen_failed(self) -> None:
        """What is shown went wrong: wipe, and rest."""
        self.post(lambda: self.walk.fault(SCREEN_FAULT))

    def wait(self) -> None:
        """Return when everything queued so far is done and shown."""
        done = threading.Event()
        self.post(done.set)
        done.wait(timeout=10)

    def _run(self) -> None:
        """Time passes at its pace however many jobs are waiting."""
        due = time.monotonic() + TICK_S
        while True:
            try:
                job = self._jobs.get(timeout=max(0.0, due - time.monotonic()))
            except queue.Empty:
                pass
            else:
                if job is None:
                    return
                self._safely(job)
                # What was typed or read is held by no variable while nobody touches anything.
                job = None
            if time.monotonic() >= due:
                self._safely(self.walk.tick)
                due = time.monotonic() + TICK_S

    def _safely(self, job: Job) -> None:
        """Do it and show what came of it. Whatever goes wrong: the citizen's data goes, and staff are called."""
        try:
            job()
            self._show()
        except Exception as error:  # noqa: BLE001
            self._halt(code_of(error), error)

    def _halt(self, code: str, error: BaseException) -> None:
        where = traceback.extract_tb(error.__traceback__)[-1]
        cause = error.code if isinstance(error, KioskError) else type(error).__name__
        log.error("walk stopped: %s (%s) at %s:%s", code, cause, where.filename.rpartition("/")[2], where.lineno)
        try:
            self.walk.fault(code)
        except Exception as second:  # noqa: BLE001 - the store may be what is broken
            log.error("wiping in memory only: %s", type(second).__name__)
            self.walk.forget(code)
        try:
            self._show()
        except Exception as third:  # noqa: BLE001 - not even this page can be said: show it without words
            log.error("cannot say that the machine rests: %s", type(third).__name__)
            self._view = StoppedView(page="out-of-order", bar="none", can_back=False, code=code)

    def _show(self) -> None:
        view = self._render(self.walk)
        if view != self._view:
            self._view = view
            for watcher in self._watchers:
                watcher()
