"""A view as a picture: for `kiosk screens`, for walks that are drawn in memory, for tests."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from kiosk.clock import local
from kiosk.journey.views import Live, View
from screens.host import Host
from screens.theme import theme
from screens.tokens import Panel
from screens.widgets.frame import HeaderText, header_text
from screens.widgets.part import Part
from screens.window import open_window, pump

FRAMES = 6
"""frames before a picture: layout and textures have settled by then"""


def render(
    view: View,
    path: Path,
    panel: Panel | None = None,
    header: Callable[[str], HeaderText] | None = None,
    live: Live | None = None,
) -> Path:
    """Write the view as a PNG of the panel's size. Language, text size and theme are those of the view.

    Raises RuntimeError if no window can be had.
    """
    panel = panel or Panel()
    window = open_window(panel)
    theme.use(panel=panel)
    host = Host(lambda act, value="": None, header or _sample_header)
    host.live = live or host.live
    host.place(0, 0, panel.width, panel.height)
    host.show(view)
    window.add_widget(host)
    for part in host.walk(restrict=True):
        if isinstance(part, Part):
            part.hold_still()
    try:
        pump(FRAMES)
        export(host, path)
    finally:
        window.remove_widget(host)
    return path


def export(host: Host, path: Path) -> None:
    """Write what the host shows now as a PNG."""
    path.parent.mkdir(parents=True, exist_ok=True)
    host.export_to_png(str(path))


def _sample_header(lang: str) -> HeaderText:
    machine = "Máy số 2" if lang == "vi" else "Machine 2"
    return header_text("Công an thành phố Mẫu", machine, local(datetime(2026, 11, 23, 2, 24, tzinfo=UTC)), lang)
