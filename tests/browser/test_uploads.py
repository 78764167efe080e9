"""Files on their way in, with the official tus client in a real Chromium, and a real worker."""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import skimage
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from slowfilm.films.models import Film
from slowfilm.generations.models import Generation
from slowfilm.references.models import Reference
from slowfilm.uploads.models import Upload
from tests import make
from tests.browser.seats import Seat, seated
from tests.conftest import Site
from tests.references import files
from tests.waiting import until

pytestmark = pytest.mark.slow
PIECE = 8 << 20


@pytest.fixture(scope="module", autouse=True)
def worker(running_site: Site) -> Iterator[None]:
    """A worker as a process of its own."""
    log = (Path(settings.DATA) / "log" / "uploads-worker.log").open("ab")
    command = [sys.executable, "manage.py", "worker", "--queues=io,scan", "--concurrency=1"]
    process = subprocess.Popen(
        command, env=running_site.environment(), stdout=log, stderr=log, cwd=settings.ROOT
    )
    yield
    process.terminate()
    process.wait(20)
    log.close()


@pytest.fixture
def film(site: Site) -> Film:
    return make.film()


@pytest.fixture
def seat(chromium: Browser, site: Site, film: Film) -> Iterator[Seat]:
    with seated(chromium, site, make.director(film)) as seat:
        seat.page.goto(f"{site.url}/films/{film.id}/references/")
        yield seat


