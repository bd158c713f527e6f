"""The officer's page over HTTP: signed-in officers, forms with a token, each act once, then a redirect."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData

from kiosk.clock import local, today
from kiosk.hub import desk_views, dossiers, search, slip_pictures
from kiosk.hub.desk_acts import Act, Acts, Done
from kiosk.hub.desk_pages import NOTES, Pages
from kiosk.hub.dossiers import NoSuchDossier
from kiosk.hub.hub import Hub
from kiosk.hub.prints import PrintKind
from kiosk.hub.transaction import Tx
from kiosk.hub.words import say
from kiosk.identity import Person, parse_card
from kiosk.language.dates import hour_text
from kiosk.language.text import nfc
from kiosk.payments.lookup import is_lookup
from kiosk.staff import Officer, Session, SignIn

COOKIE = "desk"
REFRESH_S = 10
LONGEST_TEXT = 500

_ID = re.compile(r"[0-9a-f-]{36}")


class Away(Exception):
    """The request is answered by going elsewhere, or by a refusal."""

    def __init__(self, response: Response) -> None:
        self.response = response


@dataclass(frozen=True)
class Posted:
    """A form of a signed-in officer, its token checked. `once` is the form's own id."""

    session: Session
    once: str
    form: FormData

    def text(self, name: str) -> str:
        """One field, trimmed, in NFC, cut to what a field may hold."""
        value = self.form.get(name, "")
        return nfc(value).strip()[:LONGEST_TEXT] if isinstance(value, str) else ""

    def texts(self, name: str) -> set[str]:
        return {value for value in self.form.getlist(name) if isinstance(value, str)}

    def items(self) -> dict[str, str]:
        """Item of the form -> what was written in its box."""
        boxes = [name for name in self.form if name.startswith("item:")]
        return {name.removeprefix("item:"): self.text(name) for name in boxes}


async def away(request: Request, error: Exception) -> Response:
    """The exception handler of `Away`."""
    assert isinstance(error, Away)  # noqa: S101 - registered for this class alone
    return error.response


def desk_routes(hub: Hub) -> APIRouter:
    """The routes under /desk."""
    return _Desk(hub).router


