"""What a file tells of who made it, where and when, beside its pictures and sounds.

Only kinds are told, by the codes below, never the values: where a picture was taken is nobody's to
read in a list. What colour, turning and timing need is not counted.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from av.container import InputContainer
from av.stream import Disposition
from PIL import ExifTags, Image, ImageFile, IptcImagePlugin

from slowfilm.media.picture_file import BROKEN

# In the order in which they are said, what tells most of a person first.
CODES = (
    "position",
    "people",
    "serial",
    "owner",
    "telemetry",
    "notes",
    "time",
    "device",
    "software",
    "comment",
    "preview",
    "trailer",
    "other",
)
E = ExifTags.Base
EXIF: dict[int, str] = {
    **dict.fromkeys((0xA431, 0xA435, 0xC62F), "serial"),
    **dict.fromkeys((0xA430, E.Artist, E.Copyright, 0x9C9D), "owner"),
    **dict.fromkeys((33550, 33922, 34264, 34735), "position"),  # GeoTIFF
    E.MakerNote: "notes",
    **dict.fromkeys((E.DateTime, E.DateTimeOriginal, E.DateTimeDigitized), "time"),
    **dict.fromkeys((E.Make, E.Model, E.HostComputer, 0xA433, 0xA434), "device"),
    E.Software: "software",
    **dict.fromkeys((E.ImageDescription, E.UserComment, E.DocumentName), "comment"),
    **dict.fromkeys((0x9C9B, 0x9C9C, 0x9C9E, 0x9C9F), "comment"),
    E.ImageUniqueID: "other",
}
XMP = {
    "position": rb"GPSL|photoshop:(City|State|Country)|Location(Shown|Created)|Core:Location",
    "people": rb"mwg-rs:|MP:RegionInfo|PersonInImage",
    "serial": rb"SerialNumber|LensID",
    "owner": rb"dc:(creator|rights)|OwnerName|photoshop:(Credit|AuthorsPosition)|CreatorContact",
    "time": rb"CreateDate|DateCreated|ModifyDate|MetadataDate|DateTimeOriginal",
    "device": rb"tiff:(Make|Model)\b|aux:Lens\b",
    "software": rb"CreatorTool|softwareAgent",
    "comment": rb"dc:(description|title|subject)|UserComment",
}
IPTC = {
    **dict.fromkeys((26, 27, 90, 92, 95, 100, 101), "position"),
    **dict.fromkeys((80, 85, 110, 115, 116, 118, 122), "owner"),
    **dict.fromkeys((30, 35, 55, 60, 62, 63), "time"),
    65: "software",
}
THUMBNAIL, GPS_VERSION = 0x0201, 0
# Of a clip's tags, by their names: the first that fits. What is named "" is no one's business.
TAGS = (
    (
        "",
        r"encoder|(major|minor|compatible)_(brand|version)s?|handler_name|vendor_id|language|"
        r"timecode|time_reference|duration|rotate|bps.*|number_of_.*|_statistics.*|track|disc|"
        r"variant_bitrate|alpha_mode|reel_name|.*full-frame-rate-playback-intent",
    ),
    ("position", r".*(location|gps|latitude|longitude|xyz|geo).*"),
    ("people", r".*(people|face|person).*"),
    ("serial", r".*(serial|imei|device_?id).*"),
    (
        "owner",
        r".*(artist|author|composer|performer|copyright|owner|originator|publisher|director|"
        r"producer|credit|engineer|licen[sc]e|encoded_by).*",
    ),
    ("device", r".*(make|model|manufacturer|camera|lens|android\.version).*"),
    ("time", r".*(date|time|year).*"),
    ("software", r".*(software|coding_history|application|tool|creator).*"),
    (
        "comment",
        r".*(comment|description|synopsis|title|lyrics|keyword|genre|album|subject|note).*",
    ),
)
APPLE = "com.apple.quicktime."  # which holds a time
PHOTOSHOP_PREVIEWS = (1033, 1036)


def in_order(codes: Iterable[str]) -> tuple[str, ...]:
    """Codes, each once, as they are said."""
    unique = {*codes}
    return tuple(code for code in CODES if code in unique)


def by_picture(image: ImageFile.ImageFile) -> set[str]:
    """What the decoder of an opened picture has found: EXIF, XMP, IPTC, comments."""
    codes = of_exif(image) | of_xmp(_bytes(image.info.get("xmp")))
    try:
        if records := IptcImagePlugin.getiptcinfo(image):
            codes |= {IPTC.get(number, "comment") for record, number in records if record == 2}
    except (SyntaxError, ValueError, OSError, KeyError, IndexError):
        codes.add("other")
    resources = image.info.get("photoshop")
    if isinstance(resources, dict) and resources.keys() & {*PHOTOSHOP_PREVIEWS}:
        codes.add("preview")
    if _said(image.info.get("comment")):
        codes.add("comment")
    return codes


def of_exif(image: Image.Image) -> set[str]:
    """The kinds of a picture's EXIF."""
    try:
        exif = image.getexif()
        tags = dict(exif) | exif.get_ifd(ExifTags.IFD.Exif)
        gps, small = exif.get_ifd(ExifTags.IFD.GPSInfo), exif.get_ifd(ExifTags.IFD.IFD1)
    except Exception:  # it is broken, which is no reason to believe that it says nothing
        return {"other"} if image.info.get("exif") else set()
    if BROKEN in image.info:
        return {"other"}
    codes = {EXIF[tag] for tag, value in tags.items() if tag in EXIF and _said(value)}
    if gps.keys() - {GPS_VERSION}:
        codes.add("position")
    if THUMBNAIL in small:
        codes.add("preview")
    return codes


def of_xmp(packet: bytes) -> set[str]:
    """The kinds of an XMP packet."""
    if not packet.strip(b"\x00 \r\n\t") or b"<rdf:Description" not in packet:
        return set()
    return {code for code, sign in XMP.items() if re.search(sign, packet)} or {"other"}


def by_container(container: InputContainer) -> set[str]:
    """What a clip's container says of itself, of its streams, and in streams of its own."""
    codes = of_tags(container.metadata)
    for stream in container.streams:
        codes |= of_tags(stream.metadata)
        if stream.type == "data" and "timecode" not in stream.metadata:
            codes.add("telemetry")
        if stream.type == "video" and stream.disposition & Disposition.attached_pic:
            codes.add("preview")
    return codes


def of_tags(tags: Mapping[str, str]) -> set[str]:
    """The kinds of a container's tags."""
    return {code for name, value in tags.items() if value.strip() and (code := of_tag(name))}


def of_tag(name: str) -> str:
    """The kind of one tag; "" if it tells of nobody."""
    for code, sign in TAGS:
        if re.fullmatch(sign, name.lower().removeprefix(APPLE)):
            return code
    return "other"


def _said(value: Any) -> bool:
    """Whether a value says anything: cameras leave fields of blanks."""
    if isinstance(value, bytes):
        plain = re.sub(rb"^(ASCII|UNICODE|JIS)\x00+", b"", value)
        return bool(plain.strip(b"\x00 "))
    return bool(value.strip("\x00 ")) if isinstance(value, str) else value is not None


def _bytes(value: Any) -> bytes:
    return value.encode() if isinstance(value, str) else bytes(value or b"")
