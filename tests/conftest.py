"""A home of its own for Kivy in each process of the tests: on a machine where there is none, two that make the same
one at once meet, and Kivy does not expect that."""

import atexit
import os
import shutil
import tempfile

_HOME = tempfile.mkdtemp(prefix="kiosk-tests-")
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
# Kivy makes its folders when it is imported, which the tests of screens do as they are collected; what the run starts
# finds them made.
os.environ["KIVY_HOME"] = _HOME
