"""How many hard frames are read, how fast, and how many wrongly: the kiosk's eyes beside other readers of QR codes."""

import argparse
import importlib
import time
from collections.abc import Callable, Iterable
from statistics import median, quantiles

import cv2
import numpy as np
import zxingcpp

from drivers.vision.qr import read_codes
from kiosk.identity.pictures import is_card
from tests.bench.frames import DAY, FAMILIES, hard_frame

FRAMES = 20
"""of each family; seeds from 0, on which nothing was tuned"""

Decode = Callable[[np.ndarray], Iterable[str]]


def main(frames: int = FRAMES) -> None:
    """Print the table: rate, median and p95 of the time, wrong texts, and the rate of each family, in per cent."""
    # It warns of every code that names its character set.
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)
    peers = decoders()
    took: dict[str, list[float]] = {name: [] for name in peers}
    right = {name: dict.fromkeys(FAMILIES, 0) for name in peers}
    wrong = dict.fromkeys(peers, 0)
    for family in FAMILIES:
        for seed in range(frames):
            frame = hard_frame(family, seed)
            gray = frame.gray
            for name, decode in peers.items():
                begun = time.perf_counter()
                texts = set(decode(gray.copy()))
                took[name].append((time.perf_counter() - begun) * 1000)
                right[name][family] += frame.text in texts
                wrong[name] += any(text != frame.text and is_card(text, DAY) for text in texts)
    print(f"| {frames * len(FAMILIES)} hard frames | read % | median ms | p95 ms | wrong | {' | '.join(FAMILIES)} |")
    print("| --- |" + " --- |" * (4 + len(FAMILIES)))
    for name in peers:
        rate = 100 * sum(right[name].values()) / (frames * len(FAMILIES))
        by_family = " | ".join(f"{100 * count / frames:.0f}" for count in right[name].values())
        p95 = quantiles(took[name], n=20)[-1]
        print(f"| {name} | {rate:.1f} | {median(took[name]):.1f} | {p95:.1f} | {wrong[name]} | {by_family} |")


def decoders() -> dict[str, Decode]:
    """The kiosk's own, and the peers that are installed."""
    plain, aruco = cv2.QRCodeDetector(), cv2.QRCodeDetectorAruco()
    found: dict[str, Decode] = {
        "kiosk": lambda gray: _kiosk(gray, deep=True),
        "kiosk, quick look": lambda gray: _kiosk(gray, deep=False),
        "zxing-cpp": _zxing,
        "OpenCV QRCodeDetector": lambda gray: _opencv(plain, gray),
        "OpenCV QRCodeDetectorAruco": lambda gray: _opencv(aruco, gray),
    }
    try:
        deqr = importlib.import_module("deqr")
    except ImportError:
        return found
    quirc, zbar = deqr.QuircDecoder(), deqr.QRdecDecoder()
    return {**found, "quirc": lambda gray: _deqr(quirc, gray), "qrdec (zbar)": lambda gray: _deqr(zbar, gray)}


def _kiosk(gray: np.ndarray, *, deep: bool) -> list[str]:
    return [code.text for code in read_codes(gray, wanted=lambda text: is_card(text, DAY), deep=deep).codes]


def _zxing(gray: np.ndarray) -> list[str]:
    found = zxingcpp.read_barcodes(gray, formats=zxingcpp.BarcodeFormat.QRCode, text_mode=zxingcpp.TextMode.Plain)
    return [code.bytes.decode("utf-8", "replace") for code in found]


def _opencv(detector: cv2.QRCodeDetector | cv2.QRCodeDetectorAruco, gray: np.ndarray) -> list[str]:
    try:
        text, _, _ = detector.detectAndDecode(gray)
    except (cv2.error, UnicodeDecodeError):
        # It raises for some of its own sightings, and for bytes that it took for letters.
        return []
    return [text] if text else []


def _deqr(decoder, gray: np.ndarray) -> list[str]:
    found = decoder.decode(gray, convert_data=False)
    return [b"".join(part.data for part in code.data_entries).decode("utf-8", "replace") for code in found]


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--frames", type=int, default=FRAMES, help="of each family")
    main(options.parse_args().frames)
