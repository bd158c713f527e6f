"""python-escpos, loaded when first needed and without its traces."""

import functools
import importlib
import logging
import tempfile
from typing import Any


@functools.cache
def python_escpos() -> Any:
    """The module `escpos.printer`.

    Version 3.1 leaves a pickle in a fresh folder under /tmp at each import, puts a handler on the root logger and
    tells that logger the addresses it opens: all three are taken away again.
    """
    root, before = logging.getLogger(), tempfile.tempdir
    handlers = list(root.handlers)
    with tempfile.TemporaryDirectory() as folder:
        tempfile.tempdir = folder
        try:
            module = importlib.import_module("escpos.printer")
        finally:
            tempfile.tempdir = before
    for handler in set(root.handlers) - set(handlers):
        root.removeHandler(handler)
    quiet = logging.getLogger("escpos.printer")
    quiet.setLevel(logging.CRITICAL + 1)
    for transport in ("network", "serial", "usb"):
        importlib.import_module(f"escpos.printer.{transport}").logging = quiet  # type: ignore[attr-defined]
    return module


@functools.cache
def profile(width: int) -> Any:
    """A printer of this width (dots) that prints rasters and cuts.

    python-escpos's own profiles either cap the width (512 for a TM-T88), or lack the cutter, or do not know their
    width and then write a remark to stdout at each picture.
    """
    python_escpos()
    profile_class = importlib.import_module("escpos.capabilities").Profile
    made = profile_class(features={"paperFullCut": True, "bitImageRaster": True})
    made.profile_data = {**made.profile_data, "media": {"width": {"pixels": width}}}
    return made
