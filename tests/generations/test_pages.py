"""The brief and the queue in a real browser: whole by keyboard, live, and readable at any width."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from slowfilm.films.models import Film
from slowfilm.generations.citations import Cited
from slowfilm.generations.models import Generation
from slowfilm.references.models import Reference
from slowfilm.shots.models import Shot
from tests import make
from tests.browser.seats import Seat, seated
from tests.conftest import Site
from tests.generations import made
from tests.generations.worker import running_worker

pytestmark = pytest.mark.slow
SIZES = {"desk": (1440, 900), "tablet": (1366, 1024), "phone": (360, 780)}


@pytest.fixture
def shot(site: Site) -> Shot:
    """A shot of a film with a why, nevers and references."""
    film = make.film(
        why="Because the lamp in the lane still burns, and nobody asked it to.",
        nevers=["No face that was not asked", "No rain that falls upwards"],
    )
    made.picture(film, name="lamp.png", maker="Ada", year="1998", rights="Ours.")
    made.picture(film, name="rain on tin.png")
    made.picture(film, name="neighbours.png", nobody=False)
    made.sound(film, name="rain.wav")
    return make.shot(film)


@pytest.fixture
def seat(site: Site, chromium: Browser, shot: Shot) -> Iterator[Seat]:
    """The director, before the brief."""
    with seated(chromium, site, make.director(shot.film)) as found:
        found.page.goto(f"{site.url}/films/{shot.film_id}/shots/{shot.id}/brief/")
        yield found


def fits(page: Page) -> None:
    """No width scrolls sideways."""
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, size
    page.set_viewport_size({"width": 1440, "height": 900})


def faultless(page: Page) -> None:
    """Nothing that axe finds."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_a_brief_is_written_and_queued_by_keyboard(seat: Seat, shot: Shot) -> None:
    page = seat.page
    fits(page)
    page.get_by_label("What should be seen and heard").focus()
    page.keyboard.type("The lamp, @la")
    expect(page.locator(".tag-list li")).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.type("and then @")
    expect(page.get_by_role("option", name="neighbours.png")).to_have_attribute(
        "aria-disabled", "true"
    )
    expect(page.get_by_role("option", name="neighbours.png")).to_contain_text("Nobody has said")
    fits(page)
    faultless(page)
    page.keyboard.type("rain")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("falls.")
    text = page.get_by_label("What should be seen and heard")
    expect(text).to_have_value("The lamp, @Image1 and then @Audio1 falls.")
    page.get_by_label("to second").fill("2")
    page.get_by_label("from second").fill("0.5")
    fits(page)
    faultless(page)
    page.get_by_role("button", name="Queue this brief").click()
    page.wait_for_url("**/generations/")
    brief = Generation.objects.get(shot=shot).brief
    assert brief.text == "The lamp, @Image1 and then @Audio1 falls."
    cited = [(each.tag, each.start_ms, each.end_ms) for each in brief.citations.all()]
    assert cited == [("Image1", None, None), ("Audio1", 500, 2000)]
    fits(page)
    faultless(page)


def test_a_copy_that_would_be_enlarged_is_told(seat: Seat, shot: Shot) -> None:
    copy = {"proxy": {"name": "proxy.jpg", "width": 1280, "height": 720}}
    for one in Reference.objects.filter(film=shot.film, kind="picture"):
        Reference.objects.filter(pk=one.pk).update(facts={**one.facts, "copies": copy})
    page = seat.page
    page.reload()
    page.get_by_label("What should be seen and heard").focus()
    page.keyboard.type("@lamp")
    page.keyboard.press("Enter")
    treatment = page.locator(".treatment")
    expect(treatment).to_have_text("The engine uses it.")
    page.get_by_label("Size").select_option("1920x1080")
    expect(treatment).to_contain_text("Its copy is 1280 × 720")
    page.locator('select[name="cite-0-role"]').select_option("style")
    expect(treatment).not_to_contain_text("Its copy")


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(seat: Seat, shot: Shot) -> None:
    page = seat.page
    page.get_by_label("What should be seen and heard").focus()
    page.keyboard.type("@lamp")
    page.keyboard.press("Enter")
    page.keyboard.type("and @Image7 and @rain.w")
    page.keyboard.press("Enter")
    page.get_by_label("from second").fill("2")
    page.get_by_label("to second").fill("9")
    page.get_by_label("Length in seconds").fill("40")
    Reference.objects.filter(name="lamp.png").update(study=True)
    page.get_by_role("button", name="Queue this brief").click()
    expect(page.get_by_text("@Image7 is named in the text but not cited below.")).to_be_visible()
    expect(page.get_by_text("The part ends at 9.0 s; the reference is 3.0 s long.")).to_be_visible()
    expect(page.get_by_text("shots of at most 15 s")).to_be_visible()
    expect(page.get_by_text("It is for reference only")).to_be_visible()
    text = page.get_by_label("What should be seen and heard")
    expect(text).to_have_value("@Image1 and @Image7 and @Audio1 ")
    expect(page.get_by_label("to second")).to_have_value("9")
    fits(page)
    faultless(page)
    assert not Generation.objects.filter(shot=shot).exists()


def test_the_queue_tells_what_happens(
    site: Site, chromium: Browser, shot: Shot, seat: Seat
) -> None:
    film: Film = shot.film
    picture = Reference.objects.get(film=film, name="lamp.png")
    long = made.queue(
        shot,
        made.wanted(
            Cited(picture.id, "subject"),
            frames=360,
            width=1280,
            height=720,
            text="The lamp, as long as it burns.",
        ),
    )
    page = seat.page
    page.goto(f"{site.url}/films/{film.id}/generations/")
    expect(page.get_by_text("Waits for a worker")).to_be_visible()
    with running_worker(site):
        row = page.locator(f"#generation-{long.id}")
        expect(row.get_by_text("done about")).to_be_visible(timeout=30_000)
        expect(row.locator("img")).to_be_visible(timeout=30_000)
        fits(page)
        row.get_by_role("button", name="Cancel").click()
        expect(row.get_by_text("Cancelled")).to_be_visible(timeout=30_000)
        short = made.queue(shot, made.wanted(frames=24))
        link = page.locator(f"#generation-{short.id}").get_by_role("link", name="Open draft")
        expect(link).to_be_visible(timeout=60_000)
        row.get_by_role("button", name="Queue it again").click()
        expect(page.get_by_role("button", name="Cancel")).to_be_visible()
        fits(page)
        faultless(page)
