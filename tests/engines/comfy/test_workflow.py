"""Which fields a brief fills, by what a workflow's nodes are called; what is wrong in one."""

import json
from pathlib import Path
from typing import Any

import pytest

from slowfilm.engines import settings
from slowfilm.engines.comfyui import create
from slowfilm.engines.comfyui.steps import Done
from slowfilm.engines.comfyui.workflow import Name, name_of, read
from slowfilm.engines.settings import SettingsError
from tests.engines.comfy.graph import node, workflow, written

URL = "http://127.0.0.1:8188"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("prompt", Name("prompt")),
        (" Width ", Name("width")),
        ("Subject 2", Name("subject", 2)),
        ("plate", Name("plate")),
        ("First  Frame", Name("first-frame")),
        ("kept-voice 3 (optional)", Name("kept-voice", 3, optional=True)),
        ("keyframe 2 frame", Name("keyframe", 2, frame=True)),
        ("keyframe frame", Name("keyframe", 1, frame=True)),
        ("Load Image", None),
        ("prompt 2", None),
        ("subject 0", None),
        ("subject 1 frame", None),
        ("", None),
    ],
)
def test_a_name(title: str, name: Name | None) -> None:
    assert name_of(title) == name


def test_what_it_takes_follows_from_its_nodes(tmp_path: Path) -> None:
    can = create(URL, str(written(tmp_path))).capabilities()
    assert can.uses == {
        ("picture", "subject"),
        ("picture", "style"),
        ("picture", "place"),
        ("video", "motion"),
        ("sound", "voice"),
    }
    assert can.converts == {("video", "voice")}, "of a clip its sound"
    assert can.requires == (frozenset({"subject"}),)
    assert can.sound and not can.sound_alone
    assert (can.title, can.determinism) == ("portrait", "none")


def test_a_workflow_without_sound_makes_none(tmp_path: Path) -> None:
    graph = workflow()
    del graph["9"]["inputs"]["audio"]
    assert not create(URL, str(written(tmp_path, graph))).capabilities().sound


def test_a_table_binds_before_titles(tmp_path: Path) -> None:
    bind = {"plate": "2.image", "prompt": "Load v1.5.text", "keyframe 1 frame": "8.steps"}
    graph = workflow() | {"30": node("Text", "Load v1.5", text="")}
    made = read(written(tmp_path, graph), bind)
    found = {(slot.of.name, slot.of.number): (slot.node, slot.field) for slot in made.slots}
    assert found["plate", 1] == ("2", "image")
    assert ("style", 1) not in found, "the field is taken"
    assert found["prompt", 1] == ("30", "text")
    assert found["keyframe", 1] == ("8", "steps")


def test_numbers_keep_the_type_that_stands_there(tmp_path: Path) -> None:
    graph = workflow()
    graph["7"]["inputs"] = {"width": "640", "height": 360.0, "length": 25}
    made = read(written(tmp_path, graph))
    filled = made.filled({slot: 96 for slot in made.slots if slot.node == "7"})
    assert filled["7"]["inputs"] == {"width": "96", "height": 96.0, "length": 96}
    assert made.graph["7"]["inputs"]["width"] == "640", "what was read stays"


DRAWN = {"nodes": [{"id": 1, "type": "LoadImage"}], "links": [], "version": 0.4}


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (DRAWN, r"saved as ComfyUI's page draws it.*Workflow > Export \(API\)"),
        ({}, "none in ComfyUI's API format"),
        ([1], "none in ComfyUI's API format"),
        ({"1": {"class_type": "LoadImage"}}, "none in ComfyUI's API format"),
        (workflow() | {"2": node("LoadImage", "subject 1", image="b.png")}, "1 and 2 are both"),
        ({"1": node("CLIPTextEncode", "prompt", text=["3", 0])}, "comes from another node"),
        ({"1": node("CLIPTextEncode", "prompt", words="")}, "has no field text or prompt"),
    ],
)
def test_a_workflow_that_is_wrong_stops_the_start(told: Any, said: str, tmp_path: Path) -> None:
    written(tmp_path, told or {"x": 1})
    table = tmp_path / "engines.toml"
    table.write_text(f'[portrait]\nkind = "comfyui"\nurl = "{URL}"\nworkflow = "portrait.json"\n')
    with pytest.raises(SettingsError, match=said) as error:
        settings.read(table)
    assert f"{table}, [portrait]" in str(error.value)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("", "url says where the server is"),
        ('url = "ftp://x"', "url says where the server is"),
        (f'url = "{URL}"', "workflow names the JSON file"),
        (f'url = "{URL}"\nworkflow = "none.json"', "none.json can't be read: No such file"),
        (f'url = "{URL}"\nworkflow = "text.json"', "is no JSON"),
        (f'url = "{URL}"\nworkflow = "w.json"\nbind = {{ seeds = "8.seed" }}', "seeds is no name"),
        (f'url = "{URL}"\nworkflow = "w.json"\nbind = {{ seed = "99.seed" }}', "no node has"),
        (f'url = "{URL}"\nworkflow = "w.json"\nbind = {{ seed = "8.sed" }}', "its fields are seed"),
        (f'url = "{URL}"\nworkflow = "w.json"\ntoken_from = "NO_SUCH"', "no variable NO_SUCH"),
        (f'url = "{URL}"\nworkflow = "w.json"\nfolder = "/"', "folder: comfyui takes no such"),
    ],
)
def test_a_table_that_is_wrong_stops_the_start(lines: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "w.json").write_text(json.dumps(workflow()))
    (tmp_path / "text.json").write_text("not JSON")
    table = tmp_path / "engines.toml"
    table.write_text(f"[comfyui]\n{lines}\n")
    with pytest.raises(SettingsError, match=said):
        settings.read(table)


def test_progress_only_grows_and_counts_steps() -> None:
    done = Done(4)
    told = []
    for kind, data in (
        ("execution_cached", {"nodes": ["1"]}),
        ("executing", {"node": "2"}),
        ("progress", {"node": "2", "value": 5, "max": 10}),
        ("progress_state", {"nodes": {"2": {"value": 10, "max": 10}, "3": None}}),
        ("progress", {"value": "x", "max": 1}),
        ("executing", {"node": "3"}),
        ("executed", {"node": "3"}),
        ("executing", {"node": None}),
    ):
        done.take(kind, data)
        told.append(round(done.share, 3))
    assert told == [0.25, 0.25, 0.462, 0.846, 0.846, 0.846, 0.923, 0.923]
