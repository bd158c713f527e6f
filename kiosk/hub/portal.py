"""How the hub speaks to the portal: a narrow protocol, and what can come of it as a closed set."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from urllib.parse import quote

import requests

from kiosk.language.text import nfc


@dataclass(frozen=True)
class Accepted:
    """`collect`: the day the portal itself names for the result, if it does."""

    code: str
    at: datetime
    collect: date | None = None


@dataclass(frozen=True)
class Pending:
    """The portal has it and has not decided."""


@dataclass(frozen=True)
class Rejected:
    """`errors`: (item or "", the portal's words); `edition`: of the dossier that was refused, where the portal says."""

    errors: tuple[tuple[str, str], ...]
    edition: int | None = None


@dataclass(frozen=True)
class NotThere:
    """Only of `find`: the portal does not know the key, so sending it is safe."""


@dataclass(frozen=True)
class Unknown:
    """Nobody can say whether the portal has it. `cause`: unreachable, silent, cut, server or not-ours."""

    cause: str


@dataclass(frozen=True)
class Ambiguous:
    """The portal's answer does not say one thing: a person must look. `cause`: several (dossiers under one key),
    other-code (the code of another dossier) or unreadable (again and again)."""

    cause: str


Outcome = Accepted | Pending | Rejected | Ambiguous | Unknown


class PortalClient(Protocol):
    """A portal that can be asked about a key; one that cannot is not used for repeats. Never raises for the line.

    `submit` inserts, `update` puts a corrected edition in the place of one that the portal knows.
    """

    def submit(self, key: str, procedure: str, applicant: dict[str, Any], payload: dict[str, Any]) -> Outcome: ...

    def update(self, key: str, procedure: str, applicant: dict[str, Any], payload: dict[str, Any]) -> Outcome: ...

    def find(self, key: str) -> Outcome | NotThere: ...


class RestPortal:
    """A portal behind JSON over HTTP, as the sandbox is. For one thread at a time."""

    def __init__(self, url: str, timeout_s: float) -> None:
        self._url = url.rstrip("/")
        self._timeout = (min(timeout_s, 5.0), timeout_s)
        self._session = requests.Session()
        # The address is the configuration's; what stands in the environment is no part of it.
        self._session.trust_env = False

    def submit(self, key: str, procedure: str, applicant: dict[str, Any], payload: dict[str, Any]) -> Outcome:
        return self._send("POST", "/dossiers", key, procedure, applicant, payload)

    def update(self, key: str, procedure: str, applicant: dict[str, Any], payload: dict[str, Any]) -> Outcome:
        return self._send("PUT", f"/dossiers/{quote(key, safe='')}", key, procedure, applicant, payload)

    def find(self, key: str) -> Outcome | NotThere:
        return self._ask("GET", f"/dossiers/{quote(key, safe='')}", None)

    def _send(
        self, method: str, path: str, key: str, procedure: str, applicant: dict[str, Any], payload: dict[str, Any]
    ) -> Outcome:
        body = {"key": key, "procedure": procedure, "applicant": applicant, "payload": payload}
        answer = self._ask(method, path, body)
        return Unknown("not-ours") if isinstance(answer, NotThere) else answer

    def _ask(self, method: str, path: str, body: dict[str, Any] | None) -> Outcome | NotThere:
        try:
            answer = self._session.request(
                method, self._url + path, json=body, timeout=self._timeout, allow_redirects=False
            )
        except requests.exceptions.ConnectTimeout:
            return Unknown("unreachable")
        except requests.exceptions.Timeout:
            return Unknown("silent")
        except requests.exceptions.ConnectionError as error:
            return Unknown("cut" if "aborted" in str(error) else "unreachable")
        except requests.exceptions.RequestException:
            return Unknown("cut")
        if method == "GET" and answer.status_code == 404:
            return NotThere() if _is_ours(answer) else Unknown("not-ours")
        if answer.status_code >= 300:
            return Unknown("server" if answer.status_code >= 500 else "not-ours")
        return _outcome(answer)


def _is_ours(answer: requests.Response) -> bool:
    # A proxy's "404" page is no word of the portal; taking it for one would send the dossier twice.
    return answer.headers.get("content-type", "").startswith("application/json")


def _outcome(answer: requests.Response) -> Outcome:
    if not _is_ours(answer):
        return Unknown("not-ours")
    try:
        return _read(json.loads(answer.content))
    except (ValueError, KeyError, TypeError, AttributeError):
        return Unknown("not-ours")


def _read(values: dict[str, Any]) -> Outcome:
    match values["result"]:
        case "accepted":
            collect = values.get("collect_day")
            at = datetime.fromisoformat(values["accepted_at"])
            if at.tzinfo is None:
                raise ValueError("an instant without an offset")
            return Accepted(str(values["code"]), at, date.fromisoformat(collect) if collect else None)
        case "pending":
            return Pending()
        case "rejected":
            errors = values.get("errors", [])
            words = tuple((str(one.get("item", "")), nfc(str(one["message"]))) for one in errors)
            edition = values.get("edition")
            return Rejected(words, edition if type(edition) is int else None)
        case "several":
            return Ambiguous("several")
        case _:
            return Unknown("not-ours")
