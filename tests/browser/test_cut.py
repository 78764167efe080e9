"""A cut plays and is stepped through: at every join the right frame of the right draft is seen."""

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest
from playwright.sync_api import Browser, expect

from slowfilm import storage
from slowfilm.cuts.models import CutVersion
from slowfilm.films.models import Film
from slowfilm.media.proxy import ProxyWriter
from slowfilm.reviews.models import Note
from slowfilm.shots.models import Draft
from tests import make
from tests.browser.seats import Seat, seated
from tests.conftest import Site
from tests.cuts.made import by, clip, cut, saved
from tests.media.barcode import BITS, draw, tone

pytestmark = pytest.mark.slow

WIDTH, HEIGHT = 640, 360
OWN = 64  # the frames of each draft say numbers of their own: draft × 64 + frame
READ = f"""() => {{
  const canvas = document.querySelector("#picture canvas");
  const pen = canvas.getContext("2d");
  const [cell, band] = [canvas.width / {BITS}, canvas.height / 4];
  const bright = (x, y) => pen.getImageData(Math.round(x), Math.round(y), 1, 1).data[0];
  let number = 0;
  for (let bit = 0; bit < {BITS}; bit += 1) {{
    const x = (bit + 0.5) * cell;
    const [above, below] = [bright(x, band / 2), bright(x, band * 1.5)];
    if (Math.abs(above - below) < 100) return -1;
    if (above > below) number |= 1 << bit;
  }}
  return number;
}}"""


def barcoded(path: Path, number: int, rate: Fraction, frames: int, *, own: int = OWN) -> Path:
    """A proxy whose frames say `number` × `own` + their own, with a tone."""
    with ProxyWriter(path, width=WIDTH, height=HEIGHT, rate=rate, sound=True) as proxy:
        for index in range(frames):
            picture = av.VideoFrame.from_ndarray(draw(number * own + index, WIDTH, HEIGHT), "rgb24")
            proxy.picture(index, picture.reformat(format="yuv420p", dst_colorspace="ITU709"))
        proxy.sound(tone(float(frames / rate), 0.1))
    return path


@pytest.fixture
def drafts(site: Site, tmp_path: Path) -> list[Draft]:
    film = make.film()
    made = []
    for number in range(3):
        path = barcoded(tmp_path / f"{number}.mp4", number, Fraction(24), 48)
        proxy = storage.keep(path, "video/mp4", film.id)
        made.append(make.draft(film, frames=48, proxy=proxy, waveform=make.blob(film)))
    return made


@pytest.fixture
def version(drafts: list[Draft]) -> CutVersion:
    first, second, third = drafts
    clips = [clip(first, 0, 30), clip(second, 10, 34), clip(third, 6, 40), clip(first, 40, 48)]
    return saved(cut(first.film, "The lane, 巷子"), clips)


@pytest.fixture
def seat(chromium: Browser, site: Site, version: CutVersion) -> Iterator[Seat]:
    with seated(chromium, site, make.director(version.cut.film)) as seat:
        open_(seat, site, version)
        yield seat


def open_(seat: Seat, site: Site, version: CutVersion) -> None:
    seat.page.goto(f"{site.url}/films/{version.cut.film_id}/cuts/{version.cut_id}/")
    expect(seat.page.locator(".cut-open")).to_have_count(version.clips.count())
    seat.wait(lambda: reads(seat) >= 0)


def reads(seat: Seat) -> int:
    return int(seat.page.evaluate(READ))


def expected(version: CutVersion, drafts: list[Draft]) -> list[int]:
    """What each frame of a cut of hard cuts at one rate says."""
    numbers = {draft.id: number for number, draft in enumerate(drafts)}
    return [
        numbers[each.draft_id] * OWN + frame
        for each in version.clips.all()
        for frame in range(each.first, each.last)
    ]


def test_every_step_over_every_join_shows_its_frame(
    seat: Seat, version: CutVersion, drafts: list[Draft]
) -> None:
    frames = expected(version, drafts)
    assert len(frames) == version.frames == 96
    place = seat.page.locator(".transport-place")
    seen = []
    for frame in range(len(frames)):
        label = f"00:00:{frame // 24:02}:{frame % 24:02}"
        expect(place).to_have_text(label)
        seat.wait(lambda frame=frame: reads(seat) == frames[frame], 5)
        seen.append(reads(seat))
        seat.page.keyboard.press("ArrowRight")
    assert seen == frames


def test_it_plays_to_its_end_and_says_what_it_shows(
    seat: Seat, version: CutVersion, drafts: list[Draft]
) -> None:
    """Each frame that is painted is the one that the place says, in order, across the joins."""
    frames = expected(version, drafts)
    seat.page.keyboard.press("Space")
    pairs: list[Any] = seat.page.evaluate(
        f"""async () => {{
          const read = {READ};
          const place = document.querySelector(".transport-place");
          const pairs = [];
          const end = performance.now() + 9000;
          while (performance.now() < end) {{
            await new Promise(requestAnimationFrame);
            const [, , seconds, frame] = place.textContent.split(":").map(Number);
            pairs.push([seconds * 24 + frame, read()]);
            if (seconds * 24 + frame >= {version.frames - 1}) break;
          }}
          return pairs;
        }}"""
    )
    said = [frame for frame, _seen in pairs]
    assert said == sorted(said) and said[-1] == version.frames - 1
    assert [(frame, seen) for frame, seen in pairs if seen != frames[frame]] == []
    assert len(set(said)) > version.frames / 4


