"""What reaches MiniMax H3's pipeline, and what is made of what it gives: tiny, but truly run."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from slowfilm.engines.base import Cancelled, Failed, Line
from slowfilm.engines.diffusion import weights
from slowfilm.engines.h3 import H3, create
from slowfilm.engines.h3.given import FEWEST, canvas, cropped, referred
from slowfilm.engines.h3.reader import Clips, clips
from slowfilm.engines.measures import fit
from slowfilm.media.frames import samples_for
from tests.conftest import Models
from tests.engines.material import cited, clip, person, picture, scene, tone
from tests.engines.models import asking, counted, made, seen, spied
from tests.engines.tiny_h3 import RATE

MADE = 124


@pytest.fixture
def pipe(warm_h3: H3) -> Any:
    """The pipeline of the engine."""
    return warm_h3.warm.get(lambda: False).pipe


def whole(folder: Path) -> Any:
    """A picture, a clip and a sound, cited in an order of their own."""
    return asking(
        cited(1, "sound", "voice", tone(folder / "voice.wav", 1.0, 300)),
        cited(7, "picture", "subject", picture(folder / "a.png", person(120))),
        cited(1, "video", "camera", clip(folder / "camera.mp4", 1, (90, 160))),
        prompt="@Image7 in the rain, heard as @Audio1, seen as @Video1.",
    )


@pytest.mark.slow
def test_references_lie_in_their_order_and_the_words_call_them_as_the_model_does(
    warm_h3: H3, pipe: Any, tmp_path: Path
) -> None:
    request = replace(whole(tmp_path), lines=(Line("林遥", "下雨了", "Sichuanese"),))
    planned = fit((96, 64), request.frames, warm_h3.options.measures)
    assert (planned.frames, planned.trimmed) == (MADE, MADE - request.frames)
    taken = referred(request, planned, pipe, lambda: None)
    assert [each.kind for each in taken.references] == ["audio", "image", "video"]
    assert taken.prompt.splitlines() == [
        "<Picture 1> in the rain, heard as <Audio 1>, seen as <Video 1>.",
        "<Audio 1>: the voice.",
        "<Picture 1>: who or what is seen.",
        "<Video 1>: the movement of the camera.",
        "林遥 (Sichuanese): “下雨了”",
    ]
    sound, _, moved = taken.references
    assert sound.sample_rate == RATE and sound.audio.shape == (2, RATE), "a second, resampled"
    assert canvas(request.inputs[2], pipe) == (64, 96), "its own shape, not that of the draft"
    assert moved.frames.shape == (24, 96, 64, 3) and moved.fps == 24
    assert [row["how"] for row in taken.became.values()] == ["heard-as", "reference", "followed-as"]


@pytest.mark.slow
def test_the_reader_is_shown_pictures_and_clips_and_their_places_are_marked(
    warm_h3: H3, pipe: Any, tmp_path: Path
) -> None:
    with (
        spied(pipe.text_encoder.model, "get_image_features") as pictures,
        spied(pipe.text_encoder.model, "get_video_features") as moving,
        counted(pipe.transformer_ref) as steps,
    ):
        result = made(warm_h3, whole(tmp_path), tmp_path / "made")
    assert len(moving) == 1 and len(pictures) == 2, "a clip goes the pictures' way, too"
    ((rows, grid, *_),) = ([each for each in pictures[0] if isinstance(each, torch.Tensor)],)
    assert rows.shape == (int(grid.prod()), 3 * 2 * 16 * 16)
    assert steps == [warm_h3.options.steps] == [2], "as many as were asked for"
    assert result.facts["parameters"]["task"] == "references"
    assert seen(result).shape == (12, 64, 96, 3)


def test_a_clip_is_made_ready_as_a_picture_is_that_stands_still(tmp_path: Path) -> None:
    """The library's own for pictures holds one for two frames: it says where each value goes."""
    from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil

    told = {"patch_size": 16, "temporal_patch_size": 2, "merge_size": 2}
    told |= {"image_mean": [0.4, 0.5, 0.6], "image_std": [0.2, 0.3, 0.5]}
    pixels = scene(96, 64, 3)
    stills = Qwen2VLImageProcessorPil(**told, size={"shortest_edge": 1024, "longest_edge": 9**6})
    expected = stills(images=[Image.fromarray(pixels)], return_tensors="pt")
    size = {"shortest_edge": 1024, "longest_edge": 9**6}
    (tmp_path / "video_preprocessor_config.json").write_text(json.dumps({**told, "size": size}))
    found = clips(tmp_path)(videos=[np.stack([pixels] * 2)])
    assert found["video_grid_thw"].tolist() == expected["image_grid_thw"].tolist() == [[1, 4, 6]]
    assert torch.allclose(found["pixel_values_videos"], expected["pixel_values"], atol=1e-5)
    odd = clips(tmp_path)(videos=[np.stack([pixels] * 3), np.stack([pixels] * 2)])
    assert odd["video_grid_thw"].tolist() == [[2, 4, 6], [1, 4, 6]], "the last is held"
    nested = {"processor_class": "Qwen3VLProcessor", "video_processor": {**told, "patch_size": 8}}
    (tmp_path / "video_preprocessor_config.json").unlink()
    (tmp_path / "processor_config.json").write_text(json.dumps(nested))
    assert clips(tmp_path).patch_size == 8


