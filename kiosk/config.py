"""A machine's configuration: one TOML file, checked whole; every fault is named with its remedy."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    model_validator,
)

from kiosk.errors import KioskError
from kiosk.faults import sentence
from kiosk.keys import Credential, KeyFault, KeyFile, KeySource, key_source, signing_public


class MachineConfigFault(KioskError):
    """The configuration cannot be used; `faults` are sentences, each with what to do."""

    code = "machine-config"

    def __init__(self, path: Path, faults: list[str]) -> None:
        super().__init__(f"{path}: " + " ".join(faults))
        self.faults = faults


_OPTION = r"(?:baud=[0-9]{3,7}|flow=(?:none|rts|xon))"
_PRINTER = re.compile(
    rf"serial:///[^?#\s]+(?:\?{_OPTION}(?:&{_OPTION})?)?"
    r"|tcp://[A-Za-z0-9.-]+(?::(?P<port>[0-9]{1,5}))?"
    r"|usb://[0-9a-fA-F]{4}:[0-9a-fA-F]{4}"
)
"""What `drivers.printer` takes; this floor knows no driver."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _form(pattern: str, needs: str) -> AfterValidator:
    """A text of this form; `needs` says the form to a person."""
    form = re.compile(pattern)

    def check(text: str) -> str:
        if not form.fullmatch(text):
            raise ValueError(f"needs {needs}")
        return text

    return AfterValidator(check)


def _key(text: str) -> str:
    try:
        signing_public(text)
    except KeyFault:
        raise ValueError("needs the public key that payee lists are signed with, 32 bytes in base64") from None
    return text


def _usb(text: str) -> str:
    if not re.fullmatch(r"[0-9a-fA-F]{4}", text):
        raise ValueError("needs four hexadecimal digits, as `kiosk devices` shows them")
    return text


def _printer_url(url: str) -> str:
    found = _PRINTER.fullmatch(url)
    if found is None or not 1 <= int(found["port"] or 9100) <= 65535:
        raise ValueError("needs serial:///dev/ttyX?baud=N&flow=none|rts|xon, tcp://HOST:PORT or usb://VID:PID")
    return url


def _source(text: str) -> str:
    if "://" in text and not re.fullmatch(r"(?:https?|rtsp)://[^\s]+", text):
        raise ValueError(
            "needs /dev/videoN, a name below /dev/v4l/by-id, http://, https:// or rtsp://, a file or a folder"
        )
    return text


def _source_of_key(value: object, info: ValidationInfo) -> object:
    if not isinstance(value, str):
        return value
    try:
        return key_source(value, (info.context or {}).get("folder", Path()))
    except KeyFault as fault:
        raise ValueError(fault.message) from None


Key = Annotated[KeyFile | Credential, BeforeValidator(_source_of_key)]


class MachinePart(_Part):
    """`letter` stands before this machine's slip numbers; `data` is the folder that holds the store.

    A key is written as a path, or as `credential:NAME`.
    """

    id: Annotated[
        str,
        _form(
            r"[a-z0-9](?:[a-z0-9._-]{0,46}[a-z0-9])?",
            "up to 48 small letters and digits, with dots and dashes between them",
        ),
    ]
    name: Annotated[str, _form(r"\S(?:.{0,38}\S)?", "1 to 40 signs, as people read it")]
    letter: Annotated[str, _form(r"[A-HJ-NP-Z]", "one capital letter, neither I nor O")]
    data: Path
    signing_key: Key
    device_key: Key
    backup: Path | None = None
    """a folder on a second disk, where a copy of the store is kept each day"""
    production: bool = False
    """in production no key comes from a plain file"""

    @property
    def store(self) -> Path:
        """The file of the store."""
        return self.data / "store.sqlite"


class HubPart(_Part):
    url: Annotated[str, _form(r"https?://[^/?#\s]+/?", "http:// or https://, host and port, and nothing behind them")]


class PayeesPart(_Part):
    """`key`: Ed25519 public key, raw, base64, that payee lists are signed with."""

    key: Annotated[str, AfterValidator(_key)]

    def public(self) -> Ed25519PublicKey:
        return signing_public(self.key)


class ScannerPart(_Part):
    """By path, or by USB ids (hexadecimal, as `kiosk devices` shows them) and serial number."""

    port: str | None = None
    vid: Annotated[str, AfterValidator(_usb)] | None = None
    pid: Annotated[str, AfterValidator(_usb)] | None = None
    serial_number: str | None = None
    baud: Annotated[int, Field(gt=0)] = 115200
    suffix: Literal["any", "cr", "lf", "crlf", "tab", "none"] = "any"

    @model_validator(mode="after")
    def _named(self) -> "ScannerPart":
        if (self.vid is None) != (self.pid is None):
            raise ValueError("needs vid and pid together")
        if not (self.port or self.vid or self.serial_number):
            raise ValueError("needs port, or vid and pid, or serial_number: see `kiosk devices`")
        return self