def test_a_note_of_the_cut_lies_on_the_draft_and_a_join_note_on_both(
    seat: Seat, version: CutVersion, drafts: list[Draft]
) -> None:
    page = seat.page
    page.locator(".cut-open").nth(1).click()
    expect(page.locator(".transport-place")).to_have_text("00:00:01:06")
    page.get_by_label("Write a note").fill("Slower, 慢一点。")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".thread")).to_contain_text("Slower, 慢一点。")
    seat.wait(lambda: Note.objects.count() == 1)
    note = Note.objects.get()
    assert (note.draft_id, note.first, note.last) == (drafts[1].id, 10, 11)
    page.get_by_role("button", name="Look at the join before shot 2").click()
    expect(page.get_by_role("dialog")).to_contain_text(f"{drafts[0].name} · 29")
    page.get_by_role("button", name="Write on this join").click()
    page.get_by_label("Write a note").fill("They become one street.")
    page.get_by_role("button", name="Send").click()
    seat.wait(lambda: Note.objects.count() == 2)
    joined = Note.objects.get(next_draft__isnull=False)
    assert (joined.draft_id, joined.first, joined.last) == (drafts[0].id, 29, 30)
    assert (joined.next_draft_id, joined.next_first, joined.next_frame) == (drafts[1].id, 10, 10)
    _write_over_three(seat, drafts)


def _write_over_three(seat: Seat, drafts: list[Draft]) -> None:
    """From the first shot over the whole second into the third; it is said of all three."""
    page = seat.page
    page.locator(".cut-open").nth(0).click()
    expect(page.locator(".transport-place")).to_have_text("00:00:00:00")
    page.keyboard.press("i")
    page.locator(".cut-open").nth(2).click()
    expect(page.locator(".transport-place")).to_have_text("00:00:02:06")
    page.keyboard.press("o")
    page.get_by_label("Write a note").fill("Three shots are one.")
    page.get_by_role("button", name="Send").click()
    thread = page.locator(".thread", has_text="Three shots are one.")
    expect(thread).to_contain_text("Over 3 shots:")
    seat.wait(lambda: Note.objects.count() == 3)
    parts = [tuple(part) for part in Note.objects.get(text="Three shots are one.").parts]
    assert parts == [(drafts[0].id, 0, 30), (drafts[1].id, 10, 34), (drafts[2].id, 6, 7)]
    thread.get_by_role("button", name=drafts[2].name).click()
    expect(page.get_by_role("dialog")).to_contain_text(f"{drafts[1].name} · 33")


def test_the_address_keeps_how_one_looks_alone_and_compared(
    seat: Seat, site: Site, version: CutVersion
) -> None:
    page = seat.page
    where = f"{site.url}/films/{version.cut.film_id}/cuts/{version.cut_id}/"
    canvas = page.locator("#picture > canvas").first
    alone = "frame=5&guides=thirds&into=2.00_0.250_0.500"
    page.goto(f"{where}?{alone}")
    expect(canvas).to_have_css("transform", re.compile(r"matrix\(2, 0, 0, 2, 0, -\d"))
    expect(page.locator(".guide-thirds")).to_have_count(4)
    page.keyboard.press("Shift+Digit9")
    seat.wait(lambda: "guides=thirds.flat&into=2.00_0.250_0.500" in page.url)
    page.keyboard.press("z")
    page.keyboard.press("Shift+Digit6")
    seat.wait(lambda: page.url.endswith("?frame=5&guides=flat"))
    expect(canvas).to_have_css("transform", "none")
    compared = f"with={version.cut_id}.1&mode=side&zoom=free&near2=4.00_0.500_0.500"
    page.goto(f"{where}?frame=5&{compared}")
    expect(page.locator(".compare-name.other")).to_have_text(re.compile("· 5$"))
    page.keyboard.press("=")
    seat.wait(lambda: "&near=1.25_0.500_0.500&near2=4.00_0.500_0.500" in page.url)


def test_two_editors_and_nothing_is_lost(
    chromium: Browser, site: Site, seat: Seat, version: CutVersion, drafts: list[Draft]
) -> None:
    page, film = seat.page, version.cut.film
    page.get_by_label("In", exact=True).fill("4")
    page.get_by_label("In", exact=True).press("Enter")
    expect(page.locator("#cut-version")).to_have_text("v001, changed")
    saved(version.cut, [clip(drafts[2])])
    expect(page.locator("#cut-said")).to_contain_text("Director saved v002 of this cut.")
    page.get_by_role("button", name="Save version").click()
    expect(page.locator("#cut-said")).to_contain_text("yours was made from v001")
    page.get_by_role("button", name="Open the newer version").click()
    expect(page.locator(".cut-open")).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".cut-open")).to_have_count(4)
    page.get_by_role("button", name="Save version").click()
    expect(page.locator("#cut-version")).to_have_text("v003")
    assert version.cut.versions.last().clips.first().first == 4
    assert Film.objects.get(id=film.id).cuts.get().versions.count() == 3


def test_shots_are_ordered_by_keyboard_and_joined(
    seat: Seat, version: CutVersion, drafts: list[Draft]
) -> None:
    page = seat.page
    page.locator(".cut-open").nth(1).focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(".cut-open").first).to_contain_text(drafts[1].name)
    page.locator(".cut-open").nth(1).click()
    page.get_by_label("Join before it").select_option("dissolve")
    expect(page.get_by_role("button", name="Look at the join before shot 2")).to_have_text(
        "Dissolve 12"
    )
    page.get_by_role("button", name="Save version").click()
    expect(page.locator("#cut-version")).to_have_text("v002")
    last = version.cut.versions.last()
    rows = list(last.clips.values_list("draft", "first", "last", "join", "join_frames"))
    assert rows[:2] == [
        (drafts[1].id, 10, 34, "cut", 0),
        (drafts[0].id, 0, 30, "dissolve", 12),
    ]
    page.get_by_role("tab", name="Versions").click()
    expect(page.locator(".cut-changes")).to_contain_text("was moved from place")
    assert by(version.cut.film)
