"""What holds for every engine: those that are on, those with tiny models, those that are served."""

import hashlib
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from slowfilm import engines
from slowfilm.engines.base import Cancelled, Input, Progress, Request, Result
from slowfilm.generations.sentences import of_became
from slowfilm.media.errors import MediaError
from slowfilm.media.names import MASTER
from slowfilm.media.probe import probe
from tests.conftest import Models
from tests.engines import tiny
from tests.engines.ark_server import KEY, ark
from tests.engines.comfy import graph
from tests.engines.comfy.server import running
from tests.engines.material import asking, cited, clip, needed, person, picture, scene, tone

Whole = Callable[[str], tuple[Request, Result, list[float]]]
HERE = engines.names()
TINY = tuple(tiny.BUILT)  # what their tests build small
SERVED = ("comfyui", "seedance")  # whose server a test starts
every_engine = pytest.mark.parametrize("name", [*HERE, *TINY, *SERVED])
# Of what never gives the same twice nothing can be said by comparing.
repeatable = pytest.mark.parametrize("name", [*HERE, *TINY])


@pytest.fixture(scope="module")
def comfyui(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The settings by which a workflow leads to a server of ComfyUI's shape."""
    folder = tmp_path_factory.mktemp("comfyui")
    with running() as server:
        yield graph.settings(folder, server.url)


@pytest.fixture(scope="module")
def seedance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The settings by which Seedance leads to a server of its provider's shape."""
    path = tmp_path_factory.mktemp("provider") / "engines.toml"
    with ark() as server:
        path.write_text(server.settings())
        yield path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, models: Models) -> Callable[[str], Path]:
    """The settings of a kind with its tiny model."""

    @cache
    def settings(name: str) -> Path:
        folder = tmp_path_factory.mktemp(name)
        (folder / "model").symlink_to(models(name))
        (folder / "engines.toml").write_text(tiny.table(name, folder / "model"), "utf-8")
        return folder / "engines.toml"

    return settings


