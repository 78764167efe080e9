"""Light on the screen against light as it is rendered, on photographs, in a real Chromium."""

import base64
import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Browser, Page

from slowfilm.media.light.field import COLUMNS, rows_of
from slowfilm.media.light.mattes import Mattes, Writer
from slowfilm.media.light.planes import BLUE, GREEN, RED, Planes, planes_of
from slowfilm.media.light.render import plan_of
from slowfilm.media.master import MasterWriter
from tests.benchmarks.measure import line, told
from tests.benchmarks.photographs import plates
from tests.browser.serving import serving
from tests.media.light_vectors import PLAIN
from tests.media.masters import opened

pytestmark = pytest.mark.bench
ROOT = Path(__file__).parents[2]
SETTINGS, FRAMES = 50, 40
Codes = NDArray[np.int16]  # (height, width, 3), of 8 bits


def test_the_screen_shows_what_is_rendered(chromium: Browser, tmp_path: Path) -> None:
    pictures = _decoded(tmp_path)
    folders = {"js": ROOT / "static" / "js", "page": ROOT / "tests" / "browser" / "pages"}
    with serving({**folders, "frames": tmp_path}) as address:
        page = chromium.new_page()
        page.goto(f"{address}/page/light.html")
        page.wait_for_function("() => Boolean(globalThis.drawn)")
        nothing: dict[str, Any] = {"keys": [], "exposure": []}
        off = [np.abs(_shown(page, nothing, 0, *each) - _plain(each[1])) for each in pictures]
        unlike = float(sum(np.count_nonzero(each) for each in off))
        line("parity, no light: unequal codes", unlike, "", "0", unlike == 0)
        _compare(page, pictures)
        _compare(page, pictures, tmp_path)
        page.close()


def _compare(page: Page, pictures: list[tuple[str, Planes]], people: Path | None = None) -> None:
    """Fifty settings; with a folder for their mattes, light that is kept on people and moves."""
    rng = random.Random(12)
    of = "parity, people and movement" if people else "parity"
    most, exact, count = 0, 0, 0
    for number in range(SETTINGS):
        plan, frame = _plan(rng), rng.randrange(FRAMES)
        name, planes = pictures[number % len(pictures)]
        _three, height, width = planes.shape
        if people:
            plan = _with_people(rng, plan, people, (width, height))
        shown = _shown(page, plan, frame, name, planes)
        made = plan_of(plan, width, height).at(frame).exact(planes)
        rendered = np.floor(made * np.float32(255) + np.float32(0.5)).astype(np.int16)
        off = np.abs(shown - np.moveaxis(rendered, 0, -1))
        most = max(most, int(off.max()))
        exact += int(np.count_nonzero(off == 0))
        count += off.size
    share = 100 * exact / count
    line(f"{of}, {SETTINGS} settings: largest difference", most, "codes", "≤ 1", most <= 1)
    line(f"{of}: exact", share, "%", "≥ 99.9", share >= 99.9)
    told(f"{of}: unequal channels", count - exact, "", f"of {count}")


def _with_people(
    rng: random.Random, plan: dict[str, Any], folder: Path, size: tuple[int, int]
) -> dict[str, Any]:
    """The same light kept on or off people who cross, together or alone, and following one of them
    or a path; curves as well."""
    told = _walkers(folder, size)
    for key in plan["keys"]:
        key["light"]["qualifier"] = key["light"]["qualifier"] or {"tone": None, "hue": None}
        for each in (*key["light"]["lamps"], *key["strokes"], key["light"]["qualifier"]):
            each["mask"], each["who"] = rng.choice(["", "on", "off"]), rng.randrange(4)
        path = [[3, 0.2, 0.3], [20, rng.random(), rng.random()], [33, 0.9, 0.4]]
        since = {"since": rng.randrange(FRAMES)}
        ways = [
            None,
            {"to": "person", "person": rng.randrange(2), **since},
            {"to": "path", "path": path, **since},
        ]
        key["light"]["follow"] = rng.choice(ways)
    about = {"people": told, "columns": COLUMNS, "rows": rows_of(*size), "apart": True}
    figures = {"mattes": "m", "people": len(told)}
    spared = rng.choice([[], [], ["Video1"]])  # of every third the people stay as they are
    found = {"figures": figures, "ways": about, "mattes_path": str(folder / "mattes")}
    return {**plan, **found, "spared": spared}


def _walkers(folder: Path, size: tuple[int, int]) -> list[dict[str, Any]]:
    """Three people, of whom two go past one another: their mattes as files, and their ways."""
    rows = rows_of(*size)
    x, y = np.arange(COLUMNS)[None] / COLUMNS, np.arange(rows)[:, None] / rows
    writer = Writer(size)
    ways = [
        [[begin + step * frame, 0.5] for frame in range(FRAMES)]
        for begin, step in ((0.2, 0.012), (0.6, -0.01), (0.85, 0))
    ]
    for frame in range(FRAMES):
        shapes = [
            np.exp(-(((x - way[frame][0]) * 6) ** 2) - ((y - 0.5) * 3) ** 2) * 255 for way in ways
        ]
        over = np.maximum(np.sum(shapes, axis=0) / 255, 1)
        writer.add([np.rint(each / over).astype(np.uint8) for each in shapes])
    told: list[dict[str, Any]] = [{"first": 0, "last": FRAMES, "way": way} for way in ways]
    writer.write(folder / "mattes", told)
    mattes = Mattes.of((folder / "mattes").read_bytes())
    for number in range(len(mattes.sizes)):
        (folder / f"mattes-{number}").write_bytes(mattes.group(number))
        for who in range(1, len(told) + 1):
            (folder / f"mattes-{number}-{who}").write_bytes(mattes.group(number, who))
    return told


