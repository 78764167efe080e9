"""What reaches Wan VACE's pipeline, and what is made of what it gives: tiny, but truly run."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from slowfilm.engines.base import Cancelled, Failed
from slowfilm.engines.diffusion.kept import feathered
from slowfilm.engines.shared import light
from slowfilm.engines.shared.clip import Clip
from slowfilm.engines.vace import Vace
from tests.engines.material import cited, clip, person, picture, scene, walk
from tests.engines.models import FRAMES, asking, counted, made, seen, spied

WIDE, HIGH = 96, 64


@pytest.fixture
def pipe(warm_vace: Vace) -> Any:
    """The pipeline of the engine."""
    return warm_vace.warm.get(lambda: False).pipe


@pytest.fixture(scope="module")
def usual(warm_vace: Vace, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What is made of nothing but words, and the looks at it."""
    looks: list[Any] = []
    folder = tmp_path_factory.mktemp("usual") / "made"
    return made(warm_vace, asking(), folder, preview=looks.append), looks


def plain(folder: Path, number: int, level: int) -> Path:
    """A picture of one grey, the frame's size."""
    return picture(folder / f"{number}.png", np.full((HIGH, WIDE, 3), level, np.uint8))


def level_of(code: int) -> float:
    """An 8-bit code value as the pipeline has it."""
    return code / 127.5 - 1


@pytest.mark.slow
def test_keyframes_stand_at_their_frames_and_are_kept(
    warm_vace: Vace, pipe: Any, tmp_path: Path
) -> None:
    request = asking(
        cited(1, "picture", "last-frame", plain(tmp_path, 1, 250)),
        cited(2, "picture", "first-frame", plain(tmp_path, 2, 10)),
        cited(3, "picture", "keyframe", plain(tmp_path, 3, 90), frame=5),
    )
    with spied(pipe, "prepare_video_latents") as calls:
        result = made(warm_vace, request, tmp_path / "made")
    video, mask, references = calls[0][:3]
    assert tuple(video.shape) == (1, 3, 13, HIGH, WIDE), "13 is the next of 4n + 1"
    assert references == [[]]
    levels = video.mean((0, 1, 3, 4)).tolist()
    kept = {0: 10, 5: 90, FRAMES - 1: 250}
    for frame, level in enumerate(levels):
        assert level == pytest.approx(level_of(kept.get(frame, 128)), abs=0.01), frame
        assert mask[:, :, frame].unique().tolist() == [float(frame not in kept)]
    assert (result.facts["made_frames"], result.facts["trimmed"]) == (13, 1)
    assert len(seen(result)) == FRAMES
    assert result.facts["inputs"][2]["facts"] == {"frame": 5}


@pytest.mark.slow
def test_a_plate_is_kept_but_where_something_is_made(
    warm_vace: Vace, pipe: Any, tmp_path: Path
) -> None:
    sketch = np.full((HIGH, WIDE, 3), 255, np.uint8)
    sketch[20:50, 60:70] = 0
    request = asking(
        cited(1, "picture", "plate", plain(tmp_path, 1, 200)),
        cited(2, "picture", "composition", picture(tmp_path / "sketch.png", sketch)),
        cited(1, "video", "motion", clip(tmp_path / "motion.mp4", 1)),
    )
    with spied(pipe, "prepare_video_latents") as calls:
        result = made(warm_vace, request, tmp_path / "made")
    video, mask = calls[0][:2]
    region = mask[0, 0, 0].bool()
    assert region[20:50, 60:70].all() and not region[:12].any() and not region[:, :50].any()
    assert bool((mask == mask[:, :1, :1]).all()), "the same in every frame"
    outside = video.movedim(1, -1)[0][:, ~region]
    assert outside.unique().tolist() == [pytest.approx(level_of(200), abs=1e-6)]
    inside = video.movedim(1, -1)[0][:, region]
    assert float(inside.std()) > 0.05 and bool((inside[..., 0] == inside[..., 2]).all()), "greys"
    assert [row["how"] for row in result.facts["inputs"]] == [
        "background",
        "made-there",
        "motion-grey",
    ]


