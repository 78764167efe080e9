"""What the light pass costs beside a bare copy of a master, and how fast much light opens."""

import time
from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from django.test import Client
from numpy.typing import NDArray

from slowfilm.films.models import Film
from slowfilm.ledger.chain import canonical
from slowfilm.light import actions
from slowfilm.light.models import LightKey, LightStroke
from slowfilm.media.light.dither import Dither
from slowfilm.media.light.planes import planes_of
from slowfilm.media.light.render import lit, plan_of
from slowfilm.media.master import MasterWriter, open_master
from tests import make
from tests.benchmarks import measure
from tests.media.masters import digest_of

pytestmark = pytest.mark.bench

SIZE, RATE, FRAMES, ROUNDS = (1280, 720), Fraction(24), 24, 3
KEYS, STROKES = 1000, 20_000
PLAIN: dict[str, Any] = {"luma": [], "r": [], "g": [], "b": [], "qualifier": None, "lamps": []}
CURVE = [[-5, -6], [-2, -2.4], [0, 0.3], [2, 1.9]]
LAMP = {"id": "a", "kind": "lamp", "x": 0.4, "y": 0.3, "rx": 0.3, "ry": 0.2, "turn": 20}
LAMP |= {"softness": 0.8, "stops": 1.5, "warmth": 0.5}
STROKE = {"points": [[0.1 + i / 60, 0.4 + 0.2 * (i % 3), 0.8, 0] for i in range(48)], "width": 0.12}
STROKE |= {"stops": 1.0, "softness": 0.6, "erase": False}
KINDS: dict[str, dict[str, Any]] = {
    "luma": {"light": PLAIN | {"mode": "luma", "luma": CURVE}},
    "rgb": {"light": PLAIN | {"mode": "rgb", "r": CURVE, "g": CURVE[:2], "b": CURVE}},
    "painted": {"light": PLAIN | {"mode": "luma", "luma": CURVE}, "strokes": [STROKE] * 8},
    "lamp": {"light": PLAIN | {"mode": "luma", "luma": CURVE, "lamps": [LAMP]}},
    "qualified": {
        "light": PLAIN
        | {"mode": "luma", "luma": CURVE, "qualifier": {"tone": [-3, 1, 1], "hue": [30, 40, 20]}}
    },
    "all": {
        "light": PLAIN | {"mode": "rgb", "r": CURVE, "g": CURVE, "b": CURVE, "lamps": [LAMP]},
        "strokes": [STROKE] * 8,
    },
}


def request(kind: str) -> dict[str, Any]:
    key = {"frame": 0, "how": "hold", "strokes": [], **KINDS[kind]}
    return {"keys": [key], "exposure": [], "seed": "s"}


def street() -> Iterator[NDArray[np.uint16]]:
    """Frames of soft light with grain, as a graded picture has."""
    rng = np.random.default_rng(2)
    across = np.linspace(0, 1, SIZE[0])[None, :, None]
    down = np.linspace(0, 1, SIZE[1])[:, None, None]
    ground = 60 + 700 * across * (1 - 0.7 * down) * np.array([1.0, 0.85, 0.7])
    for _ in range(4):
        noise = rng.normal(0, 6, (*SIZE[::-1], 3))
        yield np.clip(ground + noise, 0, 1023).astype(np.uint16)


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("light") / "master.avi"
    frames = list(street())
    with MasterWriter(path, width=SIZE[0], height=SIZE[1], rate=RATE, sound=False) as writer:
        for index in range(FRAMES):
            writer.frame(frames[index % 4])
    return path


def spent(work: Any) -> float:
    """The least CPU seconds of all threads, of a few rounds."""
    found = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        found.append(time.process_time() - began)
    return min(found)


def copied(master: Path, digest: str, target: Path) -> None:
    """The control: every frame decoded and encoded again."""
    with (
        open_master(master, digest) as source,
        MasterWriter(target, width=SIZE[0], height=SIZE[1], rate=RATE, sound=False) as writer,
    ):
        for frame in source.container.decode(source.container.streams.video[0]):
            writer.picture(frame)


