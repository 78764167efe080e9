"""The story's sentence on three open models: one man in 1998 and now, in an old street, before a
broadcast, moved by a performer and with his own voice. Each says what it used, what it took only a
part of, and what it left."""

from dataclasses import replace
from pathlib import Path

import pytest

from slowfilm.engines.base import Engine, Line, Request, Result
from slowfilm.engines.ltx2 import Ltx2
from slowfilm.engines.vace import Vace
from slowfilm.engines.wan_animate import WanAnimate
from slowfilm.generations.sentences import of_became
from slowfilm.media.probe import probe
from tests.engines.material import cited, clip, person, picture, scene, tone, walk
from tests.engines.models import asking, made

WORDS = "雨还没停。"
BECAME = {
    "vace": {
        "@Image1": ("used", "reference"),
        "@Image2": ("used", "reference"),
        "@Image3": ("used", "background"),
        "@Video1": ("ignored", "role"),
        "@Video2": ("ignored", "role"),
        "@Audio1": ("ignored", "role"),
    },
    "ltx2": {
        "@Image1": ("ignored", "role"),
        "@Image2": ("ignored", "role"),
        "@Image3": ("ignored", "role"),
        "@Video1": ("ignored", "role"),
        "@Video2": ("ignored", "role"),
        "@Audio1": ("used", "line"),
    },
    "wan-animate": {
        "@Image1": ("used", "character"),
        "@Image2": ("ignored", "second"),
        "@Image3": ("used", "background"),
        "@Video1": ("ignored", "role"),
        "@Video2": ("converted", "pose-and-face"),
        "@Audio1": ("ignored", "role"),
    },
}


@pytest.fixture(scope="module")
def sentence(tmp_path_factory: pytest.TempPathFactory) -> Request:
    """The request: nothing in it is made for one engine."""
    folder = tmp_path_factory.mktemp("story")
    voice = cited(1, "sound", "kept-voice", tone(folder / "voice.wav", 0.3, 220))
    then, now = (picture(folder / f"{n}.png", person(100, turn=n)) for n in (-1, 1))
    return asking(
        replace(cited(1, "picture", "subject", then), character="林遥（1998）"),
        replace(cited(2, "picture", "subject", now), character="林遥"),
        cited(3, "picture", "plate", picture(folder / "street.png", scene(192, 128, 5))),
        cited(1, "video", "screen", clip(folder / "broadcast.mp4", 1, (64, 48))),
        cited(2, "video", "driving", walk(folder / "walk.mp4", 2)),
        voice,
        prompt="@Image1 meets @Image2 in @Image3 at dusk. @Video1 is on in a window. "
        "He walks as in @Video2 and says in the voice of @Audio1: 雨还没停。",
        lines=(Line("林遥", WORDS, take=voice.path, digest=voice.digest, span=(0.0, 0.3)),),
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", BECAME)
def test_one_sentence_on_three_engines(
    name: str,
    sentence: Request,
    warm_vace: Vace,
    warm_ltx2: Ltx2,
    warm_animate: WanAnimate,
    tmp_path: Path,
) -> None:
    engines: dict[str, Engine] = {
        "vace": warm_vace,
        "ltx2": warm_ltx2,
        "wan-animate": warm_animate,
    }
    engine = engines[name]
    assert engine.check(sentence) == []
    result = made(engine, sentence, tmp_path / "made")
    rows = {row["tag"]: (row["treatment"], row["how"]) for row in result.facts["inputs"]}
    assert rows == BECAME[name]
    assert list(rows) == [item.tag for item in sentence.inputs], "in the order cited"
    assert result.inputs_used == tuple(tag for tag, (how, _) in rows.items() if how != "ignored")
    promised(engine, sentence, result)
    about = probe(result.master)
    assert (about.frames, about.has_sound) == (sentence.frames, name == "ltx2")


def promised(engine: Engine, request: Request, result: Result) -> None:
    """What the brief said beforehand holds, and each row has a sentence."""
    able = {"uses": "used", "converts": "converted", "ignores": "ignored"}
    can = engine.capabilities()
    for item, row in zip(request.inputs, result.facts["inputs"], strict=True):
        before = able[can.treatment(item.kind, item.role)]
        assert row["treatment"] == before or row["how"] == "second", row
        assert of_became(row) != row["how"]