@pytest.mark.slow
def test_an_unmarked_plate_has_its_middle_made_anew(
    warm_vace: Vace, pipe: Any, tmp_path: Path
) -> None:
    plate = cited(1, "video", "plate", clip(tmp_path / "plate.mp4", 1))
    sketch = cited(1, "picture", "composition", plain(tmp_path, 1, 255))
    with spied(pipe, "prepare_video_latents") as calls:
        result = made(warm_vace, asking(plate, sketch), tmp_path / "made")
    video, mask = calls[0][:2]
    assert 0.2 < float(mask.mean()) < 0.5 and bool(mask[..., -1, WIDE // 2].all())
    assert bool((video[0, :, 0, :, 0] != video[0, :, 8, :, 0]).any()), "the plate moves"
    assert result.facts["inputs"][1]["how"] == "no-marks"
    assert result.inputs_used == (plate.tag,)


@pytest.mark.slow
def test_references_lie_before_the_film_in_the_order_cited(
    warm_vace: Vace, pipe: Any, tmp_path: Path
) -> None:
    import torch

    moving = clip(tmp_path / "moving.mp4", 1)
    request = asking(
        cited(1, "picture", "subject", plain(tmp_path, 1, 20)),
        cited(2, "picture", "style", picture(tmp_path / "tall.png", scene(40, 80))),
        cited(1, "video", "subject", moving, span=(0.5, 1.0)),
        *(cited(n, "picture", "place", plain(tmp_path, n, 50 * n)) for n in (3, 4)),
    )
    with counted(pipe.transformer), spied(pipe, "prepare_video_latents") as calls:
        given: list[Any] = []
        hook = pipe.transformer.register_forward_pre_hook(
            lambda module, told, named: given.append(named), with_kwargs=True
        )
        result = made(warm_vace, request, tmp_path / "made")
        hook.remove()
    references = calls[0][2][0][::-1]
    assert len(references) == 4, "no more than the setting says"
    assert float(references[0].mean()) == pytest.approx(level_of(20), abs=0.01)
    assert bool((references[1][:, :, 0] == 1).all()), "a tall one between white"
    control = given[0]["control_hidden_states"]
    assert tuple(control.shape) == (1, 96, 4 + 4, HIGH // 8, WIDE // 8)
    assert bool((control[:, 32:, :4] == 0).all()) and bool((control[:, 32:, 4:] == 1).all())
    with torch.no_grad():
        first = pipe.vae.encode(references[0][None, :, None]).latent_dist.mode()
    mean = torch.tensor(pipe.vae.config.latents_mean).view(1, -1, 1, 1, 1)
    deviation = torch.tensor(pipe.vae.config.latents_std).view(1, -1, 1, 1, 1)
    assert torch.allclose(control[:, :16, :1], (first - mean) / deviation, atol=1e-5)
    assert [row["how"] for row in result.facts["inputs"]] == [
        "reference",
        "reference",
        "first-picture",
        "reference",
        "too-many-references",
    ]
    frames = given[0]["hidden_states"].shape[2]
    assert frames == 8 and len(seen(result)) == FRAMES, "those of the references are cut off"


@pytest.mark.slow
def test_a_performers_pixels_come_back_as_they_were(warm_vace: Vace, tmp_path: Path) -> None:
    own = Vace(replace(warm_vace.options, makes=["160x192"], steps=1))
    own.warm = warm_vace.warm
    item = cited(1, "video", "verbatim", walk(tmp_path / "walk.mp4", 8, 190))
    request = asking(item, width=160, height=192)
    pipe = warm_vace.warm.get(lambda: False).pipe
    with spied(pipe, "prepare_video_latents") as calls:
        result = made(own, request, tmp_path / "made")
    video, mask = calls[0][:2]
    frames, source = seen(result), Clip(item.path, (160, 192), request.rate)
    for index in range(FRAMES):
        truly = light.to_codes(source.at(index))
        kept = mask[0, 0, index].numpy() == 0
        assert 0.05 < kept.mean() < 0.6, "a person, not the picture"
        given = ((video[0, :, index].permute(1, 2, 0).numpy() + 1) * 127.5).round()
        assert np.abs(given[kept] - (truly[kept] >> 2)).max() <= 1
        same = (frames[index] == truly).all(axis=2)
        assert same.sum() > 0.5 * kept.sum(), "bit for bit"
        assert not same[~kept].mean() > 0.05
    source.close()
    assert result.inputs_used == (item.tag,)


def test_a_feather_lies_inside_of_what_is_kept() -> None:
    matte = np.zeros((500, 200), np.uint8)
    matte[100:400, 50:150] = 255
    soft = feathered(matte)
    assert soft[250, 100] == 1 and soft[250, 49] == 0 and 0 < soft[250, 50] < soft[250, 51] <= 1


@pytest.mark.slow
def test_nobody_to_keep_is_said(warm_vace: Vace, tmp_path: Path) -> None:
    item = cited(1, "video", "verbatim", clip(tmp_path / "street.mp4", 1))
    with pytest.raises(Failed, match="no-person"):
        made(warm_vace, asking(item), tmp_path / "made")
    assert list((tmp_path / "made").iterdir()) == []


def test_a_picture_larger_than_the_model_makes_is_enlarged(warm_vace: Vace, tmp_path: Path) -> None:
    small = Vace(replace(warm_vace.options, pixels="64x48"))
    small.warm = warm_vace.warm
    result = made(small, asking(), tmp_path / "made")
    assert seen(result).shape == (FRAMES, HIGH, WIDE, 3)
    assert result.facts["made_size"] == [64, 32] and result.facts["enlarged"] == 2


def test_longer_than_the_model_makes_is_refused(warm_vace: Vace) -> None:
    short = Vace(replace(warm_vace.options, longest=13))
    assert short.check(asking()) == []
    (problem,) = short.check(asking(frames=14))
    assert (problem.code, problem.facts["seconds"]) == ("too-long", "0.54")


def test_everything_that_decides_is_told(usual: Any) -> None:
    result, looks = usual
    facts = result.facts
    assert facts["seed"] == "3" and len(facts["model"]["revision"]) == 16
    assert facts["model"]["licence"] == "Apache-2.0"
    assert facts["parameters"]["steps"] == 2 and facts["parameters"]["shift"] == 3.0
    assert facts["libraries"]["torch"] and facts["dtype"] == "float32"
    assert set(facts["measured"]["seconds"]) == {
        *("load", "read", "text", "encode", "steps", "decode")
    }
    assert facts["measured"]["gpu_seconds"] == 0, "there is no card"
    (look,) = looks
    assert look.shape[0] == 4 and look.dtype == np.uint8, "a few frames that move"


@pytest.mark.slow
def test_a_shift_of_ones_own_is_used(warm_vace: Vace, tmp_path: Path) -> None:
    shifted = Vace(replace(warm_vace.options, shift=5.0))
    told = made(shifted, asking(), tmp_path / "made").facts["parameters"]
    scheduler = shifted.warm.get(lambda: False).pipe.scheduler
    assert told["shift"] == scheduler.config["shift"] == 5.0
    assert told["scheduler"] == "FlowMatchEulerDiscreteScheduler"


@pytest.mark.slow
@pytest.mark.parametrize("part", ["transformer", "decoder"])
def test_cancelling_stops_at_the_next_block(
    part: str, warm_vace: Vace, pipe: Any, usual: Any, tmp_path: Path
) -> None:
    whole = pipe.transformer if part == "transformer" else pipe.vae.decoder
    kinds = ("WanTransformerBlock", "WanVACETransformerBlock", "WanResidualBlock")
    blocks = [each for each in whole.modules() if type(each).__name__ in kinds]
    wished: list[int] = []
    with counted(*blocks) as counts:
        started = len(counts) // 2 + 1

        def cancelled() -> bool:
            if sum(counts) >= started and not wished:
                wished.append(sum(counts))
            return bool(wished)

        with pytest.raises(Cancelled):
            made(warm_vace, asking(), tmp_path / "made", cancelled)
        assert sum(counts) <= wished[0] + 1
    assert list((tmp_path / "made").iterdir()) == []
    if part == "decoder":
        after = made(warm_vace, asking(), tmp_path / "after")
        assert np.array_equal(seen(after), seen(usual[0])), "nothing is left of it in the model"


@pytest.mark.slow
@pytest.mark.parametrize("part", ["transformer", "vae"])
def test_a_picture_without_numbers_is_no_draft(
    part: str, warm_vace: Vace, pipe: Any, tmp_path: Path
) -> None:
    import torch

    weight = (
        pipe.transformer.proj_out.bias if part == "transformer" else pipe.vae.decoder.conv_out.bias
    )
    before = weight.detach().clone()
    with torch.no_grad():
        weight.fill_(float("nan"))
    try:
        with pytest.raises(Failed, match="no-numbers"):
            made(warm_vace, asking(), tmp_path / "made")
    finally:
        with torch.no_grad():
            weight.copy_(before)
    assert list((tmp_path / "made").iterdir()) == []


@pytest.mark.slow
def test_a_frame_that_is_met_fills_the_picture(warm_vace: Vace, pipe: Any, tmp_path: Path) -> None:
    tall = picture(tmp_path / "tall.png", person(90))
    with spied(pipe, "prepare_video_latents") as calls:
        made(warm_vace, asking(cited(1, "picture", "first-frame", tall)), tmp_path / "made")
    with Image.open(tall) as whole:
        assert whole.width / whole.height != WIDE / HIGH
    assert float(calls[0][0][0, :, 0].std()) > 0.05
