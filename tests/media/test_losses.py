"""What of a file can't be read costs nothing else, is counted, and is said."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from slowfilm.media.frames import Picture, Sound, read
from slowfilm.media.probe import probe
from tests.media.barcode import number, write_clip
from tests.media.oggs import put_empty, write_ogg
from tests.media.test_proxy import make

SMALL = (160, 96)
RATE = Fraction(25)


@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize("codec", ["libopus", "vorbis"])
def test_a_packet_of_no_bytes_costs_no_other(tmp_path: Path, codec: str, last: bool) -> None:
    path = write_ogg(tmp_path / "a.ogg", codec, 2)
    assert make("sound", path)["probe"]["damaged_sounds"] == 0
    put_empty(path, last=last)
    assert make("sound", path)["probe"]["damaged_sounds"] == 1
    heard = np.concatenate([p.samples for p in read(path, probe(path)) if isinstance(p, Sound)], 1)
    tenths = np.abs(heard[0, :96000]).reshape(20, -1).max(axis=1)
    assert tenths.min() > 0.2


def begun_late(path: Path, codec: str, *, even: bool) -> Path:
    """A broadcast from its 15th frame on; the first that is told in full is the 60th."""
    times = [i if even else 4 * i + 2 * (i % 7 == 3) for i in range(66)]
    base = Fraction(1, 25 if even else 100)
    options = {"g": "60", "bf": "0"}
    write_clip(path, RATE, 66, SMALL, codec=codec, times=times, time_base=base, options=options)
    with av.open(str(path)) as file:
        places = [packet.pos for packet in file.demux(video=0) if packet.size]
    path.write_bytes(path.read_bytes()[(places[14] or 0) // 188 * 188 :])
    return path


@pytest.mark.parametrize(
    ("codec", "even"),
    [
        ("libx264", True),
        ("libx264", False),
        ("mpeg4", True),
        ("mpeg4", False),
        ("mpeg2video", True),
    ],
)
def test_what_comes_before_the_first_whole_picture_is_counted(
    tmp_path: Path, codec: str, even: bool
) -> None:
    path = begun_late(tmp_path / "a.ts", codec, even=even)
    parts = [each for each in read(path, probe(path)) if isinstance(each, Picture)]
    shown = [number(each.frame.to_ndarray(format="gray").astype(np.uint8)) for each in parts]
    whole = [n for n, each in zip(shown, parts, strict=True) if not each.damaged]
    assert sorted(set(whole)) == list(range(60, 66))
    assert len(whole) / len(parts) == pytest.approx(6 / 52, abs=0.03)
    assert not any(each.damaged for each in parts[-len(whole) :]), "the lost ones come first"
