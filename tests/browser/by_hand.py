"""Firefox and WebKitGTK by hand: python -m tests.browser.by_hand firefox|webkit LINK.

LINK signs somebody in who may make drafts: one that `make up` prints. Each line says what was tried
and how it went; the exit status is the number of what failed.

Firefox wants `firefox-esr`. WebKitGTK wants `webkit2gtk-driver`, `xvfb` and the packages
`gstreamer1.0-libav`, `-plugins-good` and `-plugins-bad`, `pip install selenium`, and is run under
`xvfb-run -a`.
"""

import base64
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from websockets.sync.client import ClientConnection, connect

from tests.browser.barcodes import FRAMES, PAGES, RATES, STATIC, make_clip
from tests.browser.serving import serving

VISITS = 200
SIZE = (1280, 720)


class Driver(Protocol):
    """A browser with one page."""

    def go(self, address: str) -> None: ...
    def run(self, body: str) -> Any: ...
    def drag(self, points: list[tuple[int, int]]) -> None: ...
    def shot(self, path: Path) -> None: ...


class Firefox:
    """Firefox by WebDriver BiDi, which it speaks by itself."""

    def __init__(self, line: ClientConnection) -> None:
        self._line, self._last = line, 0
        self.ask("session.new", {"capabilities": {}})
        self._page = self.ask("browsingContext.getTree", {})["contexts"][0]["context"]
        size = {"width": 1440, "height": 900}
        self.ask("browsingContext.setViewport", {"context": self._page, "viewport": size})

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        """One command; its result."""
        self._last += 1
        self._line.send(json.dumps({"id": self._last, "method": method, "params": params}))
        while True:
            told = json.loads(self._line.recv(timeout=180))
            if told.get("id") == self._last:
                assert told["type"] == "success", told
                return told["result"]

    def go(self, address: str) -> None:
        where = {"context": self._page, "url": address, "wait": "complete"}
        self.ask("browsingContext.navigate", where)

    def run(self, body: str) -> Any:
        """What an async function with this body returns."""
        wrapped = f"(async () => {{ {body} }})().then((v) => JSON.stringify(v ?? null))"
        about = {"target": {"context": self._page}, "awaitPromise": True}
        told = self.ask("script.evaluate", {**about, "expression": wrapped})
        assert told["type"] == "success", told["exceptionDetails"]["text"]
        return json.loads(told["result"]["value"])

    def drag(self, points: list[tuple[int, int]]) -> None:
        """Press the mouse at the first point, go through the others, let go."""
        (x, y), *rest = points
        moves: list[dict[str, Any]] = [{"type": "pointerMove", "x": x, "y": y}]
        moves += [{"type": "pointerDown", "button": 0}]
        moves += [{"type": "pointerMove", "x": x, "y": y, "duration": 20} for x, y in rest]
        mouse = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}}
        actions = [{**mouse, "actions": [*moves, {"type": "pointerUp", "button": 0}]}]
        self.ask("input.performActions", {"context": self._page, "actions": actions})

    def shot(self, path: Path) -> None:
        told = self.ask("browsingContext.captureScreenshot", {"context": self._page})
        path.write_bytes(base64.b64decode(told["data"]))


@contextmanager
def firefox() -> Iterator[Driver]:
    """A Firefox of its own profile."""
    with tempfile.TemporaryDirectory() as profile:
        command = ["firefox-esr", "--headless", "--remote-debugging-port=0", "--profile", profile]
        process = subprocess.Popen([*command, "about:blank"], stderr=subprocess.PIPE, text=True)
        try:
            assert process.stderr is not None
            said = next(line for line in process.stderr if "WebDriver BiDi listening" in line)
            address = re.search(r"ws://\S+", said)
            assert address is not None
            with connect(f"{address[0]}/session", max_size=None) as line:
                yield Firefox(line)
        finally:
            process.terminate()
            process.wait(20)


