"""The hub of one office: its store, its rules and its workers, put together from the configuration."""

import logging
import threading
from collections.abc import Callable
from datetime import date

from kiosk.clock import Clock, local, today
from kiosk.hub.attachments import Attachments
from kiosk.hub.config import HubConfig
from kiosk.hub.database import Database, Stage
from kiosk.hub.dossiers import Dossier
from kiosk.hub.far_ends import FarEnds, WatchedFeed, WatchedPortal
from kiosk.hub.feed import BankFeed, FeedClient, RestFeed
from kiosk.hub.inbox import Inbox
from kiosk.hub.money import Standing
from kiosk.hub.paperwork import Paperwork
from kiosk.hub.portal import PortalClient, RestPortal
from kiosk.hub.records import Records
from kiosk.hub.sender import PortalSender
from kiosk.hub.signal import Signal
from kiosk.hub.transaction import Store
from kiosk.hub.tries import StoredTries
from kiosk.keys import load_sealing_key, public_text, signing_public
from kiosk.payments.payees import PayeeFault, PayeeList
from kiosk.procedures.calendar import OfficeCalendar
from kiosk.procedures.catalogue import Catalogue
from kiosk.staff import Sessions, StaffDoor
from kiosk.store.database import Lock

_LOG = logging.getLogger(__name__)


class Hub:
    """Open at once; `start` begins the workers, `close` ends everything and leaves the store whole.

    `portal`, `feed` and `on_stage` are given by tests and proofs; the product speaks to the addresses of `config`.
    """

    def __init__(
        self,
        config: HubConfig,
        clock: Clock,
        *,
        portal: PortalClient | None = None,
        feed: FeedClient | None = None,
        on_stage: Callable[[Stage], None] | None = None,
    ) -> None:
        self.config = config
        self.clock = clock
        self.office = config.office
        config.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        hub_key = load_sealing_key(config.hub_key)
        self.public_key = public_text(hub_key)
        self.signal = Signal()
        records = Records.of_file(config.data / "records.key", config.office.id)
        # Two hubs over one file would both carry the same dossier to the portal.
        self._lock = Lock(config.data / "hub.db")
        try:
            self.store = Store(Database(config.data / "hub.db", on_stage), clock, records, self.signal)
        except BaseException:
            self._lock.release()
            raise
        self.paperwork = Paperwork(Catalogue.load())
        self.calendar = OfficeCalendar.load(config.office)
        self.machine_keys = {machine.id: machine.key() for machine in config.machines}
        self.attachments = Attachments(config.data / "attachments", self.store, self.paperwork)
        self.inbox = Inbox(self.store, hub_key, self.paperwork)
        self.sessions = Sessions(clock.monotonic)
        self.door = StaffDoor(config.officers, StoredTries(self.store), clock.now)
        self.ends = FarEnds(clock)
        self.portal = WatchedPortal(
            portal or RestPortal(config.portal.url, config.portal.timeout_s), self.ends, clock.monotonic
        )
        self.sender = PortalSender(
            self.store,
            self.portal,
            config.office,
            config.portal.retry_s,
        )
        self.feed = BankFeed(
            self.store,
            WatchedFeed(feed or RestFeed(config.bank.url, config.bank.timeout_s), self.ends, clock.monotonic),
            config.bank.account,
            settles=config.bank.settles,
        )
        self._stop = threading.Event()
        self._workers: list[threading.Thread] = []

    def payees_text(self) -> str:
        """The signed list as it stands in its file, read anew each time: a new list needs no restart."""
        return self.config.payees.read_text("utf-8")

    def payees(self) -> PayeeList | PayeeFault:
        """The list, if it can be trusted today."""
        return PayeeList.read(self.payees_text(), signing_public(self.config.payees_key), today(self.clock))

    def collect_day(self, dossier: Dossier, money: Standing) -> date | None:
        """The day of the result: none before the portal has accepted and the due is met, none that is a guess."""
        if dossier.accepted_at is None or not money.paid:
            return None
        if dossier.portal_day is not None:
            return dossier.portal_day
        days = self.paperwork.days(dossier)
        accepted = local(dossier.accepted_at).date()
        paid = local(money.paid_at).date() if money.paid_at else accepted
        return self.calendar.collect_day(accepted, paid, days) if days else None

    def start(self) -> None:
        """Begin to carry dossiers to the portal and to read the bank's feed."""
        for name, step, pause in (
            ("portal-sender", self._portal_step, 0.5),
            ("bank-feed", self._feed_step, self.config.bank.interval_s),
        ):
            thread = threading.Thread(target=self._work, args=(name, step, pause), name=name, daemon=True)
            thread.start()
            self._workers.append(thread)

    def close(self) -> None:
        """Stop the workers after what they are at, wake the long polls, close the store."""
        self._stop.set()
        self.signal.close()
        for worker in self._workers:
            worker.join(timeout=self.config.portal.timeout_s + 5)
        self.store.database.close()
        self._lock.release()

    def _portal_step(self) -> bool:
        more = self.sender.step()
        if not more:
            self.portal.look()
        return more

    def _feed_step(self) -> bool:
        self.feed.step()
        return False

    def _work(self, name: str, step: Callable[[], bool], pause: float) -> None:
        failing = False
        while not self._stop.is_set():
            try:
                more = step()
                if failing:
                    _LOG.info("hub worker %s works again", name)
                failing = False
            except Exception as error:  # noqa: BLE001 - one bad dossier must not stop all others
                if not failing:
                    _LOG.error("hub worker %s stopped at a step: %s", name, type(error).__name__)
                failing, more = True, False
            if not more:
                self._stop.wait(pause)
