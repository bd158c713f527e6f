"""A hub that is killed around the commit of the first envelope it gets.

`python -m tests.end_to_end.dying_hub CONFIG PORT STAGE`: a HubConfig as JSON, the port to serve on, and before-commit,
after-commit or never. Says "ready" when it answers.
"""

import os
import signal
import sys
from pathlib import Path
from typing import Any

from kiosk.clock import SystemClock
from kiosk.hub.app import create_app
from kiosk.hub.config import HubConfig
from kiosk.hub.hub import Hub
from kiosk.hub.serve import run_app


def main() -> None:
    path, port, stage_to_die = sys.argv[1:]
    armed = False

    def at_stage(stage: str) -> None:
        if armed and stage == stage_to_die:
            os.kill(os.getpid(), signal.SIGKILL)

    hub = Hub(HubConfig.model_validate_json(Path(path).read_text("utf-8")), SystemClock(), on_stage=at_stage)
    receive = hub.inbox.receive

    def receive_armed(*arguments: Any) -> Any:
        nonlocal armed
        armed = True
        return receive(*arguments)

    hub.inbox.receive = receive_armed  # type: ignore[method-assign]
    run_app(create_app(hub), port=int(port), started=lambda _: print("ready", flush=True), stopping=hub.signal.close)


if __name__ == "__main__":
    main()