class WebKit:
    """WebKitGTK by its own driver."""

    def __init__(self, driver: Any) -> None:
        self._driver = driver
        driver.set_script_timeout(180)
        driver.set_window_size(1440, 900)

    def go(self, address: str) -> None:
        self._driver.get(address)

    def run(self, body: str) -> Any:
        """What an async function with this body returns."""
        script = (
            f"const done = arguments[0]; (async () => {{ {body} }})()"
            ".then((v) => done({v: v ?? null}), (e) => done({e: String(e)}))"
        )
        told = self._driver.execute_async_script(script)
        assert "e" not in told, told["e"]
        return told["v"]

    def drag(self, points: list[tuple[int, int]]) -> None:
        """Press the mouse at the first point, go through the others, let go."""
        from selenium.webdriver.common.actions.action_builder import ActionBuilder

        actions = ActionBuilder(self._driver, duration=20)
        actions.pointer_action.move_to_location(*points[0]).pointer_down()
        for point in points[1:]:
            actions.pointer_action.move_to_location(*point)
        actions.pointer_action.pointer_up()
        actions.perform()

    def shot(self, path: Path) -> None:
        self._driver.save_screenshot(str(path))


@contextmanager
def webkit() -> Iterator[Driver]:
    """A MiniBrowser."""
    from selenium import webdriver
    from selenium.webdriver.webkitgtk.service import Service

    options = webdriver.WebKitGTKOptions()
    options.binary_location = str(next(Path("/usr/lib").glob("*/webkit2gtk-*/MiniBrowser")))
    options.add_argument("--automation")
    driver = webdriver.WebKitGTK(options=options, service=Service("/usr/bin/WebKitWebDriver"))
    try:
        yield WebKit(driver)
    finally:
        driver.quit()


def until(page: Driver, holds: str, seconds: float = 40) -> Any:
    """What an expression is as soon as it is true."""
    limit = time.monotonic() + seconds
    while not (told := page.run(f"const v = {holds}; return v instanceof Node || v")):
        assert time.monotonic() < limit, f"never so: {holds}"
        time.sleep(0.1)
    return told


def click(page: Driver, element: str) -> None:
    """A real click: a script's own is no reason for a browser to let sound begin."""
    where = f"const b = ({element}).getBoundingClientRect();"
    x, y = page.run(f"{where} return [b.x + b.width / 2, b.y + b.height / 2]")
    page.drag([(round(x), round(y))])


def frames(page: Driver) -> None:
    """Random seeks and steps by barcode, as test_seek.py does in Chromium."""
    clip = Path(tempfile.mkdtemp()) / "clip.mp4"
    make_clip(clip, RATES["24"], SIZE)
    with serving({"static": STATIC, "pages": PAGES, "clips": clip.parent}) as address:
        page.go(f"{address}/pages/player.html")
        until(page, "!!window.room")
        source = {"url": f"/clips/{clip.name}", "rate": "24", "frames": FRAMES}
        source |= {"width": SIZE[0], "height": SIZE[1]}
        page.run(f"await room.player.load({json.dumps(source)})")
        numbers = random.Random(5)
        seeks = [numbers.randrange(FRAMES) for _ in range(VISITS)]
        for how, asked in (("seek", seeks), ("step", list(range(101, 101 + VISITS)))):
            if how == "step":
                page.run("await room.player.seek(100)")
            begun = time.monotonic()
            visits = page.run(f"return await room.visit({json.dumps(asked)}, '{how}')")
            right = sum(asked == said == seen for asked, said, seen, _ in visits)
            took = (time.monotonic() - begun) / VISITS * 1000
            report(
                f"{right} of {VISITS} frames exact by {how}, {took:.0f} ms each", right == VISITS
            )
        print("errors on the page:", page.run("return room.errors"))


failed = 0


def report(what: str, holds: bool) -> None:
    """A line of what was tried."""
    global failed
    failed += not holds
    print("ok  " if holds else "FAIL", what, flush=True)


def tried(what: str, does: Callable[[], object]) -> None:
    """Do it; say how it went."""
    try:
        does()
    except Exception as error:  # whatever a browser answers is what is to be known
        report(f"{what}: {str(error)[:300]}", holds=False)
    else:
        report(what, holds=True)


