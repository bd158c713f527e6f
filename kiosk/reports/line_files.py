"""The report as an office attaches it: rows for a table, a picture, and a page in plain words."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kiosk.line import Cause, Destination, quantile_ms
from kiosk.reports.drawing import svg
from kiosk.reports.line import MINUTE_MS, LineReport, Sums, minutes
from kiosk.reports.line_picture import HEIGHT, WIDTH, draw, shapes
from kiosk.reports.line_words import period, say, share, took, what, when, whose, why

TEMPLATES = Path(__file__).parents[2] / "assets" / "reports"
COLUMNS = ("day", "hour", "open", "destination", "state", "cause", "minutes", "probes", "losses", "median_ms")

_FAR = (Destination.PORTAL, Destination.BANK)


def write_report(report: LineReport, folder: Path) -> list[Path]:
    """Write line.csv, line.svg, line.png and line.html into `folder`, making it; their paths. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    rows, page = folder / "line.csv", folder / "line.html"
    with rows.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(_rows(report))
    pictures = draw(report, folder)
    page.write_text(_page(report), "utf-8")
    return [rows, *pictures, page]


def _rows(report: LineReport) -> Iterator[tuple[Any, ...]]:
    for row in report.hours:
        cause = row.state.cause or ""
        where = (row.day.isoformat(), row.hour, int(row.open), row.destination, row.state.quality, cause)
        median = quantile_ms(row.round_trips, 0.5)
        yield *where, f"{row.ms / MINUTE_MS:.2f}", row.probes, row.losses, "" if median is None else median


def _page(report: LineReport) -> str:
    # What a sheet says is escaped; the one thing that is not is the picture, which was drawn here.
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    drawn = svg(shapes(report), WIDTH, HEIGHT, say("report.title"))
    return environment.get_template("line.html").render(
        t=say,
        whose=whose(report),
        period=period(report),
        measured=report.measured,
        sentences=_sentences(report) if report.measured else [say("report.nothing")],
        causes=_causes(report),
        hours=_hours(report),
        spent=_measured(report),
        destinations=[what(destination) for destination in Destination],
        picture=Markup(drawn),  # noqa: S704 - drawn here, every word in it escaped
    )


def _sentences(report: LineReport) -> list[str]:
    opened, everything, delays, longest = report.open_hours, report.all_hours, report.delays, report.longest
    said = [
        say("page.lost", time=took(opened.lost_to_hub), share=share(opened.lost_to_hub, _time(opened))),
        say("page.lost.all", time=took(everything.lost_to_hub), share=share(everything.lost_to_hub, _time(everything))),
    ]
    said += [
        say("page.far", what=what(far), time=took(opened.lost_of(far)), all=took(everything.lost_of(far)))
        for far in _FAR
        if everything.lost_of(far)
    ]
    slow = sum(everything.slow.get(near, 0) for near in (Destination.LINE, Destination.HUB))
    if slow:
        said.append(say("page.slow", time=took(slow)))
    if report.round_trip_ms is not None:
        said.append(say("page.round-trip", ms=report.round_trip_ms))
    if longest is not None:
        names = {"what": what(longest.destination), "when": when(longest.began), "causes": why(longest.causes)}
        said.append(say("page.longest", time=took(longest.ms), **names))
    if delays.count:
        said.append(say("page.dossiers", count=delays.count, open=report.delays_open.count))
    if delays.median_s is not None and delays.longest_s is not None:
        times = {"median": took(1000 * delays.median_s), "longest": took(1000 * delays.longest_s)}
        said.append(say("page.dossiers.time", **times))
    if delays.waiting:
        said.append(say("page.dossiers.waiting", count=delays.waiting))
    if delays.at_portal:
        said.append(say("page.dossiers.portal", count=delays.at_portal))
    said += [
        say("page.people", what=what(far).lower(), count=report.people[far], open=report.people_open[far])
        for far in Destination
        if report.people[far]
    ]
    if report.turned_away:
        said.append(say("page.turned", count=report.turned_away))
    return said


def _time(sums: Sums) -> int:
    """The line is measured whenever anything is."""
    return sums.measured.get(Destination.LINE, 0)


def _causes(report: LineReport) -> list[tuple[str, str, str, str]]:
    order: list[tuple[Destination, Cause]] = [(d, c) for d in Destination for c in Cause]
    opened, everything = report.open_hours.lost, report.all_hours.lost
    return [
        (what(where), why([cause]), _number(opened.get((where, cause), 0)), _number(everything[where, cause]))
        for where, cause in order
        if (where, cause) in everything
    ]


def _hours(report: LineReport) -> list[tuple[str, list[str]]]:
    opened, everything = report.open_hours.by_hour, report.all_hours.by_hour

    def lost(at: tuple[int, Destination]) -> str:
        return f"{_number(opened.get(at, 0))} / {_number(everything[at])}" if at in everything else "0"

    hours = sorted({hour for hour, _ in everything})
    return [(f"{hour}-{hour + 1}", [lost((hour, destination)) for destination in Destination]) for hour in hours]


def _measured(report: LineReport) -> list[tuple[str, str, str]]:
    opened, everything = report.open_hours.measured, report.all_hours.measured
    return [(what(d), took(opened.get(d, 0)), took(everything.get(d, 0))) for d in Destination]


def _number(ms: int) -> str:
    return f"{minutes(ms):g}".replace(".", ",")
