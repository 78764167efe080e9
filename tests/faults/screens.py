"""What one person's page has been given to do, what was promised to it, and what it shows."""

import json
from typing import Any

from playwright.sync_api import Page, WebSocket

from tests.browser.seats import Place, Seat

STEPS = 6  # of the pen in a stroke

DRY = """async () => {
  const all = document.querySelector(".ink > canvas");
  const { data } = all.getContext("2d").getImageData(0, 0, all.width, all.height);
  return String(new Uint8Array(await crypto.subtle.digest("SHA-256", data)));
}"""


class Screen:
    """A seat, and what passes over its line. Make it before the seat enters the room."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        self.page: Page = seat.page
        self.acked: dict[str, int] = {}
        self.strokes = 0
        self.notes: list[str] = []
        self.lost = False
        self.lines = 0  # that its page has opened
        self.page.on("websocket", self._listen)

    def _listen(self, line: WebSocket) -> None:
        self.lines += 1
        line.on("framereceived", self._hear)

    def _hear(self, frame: str | bytes) -> None:
        for message in json.loads(frame):
            if message["type"] == "ack":
                self.acked[message["id"]] = message["seq"]

    def write(self, text: str) -> None:
        """A note on the frame that is seen."""
        self.notes.append(text)
        self.page.get_by_label("Write a note").fill(text)
        self.page.get_by_role("button", name="Send").click()

    def look(self) -> None:
        """Take notice of a lost line."""
        self.lost |= self.page.locator("#line-lost").is_visible()

    def settle(self) -> None:
        """Wait until the line is back and everything given has been acknowledged, once."""
        self.seat.wait_for_line()
        given = self.strokes + len(self.notes)
        self.seat.wait(lambda: len(self.acked) == given, seconds=30)
        self.seat.wait(lambda: self.page.locator("#line").inner_text() == "")
        assert self.page.locator(".note-waiting, .note-refused").count() == 0

    def ink(self) -> str:
        """A digest of every pixel of the dry ink."""
        return str(self.page.evaluate(DRY))

    def words(self) -> list[str]:
        """The notes one reads."""
        return self.page.locator(".note-text").all_inner_texts()


def draw_together(screens: list[Screen], number: int) -> None:
    """Every pen comes down, moves and goes up at the same time as the others', on one frame."""
    paths = [path(number, offset) for offset in range(len(screens))]
    both = list(zip(screens, paths, strict=True))
    for screen, places in both:
        screen.seat.pen_down(places[0])
    for step in range(1, STEPS):
        for screen, places in both:
            screen.seat.pen_to(places[step])
    for screen, places in both:
        screen.seat.pen_up(places[-1])
        screen.strokes += 1


def path(number: int, offset: int) -> list[Place]:
    """A line down the picture; those of different hands cross."""
    x, tilt = 0.1 + 0.008 * (number % 100), (0.01, -0.01)[offset]
    return [(x + tilt * step, 0.15 + 0.02 * (number % 7) + 0.1 * step) for step in range(STEPS)]


def wait_for_same(screens: list[Screen], kept: dict[str, Any]) -> None:
    """Both screens hold the same, which is what was kept, and all that was promised."""
    assert kept["holds"]
    for screen in screens:
        for command, seq in screen.acked.items():
            assert kept["seqs"][command] == seq
    assert len(kept["strokes"]) == sum(screen.strokes for screen in screens)
    written = sorted(text for screen in screens for text in screen.notes)
    assert sorted(kept["notes"]) == written
    for screen in screens:
        screen.seat.wait(lambda: sorted(screen.words()) == written)  # noqa: B023
    one, other = screens
    one.seat.wait(lambda: one.ink() == other.ink())
