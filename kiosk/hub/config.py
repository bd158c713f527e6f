"""The hub's configuration: one TOML file, checked whole, every fault named with its remedy."""

import tomllib
from pathlib import Path
from typing import Annotated

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from kiosk.errors import KioskError
from kiosk.faults import sentence
from kiosk.keys import KeyFault, load_sealing_key, signing_public
from kiosk.office import Office
from kiosk.staff import Officer


class ConfigFault(KioskError):
    """The configuration cannot be used; `faults` are sentences, each with what to do."""

    code = "hub-config"

    def __init__(self, path: Path, faults: list[str]) -> None:
        super().__init__(f"{path}: " + " ".join(faults))
        self.faults = faults


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _key(text: str) -> str:
    try:
        signing_public(text)
    except KeyFault:
        raise ValueError("needs 32 bytes in base64") from None
    return text


PublicKey = Annotated[str, AfterValidator(_key)]
"""Ed25519, raw, base64."""


class MachineEntry(_Part):
    """A kiosk that may speak to the hub."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9](?:[a-z0-9._-]{0,46}[a-z0-9])?$")]
    name: str
    public_key: PublicKey

    def key(self) -> Ed25519PublicKey:
        return signing_public(self.public_key)


class PortalEntry(_Part):
    """Where the portal is. A try that has not been answered in `timeout_s` is unknown."""

    url: str
    timeout_s: float = Field(default=30.0, gt=0)
    retry_s: float = Field(default=30.0, gt=0)
    """before the first repeat; doubled each time, up to 15 minutes"""


class BankEntry(_Part):
    """The feed of the office's own account. `settles`: the agency has signed that a line of the feed is as good as one
    of the statement."""

    url: str
    account: str
    interval_s: float = Field(default=3.0, gt=0)
    timeout_s: float = Field(default=10.0, gt=0)
    settles: bool = False


class HubConfig(_Part):
    """Paths are relative to the file they stand in."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 0
    """0: a free one"""
    behind_tls: bool = False
    """a TLS end stands before the hub: cookies are marked Secure"""
    data: Path
    office: Office
    payees: Path
    """the signed payee list, handed to the machines as it stands"""
    payees_key: PublicKey
    """the key that the list is signed with"""
    hub_key: Path
    """the X25519 key that envelopes are sealed to"""
    machines: tuple[MachineEntry, ...]
    officers: tuple[Officer, ...]
    portal: PortalEntry
    bank: BankEntry

    @model_validator(mode="after")
    def _no_name_twice(self) -> "HubConfig":
        for what, names in (
            ("machine", [machine.id for machine in self.machines]),
            ("officer id", [officer.id for officer in self.officers]),
            ("officer name", [officer.name.casefold() for officer in self.officers]),
        ):
            if len(set(names)) != len(names):
                raise ValueError(f"a {what} stands twice; each needs its own")
        return self

    def machine_name(self, machine: str) -> str:
        return next((entry.name for entry in self.machines if entry.id == machine), machine)


def load(path: Path) -> HubConfig:
    """The configuration in `path`, its files looked at too. Raises ConfigFault with every fault found."""
    config = _parsed(path)
    found = [*_file_faults(config)]
    if found:
        raise ConfigFault(path, found)
    return config


def faults(path: Path) -> list[str]:
    """What is wrong with the file, each a sentence with its remedy; an empty list when it can be used."""
    try:
        load(path)
    except ConfigFault as fault:
        return fault.faults
    return []


def _parsed(path: Path) -> HubConfig:
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigFault(path, [f"The file cannot be read ({error.strerror}). Give a file that is there."]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigFault(path, [f"This is not TOML: {error}. Mend that line."]) from None
    for name in ("data", "payees", "hub_key"):
        if isinstance(values.get(name), str):
            values[name] = path.parent / values[name]
    try:
        return HubConfig.model_validate(values)
    except ValidationError as error:
        raise ConfigFault(path, [sentence(one["loc"], one["type"], one["msg"]) for one in error.errors()]) from None


def _file_faults(config: HubConfig) -> list[str]:
    found = []
    try:
        load_sealing_key(config.hub_key)
    except KeyFault as fault:
        found.append(f"hub_key: {fault.message}")
    if not config.payees.is_file():
        found.append(f"payees: {config.payees} is not there; put the signed payee list at that path.")
    if not config.officers:
        found.append("officers is empty: without an officer no dossier can be looked at.")
    if not config.machines:
        found.append("machines is empty: enrol a machine.")
    return found
