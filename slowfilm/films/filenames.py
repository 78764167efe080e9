"""What a file is called, once it is only a name."""

import unicodedata

LONGEST = 255
# What files of a type are called, the usual ending first. A type that is not here is ".bin".
ENDINGS = {
    "application/mxf": (".mxf",),
    "application/pdf": (".pdf",),
    "application/vnd.pixar.opentimelineio+json": (".otio",),
    "application/zip": (".zip",),
    "audio/aac": (".aac", ".adts"),
    "audio/aiff": (".aiff", ".aif", ".aifc"),
    "audio/amr": (".amr", ".3ga"),
    "audio/basic": (".au", ".snd"),
    "audio/dv": (".dv", ".dif"),
    "audio/flac": (".flac",),
    "audio/mp2t": (".ts", ".mts", ".m2ts"),
    "audio/mp4": (".m4a", ".mp4", ".m4b", ".3gp", ".mov"),
    "audio/mpeg": (".mp3", ".mp2", ".mpa", ".mpga", ".mpg", ".mpeg"),
    "audio/ogg": (".ogg", ".oga", ".opus", ".spx"),
    "audio/wav": (".wav", ".wave", ".bwf"),
    "audio/webm": (".webm", ".weba"),
    "audio/x-caf": (".caf",),
    "audio/x-flv": (".flv", ".f4a"),
    "audio/x-matroska": (".mka", ".mkv"),
    "audio/x-ms-wma": (".wma", ".asf"),
    "audio/x-msvideo": (".avi",),
    "audio/x-w64": (".w64",),
    "image/avif": (".avif", ".avifs"),
    "image/bmp": (".bmp", ".dib"),
    "image/gif": (".gif",),
    "image/heic": (".heic", ".heif", ".hif"),
    "image/jpeg": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "image/png": (".png", ".apng"),
    "image/tiff": (".tif", ".tiff"),
    "image/webp": (".webp",),
    "text/vtt": (".vtt",),
    "text/x-edl": (".edl",),
    "video/dv": (".dv", ".dif"),
    "video/mp2t": (".ts", ".mts", ".m2ts", ".m2t"),
    "video/mp4": (".mp4", ".m4v", ".mov", ".3gp", ".f4v"),
    "video/mpeg": (".mpg", ".mpeg", ".vob", ".m2v", ".m1v"),
    "video/ogg": (".ogv", ".ogg", ".ogx"),
    "video/quicktime": (".mov", ".qt", ".mp4"),
    "video/webm": (".webm",),
    "video/x-flv": (".flv", ".f4v"),
    "video/x-matroska": (".mkv", ".mk3d"),
    "video/x-ms-asf": (".wmv", ".asf"),
    "video/x-msvideo": (".avi",),
    "video/x-yuv4mpeg": (".y4m",),
}


def plain(name: str) -> str:
    """The last part of a path without control characters, at most 255 long; "" if none is left.

    Letters are composed (NFC), so that one name from two systems is one name.
    """
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    text = "".join(c for c in unicodedata.normalize("NFC", last) if _printable(c)).strip()
    if text in (".", ".."):
        return ""
    if len(text) <= LONGEST:
        return text
    stem, dot, ending = text.rpartition(".")
    if not dot or len(ending) > 12:
        return text[:LONGEST]
    return stem[: LONGEST - len(ending) - 1] + dot + ending


def ended(name: str, media_type: str) -> str:
    """A file's name with an ending that says what its bytes are, whatever the name said.

    A computer opens a file as its ending tells it to: a picture called x.html would be run.
    """
    endings = ENDINGS.get(media_type, (".bin",))
    if name.lower().endswith(endings):
        return name
    return name[: LONGEST - len(endings[0])] + endings[0]


def _printable(character: str) -> bool:
    # Cc control, Cf direction marks that disguise an ending, Cs halves of characters. Joiners are
    # marks too, but Persian, Indic and pictured names are written with them.
    if character in "\u200c\u200d":
        return True
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