@pytest.fixture(autouse=True)
def switched_on(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that is never on by itself is, for its own tests."""
    about: pytest.Function = request.node
    name = getattr(getattr(about, "callspec", None), "params", {}).get("name")
    if name in TINY:
        settings: Path = request.getfixturevalue("built")(name)
    elif name in SERVED:
        settings = request.getfixturevalue(name)
    else:
        return
    monkeypatch.setenv("SLOWFILM_ENGINES", str(settings))
    monkeypatch.setenv("TEST_ARK_KEY", KEY)


def everything(name: str, folder: Path) -> list[Input]:
    """A picture, a clip or a sound for each kind of input, those included that may be ignored."""
    still = picture(folder / "still.png", person(240, turn=0.6))
    cites = [
        cited(1, "picture", "subject", still),
        cited(2, "picture", "place", picture(folder / "place.png", scene(800, 300, 2))),
        cited(3, "picture", "style", picture(folder / "style.png", scene(90, 60, 3))),
        cited(4, "picture", "voice", still),
        cited(1, "video", "motion", clip(folder / "motion.mp4", 2), span=(0.5, 1.5)),
        cited(2, "video", "camera", clip(folder / "camera.mp4", 2)),
        cited(1, "sound", "voice", tone(folder / "voice.wav", 1.5, 300)),
        cited(2, "sound", "ambience", tone(folder / "rain.wav", 2, 900, loud=0.1)),
        cited(3, "sound", "camera", tone(folder / "odd.wav", 1, 500)),
    ]
    return [*cites, *needed(name, folder, *cites)]


def least(name: str, folder: Path) -> list[Input]:
    """A picture of someone, and what else the engine must have."""
    still = cited(1, "picture", "subject", picture(folder / "a.png", person(200)))
    return [still, *needed(name, folder, still)]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """A request with everything, what an engine made of it, and its progress on the way."""

    @cache
    def made(name: str) -> tuple[Request, Result, list[float]]:
        folder, told = tmp_path_factory.mktemp(name), list[float]()
        request = asking(*everything(name, folder), name=name)
        request = replace(request, frames=request.frames + 1)
        return request, run(name, request, folder / "made", told.append), told

    return made


def run(
    name: str, request: Request, folder: Path, progress: Progress = lambda share: None
) -> Result:
    folder.mkdir()
    return engines.engine(name).generate(request, folder / MASTER, progress, lambda: False)


def digest(result: Result) -> str:
    return hashlib.sha256(result.master.read_bytes()).hexdigest()


AGAIN = """
import hashlib, pickle, sys
from pathlib import Path
from slowfilm import engines
name, request, target = pickle.load(sys.stdin.buffer)
made = engines.engine(name).generate(request, target, lambda share: None, lambda: False)
print(hashlib.sha256(made.master.read_bytes()).hexdigest())
"""


@repeatable
@pytest.mark.slow
def test_same_request_gives_the_same_bytes_where_that_is_declared_and_another_seed_others(
    name: str, whole: Whole, tmp_path: Path
) -> None:
    """Bit-exact ones in a process of their own too, which has one thread."""
    declared = engines.engine(name).capabilities().determinism
    request, first, _told = whole(name)
    again = run(name, request, tmp_path / "2")
    other = run(name, replace(request, seed=12), tmp_path / "3")
    assert digest(first) != digest(other)
    assert digest(first) == digest(again)
    assert decided(first) == decided(again)
    if declared == "bit-exact":
        assert digest(first) == elsewhere(name, request, tmp_path)


def decided(result: Result) -> dict[str, Any]:
    """The facts without what was measured."""
    return {name: told for name, told in result.facts.items() if name != "measured"}


def elsewhere(name: str, request: Request, folder: Path) -> str:
    """The digest of what a fresh process with one thread makes of it."""
    one = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL")}
    asked = pickle.dumps((name, request, folder / MASTER))
    command = [sys.executable, "-c", AGAIN]
    made = subprocess.run(
        command, input=asked, capture_output=True, env={**os.environ, **one}, check=True
    )
    return made.stdout.decode().strip()


@every_engine
@pytest.mark.slow
def test_master_has_exactly_the_asked_measures(name: str, whole: Whole, tmp_path: Path) -> None:
    can = engines.engine(name).capabilities()
    request, made, _told = whole(name)
    if len(can.rates) > 1:
        request = asking(*everything(name, tmp_path), name=name, rate=can.rates[-1])
        request = replace(request, frames=-int(-can.min_seconds * request.rate // 1) + 1)
        made = run(name, request, tmp_path / "1")
    about = probe(made.master)
    assert (about.width, about.height) == (request.width, request.height)
    assert (about.frames, about.rate) == (request.frames, request.rate)
    assert about.has_sound == can.sound


@every_engine
@pytest.mark.slow
def test_progress_only_rises_and_ends_at_one(name: str, whole: Whole) -> None:
    _request, _made, told = whole(name)
    assert told == sorted(told)
    assert told[0] == 0 and told[-1] == 1 and len(told) > 10


@pytest.mark.slow
@every_engine
@pytest.mark.parametrize("after", [0.0, 0.4])
def test_cancelling_stops_at_once_and_leaves_nothing(
    name: str, after: float, tmp_path: Path
) -> None:
    told = [0.0]
    request, folder = asking(*least(name, tmp_path), name=name), tmp_path / "made"
    folder.mkdir()
    with pytest.raises(Cancelled):
        engines.engine(name).generate(
            request, folder / MASTER, told.append, lambda: told[-1] >= after
        )
    assert list(folder.iterdir()) == []
    assert told[-1] < after + 0.1


@repeatable
@pytest.mark.slow
def test_inputs_said_to_be_used_are_those_that_make_a_difference(
    name: str, whole: Whole, tmp_path: Path
) -> None:
    """Those that were not used are left out together: nothing changes."""
    request, first, _told = whole(name)
    unused = [item for item in request.inputs if item.tag not in first.inputs_used]
    used = [[item] for item in request.inputs if item.tag in first.inputs_used]
    for number, left_out in enumerate([unused, *used] if unused else used):
        less = replace(request, inputs=tuple(i for i in request.inputs if i not in left_out))
        if engines.engine(name).check(less):  # it can't be left out
            assert left_out is not unused
            continue
        made = run(name, less, tmp_path / str(number))
        assert (digest(made) == digest(first)) == (left_out is unused), left_out


@every_engine
@pytest.mark.slow
def test_of_every_input_it_is_said_what_became_of_it(name: str, whole: Whole) -> None:
    request, made, _told = whole(name)
    can = engines.engine(name).capabilities()
    rows = made.facts["inputs"]
    assert [row["tag"] for row in rows] == [item.tag for item in request.inputs]
    for item, row in zip(request.inputs, rows, strict=True):
        assert row["role"] == item.role and row["how"], row
        assert (row["treatment"] == "ignored") == (item.tag not in made.inputs_used), row
        able = {"uses": "used", "converts": "converted", "ignores": "ignored"}
        wanted = able[can.treatment(item.kind, item.role)]
        assert row["treatment"] in ("ignored", wanted), row
        assert not of_became(row).startswith(row["how"]), "it has a sentence"


@repeatable
@pytest.mark.slow
def test_labels_say_what_is_on_screen(name: str, tmp_path: Path) -> None:
    """An engine that does not burn them in makes what it makes without."""
    request = asking(*least(name, tmp_path), name=name)
    plain, labelled = (
        decoded(run(name, replace(request, labels=labels), tmp_path / str(labels)))
        for labels in (False, True)
    )
    differs = np.abs(labelled.astype(int) - plain).max(axis=2) > 40
    if not engines.engine(name).capabilities().labels:
        assert not differs.any()
        return
    down, across = np.nonzero(differs)
    assert down.size > 50, "letters"
    assert down.max() < plain.shape[0] / 3 and across.max() < plain.shape[1] / 2, "in the corner"


def decoded(result: Result) -> NDArray[np.uint8]:
    """A frame from the middle, (h, w, 3)."""
    with av.open(str(result.master)) as file:
        frames = [frame.to_ndarray(format="rgb24") for frame in file.decode(video=0)]
    middle: NDArray[np.uint8] = frames[len(frames) // 2]
    return middle


@every_engine
def test_no_role_is_both_used_and_converted(name: str) -> None:
    can = engines.engine(name).capabilities()
    assert not can.uses & can.converts
    assert can.treatment("sound", "camera") == "ignores"


@every_engine
def test_check_lists_what_stands_against_a_request(name: str, tmp_path: Path) -> None:
    can = engines.engine(name).capabilities()
    needs = least(name, tmp_path)
    hum = tone(tmp_path / "a.wav", 1, 200)

    def codes(request: Request) -> list[str]:
        return [problem.code for problem in engines.engine(name).check(request)]

    good = asking(*needs, name=name)
    assert codes(good) == []
    more = can.max_pictures + 1 - sum(item.kind == "picture" for item in needs)
    pictures = [*needs, *(cited(n, "picture", "style", needs[0].path) for n in range(2, 2 + more))]
    sounds = [cited(n, "sound", "voice", hum) for n in range(can.max_sounds + 1)]
    assert codes(replace(good, inputs=tuple(pictures))) == ["too-many-pictures"]
    assert "too-many-sounds" in codes(replace(good, inputs=(*needs, *sounds)))
    alone = codes(replace(good, inputs=(sounds[0],)))
    assert ("sound-alone" in alone) is not can.sound_alone
    assert codes(replace(good, inputs=(*needs, sounds[0], sounds[0]))) == ["same-tag"]
    for number, item in enumerate(needs[bool(len(needs) == 1) :], bool(len(needs) == 1)):
        lacking = codes(replace(good, inputs=(*needs[:number], *needs[number + 1 :])))
        assert lacking == ["missing-input"], item.role
    assert codes(replace(good, width=good.width + 1)) == ["size-not-offered"]
    assert codes(replace(good, rate=Fraction(7))) == ["rate-not-offered"]
    assert codes(replace(good, frames=good.frames - 1)) == ["too-short"]
    longest = int(can.max_seconds * good.rate)
    assert codes(replace(good, frames=longest)) == []
    assert codes(replace(good, frames=longest + 1)) == ["too-long"]
    assert "nothing-asked" in codes(replace(good, prompt=" ", inputs=()))
    assert codes(replace(good, prompt="雨" * (can.max_prompt + 1))) == ["prompt-too-long"]
    backwards = replace(needs[0], span=(2.0, 1.0))
    assert codes(replace(good, inputs=(backwards, *needs[1:]))) == ["empty-span"]


@every_engine
def test_a_request_that_check_refuses_is_refused(name: str, tmp_path: Path) -> None:
    request = replace(asking(*least(name, tmp_path), name=name), frames=3)
    with pytest.raises(ValueError, match="too-short"):
        run(name, request, tmp_path / "1")
    assert list((tmp_path / "1").iterdir()) == []


@pytest.mark.slow
@every_engine
@pytest.mark.parametrize(
    ("kind", "role", "bytes_"),
    [
        ("picture", "subject", b"not a picture at all"),
        ("picture", "plate", b"not a picture either"),
        ("video", "screen", b"text, not a clip"),
        ("picture", "first-frame", b"\x89PNG\r\n\x1a\n broken"),
        ("video", "motion", b"text, not a clip"),
        ("sound", "voice", b"RIFF0000WAVEjunk"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_media_error(
    name: str, kind: str, role: str, bytes_: bytes, tmp_path: Path
) -> None:
    broken = tmp_path / "broken"
    broken.write_bytes(bytes_)
    item = Input("@Image1", kind, role, broken, digest="")  # type: ignore[arg-type]
    if engines.engine(name).capabilities().treatment(item.kind, item.role) == "ignores":
        return
    beside = needed(name, tmp_path, item)
    if kind == "sound" and not engines.engine(name).capabilities().sound_alone:
        beside.append(cited(2, "picture", "subject", picture(tmp_path / "b.png", person(200))))
    request = asking(item, *beside, name=name)
    with pytest.raises(MediaError):
        run(name, request, tmp_path / "1")
    assert list((tmp_path / "1").iterdir()) == []


def test_only_engines_switched_on_can_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLOWFILM_ENGINES", " animatic , ,animatic")
    assert engines.names() == ("animatic",)
    assert engines.engine("animatic") is engines.engine("animatic")
    with pytest.raises(LookupError):
        engines.engine("base")
