"""Where everything stands, set right on the plate in a real browser, and kept with the draft."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from slowfilm.generations.models import Brief
from slowfilm.jobs.models import Job
from slowfilm.shots.models import Draft, Shot
from tests import make
from tests.browser.seats import Seat, seated
from tests.conftest import Site
from tests.generations import made, staged
from tests.generations.worker import running_worker
from tests.waiting import until

pytestmark = pytest.mark.slow
LAMP, FEET, CORNER = "lamp 0 at", "figure Image2 foot", "screen 2"


@pytest.fixture
def shot(site: Site) -> Shot:
    """A shot of a film with a plate, somebody, and a sound."""
    film = make.film()
    staged.plate(film)
    staged.person(film, 0.6, "walker.png")
    made.sound(film, name="rain.wav")
    return make.shot(film)


@pytest.fixture
def page(site: Site, chromium: Browser, shot: Shot) -> Iterator[Page]:
    """The director, before the brief, with all of it cited."""
    with seated(chromium, site, make.director(shot.film)) as seat:
        seat.page.goto(f"{site.url}/films/{shot.film_id}/shots/{shot.id}/brief/")
        cite(seat, "street", "plate")
        cite(seat, "walker", "subject")
        cite(seat, "rain.w", "ambience")
        seat.page.get_by_label("Size").select_option("640x360")
        seat.page.get_by_label("Length in seconds").fill("1")
        seat.page.keyboard.press("Tab")
        yield seat.page


def cite(seat: Seat, name: str, role: str) -> None:
    """By the keyboard, as what it is for."""
    page = seat.page
    page.get_by_label("What should be seen and heard").focus()
    page.keyboard.type(f" @{name}")
    page.keyboard.press("Enter")
    page.locator("#citations .citation").last.get_by_role("combobox").select_option(role)


def drag(page: Page, name: str, by: tuple[float, float]) -> None:
    """A handle, by CSS pixels."""
    handle = page.locator(f'button[data-handle="{name}"]')
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 44
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by[0] / 2, y + by[1] / 2)
    page.mouse.move(x + by[0], y + by[1])
    page.mouse.up()


def test_what_a_hand_set_right_is_in_the_draft(site: Site, page: Page, shot: Shot) -> None:
    expect(page.locator("#id_engine")).to_have_value("composite")
    with running_worker(site, "io,composite"):
        expect(page.locator(f'button[data-handle="{LAMP}"]')).to_be_visible(timeout=30_000)
        guess = (
            Job.objects.filter(kind="guess-layout", state="done")
            .latest("queued_at")
            .facts["layout"]
        )
        assert page.locator("#id_layout").input_value() == "", "the engine guesses"
        drag(page, LAMP, (60, 30))
        drag(page, FEET, (90, 10))
        drag(page, CORNER, (20, 24))
        page.locator(f'button[data-handle="{LAMP}"]').press("ArrowRight")
        page.get_by_label("Strength").fill("2")
        expect(page.locator(".handle.changed")).not_to_have_count(0)
        page.locator(".curve-box").click(position={"x": 100, "y": 60})
        expect(page.locator(".handle.point")).to_have_count(1)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        page.get_by_role("button", name="Queue this brief").click()
        page.wait_for_url("**/generations/")
        until(lambda: Draft.objects.filter(shot=shot).exists(), 60)
    kept = Brief.objects.get(shot=shot)
    told = Draft.objects.get(shot=shot).facts["layout"]
    assert told == kept.layout
    assert told["lamps"][0]["strength"] == 2
    assert told["lamps"][0]["at"][0] > guess["lamps"][0]["at"][0] + 0.05
    assert told["figures"][0]["foot"][0] > guess["figures"][0]["foot"][0] + 0.08
    assert told["screen"][2] != guess["screen"][2]
    assert told["horizon"] == pytest.approx(guess["horizon"], abs=1e-4)
    (curve,) = kept.levels
    assert (curve["tag"], len(curve["points"])) == ("Audio1", 1)


def test_a_sketch_is_cited_as_composition(site: Site, page: Page, shot: Shot) -> None:
    page.get_by_role("button", name="Sketch", exact=True).click()
    sheet = page.locator(".sketch .ink")
    box = sheet.bounding_box()
    assert box
    for x in (0.3, 0.6):
        page.mouse.move(box["x"] + x * box["width"], box["y"] + 0.3 * box["height"])
        page.mouse.down()
        page.mouse.move(box["x"] + x * box["width"], box["y"] + 0.8 * box["height"], steps=4)
        page.mouse.up()
    page.get_by_role("dialog").get_by_label("Nobody is seen or heard in it").check()
    with running_worker(site, "io"):
        page.get_by_role("button", name="Save and cite").click()
        row = page.locator("#citations .citation").last
        expect(row).to_contain_text("Sketch 1.png", timeout=30_000)
    expect(row.get_by_role("combobox")).to_have_value("composition")
    drawn = shot.film.references.get(name="Sketch 1.png")
    assert (drawn.kind, drawn.facts["width"], drawn.facts["height"]) == ("picture", 640, 360)
    assert drawn.nobody_else_at is not None
