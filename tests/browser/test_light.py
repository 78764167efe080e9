"""Light by hand with a synthesised pen: drawn, seen by another at once, kept, undone."""

import itertools
import json
import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser

from slowfilm import storage
from slowfilm.light.models import LightKey, LightStroke
from slowfilm.media.master import MasterWriter
from slowfilm.media.names import MASTER_TYPE
from slowfilm.shots.models import Draft
from tests import make
from tests.browser.seats import Place, Seat, seated
from tests.conftest import Site

pytestmark = pytest.mark.slow
WIDTH, HEIGHT = 320, 180
STROKE = [(0.3 + 0.04 * n, 0.5) for n in range(10)]
PIXELS = """() => {
  const from = document.querySelector(".light-picture");
  if (!from || from.hidden) return [];
  const to = Object.assign(document.createElement("canvas"), { width: 320, height: 180 });
  const pen = to.getContext("2d");
  pen.drawImage(from, 0, 0);
  return Array.from(pen.getImageData(0, 90, 320, 1).data);
}"""
LOSE = """() => {
  const gl = document.querySelector(".light-picture").getContext("webgl2");
  globalThis.taken = gl.getExtension("WEBGL_lose_context");
  globalThis.taken.loseContext();
}"""

NO_WEBGL = """
  const { getContext } = HTMLCanvasElement.prototype;
  HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
    return kind === "webgl2" ? null : getContext.call(this, kind, ...more);
  };
"""


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two frames of a ramp from black to white."""
    path = tmp_path_factory.mktemp("light") / "master.avi"
    with MasterWriter(path, width=WIDTH, height=HEIGHT, rate=Fraction(24), sound=False) as writer:
        ramp = np.linspace(0, 1023, WIDTH).astype(np.uint16)
        for _ in range(2):
            writer.frame(np.broadcast_to(ramp[None, :, None], (HEIGHT, WIDTH, 3)).copy())
    return path


@pytest.fixture
def draft(site: Site, proxy: Path, master: Path) -> Draft:
    film = make.film()
    files = {
        "master": storage.keep(master, MASTER_TYPE, film.id),
        "proxy": storage.keep(proxy, "video/mp4", film.id),
    }
    return make.draft(film, frames=2, size=(WIDTH, HEIGHT), **files)


def pixels(seat: Seat) -> list[int]:
    """The middle row of the picture with light on it, RGBA."""
    return list(seat.page.evaluate(PIXELS))


def take_up(seat: Seat) -> None:
    """Until the master's own pixels are seen: those of a ramp."""
    seat.page.keyboard.press("g")
    codes = np.linspace(0, 1023, WIDTH).astype(np.uint16)
    ramp = np.floor(codes / np.float32(1023) * 255 + 0.5).astype(int).tolist()
    seat.wait(lambda: pixels(seat)[::4] == ramp)


def on_curve(seat: Seat, tone: float, becomes: float) -> Place:
    """A place of the curve as a fraction of the picture, where Seat's pen draws."""
    box = seat.page.locator(".light-curve").bounding_box()
    assert box
    x = box["x"] + box["width"] * (tone + 10) / 16
    y = box["y"] + box["height"] * (6 - becomes) / 16
    (left, top), (right, bottom) = seat.at((0, 0)), seat.at((1, 1))
    return (x - left) / (right - left), (y - top) / (bottom - top)


def test_light_is_drawn_seen_kept_and_undone(chromium: Browser, site: Site, draft: Draft) -> None:
    with (
        seated(chromium, site, make.director(draft.film)) as director,
        seated(chromium, site, make.member(draft.film, "cinematographer", name="Yan")) as other,
    ):
        for seat in (director, other):
            seat.enter(site, draft)
            take_up(seat)
        plain = pixels(director)

        bump = [(-8 + n / 3, -8 + n / 3 + math.sin(n / 30 * math.pi)) for n in range(31)]
        director.draw([on_curve(director, *spot) for spot in bump])
        director.wait(lambda: LightKey.objects.count() == 1)
        curve = json.loads(LightKey.objects.get().light)["luma"]
        assert 3 <= len(curve) <= 16
        assert all(b[0] > a[0] and b[1] >= a[1] for a, b in itertools.pairwise(curve))
        curved = director.settles(lambda: pixels(director))
        assert sum(curved) > sum(plain)
        other.wait(lambda: pixels(other) == curved)

        director.page.get_by_role("button", name="Brush").click()
        director.pen_down(STROKE[0], 0.9)
        director.pen_to(*STROKE[1:], force=0.9)
        director.wait(lambda: pixels(director) != curved)
        assert LightStroke.objects.count() == 0, "it is seen before the pen is lifted"
        director.pen_up(STROKE[-1])
        director.wait(lambda: LightStroke.objects.filter(taken_back_at=None).count() == 1)
        points = json.loads(LightStroke.objects.get().points)
        assert {point[2] for point in points} == {0.9}, "as hard as the pen pressed"
        assert {point[3] for point in points} == {0.401}, "as flat as it was held"
        painted = director.settles(lambda: pixels(director))
        other.wait(lambda: pixels(other) == painted)

        director.page.evaluate(LOSE)
        director.wait(lambda: pixels(director) == [])
        assert director.page.get_by_text("lost for a moment").is_visible()
        director.page.evaluate("() => globalThis.taken.restoreContext()")
        director.wait(lambda: pixels(director) == painted)

        director.page.reload()
        director.wait_for_line()
        director.page.keyboard.press("g")
        director.wait(lambda: pixels(director) == painted)
        assert director.page.locator(".light-key").count() == 1

        lifted = other.at((0.5, 0.9))
        other.page.mouse.move(*lifted)
        other.page.mouse.down()
        other.page.mouse.move(lifted[0], lifted[1] - 60, steps=3)
        director.page.get_by_text("Yan is setting this light.").wait_for()
        director.wait(lambda: pixels(director) == pixels(other) != painted)
        other.page.mouse.up()
        other.wait(lambda: json.loads(LightKey.objects.get().light)["luma"] != curve)
        other.page.keyboard.press("Control+z")
        director.wait(lambda: pixels(director) == painted == pixels(other))


def test_without_webgl_it_is_said_and_curves_can_be_read(
    chromium: Browser, site: Site, draft: Draft
) -> None:
    with seated(chromium, site, make.director(draft.film)) as director:
        director.page.add_init_script(NO_WEBGL)
        director.enter(site, draft)
        director.page.keyboard.press("g")
        director.page.get_by_text("This browser has no WebGL2").wait_for()
        assert director.page.locator(".light-curve").is_visible()
        assert director.page.get_by_role("button", name="Brush").is_hidden()
