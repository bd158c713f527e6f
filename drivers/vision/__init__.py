"""What is in a picture: codes with their corners, and how well the thing in the hand is held. No citizen is known here.

The package holds OpenCV to one thread from its first import: the interface has to have the other core.
"""

import cv2

from drivers.vision.files import FileFault, Picture, load_gray
from drivers.vision.qr import Code, CodeFault, Reading, read_codes

__all__ = ["Code", "CodeFault", "FileFault", "Picture", "Reading", "load_gray", "read_codes"]

cv2.setNumThreads(1)