CUT = "[...document.links].map((a) => a.href).find((a) => /cuts.[0-9a-f-]{36}.$/.test(a))"
BUTTON = (
    "[...document.querySelectorAll('button')].find((b) => /%s/.test(b.ariaLabel ?? b.textContent))"
)
FILM = r"document.documentElement.innerHTML.match(/\/films\/[0-9a-f-]{36}\//)?.[0]"
PLAY = "document.querySelector('.transport-play')"
DRAWN = (
    "[...document.querySelectorAll('button')]"
    ".some((b) => /^Undo/.test(b.ariaLabel ?? '') && !b.disabled)"
)
SUBMIT = "document.querySelector('dialog[open] :is(button[type=submit], button.primary)')"


def room(page: Driver, link: str, pictures: Path) -> None:
    """Sign in, play, draw, say a note, upload, open the cut."""

    def sign_in() -> None:
        page.go(link)
        page.run("document.querySelector('main form button')?.click()")
        until(page, "!location.pathname.includes('sign-in')")

    tried("signs in", sign_in)
    base = link.split("/demo-sign-in")[0]
    film = until(page, FILM)
    place = "document.querySelector('.transport-place')?.textContent"

    def open_room() -> None:
        page.go(f"{base}{film}room/")
        until(page, "document.querySelector('.transport button')")
        until(page, "document.querySelector('#line')?.dataset.state !== 'lost'")

    tried("opens the room", open_room)
    page.run("await new Promise((d) => setTimeout(d, 3000))")
    page.shot(pictures / "room.png")

    def play() -> None:
        before = page.run(f"return {place}")
        click(page, PLAY)
        until(page, f"{place} !== {json.dumps(before)}")
        page.run("await new Promise((d) => setTimeout(d, 1000))")
        click(page, PLAY)

    tried("plays", play)

    def draw() -> None:
        box = page.run(
            "const b = document.querySelector('.player, .picture, .stage').getBoundingClientRect();"
            "return [b.x, b.y, b.width, b.height]"
        )
        x, y, width, height = box
        line = [
            (round(x + width * (0.4 + k / 100)), round(y + height * 0.5 + k * 2)) for k in range(15)
        ]
        click(page, BUTTON % "^Pen$")
        page.drag(line)
        until(page, DRAWN, 10)

    tried("draws with the mouse, as neither driver has a pen; the ink can be undone", draw)
    page.shot(pictures / "ink.png")

    def upload() -> None:
        page.go(f"{base}{film}references/")
        page.run(
            """
            const canvas = document.createElement('canvas');
            canvas.getContext('2d').fillRect(0, 0, 100, 100 * Math.random());
            const bytes = await new Promise((done) => canvas.toBlob(done));
            const name = `hand-${Date.now()}.png`;
            const files = new DataTransfer();
            files.items.add(new File([bytes], name, {type: 'image/png'}));
            const input = document.querySelector('#files');
            input.files = files.files;
            input.dispatchEvent(new Event('change', {bubbles: true}));
            window.named = name;
            """
        )
        until(page, f"!{SUBMIT} || ({SUBMIT}.click(), true)")
        until(page, "document.body.textContent.includes(window.named)")

    tried("uploads a picture", upload)
    page.shot(pictures / "library.png")

    def cut() -> None:
        page.go(f"{base}{film}cuts/")
        if not page.run(f"return {CUT}"):
            page.run("document.querySelector('#title').value = 'By hand'")
            page.run("document.querySelector('button[value=shots]').click()")
            time.sleep(2)
            if not page.run("return /cuts\\/[0-9a-f-]{36}/.test(location.pathname)"):
                page.go(f"{base}{film}cuts/")
        if address := page.run(f"return {CUT}"):
            page.go(address)
        until(page, "document.querySelector('canvas, video')")
        page.run("await new Promise((d) => setTimeout(d, 2000))")

    tried("opens the cut", cut)
    page.shot(pictures / "cut.png")


def main(name: str, link: str = "", pictures: str = ".", frames_too: str = "yes") -> int:
    """Try a browser; how much failed."""
    with {"firefox": firefox, "webkit": webkit}[name]() as page:
        print(page.run("return navigator.userAgent"), page.run("return typeof VideoDecoder"))
        if frames_too:
            tried("shows exact frames", lambda: frames(page))
        if link:
            room(page, link, Path(pictures))
    return failed


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
