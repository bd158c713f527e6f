"""Every command line as others call it: the real program, its stdout, its exit."""

import base64
import json
import os
import re
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from drivers.virtual import ShowMode, VirtualScanner
from kiosk import __version__
from kiosk.keys import make_signing_key, public_text
from kiosk.payments.reference import is_reference
from tests.drivers.waiting import wait_until
from tests.kiosk.payee_lists import fees_only
from tests.vectors import vectors

ROOT = Path(__file__).parents[2]
KIOSK = [sys.executable, "-m", "kiosk.cli"]
DAY = "2026-11-24T09:00:00+07:00"
CARD = "031155000678|031234678|Nguyễn Thị Mẫu|12031955|Nữ|Số 12, ngõ 5, phố Mẫu, An Biên, Hải Phòng|11092025||||"
JSONL = {
    "card-parse": ("card", "parse"),
    "vietqr-encode": ("vietqr", "encode"),
    "vietqr-decode": ("vietqr", "decode"),
    "type": ("type",),
    "say": ("say",),
}


def environment(**more):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KIOSK_", "COV_"))}
    return {**kept, "KIOSK_NOW": DAY, "PYTHONPATH": str(ROOT), **more}


def kiosk(*arguments, stdin=b"", cwd=None, program=KIOSK, **env):
    """Run the program; nothing that it was given may make it show a traceback."""
    run = subprocess.run(
        [*program, *map(str, arguments)], input=stdin, capture_output=True, timeout=50, env=environment(**env), cwd=cwd
    )
    assert b"Traceback" not in run.stderr, run.stderr.decode()
    return run


def lines(run):
    return [json.loads(line) for line in run.stdout.decode("utf-8").splitlines()]


def answers(command, records):
    stdin = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()
    run = kiosk(*command, "--jsonl", stdin=stdin)
    assert (run.returncode, run.stderr) == (0, b"")
    return lines(run)


def said(run):
    return run.stderr.decode("utf-8")


# JSON lines


@pytest.mark.parametrize("name", JSONL)
def test_the_open_examples(name):
    examples = vectors(name)
    for example, answer in zip(examples, answers(JSONL[name], [e["in"] for e in examples]), strict=True):
        if "error" in example["out"]:
            assert answer["error"] == example["out"]["error"], example["in"]
            assert answer["message"]
        else:
            assert answer == example["out"], example["in"]


@pytest.mark.parametrize("command", [*JSONL.values(), ("pay", "match")])
def test_bad_lines_are_answered_in_their_place(command):
    stdin = b'\n\xff\n[1]\n{"nothing-of-ours": 1}\n{}\n{"amount": {"a": 1}}\nnot json'
    run = kiosk(*command, "--jsonl", stdin=stdin)
    found = [answer["error"] for answer in lines(run)]
    assert run.returncode == 0
    assert found[:4] == ["bad-line", "bad-line", "bad-line", "unknown-field"]
    assert len(found) == 7
    assert found[-1] == "bad-line"
    assert all(answer["message"] for answer in lines(run))


def test_absent_null_and_empty_are_one():
    forms = [{"bin": "970415", "account": "1"}, {"bin": "970415", "account": "1", "amount": None, "purpose": ""}]
    first, second = answers(("vietqr", "encode"), forms)
    assert first == second
    assert "payload" in first


