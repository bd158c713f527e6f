"""What the documents tell people to type, open and believe is so."""

import configparser
import math
import re
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from kiosk.cli import _parser
from kiosk.config import MachineConfig
from kiosk.keys import make_signing_key, public_text

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([ROOT / "README.md", *ROOT.glob("docs/**/*.md")])
EXAMPLES = ROOT / "docs/examples"
UNITS = sorted([*EXAMPLES.glob("*.service"), *EXAMPLES.glob("*.timer")])
CARD_MM = 85.6
"""ISO/IEC 7810 ID-1"""


def code_of(text):
    """Every code span and every line of a fenced block."""
    fenced = re.findall(r"^```[a-z]*\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    spans = re.findall(r"`([^`]+)`", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE))
    return [" ".join(code.split()) for code in [*spans, *(line for block in fenced for line in block.splitlines())]]


def commands_in(text):
    return [code.partition(" # ")[0] for code in code_of(text) if re.match(r"(\.venv/bin/)?kiosk [a-z-]", code)]


def why_not(command):
    """Why the program would refuse the command line; None for one it takes, or that names a command and no more."""
    words = shlex.split(command)[1:]
    level = _parser()
    for position, word in enumerate(words):
        groups = [
            action for action in level._actions if hasattr(action, "choices") and isinstance(action.choices, dict)
        ]
        if not groups:
            break
        if word.startswith("-"):
            break
        if word not in groups[0].choices:
            return f"no command {word}"
        level = groups[0].choices[word]
        if position == len(words) - 1:
            return None
    try:
        _, unknown = _parser().parse_known_args(words)
    except SystemExit as stopped:
        return None if stopped.code == 0 else "refused"
    return f"unknown {unknown}" if unknown else None


def tables_in(path, *first):
    """The rows, as lists of cells, of the table whose head begins so."""
    lines = path.read_text("utf-8").splitlines()
    (start,) = [number for number, line in enumerate(lines) if line.startswith("| " + " | ".join(first))]
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            return rows
        rows.append([cell.strip().rstrip("°") for cell in line.strip("|").split("|")])
    return rows


def unit(path):
    parser = configparser.ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    parser.optionxform = str
    parser.read_string(path.read_text("utf-8"), str(path))
    return parser


# commands


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_of_a_document_is_one_of_the_program(path, capsys):
    wrong = {command: why for command in commands_in(path.read_text("utf-8")) if (why := why_not(command))}
    assert not wrong, capsys.readouterr().err


def test_commands_are_found_and_wrong_ones_are_refused(capsys):
    text = "`kiosk devices --json`, `kiosk\nrun --config F`\n```\nkiosk sing\n.venv/bin/kiosk run --confg X  # y\n```\n"
    assert commands_in(text) == [
        "kiosk devices --json",
        "kiosk run --config F",
        "kiosk sing",
        ".venv/bin/kiosk run --confg X",
    ]
    assert [why_not(command) is None for command in commands_in(text)] == [True, True, False, False]
    assert why_not("kiosk payees sign") is None
    assert why_not("kiosk payees sign FILE")
    assert why_not("kiosk --help") is None
    assert len([command for path in DOCUMENTS for command in commands_in(path.read_text("utf-8"))]) > 15


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_target_of_make_in_a_document_is_there(path):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {word for code in code_of(path.read_text("utf-8")) for word in re.findall(r"^make ([a-z]+)", code)}
    assert named <= targets


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_that_a_document_links_to_is_there(path):
    links = re.findall(r"\]\((?!https?:)([^)#\s]+)", path.read_text("utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_test_that_a_document_names_is_there(path):
    missing = []
    for code in code_of(path.read_text("utf-8")):
        if named := re.fullmatch(r"(tests/[a-z0-9_/]+(?:\.py|/))(?:::(test_\w+))?", code):
            file, test = ROOT / named[1], named[2]
            if not file.exists() or (test and f"def {test}(" not in file.read_text("utf-8")):
                missing.append(code)
    assert missing == []


def test_the_configuration_in_the_operators_page_is_a_configuration(tmp_path):
    text = (ROOT / "docs/operators.md").read_text("utf-8")
    (block,) = [
        block for block in re.findall(r"^```toml\n(.*?)^```", text, re.DOTALL | re.MULTILINE) if "[machine]" in block
    ]
    MachineConfig.model_validate(tomllib.loads(block.replace("…", public_text(make_signing_key(tmp_path / "key")))))


# numbers


def test_the_pixels_a_module_are_as_computed():
    rows = tables_in(ROOT / "docs/hardware.md", "code, mm", "card width, px")
    assert len(rows) == 9
    for millimetres, pixels, *cells in rows:
        of_code = float(pixels) * float(millimetres) / CARD_MM
        assert cells == [f"{of_code / modules:.1f}" for modules in (37, 45, 57)]


def test_the_distances_are_as_computed():
    rows = tables_in(ROOT / "docs/hardware.md", "horizontal angle", "diagonal angle")
    assert len(rows) == 6
    for horizontal, diagonal, *cells in rows:
        half = math.tan(math.radians(float(horizontal)) / 2)
        assert diagonal == f"{math.degrees(2 * math.atan(half * math.sqrt(337) / 16)):.0f}"
        fields = [CARD_MM * picture / card for picture, card in ((1280, 900), (1920, 1200), (1920, 1450))]
        assert cells == [f"{field / (2 * half):.0f}" for field in fields]
        sizes = [f"{field:.0f} × {field * 9 / 16:.0f}" for field in fields]
        assert f"{sizes[0]}, {sizes[1]} and {sizes[2]} mm" in (ROOT / "docs/hardware.md").read_text("utf-8")


def test_the_touch_matrix_turns_touches_as_the_panel_is_turned():
    """Where the panel's own upper left corner lands in the turned picture (shares of width and height)."""
    corners = {"left": (1, 0), "right": (0, 1), "inverted": (1, 1)}
    rows = tables_in(ROOT / "docs/hardware.md", "panel", "`Rotate`")
    assert len(rows) == len(corners)
    for _, turn, matrix, _ in rows:
        a, b, c, d, e, f, *last = map(int, matrix.strip("`").split())
        assert ((c, f), last, a * e - b * d) == (corners[turn.strip("`")], [0, 0, 1], 1)
    example = (EXAMPLES / "xorg.conf").read_text("utf-8")
    turn, matrix = re.findall(r'"(?:Rotate|TransformationMatrix)" "([^"]+)"', example)
    assert [turn, matrix] in [[cell.strip("`") for cell in row[1:3]] for row in rows]


# units


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_starts_what_the_program_has(path):
    whole = unit(path)
    assert set(whole.sections()) <= {"Unit", "Service", "Timer", "Install"}
    assert whole["Unit"]["Description"]
    if path.suffix == ".timer":
        assert path.with_suffix(".service").exists()
        return
    start = whole["Service"]["ExecStart"]
    assert start.startswith("/")
    if "/bin/kiosk " in start:
        assert why_not(start) is None
        assert whole["Service"]["Restart"] == "always"
        assert "StartLimitIntervalSec" in whole["Unit"]


def test_a_unit_waits_for_no_word_that_the_program_does_not_send():
    sources = [path for room in ("kiosk", "screens") for path in (ROOT / room).rglob("*.py")]
    sends = any("READY=1" in path.read_text("utf-8") for path in sources)
    for path in UNITS:
        service = unit(path)["Service"] if path.suffix == ".service" else {}
        if "/bin/kiosk " in service.get("ExecStart", "") and not sends:
            assert service["Type"] == "simple"
            assert "WatchdogSec" not in service


def test_the_units_are_all_described():
    text = (ROOT / "docs/hardware.md").read_text("utf-8")
    assert [path.name for path in EXAMPLES.iterdir() if f"(examples/{path.name})" not in text] == []


def test_a_rule_of_udev_is_matches_and_assignments():
    rules = [line for line in (EXAMPLES / "70-kiosk.rules").read_text("utf-8").splitlines() if not line.startswith("#")]
    assert rules
    one = r'[A-Z]+(\{[A-Za-z_/]+\})?(==|\+=|=)"[^"]*"'
    assert [rule for rule in rules if not re.fullmatch(rf"{one}(, {one})+", rule)] == []


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd")
def test_systemd_finds_no_fault_in_the_units(tmp_path):
    for path in UNITS:
        text = re.sub(r"(?m)^(ExecStart=)/(opt|usr/lib/xorg)/\S+", r"\1/bin/true", path.read_text("utf-8"))
        (tmp_path / path.name).write_text(text, "utf-8")
    run = subprocess.run(
        ["systemd-analyze", "verify", *sorted(map(str, tmp_path.iterdir()))], capture_output=True, text=True, timeout=30
    )
    assert (run.returncode, run.stderr) == (0, "")
