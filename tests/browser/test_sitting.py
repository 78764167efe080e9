"""Three people, from the waiting room to the record: a desk, a tablet, a phone."""

from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from slowfilm import storage
from slowfilm.reviews.models import Viewing
from slowfilm.shots.actions import select_draft
from slowfilm.shots.models import Draft
from tests import make
from tests.browser.barcodes import FRAMES
from tests.browser.seats import Seat, seated
from tests.conftest import Site
from tests.sittings import made

pytestmark = pytest.mark.slow

TABLET = {"viewport": {"width": 1180, "height": 820}, "has_touch": True, "is_mobile": True}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def drafts(site: Site, proxy: Path) -> list[Draft]:
    film = make.film()
    kept = storage.keep(proxy, "video/mp4", film.id)
    found = [
        make.draft(film, frames=FRAMES, proxy=kept, nobody_declared_by="system") for _ in range(2)
    ]
    for each in found:
        select_draft(film_id=film.id, actor=make.director(film).actor, draft=each.id)
    return found


def stands(*seats: Seat, at: int) -> None:
    """Until all see one frame."""
    for seat in seats:
        seat.wait(lambda seat=seat: seat.frame() == at)


def test_a_whole_sitting(chromium: Browser, site: Site, drafts: list[Draft]) -> None:
    film = drafts[0].film
    editor, viewer = make.member(film, "editor", name="Ada Bell"), make.member(film, "viewer")
    sitting = made.planned(
        film, *({"shot": each.shot_id} for each in drafts), guests=made.guests([editor], [viewer])
    )
    with ExitStack() as stack:
        desk, tablet, phone = (
            stack.enter_context(seated(chromium, site, member, **profile))
            for member, profile in ((make.director(film), {}), (editor, TABLET), (viewer, PHONE))
        )
        for seat in (desk, tablet, phone):
            seat.page.goto(f"{site.url}/films/{film.id}/sittings/{sitting.id}/")
        expect(phone.page.locator("#until")).to_contain_text("Begins in")
        expect(phone.page.locator("#expected li:not([data-absent])")).to_have_count(3)
        desk.page.get_by_role("button", name="Open the sitting").click()
        expect(phone.page.locator("#showing")).to_have_text(drafts[0].name)

        # Everyone is on the same frame of the same draft, across fast changes.
        for _ in range(4):
            desk.page.keyboard.press("Shift+ArrowRight")
        desk.page.keyboard.press("ArrowLeft")
        stands(desk, tablet, phone, at=39)
        desk.page.get_by_role("button", name=drafts[1].shot.name).click()
        for seat in (tablet, phone):
            expect(seat.page.locator("#showing")).to_have_text(drafts[1].name)
        stands(desk, tablet, phone, at=0)

        # One looks around by oneself, and comes back.
        forward = tablet.page.get_by_role("button", name="One frame forward")
        for _ in range(2):
            forward.tap()
        stands(tablet, at=2)
        desk.page.keyboard.press("Shift+ArrowRight")
        stands(desk, phone, at=10)
        assert tablet.frame() == 2
        tablet.page.get_by_role("button", name="Back to").tap()
        stands(tablet, at=10)

        # Handed over; the tablet's fingers lead now.
        desk.page.get_by_role("tab", name="Attendees").click()
        desk.page.get_by_role("button", name="Hand over to Ada Bell").click()
        expect(tablet.page.locator("#presenting")).to_have_text("You present")
        forward.tap()
        stands(tablet, desk, phone, at=11)

        # Decided: an approval, in words, and who does what.
        desk.page.get_by_role("tab", name="Approval").click()
        desk.page.get_by_role("button", name="Approve as Director").click()
        desk.page.get_by_role("tab", name="Decisions").click()
        expect(desk.page.locator("#desk")).to_contain_text("Approved")
        desk.page.get_by_label("What was decided").fill("雨留着。The rain stays.")
        desk.page.get_by_role("button", name="Note the decision").click()
        desk.page.get_by_label("What is to be done").fill("Slower at the window")
        desk.page.get_by_label("Who does it").select_option(label="Ada Bell")
        desk.page.get_by_label("By when").fill("2026-12-01")
        desk.page.get_by_role("button", name="Give", exact=True).click()
        expect(phone.page.locator("#desk")).to_contain_text("Slower at the window")

        # The presenter vanishes: all are told, and who may takes over.
        tablet.page.close()
        expect(phone.page.locator("#follow-bar")).to_contain_text("No word from Ada Bell")
        desk.page.locator("#follow-bar").get_by_role("button", name="Present").click()
        expect(phone.page.locator("#follow-bar")).to_be_hidden()
        desk.page.get_by_role("button", name="End the sitting").click()
        for seat in (desk, phone):
            expect(seat.page.get_by_role("heading", name="What was shown")).to_be_visible()
        expect(desk.page.locator("main")).to_contain_text("雨留着。The rain stays.")
        desk.page.get_by_role("link", name="Replay").click()
        expect(desk.page.locator("#showing")).to_have_text(drafts[0].name)
        desk.page.get_by_role("button", name="The rain stays.").or_(
            desk.page.locator(".moment").last
        ).first.click()
        expect(desk.page.locator("#showing")).to_have_text(drafts[1].name)
    seen = Viewing.objects.filter(member=viewer).values_list("draft", flat=True)
    assert set(seen) == {each.id for each in drafts}
    alone = Viewing.objects.filter(member=editor, draft=drafts[1], first__lte=2, last__gt=2)
    assert not alone.exists()  # nobody presented it
