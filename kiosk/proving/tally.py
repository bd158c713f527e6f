"""What a soak comes to: looked up in the hub's own file, at the portal and at the bank, not in what was said."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import apsw

from kiosk.hub.records import Records
from kiosk.hub.states import DossierState


class HubFile:
    """What a hub has on disk, read beside it."""

    def __init__(self, folder: Path, office: str) -> None:
        self._path = folder / "hub.db"
        self._records = Records.of_file(folder / "records.key", office)

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with closing(apsw.Connection(str(self._path), flags=apsw.SQLITE_OPEN_READONLY)) as connection:
            connection.set_busy_timeout(5000)
            return list(connection.execute(query, values))

    def under_way(self) -> int:
        """Dossiers that wait for an officer or for the portal."""
        states = (DossierState.WAITING_LOOK, DossierState.LOOKED, DossierState.SENDING)
        marks = ", ".join("?" * len(states))
        waiting = self.rows(f"select count(*) from dossiers where state in ({marks})", *states)  # noqa: S608 - marks
        jobs = self.rows("select count(*) from portal_jobs where state = 'ready'")
        return int(waiting[0][0] + jobs[0][0])

    def accepted(self) -> set[str]:
        """The dossiers that the portal has, as the hub knows it."""
        return {str(id_) for (id_,) in self.rows("select id from dossiers where state = ?", DossierState.ACCEPTED)}

    def dossiers_of(self, number: str) -> int:
        """How many dossiers the holder of this card number has."""
        digest = self._records.digest("person", number)
        return int(self.rows("select count(*) from dossiers where person_digest = ?", digest)[0][0])

    def money_faults(self, booked: Mapping[str, int]) -> list[str]:
        """What differs between the sums the hub counts and those the bank booked (transaction -> đồng), or was taken
        twice; each in words."""
        return [*self._differing(booked), *self._twice()]

    def _differing(self, booked: Mapping[str, int]) -> Iterator[str]:
        rows = self.rows("select transaction_id, amount from evidence where route = 'bank'")
        if (sum(amount for _, amount in rows), len(rows)) != (sum(booked.values()), len(booked)):
            yield f"the hub has {len(rows)} credits of {sum(a for _, a in rows)}, the bank {len(booked)} of " + str(
                sum(booked.values())
            )

    def _twice(self) -> Iterator[str]:
        query = (
            "select o.due, sum(e.amount) as received from obligations o join allocations a on a.dossier = o.dossier"
            " join evidence e on e.id = a.evidence group by o.dossier having received > o.due"
        )
        for due, received in self.rows(query):
            yield f"{received} was received where {due} was due"


def duplicated(numbers: Mapping[int, str], hub: HubFile, portal: list[dict[str, Any]]) -> list[int]:
    """The walks (walk -> card number) with more than one dossier at the hub or at the portal."""
    at_portal = Counter(str(kept["applicant"]["number"]) for kept in portal)
    return [walk for walk, number in numbers.items() if at_portal[number] > 1 or hub.dossiers_of(number) > 1]


def lost(told: Mapping[int, str], portal: list[dict[str, Any]]) -> list[int]:
    """The walks (walk -> card number of whom was told "done") without a dossier at the portal."""
    at_portal = {str(kept["applicant"]["number"]) for kept in portal}
    return [walk for walk, number in told.items() if number not in at_portal]
