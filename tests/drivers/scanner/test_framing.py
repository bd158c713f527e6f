"""Frames out of a stream of bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.scanner import Framer, ScanFault, Suffix
from drivers.scanner.framing import CAP, without_aim

CARD = "001199012345|123456789|Nguyễn Thị Hồng Hạnh|01011950|Nữ|Tổ 3, Đống Đa, Hà Nội|02052021"


def texts(framer: Framer, data: bytes) -> list[str]:
    return [scan.text for scan in framer.feed(data, 0.0)]


def outcome(framer: Framer, pieces: list[bytes]) -> list[tuple[str, ScanFault | None]]:
    scans = [scan for piece in pieces for scan in framer.feed(piece, 0.0)] + framer.quiet(0.0)
    return [(scan.text, scan.fault) for scan in scans]


frames = st.lists(
    st.one_of(
        st.text(max_size=40).map(str.encode),
        st.binary(max_size=40),
        st.integers(20, 70).map(lambda size: b"x" * size),
    ),
    max_size=8,
)
endings = st.sampled_from([b"\r", b"\n", b"\r\n", b"\t"])


@given(frames, st.data(), st.sampled_from(list(Suffix)))
def test_any_split_of_the_stream_gives_the_same_scans(parts: list[bytes], data: st.DataObject, suffix: Suffix):
    stream = b"".join(part + data.draw(endings) for part in parts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=12)))
    pieces = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    assert outcome(Framer(suffix, cap=50), pieces) == outcome(Framer(suffix, cap=50), [stream])


@given(st.text(st.characters(exclude_characters="\r\n\t]", exclude_categories=["Cs", "Cc", "Z"]), min_size=1), endings)
def test_a_text_comes_back_as_it_was_sent(text: str, ending: bytes):
    assert texts(Framer(cap=10_000), text.encode() + ending) == [text]


@pytest.mark.parametrize(
    ("suffix", "stream", "expected"),
    [
        (Suffix.ANY, b"a\rb\nc\r\nd\te\r", ["a", "b", "c", "d", "e"]),
        (Suffix.CR, b"a\tb\rc\nd\r", ["a\tb", "c\nd"]),
        (Suffix.LF, b"a\tb\nc\n", ["a\tb", "c"]),
        (Suffix.CRLF, b"a\tb\r\nc\r\n", ["a\tb", "c"]),
        (Suffix.TAB, b"a\tb\t", ["a", "b"]),
    ],
)
def test_the_suffix_ends_a_frame(suffix: Suffix, stream: bytes, expected: list[str]):
    assert texts(Framer(suffix), stream) == expected


def test_a_line_feed_after_the_end_does_not_begin_the_next_frame():
    framer = Framer(Suffix.CR)
    assert texts(framer, b"first\r\nsecond\r\n") == ["first", "second"]


def test_half_a_line_waits_for_the_rest():
    framer = Framer()
    assert framer.feed(CARD.encode()[:31], 1.0) == []
    assert [(scan.text, scan.at) for scan in framer.feed(CARD.encode()[31:] + b"\r", 2.0)] == [(CARD, 2.0)]


def test_a_quiet_moment_ends_a_frame_without_suffix():
    framer = Framer(Suffix.NONE)
    assert framer.feed(b"one\r\ntwo", 1.0) == []
    assert [(scan.text, scan.at) for scan in framer.quiet(2.0)] == [("one\r\ntwo", 2.0)]
    assert framer.quiet(3.0) == []


def test_blank_frames_are_nothing():
    framer = Framer()
    assert texts(framer, b"\r\n\r\n  \t\t\0\0\r \xc2\xa0\r]Q1\r") == []
    assert framer.quiet(0.0) == []


def test_the_longest_frame_passes():
    assert texts(Framer(), b"x" * CAP + b"\r") == ["x" * CAP]


def test_a_frame_over_the_cap_is_one_fault_and_is_dropped_up_to_its_end():
    framer = Framer()
    scans = framer.feed(b"x" * (3 * CAP) + b"\rnext\r", 0.0)
    assert [(scan.text, scan.fault) for scan in scans] == [("", ScanFault.TOO_LONG), ("next", None)]


def test_a_quiet_moment_ends_the_dropping_too():
    framer = Framer()
    framer.feed(b"x" * (CAP + 1), 0.0)
    assert framer.quiet(0.0) == []
    assert texts(framer, b"next\r") == ["next"]


@pytest.mark.parametrize("bytes_", [b"Nguy\xean", b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", "Nguyễn".encode()[:-2]])
def test_bytes_that_are_no_utf8_are_refused_and_never_shown(bytes_: bytes):
    (scan,) = Framer().feed(b"001|" + bytes_ + b"\r", 7.0)
    assert (scan.text, scan.fault, scan.at) == ("", ScanFault.NOT_UTF8, 7.0)


def test_a_stream_of_faults_is_told_once_until_it_is_quiet_or_good():
    framer = Framer()
    assert len(framer.feed(b"\xff\r\xfe\r\xfd\r", 0.0)) == 1
    assert [scan.fault for scan in framer.feed(b"good\r\xff\r\xff\r", 0.0)] == [None, ScanFault.NOT_UTF8]
    framer.quiet(0.0)
    assert len(framer.feed(b"\xff\r", 0.0)) == 1


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("]Q1001|x", "001|x"),
        ("]d2001|x", "001|x"),
        ("001|]Q1x", "001|]Q1x"),
        ("]Q1]Q1x", "]Q1x"),
        ("]Qx1", "1"),
        ("]1Qx", "]1Qx"),
        ("]", "]"),
    ],
)
def test_an_aim_prefix_is_taken_off_only_at_the_start(sent: str, expected: str):
    assert without_aim(sent) == expected
