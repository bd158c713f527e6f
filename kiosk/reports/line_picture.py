"""The line book's picture: what was lost in four figures, by hour of the day, and day by day. A4, upright."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Self

from kiosk.line import Destination
from kiosk.reports.drawing import Box, Shape, Words, picture, svg, wrapped
from kiosk.reports.line import MINUTE_MS, LineReport
from kiosk.reports.line_words import day_text, period, say, took, what, when, whose

WIDTH, HEIGHT = 1240, 1754
"""units: 150 to the inch"""
_SCALE, _DPI = 2, (300, 300)
_LEFT, _RIGHT = 80, 1160
_FIRST_HOUR = 150
_CHART_TOP, _CHART_HIGH = 560, 240
_DAYS_TOP, _DAYS_HIGH = 945, 560
_MOST_ROWS = 62

_INK, _INK2, _HAIR, _TITLE = "#12211E", "#3C4A46", "#DCD9CF", "#063630"
_PANEL, _FINE, _OFFICE = "#FAF7F0", "#E6ECE9", "#FDF0D2"
COLOURS = {
    Destination.LINE: "#8F1527",
    Destination.HUB: "#D98A00",
    Destination.PORTAL: "#2B5C94",
    Destination.BANK: "#6F5B8C",
}


@dataclass(frozen=True)
class _Grid:
    """The hours that were measured, each a column."""

    hours: range

    @classmethod
    def of(cls, report: LineReport) -> Self:
        hours = [row.hour for row in report.hours if row.ms]
        return cls(range(min(hours), max(hours) + 1))

    @property
    def cell(self) -> float:
        return (_RIGHT - _FIRST_HOUR) / len(self.hours)

    def left(self, hour: int) -> float:
        return _FIRST_HOUR + (hour - self.hours.start) * self.cell


def shapes(report: LineReport) -> list[Shape]:
    """The whole picture, in units."""
    drawn: list[Shape] = [
        Words(_LEFT, 112, say("report.title"), 52, _TITLE, "ExtraBold"),
        Words(_LEFT, 160, whose(report), 27, _INK, "SemiBold"),
        Words(_LEFT, 198, period(report), 25, _INK2),
    ]
    if report.measured:
        grid = _Grid.of(report)
        drawn += [*_figures(report), *_by_hour(report, grid), *_by_day(report, grid)]
    else:
        drawn += [
            Words(_LEFT, 300 + 40 * n, line, 30, _INK, "SemiBold")
            for n, line in enumerate(wrapped(say("report.nothing"), _RIGHT - _LEFT, 30, "SemiBold"))
        ]
    how = wrapped(say("chart.how"), _RIGHT - _LEFT, 19)
    drawn += [Words(_LEFT, 1610 + 28 * n, line, 19, _INK2) for n, line in enumerate(how)]
    return drawn


def draw(report: LineReport, folder: Path) -> list[Path]:
    """Write line.svg and line.png into `folder`; their paths."""
    drawn, paths = shapes(report), [folder / "line.svg", folder / "line.png"]
    paths[0].write_text(svg(drawn, WIDTH, HEIGHT, f"{say('report.title')}: {whose(report)}"), "utf-8")
    picture(drawn, WIDTH, HEIGHT, _SCALE).save(paths[1], dpi=_DPI)
    return paths


def _figures(report: LineReport) -> Iterator[Shape]:
    longest, delays = report.longest, report.delays
    none = say("box.none")
    to_hub = (Destination.LINE, Destination.HUB)
    figures = (
        (
            say("box.lost"),
            took(report.open_hours.lost_to_hub),
            say("box.lost.all", time=took(report.all_hours.lost_to_hub)),
        ),
        (
            say("box.longest"),
            took(longest.ms) if longest else none,
            say("box.longest.at", what=what(longest.destination), when=when(longest.began)) if longest else "",
        ),
        (
            say("box.dossiers"),
            str(delays.count),
            say("box.dossiers.time", time=took(1000 * delays.longest_s)) if delays.longest_s is not None else "",
        ),
        (
            say("box.people"),
            str(sum(report.people[destination] for destination in to_hub)),
            say("box.people.turned", count=report.turned_away) if report.turned_away else "",
        ),
    )
    wide = (_RIGHT - _LEFT - 20) / 2
    for number, (label, figure, more) in enumerate(figures):
        x, y = _LEFT + (number % 2) * (wide + 20), 228 + (number // 2) * 142
        yield Box(x, y, wide, 126, _PANEL, 14)
        yield Words(x + 22, y + 34, label, 19, _INK2)
        yield Words(x + 22, y + 80, figure, 38, _TITLE, "Bold")
        yield Words(x + 22, y + 110, more, 19, _INK2)


def _by_hour(report: LineReport, grid: _Grid) -> Iterator[Shape]:
    """Stacked by what was away; the hours in which the office is open have a ground of their own."""
    sums = report.all_hours.by_hour
    yield Words(_LEFT, _CHART_TOP - 18, say("chart.hours"), 24, _TITLE, "Bold")
    low = _CHART_TOP + _CHART_HIGH
    for hour in sorted({row.hour for row in report.hours if row.open and row.ms}):
        yield Box(grid.left(hour), _CHART_TOP, grid.cell, _CHART_HIGH, _OFFICE)
    tops = [sum(sums.get((hour, destination), 0) for destination in Destination) for hour in grid.hours]
    step = _step(max(tops) / MINUTE_MS)
    most = max(step, -(-max(tops) / MINUTE_MS // step) * step)
    for line in range(int(most // step) + 1):
        y = low - line * step / most * _CHART_HIGH
        yield Box(_FIRST_HOUR, y - 1, _RIGHT - _FIRST_HOUR, 1.5, _HAIR)
        yield Words(_FIRST_HOUR - 10, y + 6, f"{line * step:g}", 18, _INK2, anchor="end")
    aside = min(12.0, grid.cell / 6)
    for hour in grid.hours:
        y = float(low)
        for destination in Destination:
            high = sums.get((hour, destination), 0) / MINUTE_MS / most * _CHART_HIGH
            if high:
                y -= high
                yield Box(grid.left(hour) + aside, y, grid.cell - 2 * aside, high, COLOURS[destination])
        yield Words(grid.left(hour) + grid.cell / 2, low + 26, f"{hour}-{hour + 1}", 18, _INK2, anchor="middle")
    yield from _legend(low + 62)


def _legend(y: float) -> Iterator[Shape]:
    x = float(_LEFT)
    named = [(COLOURS[destination], what(destination)) for destination in Destination]
    named.append((_OFFICE, say("chart.office-hours")))
    for colour, name in named:
        yield Box(x, y - 17, 22, 22, colour, 4)
        yield Words(x + 32, y, name, 19, _INK)
        x += 62 + 10.6 * len(name)


def _by_day(report: LineReport, grid: _Grid) -> Iterator[Shape]:
    """A row a day, or some days where they are many; a cell an hour."""
    yield Words(_LEFT, _DAYS_TOP - 20, say("chart.days"), 24, _TITLE, "Bold")
    first, last = report.first, report.last
    if first is None or last is None:
        return
    lost: defaultdict[tuple[date, int], Counter[Destination]] = defaultdict(Counter)
    measured: set[tuple[date, int]] = set()
    days_in_row = -(-((last - first).days + 1) // _MOST_ROWS)
    rows = [first + timedelta(days=n) for n in range(0, (last - first).days + 1, days_in_row)]
    for row in report.hours:
        cell = (rows[(row.day - first).days // days_in_row], row.hour)
        if row.ms:
            measured.add(cell)
        if row.state.cause is not None:
            lost[cell][row.destination] += row.ms
    high = min(40.0, _DAYS_HIGH / len(rows))
    every = -(-22 // int(max(high, 1)))
    for number, day in enumerate(rows):
        y = _DAYS_TOP + number * high
        if number % every == 0:
            yield Words(_FIRST_HOUR - 10, y + high / 2 + 6, day_text(day), 17, _INK2, anchor="end")
        for hour in grid.hours:
            colour = _colour(lost[day, hour], days_in_row) if (day, hour) in measured else ""
            if colour:
                yield Box(grid.left(hour) + 1.5, y + 1, grid.cell - 3, high - 2, colour, 3)
    y = _DAYS_TOP + len(rows) * high + 34
    yield Box(_LEFT, y - 17, 22, 22, _FINE, 4)
    yield Words(_LEFT + 32, y, say("chart.fine"), 19, _INK)
    yield Box(_LEFT + 262, y - 17, 22, 22, _HAIR, 4)
    yield Box(_LEFT + 263.5, y - 15.5, 19, 19, "#FFFFFF", 3)
    yield Words(_LEFT + 294, y, say("chart.unmeasured"), 19, _INK)
    yield Words(_LEFT + 424, y, say("chart.shade"), 19, _INK2)


def _colour(lost: Counter[Destination], days: int) -> str:
    """Of what was away longest; the paler, the fewer minutes."""
    if not lost or not any(lost.values()):
        return _FINE
    destination, ms = lost.most_common(1)[0]
    strength = 0.35 + 0.65 * min(1.0, ms / days / (30 * MINUTE_MS))
    channels = (int(COLOURS[destination][at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - channel) * strength):02X}" for channel in channels)


def _step(most: float) -> float:
    """Minutes between two lines: 1, 2 or 5 times a power of ten, so that there are five lines or fewer."""
    step = 1.0
    for factor in (2, 2.5, 2) * 6:
        if most <= 5 * step:
            return step
        step *= factor
    return step
