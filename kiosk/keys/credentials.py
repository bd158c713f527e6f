"""Credentials of systemd: sealed by the machine's TPM in a file, opened for the service alone, in memory alone.

systemd opens the sealed file when the service starts (`LoadCredentialEncrypted=`, systemd.exec(5)), so that no program
here speaks to a TPM. Whoever installs seals and looks with `systemd-creds` (systemd-creds(1), 252 or newer).
"""

import base64
import os
import re
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from kiosk.keys import files
from kiosk.keys.form import KeyFault, decoded

FOLDER = "CREDENTIALS_DIRECTORY"
"""The variable in which systemd names the service's folder."""

NAME = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,30}[a-z0-9])?")

_IN_MEMORY = {"ramfs", "tmpfs"}
_MEASURED = "7"
"""The register of the TPM that holds what the firmware measured of Secure Boot."""
_SECONDS = 60
_MOUNTS = Path("/proc/self/mountinfo")


@dataclass(frozen=True)
class Credential:
    """The key of this name. Its sealed file is `NAME.cred` in `folder`."""

    name: str
    folder: Path

    clear = False

    @property
    def at_rest(self) -> Path:
        return self.folder / f"{self.name}.cred"

    def load(self) -> bytes:
        given = os.environ.get(FOLDER)
        if not given:
            raise KeyFault(
                "missing",
                f"The credential {self.name} is only there for the program that systemd starts: start it by its unit, "
                f"with LoadCredentialEncrypted={self.name}:{self.at_rest.resolve()}.",
            )
        try:
            with (Path(given) / self.name).open("rb") as file:
                self._check(os.fstat(file.fileno()))
                return decoded(file.read(128).decode("ascii", "replace").strip())
        except FileNotFoundError:
            raise KeyFault(
                "missing",
                f"systemd gave no credential {self.name}: write "
                f"LoadCredentialEncrypted={self.name}:{self.at_rest.resolve()} into the unit.",
            ) from None
        except OSError as error:
            raise KeyFault("disk", f"The credential {self.name} could not be read.") from error

    def read(self, at: Path) -> bytes:
        if not at.exists():
            raise KeyFault("missing", f"The key file {at.name} is not there.")
        return decoded(self._creds(["decrypt", f"--name={self.name}", str(at), "-"], b"").decode("ascii").strip())

    def keep(self, key: bytes, at: Path) -> None:
        seal = ["encrypt", "--with-key=tpm2", f"--tpm2-pcrs={_MEASURED}", f"--name={self.name}", "-", "-"]
        files.write_new(at, self._creds(seal, base64.b64encode(key)))

    def _check(self, status: os.stat_result) -> None:
        # Where the file system takes access lists, systemd gives the file to root and the service a right in a list,
        # which shows as a right of the group to read.
        if status.st_mode & 0o027 or status.st_uid not in (0, os.geteuid()) or not stat.S_ISREG(status.st_mode):
            raise KeyFault(
                "open", f"Others may read or change the credential {self.name}; only systemd may put it there."
            )
        if _kind_of(status.st_dev) not in _IN_MEMORY:
            raise KeyFault(
                "open", f"The credential {self.name} lies on a disk and not in memory; only systemd may put it there."
            )

    def _creds(self, arguments: list[str], given: bytes) -> bytes:
        """What systemd-creds answers on stdout. Raises KeyFault("tpm")."""
        try:
            run = subprocess.run(
                ["systemd-creds", *arguments], input=given, capture_output=True, timeout=_SECONDS, check=False
            )
        except FileNotFoundError:
            raise KeyFault(
                "tpm", "systemd-creds is not there: it comes with systemd 252 or newer, and needs libtss2-esys."
            ) from None
        except (OSError, subprocess.TimeoutExpired) as error:
            raise KeyFault("tpm", f"systemd-creds did not answer ({type(error).__name__}).") from None
        said = run.stderr.decode("utf-8", "replace").strip()
        if run.returncode != 0:
            raise KeyFault("tpm", f"The TPM did not do it: {said or run.returncode}. {_WHAT_TO_DO}")
        if re.search(r"PCR policy (is )?effectively (not enforced|unenforced)", said):
            raise KeyFault(
                "tpm",
                f"The firmware measures nothing into the TPM (register {_MEASURED} is empty), so that any system on "
                "this machine could open the key. Switch Secure Boot on in the firmware and enrol again.",
            )
        return run.stdout


_WHAT_TO_DO = (
    "`systemd-creds has-tpm2` says whether this machine has one; without it, keys can only lie in files, for a trial "
    "(production = false). See docs/keys.md."
)


def _kind_of(device: int) -> str:
    """The kind of the file system that has this device number (proc(5), mountinfo)."""
    wanted = f"{os.major(device)}:{os.minor(device)}"
    for line in _MOUNTS.read_text("utf-8", "replace").splitlines():
        before, _, after = line.partition(" - ")
        if before.split()[2] == wanted:
            return after.split()[0]
    return "unknown"
