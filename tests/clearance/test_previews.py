"""Before they sign they see: pictures of their own at each use, behind their link alone."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.test import Client
from PIL import Image

from slowfilm.clearance import releases, tracks
from slowfilm.clearance.previews import PREVIEWS, own_picture, previews_of
from slowfilm.films.models import Film
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Lease, claim
from slowfilm.management.tidying import tidy
from slowfilm.media.consent import consent
from slowfilm.people.models import Person
from slowfilm.references.models import Reference
from tests import make
from tests.clearance.test_pages import words
from tests.generations import made

GUARD = {"of": "face", "keys": [{"left": 0.7, "top": 0.2, "width": 0.1, "height": 0.3}]}
LIGHT = {"keys": [], "exposure": [[0, -1]]}


@pytest.fixture
def named(film: Film, zhou: Person) -> Reference:
    """A picture with two faces: the neighbour's, and a stranger's."""
    reference = made.picture(film, scan=False)
    mine, _stranger = make.scanned(reference, (0, 1), (0, 1))
    tracks.name_tracks(
        film_id=film.id, actor=make.director(film).actor, tracks=[mine.id], person=zhou.id
    )
    return reference


def test_nothing_of_anybody_else_can_be_known_from_them(tmp_path: Path) -> None:
    chance = np.random.default_rng(5)
    picture = chance.integers(60, 200, (270, 480, 3), np.uint8)
    made_of = []
    for name in ("one", "other"):
        folder = tmp_path / name
        folder.mkdir()
        picture[40:150, 330:390] = chance.integers(0, 255, (110, 60, 3), np.uint8)
        Image.fromarray(picture).save(folder / "file.png")
        asked: dict[str, Any] = {
            "path": str(folder / "file.png"), "folder": str(folder), "frame": 0, "seed": 7,
            "face": [5000, 3000, 1500, 2500], "others": [GUARD], "lines": None, "light": LIGHT,
        }  # fmt: skip
        names = [*consent(asked, lambda share: None)["names"], "person"]
        made_of.append([(folder / f"{each}.jpg").read_bytes() for each in names])
    assert made_of[0] == made_of[1]
    lit, dark = (Image.open(io.BytesIO(made_of[0][n])).convert("L") for n in (0, 1))
    assert np.asarray(dark).mean() < np.asarray(lit).mean() - 20
    consent({**asked, "lines": 90}, lambda share: None)
    with Image.open(folder / "as-it-was.jpg") as small:
        assert small.height < 90


@pytest.mark.slow
def test_a_worker_makes_them_and_the_page_shows_them_beside_each_use(
    film: Film, zhou: Person, named: Reference
) -> None:
    secret = make.release_link(zhou, "shown", "altered", "voice")
    phone, path = Client(), f"/release/{secret}/"
    assert "are being made" in words(phone.get(path, {"language": "en"}))
    phone.get(path)
    (job,) = Job.objects.filter(kind=PREVIEWS.name)
    assert job.facts["asked"]["others"], "the stranger beside them is guarded"
    claimed = claim("io", str(job.id))
    assert claimed is not None
    PREVIEWS.work(claimed, Lease(claimed))
    job.refresh_from_db()
    assert job.state == Job.State.DONE, (job.error, job.facts)
    page = phone.get(path, {"language": "en"}).content.decode()
    for name in ("as-it-was", "relit", "abstracted"):
        assert page.count(f"{path}previews/{name}") == 1
        answer = phone.get(f"{path}previews/{name}")
        assert answer.status_code == 200 and answer.content[:2] == b"\xff\xd8"
        assert "no-store" in answer["Cache-Control"]
    assert phone.get(f"{path}previews/in-a-plate").status_code == 404, "nobody stands in a gradient"
    assert phone.get(f"/release/{'x' * 43}/previews/relit").status_code == 404
    other = make.release_link(make.person(film, "Chen"))
    assert phone.get(f"/release/{other}/previews/relit").status_code == 404
    tidy()
    assert phone.get(f"{path}previews/relit").status_code == 200, "it may still be signed"
    make.signed(secret)
    assert phone.get(f"{path}previews/relit").status_code == 404
    tidy()
    assert not Job.objects.filter(kind=PREVIEWS.name).exists(), "and no picture of them is kept"


def test_where_there_is_nothing_to_show_the_page_says_so(
    film: Film, zhou: Person, named: Reference
) -> None:
    chen = make.person(film, "Chen")
    page = words(Client().get(f"/release/{make.release_link(chen)}/", {"language": "en"}))
    assert "no picture here yet" in page
    assert not Job.objects.filter(kind=PREVIEWS.name).exists()
    secret = make.release_link(zhou)
    link = releases.link_of(secret)
    assert link is not None and previews_of(link).state == "queued"
    Job.objects.filter(kind=PREVIEWS.name).update(state=Job.State.FAILED, error="unreadable")
    page = words(Client().get(f"/release/{secret}/", {"language": "en"}))
    assert "could not be made" in page
    film.holdings.filter(blob=named.proxy_id).update(frozen_at=link.made_at)
    assert own_picture(link) is None, "what is hidden is shown to nobody"
