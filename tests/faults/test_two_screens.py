"""Two people in the room, each before a Chromium, drawing and writing without pause while parts
of the studio are killed, or one's line falls silent: what was acknowledged is on both screens."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest

from slowfilm.films.models import Member
from slowfilm.shots.models import Draft
from tests.browser.chromium import Shared
from tests.browser.seats import Seat, Served, sitting
from tests.faults.screens import Screen, draw_together, wait_for_same
from tests.faults.wire import Wire
from tests.server.studio import Studio
from tests.waiting import until

pytestmark = pytest.mark.slow
TRIES = 2  # of a page to get another line, while its own is silent: each takes ten seconds


class Session:
    """Two people at one draft; the second one's line is one that can fall silent."""

    def __init__(self, studio: Studio, wire: Wire, clip: Path) -> None:
        self.studio, self.wire = studio, wire
        self.found = studio.run("tests.faults.found", str(clip))
        self.draft = Draft(id=UUID(self.found["draft"]), film_id=UUID(self.found["film"]))
        self.rounds = 0
        self.screens: list[Screen] = []

    def enter(self, seat: Seat, site: Served) -> Screen:
        """Sit down and wait for the picture."""
        screen = Screen(seat)
        seat.enter(site, self.draft)
        seat.page.wait_for_selector(".player > canvas[width]", state="attached")
        return screen

    def round(self) -> None:
        """Everyone draws; now and then everyone writes."""
        self.rounds += 1
        draw_together(self.screens, self.rounds)
        for number, screen in enumerate(self.screens):
            if self.rounds % 3 == 0:
                screen.write(f"Round {self.rounds}, hand {number}.")
            screen.look()

    def settle(self) -> None:
        """Stop; then both screens, the database and a page opened only now are of one mind."""
        for screen in self.screens:
            screen.settle()
        wait_for_same(self.screens, self.studio.run("tests.faults.kept", self.found["film"]))
        one = self.screens[0]
        fresh = Seat(one.page.context.new_page(), one.seat.member)
        late = self.enter(fresh, self.studio)
        fresh.wait(lambda: late.ink() == one.ink())
        assert late.words() == one.words()
        fresh.page.close()
        for screen in self.screens:
            assert screen.page.evaluate("window.same"), "nobody had to load the page anew"


@pytest.fixture(scope="module")
def session(
    studio: Studio, shared_chromium: Shared, barcodes: Callable[[str], Path]
) -> Iterator[Session]:
    wire = Wire(studio.port)
    with shared_chromium.taken() as browser:
        made = Session(studio, wire, barcodes("24"))
        people = [Member(id=UUID(each)) for each in made.found["members"]]
        keys = made.found["sessions"]
        with (
            sitting(browser, studio, people[0], keys[0]) as one,
            sitting(browser, wire, people[1], keys[1]) as other,
        ):
            for seat, site in ((one, studio), (other, wire)):
                made.screens.append(made.enter(seat, site))
                seat.page.evaluate("window.same = true")
                seat.take("Pen")
            other.page.get_by_role("button", name="Sea").click()
            yield made
    wire.close()


@pytest.mark.parametrize("part", ["web", "valkey", "postgres", "worker"])
def test_kill_9_between_two_browsers(session: Session, part: str) -> None:
    for screen in session.screens:
        screen.lost = False
    for _ in range(4):
        session.round()
    pid = session.studio.children()[part]
    os.kill(pid, signal.SIGKILL)
    until(lambda: back_again(session, part, pid), seconds=60)
    for _ in range(4):
        session.round()
    session.settle()


def back_again(session: Session, part: str, pid: int) -> bool:
    """One more round; whether the part was started again, and the loss of a line was said."""
    session.round()
    said = all(screen.lost for screen in session.screens) or part != "web"
    return said and session.studio.children().get(part, pid) != pid


def test_a_long_while_without_a_line(session: Session) -> None:
    """Until its page has given up the line, and another after it, as the studio has by then."""
    here, away = session.screens
    here.lost = away.lost = False
    session.wire.fall_silent()
    enough = away.lines + TRIES
    until(lambda: tried(session, enough), seconds=90)
    assert away.lost
    assert not here.lost
    assert "waiting" in away.page.locator("#line-lost").inner_text()
    session.wire.speak()
    session.settle()


def tried(session: Session, lines: int) -> bool:
    """One more round; whether the second page has opened so many lines."""
    session.round()
    session.screens[1].seat.pause(1)
    return session.screens[1].lines >= lines