@pytest.fixture(scope="module")
def long_sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound of five pieces and a bit."""
    return files.sound(tmp_path_factory.mktemp("long") / "雨 at night.wav", seconds=220)


def slow_line(seat: Seat, bytes_a_second: int, *, lost: bool = False) -> None:
    """A line on which there is time to break something; or none."""
    conditions = {"offline": lost, "latency": 5, "downloadThroughput": -1}
    seat.cdp.send("Network.enable")
    seat.cdp.send(
        "Network.emulateNetworkConditions", {**conditions, "uploadThroughput": bytes_a_second}
    )


def choose(page: Page, *paths: Path) -> None:
    """Choose files as a person does."""
    page.set_input_files("#files", list(paths))


def some_pieces_are_here() -> bool:
    """Whether an upload is in the middle."""
    upload = Upload.objects.first()
    return upload is not None and 2 * PIECE <= upload.offset < upload.size


def arrives_whole(page: Page, path: Path) -> Reference:
    """Wait for the reference, and see that it is the file, byte for byte."""
    card = page.locator(".card.ready", has_text=path.name)
    expect(card).to_be_visible(timeout=60_000)
    reference = Reference.objects.get()
    assert reference.original_id == hashlib.sha256(path.read_bytes()).hexdigest()
    assert Upload.objects.count() == 1, "it was one upload all the time"
    expect(page.locator("#arriving")).to_be_hidden()
    return reference


def test_many_files_dropped_at_once(seat: Seat, film: Film, tmp_path: Path) -> None:
    page = seat.page
    page.get_by_label("Maker").fill("Lin")
    page.get_by_label("Medium").select_option("16mm")
    page.get_by_label("Reference only, not for generation").check()
    sources = [files.picture(tmp_path / f"{n}.png", (64 + n, 48)) for n in range(7)]
    sources += [files.text(tmp_path / "text.mp4")]
    carried = [[path.name, list(path.read_bytes())] for path in sources]
    page.evaluate(
        """(carried) => {
          const transfer = new DataTransfer();
          for (const [name, bytes] of carried) {
            transfer.items.add(new File([new Uint8Array(bytes)], name));
          }
          const event = (kind) => new DragEvent(kind, { dataTransfer: transfer, bubbles: true });
          document.body.dispatchEvent(event("dragenter"));
          if (document.getElementById("drop").hidden) throw new Error("the page says nothing");
          document.body.dispatchEvent(event("drop"));
        }""",
        carried,
    )
    expect(page.locator("#drop")).to_be_hidden()
    expect(page.locator(".card.ready")).to_have_count(7, timeout=120_000)
    failed = page.locator(".card.failed")
    expect(failed).to_contain_text("not a picture, clip or sound", timeout=30_000)
    for reference in Reference.objects.all():
        assert (reference.maker, reference.medium, reference.study) == ("Lin", "16mm", True)
    failed.get_by_role("button", name="Remove").click()
    expect(failed).to_have_count(0)
    until(lambda: Reference.objects.count() == 7)
    assert Axe().run(page).violations_count == 0


def test_a_reload_in_the_middle(seat: Seat, long_sound: Path) -> None:
    slow_line(seat, 12 << 20)
    choose(seat.page, long_sound)
    until(some_pieces_are_here)
    seat.page.reload()
    interrupted = seat.page.locator(".upload.interrupted")
    expect(interrupted).to_contain_text(long_sound.name)
    offset = Upload.objects.get().offset
    choose(seat.page, long_sound)
    expect(interrupted).to_have_count(0)
    assert Upload.objects.get().offset >= offset
    slow_line(seat, -1)
    arrives_whole(seat.page, long_sound)


def test_the_studio_is_killed_in_the_middle(seat: Seat, site: Site, long_sound: Path) -> None:
    slow_line(seat, 12 << 20)
    choose(seat.page, long_sound)
    until(some_pieces_are_here)
    site.kill()
    expect(seat.page.locator(".upload-state")).to_contain_text("goes on by itself")
    expect(seat.page.locator("#notice")).to_contain_text("No line")
    site.start()
    slow_line(seat, -1)
    arrives_whole(seat.page, long_sound)
    expect(seat.page.locator("#notice")).to_be_hidden()


def test_one_reference_is_described_and_declared(seat: Seat, site: Site, tmp_path: Path) -> None:
    page = seat.page
    choose(page, files.clip(tmp_path / "dusk.mp4"))
    page.locator(".card.ready", has_text="dusk.mp4").get_by_role("link", name="dusk.mp4").click()
    expect(page.locator("video")).to_have_js_property("readyState", 4, timeout=15_000)
    assert page.locator("video").evaluate("video => video.videoWidth") == 320
    page.get_by_label("Maker").fill("Chen")
    page.get_by_label("Rights").fill("Lent by her family, 2026.")
    page.locator("#description").get_by_role("button", name="Save").click()
    expect(page.get_by_label("Maker")).to_have_value("Chen")
    expect(page.locator(".clearance")).to_contain_text("Nobody has said yet")
    page.get_by_text("No one else is seen or heard.").click()
    page.locator(".clearance").get_by_role("button", name="Save").click()
    expect(page.locator(".clearance")).to_contain_text("not checked")
    expect(page.locator(".clearance")).to_contain_text("Cleared for generation")
    assert Axe().run(page).violations_count == 0


def street(folder: Path) -> Path:
    """A picture with somebody in it whom nobody has asked."""
    shown = Image.new("RGB", (960, 540), (96, 104, 116))
    shown.paste(Image.open(Path(skimage.__file__).parent / "data" / "astronaut.png"), (224, 14))
    shown.save(folder / "street.png")
    return folder / "street.png"


def box(page: Page, first: tuple[float, float], last: tuple[float, float]) -> None:
    """Draw a box on the picture, from and to a share of its width and height."""
    on = page.locator("#marks").bounding_box()
    assert on is not None
    for move, (x, y) in enumerate((first, last)):
        page.mouse.move(on["x"] + x * on["width"], on["y"] + y * on["height"], steps=4)
        if move == 0:
            page.mouse.down()
    page.mouse.up()


def test_a_street_with_a_stranger_becomes_light_and_is_cited(
    seat: Seat, site: Site, film: Film, tmp_path: Path
) -> None:
    page, root = seat.page, f"{site.url}/films/{film.id}"
    brief = f"{root}/shots/{make.shot(film).id}/brief/"
    choose(page, street(tmp_path))
    expect(page.locator(".card.ready")).to_contain_text("1 face", timeout=90_000)
    page.goto(brief)
    page.get_by_role("button", name="Cite a reference").click()
    option = page.get_by_role("option", name="street.png")
    expect(option).to_be_disabled()
    expect(option).to_contain_text("1 face in it has no name")
    page.keyboard.press("Escape")

    page.goto(f"{root}/references/{Reference.objects.get().id}/")
    page.get_by_role("link", name="Put light in place of what may not be shown").click()
    page.get_by_label("Box around a face").check()
    box(page, (0.36, 0.05), (0.56, 0.42))
    expect(page.locator("#marked li")).to_have_count(1)
    page.get_by_role("button", name="Make reference").click()
    expect(page.get_by_role("heading", name="street.png, in light")).to_be_visible()
    page.get_by_label("No one else is seen or heard.").check(timeout=90_000)
    page.get_by_role("region", name="Who is in it").get_by_role("button", name="Save").click()
    light = Reference.objects.get(name="street.png, in light")
    until(lambda: light.scans.filter(error="").exists(), seconds=90)

    page.goto(brief)
    page.get_by_role("button", name="Cite a reference").click()
    page.get_by_role("option", name="street.png, in light").click()
    page.get_by_label("What should be seen and heard").press_sequentially(" A lane at dusk.")
    page.get_by_role("button", name="Queue this brief").click()
    until(Generation.objects.exists)
    assert Generation.objects.get().brief.citations.get().reference == light
