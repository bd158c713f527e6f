"""The feed of the office's account: read by cursor, each line taken in once, in one transaction with the cursor."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import requests

from kiosk.hub import money
from kiosk.hub.money import Credit
from kiosk.hub.transaction import Store, Tx
from kiosk.language.text import nfc


@dataclass(frozen=True)
class Page:
    """Lines after a cursor, and the cursor to ask from next."""

    credits: tuple[Credit, ...]
    cursor: int


class FeedClient(Protocol):
    def since(self, cursor: int) -> Page | None:
        """None: no answer that can be read, now. Never raises for the line."""
        ...


class RestFeed:
    """A bank's or a gateway's feed as JSON over HTTP, as the sandbox's is. For one thread at a time."""

    def __init__(self, url: str, timeout_s: float) -> None:
        self._url = url.rstrip("/") + "/transactions"
        self._timeout = (min(timeout_s, 5.0), timeout_s)
        self._session = requests.Session()
        # The address is the configuration's; what stands in the environment is no part of it.
        self._session.trust_env = False

    def since(self, cursor: int) -> Page | None:
        try:
            answer = self._session.get(
                self._url, params={"since": cursor}, timeout=self._timeout, allow_redirects=False
            )
            if answer.status_code != 200:
                return None
            values = answer.json()
            return Page(tuple(_credit(line) for line in values["transactions"]), int(values["cursor"]))
        except (requests.exceptions.RequestException, ValueError, KeyError, TypeError):
            return None


class BankFeed:
    """One `step` reads what is new. Lines of other accounts are not ours and are passed over."""

    def __init__(self, store: Store, client: FeedClient, account: str, *, settles: bool) -> None:
        self._store = store
        self._client = client
        self._account = account
        self._settles = settles

    def step(self) -> bool:
        """Whether the bank answered."""
        page = self._client.since(self._store.read(cursor))
        if page is None:
            return False
        self._store.write(lambda tx: self._take(tx, page))
        return True

    def _take(self, tx: Tx, page: Page) -> None:
        for credit in page.credits:
            if credit.account == self._account:
                money.see(tx, credit, settles=self._settles)
        _put(tx, "feed-cursor", str(max(page.cursor, cursor(tx))))
        _put(tx, "feed-asked-at", tx.at)


def cursor(tx: Tx) -> int:
    row = tx.one("select value from meta where key = 'feed-cursor'")
    return int(row["value"]) if row else 0


def asked_at(tx: Tx) -> str | None:
    """When the bank last answered (ISO, UTC)."""
    row = tx.one("select value from meta where key = 'feed-asked-at'")
    return row["value"] if row else None


def _put(tx: Tx, key: str, value: str) -> None:
    tx.run("insert into meta values (?, ?) on conflict (key) do update set value = excluded.value", key, value)


def _credit(line: dict[str, Any]) -> Credit:
    at = datetime.fromisoformat(line["at"])
    if at.tzinfo is None or not isinstance(line["amount"], int):
        raise ValueError("a line of the feed without an offset or a whole amount")
    return Credit(
        account=str(line["account"]),
        transaction_id=str(line["id"]),
        bank_reference=str(line.get("bank_reference", "")),
        amount=line["amount"],
        content=nfc(str(line["content"])),
        at=at,
    )
