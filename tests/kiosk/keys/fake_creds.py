"""Stands for systemd's side: the folder a service is given, and `systemd-creds` as a program of its own on PATH.

The program takes the arguments and says the sentences of systemd 252 with libtss2 (tried with swtpm). Its seal is no
seal: it only hides the bytes, so that a test can see that the clear key is on no disk.
"""

import base64
import secrets
import sys
from pathlib import Path

_PROGRAM = r"""#!{python}
import base64, pathlib, sys
state = pathlib.Path(__file__).with_name("state").read_text()
command, *rest = sys.argv[1:]
options = [word for word in rest if word.startswith("--")]
(name,) = [option.removeprefix("--name=") for option in options if option.startswith("--name=")]
source, target = [word for word in rest if not word.startswith("--")]
assert target == "-"
if state == "absent":
    sys.exit("Failed to initialize TCTI context: tcti:IO failure")
if state == "unmeasured":
    print("Selected TPM2 PCRs are not initialized on this system, most likely due to a firmware issue. PCR policy is "
          "effectively not enforced. Proceeding anyway.", file=sys.stderr)
if command == "encrypt":
    assert source == "-" and "--with-key=tpm2" in options and "--tpm2-pcrs=7" in options
    hidden = name.encode() + b":" + bytes(byte ^ 0x5A for byte in sys.stdin.buffer.read())
    print(base64.b64encode(hidden).decode())
else:
    assert command == "decrypt"
    sealed, _, hidden = base64.b64decode(pathlib.Path(source).read_text()).partition(b":")
    if sealed.decode() != name:
        sys.exit(f"Embedded credential name '{{sealed.decode()}}' does not match filename '{{name}}', refusing.")
    if state == "other firmware":
        sys.exit("Failed to unseal secret using TPM2: Operation not permitted")
    sys.stdout.buffer.write(bytes(byte ^ 0x5A for byte in hidden))
"""


class FakeCreds:
    def __init__(self, folder, monkeypatch):
        self.folder = folder
        self._monkeypatch = monkeypatch
        folder.mkdir()
        program = folder / "systemd-creds"
        program.write_text(_PROGRAM.format(python=sys.executable), "utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(folder))
        self.be("well")

    def be(self, state):
        """well, absent (no TPM), unmeasured (empty registers), other firmware (what was sealed does not open)."""
        (self.folder / "state").write_text(state)

    def take_away(self):
        (self.folder / "systemd-creds").unlink()


class Credentials:
    def __init__(self, folder: Path):
        self.folder = folder

    def give(self, name, content=None, mode=0o400):
        """A credential of this name; its key, unless `content` says otherwise."""
        key = secrets.token_bytes(32)
        path = self.folder / name
        path.write_bytes(base64.b64encode(key) if content is None else content)
        path.chmod(mode)
        return key
