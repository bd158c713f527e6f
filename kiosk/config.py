"""A machine's configuration: one TOML file, checked whole; every fault is named with its remedy."""

import tomllib
from pathlib import Path
from typing import Annotated, Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from kiosk.errors import KioskError
from kiosk.payments.payees import public_key


class MachineConfigFault(KioskError):
    """The configuration cannot be used; `faults` are sentences, each with what to do."""

    code = "machine-config"

    def __init__(self, path: Path, faults: list[str]) -> None:
        super().__init__(f"{path}: " + " ".join(faults))
        self.faults = faults


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MachinePart(_Part):
    """`letter` stands before this machine's slip numbers; `data` holds the store."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9](?:[a-z0-9._-]{0,46}[a-z0-9])?$")]
    name: str
    letter: Annotated[str, Field(pattern=r"^[A-HJ-NP-Z]$")]
    data: Path
    signing_key: Path
    device_key: Path
    production: bool = False
    """in production the store's key does not come from a plain file"""


class HubPart(_Part):
    url: Annotated[str, Field(pattern=r"^https?://")]


class PayeesPart(_Part):
    """`key`: Ed25519 public key, raw, base64, that payee lists are signed with."""

    key: str

    @model_validator(mode="after")
    def _sound(self) -> "PayeesPart":
        if public_key(self.key) is None:
            raise ValueError("payees.key needs 32 bytes in base64")
        return self

    def public(self) -> Ed25519PublicKey:
        key = public_key(self.key)
        assert key is not None  # noqa: S101 - checked at load
        return key


class ScannerPart(_Part):
    """By path, or by USB ids (hexadecimal, as `kiosk devices` shows them) and serial number."""

    port: str | None = None
    vid: Annotated[str, Field(pattern=r"^[0-9a-fA-F]{4}$")] | None = None
    pid: Annotated[str, Field(pattern=r"^[0-9a-fA-F]{4}$")] | None = None
    serial_number: str | None = None
    baud: int = 115200
    suffix: Literal["any", "cr", "lf", "crlf", "tab", "none"] = "any"

    @model_validator(mode="after")
    def _named(self) -> "ScannerPart":
        if not (self.port or self.vid or self.serial_number):
            raise ValueError("scanner needs port, or vid and pid, or serial_number: see `kiosk devices`")
        return self


class PrinterPart(_Part):
    """`url`: serial:///dev/ttyUSB0?baud=115200, tcp://host:9100 or usb://vid:pid. `width` in dots."""

    url: str
    width: Literal[384, 512, 576] = 576


class ScreenPart(_Part):
    """The panel: pixels and millimetres of its active area; `lower_edge_mm` above the floor."""

    width: int = 1080
    height: int = 1920
    width_mm: float = 336.0
    height_mm: float = 598.0
    fullscreen: bool = True


class MachineConfig(_Part):
    """Paths are relative to the file they stand in."""

    machine: MachinePart
    hub: HubPart
    payees: PayeesPart
    scanner: ScannerPart
    printer: PrinterPart
    screen: ScreenPart = ScreenPart()


def load(path: Path) -> MachineConfig:
    """The configuration in `path`. Raises MachineConfigFault with every fault found, its files looked at too."""
    config = _parsed(path)
    found = [
        f"machine.{name}: {file} is not there; make it with `kiosk enrol`."
        for name, file in (("signing_key", config.machine.signing_key), ("device_key", config.machine.device_key))
        if not file.is_file()
    ]
    if config.machine.production:
        found.append(
            "machine.production: the store's key may not lie in a plain file in production, and no sealed key source "
            "is built yet; set it to false for a trial."
        )
    if found:
        raise MachineConfigFault(path, found)
    return config


def faults(path: Path) -> list[str]:
    """What is wrong with the file, each a sentence with its remedy; an empty list when it can be used."""
    try:
        load(path)
    except MachineConfigFault as fault:
        return fault.faults
    return []


def is_machine_config(path: Path) -> bool:
    """Whether the file looks like a machine's (it has a part `machine`) rather than a hub's."""
    try:
        return isinstance(tomllib.loads(path.read_text("utf-8")).get("machine"), dict)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return False


def _parsed(path: Path) -> MachineConfig:
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        fault = f"The file cannot be read ({error.strerror}). Give a file that is there."
        raise MachineConfigFault(path, [fault]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MachineConfigFault(path, [f"This is not TOML: {error}. Mend that line."]) from None
    machine = values.get("machine")
    if isinstance(machine, dict):
        for name in ("data", "signing_key", "device_key"):
            if isinstance(machine.get(name), str):
                machine[name] = path.parent / machine[name]
    try:
        return MachineConfig.model_validate(values)
    except ValidationError as error:
        raise MachineConfigFault(path, [_sentence(e["loc"], e["type"], e["msg"]) for e in error.errors()]) from None


def _sentence(where: tuple[int | str, ...], kind: str, message: str) -> str:
    name = ".".join(str(part) for part in where) or "the file"
    if kind == "missing":
        return f"{name} is missing: add it."
    if kind == "extra_forbidden":
        return f"{name} is not known: take it out or mend its name."
    return f"{name}: {message.removeprefix('Value error, ')}."
