"""Looks at what is on the screen as a person with old eyes and a heavy hand would: sizes, gaps, contrast, reach."""

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kivy.uix.widget import Widget
from PIL import Image

from kiosk.journey.views import IdleSheet, View
from screens.host import Host
from screens.theme import theme
from screens.tokens import Panel, contrast, least_em, reach_px
from screens.widgets.compounds import compounds
from screens.widgets.pager import Pager
from screens.widgets.target import Target, find
from screens.widgets.text import Icon, Text, extent

PANELS = {"standing": Panel(), "lying": Panel.of(1920, 1080)}
"""the panels that the pages are drawn for"""
FACES = tuple(itertools.product(("1", "1.25", "1.5"), ("vi", "en")))
"""text sizes and languages"""
GROUNDS = (("standing", "light"), ("standing", "contrast"), ("lying", "contrast"))
"""panels and themes of which pictures are taken"""
MOST_PAGES = 14

TARGET_MM = 20.0
KEY_MM = 19.0
GAP_MM = 3.0
TEXT_CONTRAST = 7.0
OUTLINE_CONTRAST = 3.0
SLACK = 1.0
"""px by which rounding may be off"""


@dataclass(frozen=True)
class Rect:
    left: float
    low: float
    right: float
    high: float

    def overlaps(self, other: "Rect") -> bool:
        wide = min(self.right, other.right) - max(self.left, other.left)
        tall = min(self.high, other.high) - max(self.low, other.low)
        return wide > SLACK and tall > SLACK

    def inside(self, other: "Rect") -> bool:
        return (
            self.left >= other.left - SLACK
            and self.right <= other.right + SLACK
            and self.low >= other.low - SLACK
            and self.high <= other.high + SLACK
        )

    def gap(self, other: "Rect") -> float:
        """The distance of two rectangles that stand beside or under each other, px; infinite if they do neither."""
        across = max(self.left, other.left) - min(self.right, other.right)
        updown = max(self.low, other.low) - min(self.high, other.high)
        if across < -SLACK:
            return updown
        return across if updown < -SLACK else float("inf")


def faults_of_faces(host: Host, panel: Panel, view_of: Callable[[str, str], View]) -> list[str]:
    """What is wrong with a screen in any face on that panel: text size and language of the face, then the fault.
    `view_of` gives the view of a text size and a language.

    The theme is the light one: themes differ in colours and in the outlines that are painted inside of a part, never in
    where it stands. The pages in the dark theme are looked at for their colours.
    """
    host.use_panel(panel)
    faults: list[str] = []
    for size, lang in FACES:
        host.show(view_of(size, lang))
        faults += [f"{lang} x{size}: {fault}" for fault in faults_of_pages(host)]
    return faults


def faults_of_pages(host: Host) -> list[str]:
    """What is wrong with the page shown, with it once a question over it is answered, and where its button turns to."""
    faults = check(host) + broken_compounds(host) + poor_pages(host)
    if getattr(host.page, "question", None):
        find(host, "stay").fire()
        faults += check(host)
    for number in range(2, MOST_PAGES):
        more = find(host, "turn")
        if more is None or more.icon.name == "chevron-up":
            break
        more.fire()
        faults += [f"page {number}: {fault}" for fault in check(host) + broken_compounds(host)]
    return faults


def check(host: Host) -> list[str]:
    """What is wrong with the page as it stands, each entry beginning with the fault's name; empty if nothing is."""
    faults: list[str] = []
    widgets = list(_shown(host))
    texts = [w for w in widgets if isinstance(w, Text) and w.text.strip()]
    targets = [w for w in widgets if isinstance(w, Target) and w.target]
    for text in texts:
        faults += _text(text, host)
    for icon in (w for w in widgets if isinstance(w, Icon)):
        if not _inside_of_all(_rect(icon), icon, host):
            faults.append(f"outside: icon {icon.name}")
        faults += _contrast(icon, icon.colour, OUTLINE_CONTRAST, f"icon {icon.name}")
    for one, other in itertools.combinations(texts, 2):
        if _ink(one).overlaps(_ink(other)):
            faults.append(f"texts overlap: {_short(one)} and {_short(other)}")
    for target in targets:
        faults += _target(target, host)
        rect = _rect(target)
        faults += [
            f"text on a target: {_short(text)} on {target.name}"
            for text in texts
            if target not in _parents(text) and _ink(text).overlaps(rect)
        ]
    for one, other in itertools.combinations(targets, 2):
        if _rect(one).overlaps(_rect(other)):
            faults.append(f"targets overlap: {one.name} and {other.name}")
        elif _rect(one).gap(_rect(other)) < GAP_MM * theme.panel.px_per_mm - SLACK:
            faults.append(f"targets too near: {one.name} and {other.name}")
    return faults


def broken_compounds(host: Host) -> list[str]:
    """Lines of Vietnamese that end inside a compound of the list though it would fit the line."""
    faults: list[str] = []
    for text in shown_texts(host):
        for line, following in itertools.pairwise(text.lines):
            for compound in compounds():
                words = compound.split(" ")
                for at in range(1, len(words)):
                    before, after = " ".join(words[:at]), " ".join(words[at:])
                    inside = _ends(line, before) and _begins(following, after)
                    if inside and extent(compound.capitalize(), text.font, text.px) <= text.width:
                        faults.append(f"broken: {compound} in {_short(text)}")
    return faults


