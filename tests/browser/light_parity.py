"""A child of its own: draws light spaces with WebGL2 and prints how far they are from numpy's."""

import base64
import json
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
from playwright.sync_api import Page, Route, sync_playwright

from slowfilm.abstractions import spaces
from slowfilm.media.lightspace import render
from slowfilm.media.lightspace.space import Space
from tests.browser.chromium import FLAGS, chromium_path

SCRIPTS = Path(__file__).parents[2] / "static" / "js"
WIDTH, HEIGHT = 160, 90
SOFTWARE = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"]  # a machine without a card
DRAWN = {"lane": 12, "window": 3, "curtain": 5, "leaves": 9}  # with their seeds
SCRIPT = f"""<canvas width={WIDTH} height={HEIGHT}></canvas><script type="module">
import {{ LightDrawing }} from "/light-space/draw.js";
const canvas = document.querySelector("canvas"), drawing = new LightDrawing(canvas);
globalThis.drawn = (space) => {{
  drawing.draw(space, space.first);
  const gl = canvas.getContext("webgl2"), codes = new Uint8Array({WIDTH * HEIGHT * 4});
  gl.readPixels(0, 0, {WIDTH}, {HEIGHT}, gl.RGBA, gl.UNSIGNED_BYTE, codes);
  return btoa(String.fromCharCode(...codes.subarray(0, 30000)) +
    String.fromCharCode(...codes.subarray(30000)));
}};
</script>"""


def _served(route: Route) -> None:
    name = urlsplit(route.request.url).path.lstrip("/")
    if name:
        route.fulfill(body=(SCRIPTS / name).read_text(), content_type="text/javascript")
    else:
        route.fulfill(body=SCRIPT, content_type="text/html")


def _farthest(page: Page, name: str, seed: int) -> int:
    """By how many codes a pixel differs at most."""
    state = getattr(spaces, name)()
    space = Space(seed=seed, first=state)
    told = page.evaluate("(space) => drawn(space)", space.model_dump(mode="json"))
    codes = np.frombuffer(base64.b64decode(told), np.uint8).reshape(HEIGHT, WIDTH, 4)
    shown = codes[::-1, :, :3].astype(int)
    light = render.light(state, render.Places.of(WIDTH, HEIGHT), seed)
    made = render.grained(render.developed(light), seed, space.grain)
    return int(np.abs(np.clip(np.rint(made * 255), 0, 255) - shown).max())


def main() -> None:
    """Print, as JSON, each light space's greatest difference."""
    with sync_playwright() as playwright:
        flags = [*(flag for flag in FLAGS if flag != "--disable-gpu"), *SOFTWARE]
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=flags)
        page = browser.new_page()
        page.route("**/*", _served)
        page.goto("http://light.test/")
        page.wait_for_function("Boolean(globalThis.drawn)")
        told = {name: _farthest(page, name, seed) for name, seed in DRAWN.items()}
        print(json.dumps(told), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
