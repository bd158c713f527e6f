"""What is in a picture: codes with their corners, and how well the thing in the hand is held. No citizen is known here.

Its modules are imported by their names, so that who needs only the verdicts does not load OpenCV.
"""
