"""The camera's twin in a process of its own, as a camera's work is not the kiosk's: its address on stdout, until stdin
is closed. `python -m tests.bench.twin HELD [TROUBLE]`; each line on stdin is the next thing to hold."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from drivers.virtual import Held, Scene, Trouble, VirtualCamera
from kiosk.clock import SystemClock, today
from kiosk.demo.people import citizen


class Twin:
    """The other process, as the bench steers it."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        assert process.stdout is not None
        self.url = process.stdout.readline().strip()

    def hold(self, held: Held) -> None:
        assert self._process.stdin is not None
        print(held.value, file=self._process.stdin, flush=True)


@contextmanager
def twin(held: Held, trouble: Trouble = Trouble.NONE) -> Iterator[Twin]:
    command = [sys.executable, "-m", "tests.bench.twin", held.value, trouble.value]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Twin(process)
        assert process.stdin is not None
        process.stdin.close()


def main() -> None:
    scene = Scene()
    text = citizen(0, today(SystemClock())).code
    scene.conditions = Trouble(sys.argv[2]).conditions
    scene.show(Held(sys.argv[1]), text)
    with VirtualCamera(scene) as camera:
        print(camera.url, flush=True)
        for line in sys.stdin:
            scene.show(Held(line.strip()), text)


if __name__ == "__main__":
    main()
