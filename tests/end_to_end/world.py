"""What the tests of whole walks look at: the hub's own file, the machine's bytes, a machine with a fresh store."""

from contextlib import closing
from pathlib import Path
from typing import Any

import apsw

from kiosk.demo.people import citizen
from kiosk.identity.card import parse_card
from kiosk.proving.forget import Hit, hits_on_disk
from kiosk.proving.forget_values import Values
from kiosk.wiring import Kiosk
from tests.drivers.waiting import wait_until
from tests.kiosk.hub.office_box import MORNING
from tests.kiosk.machine.bench import ANSWERS

CITIZEN = citizen(0, MORNING.date())
VALUES = Values.of(parse_card(CITIZEN.code, MORNING.date()), ANSWERS)


def fresh_machine(config: str, folder: Path) -> Path:
    """The machine of this configuration with a store of its own in `folder`."""
    path, text = folder / "kiosk.toml", Path(config).read_text("utf-8")
    text = text.replace('"keys/', f'"{Path(config).parent}/keys/').replace(
        'data = "machine"', f'data = "{folder}/store"'
    )
    path.write_text(text, "utf-8")
    return path


class HubFile:
    """What a hub has on disk, read beside it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with closing(apsw.Connection(str(self._path), flags=apsw.SQLITE_OPEN_READONLY)) as connection:
            return list(connection.execute(query, values))

    def arrived(self, dossier: str) -> list[int]:
        """The numbers of the messages that were taken in for a dossier, in the order they came."""
        return [seq for (seq,) in self.rows("select seq from inbox where dossier = ? order by rowid", dossier)]

    def dossiers(self) -> list[str]:
        return [id_ for (id_,) in self.rows("select id from dossiers")]

    def prints(self, dossier: str) -> dict[str, str]:
        return dict(self.rows("select kind, outcome from prints where dossier = ?", dossier))


def drained(kiosk: Kiosk) -> bool:
    """Whether everything reached the hub, waited for."""
    return wait_until(lambda: not kiosk.store.unsent(), within=20) and not kiosk.store.parked()


def personal_on_disk(folder: Path) -> list[Hit]:
    """What of the citizen's is to be found in the machine's files, in any form a program might leave it in."""
    return hits_on_disk(folder, VALUES)


def sessions(kiosk: Kiosk) -> int:
    count: int = kiosk.store._read(lambda scope: scope.connection.execute("select count(*) from session").fetchone()[0])
    return count
