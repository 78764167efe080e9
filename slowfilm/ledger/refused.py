"""What an act that may not be is answered with."""

from django.utils.functional import Promise


class Refused(Exception):
    """An act that may not be. `code` is for programs, `reason` a sentence for the person."""

    def __init__(self, code: str, reason: str | Promise) -> None:
        super().__init__(code)
        self.code = code
        self.reason = reason
