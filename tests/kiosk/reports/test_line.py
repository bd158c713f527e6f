"""The report of a bad month whose outages are known: table, sums, picture and page find them again."""

import csv
import json
import re
from collections import Counter
from datetime import timedelta

import pytest
from PIL import Image

from kiosk.cli import main
from kiosk.language.text import Text, Words
from kiosk.line import Cause, Destination, State
from kiosk.procedures.faults import wording
from kiosk.procedures.offices import OFFICES, load_office
from kiosk.proving.bad_month import Known, Lost, bad_month
from kiosk.reports.drawing import Words as Line
from kiosk.reports.line import line_report, outages, totals
from kiosk.reports.line_picture import HEIGHT, WIDTH, shapes
from kiosk.reports.line_words import took
from kiosk.store.line_reading import Book, DelayRow, StretchRow, read_book
from tests.kiosk.store.support import NOW, opened

OFFICE = load_office(OFFICES / "mau-pa08.yaml")
NEAR = (Destination.LINE, Destination.HUB)


@pytest.fixture(scope="module")
def week(tmp_path_factory):
    """Four days in which everything happens: where the store lies, and what was played."""
    path = tmp_path_factory.mktemp("week") / "store.sqlite"
    return path, bad_month(path, 0, OFFICE, days=4)


def found_of(path) -> Known:
    """The book's sums in the form of what was played."""
    report, known = line_report(read_book(path)), Known()
    for row in report.hours:
        if row.state.cause is not None and row.ms:
            known.lost[Lost(row.hour, row.open, row.destination, row.state.cause)] += row.ms / 60_000
    known.slow.update({where: ms / 60_000 for where, ms in report.all_hours.slow.items()})
    known.measured.update({where: ms / 60_000 for where, ms in report.all_hours.measured.items()})
    known.people.update({where: count for where, count in report.people.items() if count})
    return known


def by_place(lost: Counter[Lost]) -> Counter[tuple[Destination, Cause]]:
    sums = Counter()
    for key, minutes in lost.items():
        sums[key.destination, key.cause] += minutes
    return sums


def assert_found(path, known):
    found, report = found_of(path), line_report(read_book(path))
    near = {key: minutes for key, minutes in known.lost.items() if key.destination in NEAR}
    assert near
    assert {key: minutes for key, minutes in found.lost.items() if key.destination in NEAR} == near
    for place in (Destination.PORTAL, Destination.BANK):
        # One minute is missing at the beginning of each: the hub believes a failure that comes twice.
        played = sum(minutes for key, minutes in known.lost.items() if key.destination is place)
        seen = sum(minutes for key, minutes in found.lost.items() if key.destination is place)
        assert played - known.outages[place] <= seen <= played
        assert by_place(found.lost).keys() == by_place(known.lost).keys()
    assert found.measured == known.measured
    assert found.slow == known.slow
    assert found.people == known.people
    assert abs(report.longest.ms / 60_000 - known.longest) <= 1
    assert report.delays.count == len(known.delays)
    assert report.delays.longest_s == max(known.delays, default=0) * 60
    assert report.delays.waiting == 0


def test_a_week_is_found_again(week):
    known = week[1]
    assert {key.destination for key in known.lost} == set(Destination)
    assert known.slow
    assert known.delays
    assert known.people
    assert_found(*week)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_a_bad_month_is_found_again(tmp_path, seed):
    """Over 5 s: thirty days, a signed question to the hub each minute."""
    path = tmp_path / "store.sqlite"
    assert_found(path, bad_month(path, seed, OFFICE))


def test_no_hour_has_more_than_sixty_minutes(week):
    hours = Counter()
    for row in read_book(week[0]).hours:
        hours[row.day, row.hour, row.destination] += row.ms
    assert max(hours.values()) == 60 * 60_000


def test_office_hours_are_a_part_of_all_hours(week):
    report = line_report(read_book(week[0]))
    for destination in Destination:
        assert 0 < report.open_hours.measured[destination] < report.all_hours.measured[destination]
        assert report.open_hours.lost_of(destination) <= report.all_hours.lost_of(destination)


