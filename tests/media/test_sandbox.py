"""Bad files and faults, as the stages above meet them: through the child process."""

import os
import signal
import struct
import subprocess
import sys
import textwrap
import threading
import time
import zlib
from pathlib import Path
from typing import Any

import av
import pytest
from PIL import Image

from slowfilm.media import derive, sandbox
from slowfilm.media.errors import MediaError
from tests.media.barcode import CAMERA_PIXELS, tone, write_clip
from tests.waiting import until


def run(task: str, path: Path, seconds: float = 240, **more: Any) -> dict[str, Any]:
    folder = path.parent / "made"
    folder.mkdir(exist_ok=True)
    return sandbox.run(task, {"path": str(path), "folder": str(folder)}, seconds=seconds, **more)


def refusal(task: str, path: Path, **more: Any) -> MediaError:
    with pytest.raises(MediaError) as caught:
        run(task, path, **more)
    return caught.value


@pytest.fixture(scope="module")
def long_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Long enough that a task on it can be stopped in its middle."""
    path = tmp_path_factory.mktemp("long") / "long.mp4"
    return write_clip(path, frames=600, size=(640, 360), options={"preset": "ultrafast"})


PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n/etc/passwd\n#EXT-X-ENDLIST\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"To whom it may concern,\n" * 40, "not-media"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", "not-media"),
        (b"<!doctype html><title>A page</title>", "not-media"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "not-media"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n", "not-media"),
        (PLAYLIST, "not-media"),
        (b"ffconcat version 1.0\nfile '/etc/passwd'\n", "not-media"),
        (b"\x00\x00\x00\x20ftypisom" + bytes(400), "truncated"),
        (bytes(5000), "not-media"),
    ],
)
def test_what_is_no_media_is_refused_whatever_its_name(
    tmp_path: Path, content: bytes, code: str
) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(content)
    assert refusal("probe", path).code == code


@pytest.mark.slow
@pytest.mark.parametrize("name", ["end.mp4", "front.mp4", "a.mkv", "a.avi"])
def test_a_clip_that_breaks_off_says_so(tmp_path: Path, name: str) -> None:
    faststart = {"movflags": "+faststart"} if name == "front.mp4" else {}
    path = write_clip(tmp_path / name, frames=96, sound=tone(4), container_options=faststart)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 6 // 10])
    assert refusal("video", path).code == "truncated"


@pytest.mark.slow
@pytest.mark.parametrize(("name", "codec"), [("front.mov", "prores_ks"), ("a.avi", "mjpeg")])
def test_what_a_camera_wrote_and_breaks_off_says_so(tmp_path: Path, name: str, codec: str) -> None:
    path = write_clip(
        tmp_path / name,
        frames=96,
        codec=codec,
        pixels=CAMERA_PIXELS[codec],
        sound=tone(4),
        sound_codec="pcm_s16le",
        container_options={"movflags": "+faststart"} if name == "front.mov" else {},
    )
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 6 // 10])
    assert refusal("video", path).code == "truncated"


@pytest.mark.slow
def test_a_sound_that_breaks_off_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.flac"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("flac", 48000)
        frame = av.AudioFrame.from_ndarray(tone(8), "fltp", "stereo")
        frame.sample_rate = 48000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 6 // 10])
    assert refusal("sound", path).code == "truncated"


@pytest.mark.slow
def test_a_picture_bomb_is_refused_by_its_header(tmp_path: Path) -> None:
    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    header = struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)
    path = tmp_path / "bomb.png"
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000)))
    )
    refused = refusal("picture", path)
    assert (refused.code, refused.facts["width"]) == ("too-many-pixels", 60000)


@pytest.mark.slow
def test_a_picture_that_breaks_off_says_so(tmp_path: Path) -> None:
    path = tmp_path / "half.jpg"
    Image.effect_noise((400, 300), 50).save(path)
    path.write_bytes(path.read_bytes()[:9000])
    assert refusal("picture", path).code == "truncated"


@pytest.mark.slow
def test_the_wrong_kind_and_the_too_long_are_named(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "mute.mp4", frames=48)
    assert refusal("sound", clip).code == "no-sound"
    assert refusal("picture", clip).code == "no-picture"
    request = {"path": str(clip), "folder": str(tmp_path), "longest": 1}
    with pytest.raises(MediaError) as caught:
        sandbox.run("master", request, seconds=60)
    assert (caught.value.code, caught.value.facts) == ("too-long", {"seconds": 2, "limit": 1})


@pytest.mark.slow
def test_progress_rises_to_a_result(long_clip: Path) -> None:
    told: list[float] = []
    result = run("video", long_clip, progress=told.append)
    assert result["probe"]["frames"] == 600
    assert told
    assert told == sorted(told)
    assert 0 < told[0] <= told[-1] <= 1


@pytest.mark.slow
def test_a_cancelled_task_stops_at_once(long_clip: Path) -> None:
    started = time.monotonic()
    told: list[float] = []
    refused = refusal("video", long_clip, progress=told.append, cancelled=lambda: bool(told))
    assert refused.code == "cancelled"
    assert told[-1] < 0.9
    assert time.monotonic() - started < 10


@pytest.mark.slow
def test_time_and_memory_have_limits(tmp_path: Path, long_clip: Path) -> None:
    assert refusal("video", long_clip, seconds=1).code == "out-of-time"
    still = tmp_path / "large.png"
    Image.new("RGB", (14000, 14000)).save(still, compress_level=1)
    assert refusal("picture", still, memory=450 << 20).code == "out-of-memory"


@pytest.mark.slow
def test_a_full_disk_is_named(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "a.mp4", frames=200, size=(640, 360))
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "proxy.mp4").symlink_to("/dev/full")
    assert refusal("video", path).code == "disk-full"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGSEGV, "unreadable"), (signal.SIGKILL, "out-of-memory")]
)
def test_a_child_that_is_killed_is_an_error_and_no_hang(
    long_clip: Path, number: signal.Signals, code: str
) -> None:
    killed = threading.Event()

    def kill(_: float) -> None:
        if not killed.is_set():
            os.kill(children(os.getpid())[0], number)
            killed.set()

    assert refusal("video", long_clip, progress=kill).code == code


@pytest.mark.slow
def test_the_child_dies_with_its_parent(long_clip: Path) -> None:
    script = f"""
        from slowfilm.media import sandbox
        request = {{"path": {str(long_clip)!r}, "folder": {str(long_clip.parent)!r}}}
        sandbox.run("video", request, seconds=60, progress=lambda done: print(done, flush=True))
    """
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, cwd=root
    ) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        (child,) = children(parent.pid)
        parent.kill()
    until(lambda: not alive(child), seconds=10)


def test_the_child_gets_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://someone:secret@host/db")
    assert "DATABASE_URL" not in sandbox._environment()


@pytest.mark.slow
def test_asking_loads_no_decoder() -> None:
    script = (
        "import sys, slowfilm.media.sandbox; print('av' in sys.modules, 'numpy' in sys.modules)"
    )
    root = Path(__file__).parents[2]
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, cwd=root, check=True)
    assert said.stdout.split() == [b"False", b"False"]


def children(pid: int) -> list[int]:
    """Its media tasks only: a test run has other children too."""
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    found = [int(child) for one in lists for child in one.read_text().split()]
    return [one for one in found if b"slowfilm.media" in Path(f"/proc/{one}/cmdline").read_bytes()]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_every_task_that_is_loaded_late_is_there() -> None:
    for name, (_module, function) in derive.ELSEWHERE.items():
        assert derive.task(name).__name__ == function
    with pytest.raises(KeyError):
        derive.task("nothing")
