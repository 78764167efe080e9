"""A film's notes on a page, as a table, as markers, and on paper."""

import csv
import io
from fractions import Fraction
from pathlib import Path

import numpy as np
import opentimelineio as otio
import pytest
from django.test import Client
from PIL import Image
from pypdf import PdfReader

from slowfilm import storage
from slowfilm.films.models import Film, Member
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Lease, claim
from slowfilm.media.snapshots import stills
from slowfilm.reviews import paper, pdf_job
from slowfilm.reviews.notes import resolve_note
from slowfilm.shots.models import Draft
from tests import make
from tests.approvals.test_lock import by
from tests.media import barcode
from tests.reviews.test_carried import write


@pytest.fixture
def bo(film: Film) -> Member:
    return make.member(film, "editor", name="林遥")


def page(client: Client, film: Film, **wish: str) -> str:
    client.force_login(make.director(film).user)
    return client.get(f"/films/{film.id}/notes/", wish).content.decode()


@pytest.mark.slow
def test_the_page_filters_and_sorts(film: Film, client: Client, bo: Member) -> None:
    draft, other = make.draft(film), make.draft(film)
    first = write(draft, text="One", first=30, last=31)
    write(draft, "question", text="Two")
    done = write(other, text="Three <b>", first=0, last=1)
    write(draft, text="An answer", parent=first)
    resolve_note(**by(film), note=done)
    found = page(client, film)
    assert found.index("Two") < found.index("One") < found.index("An answer")
    assert "Three" not in found
    assert "Three &lt;b&gt;" in page(client, film, state="resolved")
    assert "One" not in page(client, film, kind="question")
    assert "One" not in page(client, film, member=str(bo.id))
    assert "One" not in page(client, film, draft=str(other.id), state="all")
    newest = page(client, film, sort="newest", state="all")
    assert newest.index("Three") < newest.index("Two") < newest.index("One")
    assert "One" in page(client, film, draft="x", kind="x", member="x", sort="x", page="x")


def test_a_table_is_read_back_and_runs_nothing(film: Film, client: Client) -> None:
    draft = make.draft(film)
    thread = write(draft, text='=HYPERLINK("http://x")')
    write(draft, text="慢一点\n再慢", parent=thread)
    client.force_login(make.director(film).user)
    answer = client.get(f"/films/{film.id}/notes/csv")
    assert "The%20Lane.csv" in answer["Content-Disposition"] or "The Lane" in str(answer.headers)
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["Text"] for row in rows] == ['\'=HYPERLINK("http://x")', "慢一点\n再慢"]
    assert (rows[0]["From"], rows[0]["To"]) == ("01:00:00:10", "01:00:00:19")
    assert rows[1]["Answer to"].startswith("'=")


def test_a_table_counts_as_the_file_of_a_draft_does(film: Film, client: Client) -> None:
    write(make.draft(film, facts={"timecode": "10:11:12:13"}), text="Here", first=0, last=1)
    client.force_login(make.director(film).user)
    answer = client.get(f"/films/{film.id}/notes/csv").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(answer))
    assert (row["From"], row["To"]) == ("10:11:12:13", "10:11:12:13")


@pytest.mark.parametrize("form", ["resolve-edl", "avid", "premiere", "fcpxml", "otio"])
def test_markers_of_a_draft(film: Film, client: Client, form: str) -> None:
    draft = make.draft(film)
    thread = write(draft, text="慢一点")
    write(draft, text="Yes.", parent=thread)
    client.force_login(make.director(film).user)
    answer = client.get(f"/films/{film.id}/drafts/{draft.id}/notes/{form}")
    assert "慢一点" in answer.content.decode()
    assert "S01_SH010_v001" in answer["Content-Disposition"]
    if form == "otio":
        (clip,) = otio.adapters.read_from_string(answer.content.decode(), "otio_json").find_clips()
        assert clip.markers[0].comment == "慢一点\nKept because: It is rain.\nDirector: Yes."
        assert clip.markers[0].marked_range.duration.value == 10


def test_strangers_get_no_notes(film: Film, client: Client) -> None:
    draft = make.draft(film)
    client.force_login(make.user())
    for path in ("notes/", "notes/csv", f"drafts/{draft.id}/notes/otio"):
        assert client.get(f"/films/{film.id}/{path}").status_code == 404
    client.force_login(make.director(film).user)
    other = make.draft(make.film())
    for path in (f"drafts/{other.id}/notes/otio", f"drafts/{draft.id}/notes/exe"):
        assert client.get(f"/films/{film.id}/{path}").status_code == 404


def with_bytes(film: Film, folder: Path) -> Draft:
    """A draft whose proxy is a real clip."""
    path = barcode.write_clip(folder / "proxy.mp4", options={"g": "12"})
    return make.draft(film, frames=48, proxy=storage.keep(path, "video/mp4", film.id))


@pytest.mark.slow
def test_paper_has_the_words_the_still_and_its_ink(
    film: Film, client: Client, tmp_path: Path
) -> None:
    draft = with_bytes(film, tmp_path)
    write(draft, text="慢一点，再慢。", first=7, last=8)
    write(draft, "keep", text="The lamp", first=40, last=44)
    make.ink(film, draft, frame=7)
    client.force_login(make.director(film).user)
    client.post(f"/films/{film.id}/notes/pdf", {"state": "all"})
    job = claim("io")
    assert job is not None
    pdf_job.PDF.work(job, Lease(job))
    job = Job.objects.get(kind="notes-pdf")
    assert job.state == "done"
    with storage.on_disk(job.facts["pdf"]) as path:
        read_back = PdfReader(path)
        # Codes of two bytes: the reader leaves the first one where it is zero.
        text = "\n".join(each.extract_text() for each in read_back.pages).replace("\0", "")
        pictures = [image for each in read_back.pages for image in each.images]
    assert "S01_SH010_v001" in text and "The lamp" in text and "00:00:07" in text
    if paper.font():
        assert "慢一点" in text
    assert len(pictures) == 2
    found = client.get(f"/films/{film.id}/notes/").content.decode()
    assert job.facts["pdf"] in found
    assert client.get(f"/films/{film.id}/media/{job.facts['pdf']}").status_code == 200


@pytest.mark.slow
def test_a_still_is_exactly_the_frame(tmp_path: Path) -> None:
    rate = Fraction(30000, 1001)
    clip = barcode.write_clip(tmp_path / "clip.mp4", rate, 50, options={"g": "12"})
    wanted = [0, 1, 11, 12, 13, 47, 49]
    found = [
        (frame, barcode.number(np.asarray(image.convert("L"))))
        for frame, image in stills(clip, rate, wanted, 4096)
    ]
    assert found == [(frame, frame) for frame in wanted]


def test_ink_is_drawn_where_it_lies() -> None:
    still = Image.new("RGB", (200, 100))
    stroke = paper.Ink("[[32768,32768,512,0,0],[49151,32768,512,0,0]]", 200, "#e8b04b")
    inked = paper.inked(still, [stroke])
    assert inked.getpixel((120, 50)) == (0xE8, 0xB0, 0x4B)
    assert inked.getpixel((50, 50)) == (0, 0, 0)
    assert still.getpixel((120, 50)) == (0, 0, 0)


def test_without_a_font_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "FONTS", ())
    paper.write(tmp_path / "n.pdf", "雨", "No font.", [paper.Said("a", "b", "雨 rain", [], None)])
    text = PdfReader(tmp_path / "n.pdf").pages[0].extract_text()
    assert "No font." in text and "? rain" in text
