"""What a file tells of people: said to whoever brought it in, kept from others, taken out."""

from pathlib import Path

import numpy as np
import pytest
from django.test import Client
from PIL import Image

from slowfilm import storage, tasks
from slowfilm.films.models import Film
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import claim
from slowfilm.ledger import Refused
from slowfilm.ledger.models import Entry
from slowfilm.references import actions
from slowfilm.references.models import Reference
from slowfilm.storage import Blob, Holding
from tests import make
from tests.generations import made
from tests.media import telling
from tests.references import files
from tests.references.test_prepare import bring, prepare, verbs

pytestmark = pytest.mark.slow  # each file is opened in children of its own
PHONE = (
    "This file carries: GPS position, camera serial number, name of the owner or maker, the "
    "camera&#x27;s own notes, time of the recording, camera or phone model, software, title or "
    "comment."
)
CARD = "This file carries: GPS position, camera serial number, name of the owner or maker."
BUTTON = "Keep a copy without it"


@pytest.fixture
def film(transactional_db: None) -> Film:
    """A film, committed: workers see it."""
    return make.film()


@pytest.fixture
def photo(film: Film, tmp_path: Path) -> Reference:
    """A photograph of a phone that has been prepared."""
    found = prepare(bring(film, telling.photograph(tmp_path / "yard.jpg")))
    assert found.state == "ready"
    return found.reference


@pytest.fixture
def browser(film: Film, client: Client) -> Client:
    """The director's browser."""
    client.force_login(make.director(film).user)
    return client


def page(browser: Client, reference: Reference) -> str:
    """What a reference's page says."""
    path = f"/films/{reference.film_id}/references/{reference.id}/"
    return " ".join(browser.get(path).content.decode().split())


def card(browser: Client, reference: Reference) -> str:
    """What its card says."""
    path = f"/films/{reference.film_id}/references/{reference.id}/card"
    return " ".join(browser.get(path).content.decode().split())


def click(browser: Client, reference: Reference) -> int:
    """Press the button."""
    path = f"/films/{reference.film_id}/references/{reference.id}/strip"
    return browser.post(path).status_code


def status(browser: Client, reference: Reference, digest: str | None) -> int:
    """The answer for bytes, which are known already: 304 where one may have them."""
    path = f"/films/{reference.film_id}/media/{digest}"
    return browser.get(path, headers={"if-none-match": "*"}).status_code


def pixels(digest: str | None) -> np.ndarray:
    """What is decoded of a blob."""
    assert digest is not None
    with storage.on_disk(digest) as path, Image.open(path) as image:
        return np.asarray(image)


def test_whoever_brought_it_in_is_told_what_it_carries(photo: Reference, browser: Client) -> None:
    said = page(browser, photo)
    assert PHONE in said and BUTTON in said
    assert CARD in card(browser, photo) and BUTTON in card(browser, photo)
    assert CARD in browser.get(f"/films/{photo.film_id}/references/").content.decode()
    browser.cookies["django_language"] = "zh-hans"
    assert "这个文件含有：GPS位置、相机序列号、" in page(browser, photo)
    assert "改存去除这些信息的副本" in card(browser, photo)


def test_with_one_click_a_copy_takes_its_place_and_the_original_is_gone(
    film: Film, photo: Reference, browser: Client
) -> None:
    before, proxy = photo.original_id, photo.proxy_id
    shown = pixels(before)
    assert click(browser, photo) == 302
    assert "A copy without it is being made." in page(browser, photo)
    assert BUTTON not in page(browser, photo)
    tasks.look("io")
    photo.refresh_from_db()
    assert photo.original_id not in (None, before) and photo.carries == []
    assert (pixels(photo.original_id) == shown).all()
    assert photo.proxy_id == proxy, "the same picture gives the same copy"
    assert "This file carries" not in page(browser, photo)
    assert before is not None and not storage.there(before)
    assert not Blob.objects.filter(pk=before).exists()
    assert status(browser, photo, before) == 404
    assert status(browser, photo, photo.original_id) == 304
    with storage.on_disk(str(photo.original_id)) as path:
        assert not [secret for secret in telling.SECRETS if secret in path.read_bytes()]
    assert verbs(film)[-2:] == ["reference-strip-asked", "reference-stripped"]
    told = Entry.objects.filter(film=film).latest("seq").payload
    assert told and str(photo.original_id) in told and str(proxy) in told


def test_a_clip_is_cleaned_and_its_copies_stay(film: Film, tmp_path: Path, browser: Client) -> None:
    clip = prepare(bring(film, telling.clip(tmp_path / "yard.mov", "mov"))).reference
    assert {"position", "owner"} <= {*clip.carries}
    before, copies = clip.original_id, (clip.proxy_id, clip.poster_id, clip.filmstrip_id)
    facts = {**clip.facts, "carries": []}
    click(browser, clip)
    tasks.look("io")
    clip.refresh_from_db()
    assert clip.original_id != before and clip.facts == facts
    assert (clip.proxy_id, clip.poster_id, clip.filmstrip_id) == copies
    assert not storage.there(str(before))


