"""`make proof`: the long proofs, one after the other, each going on where it was stopped; results in docs/proof/."""

import fcntl
import sys
from pathlib import Path

from tests.proof.frame import KIOSK, Figures, Proof, Stopped, run

STATES = Path("out/proof/state")
PAGES = Path("docs/proof")


def crash(*options: str):
    """The command of a crash test with these options."""
    return lambda seed, count: ["store", "crash-test", "--cuts", str(count), "--seed", str(seed), *options]


def soak(*options: str):
    """The command of a soak over all faults with these options, a kill to five walks."""
    return lambda seed, count: [
        *("soak", "--walks", str(count), "--faults", "all", "--kills", str(count // 5), "--seed", str(seed)),
        *options,
    ]


def loses_nothing(sums: Figures) -> bool:
    return sums["lost"] == sums["corrupt"] == 0


PROOFS = [
    Proof(
        "crash-full",
        "Power cuts, on paper, at random moments of working days of the real store: every call that had returned is"
        " there, to the byte, and nothing is half there.",
        crash(),
        50_000,
        2_500,
        loses_nothing,
        "nothing is lost and nothing corrupt",
    ),
    Proof(
        "crash-strict",
        "The same on a harder disk, whose deletions and renames stay only once their folder is flushed.",
        crash("--strict-unlink"),
        5_000,
        2_500,
        loses_nothing,
        "nothing is lost and nothing corrupt",
    ),
    Proof(
        "crash-normal",
        "The proof of the proof: a store that flushes its log at checkpoints only does lose, and the cuts find it.",
        crash("--synchronous", "normal"),
        500,
        500,
        lambda sums: sums["lost"] > 0 and sums["corrupt"] == 0,
        "something is lost and nothing corrupt",
    ),
    Proof(
        "crash-off",
        "The proof of the proof: a store that never flushes is damaged, and the cuts find it.",
        crash("--synchronous", "off"),
        500,
        500,
        lambda sums: sums["corrupt"] > 0,
        "something is corrupt",
    ),
    Proof(
        "soak",
        "Walks through real processes of kiosk and hub over lines on which every fault happens, with kills of both at"
        " random moments: whoever was told that the dossier is on its way has it at the portal, once, and nothing"
        " readable of anybody is left at the machine.",
        soak(),
        900,
        300,
        lambda sums: sums["lost"] == sums["duplicated"] == sums["leaked"] == 0 and sums["acknowledged"] > 400,
        "nothing is lost, doubled or left, and most walks came to their end",
    ),
    Proof(
        "soak-no-idempotency",
        "The proof of the proof: where every try goes under a fresh key and the portal is never asked first, walks are"
        " doubled, and the soak counts them.",
        soak("--no-idempotency"),
        60,
        60,
        lambda sums: sums["duplicated"] > 0,
        "something is doubled",
    ),
    Proof(
        "forget",
        "Citizen after citizen on the real screens, with every ending: after each no object of the process holds a"
        " value of hers, and at the end none is on disk, in the log, in temporary files or in Kivy's home.",
        lambda seed, count: ["--walks", str(count)],
        50,
        50,
        lambda sums: sums["walks"] == 50 and sums["held"] == sums["left"] == 0,
        "nothing is held and nothing left",
        module="tests.proof.forget",
    ),
]


def main(names: list[str]) -> int:
    """Run the proofs of these names, or all; 1 when one does not hold or was stopped."""
    known = {proof.name: proof for proof in PROOFS}
    if unknown := [name for name in names if name not in known]:
        print(f"no such proof: {', '.join(unknown)}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    STATES.mkdir(parents=True, exist_ok=True)
    with (STATES / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("the proofs are being run already", file=sys.stderr)
            return 2
        # One that does not hold keeps none of the others from being run.
        held = [_held(known[name]) for name in names or known]
        return 0 if all(held) else 1


def _held(proof: Proof) -> bool:
    try:
        held = run(proof, STATES, PAGES, lambda line: print(line, flush=True), KIOSK)
    except Stopped as stopped:
        print(f"{proof.name}: stopped, {stopped}", flush=True)
        return False
    print(f"{proof.name}: {'holds' if held else 'DOES NOT HOLD'}", flush=True)
    return held


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
