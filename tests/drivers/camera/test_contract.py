"""What every way to get pictures keeps: the newest frame, numbers that grow, a camera that goes and comes."""

import os
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from drivers.camera import CameraStatus, Settings
from drivers.camera.opencv import OpenCvCamera
from drivers.virtual import CameraFault, Scene, VirtualCamera
from tests.drivers.waiting import wait_until

SIZE = (320, 240)
FAST = Settings(fps=60)


def picture(level: int) -> np.ndarray:
    """Blue above, red below, brighter from picture to picture."""
    made = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
    made[: SIZE[1] // 2, :, 0] = level
    made[SIZE[1] // 2 :, :, 2] = level
    return made


class Watch:
    """A camera that is running, and what it told."""

    def __init__(self, source, settings=FAST, **more) -> None:
        self.told: list[CameraStatus] = []
        self.camera = OpenCvCamera(source, settings, **more)
        self.camera.start(self.told.append)

    def becomes(self, status: CameraStatus, within: float = 8.0) -> bool:
        return wait_until(lambda: self.camera.status is status, within)


@pytest.fixture
def folder(tmp_path) -> Path:
    source = tmp_path / "pictures"
    source.mkdir()
    for number in range(3):
        cv2.imwrite(str(source / f"{number}.png"), picture(180 + 30 * number))
    (source / "notes.txt").write_text("no picture", "ascii")
    (source / "9.png").write_bytes(b"torn")
    return source


@pytest.fixture
def film(tmp_path) -> Path:
    path = tmp_path / "film.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 60, SIZE)
    for number in range(5):
        writer.write(picture(200 + 10 * number))
    writer.release()
    return path


class _BlueAndRed(Scene):
    def frame(self, at: float) -> np.ndarray:
        return picture(200 + int(at * 1000) % 50)


@pytest.fixture
def stream():
    with VirtualCamera(_BlueAndRed(*SIZE), fps=60) as twin:
        yield twin


@pytest.fixture(params=["folder", "film", "stream"])
def watch(request):
    source = request.getfixturevalue(request.param)
    made = Watch(source.url if request.param == "stream" else str(source))
    yield made
    made.camera.stop()


def test_pictures_come_as_they_are_top_row_first(watch):
    assert watch.becomes(CameraStatus.READY)
    frame = watch.camera.newest()
    assert frame.size == SIZE
    assert (frame.rgba.shape, frame.grey.shape) == ((SIZE[1], SIZE[0], 4), (SIZE[1], SIZE[0]))
    assert frame.rgba.flags.c_contiguous
    top, foot = frame.rgba[10, 160], frame.rgba[-10, 160]
    assert top[2] > 150 > 60 > top[0]
    assert foot[0] > 150 > 60 > foot[2]
    assert top[3] == 255


def test_whoever_waits_gets_a_later_picture_and_never_an_old_one(watch):
    assert watch.becomes(CameraStatus.READY)
    seen = watch.camera.newest().number
    for _ in range(8):  # more than the folder and the film hold: they begin again
        frame = watch.camera.wait(seen, 5)
        assert frame.number > seen
        seen = frame.number
    assert watch.camera.wait(seen + 10**6, 0.02) is None


def test_a_stopped_camera_keeps_no_picture_and_starts_again(watch):
    assert watch.becomes(CameraStatus.READY)
    watch.camera.stop()
    watch.camera.stop()
    assert watch.camera.newest() is None
    assert watch.camera.status is CameraStatus.STOPPED
    watch.camera.start(watch.told.append)
    assert watch.becomes(CameraStatus.READY)
    assert watch.camera.newest().number >= 1


def test_a_frame_says_nothing_of_what_is_on_it(watch):
    assert watch.becomes(CameraStatus.READY)
    assert repr(watch.camera.newest()).startswith("Frame(320x240, number=")


@pytest.mark.parametrize("source", ["/dev/null", "no/such/camera", "http://127.0.0.1:9/camera.mjpg", __file__])
def test_what_gives_no_picture_is_looked_for_again_and_raises_nothing(source, caplog):
    watch = Watch(source)
    assert watch.becomes(CameraStatus.SEARCHING)
    assert watch.camera.newest() is None
    watch.camera.stop()
    assert source not in caplog.text


def test_an_empty_folder_is_no_camera(tmp_path):
    watch = Watch(str(tmp_path))
    assert watch.becomes(CameraStatus.SEARCHING)
    watch.camera.stop()


def test_a_camera_that_is_pulled_is_gone_and_comes_back(stream):
    watch = Watch(stream.url)
    assert watch.becomes(CameraStatus.READY)
    seen = watch.camera.newest().number
    stream.unplug()
    assert watch.becomes(CameraStatus.GONE)
    assert watch.camera.newest() is None
    stream.plug()
    assert watch.becomes(CameraStatus.READY)
    assert watch.camera.newest().number > seen
    watch.camera.stop()
    assert watch.told == [
        CameraStatus.OPENING,
        CameraStatus.READY,
        CameraStatus.GONE,
        CameraStatus.READY,
        CameraStatus.STOPPED,
    ]


def test_a_camera_that_comes_back_under_another_name_is_found(folder, tmp_path):
    """The name is asked for at each opening."""
    names = [str(tmp_path / "missing"), str(folder)]
    watch = Watch(lambda: names.pop(0) if len(names) > 1 else names[0])
    assert watch.becomes(CameraStatus.READY)
    watch.camera.stop()


def test_the_very_same_picture_for_long_is_a_camera_that_is_stuck(stream):
    watch = Watch(stream.url, stuck_s=0.4)
    assert watch.becomes(CameraStatus.READY)
    stream.set_fault(CameraFault.FROZEN)
    assert watch.becomes(CameraStatus.STUCK)
    assert wait_until(lambda: stream.readers == 0)
    assert wait_until(lambda: stream.readers == 1)  # looked at again, and still the same
    assert not wait_until(lambda: watch.camera.status is not CameraStatus.STUCK, 0.2)
    stream.set_fault(CameraFault.OK)
    assert watch.becomes(CameraStatus.READY)
    watch.camera.stop()


def test_a_camera_that_falls_silent_is_gone_after_its_limit(stream):
    """Over 2 s: that long OpenCV waits for a picture."""
    watch = Watch(stream.url)
    assert watch.becomes(CameraStatus.READY)
    stream.set_fault(CameraFault.SILENT)
    assert watch.becomes(CameraStatus.GONE)
    watch.camera.stop()


def test_a_listener_that_fails_does_not_take_the_camera_down(folder, caplog):
    camera = OpenCvCamera(str(folder), FAST)

    def fail(status: CameraStatus) -> None:
        raise ValueError("Nguyễn Thị Mẫu")

    camera.start(fail)
    assert camera.wait(0, 5) is not None
    camera.stop()
    assert "ValueError" in caplog.text
    assert "Mẫu" not in caplog.text


def test_no_picture_is_written_to_any_disk(stream, tmp_path):
    """A process of its own whose every known folder is empty before and after."""
    script = (
        "import sys\nfrom drivers.camera.opencv import OpenCvCamera\n"
        "camera = OpenCvCamera(sys.argv[1])\ncamera.start(lambda status: None)\n"
        "number = 0\nfor _ in range(5):\n    number = camera.wait(number, 5).number\ncamera.stop()\n"
    )
    home = tmp_path / "home"
    home.mkdir()
    env = {name: str(home) for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")}
    path = str(Path(__file__).parents[3])
    command = [sys.executable, "-B", "-c", script, stream.url]
    subprocess.run(command, cwd=home, env={**os.environ, **env, "PYTHONPATH": path}, check=True, timeout=60)
    assert list(home.rglob("*")) == []
