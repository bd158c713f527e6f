"""The eyes on the real wire: a scene served over HTTP, opened by OpenCV, looked at only while it is asked for."""

import pytest

from drivers.camera import CameraStatus
from drivers.camera.opencv import OpenCvCamera
from drivers.virtual import Held, Scene, Trouble, VirtualCamera
from drivers.vision.verdict import Verdict
from drivers.vision.watcher import CodeWatcher
from tests.drivers.waiting import wait_until

TEXT = "031155000678||Nguyễn Thị Mẫu|01011955|Nữ|Số 12, ngõ 5, phố Mẫu, An Biên, Hải Phòng|01012021"
OTHER = TEXT.replace("678", "679")
LONG = 10.0


class World:
    """The scene, the eyes, and what they told."""

    def __init__(self, camera: VirtualCamera) -> None:
        self.camera = camera
        self.seen = []
        self.verdicts = []
        self.statuses = []
        self.watcher = CodeWatcher(OpenCvCamera(camera.url), lambda text: text.count("|") >= 6)
        self.watcher.start(self.seen.append, self.verdicts.append, self.statuses.append)

    def hold(self, held: Held, text: str = TEXT, trouble: Trouble = Trouble.NONE) -> None:
        self.camera.scene.conditions = trouble.conditions
        self.camera.scene.show(held, text, other=OTHER)

    def read(self, *texts: str) -> bool:
        wanted = sorted(texts)
        return wait_until(lambda: any(sorted(code.text for code in one.codes) == wanted for one in self.seen), LONG)

    def says(self, verdict: Verdict) -> bool:
        return wait_until(lambda: self.verdicts and self.verdicts[-1] is verdict, LONG)


@pytest.fixture
def world():
    with VirtualCamera(Scene()) as camera:
        world = World(camera)
        yield world
        world.watcher.stop()


def test_the_camera_is_open_only_while_it_is_looked_through(world):
    world.hold(Held.CARD)
    assert world.camera.readers == 0
    assert world.watcher.newest() is None
    world.watcher.look(on=True)
    assert world.read(TEXT)
    assert world.watcher.newest() is not None
    world.watcher.look(on=False)
    assert world.watcher.newest() is None
    assert wait_until(lambda: world.camera.readers == 0)
    assert world.statuses == [CameraStatus.OPENING, CameraStatus.READY, CameraStatus.STOPPED]


def test_a_card_that_stays_is_told_once_and_again_when_it_is_looked_for_again(world):
    world.hold(Held.CARD)
    world.watcher.look(on=True)
    assert world.says(Verdict.SEEN)
    assert [[code.text for code in one.codes] for one in world.seen] == [[TEXT]]
    world.watcher.look(on=False)
    assert wait_until(lambda: world.camera.readers == 0)
    world.watcher.look(on=True)
    assert wait_until(lambda: len(world.seen) == 2, LONG)


def test_two_cards_at_once_are_two_codes(world):
    world.hold(Held.TWO_CARDS)
    world.watcher.look(on=True)
    assert world.read(TEXT, OTHER)
    assert not any(one.on_screen for one in world.seen)


def test_a_card_on_a_telephone_is_told_with_that(world):
    world.hold(Held.PHONE_CARD)
    world.watcher.look(on=True)
    assert world.read(TEXT)
    assert world.seen[-1].on_screen


def test_a_payment_code_is_a_code_that_was_not_looked_for(world):
    world.hold(Held.PHONE_PAYMENT, "00020101021138")
    world.watcher.look(on=True)
    assert world.read("00020101021138")
    assert not world.seen[-1].on_screen


def test_a_side_without_a_code_gives_a_verdict_and_no_code(world):
    world.hold(Held.WRONG_SIDE)
    world.watcher.look(on=True)
    assert world.says(Verdict.NO_CODE)
    assert world.seen == []


def test_a_camera_that_is_pulled_and_put_back_goes_on(world):
    world.watcher.look(on=True)
    assert wait_until(lambda: CameraStatus.READY in world.statuses, LONG)
    world.camera.unplug()
    assert wait_until(lambda: world.statuses[-1] is CameraStatus.GONE, LONG)
    assert world.watcher.newest() is None
    world.hold(Held.CARD)
    world.camera.plug()
    assert world.read(TEXT)


def test_looking_and_stopping_never_wait_for_a_camera_that_is_not_there(world):
    world.camera.unplug()
    world.watcher.look(on=True)
    assert wait_until(lambda: CameraStatus.SEARCHING in world.statuses, LONG)
    world.watcher.look(on=False)
    assert wait_until(lambda: world.statuses[-1] is CameraStatus.STOPPED, LONG)


def test_eyes_that_fail_say_so_without_what_they_saw(world, caplog):
    def fail(text: str) -> bool:
        raise ValueError(text)

    world.watcher._wanted = fail
    world.hold(Held.CARD)
    world.watcher.look(on=True)
    assert wait_until(lambda: CameraStatus.GONE in world.statuses, LONG)
    assert "ValueError" in caplog.text
    assert "Mẫu" not in caplog.text
    assert wait_until(lambda: world.camera.readers == 0)


def test_a_watcher_that_was_never_started_stops_all_the_same():
    CodeWatcher(OpenCvCamera("no/such/camera"), bool).stop()
