"""Drafts made elsewhere, brought in by tus: an exact master, or a sentence that says why not."""

from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from av.video.frame import VideoFrame
from django.utils import timezone

from slowfilm import storage, tasks
from slowfilm.films.models import Film
from slowfilm.generations.sentences import of_failure
from slowfilm.jobs.models import Job
from slowfilm.ledger.models import Entry
from slowfilm.media.errors import MediaError
from slowfilm.media.master import MasterWriter, open_master
from slowfilm.media.names import MASTER_TYPE
from slowfilm.shots import uploading
from slowfilm.shots.models import Draft, Shot
from slowfilm.uploads import pieces
from slowfilm.uploads.models import Upload
from slowfilm.uploads.tus import KEPT, forget_abandoned
from tests import make
from tests.conftest import Site
from tests.uploads.tus import Tus

SIZE = (320, 181)  # odd, as clips from elsewhere may be


def pictures(frames: int) -> list[np.ndarray[Any, Any]]:
    """Ten-bit noise, each frame another."""
    rng = np.random.default_rng(7)
    return [rng.integers(0, 1024, (SIZE[1], SIZE[0], 3), dtype=np.uint16) for _ in range(frames)]


def clip(path: Path, rows: list[np.ndarray[Any, Any]], rate: Fraction = Fraction(24)) -> Path:
    """A clip without loss."""
    with MasterWriter(path, width=SIZE[0], height=SIZE[1], rate=rate, sound=False) as out:
        for row in rows:
            out.picture(VideoFrame.from_ndarray(row, "gbrp10le"))
    return path


def bring(site: Site, shot: Shot, path: Path, **told: str) -> str:
    """Upload a file into a shot as the director; the upload's id."""
    line = Tus(site.url, make.token(make.director(shot.film).user))
    return line.send(f"/films/{shot.film_id}/shots/{shot.id}/uploads/", path, **told)


def failure(film: Film) -> str:
    """The error of the upload that failed."""
    job = Job.objects.get(film=film, kind="prepare-draft")
    assert job.state == Job.State.FAILED
    entry = Entry.objects.get(film_id=film.id, verb="draft-upload-failed")
    assert job.error in (entry.payload or "")
    assert not Draft.objects.filter(film=film).exists()
    assert not pieces.there(job.subject)
    return job.error


@pytest.mark.slow
def test_a_clip_becomes_the_next_draft_with_exactly_its_pictures(
    site: Site, tmp_path: Path
) -> None:
    shot, rows = make.shot(make.film()), pictures(12)
    upload = bring(site, shot, clip(tmp_path / "a cut.avi", rows), nobody="yes")
    tasks.look("io")
    draft = Draft.objects.get(shot=shot)
    director = make.director(shot.film).actor
    assert (draft.version, draft.frames, draft.rate, draft.origin) == (1, 12, "24", "uploaded")
    assert (draft.width, draft.height) == SIZE
    assert (draft.made_by, draft.nobody_else_by) == (director, director)
    assert draft.master.media_type == MASTER_TYPE
    with storage.on_disk(draft.master_id) as path, open_master(path, draft.master_id) as master:
        kept = list(master.frames())
    assert len(kept) == 12
    assert all(np.array_equal(mine, theirs) for mine, theirs in zip(rows, kept, strict=True))
    made = Entry.objects.get(film_id=shot.film_id, verb="draft-made")
    assert upload in (made.payload or "")
    assert not pieces.folder(Upload(id=upload).id).exists()


@pytest.mark.slow
def test_a_stored_master_that_was_damaged_shows_no_picture(site: Site, tmp_path: Path) -> None:
    shot = make.shot(make.film())
    bring(site, shot, clip(tmp_path / "a cut.avi", pictures(4)))
    tasks.look("io")
    draft = Draft.objects.get(shot=shot)
    with storage.on_disk(draft.master_id) as path:
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
        with pytest.raises(MediaError) as caught, open_master(path, draft.master_id):
            raise AssertionError("it was opened")
    assert caught.value.code == "damaged"
    assert of_failure(caught.value.code, caught.value.facts) != of_failure("broken", {})


