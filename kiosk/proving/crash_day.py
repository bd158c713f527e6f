"""A working day of the store: every kind of transaction that the kiosk makes, in an order and with sizes that a seed
draws. All people, codes and amounts are made up.

Nothing here knows of disks or cuts: a day is what happens between `open` and the evening.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from kiosk.audit import Stamp, entry
from kiosk.clock import ManualClock, local, today, utc_text
from kiosk.ids import uuid7
from kiosk.line import Cause, Destination, Quality, State
from kiosk.store import Attachment, PaymentRequest, PrintState, Store, Submission
from kiosk.store.line_book import HourKey, HourPart, Page, PeopleKey, Stretch

MORNING = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
COPIES = "second-place"
"""Where the day's copies go, below the folder of the store."""

_MOVES = {"draft": {"shown"}, "shown": {"paid"}}

_LOOKUP = "HK1.{:020d}"
_CARD = "MAU{:09d}"
_SESSION = "s-{}"


def submission(n: int, session: str | None = None, body: bytes = b"sealed", papers: Sequence[bytes] = ()) -> Submission:
    """What the n-th citizen of a day submits; ids, look-up code and reference all differ with n."""
    attachments = [Attachment("photo", "image/jpeg", paper) for paper in papers]
    return Submission(
        _id(n), _LOOKUP.format(n), lambda number: body, request(n), session, (), attachments, _CARD.format(n)
    )


def request(n: int) -> PaymentRequest:
    """The n-th payment request of a day."""
    due = date(2026, 12, 23)
    return PaymentRequest(_id(10**6 + n), f"HC{n:010d}", 1000 * n, "mau-pa08-fees", "draft", due)