class CameraPart(_Part):
    """By `source` (a path below /dev, an address, a film or a folder of pictures), or as the scanner by USB ids and
    serial number. `exposure` and `focus` in the device's own units; left out, the device chooses.

    `mirror` turns the live picture as a mirror does, for a camera that looks at the person; codes are read as they are.
    """

    source: Annotated[str, AfterValidator(_source)] | None = None
    vid: Annotated[str, AfterValidator(_usb)] | None = None
    pid: Annotated[str, AfterValidator(_usb)] | None = None
    serial_number: str | None = None
    width: Annotated[int, Field(ge=320, le=3840)] = 1280
    height: Annotated[int, Field(ge=240, le=2160)] = 720
    fps: Annotated[float, Field(ge=5, le=60)] = 30.0
    exposure: float | None = None
    focus: float | None = None
    mirror: bool = False

    @model_validator(mode="after")
    def _named(self) -> "CameraPart":
        if (self.vid is None) != (self.pid is None):
            raise ValueError("needs vid and pid together")
        if not (self.source or self.vid or self.serial_number):
            raise ValueError("needs source, or vid and pid, or serial_number: see `kiosk devices`")
        return self


class PrinterPart(_Part):
    """`url`: serial:///dev/ttyUSB0?baud=115200, tcp://host:9100 or usb://vid:pid. `width` in dots."""

    url: Annotated[str, AfterValidator(_printer_url)]
    width: Literal[384, 512, 576] = 576


class ScreenPart(_Part):
    """The panel: pixels, and millimetres of its active area."""

    width: Annotated[int, Field(gt=0)] = 1080
    height: Annotated[int, Field(gt=0)] = 1920
    width_mm: Annotated[float, Field(gt=0)] = 336.0
    height_mm: Annotated[float, Field(gt=0)] = 598.0
    fullscreen: bool = True


class MachineConfig(_Part):
    """Paths are relative to the file they stand in. Cards are read by a scanner, a camera, or both."""

    machine: MachinePart
    hub: HubPart
    payees: PayeesPart
    scanner: ScannerPart | None = None
    camera: CameraPart | None = None
    printer: PrinterPart
    screen: ScreenPart = ScreenPart()

    @model_validator(mode="after")
    def _reads(self) -> "MachineConfig":
        if self.scanner is None and self.camera is None:
            raise ValueError("needs a part [scanner] or [camera], or both: something must read the cards")
        return self


def load(path: Path) -> MachineConfig:
    """The configuration in `path`. Raises MachineConfigFault with every fault found, its files looked at too."""
    config = read(path)
    found = [*_file_faults(config.machine)]
    if found:
        raise MachineConfigFault(path, found)
    return config


def read(path: Path) -> MachineConfig:
    """The configuration in `path`, its files not looked at, as before the keys are made. Raises MachineConfigFault."""
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        fault = f"The file cannot be read ({error.strerror}). Give a file that is there."
        raise MachineConfigFault(path, [fault]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MachineConfigFault(path, [f"This is not TOML: {error}. Mend that line."]) from None
    machine = values.get("machine")
    for name in ("data", "backup"):
        if isinstance(machine, dict) and isinstance(machine.get(name), str):
            machine[name] = path.parent / machine[name]
    try:
        return MachineConfig.model_validate(values, context={"folder": path.parent})
    except ValidationError as error:
        raise MachineConfigFault(path, [sentence(e["loc"], e["type"], e["msg"]) for e in error.errors()]) from None


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


def _file_faults(machine: MachinePart) -> Iterator[str]:
    if machine.data.exists() and not machine.data.is_dir():
        yield f"machine.data: {machine.data} is a file; name a folder."
    if machine.backup is not None and machine.backup.resolve() == machine.data.resolve():
        yield f"machine.backup: {machine.backup} is where the store lies; name a folder on a second disk."
    for name, source in (("signing_key", machine.signing_key), ("device_key", machine.device_key)):
        yield from _key_faults(name, source, machine.production)


def _key_faults(name: str, source: KeySource, production: bool) -> Iterator[str]:
    if production and source.clear:
        yield (
            f"machine.{name}: in production no key may lie in a plain file. Write credential:NAME in its place and run "
            "`kiosk enrol` (docs/keys.md), or set production = false for a trial."
        )
        return
    try:
        source.load()
    except KeyFault as fault:
        yield f"machine.{name}: {fault.message}{_REMEDIES.get(fault.code, '') if source.clear else ''}"


_REMEDIES = {
    "missing": " Make it with `kiosk enrol`.",
    "form": " Put the right file in its place.",
    "disk": " Name a file that can be read.",
}
"""What to do where the fault of a key does not say it itself."""
