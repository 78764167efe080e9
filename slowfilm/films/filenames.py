"""What a file is called, once it is only a name."""

import unicodedata

LONGEST = 255


def plain(name: str) -> str:
    """The last part of a path without control characters, at most 255 long; "" if none is left.

    Letters are composed (NFC), so that one name from two systems is one name.
    """
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    kept = "".join(c for c in unicodedata.normalize("NFC", last) if _printable(c)).strip()
    if kept in (".", ".."):
        return ""
    if len(kept) <= LONGEST:
        return kept
    stem, dot, ending = kept.rpartition(".")
    if not dot or len(ending) > 12:
        return kept[:LONGEST]
    return stem[: LONGEST - len(ending) - 1] + dot + ending


def _printable(character: str) -> bool:
    # Cc control, Cf direction marks that disguise an ending, Cs halves of characters. Joiners are
    # marks too, but Persian, Indic and pictured names are written with them.
    if character in "\u200c\u200d":
        return True
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
