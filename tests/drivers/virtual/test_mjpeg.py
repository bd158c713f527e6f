"""The virtual camera, opened by OpenCV as any network camera is, and by bare HTTP."""

import http.client
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import cv2
import numpy as np
import pytest
import zxingcpp

from drivers.virtual import CameraFault, Held, Scene, VirtualCamera
from drivers.virtual.card_picture import Picture
from tests.drivers.waiting import wait_until

TEXT = "031184002310||Trần Thị Thu Hà|30061984|Nữ|Yên Hoà, Hà Nội|04102021"


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture
def twin(scene: Scene) -> Iterator[VirtualCamera]:
    with VirtualCamera(scene, fps=30) as twin:
        yield twin


@contextmanager
def opened(twin: VirtualCamera) -> Iterator[cv2.VideoCapture]:
    limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, 2000, cv2.CAP_PROP_READ_TIMEOUT_MSEC, 700]
    video = cv2.VideoCapture(twin.url, cv2.CAP_FFMPEG, limits)
    try:
        yield video
    finally:
        video.release()


def read(video: cv2.VideoCapture) -> Picture:
    there, picture = video.read()
    assert there
    return picture


def comes(video: cv2.VideoCapture, texts: list[str], limit: int = 60) -> bool:
    """Whether a picture with these texts comes among the next ones."""
    return any([code.text for code in zxingcpp.read_barcodes(read(video))] == texts for _ in range(limit))


@contextmanager
def asked(twin: VirtualCamera, path: str) -> Iterator[http.client.HTTPResponse]:
    address = urlsplit(twin.url)
    line = http.client.HTTPConnection(address.hostname, address.port, timeout=3)
    line.request("GET", path)
    answer = line.getresponse()
    try:
        yield answer
    finally:
        answer.close()
        line.close()


def part(answer: http.client.HTTPResponse) -> bytes:
    """The next picture as it went over the line."""
    assert answer.readline().startswith(b"--")
    headers = {}
    while line := answer.readline().strip():
        name, value = line.decode().split(": ")
        headers[name] = value
    assert headers["Content-Type"] == "image/jpeg"
    packed = answer.read(int(headers["Content-Length"]))
    assert answer.readline() == b"\r\n"
    return packed


def test_a_card_that_is_shown_is_read_through_the_real_library(twin: VirtualCamera):
    with opened(twin) as video:
        assert read(video).shape == (720, 1280, 3)
        twin.scene.show(Held.CARD, TEXT)
        assert comes(video, [TEXT])
        twin.scene.show(Held.NOTHING)
        assert comes(video, [])


def test_an_unplugged_camera_ends_the_stream_and_one_plugged_in_again_is_at_the_same_place(twin: VirtualCamera):
    with opened(twin) as video:
        read(video)
        url = twin.url
        twin.unplug()
        twin.unplug()
        assert wait_until(lambda: not video.read()[0])
        with opened(twin) as again:
            assert not again.isOpened()
        twin.plug()
        twin.plug()
        assert twin.url == url
        with opened(twin) as again:
            read(again)


def test_two_readers_see_the_same_pictures(twin: VirtualCamera):
    with asked(twin, urlsplit(twin.url).path) as one, asked(twin, urlsplit(twin.url).path) as other:
        assert wait_until(lambda: twin.readers == 2)
        seen = {part(one) for _ in range(5)}
        assert seen & {part(other) for _ in range(5)}


def test_nothing_is_taken_while_nobody_reads(scene: Scene):
    looks: list[float] = []

    def clock() -> float:
        looks.append(len(looks) / 100)
        return looks[-1]

    with VirtualCamera(scene, fps=30, clock=clock) as twin:
        assert twin.taken == 0
        with asked(twin, urlsplit(twin.url).path) as answer:
            part(answer)
        assert wait_until(lambda: twin.readers == 0)
        taken, looked = twin.taken, len(looks)
        assert taken >= 1
        assert not wait_until(lambda: len(looks) != looked, 0.2)
        assert twin.taken == taken


