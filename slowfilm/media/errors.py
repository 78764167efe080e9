"""What can be wrong with a file that someone handed in."""

from typing import Literal

Code = Literal[
    "empty",
    "not-media",
    "truncated",
    "joined",
    "too-many-pixels",
    "too-long",
    "clip-too-short",
    "no-picture",
    "no-sound",
    "out-of-memory",
    "out-of-time",
    "cancelled",
    "disk-full",
    "unreadable",
    "damaged",
    "not-strippable",
    "other-length",
    "no-weights",
]


class MediaError(Exception):
    """A file could not be read, or what was to be made of it could not be made.

    `code` says what is wrong in one kebab-case word, `facts` holds the numbers and names that a
    sentence about it needs. The stages above turn both into words in the reader's language.
    """

    def __init__(self, code: Code, **facts: str | int) -> None:
        super().__init__(code, facts)
        self.code: Code = code
        self.facts: dict[str, str | int] = facts

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.code} ({details})" if details else self.code
