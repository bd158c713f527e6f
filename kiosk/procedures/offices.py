"""Office data from a file, as a hub is given it."""

from pathlib import Path

import yaml
from pydantic import ValidationError

from kiosk.errors import KioskError
from kiosk.office import Office

OFFICES = Path(__file__).parents[2] / "assets" / "offices"


class OfficeFault(KioskError):
    """An office file that cannot be used; the message names each field and what is wrong with it."""

    code = "office-file"


def load_office(path: Path) -> Office:
    """Read one office. Raises OfficeFault for a file that is missing, no YAML, or has a wrong or unknown field."""
    try:
        return Office.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise OfficeFault(f"{path}: cannot be read ({type(error).__name__})") from error
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in error.errors())
        raise OfficeFault(f"{path}: {faults}") from error
