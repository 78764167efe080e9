"""A cut is rendered: every frame is the one its timing says, and what is heard is as loud."""

import tempfile
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from slowfilm import storage
from slowfilm.cuts.models import Cut, CutRender, CutVersion
from slowfilm.cuts.rendering import render_cut
from slowfilm.cuts.subtitles import webvtt
from slowfilm.films.models import Film
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import claim
from slowfilm.ledger import Refused
from slowfilm.media.master import MasterWriter
from slowfilm.media.names import MASTER_TYPE
from slowfilm.shots.models import Draft
from slowfilm.storage import Holding
from slowfilm.tasks import do
from tests import make
from tests.cuts.made import by, clip, cut, saved
from tests.generations import made
from tests.media.barcode import draw, number, tone
from tests.media.masters import opened

SIZE = (160, 96)
OWN = 64


def barcoded(
    film: Film,
    place: int,
    frames: int = 24,
    *,
    rate: Fraction = Fraction(24),
    size: tuple[int, int] = SIZE,
    sound: bool = False,
) -> Draft:
    """A draft whose frames say place × 64 + their own number, with a tone of half full scale."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "master.avi"
        width, height = size
        with MasterWriter(path, width=width, height=height, rate=rate, sound=sound) as master:
            for index in range(frames):
                master.frame(draw(place * OWN + index, *size))
            if sound:
                master.sound(tone(float(frames / rate)))
        blob = storage.keep(path, MASTER_TYPE, film.id)
    files = {"master": blob} | ({"waveform": make.blob(film)} if sound else {})
    about = {"frames": frames, "rate": rate, "size": size, "nobody_declared_by": "system"}
    return make.draft(film, **about, **files)


def small_cut(film: Film) -> Cut:
    Film.objects.filter(id=film.id).update(width=SIZE[0], height=SIZE[1])
    return cut(film)


def rendered(version: CutVersion) -> CutRender:
    """What a worker makes of a version."""
    render_cut(**by(version.cut.film), version=version.id)
    job = claim("io")
    assert job is not None
    do(job)
    job.refresh_from_db()
    assert (job.state, job.error) == (Job.State.DONE, "")
    return CutRender.objects.get(version=version)


def pictures(digest: str) -> list[np.ndarray]:
    with storage.on_disk(digest) as path, opened(path) as master:
        return list(master.frames())


def says(picture: np.ndarray) -> int:
    return number((picture[..., 1] >> 2).astype(np.uint8))


@pytest.mark.slow
def test_every_frame_of_the_master_and_of_the_proxy_is_the_right_one(film: Film) -> None:
    drafts = [barcoded(film, place) for place in range(3)]
    first, second, third = drafts
    clips = [clip(first, 2, 9), clip(third, 20, 24), clip(second, 0, 5), clip(first, 9, 12)]
    render = rendered(saved(small_cut(film), clips))
    wanted = [*range(2, 9), *range(148, 152), *range(64, 69), *range(9, 12)]
    assert [says(each) for each in pictures(render.master_id)] == wanted
    with storage.on_disk(render.proxy_id) as path, av.open(str(path)) as file:
        greys = [frame.to_ndarray(format="gray") for frame in file.decode(video=0)]
    assert [number(grey.astype(np.uint8)) for grey in greys] == wanted
    assert render.subtitles is None


@pytest.mark.slow
def test_a_dissolve_mixes_and_a_dip_goes_to_black(film: Film) -> None:
    first, second = barcoded(film, 0), barcoded(film, 1)
    clips = [
        clip(first, 0, 10),
        clip(second, 0, 10, join="dissolve", join_frames=3),
        clip(first, 0, 6, join="dip", join_frames=4),
    ]
    shown = pictures(rendered(saved(small_cut(film), clips)).master_id)
    one, other = (np.int32(pictures(str(each.master_id))) for each in (first, second))
    for step in range(3):
        mixed = np.rint(((3 - step) * one[10 + step] + (step + 1) * other[step]) / 4)
        assert np.abs(shown[10 + step] - mixed).max() <= 1
    assert np.array_equal(shown[13], other[3])
    for frame, light in ((17, 1), (18, 2 / 3), (19, 1 / 3)):
        assert np.abs(shown[frame] - np.rint(other[frame - 10] * light)).max() <= 1
    for frame, light in ((20, 1 / 3), (21, 2 / 3), (22, 1)):
        assert np.abs(shown[frame] - np.rint(one[frame - 20] * light)).max() <= 1


@pytest.mark.slow
def test_another_rate_and_shape_are_conformed(film: Film) -> None:
    fast = barcoded(film, 0, 48, rate=Fraction(48))
    square = barcoded(film, 1, 10, size=(96, 96))
    shown = pictures(rendered(saved(small_cut(film), [clip(fast), clip(square)])).master_id)
    assert [says(each) for each in shown[:24]] == list(range(1, 49, 2))
    assert all(picture.shape == (96, 160, 3) for picture in shown)
    assert shown[24][:, :32].max() == 0 and shown[24][:, 128:].max() == 0
    assert says(shown[30][:, 32:128]) == OWN + 6


def loudness(digest: str) -> np.ndarray:
    """The loudest sample of each 24th of a second."""
    with storage.on_disk(digest) as path, av.open(str(path)) as file:
        parts = [frame.to_ndarray() for frame in file.decode(audio=0)]
        planar = file.streams.audio[0].format.is_planar
    samples = np.concatenate(parts, axis=1)
    if not planar:
        samples = samples.reshape(-1, 2).T
    samples = samples / (2**31 if samples.dtype == np.int32 else 1)
    whole = samples.shape[1] // 2000
    return np.abs(samples[0, : whole * 2000]).reshape(whole, 2000).max(axis=1)


@pytest.mark.slow
def test_sound_follows_its_joins_levels_and_fades(film: Film) -> None:
    loud, silent = barcoded(film, 0, 48, sound=True), barcoded(film, 1, 24)
    music = made.sound(film, 2.0, rights="Our own hum.")
    clips = [
        clip(loud, 0, 24),
        clip(silent),
        clip(loud, 0, 24, level=-6),
        clip(loud, 0, 24, join="dip", join_frames=24),
    ]
    sound = {"track": 1, "reference": music.id, "at": 24, "start_ms": 0, "end_ms": 1000}
    fading = {**sound, "levels": [[0, 0], [1, -20]], "fade_in_ms": 250}
    heard = loudness(rendered(saved(small_cut(film), clips, sounds=[fading])).master_id)
    assert len(heard) == 96
    assert heard[5] == pytest.approx(0.5, abs=0.01)
    hum = 8000 / 2**15
    assert heard[24] < hum * 0.4 and heard[30] == pytest.approx(hum * 10 ** (-5.2 / 20), rel=0.1)
    assert heard[46] == pytest.approx(hum * 10 ** (-18.7 / 20), rel=0.15)
    assert heard[50] == pytest.approx(0.5 * 10 ** (-6 / 20), abs=0.02)
    assert heard[70] < 0.06 and heard[73] < 0.1
    assert heard[90] == pytest.approx(0.5, abs=0.01)


def test_what_is_empty_frozen_or_under_way_is_not_rendered(film: Film) -> None:
    draft = barcoded(film, 0, 4)
    begun = small_cut(film)
    with pytest.raises(Refused, match="empty"):
        render_cut(**by(film), version=saved(begun, []).id)
    version = saved(begun, [clip(draft)])
    render_cut(**by(film), version=version.id)
    with pytest.raises(Refused, match="under-way"):
        render_cut(**by(film), version=version.id)
    Holding.objects.filter(blob=draft.master_id).update(frozen_at=version.saved_at)
    job = claim("io")
    assert job is not None
    do(job)
    job.refresh_from_db()
    assert (job.state, job.error) == (Job.State.FAILED, "frozen")
    assert film.entries.get(verb="cut-render-failed")


def test_subtitles_are_what_a_player_reads() -> None:
    line = {
        "character": "林遥（1998）",
        "words": "落雨咯。\n\n<b>着 & 走</b>",
        "translation": "It rains.",
    }
    text = webvtt([{**line, "first": 36, "last": 60}], Fraction(24000, 1001))
    assert text == (
        "WEBVTT\n\n00:00:01.502 --> 00:00:02.502\n"
        "<v 林遥（1998）>落雨咯。\n&lt;b&gt;着 &amp; 走&lt;/b&gt;\nIt rains.\n\n"
    )