def test_an_answer_comes_before_the_next_line_is_given():
    process = subprocess.Popen(
        [*KIOSK, "say", "--jsonl"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()
    )
    for amount, words in ((1001, "một nghìn không trăm lẻ một đồng"), (5, "năm đồng")):
        process.stdin.write(json.dumps({"amount": amount}).encode() + b"\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline()) == {"words": words}
    process.communicate()
    assert process.returncode == 0


def test_letters_are_utf8_whatever_the_locale_says():
    stdin = json.dumps({"text": CARD}).encode() + b"\n"
    for env in ({"LC_ALL": "C"}, {"LC_ALL": "en_US.ISO-8859-1"}, {"PYTHONIOENCODING": "ascii"}):
        run = kiosk("card", "parse", "--jsonl", stdin=stdin, **env)
        assert "Nguyễn Thị Mẫu".encode() in run.stdout


def test_a_reader_that_goes_away_is_no_fault_of_the_program():
    process = subprocess.Popen(
        [*KIOSK, "pay", "reference", "--count", "100000"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 1


@settings(max_examples=1, deadline=None)
@given(st.lists(st.binary(max_size=80), min_size=300, max_size=300))
def test_no_bytes_at_all_break_a_command(garbage):
    """One process a command takes them all."""
    stdin = b"\n".join(line.replace(b"\n", b"") for line in garbage) + b"\n"
    with ThreadPoolExecutor(2) as both:
        runs = list(both.map(lambda command: kiosk(*command, "--jsonl", stdin=stdin), JSONL.values()))
    assert [len(run.stdout.splitlines()) for run in runs] == [300] * len(runs)


# references


def test_references_are_fresh_and_carry_their_check():
    run = kiosk("pay", "reference", "--count", "500")
    references = run.stdout.decode("ascii").splitlines()
    assert len(set(references)) == 500
    assert all(
        re.fullmatch("HC[0-9A-HJKMNP-TV-Z]{10}", reference) and is_reference(reference) for reference in references
    )


def test_a_bank_content_names_one_open_reference_or_none():
    one, two = kiosk("pay", "reference", "--count", "2").stdout.decode().split()
    cases = [
        ({"content": f"MBVCB.123.{one}.CT tu A", "open": [one, two]}, one),
        ({"content": f"{one.lower()} {two}", "open": [one, two]}, None),
        ({"content": one, "open": [two]}, None),
        ({"content": one, "open": []}, None),
    ]
    assert answers(("pay", "match"), [case for case, _ in cases]) == [{"reference": answer} for _, answer in cases]


# scanner


@pytest.fixture
def scanner(tmp_path):
    with VirtualScanner(tmp_path / "scanner") as scanner:
        yield scanner


def read(port, *more, timeout="5"):
    return kiosk("read", "scanner", "--port", port, "--timeout", timeout, "--once", "--json", *more)


def test_a_card_under_the_scanner(scanner):
    assert scanner.show("]Q1" + CARD)
    run = read(scanner.path, "--baud", "9600")
    [answer] = lines(run)
    assert (run.returncode, said(run)) == (0, "")
    assert (answer["text"], answer["number"], answer["name"]) == (CARD, "031155000678", "Nguyễn Thị Mẫu")
    assert set(answer) == {*vectors("card-parse")[0]["out"], "text"}


@pytest.mark.parametrize(
    ("mode", "error"),
    [(ShowMode.MANGLED, "encoding"), (ShowMode.MOJIBAKE, "encoding"), (ShowMode.QUESTION_MARKS, "encoding")],
)
def test_a_scanner_that_is_set_up_wrong_is_a_line_too(scanner, mode, error):
    scanner.show(CARD, mode=mode)
    run = read(scanner.path)
    assert (run.returncode, lines(run)[0]["error"]) == (0, error)


def test_a_code_that_is_no_card_is_a_line_too(scanner):
    scanner.show("https://vidu.vn/a")
    run = read(scanner.path)
    assert (run.returncode, lines(run)[0]["error"], lines(run)[0]["text"]) == (0, "other-code", "https://vidu.vn/a")


def test_nothing_in_time(scanner):
    run = read(scanner.path, timeout="0.3")
    assert (run.returncode, run.stdout) == (3, b"")
    assert "nothing came in 0.3 seconds" in said(run)


def test_a_port_that_is_missing(tmp_path):
    run = read(tmp_path / "none")
    assert (run.returncode, run.stdout) == (4, b"")
    assert "there is no such port; `kiosk devices` lists what is plugged in." in said(run)


def test_a_port_that_is_no_port(tmp_path):
    (tmp_path / "file").write_text("", "ascii")
    run = read(tmp_path / "file", timeout="0.3")
    assert (run.returncode, run.stdout) == (4, b"")
    assert "could not be opened" in said(run)


def test_a_port_that_vanishes_is_lost_at_once(scanner):
    process = subprocess.Popen(
        [*KIOSK, "read", "scanner", "--port", str(scanner.path), "--timeout", "30", "--once", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    line = os.path.realpath(scanner.path)

    def opened():
        files = Path(f"/proc/{process.pid}/fd")
        return any(os.path.realpath(file) == line for file in files.iterdir())

    assert wait_until(opened)
    scanner.unplug()
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out) == (4, b"")
    assert b"the port was lost" in err


# configurations


@pytest.fixture
def place(tmp_path):
    """A folder with a machine's and a hub's configuration, as an IT person would set them up."""
    list_key = make_signing_key(tmp_path / "list.key")
    (tmp_path / "kiosk.toml").write_text(
        f"""[machine]
id = "may-2"
name = "Máy số 2"
letter = "A"
data = "data"
signing_key = "machine.key"
device_key = "device.key"
[hub]
url = "http://127.0.0.1:9"
[payees]
key = "{public_text(list_key)}"
[scanner]
port = "/dev/no-such-scanner"
[printer]
url = "tcp://127.0.0.1:9"
""",
        "utf-8",
    )
    example = (ROOT / "assets/hub/hub.example.toml").read_text("utf-8")
    example = re.sub("port = 8443", "port = 0", re.sub("behind_tls = true", "behind_tls = false", example))
    (tmp_path / "hub.toml").write_text(
        example.replace("pWuqOTmsargzWbvw35CPA365vriCi9RZ1kPxHKzdKIQ=", public_text(list_key)), "utf-8"
    )
    (tmp_path / "payees.json").write_text(
        json.dumps(fees_only()),
        "utf-8",
    )
    return tmp_path


def test_from_two_written_files_to_two_that_can_be_used(place):
    before = kiosk("config", "check", place / "kiosk.toml")
    assert before.returncode == 1
    assert [line.split(":")[0] for line in before.stdout.decode().splitlines()] == [
        "machine.signing_key",
        "machine.device_key",
    ]
    enrolled = kiosk("enrol", place / "kiosk.toml")
    assert enrolled.returncode == 0
    assert b"[[machines]]" in enrolled.stdout
    assert kiosk("config", "check", place / "kiosk.toml").returncode == 0

    assert b"hub_key: " in kiosk("config", "check", place / "hub.toml").stdout
    assert kiosk("enrol", place / "hub.toml").returncode == 0
    after = kiosk("config", "check", place / "hub.toml")
    assert (after.returncode, after.stdout) == (0, b"")


def test_every_fault_of_a_configuration_is_a_line_with_its_remedy(place):
    for name, changes in (("kiosk.toml", ("letter", "[printer]")), ("hub.toml", ("hub_key", "[portal]"))):
        text = (place / name).read_text("utf-8").replace(changes[0], "colour").replace(changes[1], "[weather]")
        (place / name).write_text(text, "utf-8")
        run = kiosk("config", "check", place / name)
        found = run.stdout.decode().splitlines()
        assert run.returncode == 1
        said_of = [line.partition(" ")[2] for line in found]
        assert sum(words == "is missing: add it." for words in said_of) == 2
        assert sum(words == "is not known: take it out or mend its name." for words in said_of) == 2


@pytest.mark.parametrize("content", [None, b"", b"[machine", b"\xff"])
def test_what_is_no_configuration_is_said_so(tmp_path, content):
    if content is not None:
        (tmp_path / "file.toml").write_bytes(content)
    run = kiosk("config", "check", tmp_path / "file.toml")
    assert (run.returncode, run.stderr) == (1, b"")
    assert run.stdout


@pytest.mark.parametrize("command", [("run", "--config"), ("hub", "serve", "--config"), ("devices", "--config")])
def test_a_configuration_that_is_not_there_is_said_in_one_line(tmp_path, command):
    run = kiosk(*command, tmp_path / "none.toml")
    assert (run.returncode, run.stdout) == (1, b"")
    assert said(run) == "kiosk: The file cannot be read (No such file or directory). Give a file that is there.\n"


def test_the_product_names_all_that_it_needs_and_lacks(place):
    text = (place / "kiosk.toml").read_text("utf-8").replace('letter = "A"\n', "").replace("[hub]", "[hubs]")
    (place / "kiosk.toml").write_text(text, "utf-8")
    run = kiosk("run", "--config", place / "kiosk.toml")
    assert run.returncode == 1
    assert [line.removeprefix("kiosk: ") for line in said(run).splitlines()] == [
        "machine.letter is missing: add it.",
        "hub is missing: add it.",
        "hubs is not known: take it out or mend its name.",
    ]


def test_the_product_without_its_keys_its_hub_or_a_clock(place):
    missing = kiosk("run", "--config", place / "kiosk.toml")
    assert missing.returncode == 1
    assert said(missing).count("Make it with `kiosk enrol`.") == 2
    kiosk("enrol", place / "kiosk.toml")
    alone = kiosk("run", "--config", place / "kiosk.toml")
    assert (alone.returncode, alone.stdout) == (1, b"")
    assert said(alone).splitlines()[-1].startswith("kiosk: hub.url: no hub answers at http://127.0.0.1:9: start it")
    early = kiosk("run", "--config", place / "kiosk.toml", KIOSK_NOW="1970-01-01T00:00:00+00:00")
    assert early.returncode == 1
    assert "The machine's clock says 01/01/1970, which cannot be: set it, then start again." in said(early)


def test_the_hub_serves_until_it_is_told_to_stop(place):
    kiosk("enrol", place / "hub.toml")
    signed = kiosk("payees", "sign", place / "payees.json", "--key", place / "list.key")
    (place / "payees.json").write_bytes(signed.stdout)
    process = subprocess.Popen(
        [*KIOSK, "hub", "serve", "--config", str(place / "hub.toml")], stderr=subprocess.PIPE, env=environment()
    )
    assert re.fullmatch(rb"hub: http://127\.0\.0\.1:\d+\n", process.stderr.readline())
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)
    assert process.returncode in (0, -signal.SIGTERM)


def test_an_officers_lines_fit_the_hubs_configuration(place):
    run = kiosk("hub", "officer", "tran", "Trần Văn Thử", stdin=b"135791\n")
    assert run.returncode == 0
    assert b"135791" not in run.stdout
    with (place / "hub.toml").open("a", encoding="utf-8") as file:
        file.write(run.stdout.decode())
    kiosk("enrol", place / "hub.toml")
    assert kiosk("config", "check", place / "hub.toml").returncode == 0
    for pin in (b"12345\n", b"abcdef\n", b""):
        assert kiosk("hub", "officer", "tran", "Trần", stdin=pin).returncode == 2


# payees


def test_a_list_is_signed_and_found_sound(place):
    signed = kiosk("payees", "sign", place / "payees.json", "--key", place / "list.key")
    assert (signed.returncode, signed.stderr) == (0, b"")
    (place / "signed.json").write_bytes(signed.stdout)
    public = re.search('(?m)^key = "(.*)"', (place / "kiosk.toml").read_text("utf-8"))[1]
    verified = kiosk("payees", "verify", place / "signed.json", "--key", public)
    assert verified.returncode == 0
    assert lines(verified) == [{"ok": True, "version": "2026-11-01", "payees": ["mau-pa08-fees"]}]
    changed = signed.stdout.replace(b"0000123400005", b"0000123400006")
    (place / "signed.json").write_bytes(changed)
    refused = kiosk("payees", "verify", place / "signed.json", "--key", public)
    assert (refused.returncode, lines(refused)[0]["error"]) == (1, "wrong-signature")
    late = kiosk("payees", "verify", place / "payees.json", "--key", public)
    assert (late.returncode, lines(late)[0]["error"]) == (1, "unsigned")
    (place / "signed.json").write_bytes(signed.stdout)
    late = kiosk("payees", "verify", place / "signed.json", "--key", public, KIOSK_NOW="2028-01-01T00:00:00+07:00")
    assert (late.returncode, lines(late)[0]["error"]) == (1, "out-of-date")


@pytest.mark.parametrize(
    ("arguments", "exit_", "words"),
    [
        (("sign", "none.json", "--key", "list.key"), 2, "cannot be read as JSON"),
        (("sign", "list.key", "--key", "list.key"), 2, "cannot be read as JSON"),
        (("sign", "payees.json", "--key", "none.key"), 1, "The key file none.key is not there."),
        (("sign", "other.json", "--key", "list.key"), 1, ""),
        (("verify", "payees.json", "--key", "abc"), 2, "--key needs 32 bytes in base64"),
        (("verify", "none.json", "--key", base64.b64encode(bytes(32)).decode()), 2, "cannot be read"),
    ],
)
def test_what_cannot_be_signed_or_checked_is_said(place, arguments, exit_, words):
    (place / "other.json").write_text("[]", "ascii")
    run = kiosk("payees", *arguments, cwd=place)
    assert (run.returncode, run.stdout) == (exit_, b"")
    assert words in said(run)


# devices, procedures, places


def test_devices_are_listed_for_people_and_for_programs(place):
    kiosk("enrol", place / "kiosk.toml")
    run = kiosk("devices", "--json", "--config", place / "kiosk.toml")
    rows = lines(run)
    assert run.returncode == 0
    assert {
        "kind": "printer",
        "device": "tcp://127.0.0.1:9",
        "used": True,
        "why": "address",
        "access": "unknown",
        "status": "gone",
        "message": "Used: the configuration gives this address. It does not answer: check address, cable and power.",
    } in rows
    assert [row["why"] for row in rows if row["device"] == "/dev/no-such-scanner"] == ["missing"]
    people = kiosk("devices", "--config", place / "kiosk.toml")
    assert people.returncode == 0
    told = people.stdout.decode("utf-8").splitlines()
    assert [line.strip() for line in told[1::2]] == [row["message"] for row in rows]
    assert all(row["device"] in line for row, line in zip(rows, told[::2], strict=True))


def test_devices_are_listed_without_a_configuration():
    run = kiosk("devices", "--json")
    assert run.returncode == 0
    assert all((row["used"], row["why"]) == (False, "no-configuration") for row in lines(run))
    seen = {row["kind"] for row in lines(run)}
    assert len(seen) + said(run).count("is seen") == 3


def test_procedures_are_listed_with_the_fee_of_the_day():
    [row] = [row for row in lines(kiosk("procedures", "list", "--json")) if row["id"] == "cap-ho-chieu-pho-thong"]
    assert list(row) == [
        "id",
        "area",
        "name",
        "code",
        "version",
        "from",
        "fee",
        "payee",
        "rung",
        "verdict",
        "verified",
    ]
    assert (row["area"], row["code"], row["fee"], row["verdict"]) == (
        "xuat-nhap-canh",
        "1.001456",
        100_000,
        "begun-here",
    )
    later = lines(kiosk("procedures", "list", "--json", KIOSK_NOW="2027-01-01T00:00:00+07:00"))
    assert [row["fee"] for row in later if row["id"] == "cap-ho-chieu-pho-thong"] == [200_000]


def test_a_procedure_file_is_checked_with_line_fault_and_remedy(tmp_path):
    assert (kiosk("procedures", "check").returncode, kiosk("procedures", "check").stdout) == (0, b"")
    [source] = (ROOT / "assets/procedures").rglob("cap-ho-chieu-pho-thong.yaml")
    folder = tmp_path / "xuat-nhap-canh"
    folder.mkdir()
    (folder / source.name).write_text(source.read_text("utf-8").replace("\nform:", "\nformm:"), "utf-8")
    run = kiosk("procedures", "check", tmp_path)
    assert run.returncode == 1
    assert re.search(rf"{source.name}:\d+: .*formm", run.stdout.decode())
    assert kiosk("procedures", "check", tmp_path / "none").returncode == 2


def test_the_schema_of_a_procedure_is_json_schema():
    schema = json.loads(kiosk("procedures", "schema").stdout)
    assert schema["type"] == "object"
    assert "fees" in schema["properties"]


def test_an_old_address_finds_its_commune_of_today():
    run = kiosk("places", "find", "Khu dân cư số 1, Bạch Long Vĩ, Hải Phòng", "--json")
    [answer] = lines(run)
    assert answer["candidates"][0]["code"] == "11948"
    assert set(answer) == {"candidates", "split", "exact"}
    assert lines(kiosk("places", "find", "nowhere at all"))[0]["candidates"] == []


# use and misuse


def test_the_installed_program_is_this_one():
    program = [str(Path(sys.executable).with_name("kiosk"))]
    version = kiosk("--version", program=program)
    assert (version.returncode, version.stdout.decode().strip()) == (0, f"kiosk {__version__}")
    assert kiosk("--help", program=program).returncode == 0
    assert answers(("say",), [{"amount": 1}]) == [{"words": "một đồng"}]


@pytest.mark.parametrize("command", ["card parse", "vietqr encode", "read scanner", "hub serve", "demo", "screens"])
def test_every_command_says_how_it_is_used(command):
    run = kiosk(*command.split(), "--help")
    assert run.returncode == 0
    assert run.stdout.startswith(f"usage: kiosk {command}".encode())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "card"),
        (("fly",), "choose from"),
        (("card",), "parse"),
        (("card", "shred"), "choose from 'parse'"),
        (("card", "parse"), "--jsonl"),
        (("card", "parse", "--jsonl", "--loud"), "usage: kiosk card parse"),
        (("vietqr", "decode", "--json"), "--jsonl"),
        (("pay", "reference", "--count", "0"), "must be 1 or more"),
        (("pay", "reference", "--count", "many"), "is no whole number"),
        (("read", "scanner", "--port", "x", "--once", "--json", "--timeout", "0"), "is no number of seconds"),
        (("read", "scanner", "--port", "x"), "--once"),
        (("demo", "--pay", "gold"), "choose from 'qr', 'cash', 'later'"),
        (("demo", "--procedure", "fly", "--headless"), "There are: cap-ho-chieu-pho-thong"),
        (("demo", "--seed", "-1"), "is no whole number"),
        (("screens", "--out", "x", "--screen", "attic"), "There are: "),
        (("screens", "--out", "x", "--theme", "pink"), "choose from 'light', 'contrast'"),
        (("screens", "--out", "x", "--size", "799x600"), "is no WxH from 800x600 to 3840x3840"),
        (("screens", "--out", "x", "--size", "800x3841"), "is no WxH from 800x600 to 3840x3840"),
        (("screens", "--out", "x", "--size", "portrait"), "is no WxH from 800x600 to 3840x3840"),
        (("run",), "--config"),
    ],
)
def test_wrong_use_names_what_is_right(arguments, words, tmp_path):
    run = kiosk(*arguments, cwd=tmp_path)
    assert (run.returncode, run.stdout) == (2, b"")
    assert words in said(run)
    assert list(tmp_path.iterdir()) == []


def test_a_screen_is_drawn_on_both_panels_and_on_one_of_another_shape(tmp_path):
    run = kiosk("screens", "--out", tmp_path, "--size", "all", "--screen", "home", "--theme", "contrast")
    assert run.returncode == 0
    again = kiosk("screens", "--out", tmp_path, "--size", "800x600", "--screen", "home")
    assert again.returncode == 0
    sizes = {path.name: Image.open(path).size for path in tmp_path.glob("*.png")}
    assert sizes == {
        "home-1080x1920-1-contrast-vi.png": (1080, 1920),
        "home-1920x1080-1-contrast-vi.png": (1920, 1080),
        "home-800x600-1-light-vi.png": (800, 600),
    }
    assert "home-800x600-1-light-vi.png" in (tmp_path / "index.html").read_text("utf-8")


@pytest.mark.parametrize("now", ["tomorrow", "2026-02-30T00:00:00+07:00", "0001-01-01T00:00:00+07:00"])
def test_a_wish_for_a_time_that_is_none_is_wrong_use(now):
    run = kiosk("card", "parse", "--jsonl", KIOSK_NOW=now)
    assert (run.returncode, run.stdout) == (2, b"")
    assert "KIOSK_NOW is no instant" in said(run)


def test_the_day_of_the_wish_decides_what_a_card_is():
    stdin = json.dumps({"text": "001099000017||Lê Hải Sơn|10101999|Nam|x|05062021"}).encode()
    for now, warnings in (("2024-10-10T23:59:00+07:00", []), ("2024-10-11T00:00:00+07:00", ["card-expired"])):
        [answer] = lines(kiosk("card", "parse", "--jsonl", stdin=stdin, KIOSK_NOW=now))
        assert answer["warnings"] == warnings


def test_a_file_that_cannot_be_written_is_said_in_a_sentence(tmp_path):
    (tmp_path / "file").write_text("", "ascii")
    run = kiosk("screens", "--out", tmp_path / "file" / "below")
    assert (run.returncode, run.stdout) == (1, b"")
    assert said(run).splitlines()[-1].startswith(f"kiosk: {tmp_path}/file")
