"""Words as a file for another program may hold them, whoever wrote them."""

import re

# Controls but tab and line end, marks that turn the direction of text, halves of characters.
UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def words(text: str) -> str:
    """A text with plain line ends and nothing that a reader would stumble over."""
    return UNSAFE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """The same in one line, for formats that have a line for each thing."""
    return " ".join(words(text).split())
