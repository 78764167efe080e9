"""Clips whose time is not one unbroken line: every frame and all sound in order, or a refusal."""

from fractions import Fraction
from itertools import groupby
from pathlib import Path

import av
import numpy as np
import pytest

from slowfilm.media.errors import MediaError
from slowfilm.media.frames import Picture, read
from slowfilm.media.probe import probe
from tests.media.barcode import number, tone, write_clip
from tests.media.broadcasts import stream

SMALL = (160, 96)
RATE = Fraction(25)
CODECS = {"webm": "libvpx", "mpg": "mpeg2video"}


def joined(folder: Path, ext: str, *, sound: bool = False, lengths: tuple[int, ...]) -> Path:
    """Clips of so many frames, one file after the other."""
    data = b""
    for count in lengths:
        path = folder / f"part.{ext}"
        heard = tone(count / RATE) if sound else None
        codec = CODECS.get(ext, "libx264")
        data += write_clip(path, RATE, count, SMALL, codec=codec, sound=heard).read_bytes()
    whole = folder / f"whole.{ext}"
    whole.write_bytes(data)
    return whole


def shown(path: Path) -> list[int]:
    about = probe(path)
    parts = [each for each in read(path, about) if isinstance(each, Picture)]
    return [number(each.frame.to_ndarray(format="gray").astype(np.uint8)) for each in parts]


@pytest.mark.parametrize(
    ("ext", "lengths"),
    [("ts", (30, 20)), ("ts", (8, 8, 9)), ("mkv", (20, 30)), ("webm", (12, 12)), ("mpg", (20, 30))],
)
def test_parts_of_which_each_begins_anew_are_shown_in_order(
    tmp_path: Path, ext: str, lengths: tuple[int, ...]
) -> None:
    path = joined(tmp_path, ext, lengths=lengths)
    about = probe(path)
    assert (about.frames, about.rate, about.variable_rate) == (sum(lengths), RATE, False)
    assert shown(path) == [n for count in lengths for n in range(count)]


def test_the_sound_of_a_part_stays_with_its_picture(tmp_path: Path) -> None:
    path = joined(tmp_path, "ts", sound=True, lengths=(25, 25))
    parts = list(read(path, probe(path)))
    heard = np.concatenate([p.samples for p in parts if not isinstance(p, Picture)], axis=1)
    assert heard.shape == (2, 96000)
    tenths = np.abs(heard[0]).reshape(20, -1).max(axis=1)
    assert tenths.min() > 0.3, "silence in one part would be a sound that went with the other"


def test_tracks_that_change_their_numbers_go_on(tmp_path: Path) -> None:
    """As where two recordings of one programme are joined."""
    path = tmp_path / "a.ts"
    path.write_bytes(b"".join(stream(path, 25, SMALL, 300, first, 1) for first in (0x100, 0x200)))
    numbers = shown(path)
    # The last frame before the change is never finished by the stream; the one before it stands.
    assert [n for n, _again in groupby(numbers)] == [*range(24), *range(25)]
    assert len(numbers) in (50, 51)
    parts = [p.samples for p in read(path, probe(path)) if not isinstance(p, Picture)]
    assert np.abs(np.concatenate(parts, axis=1)[0, 60000:90000]).max() > 0.2


@pytest.mark.parametrize("jump", [3600, 20])
def test_a_clock_that_jumps_ahead_leaves_no_hole(tmp_path: Path, jump: int) -> None:
    """In a broadcast stream; one of ten seconds at most is a hole in it and is held."""
    times = [3600 * i for i in range(15)] + [3600 * i + 90000 * jump for i in range(15, 30)]
    base = Fraction(1, 90000)
    path = tmp_path / "a.ts"
    write_clip(path, RATE, 30, SMALL, times=times, time_base=base, options={"bf": "0"})
    about = probe(path)
    assert (about.frames, about.duration) == (30, Fraction(30, 25))
    assert shown(path) == list(range(30))


def test_a_pause_is_no_jump(tmp_path: Path) -> None:
    """A camera that waits, a minute here, is not one clip joined to another."""
    times = [40 * i for i in range(10)] + [60_000 + 40 * i for i in range(10)]
    path = tmp_path / "a.mp4"
    write_clip(path, RATE, 20, SMALL, times=times, time_base=Fraction(1, 1000))
    assert float(probe(path).duration) == pytest.approx(60.4, abs=0.05)


@pytest.mark.parametrize("ext", ["mp4", "mov", "flv"])
def test_what_can_only_be_read_in_part_is_refused(tmp_path: Path, ext: str) -> None:
    with pytest.raises(MediaError) as caught:
        probe(joined(tmp_path, ext, lengths=(20, 30)))
    assert caught.value.code == "joined"


def test_sounds_joined_of_which_the_second_is_not_read_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", 48000)
        stream.layout = "mono"
        frame = av.AudioFrame.from_ndarray(np.full((1, 4800), 999, np.int16), "s16", "mono")
        frame.sample_rate = 48000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    assert probe(path).duration == Fraction(1, 10)
    path.write_bytes(path.read_bytes() * 2)
    with pytest.raises(MediaError) as caught:
        probe(path)
    assert caught.value.code == "joined"
