"""What reaches LTX-2's pipelines, and what is made of what they give: tiny, but truly run."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from slowfilm.engines.base import Cancelled, Failed, Line
from slowfilm.engines.diffusion.pictures import covering
from slowfilm.engines.ltx2 import Ltx2, create, sound, steps
from slowfilm.engines.ltx2.given import latent_at
from slowfilm.engines.ltx2.mel import filterbank, mel
from slowfilm.engines.shared.sounds import conformed, heard_of, resampled
from slowfilm.generations.sentences import of_became
from slowfilm.media.frames import samples_for
from tests.engines.material import cited, clip, picture, scene, tone
from tests.engines.models import FRAMES, asking, counted, made, seen, spied

WIDE, HIGH, MADE = 96, 64, 17  # 17 is the next of 8n + 1


@pytest.fixture
def pipe(warm_ltx2: Ltx2) -> Any:
    """The pipeline of the engine."""
    return warm_ltx2.warm.get(lambda: False).pipe


@contextmanager
def given_to(module: Any) -> Iterator[list[dict[str, Any]]]:
    """What a module computes with meanwhile, by name; by number what came without one."""
    calls: list[dict[str, Any]] = []

    def note(module: Any, told: tuple[Any, ...], named: dict[str, Any]) -> None:
        calls.append({**{str(n): each for n, each in enumerate(told)}, **named})

    hook = module.register_forward_pre_hook(note, with_kwargs=True)
    try:
        yield calls
    finally:
        hook.remove()


def heard(path: Path) -> NDArray[np.int32]:
    """Every sample of a master, 24 bits in the upper part of 32, (2, n)."""
    with av.open(str(path)) as file:
        parts = [each.to_ndarray().reshape(-1, 2).T for each in file.decode(audio=0)]
    return np.concatenate(parts, axis=1)


def grey(folder: Path, number: int, level: int) -> Path:
    return picture(folder / f"{number}.png", np.full((HIGH, WIDE, 3), level, np.uint8))


def test_latents_stand_at_every_eighth_frame_and_none_lies_outside() -> None:
    assert [latent_at(frame, 4) for frame in (0, 1, 4, 6, 9, 17, 24, 99)] == [
        *((0, 0), (1, 1), (1, 1), (2, 9), (2, 9), (3, 17), (3, 17), (3, 17))
    ]
    for latents in range(1, 12):
        for frame in range(8 * latents):
            index, at = latent_at(frame, latents)
            assert 0 <= index < latents
            assert at == (0 if index == 0 else 8 * (index - 1) + 1)
            others = [0, *range(1, 8 * (latents - 1), 8)]
            nearest = min(abs(other - frame) for other in others)
            assert abs(at - frame) <= max(nearest, 1), (frame, latents)


@pytest.mark.slow
def test_pictures_are_met_at_their_latents_as_they_are(
    warm_ltx2: Ltx2, pipe: Any, tmp_path: Path
) -> None:
    paths = [picture(tmp_path / f"{n}.png", scene(120, 90, n)) for n in range(4)]
    request = asking(
        cited(1, "picture", "last-frame", paths[0]),
        cited(2, "picture", "first-frame", paths[1]),
        cited(3, "picture", "keyframe", paths[2], frame=1),
        cited(4, "picture", "keyframe", paths[3], frame=10),
    )
    with spied(pipe, "preprocess_conditions") as calls, given_to(pipe.vae.encoder) as encoded:
        result = made(warm_ltx2, request, tmp_path / "made")
    conditions = calls[0][0]
    assert [each.index for each in conditions] == [0, 1, 2], "of latents, not of frames"
    assert all(each.crf == 0 and each.strength == 1 for each in conditions)
    for call, path in zip(encoded, (paths[1], paths[2], paths[0]), strict=True):
        truly = np.asarray(covering(path, (WIDE, HIGH)), np.float32) / 127.5 - 1
        assert call["0"].shape == (1, 3, 1, HIGH, WIDE)
        assert np.abs(call["0"][0, :, 0].permute(1, 2, 0).numpy() - truly).max() < 1e-5
    rows = result.facts["inputs"]
    assert [(row["how"], row["facts"]) for row in rows] == [
        ("moved-to", {"frame": 9, "asked": FRAMES - 1, "every": 8}),
        ("given-at", {"frame": 0}),
        ("given-at", {"frame": 1}),
        ("second-at", {"frame": 9}),
    ]
    assert "frame 9 instead of 11" in of_became(rows[0])
    assert result.inputs_used == ("@Image1", "@Image2", "@Image3")
    assert (result.facts["made_frames"], result.facts["trimmed"]) == (MADE, MADE - FRAMES)
    assert seen(result).shape == (FRAMES, HIGH, WIDE, 3)


def test_clips_are_followed_in_the_order_cited(warm_ltx2: Ltx2, pipe: Any, tmp_path: Path) -> None:
    first, second = (clip(tmp_path / f"{n}.mp4", 1, (96, 64), drift=n) for n in (2, 0))
    request = asking(
        cited(1, "video", "camera", first),
        cited(2, "video", "motion", second, span=(0.0, 0.4)),
        cited(3, "video", "motion", second),
    )
    looks: list[Any] = []
    with given_to(pipe.vae.encoder) as encoded, given_to(pipe.transformer) as stepped:
        result = made(warm_ltx2, request, tmp_path / "made", preview=looks.append)
    whole, short = (call["0"] for call in encoded)
    assert whole.shape == (1, 3, MADE, HIGH, WIDE)
    assert short.shape == (1, 3, 9, HIGH, WIDE), "10 frames are cut to 8n + 1"
    assert float((whole[:, :, 0] - whole[:, :, 9]).abs().mean()) > 0.02, "it moves"
    assert float((short[:, :, 0] - short[:, :, 8]).abs().mean()) < 0.02, "it stands"
    film, references = 3 * 2 * 3, (3 + 2) * 2 * 3
    call = stepped[0]
    assert call["hidden_states"].shape[1] == film + references
    assert bool((call["timestep"][:, film:] == 0).all()), "held as they are"
    assert bool((call["timestep"][:, :film] > 0).all())
    assert [row["how"] for row in result.facts["inputs"]] == [
        *("followed", "followed", "too-many-followed")
    ]
    assert [row["treatment"] for row in result.facts["inputs"]][:2] == ["used", "used"]
    (look,) = [each for each in looks if each.ndim == 4]
    assert look.shape[0] == 3 and look.shape[1] * 3 == look.shape[2] * 2, "of the film alone"


def test_of_a_clip_only_lines_may_be_taken(warm_ltx2: Ltx2, pipe: Any, tmp_path: Path) -> None:
    own = Ltx2(replace(warm_ltx2.options, control="lines", reference_scale=2))
    own.warm = warm_ltx2.warm
    assert own.capabilities().treatment("video", "motion") == "converts"
    request = asking(cited(1, "video", "motion", clip(tmp_path / "a.mp4", 1)), width=128, height=64)
    own.options = replace(own.options, makes=["128x64"])
    with given_to(pipe.vae.encoder) as encoded:
        result = made(own, request, tmp_path / "made")
    seen_ = encoded[0]["0"]
    assert seen_.shape == (1, 3, MADE, HIGH // 2, 64), "half as large"
    assert bool((seen_[:, 0] == seen_[:, 2]).all()), "greys"
    assert result.facts["inputs"][0]["treatment"] == "converted"


def test_a_kept_voice_is_held_still_and_heard_as_it_was_recorded(
    warm_ltx2: Ltx2, pipe: Any, tmp_path: Path
) -> None:
    voice = cited(1, "sound", "kept-voice", tone(tmp_path / "voice.wav", 0.3, 300))
    request = replace(asking(voice), inputs=(replace(voice, character="林遥"),))
    with (
        given_to(pipe.transformer) as stepped,
        given_to(pipe.audio_vae.encoder) as encoded,
        counted(pipe.vocoder, pipe.audio_vae.decoder) as counts,
    ):
        result = made(warm_ltx2, request, tmp_path / "made")
    assert counts == [0, 0], "nothing of the model's own is heard"
    length = samples_for(FRAMES, request.rate)
    truly = conformed(heard_of(voice.path, None, length), length)
    master = heard(result.master)
    assert master.shape == (2, length)
    assert np.abs(master / 2**31 - truly).max() < 2**-22, "to the 24th bit"
    spectrum = encoded[0]["0"]
    canvas = result.facts["parameters"]["canvas_frames"]
    latents = round(canvas / 24 * 16000 / 160 / 4)
    assert spectrum.shape == (1, 2, 4 * (latents - 1) + 1, 16), "one mel frame is 10 ms"
    silent = torch.tensor(1e-5).log()
    assert bool(torch.isclose(spectrum[0, :, 40:], silent).all()), "after 0.3 s"
    bank = filterbank(16000, 16)
    assert int(spectrum[0, 0, 15].argmax()) == int(bank[round(300 / 16000 * 1024)].argmax())
    audio = [call["audio_hidden_states"] for call in stepped]
    assert len(audio) == 2 and torch.equal(audio[0], audio[1]), "no step touches it"
    with torch.no_grad():
        given = pipe.audio_vae.encode(spectrum).latent_dist.mode()
    assert torch.equal(audio[0], pipe._pack_audio_latents(given))
    assert all(bool((call["audio_timestep"] == 0).all()) for call in stepped)
    assert result.facts["spoken"] == [{"character": "林遥", "start": 0.0, "stop": 0.3}]
    assert result.facts["parameters"]["pipeline"] == "LTX2DFRPipeline"
    other = made(
        warm_ltx2,
        asking(replace(voice, path=tone(tmp_path / "other.wav", 0.3, 900))),
        tmp_path / "other",
    )
    assert not np.array_equal(seen(result), seen(other)), "the picture follows the sound"


def test_beside_a_kept_voice_pictures_are_met_and_one_clip_is_followed(
    warm_ltx2: Ltx2, pipe: Any, tmp_path: Path
) -> None:
    moving = clip(tmp_path / "a.mp4", 1)
    request = asking(
        cited(1, "sound", "kept-voice", tone(tmp_path / "voice.wav", 1, 300)),
        cited(1, "picture", "keyframe", grey(tmp_path, 1, 200), frame=9),
        cited(1, "video", "motion", moving),
        cited(2, "video", "camera", moving),
    )
    with given_to(pipe.transformer) as stepped, given_to(pipe.vae.encoder) as encoded:
        result = made(warm_ltx2, request, tmp_path / "made")
    canvas = result.facts["parameters"]["canvas_frames"]
    film, met, followed = ((canvas - 1) // 8 + 1) * 6, 6, 3 * 6
    assert canvas >= MADE and stepped[0]["hidden_states"].shape[1] == film + met + followed
    assert bool((stepped[0]["timestep"][:, film:] == 0).all())
    assert sorted(call["0"].shape[2] for call in encoded) == [1, MADE]
    assert [row["how"] for row in result.facts["inputs"]] == [
        *("voice-kept", "given-at", "followed", "too-many-followed")
    ]
    assert seen(result).shape[0] == FRAMES


def test_lines_are_heard_by_their_takes_at_their_times_and_said_where_there_is_none(
    tmp_path: Path,
) -> None:
    take, more = (tone(tmp_path / f"{n}.wav", 0.2, n) for n in (300, 500))
    lines = (
        Line("林遥", "你好。", pause=0.1, take=take, digest="take", span=(0.0, 0.2)),
        Line("Ada", "Hello."),
    )
    cites = (
        replace(cited(1, "sound", "kept-voice", take), digest="take"),
        cited(2, "sound", "kept-voice", more),
        cited(3, "sound", "kept-voice", tone(tmp_path / "late.wav", 0.5, 700)),
        cited(4, "sound", "kept-voice", more),
    )
    request = asking(*cites, lines=lines)
    voices = sound.voices(request)
    assert voices is not None
    first = round(0.1 * 24) / 24
    starts = [row["start"] for row in voices.spoken]
    assert starts == [pytest.approx(at, abs=1e-4) for at in (first, first + 0.2, first + 0.4)]
    assert voices.spoken[0]["character"] == "林遥"
    assert [voices.became[item.tag]["how"] for item in cites] == [
        *("line", "voice-kept", "voice-kept", "no-room")
    ]
    begins = np.flatnonzero(np.abs(voices.samples).max(axis=0) > 1e-3)[0] / 48000
    assert begins == pytest.approx(first, abs=0.01)
    assert voices.samples.shape == (2, samples_for(FRAMES, request.rate))
    assert steps.said(request).endswith("Ada says: “Hello.”")
    assert "你好" not in steps.said(request), "it is heard already"


def test_silence_is_no_voice(tmp_path: Path) -> None:
    """Then the model makes the sound."""
    silent = cited(1, "sound", "kept-voice", tone(tmp_path / "a.wav", 0.3, 300, loud=0))
    assert sound.voices(asking(silent)) is None and sound.voices(asking()) is None


def test_another_rate_keeps_the_pitch() -> None:
    time = np.arange(24000) / 24000
    wave = np.stack([np.sin(2 * np.pi * 1000 * time)] * 2).astype(np.float32)
    twice = resampled(wave, 24000, 48000)
    assert abs(twice.shape[1] - 48000) < 100
    assert int(np.abs(np.fft.rfft(twice[0, :48000])).argmax()) == 1000
    assert [conformed(twice, n).shape for n in (10, 50000)] == [(2, 10), (2, 50000)]
    assert not conformed(twice, 50000)[:, twice.shape[1] :].any()


def test_mel_is_what_another_implementation_makes() -> None:
    from transformers.audio_utils import mel_filter_bank, spectrogram, window_function

    wave = np.random.default_rng(0).normal(0, 0.1, 4800).astype(np.float32)
    bank = mel_filter_bank(513, 64, 0, 8000, 16000, norm="slaney", mel_scale="slaney")
    assert np.abs(filterbank(16000, 64) - bank).max() < 1e-6
    theirs = spectrogram(
        wave,
        window_function(1024, "hann", periodic=True),
        1024,
        160,
        power=1.0,
        mel_filters=bank,
        mel_floor=1e-5,
        log_mel="log",
    )
    ours = mel(torch.from_numpy(wave)[None], 16000, 160, 64)
    assert ours.shape == (1, 31, 64)
    assert np.abs(ours[0].numpy().T - theirs).max() < 1e-3


def test_a_text_is_the_same_whether_it_was_read_before_or_not(
    warm_ltx2: Ltx2, pipe: Any, tmp_path: Path
) -> None:
    """Only what stands there is kept: the picture is that of the pipeline by itself."""
    with counted(pipe.vocoder) as counts:
        result = made(warm_ltx2, asking(), tmp_path / "made")
    assert counts == [1] and np.abs(heard(result.master)).max() > 0
    assert heard(result.master).shape == (2, samples_for(FRAMES, asking().rate))
    options = warm_ltx2.options
    bare = pipe(
        prompt=asking().prompt,
        negative_prompt=options.negative,
        width=WIDE,
        height=HIGH,
        num_frames=MADE,
        frame_rate=24.0,
        num_inference_steps=2,
        guidance_scale=options.guidance,
        audio_guidance_scale=options.audio_guidance,
        stg_scale=0.0,
        audio_stg_scale=0.0,
        modality_scale=1.0,
        audio_modality_scale=1.0,
        spatio_temporal_guidance_blocks=None,
        use_cross_timestep=False,
        max_sequence_length=options.tokens,
        generator=torch.Generator().manual_seed(asking().seed),
        output_type="np",
    )
    codes = np.rint(bare.frames[0][:FRAMES] * 1023).astype(np.uint16)
    assert np.array_equal(seen(result), codes)


@pytest.mark.slow
def test_a_second_draft_with_another_seed_encodes_nothing(
    warm_ltx2: Ltx2, pipe: Any, tmp_path: Path
) -> None:
    own = Ltx2(replace(warm_ltx2.options, cache=str(tmp_path / "encodings")))
    own.warm = warm_ltx2.warm
    request = asking(
        cited(1, "sound", "kept-voice", tone(tmp_path / "voice.wav", 0.3, 300)),
        cited(1, "picture", "first-frame", grey(tmp_path, 1, 200)),
        cited(1, "video", "motion", clip(tmp_path / "a.mp4", 1)),
    )
    modules = (pipe.text_encoder, pipe.vae.encoder, pipe.audio_vae.encoder)
    with counted(*modules) as counts:
        one = made(own, request, tmp_path / "1")
        assert counts == [1, 2, 1]
        two = made(own, replace(request, seed=4), tmp_path / "2")
        assert counts == [1, 2, 1]
    assert not np.array_equal(seen(one), seen(two))


@pytest.mark.slow
def test_cancelling_stops_while_it_decodes(warm_ltx2: Ltx2, pipe: Any, tmp_path: Path) -> None:
    """While it steps: the contract."""
    blocks = [
        each
        for each in pipe.vae.decoder.modules()
        if type(each).__name__ == "LTX2VideoResnetBlock3d"
    ]
    with counted(*blocks) as counts, pytest.raises(Cancelled):
        made(warm_ltx2, asking(), tmp_path / "made", lambda: sum(counts) > 0)
    assert len(blocks) > 1 and sum(counts) == 1
    assert list((tmp_path / "made").iterdir()) == []


@pytest.mark.parametrize("told", [[1.0, 0.5, 0.0], [0.5, 1.0], [2.0, 1.0], ["a"], []])
def test_a_schedule_that_would_divide_by_nothing_is_refused(told: list[Any]) -> None:
    with pytest.raises(ValueError, match="voice_sigmas"):
        create(voice_sigmas=told)


@pytest.mark.slow
def test_a_picture_without_numbers_is_noticed(warm_ltx2: Ltx2, tmp_path: Path) -> None:
    """A 0 at the end of a kept voice's schedule gives such, and no error by itself."""
    own = Ltx2(warm_ltx2.options)
    own.warm = warm_ltx2.warm
    own.options = replace(own.options)
    object.__setattr__(own.options, "voice_sigmas", (1.0, 0.5, 0.0))
    voice = cited(1, "sound", "kept-voice", tone(tmp_path / "voice.wav", 0.3, 300))
    with pytest.raises(Failed, match="no-numbers"):
        made(own, asking(voice), tmp_path / "made")
    assert list((tmp_path / "made").iterdir()) == []


def test_sound_without_numbers_is_noticed(pipe: Any) -> None:
    with torch.no_grad(), pytest.raises(Failed, match="no-numbers"):
        sound.made(pipe, torch.full((1, 2, 13, 4), float("nan")), asking())