def away(cause, from_ms, to_ms, boot="a"):
    state = State.of(cause)
    began, ended = (NOW + timedelta(milliseconds=ms) for ms in (from_ms, to_ms))
    return StretchRow(Destination.HUB, state, began, ended, boot, from_ms, to_ms)


def test_an_outage_whose_cause_changes_is_one_and_a_stop_ends_it():
    rows = [
        away(Cause.TIMEOUT, 0, 60_000),
        away(Cause.REFUSED, 60_000, 90_000),
        away(None, 90_000, 95_000),
        away(Cause.REFUSED, 95_000, 99_000),
        away(Cause.REFUSED, 120_000, 125_000),
        away(Cause.REFUSED, 125_000, 130_000, boot="b"),
    ]
    found = outages(rows)
    assert [(outage.causes, outage.ms) for outage in found] == [
        ((Cause.TIMEOUT, Cause.REFUSED), 90_000),
        ((Cause.REFUSED,), 4_000),
        ((Cause.REFUSED,), 5_000),
        ((Cause.REFUSED,), 5_000),
    ]
    assert (found[0].began, found[0].ended) == (NOW, NOW + timedelta(seconds=90))


def test_a_dossier_that_arrives_at_once_waited_no_time_and_one_that_has_not_still_waits():
    waits = {"a": 0, "b": 120, "c": None, "d": 60}
    rows = [DelayRow(dossier, Destination.HUB, NOW, delay) for dossier, delay in waits.items()]
    delays = line_report(
        Book(None, None, None, "", delays=(*rows, DelayRow("e", Destination.PORTAL, NOW, None)))
    ).delays
    assert (delays.count, delays.waiting, delays.median_s, delays.longest_s, delays.at_portal) == (4, 1, 60, 120, 1)


def run(capsys, *arguments):
    status = main(["line", "report", *map(str, arguments)])
    return status, capsys.readouterr()


def test_the_command_writes_table_picture_and_page(week, tmp_path, capsys):
    status, said = run(capsys, "--store", week[0], "--out", tmp_path / "out", "--json")
    told = json.loads(said.out.splitlines()[-1])
    assert status == 0
    assert told["files"] == [str(tmp_path / "out" / f"line.{kind}") for kind in ("csv", "svg", "png", "html")]
    with (tmp_path / "out" / "line.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    lost = sum(float(row["minutes"]) for row in rows if row["destination"] == "hub" and row["cause"])
    assert lost == pytest.approx(told["all_hours"]["lost_minutes"]["hub"], abs=0.1)
    with Image.open(tmp_path / "out" / "line.png") as picture:
        assert picture.size == (2 * WIDTH, 2 * HEIGHT)
        assert len(picture.getcolors(2**24)) > 8
    page = (tmp_path / "out" / "line.html").read_text("utf-8")
    assert "Máy số 2, Công an thành phố Mẫu" in page
    assert page.count("<svg") == 1


def test_the_period_is_the_one_asked_for(week, tmp_path, capsys):
    days = ("--from", "2026-11-03", "--to", "2026-11-04")
    _, said = run(capsys, "--store", week[0], "--out", tmp_path / "out", "--json", *days)
    told = json.loads(said.out)
    assert (told["from"], told["to"]) == ("2026-11-03", "2026-11-04")
    with (tmp_path / "out" / "line.csv").open(encoding="utf-8") as file:
        assert {row["day"] for row in csv.DictReader(file)} == {"2026-11-03", "2026-11-04"}


def test_a_period_without_data_says_so_and_counts_nothing(week, tmp_path, capsys):
    status, said = run(capsys, "--store", week[0], "--out", tmp_path / "out", "--from", "2027-02-01")
    assert status == 0
    assert "chưa đo được gì" in said.out
    assert "chưa đo được gì" in (tmp_path / "out" / "line.html").read_text("utf-8")


def test_an_empty_book_has_no_period(tmp_path, capsys):
    with opened(tmp_path):
        status, said = run(capsys, "--store", tmp_path / "kiosk.db", "--out", tmp_path / "out", "--json")
    told = json.loads(said.out)
    assert status == 0
    assert (told["from"], told["longest"], told["all_hours"]["lost_to_hub"]) == (None, None, 0)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (("--from", "2026-13-01"), "no day such as 2026-11-01"),
        (("--from", "2026-11-05", "--to", "2026-11-04"), "earlier day first"),
    ],
)
def test_days_that_are_none_are_wrong_use(week, tmp_path, capsys, days, words):
    try:
        status, said = run(capsys, "--store", week[0], "--out", tmp_path / "out", *days)
    except SystemExit as stop:
        status, said = stop.code, capsys.readouterr()
    assert status == 2
    assert words in said.err
    assert not (tmp_path / "out").exists()