@pytest.mark.parametrize(
    ("frames", "height", "width", "size"),
    [
        (16, 768, 1344, (160, 288)),  # of all frames together no more than it reads
        (2, 64, 96, (224, 320)),  # and no fewer
        (8, 20, 400, (32, 640)),
    ],
)
def test_a_clip_is_read_at_a_size_of_whole_patches(
    frames: int, height: int, width: int, size: tuple[int, int]
) -> None:
    found = Clips().size(frames, height, width)
    assert found == size
    assert all(side % 32 == 0 for side in found)
    assert frames * found[0] * found[1] <= Clips.longest or min(found) == 32


@pytest.mark.slow
def test_frame_by_frame_it_is_what_the_pipeline_gives_by_itself(
    warm_h3: H3, pipe: Any, tmp_path: Path
) -> None:
    """Though it is decoded clip by clip."""
    from diffusers.modular_pipelines import MiniMaxH3Blocks

    request = replace(whole(tmp_path), frames=MADE)
    result = made(warm_h3, request, tmp_path / "made")
    planned = fit((96, 64), MADE, warm_h3.options.measures)
    taken = referred(request, planned, pipe, lambda: None)
    bare = MiniMaxH3Blocks().init_pipeline()
    bare.update_components(**{n: each for n, each in pipe.components.items() if each is not None})
    for name in ("canvas_short_edge", "canvas_max_pixels", "reference_image_short_edge"):
        bare.update_components(**{name: pipe.config[name]})
    told = bare(
        **taken.arguments(),
        width=96,
        height=64,
        num_frames=MADE,
        num_inference_steps=3,  # the last of which is none
        generator=torch.Generator().manual_seed(request.seed),
        output_type="np",
        output=["videos", "audio", "sampling_rate"],
    )
    assert np.array_equal(seen(result), np.rint(told["videos"][0] * 1023).astype(np.uint16))
    assert told["sampling_rate"] == RATE
    assert abs(told["audio"].shape[-1] / RATE - MADE / 24) < 0.1
    assert samples_for(MADE, request.rate) == 248000


@pytest.mark.slow
def test_a_second_draft_with_another_seed_encodes_nothing(
    warm_h3: H3, pipe: Any, tmp_path: Path
) -> None:
    engine = H3(replace(warm_h3.options, cache=str(tmp_path / "encodings")))
    engine.warm = warm_h3.warm
    request = whole(tmp_path)
    read = pipe.text_encoder.model
    with counted(
        read.language_model, read.visual, pipe.vae.encoder, pipe.audio_vae.encoder
    ) as counts:
        one = made(engine, request, tmp_path / "1")
        assert counts[0] == 1 and min(counts) > 0
        before = list(counts)
        two = made(engine, replace(request, seed=4), tmp_path / "2")
        assert counts == before
    assert not np.array_equal(seen(one), seen(two))
    assert "forward" not in vars(read) and "encode" not in vars(pipe.audio_vae)


