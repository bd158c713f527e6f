"""Wire-level twins of the devices: they sit at the far end of a pty, a socket or a video source."""
