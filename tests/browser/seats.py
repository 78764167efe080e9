"""People sitting in the room, each before a browser of their own."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page

from slowfilm.films.models import Member
from slowfilm.shots.models import Draft
from tests import make
from tests.waiting import never, until

T = TypeVar("T")
Place = tuple[float, float]  # fractions of the picture

INKED = """([canvas]) => {
  const all = document.querySelectorAll(".ink > canvas")[canvas];
  const { data, width, height } = all.getContext("2d").getImageData(0, 0, all.width, all.height);
  let inked = 0;
  for (let at = 3; at < data.length; at += 4) if (data[at] > 0) inked += 1;
  return inked;
}"""


class Served(Protocol):
    """A site that runs somewhere."""

    url: str


class Seat:
    """One member's page in the room."""

    def __init__(self, page: Page, member: Member) -> None:
        self.page, self.member = page, member
        self.faults: list[str] = []
        self.cdp = page.context.new_cdp_session(page)
        self.heard: list[dict[str, Any]] = []  # over the lines of its rooms
        page.on("websocket", lambda line: line.on("framereceived", self._hears))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._heard)

    def _hears(self, frame: str | bytes) -> None:
        for message in json.loads(frame):
            self.heard += message["batch"] if message["type"] == "passing" else [message]

    def _heard(self, message: Any) -> None:
        if "Content Security Policy" in message.text:
            self.faults.append(message.text)

    def enter(self, site: Served, draft: Draft, frame: int = 0) -> None:
        """Open the room at a draft and wait for the line and the picture: ink needs both."""
        self.page.goto(f"{site.url}/films/{draft.film_id}/room/?draft={draft.id}&frame={frame}")
        self.wait_for_line()
        self.page.wait_for_selector(".player > canvas[width]", state="attached")

    def wait_for_line(self) -> None:
        self.page.wait_for_selector(".ink")
        here = '#line-lost[data-line="here"]'
        self.page.wait_for_selector(here, state="attached", timeout=15_000)

    def inked(self, canvas: int = 0) -> int:
        """How many pixels of dry (0) or wet (1) ink there are."""
        return int(self.page.evaluate(INKED, [canvas]))

    def sees_ink(self, canvas: int = 0, seconds: float = 10) -> None:
        self.wait(lambda: self.inked(canvas) > 0, seconds)

    def sees_no_ink(self, canvas: int = 0, seconds: float = 10) -> None:
        self.wait(lambda: self.inked(canvas) == 0, seconds)

    def wait(self, holds: Callable[[], bool], seconds: float = 10) -> None:
        """Until something holds. (The page's policy lets no test run code from strings in it.)"""
        until(holds, seconds, self.pause)

    def hears(self, since: int = 0, **fields: Any) -> None:
        """Until a message with these fields has come, after the first `since` ones."""
        told = fields.items()
        self.wait(lambda: any(told <= each.items() for each in self.heard[since:]))
        self.page.evaluate("new Promise(requestAnimationFrame)")  # and the page has acted on it

    def settles(self, value: Callable[[], T]) -> T:
        """What something comes to rest at: the same at two looks a little apart."""
        before = value()
        while True:
            self.pause(0.15)
            if (now := value()) == before:
                return now
            before = now

    def stays(self, holds: Callable[[], bool], seconds: float) -> None:
        """See that something goes on to hold for a short time."""
        never(lambda: not holds(), seconds, self.pause)

    def pause(self, seconds: float) -> None:
        """Let the page's events come in meanwhile."""
        self.page.wait_for_timeout(seconds * 1000)

    def frame(self) -> int:
        """The frame the transport says is seen, at 24 frames a second."""
        *_, seconds, frames = self.page.locator(".transport-place").inner_text().split(":")
        return int(seconds) * 24 + int(frames)

    def at(self, place: Place) -> tuple[float, float]:
        """A place of the picture as a place of the window."""
        box = self.page.locator(".ink").bounding_box()
        assert box
        width = min(box["width"], box["height"] * 16 / 9)
        left, top = (box["width"] - width) / 2, (box["height"] - width * 9 / 16) / 2
        return box["x"] + left + place[0] * width, box["y"] + top + place[1] * width * 9 / 16

    def take(self, tool: str) -> None:
        self.page.get_by_role("toolbar", name="Pens").get_by_role(
            "button", name=tool, exact=True
        ).click()

    def pen_down(self, place: Place, force: float = 0.5) -> None:
        self._pen("mousePressed", place, force, 1)

    def pen_to(self, *places: Place, force: float = 0.5) -> None:
        for place in places:
            self._pen("mouseMoved", place, force, 1)

    def pen_up(self, place: Place) -> None:
        self._pen("mouseReleased", place, 0, 0)

    def draw(self, places: Sequence[Place], force: float = 0.5) -> None:
        """A whole stroke with the pen."""
        self.pen_down(places[0], force)
        self.pen_to(*places[1:], force=force)
        self.pen_up(places[-1])

    def _pen(self, kind: str, place: Place, force: float, buttons: int) -> None:
        x, y = self.at(place)
        self.cdp.send(
            "Input.dispatchMouseEvent",
            {
                "type": kind,
                "x": x,
                "y": y,
                "button": "left" if kind != "mouseMoved" else "none",
                "buttons": buttons,
                "clickCount": 1,
                "pointerType": "pen",
                "force": force,
                "tiltX": 20,
                "tiltY": -30,
            },
        )

    def touch(self, kind: str, *places: Place) -> None:
        """touchStart, touchMove, touchEnd: where the fingers are."""
        points = [
            {"x": x, "y": y, "id": n} for n, (x, y) in enumerate(self.at(place) for place in places)
        ]
        self.cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


@contextmanager
def seated(browser: Browser, site: Served, member: Member, **context: Any) -> Iterator[Seat]:
    """A member, signed in, with a browser context of their own."""
    with sitting(browser, site, member, make.session(member.user), **context) as seat:
        yield seat


@contextmanager
def sitting(
    browser: Browser, site: Served, member: Member, session: str, **context: Any
) -> Iterator[Seat]:
    """The same in a session that is there already."""
    own: BrowserContext = browser.new_context(
        **{"viewport": {"width": 1440, "height": 900}, **context}
    )
    own.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site.url}])
    seat = Seat(own.new_page(), member)
    yield seat
    assert seat.faults == []
    own.close()