@pytest.mark.slow
def test_cancelling_is_heard_while_it_decodes(warm_h3: H3, pipe: Any, tmp_path: Path) -> None:
    """While it steps: the contract."""
    blocks = list(pipe.vae.decoder.transformer_blocks)
    with counted(*blocks) as counts, pytest.raises(Cancelled):
        made(warm_h3, whole(tmp_path), tmp_path / "made", lambda: sum(counts) > 0)
    assert len(blocks) > 1 and sum(counts) == 1
    assert list((tmp_path / "made").iterdir()) == []


@pytest.mark.slow
def test_a_picture_without_numbers_is_a_reason(warm_h3: H3, pipe: Any, tmp_path: Path) -> None:
    hook = pipe.transformer_ref.register_forward_hook(
        lambda module, args, found: tuple(each * float("nan") for each in found)
    )
    try:
        with pytest.raises(Failed, match="no-numbers"):
            made(warm_h3, whole(tmp_path), tmp_path / "made")
    finally:
        hook.remove()


def test_a_look_shows_how_it_moves(warm_h3: H3, tmp_path: Path) -> None:
    looks: list[Any] = []
    made(warm_h3, whole(tmp_path), tmp_path / "made", preview=looks.append)
    assert looks and looks[0].ndim == 4 and looks[0].shape[0] > 1
    assert looks[0].shape[2] / looks[0].shape[1] == 96 / 64


def test_a_short_clip_is_held_and_a_flat_picture_cropped(
    warm_h3: H3, pipe: Any, tmp_path: Path
) -> None:
    short = cited(1, "video", "motion", clip(tmp_path / "a.mp4", 1), span=(0.0, 0.25))
    planned = fit((96, 64), 12, warm_h3.options.measures)
    (moved,) = referred(asking(short), planned, pipe, lambda: None).references
    assert len(moved.frames) == FEWEST
    assert np.array_equal(moved.frames[6], moved.frames[-1])
    assert cropped(Image.new("RGB", (1000, 100))).size == (400, 100)
    assert cropped(Image.new("RGB", (100, 1000))).size == (100, 400)


@pytest.mark.slow
def test_between_two_frames_the_other_half_of_the_weights_is_loaded(
    models: Models, tmp_path: Path
) -> None:
    from tests.engines.tiny_h3 import half

    folder = tmp_path / "model"
    half(models("h3"), folder)
    told = {"device": "cpu", "dtype": "float32", "steps": 2, "makes": ["96x64"]}
    engine = create(model=str(folder), cache=str(tmp_path / "e"), task="frames", **told)
    references = create(model=str(folder), **told)
    assert engine.lacks() is None and references.lacks() is not None, "each needs its own half"
    last = cited(2, "picture", "last-frame", picture(tmp_path / "b.png", scene(96, 64, 2)))
    request = asking(
        cited(1, "picture", "first-frame", picture(tmp_path / "a.png", scene(96, 64, 1))), last
    )
    assert engine.check(request) == [] and engine.check(asking()) == []
    pipe = engine.warm.get(lambda: False).pipe
    with spied(pipe.vae, "_encode") as encoded:
        result = made(engine, request, tmp_path / "made")
    assert len(encoded) == 2 and result.inputs_used == ("@Image1", "@Image2")
    assert [row["facts"]["frame"] for row in result.facts["inputs"]] == [0, MADE - 1]
    words = made(engine, asking(), tmp_path / "words")
    assert not np.array_equal(seen(words), seen(result))


def test_a_folder_of_blocks_is_whole_when_what_is_needed_is(models: Models, tmp_path: Path) -> None:
    from shutil import copytree

    folder = copytree(models("h3"), tmp_path / "model")
    parts = create(model=str(folder)).warm.parts
    assert weights.broken(folder, parts) == ""
    (folder / "audio_vae" / "diffusion_pytorch_model.safetensors").write_bytes(b"x" * 20)
    assert "audio_vae" in weights.broken(folder, parts)
    (folder / weights.MODULAR).unlink()
    assert weights.MODULAR in weights.broken(folder, parts)


@pytest.mark.parametrize("wrong", [{"task": "both"}, {"offload": "sequential"}])
def test_what_it_does_not_do_is_refused_at_the_start(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        create(**wrong)


def test_its_terms_need_a_recorded_permission() -> None:
    about = create().capabilities().about
    assert about.permission and "European Union" in about.territory
    assert "MiniMax H3" in about.naming and about.revenue and about.provider is None