class Day:
    """One day. `reopened` closes the store and opens it again, as a restart of the program does."""

    def __init__(self, store: Store, clock: ManualClock, chance: random.Random, reopened: Callable[[], Store]) -> None:
        self._store = store
        self._clock = clock
        self._chance = chance
        self._reopened = reopened
        self._people = 0
        self._drafts: list[int] = []
        self._dossiers: list[str] = []

    def run(self) -> None:
        """From the first citizen to the evening."""
        acts = [*self._acts(), *self._chance.choices(list(self._acts()), k=4)]
        self._chance.shuffle(acts)
        self._is_served()
        for act in acts:
            self._clock.advance(self._chance.randint(5, 400))
            act()
        self._evening()

    def _acts(self) -> Iterator[Callable[[], None]]:
        yield from (self._is_served, self._is_served, self._walks_away, self._keeps_a_draft, self._comes_back)
        yield from (self._line_drops, self._hub_takes, self._hub_refuses, self._later_message, self._hub_misses_one)
        yield from (self._money_comes, self._paper_jams, self._news, self._line_is_measured, self._restart)
        yield from (self._papers_go, self._key_is_rotated, self._is_copied)

    def _is_served(self, papers: int | None = None) -> None:
        session = self._walk()
        n, chance, store = self._people, self._chance, self._store
        papers = chance.choice((0, 0, 1)) if papers is None else papers
        of_it = [chance.randbytes(chance.choice((700, 5000))) for _ in range(papers)]
        store.submit(submission(n, session, chance.randbytes(chance.choice((900, 2500, 9000))), of_it))
        dossier = submission(n).dossier
        self._dossiers.append(dossier)
        job = store.queue_print(dossier, "dossier")
        store.settle_print(job, chance.choice((PrintState.PRINTED, PrintState.NOT_PRINTED)))
        store.request_state(request(n).id, "shown", moves=_MOVES, audit=[entry("request.shown", id=dossier)])
        store.erase_session(session)
        store.record(entry("session.ended", session=session, reason="done"), entry("memory.wiped", session=session))

    def _walks_away(self) -> None:
        session = self._walk()
        self._store.erase_session(session, [entry("memory.wiped", session=session)])

    def _keeps_a_draft(self) -> None:
        session, n = self._walk(), self._people
        until = self._clock.now() + timedelta(hours=self._chance.choice((1, 9)))
        for _ in range(self._chance.choice((1, 2))):
            self._store.keep_draft(_LOOKUP.format(n), _CARD.format(n), self._answers(), until, [entry("draft.kept")])
        self._store.erase_session(session)
        self._drafts.append(n)

    def _comes_back(self) -> None:
        if not self._drafts:
            self._keeps_a_draft()
        n = self._drafts.pop()
        self._store.erase_draft(_LOOKUP.format(n), _CARD.format(n), [entry("draft.opened")])

    def _line_drops(self) -> None:
        if not self._store.unsent():
            self._is_served()
        store, now = self._store, self._clock.now()
        store.set_line(up=False, reason="unreachable", pause=timedelta(seconds=30))
        for row in store.unsent()[:2]:
            store.reschedule(row.id, now + timedelta(minutes=2), 1, "unreachable")
            store.delayed_by_line(row.dossier, {Destination.HUB: Cause.UNREACHABLE})
        self._clock.advance(60)
        store.hasten()
        store.probe()
        if self._chance.random() < 0.5:
            store.set_line(up=True)

    def _hub_takes(self) -> None:
        store = self._store
        store.set_line(up=True)
        for row in store.due(self._clock.now(), self._chance.randint(1, 3)):
            store.mark_sent(row.id, {"seq": row.seq, "state": "received"})
            store.set_dossier_state(row.dossier, "at_portal", f"H01.{row.seq:02d}-{self._people:06d}")

    def _hub_refuses(self) -> None:
        for row in self._store.unsent()[:1]:
            self._store.strike(row.id)
            self._store.park(row.id, "refused")
            if self._chance.random() < 0.7:
                self._store.retry(row.id)

    def _later_message(self) -> None:
        dossier = self._chance.choice(self._dossiers)
        self._store.append(
            dossier, "paper", lambda seq: self._chance.randbytes(300 + seq), audit=[entry("notice.passed")]
        )

    def _papers_go(self) -> None:
        if not self._store.attachments.unsent():
            self._is_served(papers=2)
        for row in self._store.attachments.unsent():
            fate = self._chance.choice(("sent", "later", "refused"))
            if fate == "sent":
                self._store.attachments.mark_sent(row.hash)
            elif fate == "later":
                at = self._clock.now() + timedelta(minutes=1)
                self._store.attachments.reschedule(row, at, "unreachable")
            else:
                self._store.attachments.park(row.hash, "refused")
                self._store.retry(row.hash)

    def _hub_misses_one(self) -> None:
        for row in self._store.unsent()[-1:]:
            self._store.resend_from(row.dossier, row.seq)

    def _money_comes(self) -> None:
        n = self._chance.randint(1, len(self._dossiers))
        dossier = self._dossiers[n - 1]
        self._store.add_request(dossier, request(1000 * len(self._store.requests(dossier)) + n))
        for due in self._store.requests(dossier):
            if due.state == "shown":
                paid = [entry("request.display_ended", id=due.id, reason="paid")]
                self._store.request_state(due.id, "paid", moves=_MOVES, received=due.amount, audit=paid)

    def _paper_jams(self) -> None:
        for copy in range(self._chance.choice((1, 2))):
            self._store.queue_print(self._chance.choice(self._dossiers), "money", copy)
        if self._chance.random() < 0.5:
            self._restart()
        self._store.settle_interrupted_prints()

    def _news(self) -> None:
        self._store.set("news.cursor", self._chance.randint(0, 10**6))
        self._store.set("office", {"name": "Bộ phận một cửa mẫu", "counters": list(range(self._chance.randint(1, 40)))})

    def _line_is_measured(self) -> None:
        now, ms = self._clock.now(), round(self._clock.monotonic() * 1000)
        state = State(Quality.DOWN, Cause.TIMEOUT)
        began, ended = (Stamp(utc_text(now), self._store.boot, ms + more) for more in (0, 60_000))
        hour = HourKey(today(self._clock), local(now).hour, True, Destination.LINE, state)
        waited = PeopleKey(hour.day, hour.hour, True, Destination.LINE, turned_away=True)
        stretch = Stretch(Destination.LINE, state, began, ended, attempts=4, losses=4)
        self._store.keep_line_page(Page([stretch], {hour: HourPart(60_000, 4, 4)}, {waited: 1}))

    def _restart(self) -> None:
        self._walk()
        self._store = self._reopened()
        self._store.erase_unsent([entry("memory.wiped", erased=1)])
        self._store.attachments.sweep()

    def _key_is_rotated(self) -> None:
        self._store.rotate_key(self._chance.randbytes(32))

    def _is_copied(self) -> None:
        self._store.keep_copy(self._store.path.parent / COPIES)

    def _evening(self) -> None:
        self._keeps_a_draft()
        self._clock.advance(9 * 3600)
        self._store.erase_drafts(self._clock.now())
        self._store.checkpoint()

    def _walk(self) -> str:
        self._people += 1
        session = _SESSION.format(self._people)
        for field in ("name", "birth", "address")[: self._chance.randint(1, 3)]:
            saved = [entry("answer.saved", session=session, field=field, source="card")]
            self._store.save_session(session, self._answers(), saved)
        return session

    def _answers(self) -> dict[str, str]:
        return {"name": "Nguyễn Thị Mẫu", "note": "ghi chú " * self._chance.randint(1, 300)}


def _id(n: int) -> str:
    return uuid7(ManualClock(MORNING), random.Random(n))  # noqa: S311 - ids that can be repeated
