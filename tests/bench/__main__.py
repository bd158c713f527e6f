"""`make bench`: start, touch, idle and memory of the kiosk beside a bare Kivy application and beside itself without its
camera, each in a process of its own; then how fast and how surely cards are read."""

import json
import os
import subprocess
import sys
import tempfile
from statistics import median

from tests.bench.decoders import main as decoders
from tests.bench.store import main as store
from tests.bench.stream import main as stream

ROUNDS = 3


def worker(name: str) -> dict[str, float]:
    """Run one measurement in a fresh process."""
    with tempfile.TemporaryDirectory() as home:
        settings = {
            "KIVY_NO_ARGS": "1",
            "KIVY_NO_CONFIG": "1",
            "KIVY_NO_FILELOG": "1",
            "KIVY_NO_CONSOLELOG": "1",
            "KIVY_HOME": home,
            "SDL_AUDIODRIVER": "dummy",
        }
        if not os.environ.get("DISPLAY"):
            settings["SDL_VIDEODRIVER"] = "offscreen"
        answer = subprocess.run(
            [sys.executable, "-m", "tests.bench.workers", name],
            env={**os.environ, **settings},
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        )
    return json.loads(answer.stdout.splitlines()[-1])


def row(what: str, unit: str, ours: list[float], peer: list[float]) -> str:
    ratio = median(o / p for o, p in zip(ours, peer, strict=True) if p)
    return f"| {what} | {median(ours):.3g} {unit} | {median(peer):.3g} {unit} | {ratio:.2f} |"


def main() -> None:
    print(f"| measured, median of {ROUNDS} interleaved rounds | kiosk | bare Kivy | ratio |")
    print("| --- | --- | --- | --- |")
    rounds = [(worker("start"), worker("bare-start")) for _ in range(ROUNDS)]
    print(row("process start to the first page drawn", "s", *_columns(rounds, "seconds")))
    rounds = [(worker("touch"), worker("bare-touch")) for _ in range(ROUNDS)]
    print(row("touch of a key to the frame drawn, p50", "ms", *_columns(rounds, "p50")))
    print(row("touch of a key to the frame drawn, p95", "ms", *_columns(rounds, "p95")))
    rounds = [(worker("idle"), worker("bare-idle")) for _ in range(ROUNDS)]
    print(row("CPU of a still page, share of one core", "%", *_columns(rounds, "percent")))
    print()
    print(f"| with the camera, median of {ROUNDS} interleaved rounds | open and decoding | closed | ratio |")
    print("| --- | --- | --- | --- |")
    rounds = [(worker("touch-live"), worker("touch-card")) for _ in range(ROUNDS)]
    print(row("touch of a button of the card page to the frame drawn, p50", "ms", *_columns(rounds, "p50")))
    print(row("touch of a button of the card page to the frame drawn, p95", "ms", *_columns(rounds, "p95")))
    rounds = [(worker("idle-live"), worker("idle-closed")) for _ in range(ROUNDS)]
    print(row("CPU of the card page, an empty desk before the camera", "%", *_columns(rounds, "percent")))
    seen = worker("walks-live")
    print()
    print(
        f"60 walks whose cards the camera read ({seen['read']:.0f} readings): resident memory "
        f"{seen['first_mb']:.0f} MB after the first 10, {seen['last_mb']:.0f} MB after all."
    )
    longest = worker("calls")
    print()
    print(
        f"One walk with the camera, {longest['calls']:.0f} calls of ours on the interface's thread, building and "
        f"drawing a page not counted: p99 {longest['p99']:.1f} ms, longest {longest['ms']:.1f} ms ({longest['name']})."
    )
    print()
    stream()
    print()
    decoders()
    print()
    store()
    print()
    walks = worker("walks")
    print()
    print(
        f"60 walks on a clock turned by hand, {walks['pages']:.0f} pages drawn: resident memory "
        f"{walks['first_mb']:.0f} MB after the first 10 walks, {walks['last_mb']:.0f} MB after all "
        f"(bare Kivy, one button: {worker('bare-memory')['mb']:.0f} MB)."
    )


def _columns(rounds: list[tuple[dict[str, float], dict[str, float]]], key: str) -> tuple[list[float], list[float]]:
    return [ours[key] for ours, _ in rounds], [peer[key] for _, peer in rounds]


if __name__ == "__main__":
    main()
