"""The open examples, as tests read them."""

import json
from pathlib import Path
from typing import Any

VECTORS = Path(__file__).parent


def vectors(name: str) -> list[dict[str, Any]]:
    """The lines of `name`.jsonl."""
    return [json.loads(line) for line in (VECTORS / f"{name}.jsonl").read_text("utf-8").splitlines()]
