"""An interpreter of ESC/POS: bytes in, paper out as pictures. It shares no code with the driver."""

from collections import Counter
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFont

MAX_LINES = 40_000
"""Five metres of paper at 203 dpi. Without a cut until then the paper is cut there: noise cannot fill memory."""


class Paper:
    """What comes out of a printer `width` dots wide that is sent these bytes.

    `feed` takes them in any pieces. Rasters (GS v 0), columns (ESC *) and graphics (GS ( L, GS 8 L) are drawn dot for
    dot, text in a plain font, ASCII only. `on_cut` is given each cut paper (mode "1", black on white); `on_transmit`
    is called for a GS r in its turn. `counts` says what is not on the paper as it was meant: `unknown` bytes,
    `unreadable` letters, `unstyled` text (size, margins), `undrawn` native codes, `clipped` pictures, `forced` cuts.
    """

    def __init__(
        self,
        width: int = 576,
        on_cut: Callable[[Image.Image], None] = lambda _: None,
        on_transmit: Callable[[], None] = lambda: None,
    ) -> None:
        self.width = width
        self.lines = 0
        """Dot lines on the paper since the last cut."""
        self.printed = 0
        """Dot lines ever."""
        self.counts: Counter[str] = Counter()
        self._on_cut = on_cut
        self._on_transmit = on_transmit
        self._waiting = bytearray()
        self._strips: list[Image.Image] = []
        self._initialize()

    def feed(self, data: bytes, halt: Callable[[], bool] = lambda: False) -> None:
        """Take bytes. Once `halt` says so, the rest waits for the next call."""
        self._waiting += data
        used = 0
        while used < len(self._waiting) and not halt():
            size = self._command(used)
            if size == 0:
                break
            used += size
        del self._waiting[:used]

    @property
    def waiting(self) -> int:
        """Bytes that are taken and not yet carried out."""
        return len(self._waiting)

    def clear(self) -> None:
        """Throw away what has come and is not on the paper, and forget all settings.

        Of a raster that is under way the lines that came whole are on the paper: a head prints them as they come.
        """
        head, size = bytes(self._waiting[:8]), 0
        if head[:3] in (b"\x1dv0", b"\x1dv\0") and len(head) == 8:
            size = _size_of_raster(head) or 0
        if size > len(self._waiting):
            columns = head[4] + 256 * head[5]
            rows = (len(self._waiting) - 8) // columns
            whole = bytes(self._waiting[2 : 8 + rows * columns])
            self._raster(whole[:4] + rows.to_bytes(2, "little") + whole[6:])
        self._waiting.clear()
        self._initialize()

    def picture(self) -> Image.Image:
        """The paper since the last cut, mode "1", at least one line high."""
        paper = Image.new("1", (self.width, max(1, self.lines)), _WHITE)
        top = 0
        for strip in self._strips:
            paper.paste(strip, (0, top))
            top += strip.height
        return paper

    def _initialize(self) -> None:
        self._line: Image.Image | None = None
        self._x = 0
        self._spacing = 30
        self._align = 0
        self._stored: Image.Image | None = None

    def _command(self, start: int) -> int:
        """Carry out the command at `start`; its size, or 0 while some of it is still to come."""
        first = self._waiting[start]
        if first not in _PREFIXES:
            self._plain(first)
            return 1
        head = bytes(self._waiting[start : start + 2])
        if len(head) < 2:
            return 0
        size = _size(head, bytes(self._waiting[start : start + 10]))
        if size is None:
            self.counts["unknown"] += 1
            return 1
        if size == 0 or start + size > len(self._waiting):
            return 0
        self._run(head, bytes(self._waiting[start + 2 : start + size]))
        return size

    def _run(self, head: bytes, rest: bytes) -> None:
        match head:
            case b"\x1b@":
                self._initialize()
            case b"\x1b2":
                self._spacing = 30
            case b"\x1b3":
                self._spacing = rest[0]
            case b"\x1ba":
                self._align = rest[0] & 3
            case b"\x1bd":
                self._end_line(rest[0] * self._spacing)
            case b"\x1bJ":
                self._end_line(rest[0])
            case b"\x1b$":
                self._x = rest[0] + 256 * rest[1]
            case b"\x1bi" | b"\x1bm":
                self._cut()
            case b"\x1dV":
                self._end_line(rest[1] if len(rest) > 1 else 0)
                self._cut()
            case b"\x1dr":
                self._on_transmit()
            case b"\x1dv":
                self._raster(rest)
            case b"\x1b*":
                self._columns(rest)
            case b"\x1d(" | b"\x1d8":
                self._graphics(head, rest)
            case b"\x1dk" | b"\x1d/":
                self.counts["undrawn"] += 1
            case _ if head in _STYLE and any(rest):
                self.counts["unstyled"] += 1

    def _plain(self, byte: int) -> None:
        if byte == 0x0A:
            self._end_line(self._spacing)
        elif byte >= 0x7F:
            self.counts["unreadable"] += 1
        elif byte >= 0x20:
            self._letter(chr(byte))
        elif byte not in (0x00, 0x09, 0x0D, 0x18):
            self.counts["unknown"] += 1

    def _letter(self, letter: str) -> None:
        if self._x + _CELL[0] > self.width:
            self._end_line(self._spacing)
        cell = Image.new("1", _CELL, _WHITE)
        ImageDraw.Draw(cell).text((0, 0), letter, fill=0, font=_FONT)
        self._put(cell)

    def _put(self, picture: Image.Image) -> None:
        """Set a picture into the line, at its top, after what is there."""
        height = max(picture.height, self._line.height if self._line else 0)
        line = Image.new("1", (self.width, height), _WHITE)
        if self._line:
            line.paste(self._line, (0, 0))
        if self._x + picture.width > self.width:
            self.counts["clipped"] += 1
        line.paste(picture, (self._x, 0))
        self._line = line
        self._x += picture.width

    def _end_line(self, feed: int) -> None:
        """Print the line, if there is one, and feed; together at least `feed` dot lines."""
        line, used = self._line, self._x
        self._line, self._x = None, 0
        if line:
            self._lay(line.crop((0, 0, min(used, self.width), line.height)))
        rest = feed - (line.height if line else 0)
        if rest > 0:
            self._lay(Image.new("1", (self.width, rest), _WHITE))

    def _raster(self, rest: bytes) -> None:
        """GS v 0 m xL xH yL yH: bit 0 of m doubles the width, bit 1 the height."""
        mode, columns, rows = rest[1], rest[2] + 256 * rest[3], rest[4] + 256 * rest[5]
        self._end_line(0)
        if columns and rows:
            self._lay(_scaled(_from_rows(rest[6:], columns * 8, rows), 1 + (mode & 1), 1 + (mode >> 1 & 1)))

    def _columns(self, rest: bytes) -> None:
        """ESC * m nL nH: columns of 8 or 24 dots, at single density two dots wide, at 8 dots three dots high."""
        mode, count = rest[0], rest[1] + 256 * rest[2]
        if not count:
            return
        per_column = 3 if mode & 32 else 1
        turned = _from_rows(rest[3:], per_column * 8, count)
        picture = turned.transpose(Image.Transpose.TRANSPOSE)
        self._put(_scaled(picture, 1 if mode & 1 else 2, 1 if mode & 32 else 3))

    def _graphics(self, head: bytes, rest: bytes) -> None:
        """GS ( L and its long form GS 8 L: function 112 stores a raster, 50 prints it."""
        data = rest[3:] if head == b"\x1d(" else rest[5:]
        if rest[:1] != b"L" or len(data) < 2:
            self.counts["undrawn"] += 1
        elif data[1] == 112 and len(data) >= 10:
            across, down = data[3], data[4]
            width, rows = data[6] + 256 * data[7], data[8] + 256 * data[9]
            size = (width + 7) // 8 * rows
            if not size or len(data) - 10 < size or across not in (1, 2) or down not in (1, 2):
                self.counts["undrawn"] += 1
                return
            raster = _from_rows(data[10 : 10 + size], (width + 7) // 8 * 8, rows).crop((0, 0, width, rows))
            self._stored = _scaled(raster, across, down)
        elif data[1] in (2, 50):
            self._end_line(0)
            if self._stored:
                self._lay(self._stored)
            self._stored = None
        else:
            self.counts["undrawn"] += 1

    def _lay(self, picture: Image.Image) -> None:
        """Onto the paper, where the alignment puts it."""
        if picture.width > self.width:
            self.counts["clipped"] += 1
        left = max(0, (self.width - picture.width) * self._align // 2)
        strip = Image.new("1", (self.width, picture.height), _WHITE)
        strip.paste(picture, (left, 0))
        self._strips.append(strip)
        self.lines += strip.height
        self.printed += strip.height
        if self.lines > MAX_LINES:
            self.counts["forced"] += 1
            self._cut()

    def _cut(self) -> None:
        self._end_line(0)
        if not self.lines:
            return
        paper = self.picture()
        self._strips.clear()
        self.lines = 0
        self._on_cut(paper)


def _from_rows(data: bytes, width: int, rows: int) -> Image.Image:
    """Rows of bits, most significant first, 1 is black."""
    return Image.frombytes("1", (width, rows), data, "raw", "1;I")


def _scaled(picture: Image.Image, across: int, down: int) -> Image.Image:
    if (across, down) == (1, 1):
        return picture
    return picture.resize((picture.width * across, picture.height * down), Image.Resampling.NEAREST)


def _size(head: bytes, data: bytes) -> int | None:
    """The whole size of the command that begins with `data`; 0 when that is not told yet, None for no command."""
    if head in _FIXED:
        return 2 + _FIXED[head]
    sizes = _SIZES.get(head)
    if sizes is None:
        return None
    needed, size = sizes
    return size(data) if len(data) >= needed else 0


def _size_of_raster(data: bytes) -> int | None:
    columns, rows = data[4] + 256 * data[5], data[6] + 256 * data[7]
    # No printer holds more; without a bound a broken header would swallow all that follows.
    if data[2:3] not in (b"0", b"\0") or columns > 256 or rows > 4096:
        return None
    return 8 + columns * rows


def _size_of_long_graphics(data: bytes) -> int | None:
    size = int.from_bytes(data[3:7], "little")
    return None if data[2:3] != b"L" or size > 1 << 20 else 7 + size


def _size_of_barcode(data: bytes) -> int | None:
    # The old form (m up to 6) ends with a NUL somewhere: its letters come out as text and are seen.
    return 4 + data[3] if data[2] >= 65 else 3


def _size_of_pulse(data: bytes) -> int | None:
    return {1: 5, 2: 5, 8: 10}.get(data[2], 3)


_WHITE = 255
_PREFIXES = frozenset(b"\x10\x1b\x1c\x1d")
_CELL = (12, 24)
_FONT = ImageFont.load_default(size=20)
_STYLE = frozenset({b"\x1b!", b"\x1d!", b"\x1dL", b"\x1dW", b"\x1b\\", b"\x1b{", b"\x1bV", b"\x1dB", b"\x1b-"})
_FIXED = (
    dict.fromkeys((b"\x1b" + bytes([c]) for c in b"@2<LSim\x0c"), 0)
    | dict.fromkeys((b"\x1b" + bytes([c]) for c in b"3dJa!-EGMRtV{ r=eKTu?%"), 1)
    | dict.fromkeys((b"\x1b" + bytes([c]) for c in b"$\\cB"), 2)
    | {b"\x1bp": 3, b"\x1bW": 8}
    | dict.fromkeys((b"\x1d" + bytes([c]) for c in b"!BHfhwarIbE/"), 1)
    | dict.fromkeys((b"\x1d" + bytes([c]) for c in b"LWP$\\"), 2)
    | {b"\x1d:": 0, b"\x1d^": 3}
    | {b"\x1c.": 0, b"\x1c&": 0, b"\x1c!": 1, b"\x1cC": 1, b"\x1c-": 1, b"\x1cW": 1, b"\x1cS": 2, b"\x1cp": 2}
    | {b"\x10\x05": 1}
)
_SIZES: dict[bytes, tuple[int, Callable[[bytes], int | None]]] = {
    b"\x10\x04": (3, lambda data: 4 if data[2] in (7, 8) else 3),
    b"\x10\x14": (3, _size_of_pulse),
    b"\x1b*": (5, lambda data: 5 + (data[3] + 256 * data[4]) * (3 if data[2] & 32 else 1)),
    b"\x1b(": (5, lambda data: 5 + data[3] + 256 * data[4]),
    b"\x1c(": (5, lambda data: 5 + data[3] + 256 * data[4]),
    b"\x1d(": (5, lambda data: 5 + data[3] + 256 * data[4]),
    b"\x1d*": (4, lambda data: 4 + data[2] * data[3] * 8),
    b"\x1d8": (7, _size_of_long_graphics),
    b"\x1dV": (3, lambda data: 4 if data[2] in (65, 66, 97, 98, 103, 104) else 3),
    b"\x1dk": (4, _size_of_barcode),
    b"\x1dv": (8, _size_of_raster),
}
