"""A copy of a file without what it tells of people: the same pictures and sounds, bit by bit.

Nothing is encoded anew. What can't be proved to be the same is refused.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

from PIL import ExifTags, Image

from slowfilm.media import remux
from slowfilm.media.containers import boxes, gif, jpeg, png, tiff, webp
from slowfilm.media.errors import MediaError
from slowfilm.media.picture_file import open_still
from slowfilm.media.probe import Probe, probe

Strip = Callable[[bytes, int], bytes]  # the whole file and its EXIF orientation -> the copy

STILLS: dict[str, Strip] = {
    "image/jpeg": jpeg.strip,
    "image/png": png.strip,
    "image/webp": webp.strip,
    "image/gif": gif.strip,
    "image/tiff": tiff.strip,
    "image/heic": boxes.strip,
    "image/avif": boxes.strip,
}


def strip(path: Path, out: Path, about: Probe) -> Probe:
    """Write the copy to `out`; its probe, which finds nothing told any more.

    Raises MediaError "not-strippable" if there can be no such copy.
    """
    try:
        if about.media_type in STILLS:
            _still(path, out, about)
        else:
            remux.strip(path, out, about)
    except (ValueError, IndexError, KeyError, OverflowError) as error:
        raise MediaError("not-strippable") from error
    copy = probe(out)
    same = about.media_type not in STILLS or _pixels(path) == _pixels(out)
    if copy.carries or not (same and _measures(copy) == _measures(about)):
        raise MediaError("not-strippable")
    return copy


def _still(path: Path, out: Path, about: Probe) -> None:
    with open_still(path) as image:
        orientation = int(image.getexif().get(ExifTags.Base.Orientation, 1))
    out.write_bytes(STILLS[about.media_type](path.read_bytes(), orientation))


def _measures(about: Probe) -> dict[str, object]:
    """All that must not change."""
    measures = about.to_json()
    names = ("carries", "tracks", "used")  # titles are among what is taken out
    for name in (*names, "start", "damaged_frames", "damaged_sounds", "interlaced"):
        del measures[name]
    return measures


def _pixels(path: Path) -> str:
    """A digest of what is decoded, with how it lies and what its colours mean."""
    with open_still(path) as image:
        image.load()
        about = (image.mode, image.size, image.getexif().get(ExifTags.Base.Orientation, 1))
        digest = hashlib.sha256(repr(about).encode())
        digest.update(image.info.get("icc_profile") or b"")
        for frame in range(getattr(image, "n_frames", 1)):
            image.seek(frame)
            digest.update(Image.Image.tobytes(image))
    return digest.hexdigest()
