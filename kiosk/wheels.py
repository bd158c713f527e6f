"""One OpenCV wheel only: two that bring the module `cv2` overwrite each other's files."""

from collections.abc import Iterable
from importlib.metadata import distributions

WHEELS = frozenset(
    {"opencv-python", "opencv-python-headless", "opencv-contrib-python", "opencv-contrib-python-headless"}
)


def cv2_faults(installed: Iterable[str] | None = None) -> list[str]:
    """A sentence with its remedy if not exactly one wheel with `cv2` is among the installed distributions' names."""
    names = installed if installed is not None else (dist.metadata["Name"] for dist in distributions())
    found = sorted({name.lower().replace("_", "-") for name in names if name} & WHEELS)
    if len(found) == 1:
        return []
    if not found:
        return ["OpenCV is not installed: run `make setup`."]
    return [f"Two OpenCV wheels are installed ({', '.join(found)}): uninstall all but opencv-python-headless."]
