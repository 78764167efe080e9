"""The ground that engines with a model share: weights, encodings, a warm pipeline, its faults."""

import json
import os
import resource
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from slowfilm.engines.base import Cancelled, Failed
from slowfilm.engines.diffusion import wan, weights
from slowfilm.engines.diffusion.encodings import Encodings, forget_unused, of_values
from slowfilm.engines.diffusion.looks import Looks
from slowfilm.engines.diffusion.options import Options
from slowfilm.engines.failures import failure
from slowfilm.engines.vace import Vace, VaceOptions, create
from tests.conftest import Models
from tests.engines.material import cited, picture, scene
from tests.engines.models import asking, counted, made, seen


@pytest.fixture
def copied(models: Models, tmp_path: Path) -> Path:
    """A folder of weights of the test's own."""
    return Path(shutil.copytree(models("vace"), tmp_path / "model"))


@pytest.fixture
def own(copied: Path, warm_vace: Vace, tmp_path: Path) -> Iterator[Vace]:
    """An engine of the test's own, not yet loaded."""
    yield Vace(replace(warm_vace.options, model=str(copied), cache=str(tmp_path / "encodings")))


def test_a_whole_folder_is_whole(models: Models) -> None:
    assert weights.missing(str(models("vace"))) == ""


def test_what_is_wrong_with_a_folder_is_said(copied: Path, tmp_path: Path) -> None:
    assert "no folder is named" in weights.missing("")
    assert "model_index.json is missing" in weights.missing(str(tmp_path / "nowhere"))
    transformer = copied / "transformer" / "diffusion_pytorch_model.safetensors"
    size = transformer.stat().st_size
    os.truncate(transformer, size - 100)
    assert (
        weights.broken(copied) == f"{transformer} breaks off: it is not as long as its header says."
    )
    os.truncate(transformer, 5)
    assert "breaks off" in weights.broken(copied)
    transformer.unlink()
    assert weights.broken(copied) == f"{copied / 'transformer'} has no weights."
    listed = copied / "transformer" / "diffusion_pytorch_model.safetensors.index.json"
    listed.write_text(json.dumps({"weight_map": {"a": "one.safetensors"}}))
    assert "one.safetensors is missing" in weights.broken(copied)
    listed.write_text("{")
    assert "is broken" in weights.broken(copied)
    shutil.rmtree(copied / "vae")
    shutil.rmtree(copied / "transformer")
    assert weights.broken(copied) == f"{copied / 'transformer'} is missing."
    (copied / "model_index.json").write_text("not JSON")
    assert "model_index.json is missing or no JSON" in weights.broken(copied)


def test_a_revision_follows_from_settings_names_and_sizes(copied: Path) -> None:
    first = weights.revision(copied)
    assert weights.revision(copied) == first and len(first) == 16
    scheduler = copied / "scheduler" / "scheduler_config.json"
    scheduler.write_text(scheduler.read_text().replace("3.0", "4.0"))
    second = weights.revision(copied)
    (copied / "vae" / "more.safetensors").write_bytes(b"1")
    assert len({first, second, weights.revision(copied)}) == 3


