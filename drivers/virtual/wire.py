"""The far end of a wire: a pseudo-terminal under a steady name, or a TCP port."""

import contextlib
import os
import select
import socket
import termios
import tty
from pathlib import Path
from typing import Protocol


class Wire(Protocol):
    """Bytes to and from whoever is at the near end. Nothing here blocks, and a lost peer is no error."""

    @property
    def url(self) -> str:
        """The address for a driver at the near end."""
        ...

    def plug(self) -> None: ...

    def unplug(self) -> None:
        """Vanish, as a pulled cable or a lost power supply does. A second call does nothing."""
        ...

    def hang_up(self) -> None:
        """Drop what is under way, as a device that is switched off and on does."""
        ...

    def waits_for(self) -> list[int]:
        """File descriptors that become readable when there is something to do."""
        ...

    def read(self) -> bytes:
        """What came, up to 64 KiB; empty when nothing did."""
        ...

    def write(self, data: bytes) -> int:
        """How many bytes the near end's buffer took."""
        ...


class PtyWire:
    """A pseudo-terminal whose near end stands under `link`, a symlink that goes and comes with the plug."""

    def __init__(self, link: Path) -> None:
        self._link = link
        self._master: int | None = None
        self._slave: int | None = None
        self.plug()

    @property
    def url(self) -> str:
        return f"serial://{self._link}"

    @property
    def plugged(self) -> bool:
        return self._master is not None

    def plug(self) -> None:
        if self._master is not None:
            return
        self._master, self._slave = os.openpty()
        # The twin keeps the near end open too: without it every read fails while no driver is there.
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        fresh = self._link.with_name(f".{self._link.name}.new")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(os.ttyname(self._slave))
        fresh.replace(self._link)

    def unplug(self) -> None:
        if self._master is None or self._slave is None:
            return
        self._link.unlink(missing_ok=True)
        os.close(self._slave)
        os.close(self._master)
        self._master = self._slave = None

    def hang_up(self) -> None:
        if self._master is not None:
            termios.tcflush(self._master, termios.TCIOFLUSH)
            while self.read():
                pass

    def waits_for(self) -> list[int]:
        return [] if self._master is None else [self._master]

    def read(self) -> bytes:
        if self._master is None:
            return b""
        try:
            return os.read(self._master, 65536)
        except OSError:
            return b""

    def write(self, data: bytes) -> int:
        if self._master is None:
            return 0
        try:
            return os.write(self._master, data)
        except OSError:
            return 0

    def room(self, within: float) -> bool:
        """Whether the near end takes more bytes, waiting at most `within` seconds."""
        return self._master is not None and bool(select.select([], [self._master], [], within)[1])


class TcpWire:
    """A TCP port of the loopback address that serves one client at a time, as network printers do."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self._host = host
        self._port = 0
        self._listener: socket.socket | None = None
        self._client: socket.socket | None = None
        self.plug()

    @property
    def url(self) -> str:
        return f"tcp://{self._host}:{self._port}"

    def plug(self) -> None:
        if self._listener is not None:
            return
        self._listener = socket.create_server((self._host, self._port), backlog=4)
        self._listener.setblocking(False)
        self._port = self._listener.getsockname()[1]

    def unplug(self) -> None:
        self.hang_up()
        if self._listener is not None:
            self._listener.close()
            self._listener = None

    def hang_up(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    def waits_for(self) -> list[int]:
        end = self._client or self._listener
        return [] if end is None else [end.fileno()]

    def read(self) -> bytes:
        if self._client is None:
            self._accept()
        if self._client is None:
            return b""
        try:
            data = self._client.recv(65536)
        except BlockingIOError:
            return b""
        except OSError:
            data = b""
        if not data:
            self.hang_up()
        return data

    def write(self, data: bytes) -> int:
        if self._client is None:
            return 0
        try:
            return self._client.send(data)
        except OSError:
            return 0

    def _accept(self) -> None:
        if self._listener is None:
            return
        with contextlib.suppress(OSError):
            self._client, _ = self._listener.accept()
            self._client.setblocking(False)
