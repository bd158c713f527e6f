"""The demonstration's touches on the real screens."""