def poor_pages(host: Host) -> list[str]:
    """Pages of the page that show nothing but notes and buttons. On a lying panel, where what is read stays beside the
    stage, the last one may."""
    pagers = [widget for widget in _shown(host) if isinstance(widget, Pager) and len(widget.pages) > 1]
    return [
        f"page {number} has no item"
        for pager in pagers
        for number, page in enumerate(pager.pages, start=1)
        if pager.items
        and not any(part in pager.items for part in page)
        and not (theme.lying and page == pager.pages[-1])
    ]


def ground_of(widget: Widget) -> str:
    """The token of the ground that a widget stands on."""
    return next((parent.ground for parent in _parents(widget) if getattr(parent, "ground", "")), "paper")


def wrong_grounds(host: Host, picture: Path) -> list[str]:
    """Texts whose declared ground is not the colour that most of their box has in the picture of the screen."""
    host.export_to_png(str(picture))
    with Image.open(picture) as file:
        image = file.convert("RGB")
    wrong = []
    for text in shown_texts(host):
        box = (int(text.x), int(image.height - text.top), int(text.right), int(image.height - text.y))
        seen = Counter(image.crop(box).getdata()).most_common(1)[0][0]
        declared = tuple(round(part * 255) for part in theme.colour(ground_of(text))[:3])
        if max(abs(a - b) for a, b in zip(seen, declared, strict=True)) > 2:
            wrong.append(text.text)
    return wrong


def shown_texts(host: Host) -> list[Text]:
    """All texts on the screen."""
    return [w for w in _shown(host) if isinstance(w, Text) and w.text.strip()]


def _text(text: Text, host: Host) -> list[str]:
    faults = []
    width, height = text.texture_size
    if width > text.width + SLACK or height > text.height + SLACK:
        faults.append(f"clipped: {_short(text)} needs {width:.0f}x{height:.0f}, has {text.width:.0f}x{text.height:.0f}")
    if " ".join(text.lines).split() != text.text.split():
        faults.append(f"cut word: {_short(text)} in {text.lines}")
    if not _inside_of_all(_rect(text), text, host):
        faults.append(f"outside: {_short(text)}")
    if text.px / theme.panel.px_per_mm < least_em():
        faults.append(f"small text: {_short(text)}, {text.px} px")
    return faults + _contrast(text, text.colour, TEXT_CONTRAST, _short(text))


def _target(target: Target, host: Host) -> list[str]:
    faults = []
    least = (KEY_MM if target.is_key else TARGET_MM) * theme.panel.px_per_mm - SLACK
    if min(target.size) < least:
        faults.append(f"small target: {target.name}, {target.width:.0f}x{target.height:.0f} px")
    if not _inside_of_all(_rect(target), target, host):
        faults.append(f"outside: target {target.name}")
    reach = reach_px(theme.panel)
    if theme.panel.portrait and target.top > reach + SLACK and not getattr(target, "anywhere", False):
        faults.append(f"out of reach: {target.name}, {target.top - reach:.0f} px too high")
    frame = getattr(target, "frame", "") or target.ground
    around = ground_of(target)
    best = max(_ratio(token, around) for token in {frame, target.ground} if token)
    if best < OUTLINE_CONTRAST and not getattr(target, "anywhere", False):
        faults.append(f"faint outline: {target.name}, {frame} on {around} {best:.2f}")
    return faults


def _contrast(widget: Widget, token: str, least: float, what: str) -> list[str]:
    ground = ground_of(widget)
    ratio = _ratio(token, ground)
    return [f"contrast: {what}, {token} on {ground} {ratio:.2f}"] if ratio < least else []


def _ratio(one: str, other: str) -> float:
    return contrast(theme.colour(one), theme.colour(other))


def _shown(host: Host) -> Iterator[Widget]:
    """Every widget that can be seen; what a sheet lies over is left out."""
    covered = [host.page] if host.sheet is not None else []
    if host.sheet is not None and not isinstance(host.view.sheet, IdleSheet):
        covered.append(host.header)

    def walk(widget: Widget) -> Iterator[Widget]:
        if widget in covered or widget.opacity == 0:
            return
        yield widget
        under = getattr(widget, "covered", ()) if widget is host.page else ()
        for child in widget.children:
            if child not in under:
                yield from walk(child)

    return walk(host)


def _parents(widget: Widget) -> Iterator[Widget]:
    parent = widget.parent
    while parent is not None and parent is not parent.parent:
        yield parent
        parent = parent.parent


def _inside_of_all(rect: Rect, widget: Widget, host: Host) -> bool:
    return all(rect.inside(_rect(parent)) for parent in _parents(widget) if isinstance(parent, Widget)) and rect.inside(
        _rect(host)
    )


def _rect(widget: Widget) -> Rect:
    return Rect(widget.x, widget.y, widget.right, widget.top)


def _ink(text: Text) -> Rect:
    """Where the words really are: the lines may be narrower than the part."""
    width, height = text.texture_size
    spare = text.width - max(extent(line, text.font, text.px) for line in text.lines)
    left = text.x + {"left": 0, "center": spare / 2, "right": spare}[text.align]
    top = text.top - ((text.height - height) / 2 if text.middle else 0)
    return Rect(left, top - height, left + width, top)


def _ends(line: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}$", line.lower()) is not None


def _begins(line: str, words: str) -> bool:
    return re.match(rf"{re.escape(words)}(?!\w)", line.lower()) is not None


def _short(text: Text) -> str:
    return repr(text.text[:32])
