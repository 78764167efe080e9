"""All tracks and channels of a file are found, and those that are chosen are seen and heard."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from slowfilm.media.clip import Choice
from slowfilm.media.frames import Picture, Sound, read
from slowfilm.media.probe import Probe, probe
from tests.media import broadcasts, many_tracks


def heard(path: Path, about: Probe) -> NDArray[np.float32]:
    parts = [part.samples for part in read(path, about) if isinstance(part, Sound)]
    return np.concatenate(parts, axis=1)


def tones(path: Path, choice: Choice) -> list[int]:
    """The strongest tone of each side, in tens of Hz."""
    return [
        round(many_tracks.loudest(side), -1) for side in heard(path, probe(path, choice=choice))
    ]


def test_a_voice_on_the_second_track_is_offered_and_heard_alone_or_with_the_first(
    tmp_path: Path,
) -> None:
    path = many_tracks.clip(tmp_path / "a.mkv", [440, 1000], titles=["Camera", "人声\nBoom"])
    about = probe(path)
    first, second = (track for track in about.tracks if track["type"] == "audio")
    assert about.used == {"picture": 0, "sounds": [1], "channels": []}
    assert (first["language"], first["title"]) == ("eng", "Camera")
    assert (second["language"], second["title"], second["channels"]) == ("chi", "人声Boom", 1)
    assert tones(path, Choice()) == [440, 440]
    assert tones(path, Choice(0, (2,))) == [1000, 1000]
    both = heard(path, probe(path, choice=Choice(0, (1, 2))))
    spectrum = np.abs(np.fft.rfft(both[0]))
    loud = {
        round(float(at) * many_tracks.RATE / both.shape[1], -1) for at in spectrum.argsort()[-2:]
    }
    assert loud == {440, 1000} and both.shape[1] == many_tracks.RATE
    assert Probe.from_json(about.to_json()) == about


def test_a_second_picture_is_seen_where_it_is_chosen(tmp_path: Path) -> None:
    path = many_tracks.clip(tmp_path / "a.mkv", [440], pictures=[60, 200])
    for chosen, grey in ((0, 60), (1, 200)):
        about = probe(path, choice=Choice(chosen))
        assert about.used and about.used["picture"] == chosen
        first = next(part for part in read(path, about) if isinstance(part, Picture))
        assert abs(int(first.frame.to_ndarray(format="rgb24")[20, 20, 0]) - grey) < 6


@pytest.mark.parametrize("description", [False, True])
def test_a_recorders_channels_have_their_names_and_are_heard_one_by_one(
    tmp_path: Path, description: bool
) -> None:
    names = ["Mix &amp; L" if not description else "Mix & L", "林遥", "Boom"]
    path = many_tracks.wav(tmp_path / "a.wav", [0, 300, 700], names, description=description)
    (track,) = probe(path).tracks
    assert (track["channels"], track["channel_names"]) == (3, ["Mix & L", "林遥", "Boom"])
    assert tones(path, Choice(None, (0,), (1,))) == [300, 300]
    assert tones(path, Choice(None, (0,), (1, 2))) == [300, 700]
    assert tones(path, Choice(None, (0,), (2, 1))) == [700, 300]
    assert tones(path, Choice(None, (0,), (0,))) == [0, 0]


def test_each_of_64_channels_can_be_heard(tmp_path: Path) -> None:
    path = many_tracks.wav(tmp_path / "a.wav", [200 + 50 * at for at in range(64)])
    about = probe(path)
    assert about.tracks[0]["channels"] == 64 and heard(path, about).any()
    for at in (0, 9, 63):
        assert tones(path, Choice(None, (0,), (at,))) == [200 + 50 * at] * 2


def test_of_several_programmes_the_sound_is_that_of_the_picture(tmp_path: Path) -> None:
    path = broadcasts.two_programs(tmp_path / "a.ts")
    about = probe(path)
    assert about.width == 320, "the larger picture"
    assert tones(path, Choice()) == [900, 900]
    programs = {(track["type"], track["program"]) for track in about.tracks}
    assert programs == {(kind, each) for kind in ("video", "audio") for each in (1, 2)}


def test_a_comment_is_not_heard_in_the_place_of_the_sound(tmp_path: Path) -> None:
    path = tmp_path / "a.mkv"
    kinds = [av.stream.Disposition.comment, av.stream.Disposition(0)]
    many_tracks.clip(path, [440, 1000], dispositions=kinds)
    assert tones(path, Choice()) == [1000, 1000]


@pytest.mark.parametrize("head", [b"RF64", b"BW64"])
def test_names_behind_samples_beyond_four_gigabytes_are_found(tmp_path: Path, head: bytes) -> None:
    path = many_tracks.wav(tmp_path / "a.wav", [440, 1000], ["Boom", "Lav"], head=head)
    (track,) = probe(path).tracks
    assert track["channel_names"] == ["Boom", "Lav"]


def test_when_a_recorder_began_is_read(tmp_path: Path) -> None:
    began = 36_000 * many_tracks.RATE + many_tracks.RATE // 2
    path = many_tracks.wav(tmp_path / "a.wav", [440], ["Boom"], began=began, rate="25/1")
    about = probe(path)
    assert (about.clock, about.timecode) == (Fraction(72_001, 2), "10:00:00:12")
    assert Probe.from_json(about.to_json()) == about
    plain = probe(many_tracks.wav(tmp_path / "b.wav", [440], began=began))
    assert (plain.clock, plain.timecode) == (about.clock, ""), "it names no rate"