def passed(master: Path, digest: str, folder: Path, kind: str) -> None:
    about = {"path": str(master), "digest": digest, "folder": str(folder), "frames": FRAMES}
    lit({**about, **request(kind)}, lambda share: None)


def test_what_the_pass_costs(master: Path, tmp_path: Path) -> None:
    digest = digest_of(master)
    bare = spent(partial(copied, master, digest, tmp_path / "bare.avi"))
    measure.told("light-pass-bare", bare / FRAMES * 1e3, "CPU-ms", "decode and encode of a frame")
    for kind in KINDS:
        whole = spent(partial(passed, master, digest, tmp_path, kind))
        added = (whole - bare) / FRAMES * 1e3
        measure.told(f"light-pass-{kind}", added, "CPU-ms", f"added a frame, {whole / bare:.2f} x")
        # Either is enough: a cheap codec makes the ratio large, a dear one the milliseconds.
        worst = min(whole / bare / 2.5, added / 45)
        measure.line(f"light-pass-{kind}-share", worst, "of the target", "≤ 1", worst <= 1)


def test_a_frame_alone(master: Path) -> None:
    with open_master(master, digest_of(master)) as source:
        frame = next(source.container.decode(source.container.streams.video[0]))
        planes = planes_of(frame)  # type: ignore[arg-type]
    for kind in KINDS:
        look = plan_of(request(kind), *SIZE).at(0)
        cost = spent(partial(look.lit, planes, Dither("s", 0, *SIZE)))
        measure.told(f"light-frame-{kind}", cost * 1e3, "CPU-ms", "a 720p frame")


def filled(film: Film) -> Any:
    """A draft with KEYS keys and STROKES strokes."""
    draft = make.draft(film, frames=KEYS)
    by = {"film_id": film.id, "actor": make.director(film).actor}
    actions.set_key(**by, draft=draft.id, frame=0, light={"luma": CURVE})
    first = LightKey.objects.get()
    with make.past_the_guards():
        told = {"draft": draft, "how": "smooth", "light": first.light, "made_by": first.made_by}
        told |= {"set_by": first.set_by, "set_seq": 1}
        keys = [LightKey(id=uuid4(), frame=frame, **told) for frame in range(1, KEYS)]
        LightKey.objects.bulk_create(keys)
        brush = {"width": 0.1, "stops": 1, "softness": 0.5, "erase": False, "actor": first.made_by}
        points = canonical(STROKE["points"])
        LightStroke.objects.bulk_create(
            LightStroke(act=uuid4(), key=key, place=0, seq=1, points=points, **brush)
            for key in [first, *keys]
            for _ in range(STROKES // KEYS)
        )
    return draft


@pytest.mark.django_db
def test_much_light_opens_fast(film: Film, client: Client) -> None:
    """The room's page and the light's first paint, as a browser asks for them."""
    empty, full = make.draft(film, frames=KEYS), filled(film)
    client.force_login(make.director(film).user)
    took = {}
    for name, draft in (("empty", empty), ("full", full), ("empty", empty), ("full", full)):
        found = []
        for _ in range(5):
            began = time.perf_counter()
            assert client.get(f"/films/{film.id}/room/?draft={draft.id}").status_code == 200
            assert client.get(f"/films/{film.id}/drafts/{draft.id}/light/").status_code == 200
            window = f"/films/{film.id}/drafts/{draft.id}/light/strokes?first=0&last=12"
            assert client.get(window).status_code == 200
            found.append(time.perf_counter() - began)
        took[name] = min(found)
    measure.told("light-opens-empty", took["empty"] * 1e3, "ms", "the room, its light, a window")
    times = took["full"] / took["empty"]
    measure.line("light-opens", times, "x an empty one", "≤ 1.5", times <= 1.5)
