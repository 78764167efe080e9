"""What a file is, told by its first bytes and never by its name."""

from pathlib import Path

from slowfilm.media.names import EDL_TYPE, MATTES_TYPE, OTIO_TYPE

PICTURES = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",  # several JPEGs one after the other, as cameras write: the first is shown
    "PNG": "image/png",
    "WEBP": "image/webp",
    "GIF": "image/gif",
    "TIFF": "image/tiff",
    "BMP": "image/bmp",
    "AVIF": "image/avif",
    "HEIF": "image/heic",  # known only where its opener is registered: in the sandbox's child
}

# What the demuxers call a format -> (MIME with a picture, MIME with sound only).
CLIPS = {
    "mov": ("video/mp4", "audio/mp4"),
    "matroska": ("video/x-matroska", "audio/x-matroska"),
    "avi": ("video/x-msvideo", "audio/x-msvideo"),
    "mpegts": ("video/mp2t", "audio/mp2t"),
    "mpeg": ("video/mpeg", "audio/mpeg"),
    "mpegvideo": ("video/mpeg", "video/mpeg"),
    "dv": ("video/dv", "audio/dv"),
    "mxf": ("application/mxf", "application/mxf"),
    "flv": ("video/x-flv", "audio/x-flv"),
    "asf": ("video/x-ms-asf", "audio/x-ms-wma"),
    "ogg": ("video/ogg", "audio/ogg"),
    "yuv4mpegpipe": ("video/x-yuv4mpeg", "video/x-yuv4mpeg"),
    "wav": ("audio/wav", "audio/wav"),
    "w64": ("audio/x-w64", "audio/x-w64"),
    "mp3": ("audio/mpeg", "audio/mpeg"),
    "aac": ("audio/aac", "audio/aac"),
    "flac": ("audio/flac", "audio/flac"),
    "aiff": ("audio/aiff", "audio/aiff"),
    "caf": ("audio/x-caf", "audio/x-caf"),
    "amr": ("audio/amr", "audio/amr"),
    "au": ("audio/basic", "audio/basic"),
}

_STILL_BRANDS = (
    *(b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"),
    *(b"avif", b"avis"),
)

_BRANDED = {"image/avif", "image/heic", "video/mp4"}  # a sequence of pictures is a clip

# First bytes of which one can say what such a file may be.
_MP4 = {"video/mp4", "audio/mp4", "video/quicktime"}
_EBML = {"video/x-matroska", "audio/x-matroska", "video/webm", "audio/webm"}
_MARKED: tuple[tuple[int, bytes, set[str]], ...] = (
    (0, b"\xff\xd8\xff", {"image/jpeg"}),
    (0, b"\x89PNG\r\n\x1a\n", {"image/png"}),
    (0, b"GIF8", {"image/gif"}),
    (8, b"WEBP", {"image/webp"}),
    *((0, mark, {"image/tiff"}) for mark in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")),
    *((4, b"ftyp" + brand, _BRANDED) for brand in _STILL_BRANDS),
    *((4, box, _MP4) for box in (b"ftyp", b"moov", b"mdat", b"wide")),
    (0, b"\x1a\x45\xdf\xa3", _EBML),
    (8, b"AVI ", {"video/x-msvideo", "audio/x-msvideo"}),
    (8, b"WAVE", {"audio/wav"}),
    (0, b"OggS", {"video/ogg", "audio/ogg"}),
    (0, b"fLaC", {"audio/flac"}),
    (0, b"FLV\x01", {"video/x-flv", "audio/x-flv"}),
    (0, b"\x30\x26\xb2\x75", {"video/x-ms-asf", "audio/x-ms-wma"}),
    (0, b"\x06\x0e\x2b\x34", {"application/mxf"}),
    (0, b"PK\x03\x04", {"application/zip"}),
    (0, b"\x89SLOWMATTE\r\n", {MATTES_TYPE}),
    (0, b"WEBVTT", {"text/vtt"}),
    (0, b"%PDF-", {"application/pdf"}),
    (0, b"BM", {"image/bmp"}),
)
UNKNOWN = "application/octet-stream"
_TEXTS = {EDL_TYPE, OTIO_TYPE}  # words, which no first bytes tell
_CLIP_TYPES = {*(kind for pair in CLIPS.values() for kind in pair), *_MP4, *_EBML}


def opening(path: Path) -> bytes:
    """The first bytes of the file, enough for every question asked here."""
    with path.open("rb") as file:
        return file.read(4096)


def starts_like_a_still(head: bytes) -> bool:
    """Whether these bytes open a picture in a film's container, as phones keep them."""
    return head[4:8] == b"ftyp" and head[8:12] in _STILL_BRANDS


def starts_like_a_clip(head: bytes) -> bool:
    """Whether these bytes open a known clip: if it can't be read all the same, it is broken."""
    kinds = types(head)
    return bool(kinds) and kinds <= _CLIP_TYPES


def clip_type(format_name: str, head: bytes, *, picture: bool) -> str:
    """MIME type of a clip the demuxer `format_name` (such as "mov,mp4,m4a") has opened."""
    format_name = format_name.split(",")[0]
    if format_name == "mov" and picture and head[8:12] == b"qt  ":
        return "video/quicktime"
    if format_name == "matroska" and b"webm" in head[:64]:
        return "video/webm" if picture else "audio/webm"
    return CLIPS[format_name][0 if picture else 1]


def types(head: bytes) -> set[str]:
    """The MIME types that a file which opens so may have; none if its opening does not tell."""
    for at, mark, kinds in _MARKED:
        if head[at : at + len(mark)] == mark:
            return kinds
    return set()


def may_be(media_type: str, head: bytes) -> bool:
    """Whether a file which opens so can be of a MIME type. Pictures always show what they are."""
    kinds = types(head)
    if media_type == UNKNOWN:
        return kinds <= {"image/bmp"}  # two letters, which numbers may begin with too
    if media_type in _TEXTS:
        return not kinds and b"\0" not in head
    return media_type in kinds if kinds else media_type in _CLIP_TYPES
