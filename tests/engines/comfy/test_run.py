"""A workflow on a server of ComfyUI's shape: what is sent there, and what is made of its result."""

import json
import wave
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from slowfilm.engines.base import Failed
from slowfilm.media.probe import probe
from tests.engines.comfy.asking import engine_on, request, run, someone
from tests.engines.comfy.graph import node, workflow
from tests.engines.comfy.server import Comfy
from tests.engines.material import cited, clip, picture, scene, tone


def sent(comfy: Comfy) -> dict[str, Any]:
    """The nodes of the last prompt."""
    graph: dict[str, Any] = comfy.posted[-1]["prompt"]
    return graph


@pytest.mark.slow
def test_a_draft_is_made_and_says_what_was_sent(comfy: Comfy, tmp_path: Path) -> None:
    engine, item = engine_on(comfy, tmp_path), someone(tmp_path)
    looks: list[Any] = []
    told: list[float] = []
    result = run(
        engine, request(item), tmp_path / "made", preview=looks.append, progress=told.append
    )
    about = probe(result.master)
    assert (about.width, about.height, about.frames, about.rate) == (640, 360, 24, Fraction(24))
    assert about.has_sound
    assert [look.shape for look in looks] == [(18, 32, 3), (18, 32, 3)]
    assert abs(looks[0].reshape(-1, 3).mean(0) - (100, 90, 40)).max() < 4
    assert told == sorted(told) and told[0] == 0 and told[-1] == 1 and len(told) > 20
    graph = sent(comfy)
    assert result.facts["sent"] == graph == json.loads(json.dumps(result.facts["sent"]))
    assert graph["6"]["inputs"]["text"] == "雨中的街"
    assert graph["8"]["inputs"]["seed"] == 11
    measures = graph["7"]["inputs"]
    assert (measures["width"], measures["height"], measures["length"]) == (640, 360, 24)
    assert graph["9"]["inputs"]["fps"] == 24.0 and isinstance(graph["9"]["inputs"]["fps"], float)
    assert comfy.inputs[graph["1"]["inputs"]["image"]] == item.path.read_bytes()
    assert graph["2"]["inputs"]["image"] == "example.png", "what is optional stays"
    assert item.path.name not in json.dumps(graph), "no name of ours is told"
    assert result.inputs_used == ("@Image1",)
    (row,) = result.facts["inputs"]
    assert (row["treatment"], row["how"], row["facts"]) == ("used", "node", {"node": "subject 1"})


@pytest.mark.slow
def test_parts_of_clips_and_sounds_are_sent_cut(comfy: Comfy, tmp_path: Path) -> None:
    graph = workflow() | {"11": node("LoadAudio", "music", audio="example.wav")}
    comfy.faults.breaks = "6"  # what is sent is all that is asked here
    moving = clip(tmp_path / "m.mp4", 2)
    film = tmp_path / "film.mp4"
    with_sound(film)
    items = [
        someone(tmp_path),
        cited(1, "video", "motion", moving, span=(0.5, 1.5)),
        cited(1, "sound", "voice", tone(tmp_path / "v.wav", 2, 300), span=(0.25, 1.0)),
        cited(2, "video", "music", film),
    ]
    with pytest.raises(Failed):
        run(engine_on(comfy, tmp_path, graph), request(*items), tmp_path / "made")
    there = {
        node: comfy.inputs[str(comfy.posted[-1]["prompt"][node]["inputs"][name])]
        for node, name in (("4", "file"), ("5", "audio"), ("11", "audio"))
    }
    with av.open(BytesIO(there["4"])) as file:
        assert sum(1 for _ in file.decode(video=0)) == 24
    for number, seconds in (("5", 0.75), ("11", 1.0)):
        with wave.open(BytesIO(there[number])) as heard:
            assert heard.getframerate() == 48000
            assert abs(heard.getnframes() / 48000 - seconds) < 0.03


def with_sound(path: Path) -> None:
    """A second of a clip that sounds."""
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", 24, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 64, 36, "yuv420p"
        audio = out.add_stream("aac", 48000, layout="stereo")
        for _ in range(24):
            frame = av.VideoFrame.from_ndarray(np.zeros((36, 64, 3), np.uint8), "rgb24")
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
        wave_ = np.sin(np.arange(48000) / 20).astype(np.float32)
        sound = av.AudioFrame.from_ndarray(np.stack([wave_, wave_]), "fltp", "stereo")
        sound.sample_rate = 48000
        out.mux(audio.encode(sound))
        out.mux(audio.encode(None))


@pytest.mark.slow
def test_the_steps_of_a_model_are_asked_for_and_cut(comfy: Comfy, tmp_path: Path) -> None:
    graph = workflow()
    graph["9"]["inputs"]["fps"] = 16
    graph["9"]["_meta"]["title"] = "film"
    engine = engine_on(comfy, tmp_path, graph, side=32, every=4, rest=1, rate=16)
    made = run(engine, request(someone(tmp_path)), tmp_path / "made")
    measures = sent(comfy)["7"]["inputs"]
    assert (measures["width"], measures["height"], measures["length"]) == (640, 384, 17)
    assert sent(comfy)["9"]["inputs"]["fps"] == 16
    about = probe(made.master)
    assert (about.width, about.height, about.frames) == (640, 360, 24)
    assert made.facts["made_size"] == [640, 384] and made.facts["made_rate"] == "16"


@pytest.mark.slow
def test_another_length_size_and_rate_are_cut_to_the_order_and_said(
    comfy: Comfy, tmp_path: Path
) -> None:
    """Pictures that come one by one; tests/media/test_conform.py has the others."""
    comfy.faults.makes, comfy.faults.size, comfy.faults.frames = "stills", (90, 60), 5
    made = run(engine_on(comfy, tmp_path), request(someone(tmp_path)), tmp_path / "made")
    about = probe(made.master)
    assert (about.width, about.height, about.frames) == (640, 360, 24)
    assert about.has_sound, "silence, since the workflow says that it makes sound"
    told = {name: made.facts[name] for name in ("made_size", "enlarged", "held", "silent")}
    assert told == {"made_size": [90, 60], "enlarged": 7.111, "held": 19, "silent": True}


def test_a_token_is_sent_with_everything(
    comfy: Comfy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMFY_TOKEN", "s3cret")
    comfy.faults.breaks = "6"
    engine = engine_on(comfy, tmp_path, token_from="COMFY_TOKEN")
    with pytest.raises(Failed):
        run(engine, request(someone(tmp_path)), tmp_path / "made")
    assert len(comfy.tokens) > 3 and set(comfy.tokens) == {"Bearer s3cret"}


def test_two_of_a_role_go_to_their_nodes_in_order(comfy: Comfy, tmp_path: Path) -> None:
    graph = workflow()
    graph["2"]["_meta"]["title"] = "Subject 2"
    engine = engine_on(comfy, tmp_path, graph)
    first, second, third = (
        cited(n, "picture", "subject", picture(tmp_path / f"{n}.png", scene(90, 60, n)))
        for n in (1, 2, 3)
    )
    assert [each.code for each in engine.check(request(first))] == ["too-few-inputs"]
    comfy.faults.breaks = "6"
    asked = request(first, second, third)
    with pytest.raises(Failed):
        run(engine, asked, tmp_path / "made")
    for number, item in (("1", first), ("2", second)):
        name = sent(comfy)[number]["inputs"]["image"]
        assert comfy.inputs[name] == item.path.read_bytes()
    from slowfilm.engines.comfyui.inputs import became

    assert [row["how"] for row in became(engine, asked)] == ["node", "node", "no-node"]
