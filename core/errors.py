"""The errors that services raise beside Django's `ValidationError` and `PermissionDenied`."""


class Conflict(Exception):
    """The state moved while the user was busy (HTTP 409). The message says in Dutch what to do now."""

    def __init__(self, message: str, *, code: str = "conflict") -> None:
        super().__init__(message)
        self.message = message
        self.code = code
