"""How fast a clip's guards become light: 720p, one place that stays and one body that walks."""

import time
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from slowfilm.media.derive import task as task_of
from slowfilm.media.work_clip import WorkClip
from tests.benchmarks import measure

pytestmark = pytest.mark.bench

FRAMES, RATE = 144, Fraction(24)
PLACE = {"of": "place", "dabs": [{"radius": 0.15, "points": [[0.75, 0.35], [0.8, 0.7]]}]}
BODY = {"of": "body", "keys": [
    {"frame": 0, "left": 0.1, "top": 0.3, "width": 0.12, "height": 0.6},
    {"frame": FRAMES - 1, "left": 0.4, "top": 0.3, "width": 0.12, "height": 0.6},
]}  # fmt: skip


def _clip(path: Path) -> Path:
    """A scene that pans: soft shapes with grain, as a camera gives them."""
    rng = np.random.default_rng(1)
    small = rng.uniform(0.1, 0.8, (20, 60, 3)).astype(np.float32)
    wide = cv2.resize(small, (3840, 720), interpolation=cv2.INTER_CUBIC)
    with WorkClip(path, width=1280, height=720, rate=RATE, sound=False) as clip:
        for index in range(FRAMES):
            seen = wide[:, 4 * index : 4 * index + 1280] + rng.normal(0, 0.008, (720, 1280, 1))
            clip.codes(index, (np.clip(seen, 0, 1) * 1023).astype(np.uint16))
    return path


@pytest.mark.parametrize(("name", "guards"), [("place", [PLACE]), ("walking", [PLACE, BODY])])
def test_frames_a_second(tmp_path: Path, name: str, guards: list[object]) -> None:
    path = _clip(tmp_path / "clip.mp4")
    asked = {"path": str(path), "folder": str(tmp_path), "guards": guards, "spans": []}
    began = time.monotonic()
    task_of("abstract")({**asked, "look": "curtain", "seed": 1}, lambda share: None)
    rate = FRAMES / (time.monotonic() - began)
    measure.line(f"abstraction-{name}", rate, "frames/s", "≥ 10", rate >= 10)
