"""What the hub says to officers, in Vietnamese, from the keys `hub.*` of the catalogue of words."""

from kiosk.language.text import Words


def say(key: str, **places: object) -> str:
    """The words of `hub.KEY`."""
    return Words.load().say(f"hub.{key}", "vi", **places)


def known(group: str, name: str, other: str) -> str:
    """The words of `hub.GROUP.NAME`; `other` where the catalogue has none."""
    key = f"hub.{group}.{name}"
    return Words.load().say(key, "vi") if key in Words.load() else other