def test_a_picture_prepared_by_an_older_version_gets_clean_copies(
    film: Film, photo: Reference, browser: Client, tmp_path: Path
) -> None:
    """Its proxy kept the comment of the file."""
    path = tmp_path / "old.jpg"
    with storage.on_disk(str(photo.proxy_id)) as proxy, Image.open(proxy) as image:
        image.save(path, comment=b"in the yard", quality=92, subsampling=0)
    old = storage.keep(path, "image/jpeg", film.id)
    Reference.objects.filter(id=photo.id).update(proxy=old)
    click(browser, photo)
    tasks.look("io")
    photo.refresh_from_db()
    assert photo.proxy_id != old.digest
    assert not Holding.objects.filter(film=film, blob=old).exists()


def test_bytes_that_another_reference_names_stay(
    film: Film, photo: Reference, browser: Client, tmp_path: Path
) -> None:
    twin = prepare(bring(film, telling.photograph(tmp_path / "again.jpg"))).reference
    assert twin.original_id == photo.original_id
    click(browser, photo)
    tasks.look("io")
    photo.refresh_from_db()
    assert photo.carries == [] and photo.original_id != twin.original_id
    assert storage.there(str(twin.original_id))
    assert status(browser, twin, twin.original_id) == 304
    assert PHONE in page(browser, twin)


def test_what_cant_be_cleaned_without_loss_is_said_to_be_so(
    film: Film, tmp_path: Path, browser: Client
) -> None:
    path = telling.tiff(tmp_path / "raw.tif")
    raw = path.read_bytes().replace(b"\x0e\x01\x02\x00", b"\x12\xc6\x02\x00", 1)
    path.write_bytes(raw)
    reference = prepare(bring(film, path)).reference
    assert "position" in reference.carries
    before = reference.original_id
    click(browser, reference)
    tasks.look("io")
    reference.refresh_from_db()
    assert reference.original_id == before and reference.carries
    said = page(browser, reference)
    assert "can&#x27;t be cleaned without changing its picture or sound" in said
    assert BUTTON not in said and "Try again" not in said
    assert verbs(film)[-1] == "reference-strip-failed"


def test_a_lost_original_is_said_to_be_lost(film: Film, photo: Reference, browser: Client) -> None:
    storage.backend().delete(storage.name_of(str(photo.original_id)))
    click(browser, photo)
    tasks.look("io")
    said = page(browser, photo)
    assert "The original is missing from the studio&#x27;s store." in said
    assert "Try again" in said


def test_nothing_is_done_twice_or_for_nothing(film: Film, photo: Reference, tmp_path: Path) -> None:
    director = make.director(film).actor
    actions.strip(film_id=film.id, actor=director, reference=photo.id)
    with pytest.raises(Refused, match="under-way"):
        actions.strip(film_id=film.id, actor=director, reference=photo.id)
    assert Job.objects.open().filter(kind=actions.STRIP.name).count() == 1
    plain = prepare(bring(film, files.picture(tmp_path / "plain.png"))).reference
    assert plain.carries == []
    with pytest.raises(Refused, match="carries-nothing"):
        actions.strip(film_id=film.id, actor=director, reference=plain.id)


@pytest.mark.parametrize("role", ["viewer", "performer"])
def test_originals_are_for_members_who_make(
    film: Film, photo: Reference, role: str, browser: Client
) -> None:
    other = Client()
    other.force_login(make.member(film, role).user)
    assert status(browser, photo, photo.original_id) == 304
    assert status(other, photo, photo.original_id) == 403
    for copy in (photo.proxy_id, photo.poster_id):
        assert status(other, photo, copy) == 304
    assert str(photo.original_id) not in page(other, photo)
    assert "This file carries" not in page(other, photo) + card(other, photo)
    assert click(other, photo) == 403
    path = f"/api/films/{film.id}/references"
    (told,), (told_to_maker,) = other.get(path).json(), browser.get(path).json()
    assert told["original"] is None and "carries" not in told["facts"]
    assert told["proxy"] == photo.proxy_id
    assert told_to_maker["original"] == photo.original_id
    assert told_to_maker["facts"]["carries"] == list(telling.ALL)


def test_an_original_that_is_somebodys_copy_too_is_for_all(film: Film) -> None:
    """Made by this site: its original is what everybody sees."""
    other, drawn = Client(), made.picture(film)
    other.force_login(make.member(film, "viewer").user)
    assert drawn.original_id == drawn.poster_id
    assert status(other, drawn, drawn.original_id) == 304


def test_what_is_let_go_while_it_is_brought_in_again_is_held(film: Film) -> None:
    """A worker has kept bytes and not yet named them when another lets the film's go."""
    make.added(film)
    job = claim("io")
    assert job is not None
    kept, poster = make.blob(film, "image/jpeg"), make.blob(film, "image/jpeg")
    storage.release(film.id, kept.digest)
    storage.release(film.id, poster.digest)
    assert not Holding.objects.filter(film=film, blob__in=[kept, poster]).exists()
    actions.prepared(job=job, kind="picture", facts={}, original=kept, copies={"poster": poster})
    assert Holding.objects.filter(film=film, blob__in=[kept, poster]).count() == 2