def _shown(page: Page, plan: dict[str, Any], frame: int, name: str, planes: Planes) -> Codes:
    _three, height, width = planes.shape
    at = {"frame": frame, "width": width, "height": height, "picture": name}
    data = base64.b64decode(page.evaluate("([plan, at]) => drawn(plan, at)", [plan, at]))
    codes = np.frombuffer(data, np.uint8).reshape(height, width, 4)
    return codes[::-1, :, :3].astype(np.int16)


def _plain(planes: Planes) -> Codes:
    codes = np.floor(planes[[RED, GREEN, BLUE]] / np.float32(1023) * np.float32(255) + 0.5)
    return np.moveaxis(codes, 0, -1).astype(np.int16)


def _decoded(folder: Path) -> list[tuple[str, Planes]]:
    """Photographs written as masters, and the frames that come back of them."""
    made = []
    for name, picture in plates(folder).items():
        wide = picture.shape[1] // 2 * 2
        codes = np.clip(picture[:, :wide], 0, 1) ** (1 / 2.4) * 1023 + 0.5
        path = folder / f"{name}.avi"
        about = {"width": wide, "height": picture.shape[0], "rate": Fraction(24), "sound": False}
        with MasterWriter(path, **about) as writer:  # type: ignore[arg-type]
            writer.frame(codes.astype(np.uint16))
        with opened(path) as master:
            planes = planes_of(next(master.container.decode(video=0)))
        (folder / f"{name}.rgb10").write_bytes(planes.astype("<u2").tobytes())
        made.append((f"{name}.rgb10", planes))
    return made


def _plan(rng: random.Random) -> dict[str, Any]:
    """One to three keys with everything that a key may have, and an exposure over time."""
    frames = sorted(rng.sample(range(FRAMES), rng.randrange(1, 4)))
    times = sorted(rng.sample(range(FRAMES), rng.randrange(4)))
    return {
        "keys": [
            {
                "frame": frame,
                "how": rng.choice(["hold", "linear", "smooth"]),
                "light": _light(rng),
                "strokes": [_stroke(rng) for _ in range(rng.randrange(5))],
            }
            for frame in frames
        ],
        "exposure": [[frame, rng.uniform(-1.5, 1.5)] for frame in times],
    }


def _light(rng: random.Random) -> dict[str, Any]:
    tone = [rng.uniform(-8, -2), rng.uniform(-2, 3), rng.uniform(0.1, 3)]
    hue = [rng.uniform(0, 360), rng.uniform(5, 90), rng.uniform(2, 60)]
    chosen = {"tone": rng.choice([None, tone]), "hue": rng.choice([None, hue])}
    return PLAIN | {
        "mode": rng.choice(["luma", "rgb"]),
        **{name: _curve(rng) for name in ("luma", "r", "g", "b")},
        "qualifier": chosen if any(chosen.values()) and rng.random() < 0.5 else None,
        "lamps": [_lamp(rng, place) for place in range(rng.randrange(4))],
    }


def _curve(rng: random.Random) -> list[list[float]]:
    xs = sorted(rng.uniform(-9, 5) for _ in range(rng.randrange(6)))
    points: list[list[float]] = []
    for x in xs:
        if points and x - points[-1][0] < 0.05:
            continue
        least = points[-1][1] if points else -10.0
        points.append([x, min(6.0, max(least, x + rng.uniform(-1.5, 1.5)))])
    return points


def _lamp(rng: random.Random, place: int) -> dict[str, Any]:
    force = {"stops": rng.uniform(-3, 3), "warmth": rng.choice([0, rng.uniform(-1, 1)])}
    if rng.random() < 0.3:
        ends = {name: rng.uniform(0, 1) for name in ("x1", "y1", "x2", "y2")}
        return {"id": str(place), "kind": "gradient", **ends, **force}
    shape = {"x": rng.uniform(-0.2, 1.2), "y": rng.uniform(-0.2, 1.2), "turn": rng.uniform(0, 180)}
    reach = {"rx": rng.uniform(0.02, 0.6), "ry": rng.uniform(0.02, 0.6), "softness": rng.random()}
    return {"id": str(place), "kind": "lamp", **shape, **reach, **force}


def _stroke(rng: random.Random) -> dict[str, Any]:
    points = [
        [
            rng.uniform(-0.1, 1.1),
            rng.uniform(-0.1, 1.1),
            rng.random(),
            rng.choice([0, rng.random()]),
        ]
        for _ in range(rng.randrange(1, 30))
    ]
    return {
        "points": points,
        "width": rng.uniform(0.01, 0.4),
        "stops": rng.uniform(-4, 4),
        "softness": rng.random(),
        "erase": rng.random() < 0.2,
    }
