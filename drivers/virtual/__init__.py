"""Wire-level twins of the devices: they sit at the far end of a pty, a socket or a video source.

The real driver talks to them as to the real thing; their faults have names and are set while they run.
"""

from drivers.virtual.card_picture import Generation
from drivers.virtual.mjpeg import CameraFault, VirtualCamera
from drivers.virtual.paper import Paper
from drivers.virtual.printer import PrinterFault, VirtualPrinter
from drivers.virtual.scanner import ShowMode, VirtualScanner
from drivers.virtual.scene import Conditions, Distance, Held, Scene, Trouble

__all__ = [
    "CameraFault",
    "Conditions",
    "Distance",
    "Generation",
    "Held",
    "Paper",
    "PrinterFault",
    "Scene",
    "ShowMode",
    "Trouble",
    "VirtualCamera",
    "VirtualPrinter",
    "VirtualScanner",
]
