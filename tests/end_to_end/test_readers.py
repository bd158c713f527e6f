"""Cards read by a scanner, by a camera, by whichever is there: the real kiosk before the twins of its readers."""

from contextlib import contextmanager

import pytest

from drivers.virtual import Held, Trouble
from kiosk import config
from kiosk.clock import ManualClock
from kiosk.demo.office import OfficeInABox
from kiosk.wiring import build
from tests.drivers.waiting import wait_until
from tests.end_to_end.player import Player
from tests.kiosk.hub.office_box import MORNING

SEED = 0


@contextmanager
def kiosk_at_card(folder, readers):
    """The office, a kiosk whose walk waits for a card, and who plays on it."""
    with OfficeInABox(folder, ManualClock(MORNING), SEED, readers) as office:
        kiosk = build(config.load(office.folder / "kiosk.toml"), ManualClock(MORNING))
        kiosk.start()
        try:
            player = Player(kiosk.engine, lambda: None)
            player.to("card")
            yield office.dock, kiosk, player
        finally:
            kiosk.stop()


def ways(view) -> list[str]:
    return [way.value for way in view.ways]


def read_by(kiosk, player) -> str:
    player.wait(lambda view: view.page == "confirm", "the page that asks whether this is you")
    return str(kiosk.engine.walk.session.card_reader)


@pytest.mark.parametrize("generation", ["2021", "2024"])
def test_a_machine_with_a_camera_alone_reads_cards_of_both_generations(tmp_path, generation):
    with kiosk_at_card(tmp_path, "camera") as (dock, kiosk, player):
        assert ways(player.view) == ["camera"]
        dock.hold(Held.CARD, SEED, generation)
        assert read_by(kiosk, player) == "camera"
        assert wait_until(lambda: dock.camera.readers == 0)  # closed as soon as it was read


def test_a_machine_with_a_scanner_alone_has_no_camera_to_open(tmp_path):
    with kiosk_at_card(tmp_path, "scanner") as (dock, kiosk, player):
        assert ways(player.view) == ["scanner"]
        assert player.view.live == ""
        assert wait_until(lambda: dock.show(dock.people()[SEED].code))
        assert read_by(kiosk, player) == "scanner"
        assert dock.camera.taken == 0


def test_of_two_readers_the_first_sound_answer_wins(tmp_path):
    with kiosk_at_card(tmp_path, "both") as (dock, kiosk, player):
        assert ways(player.view) == ["scanner", "camera"]
        assert wait_until(lambda: dock.show("https://vidu.vn/a"))
        player.wait(lambda view: view.status == "refused")
        dock.hold(Held.CARD, SEED, "2024")
        assert read_by(kiosk, player) == "camera"


def test_a_camera_that_is_pulled_in_mid_read_leaves_the_scanner_and_nobody_starts_again(tmp_path):
    with kiosk_at_card(tmp_path, "both") as (dock, kiosk, player):
        dock.camera.scene.conditions = Trouble.FAR.conditions
        dock.hold(Held.CARD, SEED, "2021")
        player.wait(lambda view: view.status in ("hint", "reading"), "words on the hand")
        dock.camera.unplug()
        player.wait(lambda view: ways(view) == ["scanner"], "the camera's way to go")
        assert player.view.status != "gone"
        assert wait_until(lambda: dock.show(dock.people()[SEED].code))
        assert read_by(kiosk, player) == "scanner"


def test_a_camera_alone_that_is_pulled_is_said_and_reads_when_it_is_back(tmp_path):
    with kiosk_at_card(tmp_path, "camera") as (dock, kiosk, player):
        assert wait_until(lambda: kiosk.live() is not None)
        dock.camera.unplug()
        player.wait(lambda view: view.status == "gone", "that the reader is away")
        assert player.view.help_button is not None
        dock.hold(Held.CARD, SEED, "2021")
        dock.camera.plug()
        assert read_by(kiosk, player) == "camera"


@pytest.mark.parametrize(
    ("held", "words"),
    [
        (Held.WRONG_SIDE, "Mặt này không có mã vuông."),
        (Held.PHONE_PAYMENT, "Mã này không phải mã trên thẻ căn cước."),
        (Held.PHONE_CARD, "Đây là ảnh trên điện thoại."),
        (Held.TWO_CARDS, "Máy thấy hai thẻ."),
    ],
)
def test_what_is_no_single_card_is_answered_in_words(tmp_path, held, words):
    with kiosk_at_card(tmp_path, "camera") as (dock, kiosk, player):
        dock.hold(held, SEED, "2021")
        player.wait(lambda view: view.page == "card" and view.status_text.startswith(words), words)
        assert kiosk.engine.walk.person is None


def test_a_slip_is_looked_up_by_the_camera_too(tmp_path):
    with kiosk_at_card(tmp_path, "camera") as (dock, _, player):
        player.emit("home")
        player.emit("leave-erase")
        player.wait(lambda view: view.page == "home")
        player.emit("lookup")
        assert player.view.live == "Đang mở"
        dock.camera.scene.show(Held.PHONE_PAYMENT, "HK1.7Q4M2Z9XKB6T3HWD8RNC")
        player.wait(lambda view: view.page == "lookup" and view.status == "unknown", "what the hub says of the slip")