def test_its_pace_is_the_one_that_is_asked_for(scene: Scene):
    """By the instants at which the scene is looked at, on a clock that runs only while somebody waits."""
    now = [0.0]
    with VirtualCamera(scene, fps=10, clock=lambda: now[0]) as twin, asked(twin, urlsplit(twin.url).path) as answer:
        part(answer)
        assert twin.taken == 1
        now[0] = 0.05
        assert part(answer) == part(answer), "the next one is not due"
        assert twin.taken == 1
        for instant in (0.1, 0.2, 0.3):
            before = twin.taken
            now[0] = instant + 1e-6
            assert wait_until(lambda before=before: part(answer) and twin.taken == before + 1)


def test_a_frozen_camera_gives_the_same_picture_again(twin: VirtualCamera):
    with opened(twin) as video:
        first, second = read(video), read(video)
        assert not np.array_equal(first, second)
        twin.set_fault("frozen")
        assert wait_until(lambda: np.array_equal(read(video), read(video)))
        held = read(video)
        assert all(np.array_equal(held, read(video)) for _ in range(5))
        twin.set_fault("ok")
        assert wait_until(lambda: not np.array_equal(held, read(video)))
    assert twin.fault is CameraFault.OK


def test_a_covered_lens_is_dark_and_still_has_noise(twin: VirtualCamera):
    twin.set_fault(CameraFault.BLACK)
    with opened(twin) as video:
        one, other = read(video), read(video)
        assert one.max() < 12
        assert not np.array_equal(one, other)


def test_of_a_torn_picture_only_the_upper_part_comes(twin: VirtualCamera):
    with opened(twin) as video:
        read(video)
        twin.set_fault(CameraFault.TORN)
        assert wait_until(lambda: np.array_equal(read(video)[-200:], read(video)[-200:])), "FFmpeg shows the old part"
        one, other = read(video), read(video)
        assert not np.array_equal(one[:200], other[:200])
        assert np.array_equal(one[-200:], other[-200:])


def test_a_silent_camera_lets_the_reader_wait_and_goes_on_later(twin: VirtualCamera):
    with asked(twin, urlsplit(twin.url).path) as answer:
        part(answer)
        twin.set_fault(CameraFault.SILENT)
        assert wait_until(lambda: _no_more(twin))
        taken = twin.taken
        assert twin.readers == 1
        twin.set_fault(CameraFault.OK)
        assert wait_until(lambda: part(answer) and twin.taken > taken)


def _no_more(twin: VirtualCamera) -> bool:
    taken = twin.taken
    return not wait_until(lambda: twin.taken != taken, 0.15)


def test_a_slow_camera_gives_one_picture_a_second(scene: Scene):
    now = [0.0]
    with VirtualCamera(scene, fps=10, clock=lambda: now[0]) as twin, asked(twin, urlsplit(twin.url).path) as answer:
        twin.set_fault(CameraFault.SLOW)
        part(answer)
        now[0] = 0.95
        assert part(answer) == part(answer)
        now[0] = 1.0
        assert wait_until(lambda: part(answer) and twin.taken == 2)


def test_another_page_is_not_there(twin: VirtualCamera):
    with asked(twin, "/") as answer:
        assert answer.status == 404
    assert twin.taken == 0


def test_a_reader_that_goes_away_or_says_nothing_disturbs_nobody(twin: VirtualCamera):
    address = urlsplit(twin.url)
    with socket.create_connection((address.hostname, address.port), 2) as mute, opened(twin) as video:
        with asked(twin, address.path) as answer:
            part(answer)
        read(video)
        mute.sendall(b"\x00\xff\r\n")
        read(video)
    assert wait_until(lambda: twin.readers == 0)


def test_closing_leaves_no_thread_and_no_file_open(scene: Scene):
    threads, files = threading.active_count(), len(os.listdir("/proc/self/fd"))
    with VirtualCamera(scene) as twin, asked(twin, urlsplit(twin.url).path) as answer:
        part(answer)
        twin.close()
    assert wait_until(lambda: threading.active_count() == threads)
    assert wait_until(lambda: len(os.listdir("/proc/self/fd")) == files)
