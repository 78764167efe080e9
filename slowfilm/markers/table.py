"""Rows as CSV that a spreadsheet shows and never runs."""

import csv
import io
from collections.abc import Iterable

from slowfilm.markers.words import words

# A spreadsheet takes what begins so for a formula; an apostrophe before it makes it words.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write(head: list[str], rows: Iterable[list[str]]) -> str:
    """The whole file; it begins with a mark by which spreadsheets know UTF-8."""
    file = io.StringIO()
    file.write("\ufeff")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return file.getvalue()


def safe(cell: str) -> str:
    """A cell that is words, whatever it begins with."""
    cell = words(cell)
    return f"'{cell}" if cell.lstrip(" \n").startswith(FORMULA) else cell
