"""The root of the kiosk's own errors: one class a cause, one sentence a person can act on."""


class KioskError(Exception):
    """An error with a cause that staff can act on. `message` is that sentence; `code` is a stable name."""

    code = "fault"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
