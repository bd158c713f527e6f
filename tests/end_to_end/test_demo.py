"""`kiosk demo --headless`: real touches, real servers, pictures that another library reads."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from kiosk.demo.people import citizen
from kiosk.payments.vietqr import decode

ORDER = ["idle", "home", "bring", "notice", "card", "confirm", "why"]


def demo(folder: Path, now: str, *options: str) -> tuple[dict, Path]:
    out = folder / "out"
    environment = {k: v for k, v in os.environ.items() if not k.startswith("KIOSK_") and k != "DISPLAY"}
    environment |= {"KIOSK_DATA": str(folder / "data"), "KIOSK_NOW": now, "SDL_VIDEODRIVER": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-m", "kiosk.cli", "demo", "--headless", "--out", out, *options],
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout.splitlines()[-1])
    assert summary == json.loads((out / "summary.json").read_text("utf-8"))
    return summary, out


def code_on(path: Path) -> str:
    with Image.open(path) as picture:
        (code,) = zxingcpp.read_barcodes(picture.convert("L"), formats=zxingcpp.BarcodeFormat.QRCode)
    return code.text


def pages(summary: dict) -> list[str]:
    return [Path(name).stem.split("-", 1)[1] for name in summary["screens"]]


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_paid_by_the_code_on_the_screen_in_november(tmp_path):
    """Slow: a whole walk on real screens (half a minute)."""
    summary, out = demo(tmp_path, "2026-11-23T09:24:00+07:00", "--seed", "0", "--pay", "qr")

    assert pages(summary)[:7] == ORDER
    assert pages(summary)[-3:] == ["pay-how", "pay-qr", "done"]
    assert (summary["amount"], summary["paid"], summary["number"]) == (100_000, "qr", "A 0001")
    shown = decode(code_on(out / next(name for name in summary["screens"] if name.endswith("-pay-qr.png"))))
    assert (shown.bin, shown.account) == (summary["payee"]["bin"], summary["payee"]["account"])
    assert (shown.amount, shown.purpose) == (summary["amount"], summary["reference"])
    assert code_on(out / summary["slip"]) == summary["lookup"]
    assert summary["dossier"].startswith("G00.000.108-261123-")
    assert {entry.name for entry in tmp_path.iterdir()} == {"out", "data"}


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_paid_in_cash_in_english_in_january(tmp_path):
    """Slow: a whole walk on real screens (half a minute)."""
    summary, out = demo(
        tmp_path, "2027-01-12T09:24:00+07:00", "--seed", "1", "--pay", "cash", "--lang", "en", "--readers", "scanner"
    )

    assert (summary["amount"], summary["paid"]) == (200_000, "cash")
    slips = [code_on(path) for path in sorted((out / "slips").glob("*.png"))]
    assert slips[0] == summary["lookup"]
    assert decode(slips[1]).purpose == summary["reference"]
    assert summary["dossier"].startswith("G00.000.108-270112-")


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_card_before_the_camera_of_a_machine_without_a_scanner(tmp_path):
    """Slow: a whole walk on real screens (half a minute)."""
    summary, _ = demo(tmp_path, "2026-11-23T09:24:00+07:00", "--seed", "3", "--pay", "later", "--readers", "camera")

    assert pages(summary)[:7] == ORDER
    assert (summary["paid"], summary["person"]["number"]) == ("not-yet", citizen(3, date(2026, 11, 23)).number)
