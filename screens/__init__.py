"""What is seen and touched (Kivy). A screen takes a view of the journey and gives back events; it holds no rule."""

import os
import tempfile

# Kivy reads these when it is first imported: it must not eat our command line, keep a configuration of its own under
# the home folder, or take the density of a panel whose EDID lies.
for _name, _value in {
    "KIVY_NO_ARGS": "1",
    "KIVY_NO_CONFIG": "1",
    "KIVY_NO_FILELOG": "1",
    "KIVY_NO_CONSOLELOG": "1",
    "KIVY_LOG_MODE": "PYTHON",
    "KIVY_DPI": "96",
    "KIVY_METRICS_DENSITY": "1",
    "KIVY_METRICS_FONTSCALE": "1",
}.items():
    os.environ.setdefault(_name, _value)
if "KIVY_HOME" not in os.environ:
    os.environ["KIVY_HOME"] = tempfile.mkdtemp(prefix="kivy-")
