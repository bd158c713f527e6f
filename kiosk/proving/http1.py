"""Where an HTTP/1.1 message ends, told from its bytes as they pass; the bytes themselves are left as they are."""

import h11

_LONGEST_HEAD = 256 * 1024


class NotHttp(Exception):
    """The bytes are no HTTP/1.1 message."""


class RequestFrame:
    """Follows one request. `raw` is what came of it, `rest` what lay behind its end."""

    def __init__(self) -> None:
        self._server = h11.Connection(h11.SERVER, max_incomplete_event_size=_LONGEST_HEAD)
        self._request: h11.Request | None = None
        self.rest = b""

    def feed(self, data: bytes) -> bool:
        """Whether the request is whole now. Raises NotHttp."""
        whole, self.rest, events = _fed(self._server, data)
        self._request = next((event for event in events if isinstance(event, h11.Request)), self._request)
        return whole

    def answer(self, status: int, headers: dict[str, str], body: bytes) -> bytes:
        """The bytes of an answer to this request, which is whole: without a body where it asked for none."""
        head = self._request is not None and self._request.method == b"HEAD"
        fields = [("Content-Length", str(len(body))), *headers.items()]
        events = (
            h11.Response(status_code=status, headers=fields),
            *(() if head else (h11.Data(data=body),)),
            h11.EndOfMessage(),
        )
        return b"".join(self._server.send(event) or b"" for event in events)

    def answer_frame(self) -> "AnswerFrame":
        """What follows the answer to this request."""
        return AnswerFrame(self._request.method if self._request else b"GET")


class AnswerFrame:
    """Follows the answer to a request of this method."""

    def __init__(self, method: bytes) -> None:
        self._client = h11.Connection(h11.CLIENT, max_incomplete_event_size=_LONGEST_HEAD)
        self._client.send(h11.Request(method=method, target="/", headers=[("Host", "x")]))
        self._client.send(h11.EndOfMessage())

    def feed(self, data: bytes) -> bool:
        """Whether the answer is whole now; b"" is the end of the connection. Raises NotHttp."""
        return _fed(self._client, data)[0]


def _fed(side: h11.Connection, data: bytes) -> tuple[bool, bytes, list[object]]:
    events: list[object] = []
    try:
        side.receive_data(data)
        while (event := side.next_event()) not in (h11.NEED_DATA, h11.PAUSED):
            events.append(event)
            if isinstance(event, h11.EndOfMessage):
                return True, side.trailing_data[0], events
            if isinstance(event, h11.ConnectionClosed):
                raise NotHttp
    except h11.RemoteProtocolError:
        raise NotHttp from None
    return False, b"", events
