"""A finger on a tablet drags what stands in a plate, and draws around it; beside, it scrolls."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page

from tests.browser.serving import serving

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
STEPS = 8
Place = tuple[float, float]


def middle(page: Page, handle: str) -> Place:
    box = page.locator(f"[data-handle='{handle}']").last.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def swipe(cdp: CDPSession, *way: Place) -> None:
    """A finger goes down at the first place, along the others, and up."""
    spots: list[dict[str, Any]] = [{"x": x, "y": y} for x, y in way]
    for at, spot in enumerate(spots):
        kind = "touchMove" if at else "touchStart"
        cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [spot]})
    cdp.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def along(start: Place, by: Place) -> list[Place]:
    return [(start[0] + by[0] * n / STEPS, start[1] + by[1] * n / STEPS) for n in range(STEPS + 1)]


def test_a_finger_drags_what_stands_there(chromium: Browser) -> None:
    folders = {name: ROOT / "static" / name for name in ("js", "css")}
    tablet: Any = {"viewport": {"width": 820, "height": 1180}, "has_touch": True, "is_mobile": True}
    with serving({**folders, "page": ROOT / "tests" / "browser" / "pages"}) as address:
        page = chromium.new_page(**tablet)
        page.goto(f"{address}/page/layout.html")
        page.wait_for_function("() => Boolean(globalThis.draw)")
        cdp = page.context.new_cdp_session(page)

        swipe(cdp, *along(middle(page, "lamp 0 at"), (120, 160)))  # down, as if to scroll
        lamp = page.evaluate("layout.lamps[0].at")
        wide = page.evaluate("document.querySelector('.layout-plate').offsetWidth")
        assert lamp[0] == pytest.approx(0.3 + 120 / wide, abs=0.01) and lamp[1] > 0.4

        swipe(cdp, *along(middle(page, "figure Image2 foot"), (-100, 0)))
        foot = page.evaluate("layout.figures[0].foot")
        assert foot[0] == pytest.approx(0.6 - 100 / wide, abs=0.01)
        assert page.evaluate("scrollY") == 0, "the page stood still under the finger"

        page.evaluate("draw()")
        box = page.locator(".layout-plate").bounding_box()
        assert box
        corners = [(0.2, 0.5), (0.3, 0.5), (0.3, 0.8), (0.2, 0.8), (0.2, 0.55)]
        swipe(
            cdp, *((box["x"] + u * box["width"], box["y"] + v * box["height"]) for u, v in corners)
        )
        (thing,) = page.evaluate("layout.occluders")
        assert len(thing["points"]) >= 4 and page.evaluate("scrollY") == 0

        swipe(cdp, *along((400, 250), (0, -200)))
        page.wait_for_function("() => scrollY > 50")
        page.close()