def test_the_store_of_the_data_folder_is_found(week, tmp_path, capsys, monkeypatch):
    place = tmp_path / "office" / "machine"
    place.mkdir(parents=True)
    (place / "store.sqlite").write_bytes(week[0].read_bytes())
    monkeypatch.setenv("KIOSK_DATA", str(tmp_path))
    status, said = run(capsys, "--out", tmp_path / "out", "--json")
    assert status == 0
    assert json.loads(said.out)["machine"] == "Máy số 2"
    monkeypatch.setenv("KIOSK_DATA", str(tmp_path / "nothing"))
    assert run(capsys, "--out", tmp_path / "out")[0] == 1


def test_a_machine_that_never_ran_has_measured_nothing(tmp_path, capsys, monkeypatch):
    (tmp_path / "data").mkdir()
    monkeypatch.setenv("KIOSK_DATA", str(tmp_path / "data"))
    status, said = run(capsys, "--out", tmp_path / "out", "--json")
    assert (status, json.loads(said.out)["all_hours"]["lost_to_hub"]) == (0, 0)
    assert "nothing was measured" in said.err


def test_the_picture_says_what_the_sums_are(week):
    report = line_report(read_book(week[0]))
    words = [shape.text for shape in shapes(report) if isinstance(shape, Line)]
    assert took(report.open_hours.lost_to_hub) in words
    assert str(report.delays.count) in words
    assert totals(report)["all_hours"]["lost_to_hub"] == report.all_hours.lost_to_hub / 60_000


def test_nothing_in_the_picture_leaves_the_sheet(week):
    for shape in shapes(line_report(read_book(week[0]))):
        assert 0 <= shape.x <= WIDTH
        assert 0 <= shape.y <= HEIGHT
        if not isinstance(shape, Line):
            assert shape.x + shape.width <= WIDTH
            assert shape.y + shape.height <= HEIGHT


def test_the_page_is_in_plain_sentences(week, tmp_path, capsys):
    run(capsys, "--store", week[0], "--out", tmp_path)
    sentences = re.findall(r"<li>(.*?)</li>", (tmp_path / "line.html").read_text("utf-8"))
    assert len(sentences) >= 6
    for sentence in sentences:
        assert wording(sentence) is None, sentence


def test_every_word_of_the_report_is_said_well():
    words = Words.load()
    keys = [key for key in Words.load().keys() if key.startswith("line.")]  # noqa: SIM118 - no mapping
    assert len(keys) > 50
    for key in keys:
        assert wording(words[key].vi) is None, key
        assert words[key].places() == Text(vi=words[key].en, en="").places(), key


@pytest.mark.parametrize(
    ("ms", "words"),
    [
        (0, "0 phút"),
        (20_000, "dưới 1 phút"),
        (45 * 60_000, "45 phút"),
        (3_600_000, "1 giờ"),
        (3_660_000, "1 giờ 1 phút"),
    ],
)
def test_time_is_said_in_hours_and_minutes(ms, words):
    assert took(ms) == words
