"""The store as the rest of the kiosk knows it: every call is one transaction, on disk when it returns."""

import logging
import random
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import apsw

from kiosk.audit import AuditReport, Entry, Head, head, verify
from kiosk.clock import Clock, today
from kiosk.line import Cause, Destination
from kiosk.store import (
    attachments,
    backup,
    breaker,
    database,
    dossiers,
    drafts,
    keyring,
    line_book,
    outbox,
    outside,
    payment_requests,
    prints,
    salvage,
    sealed_walk,
    sessions,
    settings,
)
from kiosk.store.breaker import HUB
from kiosk.store.contents import contents
from kiosk.store.faults import StoreFault
from kiosk.store.payment_requests import Moves
from kiosk.store.records import (
    BreakerRow,
    BreakerState,
    DossierStub,
    LineState,
    OutboxRow,
    OutboxState,
    PaymentRequest,
    PrintJob,
    PrintState,
    RequestRow,
    SlipNumber,
    Submission,
)
from kiosk.store.scope import Scope
from kiosk.store.shelf import Shelf
from kiosk.store.times import boot_id
from kiosk.store.vault import Vault
from kiosk.store.writer import Writer

MESSAGE_BYTES = 2 * 2**20
"""The largest message that the hub takes."""
_SCANNED_BYTES = 10 * 5 * 2**19
"""Ten pages of paper, scanned at 300 dpi."""
_LOG_BYTES = 1000 * 4096
"""SQLite brings its log into the file after so many pages."""
RESERVE_BYTES = 2 * (MESSAGE_BYTES + _SCANNED_BYTES) + _LOG_BYTES
"""Free space below which no citizen is begun with: twice the biggest dossier, and the log."""

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Store:
    """One SQLite file of one machine. Usable from any thread; `open` makes it, `close` ends it, `with` does both.

    Every call may raise StoreFault ("full", "io", "damaged", "conflict", "closed"); the store is then as it was
    before, except that "io" on a write leaves open whether it happened: a repeat with the same ids settles it.
    `audit` entries go down in the same transaction as the fact they tell of. Callbacks run inside the transaction and
    must not call the store.
    """

    def __init__(
        self,
        path: Path,
        vault: Vault,
        clock: Clock,
        *,
        letter: str,
        boot: str,
        source: random.Random,
        vfs: str | None,
        take: Callable[[Scope], Vault],
    ) -> None:
        self.path = path
        self.boot = boot
        """The id of this start of the machine, beside which monotonic times are kept."""
        self.quarantined: Path | None = None
        """Where a damaged store was set aside when this one was opened. Staff must be told."""
        self._vault = vault
        self._clock = clock
        self._letter = letter
        self._source = source
        self._vfs = vfs
        self.attachments = Shelf(path, self._write, self._read)
        self._take = take
        self._lock = database.Lock(path)
        try:
            self._writer = Writer(self._connect, lambda: database.why_not_written(path))
        except BaseException:
            self._lock.release()
            raise

    @classmethod
    def open(
        cls,
        path: Path,
        device_key: bytes,
        clock: Clock,
        *,
        machine: str = "",
        letter: str = "A",
        boot: str | None = None,
        source: random.Random | None = None,
        vfs: str | None = None,
        key_is_lost: bool = False,
    ) -> Self:
        """Open the store at `path`, making or upgrading it; a damaged one is set aside (`quarantined`) and begun anew.

        `device_key` 32 bytes; `machine` the id that records are bound to (the same for ever); `letter` of the slip
        numbers; `boot`, `source` of random ids and `vfs` are for tests. Raises StoreFault: in-use, newer, key (of
        another device), sqlite, full, io.

        `key_is_lost`: `device_key` is a new one for a store whose own is gone. What only that one opened is erased:
        unsent answers, drafts, the way to a dossier by its look-up code. "conflict" when the key is the store's own.
        """
        database.make_private_folder(path)
        return cls(
            path,
            Vault(device_key, machine),
            clock,
            letter=letter,
            boot=boot or boot_id(),
            source=source or random.SystemRandom(),
            vfs=vfs,
            take=keyring.adopt if key_is_lost else keyring.claim,
        )

    def close(self) -> None:
        """Cut the log, close the file, let another process have it. A second call does nothing."""
        if self._writer.close():
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    # The citizen's session and drafts.

    def save_session(self, session: str, state: dict[str, Any], audit: Sequence[Entry] = ()) -> None:
        """Keep the state of a walk (a JSON object), sealed, in place of the one before."""
        self._write(lambda scope: sessions.save(scope, session, state, audit))

    def load_session(self, session: str) -> dict[str, Any] | None:
        """The state last saved, or None."""
        return self._read(lambda scope: sessions.load(scope, session))

    def sessions(self) -> list[str]:
        """The ids of the walks that were not submitted, the one that was saved last first."""
        return self._read(sessions.every)

    def erase_session(self, session: str, audit: Sequence[Entry] = ()) -> bool:
        """Erase the state of a walk beyond recovery, and the note of whose it was if it was sealed; whether there was
        a state."""

        def work(scope: Scope) -> bool:
            sealed_walk.erase(scope, session)
            return sessions.erase(scope, session, audit)

        return self._write(work, erases=True)

    def erase_unsent(self, audit: Sequence[Entry] = ()) -> int:
        """At a stop: erase every walk that was not submitted, and whose was sealed last; how many walks there were."""

        def work(scope: Scope) -> int:
            sealed_walk.erase_all(scope)
            return sessions.erase_all(scope, audit)

        return self._write(work, erases=True)

    def keep_draft(
        self, lookup: str, card_number: str, state: dict[str, Any], until: datetime, audit: Sequence[Entry] = ()
    ) -> None:
        """Keep a state on the citizen's request until that instant; a second one for the same pair replaces it."""
        self._write(lambda scope: drafts.keep(scope, lookup, card_number, state, until, audit), erases=True)

    def open_draft(self, lookup: str, card_number: str) -> dict[str, Any] | None:
        """The state kept under this look-up code and this card together; None without both, or when it is past."""
        return self._read(lambda scope: drafts.open_(scope, lookup, card_number))

    def has_draft(self, lookup: str) -> bool:
        """Whether something is kept under this look-up code, so that it is worth asking for the card."""
        return self._read(lambda scope: drafts.has(scope, lookup))

    def erase_draft(self, lookup: str, card_number: str, audit: Sequence[Entry] = ()) -> bool:
        """Erase one draft, as when it was submitted; whether there was one."""
        return self._write(lambda scope: drafts.erase(scope, lookup, card_number, audit), erases=True)

    def erase_drafts(self, now: datetime) -> int:
        """Erase the drafts whose time is over; how many there were."""
        return self._write(lambda scope: drafts.erase_past(scope, now), erases=True)

    # Dossiers and what is due for them.

    def next_number(self) -> int:
        """The number that the next submission will get: 1 to 9999, then 1 again, with no gap."""
        return self._read(dossiers.next_number)

    def submit(self, submission: Submission) -> SlipNumber:
        """Number the dossier and put down stub, request, first message, attachments and audit; the session is erased.

        A repeat with the same dossier id gives the number of the first time and changes nothing. The log is cut right
        after this returns, before any other call is answered.
        """
        # The files first: a row that names a file is a promise to carry it.
        attachments.keep(self.path.with_name(attachments.FOLDER), submission.attachments)
        number = self._write(lambda scope: dossiers.submit(scope, self._letter, submission))
        # The citizen's word is on disk and need not wait for three more flushes.
        self._writer.cut_log()
        return number

    def append(
        self,
        dossier: str,
        kind: str,
        build: Callable[[int], bytes],
        *,
        key: str | None = None,
        audit: Sequence[Entry] = (),
    ) -> int:
        """Queue a later message, built for the next number of the dossier; that number.

        `key` is the outbox id made before the first try: a repeat with it queues nothing. Raises StoreFault("unknown")
        for a dossier that is not here.
        """
        return self._write(lambda scope: dossiers.append(scope, dossier, kind, build, key, audit))

    def dossiers(self) -> list[DossierStub]:
        """The stubs of all dossiers, oldest first."""
        return self._read(dossiers.every)

    def dossier(self, id_: str) -> DossierStub | None:
        return self._read(lambda scope: dossiers.one(scope, id_))

    def dossier_by_lookup(self, lookup: str) -> DossierStub | None:
        """The stub that a look-up code belongs to."""
        return self._read(lambda scope: dossiers.by_lookup(scope, lookup))

    def set_dossier_state(self, id_: str, state: str, code: str | None = None, audit: Sequence[Entry] = ()) -> None:
        """Keep what the hub says of a dossier; a portal code that is known stays."""

        def work(scope: Scope) -> None:
            dossiers.set_state(scope, id_, state, code)
            scope.log(audit)

        self._write(work)

    def add_request(self, dossier: str, request: PaymentRequest, audit: Sequence[Entry] = ()) -> None:
        """Add a request, as for what is still missing; a repeat with the same id adds nothing."""
        self._write(lambda scope: payment_requests.add(scope, dossier, request, audit))

    def card_hash(self, number: str) -> str:
        """What a note of a sealed walk has in place of the number of a card."""
        return self._read(lambda scope: sealed_walk.card_hash(scope, number))

    def request_state(
        self, id_: str, to: str, *, moves: Moves, received: int | None = None, audit: Sequence[Entry] = ()
    ) -> None:
        """Move a request along `moves` (state -> states it may go to); staying is allowed. Raises IllegalMove."""
        self._write(lambda scope: payment_requests.move(scope, id_, to, moves, received, audit))

    def request(self, id_: str) -> RequestRow | None:
        return self._read(lambda scope: payment_requests.one(scope, id_))

    def request_by_reference(self, reference: str) -> RequestRow | None:
        return self._read(lambda scope: payment_requests.by_reference(scope, reference))

    def requests(self, dossier: str) -> list[RequestRow]:
        """The requests of a dossier, oldest first."""
        return self._read(lambda scope: payment_requests.of(scope, dossier))

    # The outbox.

    def due(self, now: datetime, most: int = 50) -> list[OutboxRow]:
        """Messages to send now: of each dossier the first unsent one, unless it is parked or waits; oldest first."""
        return self._read(lambda scope: outbox.due(scope, now, most))

    def next_wait(self, now: datetime) -> timedelta | None:
        """How long until a message is due; None when none waits to be sent."""
        return self._read(lambda scope: outbox.next_wait(scope, now))

    def mark_sent(self, id_: str, response: Mapping[str, Any]) -> None:
        """The hub has the message: keep its answer, drop the body."""
        self._write(lambda scope: outbox.mark_sent(scope, id_, dict(response)), erases=True)

    def reschedule(self, id_: str, at: datetime, attempt: int, reason: str) -> None:
        """Try a queued message again at `at`; `attempt` tries have been made."""
        self._write(lambda scope: outbox.reschedule(scope, id_, at, attempt, reason))

    def strike(self, id_: str) -> int:
        """Count a failure that looks permanent, unless nothing got through since the last one; how many there are."""
        return self._write(lambda scope: outbox.strike(scope, id_))

    def park(self, id_: str, reason: str) -> None:
        """Take a queued message out of the way until staff has looked; later ones of its dossier wait behind it."""
        self._write(lambda scope: outbox.park(scope, id_, reason))

    def retry(self, id_: str) -> bool:
        """Put a parked or waiting message or attachment (its hash) back to be sent now; False when the hub has it or it
        is not known."""
        return self._write(lambda scope: outbox.retry(scope, id_) or attachments.retry(scope, id_))

    def grant_retries(self) -> int:
        """Put back what staff asked for from outside this process (`kiosk outbox retry`); how many."""
        granted = 0
        for wish in outside.wishes(self.path):
            granted += self.retry(wish.name)
            wish.unlink(missing_ok=True)
        return granted

    def hasten(self) -> int:
        """Make all messages due that wait after a failed try, because the line is back; how many."""
        return self._write(_hasten)

    def outbox(self, id_: str) -> OutboxRow | None:
        return self._read(lambda scope: outbox.one(scope, id_))

    def resend_from(self, dossier: str, seq: int) -> bool:
        """The hub misses the message `seq`: put it back to be sent; False when it is not here any more."""
        return self._write(lambda scope: outbox.resend_from(scope, dossier, seq))

    def unsent(self) -> list[OutboxRow]:
        """Messages that wait to be sent, oldest first."""
        return self._read(lambda scope: outbox.every(scope, OutboxState.QUEUED))

    def parked(self) -> list[OutboxRow]:
        """Messages that staff must look at, oldest first."""
        return self._read(lambda scope: outbox.every(scope, OutboxState.PARKED))

    # Prints, settings, line.

    def queue_print(self, dossier: str, kind: str, copy: int = 0, *, key: str | None = None) -> str:
        """Put down a print before it begins; its id. `copy` 1 is the first reprint. A repeat with `key` adds none."""
        return self._write(lambda scope: prints.queue(scope, dossier, kind, copy, key))

    def settle_print(self, id_: str, state: PrintState) -> None:
        """Keep what became of a print, with its audit line; unknown may be settled later. Raises IllegalMove."""
        self._write(lambda scope: prints.settle(scope, id_, state))

    def interrupted_prints(self) -> list[PrintJob]:
        """At a restart: the slips that were being printed, oldest first."""
        return self._read(prints.interrupted)

    def settle_interrupted_prints(self) -> int:
        """At a restart: what was being printed is unknown; how many slips."""
        return self._write(prints.settle_interrupted)

    def prints(self, dossier: str) -> list[PrintJob]:
        """The print jobs of a dossier, oldest first."""
        return self._read(lambda scope: prints.of(scope, dossier))

    def get(self, name: str, default: Any = None) -> Any:
        """A setting, as JSON values; nothing personal is kept here."""
        return self._read(lambda scope: settings.get(scope, name, default))

    def set(self, name: str, value: Any) -> None:
        self._write(lambda scope: settings.put(scope, name, value))

    def line(self) -> LineState:
        """Whether the hub answers."""
        row = self.breaker()
        return LineState(row.state is BreakerState.CLOSED, row.since, row.reason)

    def set_line(self, up: bool, reason: str | None = None, pause: timedelta = timedelta(0)) -> bool:
        """Keep whether the hub answers; True and an audit line only when that changed. `pause`: how long until it is
        probed. Once it is back, what failed meanwhile is due."""
        if up:
            return self._write(_line_back)
        return self._write(lambda scope: breaker.open_(scope, HUB, reason or "unknown", pause))

    def breaker(self, destination: str = HUB) -> BreakerRow:
        """What is known of a destination."""
        return self._read(lambda scope: breaker.read(scope, destination))

    def probe(self, destination: str = HUB) -> None:
        """A probe goes to a destination that is not answering."""
        self._write(lambda scope: breaker.probe(scope, destination))

    def keep_line_page(self, page: line_book.Page) -> None:
        """Add what was measured of the line since the last page."""
        self._write(lambda scope: line_book.write(scope, page))

    def delayed_by_line(self, dossier: str, away: dict[Destination, Cause]) -> None:
        """Keep that a dossier was sealed while these were away; a repeat changes nothing."""
        self._write(lambda scope: line_book.delayed(scope, dossier, away))

    # The log and the file.

    def record(self, *entries: Entry) -> None:
        """Log events that go with no other fact."""
        self._write(lambda scope: scope.log(entries))

    def audit_head(self) -> Head:
        return self._read(lambda scope: head(scope.connection))

    def verify_audit(self, anchor: Head | None = None) -> AuditReport:
        return self._read(lambda scope: verify(scope.connection, anchor))

    def free_bytes(self) -> int:
        """What the disk of the store has left; 0 where it does not answer."""
        try:
            return database.room(self.path)
        except OSError:
            return 0

    def has_room(self, reserve: int = RESERVE_BYTES) -> bool:
        """Whether a citizen may be begun with: the disk has `reserve` bytes left."""
        return self.free_bytes() >= max(1, reserve)

    def check(self) -> list[str]:
        """Faults of the whole file, its references and its log; empty when it is sound. Takes seconds."""
        return self._read(_check)

    def contents(self) -> dict[str, str]:
        """A digest of the rows of each table, to tell whether two stores hold the same."""
        return self._read(lambda scope: contents(scope.connection))

    def look_over(self) -> bool | None:
        """Look at every page, reference and row, as once a day when nobody is there: whether all is sound.

        None when it gave way to other work. False: it was damaged, is set aside as at a start, and a new one goes on.
        """
        try:
            found = self._writer.when_idle(lambda connection: next(database.damage(connection, thorough=True), ""))
            if found:
                self._writer.distrust()
        except StoreFault as fault:
            if fault.code != "damaged":
                raise
            found = fault.code
        if found:
            self._read(lambda scope: None)
        return None if found is None else not found

    def log_is_sound(self) -> bool | None:
        """Whether the log of events holds together from its first row; None when it gave way to other work. A log that
        reads and does not hold together is evidence: nothing is done to it."""
        return self._writer.when_idle(lambda connection: verify(connection).ok)

    def checkpoint(self) -> None:
        """Cut the log, when nobody waits."""
        self._read(lambda scope: database.truncate_log(scope.connection))

    def rotate_key(self, device_key: bytes) -> None:
        """Have the store open with another device key (32 bytes), and no more with the one it was opened with."""

        def work(scope: Scope) -> Vault:
            return keyring.rotate(scope, Vault(device_key, scope.vault.machine))

        self._vault = self._write(work, erases=True)

    def keep_copy(self, folder: Path) -> Path:
        """Today's copy in `folder`, a second place, beside the work of others; where it lies. Takes seconds, and no
        time of a citizen's. Raises StoreFault, as `kiosk.store.backup.copy_of_day`."""
        return backup.copy_of_day(self._writer.read, folder, today(self._clock))

    def _write(self, work: Callable[[Scope], T], *, erases: bool = False) -> T:
        return self._writer.write(lambda connection: work(self._scope(connection)), erases=erases)

    def _read(self, work: Callable[[Scope], T]) -> T:
        return self._writer.read(lambda connection: work(self._scope(connection)))

    def _scope(self, connection: apsw.Connection) -> Scope:
        return Scope(connection, self._vault, self._clock, self.boot, self._source)

    def _connect(self, thorough: bool) -> apsw.Connection:
        try:
            connection = database.connect(self.path, self._vfs, thorough=thorough)
        except database.Damaged:
            self.quarantined = database.set_aside(self.path, self._clock.now())
            _log.error("store set aside: damaged")
            connection = database.connect(self.path, self._vfs)
        self._claim(connection)
        return connection

    def _claim(self, connection: apsw.Connection) -> None:
        scope = self._scope(connection)
        try:
            # One transaction: a cut in between must not leave a new store that never looks at the old one again.
            with connection:
                if keyring.is_new(scope):
                    keyring.begin(scope)
                    salvage.take_over(scope, self.path)
                    self._vault = keyring.claim(scope)
                else:
                    self._vault = self._take(scope)
        except BaseException:
            connection.close(True)
            raise
        self._take = keyring.claim


def _line_back(scope: Scope) -> bool:
    if not breaker.close(scope, HUB):
        return False
    # What failed meanwhile would wait up to a quarter of an hour otherwise.
    _hasten(scope)
    return True


def _hasten(scope: Scope) -> int:
    attachments.hasten(scope)
    return outbox.hasten(scope)


def _check(scope: Scope) -> list[str]:
    faults = [str(row[0]) for row in scope.connection.execute("pragma integrity_check") if row[0] != "ok"]
    faults += [f"reference: {row[0]}" for row in scope.connection.execute("pragma foreign_key_check")]
    report = verify(scope.connection)
    return faults if report.ok else [*faults, f"audit: {report.reason} at {report.seq}"]