@pytest.mark.parametrize(
    ("head", "licence"),
    [
        ("---\nlicense: apache-2.0\n---\n# Model", "apache-2.0"),
        ("---\nlicense: other\nlicense_name: ltx-community\n---\n", "ltx-community"),
        ("# No head", ""),
    ],
)
def test_a_licence_is_read_from_the_readme(head: str, licence: str, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(head)
    assert weights.licence(tmp_path) == licence


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"dtype": "int4"}, "dtype: one of"),
        ({"offload": "disk"}, "offload: one of"),
        ({"device": "cpu", "offload": "model"}, "nothing to offload"),
        ({"steps": 0}, "steps: a whole number"),
        ({"guidance": -1}, "guidance: a number"),
        ({"makes": ["big"]}, "makes: a list of sizes"),
        ({"control": "depth"}, "control: one of"),
    ],
)
def test_settings_that_can_t_be_are_refused(told: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        create(**told)


@pytest.mark.slow
def test_the_web_process_loads_no_model_library(models: Models, tmp_path: Path) -> None:
    import subprocess
    import sys

    from tests.engines import tiny

    toml = tmp_path / "engines.toml"
    toml.write_text(tiny.table("vace", models("vace")))
    asked = (
        "import sys; from slowfilm import engines; e = engines.engine('vace');"
        "e.capabilities(); assert e.lacks() is None, e.lacks();"
        "assert not {'torch', 'diffusers', 'transformers'} & set(sys.modules)"
    )
    environment = {**os.environ, "SLOWFILM_ENGINES": str(toml)}
    subprocess.run([sys.executable, "-c", asked], check=True, env=environment)


@pytest.mark.slow
def test_a_second_draft_with_another_seed_encodes_nothing(own: Vace, tmp_path: Path) -> None:
    still = cited(1, "picture", "subject", picture(tmp_path / "a.png", scene(90, 60)))
    first_frame = cited(2, "picture", "first-frame", picture(tmp_path / "b.png", scene(96, 64, 2)))
    request = asking(still, first_frame)
    pipe = own.warm.get(lambda: False).pipe
    with counted(pipe.text_encoder, pipe.vae.encoder) as counts:
        one = made(own, request, tmp_path / "1")
        assert counts[0] == 2 and counts[1] > 2
        before = list(counts)
        two = made(own, replace(request, seed=4), tmp_path / "2")
        assert counts == before
    assert not np.array_equal(seen(one), seen(two))
    again = Vace(own.options)  # as another process would
    pipe = again.warm.get(lambda: False).pipe
    with counted(pipe.text_encoder, pipe.vae.encoder) as counts:
        other = made(again, request, tmp_path / "4")
        assert counts == [0, 0]
    assert np.array_equal(seen(one), seen(other)), "what is read from disk is what was encoded"


def test_encodings_stay_within_their_bound_and_the_oldest_go(tmp_path: Path) -> None:
    kept = Encodings(tmp_path / "e", 3000)
    calls: list[str] = []

    def value(name: str) -> Any:
        def make() -> dict[str, torch.Tensor]:
            calls.append(name)
            return {"x": torch.full((200,), float(len(name)))}

        found = kept.tensors((name, "x"), make)["x"]
        assert found[0] == len(name)

    now = time.time() - 1000
    for name in ("a", "bb", "ccc"):
        value(name)
        for number, path in enumerate(sorted((tmp_path / "e").iterdir(), key=os.path.getmtime)):
            os.utime(path, (now + number, now + number))
    value("a")  # read: it is the youngest now
    value("dddd")
    assert calls == ["a", "bb", "ccc", "dddd"]
    value("a")
    value("bb")
    assert calls[4:] == ["bb"], "the one that was longest not asked for had gone"
    assert sum(path.stat().st_size for path in (tmp_path / "e").iterdir()) <= 3000


def test_an_encoding_goes_a_week_after_its_last_use(tmp_path: Path) -> None:
    kept = Encodings(tmp_path, 10**9)
    old, young = (kept.tensors((name,), lambda: {"x": torch.zeros(2)}) for name in ("a", "b"))
    assert len(list(tmp_path.iterdir())) == 2 and old and young
    day = 24 * 3600
    for days, path in zip((6.9, 7.1), tmp_path.iterdir(), strict=True):
        os.utime(path, (time.time() - days * day,) * 2)
    assert forget_unused(tmp_path) == 1 and len(list(tmp_path.iterdir())) == 1
    assert forget_unused(tmp_path / "nowhere") == 0


def test_a_damaged_encoding_is_made_again_and_parts_are_not_mistaken(tmp_path: Path) -> None:
    kept = Encodings(tmp_path, 10**9)
    one = kept.tensors(("ab", "c"), lambda: {"x": torch.zeros(2)})["x"]
    two = kept.tensors(("a", "bc"), lambda: {"x": torch.ones(2)})["x"]
    assert one.sum() == 0 and two.sum() == 2
    for path in tmp_path.iterdir():
        path.write_bytes(path.read_bytes()[:20])
    assert kept.tensors(("ab", "c"), lambda: {"x": torch.ones(2)})["x"].sum() == 2
    assert all(path.suffix == ".safetensors" for path in tmp_path.iterdir())


def test_values_are_told_apart_by_type_shape_and_content() -> None:
    zeros = torch.zeros(2, 3)
    others = (zeros + 1e-7, zeros.reshape(3, 2), zeros.double(), zeros.bfloat16())
    assert len({of_values(each) for each in (zeros, zeros.clone(), *others)}) == 5


def test_who_cancels_while_it_loads_does_not_wait_and_the_next_finds_it(own: Vace) -> None:
    with pytest.raises(Cancelled):
        own.warm.get(lambda: True)
    first = own.warm.get(lambda: False)
    assert own.warm.get(lambda: False) is first


def test_one_draft_at_a_time_holds_the_pipeline(warm_vace: Vace) -> None:
    with (
        warm_vace.warm.held(lambda: False),
        pytest.raises(Cancelled),
        warm_vace.warm.held(lambda: True),
    ):
        raise AssertionError("two at once")


@pytest.mark.slow
def test_weights_that_are_removed_or_changed_while_it_runs(
    own: Vace, copied: Path, tmp_path: Path
) -> None:
    first = own.warm.get(lambda: False)
    copied.rename(tmp_path / "away")
    with pytest.raises(Failed, match="no-weights") as gone:
        made(own, asking(), tmp_path / "2")
    assert "model_index.json is missing" in str(gone.value.facts["why"])
    assert list((tmp_path / "2").iterdir()) == []
    (tmp_path / "away").rename(copied)
    assert own.warm.get(lambda: False) is first, "it was kept meanwhile"
    scheduler = copied / "scheduler" / "scheduler_config.json"
    scheduler.write_text(scheduler.read_text().replace("3.0", "6.0"))
    changed = own.warm.get(lambda: False)
    assert changed.revision != first.revision
    assert changed.pipe.scheduler.config["shift"] == 6.0, "it was loaded anew"


@pytest.mark.slow
def test_a_folder_that_can_t_be_loaded_is_said_and_tried_again(own: Vace, copied: Path) -> None:
    config = copied / "transformer" / "config.json"
    whole = config.read_text()
    config.write_text(whole.replace('"ffn_dim": 32', '"ffn_dim": 64'))
    with pytest.raises(Failed, match="no-weights"):
        own.warm.get(lambda: False)
    config.write_text(whole)
    assert own.warm.get(lambda: False).revision


@pytest.mark.slow
def test_memory_that_runs_out_is_a_reason(warm_vace: Vace, tmp_path: Path) -> None:
    large = Vace(replace(warm_vace.options, makes=["1920x1088"], pixels="1920x1088"))
    large.warm = warm_vace.warm
    request = asking(width=1920, height=1088, frames=120)
    before = resource.getrlimit(resource.RLIMIT_AS)
    used = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    resource.setrlimit(resource.RLIMIT_AS, (used + (300 << 20), before[1]))
    try:
        with pytest.raises(RuntimeError) as error:
            made(large, request, tmp_path / "made")
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
    told = failure(error.value)
    assert told is not None and told.code == "out-of-memory"
    assert list((tmp_path / "made").iterdir()) == []
    assert len(seen(made(warm_vace, asking(), tmp_path / "after"))) == 12, "it goes on"


def test_frames_decoded_part_by_part_are_those_decoded_whole(warm_vace: Vace) -> None:
    vae = warm_vace.warm.get(lambda: False).pipe.vae
    latents = torch.randn(1, 16, 3, 4, 6, generator=torch.Generator().manual_seed(0))
    parts = list(wan.decoded(vae, latents))
    assert [part.shape[2] for part in parts] == [1, 4, 4]
    mean, scale = wan.scaled(vae, latents)
    with torch.no_grad():
        whole = vae.decode(latents / scale + mean, return_dict=False)[0]
    assert torch.equal(torch.cat(parts, 2), whole)
    vae.enable_tiling()
    try:
        assert torch.cat(list(wan.decoded(vae, latents)), 2).shape == whole.shape
    finally:
        vae.disable_tiling()


def test_a_look_has_the_colours_of_what_it_shows() -> None:
    mix = torch.randn(16, 3, generator=torch.Generator().manual_seed(1))

    def encode(seen_: torch.Tensor) -> torch.Tensor:
        small = torch.nn.functional.avg_pool2d(seen_[:, :, 0], 8)
        return torch.einsum("cd,bdhw->bchw", mix, small)[:, :, None]

    looks = Looks(encode)
    colours = torch.rand(3, 20, 8, 12, generator=torch.Generator().manual_seed(2))
    large = colours.repeat_interleave(8, 2).repeat_interleave(8, 3)[None] * 2 - 1
    latents = torch.cat([encode(large[:, :, n : n + 1]) for n in range(20)], 2)
    shown = looks(latents)
    assert shown.shape == (8, 8 * 26, 12 * 26, 3)
    first = colours[:, 0].permute(1, 2, 0).numpy() * 255
    assert np.abs(shown[0, ::26, ::26] - first).mean() < 12


def test_options_of_an_engine_are_named_by_its_create() -> None:
    from inspect import signature

    assert {"model", "offload", "control"} <= set(signature(create).parameters)
    assert isinstance(VaceOptions(), Options)
