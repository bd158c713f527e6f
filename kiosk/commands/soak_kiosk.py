"""The kiosk of a soak as a process of its own: the product's composition on the soak's clock, without a window.

`python -m kiosk.commands.soak_kiosk CONFIG CLOCK [--no-idempotency]`: orders on stdin, events on stdout, as
`kiosk.proving.orders` has them.
"""

import argparse
import json
import logging
import sys
from pathlib import Path
from typing import Any

from kiosk import config
from kiosk.machine import news
from kiosk.proving.fresh_keys import send_under_fresh_keys
from kiosk.proving.orders import Orders
from kiosk.proving.shared_clock import SharedClock
from kiosk.wiring import build

_DOWN_S = 0.2
"""The only pause of the kiosk that no clock can move: between two questions while the hub does not answer."""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("config", type=Path)
    parser.add_argument("clock", type=Path)
    parser.add_argument("--no-idempotency", action="store_true")
    args = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, format="kiosk: %(levelname)s %(name)s: %(message)s")
    news.DOWN_S = _DOWN_S
    kiosk = build(config.load(args.config), SharedClock(args.clock))
    if args.no_idempotency:
        send_under_fresh_keys(kiosk.courier._client)
    kiosk.start()
    _say({"end": "start"})
    Orders(kiosk, _say).serve(sys.stdin)
    kiosk.stop()


def _say(event: dict[str, Any]) -> None:
    print(json.dumps(event), flush=True)


if __name__ == "__main__":
    main()
