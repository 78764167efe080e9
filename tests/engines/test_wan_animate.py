"""What reaches Wan Animate's pipeline, and what is made of what it gives: tiny, but truly run."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from slowfilm.engines.base import Cancelled, Failed, Input
from slowfilm.engines.composite import people
from slowfilm.engines.diffusion import wan
from slowfilm.engines.diffusion.pictures import eight_bit
from slowfilm.engines.shared.clip import Clip
from slowfilm.engines.wan_animate import WanAnimate, create, plan, poses
from slowfilm.engines.wan_animate.given import given, grown
from tests.engines.material import cited, clip, person, picture, scene, walk
from tests.engines.models import FRAMES, asking, counted, made, seen, spied
from tests.engines.tiny_animate import FACE

WIDE, HIGH, MADE = 96, 64, 13  # 13 is the next of 4n + 1


@pytest.fixture
def pipe(warm_animate: WanAnimate) -> Any:
    """The pipeline of the engine."""
    return warm_animate.warm.get(lambda: False).pipe


@pytest.fixture(scope="module")
def cast(tmp_path_factory: pytest.TempPathFactory) -> tuple[Input, Input]:
    """A character, and a performer who takes two steps."""
    folder = tmp_path_factory.mktemp("cast")
    subject = cited(1, "picture", "subject", picture(folder / "a.png", person(120)))
    return subject, cited(1, "video", "driving", walk(folder / "walk.mp4", 3))


def own(warm: WanAnimate, **more: Any) -> WanAnimate:
    """An engine with other options and the same pipeline."""
    changed = WanAnimate(replace(warm.options, **more))
    changed.warm = warm.warm
    return changed


def code(level: float) -> int:
    """An 8-bit code value of what the pipeline has."""
    return round((level + 1) * 127.5)


@pytest.mark.slow
def test_a_performer_gives_a_pose_and_a_face_for_every_frame(
    warm_animate: WanAnimate, pipe: Any, cast: tuple[Input, Input], tmp_path: Path
) -> None:
    with (
        spied(pipe, "prepare_pose_latents") as posed,
        spied(pipe, "prepare_prev_segment_cond_latents") as before,
        spied(pipe, "prepare_reference_image_latents") as shown,
        spied(pipe.transformer, "forward") as stepped,
    ):
        result = made(warm_animate, asking(*cast), tmp_path / "made")
    pose = posed[0][0]
    assert pose.shape == (1, 3, MADE, HIGH, WIDE)
    lit = ((pose + 1).sum(1) > 0.1).float().mean((0, 2, 3))
    assert bool((lit > 0.005).all()) and bool((lit < 0.3).all()), "a thin figure in each"
    faces = [each for each in stepped[0] if isinstance(each, torch.Tensor) and each.ndim == 5]
    (face,) = [each for each in faces if each.shape[1:] == (3, MADE, FACE, FACE)]
    assert float((face[0, :, 0] + 1).mean()) > 0.2, "a face, not black"
    assert before[0][1] is None and before[0][2] is None and "animate" in before[0]
    character = shown[0][0]
    assert character.shape == (1, 3, HIGH, WIDE)
    assert bool((character[..., :5] == -1).all()), "a tall one between black"
    assert float(character[..., WIDE // 2].mean()) > -0.9
    assert result.facts["parameters"]["mode"] == "animate"
    assert "approximation" in result.facts["parameters"]["poses"]
    assert [(row["treatment"], row["how"]) for row in result.facts["inputs"]] == [
        ("used", "character"),
        ("converted", "pose-and-face"),
    ]
    assert seen(result).shape == (FRAMES, HIGH, WIDE, 3)


def test_a_film_of_poses_is_given_as_it_is(
    warm_animate: WanAnimate, cast: tuple[Input, Input], tmp_path: Path
) -> None:
    drawn = cited(2, "video", "motion", clip(tmp_path / "poses.mp4", 1))
    size = plan((WIDE, HIGH), FRAMES, warm_animate.options).fit
    taken = given(asking(*cast, drawn), size, FACE, lambda: None)
    source = Clip(drawn.path, (WIDE, HIGH), asking().rate)
    for index in range(MADE):
        assert np.array_equal(np.asarray(taken.pose[index]), eight_bit(source.at(index)))
    source.close()
    assert np.asarray(taken.face[0]).any(), "the performer's face has its part"
    hows = [taken.became[tag]["how"] for tag in ("@Image1", "@Video1", "@Video2")]
    assert hows == ["character", "face-taken", "pose-given"]


@pytest.mark.slow
def test_in_a_plate_only_where_the_performer_stands_is_made(
    warm_animate: WanAnimate, pipe: Any, cast: tuple[Input, Input], tmp_path: Path
) -> None:
    level = np.full((HIGH, WIDE, 3), 200, np.uint8)
    plate = cited(2, "picture", "plate", picture(tmp_path / "plate.png", level))
    with spied(pipe, "prepare_prev_segment_cond_latents") as calls:
        result = made(warm_animate, asking(*cast, plate), tmp_path / "made")
    background, mask = calls[0][1:3]
    assert background.shape == (1, 3, MADE, HIGH, WIDE) and mask.shape == (1, 1, MADE, HIGH, WIDE)
    assert set(mask.unique().tolist()) == {0.0, 1.0}
    share = mask.mean((0, 1, 3, 4))
    assert bool((share > 0.03).all()) and bool((share < 0.6).all()), "a person, white is made"
    inside = mask[:, 0].bool()
    colours = background.movedim(1, -1)
    assert {code(each) for each in colours[~inside].unique().tolist()} == {200}
    assert {code(each) for each in colours[inside].unique().tolist()} == {0}
    assert result.facts["parameters"]["mode"] == "replace"
    assert result.facts["inputs"][2]["how"] == "background"


@pytest.mark.slow
def test_a_sketch_says_where_they_stand_and_poses_say_it_without_a_performer(
    warm_animate: WanAnimate, cast: tuple[Input, Input], tmp_path: Path
) -> None:
    sketch = np.full((HIGH, WIDE, 3), 255, np.uint8)
    sketch[20:50, 60:70] = 0
    mark = cited(3, "picture", "composition", picture(tmp_path / "sketch.png", sketch))
    plate = cited(2, "picture", "plate", picture(tmp_path / "plate.png", scene(WIDE, HIGH)))
    size = plan((WIDE, HIGH), FRAMES, warm_animate.options).fit
    marked = given(asking(*cast, plate, mark), size, FACE, lambda: None)
    assert marked.mask is not None
    region = np.asarray(marked.mask[0])
    assert region[20:50, 60:70].all() and not region[:, :40].any()
    assert marked.became[mark.tag]["how"] == "made-there"
    nowhere = given(asking(*cast, mark), size, FACE, lambda: None)
    assert nowhere.mode == "animate" and nowhere.became[mark.tag]["how"] == "no-plate"
    figure = np.zeros((HIGH, WIDE, 3), np.uint8)
    figure[10:50, 30:34] = (0, 255, 0)
    drawn = cited(2, "video", "motion", still(tmp_path / "poses.mp4", figure))
    posed = given(asking(cast[0], plate, drawn), size, FACE, lambda: None)
    assert posed.mask is not None
    about = np.asarray(posed.mask[0])
    assert about[15:45, 30:34].all() and not about[:, :24].any() and not about[:, 44:].any()
    assert len(posed.pose) == len(posed.face) == len(posed.mask) == MADE
    assert not np.asarray(posed.face[0]).any(), "no face is known"


def still(path: Path, pixels: Any) -> Path:
    """A clip of one picture."""
    import av

    with av.open(str(path), "w") as file:
        stream = file.add_stream("libx264", 24, options={"crf": "4", "preset": "ultrafast"})
        stream.height, stream.width, stream.pix_fmt = *pixels.shape[:2], "yuv420p"
        for _ in range(2):
            file.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, "rgb24")))
        file.mux(stream.encode(None))
    return path


@pytest.mark.slow
def test_a_kept_performer_stays_in_the_background_as_they_were(
    warm_animate: WanAnimate, pipe: Any, cast: tuple[Input, Input], tmp_path: Path
) -> None:
    engine = own(warm_animate, makes=["96x128"], steps=1)
    kept = cited(2, "video", "verbatim", walk(tmp_path / "kept.mp4", 1, 126))
    drawn = cited(3, "video", "motion", still(tmp_path / "p.mp4", np.full((128, 96, 3), 9, "u1")))
    request = asking(cast[0], drawn, kept, width=96, height=128)
    with spied(pipe, "prepare_prev_segment_cond_latents") as calls:
        result = made(engine, request, tmp_path / "made")
    background, mask = calls[0][1:3]
    source = Clip(kept.path, (96, 128), request.rate)
    truly = eight_bit(source.at(0)).astype(np.float32) / 127.5 - 1
    outside = mask[0, 0, 0].numpy() == 0
    reached = background[0, :, 0].permute(1, 2, 0).numpy()
    assert np.abs(reached - truly)[outside].max() < 1e-5
    from slowfilm.engines.shared import light

    same = (seen(result)[0] == light.to_codes(source.at(0))).all(axis=2)
    source.close()
    assert 0.03 < same.mean() < 0.9, "their pixels, bit for bit"
    assert [row["how"] for row in result.facts["inputs"]][1:] == ["pose-given", "kept"]


@pytest.mark.slow
def test_a_longer_shot_is_made_in_equal_segments_that_go_on_from_one_another(
    warm_animate: WanAnimate, pipe: Any, cast: tuple[Input, Input], tmp_path: Path
) -> None:
    """Frame by frame what the pipeline gives by itself, though it is decoded part by part."""
    engine = own(warm_animate, segment=13)
    request = asking(*cast, frames=24)
    told: list[float] = []
    with spied(pipe.transformer, "forward") as stepped:
        result = made(engine, request, tmp_path / "made", progress=told.append)
    assert len(stepped) == 2 * 2, "two segments of two steps"
    assert told == sorted(told) and told[-1] == 1
    planned = plan((WIDE, HIGH), 24, engine.options)
    assert (planned.segments, planned.segment, planned.fit.frames) == (2, 13, 25)
    taken = given(request, planned.fit, FACE, lambda: None)
    with torch.no_grad():  # its own reading of a prompt wants a library we do without
        words = wan._read(pipe, request.prompt, 16)
    bare = pipe(
        **taken.arguments(),
        prompt_embeds=words,
        width=WIDE,
        height=HIGH,
        segment_frame_length=13,
        num_inference_steps=2,
        guidance_scale=1.0,
        max_sequence_length=16,
        generator=torch.Generator().manual_seed(request.seed),
        output_type="np",
    ).frames[0]
    assert bare.shape[0] == 25
    assert np.array_equal(seen(result), np.rint(bare[:24] * 1023).astype(np.uint16))
    assert result.facts["parameters"]["segments"] == 2
    assert (result.facts["made_frames"], result.facts["trimmed"]) == (25, 1)


@pytest.mark.parametrize("frames", [9, 12, 77, 78, 100, 153, 154, 240, 305])
def test_segments_are_equal_and_waste_little(frames: int) -> None:
    options = create().options
    planned = plan((832, 480), frames, options)
    assert planned.fit.frames == planned.segments * (planned.segment - 1) + 1 >= frames
    assert planned.segment % 4 == 1 and planned.segment <= options.segment
    assert planned.fit.trimmed < 4 * planned.segments


@pytest.mark.parametrize("segment", [8, 10, 5, 12])
def test_a_segment_that_the_model_does_not_make_is_refused(segment: int) -> None:
    with pytest.raises(ValueError, match="segment"):
        create(segment=segment)


@pytest.mark.slow
def test_a_second_draft_with_another_seed_encodes_nothing(
    warm_animate: WanAnimate, pipe: Any, cast: tuple[Input, Input], tmp_path: Path
) -> None:
    engine = own(warm_animate, cache=str(tmp_path / "encodings"))
    plate = cited(2, "picture", "plate", picture(tmp_path / "plate.png", scene(WIDE, HIGH)))
    request = asking(*cast, plate)
    with counted(pipe.text_encoder, pipe.image_encoder, pipe.vae.encoder) as counts:
        one = made(engine, request, tmp_path / "1")
        assert counts[:2] == [2, 1] and counts[2] > 2
        before = list(counts)
        two = made(engine, replace(request, seed=4), tmp_path / "2")
        assert counts == before
    assert not np.array_equal(seen(one), seen(two))


@pytest.mark.slow
def test_cancelling_stops_while_a_segment_is_decoded_on_the_way(
    warm_animate: WanAnimate, pipe: Any, cast: tuple[Input, Input], tmp_path: Path
) -> None:
    """While it steps: the contract."""
    engine = own(warm_animate, segment=9)
    blocks = [
        each for each in pipe.vae.decoder.modules() if type(each).__name__ == "WanResidualBlock"
    ]
    with counted(*blocks) as counts, pytest.raises(Cancelled):
        made(engine, asking(*cast, frames=15), tmp_path / "made", lambda: sum(counts) > 0)
    assert len(blocks) > 1 and sum(counts) == 1
    assert list((tmp_path / "made").iterdir()) == []
    assert "decode" not in vars(pipe.vae) and "encode_image" not in vars(pipe)


@pytest.mark.slow
def test_nobody_in_a_performers_clip_is_said(
    warm_animate: WanAnimate, cast: tuple[Input, Input], tmp_path: Path
) -> None:
    empty = cited(2, "video", "driving", still(tmp_path / "street.mp4", scene(WIDE, HIGH)))
    size = plan((WIDE, HIGH), FRAMES, warm_animate.options).fit
    with pytest.raises(Failed, match="no-person"):
        given(asking(cast[0], empty), size, FACE, lambda: None)


def test_longer_than_it_makes_is_refused(
    warm_animate: WanAnimate, cast: tuple[Input, Input]
) -> None:
    short = own(warm_animate, longest=13)
    assert short.check(asking(*cast)) == []
    (problem,) = short.check(asking(*cast, frames=14))
    assert (problem.code, problem.facts["seconds"]) == ("too-long", "0.54")


@pytest.mark.slow
def test_a_figure_has_its_own_colours_at_its_own_limbs_and_a_face_is_in_the_middle() -> None:
    pixels = person(400)
    coded = (pixels / np.float32(255)) ** np.float32(1.1)
    found = people.found(coded)
    one = people.person(coded, max(found, key=lambda each: each.radius))
    size = pixels.shape[1], pixels.shape[0]
    figure = poses.figure(one, size)
    for spot, (joint, colour) in ((11, (5, poses.COLOURS[5])), (24, (8, poses.COLOURS[8]))):
        x, y = one.points[spot, :2].round().astype(int)
        assert tuple(figure[y, x]) == colour, joint
    face = poses.face(one, pixels, 64)
    assert face.shape == (64, 64, 3)
    skin = face[24:40, 24:40].astype(int).mean((0, 1))
    assert skin[0] > skin[2] + 10, "skin is redder than it is blue"
    where = poses.place(one, size) > 0.5
    head = one.points[0, :2].round().astype(int)
    assert where[head[1], head[0]] and not where[5, 5]
    assert grown(where).sum() > 255 * where.sum()
    unseen = replace(one, seen=np.zeros_like(one.seen))
    assert not poses.figure(unseen, size).any() and not poses.face(unseen, pixels, 16).any()


@pytest.mark.slow
def test_a_moving_character_is_taken_as_its_first_picture(
    warm_animate: WanAnimate, cast: tuple[Input, Input], tmp_path: Path
) -> None:
    moving = cited(4, "video", "subject", clip(tmp_path / "a.mp4", 1))
    size = plan((WIDE, HIGH), FRAMES, warm_animate.options).fit
    taken = given(asking(moving, cast[1]), size, FACE, lambda: None)
    assert taken.became[moving.tag]["how"] == "character-first-picture"
    assert isinstance(taken.image, Image.Image) and taken.image.size == (WIDE, HIGH)
