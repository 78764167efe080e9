"""Our catalogues, and what a page says to people."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
DOMAINS = ("django", "djangojs")
CHINESE = re.compile(r"[\u3400-\u9fff]")
SPOKEN = ("aria-label", "title", "placeholder", "alt", "data-confirm")
UNSPOKEN = ("script", "style", "noscript")


def catalogue(domain: str, folder: Path = ROOT / "slowfilm" / "locale") -> Catalog:
    """What a folder's catalogue says in Simplified Chinese."""
    with (folder / "zh_Hans" / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
        return read_po(file, locale="zh_Hans")


def messages(domain: str) -> list[Message]:
    """The messages of a domain of ours, without the header."""
    return [message for message in catalogue(domain) if message.id]


def ids(message: Message) -> tuple[str, ...]:
    """Its English: one text, or singular and plural."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def said(message: Message) -> tuple[str, ...]:
    """Its Chinese, which knows no plural: one text."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


class Heard(HTMLParser):
    """Every text a reader or a screen reader is given by a piece of HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in UNSPOKEN
        self.texts += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in UNSPOKEN

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.texts.append(" ".join(data.split()))


def heard(html: str) -> Iterator[str]:
    """The texts of a page, one by one."""
    reader = Heard()
    reader.feed(html)
    yield from reader.texts
