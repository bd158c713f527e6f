import shutil
import tempfile
from pathlib import Path

import pytest

from tests.kiosk.keys.fake_creds import Credentials, FakeCreds


@pytest.fixture
def credentials(monkeypatch):
    """A service's folder of credentials, in memory as systemd's is."""
    folder = Path(tempfile.mkdtemp(prefix="credentials-", dir="/dev/shm"))
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))
    yield Credentials(folder)
    shutil.rmtree(folder)


@pytest.fixture
def creds(tmp_path, monkeypatch):
    """A `systemd-creds` and a TPM that can be had in four states."""
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    return FakeCreds(tmp_path / "fake", monkeypatch)
