"""The report's figures as people read them."""

from collections.abc import Iterable
from datetime import date, datetime

from kiosk.clock import local
from kiosk.language.dates import date_text, hour_text
from kiosk.language.text import Words
from kiosk.line import Cause, Destination
from kiosk.reports.line import MINUTE_MS, LineReport


def say(key: str, **places: object) -> str:
    """The words of the report under `key`, in Vietnamese."""
    return Words.load().say(f"line.{key}", "vi", **places)


def what(destination: Destination) -> str:
    return say(f"destination.{destination}")


def why(causes: Iterable[Cause]) -> str:
    return ", ".join(say(f"cause.{cause}") for cause in causes)


def took(ms: float) -> str:
    """ "2 giờ 15 phút", "45 phút", "dưới 1 phút"; nothing is "0 phút"."""
    minutes = round(ms / MINUTE_MS)
    if not minutes:
        return say("time.under") if ms else say("time.minutes", minutes=0)
    if minutes < 60:
        return say("time.minutes", minutes=minutes)
    hours, rest = divmod(minutes, 60)
    return say("time.hours", hours=hours, minutes=rest) if rest else say("time.hours.only", hours=hours)


def share(part_ms: int, whole_ms: int) -> str:
    """ "1,4%" """
    return f"{100 * part_ms / whole_ms if whole_ms else 0:.1f}%".replace(".", ",")


def when(at: datetime) -> str:
    there = local(at)
    return say("time.at", time=hour_text(there), date=date_text(there.date()))


def period(report: LineReport) -> str:
    if report.first is None or report.last is None:
        return say("report.no-period")
    return say("report.period", first=date_text(report.first), last=date_text(report.last))


def whose(report: LineReport) -> str:
    if report.office is None:
        return report.machine or say("report.nobody")
    return say("report.of", machine=report.machine or say("report.nobody"), office=report.office.name)


def day_text(day: date) -> str:
    return f"{day:%d/%m}"
