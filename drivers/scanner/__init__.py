"""A scanner gives up lines of bytes, framed and time-stamped; what they mean is for others."""
