"""The hub's web application: the machines' API and the officer's page."""

from collections.abc import Awaitable, Callable
from email.utils import format_datetime

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles

from kiosk.hub.desk import Away, away, desk_routes
from kiosk.hub.desk_pages import FONTS, STATIC
from kiosk.hub.hub import Hub
from kiosk.hub.machine_api import Refused, machine_api, refusals

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self';"
    " frame-ancestors 'none'; base-uri 'none'"
)


def create_app(hub: Hub) -> FastAPI:
    """The application over an open hub. It starts no worker and closes nothing: that is `serve`'s."""
    app = FastAPI(title="hub", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_exception_handler(Refused, refusals)
    app.add_exception_handler(RequestValidationError, refusals)
    app.add_exception_handler(Away, away)
    app.include_router(machine_api(hub))
    app.include_router(desk_routes(hub))
    app.mount("/static/fonts", StaticFiles(directory=FONTS))
    app.mount("/static", StaticFiles(directory=STATIC))

    @app.middleware("http")
    async def headers(request: Request, call: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await call(request)
        response.headers["Date"] = format_datetime(hub.clock.now(), usegmt=True)
        response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        if not request.url.path.startswith("/static/"):
            response.headers["Cache-Control"] = "no-store"
        return response

    return app
