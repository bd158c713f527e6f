"""The hub of a soak as a process of its own, on the soak's clock.

`python -m kiosk.proving.hub_process CONFIG CLOCK [--no-idempotency]`: a HubConfig as JSON. Says its address in a line
once it answers, and serves until SIGTERM.
"""

import argparse
from pathlib import Path

from kiosk.hub.app import create_app
from kiosk.hub.config import HubConfig
from kiosk.hub.hub import Hub
from kiosk.hub.portal import RestPortal
from kiosk.hub.serve import run_app
from kiosk.proving.fresh_keys import FreshKeyPortal
from kiosk.proving.shared_clock import SharedClock


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("config", type=Path)
    parser.add_argument("clock", type=Path)
    parser.add_argument("--no-idempotency", action="store_true")
    args = parser.parse_args()
    config = HubConfig.model_validate_json(args.config.read_text("utf-8"))
    portal = FreshKeyPortal(RestPortal(config.portal.url, config.portal.timeout_s)) if args.no_idempotency else None
    hub = Hub(config, SharedClock(args.clock), portal=portal)
    try:
        hub.start()
        app = create_app(hub)
        run_app(app, config.host, config.port, started=_say, stopping=hub.signal.close)
    finally:
        hub.close()


def _say(url: str) -> None:
    print(url, flush=True)  # noqa: T201 - the parent reads it


if __name__ == "__main__":
    main()
