"""Where a line may end: Chinese has no spaces, so nearly everywhere, but not before a comma."""

from collections.abc import Callable, Iterator

# What may not begin a line, and what may not end one.
CLOSING = frozenset("，。、；：？！）》〉」』】〕”’…—·,.;:?!)]}%")
OPENING = frozenset("（《〈「『【〔“‘([{")


def broken(text: str, wide: float, width_of: Callable[[str], float]) -> str:
    """A text in lines no wider than `wide`, in whatever unit `width_of` measures.

    A line ends at a space or beside a Chinese character, never before closing punctuation or after
    an opening one. What is wider than a line by itself is left to the printer.
    """
    return "\n".join(
        line for paragraph in text.split("\n") for line in _lines(paragraph, wide, width_of)
    )


def _lines(text: str, wide: float, width_of: Callable[[str], float]) -> Iterator[str]:
    line = ""
    for piece in _pieces(text):
        if line and width_of((line + piece).rstrip()) > wide:
            yield line.rstrip()
            line = piece.lstrip()
        else:
            line += piece
    yield line.rstrip()


def _pieces(text: str) -> Iterator[str]:
    """Parts of a text between which a line may end."""
    piece = ""
    for at, letter in enumerate(text):
        piece += letter
        after = text[at + 1] if at + 1 < len(text) else ""
        if _may_end(letter, after):
            yield piece
            piece = ""
    if piece:
        yield piece


def _may_end(letter: str, after: str) -> bool:
    if not after or after in CLOSING or after == " " or letter in OPENING:
        return False
    return letter == " " or _wide(letter) or _wide(after)


def _wide(letter: str) -> bool:
    return "\u2e80" <= letter <= "\u9fff" or "\uf900" <= letter <= "\uffef"