class _Desk:
    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._pages = Pages(hub)
        self.router = APIRouter()
        get, post = self.router.get, self.router.post
        get("/")(self.root)
        get("/desk")(self.desk)
        get("/desk/sign-in")(self.sign_in_page)
        get("/desk/slips/{dossier}/{kind}.png")(self.slip_picture)
        get("/desk/slips/{dossier}/{kind}")(self.slip_page)
        post("/desk/sign-in")(self.sign_in)
        post("/desk/sign-out")(self.sign_out)
        post("/desk/find")(self.find)
        post("/desk/cash")(self.cash)
        post("/desk/ahead")(self.ahead)
        post("/desk/calls/{call}/coming")(self.coming)
        post("/desk/calls/{call}/done")(self.call_done)
        post("/desk/machines/{machine}/told")(self.told)
        post("/desk/cases/{case}/close")(self.close_case)
        post("/desk/evidence/{evidence}/attach")(self.attach)
        for name, handler in (
            ("papers", self.papers),
            ("fields", self.fields),
            ("look", self.look),
            ("wrong-person", self.wrong_person),
            ("withdraw", self.withdraw),
            ("resend", self.resend),
            ("ask-again", self.ask_again),
            ("called", self.called),
            ("print", self.print_slip),
            ("came-out", self.came_out),
        ):
            post(f"/desk/dossiers/{{dossier}}/{name}")(handler)

    async def root(self) -> Response:
        return _go("/desk")

    async def desk(
        self, request: Request, open: str = "", found: str = "", nothing: str = "", tick: str = ""
    ) -> Response:
        session = self._session(request, touch=not tick)
        ids = tuple(one for one in found.split(",") if _ID.fullmatch(one))[:5]
        view = await run_in_threadpool(self._view, session, ids)
        notice, session.notice = session.notice, ""
        still = not (open or found or nothing or notice)
        return self._pages.page(
            "desk.html",
            view=view,
            session=session,
            notice=notice,
            open=open,
            nothing=nothing,
            refresh=REFRESH_S if still else None,
            shift="sang" if local(self._hub.clock.now()).hour < 12 else "chieu",
        )

    async def sign_in_page(self, request: Request) -> Response:
        return self._pages.page("sign_in.html", wrong="")

    async def sign_in(self, request: Request) -> Response:
        self._same_origin(request)
        form = await request.form(max_files=0, max_fields=10)
        name, pin = str(form.get("name", ""))[:LONGEST_TEXT], str(form.get("pin", ""))[:LONGEST_TEXT]
        result, officer = await run_in_threadpool(self._hub.door.sign_in, name, pin)
        if officer is None:
            await run_in_threadpool(self._log, "officer.refused", reason=str(result))
            status = 429 if result is SignIn.LOCKED else 401
            return self._pages.page("sign_in.html", status, wrong=str(result))
        await run_in_threadpool(self._log, "officer.signed_in", officer=officer.name)
        cookie = self._hub.sessions.begin(officer, hour_text(local(self._hub.clock.now())))
        response = _go("/desk")
        response.set_cookie(
            COOKIE, cookie, httponly=True, samesite="strict", secure=self._hub.config.behind_tls, path="/desk"
        )
        return response

    async def sign_out(self, request: Request) -> Response:
        await self._posted(request)
        self._hub.sessions.end(request.cookies.get(COOKIE))
        response = _go("/desk/sign-in")
        response.delete_cookie(COOKIE, path="/desk")
        return response

    async def find(self, request: Request) -> Response:
        posted = await self._posted(request)
        block = "print" if posted.text("block") == "print" else "cash"
        day = today(self._hub.clock)
        text = posted.text("q")
        ids = await run_in_threadpool(self._hub.store.read, lambda tx: search.find(tx, text, day))
        if not ids:
            return _go(f"/desk?open={block}&nothing=1#{block}")
        return _go(f"/desk?found={','.join(ids)}#{block}")

    async def papers(self, request: Request, dossier: str) -> Response:
        posted = await self._posted(request)
        return await self._act(posted, lambda acts: acts.take_papers(dossier, posted.texts("paper")))

    async def fields(self, request: Request, dossier: str) -> Response:
        posted = await self._posted(request)
        return await self._act(posted, lambda acts: acts.fill(dossier, posted.items()))

    async def look(self, request: Request, dossier: str) -> Response:
        return await self._act(await self._posted(request), lambda acts: acts.look(dossier))

    async def wrong_person(self, request: Request, dossier: str) -> Response:
        posted = await self._posted(request)
        back = f"/desk?open={dossier}#d-{dossier}"
        reason = posted.text("reason")
        if not reason:
            return self._back(posted, "needs-reason", back)
        second = await self._second(posted)
        if not isinstance(second, Officer):
            return self._back(posted, second, back)
        return await self._act(posted, lambda acts: acts.wrong_person(dossier, reason, second))

    async def withdraw(self, request: Request, dossier: str) -> Response:
        posted = await self._posted(request)
        second = await self._second(posted) if posted.text("second_name") else None
        if isinstance(second, str):
            return self._back(posted, second, f"/desk?open={dossier}#d-{dossier}")
        return await self._act(posted, lambda acts: acts.withdraw(dossier, second))

    async def resend(self, request: Request, dossier: str) -> Response:
        posted = await self._posted(request)
        return await self._act(posted, lambda acts: acts.resend(dossier, posted.items()))

    async def ask_again(self, request: Request, dossier: str) -> Response:
        return await self._act(await self._posted(request), lambda acts: acts.ask_again(dossier))

    async def called(self, request: Request, dossier: str) -> Response:
        return await self._act(await self._posted(request), lambda acts: acts.called(dossier))

    async def print_slip(self, request: Request, dossier: str) -> Response:
        posted = await self._posted(request)
        kind = self._kind(posted.text("kind"))
        if await run_in_threadpool(self._picture, dossier, kind, 0) is None:
            return self._back(posted, "print-gone", f"/desk?found={dossier}#print")
        return await self._act(posted, lambda acts: acts.print_slip(dossier, kind))

    async def came_out(self, request: Request, dossier: str) -> Response:
        posted = await self._posted(request)
        kind = self._kind(posted.text("kind"))
        return await self._act(posted, lambda acts: acts.came_out(dossier, kind))

    async def cash(self, request: Request) -> Response:
        posted = await self._posted(request)
        dossier, amount = posted.text("dossier"), _count(posted.text("amount"))
        shift = posted.text("shift") if posted.text("shift") in ("sang", "chieu") else "sang"
        counts = {value: _count(posted.text(f"note:{value}")) for value in NOTES}
        notes = {value: count for value, count in counts.items() if count}
        return await self._act(posted, lambda acts: acts.cash(posted.once, dossier, amount, shift, notes))

    async def ahead(self, request: Request) -> Response:
        posted = await self._posted(request)
        lookup = posted.text("lookup").upper()
        if not is_lookup(lookup):
            return self._back(posted, "not-a-slip", "/desk?open=cash&nothing=1#cash")
        card = parse_card(posted.text("card"), today(self._hub.clock))
        if not isinstance(card, Person):
            return self._back(posted, "not-a-card", "/desk?open=cash&nothing=1#cash")
        number = str(card.number)
        return await self._act(posted, lambda acts: acts.note_ahead(posted.once, lookup, number, posted.texts("paper")))

    async def coming(self, request: Request, call: str) -> Response:
        return await self._act(await self._posted(request), lambda acts: acts.coming(call))

    async def call_done(self, request: Request, call: str) -> Response:
        return await self._act(await self._posted(request), lambda acts: acts.call_done(call))

    async def told(self, request: Request, machine: str) -> Response:
        posted = await self._posted(request)
        name = self._hub.config.machine_name(machine)
        return await self._act(posted, lambda acts: acts.told(machine, name))

    async def close_case(self, request: Request, case: int) -> Response:
        posted = await self._posted(request)
        second = await self._second(posted) if posted.text("second_name") else None
        if isinstance(second, str):
            return self._back(posted, second, "/desk#review")
        return await self._act(posted, lambda acts: acts.close(case, second))

    async def attach(self, request: Request, evidence: int) -> Response:
        posted = await self._posted(request)
        back = f"/desk?open=evidence-{evidence}#review"
        text, day = posted.text("to"), today(self._hub.clock)
        ids = await run_in_threadpool(self._hub.store.read, lambda tx: search.find(tx, text, day))
        if len(ids) != 1:
            return self._back(posted, "not-found", back)
        second = await self._second(posted)
        if not isinstance(second, Officer):
            return self._back(posted, second, back)
        return await self._act(posted, lambda acts: acts.attach(evidence, ids[0], second))

    async def slip_picture(self, request: Request, dossier: str, kind: str, copy: int = 0) -> Response:
        self._session(request)
        picture = await run_in_threadpool(self._picture, dossier, self._kind(kind), copy)
        if picture is None:
            return Response(status_code=404)
        return Response(picture, media_type="image/png")

    async def slip_page(self, request: Request, dossier: str, kind: str, copy: int = 0) -> Response:
        session = self._session(request)
        name = self._kind(kind)
        row = await run_in_threadpool(self._opened_number, session, dossier)
        return self._pages.page("slip.html", dossier=dossier, kind=str(name), copy=max(0, copy), number=row)

    # what the routes share

    def _view(self, session: Session, found: tuple[str, ...]) -> desk_views.DeskView:
        try:
            view = self._hub.store.read(lambda tx: desk_views.desk(self._hub, tx, found))
        except NoSuchDossier:
            raise Away(_go("/desk")) from None
        self._log_opened(session, view.shown())
        return view

    def _log_opened(self, session: Session, shown: set[str]) -> None:
        """Every opening is logged: once for each officer's sign-in and dossier, before anything is shown."""
        new = shown - session.opened
        if new:

            def log(tx: Tx) -> None:
                for dossier in sorted(new):
                    tx.log("dossier.opened", dossier=dossier, officer=session.officer.name)

            self._hub.store.write(log)
            session.opened |= new

    def _opened_number(self, session: Session, dossier: str) -> str:
        try:
            number = self._hub.store.read(lambda tx: dossiers.load(tx, dossier)).number
        except NoSuchDossier:
            raise Away(HTMLResponse(say("notice.not-found"), 404)) from None
        self._log_opened(session, {dossier})
        return number

    def _picture(self, dossier: str, kind: PrintKind, copy: int) -> bytes | None:
        try:
            order = self._hub.store.read(lambda tx: slip_pictures.order(self._hub, tx, dossier, kind, copy))
        except NoSuchDossier:
            return None
        return slip_pictures.draw(order) if order else None

    def _log(self, event: str, **keys: Any) -> None:
        self._hub.store.write(lambda tx: tx.log(event, **keys))

    async def _act(self, posted: Posted, make: Callable[[Acts], Act]) -> Response:
        acts = Acts(self._hub, posted.session.officer)

        def work() -> Done:
            return acts.once(posted.once, make(acts))

        try:
            done = await run_in_threadpool(work)
        except NoSuchDossier:
            return self._back(posted, "not-found", "/desk")
        if done.notice:
            posted.session.notice = say(f"notice.{done.notice}", **done.places)
        return _go(done.next)

    def _back(self, posted: Posted, notice: str, where: str) -> Response:
        posted.session.notice = say(f"notice.{notice}")
        return _go(where)

    async def _second(self, posted: Posted) -> Officer | str:
        """The second person of a decision for two, or the notice that says what is missing."""
        name, pin = posted.text("second_name"), posted.text("second_pin")
        if not name:
            return "needs-two"
        result, officer = await run_in_threadpool(self._hub.door.second, posted.session.officer, name, pin)
        if officer is not None:
            return officer
        await run_in_threadpool(self._log, "officer.refused", reason=str(result))
        return "second-locked" if result is SignIn.LOCKED else "second-wrong"

    def _session(self, request: Request, *, touch: bool = True) -> Session:
        session = self._hub.sessions.find(request.cookies.get(COOKIE), touch=touch)
        if session is None:
            raise Away(_go("/desk/sign-in"))
        return session

    async def _posted(self, request: Request) -> Posted:
        self._same_origin(request)
        session = self._session(request)
        form = await request.form(max_files=0, max_fields=200)
        once, csrf = form.get("once"), form.get("csrf")
        if not isinstance(csrf, str) or not session.holds(csrf):
            raise Away(HTMLResponse(say("notice.form-old"), 403))
        if not isinstance(once, str) or not _ID.fullmatch(once):
            raise Away(HTMLResponse(say("notice.form-old"), 400))
        return Posted(session, once, form)

    def _same_origin(self, request: Request) -> None:
        origin = request.headers.get("origin")
        if origin and urlsplit(origin).netloc != request.headers.get("host"):
            raise Away(HTMLResponse(say("notice.form-old"), 403))

    def _kind(self, text: str) -> PrintKind:
        if text not in set(PrintKind):
            raise Away(Response(status_code=404))
        return PrintKind(text)


def _go(where: str) -> RedirectResponse:
    return RedirectResponse(where, 303)


def _count(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,12}", text) else 0
