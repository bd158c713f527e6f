"""What one picture tells about the hand that holds something before the camera."""

from enum import StrEnum


class Verdict(StrEnum):
    """In the order in which they are asked: the first that holds is the verdict."""

    SEVERAL = "several"  # codes of two things at once
    SEEN = "seen"  # a code is read
    NOTHING = "nothing"  # nothing that could be a card
    DARK = "dark"  # too little light to tell
    GLARE = "glare"  # a lamp is mirrored in it
    MOVING = "moving"  # it moves too much
    FAR = "far"  # the code is too small
    BLURRED = "blurred"  # out of focus: too near, as a rule
    NO_CODE = "no-code"  # a sharp, still thing without a code: the wrong side
    READING = "reading"  # well held, not read yet
