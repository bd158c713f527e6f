"""A camera gives up its newest frame; what is on it is for others.

`drivers.camera.opencv` reads a device, a stream, a file or a folder of pictures in a thread of its own; it is imported
by its name, so that a machine without a camera does not load OpenCV.
"""

from drivers.camera.base import Camera, CameraStatus, Frame, Settings

__all__ = ["Camera", "CameraStatus", "Frame", "Settings"]