@pytest.mark.slow
def test_a_client_that_lost_the_last_answer_does_not_send_again(site: Site, tmp_path: Path) -> None:
    shot = make.shot(make.film())
    path = clip(tmp_path / "a cut.avi", pictures(2))
    id_ = bring(site, shot, path)
    tasks.look("io")
    assert shot.drafts.count() == 1
    line = Tus(site.url, make.token(make.director(shot.film).user))
    where, size = f"/films/{shot.film_id}/shots/{shot.id}/uploads/{id_}", path.stat().st_size
    answer = line.head(where)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(size))
    assert line.delete(where).status_code == 403
    assert not uploading.preparing(shot).exists()
    forget_abandoned()
    assert Upload.objects.filter(id=id_).exists(), "it is kept a week"
    Upload.objects.filter(id=id_).update(touched_at=timezone.now() - KEPT - timedelta(minutes=1))
    forget_abandoned()
    assert line.head(where).status_code == 404
    assert shot.drafts.count() == 1


@pytest.mark.slow
def test_a_clip_that_waits_for_a_worker_for_weeks_is_kept(site: Site, tmp_path: Path) -> None:
    shot = make.shot(make.film())
    bring(site, shot, clip(tmp_path / "a cut.avi", pictures(2)))
    Upload.objects.update(touched_at=timezone.now() - 3 * KEPT)
    forget_abandoned()
    tasks.look("io")
    assert shot.drafts.count() == 1


@pytest.mark.slow
def test_a_clip_beyond_sixty_seconds_is_refused(site: Site, tmp_path: Path) -> None:
    shot = make.shot(make.film())
    bring(site, shot, clip(tmp_path / "long.avi", pictures(1) * 61, Fraction(1)))
    tasks.look("io")
    assert failure(shot.film) == "too-long"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("notes.mp4", b"These are only words. " * 50, "not-media"),
        ("nothing.mov", b"", "empty"),
    ],
)
def test_what_is_no_clip_says_so(
    site: Site, tmp_path: Path, name: str, content: bytes, error: str
) -> None:
    shot, path = make.shot(make.film()), tmp_path / name
    path.write_bytes(content)
    bring(site, shot, path)
    tasks.look("io")
    assert failure(shot.film) == error


@pytest.mark.slow
def test_a_still_is_no_draft(site: Site, tmp_path: Path) -> None:
    from PIL import Image

    shot, path = make.shot(make.film()), tmp_path / "still.png"
    Image.new("RGB", (64, 36)).save(path)
    bring(site, shot, path)
    tasks.look("io")
    assert failure(shot.film) == "no-picture"


@pytest.mark.slow
def test_a_shot_locked_meanwhile_takes_no_upload(site: Site, tmp_path: Path) -> None:
    shot = make.shot(make.film())
    bring(site, shot, clip(tmp_path / "late.avi", pictures(2)))
    draft = make.draft(shot.film, of=shot)
    make.lock(draft)
    tasks.look("io")
    assert Job.objects.get(film=shot.film, kind="prepare-draft").error == "locked"
    line = Tus(site.url, make.token(make.director(shot.film).user))
    answer = line.create(f"/films/{shot.film_id}/shots/{shot.id}/uploads/", 10, filename="x.mp4")
    assert answer.status_code == 403
    assert "locked" in answer.text


def test_another_films_shot_takes_nothing(site: Site) -> None:
    shot, stranger = make.shot(make.film()), make.director(make.film())
    line = Tus(site.url, make.token(stranger.user))
    theirs = f"/films/{shot.film_id}/shots/{shot.id}/uploads/"
    mine = f"/films/{stranger.film_id}/shots/{shot.id}/uploads/"
    assert line.create(theirs, 10, filename="x.mp4").status_code == 404
    assert line.create(mine, 10, filename="x.mp4").status_code == 403
